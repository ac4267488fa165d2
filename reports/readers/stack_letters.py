"""A note's own letters for kernels and dilations as the usual ones: k for the w of "filters of width w", d for a δ or an r."""

from __future__ import annotations

from .. import patterns as re
from ..reading import View
from ..sizes.lettering import meanings

FAR = 40  # blocks above in which a letter may be explained
_X = r"(?:\$|`|\s)*(?P<x>\\delta|\\rho|δ|ρ|[A-Za-z])(?:_\{?(?:\\ell|[A-Za-z])\}?)?(?![A-Za-z])"
_DILATION = re.compile(rf"(?:\bdilation(?: rate| factor)?s?|拡張率|膨張率|間隔(?:[(（]dilation[)）])?|ダイレーション)\s*(?:is|of|=|by|を|が|は|with)?(?!(?:\$|`|\s)*[jJ]){_X}", re.IGNORECASE)
_KERNEL = re.compile(rf"(?:幅|長さ){_X}(?=(?:\$|`|\s)*の(?:カーネル|フィルタ|核|窓))|\b(?:filters?|kernels?|layers?|windows?) of (?:width|size|length){_X.replace('<x>', '<y>')}|\b(?:has|have|is|of|with) (?:a )?(?:width|kernel size|filter width|kernel width){_X.replace('<x>', '<w>')}|(?:フィルタ|カーネル|核)(?:の)?(?:長|幅|一辺|サイズ)(?:を|は|が)?{_X.replace('<x>', '<z>')}", re.IGNORECASE)
_TAKEN = {"kernel_size": re.compile(r"(?<![A-Za-z\\])k(?![A-Za-z])"), "dilation": re.compile(r"(?<![A-Za-z\\])d(?![A-Za-z])")}


def in_usual_letters(view: View, text: str) -> str:
    """The text, as long as it was, with k and d for the letters that the note gives to kernels and dilations."""
    kernel, dilation = (_letter(view, role, pattern) for role, pattern in (("kernel_size", _KERNEL), ("dilation", _DILATION)))
    if kernel and kernel not in "kKfF" and kernel != dilation and not _TAKEN["kernel_size"].search(text):
        text = _replaced(text, kernel, "k")
    if dilation and dilation not in "dD" and kernel != dilation and not _TAKEN["dilation"].search(text):
        text = _replaced(text, dilation, "d")
    return text


def letters_of(view: View) -> dict[str, str]:
    """The letters that the note gives to kernels and dilations, as formulas have them: w, delta."""
    found = {_letter(view, role, pattern).removeprefix("\\"): role for role, pattern in (("kernel_size", _KERNEL), ("dilation", _DILATION))}
    return {{"δ": "delta", "ρ": "rho"}.get(x, x): role for x, role in found.items() if x}


def _replaced(text: str, letter: str, usual: str) -> str:
    """A letter as the usual one, with or without the index of a layer; what is defined is left."""
    index = r"(?:_\{?[A-Za-z]\}?)?"
    return re.sub(rf"(?<![A-Za-z\\_{{]){re.escape(letter)}(?P<i>{index})(?![A-Za-z]|\s*=)", lambda m: (usual + m["i"]).ljust(len(m[0])), text)


def _letter(view: View, role: str, pattern: re.Pattern[str]) -> str:
    """The letter that the note gives to a role, the nearest first; empty where it is given to two or to none."""
    key = f"the letter of a {role}"
    if key not in view.kept:
        told = [x.partition("_")[0] for x, roles in meanings(view).items() if roles == [role]]
        own = [_first(m) for text in _texts(view) for m in pattern.finditer(text)]
        letters = list(dict.fromkeys(own or told))
        view.kept[key] = letters[0] if len(letters) == 1 else ""
    return view.kept[key]


def _first(m: re.Match[str]) -> str:
    return next(g for g in m.groups() if g)


def _texts(view: View) -> list[str]:
    """The sentence and those above it."""
    s, outline = view.sentence, view.outline
    above = [e.text.chars for at in range(max(0, s.block - FAR), s.block) for e in outline.sentences[at] if len(e.text.chars) < 1_000]
    return [*above, *(e.text.chars for e in outline.sentences[s.block] if e.number <= s.number)]
