"""What a sentence says of a single sample, or of two sizes of batch: each on its own, one at a time, 1枚でも32枚でも同じ.

Each of these says that the output depends on the rest of the batch, or that it does not.
"""

from __future__ import annotations

from .. import patterns as re
from .norm_modes import DENIED_EN
from .norms import pattern

JUDGED = re.compile(
    r"noisy|不安定|unstable|suffer|精度|accuracy|性能|perform|うまく|学習が|劣化|degrad|poor|suited|推奨|recommend",
    re.IGNORECASE,
)

_WITHIN_ONE = re.compile(
    r"(?:(?:1|一|ひと)(?:枚|件|つ|サンプル|画像|データ)(?:の画像|のサンプル|のデータ)?|画像|サンプル|その画像|自分)(?:の)?(?:中|内|内部)?(?:だけ|のみ)?で(?:すべて|全て|計算が)?(?:完結|閉じ|片付|済)|\b(?:everything|all|it all|the (?:whole )?computation) (?:stays|happens|takes place|is done|remains) (?:within|inside) (?:a|one|the|each|every) (?:single |same )?(?:sample|example|image|picture)\b|\bself-contained\b",
    re.IGNORECASE,
)


_AXIS_TOUCHED = re.compile(
    r"\bbatch (?:axis|dimension)\b[^.;,]{0,12}\b(?:(?P<no>is not|isn.t|is never|remains un|is left un|stays un)\s*(?:touched|involved|used|reduced|averaged|mixed)|(?:is )?(?P<no2>untouched|left alone|left out)|(?P<yes>is (?:touched|averaged over|reduced|mixed)))|バッチ(?:の)?(?:軸|方向|次元)(?:は|には|に)?[^。、]{0,6}(?:(?P<no3>触(?:ら|れ)(?:ない|ず)|関わらない|手を付けない|使わない)|(?P<yes2>触(?:る|れる)|平均(?:す|を取)る))",
    re.IGNORECASE,
)


_EITHER_WAY = re.compile(
    r"(?:1|一)\s*(?:枚|件|つ|個)(?:ずつ|だけ)[^。、]{0,10}(?:ても|でも)[、]?[^。、]{0,6}(?:まとめ|一緒|複数|\d+\s*[枚件])[^。、]{0,8}(?:ても|でも)[^。]{0,10}(?:同じ|変わら|一致)"
    r"|(?:1|一)\s*(?:枚|件|つ|個)(?:ずつ|だけ)[^。、]{0,8}か[、]?[^。、]{0,6}(?:まとめ|一緒|複数)[^。、]{0,8}かで[^。、]{0,12}(?P<differ>変わる|変わり|異な|違)"
    r"|\b(?:alone|by itself|on its own) or (?:in|with|together)\b[^.;]{0,40}\b(?:same|identical|unchanged)\b|\b(?:same|identical)\b[^.;]{0,50}\b(?:alone|by itself|on its own) or (?:in|with|together)\b",
    re.IGNORECASE,
)


def alone(text: str) -> tuple[bool, int, int] | None:
    """Each sample on its own; batch size 1 works, or does not."""
    touched = _AXIS_TOUCHED.search(text)
    if touched:
        return bool(touched["yes"] or touched["yes2"]), touched.start(), touched.end()
    within = _WITHIN_ONE.search(text)
    if within:
        return False, within.start(), within.end()
    one = re.search(
        r"\b(?:each|every) (?:sample|example|image|instance)\b[^.;]{0,40}\b(?:on its own|by itself|in isolation|independently|one at a time|(?:to|for) itself|its own (?:business|affair|world|island)|(?:knows?|sees?|uses?|needs?) only itself|alone)\b|サンプル(?:ごと|毎)に独立",
        text,
        re.IGNORECASE,
    )
    if one:
        return False, one.start(), one.end()
    beyond = re.search(
        r"\b(?:looks? at|uses?|sees?|needs?) (?:the |a )?(?:whole|entire|full) (?:mini-?)?batch\b|\b(?:looks?|goe?s?|reach(?:es)?|sees?) beyond (?:the|a|an|one|each) (?:single |individual |own )?(?:sample|example|image|instance)\b|\bfunctions? of the (?:whole |entire )?(?:mini-?)?batch\b",
        text,
        re.IGNORECASE,
    )
    if beyond:
        return not DENIED_EN.search(text[max(0, beyond.start() - 24) : beyond.start()]), beyond.start(), beyond.end()
    own = re.search(
        r"\bnothing but (?:the|its|that|this|each) (?:own )?(?:sample|example|image|input|instance|values)\b(?! statistics)|\b(?:functions? of|depends? (?:only )?on) (?:the|that|its|this|each) (?:own )?(?:sample|example|image|input|instance)(?: itself)? (?:alone|only)\b",
        text,
        re.IGNORECASE,
    )
    if own:
        return False, own.start(), own.end()
    only = FROM_ONE.search(text)
    if only and not pattern("batch", "one_at_a_time").search(text[: only.start()]):
        return bool(only["no"]), only.start(), only.end()
    several = _FROM_SEVERAL.search(text)
    if several:
        denied = bool(several["no"]) or bool(DENIED_EN.search(text[max(0, several.start() - 24) : several.start()]))
        return not denied, several.start(), several.end()
    compared = _two_sizes(text)
    if compared:
        return compared
    any_number = re.search(
        r"\d+\s*(?:枚|件|個)でも\s*\d+\s*(?:枚|件|個)でも[^。]{0,24}?(?:(?P<same>同じ|変わら)|(?P<differ>違|異な|変わる))",
        text,
    )
    if any_number and (any_number["same"] or any_number["differ"]):
        return bool(any_number["differ"]), any_number.start(), any_number.end()
    either = _EITHER_WAY.search(text)
    if either:
        return bool(either["differ"]), either.start(), either.end()
    single = pattern("batch", "one_at_a_time").search(text)
    if single and not JUDGED.search(text):
        works, fails = pattern("batch", "works").search(text), pattern("batch", "fails").search(text)
        if fails:
            return True, single.start(), max(single.end(), fails.end())
        if works and not DENIED_EN.search(text[: works.start()][-16:]):
            return False, single.start(), max(single.end(), works.end())
    return None


_SAMPLE_EN = r"(?:image|sample|example|input|instance|picture|observation)s?"
# From the sample alone, or only from several of them.
FROM_ONE = re.compile(
    rf"\b(?:statistics|means?|averages?|mean and (?:the )?variance) (?:(?:is|are) (?:computed|taken|estimated|calculated)|comes?) from (?:one|a single|each|every) {_SAMPLE_EN} (?:at a time|only|alone|separately|by itself)\b|(?:その|この|各|届いた|自分の|個々の)?(?:(?:1|一)(?:件|枚|つ)|サンプル|画像|データ|入力)(?:自身|自体|(?:1|一)(?:件|枚|つ))?(?:の中身?|の値)?(?:だけ|のみ)(?:から|で|を使って|を用いて|によって|を見て)(?:は)?[^。、]{{0,8}}?(?:(?P<no>計算でき(?:な|ま)|求まら|求められ?な|決まら|足りな)|決ま|計算|求ま|求め|得られ|足り|済)"
    rf"|\b(?:needs?|uses?|requires?|computed from|determined by|calculated from|comes? from|obtained from)\s+(?:only|just|nothing but|solely)\s+(?:the|that|its|this|a single|one|each)\s+(?:own\s+)?{_SAMPLE_EN}\b|\bfrom (?:that|the|this|each|a) (?:single |one |given )?{_SAMPLE_EN}(?: itself)? alone\b",
    re.IGNORECASE,
)
_FROM_SEVERAL = re.compile(
    rf"(?:複数|他|ほか|何)(?:の)?(?:件|枚|個|サンプル|画像|データ)[^。、]{{0,6}}(?:ためて|貯めて|集めて|揃え|揃って|そろえ|そろって|ないと|なしで)[^。、]{{0,10}}(?:でき(?:ない|ません)|(?P<no>できる|可能)|求まらな|必要)"
    rf"|\b(?:needs?|requires?)\s+(?:several|many|multiple|more than one|other|enough|at least two)\s+{_SAMPLE_EN}\b",
    re.IGNORECASE,
)
_ONE = r"(?:1(?!\d)|one|a single|一|ひと)"
_SO_MANY = r"(?:\d[\d,]*|one|two|sixteen|thirty-two|sixty-four|a (?:hundred|thousand|dozen)|one (?:hundred|thousand)|a single|一|百|千)"
_UNIT = r"\s*(?:枚|件|個|つ|images?|samples?|examples?|pictures?|photos?|inputs?)"
_TWO_SIZES = re.compile(
    rf"(?:\bbatch(?:es)?(?:[- ]?sizes?)?(?:\s+(?:of|holds|has|contains))?(?:\s+size)?\s*=?\s*|バッチ(?:サイズ|数|の大きさ)?\s*(?:が|を|は|=)?\s*|\bN\s*=\s*)(?P<a>{_SO_MANY})(?:{_UNIT})?(?P<link>[^。.;]{{1,40}}?)(?<![\d×x])(?P<b>{_SO_MANY})(?![\d×x]|\.\d|\s*(?:x|×|倍|%|エポック|epoch))"
    rf"|(?<![\d×x])(?P<c>{_SO_MANY}){_UNIT}(?P<link2>[^。.;]{{1,30}}?)(?<![\d×x])(?P<d>{_SO_MANY})(?![\d×x]|\.\d|\s*(?:x|×|倍|%|channels?|チャ))(?:{_UNIT})?",
    re.IGNORECASE,
)
_EITHER = re.compile(
    r"\b(?:or|and|as|than|from|to|versus|vs)\b|でも|だろうと|だろうが|であれ|[もと]、?\s*$|ずつ|しても|ても|から|[、,]",
    re.IGNORECASE,
)
_OUTCOME = re.compile(
    r"結果|出力|答え?|値|挙動|振る舞い|計算|変わ|\b(?:answers?|outputs?|results?|outcomes?|values?|computation|behaviou?r|numbers|come out|comes out|differs?)\b",
    re.IGNORECASE,
)
_SAME_OUTCOME = re.compile(
    r"同じ|変わら|一致|等し|違い(?:は|が)?な|差(?:は|が)?(?:な|出な)|\bsame\b|\bidentical\b|\bno difference|\bnot (?:differ|change|matter)|n't (?:differ|change|matter)|\bunchanged\b|\bequal\b|\bagrees?\b",
    re.IGNORECASE,
)
_OTHER_OUTCOME = re.compile(
    r"違(?:う|い(?!は?な|が?な)|って)|異な|変わ(?:る|り(?!ま?せん)|って)|一致しな|ずれ|同じに(?:は)?な(?:らな|りま)|\bdiffer|\bnot (?:the same|identical)|n't (?:the same|identical)|\bmakes? (?:a|all the) difference|\bchanges?\b|\banother\b|\bdisagree",
    re.IGNORECASE,
)


def _two_sizes(text: str) -> tuple[bool, int, int] | None:
    """The same answer at batch size 1 as at 1000; 1枚ずつ流しても32枚まとめて流しても同じ: two batches are compared."""
    m = _TWO_SIZES.search(text)
    if m is None or not _OUTCOME.search(text) or not _EITHER.search(m["link"] or m["link2"]):
        return None
    if (m["a"] or m["c"]) == (m["b"] or m["d"]) or JUDGED.search(text):
        return None
    same, other = _SAME_OUTCOME.search(text), _OTHER_OUTCOME.search(text)
    if bool(same) == bool(other):
        return None
    verb = same or other
    assert verb is not None
    return verb is other, min(m.start(), verb.start()), max(m.end(), verb.end())
