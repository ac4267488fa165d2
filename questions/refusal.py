"""Why a question is refused: which gate, what is wrong, and the variant that shows it."""

from collections.abc import Mapping
from typing import Any

from ..properties.verdict import shown


class Refusal(Exception):
    """A gate's refusal. `variant` holds the numbers with which it was seen, and None where no numbers matter."""

    def __init__(self, gate: str, message: str, variant: Mapping[str, Any] | None = None):
        super().__init__(gate, message, variant)
        self.gate, self.message, self.variant = gate, message, variant

    def __str__(self) -> str:
        if not self.variant:
            return f"{self.gate}: {self.message}"
        return f"{self.gate}: {self.message} [{variant_text(self.variant)}]"


def variant_text(values: Mapping[str, Any]) -> str:
    """The numbers of a variant on one line: `H = 28, K = 3`."""
    return ", ".join(f"{name} = {shown(value)}" for name, value in values.items())
