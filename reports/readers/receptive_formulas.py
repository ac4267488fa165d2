"""Receptive fields in letters: L(k - 1) + 1, 1 + (k - 1)(d_1 + ... + d_L), r_l = r_{l-1} + (k_l - 1) j_{l-1}, 2n + 1.

Sums of dilations, products of strides and the field of the layer before are put into a formula as letters of their
own, so that the formula can be read; in the statement they are what they are in a stack whose dilations double, or
whose strides are all alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from ...properties.nodes import Bin, Node, Num, Sym, symbols
from ...properties.rendering import to_text
from .. import patterns as re
from ..reading import Reading, View, inherited_note
from ..sizes.extents import squares_in
from ..sizes.formulas import Span, marked, plain
from ..sizes.layers import gathered, words
from ..sizes.letter_spans import spans_of
from ..sizes.lettering import meanings, told
from ..sizes.setting import sentences_above
from ..text.inline import MASK
from ..text.sentences import Sentence
from .idioms import flat
from .receptive import FAR, context_of, is_dilated, kernel_letters, said_in, spoken
from .stack_letters import in_usual_letters

_SUM, _PRODUCTS, _PRODUCT_ALL, _SUM_PRODUCTS, _BEFORE, _STEP, _JUMP, _COUNT, _SUM_ALL = "ζ", "ξ", "ψ", "φ", "ω", "δ", "η", "λ", "χ"
_MEANT = {
    _SUM: "(2**L - 1)", _PRODUCTS: "S**(L - 1)", _PRODUCT_ALL: "S**L", _SUM_PRODUCTS: "sum(i, 1, L, S**(i - 1))", _STEP: "2**(L - 1)",
    _JUMP: "S**L", _COUNT: "L", _SUM_ALL: "sum(i, 1, L, S**i)",
}  # fmt: skip
_INDEX = r"(?:_\s*\{?\s*[a-zA-Z]\s*\}?)"
_ONE_LESS = r"_?\s*\{?\s*\(?[a-zA-Z]\s*[-−–]\s*1\s*\)?\s*\}?"
_BOUNDS = r"(?:\s*_\s*(?:\{[^{}]{0,24}\}|\w))?(?:\s*\^\s*(?:\{[^{}]{0,16}\}|\w))?"
_SIGMA = rf"(?:\\sum|Σ|∑){_BOUNDS}"
_PI = re.compile(rf"(?:\\prod|Π|∏)(?P<bounds>{_BOUNDS})\s*[sS]{_INDEX}?")
_RUN = re.compile(r"(?<![A-Za-z])[sS]_\{?[01]\}?\s*(?:\\cdot|[·*×])?\s*(?:[sS]_\{?[12]\}?\s*(?:\\cdot|[·*×])?\s*)?(?:\\cdots|\\ldots|\\dots|…|\.{2,3}|⋯)\s*(?:\\cdot|[·*×])?\s*[sS]_\{?[a-zA-Z]\s*(?P<less>[-−]\s*1)?\s*\}?")
_PRODUCT_WORDS = re.compile(r"(?:それ|これ|そこ|直前)まで(?:の層)?の(?:全|すべての|全ての)?(?:ストライド|stride)(?:の(?:総)?積)?|前(?:の|層まで)[^。+]{0,8}ストライドの(?:総)?積|(?:the )?product of (?:all |the )*(?:strides|previous strides|earlier strides|preceding strides)(?: of)?(?: all)?(?: the)?(?: layers)? *\*?(?:before|below|above|earlier|so far|preceding|previous)?\*?(?: it| them)?(?! *layers)|(?:the )?product of (?:all |the )*(?:previous|earlier|preceding) strides|(?:prod|product)\((?:previous|earlier)?_?strides(?:\[:[^\]]{1,6}\])?\)", re.IGNORECASE)
_DILATION_SUM = re.compile(
    r"\(?\s*d_\{?[01]\}?\s*\+\s*(?:d_\{?[12]\}?\s*\+\s*)?(?:\\cdots|\\ldots|\\dots|…|\.{2,3}|⋯)\s*\+\s*d_\{?\w\}?\s*\)?"
    r"|\bsum\s*\(\s*(?:ds?|dilations?|dils?|rates?|dilation_\w+)\s*\)|(?:dilation|拡張率|膨張率)(?:s)?\s*の(?:総)?(?:和|合計)|(?:the )?(?:sum|total) of (?:all )?(?:the )?dilations?",
    re.IGNORECASE,
)
_LEFT = re.compile(r"(?P<name>(?<![A-Za-z_{])(?:RF|rf|R|r))(?:_\s*\{?\s*(?P<index>[a-zA-Z]|out|new|next)\s*\}?|\((?P<argument>[lnLik])\)|\[(?P<bracket>[lnLik])\])?\s*=")
_NEW = re.compile(r"(?<![A-Za-z])(?:new_)?(?:rf|RF|receptive_field)\s*(?:=|\+=)")
_UPDATE = re.compile(r"(?<![A-Za-z_{])(?P<name>RF|rf|R|r)\s*(?:←|<-|:=|⟵)")
_BECOMES = re.compile(r"\b(?:receptive field|field(?: of view)?|RF)(?: size)?(?:,? [rR],?)?\s+(?:becomes|grows to|is updated to|changes to|is now|is then|is)\s+(?:\$\s*)?(?=(?P<name>RF|rf|[rR])\s*\+)")
_ADDS = re.compile(r"\b(?:adds|contributes|widens it by|grows by|enlarges it by)\s+(?=\(?\s*[kKfF]\s*[-−])|(?<=に)\s*(?=\(\s*[kKfF]\s*[-−]\s*1\s*\)[^。]{0,40}(?:加|足|増))", re.IGNORECASE)
_IN_WORDS = re.compile(r"(?:受容野|receptive field|(?<![A-Za-z])RF)(?:の大きさ|サイズ| size)?\s*=\s*(?!\d)", re.IGNORECASE)
_LAYERS = re.compile(r"(?<![A-Za-z\\])(?P<a>[A-Za-z])(?![A-Za-z])(?:\s|\$)*(?:つの|枚の)?(?:層|回|段|枚|(?:\w+\s+){0,2}layers?\b|times\b|convolutions?\b)|(?:層(?:の)?数|段数|枚数|number of layers|depth|layers)\s*(?:を|は|が|=|:|is|of)?\s*\$?(?P<b>[A-Za-z])(?![A-Za-z])", re.IGNORECASE)
_KERNELS = re.compile(r"(?<![A-Za-z\\])(?P<a>[A-Za-z])\s*(?:\\times|[×x*])\s*(?P=a)(?![A-Za-z])|(?:カーネル|フィルター?|核|窓|kernels?|filters?|taps?)(?:の)?(?:サイズ|長さ?|幅|大きさ|\s*size|\s*width|\s*length|\s*of)*\s*(?:を|は|が|=|:|is|of)?(?:\s|\$)*(?P<b>[A-Za-z])(?![A-Za-z]|\s*[(*×+/'-])", re.IGNORECASE)
_WIDE = re.compile(r"(?<![A-Za-z])(?P<a>[A-Za-z])[- ](?:wide|tap)\b(?P<b>)|幅\s*(?P<c>[A-Za-z])(?=\s*[・、の,])", re.IGNORECASE)
_DILATED_BY = re.compile(r"(?:\bdilat\w+|拡張率|膨張率|間隔)\s*(?:of|is|=|が|は|を)?\s*\$?(?P<a>[A-Za-z])(?![A-Za-z'])", re.IGNORECASE)
_ROLE = {"L": "layers", "l": "layers", "n": "layers", "N": "layers", "k": "kernel_size", "K": "kernel_size", "F": "kernel_size",
         "f": "kernel_size", "d": "dilation", "D": "dilation"}  # fmt: skip
_FIELD = re.compile(r"[rR](?:_|'|$)|RF|rf|F(?:_|$)|[kK](?:_\{?(?:eff|e|d)|'|_prime)|K'|E$|w$")
_SEEN = re.compile(r"覆|広が|一辺|またが|カバー|届|見[えてる]|\b(?:spans?|cover\w*|reach\w*|sees?|stretch\w*|straddles?|looks? (?:at|back))\b", re.IGNORECASE)
_HOLES = re.compile(r"dilat|\bgaps?\b|\bholes?\b|拡張|膨張|間隔|穴|飛ばし|飛び飛び", re.IGNORECASE)
_NOT_FIELD = re.compile(r"\bpad|パディング|ゼロ|埋め|詰め|output|出力(?!の?1|一)|入力サイズ|parameters|weights|パラメータ|重み", re.IGNORECASE)


def read(view: View) -> Iterator[Reading]:
    """The formulas that are said to give a receptive field."""
    s = view.sentence
    if view.outline.blocks[s.block].kind == "heading" or s.cell is not None:
        return
    text = s.text.chars
    if all(f.atomic for f in s.formulas) and not re.search(r"[+*×^Σ∑\\=]", text) and not _DILATION_SUM.search(text):
        return
    if not (_says(view) or spoken(view, flat(s))):
        return
    done = False
    yield from _jumps(view)
    for span, kind in _spans(view):
        readings = _built(view, span) if kind else filter(None, [_lettered(view, span)])
        for reading in readings:
            done = True
            yield reading
    if not done:
        yield from _in_words(view)


def _says(view: View) -> bool:
    """Whether the sentence, or the one that introduces a bare formula, speaks of receptive fields."""
    own = re.search(r"effective|\bextent\b|\beff\b", flat(view.sentence)) or words("topic").search(flat(view.sentence))
    own = own or (_SEEN.search(flat(view.sentence)) and _HOLES.search(flat(view.sentence)))
    return bool(own) or any(words("topic").search(flat(e)) for e in view.leads()[:2])


def _spans(view: View) -> Iterator[tuple[Span, bool]]:
    """The sentence's formulas; True with those that hold sums, products or the field of the layer before."""
    s = view.sentence
    chars = _customary(view)
    rewritten = _rewritten(chars)
    if rewritten != chars:
        masked = list(rewritten)
        for start, end in s.math:
            masked[start:end] = MASK * (end - start)
        special = [x for x in (*marked(rewritten, s.math), *plain("".join(masked))) if not x.atomic and set(symbols(x.formula.value)) & {*_MEANT, _BEFORE}]
        for span in special:
            yield span, True
        if special:
            return
    for span in spans_of(view):
        yield span, False


def _customary(view: View) -> str:
    """The sentence with k for the kernel's own letter, and a plain l."""
    text = re.sub(r"\\ell(?![A-Za-z])", "l   ", re.sub(r"\\[,;:!]", "  ", view.sentence.text.chars))
    text = in_usual_letters(view, text)
    for letter, roles in meanings(view).items():
        if roles == ["kernel_size"] and len(letter) == 1 and letter not in "kKfF" and not re.search(r"(?<![A-Za-z\\])k(?![A-Za-z])", text):
            text = re.sub(rf"(?<![A-Za-z\\_{{]){letter}(?![A-Za-z_])(?!\s*=)", "k", text)
    return text


def _rewritten(text: str) -> str:
    """The text, as long as it was, its sums, products and fields of the layer before each a letter."""
    def letter(of: str):
        return lambda m: _factor(m, of)

    less = r"[-−–<]"
    text = _PRODUCT_WORDS.sub(letter(_PRODUCTS), text)
    text = _RUN.sub(lambda m: (_PRODUCTS if m["less"] else _PRODUCT_ALL).ljust(len(m[0])), text)
    text = _PI.sub(lambda m: (_PRODUCTS if re.search(less, m["bounds"]) else _PRODUCT_ALL).ljust(len(m[0])), text)
    if _IN_WORDS.search(text):
        text = re.sub(r"前(?:の層)?(?:まで)?の受容野|(?:the )?(?:previous|old|input) (?:receptive field|RF)", letter(_BEFORE), text, flags=re.IGNORECASE)
        text = re.sub(r"カーネル(?:の)?(?:サイズ|幅|長)?|kernel(?: size| width)?", letter("k"), text, flags=re.IGNORECASE)
    updated = _UPDATE.search(text)
    if updated:  # r ← r + (F - 1)·j
        text = text[: updated.start()] + updated["name"] + "=".rjust(len(updated[0]) - len(updated["name"])) + text[updated.end() :]
        text = text[: updated.end()] + _before(text[updated.end() :], updated["name"], update=True)
    elif becomes := _BECOMES.search(text):  # the field becomes r + (k - 1)j
        text = text[: becomes.end()] + _before(text[becomes.end() :], becomes["name"], update=True)
    added = _ADDS.search(text)
    if added:  # each layer adds (k-1) times the product of the strides before it: that much more than the field before
        text = text[: added.start()] + f"{_BEFORE}+".ljust(len(added[0])) + re.sub(r" times (?= *ξ)", " *     ", text[added.end() :])
    left = _LEFT.search(text) or _NEW.search(text)
    if left and not updated:
        text = text[: left.end()] + _before(text[left.end() :], left.groupdict().get("name") or "rf")
    text = _DILATION_SUM.sub(letter(_SUM), text)
    text = re.sub(rf"{_SIGMA}\s*[dD]{_INDEX}?(?![A-Za-z])", letter(_SUM), text)
    text = re.sub(rf"({_SIGMA})(?=([^+]{{0,60}}))", _summed, text)
    if _SUM_PRODUCTS in text:  # the sum stands for its products: they are in it
        text = re.sub(rf"\*?{_PRODUCTS}|(?<![A-Za-z])[jJ]{_ONE_LESS}", lambda m: " " * len(m[0]), text)
    if _SUM_ALL in text:
        text = re.sub(rf"\*?{_PRODUCT_ALL}", lambda m: " " * len(m[0]), text)
    if re.search(rf"[{_SUM}]", text):
        text = re.sub(rf"(?<=[\s)*·×])[dD]{_INDEX}", letter(""), text)
    text = re.sub(rf"(?<![A-Za-z])([kKfF])(?:{_INDEX}|\[[a-z]\])(?!ff)", lambda m: m[1].ljust(len(m[0])), text)
    return re.sub(rf"(?<![A-Za-z])([sS]){_INDEX}", lambda m: m[1].ljust(len(m[0])), text) if _PRODUCTS in text or _BEFORE in text else text


def _factor(m: re.Match[str], of: str) -> str:
    """A letter in the place of what it stands for, apart from a letter or bracket that it multiplies."""
    beside = re.search(r"(?:(?<![A-Za-z])[A-Za-z]|[0-9)])$", m.string[: m.start()].rstrip(" "))
    return f"{'*' if of and beside and len(m[0]) > 1 else ''}{of}".ljust(len(m[0]))


def _summed(m: re.Match[str]) -> str:
    """A sum over the layers: of their kernels alone, or of steps that grow with dilations or strides."""
    term, mark = m[2], lambda of: _factor(m, of)[: len(m[1])].ljust(len(m[1]))
    if _PRODUCT_ALL in term and _PRODUCTS not in term and re.search(r"=\s*1", m[1]):
        return mark(_SUM_ALL)
    if re.search(r"(?<![A-Za-z])[dD](?:_|\b)", term):
        return mark(_SUM)
    if _PRODUCTS in term or re.search(rf"[jJ]{_ONE_LESS}", term):
        return mark(_SUM_PRODUCTS)
    return _COUNT.ljust(len(m[1])) if re.match(r"\s*(?:\\left)?\(?\s*[kKfF]", term) else m[1]


def _before(text: str, name: str, update: bool = False) -> str:
    """The right side of a recursion: the field before, the step (jump) of the layer before and of this one."""
    stop = re.search(r"[。;]|(?<!\\),\s|\n\n|、", text)
    right, rest = (text[: stop.start()], text[stop.start() :]) if stop else (text, "")
    for pattern, meant in (
        (rf"(?<![A-Za-z]){re.escape(name)}(?:{_ONE_LESS}|_\{{?(?:in|prev|old)\}}?|\([a-zA-Z]\s*[-−]\s*1\)|\[[a-zA-Z]\s*[-−]\s*1\])", _BEFORE),
        (rf"(?<![A-Za-z])(?:rf|RF{'|' + re.escape(name) if update else ''})(?![A-Za-z_])", _BEFORE),
        (rf"(?<![A-Za-z])[jJ](?:ump)?(?:{_ONE_LESS}|_\{{?(?:in|prev)\}}?|(?![A-Za-z_]))", _PRODUCTS),
        (rf"(?<![A-Za-z])[jJ](?:ump)?(?:{_INDEX}|_\{{?out\}}?)", _JUMP),
    ):
        right = re.sub(pattern, lambda m, meant=meant: meant.ljust(len(m[0])), right)
    if _BEFORE in right:
        right = re.sub(rf"(?<![A-Za-z])[dD](?:{_INDEX}|(?![A-Za-z_]))", lambda m: _STEP.ljust(len(m[0])), right)
    return right + rest


def _built(view: View, span: Span) -> Iterator[Reading]:
    """A formula with sums, products or the field of the layer before it; one with strides and dilations is two claims."""
    if span.formula.relations not in ((), ("=",)) or re.match(r"\s*(?:[*×·]|times\b|\\(?:times|cdot))", _rewritten(_customary(view))[span.end :]):
        return
    value = span.formula.value
    letters = set(symbols(value))
    roles = _roles_of_stacks(view, letters)
    if roles is None or (letters & {_PRODUCTS, _PRODUCT_ALL, _STEP, _JUMP} and _BEFORE not in letters):
        return
    strided = bool(letters & {_PRODUCTS, _PRODUCT_ALL, _SUM_PRODUCTS, _SUM_ALL, _JUMP})
    dilated = bool(letters & {_SUM, _STEP})
    if strided and dilated and not letters & {_SUM, _SUM_ALL, _SUM_PRODUCTS}:
        yield _of_a_stack(view, span, value, roles, "strided_stack", {_STEP: "1"})
        yield _of_a_stack(view, span, value, roles, "dilated_causal_stack", {_PRODUCTS: "1", _PRODUCT_ALL: "1", _JUMP: "1"})
    elif strided != dilated or (not strided and letters & {_BEFORE, _COUNT}):
        subject = "strided_stack" if strided else "dilated_causal_stack" if dilated else "conv_stack"
        yield _of_a_stack(view, span, value, roles, subject, {})


def _roles_of_stacks(view: View, letters: set[str]) -> dict[str, str] | None:
    """What the letters of a formula are in a stack; None where one of them is nothing there."""
    roles: dict[str, str] = {}
    for x in letters - {*_MEANT, _BEFORE}:
        roles[x] = "kernel_size" if x in "kK" or _declared(view).get(x) == "kernel_size" else {"s": "stride", "S": "stride", "L": "layers", "F": "kernel_size", "f": "kernel_size"}.get(x, "")
    unknown = [x for x, role in roles.items() if not role]
    if len(unknown) == 1 and "kernel_size" not in roles.values():
        roles[unknown[0]] = "kernel_size"  # what is left in such a formula is the kernel
    return roles if all(roles.values()) and len(set(roles.values())) == len(roles) else None


def _of_a_stack(view: View, span: Span, value: Node, roles: dict[str, str], subject: str, without: dict[str, str]) -> Reading:
    """The statement of a formula for stacks whose layers differ in strides, or in dilations, alone."""
    text, letters = to_text(value), set(symbols(value))
    for letter, role in roles.items():
        text = re.sub(rf"(?<![A-Za-z_]){re.escape(letter)}(?![A-Za-z_(])", {"kernel_size": "K", "stride": "S", "layers": "L"}[role], text)
    texts = [_written(text, subject, {**_MEANT, **without})]
    if _JUMP in letters and _JUMP not in without and not _jump_told(view):  # the step before the layer, or after it
        texts.append(_written(text, subject, {**_MEANT, _JUMP: _MEANT[_PRODUCTS], **without}))
    note = "every layer with the same stride" if subject == "strided_stack" else "dilations 1, 2, 4, ..." if subject == "dilated_causal_stack" else ""
    return Reading(texts[0], span.start, span.end, (note,) if note else (), tuple(texts[1:]), sure=True, firm=True)


def _written(text: str, subject: str, meant: dict[str, str]) -> str:
    """The statement, its letters for sums and products written out."""
    for mark, what in meant.items():
        text = text.replace(mark, what)
    return f"receptive_field({subject}) == " + text.replace(_BEFORE, f"receptive_field({subject}, layers=L - 1)")


_JUMP_OF = re.compile(rf"(?<![A-Za-z])[jJ](?:ump)?{_INDEX}\s*=\s*(?P<right>(?:(?:[jJ](?:ump)?{_ONE_LESS}|[sS]{_INDEX}?|\\cdot|\\times|[*·×+])\s*){{2,5}})(?=$|[$,.;、。\\\n)])")


def _jumps(view: View) -> Iterator[Reading]:
    """How far apart neighbours are in the input: the step of the layer before, times the stride. What a further layer adds
    shows it."""
    found = _JUMP_OF.search(_customary(view))
    if found is None:
        return
    right = re.sub(rf"[jJ](?:ump)?{_ONE_LESS}", "(S**(L - 1))", found["right"])
    right = re.sub(rf"(?<![A-Za-z(])[sS]{_INDEX}?(?!\*\*)", "S", right)
    right = re.sub(r"\\cdot|\\times|[·×]", "*", right)
    right = re.sub(r"(?<=[)S])\s*(?=[(S])", "*", right).strip()
    if re.fullmatch(r"[S()*+ L\-1]+", right) and right.count("S") == 2:
        field = "receptive_field(strided_stack, layers={n})"
        yield Reading(f"{field.format(n='L + 1')} - {field.format(n='L')} == (K - 1)*({right})", found.start(), found.end("right"), ("every layer with the same stride",), sure=True, subject="conv2d")


def _jump_told(view: View) -> bool:
    """Whether the note says which strides a jump holds: j_l = j_{l-1} s_l."""
    texts = (view.sentence.text.chars, *(e.text.chars for e in list(sentences_above(view))[:8]))
    return any(re.search(rf"[jJ](?:ump)?{_INDEX}\s*=\s*[jJ](?:ump)?{_ONE_LESS}", text) for text in texts)


def _in_words(view: View) -> Iterator[Reading]:
    """The sum of the dilations plus 1, in words."""
    text = flat(view.sentence)
    found = _DILATION_SUM.search(text)
    if found is None or not words("topic").search(text):
        return
    for factor, pattern in (("(K - 1)*", r"\s*(?:に|へ)?\s*\(?\s*(?:カーネル[^。+]{0,8}|[kKr]|kernel size)\s*[-−]\s*1\s*\)?\s*を?(?:掛け|かけ|乗じ)[^。]{0,6}"), ("", "")):
        more = re.match(rf"{pattern}\s*(?:に|へ|\+|plus|、)*\s*(?:(\d)\s*(?:を)?\s*(?:足|加|たし|プラス)|\+?\s*(\d)(?!\d))", text[found.end() :])
        if more:
            yield Reading(f"receptive_field(dilated_causal_stack) == {factor}(2**L - 1) + {more[1] or more[2]}", found.start(), found.end() + more.end(), ("dilations 1, 2, 4, ...",), sure=True)
            return


# Plain formulas of letters

def _declared(view: View) -> dict[str, str]:
    """The letters that the sentence, else those above it, call layers or kernels; then the note's declarations."""
    if "letters of stacks" not in view.kept:
        found = {x: r for x, r in view.letters.items() if r in ("layers", "kernel_size", "dilation", "stride")}
        for text in (*(flat(e) for e in _above(view)), flat(view.sentence)):
            for role, pattern in (("layers", _LAYERS), ("kernel_size", _KERNELS)):
                found |= {m["a"] or m["b"]: role for m in pattern.finditer(text)}
        found |= {x: r for x, r in told(view).items() if r in ("layers", "kernel_size", "dilation", "stride")}
        own = flat(view.sentence)
        found |= {m["a"]: "dilation" for m in _DILATED_BY.finditer(own)}
        found |= {m["a"] or m["c"]: "kernel_size" for m in _WIDE.finditer(own)}
        view.kept["letters of stacks"] = found
    return view.kept["letters of stacks"]


def _above(view: View) -> Iterator[Sentence]:
    """The sentences above that may say what letters mean, the farthest first."""
    outline, s = view.outline, view.sentence
    for block in range(max(0, s.block - FAR), s.block + 1):
        yield from (e for e in outline.sentences[block] if e.cell is None and (block < s.block or e.number < s.number))


def _lettered(view: View, span: Span) -> Reading | None:
    value = extent_of(span, _declared(view))
    if value is None or not symbols(value) or (span.atomic and not span.formula.relations):
        return None
    text = flat(view.sentence)
    left = span.formula.sides[0] if span.formula.relations else None
    if isinstance(left, Sym) and not _FIELD.match(left.name):
        return None
    around = text[max(0, span.start - 60) : span.end + 24]
    near = words("topic").search(around) or re.search(r"effective|実効|\bextent\b|\beff\b", around) or words("sees_before").search(around) or "見" in text[span.end : span.end + 12] or _SEEN.search(text[max(0, span.start - 12) : span.end + 14])
    near = near or (view.bare and _says(view))
    grows = (span.formula.relations == ("=",) or re.search(r"(?:は|が|で|と|なら|ば|:|→|is|to|\bsides?(?: of)?|\bwidth(?: of)?|\bextent(?: of)?|一辺|幅)\s*$", text[: span.start].rstrip("$ "))) and any(
        _declared(view).get(x, _ROLE.get(x)) == "layers" for x in symbols(value)
    )
    if any(re.search(rf"(?<![A-Za-z]){x}\s*\$?\s*(?:times\b|回)", text) for x in symbols(value)):
        return None  # how often something is done, no size of a layer
    if _LIST_ENDS.search(text[: span.start]):
        return None  # the last of a list of dilations
    if _INCREMENT_AFTER.match(text, span.end) or _INCREMENT_BEFORE.search(text[: span.start]):
        return _increment(view, value, span)
    if _NOT_FIELD.search(around) and not words("topic").search(text[max(0, span.start - 40) : span.start]):
        return None
    if not (near or (grows and spoken(view, text))):
        return None
    return _formula(view, value, span)


_LIST_ENDS = re.compile(r"(?:…|\.{2,3}|⋯|\\[lcd]?dots)\s*[,、]?\s*\$?\s*$")
_INCREMENT_AFTER = re.compile(r"\s*\$?\s*(?:画素|サンプル|点|pixels?|samples?)?\s*(?:分)?(?:だけ|ずつ)\s*(?:広|増|伸|大き|加|足)|\s*\$?\s*(?:more )?(?:pixels|samples|inputs)? (?:more|further|wider)\b")
_INCREMENT_BEFORE = re.compile(r"\b(?:adds?|(?:grow|increas|widen|extend|enlarg|gain)\w*(?:\s+\w+){0,4}?\s+by|gains?|adding)\s*(?:only |exactly |just |another )?\$?\s*$", re.IGNORECASE)


def _increment(view: View, value: Node, span: Span) -> Reading | None:
    """By so much one more layer widens the field: by (k - 1)d."""
    roles = _roles(view, symbols(value))
    if roles is None or not set(roles.values()) <= {"kernel_size", "dilation"} or "kernel_size" not in roles.values():
        return None
    where = ", ".join(f"{x} = {r}" for x, r in roles.items())
    dilated = "" if "dilation" in roles.values() else ", dilation=1"
    sure = not words("epistemic").search(flat(view.sentence)) and (bool(dilated) is False or not is_dilated(view)) and not re.search(r"stride|ストライド|pool|プーリング", flat(view.sentence), re.IGNORECASE)
    return Reading(f"receptive_field(conv1d{dilated}) - 1 == {to_text(value)} where {where}", span.start, span.end, ("what a layer adds",), sure=sure, subject="conv1d")


def extent_of(span: Span, declared: Mapping[str, str] | None = None) -> Node | None:
    """The extent in a formula: its last side, the square's one side."""
    shape = span.formula.shape
    if shape and len(span.formula.sides) == 1:
        product = sorted(x.name.lower() for x in shape if isinstance(x, Sym)) in (["d", "k"], ["d", "f"]) and not span.formula.member
        product = product or {(declared or {}).get(x.name) for x in shape if isinstance(x, Sym)} in ({"dilation", "kernel_size"}, {"layers", "kernel_size"})
        return span.formula.value if product else shape[0] if len(shape) == 2 and shape[0] == shape[1] else None
    return span.formula.sides[-1] if span.formula.relations in ((), ("=",)) else None


def _roles(view: View, letters: tuple[str, ...]) -> dict[str, str] | None:
    declared = _declared(view)
    roles = {x: declared.get(x) or _ROLE.get(x, "") for x in letters}
    unknown = [x for x in letters if not roles[x]]
    if len(unknown) == 1 and len(letters) > 1 and "kernel_size" not in roles.values() and unknown[0] not in "srSR":
        roles[unknown[0]] = "kernel_size"
    if "r" in roles and not roles["r"]:
        roles["r"] = "kernel_size" if {"dilation", "layers"} & set(roles.values()) else "dilation"
    return roles if all(roles.values()) and len(set(roles.values())) == len(roles) else None


def _formula(view: View, value: Node, span: Span) -> Reading | None:
    roles = _roles(view, symbols(value))
    if roles is None or "stride" in roles.values() or (isinstance(value, Sym) and roles[value.name] not in ("kernel_size", "layers")):
        return None
    found = set(roles.values())
    text = flat(view.sentence)
    leads = [flat(e) for e in (*view.leads()[:2], *_term(view))]
    undilated = bool(words("undilated").search(text)) or any(words("undilated").search(e) for e in leads)
    dilated = (is_dilated(view) or context_of(view).merged().dilated or gathered(text).dilated or any(gathered(e).dilated for e in leads)) and not undilated
    sure = True
    if "dilation" in found:
        kernel, sure = (0, True) if "kernel_size" in found else _kernel(view, text)
        subject, fixed, sure = "conv1d", f", kernel_size={kernel}" if kernel else "", sure and bool(kernel or "kernel_size" in found)
    elif "layers" in found:
        subject = "dilated_causal_stack" if dilated else "conv_stack"
        if "kernel_size" in found:
            fixed = ""
        else:
            kernel, sure = _kernel(view, text)
            fixed = f", kernel_size={kernel}" if kernel else ""
    else:
        subject, fixed = "conv1d", ", dilation=1"
        sure = len(found) > 1 or bool(re.search(r"(?:1|一|single|one)\s*(?:層|つの層|layer|conv)", text))
    where = ", ".join(f"{x} = {r}" for x, r in roles.items())
    alternatives = (f"receptive_field(conv_stack{fixed}) == {to_text(value)} where {where}",) if subject == "dilated_causal_stack" and not _powers(value) else ()
    named = view.in_families(span.start, "dilated", "wavenet", "causal", "stack", "convolution")
    return Reading(
        f"receptive_field({subject}{fixed}) == {to_text(value)} where {where}", span.start, span.end,
        inherited_note(named, view) if named else (), alternatives, sure=sure,
    )  # fmt: skip


def _kernel(view: View, text: str) -> tuple[int, bool]:
    """The kernel that a formula in the number of layers is about, and whether it is beyond doubt."""
    own = gathered(text, 0, None, squares_in(text)).size
    if own or (own := _square_of(text)):
        return own, True
    if before := _said_before(view):
        return before, True
    for lead in (*view.leads()[:2], *_term(view)):
        if size := said_in(lead, partial(kernel_letters, view)).size:
            return size, True
    context = context_of(view)
    return context.merged().size, context.agrees()


_SMALL_SQUARE = re.compile(r"(?<![\d.x×*])(\d{1,2})\s*(?:[x×*]|\\times)\s*\1(?!\d|\s*(?:[x×*]|\\times)\s*\d)")
_STACKED_ONLY = re.compile(r"だけ|のみ|ばかり|\bonly\b|\ball\b|\bnothing but\b", re.IGNORECASE)
LARGEST_KERNEL = 11


def _square_of(text: str) -> int:
    """The one kernel that a sentence tells as a square: all the filters are 3x3."""
    found = {int(k) for k in _SMALL_SQUARE.findall(text)}
    return found.pop() if len(found) == 1 and max(found) <= LARGEST_KERNEL else 0


def _said_before(view: View) -> int:
    """The kernel of which alone, as the sentence right before says, the layers are: 3x3 だけを積む."""
    s = view.sentence
    before = flat(view.outline.sentences[s.block][s.number - 1]) if s.number and s.cell is None else ""
    return _square_of(before) if _STACKED_ONLY.search(before) else 0


def _term(view: View) -> list[Sentence]:
    """The short block before, without a full stop: the term that this one explains."""
    at = view.sentence.block - 1
    before = view.outline.sentences[at] if at >= 0 and view.outline.blocks[at].kind in ("text", "item") else []
    return before if len(before) == 1 and len(before[0].words) < 60 and not before[0].words.rstrip().endswith(("。", ".")) else []


def _powers(node: Node) -> bool:
    """Whether a number is raised to a letter: an extent that grows exponentially."""
    match node:
        case Bin("**" | "^", Num(), right):
            return bool(symbols(right))
        case Bin(_, left, right):
            return _powers(left) or _powers(right)
        case _:
            return False
