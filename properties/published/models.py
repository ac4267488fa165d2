"""Which architecture a figure is about: names and options as papers write them, in the reference's terms."""

from __future__ import annotations

import inspect
import re
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ...reference.architectures import ARCHITECTURES
from ...reference.architectures.names import Named, known
from ...reference.counting import Count, count
from ...reference.errors import InputError
from ...reference.network import Network
from .budget import charge
from .entry import Entry
from .options import assumed, library_of, option, plain_key, stated

WHOLE_MAP = ("global_avg_pool2d", "flatten", "linear")  # layers that read everything that is left
MOST_MODELS = 10  # in one figure
BUILDING = 20  # building and counting a layer, in units of looking at one
WORDS = {"conv": {"separable": False}, "shallow": {"shallow": True}, "full": {"separable": False}}
# Options that a paper's name may go on with: "DenseNet" of depth 121, "MobileNetV3" of size large
NAMING = [
    "depth",
    "l",
    "layers",
    "size",
    "variant",
    "type",
    "version",
    "template",
    "setting",
    "config",
    "configuration",
]


@dataclass(frozen=True)
class Model:
    """An architecture with the options that the entry fixes, and those that its library has (`assumed`).

    `convention`: what the entry says of how it counts.  `left_open`: choices that the name leaves to the reader, such
    as the factor of a "wide" network.
    """

    architecture: str
    options: tuple[tuple[str, Any], ...]
    assumed: tuple[str, ...] = ()
    library: str = ""
    convention: tuple[tuple[str, Any], ...] = ()
    left_open: tuple[tuple[tuple[str, Any], ...], ...] = ()

    def network(self) -> Network:
        """The architecture, built."""
        return ARCHITECTURES[self.architecture](**dict(self.options))

    def count(self, **changed: Any) -> Count:
        """Its figures, with some options changed."""
        return _counted(self.architecture, tuple(sorted((dict(self.options) | changed).items())))

    @property
    def fixed(self) -> set[str]:
        """The options that the entry itself names."""
        return {name for name, _ in self.options} - set(self.assumed)

    @property
    def words(self) -> str:
        """What is assumed for the library's sake, and what the entry says of its own convention."""
        chosen = dict(self.options)
        parts = [f"{name.replace('_', ' ')} {chosen[name]}" for name in self.assumed]
        said = [f"{name.replace('_', ' ')} {value}" for name, value in self.convention]
        return "".join([f"; as in {self.library}: {', '.join(parts)}" if parts else "",
                        f"; as the entry says: {', '.join(said)}" if said else ""])  # fmt: skip


_KEPT: OrderedDict[tuple[str, tuple[tuple[str, Any], ...]], Count] = OrderedDict()
MOST_KEPT = 100_000  # layers, of all counts that are remembered


def _counted(architecture: str, options: tuple[tuple[str, Any], ...]) -> Count:
    """A count, remembered while there is room; charged to the file's budget once."""
    charge(1)  # so that endless refused options end too
    key = (architecture, options)
    result = _KEPT.get(key) or count(ARCHITECTURES[architecture](**dict(options)))
    charge(BUILDING * len(result.layers), key)
    _KEPT[key] = result
    _KEPT.move_to_end(key)
    while len(_KEPT) > 1 and sum(len(kept.layers) for kept in _KEPT.values()) > MOST_KEPT:
        _KEPT.popitem(last=False)
    return result


def models_of(entry: Entry, consumed: frozenset[str] = frozenset(), name: str | None = None) -> list[Model]:
    """The models that an entry's name means ("DenseNet-121/169" means two); options in `consumed` are not the model's.

    With a `name`, that one in place of the entry's, without its options. Raises InputError for a name or an option
    that is not understood: nothing is left out silently.

    >>> models_of(Entry("id", "MobileNet", "params", 1, options={"alpha": 0.5, "res": 160}))[0].options
    (('resolution', 160), ('width', 0.5))
    """
    options = {} if name is not None else {k: v for k, v in entry.options.items() if plain_key(k) not in consumed}
    name = entry.model if name is None else name
    several = re.fullmatch(r"(.*?)(\d+)((?:/\d+)+)", name)
    names = [several[1] + depth for depth in (several[2] + several[3]).split("/")] if several else [name]
    names = list(dict.fromkeys(names))
    if len(names) > MOST_MODELS:
        raise InputError(f"the name {name[:50]!r} means {len(names)} models; expected at most {MOST_MODELS}")
    said = (str(v) for k, v in entry.options.items() if plain_key(k) in ("library", "framework", "implementation"))
    library = library_of(entry.model, entry.source, *said)
    return [_model(one, options, library) for one in names]


def model_of(entry: Entry, consumed: frozenset[str] = frozenset(), name: str | None = None) -> Model:
    """As `models_of`, for a figure of a single model."""
    models = models_of(entry, consumed, name)
    if len(models) != 1:
        raise InputError(f"the name {name or entry.model!r} means {len(models)} models; expected one for this quantity")
    return models[0]


def _model(name: str, options: Mapping[str, Any], library: str) -> Model:
    first, _, rest = name.partition(" ")
    chosen = dict(WORDS[first.lower()]) if known(name) is None and first.lower() in WORDS else {}
    found, used = _found(rest if chosen else name, options)
    if found is None:
        raise InputError(
            f"the model {name!r} is not one of the architectures there are; expected one of {', '.join(ARCHITECTURES)}"
        )
    architecture, named = found
    chosen = {**named, **chosen}
    own = frozenset(inspect.signature(ARCHITECTURES[architecture]).parameters)
    given: dict[str, Any] = {}
    for key, value in options.items():
        if key == used:
            continue
        for one, meant in option(architecture, key, value).items():
            if given.setdefault(one, meant) != meant:
                raise InputError(f"the options of {name!r} say {one} is {given[one]} and {meant}; expected one of them")
    _agree(name, named, given)
    chosen |= given
    extra = assumed(library, architecture, chosen)
    said = tuple(sorted(stated(options, own).items()))
    fixed = tuple(sorted((extra | chosen).items()))
    return Model(architecture, fixed, tuple(sorted(extra)), library, said, _left_open(name, chosen))


def _found(name: str, options: Mapping[str, Any]) -> tuple[Named | None, str]:
    """The architecture, its name taken together with an option that belongs to it; and that option's key."""
    for key, value in options.items():
        if plain_key(key) in NAMING and isinstance(value, str | int) and (found := known(f"{name} {value}")):
            return found, key
    return known(name), ""


def _left_open(name: str, chosen: Mapping[str, Any]) -> tuple[tuple[tuple[str, Any], ...], ...]:
    """What the name of a wide or a grouped residual network does not say."""
    if re.search(r"(?i)wide|wrn", name) and "pre_activation" in chosen and "widen" not in chosen:
        return tuple((("widen", factor),) for factor in (2, 4, 8, 10, 12))
    if re.fullmatch(r"(?i)\s*resnext\W*\d+\s*", name) and chosen.get("groups") == 32:
        return tuple((("groups", g), ("width_per_group", w)) for g, w in ((64, 4), (32, 8), (32, 16), (8, 64), (1, 64)))
    return ()


def _agree(name: str, named: Mapping[str, Any], given: Mapping[str, Any]) -> None:
    """Refuse options that contradict the numbers in the name itself."""
    for key in ("depth", "width", "resolution", "growth_rate", "widen", "groups"):
        if key in named and key in given and named[key] != given[key]:
            raise InputError(
                f"the name {name!r} says {key} is {named[key]}, its options {given[key]}; expected the same"
            )
