"""The tool's sentences about a verdict in Japanese; its words and sentences are data, in japanese.toml."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from ...properties.verdict import Counterexample, shown

_CITED = "looked up, not computed: "
_SEEN = re.compile(r"(\d+ 例: )([a-z_]+(?: or [a-z_]+)*)(?=$|;)")


@cache
def _rules() -> tuple[tuple[tuple[re.Pattern[str], str], ...], dict[str, str]]:
    data = tomllib.loads(Path(__file__).with_name("japanese.toml").read_text("utf-8"))
    return tuple((re.compile(said), japanese) for said, japanese in data["rules"]), data["values"]


@cache
def in_japanese(text: str) -> str:
    """What the tool says of a verdict, in Japanese as far as the table knows it.

    >>> in_japanese("stride 1; padding that keeps the size")
    'ストライド 1; 大きさを保つパディング'
    >>> in_japanese("looked up, not computed: Yu and Koltun 2016"), in_japanese("linear, on 2 instances: add or concat")
    ('計算ではなく出典による: Yu and Koltun 2016', 'linear、2 例: 加算 または 連結')
    """
    text, looked_up, cited = text.partition(_CITED)  # a source's authors and title stand as they are
    text += looked_up
    for said, japanese in _rules()[0]:
        text = said.sub(japanese, text)
    return _SEEN.sub(_values_said, text) + cited


def _values_said(found: re.Match[str]) -> str:
    """What was seen on some instances, a value or several."""
    return found[1] + " または ".join(_rules()[1].get(value, value) for value in found[2].split(" or "))


def said(text: str | None, language: str) -> str:
    """The text in the language of the note."""
    return in_japanese(text) if text and language == "ja" else text or ""


def value_said(value: Any, language: str) -> str:
    """A claimed or measured value in the language of the note.

    >>> value_said("concat", "ja"), value_said(12, "ja"), value_said("concat", "en")
    ('連結', '12', 'concat')
    """
    text = shown(value)
    return _rules()[1].get(text, text) if language == "ja" else text


def example_said(example: Counterexample, language: str) -> str:
    """A counterexample on one line.

    >>> example_said(Counterexample({"k": 2}, "add", "concat"), "ja")
    'k = 2; 主張は加算、実測は連結'
    """
    if language != "ja":
        return str(example)
    at = ", ".join(f"{letter} = {size}" for letter, size in example.sizes.items())
    values = f"主張は{value_said(example.claimed, 'ja')}、実測は{value_said(example.measured, 'ja')}"
    return "; ".join(filter(None, (at, values, said(example.witness, "ja"))))
