"""Hypothesis profiles and single threads, for the tests of this repository.

`pytest` runs the default profile (quick); choose another with `--hypothesis-profile ci` or `deep`.
The profiles themselves are the product's (`properties/plugin.py`), so that they also serve in other repositories.
"""

import os
from collections import Counter

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(variable, "1")

WHOLE = 5_000  # tests: more than these are the whole suite


def pytest_collection_modifyitems(config, items):
    """The quick profile takes every second sentence that readers are tried on, where the whole suite is run."""
    if config.getoption("--hypothesis-profile", default=None) not in (None, "quick", "default") or len(items) < WHOLE:
        return
    seen = Counter()
    left = []
    for item in items:
        if item.path.name.startswith("test_reading_") and hasattr(item, "callspec"):
            function = item.path, item.originalname
            seen[function] += 1
            if seen[function] % 2 == 0:
                left.append(item)
    config.hook.pytest_deselected(items=left)
    gone = set(left)
    items[:] = [item for item in items if item not in gone]
