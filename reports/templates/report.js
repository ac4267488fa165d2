"use strict";
// Without this script everything is there and the filters work; it adds stepping (j, k), opening and printing.
const shown = (card) => card.offsetParent !== null;
const steps = document.querySelector(".steps");
let at = -1;

function open(card) {
  card.open = true;
  const mark = document.getElementById(card.id.replace(/-card$/, ""));
  (mark || card).scrollIntoView({ block: "center" });
  card.querySelector("summary").focus({ preventScroll: true });
}

function step(by) {
  const findings = [...document.querySelectorAll(".card.refuted, .card.holds_if")].filter(shown);
  const cards = findings.length ? findings : [...document.querySelectorAll(".card")].filter(shown);
  if (!cards.length) return;
  at = (at + by + cards.length) % cards.length;
  open(cards[at]);
}

steps.hidden = false;
steps.addEventListener("click", (event) => {
  const button = event.target.closest("[data-step]");
  if (button) step(Number(button.dataset.step));
});
document.querySelector(".filters").addEventListener("change", () => { at = -1; });
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "j") step(1);
  else if (event.key === "k") step(-1);
});
document.addEventListener("click", (event) => {
  const link = event.target.closest('a[href$="-card"]');
  const card = link && document.getElementById(link.getAttribute("href").slice(1));
  if (card) card.open = true;
});
let closed = [];
addEventListener("beforeprint", () => {
  closed = [...document.querySelectorAll("details.holds_if:not([open]), .unread-list:not([open])")];
  closed.forEach((card) => { card.open = true; });
});
addEventListener("afterprint", () => { closed.forEach((card) => { card.open = false; }); });
