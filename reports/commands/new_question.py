"""`kenzan new-question`: a question file to start from, which certifies as it is."""

import argparse
import re
from pathlib import Path

from ...questions.bank import BUNDLED, SUFFIX
from ...questions.frontmatter import read
from ...reference.errors import InputError

MODELS = {
    "number": "mobilenet/depthwise-cost-number", "shape": "pooling/pooled-shape",
    "formula": "receptive-field/field-formula",
    "single_choice": "mobilenet/pointwise-cost", "multiple_choice": "mobilenet/which-dependence",
    "cloze": "wavenet/causal-shift", "true_false": "pooling/pooling-dependence", "order": "densenet/layer-order",
    "match": "normalization/norm-axes", "find_error": "mobilenet/mobile-find-the-error",
    "figure": "receptive-field/drawn-stack",
}  # fmt: skip
"""For each kind a question of the bank that shows how it is written."""

_ID = re.compile(r"[a-z][a-z0-9-]{1,60}")
_COMMENTS = (
    ("id = ", "# The file's name, and the folder it lies in.\n"),
    ("constraints = ", "# Which combinations are meant: a relation, `K odd`, `G divides C`, joined by `and`.\n"),
    ("[parameters]", "# What varies: lists, ranges such as \"16..256 step 16\", or words.\n"),
    ("[let]", "# Names for intermediate values.\n"),
    ("[figure]", "# What is drawn; the parameters named here need not stand in the text.\n"),
    ("[answer]", "# The closed form (value), and what running the reference must give (route).\n"),
    ("[[distractor]]", "# A misconception, its value, why it is wrong; some smaller, some larger than the answer.\n"),
    ("[[choice]]", "# An option in words, with the statement that decides it.\n"),
    ("[[blank]]", "# A gap: its place in the text is marked with its name in double square brackets.\n"),
    ("[[claim]]", "# A claim that may be shown, and whether it is true.\n"),
    ("[[sentence]]", "# A sentence that holds, with mutants that do not.\n"),
    ("[[pair]]", "# A pair to be matched.\n"),
)  # fmt: skip


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `kenzan new-question`."""
    parser.add_argument("id", metavar="ID", help="the question's name: lower-case letters, digits and hyphens")
    parser.add_argument(
        "--kind", choices=tuple(MODELS), default="number", help="what kind of question (default number)"
    )
    parser.add_argument("--topic", default="", help="its topic, the folder it will lie in (default: the model's)")
    parser.add_argument("-o", "--output", help="the file to write (default TOPIC/ID.md.j2 in the current folder)")


def run(arguments: argparse.Namespace) -> int:
    """Write the file; never over one that is there."""
    name, model = arguments.id, MODELS[arguments.kind]
    topic = arguments.topic or model.split("/")[0]
    for given in (name, topic):
        if not _ID.fullmatch(given):
            raise InputError(
                f"{given!r} is no name for a question or topic; expected lower-case letters, digits, hyphens"
            )
    path = Path(arguments.output or f"{topic}/{name}{SUFFIX}")
    if path.exists():
        raise InputError(f"{path}: is there already; expected a new file")
    try:
        if not arguments.output:  # a folder that was named must be there, as for every other command
            path.parent.mkdir(exist_ok=True)
        path.write_text(scaffold(model, name, topic), encoding="utf-8")
    except OSError as error:
        raise InputError(f"cannot write {path}: {error.strerror}; expected a writable folder") from None
    print(f"{path}: a question of the kind {arguments.kind}, after {model}; kenzan certify --watch {path}")
    return 0


def scaffold(model: str, name: str, topic: str) -> str:
    """The model with a name of its own, and a comment where each part first occurs."""
    text = read(BUNDLED / f"{model}{SUFFIX}")
    text = re.sub(r"^id = .*$", f'id = "{name}"', text, count=1, flags=re.MULTILINE)
    text = re.sub(r"^topic = .*$", f'topic = "{topic}"', text, count=1, flags=re.MULTILINE)
    for start, comment in _COMMENTS:
        text = re.sub(rf"^(?={re.escape(start)})", lambda m, c=comment: c, text, count=1, flags=re.MULTILINE)
    return text
