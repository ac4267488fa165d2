"""`lineage`: what a model derives from, looked up in a small table with sources (`facts.toml`)."""

from ..facts import decide_fact
from .predicate import Custom

PREDICATE = Custom("lineage", None, "looked up", decide=decide_fact)
