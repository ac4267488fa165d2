"""The laws as pytest items: `pytest --pyargs kenzan.properties --implementation pkg.module`.

The one file here that pytest collects; the options, the header and the summary are the plugin's.
"""

import json

import pytest
from kenzan.properties.check import outcome
from kenzan.properties.plugin import session_of


def pytest_generate_tests(metafunc):
    """One item for each law and implementation; with one implementation the law's id is the item's."""
    session = session_of(metafunc.config)
    several = len(session.implementations) > 1
    pairs = [(law, implementation) for implementation in session.implementations for law in session.laws]
    ids = [f"{law.id}@{implementation.name}" if several else law.id for law, implementation in pairs]
    marked = [
        pytest.param(law, implementation, marks=session.marks(law), id=id)
        for (law, implementation), id in zip(pairs, ids, strict=True)
    ]
    metafunc.parametrize(("law", "implementation"), marked)


def test_law(law, implementation, request, record_property):
    session = session_of(request.config)
    itself = implementation.name == "reference" and law.id.endswith("agrees_with_reference_at_pairs")
    # The reference agrees with itself: some of the cases show as well as all that it takes them.
    profile = "smoke" if itself and session.profile == "quick" else session.profile
    result = outcome(law, implementation, profile, session.seed, session.tolerances)
    record_property("kenzan", json.dumps(result.as_dict(), ensure_ascii=False))
    if result.status == "not provided":
        pytest.skip(f"not provided by {implementation.name}: {result.reason()}")
    if result.failure is not None:
        pytest.fail(result.failure.text(), pytrace=False)
