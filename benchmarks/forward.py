"""Every architecture forward in NumPy on a real-sized input, beside its torch twin: seconds, and the difference.

    pip install "kenzan[torch]" && python benchmarks/forward.py

Prints a Markdown table. Both run in double precision with the same random weights; the difference is given in units of
the rounding that is allowed, 16 times what single precision loses in the same network, scaled to double precision.
"""

import os
import time

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
import torch
from kenzan.properties.adapters.torch_network import twin
from kenzan.reference.architectures import ARCHITECTURES

CASES: list[tuple[str, dict]] = [
    ("mobilenet_v1", {}),
    ("mobilenet_v1", {"width": 0.5, "resolution": 160}),
    ("mobilenet_v1", {"shallow": True}),
    ("mobilenet_v1", {"separable": False}),
    *(("resnet", {"depth": depth, "shortcut": shortcut}) for depth in (18, 34) for shortcut in ("A", "B")),
    *(("resnet", {"depth": 50, "version": version}) for version in ("1", "1.5")),
    *(("resnet", {"depth": depth}) for depth in (101, 152)),
    *(("resnet_cifar", {"depth": depth, "shortcut": s}) for depth in (20, 32, 44, 56, 110) for s in ("A", "B")),
    *(("densenet", {"depth": depth}) for depth in (121, 169, 201, 161, 264)),
    ("densenet_cifar", {}),
    ("densenet_cifar", {"depth": 100, "bottleneck": True, "compression": 0.5}),
    ("pixelcnn", {}),
    ("gated_pixelcnn", {}),
    *(("wavenet", {"conditioning": conditioning}) for conditioning in ("none", "global", "local")),
    ("vgg", {}),
    ("googlenet", {}),
    ("inception_v3", {}),
    ("alexnet", {}),
    ("squeezenet", {}),
    ("mobilenet_v2", {}),
    ("mobilenet_v3", {}),
    ("shufflenet", {}),
    ("shufflenet_v2", {}),
    ("mnasnet", {}),
    ("efficientnet", {}),
    ("xception", {}),
    ("resnext_cifar", {}),
    ("resnet_cifar", {"depth": 28, "widen": 10, "pre_activation": True}),
]


def measured(name: str, options: dict) -> tuple[str, float, float]:
    """(input, seconds of a pass in single precision, difference from the twin over what is allowed)."""
    network = ARCHITECTURES[name](**options)
    random = np.random.default_rng(0)
    x = random.normal(size=network.input_shape)
    conditions = {key: random.normal(size=shape) for key, shape in network.conditions.items()}
    parameters = network.initial_parameters(0, np.float64)
    narrow = {key: value.astype(np.float32) for key, value in parameters.items()}
    narrow_conditions = {key: value.astype(np.float32) for key, value in conditions.items()}
    start = time.perf_counter()
    rough = network.forward(x.astype(np.float32), narrow, **narrow_conditions)
    seconds = time.perf_counter() - start
    exact = network.forward(x, parameters, **conditions)
    with torch.no_grad():
        given = {key: torch.from_numpy(value) for key, value in conditions.items()}
        theirs = twin(network, parameters)(torch.from_numpy(x), **given).numpy()
    ratio = np.finfo(np.float64).eps / np.finfo(np.float32).eps
    allowed = 16 * ratio * np.abs(rough - exact).max()
    return "x".join(map(str, network.input_shape)), seconds, float(np.abs(exact - theirs).max() / allowed)


def main() -> None:
    """Print the table."""
    print("| architecture | options | input | seconds | difference / allowed |")
    print("|---|---|---|---:|---:|")
    for name, options in CASES:
        shape, seconds, difference = measured(name, options)
        shown = ", ".join(f"{key} {value}" for key, value in options.items())
        print(f"| {name} | {shown} | {shape} | {seconds:.2f} | {difference:.3f} |", flush=True)
        assert difference < 1, (name, options)


if __name__ == "__main__":
    torch.set_num_threads(1)
    main()
