"""What an accusation must rest on: the claim's own words, and no other explanation of its number.

A ratio must be said of costs, in its own clause, and not be the quotient of two numbers that stand around it; a count is
no count of one layer where groups are spoken of, where it is a total of several, or where the layer is named as what is
left out; what a line under a numbered item joins or is made of is not what another network's does.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import combinations, combinations_with_replacement, product

from ...properties.nodes import Items, Num
from ...properties.statement import Statement
from .. import patterns as re
from ..decided import holds
from ..readers.task_parts import is_left_open
from ..reading import BY_CUSTOM, Reading, roles_of
from ..scope import Outline
from ..sizes.counting import plain
from ..sizes.quantities import whole
from ..text.sentences import Sentence

NEAR = 3  # blocks above and below whose numbers may explain a number
SHORT = 48
MOST = 24  # numbers that are tried
_NETWORKS = re.compile(
    r"inception|googlenet|\bvgg|alexnet|lenet|mobilenet|densenet|dense ?block|resnet|resnext|wavenet"
    r"|pixelcnn|u-?net|xception|squeezenet|efficientnet|shufflenet|transformer|\bRNN|\bLSTM|\bNiN\b|\bGAN",
    re.IGNORECASE,
)
_KINDS = {
    "dense_block": "dense", "densenet": "dense", "transition_layer": "dense", "residual_block": "resn", "resnet": "resn", "wavenet": "wavenet",
    "pixelcnn": "pixelcnn", "gated_residual_layer": "wavenet", "depthwise_separable_conv2d": "mobilenet", "lenet": "lenet",
}  # fmt: skip
_WIRED = ("composition", "combine", "spatial_preserved", "feeds", "channels_after")
_OF_CHANNELS = re.compile(r"(?:^|[^A-Za-z])ch(?:annels?|s)?\b|チャン?ネル|depth|filters|枚数", re.IGNORECASE)
_SEVERAL_LAYERS = re.compile(r"\d\s*x\s*\d[^→]{0,24}(?:→|->|⇒)[^→\d]{0,8}\d\s*x\s*\d", re.IGNORECASE)
_BOTH_WAYS = re.compile(r"depth-?wise|\bdw\b|デプスワイズ|in and out|同じ|入出力|保つ|same", re.IGNORECASE)
_SPATIAL = ("output_size", "output_height", "output_width", "receptive_field")
_INHERITED = re.compile(r"subject (\w+) taken from (?!the table row|the heading)")
_AGAINST = re.compile(
    r"(?:\bnot\b|n't\b|\bunlike\b|\brather than\b|\binstead of\b|\bas opposed to\b|\bin contrast\b"
    r"|\bdiffer\w*|\bthan\b|\bwhereas\b|\bwhile\b)[^.;]{0,60}$|ではな[いく][^。]{0,24}$|一方",
    re.IGNORECASE,
)
_UNLIKE_IT = re.compile(
    r"(?:[^、。はが]{0,12}(?:とは?(?:違|異な|ちが|逆|対照)|に対して)|[^、。では]{0,6}(?:ではな[いく]|じゃな[いく])"
    r"|s?(?:'s?)?[^.;,]{0,24}\b(?:is|are|was) different)",
    re.IGNORECASE,
)
_SHARE = re.compile(
    r"\bshares?\b|\bof (?:the|its|all) (?:total|whole|weights|parameters|work|cost|computation|multipl\w+"
    r"|time)\b|占め|割合|のうち|全体の|取り分|内訳",
    re.IGNORECASE,
)
_COSTS = re.compile(
    r"計算|コスト|積和|MACs?\b|FLOP|mult|演算|パラメ|重み|個|回|軽|削減|節約|減|param|weight|cost|comput|operation|cheap|expens"
    r"|fewer|less|sav|light|reduc|work|effort|heav|比|倍|分の|ratio|ninth|eighth|普通|通常|標準|standard|ordinary"
    r"|normal|regular|comput",
    re.IGNORECASE,
)
_OF_THE_ORDINARY = re.compile(r"\b(?:standard|ordinary|normal|regular|full|plain|usual)\b|普通|通常|標準|ふつう", re.IGNORECASE)
_COUNTS = re.compile(
    r"計算量|演算|積和|MACs?\b|FLOP|multipl|mult-add|パラメ|重み|param|weights|\bcosts?\b|comput|operations|cheap|expens|fewer",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?<![\d.,A-Za-z_])(\d{1,3}(?:,\d{3})+|\d{1,9})(?![\d]|\.\d|,\d{3})")
_GROUPS = re.compile(
    r"groups?\s*=\s*(\d{1,4})|(?<![A-Za-z\d])G\s*=\s*(\d{1,4})|(\d{1,4})\s*groups?\b|(\d{1,4})\s*(?:個の|つの)?(?:グループ|群|組)(?!目)|グループ数?(?:は|が|を|=|:)?\s*(\d{1,4})",
    re.IGNORECASE,
)
_TOTAL = re.compile(
    r"\ball told\b|\bin all\b|\bin total\b|\baltogether\b|\btogether\b|\boverall\b|\bsum\b|合計|総計|全部で|合わせて"
    r"|あわせて|総数",
    re.IGNORECASE,
)
_LEFT_OUT = re.compile(
    r"\b(?:without|excluding|except|not counting|ignoring|leaving out|minus|no|before) (?:the "
    r"|any )?(?:batch ?norm\w*|BN\b|bias)|(?:BN|バッチ正規化|バッチノルム)(?:と\S{1,5})?(?:は|を|の分は)?(?:除|含め(?:ず|な)"
    r"|数え(?:ず|な|て(?:い)?な)|入れ(?:ず|な)|抜き|別|なし|以外)|(?:batch ?norm\w*|\bBN)(?: (?:is|are|layers?))* (?:not (?:counted|included)|excluded|ignored|left out|omitted)",
    re.IGNORECASE,
)
_BUFFERS = re.compile(r"移動(?:平均|分散)|running|moving|buffer|バッファ|統計量", re.IGNORECASE)
_NORMS = ("batch_norm", "group_norm", "layer_norm", "instance_norm", "rms_norm")

_SHAPED = re.compile(r"(?:\bof shape|の形(?:状)?は)[\s\ue000]*$", re.IGNORECASE)  # a weight tensor of shape d x c x k x k


def ungrounded(outline: Outline, statement: Statement, sentence: Sentence, reading: Reading) -> str | None:
    """Why the refutation of a statement rests on too little, or None."""
    if sentence.cell is not None and (why := _row_says_otherwise(outline, statement, sentence)):
        return why
    if statement.predicate in _WIRED and (other := _nearer(outline, statement, sentence, reading)):
        return f"{other} is named nearer"
    if statement.predicate in _WIRED and (other := _in_one_heading(outline, statement, sentence, reading)):
        return f"its heading names {other} as well"
    if (statement.subject or "") in _NORMS and statement.predicate in ("params", "macs") and (other := _under_another(outline, sentence, reading)):
        return f"{other} is what its heading is about"
    if (other := _of_another_item(outline, sentence, reading)):
        return f"{other} is what its item is about"
    if statement.predicate in _WIRED and _SUPPOSED.search(sentence.words):
        return "it tells what would be"
    if statement.predicate in _WIRED and _for_contrast(statement, sentence, reading):
        return "its network is named for contrast only"
    if _is_ratio(statement) and (why := _no_ratio(outline, statement, sentence, reading)):
        return why
    if statement.predicate in ("params", "macs") and _SHAPED.search(sentence.words[: reading.end]):
        return "a shape is no count"
    if statement.predicate in ("params", "macs") and isinstance(statement.right, Num):
        return _counted_otherwise(outline, statement, sentence, reading)
    if statement.predicate == "kernel_shape" and (other := _with_groups(outline, statement, sentence)):
        return f"{other} would hold"
    if statement.predicate in _SPATIAL and any(
        note.startswith(BY_CUSTOM) and "_channels" in note for note in reading.notes
    ):
        return "channels have no part in it"  # 入力 - フィルタ + 2 × パディング: the filter is its side
    if statement.predicate in ("params", "macs") and any(note.startswith(BY_CUSTOM) for note in reading.notes) and (other := _other_customs(statement, reading)):
        return f"{other} would hold"
    return None


def _row_says_otherwise(outline: Outline, statement: Statement, sentence: Sentence) -> str | None:
    """A row of several layers; a column of channels; one number for the channels in and the channels out."""
    if not isinstance(statement.right, Num | Items) or statement.call is None:
        return None
    header = outline.blocks[sentence.block].header
    heads = outline.sentences[header] if header is not None else []
    head = " ".join(e.words for e in heads if e.cell == sentence.cell)
    if statement.predicate in _SPATIAL and _OF_CHANNELS.search(head):
        return "it is a number of channels"
    row = [e.text.chars for e in outline.sentences[sentence.block] if e.cell != sentence.cell]
    if any(_SEVERAL_LAYERS.search(plain(cell)) for cell in row):
        return "its row has several layers"
    options = {key: whole(value) for key, value in statement.call.options}
    inward = options.get("in_channels")
    if statement.predicate in ("params", "macs") and inward and inward == options.get("out_channels"):
        told = [n for cell in [*row, sentence.text.chars] for n in _numbers(cell)]
        if told.count(inward) == 1 and len(row) > 1 and not _BOTH_WAYS.search(" ".join(row)):
            return "the number of its input's channels is not told"
    return None


_A_SKIP = re.compile(r"skip|スキップ|shortcut|ショートカット", re.IGNORECASE)  # U-Net's are others than ResNet's


def _nearer(outline: Outline, statement: Statement, sentence: Sentence, reading: Reading) -> str | None:
    """Another network that is named between a subject that is inherited and the claim."""
    found = next((m for note in reading.notes if (m := _INHERITED.match(note))), None)
    kind = _KINDS.get(statement.subject or "")
    if found is None or kind is None:
        return None
    for block in range(sentence.block, max(-1, sentence.block - 40), -1):
        words = outline.blocks[block].raw
        if block == sentence.block:
            words = " ".join(e.words for e in outline.sentences[block] if e.number <= sentence.number)
        names = [m[0] for m in _NETWORKS.finditer(words)]
        told = [e for e in outline.sentences[block] if block < sentence.block or e.number <= sentence.number]
        own = [e.key_text(m) for e in told for m in e.subjects if _KINDS.get(m.tag) == kind]
        if own and not (names and all(_A_SKIP.match(word) for word in own)):
            return None
        if names:
            return None if any(kind in n.lower().replace("ext", "et") for n in names) else names[-1]
    return None


_SUPPOSED = re.compile(r"\b(?:could|might|if)\b[^.;]{0,60}\b(?:would|could)\b", re.IGNORECASE)
_FROM_AFAR = re.compile(r"subject (\w+) taken from the text (?:above|before)")


def _of_another_item(outline: Outline, sentence: Sentence, reading: Reading) -> str | None:
    """The network that the item over a sentence names, where the layer of the claim comes from the text above that item."""
    if not any(_FROM_AFAR.match(note) for note in reading.notes):
        return None
    for block in outline.ancestors(sentence.block):
        if found := _NETWORKS.search(outline.blocks[block].raw):
            return found[0]
    return None


_FROM_A_HEADING = re.compile(r"subject (\w+) taken from the heading")


def _under_another(outline: Outline, sentence: Sentence, reading: Reading) -> str | None:
    """The network that the nearest heading names, where a normalisation comes from a heading further out: a note's title."""
    found = next((m for note in reading.notes if (m := _FROM_A_HEADING.match(note))), None)
    nearest = next(iter(outline.headings(sentence.block)), None)
    if found is None or nearest is None or any(m.tag == found[1] for e in outline.sentences[nearest] for m in e.subjects):
        return None
    named = _NETWORKS.search(outline.blocks[nearest].raw)
    return named[0] if named else None


def _in_one_heading(outline: Outline, statement: Statement, sentence: Sentence, reading: Reading) -> str | None:
    """Another network that the heading names too from which a network is inherited: U-Net for people who know ResNet."""
    found = next((m for note in reading.notes if (m := _FROM_A_HEADING.match(note))), None)
    kind = _KINDS.get(statement.subject or "")
    if found is None or kind is None:
        return None
    for heading in outline.headings(sentence.block):
        names = [m[0] for m in _NETWORKS.finditer(outline.blocks[heading].raw)]
        if any(m.tag == found[1] for e in outline.sentences[heading] for m in e.subjects):
            return next((n for n in names if kind not in n.lower().replace("ext", "et")), None)
    return None


def _for_contrast(statement: Statement, sentence: Sentence, reading: Reading) -> bool:
    """It's concatenation, not the addition you know from ResNet: named only in what is denied."""
    kind = _KINDS.get(statement.subject or "")
    own = [m for m in sentence.subjects if kind and kind == _KINDS.get(m.tag)]
    if not own:
        return False
    words = sentence.words
    return all(
        (m.start >= reading.end and _AGAINST.search(words[reading.end : m.start])) or _UNLIKE_IT.match(words[m.end :])
        for m in own
    )


def _is_ratio(statement: Statement) -> bool:
    return "_ratio(" in str(statement) and not statement.where


_SAVED = "1 - params_ratio(conv_stack"  # what two stacks, both told, differ by


def _no_ratio(outline: Outline, statement: Statement, sentence: Sentence, reading: Reading) -> str | None:
    """A factor that is a share of a total, is said of no cost, or is the quotient of two numbers nearby."""
    said = re.search(r"(?:[~=]=|<=|>=|<|>) (?:1/)?(\d+(?:\.\d+)?)$", str(statement))
    first, last = sentence.clause(reading.start)
    clause = sentence.words[first : max(last, reading.end)]
    if _SHARE.search(clause) and not _OF_THE_ORDINARY.search(clause) and not str(statement).startswith(_SAVED):
        return "a share of a total is spoken of"
    if not said:
        return None
    if not (_COSTS.search(clause) or _COUNTS.search(sentence.words) or _goes_on(outline, sentence)):
        return "no cost is spoken of"
    value = Fraction(said[1])
    numbers = [n for n in numbers_near(outline, sentence) if n > 99]
    for a, b in combinations(numbers, 2):
        quotient = Fraction(max(a, b), min(a, b))
        if any(abs(value - q) <= q / 100 for q in (quotient, 1 / quotient, 1 - 1 / quotient) if q):
            return f"it is {max(a, b)} over {min(a, b)}"
    return None


def _goes_on(outline: Outline, sentence: Sentence) -> bool:
    """Whether a short sentence goes on with one that speaks of costs."""
    before = outline.sentences[sentence.block][: sentence.number][-1:]
    before = before or (outline.sentences[sentence.block - 1][-1:] if sentence.block else [])
    return len(sentence.words) < SHORT and any(_COUNTS.search(e.words) for e in before)


def numbers_near(outline: Outline, sentence: Sentence, reach: int = NEAR) -> list[int]:
    """The whole numbers of a sentence and of the blocks around it, the nearest first; none of an option that nobody chose."""
    found: dict[int, None] = dict.fromkeys(_numbers(sentence.text.chars))
    for distance in range(reach + 1):
        for block in dict.fromkeys((sentence.block - distance, sentence.block + distance)):
            if 0 <= block < len(outline.blocks) and not any(is_left_open(outline, e) for e in outline.sentences[block]):
                found |= dict.fromkeys(_numbers(outline.blocks[block].raw))
    return list(found)[:MOST]


def _numbers(text: str) -> Iterator[int]:
    for match in _NUMBER.finditer(plain(text)):
        yield int(match[1].replace(",", ""))


def _counted_otherwise(outline: Outline, statement: Statement, sentence: Sentence, reading: Reading) -> str | None:
    """A count of something else than the one layer that it was read of."""
    value = whole(statement.right)
    if (statement.subject or "") in _NORMS and _LEFT_OUT.search(sentence.words):
        return "batch norm is left out"
    if other := _with_groups(outline, statement, sentence):
        return f"{other} would hold"
    told = [e for e in outline.sentences[sentence.block] if e.number <= sentence.number]
    told += outline.sentences[sentence.block - 1][-2:] if sentence.block else []
    own = {n for e in told for n in _numbers(e.text.chars)}
    sizes = [whole(v) for _, v in (statement.call.options if statement.call else ()) if isinstance(v, Num)]
    if value is not None and _TOTAL.search(sentence.words) and not all(n in own for n in sizes if n and n not in (1, 3)):
        return "a total is spoken of, and not its sizes"
    if value is not None and value > 99 and (parts := _summands(value, outline, sentence)):
        return f"it is {' + '.join(map(str, parts))}"
    if statement.subject in _NORMS:
        first, _ = sentence.clause(reading.start)
        if _BUFFERS.search(sentence.words, max(first, reading.start - 30), reading.start) and "moving=true" not in str(statement):
            return "buffers are counted"
        if _summed(sentence, reading):
            return "it is a sum"
        return next((f"{o} would hold" for o in _of_other_channels(outline, statement, sentence) if holds(o)), None)
    return None


def _summed(sentence: Sentence, reading: Reading) -> bool:
    """Whether the number is what a sum of products comes to: 144·2 + 24·2 = 336."""
    before = sentence.text.chars[max(0, reading.start - 60) : reading.start + 24]
    return bool(re.search(r"\d\s*(?:[×x*·]|\\times|\\cdot)\s*\d+[^=。.]{0,8}\+[^=。]*\d\s*=", before))


def _summands(value: int, outline: Outline, sentence: Sentence) -> tuple[int, ...] | None:
    """Two to four counts nearby, one of them perhaps twice, of which a number is the sum."""
    large = [n for n in numbers_near(outline, sentence) if value // 50 < n < value and n > 99][:10]
    for many in (3, 4):
        for some in combinations_with_replacement(large, many):
            if sum(some) == value and max(map(some.count, some)) < 3:
                return some
    return None


def _with_groups(outline: Outline, statement: Statement, sentence: Sentence) -> str | None:
    """The statement with the groups that are spoken of nearby, where that holds."""
    call = statement.call
    if call is None or statement.subject != "conv2d" or "groups" in dict(call.options):
        return None
    groups = _groups_near(outline, sentence)
    texts = (f"{str(statement).replace('conv2d,', f'conv2d, groups={g},', 1)}" for g in groups[:4])
    return next((text for text in texts if holds(text)), None)


def _groups_near(outline: Outline, sentence: Sentence) -> list[int]:
    """The numbers of groups that are told near a sentence."""
    blocks = [
        sentence.block,
        *outline.ancestors(sentence.block),
        *range(max(0, sentence.block - NEAR - 1), min(len(outline.blocks), sentence.block + NEAR + 1)),
    ]
    texts = dict.fromkeys(plain(outline.blocks[b].raw) for b in blocks)
    return list(dict.fromkeys(int(g) for text in texts for m in _GROUPS.finditer(text) for g in m.groups() if g and int(g) > 1))


def _of_other_channels(outline: Outline, statement: Statement, sentence: Sentence) -> Iterator[str]:
    """A normalisation of the other numbers of channels that stand nearby."""
    text = str(statement)
    given = re.search(r"in_channels=(\d+)", text)
    own = set(_numbers(sentence.text.chars))
    if given is None or (int(given[1]) in own and len(own) < 4):
        return
    groups = _groups_near(outline, sentence) if statement.subject == "group_norm" else ()
    for number in numbers_near(outline, sentence):
        if number > 1 and str(number) != given[1] and number not in groups:
            yield text.replace(given[0], f"in_channels={number}")


def _other_customs(statement: Statement, reading: Reading) -> str | None:
    """The statement with other meanings of the letters that only custom explains."""
    note = next(note for note in reading.notes if note.startswith(BY_CUSTOM))
    guessed = dict(pair.split(" = ") for pair in note.removeprefix(BY_CUSTOM).split(", ") if " = " in pair)
    where = dict(statement.where)
    letters = [
        x
        for x, role in guessed.items()
        if role in ("multiplier", "in_channels", "out_channels", "size", "height", "kernel_size")
    ]
    roles = [
        r
        for r in ("in_channels", "out_channels", "kernel_size", "size")
        if r in roles_of(statement.subject or "") or r == "size"
    ]
    if not letters or len(letters) > 2:
        return None
    for chosen in product(roles, repeat=len(letters)):
        meant = {**where, **dict(zip(letters, chosen, strict=True))}
        if (
            len(set(meant.values())) == len(meant)
            and (other := str(replace(statement, where=tuple(meant.items())))) != str(statement)
            and holds(other)
        ):
            return other
    return None
