"""Worked examples: so large a map through such operations comes out so large, in prose, lists and answers.

Operations and shapes are taken from the sentence (`spoken.py`); what it lacks comes from the sentences above it, the
nearest first, and every input and operation within reach is tried. Only what fails in all of them is refuted, and
only where nothing was left to guess.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from .. import patterns as re
from ..decided import IN_PAIRS
from ..reading import Reading, View
from ..scope import NEARBY
from ..sizes.forward import outcomes
from ..sizes.gathering import habitual_padding, is_joined, told_as_alternatives
from ..sizes.geometry import Layer, Shape, flat, kinds_of, layer_of
from ..sizes.lettered import lettered
from ..sizes.maps import cue, mentioned
from ..sizes.operations import Operation
from ..sizes.setting import sentences_above
from ..sizes.sizing import Sizes, is_by_an_unsaid_step, statements_of
from ..sizes.spoken import (
    IF_IT_IS,
    Example,
    Part,
    example_in,
    in_pairs,
    named_again,
    over,
    parts,
    row_of_operations,
    unclear,
)
from ..sizes.stages import is_row_of_windows
from ..text.columns import claimed, results
from ..text.sentences import Sentence
from ..vocabulary import family
from . import transition_shapes, unet_sizes
from .filter_depth import is_a_block
from .outcomes import MATRICES, has_rivals, is_next_of_listing, ways_at
from .pipelines import is_pipeline
from .upward import goes_up

REACH = 14  # sentences above that an example is gathered from
FAR = 40  # blocks above in which the note's input may be declared
NEAR = 4  # of which so many are near enough to be refuted from
_NO_EXAMPLE = re.compile(
    r"receptive field|受容野|effective|実効|実質|見渡|範囲|\bcovers?\b|\bsees?\b|parameters?|weights?\b|パラメータ|重みの?数|multipl|積和|計算量|演算|MACs|FLOPs|全体で",
    re.IGNORECASE,
)
_SUPPOSING = re.compile(
    r"^\W*(?:suppose|assume|consider|let|given|say)\b|とする(?!と)|を考え(?!ると)|としよう|とします(?!と)|how (?:large|big|many)|what (?:is|are|size)", re.IGNORECASE
)
_WISHED = re.compile(r"したい|出したい|保ちたい|ほしい|欲しい|たければ|\bwe want\b|\bI want\b|would like", re.IGNORECASE)
_LABELLED = re.compile(r"^\W*[^:：]{1,48}[:：]\s*[\[(]?\s*\d")
_RESULT = re.compile(r"出力|output|result|answer|答", re.IGNORECASE)
_ASIDE = re.compile(r"^\W*(?:なお|ただし|ここで|このとき|where|here|with|using|assuming)", re.IGNORECASE)
_IN_A_ROW = re.compile(
    r"followed by|\bthen\b|\bafter\b|together|in (?:a row|turn|sequence)|successive|consecutive|twice|times|のあと|の後|続け|続いて|通す|通し|→|->|[2-9二三四五]\s*[回層段]|重ね|順に|\b(?:two|three|four|five|six|seven|eight|nine|ten)\b",
    re.IGNORECASE,
)
GUESSED = re.compile(r"かもしれな|と思われ|と思う|らしい|だろう|たぶん|\b(?:might|perhaps|maybe|possibly|probably|I think|I guess)\b", re.IGNORECASE)
_LOSSY = re.compile(r"など|等を|ほか|とか|各(?:ブロ|ステ)|several|some|various|blocks?|stages?|modules?|…|\.\.\.|⋯", re.IGNORECASE)

_PARTED = re.compile(r"[(（](?:[1-9]|[a-e]|[ivx]{1,3})[)）]\s")
_SKIPPED = re.compile(r"^\W*(?:中略|略|以下略|\.\.+|…+|⋮)\W*$|中略|⋮")


@dataclass
class Setting:
    """What an example is decided in: the ways to take its operations and its input, and how plain they are."""

    operations: list[list[Operation]] = field(default_factory=list)
    incoming: list[Sizes] = field(default_factory=list)
    near: bool = True
    own: bool = True  # all of it stands in the sentence
    texts: list[str] = field(default_factory=list)  # the sentences above that gave the operation


_OF_THE_NETWORK = re.compile(r"入力(?:画像)?より(?:も)?(?:小さ|大き|狭)|\b(?:smaller|larger|bigger) than the (?:input|original)", re.IGNORECASE)


def read(view: View) -> Iterator[Reading]:
    """The results that a sentence states in numbers."""
    s = view.sentence
    if s.cell is not None or view.outline.blocks[s.block].kind == "heading" or re.search(r"[?？]\s*$", s.words):
        return
    text = flat(s)
    if is_next_of_listing(view):
        return
    if is_a_block(text) or is_pipeline(text) or is_row_of_windows(text) or view.read_by(transition_shapes) or view.read_by(unet_sizes):
        return  # `pipelines.py`, `transition_shapes.py`
    example = _answer(view, text, told(view, s))
    if _OF_THE_NETWORK.search(text) and not layer_in(s).kernel:
        return  # the result of all that is spoken of, not of the layer just named
    if not example.outputs or _SUPPOSING.search(s.words) or _WISHED.search(s.words):
        return
    label = _LABELLED.match(text)
    first = example.outputs[0]
    if label and any(o.kernel or "pool" in o.kind for o in example.operations) and not example.inputs and first.start <= label.end() and not _RESULT.search(text):
        return  # a line of a listing (`rows.py`)
    for part in parts(example):
        if told_as_alternatives(text, part.operations):
            part = replace(part, operations=_nearest(part))
        if _PARTED.search(text, 0, part.output.start) and _PARTED.search(text, part.output.end):
            continue  # solutions in a row, (1) to (4): which belongs to which is not told
        if example.operations and not part.operations and len(example.outputs) > 1:
            continue  # the others' operations are not this one's
        if _NO_EXAMPLE.search(_clause(text, part.output)) and not re.search(r"output|出力", text, re.IGNORECASE):
            continue
        if len(part.output.sizes) == 1 and not (part.operations or part.inputs or re.search(r"output|出力|width|length|長さ", text, re.IGNORECASE)):
            continue
        if len(part.output.sizes) == 2 and _A_BATCH.search(text, 0, part.output.start) and text[: part.output.end + 1].rstrip(" )").endswith(_pair(part)):
            continue  # (2, 3, 8, 8) → (72, 27): a matrix
        if len(part.output.sizes) == 2 and _OF_A_MATRIX.search(text, 0, part.output.start):
            continue
        reading = None if _of_a_network(view, part) or (len(part.output.sizes) == 2 and MATRICES.search(text)) else _result(view, text, part)
        if reading:
            yield reading


_OF_A_MATRIX = re.compile(r"(?:表|行列|matrix|\bcols?)\s*(?:の(?:形状?|大きさ|サイズ))?\s*(?:は|が|:|=|is|of)?\s*(?:of\s+|shape\s+)*[(\[$]*\s*$", re.IGNORECASE)
_A_BATCH = re.compile(r"[(\[]\s*\d+\s*(?:,\s*\d+\s*){3}[)\]]")


def _pair(part: Part) -> str:
    """The two numbers of an output as a pair is written."""
    return ", ".join(map(str, part.output.sizes))


def _nearest(part: Part) -> tuple[Operation, ...]:
    """Of several settings, the one told last before the result."""
    return tuple(o for o in part.operations if o.start < part.output.start)[-1:] or part.operations[:1]


_A_NETWORK = re.compile(r"\b(?:networks?|nets?|models?|architectures?|u-?nets?|encoder-decoder|backbones?|autoencoders?)\b|ネットワーク|モデル|オートエンコーダ", re.IGNORECASE)
_PRONOUN = re.compile(r"\W*(?:it|they|this one)\s+(?:takes?|took|maps?|turns?|returns?|gives?|gave|reads?|accepts?|expects?|receives?|makes?|made|had|has|was|is)\b", re.IGNORECASE)


def _of_a_network(view: View, part: Part) -> bool:
    """Whether a whole network takes and gives the maps: "The original U-Net ... . It took 572x572 and returned 388x388"."""
    s = view.sentence
    if part.operations or not _PRONOUN.match(s.words):
        return False
    before = [e for e in view.outline.sentences[s.block] if e.number == s.number - 1 and e.cell == s.cell]
    return bool(before and _A_NETWORK.search(before[0].words))


def _answer(view: View, text: str, own: Example) -> Example:
    """A shape alone, under a question or a label ("A."), is an answer."""
    labelled = re.match(r"\W*(?:解答?|答え?|A(?:ns(?:wer)?)?)\W+", text)
    text = text[labelled.end() :] if labelled else text
    if len(own.shapes) != 1 or own.outputs or len(text.strip(" *。.")) > own.shapes[0].end - own.shapes[0].start + 2:
        return own
    above = next(iter(sentences_above(view)), None)
    asked = above is not None and (above.has("question") or re.search(r"[?？]\s*$|^\W*(?:A|答え?|解)\W*$|求め(?:よ|なさい|て)|計算せよ|いくら|何(?:×|x)何", above.words) or labelled is not None)
    return replace(own, shapes=[replace(own.shapes[0], role="output")]) if asked else own


def _clause(text: str, shape: Shape) -> str:
    start = max(text.rfind(c, 0, shape.start) for c in "。;；") + 1
    return text[start : shape.end] + re.split(r"[(（。、,;]", text[shape.end : shape.end + 30])[0]


def layer_in(sentence: Sentence) -> Layer:
    """What a sentence says of one operation."""
    return layer_of(flat(sentence))


# One result


_PADS_IT = re.compile(
    r"padd\w*[^.;]{0,40}\b(?:turns?|makes?|enlarges?|grows?|extends?)\b|埋め(?:る|た)?と|パディング(?:を(?:行|施|加|付|し)\S{0,3}|する)と", re.IGNORECASE
)


def _padded(text: str, part: Part) -> Reading | None:
    """A map that is only padded: a padding of 1 makes 34x34 of 32x32."""
    before = text[: part.output.start]
    told = layer_of(before)
    if not _PADS_IT.search(before) or kinds_of(before) or told.kernel or told.stride:
        return None
    padding = told.padding
    incoming = [x.sizes for x in part.inputs if x.start < part.output.start]
    if not incoming or not padding or padding == "same":
        return Reading("", 0, 0)
    return Reading(f"{incoming[-1][0]} + 2*{padding[0]} == {part.output.sizes[0]}", part.output.start, part.output.end, predicate="output_shape")


# (5, 7) and (8, 6) may be the numbers in the map, row by row.
_VALUES = re.compile(r"(?:\b(?:rows?|columns?|values?|entries|elements|vectors?|matri(?:x|ces))\b|行|列|値|要素|成分|ベクトル|行列)[^.。;]{0,24}[(\[]?(?:-?\d+(?:\.\d+)?\s*,\s*)*-?[\d.]*[)\]]?(?:\s*(?:and|と|,|、)\s*)?[(\[]\s*$", re.IGNORECASE)
_OF_A_FILTER = re.compile(r"\b(?:filter|kernel)s?\b[^.;,]{0,24}\b(?:shape|size|is|are|has|have)\b[^.;,]{0,10}$|(?:フィルタ|カーネル)ー?の(?:形状?|サイズ|大きさ)(?:は|が)?[^。、]{0,4}$", re.IGNORECASE)
_OUTPUT_OF = re.compile(r"\boutput\s*(?:size|shape|volume|dimensions?|map|width|height)?\s+(?:of|for)\b[^.;]*$", re.IGNORECASE)  # the output size of ... a 3x3 filter ... is 5x5
_WINDOWS = tuple((n, n) for n in (1, 3, 5, 7, 11))
_LABEL = re.compile(r"(?:point-?wise|depth-?wise|conv\w*|畳み?込み(?:層)?)\s*[:：]\s*$", re.IGNORECASE)
_CONNECTED = re.compile(r"(?:connect\w*|wir\w+|feed\w*|map\w*)\s+(?:it|them|this|everything)?\s*(?:all\s+)?to\s*$|(?:つな(?:ぐ|ぎ|げ)|接続)[^。、]{0,6}$", re.IGNORECASE)


_WINDOW_SIGNED = r"\$?\s*[1357]\s*(?:\\times|×|x)\s*[1357]\s*\$?"
_WINDOWS_LISTED = re.compile(rf"{_WINDOW_SIGNED}(?:\s*(?:,|、|and|と)\s*{_WINDOW_SIGNED})+")
_COLOURS = re.compile(r"\bRGB\b|カラー|\bcolou?r\b", re.IGNORECASE)


def _result(view: View, text: str, part: Part) -> Reading | None:
    padded = _padded(text, part)
    if padded:
        return padded if padded.statement else None
    output = part.output
    if not all(output.sizes) or len(output.sizes) > 3 or _of_channels(text, part) or _VALUES.search(text[: output.start]):
        return None
    of_a_filter = _OF_A_FILTER.search(text, max(0, output.start - 60), output.start)
    if of_a_filter and not (part.inputs and _OUTPUT_OF.search(text, 0, of_a_filter.start())):
        return None
    if any(m.start() <= output.start < m.end() for m in _WINDOWS_LISTED.finditer(text)):
        return None  # (1×1, 3×3, 1×1): the kernels of several layers
    if output.sizes in _WINDOWS and _LABEL.search(text[max(0, output.start - 40) : output.start]):
        return None  # pointwise: 1×1
    if _CONNECTED.search(text[max(0, output.start - 60) : output.start]):
        return None  # the units that all of the inputs are connected to
    setting = _gathered(view, part)
    if output.sizes in _WINDOWS and setting.incoming and all(x in _WINDOWS and x[:1] < output.sizes[:1] for x in setting.incoming) and not goes_up(view):
        return None  # 1x1 → 5x5: the windows of two layers
    if _COLOURS.search(text) and any(o.kind == "flatten" for row in setting.operations for o in row):
        setting.incoming = [(*x, 3) if len(x) == 2 else x for x in setting.incoming]  # a picture of three colours
    setting.operations = [[_unpooled(o, sizes, output.sizes, part) for o in row] for row in setting.operations for sizes in setting.incoming[:1]] or setting.operations
    settings = [(operations, sizes) for operations in setting.operations for sizes in setting.incoming]
    texts = statements_of(settings, output.sizes) or _with_surplus(settings, output.sizes)
    if not texts:
        return None
    shapes = example_in(view.sentence).shapes
    several = any(len(o) > 1 for o in setting.operations)
    known = all(x.kernel or x.kind in ("pointwise_conv2d", "global_avg_pool2d", "transition_layer", "flatten", "upsample", "max_pool2d", "avg_pool2d") for o in setting.operations for x in o)
    sure = known and setting.near and not GUESSED.search(text) and not unclear(" ".join([text, *setting.texts]), (*told(view, view.sentence).operations, *setting.operations[0]))
    sure = sure and not cue("doubts", "above").search(" ".join([text, *setting.texts]))
    named = [o for o in part.operations if o.kernel or o.kind not in ("", "window")]
    if not (part.operations or part.inputs or _RESULT.search(text)) and any(o.kernel == output.sizes for row in setting.operations for o in row):
        sure = False  # 3x3 in space, but 10 in depth: the window told above, said again
    after = [o.start for o in named if o.start >= output.end]
    loose = len(after) == len(named) > 0 and not is_joined(text, output.end, after[0])
    paired = in_pairs(told(view, view.sentence))
    sure = sure and not loose and (paired or not has_rivals(mentioned(view.sentence)))
    told_otherwise = ways_at(view, output.start)
    if setting.operations[0][0].kind == "depthwise_conv2d" and len(output.sizes) == 3 and all(x[-1] != output.sizes[-1] for x in setting.incoming) and not any(o.kind == "depthwise_conv2d" for o in part.operations):
        sure = False  # as many channels go out as come in: it is the whole block, or another layer
    if setting.operations[0][0].kind != "transition_layer" and told_otherwise and any(len(row) != len(setting.operations[0]) for row in told_otherwise.operations[:1]):
        sure = False  # through more than this one
    if several:
        sure = sure and setting.own and len(shapes) == 2 and bool(_IN_A_ROW.search(text)) and not _LOSSY.search(text)
    if any(len(row) == 1 and is_by_an_unsaid_step(row[0], sizes, output.sizes) for row, sizes in settings):
        sure = False
    if _ONE_LAYER.search(text) and not any(o.kernel for o in part.operations):
        sure = False  # of a layer whose window is not told: the one above is another's
    if IF_IT_IS.search(text, 0, output.start):
        sure = False
    before = [e.words for e in view.outline.sentences[view.sentence.block] if e.number == view.sentence.number - 1 and e.cell == view.sentence.cell]
    if not part.inputs and any(_FIELDS.search(t) for t in (*before, *setting.texts)):
        sure = False  # 5×5 is what the layers above see, no map
    if any(o.kind == "block" for o in part.operations) or _EACH_LAYER.search(" ".join([text, *setting.texts])):
        sure = False
    return Reading(texts[0], output.start, output.end, (IN_PAIRS,) if paired else (), tuple(texts[1:]), sure=sure, firm=setting.near, predicate="output_shape")


_FIELDS = re.compile(r"\bsees?\b|\bfield\b|\bcovers?\b|受容野|視野|見え|を見る", re.IGNORECASE)


def _unpooled(operation: Operation, incoming: Sizes, output: Sizes, part: Part) -> Operation:
    """A window that the sentence does not call a pooling, and by which the channels change, is a convolution's."""
    told = part.operations
    if "pool" not in operation.kind or any("pool" in o.kind for o in told) or not any(o.kernel for o in told) or not operation.kernel or len(incoming) != 3 or len(output) != 3:
        return operation
    return operation if {incoming[0], incoming[-1]} & {output[0], output[-1]} else replace(operation, kind="conv2d")


_ONE_LAYER = re.compile(r"(?:最初|先頭|最後|入口|冒頭)の(?:層|段|畳み?込み)|\b(?:the |its )?(?:very )?(?:first|last|initial|final) (?:layer|conv\w*)\b|\bstem\b", re.IGNORECASE)
_EACH_LAYER = re.compile(r"\b(?:all|every|each)\b[^.;,]{0,24}\bconvolution(?:s|al layers?)?\b|(?:すべて|全て|全部|どれも|各)の?[^。、]{0,12}畳み?込み", re.IGNORECASE)  # how many there are is not told


def _with_surplus(settings: Sequence[tuple[Sequence[Operation], Sizes]], output: Sizes) -> list[str]:
    """The statements where an output padding is told: worked out, for no subject has one."""
    padded = [(row, sizes) for row, sizes in settings if len(row) == 1 and row[0].surplus and row[0].kind == "conv_transpose2d"]
    found = [made for row, sizes in padded for made in outcomes(row, sizes, output)]
    return [text for _, text in sorted(found, key=lambda f: not f[0])]


_NUMBER_LEFT = re.compile(r"(?<![\dxA-Za-z.])(\d{1,4})\s*(?:→|->|⇒|=>)\s*$")
_OF_A_STEP = re.compile(r"(?:stride|ストライド|padding|パディング|dilation|(?<![A-Za-z])[sSpPdD])\s*(?:は|が|=|:|of)?\s*$", re.IGNORECASE)
_SIDES_SAID = re.compile(r"サイズ|縦横|解像度|一辺|長さ|大きさ|\b(?:sizes?|sides?|resolution|spatial\w*|length|width|height|goes|shrinks?)\b", re.IGNORECASE)


def _of_channels(text: str, part: Part) -> bool:
    """Whether a lone number behind an arrow tells channels: 16→32 beside a window, where another size goes in."""
    before = _NUMBER_LEFT.search(text[: part.output.start])
    if len(part.output.sizes) != 1 or before is None or _SIDES_SAID.search(text) or (part.inputs and _OF_A_STEP.search(text[: before.start()])):
        return False
    return not any(int(before[1]) in x.sizes[:2] for x in part.inputs)


def _complete(operation: Operation) -> bool:
    return bool(operation.kernel) or "pool" in operation.kind or operation.kind in ("pointwise_conv2d", "flatten", "upsample", "transition_layer")


def _gathered(view: View, part: Part) -> Setting:
    """The whole example: the operations, what may go in, and whether all of it is plain enough to say that it fails."""
    own = [*row_of_operations(part.operations)]
    incoming = [x.sizes for x in part.inputs]
    if len(own) == 1:
        own = [habitual_padding(over(own[0], _aside(view)), [mentioned(e) for e in islice(sentences_above(view), NEAR)])]
    if own and all(map(_complete, own)) and incoming:
        return Setting([[_named(view, o) for o in own] if len(own) == 1 else own], incoming)
    if len(own) > 1 and not all(map(_complete, own)):
        return Setting(near=False)
    if incoming and _is_transition(view, own):
        return Setting([[Operation(kind="transition_layer")]], incoming)
    given, setting = bool(incoming), Setting([own] if own else [], incoming, own=False)
    merged = own[0] if own else Operation()
    alternatives: list[list[Operation]] = []
    done = bool(own) and all(map(_complete, own))
    done_block = view.sentence.block if done and own and own[0].kernel else None
    for count, sentence in enumerate(sentences_above(view)):
        if count >= REACH or (setting.incoming and len(setting.incoming) >= 3 and done):
            break
        if sentence.cell is not None:
            if not given and not setting.incoming and (row := _row_above(view, sentence)):
                setting.incoming.append(row)
                setting.near = setting.near and view.sentence.block - sentence.block < NEAR
            continue
        if _SKIPPED.search(sentence.words):
            setting.near = False
            break
        above = told(view, sentence)
        if done_block not in (None, sentence.block) and above.outputs and not given and not part.operations:
            setting.near = False  # the block above has an example of its own
        if not done and above.operations:
            setting.texts.append(flat(sentence))
        if len(own) < 2 and not done:
            merged = _with(merged, above, alternatives)
        elif len(own) < 2 and not above.outputs and len(above.operations) == 1 and (_only_set(above.operations[0]) or (count < 2 and named_again(merged, above.operations[0]))):
            merged = over(merged, above.operations[0])  # a line that only gives the stride or the padding
        if not given:
            _inputs(setting, above, part.output.sizes, bool(own) and not own[0].kernel and "pool" not in own[0].kind)
        if not done and _complete(merged):
            done, done_block = True, sentence.block
        setting.near = setting.near and count < NEAR
        if done and setting.incoming and (given or above.inputs):
            break
    if not setting.incoming and (sizes := _input_of_the_note(view)):
        setting.incoming.append(sizes)
        setting.near = False
    if len(own) < 2:
        setting.operations = [[_named(view, merged)], *alternatives[:2]]
    return setting


def _only_set(operation: Operation) -> bool:
    return not operation.kernel and not operation.kind


def told(view: View, sentence: Sentence) -> Example:
    """What a sentence says of an example, with the sizes that it gives letters."""
    example, text = example_in(sentence), flat(sentence)
    if "=" not in text:
        return example
    operation, sizes = lettered(text, view.letters)
    operations, shapes = example.operations, example.shapes
    if len(operations) < 2 and (operation.kernel or operation.stride or operation.padding or operation.filters):
        operations = [over(operations[0], operation)] if operations else [operation]
    if sizes and not example.inputs and (operations or len(sizes) > 1):
        shapes = [Shape(sizes, 0, 0, "input"), *shapes]
    if sizes and operations and not example.outputs and (result := _RESULT_NUMBER.search(text)):
        at = 1 if result[1] else 2
        shapes = [*shapes, Shape((int(result[at]),), result.start(at), result.end(at), "output")]
    return _with_worked(replace(example, operations=operations, shapes=shapes), text)


_WORKED = re.compile(
    r"\b(?:outputs?|results?|maps?|it|sides?|width|height)\b[^.;=]{0,40}?\b(?:is|has|are|becomes?|measures)\b[^.;=\d(]{0,16}[-+*/()\d\s⌊⌋x·−]{5,}=\s*(?P<n>\d{1,4})\s*(?:units?|pixels?|px|cells?|values?)?\s*(?:wide|high|tall|on a side|across|along each (?:side|axis))\b",
    re.IGNORECASE,
)


def _with_worked(example: Example, text: str) -> Example:
    """The example with the side that a sum written out comes to: the output is (227 - 11)/4 + 1 = 55 units wide."""
    found = None if example.outputs else _WORKED.search(text)
    if found is None:
        return example
    kept = [x for x in example.shapes if x.end <= found.start() or x.start >= found.end()]
    return replace(example, shapes=[*kept, Shape((int(found["n"]),), found.start("n"), found.end("n"), "output")])


_OUT_NAME = r"(?:[A-Za-z]_?\{?(?:out|o)\}?|out(?:put)?(?: size)?|o(?:_?\{?[hw]\}?)?)"
_RESULT_NUMBER = re.compile(
    rf"(?:ならば?|(?:計算|代入)すると|入れると|のとき|とき|とすると|すれば|\bthen|\bgives?|\byields?|\bleads to|\bresults? in|\byou get|\bwe get|\bthis is|→|->|⇒|=>)\s*(?:は|、|,|:|size|出力は|an? output of)?\s*(?:{_OUT_NAME}\s*=\s*){{0,2}}(\d{{1,4}})(?!\d|\.\d|\s*[-+x*/=^])"
    rf"|(?<![A-Za-z\d_]){_OUT_NAME}\s*(?:=|is|:)\s*(?:[-+*/x()\d\s]+=\s*)?(\d{{1,4}})(?!\d|\.\d|\s*[-+x*/=^(])",
    re.IGNORECASE,
)


def _row_above(view: View, sentence: Sentence) -> Sizes:
    """What a row of a table above says comes out last."""
    cells = results(view.outline, sentence.block)
    return next((c.sizes for e in view.outline.sentences[sentence.block] if e.cell in cells and (c := claimed(e))), ())


_IMAGE = re.compile(r"画像|入力|image|input|picture|photo|frame", re.IGNORECASE)


def _input_of_the_note(view: View) -> Sizes:
    """The input that an earlier section declares, the nearest."""
    outline = view.outline
    for block in range(view.sentence.block - 1, max(-1, view.sentence.block - FAR), -1):
        for sentence in outline.sentences[block]:
            if sentence.cell is None and _IMAGE.search(sentence.words) and (found := example_in(sentence).inputs):
                return found[0].sizes
    return ()


def _with(merged: Operation, above: Example, alternatives: list[list[Operation]]) -> Operation:
    """The operation with what the sentence above gives of it; of several there, each may be meant."""
    every = row_of_operations(tuple(above.operations))
    if len(every) > 1:
        if all(map(_complete, every)) and not merged.kernel and not merged.kind:
            alternatives.append(every)
        alternatives += [[over(merged, o)] for o in every[::-1] if o.kernel]
        return over(merged, every[-1]) if "pool" not in every[-1].kind or not merged.kind else merged
    if not every or (("pool" in merged.kind) != ("pool" in every[0].kind) and merged.kind not in ("", "window") and every[0].kind not in ("", "window")):
        return merged
    return over(merged, every[0])


def _inputs(setting: Setting, above: Example, output: Sizes, varied: bool) -> None:
    """What may go in: the example's input, or what came out before (the same example with another stride has its input)."""
    made, taken = [s.sizes for s in above.outputs[::-1]], [s.sizes for s in above.inputs]
    found = [*(taken + made if varied else made + taken), *(s.sizes for s in above.shapes if s.role == "")]
    setting.incoming += [x for x in found if (x != output or x in taken) and x not in setting.incoming][: 4 - len(setting.incoming)]


def _aside(view: View) -> Operation:
    """The sentence after it that only adds conditions: なおストライドは2とする."""
    after = [e for e in view.outline.sentences[view.sentence.block] if e.number == view.sentence.number + 1]
    if not after or not _ASIDE.match(after[0].words):
        return Operation()
    example = example_in(after[0])
    return example.operations[0] if len(example.operations) == 1 and not example.shapes else Operation()


def _is_transition(view: View, own: Sequence[Operation]) -> bool:
    """Whether it is a transition layer that is spoken of, by name or under its name."""
    named = view.subject(0, lambda n: n in ("transition_layer", "dense_block", "residual_block"))
    return named is not None and named.subject == "transition_layer" and named.where != NEARBY and all(o.kernel[:2] in ((), (1, 1)) and not o.stride for o in own)


def _named(view: View, operation: Operation) -> Operation:
    """The operation of the heading or the text above, where the sentence speaks only of windows and filters."""
    transition = view.subject(0, lambda n: n == "transition_layer") if operation.kernel[:2] in ((), (1, 1)) else None
    if transition and transition.where != NEARBY and operation.kind in ("", "window", "block", "avg_pool2d", "conv2d"):
        return replace(operation, kind="transition_layer")
    if operation.kind not in ("", "window", "conv2d"):
        return operation
    if (operation.kernel or operation.stride) and goes_up(view):
        return replace(operation, kind="conv_transpose2d")
    plain = operation.kind == "conv2d" and re.search(r"conv|畳", flat(view.sentence), re.IGNORECASE)
    named = None if plain else view.subject(0, lambda n: n != "conv2d" and family(n) in ("convolution", "pooling", "transposed"))
    if named and (named.where in (NEARBY, "the text above") or (named.where and operation.kernel and named.where == "the sentence before")):
        named = None
    if named and named.where and operation.filters and (family(named.subject) == "pooling" or named.subject == "depthwise_conv2d"):
        named = None  # a number of filters: no pooling, and no layer that has one for each channel
    kind = {"pool": "max_pool2d", "grouped_conv2d": "conv2d"}.get(named.subject, named.subject) if named else operation.kind
    return replace(operation, kind=kind or ("conv2d" if operation.kernel else ""))


def reading_of(settings: Sequence[tuple[Sequence[Operation], Sizes]], output: Sizes, start: int, end: int) -> Reading | None:
    """The reading of one result of a listing: sure where every operation's window is known."""
    texts = statements_of(settings, output)
    known = all(o.kernel or o.kind in ("pointwise_conv2d", "global_avg_pool2d", "transition_layer", "flatten", "max_pool2d", "avg_pool2d") for operations, _ in settings for o in operations)
    return Reading(texts[0], start, end, (), tuple(texts[1:]), sure=known, predicate="output_shape") if texts else None
