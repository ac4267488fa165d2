"""Hypothesis profiles and single threads, for the tests of this repository.

`pytest` runs the default profile (quick); choose another with `--hypothesis-profile ci` or `deep`.
The profiles themselves are the product's (`properties/plugin.py`), so that they also serve in other repositories.
"""

import os

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(variable, "1")
