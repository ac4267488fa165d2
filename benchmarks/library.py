"""The reference's architectures beside torchvision's own programs: parameters, and multiply-accumulates of one run.

    pip install "kenzan[torch]" torchvision && python benchmarks/library.py

Prints a Markdown table. kenzan's figures are from shapes, from the papers' tables; torchvision's are of its own
modules, built without weights: the parameters that one has, and the multiply-accumulates that are seen when it runs.
"""

import torch
from kenzan.properties.adapters.torch_count import count_built
from kenzan.reference.architectures import ARCHITECTURES
from kenzan.reference.architectures.names import resolve
from kenzan.reference.counting import Convention, count
from torchvision import models

_NAMES = """
    alexnet vgg11 vgg13 vgg16 vgg19 vgg16_bn resnet18 resnet34 resnet50 resnet101 resnet152 resnext50_32x4d
    resnext101_32x8d resnext101_64x4d wide_resnet50_2 wide_resnet101_2 squeezenet1_0 squeezenet1_1 densenet121
    densenet161 densenet169 densenet201 googlenet inception_v3 mobilenet_v2 mobilenet_v3_large mobilenet_v3_small
    shufflenet_v2_x0_5 shufflenet_v2_x1_0 shufflenet_v2_x1_5 shufflenet_v2_x2_0 mnasnet0_5 mnasnet0_75 mnasnet1_0
    mnasnet1_3 efficientnet_b0 efficientnet_b1 efficientnet_b2 efficientnet_b3 efficientnet_b4
"""
# Where the library departs from the paper
OWN: dict[str, dict] = {
    "resnet": {"version": "1.5"}, "alexnet": {"columns": 1}, "googlenet": {"batch_norm": True, "large_kernel": 3},
}  # fmt: skip
WITHOUT_AUXILIARY = {"aux_logits": False, "init_weights": False}


def main() -> None:
    """Print the table."""
    print("| torchvision's | kenzan's | parameters | MACs | equal |")
    print("|---|---|---:|---:|---|")
    for name in _NAMES.split():
        architecture, options = resolve(name)
        options = OWN.get(architecture, {}) | options
        network = ARCHITECTURES[architecture](**options)
        ours = count(network).totals()
        own = WITHOUT_AUXILIARY if architecture in ("googlenet", "inception_v3") else {}
        module = getattr(models, name)(weights=None, **own)
        theirs = count_built(module.eval(), name, [(network.input_shape, "float32")], Convention()).totals()
        equal = all(ours[key] == theirs[key] for key in ("parameters", "macs"))
        shown = " ".join([architecture, *(f"{key}={value}" for key, value in options.items())])
        said = "yes" if equal else f"no: {theirs['parameters']:,} and {theirs['macs']:,}"
        print(f"| {name} | {shown} | {ours['parameters']:,} | {ours['macs']:,} | {said} |", flush=True)


if __name__ == "__main__":
    torch.set_num_threads(1)
    main()
