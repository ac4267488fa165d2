"use strict";
// Scores the sheet on the reader's own machine: numbers by value, shapes item by item, formulas as mathematics.
const plain = (text) => text.replace(/\u00b2/g, "^2").replace(/\u00b3/g, "^3").normalize("NFKC").replace(/[\u2212\u30fc]/g, "-").trim();
const number = (text) => {
  const bare = plain(text).replace(/[,\s_]/g, "");
  const quotient = /^(-?\d+(?:\.\d+)?)\/(\d+(?:\.\d+)?)$/.exec(bare);
  if (quotient) return Number(quotient[1]) / Number(quotient[2]);
  return /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(bare) ? Number(bare) : NaN;
};

// A small reader of formulas: + - * / ^ ** brackets, letters side by side multiply. Nothing is evaluated as code.
function formula(text, letters) {
  const source = plain(text).replace(/\*\*/g, "^").replace(/[\u00d7\u00b7\u22c5]/g, "*").replace(/\\times|\\cdot/g, "*");
  const tokens = source.match(/\d+(?:\.\d+)?|[A-Za-z\u03b1-\u03c9]+(?:_\{?\w+\}?)?|[-+*/^()]/g) || [];
  if (tokens.join("") !== source.replace(/\s/g, "") || tokens.length > 200) return null;
  const parts = tokens.flatMap((t) => {
    const name = t.replace(/[{}]/g, "");
    if (!/^[A-Za-z\u03b1-\u03c9]/.test(t) || letters.includes(name)) return [name];
    const alone = [...name];
    return alone.every((c) => letters.includes(c)) ? alone : ["?"];
  });
  if (parts.includes("?")) return null;
  let at = 0, depth = 0;
  const sum = () => {
    if (++depth > 40) throw new Error("depth");
    let sign = 1;
    while (parts[at] === "-" || parts[at] === "+") if (parts[at++] === "-") sign = -sign;
    let node = product();
    if (sign < 0) { const inner = node; node = (v) => -inner(v); }
    while (parts[at] === "+" || parts[at] === "-") {
      const left = node, minus = parts[at++] === "-", right = product();
      node = minus ? (v) => left(v) - right(v) : (v) => left(v) + right(v);
    }
    depth--;
    return node;
  };
  const product = () => {
    let node = power();
    while (at < parts.length && !/^[-+)]$/.test(parts[at])) {
      const divide = parts[at] === "/";
      if (divide || parts[at] === "*") at++;
      const left = node, right = power();
      node = divide ? (v) => left(v) / right(v) : (v) => left(v) * right(v);
    }
    return node;
  };
  const power = () => {
    const base = atom();
    if (parts[at] !== "^") return base;
    at++;
    const raised = parts[at] === "-" ? (at++, ((e) => (v) => -e(v))(power())) : power();
    return (v) => Math.pow(base(v), raised(v));
  };
  const atom = () => {
    const token = parts[at++];
    if (token === "(") { const node = sum(); if (parts[at++] !== ")") throw new Error("bracket"); return node; }
    if (token === undefined || /^[-+*/^)]$/.test(token)) throw new Error("operand");
    if (/^\d/.test(token)) { const value = Number(token); return () => value; }
    return (v) => v[token];
  };
  try { const node = sum(); return at === parts.length ? node : null; } catch { return null; }
}
function sameFormula(given, wanted) {
  const letters = [...new Set(wanted.match(/[A-Za-z\u03b1-\u03c9]\w*/g) || [])];
  const a = formula(given, letters), b = formula(wanted, letters);
  if (!a || !b) return false;
  for (let trial = 1; trial <= 6; trial++) {
    const values = Object.fromEntries(letters.map((l, i) => [l, 1 + ((trial * 37 + i * 53 + trial * i * 11) % 89) / 7]));
    const x = a(values), y = b(values);
    if (!(Math.abs(x - y) <= 1e-9 * Math.max(1, Math.abs(y)))) return false;
  }
  return true;
}
function sameShape(given, wanted) {
  const sizes = plain(given).match(/\d+/g) || [];
  return sizes.join(",") === wanted;
}
function fieldRight(field) {
  const { entry, answer, tolerance } = field.dataset;
  if (entry === "pick") return field.value === answer;
  if (entry === "formula") return sameFormula(field.value, answer);
  if (entry === "shape" || entry === "set") return sameShape(field.value, answer);
  return Math.abs(number(field.value) - number(answer)) <= Number(tolerance) + 1e-9 * Math.abs(number(answer));
}
function scoreQuestion(card) {
  let all = true;
  for (const field of card.querySelectorAll(".field")) {
    const right = fieldRight(field);
    field.classList.toggle("good", right);
    field.classList.toggle("bad", !right);
    all = all && right;
  }
  for (const choice of card.querySelectorAll(".choice")) {
    const input = choice.querySelector("input"), right = input.dataset.right === "yes";
    choice.classList.toggle("good", right);
    choice.classList.toggle("bad", input.checked && !right);
    const why = choice.querySelector(".why");
    if (why) why.hidden = !input.checked || right;
    all = all && input.checked === right;
  }
  return all;
}
function scoreSheet(sheet) {
  const cards = [...sheet.querySelectorAll(".question")];
  let points = 0;
  for (const card of cards) {
    const right = scoreQuestion(card), result = card.querySelector(".result");
    points += right ? 1 : 0;
    result.textContent = (right ? "✓ " : "✗ ") + (right ? sheet.dataset.correct : sheet.dataset.wrong);
    result.className = "result " + (right ? "right" : "not");
  }
  const score = sheet.querySelector(".score");
  score.textContent = `${score.dataset.label} ${points} / ${cards.length}`;
}
function clearSheet(sheet) {
  for (const marked of sheet.querySelectorAll(".good, .bad")) marked.classList.remove("good", "bad");
  for (const why of sheet.querySelectorAll(".why")) why.hidden = true;
  for (const result of sheet.querySelectorAll(".result, .score")) result.textContent = "";
  for (const input of sheet.querySelectorAll("input, select")) {
    if (input.type === "radio" || input.type === "checkbox") input.checked = false; else input.value = "";
  }
}
for (const sheet of document.querySelectorAll(".sheet")) {
  sheet.querySelector(".check").addEventListener("click", () => scoreSheet(sheet));
  sheet.querySelector(".clear").addEventListener("click", () => clearSheet(sheet));
  // The same question in the other language takes over what was entered.
  sheet.addEventListener("input", ({ target }) => {
    for (const twin of document.querySelectorAll(`[data-field="${target.dataset.field}"]`)) {
      if (twin === target || twin.closest(".sheet") === sheet) continue;
      if (target.type === "radio" || target.type === "checkbox") {
        if (twin.value === target.value) twin.checked = target.checked;
      } else twin.value = target.value;
    }
  });
}
