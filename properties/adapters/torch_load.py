"""Loading a user's own torch module by name, and making inputs for it."""

from __future__ import annotations

import importlib
import importlib.util
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ...reference.errors import InputError
from ...reference.layers import Shape

FROM_FILE = "kenzan_counted"  # the name under which file.py is imported


def load(name: str) -> Any:
    """The module that `pkg.module:attribute` names, in evaluation mode."""
    torch = _torch()
    place, _, attribute = name.rpartition(":")
    if not place or not attribute:
        raise InputError(f"{name!r} names no module; expected pkg.module:Model or file.py:Model")
    try:
        target = _imported(place)
        for part in attribute.split("."):
            target = getattr(target, part)
        module = target if isinstance(target, torch.nn.Module) else target()
    except (Exception, SystemExit) as error:  # importing and building run the user's own code
        raise InputError(f"cannot load {name}: {type(error).__name__}: {first_line(error)}; "
                         "expected a torch.nn.Module, or what gives one without arguments") from None  # fmt: skip
    if not isinstance(module, torch.nn.Module):
        raise InputError(f"{name} gives {type(module).__name__}; expected a torch.nn.Module")
    return module.eval()


def _torch() -> Any:
    try:
        import torch
    except ImportError:
        raise InputError(
            "counting a torch module needs torch, which is not installed; expected kenzan[torch]"
        ) from None
    return torch


def _imported(place: str) -> Any:
    if not place.endswith(".py"):
        return importlib.import_module(place)
    spec = importlib.util.spec_from_file_location(FROM_FILE, place)
    if spec is None or spec.loader is None or not os.path.isfile(place):
        raise FileNotFoundError(f"no file {place}")
    module = importlib.util.module_from_spec(spec)
    sys.modules[FROM_FILE] = module  # dataclasses and pickle look a class's module up there
    spec.loader.exec_module(module)
    return module


@contextmanager
def import_path(place: str) -> Iterator[None]:
    """The file's own folder, or the current one, first among the places to import from, as `python file.py` has it.

    It stays there while the module runs: a forward pass may import too.
    """
    folder = os.path.dirname(os.path.abspath(place)) if place.endswith(".py") else os.getcwd()
    sys.path.insert(0, folder)
    try:
        yield
    finally:
        if folder in sys.path:  # the user's own code may have changed the list
            sys.path.remove(folder)


def first_line(error: BaseException) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[0][:200].rstrip(".") if lines else "no message"


def tensor_of(shape: Shape, kind: str) -> Any:
    """An input: small random numbers for a floating type, zeros (a valid index anywhere) for whole numbers."""
    torch = _torch()
    dtype = getattr(torch, kind, None)
    if not isinstance(dtype, torch.dtype):
        raise InputError(f"--input has the type {kind!r}; expected one of torch's, such as float32 or int64")
    if not dtype.is_floating_point:  # pyright: ignore[reportOptionalMemberAccess]
        return torch.zeros(shape, dtype=dtype)
    return torch.randn(shape, generator=torch.Generator().manual_seed(0)).to(dtype)
