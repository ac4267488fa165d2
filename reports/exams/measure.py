"""A measurement that the options of a question are compared with, and the statement that an option then makes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from . import symbolic
from .values import normal, number, shape

_WORDS: tuple[tuple[str, str], ...] = (
    ("concat", r"concat|連結|結合|つな[ぐげ]|並べる"),
    ("add", r"\badd(?:s|ed|ing|ition)?\b|\bsum(?:s|med|ming|mation)?\b|element-?wise (?:add|sum)|足[しす]|加算|和をと|加え"),
    ("none", r"averag|mean\b|multipl|product|maxim|\bmax\b|subtract|平均|掛け|乗算|積をと|最大|引[きく]|減算"),
)
_BYTES = re.compile(r"^\s*(?:約|about |approximately |ca\.? ?)?(\d{1,15}(?:\.\d{1,6})?)\s*([KMG]i?B|バイト|bytes?|B)?\s*[.。]?\s*$", re.IGNORECASE)
_UNITS = {"k": 1, "m": 2, "g": 3}


@dataclass(frozen=True)
class Measure:
    """A measurement: its text, what it gives, the convention under which, and the words of the stem that it used.

    `form`: number, shape, side (of a plane), formula, axes, percent, bytes, word, or role: then `left` has a gap for the
    option, and is compared with `fixed`.
    """

    left: str
    form: str
    convention: str = ""
    uses: tuple[str, ...] = field(default=())
    fixed: str = ""

    def statement(self, option: str) -> str | None:
        """The statement that an option makes; None where the option has no such value.

        >>> Measure("100*a / b", "percent").statement("about 12 %"), Measure("f(x, padding={})", "role", fixed="8").statement("3 pixels")
        ('100*a / b ~= 12', 'f(x, padding=3) == 8')
        >>> Measure("4*params(conv2d)", "bytes").statement("9 KiB"), Measure("combine(dense_block)", "word").statement("By adding")
        ('4*params(conv2d) ~= 9*1024', 'combine(dense_block) == add')
        """
        made = getattr(self, f"_{self.form}", None)
        if made:
            return made(option)
        sides = shape(option) if self.form == "side" else None
        if sides:  # a field of 7 x 7 is one of side 7
            return f"{self.left} == {sides[0]}" if len(set(sides)) == 1 and "=" not in option else None
        value = number(option)
        if value is None or re.search(r"[KMG]i?B\b|%", option):
            return None
        return f"{self.left} {'~=' if value[1] else '=='} {value[0]}"

    def _shape(self, option: str) -> str | None:
        sizes_ = shape(option)
        if sizes_:
            return f"{self.left.replace('output_size', 'output_shape')} == ({', '.join(sizes_)})"
        single = number(option)
        return f"{self.left} == {single[0]}" if single and "*" not in single[0] else None

    def _formula(self, option: str) -> str | None:
        found = symbolic.formula(option)
        return f"{self.left} == {found}" if found else None

    def _dense(self, option: str) -> str | None:
        """A formula in the letters of a dense block; a letter with a number is written with a line between."""
        found = symbolic.formula(re.sub(r"\bk0\b", "k_0", option), frozenset({"k_0", "k", "L"}))
        return f"{self.left} == {found} where k_0 = in_channels, k = growth_rate, L = layers" if found else None

    def _axes(self, option: str) -> str | None:
        found = symbolic.axes(option)
        return f"{self.left} == {found}" if found else None

    def _percent(self, option: str) -> str | None:
        value = number(re.sub(r"\\?%|％|パーセント|percent", "", normal(option)))
        return f"{self.left} ~= {value[0]}" if value else None

    def _bytes(self, option: str) -> str | None:
        found = _BYTES.match(normal(option))
        if found is None:
            return None
        unit = (found[2] or "").lower()
        power = _UNITS.get(unit[:1], 0) if unit[:1] in _UNITS else 0
        scale = f"*{(1024 if 'i' in unit else 1000) ** power}" if power else ""
        return f"{self.left} {'~=' if power or '.' in found[1] else '=='} {found[1]}{scale}"

    def _word(self, option: str) -> str | None:
        found = [word for word, pattern in _WORDS if re.search(pattern, normal(option), re.IGNORECASE)]
        return f"{self.left} == {found[0]}" if len(found) == 1 else None

    def _role(self, option: str) -> str | None:
        sides = shape(option)
        if sides and len(set(sides)) == 1:
            return f"{self.left.format(sides[0])} == {self.fixed}"
        value = number(option)
        return f"{self.left.format(value[0])} == {self.fixed}" if value and value[0].isdigit() else None
