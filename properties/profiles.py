"""Hypothesis profiles quick, ci and deep, for tests of one's own: `pytest --hypothesis-profile ci`."""


def register() -> None:
    """Make the three profiles known to Hypothesis; none has a deadline, quick and ci repeat themselves."""
    from hypothesis import HealthCheck, settings

    common = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow, HealthCheck.filter_too_much]}
    settings.register_profile("quick", max_examples=25, derandomize=True, database=None, **common)
    settings.register_profile("ci", max_examples=150, derandomize=True, database=None, **common)
    settings.register_profile("deep", max_examples=3000, **common)
