"use strict";
{
  const $ = (id) => document.getElementById(id);
  const groups = [...document.querySelectorAll("tbody")];
  const cells = (row) => [...row.querySelectorAll("[data-status] > *")];
  const visible = (row) => !("hidden" in row.dataset) && !row.parentNode.classList.contains("folded");
  const keep = {
    all: () => true,
    fails: (kinds) => kinds.includes("fails"),
    differs: (kinds) => new Set(kinds.filter((kind) => kind !== "none")).size > 1,
    partial: (kinds, row) => row.querySelector("[data-partial]") !== null || kinds.includes("none"),
  };

  function filter() {
    const words = $("find").value.toLowerCase().split(/[\s,]+/).filter(Boolean);
    let count = 0;
    for (const group of groups) {
      let left = 0;
      for (const row of group.querySelectorAll(".law")) {
        const text = (group.dataset.function + "-" + row.firstElementChild.textContent).toLowerCase();
        const kinds = [...row.querySelectorAll("[data-status]")].map((cell) => cell.dataset.status);
        const shown = words.every((word) => text.includes(word)) && keep[$("show").value](kinds, row);
        row.toggleAttribute("data-hidden", !shown);
        left += shown;
      }
      group.toggleAttribute("data-hidden", !left);
      count += left;
    }
    $("shown").textContent = count + (count === 1 ? " law" : " laws");
  }

  function fold(group, folded) {
    group.classList.toggle("folded", folded);
    group.querySelector(".toggle").setAttribute("aria-expanded", String(!folded));
  }

  function open(id) {
    const failure = document.getElementById(id);
    if (!failure) return;
    const copy = failure.cloneNode(true);
    copy.removeAttribute("id");
    $("content").replaceChildren(copy);
    $("copy").hidden = false;
    $("dialog").showModal();
  }

  // What a cell's tooltip says, for fingers and keyboards.
  function explain(cell) {
    const title = document.createElement("h3"), text = document.createElement("p");
    title.textContent = cell.closest("tr").querySelector("code").textContent + ": " + cell.textContent.replace("*", "").trim();
    text.textContent = cell.title;
    $("content").replaceChildren(title, text);
    $("copy").hidden = true;
    $("dialog").showModal();
  }

  // One cell is in the tab order; the arrows move it.
  function move(cell) {
    if (!cell) return;
    document.querySelectorAll("[data-status] > [tabindex='0']").forEach((old) => (old.tabIndex = -1));
    cell.tabIndex = 0;
    cell.focus();
    cell.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  function step(from, key) {
    const row = from.closest("tr"), column = cells(row).indexOf(from);
    if (key === "ArrowLeft" || key === "ArrowRight") return cells(row)[column + (key === "ArrowRight" ? 1 : -1)];
    const rows = [...document.querySelectorAll(".law")].filter(visible);
    const next = rows[rows.indexOf(row) + (key === "ArrowDown" ? 1 : -1)];
    return next && cells(next)[column];
  }

  function nextFailure() {
    const all = [...document.querySelectorAll(".law td.fails > a")].filter((cell) => visible(cell.closest("tr")));
    return all[(all.indexOf(document.activeElement) + 1) % all.length];
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || $("dialog").open) return;
    const at = document.activeElement, typing = /^(INPUT|SELECT)$/.test(at.tagName);
    if (event.key === "Escape" && at === $("find")) { $("find").value = ""; filter(); return; }
    if (typing) return;
    if (event.key === "/") $("find").focus();
    else if (event.key === "n") move(nextFailure());
    else if (event.key === "Enter" && at.matches("[data-status] > span")) explain(at);
    else if (event.key.startsWith("Arrow") && at.closest("[data-status]")) move(step(at, event.key));
    else return;
    event.preventDefault();
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("td.fails > a"), toggle = event.target.closest(".toggle");
    const cell = event.target.closest("[data-status] > span");
    if (cell) { move(cell); explain(cell); }
    if (link) { event.preventDefault(); move(link); open(decodeURIComponent(link.hash.slice(1))); }
    if (toggle) { const group = toggle.closest("tbody"); fold(group, !group.classList.contains("folded")); }
  });
  $("copy").addEventListener("click", async () => {
    const script = $("content").querySelector("pre");
    try { await navigator.clipboard.writeText(script.textContent); $("copy").textContent = "Copied"; }
    catch { getSelection().selectAllChildren(script); }
  });
  $("dialog").addEventListener("close", () => { $("copy").textContent = "Copy the script"; });
  $("fold").addEventListener("click", () => {
    const folded = groups.every((group) => group.classList.contains("folded"));
    groups.forEach((group) => fold(group, !folded));
    $("fold").textContent = folded ? "Fold functions" : "Unfold functions";
  });
  $("find").addEventListener("input", filter);
  $("show").addEventListener("change", filter);
  $("tools").addEventListener("submit", (event) => event.preventDefault());
  document.querySelectorAll(".toggle").forEach((button) => (button.disabled = false));
  const first = document.querySelector("[data-status] > *");
  if (first) first.tabIndex = 0;
  $("tools").hidden = false;
  $("failures").hidden = true;  // they open in the dialog; without scripts they are read here
  filter();
}
