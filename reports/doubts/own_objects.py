"""Whether the things that a claim's own words speak of are such as its subject has, where the subject is inherited.

Weights, filters and kernels are no normalisation's and no pooling's; a sentence on what comes out of a transposed
convolution is not about the network of the note. An inherited subject to which the clause does not fit was another's.
"""

from __future__ import annotations

from numbers import Rational

from ...properties.nodes import Num
from ...properties.statement import Statement
from ...properties.verdict import Verdict
from .. import patterns as re
from ..readers.task_parts import task_of
from ..reading import Reading, runnable
from ..scope import NETWORKS, Outline
from ..text.sentences import Sentence
from ..vocabulary import family

_ELSEWHERE = re.compile(r"subject \w* ?taken from|the only network of the note|the sizes are those of the example|put together from")
_OF_ITS_ROW = re.compile(r"subject \w* ?taken from the (?:table row|table's head)")
_NORMS = ("batch_norm", "group_norm", "layer_norm", "instance_norm", "rms_norm")
_KERNELS = re.compile(r"kernel|filter|\bconv|カーネル|フィルタ|畳み?込|\d\s*[x×]\s*\d(?!\d|\s*[x×])", re.IGNORECASE)
_NORMALISING = re.compile(
    r"normali[sz]|\bnorms?\b|\bBN\b|\b[LIGR]N\b|\bmeans?\b|averag|varianc|deviation|statistic|standardi[sz]|\bscal|\bshift|μ|σ|γ|β"
    r"|正規化|ノルム|平均|分散|偏差|統計|標準化|\bmu\b|\bsigma\b|gamma|beta|スケール|シフト",
    re.IGNORECASE,
)
_SEVERAL_AXES = re.compile(r"(?:axis|axes|dim|dims)\s*=\s*[(\[]")  # a mean's, or a variance's
_GROUPS = re.compile(r"\bgroups?\b|グループ|群", re.IGNORECASE)
_OVER_WHAT = ("normalised_over", "stats_size", "stats_count", "stats_shape")
_SHAPES = ("output_shape", "output_size", "output_channels")
_CUT = re.compile(r"\bcrop\w*|\b(?:cut|trimmed|chopped|clipped) (?:off|down|away|to)\b|\bcentre part\b|切り(?:取|抜|出|落|詰)|クロップ|トリミング", re.IGNORECASE)
_CHANNELS = re.compile(r"channel|チャン?ネル|\bch\b|maps?\b|features?\b|特徴|枚|layers?\b|層|width|幅", re.IGNORECASE)
_FAR = 12  # a normalisation's parameters, so many times over, are another layer's


def of_other_objects(statement: Statement, verdict: Verdict, sentence: Sentence, reading: Reading, outline: Outline) -> str | None:
    """What the claim's own words speak of that an inherited subject has not, or None."""
    subject = statement.subject or ""
    if statement.predicate in _SHAPES and _CUT.search(sentence.words, sentence.clause(min(reading.start, len(sentence.words) - 1))[0], reading.end + 12):
        return "its border is cut off"
    own = {runnable(m.tag) for m in sentence.subjects if not m.weak}
    if subject in own or (subject.endswith("pool2d") and any(tag.endswith("pool2d") for tag in own)) or any(_OF_ITS_ROW.match(note) for note in reading.notes) or not any(_ELSEWHERE.match(note) for note in reading.notes):
        return None
    told = _told(sentence, outline)
    if statement.predicate == "params" and (subject.endswith("pool2d") or subject == "relu") and _claimed(verdict):
        return "a layer without weights has none, so that it is another's they are told of"
    if subject in _NORMS and statement.predicate in ("params", "macs") and _KERNELS.search(told):
        return "kernels are spoken of, of which a normalisation has none"
    if subject in _NORMS and statement.predicate == "params" and _far_from(verdict):
        return "it is too many for a normalisation"
    if "channels_after(" in str(statement) and not isinstance(statement.right, Num) and sentence.cell is None and not _CHANNELS.search(told):
        return "no channels are spoken of"
    if subject in _NORMS and statement.predicate in (*_OVER_WHAT, *_SHAPES) and not _normalised(statement, told):
        return "nothing is normalised in it"
    if family(subject) in NETWORKS and (other := _topic(sentence, reading)):
        return f"it is about {other}"
    return None


def _normalised(statement: Statement, told: str) -> bool:
    """Whether a normalisation is spoken of, or what only it has: means over several axes, the groups that share one."""
    over_what = statement.predicate in _OVER_WHAT
    of_groups = over_what and statement.subject == "group_norm" and _GROUPS.search(told)
    return bool(_NORMALISING.search(told) or of_groups or (over_what and _SEVERAL_AXES.search(told)))


def _told(sentence: Sentence, outline: Outline) -> str:
    """The claim's own words; a cell's with its row and the head of its column, an item's or answer's with what it goes on with."""
    if sentence.cell is None:
        goes_on = sentence.words.rstrip().endswith((";", "；", ":", "："))
        near = [e.words for e in outline.sentences[sentence.block] if sentence.number - 2 <= e.number <= sentence.number + goes_on]
        over = [e.words for block in outline.ancestors(sentence.block) for e in outline.sentences[block]]
        asked = [piece.words for piece in task.stem] if (task := task_of(outline, outline.sentences[sentence.block][0])) else []
        return " ".join([*over, *asked, *near, sentence.words])
    header = outline.blocks[sentence.block].header
    heads = [e.text.chars for e in outline.sentences[header]] if header is not None else []
    return " ".join([*heads, *(e.text.chars for e in outline.sentences[sentence.block])])


def _claimed(verdict: Verdict) -> bool:
    """Whether some number other than none is told."""
    shown = verdict.counterexample
    return shown is not None and isinstance(shown.claimed, Rational) and shown.claimed != 0


def _far_from(verdict: Verdict) -> bool:
    shown = verdict.counterexample
    pair = (shown.claimed, shown.measured) if shown else ()
    if len(pair) != 2 or not all(isinstance(value, Rational) for value in pair):
        return False
    claimed, measured = pair
    return bool(measured) and not measured <= _FAR * claimed <= _FAR * _FAR * measured  # type: ignore[operator] - both are numbers


def _topic(sentence: Sentence, reading: Reading) -> str | None:
    """The layer of its own that the sentence is about: its topic, told before the claim."""
    layers = [m for m in sentence.subjects if not m.weak and m.start < reading.end and family(m.tag) not in NETWORKS and m.start < 24]
    return next((m.tag for m in layers if m.tag.startswith("conv_transpose") and sentence.is_topic(m)), None)
