"""`python -m kenzan.properties.experiments [NAME...]`: run experiments, or list them."""

from __future__ import annotations

import argparse
import json
import sys

from ...reference.errors import InputError
from . import EXPERIMENTS, run


def main() -> int:
    """Without a name the list; with names each experiment's result, as text, JSON or SVG."""
    parser = argparse.ArgumentParser(prog="python -m kenzan.properties.experiments", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="experiments to run; none: list them")
    parser.add_argument("--format", choices=("text", "json", "svg"), default="text")
    parser.add_argument("--lang", choices=("en", "ja"), default="en")
    parser.add_argument("--no-cache", action="store_true", help="measure again and keep nothing")
    arguments = parser.parse_args()
    try:
        if not arguments.names:
            print("\n".join(f"{e.name:45} {e.sentence[arguments.lang]}" for e in EXPERIMENTS.values()))
        for name in arguments.names:
            print(_shown(name, arguments), flush=True)
    except InputError as error:
        print(f"kenzan: {error}", file=sys.stderr)
        return 2
    return 0


def _shown(name: str, arguments: argparse.Namespace) -> str:
    result = run(name, cache=not arguments.no_cache)
    if arguments.format == "json":
        return json.dumps(result.as_json(), ensure_ascii=False, indent=1)
    if arguments.format == "svg":
        return result.svg(arguments.lang)
    return f"{name}: {result.outcome}; {result.quantity[arguments.lang]}: {result.interval}, {result.n} seeds"


if __name__ == "__main__":
    sys.exit(main())
