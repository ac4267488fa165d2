"""Names as papers, libraries and people write them: "ResNet-50", "densenet121", "vgg16_bn", "0.5 MobileNet-160"."""

from __future__ import annotations

import re
from collections.abc import Callable

from ..errors import InputError
from . import ARCHITECTURES
from .densenet import IMAGENET as DENSENETS
from .names_mobile import Named, mobilenet, searched, shufflenet
from .resnet import IMAGENET as RESNETS

_PRE = r"pre ?(?:act(?:ivation)?)?"


def resolve(text: str) -> Named:
    """The architecture that a name means, and the options that the name fixes.

    >>> resolve("DenseNet-121"), resolve("vgg16_bn")
    (('densenet', {'depth': 121}), ('vgg', {'depth': 16, 'batch_norm': True}))
    >>> resolve("0.75 MobileNet-192"), resolve("resnext50_32x4d")[1]["groups"]
    (('mobilenet_v1', {'width': 0.75, 'resolution': 192}), 32)
    """
    found = known(text)
    if found is None:
        raise InputError(f"no architecture is named {text!r}; expected one of {', '.join(ARCHITECTURES)}")
    return found


def known(text: str) -> Named | None:
    """As `resolve`, but None for a name that means no architecture."""
    if text in ARCHITECTURES:
        return text, {}
    if len(text) > 100:
        return None
    bare = re.sub(r"(?i)_weights\b.*$", "", text.strip())  # a library's suffixes, and its path
    bare = re.sub(r"(?i)(?<=\w)\.\w+_in\d+k?\w*$", "", bare)
    bare = re.sub(r"(?i)^(?:[a-z_]\w*[./])+(?=[a-z])", "", bare)
    plain = re.sub(r"[\s_\-–()=,;/:*]+", " ", re.sub(r"(?<=[a-z]\d)_(?=\d)", ".", bare.lower())).strip()
    plain = re.sub(r"^(\d+) layers? (.+)$", r"\2 \1", re.sub(r"(?<=\d) layers?$", "", plain))  # "20-layer ResNet"
    plain = re.sub(r" with (?:stochastic depth|drop ?out|drop ?path)(?: drop ?path)?(?= |$)", "", plain)  # no weights
    return next((found for reader in _READERS if (found := reader(plain))), None)


def _residual(name: str) -> Named | None:
    """Wide, grouped, squeezed and pre-activated residual networks; depths of ImageNet, or those of small images."""
    wide = re.fullmatch(r"(?:wide ?res(?:idual )?net(?:work)?|wrn) ?(\d+)(?: (?:k ?)?(\d+))?(?: bottleneck)?", name)
    if wide and int(wide[1]) not in RESNETS:
        widen = {"widen": int(wide[2])} if wide[2] else {}
        return "resnet_cifar", {"depth": int(wide[1]), **widen, "pre_activation": True}
    if wide and wide[2]:
        return "resnet", {"depth": int(wide[1]), "width_per_group": 64 * int(wide[2]), "version": "1.5"}
    grouped = re.fullmatch(r"resnext ?(\d+) (\d+) ?[x×] ?(\d+) ?d", name)
    if grouped:
        sizes = {"groups": int(grouped[2]), "width_per_group": int(grouped[3])}
        if int(grouped[1]) not in RESNETS:
            return "resnext_cifar", {"depth": int(grouped[1]), **sizes}
        return "resnet", {"depth": int(grouped[1]), **sizes, "version": "1.5"}
    alone = re.fullmatch(r"resnext ?(\d+)", name)  # 32x4d is the paper's usual one
    if alone and int(alone[1]) in RESNETS:
        return "resnet", {"depth": int(alone[1]), "groups": 32, "width_per_group": 4, "version": "1.5"}
    squeezed = re.fullmatch(r"se ?resnet ?(\d+)", name)
    if squeezed and int(squeezed[1]) in RESNETS:
        return "resnet", {"depth": int(squeezed[1]), "squeeze": 16}
    second = re.fullmatch(rf"(?:{_PRE} ?)?resnet ?(?:{_PRE} ?|v2 )?(\d+) ?(?:v2|{_PRE})?", name)
    if second and re.search(r"pre|v2", name) and (depth := int(second[1])) in RESNETS:
        return "resnet", {"depth": depth, "pre_activation": True}
    return None


def _resnet(name: str) -> Named | None:
    plain = re.fullmatch(
        rf"(plain |{_PRE} ?)?resnet ?(?:{_PRE} ?)?(\d+)(?: ?v?(1\.5|1))?( plain| {_PRE})?(?: ([abc]))?", name
    )
    if plain is None:
        return None
    depth, options = int(plain[2]), {}
    if "plain" in (plain[1] or "") + (plain[4] or ""):
        options["shortcut"] = "none"
    elif plain[5]:
        options["shortcut"] = plain[5].upper()
    if depth not in RESNETS:
        before = "pre" in name
        narrow = {"pre_activation": True} if before else {}
        if (depth - 2) % 9 == 0 and (depth > 110 if before else (depth - 2) % 6):
            narrow["bottleneck"] = True  # the depth, or the paper's choice above 110
        return "resnet_cifar", {"depth": depth, **options, **narrow}
    return "resnet", {"depth": depth, **options, **({"version": plain[3]} if plain[3] else {})}


def _densenet(name: str) -> Named | None:
    found = re.fullmatch(
        r"densenet ?(bc)? ?(?:l ?)?(\d+)(?: ?l)?(?: k? ?(\d+))?|densenet ?(bc)? k ?(\d+)(?: l)? ?(\d+)", name
    )
    if found is None:
        return None
    depth, rate = int(found[2] or found[6]), found[3] or found[5]
    growth = {"growth_rate": int(rate)} if rate else {}
    if depth in DENSENETS and not growth:
        return "densenet", {"depth": depth}
    compact = {"bottleneck": True, "compression": 0.5} if found[1] or found[4] else {}
    return (
        ("densenet", {"depth": depth, **growth})
        if depth in DENSENETS
        else ("densenet_cifar", {"depth": depth, **growth, **compact})
    )


def _others(name: str) -> Named | None:
    vgg = re.fullmatch(r"vgg ?(\d+)(?: (bn))?", name)
    if vgg:
        return "vgg", {"depth": int(vgg[1])} | ({"batch_norm": True} if vgg[2] else {})
    letter = re.fullmatch(r"vgg (?:16 |config(?:uration)? )?([abcde])(?: lrn)?", name)
    if letter:  # a configuration of the paper's Table 1
        depth = {"depth": {"a": 11, "b": 13, "c": 16, "d": 16, "e": 19}[letter[1]]}
        return "vgg", depth | ({"pointwise": True} if letter[1] == "c" else {})
    squeeze = re.fullmatch(r"squeezenet(?: ?v?1[. ]([01]))?", name)
    if squeeze:
        return "squeezenet", {"version": f"1.{squeeze[1]}"} if squeeze[1] else {}
    if re.fullmatch(r"inception ?v3", name):
        return "inception_v3", {}
    simple = {
        "alexnet": "alexnet",
        "google net": "googlenet",
        "inception v1": "googlenet",
        "lenet 5": "lenet",
        "lenet5": "lenet",
    }
    simple |= {key.replace("_", " "): key for key in ARCHITECTURES}
    simple |= {"pixel cnn": "pixelcnn", "gated pixel cnn": "gated_pixelcnn"}
    return (simple[name], {}) if name in simple else None


_READERS: tuple[Callable[[str], Named | None], ...] = (
    _residual, _resnet, _densenet, mobilenet, shufflenet, searched, _others,
)  # fmt: skip
