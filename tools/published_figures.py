"""Write docs/published-figures.md from a JSON file of printed figures.

python tools/published_figures.py FILE > docs/published-figures.md
"""

import sys

from kenzan.properties.published import STATUSES, check_file
from kenzan.reference.errors import InputError
from kenzan.reports.render.published import as_markdown, words

HEADER = """# Published figures, computed again

Papers print parameter counts, multiply-accumulates, sizes and formulas. Each figure below was computed again: counts
from the architecture's own data, sizes and formulas by running the operations, receptive fields and the blind spot by
tracing. This page is written by `python tools/published_figures.py FILE`; no verdict is typed in.

A figure *reproduces* where the computed value, rounded to the last printed place, is the printed one, under the default
convention (multiply-accumulates of convolutions and fully connected layers; weights, biases and batch-norm scale and
shift). It *reproduces only under* a convention where one departure from that default, or two that go together, give
it: the departures tried are the fully connected layer, biases, batch-norm parameters, moving statistics, elementwise
work, FLOPs for multiply-accumulates, rounding down or up, and variants of the architecture (shortcut, stride,
compression). Where several fit, the one that fits most of the same table comes first and the others follow after "or".
A figure *does not reproduce* where none fits. Where a paper prints no number, the computed one is *not printed*.

`kenzan count --published FILE` decides the figures of any file of this form: a JSON list of objects with `id`, `model`,
`options`, `quantity`, `value`, `unit`, `printed_precision` and `source`.
"""


def main(path: str) -> None:
    """Print the page."""
    findings = check_file(path)
    print(HEADER)
    print("## What does not reproduce\n")
    for finding in findings:
        if finding.status == STATUSES[2]:
            entry = finding.entry
            printed = f"{entry.value} {entry.unit}".strip()
            found = f"printed {printed}, computed {finding.computed}"
            print(f"- **{entry.id}** ({entry.source}): {found}: {words(finding)}.")
    print("\n## All figures\n")
    print(as_markdown(findings), end="")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python tools/published_figures.py FILE")
    try:
        main(sys.argv[1])
    except InputError as error:
        sys.exit(str(error))
