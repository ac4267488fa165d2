"""conv2d of the reference beside torch on one thread: run `python benchmarks/convolution.py`.

Each ratio is of the medians of runs that alternate between the two, so that a busy machine slows both alike.
"""

# ruff: noqa: E402 - the libraries read the thread variables when they are imported
import os

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"

import statistics
import time
from collections.abc import Callable

import numpy as np
import torch
from kenzan.reference.convolution import conv2d

# input, weight, options: the first layers of usual networks, a dense layer, a pointwise and a depthwise one
CASES = [
    ((1, 3, 224, 224), (32, 3, 3, 3), {"stride": 2, "padding": 1}),
    ((1, 3, 224, 224), (64, 3, 7, 7), {"stride": 2, "padding": 3}),
    ((1, 64, 56, 56), (64, 64, 3, 3), {"padding": 1}),
    ((1, 128, 28, 28), (32, 128, 3, 3), {"padding": 1}),
    ((1, 256, 14, 14), (512, 256, 1, 1), {}),
    ((1, 128, 56, 56), (128, 1, 3, 3), {"padding": 1, "groups": 128}),
    ((8, 16, 32, 32), (32, 16, 3, 3), {"padding": 1}),
    ((1, 16, 64, 64), (16, 16, 3, 3), {"padding": 2, "dilation": 2}),
    ((2, 3, 8, 9), (4, 3, 3, 3), {}),
]


def seconds(function: Callable[[], object]) -> float:
    """The wall time of one call, in seconds."""
    start = time.perf_counter()
    function()
    return time.perf_counter() - start


def measured(input_shape, weight_shape, options, runs: int = 15) -> tuple[float, float]:
    """The median seconds of the reference and of torch, on the same random arrays."""
    random = np.random.default_rng(0)
    input, weight = (random.normal(size=shape).astype(np.float32) for shape in (input_shape, weight_shape))
    tensors = torch.from_numpy(input), torch.from_numpy(weight)
    calls = (lambda: conv2d(input, weight, **options), lambda: torch.nn.functional.conv2d(*tensors, **options))
    np.testing.assert_allclose(calls[0](), calls[1]().numpy(), rtol=1e-3, atol=1e-3)
    times = [tuple(seconds(call) for call in calls) for _ in range(runs)]
    return statistics.median(t[0] for t in times), statistics.median(t[1] for t in times)


if __name__ == "__main__":
    torch.set_num_threads(1)
    print(f"numpy {np.__version__}, torch {torch.__version__}, one thread, float32, median of 15 alternating runs")
    print(f"{'input':>18} {'weight':>18} {'options':<32} {'kenzan ms':>9} {'torch ms':>9} {'ratio':>6}")
    for input_shape, weight_shape, options in CASES:
        ours, theirs = measured(input_shape, weight_shape, options)
        text = ", ".join(f"{name}={value}" for name, value in options.items())
        sizes = ("x".join(map(str, shape)) for shape in (input_shape, weight_shape))
        print(*(f"{s:>18}" for s in sizes), f"{text:<32} {1e3 * ours:9.3f} {1e3 * theirs:9.3f} {ours / theirs:6.2f}")
