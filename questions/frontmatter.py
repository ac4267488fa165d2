"""A question file's two halves: the TOML front matter between `+++` lines, and the text after it."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..reference.errors import InputError

MOST_CHARACTERS = 60_000
LANGUAGES = ("ja", "en")
_KINDS = {"str": "text", "int": "a whole number", "dict": "a table", "list": "a list", "bool": "true or false"}
_UNSEEN = re.compile(
    "[\0-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ue000-\uf8ff]"
)
_MOST_PARTS = 30  # of a dotted key: tomllib takes quadratic time, and each part nests a table in another
_DEEP_KEY = re.compile(rf"""(?:(?:[\w-]+|"[^"\n]*"|'[^'\n]*')[ \t]*\.[ \t]*){{{_MOST_PARTS}}}""")
_PART = re.compile(r"^===[ \t]*(\w+)(?:[ \t]+(\w+))?[ \t]*===[ \t]*$", re.MULTILINE)


def read(path: Path) -> str:
    """The text of a question file, or an InputError that names the file."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({(error.strerror or 'unknown error').lower()})") from None
    if len(raw) > MOST_CHARACTERS:
        raise InputError(f"{path}: has {len(raw):,} bytes; expected a question file of at most {MOST_CHARACTERS:,}")
    try:
        text = raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise InputError(f"{path}: is not UTF-8 text; expected a question file") from None
    return text


def split(text: str) -> tuple[dict, dict[str, str]]:
    """Front matter as a table, and the text's parts by name: "ja", "ja solution", "en", "en solution".

    >>> split('+++\\nid = "a"\\n+++\\n=== ja ===\\n問\\n=== en ===\\nQ\\n')
    ({'id': 'a'}, {'ja': '問', 'en': 'Q'})
    """
    _expect_plain(text)
    pieces = re.split(r"^\+\+\+[ \t]*$", text, maxsplit=2, flags=re.MULTILINE)
    if len(pieces) != 3 or pieces[0].strip():
        raise InputError("expected TOML front matter between two lines of +++, then the text")
    if _DEEP_KEY.search(pieces[1]):
        raise InputError(f"the front matter has a key of more than {_MOST_PARTS} parts; expected keys such as unit_en")
    try:
        table = tomllib.loads(pieces[1])
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"the front matter is not TOML: {error}") from None
    except ValueError:  # a number of thousands of digits
        raise InputError("the front matter holds a number that is too long; expected numbers of usual size") from None
    except RecursionError:
        raise InputError("the front matter is nested too deep") from None
    _expect_plain_strings(table)
    return table, _parts(pieces[2])


_BRACKETED = re.compile(r"(?<!\\)\\([(\[])((?:[^\\]|\\[^()\[\]])*)\\([)\]])")


def dollars(text: str) -> str:
    r"""The text with LaTeX's other delimiters of formulas as the dollars that everything here reads.

    >>> dollars(r"\(K^2\) and \[K = 3\]")
    '$K^2$ and $$K = 3$$'
    """

    def marked(found: re.Match[str]) -> str:
        mark = {"()": "$", "[]": "$$"}.get(found[1] + found[3])
        return f"{mark}{found[2]}{mark}" if mark else found[0]

    return _BRACKETED.sub(marked, text)


def _expect_plain(text: str) -> None:
    """Refuse characters that nobody sees: controls, private use, zero width, and those that reverse what is read."""
    if found := _UNSEEN.search(text):
        code = f"U+{ord(found[0]):04X}"
        raise InputError(f"the character {code} is a control, private-use or invisible one; expected plain text")


def _expect_plain_strings(content: Any, depth: int = 0) -> None:
    """The same for what TOML's escapes make."""
    if depth > 2 * _MOST_PARTS:
        raise InputError("the front matter is nested too deep")
    if isinstance(content, str):
        _expect_plain(content)
    elif isinstance(content, dict):
        for key, value in content.items():
            _expect_plain(key)
            _expect_plain_strings(value, depth + 1)
    elif isinstance(content, list):
        for item in content:
            _expect_plain_strings(item, depth + 1)


def _parts(body: str) -> dict[str, str]:
    headings = list(_PART.finditer(body))
    if not headings or body[: headings[0].start()].strip():
        raise InputError("expected the text to begin with a line '=== ja ===' or '=== en ==='")
    parts: dict[str, str] = {}
    for heading, following in zip(headings, [*headings[1:], None], strict=True):
        name = " ".join(filter(None, heading.groups()))
        if heading[1] not in LANGUAGES or heading[2] not in (None, "solution"):
            raise InputError(f"the text has a part '=== {name} ==='; expected ja, ja solution, en, en solution")
        if name in parts:
            raise InputError(f"the text has the part '=== {name} ===' twice")
        parts[name] = body[heading.end() : following.start() if following else None].strip()
    return parts


@dataclass(frozen=True)
class Table:
    """A TOML table read with care: each key is asked for with its type, and what nobody asked for is refused."""

    content: Mapping[str, object]
    where: str

    def get(self, key: str, kind: type | tuple[type, ...], default: Any = None) -> Any:
        """The key's value, checked to be of the kind; the default where it is absent."""
        value = self.content.get(key, default)
        if value is default:
            return default
        wrong_bool = isinstance(value, bool) and kind is not bool
        if wrong_bool or not isinstance(value, kind):
            expected = " or ".join(k.__name__ for k in (kind if isinstance(kind, tuple) else (kind,)))
            raise InputError(f"{self.where}: {key} is {value!r}; expected {_KINDS.get(expected, expected)}")
        return value

    def text(self, key: str, allowed: tuple[str, ...] = ()) -> str:
        """A text that must be there."""
        value = self.get(key, str)
        if not value or not value.strip():
            raise InputError(f"{self.where}: {key} is missing; expected text")
        if allowed and value not in allowed:
            raise InputError(f"{self.where}: {key} is {value!r}; expected one of {', '.join(allowed)}")
        return value.strip()

    def expression(self, key: str) -> str | None:
        """Text in the statement language; a plain number will do."""
        value = self.get(key, (str, int, float))
        return None if value is None else str(value)

    def both(self, prefix: str = "", required: bool = True) -> dict[str, str]:
        """A text in both languages, from the keys ja and en (or why_ja and why_en ...)."""
        found = {language: self.get(prefix + language, str, "") for language in LANGUAGES}
        missing = [prefix + language for language, text in found.items() if not text.strip()]
        if missing and (required or len(missing) == 1):
            raise InputError(f"{self.where}: {' and '.join(missing)} is missing; expected it in both languages")
        return found

    def tables(self, key: str) -> list["Table"]:
        """The tables of an array `[[key]]`."""
        listed = self.get(key, list, [])
        if not all(isinstance(item, dict) for item in listed):
            raise InputError(f"{self.where}: {key} is not a list of tables; expected [[{key}]]")
        return [Table(item, f"{self.where}, {key} {i}") for i, item in enumerate(listed, 1)]

    def only(self, *keys: str) -> None:
        """Refuse every key but these: a misspelt key must not be ignored."""
        unknown = [key for key in self.content if key not in keys]
        if unknown:
            raise InputError(f"{self.where}: unknown key {unknown[0]!r}; expected {', '.join(keys)}")
