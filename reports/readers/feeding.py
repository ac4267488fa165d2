"""Feeding: which earlier layers a layer takes its input from, all of them or only the one before it.

Two slots: the source (every earlier layer; the one before, said to be the only one; a list [x_0, x_1, ..., x_(l-1)]),
and a verb of receiving or passing on. "All later layers" and "only the next layer" say the same from the other side.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import patterns as re
from ..reading import Reading, View
from ..text.sentences import Sentence
from ..vocabulary import family
from . import layer_pairs, layer_sources
from .blocks import About, abouts

_EARLIER = r"(?:前方|前段|手前|以前|それまで|これまで|今まで|過去|先行(?:する)?|先に(?:ある|出た|計算した)|より前|(?<!目の)(?<!直)前|上流|上位)"
_LATER = r"(?:以降|以後|後続|後方|後段|より後|(?:その|自分より)?後(?:に(?:続く|来る))?(?=の|す|全)|後ろ|先|続く|下流)"
_EVERY = r"(?:全て|全部|全層|全|すべて|ぜんぶ|あらゆる|各層|(?:ひとつ|一つ|1つ)(?:も)?残らず|残らず|余さず|漏れなく|もれなく|余すことなく|まるごと|どれも|いずれも)"
_ALL = re.compile(
    rf"{_EARLIER}(?:の|に(?:ある|出た|通った)|層の?|ブロックの?)?[^。、はが]{{0,6}}?(?:全て|全部|全層|全|すべて|あらゆる|各層)"
    rf"|{_EARLIER}(?:の|に(?:ある|出た|計算された)?|する)?[^。、]{{0,4}}?(?:層|ブロック|特徴|出力|計算)[^。、]{{0,16}}?{_EVERY}"
    rf"|(?:全て|全部|すべて|あらゆる|ぜんぶ|全)の?{_EARLIER}(?:する|の)?\s*(?:層|出力|特徴)"
    r"|(?:全て|すべて|全部?|どの)の?[^。、]{0,14}層(?:を|が|も|同士を?|どうしを?|間を?)[^。、]{0,10}?(?:結合|接続|つな|繋)"
    rf"|{_LATER}(?:の|に(?:ある|続く)|層の?|する)?[^。、はが]{{0,6}}?(?:全て|全部|全|すべて|あらゆる|どの)"
    r"|(?:第\s*|層\s*)?0\s*(?:層目?|番目)?\s*(?:から|[〜~～])\s*(?:第\s*|層\s*)?[lLℓ]\s*[-−－ー]\s*1"
    r"|\b(?:all|every|each)\s+(?:of\s+)?(?:(?:its|the|their|\w+)\s+)?(?:preceding|previous|earlier|prior|subsequent|later|following|deeper|succeeding)\b"
    r"|\b(?:all|every|each)\s+(?:of\s+)?(?:(?:its|the|their)\s+)?(?:predecessors?|ancestors?|successors?)\b"
    r"|\b(?:all|every)\s+(?:of\s+)?(?:the\s+)?(?:layers?|blocks?|outputs?|(?:feature[- ])?maps?|features|ones?)\s+(?:that\s+(?:come|came)\s+)?(?:before|preceding|after)\b"
    r"|\b(?:all|any|every|each)\s+(?:of\s+)?(?:the\s+)?(?:layers?|ones?)\s+(?:that|which)\s+(?:comes?\s+(?:before|later|after)|precedes?|follows?)\b"
    r"|前(?:の|にある)どの層(?:の[^、。はが]{0,6})?(?:も|でも|から)"
    r"|\blayers?\s+(?:0|zero|1|one)\s*(?:,|to|through|up to|-|–)(?:[^.;]|\.\.\.){0,30}?(?:[lLℓ]|(?<![A-Za-z])[ijmn])\s*[-−]\s*1"
    r"|\b(?:everything|all)\s+(?:that\s+)?(?:(?:came|comes|was|were|has been|have been|is)\s+)?(?:(?:computed|produced|put out|learned|extracted)\s+)?before\b"
    r"|\b(?:all|every)\s+(?:of\s+)?(?:the\s+)?(?:(?:feature[- ])?maps?|features|outputs?)\s+(?:that\s+)?(?:(?:were|was|are|is|have been|has been)\s+)?(?:(?:computed|produced|generated|extracted|obtained|made|collected)\s+)?(?:so far|until then|up to (?:that|this) point)\b",
    re.IGNORECASE,
)
_INDEX = r"x_?\{?\(?\s*%s\s*\)?\}?"
_FIRST, _LAST = _INDEX % "0", r"x_?[{(]?\s*(?:[lLℓn]|\\ell)\s*[-−]\s*1\s*[)}]?"
_DOTS = r"(?:\\[lc]?dots|\.\.\.|…|⋯|・・・|‥)"
_LISTED = re.compile(
    rf"[\[(（]\s*{_FIRST}\s*[,、;]\s*(?:{_INDEX % '1'}\s*[,、;]\s*)?(?:{_INDEX % '2'}\s*[,、;]\s*)?{_DOTS}\s*[,、;]\s*{_LAST}\s*[\])）]"
)
_SPREAD = re.compile(rf"{_FIRST}\s*\$?\s*(?:[,、;]\s*(?:{_INDEX % '1'}\s*[,、;]\s*)?(?:{_INDEX % '2'}\s*[,、;]\s*)?{_DOTS}\s*[,、;]|から|〜|~|through|to|up to)\s*\$?\s*{_LAST}")
_L = r"(?:[lLℓ]|\\ell)\s*[-−–]\s*"
_SOME = re.compile(rf"(?<![,、.…〜~] )(?<![,、.…〜~])(?<!to )(?:(?:layers?|層)\s*)?\$?\s*{_L}2\s*\$?\s*(?:層目?|番目)?(?:の層)?\s*(?:and|と|,|、)\s*(?:(?:layer|層)\s*)?\$?\s*{_L}1(?!\d)(?=\s*\$?\s*(?:$|[.,。;]|だけ|のみ|の出力(?:だけ|のみ)|only|alone))")
_ONE_STEP = re.compile(rf"x_?\{{?\s*(?:[lLℓ]|\\ell)\s*\}}?\s*=\s*[HFf]_?\{{?[lLℓ]?\}}?\s*\(\s*{_LAST}\s*\)(?!\s*\+)")
_PREVIOUS = re.compile(
    r"(?:すぐ|1つ|一つ|ひとつ|1個|[1一]層|[1一]段)?(?:手)?前(?:の)?(?:[1一]つの?|[1一](?=層))?(?:層|レイヤー?|ブロック|出力|もの|段)|前[1一](?:つ|層|段)(?:の層)?|(?:1つ|一つ|ひとつ)前|直前|隣(?:の|り合う)層"
    r"|(?:次|直後|すぐ後(?:ろ)?|[1一]つ後(?:ろ)?|後ろ)の?(?:[1一]つの?|[1一](?=層))?(?:層|レイヤー?|ブロック|もの)|第?\s*[lLℓ]\s*[-−－ー]\s*1\s*(?:層目?|番目)"
    r"|\b(?:(?:the|its|one)\s+)?(?:immediately\s+|directly\s+)?(?:previous|preceding|last)\s+(?:conv\w*\s+)?(?:layer|block|one|output|feature)|\bpredecessor\b"
    r"|\blayer\s+[lLℓ]\s*[-−]\s*1\b"
    r"|\b(?:layer|block|one|output)\s+(?:right\s+|just\s+|immediately\s+|directly\s+)?(?:before|after)\b(?:\s+it)?|\b(?:the\s+)?(?:next|following|subsequent|succeeding)\s+(?:layer|block|one)\b|\bsuccessor\b|\b(?:layer|one)\s+(?:that|which)\s+(?:(?:directly|immediately)\s+)?(?:precedes?|comes?\s+(?:right|just|directly|immediately)\s+before)\b"
    r"|(?:先行する|後続の)\s*[1一]つ?の?層",
    re.IGNORECASE,
)
_PREVIOUS_LETTER = re.compile(r"x_?\{?\s*(?:[lLℓ]|\\ell)\s*-\s*1\s*\}?")
_NTH = re.compile(r"(?<![\d〜~～\-–])(\d)\s*(?:層目|番目の層)(?:の入力)?(?:は|には|が|に)|第\s*(\d)\s*層(?:の入力|への入力)?(?:は|には|が|に)|\bthe\s+(second|third|fourth|fifth|sixth)\s+layer\b|\blayer\s+(\d|two|three|four|five)\b", re.IGNORECASE)
_UP_TO = re.compile(r"第\s*[01]\s*層\s*(?:から|[〜~～])\s*第?\s*(\d)\s*層|[01]\s*[〜~～\-–、,と]\s*(?:2\s*[、,と]\s*)?(\d)\s*(?:層目|番目の層)|\blayers?\s+(?:zero|one|0|1)\s+(?:to|through|and|-|–)\s+(\w+)", re.IGNORECASE)
_ONE_OF = re.compile(r"(?<![〜~～\-–\d])(\d)\s*(?:層目|番目の層)の?出力?(?=(?:だけ|のみ|しか))|(?<!から)(?<!層[、と])第\s*(\d)\s*層の?(?:出力|特徴マップ)?(?=(?:だけ|のみ|しか))|(?<!and )(?<!to )(?<!through )\blayer\s+(two|three|four|five|\d)\s+(?:alone|only)\b|\bonly\s+(?:the\s+(?:outputs?|maps?|features?)\s+(?:of|from)\s+)?(?:the\s+)?(?:layer\s+)?(one|two|three|four|first|second|third|fourth|fifth|\d)(?:\s+layer)?\b", re.IGNORECASE)
_WORDS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6}
_LAYER_LIST = re.compile(r"(?:\d\s*(?:層目)?\s*[,、とや・]\s*)*\d\s*(?:層目|番目の層)|\blayers?\s+(?:one|two|three|four|five|\d)\b(?:\s*(?:,|and|&|plus)+\s*(?:and\s+)?(?:(?:of\s+)?layer\s+)?(?:one|two|three|four|five|\d)\b)*", re.IGNORECASE)
_STEM = re.compile(r"\bstem\b|\bblock'?s? (?:own )?input|\binputs? (?:of|to) the block|\bx_?\{?0\}?(?!\d)|\bfirst conv\w*|(?:最初|はじめ|元)の(?:特徴|入力|マップ|畳)|ブロック(?:へ)?の入力|ステム", re.IGNORECASE)
_ONLY_JA = re.compile(r"のみ(?!ならず|で(?:は)?な)|だけ(?!で(?:は)?な|じゃ)|しか|に限")
_NOT_ONLY = re.compile(r"[^。、]{0,8}?(?:だけ|のみ)(?:で(?:は)?な|じゃな|ならず)")
_TAKEN = re.compile(r"入力|受け|入る|入っ|もら|渡|receiv|takes?|input|fed|sees|gets|handed", re.IGNORECASE)
_HANDS_ON = re.compile(r"\b(?:and|then)\s+(?:\w+\s+){0,2}?(?:hands?|pass(?:es)?|sends?|gives?|forwards?|feeds?)\b[^,;.]{0,40}\b(?:to|on)\s*(?:only\s+)?$|自分の[^。、]{0,24}(?:渡|送|伝)", re.IGNORECASE)  # what a layer gives, told after what it gets
_ONE_BEFORE = re.compile(r"前[1一](?:つ|層|段)")
_ONLY_EN = re.compile(r"(?<!not )\b(?:only|just|solely|exclusively|(?:nothing|nobody|none|no one) (?:but|except)|alone|nothing else|no (?:other|more)|a single|one single)\b(?! (?:not|of the reasons))", re.IGNORECASE)
_PASSED = re.compile(
    r"←|<-|⇐|結ば|結び|送|配|届|行き渡|結線|つながる|受け|入力|入る|入って|入ら|入り|入れ|つなが|つなげ|つなぎ|つなぐ|繋|接続|結合|連結|渡|もら|見|使|用い|参照|伝|届|使い回|再利用|まとめ|流|アクセス|利用|与え|取り込|足し|足す|加算|引き継|読"
    r"|\b(?:receiv|given|input|connect|feed|fed|hand|tak(?:e|ing)|see|access|get|pass|reus|us(?:e|ing)|link|wire|hook|look|sen[dt]|go(?:es)?\b|concat|read|sum|add|depend|flow|deliver|forward|availab)",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"[^。、]{0,24}?(?:わけで(?:は)?な|とは限ら|(?<!しか)(?:受け取ら|つながら|使わ|見|渡さ|入ら|もらわ|参照し|接続し|入力し|入力され)(?:れ|て(?:い)?)?(?:ない|ません|ず))"
)
_DENIED_EN = re.compile(r"\b(?:not|n't|never|no longer|cannot|rather than|instead of)\b[^,;.]{0,40}$", re.IGNORECASE)
_NOT_WHOLE = re.compile(r"\bmemory\b|メモリ|勾配|gradient|精度|accuracy|パラメータ|重み", re.IGNORECASE)
_TITLES = re.compile(r"入力|渡|受け|参照|接続|つな|input|feed|receiv|connect|sees|takes|layer", re.IGNORECASE)


def read(view: View) -> Iterator[Reading]:
    """What the sentence says of where a layer's input comes from."""
    s = view.sentence
    if view.outline.blocks[s.block].kind == "heading" or re.search(r"[?？]\s*$", s.words):
        return
    if s.has("question") and not s.japanese:
        return
    seen: set[str] = set()
    for start, end, value, denied in _sources(view):
        for about in abouts(view, start, end):
            reading = _claim(view, about, start, end, value, denied)
            handed = f"{about.subject} to" if _HANDS_ON.search(s.words, max(0, start - 60), start if not s.japanese else end + 12) else about.subject
            if reading and not {about.subject, handed} & (seen - {about.subject if handed != about.subject else ""}):
                seen.add(handed)
                yield reading


_DIRECT = re.compile(r"直接|直結|\bdirect", re.IGNORECASE)  # of the edges alone; through the sums a block gets everything
_HANDED_ONLY = re.compile(r"ブロック[^。、]{0,6}受け取(?:るのは|れるのは)[^。、]*(?:のみ|だけ)|\bblocks? receives? (?:only|nothing but)\b", re.IGNORECASE)  # what is handed to it


def _claim(view: View, about: About, start: int, end: int, value: str, denied: bool) -> Reading | None:
    s = view.sentence
    if about.kind not in ("dense", "residual", "plain"):
        return None
    part = s.words[max(0, start - 60) : end + 60]
    direct = about.kind == "residual" and (_DIRECT.search(part) or (value == "previous" and _HANDED_ONLY.search(part)))
    call = f"feeds({about.subject}, via=direct)" if direct else f"feeds({about.subject})"
    sure = not about.vague and not s.doubted(end) and about.kind != "plain" and not _NOT_WHOLE.search(s.words, 0, s.consequence(end))
    place = s.clause(start)[0]
    while place < start and s.words[place] in " 　":
        place += 1
    sure = sure and not (denied and value == "previous") and (about.own or not _ONE_STEP.match(s.text.chars[start:end]))
    return Reading(f"{'not ' if denied else ''}{call} == {value}", place, end, about.notes, sure=sure)


def _sources(view: View) -> Iterator[tuple[int, int, str, bool]]:
    """(start, end, all_earlier or previous, denied) for every source that the sentence speaks of."""
    s = view.sentence
    text = s.text.chars.replace("$", " ")
    if step := _ONE_STEP.search(text):
        yield step.start(), step.end(), "previous", False
    if not _PASSED.search(s.words) and (s.cell is None or not _titled(view)) and not layer_sources.is_row(view):
        return
    for match in _LISTED.finditer(text):
        if s.has("input") or re.search(r"H_?\{?[lL]?", text[max(0, match.start() - 8) : match.start()]) or re.search(r"receiv|fed|takes", s.words):
            yield match.start(), match.end(), "all_earlier", False
    for match in _SPREAD.finditer(text):
        if _TAKEN.search(s.words):
            yield match.start(), match.end(), "all_earlier", False
    yield from layer_pairs.sources(s)
    for match in _SOME.finditer(text):
        yield match.start(), match.end(), "some_earlier", False
    yield from layer_sources.indexed(view, text)
    yield from layer_sources.direct(text)
    yield from _numbered(text)
    for match in _all(s, text):
        yield match[0], match[1], "all_earlier", _is_denied(s, *match)
    alone = layer_sources.is_all_that_enters(view)
    for match in [*_PREVIOUS.finditer(text), *_PREVIOUS_LETTER.finditer(text)]:
        if alone or _ONE_INPUT.search(s.words[: match.start()]) or _only(s, match.start(), match.end()):
            yield match.start(), match.end(), "previous", False
        elif s.japanese and _NOT_ONLY.match(s.words[match.end() :]):
            yield match.start(), match.end(), "previous", True


_ONE_INPUT = re.compile(r"\b(?:of|from|by)\s+(?:just\s+|only\s+|exactly\s+)?(?:a single|one)\s+layer\s*[,:]\s*(?:namely\s+)?(?:the\s+)?$|\b(?:has|have|takes?|receives?|gets?|with)\s+(?:only\s+|just\s+|exactly\s+)?(?:one|a single)\s+input\b[^.;]{0,48}$|入力は\s*(?:1つ|一つ|ひとつ)(?:だけ|のみ)?(?:で|であり|です)[、。]?[^、。]{0,8}$", re.IGNORECASE)


def _numbered(text: str) -> Iterator[tuple[int, int, str, bool]]:
    """The fourth layer receives what layers 1 to 3 put out; or the third layer's output only."""
    nth = _NTH.search(text)
    if nth is None:
        return
    number = _number(next(g for g in nth.groups() if g))
    for match in _UP_TO.finditer(text, nth.end()):
        if number and _number(next(g for g in match.groups() if g)) == number - 1 >= 2:
            yield match.start(), match.end(), "all_earlier", False
    listed = _LAYER_LIST.finditer(text, nth.end())
    layers = {n for m in listed for n in _numbers_in(m[0])}
    if number and number >= 2 and layers == set(range(1, number)) and (stem := _STEM.search(text, nth.end())):
        yield nth.start(), max(len(text.rstrip(" 。.")), stem.end()), "all_earlier", False
    for match in _ONE_OF.finditer(text, nth.end()):
        if number and _number(next(g for g in match.groups() if g)) == number - 1 >= 1:
            yield match.start(), match.end(), "previous", False


def _numbers_in(text: str) -> set[int]:
    """Layers one and two: their numbers."""
    return {n for w in re.findall(r"\d|[A-Za-z]+", text) if (n := _number(w))}


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _WORDS.get(word.lower(), 0)


def _all(s: Sentence, text: str) -> Iterator[tuple[int, int]]:
    """Every earlier (or later) layer; the lexicon's own phrases count too."""
    found = [(m.start(), m.end()) for m in _ALL.finditer(text)]
    found += [(m.start, m.end) for m in s.tags.get("all_earlier", ())]
    last = 0
    for start, end in sorted(found):
        about = s.words[max(0, start - 12) : end + 24]
        if start >= last and re.search(r"層|ブロック|出力|特徴|layer|block|output|feature|map|one|[lL]|output|before|前", about):
            last = end
            yield start, end


def _only(s: Sentence, start: int, end: int) -> bool:
    """Said to be the only source, near the words and in their part of the sentence."""
    if s.japanese:
        after = re.split(r"[。、]", s.words[end : end + 30])[0]
        if _ONE_BEFORE.match(s.words[start:end]) and re.search(r"のみ|だけ|しか", after) is None:
            return False
        return bool(_ONLY_JA.search(after)) and not re.search(r"(?:だけ|のみ)(?:で(?:は)?な|じゃな|ならず)", after)
    before = re.split(r"[,;.]", s.words[max(0, start - 60) : start])[-1]
    after = re.split(r"[,;.]", s.words[end : end + 30])[0]
    if re.search(r"\bnot (?:only|just|merely)\b", before):
        return False
    return bool(_ONLY_EN.search(before) or re.match(r"[^.;]{0,12}?,?\s*(?:and |but )?nothing (?:else|more)\b", s.words[end : end + 40]) or re.match(r"\s*(?:\w+\s+){0,3}?(?:only|alone|(?:and |but |, )(?:of |from |to )?(?:nothing else|no other|nobody else))\b", after))


def _is_denied(s: Sentence, start: int, end: int) -> bool:
    if s.japanese:
        return bool(_DENIED.match(s.words[end:]))
    return bool(_DENIED_EN.search(s.words[max(0, start - 60) : start]))


def _titled(view: View) -> bool:
    """In a table: its row's or its column's head speaks of what enters a layer."""
    s, outline = view.sentence, view.outline
    block = outline.blocks[s.block]
    heads = [x for x in outline.sentences[s.block] if x.cell == 0 and s.cell != 0]
    if block.header is not None:
        heads += [x for x in outline.sentences[block.header] if x.cell == s.cell]
    return any(_TITLES.search(x.words) and not any(family(m.tag) == "normalisation" for m in x.subjects) for x in heads)
