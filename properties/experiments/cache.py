"""Results kept between runs, one JSON file each, in the user's cache folder.

A result is found again only under the same experiment source, the same versions of torch and numpy, the same seeds and
the same number of steps; whatever is damaged is measured again. Only the pairs of measurements are stored.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import sys
import tempfile
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from ...reference.errors import InputError
from .experiment import Experiment, Result

# What every experiment rests on; its own module comes on top.
SHARED = ("experiment", "images", "interval", "networks", "sequences", "training")


def folder() -> Path:
    """`$KENZAN_CACHE`, else the platform's folder for caches: XDG on Linux, Library/Caches on macOS, LOCALAPPDATA.

    >>> import os; os.environ["KENZAN_CACHE"] = "somewhere"
    >>> folder().parts
    ('somewhere', 'experiments')
    """
    if chosen := os.environ.get("KENZAN_CACHE"):
        return Path(chosen) / "experiments"
    home = Path.home()
    if sys.platform == "darwin":
        base = home / "Library" / "Caches"
    elif sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache")
    return base / "kenzan" / "experiments"


def key(experiment: Experiment, seeds: Sequence[int], steps: int) -> str:
    """What a result depends on, hashed: the sources, the versions, the machine's kind, the seeds and the steps."""
    digest = hashlib.sha256()
    for module in sorted({*SHARED, experiment.module}):
        digest.update((Path(__file__).parent / f"{module}.py").read_bytes())
    versions = [version("torch"), version("numpy"), platform.machine()]
    digest.update(json.dumps([experiment.name, versions, list(seeds), steps]).encode())
    return digest.hexdigest()[:32]


def path_of(experiment: Experiment, seeds: Sequence[int], steps: int) -> Path:
    """The file of a result."""
    return folder() / f"{experiment.name}-{key(experiment, seeds, steps)}.json"


def load(path: Path, experiment: Experiment, seeds: Sequence[int]) -> Result | None:
    """The result in a file, or None where there is none that is whole."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        if document["seeds"] != list(seeds):
            return None
        return experiment.result(seeds, list(zip(document["control"], document["treatment"], strict=True)))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (ValueError, KeyError, TypeError, RecursionError):  # damaged: measured again, and overwritten
        return None
    except OSError as error:
        raise InputError(f"cannot read the cached result {path}: {error.strerror}") from None


def prepare(path: Path) -> None:
    """Make the cache folder, before a long run rather than after it; raises InputError where that is impossible."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=path.parent):
            pass
    except OSError as error:
        raise InputError(
            f"cannot write to the cache folder {path.parent}: {error.strerror}; "
            "expected a writable folder, which KENZAN_CACHE can name"
        ) from None


def store(path: Path, result: Result) -> None:
    """Write a result whole or not at all: into a temporary neighbour that then takes the name."""
    sides = {"control": list(result.control.values), "treatment": list(result.treatment.values)}
    document = {"name": result.name, "seeds": list(result.seeds), **sides}
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(document, file, allow_nan=False)
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise
