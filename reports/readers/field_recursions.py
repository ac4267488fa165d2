"""Receptive fields told step by step or as a sum, in any letters: r_l = r_{l-1} + (k_l - 1) j_{l-1}, R = 1 + (w-1) Σ r_l.

Which letter is the kernel, the stride, the dilation and the jump is told by the note, else by custom and by its place:
the letter that is one layer's on the left and the layer's before on the right is the field, or the jump. The right side
is worked out for layers of sizes that are all different, and compared with the field that such layers are measured to have.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .. import patterns as re
from ..reading import Reading, View
from ..sizes.lettering import meanings
from ..spares import overlap
from ..text.inline import MASK
from . import receptive_formulas

NOTE = "worked out for layers of different sizes"
LAYERS = ((3, 2, 2), (2, 3, 3), (4, 5, 2))  # kernel, stride, dilation
_INDEX = re.compile(r"_\{?(?:[lnkitLNTmj]|out|new|next)\}?(?![A-Za-z0-9])|_\{?[lnit]\}?(?=[A-Za-z])|\[[a-z]\]|\((?:l|n|i)\)")
_LESS = re.compile(r"_(?:\{\(?[lnkitLNTmj]-1\)?\}|\([lnkitLNTmj]-1\)|\{?(?:in|prev|old)\}?(?![a-z]))|\[[a-z]-1\]|\((?:l|n|i)-1\)")
_CLEAN = (
    (re.compile(r"\\ell(?![A-Za-z])"), "l"),
    (re.compile(r"\\delta(?![A-Za-z])|δ"), "d"),
    (re.compile(r"\\(?:left|right|displaystyle|q?quad|bigl|bigr|[,;:!>])"), " "),
    (re.compile(r"\\(?:mathrm|text|textrm|operatorname)\{([^{}]{1,12})\}"), r"\1"),
    (re.compile(r"\\(?:cdot|times)(?![A-Za-z])|[·×⋅]"), "*"),
    (re.compile(r"\\tag\*?\{[^{}]{0,12}\}|\\(?:label)\{[^{}]{0,24}\}|\\nonumber|\\notag"), ""),
    (re.compile(r"[−–]"), "-"),
    (re.compile(r"(?<![A-Za-z])(?:RF|rf|receptive_field|field)(?![A-Za-z])"), "R"),
    (re.compile(r"(?<![A-Za-z])(?:jump|jmp)(?![A-Za-z])"), "j"),
    (re.compile(r"(?<![A-Za-z])(?:kernel_size|kernel|ksize)(?![A-Za-z])"), "k"),
    (re.compile(r"(?<![A-Za-z])(?:stride)(?![A-Za-z])"), "s"),
    (re.compile(r"(?<![A-Za-z])(?:dilation|dil)(?![A-Za-z])"), "d"),
    (re.compile(r"[\s$&`]"), ""),
)  # fmt: skip
_PARTING = re.compile(r"\\q?quad(?![A-Za-z])|\\\\|(?<!\\)[;、]|(?<!\\),(?=\s*(?:\\q?quad|(?:then |and )?\\?[A-Za-z]{1,3}\s*[_=]))")
_RECURSION = re.compile(r"(?:then|and)?(?P<left>[A-Za-z])_?=(?P<right>[^=]{3,90})")
_UPDATE = re.compile(r"(?P<left>[A-Za-z])(?P<op>\+|\*)=(?P<right>[^=]{1,60})")
_SUMMED = re.compile(r"[A-Za-z]_?(?:\{\w{1,4}\})?=(?P<right>[^=]{0,40}(?:\\sum|Σ|∑)[^=]{0,9}(?:=[^=]{1,6})?[^=]{2,90})")
_SIGMA = re.compile(r"(?:\\sum|Σ|∑)(?:_(?:\{[^{}]{0,24}\}|\w)|_)?(?:\^(?:\{[^{}]{0,16}\}|\w))?")
_PRODUCT = re.compile(r"(?:\\prod|Π|∏)_\{?(?P<bounds>[^{}]{1,16})\}?(?:\^(?:\{(?P<top>[^{}]{1,8})\}|\w))?\(?(?P<letter>[sS])_?\)?")
_CUSTOM = {
    **dict.fromkeys("kKfFw", "k"), **dict.fromkeys("sS", "s"), **dict.fromkeys("dD", "d"), **dict.fromkeys("jJ", "j"),
}  # fmt: skip
_ROLE = {"kernel_size": "k", "stride": "s", "dilation": "d"}
_ABOUT = re.compile(r"受容野|視野|receptive|field|見える|見る幅|見え|\bsees?\b|how far|look\w* back|reach|span|jump|dilat|膨張|間隔|(?<![A-Za-z])RF(?![A-Za-z])", re.IGNORECASE)
_WORKED = re.compile(r"[\dB+*()-]{1,200}")


@dataclass(frozen=True)
class Step:
    """One equation: the letter it is of (none of a sum), its right side in plain signs, its place."""

    left: str
    right: str
    start: int
    end: int


def read(view: View) -> Iterator[Reading]:
    """The recursions and sums of a sentence that give a receptive field."""
    s = view.sentence
    chars = s.text.chars
    if view.outline.blocks[s.block].kind == "heading" or s.cell is not None or len(chars) > 900 or "=" not in chars:
        return
    if s.has("question") or not _is_about(view):
        return
    told = {x: _ROLE[r] for x, roles in meanings(view).items() for r in roles[:1] if r in _ROLE}
    for step in _steps(view):
        if (statement := statement_of(step, told)) is None:
            continue
        text, sure = statement
        reading = Reading(text, step.start, step.end, (NOTE,), sure=sure)
        if not any(overlap(reading, other) for other in view.read_by(receptive_formulas)):
            yield reading


def _is_about(view: View) -> bool:
    """Whether the sentence, or one of those just above it, is about how far layers see."""
    near = [view.sentence.text.chars]
    for at in range(view.sentence.block, max(-1, view.sentence.block - 4), -1):
        near += [e.text.chars for e in view.outline.sentences[at]]
    near += [view.outline.blocks[h].raw for h in view.outline.headings(view.sentence.block)]
    return any(_ABOUT.search(text) for text in near)


def _steps(view: View) -> Iterator[Step]:
    """The equations of a sentence: each stretch of mathematics, cut where it tells several; plain text as a whole."""
    s = view.sentence
    chars = s.text.chars
    stretches = list(s.math)
    if not stretches and MASK not in s.words and len(s.words) < 160:
        stretches = [(chars.rfind(":", 0, chars.index("=")) + 1, len(chars))]
    for start, end in stretches[:8]:
        bounds = [start]
        for m in _PARTING.finditer(chars, start, end):
            bounds += [m.start(), m.end()]
        for a, b in zip(bounds[::2], [*bounds[1::2], end], strict=True):
            yield from step_of(chars, a, b)


def step_of(chars: str, start: int, end: int) -> Iterator[Step]:
    """The equation between two places, in plain signs, if it is a recursion, an update or a sum."""
    text = chars[start:end].replace("\\,", " ")
    if len(text) > 240 or "=" not in text:
        return
    for pattern, new in _CLEAN:
        text = pattern.sub(new, text)
    text = text.strip(".,。:")
    sums = _SIGMA.search(text)
    bare = text if sums is None else text[: sums.start()] + "Σ" + text[sums.end() :]
    bare = _PRODUCT.sub(lambda m: "J" if re.search(r"<|-1", m["bounds"] + (m["top"] or "")) else m[0], bare)
    bare = _INDEX.sub("_", _LESS.sub("'", bare))
    if sums is not None and (m := _SUMMED.fullmatch(bare)):
        yield Step("", m["right"], start, end)
    elif m := _UPDATE.fullmatch(bare):
        yield Step(m["left"], f"{m['left']}'{m['op']}({m['right']})", start, end)
    elif m := _RECURSION.fullmatch(bare):
        left, right = m["left"], m["right"]
        before = re.compile(rf"(?<![A-Za-z]){left}(?:'|(?![A-Za-z_']))" if "'" not in right else rf"{left}'")
        if before.search(right):
            yield Step(left, before.sub(f"{left}'", right), start, end)


def statement_of(step: Step, told: dict[str, str]) -> tuple[str, bool] | None:
    """The statement of an equation, for layers of different sizes, and whether its letters are beyond doubt."""
    roles = _CUSTOM | {x: r for x, r in told.items() if x != step.left}
    if not step.left:
        return _of_sum(step, roles)
    if step.left in "kKsSdD":
        return None
    roles.pop(step.left, None)
    roles = _with_the_kernel(step.right.replace(f"{step.left}'", "B"), roles)
    kinds = _letters(step.right.replace(f"{step.left}'", "B"), roles)
    if kinds is None:
        return None
    return _of_field(step, kinds) if "k" in kinds.values() else _of_jump(step, kinds)


def _of_field(step: Step, letters: dict[str, str]) -> tuple[str, bool] | None:
    """r_l = r_{l-1} + (k_l - 1) d_l j_{l-1}: what one more layer makes of the field."""
    layers = _layers(bool({"s", "j"} & set(letters.values())), "d" in letters.values())
    field = f"receptive_field(layer_stack, plan={_plan(layers[:-1])})"
    worked = _worked(step.right.replace(f"{step.left}'", "B"), letters, layers, len(layers) - 1)
    if worked is None:
        return None
    return f"receptive_field(layer_stack, plan={_plan(layers)}) == {worked.replace('B', field)}", step.left in "rR"


def _of_jump(step: Step, letters: dict[str, str]) -> tuple[str, bool] | None:
    """j_l = j_{l-1} s_l: how far neighbours of a layer's output lie apart, which is what a window of two more would add."""
    if set(letters.values()) != {"s"}:
        return None
    layers = _layers(True, False)
    jump = [f"(receptive_field(layer_stack, plan={_plan(layers[:n])}_k2) - receptive_field(layer_stack, plan={_plan(layers[:n])}))" for n in (2, 3)]
    worked = _worked(step.right.replace(f"{step.left}'", "B"), letters, layers, len(layers) - 1)
    return None if worked is None else (f"{jump[1]} == {worked.replace('B', jump[0])}", step.left in "jJ")


def _of_sum(step: Step, roles: dict[str, str]) -> tuple[str, bool] | None:
    """R = 1 + (w - 1) Σ r_l, R = 1 + Σ (k_l - 1) j_{l-1}: the whole field."""
    outer, _, term = step.right.partition("Σ")
    alone = re.fullmatch(r"\(?([A-Za-z])_\)?", term)
    if alone and roles.get(alone[1]) != "s":  # the one thing that differs from layer to layer
        roles = roles | {alone[1]: "d"}
    roles = _with_the_kernel(outer + " " + term, roles)
    letters, inner = _letters(outer, roles), _letters(term, roles)
    if letters is None or not inner or ("k" in letters.values()) == ("k" in inner.values()):
        return None
    strided, dilated = bool({"s", "j"} & set(inner.values())), "d" in inner.values()
    layers = [(3 if letters else k, s, d) for k, s, d in _layers(strided, dilated)]
    head = _worked(outer.rstrip("*+"), letters, layers, 0)
    parts = [_worked(term, inner, layers, n) for n in range(len(layers))]
    if head is None or not all(parts):
        return None
    joined = "+" if outer.endswith("+") else "*"
    total = "+".join(f"({p})" for p in parts)
    return f"receptive_field(layer_stack, plan={_plan(layers)}) == {head}{joined}({total})", not strided


def _with_the_kernel(text: str, roles: dict[str, str]) -> dict[str, str]:
    """The roles, with the letter that is taken less one as the kernel's, where no other is: (w - 1)."""
    less = set(re.findall(r"\(([A-Za-z])_?-1\)", text)) - {"B"}
    known = {roles.get(x) for x in re.findall(r"[A-Za-z]", text)}
    return roles | {less.pop(): "k"} if len(less) == 1 and "k" not in known else roles


def _letters(text: str, roles: dict[str, str]) -> dict[str, str] | None:
    """What the letters of a text are, each one of the sizes of a layer; None where one is not known."""
    found = set(re.findall(r"[A-Za-z]", text.replace("B", "")))
    kinds = {x: roles.get(x, "") for x in found}
    return kinds if all(kinds.values()) and len(set(kinds.values())) == len(kinds) else None


def _layers(strided: bool, dilated: bool) -> list[tuple[int, int, int]]:
    return [(k, s if strided else 1, d if dilated else 1) for k, s, d in LAYERS]


def _plan(layers: list[tuple[int, int, int]]) -> str:
    parts = (f"k{k}" + (f"s{s}" if s > 1 else "") + (f"d{d}" if d > 1 else "") for k, s, d in layers)
    return "_".join(parts)


def _worked(text: str, letters: dict[str, str], layers: list[tuple[int, int, int]], at: int) -> str | None:
    """A right side with the numbers of one layer in the place of its letters, products written out."""
    kernel, stride, dilation = layers[at]
    before = "*".join(str(s) for _, s, _ in layers[:at] if s > 1) or "1"
    values = {"k": str(kernel), "s": str(stride), "d": str(dilation), "j": f"({before})"}
    if at and any(m[1] == "'" and letters.get(m[0][0]) == "s" for m in re.finditer(r"[A-Za-z](['_]?)", text)):
        return None  # the stride of the layer before alone: which one is told by its place only
    text = re.sub(r"([A-Za-z])['_]?", lambda m: " B " if m[1] == "B" else f" {values[letters[m[1]]]} ", text)
    text = re.sub(r"\s+", " ", text.replace("{", "(").replace("}", ")")).strip()
    text = re.sub(r"(?<=[\dB)]) ?(?=\()|(?<=\)) ?(?=[\dB])|(?<=[\dB]) +(?=[\dB])", "*", text).replace(" ", "")
    return text if _WORKED.fullmatch(text) and text.count("(") == text.count(")") else None
