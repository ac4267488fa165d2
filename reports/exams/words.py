"""Whether a reading uses every word of its stem: a word of condition that no statement carries is not understood.

Each row of `NEEDS` is a word and what a statement must contain to have used it. Of a measured quantity more is asked:
beyond those words only words without a say in the result (`plain.toml`) may be left.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from ...properties.statement import parse
from .asked import WITH, WITHOUT
from .sizes import NO_PADDING, SAME, digits
from .values import normal

QUANTITIES = frozenset({
    "macs", "params", "macs_ratio", "params_ratio", "output_shape", "output_size", "channels_after", "output_channels", "receptive_field",
    "stats_count", "stats_size", "memory", "filters", "arithmetic",
})  # fmt: skip
_NEVER = r"(?!)"
_COUNTED = r"params|macs|memory|filters|structure_count|kernel_shape|rf_per_params|monotone\((?:macs|params)"
NEEDS: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = tuple((re.compile(word, re.IGNORECASE | re.ASCII), re.compile(used)) for word, used in (
    (r"ceil(?:ing)?\b|切り上げ|天井", r"ceil"),
    (r"output[ _-]?padding|出力パディング", _NEVER),
    (r"\b(?:more|fewer|less|larger|smaller|cheaper)\b(?=[^.?]{0,60}\bthan\b)|よりも?(?=多|少|大き|小さ|安)|(?:多い|少ない)(?=か)",
     r"_ratio|<|>| - |/|monotone|rf_growth|per_params|equals"),
    (r"\bthan\b(?! (?:one|zero|0|1)\b)", r"_ratio|<|>| - |/|monotone|rf_growth|per_params|equals"),
    (r"\bsaved?\b|\bsavings?\b|\breduc(?:ed|tion)s?\b|削減|節約|減[らるっ]", r"_ratio|<| - |monotone|/"),
    (r"\bpercent(?:age)?s?\b|%|パーセント|百分率|割合", r"_ratio|100"),
    (r"\bbytes?\b|\b[KMG]i?B\b|バイト|\bfloat(?:16|32|64)\b|\bint8\b|\bfp(?:16|32)\b|\bbits?\b|ビット", _NEVER),
    (r"\brelative\b|\bcompared\b|\bin comparison\b|\bdivided by\b|\bratio\b|\bfraction\b|\bin place of\b|\binstead of\b|に対する|比べ", r"_ratio|/| - |<|>|equals|monotone"),
    (r"\bonly\b|だけ(?!で)|のみ", r"_ratio|depends_on|normalised_over|independent|part=|kernel_shape"),
    (r"\b(?:last|final) (?:one|1|layer|unit)s?\b|最後の層|最終層", r"receptive_field|rf_|feeds|channels_after"),
    (r"第\s*[lLn]\s*(?:番目の)?層|\bl-?th layer\b", r"layers=[lLn]\b|feeds|depends_on"),
    (r"\bscale and (?:the )?shift\b|\bgamma and beta\b|γ\s*(?:と|,|、)\s*β|スケール(?:と|・)シフト", r"affine=true|norm_formula|mean_var|invariant|unchanged"),
    (r"\b(?:each|every)\b(?! (?:side|edge|direction|axis|layer|convolution|dimension|border|conv|channel has its own))|それぞれ|各(?!層)", r"per=|/|kernel_shape|normalised_over|stats_|depends_on|filters|plan=|feeds"),
    (WITHOUT.pattern, r"bias=false|macs|output|receptive|channels_after|stats_|kernel_shape|affine|(?:params|params_ratio)\([a-z_0-9]+(?:, to=[a-z_0-9]+)?\)|live="),
    (rf"(?:\b(?:with|including|plus|and|counting|has|have|its|the|a|one|1)\s+)*{WITH.pattern}(?:\s*(?:included|あり|込み|を含[むめ]?[ぁ-ん]*|も?含[むめ]?[ぁ-ん]*))?", r"bias=|macs|output|receptive|channels_after|stats_|kernel_shape|norm_formula"),
    (rf"(?:{NO_PADDING.pattern})(?!\s*(?:of|=|is|size)?\s*\d)", r"padding=0|params|receptive|rf_|pool|channels_after|stats_|depends_on|per="),
    (SAME.pattern, r"padding=same|padding=\d|padding=\{|params|receptive|rf_|macs|channels_after|stats_|preserved|output_s"),
    (r"\b(?:over|across|along)\s+(?:the\s+)?(?:axes\s+|axis\s+)?\(?[NCHWT]\b|\b[NCHWT](?:[,、・]\s*[NCHWT])*(?:軸)?(?:だけ|のみ)?(?:にわたる|にわたって|について|方向)", r"normalised_over"),
    (r"\b(?:are|is|number of|how many|only) bias(?:es)?\b(?! included| excluded)|\bbias (?:parameters?|terms?)\b|バイアスの(?:個|総)?数|バイアスは(?:何|いくつ)", r"bias=true\) - "),
    (r"\b(?:two|three|four|five|several|[2-9]|\d\d) (?:such |identical |of these |of those |more )*(?:blocks|stacks|copies|times|rounds|branches|images)\b|\b(?:twice|thrice)\b"
     r"|[2-9二三四五]\s*(?:つの)?(?:ブロック|回|スタック|並列)(?!目)", r"batch=|macs_ratio|params_ratio|equals|monotone"),
    (r"\bhow many (?:output )?(?:positions|pixels|points|values|elements|units|cells|places)\b(?! wide| high| long| in (?:width|height))|何(?:画素|点|要素)|(?:画素|要素|点)の?(?:総|個)?数",
     r"receptive|live|stats_|memory|rf_|macs|filters"),
    (r"を?(?:持た|もた)ない|\b(?:has|have) no\b|\b(?:does|do) not (?:have|need|contain)\b(?: any\b)?", r"== 0|> 0|not "),
    (r"\bmultiplier\b|乗数", r"multiplier|alpha"),
    (r"\bper (?:output |single |input )?(?:filter|kernel|channel|pixel|position|sample|layer|unit|value|element|image|weight)s?\b"
     r"|(?:フィルタ|カーネル|チャネル|画素|ピクセル|要素|点|枚|個|層|サンプル)(?:\s*\d+\s*(?:つ|枚|個|点))?(?:\([^()]{0,12}\))?\s*(?:あたり|当たり|ごと|毎)",
     r"per=|/|kernel_shape|normalised_over|stats_|depends_on|rf_per|filters|channel_|sample_"),
    (r"\bgroups\b|\bgrouped\b|グループ(?:数|畳み込み)", r"groups|group_norm|\bG\b"),
    (r"\b(?:weights|parameters?)\b(?! (?:sharing|shared))|パラメータ|重みの(?:個|総)?数", rf"{_COUNTED}|definition|norm_formula|mean_var|equals|training_effect"),
    (r"\bmultiplications?\b|\bmultiply\b|\bMACs?\b|\bFLOPs?\b|計算量|積和|乗算|演算(?:の)?(?:回)?数", r"macs|monotone\(macs"),
    (r"receptive field|受容野", r"receptive_field|rf_|dilation_schedule|structure_count|training_effect"),
    (r"\bexcept\b(?! for the batch)|\bunless\b", _NEVER),
    (r"\b(?:added|additional|extra|new) (?:channels|feature maps|maps)|\bchannels? (?:is |are )?added\b|増える|増加|新たに", r" - |growth|combine|monotone"),
    (r"\b(?:past|previous|earlier)\b|過去の", r" - 1|past|causal|feeds|depends_on|previous|parallel"),
    (r"\b(?:excluding|not counting|besides|apart from|without counting|other than|ignoring)\b|を?除[くいき]|含め?ず|以外",
     r" - |bias=false|bias|depends_on|other_"),
    (r"(?:one|1) MAC (?:=|is|as) (?:two|2)|MACs? (?:counts? |counted )?as two|two FLOPs|2 FLOPs|積和(?:1回)?を2", r"count=flops"),
    (r"学習(?:可能|する|すべき)|\b(?:learnable|trainable|learned|learnt)\b", r"params|norm|definition|lineage|training_effect"),
    (r"\b(?:live|masked|zeroed|blocked|visible)\b|\b(?:positions|weights|taps) (?:are |is )?kept\b", r"live|masked|causal|pixelcnn|depends_on"),
))  # fmt: skip


@cache
def _plain() -> tuple[frozenset[str], re.Pattern[str], re.Pattern[str]]:
    """The English words, the Japanese phrases (longest first) and the hiragana with a say."""
    table = tomllib.loads((files(__package__) / "plain.toml").read_text("utf-8"))  # pyright: ignore[reportArgumentType]
    japanese = sorted(table["japanese"].split(), key=len, reverse=True)
    return (
        frozenset(table["english"].split()),
        re.compile("|".join(map(re.escape, japanese))),
        re.compile("|".join(table["telling"].split())),
    )


def understood(text: str, uses: Iterable[str]) -> str:
    """A text in plain characters without what a reading says that it used."""
    text = normal(text)
    for pattern in uses:
        text = re.sub(pattern, " ", text, flags=re.IGNORECASE | re.ASCII)
    return digits(text)


def left_over(stem: str, statements: Iterable[str], uses: Iterable[str] = ()) -> list[str]:
    """The words of a stem that neither its statements nor the reading's own patterns (`uses`) account for.

    >>> left_over("How many more weights does it have?", ["params(conv2d, kernel_size=3) == 9"])
    ['more']
    >>> left_over("How many weights does a grouped 3x3 convolution have?", ["params(conv2d, kernel_size=3) == 9"])
    ['grouped']
    """
    said = list(statements)
    text = understood(stem, uses)
    lost = []
    for word, used in NEEDS:
        match = word.search(text)
        if match and not any(used.search(one) for one in said):
            lost.append(match[0].strip())
        if match and said and all(used.search(one) for one in said):
            text = word.sub(" ", text)
    if all(_quantity(one) for one in said):
        lost += [w for w in strange(text) if not any(w in known for known in lost)]
    return lost[:3]


def _quantity(statement: str) -> bool:
    text = statement.removeprefix("not (").removesuffix(")") if statement.startswith("not (") else statement
    return parse(text).predicate in QUANTITIES


def strange(text: str) -> list[str]:
    """The words of a text that are not known to have no say in a result.

    >>> strange("How large is the output of a 3x3 convolution?"), strange("How large is the flipped output?")
    ([], ['flipped'])
    >>> strange("出力の一辺はいくつか。"), strange("反転した出力の一辺はいくつか。")
    ([], ['反転'])
    """
    english, japanese, telling = _plain()
    text = re.sub(r"(?<![A-Za-z])[A-Z]\w?(?:\s*[x*]\s*[A-Z0-9]\w?)+(?![A-Za-z])", " ", text, flags=re.ASCII)  # H x W x C
    text = re.sub(r"\b(?:each|every|both) (?:sides?|edges?|directions?|axis|axes|dimensions?|borders?|layers?|with)\b", " ", text, flags=re.IGNORECASE)
    latin = re.findall(r"[A-Za-z]+(?:'[a-z]+)?", re.sub(r"\\[a-zA-Z]+|_\w+|\{\w*\}", " ", text))
    lost = [w for w in latin if len(w) > 2 and not {w.lower(), w.lower().removesuffix("'s"), w.lower().removesuffix("s")} & english]
    rest = japanese.sub(" ", text)
    lost += telling.findall(rest)
    return [*dict.fromkeys(lost), *dict.fromkeys(re.findall(r"[\u3400-\u9fff々]+|[\u30a1-\u30ff]{2,}", rest))]
