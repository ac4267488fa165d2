"""Answers that a page folds away: `<details><summary>Answer</summary>`, comments, admonitions, as plain lines of key."""

from __future__ import annotations

import re

from .keys import key_list

_OPEN = re.compile(r"<details\b[^>]{0,80}>", re.IGNORECASE)
_CLOSE = re.compile(r"</details\s*>", re.IGNORECASE)
_SUMMARY = re.compile(r"<summary\b[^>]{0,80}>(.{0,120}?)</summary\s*>", re.IGNORECASE | re.DOTALL)
_TAGS = re.compile(r"</?(?:b|strong|em|i|p|span|code|div|br)\b[^<>]{0,80}>", re.IGNORECASE)
_ANSWERS = re.compile(r"answer|solution|\bkey\b|解答|回答|答え|正解|正答", re.IGNORECASE)
_COMMENT = re.compile(r"^\s*<!--\s*((?:correct )?(?:answer|key|ans|solution|正解|答え?|解答|正答)\s*[:：=]\s*.{1,200}?)\s*-->\s*$", re.IGNORECASE)
_ADMONITION = re.compile(r"^(?:\?\?\?\+?|!!!|:{3,})\s*\{?[\w-]*\}?\s*[\"“]?(.{0,60}?)[\"”]?\s*$")
_KEYWORD = re.compile(r"^\s*(?:\*\*)?(?:the\s+)?(?:correct\s+)?(?:answers?|ans|key|solution|解答|答え?|正解|正答)", re.IGNORECASE)

Lines = list[tuple[int, str]]


def unfolded(lines: Lines) -> Lines:
    """The lines with each folded answer as `Answer: ...` (a folded list of keys under a heading), other folds dropped.

    >>> unfolded([(1, "<details><summary>Answer</summary>"), (2, ""), (3, "B"), (4, "because"), (5, "</details>")])
    [(1, ''), (2, ''), (3, 'Answer: B'), (4, ''), (5, '')]
    >>> unfolded([(1, "<!-- answer: C -->"), (2, "<details><summary>Hint</summary>think</details>")])
    [(1, 'answer: C'), (2, '')]
    """
    done: Lines = []
    at = 0
    while at < len(lines):
        number, line = lines[at]
        comment = _COMMENT.match(line)
        admonition = _ADMONITION.match(line)
        if _OPEN.search(line):
            end = next((i for i in range(at, min(at + 200, len(lines))) if _CLOSE.search(lines[i][1])), None)
            if end is not None:
                done += _fold(lines[at : end + 1])
                at = end + 1
                continue
        elif admonition and _ANSWERS.search(admonition[1] or line):
            end = _indented(lines, at + 1, line)
            done += [(number, ""), *_told(lines[at + 1 : end])]
            at = end
            continue
        done.append((number, comment[1]) if comment else (number, line))
        at += 1
    return done


def _indented(lines: Lines, start: int, head: str) -> int:
    """Where an admonition ends: at its closing colons, or where the text is no longer set in."""
    fenced = head.lstrip().startswith(":::")
    for i in range(start, len(lines)):
        text = lines[i][1]
        if fenced and re.fullmatch(r"\s*:{3,}\s*", text):
            return i + 1
        if not fenced and text.strip() and not text.startswith(("  ", "\t")):
            return i
    return len(lines)


def _fold(block: Lines) -> Lines:
    """A `<details>` block, its tags taken out."""
    whole = "\n".join(line for _, line in block)
    summary = _SUMMARY.search(whole)
    if summary is None or not _ANSWERS.search(summary[1]):
        return [(number, "") for number, _ in block]
    hidden = _SUMMARY.sub(lambda m: "\n" * m[0].count("\n"), whole, count=1)
    texts = [_TAGS.sub("", _CLOSE.sub("", _OPEN.sub("", line))).strip() for line in hidden.split("\n")]
    return _told([(number, text) for (number, _), text in zip(block, texts, strict=True)])


def _told(block: Lines) -> Lines:
    """The key of one question, or a list of keys under a heading."""
    written = [i for i, (_, text) in enumerate(block) if text.strip()]
    if not written:
        return block
    keys = key_list([text for _, text in block])
    if len(keys) >= 2 and len(keys) * 2 >= len(written):
        first = written[0]
        heading = [(block[first - 1][0], "## Answers")] if first else [(block[0][0], "## Answers")]
        return [*block[: max(first - 1, 0)], *heading, *block[first:]]
    told = block[written[0]][1].strip()
    key = told if _KEYWORD.match(told) else f"Answer: {told}"
    return [(number, key if i == written[0] else "") for i, (number, _) in enumerate(block)]
