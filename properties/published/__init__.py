"""Printed figures of papers and model cards, computed again: reproduced, under which convention, or not, and why."""

from .checking import check_entries, check_file
from .entry import STATUSES, Entry, Finding, read_entries

__all__ = ["STATUSES", "Entry", "Finding", "check_entries", "check_file", "read_entries"]
