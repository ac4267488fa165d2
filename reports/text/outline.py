"""Which block hangs under which: items under items, text under the item above it, all under their heading."""

from __future__ import annotations

from .segments import Block


class Outline:
    """The blocks so far and, for a new one, which block it hangs under."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._headings: list[int] = []
        self._items: list[int] = []
        self._introduction: int | None = None
        self._blanks = 0
        self.lists = 0  # lists in HTML that are open

    def blank(self) -> None:
        self._blanks += 1
        if self._blanks > 1:
            self._introduction = None

    def end_list(self) -> None:
        self._items = []

    def add(self, block: Block) -> int:
        index = len(self.blocks)
        block.parent = self._parent_of(block)
        self.blocks.append(block)
        if block.kind == "heading":
            self._headings.append(index)
            self._items, self._introduction = [], None
        elif block.kind == "item":
            self._items.append(index)
        elif block.kind in ("text", "formula"):
            self._introduction = index if block.kind == "text" else self._introduction
        self._blanks = 0
        return index

    def _parent_of(self, block: Block) -> int | None:
        if block.kind == "heading":
            while self._headings and self.blocks[self._headings[-1]].depth >= block.depth:
                self._headings.pop()
        elif block.kind == "item":
            while self._items and self.blocks[self._items[-1]].depth >= block.depth:
                self._items.pop()
        elif block.kind != "comment":
            # Text after a list continues the item it is indented under, or the one right above it.
            while self._items and not (self.blocks[self._items[-1]].depth < block.depth or self._blanks == 0):
                self._items.pop()
            if self._blanks and block.depth == 0:
                self._items = []
        if self._items and block.kind != "heading":
            return self._items[-1]
        if block.kind in ("item", "row", "formula") and self._introduction is not None:
            return self._introduction
        return self._headings[-1] if self._headings else None
