"""Second thoughts before a refutation: whether the words, bound a little differently, say something that holds.

A claim that fails may have been bound wrongly: a stride that belongs to another layer, a letter that means another size
here, a shape that is the kernel's and not the output's. Each such reading is decided too; where one holds, the sentence
is listed as unread with both, and nobody is accused. What the sentence itself says is never taken away from it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from fractions import Fraction

from ...properties.nodes import Bin, Call, Items, Node, Num, Sym, walk
from ...properties.rendering import to_text
from ...properties.roles import LETTERS
from ...properties.statement import Statement, parse
from ...properties.subjects import subject as subject_of
from ...properties.verdict import Verdict
from ...reference.errors import InputError
from .. import patterns as re
from ..reading import runnable
from ..text.sentences import Sentence

UNLIKELY = 12  # a number that is off by more than this factor was said of something else; a decimal place may slip
_SAID = {
    "stride": r"ストライド|strid|歩幅|移動幅|ずつ|at a time|(?<![A-Za-z])s\s*=|(?<![A-Za-z])S\s*=",
    "padding": r"パディング|pad|余白|詰め|埋め|補[いうえっ]|ふち|縁|ずつ[足加付つ]"
    r"|[\d一二三四ひ]\s*(?:周|回り)|\brings?\b|\bframes?\b|border|margin|zeros|(?<![A-Za-z])p\s*=|(?<![A-Za-z])P\s*=",
    "dilation": r"dilat|拡張|膨張|(?<![A-Za-z])d\s*=",
    "groups": r"グループ|group|(?<![A-Za-z])g\s*=",
    "multiplier": r"multiplier|倍率",
    "bias": r"バイアス|切片|bias",
    "moving": r"移動(?:平均|分散)も|(?:移動|running|moving)[^。.]*(?:含め|込み|合計|合わせ|includ|total|in all)",
    "mode": r"学習|訓練|推論|生成|train|eval|infer|test|generat|sampl",
}
_COUNTS = ("macs", "params", "output_shape", "output_size", "memory", "receptive_field", "channels_after", "arithmetic")
_CHAINED = ("output_shape", "output_size")
_LAYER_SIZES = ("height", "width", "kernel_size", "kernel_height", "kernel_width", "in_channels", "in_features")
_CUSTOMARY = {"1", "3"}  # written out or not: a colour image's channels, a 3x3 kernel, a pointwise one
_STATED = ("stats_shape",)  # read only where the words name what is counted
# Of a claim that is true or false some other subject always holds; of these it is a sign.
_MANY_VALUED = (*_COUNTS, "kernel_shape", "composition", "rf_growth", "filters", "output_channels", "lineage")
_MOBILENET = {"M": "in_channels", "N": "out_channels", "D_F": "size", "D_K": "kernel_size"}
_SHAPES = ("output_shape", "input_shape", "kernel_shape")
_SHAPE_WORDS = {
    "output_shape": r"出力|(?:でき|出来)(?:上が|あが)|出てくる|得られ|output|→|->|⇒|結果|result|becom|produc|giv|yield",
    "input_shape": r"入力|input",
    "kernel_shape": r"カーネル|フィルタ|重み|kernel|filter|weight",
}


def doubt(
    statement: Statement,
    verdict: Verdict,
    sentence: Sentence,
    decide: Callable[[str], Verdict | str],
    start: int = 0,
    firm: bool = False,
    head: str = "",
) -> str | None:
    """Why the refutation should not be reported, or None.

    >>> from ...properties.statement import parse
    >>> from ...properties.verdict import decide
    >>> from ..text.inline import passage
    >>> from ..text.segments import Segment
    >>> from ..text.sentences import sentences_of
    >>> [said] = sentences_of(passage([Segment("出力は (H, W, M)", 0)]), 0)
    >>> strided = parse("output_shape(conv2d, stride=2) == (H, W, M)")
    >>> doubt(strided, decide(strided), said, lambda text: decide(parse(text)))
    'output_shape(conv2d) == (H, W, M) would hold'
    """
    if statement.relation in ("==", "~=") and _far_off(verdict) and not _is_share(statement):
        return f"{verdict.counterexample.claimed} is too far from {verdict.counterexample.measured} to be about this"  # type: ignore[union-attr] - looked at before
    if not firm and is_worked(verdict) and (size := from_elsewhere(statement, sentence)):
        return f"its {size} stands in another sentence, which may speak of another layer"
    for other in () if firm else _others(statement, sentence, start, head):
        found = decide(str(other))
        if not isinstance(found, str) and found.status == "holds":
            return f"{other} would hold"
    return None


def of_another(
    statement: Statement,
    around: Iterable[str],
    decide: Callable[[str], Verdict | str],
    sentence: Sentence | None = None,
) -> str | None:
    """The statement said of another subject named around the sentence, which names none itself, where that holds."""
    call = statement.call
    if call is None or not call.args or statement.predicate not in _MANY_VALUED:
        return None
    if statement.predicate == "composition" and isinstance(statement.right, Items) and len(statement.right.items) < 2:
        return None  # one operation is found in many a block
    for subject in dict.fromkeys(around):
        if subject == statement.subject:
            continue
        other = _with_call(statement, call, replace(call, args=(Sym(subject), *call.args[1:])))
        for said in (other, *([] if sentence is None else _without_options(other, sentence))):
            found = decide(str(said))
            if not isinstance(found, str) and found.status == "holds":
                return f"{said} would hold"
    return None


def of_a_topic(
    statement: Statement, sentence: Sentence, decide: Callable[[str], Verdict | str], start: int, end: int
) -> str | None:
    """The statement said of a topic that stands before it, where its own subject is named only after it.

    "ResNet のチャネル数は増えないが、DenseNet は増える": what comes after a contrast is not what comes before it.
    """
    call = statement.call
    if call is None or not call.args or sentence.cell is not None:
        return None
    named = (m for m in sentence.subjects if runnable(m.tag) == statement.subject)
    own = [m for m in named if m.start >= end or sentence.is_topic(m)]
    if not own or min(m.start for m in own) < end:
        return None
    for mention in sentence.subjects:
        if mention.start < start and not mention.weak and runnable(mention.tag) != statement.subject:
            other = _with_call(statement, call, replace(call, args=(Sym(runnable(mention.tag)), *call.args[1:])))
            found = decide(str(other))
            if not isinstance(found, str) and found.status in ("holds", "holds_if"):
                return f"{other} would hold"
    return None


def from_elsewhere(statement: Statement, sentence: Sentence) -> str | None:
    """A size of a worked example that its own sentence does not name: examples change their sizes as they go on."""
    if statement.call is None:
        return None
    if statement.subject == "linear" and statement.predicate in ("params", "macs") and isinstance(statement.right, Bin):
        factors = set(re.findall(r"\d+", to_text(statement.right)))  # 1024*1000: whose sizes are other ones
        features = ("in_features", "out_features")
        sizes = [(k, v) for k, v in statement.call.options if k in features and isinstance(v, Num)]
        told = set(re.findall(r"\d+", sentence.text.chars))
        return next((k for k, v in sizes if to_text(v) not in factors | told), None)
    if statement.predicate not in _CHAINED:
        return None
    numbers = set(re.findall(r"\d+", re.sub(r"(?<=\d),(?=\d{3})", "", sentence.text.chars)))
    sizes = [(key, value) for key, value in statement.call.options if key in _LAYER_SIZES and isinstance(value, Num)]
    return next((key for key, value in sizes if to_text(value) not in numbers | _CUSTOMARY), None)


def _is_share(statement: Statement) -> bool:
    """One count over another, or so many times another: a share or a factor may be anything."""
    times = any(isinstance(node, Call) and node.name in _COUNTS for node in walk(statement.right))
    return times or (isinstance(statement.left, Bin) and statement.left.op == "/")


def _far_off(verdict: Verdict) -> bool:
    """A plain number that is far from what was measured at sizes that are plain numbers too."""
    shown = verdict.counterexample
    if shown is None or verdict.predicate in _STATED or (shown.sizes and not is_worked(verdict)):
        return False
    if isinstance(shown.claimed, tuple) and isinstance(shown.measured, tuple):
        return _sides_far_off(shown.claimed, shown.measured)
    claimed, measured = shown.claimed, shown.measured
    if not (isinstance(claimed, int | Fraction) and isinstance(measured, int | Fraction) and claimed > 0 < measured):
        return False
    quotient = Fraction(claimed) / Fraction(measured)
    return not Fraction(1, UNLIKELY) <= quotient <= UNLIKELY


def _sides_far_off(claimed: tuple[object, ...], measured: tuple[object, ...]) -> bool:
    """Whether two sides of a shape are both far from what was measured: they were said of another map."""
    pairs = [(a, b) for a, b in zip(claimed, measured, strict=False) if isinstance(a, int) and isinstance(b, int)]
    return sum(a > UNLIKELY * b or b > UNLIKELY * a for a, b in pairs) >= 2


def is_worked(verdict: Verdict) -> bool:
    """Whether the reading gives a number and has no letters: a claim about one worked example."""
    return verdict.predicate in _COUNTS and not re.search(r"(?<![A-Za-z_])[A-Z](?![A-Za-z_])", verdict.reading)


def _others(statement: Statement, sentence: Sentence, start: int, head: str = "") -> Iterator[Statement]:
    yield from _without_options(statement, sentence, head)
    yield from _otherwise_counted(statement, sentence, start)
    yield from _of_some_width(statement)
    said = re.search(r"(?<![A-Za-z])M(?![A-Za-z])", sentence.text.chars)
    if statement.predicate == "filters" and statement.right == Sym("M") and said:
        where = tuple((x, "in_channels" if x == "M" else role) for x, role in statement.where)
        yield replace(statement, where=where)  # M input channels, as in the paper on MobileNet
    for lettered in _other_letters(statement):
        yield lettered
        yield from _without_options(lettered, sentence)
    yield from _other_shapes(statement, sentence.words[max(0, start - 32) : start])


def _with_call(statement: Statement, old: Call, new: Call) -> Statement:
    def changed(node: Node) -> Node:
        return new if node == old else node

    return replace(statement, left=changed(statement.left), right=changed(statement.right))


def _without_options(statement: Statement, sentence: Sentence, head: str = "") -> Iterator[Statement]:
    """Without a stride, a padding, a mode of which sentence and column say nothing: it may be another layer's."""
    call = statement.call
    if call is None or statement.negated:
        return
    taken = [
        key
        for key, _ in call.options
        if key in _SAID and not re.search(_SAID[key], f"{sentence.text.chars} {head}", re.IGNORECASE)
    ]
    for keys in [*[{key} for key in taken], *([set(taken)] if len(taken) > 1 else [])]:
        yield _with_call(statement, call, replace(call, options=tuple(o for o in call.options if o[0] not in keys)))


def _other_letters(statement: Statement) -> Iterator[Statement]:
    """Letters with the meaning that their names suggest: FH for the height of a filter, C for the input's channels."""
    if not statement.where or statement.call is None:
        return
    try:
        roles = set(subject_of(statement.subject).roles) | {"size", "kernel_size", "stride", "padding", "dilation"}
    except InputError:
        return
    suggested = {}
    for letter, role in statement.where:
        custom = next((r for r in (*LETTERS.get(letter, ()), *_by_name(letter)) if r in roles), None)
        if custom and custom != role and not (custom == "batch" and role in ("in_channels", "out_channels")):
            suggested[letter] = custom  # what is told to be the number of filters is no number of images
    letters = {letter for letter, _ in statement.where}
    if "N" in letters and letters & _MOBILENET.keys() - {"N", "M"}:  # the letters of the MobileNet paper go together
        where = tuple((letter, _MOBILENET.get(letter, role)) for letter, role in statement.where)
        yield replace(statement, where=where)
    if suggested:
        where = tuple((letter, suggested.get(letter, role)) for letter, role in statement.where)
        yield replace(statement, where=where)


_TOTAL = re.compile(
    r"\bin all\b|\bin total\b|\btogether\b|\bthe pair\b|\bfollowed by\b|合わせ|合計|全部で|全体で|両方", re.IGNORECASE
)
_BIAS = re.compile(r"バイアス|切片|\bbias", re.IGNORECASE)
_WEIGHTS = re.compile(r"重み|\bweights?\b", re.IGNORECASE)


def _otherwise_counted(statement: Statement, sentence: Sentence, start: int) -> Iterator[Statement]:
    """Both halves of a separable convolution in all; the weights alone, where the biases are told after them."""
    call = statement.call
    if call is None or statement.predicate not in ("params", "macs"):
        return
    if statement.subject in ("depthwise_conv2d", "pointwise_conv2d") and _TOTAL.search(sentence.words):
        yield _with_call(statement, call, replace(call, args=(Sym("depthwise_separable_conv2d"), *call.args[1:])))
    first, last = sentence.clause(start)
    own = sentence.words[first:last]
    weights_alone = _WEIGHTS.search(own) and not _BIAS.search(own) and _BIAS.search(sentence.words, last)
    if "bias" in dict(call.options) and weights_alone:
        options = tuple((k, Sym("false")) if k == "bias" else (k, v) for k, v in call.options)
        yield _with_call(statement, call, replace(call, options=options))


def _of_some_width(statement: Statement) -> Iterator[Statement]:
    """The saving of a separable convolution, 1/M + 1/K^2, where M is left open: some usual M may be the example's."""
    said = str(statement)
    kernel = re.search(r"macs_ratio\(depthwise_separable_conv2d, to=conv2d, (kernel_size=\d+)\)", said)
    if kernel is None:
        return
    for width in _USUAL_WIDTHS:
        yield parse(said.replace(kernel[1], f"{kernel[1]}, out_channels={width}"))


_USUAL_WIDTHS = (32, 64, 128, 256, 512, 1024)


def _by_name(letter: str) -> Iterator[str]:
    """What a composite letter says of itself."""
    kernel = re.match(r"[FKfk]", letter)
    if kernel and re.search(r"[hH]$", letter):
        yield "kernel_height"
    if kernel and re.search(r"[wW]$", letter):
        yield "kernel_width"


def _other_shapes(statement: Statement, before: str) -> Iterator[Statement]:
    """A shape that is the kernel's or the input's, where the words before it do not say whose it is."""
    call = statement.call
    if call is None or call.name not in _SHAPES or statement.negated:
        return
    if re.search(_SHAPE_WORDS[call.name], before, re.IGNORECASE):
        return
    sizes = tuple(o for o in call.options if o[0] != "of")
    for name in _SHAPES:
        if name == call.name:
            continue
        for of in ("filter", "weight") if name == "kernel_shape" else ("",):
            options = (*sizes, ("of", Sym(of))) if of else sizes
            yield _with_call(statement, call, Call(name, call.args, options))
