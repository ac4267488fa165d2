"""The experiments' own words, from `texts.toml`, with the numbers that their code uses."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from .experiment import LANGUAGES, Experiment, Measure, Text


@cache
def _texts() -> Mapping[str, Any]:
    return tomllib.loads(Path(__file__).with_name("texts.toml").read_text(encoding="utf-8"))


def listed(numbers: Iterable[float]) -> str:
    """Numbers as a sentence has them.

    >>> listed((16, 0.25, 1.0))
    '16, 0.25, 1'
    """
    return ", ".join(f"{number:.2g}" for number in numbers)


def described(
    name: str, measure: Measure, steps: int, *, arms: tuple[str, str], module: str, text: str = "", higher: bool = True,
    threshold: float = 0.0, **numbers: Any,
) -> Experiment:  # fmt: skip
    """The experiment `subject-effect` with its texts: those of its effect, or those named `text`."""
    subject, _, effect = name.rpartition("-")
    texts = _texts()
    own = texts["experiments"][text or effect]
    control, treatment = (texts["arms"][arm] for arm in arms)

    def filled(template: Text) -> Text:
        values = {"steps": steps, **numbers}
        return {lang: template[lang].format(treatment=treatment[lang], **values) for lang in LANGUAGES}

    task, setting = filled(texts["tasks"][own["task"]]), filled(own["setting"])
    return Experiment(
        name, subject, effect,
        sentence=filled(own["sentence"]),
        setting={"en": f"{task['en']}; {setting['en']}", "ja": f"{task['ja']}。{setting['ja']}"},
        confounds=tuple(filled(texts["confounds"][confound]) for confound in own["confounds"]),
        quantity=filled(texts["quantities"][own["quantity"]]), arms=(control, treatment), measure=measure, steps=steps,
        module=module, higher=higher, threshold=threshold,
    )  # fmt: skip
