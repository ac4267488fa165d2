"""The program text of a note and what it put out, in order: fences, and the lines of an interactive session."""

from __future__ import annotations

from dataclasses import dataclass

from .. import patterns as re
from ..text.segments import Block, Segment, unquoted

MOST_LINES = 400
_FENCE = re.compile(r"^[ \t]*(`{3,}|~{3,})[ \t]*(.{0,80})$")
_PYTHON = re.compile(r"\b(?:python\d?|py\d?|pycon|ipython\d?|pytorch|code-cell)\b", re.IGNORECASE)
_OUTPUT = re.compile(  # also with a title, as some sites have it: ```text:出力
    r"[{. ]*(?:|output|out|text|txt|plaintext|plain|console|none|stdout|shell|bash|sh|result|(?:実行)?(?:出力|結果))(?:\s*[:：]\s*[^\s:]{0,24})?[ }]*", re.IGNORECASE
)
_SHOWN = re.compile(r"`([^`]{1,120})`")  # a line of its own below a cell: `torch.Size([8, 8])`
_VALUE = re.compile(r"(?:torch\.Size\()?[\[(][\d, ]{1,60}[\])]\)?|-?\d[\d,]*")
_CODE = re.compile(r"\b(?:nn|torch|F)\.(?!Size\b)\w+\(|^\s*(?:import|from|def|class|for)\s\S|\bprint\(|^\s*>>>\s")
_BETWEEN = re.compile(  # what may stand between program text and its output
    r"[\W_]*(?:(?:the |this |it |its |and |then |code |program |which )*(?:outputs?|out|results?|prints?|printed|gives?|shows?|running|returns?)\b[^.?!]{0,30}|出力[^。?？]{0,12}|実行結果[^。?？]{0,8}|結果[^。?？]{0,8})[\W_]*|[\W_]*",
    re.IGNORECASE,
)
_ELSE = re.compile(r"wrong|error|expect|should|\bnot\b|n't|誤|エラー|間違|期待|ではな|はず", re.IGNORECASE)


@dataclass
class Piece:
    """A stretch of program text ("code"), or of what it put out ("output"); its lines keep their indentation.

    "unknown" is program text that is too long to be followed, "other" a fence with something else.
    """

    kind: str
    lines: list[Segment]

    @property
    def start(self) -> int:
        return self.lines[0].start if self.lines else 0


def pieces_of(lines: list[Segment]) -> list[Piece]:
    """The pieces of a note's lines.

    >>> from ..text.segments import Source
    >>> [(p.kind, len(p.lines)) for p in pieces_of(Source("```py\\nx = 1\\n```\\nOutput:\\n```\\n1\\n```").lines())]
    [('code', 1), ('output', 1)]
    """
    found: list[Piece] = []
    number = 0
    follows = False  # whether an output may follow
    while number < len(lines):
        line = unquoted(lines[number])
        fence = _FENCE.match(line.raw)
        if fence is None:
            text = line.raw.strip()
            shown = _SHOWN.fullmatch(text) if follows else None
            if shown and _VALUE.fullmatch(shown[1]):
                at = line.raw.index("`") + 1
                found.append(Piece("output", [line.cut(at, at + len(shown[1]))]))
                follows = False
            follows = follows and len(text) < 80 and bool(_BETWEEN.fullmatch(text)) and not _ELSE.search(text)
            number += 1
            continue
        last = number + 1
        while last < len(lines) and not unquoted(lines[last]).raw.strip().startswith(fence[1]):
            last += 1
        body = [unquoted(one) for one in lines[number + 1 : last]]
        kind = _kind(fence[2].strip(), body, follows)
        too_long = len(body) > MOST_LINES
        found.append(Piece("other" if not kind else "unknown" if too_long else kind, body))
        follows = kind == "code"
        number = last + 1
    return [p for p in found if any(one.raw.strip() for one in p.lines)]


def _kind(info: str, body: list[Segment], follows: bool) -> str:
    if _PYTHON.search(info):
        return "code"
    if not _OUTPUT.fullmatch(info):
        return ""
    if any(_CODE.search(line.raw) for line in body[:MOST_LINES]):
        return "code" if not info.strip("{. }").lower().startswith(("bash", "sh", "console")) else ""
    return "output" if follows else ""


def with_others(pieces: list[Piece], blocks: list[Block]) -> list[Piece]:
    """The pieces, with the program text that stands in no fence (`<pre>`), in the order of the note."""
    spans = [(piece.lines[0].start, piece.lines[-1].start + len(piece.lines[-1].raw)) for piece in pieces]
    others = [Piece("code", b.segments) for b in blocks if b.segments and not any(x <= b.start <= y for x, y in spans)]
    return sorted([*pieces, *others], key=lambda p: p.start)


_PROMPT = re.compile(r"^\s*(>>>|\.\.\.)(?: |$)")


def session(piece: Piece) -> list[Piece]:
    """An interactive session as program text and outputs in turn; any other piece as it is."""
    if piece.kind != "code" or not any(_PROMPT.match(line.raw) for line in piece.lines):
        return [piece]
    found: list[Piece] = []
    for line in piece.lines:
        prompt = _PROMPT.match(line.raw)
        if prompt and (prompt[1] == ">>>" or not found):
            found.append(Piece("code", []))
        elif prompt is None and (not found or found[-1].kind == "code"):
            found.append(Piece("output", []))
        found[-1].lines.append(line.cut(prompt.end()) if prompt else line)
    return [p for p in found if any(one.raw.strip() for one in p.lines)]
