"""What an implementation does not provide: a function it lacks, or some arguments of one that it has."""

from collections import Counter
from collections.abc import Mapping


class NotProvided(Exception):
    """Raised by an implementation for arguments that its library has no operation for; the message says which.

    The case is skipped and counted under that reason; it neither holds nor fails. A call that answers once must answer
    again: to raise this only the second time is a failure.

    >>> raise NotProvided("ceil_mode=True")
    Traceback (most recent call last):
    kenzan.properties.provided.NotProvided: ceil_mode=True
    """


def summary(reasons: Mapping[str, int], most: int = 4) -> str:
    """The reasons with their numbers of cases, the commonest first.

    >>> summary({"groups": 2, "ceil_mode=True": 30})
    'ceil_mode=True (30), groups (2)'
    """
    ranked = Counter(reasons).most_common()
    shown = [f"{reason} ({count})" for reason, count in ranked[:most]]
    more = len(ranked) - most
    return ", ".join(shown) + (f" and {more} more reason{'s' * (more > 1)}" if more > 0 else "")
