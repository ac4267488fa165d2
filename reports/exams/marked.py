"""One line of an exam in Markdown: is it the head of a question, an option, several options, or a key?"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .labels import LABEL, MARK, place, row

HEADING = re.compile(r"^\s{0,3}(#{1,6})\s*(.*?)\s*#*$")
_NUMBER = r"(?:問題?|設問|第|Q(?:uestion)?\.?|Problem|Exercise|Item)\s*[(（]?\s*(\d{1,3}|[①-⑩])\s*[)）]?\s*(?:問|題)?"
NAMED = re.compile(
    rf"^\s*(?:[-*+]\s+)?[*_\[【]{{0,3}}\s*{_NUMBER}\s*[*_]{{0,3}}\s*(?:[.．:：)）\]】、-]|\s|$)\s*[*_]{{0,3}}\s*(.*)$",
    re.IGNORECASE,
)
DIGIT = re.compile(r"^(\s*)[*_]{0,3}((\d{1,3})[.．)）](?!\d)|[(（](\d{1,3})[)）])[*_]{0,3}\s*(\S.*)$")
_OPTION = re.compile(
    rf"^(\s*)(?P<bullet>[-*+・]\s*)?(?P<star>[*=✓✔→](?!\*)\s*)?(?P<box>\[[ xX✓✔○]\]\s*"
    rf"|\(\s?\)\s+|\([xX*]\)\s+|[☐☑☒□■◯●]\s*)?"
    rf"(?P<bold>\*\*|__)?(?:[(（]\s*(?P<wrapped>{LABEL})\s*[)）]|(?P<label>{LABEL})\s*[.．)）:：、]"
    rf"|(?P<circled>[①-⑩]))?(?P<bold2>\*\*|__)?(?:(?<=[^\s])\s*|\s+)(?P<text>\S.*)$"
)
_INLINE = re.compile(rf"(?:(?<=[\s　;；,、|/])|^)(?:[(（]\s*({LABEL})\s*[)）]|({LABEL})\s*[.．)）:：]|([①-⑩]))\s*")
KEY = re.compile(
    r"^\s*(?:[-*+>]\s+)*[*_]{0,3}\s*[\[(（【]?\s*(?:the\s+)?(?:correct\s+|right\s+"
    r"|model\s+)?(?:answers?|ans\.?|keys?|答え?|正解|解答|正答)(?:\s+(?:is|key))?\s*[\])）】]?"
    r"\s*[*_]{0,3}\s*(?:[:：.=＝→]|は|\)|）|\s)\s*[*_]{0,3}\s*(\S.*?)\s*$",
    re.IGNORECASE,
)
KEY_HEAD = re.compile(
    r"^\s*#{0,6}\s*[*_]{0,3}\s*(?:the\s+)?(?:(?:correct\s+)?answers?(?:\s+(?:key"
    r"|list|sheet))?|keys?|solutions?|解答(?:一覧|欄|例)?|正解(?:一覧)?|答え?(?:一覧)?|正答(?:一覧)?)"
    r"\s*[*_]{0,3}\s*[:：]?\s*[*_]{0,3}\s*$",
    re.IGNORECASE,
)
EXPLAINED = re.compile(
    r"^\s*[*_>\s-]*(?:explanation|rationale|why|feedback|hint|note|解説|説明|理由|ヒント|補足)\s*[*_]*\s*[:：]",
    re.IGNORECASE,
)
ASKS = re.compile(
    r"[?？]\s*[*_]*$|(?:か|選べ|選びなさい|選択せよ|答えよ|答えなさい|求めよ|求めなさい|埋めよ|選んでください)[。．.]?\s*(?:[(（].{0,30}[)）])?\s*$"
    r"|[:：]\s*[*_]*$|_{2,}|（\s*）|\b(?:choose|select|pick|compute|calculate)\b",
    re.IGNORECASE,
)


@dataclass
class Offered:
    """An option as a line has it: label (empty where a bullet stands), text, and whether the line itself marks it."""

    label: str
    text: str
    marked: bool | None
    indent: int
    boxed: bool


def option_of(line: str) -> Offered | None:
    """The option that a line is, if it begins with a label, a box or a bullet.

    >>> option_of("- [x] concat"), option_of("  (い) **add**").marked, option_of("plain words")
    (Offered(label='', text='concat', marked=True, indent=0, boxed=True), True, None)
    """
    found = _OPTION.match(line)
    if found is None:
        return None
    label = found["wrapped"] or found["label"] or found["circled"] or ""
    if not (label or found["box"] or found["bullet"]):
        return None
    box = (found["box"] or "").strip()
    marked = None if not box else bool(re.search(r"[xX✓✔○☑☒■●*]", box))
    if found["star"] and label:
        marked = True
    text, emphasis = plainly((found["bold"] or "") + (found["bold2"] or "") * (not found["bold"]) + found["text"])
    return Offered(
        label, text, True if emphasis else marked, len(found[1].expandtabs(4).replace("　", "  ")), bool(box)
    )


def plainly(text: str) -> tuple[str, bool]:
    """An option's text without what marks it right (bold as a whole, a tick, `(correct)`, an arrow), and whether it was.

    >>> plainly("**28 x 28**"), plainly("add (correct)"), plainly("$H$ **only** here")
    (('28 x 28', True), ('add', True), ('$H$ **only** here', False))
    """
    text = text.strip()
    mark = MARK.search(text)
    if mark:
        text = text[: mark.start()].rstrip()
    bold = re.fullmatch(r"(\*\*|__)((?:(?!\1).)+)\1\s*[.。]?", text)
    if bold:
        return bold[2].strip(), True
    half = re.fullmatch(r"(\*\*|__)((?:(?!\1).)+)", text) if text.count("**") == 1 or text.count("__") == 1 else None
    if half:  # only the label was bold
        return half[2].strip(), bool(mark)
    whole = re.fullmatch(r"(\*\*|__)(?P<a>(?:(?!\1).)+)\1", text)
    return (whole["a"] if whole else text), bool(mark)


def options_in(line: str) -> list[Offered]:
    """Several options on one line, `A. 26  B. 28  C. 30`, whose labels follow one another from the first.

    >>> [(o.label, o.text) for o in options_in("(ア) 加算 (イ) 連結  (ウ) 平均")]
    [('ア', '加算'), ('イ', '連結'), ('ウ', '平均')]
    """
    found = []
    for match in _INLINE.finditer(line):
        label = match[1] or match[2] or match[3]
        if place(label) == len(found) and (not found or row(label) == row(found[0][0])):
            found.append((label, match.start(), match.end()))
    if len(found) < 2 or line[: found[0][1]].strip(" -*|　"):
        return []
    stops = [start for _, start, _ in found[1:]] + [len(line)]
    indent = len(line) - len(line.lstrip())
    offered = []
    for (label, _, begin), stop in zip(found, stops, strict=True):
        text, marked = plainly(line[begin:stop].strip(" \t　|;；/"))
        if not text:
            return []
        offered.append(Offered(label, text.rstrip(",、，"), marked or None, indent, False))
    return offered
