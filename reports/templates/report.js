"use strict";
// Without this script everything is there and the filters work; it sets each closed card on its claim's line, and adds
// stepping (j, k), closing (Esc), joining a card with its claim, and printing.
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const shown = (element) => element.getClientRects().length > 0;
const flags = new Map(all(".flag").map((flag) => [flag.getAttribute("href").slice(1), flag]));
const flagOf = (card) => flags.get(card.id) || document.getElementById(card.id.replace(/-card$/, ""));
const findCard = (link) => link && document.getElementById(link.getAttribute("href").slice(1));

/* The margin: cards whose claims share a line of the text share a line of the margin. */
const COLUMNS = 12, ABREAST = 4, GAP = 2, RAISED = 4; // a flag stands RAISED px above the middle of its line
const wide = matchMedia("(min-width: 62rem)");

function measured(row) {
  const { top, height } = row.firstElementChild.getBoundingClientRect();
  const cards = all(":scope > .cards > .card:not([open])", row).filter(shown).map((card) => {
    const flag = flagOf(card), box = flag && row.contains(flag) && flag.getBoundingClientRect();
    return { card, height: card.offsetHeight + GAP, middle: box ? (box.top + box.bottom) / 2 + RAISED - top : 0 };
  });
  return { cards: cards.sort((a, b) => a.middle - b.middle), height };
}

function linesOf(cards) {
  const lines = [];
  for (const one of cards) {
    const last = lines.at(-1);
    if (last && one.middle - last[0].middle < one.height / 2) last.push(one);
    else lines.push([one]);
  }
  return lines;
}

// Where a line's cards begin in so many rows: about its middle, between the cards above and the end of its room.
function topOf(line, rows, bottom, end) {
  const { middle, height } = line[0];
  return Math.max(bottom, Math.min(middle - (rows * height) / 2, end - rows * height));
}

// Two abreast where the margin has the room, else as many as it takes.
function rowsOf(line, bottom, end) {
  const { middle, height } = line[0], least = Math.ceil(line.length / ABREAST);
  for (let rows = Math.ceil(line.length / 2); rows > least; rows -= 1) {
    const top = topOf(line, rows, bottom, end), shift = Math.abs(top + (rows * height) / 2 - middle);
    if (top + rows * height <= end && shift <= height / 2) return rows;
  }
  return least;
}

function spread({ cards, height }) {
  let bottom = 0;
  const lines = linesOf(cards);
  lines.forEach((line, number) => {
    const next = lines[number + 1]?.[0], end = next ? next.middle - next.height / 2 + GAP : height;
    const rows = rowsOf(line, bottom, end), top = topOf(line, rows, bottom, Math.max(end, line[0].middle + line[0].height / 2));
    setInRows(line, rows, top - bottom);
    bottom = top + rows * line[0].height;
  });
}

function setInRows(line, rows, down) {
  const abreast = Math.ceil(line.length / rows);
  line.forEach(({ card }, number) => {
    const row = Math.floor(number / abreast), here = Math.min(abreast, line.length - row * abreast);
    const span = COLUMNS / here;
    card.style.setProperty("--down", `${row ? 0 : down}px`);
    card.style.setProperty("--column", 2 + (number % abreast) * span);
    card.style.setProperty("--span", span);
    card.dataset.abreast = here;
  });
}

function place() {
  if (wide.matches) all(".row").map(measured).forEach(spread); // all is measured before anything is moved
}

/* A card and its claim light up together. */
let lit = null;
function light(key) {
  if (key === lit) return;
  lit = key;
  all(".lit").forEach((old) => old.classList.remove("lit"));
  if (key) all(`mark[data-of~="${key}"], .flag[href="#${key}-card"], [id="${key}-card"]`).forEach((one) => one.classList.add("lit"));
}
const keyOf = (element) => {
  const near = element.closest?.(".card, .flag, mark[data-of], .finding a");
  if (!near) return null;
  return near.dataset.of?.split(" ")[0] ?? (near.id || near.getAttribute("href").slice(1)).replace(/-card$/, "");
};
for (const kind of ["pointerover", "focusin"]) document.addEventListener(kind, (event) => light(keyOf(event.target)));

/* Opening and stepping: a card that a step opened is closed by the next. */
let at = -1, byStep = null;

function reveal(card) {
  const row = card.closest(".row"), mark = flagOf(card) || card;
  const top = Math.min(mark.getBoundingClientRect().top, card.getBoundingClientRect().top);
  const needed = card.getBoundingClientRect().bottom - top;
  if (needed < innerHeight * 0.8) scrollBy({ top: top - (innerHeight - needed) / 2 });
  else (row.contains(mark) ? mark : card).scrollIntoView({ block: "start" });
}

function open(card) {
  card.open = true;
  if (!shown(card)) document.getElementById("show-all").checked = true; // a filter had put it away
  place();
  card.querySelector("summary").focus({ preventScroll: true });
  reveal(card);
}

function step(by) {
  const findings = all(".card.refuted, .card.holds_if").filter(shown);
  const cards = findings.length ? findings : all(".card").filter(shown);
  if (!cards.length) return;
  at = (at + by + cards.length) % cards.length;
  if (byStep) byStep.open = false;
  byStep = cards[at].open ? null : cards[at];
  open(cards[at]);
}

function close(card) {
  card.open = false;
  card.querySelector("summary").focus({ preventScroll: true });
}

const steps = document.querySelector(".steps");
steps.hidden = false;
steps.addEventListener("click", (event) => {
  const button = event.target.closest("[data-step]");
  if (button) step(Number(button.dataset.step));
});
document.querySelector(".filters").addEventListener("change", () => { at = -1; place(); });
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "j") step(1);
  else if (event.key === "k") step(-1);
  else if (event.key === "Escape" && event.target.closest?.(".card[open]")) close(event.target.closest(".card[open]"));
});
document.addEventListener("click", (event) => {
  const card = findCard(event.target.closest('a[href$="-card"]'));
  if (!card) return;
  event.preventDefault(); // the browser would put the card at the top of the window, its claim above it
  open(card);
});

/* Print: what needs a word of explanation is open. */
let closed = [];
addEventListener("beforeprint", () => {
  closed = all("details.holds_if:not([open]), .findings:not([open]), .unread-list:not([open])");
  closed.forEach((card) => { card.open = true; });
});
addEventListener("afterprint", () => { closed.forEach((card) => { card.open = false; }); });

/* Fonts, windows and opened cards change the text's lines. */
place();
const changed = new ResizeObserver(place);
all(".text").forEach((text) => changed.observe(text));
