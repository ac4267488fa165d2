"""How many biases a layer has: one for each filter, K biases, バイアスは出力チャネルごとに1個, what they add to the weights."""

from __future__ import annotations

from collections.abc import Iterator

from ...properties.rendering import to_text
from .. import patterns as re
from ..counting.axes import lines_above
from ..reading import Reading, View, inherited_note, runnable, statements
from ..scope import Named
from ..sizes.counting import case_of, doubtful, kinds_in, plain, sizes_in
from ..sizes.formulas import Span

_BIAS = re.compile(r"バイアス(?:項)?|\bbias(?:es)?\b(?:\s+terms?)?", re.IGNORECASE)
_UNITS = (
    ("", r"(?:(?:カーネル|フィルター?)(?:の|内の?|中の))?(?:各)?(?:要素|重み|係数|成分|マス目?)|(?:kernel |filter )?(?:weights?|elements?|entries|entry|coefficients?|taps?)(?: (?:of|in) (?:the |a |each )?(?:kernel|filter)s?)?|kernel (?:position|cell)s?"),
    ("M", r"出力(?:の)?(?:チャン?ネル|マップ)|フィルター?|カーネル|出力ユニット|ニューロン|ユニット|(?:output|out) (?:channels?|(?:feature )?maps?|units?|neurons?)|filters?|kernels?|neurons?|units?|feature maps?|depth slices?"),
    ("C", r"入力(?:の)?(?:チャン?ネル|マップ|ユニット)|input (?:channels?|(?:feature )?maps?|units?)"),
    ("H*W", r"(?:出力の?)?(?:各)?(?:画素|ピクセル|位置)|(?:output )?pixels?|positions?|locations?"),
    ("1", r"層|レイヤー?|layers?"),
)  # fmt: skip
_ONE = r"(?<![\d.,])(?P<n>[1-9]|一|二|ひと|one|a single|single|exactly one|just one|two|its own|an?)"
_NUMBERS = {"一": 1, "二": 2, "ひと": 1, "two": 2}
_SKIPPED = re.compile(r"γ|β|gamma|beta|正規化|norm|no bias|バイアスなし|without|不要|冗長|redundant|無意味|分散|variance|帰納|inductive", re.IGNORECASE)
_PLUS = re.compile(r"増え|加わ|追加|足され|ぶん|分だけ|足す|\badds?\b|contribut|brings?|costs?|\bplus\b|\bextra\b|\badditional\b", re.IGNORECASE)


def _each(unit: str) -> re.Pattern[str]:
    """A unit that each bias belongs to, with how many there are for each."""
    ja = rf"各\s*(?:{unit})\s*(?:に(?:つき|対して|は)?|が)\s*[^。、]{{0,6}}?(?:(?P<nk>[1-9]|一|二|ひと)\s*(?:つ|個))|(?:{unit}{'|枚' if 'ニューロン' in unit else ''})\s*(?:[1１一]\s*(?:枚|つ|個)|ひとつ)?\s*(?:ごと|につき|毎|あたり|それぞれ|に対し|に)\s*(?:て|に|、)?[^。、]{{0,8}}?(?:(?P<nj>[1-9]|一|二|ひと)\s*(?:つ|個)|(?P<single>単一|固有|(?:異なる|別々の|違う)(?:値|バイアス)))"
    en = rf"{_ONE}\s+(?:(?:scalar|shared|trainable|learnable|extra|additional|more)\s+)?(?:bias|parameter|number|weight|value|one)?\w*\s*(?:per|for (?:each|every|one)|to (?:each|every)|in (?:each|every)|belongs to (?:each|every))\s+(?:of the\s+)?(?:{unit})\b"
    ja += r"|(?<!\d)[1１一]\s*枚(?:に|ごとに|につき)\s*(?:[1１一]\s*(?:個|つ))(?:ずつ)?" if "ニューロン" in unit else ""
    own = rf"(?:each|every)\s+(?:{unit})\s+(?:also\s+)?(?:has|have|gets?|owns?|carries|comes with|adds?)\s+(?P<own>one|a|a single|its own|two|\d)\s+(?:\w+\s+)?bias"
    return re.compile(rf"{ja}|{en}|{own}", re.IGNORECASE)


_AND_CHANNEL = re.compile(r"\s*(?:,|and|for each|×|x|・|、|と)+\s*(?:per |for each |each |every )?(?:input )?(?:channels?\b|(?:入力)?チャン?ネル(?:の組)?(?:ごと|毎))", re.IGNORECASE)
_EACH = tuple((count, _each(unit)) for count, unit in _UNITS)


def read(view: View) -> Iterator[Reading]:
    """What the sentence says of the number of biases."""
    s = view.sentence
    text = plain(s.text.chars)
    bias = _BIAS.search(text)
    if not bias or _SKIPPED.search(text) or view.outline.blocks[s.block].kind == "heading" or re.search(r"[?？]\s*$", text):
        return
    if view.in_families(bias.start(), "normalisation") and not any(m.tag for m in s.subjects if m.tag in ("conv2d", "linear", "conv_transpose2d")):
        return  # its shift
    named = view.in_families(bias.start(), "convolution", "linear", "transposed") or Named("conv2d", "", s.block)
    done = list(_for_each(view, text, named))
    yield from done
    if not done:
        yield from _counted(view, text, named)


def _for_each(view: View, text: str, named: Named) -> Iterator[Reading]:
    """One for each filter."""
    for count, pattern in _EACH:
        for found in pattern.finditer(text):
            start, end = view.sentence.clause(found.start())
            if not (_BIAS.search(text[start:end]) or _BIAS.search(text[max(0, found.start() - 24) : found.end() + 8])) or not view.polarity(found.start()):
                continue
            word = next((g.lower() for g in (found["nj"], found["nk"], found["n"], found["own"]) if g), "1")
            number = int(word) if word.isdigit() else _NUMBERS.get(word, 1)
            subject = _subject(named)
            total = _total(subject, count)
            if count == "M" and subject == "conv2d" and _AND_CHANNEL.match(text, found.end()):
                total = "C*M"  # one per filter and channel
            if total:
                several = f"{number}*" if number > 1 else ""
                yield Reading(
                    f"params({subject}, bias=true) == params({subject}, bias=false) + {several}{total}", found.start(), found.end(),
                    inherited_note(named, view) if subject != "conv2d" else (), subject=subject, predicate="params", sure=not doubtful(view.sentence),
                )  # fmt: skip
            return


def _subject(named: Named) -> str:
    subject = runnable(named.subject)
    return subject if subject in ("linear", "depthwise_conv2d", "pointwise_conv2d", "conv2d") else "conv2d"


def _total(subject: str, count: str) -> str:
    """How many there are of a unit, in a layer's own letters."""
    if subject == "linear":
        return {"M": "O", "C": "I", "1": "1", "": "I*O"}.get(count, "")
    if not count:
        return {"depthwise_conv2d": "K*K*C", "pointwise_conv2d": "C*M"}.get(subject, "K*K*C*M")
    return "C" if subject == "depthwise_conv2d" and count == "M" else count


def _counted(view: View, text: str, named: Named) -> Iterator[Reading]:
    """K biases, バイアスは M 個, the biases add M parameters; in numbers where the filters are counted."""
    s = view.sentence
    for span in s.formulas:
        if not _is_number_of_biases(text, span):
            continue
        subject = _subject(named)
        left = f"params({subject}, bias=true) == params({subject}, bias=false) + "
        if span.number is not None:
            case = case_of(view, (span.start, span.end))
            outs = case.near("out_channels") or case.near("units") or _filters_above(view, text, span)
            role = "out_features" if subject == "linear" else "out_channels"
            if len(outs) == 1 and span.number > 1 and subject != "depthwise_conv2d":
                claim = left.replace("bias=", f"{role}={outs[0]}, bias=") + str(span.number)
                yield Reading(claim, span.start, span.end, subject=subject, predicate="params", sure=not doubtful(s))
            continue
        node = span.formula.value
        found = statements(view, left + to_text(node), subject, [node])
        if found:
            known = all(x in view.letters for x in (span.letter,) if x)
            yield Reading(found[0][0], span.start, span.end, tuple(filter(None, [found[1]])), tuple(found[0][1:]), subject=subject, predicate="params", sure=known)


def _filters_above(view: View, text: str, span: Span) -> list[int]:
    """The filters of the one layer that the line above tells, where a sentence with no other number goes on with it."""
    others = re.search(r"\d", text[: span.start] + text[span.end :])
    above = [sizes_in(t).values for t in lines_above(view, 1)]
    return [] if others or len(kinds_in(text)) > 0 or not above else above[0].get("out_channels", [])


def _is_number_of_biases(text: str, span: Span) -> bool:
    """Whether a letter or a number stands right before "biases", or after バイアスは; or is what the biases add."""
    if len(span.formula.sides) > 1 or not (span.letter or span.number is not None or len(text[span.start : span.end]) < 14):
        return False
    after, before = text[span.end : span.end + 24], text[max(0, span.start - 24) : span.start]
    if re.match(r"\s*(?:個の?)?\s*(?:weights|重み)", after) or re.search(r"(?:重み|weights)(?:の?数)?(?:は|が|:)?\s*$", before):
        return False
    if re.match(r"\s*(?:個の)?\s*(?:バイアス|bias(?:es)?\b(?!\s*[:=]))", after, re.IGNORECASE) and not re.search(r"[\d)=+*x]\s*$", before):
        return bool(span.letter) or not re.search(r"\bone\s*$", before)
    if re.search(r"(?:バイアス(?:項)?(?:の数)?(?:は|が|も)|(?<!with )(?<!including )(?<!incl\. )(?<!plus )(?<!and )\bbias(?:es)?:|number of biases is)\s*(?:全部で|合計)?\s*$", before, re.IGNORECASE):
        return bool(re.match(r"\s*個|\W*$|[、,。;]", after))
    return bool(_PLUS.search(text)) and bool(_BIAS.search(before + after)) and bool(re.match(r"\s*(?:個|つ|(?:more |extra |additional )?(?:parameters|weights))", after, re.IGNORECASE)) and not re.search(r"=", before)
