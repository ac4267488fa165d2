"""A block's characters as words and formulas: markup gone, formulas found, every character still in its place.

A formula may stand between dollars, in `\\( \\)`, in the address of an image (a formula drawn by a web service), or
plainly in the text; the last kind is found later, by `formulas.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote

from .. import patterns as re
from .flow import BLOCK_LIMIT
from .memo_style import in_verbs
from .normalize import Text, fold, fold_char, join, placed
from .said_numbers import in_signs
from .segments import Segment

MASK = "\ue000"  # stands for one character of mathematics where only words are wanted
BREAK = "\ue001"  # a line break the author set (<br>, a new line of a slide)

_TOKENS = re.compile(
    r"""(?P<display>\$\$(?P<d>[^$]{1,3000})\$\$)
      | (?P<dollar>(?<!\\)\$(?!\s*\$)(?P<m>(?:[^$\\]|\\.){1,1500}?)\$(?!\d))
      | (?P<paren>\\\((?P<p>.{1,1500}?)\\\))
      | (?P<bracket>\\\[(?P<b>[^\]]{1,3000}?)\\\])
      | (?P<environment>\\begin\{(?P<env>[a-z]{2,12}\*?)\}(?P<e>.{0,3000}?)\\end\{(?P=env)\})
      | (?P<comment><!--.{0,3000}?-->)
      | (?P<picture>!\[[^\]]{0,300}\]\((?P<url>[^()\s]{0,2000}(?:\([^()\s]{0,300}\)[^()\s]{0,1500}){0,30})[^)]{0,200}\))
      | (?P<img><img\b(?P<attributes>[^>]{0,3000})>)
      | (?P<br><br\s*/?>)
      | (?P<up><sup>(?P<upper>(?:[^<]|</?(?:i|em|b|var)>){1,60})</sup>)
      | (?P<down><sub>(?P<lower>(?:[^<]|</?(?:i|em|b|var)>){1,60})</sub>)
      | (?P<struck>~~[^~\s](?:[^~]{0,400}[^~\s])?~~|<(?P<rub>del|s|strike)>.{0,400}?</(?P=rub)>)
      | (?P<cell></?(?:li|tr|td|th|p|div|ul|ol|h[1-6]|dt|dd)\b[^>]{0,500}>)
      | (?P<tag></?[a-zA-Z][a-zA-Z0-9-]*(?:\s[^<>]{0,1000})?/?>)
      | (?P<footnote>\[\^[^\]\s]{1,30}\])
      | (?P<link>\[(?P<label>[^\[\]]{1,400})\]
            (?:\([^()\s]{0,1000}(?:\([^()\s]{0,200}\)[^()\s]{0,500})?(?:\s"[^"]{0,200}")?\)|\[[^\[\]]{0,100}\]))
      | (?P<address>https?://[^\s)>\]、。）]{1,1000})
      | (?P<code>(?P<ticks>`{1,3})(?P<c>[^`]{1,300})(?P=ticks))
      | (?P<strong>\*\*(?P<s>[^*\s](?:[^*]{0,800}[^*\s])?)\*\* | __(?P<s2>[^\s_](?:(?:[^_]|_(?!_)){0,300}[^\s_])?)__)
      | (?P<emphasis>(?<![\w\\*)\]])\*(?P<i>[^\s*](?:[^*]{0,400}[^\s*])?)\*(?![\w*(])
          | (?<![\w\\])_(?P<i2>[^\s_](?:[^_]{0,400}[^\s_])?)_(?!\w))
      | (?P<escape>\\(?P<x>[\\`*_{}\[\]()#+\-.!|<>~$&%]))
      | (?P<entity>&\#?[a-zA-Z0-9]{1,8};)
      | (?P<role>:(?:numref|label|eqref|citet?|width|cite|begin_tab|end_tab):?`[^`]{0,200}`)
    """,
    re.VERBOSE | re.DOTALL,
)
_FORMULA_ADDRESS = re.compile(
    r"(?:codecogs\.com|chart\.googleapis|latex|render/math|math\.now|tex2img|wikimedia\.org/api/rest_v1/media/math)",
    re.IGNORECASE,
)
_SOURCE = re.compile(r"""\bsrc\s*=\s*["']([^"']{1,2500})["']""", re.IGNORECASE)
_NAMED = re.compile(  # words as one side of an equation: Japanese ones, which cannot be taken for letters
    r"(?:\s|\$\$|\\\[)*(?:\\begin\{[a-z]{2,12}\*?\}\s*)?&?\s*\\(?:text|mathrm|textrm|textbf|mbox|rm)\s*\{\s*"
    r"(?P<name>[^{}$\\=]{0,40}[\u3040-\u30ff\u3400-\u9fff][^{}$\\=]{0,40}?)\s*\}\s*(?:&\s*)?=\s*(?:&\s*)?"
)


@dataclass(frozen=True)
class Passage:
    """A block's cleaned text and the spans of it that are marked as mathematics."""

    text: Text
    math: tuple[tuple[int, int], ...]

    @property
    def words(self) -> str:
        """The text with every character of mathematics masked; as long as the text."""
        chars = list(self.text.chars)
        for a, b in self.math:
            chars[a:b] = MASK * (b - a)
        return "".join(chars)


class _Builder:
    def __init__(self) -> None:
        self.parts: list[Text] = []
        self.math: list[tuple[int, int]] = []
        self.length = 0

    def add(self, text: Text) -> None:
        self.parts.append(text)
        self.length += len(text)

    def equation(self, text: Text) -> None:
        """A formula; the words that name its left side are words: \\text{計算量} = HWK^2C is 計算量 = $HWK^2C$."""
        named = _NAMED.match(text.chars)
        if named is not None:
            self.add(in_verbs(text[named.start("name") : named.end("name")]))
            self.add(placed(" = ", text.origin[named.end() - 1]))
            text = text[named.end() :]
        self.formula(text)

    def formula(self, text: Text) -> None:
        if text.chars.strip():
            self.math.append((self.length, self.length + len(text)))
            self.add(text)


def passage(segments: list[Segment], display: bool = False) -> Passage:
    """The cleaned text of a block's segments (`display`: all of it is mathematics).

    >>> p = passage([Segment("**入力**: $H \\\\times W$ と ５\\\\*5", 0)])
    >>> p.text.chars, p.math
    ('入力: H \\\\times W と 5*5', ((4, 14),))
    """
    builder = _Builder()
    segments = _joined(segments)
    for segment in segments:
        if display:
            builder.equation(_plain(segment))
        else:
            _inline(segment, builder, 0)
    return Passage(join(builder.parts), tuple(builder.math))


def _joined(segments: list[Segment]) -> list[Segment]:
    """One segment for all lines of a block, so that a formula or a link may run over a line's end."""
    if len(segments) < 2:
        return [s.cut(0, BLOCK_LIMIT) for s in segments]
    raw: list[str] = []
    offsets: list[int] = []
    for segment in segments:
        places = segment.offsets or range(segment.start, segment.start + len(segment.raw))
        if raw:
            raw.append("\n")
            offsets.append(offsets[-1] if offsets else segment.start)
        raw.append(segment.raw)
        offsets.extend(places)
    text = "".join(raw)[:BLOCK_LIMIT]
    return [Segment(text, offsets[0] if offsets else segments[0].start, tuple(offsets[: len(text)]))]


def _plain(segment: Segment) -> Text:
    return fold(segment.raw.replace("\n", " "), segment.start, segment.offsets)


def _words(segment: Segment) -> Text:
    """Folded words; a line end between Japanese characters is nothing, between Latin words a blank."""
    raw = re.sub(r"(?<=[\u3000-\u9fff])\n(?=[\u3000-\u9fff])", "\u200b", segment.raw).replace("\n", " ")
    return in_verbs(in_signs(fold(raw.replace("\\\u200b", " \u200b"), segment.start, segment.offsets)))


def _inline(segment: Segment, builder: _Builder, depth: int) -> None:
    """Take a segment apart; emphasis and links are opened (to a small depth) and their inside taken apart too."""
    position = 0
    for found in _TOKENS.finditer(segment.raw):
        builder.add(_words(segment.cut(position, found.start())))
        _token(found, segment, builder, depth)
        position = found.end()
    builder.add(_words(segment.cut(position)))


def _token(found: re.Match[str], segment: Segment, builder: _Builder, depth: int) -> None:
    kind = found.lastgroup if found.lastgroup in _INNER else _kind(found)
    inside = next((g for g in _INNER.get(kind, ()) if found.group(g) is not None), None)
    if kind in ("display", "dollar", "paren", "bracket", "environment") and inside:
        builder.equation(_plain(segment.cut(found.start(inside), found.end(inside))))
    elif kind in ("strong", "emphasis", "link") and inside:
        inner = segment.cut(found.start(inside), found.end(inside))
        if depth < 4:
            _inline(inner, builder, depth + 1)
        else:
            builder.add(_words(inner))
    elif kind in ("code", "escape") and inside:
        builder.add(_words(segment.cut(found.start(inside), found.end(inside))))
    elif kind in ("up", "down") and inside:
        sign = "^" if kind == "up" else "_"
        body = _untagged(segment, found.start(inside), found.end(inside))
        builder.add(
            join(
                [
                    placed(sign + "(" if len(body) > 1 and kind == "up" else sign, body.origin[0]),
                    body,
                    placed(")" if len(body) > 1 and kind == "up" else "", body.origin[0]),
                ]
            )
        )
    else:
        _other(kind, found, segment, builder)


def _untagged(segment: Segment, start: int, end: int) -> Text:
    """The words of a stretch without the tags in it: 2<sup><i>L</i></sup>."""
    parts, place = [], start
    for tag in re.finditer(r"</?\w+>", segment.raw[start:end]):
        parts.append(_words(segment.cut(place, start + tag.start())))
        place = start + tag.end()
    return join([*parts, _words(segment.cut(place, end))])


def _other(kind: str, found: re.Match[str], segment: Segment, builder: _Builder) -> None:
    """Tokens without an inside of their own: pictures (some are formulas), breaks, entities; struck words go."""
    place = segment.offsets[found.start()] if segment.offsets else segment.start + found.start()
    if kind in ("picture", "img"):
        source = found["url"] if kind == "picture" else (_SOURCE.search(found["attributes"]) or [None, ""])[1]
        builder.formula(placed(formula_in_address(source or ""), place))
    elif kind in ("br", "cell"):
        builder.add(placed(BREAK, place))
    elif kind == "entity":
        builder.add(placed("".join(map(fold_char, _unescaped(found[0]).replace("\xa0", " "))), place))


def _unescaped(text: str) -> str:
    import html  # its table of entities is long, and few notes have any

    return html.unescape(text)


def formula_in_address(address: str) -> str:
    """The LaTeX that an image's address holds, or nothing.

    >>> formula_in_address("https://latex.codecogs.com/gif.latex?H\\\\times&space;W%5E2")
    'H\\\\times W^2'
    """
    if not _FORMULA_ADDRESS.search(address):
        return ""
    _, found, query = address.partition("?")
    text = unquote(_unescaped((query if found else "").replace("&space;", " ").replace("+", "%2B")))
    text = re.sub(r"^(?:(?:cht|chs|chf|chco)=[^&]*&)*(?:math|chl|tex|latex|eq)=", "", text)
    return re.sub(r"\\(?:inline|dpi\{\d+\}|bg_\w+|fn_\w+|large|small|normal)\b|\\bg\{\w+\}", " ", text).strip()


_INNER = {
    "display": ("d",), "dollar": ("m",), "paren": ("p",), "bracket": ("b",), "environment": ("e",),
    "strong": ("s", "s2"), "emphasis": ("i", "i2"), "link": ("label",), "code": ("c",), "escape": ("x",),
    "up": ("upper",), "down": ("lower",),
}  # fmt: skip
_KINDS = (
    "display", "dollar", "paren", "bracket", "environment", "comment", "picture", "img", "br", "up", "down", "struck",
    "cell", "tag",
    "footnote", "link", "address", "code", "strong", "emphasis", "escape", "entity", "role",
)  # fmt: skip


def _kind(found: re.Match[str]) -> str:
    return next(kind for kind in _KINDS if found.group(kind) is not None)
