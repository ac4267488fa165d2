"""`definition`: what a name stands for, looked up in a small table with sources (`facts.toml`)."""

from ..facts import decide_fact
from .predicate import Custom

PREDICATE = Custom("definition", None, "looked up", decide=decide_fact)
