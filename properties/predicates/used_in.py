"""`used_in`: where an operation is used, looked up in a small table with sources (`facts.toml`)."""

from ..facts import decide_fact
from .predicate import Custom

PREDICATE = Custom("used_in", None, "looked up", decide=decide_fact)
