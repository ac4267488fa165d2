"""Channels along a flow: so many into layer n, out of a block, behind a transition, after things were put side by side.

The place is found first (a layer's number, a transition, a word of joining, an expansion), then the number that is
claimed there, then the sizes that it comes from: those of the sentence or its row, else of the lines just above, each by
its role, wherever it stands. A sentence that speaks of two places is left to the readers of either.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from .. import patterns as re
from ..reading import Reading, View
from ..sizes.counting import plain
from ..sizes.setting import sentences_above
from ..text.numerals import NUMERALS
from ..text.sentences import Sentence
from ..vocabulary import family
from .block_sizes import ORDINALS, RATES
from .sites import acts

_UNIT = r"(?:output |input |feature )?(?:チャン?ネル|ch\b|枚|次元|channels?\b|maps?\b|features?\b|feature maps?\b|filters\b)"
_COUNT = re.compile(rf"(?<![\d.,x*/A-Za-z])(\d{{1,4}})(?:\s*|-){_UNIT}", re.IGNORECASE | re.ASCII)
_BARE = re.compile(r"(?<![\d.,x*/A-Za-z])(\d{1,4})(?![\d.]|\s*[x*/]|\s*(?:層|段|layers?))", re.IGNORECASE)
_LIST = re.compile(rf"\d{{1,4}}(?:\s*(?:,|、|・|\+|and|と)+\s*\d{{1,4}}){{2,6}}\s*(?:{_UNIT})", re.IGNORECASE | re.ASCII)
_SEVERAL = re.compile(rf"([2-6])\s*(?:つ|枚|個|本)の\s*(\d{{1,4}})\s*{_UNIT}|\b(two|three|both|[2-6])\s+(?:feature )?(?:maps? (?:of|with) )?(\d{{1,4}})[- ]{_UNIT}", re.IGNORECASE | re.ASCII)
_INCEPTION = re.compile(r"inception|googlenet|インセプション", re.IGNORECASE)
_SHAPE = re.compile(r"(?<![\d.x])(\d{1,4})\s*x\s*(\d{1,4})\s*x\s*(\d{1,4})(?!\s*x|\d)")
_RESULT = re.compile(r"(?:=|→|->|⇒)\s*(\d{1,4})(?![\d.]|\s*(?:→|->|⇒))")
_RATE = re.compile(r"(?:成長率|増加率|growth[- ]?rate)\s*(?:\(?\s*k\s*\)?)?\s*(?:を|が|は|の|=|:|：|of|is)?\s*(\d{1,4})(?![\d.])|(?<![A-Za-z\d])[kg]\s*(?:=|が|は|を)\s*(\d{1,4})(?![\d.])", re.IGNORECASE)
_FIRST = re.compile(r"(?<![A-Za-z])[kcKC]_?\{?0\}?\s*(?:=|が|は)\s*(\d{1,4})", re.IGNORECASE)
_INTO = re.compile(
    rf"(?:入力|入り?口)(?:特徴(?:マップ|量)?)?(?:の)?(?:チャン?ネル数?)?\s*(?:が|は|の|を|に|:|：)?\s*(\d{{1,4}})\s*{_UNIT}|(\d{{1,4}})\s*{_UNIT}\s*(?:の入力|で入|から(?:始|はじ|スタート)|を入力|が入)"
    rf"|with (\d{{1,4}})\s*{_UNIT} (?:coming|going) in|(?:input|inputs|receives?|fed|takes?|starts? (?:from|with|at)|enters? with|from|in:)\s+(?:of\s+|has\s+|with\s+|:\s*)?(\d{{1,4}})\s*{_UNIT}|(\d{{1,4}})[- ](?:channel|ch)\s+input|(\d{{1,4}})\s+(?:input\s+)?channels\s+(?:in\b|enter|go(?:es)? in|come in|at the input)|input (\d{{1,4}}) {_UNIT}",
    re.IGNORECASE | re.ASCII,
)
_LAYERS = re.compile(r"(?<![\d.x第])(\d{1,3})\s*(?:つの|個の)?\s*層(?!目|ごと|につき|あたり)|\b(\d{1,3})[- ](?:\w+[- ])?layers?\b|(?<![A-Za-z])L\s*=\s*(\d{1,3})", re.IGNORECASE)
_NTH = re.compile(r"(?:第\s*)?(\d{1,3})\s*(?:層目|番目の層)|第\s*(\d{1,3})\s*層|\b(\d{1,3})(?:st|nd|rd|th)\s+layer|\blayer\s+(?:number\s+|no\.?\s*)?(\d{1,3}|" + "|".join(n for n in NUMERALS if n.isascii()) + r")\b|\bthe (" + "|".join(ORDINALS) + r") (?:\w+ )?layer\b", re.IGNORECASE)
_ENTERS = re.compile(r"入力|入[るっ]|受け|届|もら|\binput|\btakes?\b|\breceiv|\bsees?\b|\bgets?\b|\breads?\b|\bfed\b|\bin ch", re.IGNORECASE)
_LEAVES = re.compile(r"出力|出[るた]|の後|まで|通|\boutput|\bafter\b|\bputs out\b|\bout ch", re.IGNORECASE)
_THETA = re.compile(r"(?:圧縮率|圧縮係数|θ|theta|compression(?:\s+(?:factor|rate))?)\s*(?:\(?θ\)?)?\s*(?:=|が|は|を|of|is|:|：)*\s*(0?\.\d{1,3}|1\s*/\s*\d)", re.IGNORECASE)
_TRANSITION = re.compile(r"transition|トランジション|遷移層|θ", re.IGNORECASE)
_EXPANSION = re.compile(r"(?:expansion (?:factor|ratio|rate)|拡張率|拡大率|拡張係数|膨張率|(?<![A-Za-z])t)\s*(?:\(?\s*t\s*\)?)?\s*(?:=|が|は|を|of|is|:|：|\s)*\s*(\d{1,2})(?![\d.])", re.IGNORECASE)
_WIDENED = re.compile(r"hidden|expan\w+|inner|middle|widen\w*|中間|拡張|広げ|隠れ|増やし", re.IGNORECASE)
_NARROWED = re.compile(r"\bthen\b|その後|戻|project\w*|射影|back", re.IGNORECASE)
_WHOLE = re.compile(r"出力|出口|出て|抜け|通す|通る|通った|最終|全体|合計|終わ|classifier|分類|\boutput|\bout\b|\bleav\w+|\bafter\b|\bend\w*|\btotal|\bgives?\b|\byields?\b|\bproduc\w+|\bresult\w*|→|⇒|->", re.IGNORECASE)
_SUPPOSED = re.compile(r"もし|だったら|としたら|(?:でき|足せ|成り立た)な|\b(?:if|had|would|could|cannot|can't)\b", re.IGNORECASE)
_NEXT = 5  # sentences above that give sizes


@dataclass(frozen=True)
class _Claimed:
    """A number of channels that is claimed: its value and its place."""

    value: int
    start: int
    end: int


def read(view: View) -> Iterator[Reading]:
    """The number of channels that the sentence claims at a place of the flow."""
    s = view.sentence
    if view.outline.blocks[s.block].kind in ("heading", "code") or re.search(r"[?？]\s*$", s.words) or s.has("hedged") or re.search(r"(?:1|一)\s*列に", s.words):
        return
    for way in (_joined, _expanded, _layer, _compressed, _row, _block):
        if found := way(view):
            statement, claimed, notes = found
            yield Reading(statement, claimed.start, claimed.end, notes, predicate="channels_after", firm=True)
            return


_Found = tuple[str, _Claimed, tuple[str, ...]]


def _above(view: View) -> list[Sentence]:
    """The cells of its row and the lines just above, the nearest first, then the headings."""
    s, outline = view.sentence, view.outline
    row = [e for e in outline.sentences[s.block] if s.cell is not None and e.cell is not None and e.cell < s.cell]
    near = [e for e in islice(sentences_above(view), _NEXT) if (e.cell is None or e.block != s.block) and not _SUPPOSED.search(e.words)]
    if s.cell is not None:
        near = [e for e in near if e.cell is None]
    return [*row[::-1], *near, *(e for h in outline.headings(s.block) for e in outline.sentences[h])]


def _given(view: View, *patterns: re.Pattern[str], until: int | None = None) -> int | None:
    """The size that the sentence (up to a place), else the nearest line above gives."""
    for e in (view.sentence, *_above(view)):
        text = plain(e.text.chars)
        for pattern in patterns:
            if found := pattern.search(text[:until] if e is view.sentence else text):
                text = next(g for g in found.groups() if g).lower()
                return int(text) if text.isdigit() else NUMERALS.get(text)
    return None


_LABELLED = re.compile(r"チャン?ネルの?数\s*(?:は|が|:|：|=)?\s*(\d{1,4})(?![\d.,]|\s*[x*/+(-]|\s*(?:チャン?ネル|ch\b|枚))")


def _counts(s: Sentence, start: int = 0) -> list[_Claimed]:
    text = plain(s.text.chars)
    found = [*_COUNT.finditer(text), *_LABELLED.finditer(text)]
    return sorted((_Claimed(int(m[1]), m.start(1), m.end()) for m in found if m.start() >= start), key=lambda c: c.start)


def _about(view: View, *kinds: str) -> bool:
    """Whether the sentence, or what stands above it, is about such a network and names no other."""
    named = view.subject(len(view.sentence.words), lambda name: family(name) in ("dense", "residual", "mobilenet", "system", "wavenet"))
    return named is not None and family(named.subject) in kinds


def _joined(view: View) -> _Found | None:
    """512 and 512 channels side by side: 1024 after that; four branches of so many; two of 64 that are added: 64."""
    s = view.sentence
    text = plain(s.text.chars)
    said = [a.tag for a in acts(s) if a.tag in ("concat", "add")]
    act = "concat" if not said and _INCEPTION.search(text) else said[0] if said and len(set(said)) == 1 else ""
    if len(re.findall(r"→|->|⇒", text)) > 2:
        return None  # layers in a row: what is joined stands in one of them
    if not act or re.search(r"成長率|growth|(?<![A-Za-z])k\s*=|層|ずつ|新し|\bnew\b|\beach\b|\bevery\b", text, re.IGNORECASE):
        return None
    parts, claimed = _parts(text)
    if claimed and not parts:
        parts = next((p for e in _above(view)[:2] if len(p := _parts(plain(e.text.chars), False)[0]) >= 2), [])
    if claimed is None or len(parts) < 2:
        return None
    if act == "add":
        return (f"channels_after(residual_block, in_channels={parts[0]}) == {claimed.value}", claimed, ()) if len(set(parts)) == 1 else None
    return f"{' + '.join(map(str, parts))} == {claimed.value}", claimed, ("what is put side by side",)


def _parts(text: str, claims: bool = True) -> tuple[list[int], _Claimed | None]:
    """The channels of what is joined, in a list, by their number or one by one; and the last number, which is claimed."""
    counts = [(int(m[1]), m.start(1), m.end()) for m in _COUNT.finditer(text)]
    listed = _LIST.search(text)
    parts = [int(n) for n in re.findall(r"\d+", listed[0])] if listed else []
    rest = [c for c in counts if not (listed and listed.start() <= c[1] < listed.end())]
    if not parts and (several := _SEVERAL.search(text)):
        number = next(g for g in several.groups()[::2] if g)
        parts = [int(next(g for g in several.groups()[1::2] if g))] * (int(number) if number.isdigit() else {"two": 2, "three": 3, "both": 2}.get(number.lower(), 2))
        rest = [c for c in rest if c[1] >= several.end()]
    if not parts and not claims:
        return [c[0] for c in counts], None
    if not parts and len(rest) == 3 and not _ANOTHER.fullmatch(text[rest[1][2] : rest[2][1]]):
        parts, rest = [c[0] for c in rest[:2]], rest[2:]
    bare = [] if rest or not parts else [(int(m[1]), m.start(1), m.end(1)) for m in _BARE.finditer(text) if m.start() >= (listed.end() if listed else 0)][-1:]
    claimed = rest[:1] if not parts else (rest or bare)[:1]
    if len(rest) > 2 or (not parts and not re.search(r"直後|結合後|連結後|after|\bthen\b", text)):
        return parts, None
    return parts, _Claimed(*claimed[0]) if claimed else None


_ANOTHER = re.compile(r"[^。.;=→⇒]{0,3}(?:と|、|,|および|\band\b)[^。.;=→⇒]{0,16}", re.IGNORECASE)  # one more that is joined, not what comes of it


def _expanded(view: View) -> _Found | None:
    """Six times 32 channels inside an inverted residual."""
    s = view.sentence
    text = plain(s.text.chars)
    factor = _given(view, _EXPANSION)
    word = _WIDENED.search(text)
    if factor is None or word is None or not any(re.search(r"mobile-?net|inverted|逆残差|反転残差|expan|拡張", e.words, re.IGNORECASE) for e in (s, *_above(view))):
        return None
    own = [c for c in _counts(s) if not _EXPANSION.match(text, c.start)]
    first = _given(view, _INTO) if len(own) < 2 else own[0].value
    first = first or next((c[-1].value for e in _above(view) if (c := _counts(e))), None)
    rest = own[1:] if len(own) > 1 and first == own[0].value else own
    narrowed = _NARROWED.search(text)
    claimed = next((c for c in rest if c.start > word.start() - 30 and not (narrowed and narrowed.start() < c.start)), None)
    if first is None or claimed is None or claimed.value == first:
        return None
    return f"{factor}*{first} == {claimed.value}", claimed, ("the expansion of an inverted residual",)


def _sizes(view: View, until: int | None = None) -> tuple[int, int] | None:
    """The channels that enter a dense block, and its growth rate."""
    first = _given(view, _FIRST, until=until) or _given(view, _INTO, until=until)
    rate = _given(view, _RATE, RATES)
    return (first, rate) if first and rate else None


def _layer(view: View) -> _Found | None:
    """132 channels into layer 10."""
    s = view.sentence
    text = plain(s.text.chars)
    places = list(_NTH.finditer(text))
    if len(places) != 1 or re.search(r"\bblock\s*\d|ブロック\s*\d", text) or not _about_dense(view):
        return None
    said = next(g for g in places[0].groups() if g).lower()
    number = ORDINALS.get(said) or NUMERALS.get(said) or int(said)
    if block := re.search(r"(?:[,;、]|\band\b)[^,;、]{0,8}(?:\bthe (?:whole )?block\b|ブロック)", text[places[0].end() :]):
        text = text[: places[0].end() + block.start()]  # what is said of the whole block is another claim
    enters, leaves = _ENTERS.search(text, places[0].end()), _LEAVES.search(text, max(0, places[0].start() - 10))
    sizes = _sizes(view, places[0].start())
    claimed = [c for c in _counts(s, places[0].end()) if c.end <= len(text) and not _RATE.search(text[max(0, c.start - 12) : c.end])]
    if sizes is None or number < 1 or len(claimed) != 1 or bool(enters) == bool(leaves):
        return None
    if leaves and re.search(r"新し|new\b|だけ|own", text):
        return None
    layers = number - 1 if enters else number
    others = f"channels_after(dense_block, in_channels={sizes[0]}, growth_rate={sizes[1]}, layers={layers}) == {claimed[0].value}"
    return others, claimed[0], ()


def _about_dense(view: View) -> bool:
    """Whether DenseNet is spoken of, or a growth rate is given: nothing else has one."""
    return _about(view, "dense") or (_given(view, _FIRST) is not None and _given(view, _RATE) is not None)


def _compressed(view: View) -> _Found | None:
    """128 channels, or 28x28x128, behind a transition that has 256 in and θ = 0.5."""
    s = view.sentence
    text = plain(s.text.chars)
    row = [e for e in view.outline.sentences[s.block] if s.cell is not None and e.cell is not None and e.cell < s.cell]
    spoken = " ".join(plain(e.text.chars) for e in (s, *row))
    own = _TRANSITION.search(spoken)
    led = s.number == 0 and not own and re.match(r"\s*(?:出力|output|out\b|ここ|→)", text, re.IGNORECASE) and any(_TRANSITION.search(plain(e.text.chars)) for e in _above(view)[:1])
    theta = next((m for e in (s, *_above(view)) if (m := _THETA.search(plain(e.text.chars)))), None)
    if theta is None or not (own or led) or any(m.tag == "dense_block" and m.start > (own.start() if own else 0) for m in s.subjects):
        return None
    shapes = list(_SHAPE.finditer(text))
    if len(shapes) == 1:
        return _compressed_shape(view, shapes[0], theta[1])
    counts = _counts(s) or ([_Claimed(int(m[1]), m.start(1), m.end(1)) for m in _BARE.finditer(text)] if s.cell and len(text.strip()) < 8 else [])
    counts = [c for c in counts if not _INTO.search(text[max(0, c.start - 12) : c.end + 6]) or len(counts) == 1]
    if len(counts) != 1 or re.search(r"\d{2,4}\D{0,12}(?:→|->|⇒|から|\bto\b|\binto\b)\D{0,8}$", text[: counts[0].start], re.IGNORECASE):
        return None  # what goes in stands in the sentence itself
    first = next((n for e in _above(view)[:3] if (n := _last_count(e))), None)
    if s.cell is not None and row:
        first = _last_count(row[-1]) if s.cell == max(e.cell or 0 for e in view.outline.sentences[s.block]) else None
    if first is None:
        return None
    return f"channels_after(transition_layer, in_channels={first}, compression={_fraction(theta[1])}) == {counts[0].value}", counts[0], ()


def _compressed_shape(view: View, shape: re.Match[str], theta: str) -> _Found | None:
    before = next((m for e in _above(view)[:3] for m in [*_SHAPE.finditer(plain(e.text.chars))][-1:]), None)
    if before is None or re.search(r"入力|\binput", view.sentence.words[: shape.start()]):
        return None
    inside = f"height={before[1]}, width={before[2]}, in_channels={before[3]}, compression={_fraction(theta)}"
    text = f"output_shape(transition_layer, {inside}) == ({shape[1]}, {shape[2]}, {shape[3]})"
    return text, _Claimed(int(shape[3]), shape.start(), shape.end()), ()


def _last_count(e: Sentence) -> int | None:
    text = plain(e.text.chars)
    counts = [int(m[1]) for m in _COUNT.finditer(text)]
    if not counts and len(text.strip()) < 8 and (alone := _BARE.search(text)):
        return int(alone[1])
    return counts[-1] if counts else None


def _fraction(text: str) -> str:
    text = text.replace(" ", "")
    digits = text.split(".")[-1]
    return text if "/" in text else f"{int(digits)}/{10 ** len(digits)}"


_HEADS = (
    ("layers", re.compile(r"層数|\blayers\b|(?<![A-Za-z])(?-i:L)(?![A-Za-z])", re.IGNORECASE)),
    ("nth", re.compile(r"^\s*(?:第?.?層|層目|layer(?: (?:no|number|of).{0,16})?|l|ℓ)\s*$", re.IGNORECASE)),
    ("joined", re.compile(r"[連結]結後|合わせて|累計|after (?:the )?concat\w*|concatenated|joined", re.IGNORECASE)),
    ("in", re.compile(r"入力|入る|\bin(?:puts?|coming)?\b|\bfrom\b", re.IGNORECASE | re.ASCII)),
    ("new", re.compile(r"結合前|新し|追加|増|\bnew\b|\badds?\b|\bown\b|before concat", re.IGNORECASE)),
    ("out", re.compile(r"出力|出る|\bout(?:puts?|going)?\b|\bto\b", re.IGNORECASE | re.ASCII)),
)  # fmt: skip


def _row(view: View) -> _Found | None:
    """A row of a table of blocks (layers, channels in, channels out) or of layers (which, channels in)."""
    s, outline = view.sentence, view.outline
    header = outline.blocks[s.block].header
    if not s.cell or header is None or not (alone := re.fullmatch(r"\D{0,2}(\d{1,4})\D{0,3}", plain(s.text.chars))):
        return None
    roles = {e.cell: next((name for name, head in _HEADS if head.search(e.words)), "") for e in outline.sentences[header]}
    row = {roles.get(e.cell): int(m[1]) for e in outline.sentences[s.block] if (m := re.fullmatch(r"\D{0,2}(\d{1,4})\D{0,3}", plain(e.text.chars)))}
    around = [e for e in outline.sentences_of_section(s.block) if e.cell is None] + [e for h in outline.headings(s.block) for e in outline.sentences[h]]
    dense = any(family(m.tag) == "dense" for e in around for m in e.subjects)
    rate = next((int(next(g for g in m.groups() if g)) for e in around if (m := _RATE.search(plain(e.text.chars)))), None)
    if rate is None or not dense:
        return None
    claimed = _Claimed(int(alone[1]), alone.start(1), alone.end(1))
    role, first = roles.get(s.cell), row.get("in")
    if role == "out" and first and "layers" in row:
        return f"channels_after(dense_block, in_channels={first}, growth_rate={rate}, layers={row['layers']}) == {claimed.value}", claimed, ()
    if role == "joined" and "nth" in row and (start := _of_first_row(view, header, _cell_of(roles, "in"))):
        return f"channels_after(dense_block, in_channels={start}, growth_rate={rate}, layers={row['nth']}) == {claimed.value}", claimed, ()
    if role == "in" and row.get("nth", 0) > 1 and (start := _of_first_row(view, header, s.cell)):
        return f"channels_after(dense_block, in_channels={start}, growth_rate={rate}, layers={row['nth'] - 1}) == {claimed.value}", claimed, ()
    return None


def _cell_of(roles: dict[int | None, str], role: str) -> int:
    return next((cell for cell, name in roles.items() if name == role and cell is not None), 0)


def _of_first_row(view: View, header: int, cell: int) -> int | None:
    """What enters the first layer of the table."""
    outline = view.outline
    first = [e for b in range(header + 1, view.sentence.block + 1) if outline.blocks[b].header == header for e in outline.sentences[b]][: cell + 1]
    number = next((m for e in first if e.cell == cell and (m := _BARE.search(plain(e.text.chars)))), None)
    return int(number[1]) if number and first[0].words.strip() == "1" else None


_EXIT = re.compile(r"(?:出口|ブロックの(?:出力|後|あと))(?:の?チャン?ネル数)?(?:は|で|：|:|では|が)(?![^。]*(?:半分|圧縮|増え))|\b(?:block outputs?|block puts out|(?:comes?|came) out of the block|leaves? the block(?: with)?)\b(?![^.]*\b(?:half|compress|new)\w*)", re.IGNORECASE)


def _block(view: View) -> _Found | None:
    """What comes out of a whole block, its sizes in the lines above."""
    s = view.sentence
    text = plain(s.text.chars)
    if _NTH.search(text) or _TRANSITION.search(text) or not _WHOLE.search(text) or not _about_dense(view) or s.cell is not None:
        return None
    sizes, layers = _sizes(view), _given(view, _LAYERS)
    into = _INTO.search(text)
    if sizes is None or layers is None or _given_here(text) or (into and not _EXIT.search(text, into.end())):
        return None
    start = _EXIT.search(text, into.end()).start() if into else 0  # type: ignore[union-attr] - looked at before
    results = [_Claimed(int(m[1]), m.start(1), m.end(1)) for m in _RESULT.finditer(text) if m.start() >= start]
    counts = results or [c for c in _counts(s, start) if c.value not in (sizes[1],)]
    if len(counts) != 1:
        return None
    return f"channels_after(dense_block, in_channels={sizes[0]}, growth_rate={sizes[1]}, layers={layers}) == {counts[0].value}", counts[0], ()


def _given_here(text: str) -> bool:
    """Whether the sentence speaks of one layer, or tells what is new: not what comes out of the block."""
    return bool(re.search(r"各層|1層|一層|新し|増え|1枚|一枚|ごと|\b(?:each|every|per|one) layer|\bnew\b|\badds?\b|\bmore\b|途中|中間|真ん中", text, re.IGNORECASE))
