"""The hunt for a bad variant in a space too large to enumerate: Hypothesis draws, and shrinks what it finds."""

from collections.abc import Callable

from .parameters import Values
from .question import Question
from .refusal import Refusal

EXAMPLES = 2_000


def hunt(question: Question, check: Callable[[Values], object]) -> None:
    """Raise the Refusal of the simplest variant that `check` refuses, if Hypothesis finds one."""
    from hypothesis import HealthCheck, Phase, assume, given, settings
    from hypothesis import strategies as st

    space = question.space
    variants = st.fixed_dictionaries({name: st.sampled_from(values) for name, values in space.domains.items()})
    found: list[Refusal] = []

    @settings(max_examples=EXAMPLES, deadline=None, database=None, derandomize=True,
              phases=(Phase.generate, Phase.shrink), suppress_health_check=list(HealthCheck))  # fmt: skip  # pyright: ignore[reportArgumentType]
    @given(variants)
    def search(values: Values) -> None:
        assume(space.allows(values))
        try:
            check(values)
        except Refusal as refusal:
            found.append(refusal)  # the last is the simplest: Hypothesis ends by running it once more
            raise

    try:
        search()
    except Refusal:
        raise found[-1] from None
