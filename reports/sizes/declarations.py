"""What a note's letters are declared to be, by section: a long note has thousands of declarations, asked for by each
sentence."""

from __future__ import annotations

from collections.abc import Sequence


class Declarations:
    """The roles that sections give letters, with the places: (block, sentence, role), in the order they were found."""

    def __init__(self) -> None:
        self.of_section: dict[int, dict[str, list[tuple[int, int, str]]]] = {}
        self.meanings: dict[str, set[str]] = {}
        self._taken = 0

    def with_new(self, bindings: Sequence[tuple[int, int, str, str]], sections: Sequence[int]) -> Declarations:
        """These, with the declarations that have come in since."""
        for block, number, letter, role in bindings[self._taken :]:
            self.of_section.setdefault(sections[block], {}).setdefault(letter, []).append((block, number, role))
            self.meanings.setdefault(letter, set()).add(role)
        self._taken = len(bindings)
        return self
