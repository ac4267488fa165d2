"""When networks were published: 2015 ResNet, DenseNet (2016), DenseNet came after ResNet.

A year beside a name, in brackets, before it on a time line or with a word of publishing; or two names and a word of
before and after. Both are looked up in the cited table, which knows the preprint's year and the conference's.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..reading import Reading, View
from ..text.sentences import Sentence

_YEARS = {
    "lenet": 1998, "alexnet": 2012, "vgg": 2014, "googlenet": 2014, "resnet": 2015, "densenet": 2016, "wavenet": 2016, "mobilenet": 2017,
    "mobilenet_v2": 2018, "unet": 2015, "transformer": 2017, "squeezenet": 2016, "xception": 2016, "senet": 2017, "resnext": 2016,
}  # fmt: skip
_NAMES = re.compile(
    r"(?<![A-Za-z])(?:(?P<lenet>LeNet(?:-5)?)|(?P<alexnet>AlexNet)|(?P<vgg>VGG(?:Net)?(?:-?1[69])?)|(?P<googlenet>GoogLeNet)|(?P<resnext>ResNeXt)|(?P<resnet>ResNets?)"
    r"|(?P<densenet>DenseNets?)|(?P<wavenet>WaveNet)|(?P<mobilenet_v2>MobileNet ?-?V2)|(?P<mobilenet>MobileNets?)(?!\s?-?[vV]3)|(?P<unet>U-?Net)"
    r"|(?P<squeezenet>SqueezeNet)|(?P<xception>Xception)|(?P<senet>SENet))(?![A-Za-z\d-])",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<![\d.])((?:19|20)\d\d)(?!\d)(?!\s*(?:x|×|枚|個|ch|チャ|画素|pixel|param|weights))")
_BRACKET = re.compile(r"\s*(?:[（(](?:[A-Z][\w .&-]{0,24}[,、]?\s*)?((?:19|20)\d\d)(?:年)?\s*(?:年|[,、;][^（()）]{0,16})?[)）])")
_LINE = re.compile(r"^\s*[-・|*]?\s*((?:19|20)\d\d)\s*年?\s*(?:[:：]|に|は|\s|—|–|-)\s*")
_SEPARATOR = re.compile(r"\s*(?:/|／|→|⇒|;|、(?=(?:19|20)\d\d)|,\s*(?=(?:19|20)\d\d))\s*")
_TOLD = re.compile(r"発表|提案|登場|公開|出版|\b(?:published|proposed|introduced|appeared|presented|came out|released)\b", re.IGNORECASE)
_OTHER = re.compile(r"版(?!の論文)|コード|優勝|コンペ|ILSVRC|ImageNet|改良|実装|講義|更新|参照|引用|閲覧|\b(?:won|winner|challenge|accessed|lecture|course|edition|cited|implementation|improved|versions?|pytorch|tensorflow|keras|code|tutorial|repo\w*)\b", re.IGNORECASE)
_AFTER = re.compile(r"より(?:も)?(?:後|あと)|の後(?:に)?(?:発表|提案|登場)|\b(?:after|later than|postdates?|followed)\b", re.IGNORECASE)
_BEFORE = re.compile(r"より(?:も)?(?:前|先|早)|の前(?:に)?(?:発表|提案|登場)|\b(?:before|earlier than|predates?|preceded|precedes|prior to)\b", re.IGNORECASE)
_SHORT = 140


def read(view: View) -> Iterator[Reading]:
    """The years of a time line or in brackets, and which of two came first."""
    s = view.sentence
    if view.outline.blocks[s.block].kind in ("heading", "code") or s.words.rstrip().endswith(("?", "？")) or s.has("hedged"):
        return
    names = [(m.start(), m.end(), next(k for k, v in m.groupdict().items() if v)) for m in _NAMES.finditer(s.words) if not _is_of_another(s.words[: m.start()])]
    if names and not _OTHER.search(s.words):
        yield from _dated(s, names)
        yield from _compared(s, names)


_QUALIFIED = re.compile(r"(?<![A-Za-z])(?P<word>[A-Z][A-Za-z\d]+)(?:[ -]|(?<=[a-z])(?=$))$")
_NO_NAME = frozenset(
    ["The", "A", "An", "In", "On", "Of", "For", "To", "From", "With", "And", "But", "Or", "While", "Then", "Later", "After", "Before", "Next", "First", "Both", "Like", "Enter", "Original", "Classic", "Plain", "Vanilla", "Basic", "Standard", "Google", "Microsoft", "Facebook", "Oxford", "DeepMind", "Network", "Networks", "Model", "Models", "Paper", "Papers", "Today", "Finally", "Since", "So", "Our", "Their", "Its", "This", "That", "Here", "See", "Unlike", "Also", "As", "Only"]
)


def _is_of_another(before: str) -> bool:
    """Whether a name is the second half of another's: Parallel WaveNet, Wide ResNet, Inception-ResNet."""
    found = _QUALIFIED.search(before)
    return found is not None and found["word"] not in _NO_NAME


def _dated(s: Sentence, names: list[tuple[int, int, str]]) -> Iterator[Reading]:
    text, start = s.words, 0
    bounds = [*(m.end() for m in _SEPARATOR.finditer(text)), len(text)]
    line = bool(_LINE.match(text))
    for end in bounds:
        stretch = [n for n in names if start <= n[0] < end]
        led = _LINE.match(text[start:end])
        if led and stretch and line and re.fullmatch(r"[\s,、・と&]*(?:and)?[\s,、・と&]*(?:が?(?:発表|提案|登場)\S{0,6})?[。.,、;/／→⇒\s]*", _NAMES.sub("", text[start + led.end() : end])):
            yield from (Reading(f"lineage({n}) == published_{led[1]}", start + led.start(1), b) for _, b, n in stretch)
        start = end
    for a, b, name in names:
        if bracket := _BRACKET.match(text, b):
            yield Reading(f"lineage({name}) == published_{bracket[1]}", a, bracket.end())
    years = list(_YEAR.finditer(text))
    if len(years) == 1 and len({n for _, _, n in names}) == 1 and _TOLD.search(text) and not line and not _BRACKET.match(text, names[0][1]) and len(text) < _SHORT:
        plain = s.clause(years[0].start()) == s.clause(_TOLD.search(text).start())  # type: ignore[union-attr]
        yield Reading(f"lineage({names[0][2]}) == published_{years[0][1]}", names[0][0], years[0].end(), sure=plain)


def _compared(s: Sentence, names: list[tuple[int, int, str]]) -> Iterator[Reading]:
    """DenseNet was published after ResNet."""
    text = s.words
    after, before = _AFTER.search(text), _BEFORE.search(text)
    if len(names) != 2 or names[0][2] == names[1][2] or bool(after) == bool(before) or s.has("not") or len(text) > _SHORT:
        return
    word = after or before
    if word is None or not (_TOLD.search(text) or re.search(r"predat|postdat|preced", word[0], re.IGNORECASE)):
        return
    first, second = names[0][2], names[1][2]
    between = names[0][1] <= word.start() and (s.japanese or word.end() <= names[1][0] + 1)
    if not between or _YEARS.get(first) is None or _YEARS.get(second) is None or _YEARS[first] == _YEARS[second]:
        return
    sign = ">" if after else "<"
    yield Reading(f"{_YEARS[first]} {sign} {_YEARS[second]}", names[0][0], max(word.end(), names[1][1]), ("the years of publication are looked up",), subject=first, predicate="lineage", sure=True)
