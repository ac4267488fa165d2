"""The reference itself, as an implementation under test."""

from types import ModuleType

from ...reference import operations


def adapter() -> ModuleType:
    """The module of the reference's operations."""
    return operations
