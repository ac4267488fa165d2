"""PixelCNN: what masks A and B do with the centre, in which layers they stand, in which order the pixels come."""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..reading import Reading, View
from ..vocabulary import family

_MASK = re.compile(r"(?:マスク|mask|タイプ|type)\s*(?:type\s*)?[「『\"'“]?([AB])(?![A-Za-z])|(?<![A-Za-z])([AB])\s*(?:マスク|タイプ|masks?\b|型)", re.IGNORECASE)
_SUPPOSED = re.compile(r"にすると|にしたら|すれば|なら[、ば]|考えよ|\bif\b|\bwould\b|otherwise", re.IGNORECASE)
_LETTER = re.compile(r"(?<![A-Za-z])([AB])(?=\s*(?:は|を|も|が|：|:|に|で|だけ|。|、|\s(?:is|hides|keeps|lets|in|only|for)\b)|\.?\s*$)()")
_CENTRE = re.compile(r"中心|中央|真ん中|自分|自身|現在の?(?:画素|位置|ピクセル)|注目(?:画素|位置)|\b(?:cent(?:re|er)|itself|current|own|self)\b", re.IGNORECASE)
_EXCEPT = re.compile(r"\bexcept|\bapart from\b|\bother than\b|\bbut not\b|\bsave for\b|以外|を除|だけが(?:違|ちが|異な)", re.IGNORECASE)
_BESIDE = re.compile(
    r"(?:above|below|beside|left of|right of|around|before|after|past|up to)\s+(?:the\s+)?(?:cent(?:re|er)|itself|current|own|self)\b(?:\s+(?:pixel|one|row))?|\b(?:cent(?:re|er)|current|own)\s+(?:row|line|column)"
    r"|(?:中心|中央|真ん中|自分|自身|現在の?(?:画素|位置|ピクセル)|注目(?:画素|位置))(?:の)?(?:画素|位置)?(?:より|から|の)(?:も)?(?:上|左|右|下|前|後|先|手前|以前|まわり|周)|(?:中心|中央|真ん中)の?(?:行|列)",
    re.IGNORECASE,
)  # where something lies, and not the centre itself
_HIDES = re.compile(r"も?\s*[0０](?![\d.])|ゼロ|零|隠|消|除|含(?:ま|め)な|見(?:え)?(?:な|ず|せな)|使わ|使え|遮|塞|禁|断[たち]|接続(?:し|でき|され)(?:な|ず|ませ)|マスクする|\b(?:hid\w*|zero\w*|exclud\w*|block\w*|remov\w*|mask(?:s|ed) out|without|not|never|cannot|can't|no access)\b", re.IGNORECASE)
_KEEPS = re.compile(r"残|含む|含め(?!な)|見(?:る|え(?!な)|て|られ(?!な))|使(?:う|え(?!な)|って)|通す|許|接続(?:する|できる|でき$|でき、|されて|を残)|つなが(?:る|って)|も\s*[1１](?![\d.])|\b(?:keep\w*|lets?|allow\w*|includ\w*|see|sees|permit\w*|retain\w*|pass\w*|uses?|connect\w*|is one|is 1)\b", re.IGNORECASE)
_FIRST = re.compile(r"一番下|最下層|いちばん下|(?:最初|[1１一]|第\s*[1１一])\s*(?:つ目の?)?(?:の)?\s*層(?:目)?(?:の?み|だけ|にだけ)?|\b(?:first|initial) (?:\w+ )?layer\b|\bonly the first\b", re.IGNORECASE)
_LATER = re.compile(r"あとは|後は|残り|\bafter(?:wards)?\b|\belsewhere\b|以降|(?:[2２二]|第\s*[2２二])\s*層目?(?:以降|から)|(?:以降|後|残り|それ以外|その後|ほか|他)の(?:全て?の|すべての)?層|\b(?:later|other|remaining|subsequent|following|all the other|rest of the|deeper|second)\s+(?:\w+ )?(?:layers?|ones)\b|\bthe rest\b", re.IGNORECASE)
_ALL = re.compile(r"(?:全て|すべて|全部|どの|全)の?層|\b(?:all|every|each)\s+(?:of the\s+)?layers?\b", re.IGNORECASE)
_ORDERS = (
    ("reverse_raster_order", re.compile(r"右下[^。、]{0,6}から[^。、]{0,6}左上|\bbottom[- ]right\b[^.]{0,24}\btop[- ]left\b", re.IGNORECASE)),
    ("column_order", re.compile(r"(?:1|一)?列(?:ごと|ずつ)|縦(?:方向)?に順|\bcolumn by column\b", re.IGNORECASE)),
    ("raster_order", re.compile(r"左上[^。、]{0,8}から[^。、]{0,8}右下|ラスタ|\braster\b|\brow by row\b|\btop[- ]left\b[^.]{0,24}\bbottom[- ]right\b|(?:1|一)?行(?:ごと|ずつ)", re.IGNORECASE)),
)  # fmt: skip


def read(view: View) -> Iterator[Reading]:
    """What the sentence says of masks and of the order of pixels."""
    s = view.sentence
    if view.outline.blocks[s.block].kind == "heading" or re.search(r"[?？]\s*$", s.words):
        return
    yield from _masks(view)
    yield from _order(view)


def _masks(view: View) -> Iterator[Reading]:
    s = view.sentence
    masks = list(_MASK.finditer(s.words))[:4]
    if not masks and _spoken_of(view):
        masks = list(_LETTER.finditer(s.words))[:4]
    if not masks or not (any(family(m.tag) == "pixelcnn" for m in s.subjects) or view.subject(0, lambda n: family(n) == "pixelcnn")):
        return
    centre = False
    if _SUPPOSED.search(s.words):
        return
    for n, mask in enumerate(masks):
        kind = (mask[1] or mask[2]).upper()
        end = masks[n + 1].start() if n + 1 < len(masks) else len(s.words)
        part = _BESIDE.sub(lambda m: " " * len(m[0]), s.words[mask.end() : end])
        found = _CENTRE.search(part)
        elided = centre and re.search(r"\bit\b|それ|\bdoes\b", part)  # mask A hides the centre, mask B lets it through
        centre = centre or bool(found)
        if found or elided:
            yield from _of_centre(kind, part, mask.start(), mask.end())
        if placed := _placed(kind, _clause_of(view, mask)) or _placed(kind, part):
            yield Reading(f"definition(masked_conv2d) == {placed}", mask.start(), mask.end(), sure=not s.has("hedged", "not") and len(masks) < 3)


def _clause_of(view: View, mask: re.Match[str]) -> str:
    """The clause in which a mask is named, without the mask."""
    start, end = view.sentence.clause(mask.start())
    return f"{view.sentence.words[start : mask.start()]} {view.sentence.words[mask.end() : end]}"


def _spoken_of(view: View) -> bool:
    """Whether masks A and B were named shortly before, so that a bare letter stands for one."""
    outline, s = view.outline, view.sentence
    before = [e for b in range(max(0, s.block - 3), s.block + 1) for e in outline.sentences[b] if b < s.block or e.number < s.number]
    return any(re.search(r"マスク|\bmasks?\b", e.words, re.IGNORECASE) for e in before[-8:])


def _of_centre(kind: str, part: str, start: int, end: int) -> Iterator[Reading]:
    """Whether the output depends on the pixel at the centre."""
    hides, keeps = _HIDES.search(part), _KEEPS.search(part)
    if _EXCEPT.search(part):
        return  # the same except for the centre: the other way round
    if bool(hides) == bool(keeps) and not (hides and keeps and hides.start() < keeps.start()):
        return
    depends = "" if keeps and not hides else "not "
    yield Reading(f"{depends}depends_on(masked_conv2d, input=present, mask={kind})", start, end, sure=not (hides and keeps))


def _placed(kind: str, part: str) -> str | None:
    """In which layers a mask is used."""
    low = kind.lower()
    first, later, every = _FIRST.search(part), _LATER.search(part), _ALL.search(part)
    if first and not later and not every:
        return "mask_a_in_the_first_layer_only" if kind == "A" else "mask_b_in_the_first_layer"
    if later and not first and not every:
        return f"mask_{low}_in_later_layers"
    if every and not first and not later:
        return f"mask_{low}_in_all_layers"
    return None


def _order(view: View) -> Iterator[Reading]:
    """Pixels come in raster order."""
    s = view.sentence
    named = view.subject(0, lambda n: family(n) == "pixelcnn")
    if named is None or (named.where and any(family(m.tag) not in ("pixelcnn", "network", "activation") and not m.weak for m in s.subjects)):
        return
    if s.cell is None and not re.search(r"画素|ピクセル|順|生成|予測|pixel|order|generat|predict|sampl|left|右", s.words, re.IGNORECASE):
        return
    for name, pattern in _ORDERS:
        if found := pattern.search(s.words):
            yield Reading(f"definition(pixelcnn) == {name}", found.start(), found.end(), sure=not s.has("hedged", "not"))
            return
