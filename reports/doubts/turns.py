"""Words around a failing claim that leave its sense open, so that it accuses nobody.

Some turn the sense without denying it ("gives up the ability to", "なかなか広がらない", "変化しないことがある"); others say that
the words or the sizes are not the claim's own: a factor cut out of a product, one filter's count beside a layer's, the
last layer's map, a part of the whole. What is left of such a claim is more than a reader of clauses can tell.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ...properties.nodes import Bin, Call, Node, Num, Sym, measurements, symbols
from ...properties.rendering import to_text
from ...properties.statement import Statement
from .. import patterns as re
from ..sizes.quantities import whole
from ..text.sentences import Sentence
from ..vocabulary import family
from .other_values import widest_kernel

QUALITIES = (
    "depends_on", "causal", "parallel_over_time", "independent_of_batch", "invariant_to", "unchanged_by", "equivariant_to",
    "spatial_preserved", "train_eval_differs", "equals", "monotone", "rf_growth", "mean_var", "is_linear",
)  # fmt: skip
_ARRANGED = ("combine", "feeds", "composition", "definition")
SUPPOSED = ("definition", "lineage", "used_in", "causal")
_TURNED = re.compile(
    r"\b(?:giv(?:es?|ing) up|los(?:es?|ing)|lost|forgo\w*|sacrific\w*|lack\w*|unable|fail(?:s|ed)? to|avoid\w*|prevent\w*|"
    r"rid of|barely|hardly|scarcely|seldom|rarely|not (?:always|necessarily)|only partly|at the (?:cost|expense) of|would be"
    r"|might|sometimes|often|usually)\b"
    r"|なかなか|それほど|さほど|あまり(?!に)|必ずしも|とは限|言えない|いえない|犠牲|失[うわっい]|手放|諦め|あきらめ|放棄|避け|防[いぐ]|抑え"
    r"|ことがある|ことがあり|こともあ|場合もあ|場合があ|ことが多い|がち",
    re.IGNORECASE,
)
_NO_MERIT = re.compile(
    r"(?:利点|長所|メリット|欠点|特徴|理由|問題|売り)(?:と|で)?は(?:言え|いえ|な)[^。]{0,4}"
    r"|\bno (?:real )?(?:advantage|merit|drawback|problem)s?\b",
    re.IGNORECASE,
)
_TOLD = re.compile(
    r"」と(?:覚え|思|言|書い|考え|習|誤解|勘違)|別の(?:やつ|もの|話)|[“\"][^”\"]{8,}[”\"],? (?:some|many|people|they) ",
    re.IGNORECASE,
)
_BOTH = re.compile(
    r"どちらも(?!ない)|いずれも|両(?:方|者)(?:とも|が|は)|ともに|\bboth\b(?!\W+(?:height|width|H|axes|directions))|\ball (?:of them|three|four|networks|models)\b"
    r"|\b\w+ and \w+ alike\b",
    re.IGNORECASE,
)
_OWN_CHANNEL = re.compile(r"チャン?ネル(?:だけ|のみ|しか)(?![^。、]*(?:画素|位置|周囲|まわり|近傍))", re.IGNORECASE)
_SUPPOSED = re.compile(
    r"(?:だっ|し|っ)たら|んだら|てしまうと|(?:両側|左右|対称)[^。、]{0,12}(?:と|ば)[、,]|仮に|もし(?!く)|(?<!たけ)れば(?!よ[いかくろ]|い[いけ]|良|十分|済|すむ|OK|足り)|\b(?:if|were|had|would|suppose|unless)\b", re.IGNORECASE
)
_APART = re.compile(
    r"\b(?:each|every|per|modules?|stages?|(?:one|a|this) block|in (?:the|a) block)\b"
    r"|各|ごと|毎に|それぞれ|ステージ|ブロック内|モジュール",
    re.IGNORECASE,
)
_ONE_FILTER = re.compile(
    r"\b(?:each|every|per|one|a single) (?:\w+ )?(?:filter|kernel)|フィルター?\s*(?:[1１一]|ひと)\s*(?:枚|つ|個)",
    re.IGNORECASE,
)
_LAST = re.compile(
    r"\b(?:last|final|fifth|fourth|five|four|all)\b[^.;]{0,16}\b(?:pool\w*|layers?|stages?|blocks?)"
    r"|\b(?:total|overall|combined) stride|(?:最後|最終|5つ|五つ|5回|全て|すべて)[^。、]{0,8}(?:プーリング|層|ブロック|段)|全体のストライド|累積",
    re.IGNORECASE,
)
_OF_BATCH = re.compile(r"バッチ(?:の|サイズ)?\s*$|batch\s*$", re.IGNORECASE)
_ALIKE = re.compile(
    r"と(?:同じ(?:もの|計算|結果|こと|動作|出力)|等価|一致|等しく)|\band\b[^.,;]{0,36}\b(?:computes?|gives?|are|do|does|yields?|become)\b[^.,;]{0,20}\b(?:the same|identical|equal|equivalent|alike)\b|\bcoincides?\b",
    re.IGNORECASE,
)
_ANY_BATCH = re.compile(
    r"\b(?:whatever|regardless|irrespective|any|every|no matter|independent\w*)\b|どんな|どの|いくつで|によらず|関わらず|かかわらず|関係な|何枚でも",
    re.IGNORECASE,
)
_LATER_BLOCK = re.compile(
    r"第?\s*[2-9二三四]\s*(?:番目の?)?(?:の)?(?:デンス|dense)?\s*(?:ブロック|block)|\b(?:second|third|fourth|last|next|2nd|3rd|4th)\b(?! layer)|block\s*[2-9]|(?:ブロック|block)\s*[2-9]|最後の(?!層)|次の(?!層)|2つ目|3つ目|4つ目",
    re.IGNORECASE,
)
_SHARE_OF = re.compile(
    r"\baccounts? for|(?<!ratio )(?<!quotient )\bof the (?:work|total|whole|cost|computation)|\bmakes? up\b|占め|うちの?|内訳|のうち",
    re.IGNORECASE,
)
_OTHER_RATE = re.compile(r"誤り率|エラー率|正解率|精度|損失|\berror|\baccurac\w*|\bloss\b|\bseconds?\b", re.IGNORECASE)
_SCALED = re.compile(r"\s*(?:万|億|million\b|billion\b|[MGBK]\b)")
_SQUARED = re.compile(r"\bsquared?\b|\bquadratic|[2２二]乗|\^\s*\{?2", re.IGNORECASE)
_SQUARE_KERNEL = re.compile(r"(?<![\dx×])(\d)\s*[x×]\s*\1(?!\d)|(?<![A-Za-z])[KkFf]\s*=\s*\d")
_FACTOR = re.compile(r"(?:[*×·+/]|\\cdot|\\times|\\,)\s*$")
_MULTIPLIED_WITH = re.compile(r"\bmultiplied (?:by|with)[\s$]*$", re.IGNORECASE)
_FACTOR_AFTER = re.compile(r"\s*(?:[*×·+/^]|\\cdot|\\times|\\,)\s*[A-Za-z\d\\(]")
_PIECE = re.compile(r"[A-Za-z\d]\s*(?:[*×·+]|\\cdot|\\times)\s*[A-Za-z\d]")
_COUNTED = re.compile(r"\s*\$?\s*(?:個|weights|parameters|params|numbers)")
_WITHOUT = re.compile(r"\bwithout\b|(?<!channel )(?<!map )(?<!slice )(?<!plane )(?<!pixel )(?<!position )\b(?:on its own|by itself)\b|\bbut not\b|なしで|せずに|ことなく", re.IGNORECASE)
_BARE_DENIAL = re.compile(r"\W*(?:[うけ受]{1,3}ない|しない|されない|なし|ない|no|none|not)\W*$", re.IGNORECASE)
_FIELD_WORD = re.compile(r"受容野|視野|receptive|field of view|\bRF\b|\brf\b")
_FIELD = re.compile(
    _FIELD_WORD.pattern
    + r"|見[えるわ渡てな]|届|覆|カバー|またが|範囲|\bsees?\b|\bseen\b|\bcovers?\b|\bspans?\b|\breach|\bextent|\bwindow|\blooks?\b"
    r"|\bfield|effective|実効|見かけ|acts? like|広が|\b[Rr]\w{0,3}\s*=|サンプル|画素|samples|pixels|相当|同じ|equivalent"
    r"|\bgaps?\b|\bholes?\b|\bzeros? between|\bneighbou?ring|隙間|すき間|飛ばし|要素の間",
    re.IGNORECASE,
)
_SQUARE = re.compile(r"(?<![\dx×.])(\d{1,2})\s*[x×]\s*\1(?!\d|\s*[x×]\s*\d)")
_PUT_BETWEEN = re.compile(r"(?:間|あいだ)[^。]{0,24}(?:ゼロ|零|0|穴|隙間)[^。]{0,12}(?:挿入|入れ|挟|はさ|詰め|置)|\b(?:insert|put|plac)\w*[^.]{0,40}\b(?:zeros?|holes?)\b[^.]{0,24}\bbetween\b", re.IGNORECASE)
_NO_FIELD = re.compile(r"結合の|結線|本の|connections?\b|\blinks?\b|パラメータ|重み", re.IGNORECASE)
_STACKS = re.compile(
    r"(?<![\d.])([2-9二三四]|two|three|four)\s*(?:つ|個|回|組)?の?\s*(?:積み重ね|スタック|サイクル|stacks\b|cycles\b)",
    re.IGNORECASE,
)
_OWN_KERNEL = re.compile(r"(?<![A-Za-z])[rkKfF]\s*=\s*\d")
_DILATED = re.compile(
    r"dilat|拡張|膨張|穴|wavenet|倍々|倍に|doubl|2\s*\^|\*\*|指数|exponential|(?<![A-Za-z])d(?:_|\b)", re.IGNORECASE
)
SHORT = 24  # characters of a line that goes on with the one above it
_CHANNELS = re.compile(r"チャン?ネル|ch\b|枚|層目|第\s*\d+\s*層|channels?|maps?\b|features?\b|layer|block|ブロック", re.IGNORECASE)
_ARROW = re.compile(r"\d\s*(?:→|->)\s*\d")
_SHAPES = ("output_shape", "output_size")
_WHOLES = ("macs", "params", "stats_count", "stats_size", "macs_ratio", "params_ratio", "memory")


def turned(statement: Statement, sentence: Sentence, start: int, end: int) -> str | None:
    """Why words around a failing claim, or its own sizes, leave its sense open; None where they do not.

    >>> from ...properties.statement import parse
    >>> from ..text.inline import passage
    >>> from ..text.segments import Segment
    >>> from ..text.sentences import sentences_of
    >>> [said] = sentences_of(passage([Segment("It gives up the ability to look at neighbouring pixels.", 0)]), 0)
    >>> turned(parse("depends_on(pointwise_conv2d, input=other_position)"), said, 20, 50)
    'the words "gives up" turn what is said'
    """
    checks: tuple[Callable[[Statement, Sentence, int, int], str | None], ...] = (
        _words,
        _owners,
        _shapes,
        _pieces,
        _fields,
    )
    return next((why for check in checks if (why := check(statement, sentence, start, end))), None)


_CAUSALITY = re.compile(r"因果(?:性|律)[はがもを]?$")  # that it is lost, is what is said


def _words(statement: Statement, sentence: Sentence, start: int, end: int) -> str | None:
    """Words that turn a quality, or that tell what others say."""
    if _TOLD.search(sentence.words):
        return "it tells what others say"
    if statement.negated and statement.predicate in _ARRANGED and _BOTH.search(sentence.words):
        return "what is denied of both need not be wrong of either"
    if statement.predicate in SUPPOSED and _SUPPOSED.search(sentence.words):
        return "it is only supposed"
    if statement.predicate not in QUALITIES and not isinstance(statement.right, Call):
        return None
    first, last = sentence.clause(start)
    clause = sentence.words[first : max(last, end) if isinstance(statement.right, Call) else last]
    if (found := _TURNED.search(clause)) and not (statement.predicate == "causal" and start <= first + found.start() < end and _CAUSALITY.search(clause[: found.start()])):
        return f'the words "{found[0]}" turn what is said'
    if found := _NO_MERIT.search(sentence.words):
        return f'"{found[0]}" denies a merit'
    if (
        statement.predicate == "depends_on"
        and statement.negated
        and "other_position" in str(statement)
        and _OWN_CHANNEL.search(clause)
    ):
        return "one channel alone is told from the others, not from places"
    if re.search(r"[(（][^)）]*$", sentence.words[start:end]):
        return "it is read across a bracket"
    if statement.predicate == "depends_on" and (found := _WITHOUT.search(clause)):
        return f'"{found[0]}" denies one thing of two'
    if statement.negated and sentence.cell is not None and _BARE_DENIAL.match(sentence.words):
        return "what is denied stands in the head of its column"
    return None


def _fields(statement: Statement, sentence: Sentence, start: int, end: int) -> str | None:
    """A receptive field of which the sentence does not speak, or of another kernel than the one it names."""
    if statement.predicate != "receptive_field":
        return None
    text = sentence.text.chars
    if _PUT_BETWEEN.search(text):
        return None  # so many zeros between the elements: how far the window reaches
    if symbols(statement.right) and not measurements(statement.right) and not _FIELD.search(text) and sentence.cell is None and len(text) > SHORT:
        return "no receptive field is spoken of"
    if re.match(r"\s*(?:つ|層|段|回)(?:の|を|に|重|積)", text[end:]):
        return "layers are counted"
    if _NO_FIELD.search(text) and not _FIELD_WORD.search(text):
        return "something else is counted"
    if "plan" in (dict(statement.call.options) if statement.call else {}) and not _as_often(statement, text):
        return "several stacks are spoken of"
    claimed = whole(statement.right)
    in_cells = re.match(r"[^\dx×]*\d+\s*(?:pixels?\b|cells?\b|画素|ピクセル|マス)", text[start : end + 10])
    plan = to_text((dict(statement.call.options) if statement.call else {}).get("plan", Sym("")))
    if in_cells and any(int(side) ** 2 == claimed and int(side) >= widest_kernel(plan) for side in _SQUARE.findall(text)):
        return "an area is told"
    options = dict(statement.call.options) if statement.call else {}
    kernel = whole(options["kernel_size"]) if "kernel_size" in options else None
    numbers = set(re.findall(r"\d+", text))
    if kernel and str(kernel) not in numbers and (kernel == 1 or _OWN_KERNEL.search(text)):
        return "its kernel stands in another sentence"
    if (statement.subject or "") in ("dilated_causal_stack", "dilated_stack") and not _DILATED.search(text):
        return "it does not speak of dilations"
    return None


def _as_often(statement: Statement, text: str) -> bool:
    """Whether a plan repeats its layers as often as the sentence says that there are stacks of them."""
    said = _STACKS.search(text)
    if said is None:
        return True
    times = {"two": 2, "three": 3, "four": 4, "二": 2, "三": 3, "四": 4}.get(said[1].lower()) or int(said[1])
    layers = re.findall(r"k\d+(?:[sd]\d+)*", str(statement.left))
    return len(layers) % times == 0 and layers[: len(layers) // times] * times == layers


def _owners(statement: Statement, sentence: Sentence, start: int, end: int) -> str | None:
    """Something else that the sentence speaks of: the batch, a part, one filter, a share of the whole."""
    if statement.predicate == "spatial_preserved":
        if family(statement.subject or "") == "normalisation":
            return "nobody says of it that it keeps or changes sizes"
        if _OF_BATCH.search(sentence.words[:start]):
            return "the size of the batch is spoken of"
    options = dict(statement.call.options) if statement.call else {}
    named = {family(m.tag) for m in sentence.subjects}
    if (
        statement.predicate == "independent_of_batch"
        and _ALIKE.search(sentence.words)
        and not _ANY_BATCH.search(sentence.words)
    ):
        return "two layers are compared"
    if (
        statement.predicate == "equals"
        and named
        and family(statement.subject or "") not in named
        and sentence.cell is None
    ):
        return "it names another subject"
    if statement.predicate == "channels_after" and sentence.cell is None and not _worked_here(options, sentence):
        return "the block is another sentence's"
    a_module = getattr(options.get("part"), "name", "") == "branch"
    if statement.predicate == "structure_count" and not a_module and not isinstance(statement.right, Bin) and _is_a_part(sentence.words, start, end):
        return "a part of the network is counted"
    if statement.predicate == "params" and "out_channels" in options and whole(options["out_channels"]) != 1:
        said = sentence.words[max(0, start - 40) : start]
        if _ONE_FILTER.search(said) and not re.search(r"layer|層|全", said, re.IGNORECASE):
            return "one filter is spoken of"
    if statement.predicate in ("macs_ratio", "params_ratio") and _SCALED.match(sentence.text.chars, end):
        return "so many are counted"
    if statement.predicate in ("macs_ratio", "params_ratio") and _OTHER_RATE.search(sentence.words):
        return "something else than a cost has changed"
    if statement.predicate in ("macs_ratio", "params_ratio") and _SHARE_OF.search(sentence.words):
        return "a share of the whole is spoken of"
    return None


def _is_a_part(words: str, start: int, end: int) -> bool:
    """Whether a part of the network, or some of its modules, is counted, not all that it has."""
    some = re.search(r"\b(?:of|to|in|from|on|at)\s+(?:the\s+)?$", words[:start])
    return bool(some or _APART.search(words[:start]) or _APART.search(words[end:]))


def _worked_here(options: Mapping[str, Node], sentence: Sentence) -> bool:
    """Whether the sentence speaks of channels, or gives one of the sizes itself."""
    text = sentence.text.chars
    numbers = set(re.findall(r"\d+", text))
    given = {str(n) for value in options.values() if (n := whole(value)) is not None}
    return bool(_CHANNELS.search(text)) or not given or (bool(given & numbers) and not _ARROW.search(text))


_A_MATRIX = re.compile(r"\(?\d{1,7}\s*[x×,]\s*\d{1,7}\)?\s*(?:の)?\s*(?:行列|matri(?:x|ces)\b)", re.IGNORECASE)  # im2col: 576 x 25


def _shapes(statement: Statement, sentence: Sentence, start: int, end: int) -> str | None:
    """Shapes of another layer, windows that do not fit, a count taken for a shape, a matrix of unfolded windows."""
    if statement.predicate == "output_shape" and _A_MATRIX.match(sentence.words, start):
        return "a matrix is spoken of, no map"
    by_groups = statement.call is not None and statement.call.option("groups") is not None  # M/g
    if statement.predicate == "kernel_shape" and not by_groups and re.search(r"[·|/]", sentence.text.chars[start:end]):
        return "it is read across a list"
    if statement.predicate == "kernel_shape" and _COUNTED.match(sentence.text.chars, end):
        return "weights are counted"
    if statement.predicate == "channels_after" and _LATER_BLOCK.search(sentence.words):
        options = dict(statement.call.options) if statement.call else {}
        first = whole(options["in_channels"]) if "in_channels" in options else None
        if first and str(first) not in re.findall(r"\d+", sentence.text.chars):
            return "what enters a later block is not said"
    if statement.predicate not in _SHAPES:
        return None
    if _LAST.search(sentence.words) and statement.subject != "layer_stack":
        return "what comes out of the last layer is said to come out of one"
    return None if _fits(statement) else "its window does not fit into its map"


def _fits(statement: Statement) -> bool:
    """Whether the window of a worked example fits into the map that goes in."""
    if statement.subject == "conv_transpose2d":
        return True
    sizes = {
        key: whole(value) for key, value in (statement.call.options if statement.call else ()) if isinstance(value, Num)
    }
    padding = sizes.get("padding") or 0
    for side, window in (("height", "kernel_height"), ("width", "kernel_width")):
        size, kernel = sizes.get(side), sizes.get(window) or sizes.get("kernel_size")
        if size and kernel and size + 2 * padding < kernel:
            return False
    return True


_FACTOR_LETTER = re.compile(r"(?:^|[\s$(=+×*·])(?![aAI]\s)[A-Za-z](?:_\{?\w{1,4}\}?|\d)?\s*$")  # c_o (c_i k_h k_w + 1)


def _pieces(statement: Statement, sentence: Sentence, start: int, end: int) -> str | None:
    """A piece of a longer expression, or one that leaves out what stands beside it."""
    if statement.predicate not in _WHOLES:
        return None
    text = sentence.text.chars
    if _MULTIPLIED_WITH.search(text[max(0, start - 20) : start]):
        return "it is a factor"
    if text[start : start + 1] == "(" and _FACTOR_LETTER.search(text[:start]):
        return "it is a piece of a longer expression"
    alone = isinstance(statement.right, Sym | Num) or (isinstance(statement.right, Bin) and statement.right.op == "/")
    beside = _FACTOR.search(text[max(0, start - 8) : start]) or _FACTOR_AFTER.match(text, end)
    if alone and (beside or (isinstance(statement.right, Sym) and _PIECE.search(text[max(0, start - 8) : start + 6]))):
        return "it is a piece of a longer expression"
    options = dict(statement.call.options) if statement.call else {}
    separable = statement.subject == "depthwise_separable_conv2d" and "kernel_size" not in options
    if statement.predicate in ("macs_ratio", "params_ratio") and separable and _SQUARE_KERNEL.search(text):
        return "it speaks of one kernel"
    if (
        statement.predicate == "macs"
        and "per" not in options
        and (isinstance(statement.right, Sym) or _few_factors(statement))
    ):
        return "operations are no such product"
    multiple = re.search(r"(?<!\d)(\d+)\*(?:macs|params)\(", str(statement))  # twice the cost, though "squared" is said
    if multiple and multiple[1] != "4" and _SQUARED.search(sentence.words) and "**2" not in str(statement):
        return "something is squared"
    return None


def _few_factors(statement: Statement) -> bool:
    """A product of two sizes alone: rows of an image, two multipliers."""
    right = statement.right
    return isinstance(right, Bin) and right.op == "*" and isinstance(right.left, Sym) and isinstance(right.right, Sym)
