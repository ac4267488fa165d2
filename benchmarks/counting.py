"""Counting side by side: kenzan, torch's FlopCounterMode, fvcore and ptflops, on the same modules in one run.

    pip install "kenzan[bench]" && python benchmarks/counting.py

Prints two Markdown tables: multiply-accumulates and times on whole networks; and multiply-accumulates of small
modules on which counters are known to differ, beside what the reference executes.
"""

import contextlib
import io
import logging
import os
import statistics
import time
from collections.abc import Callable

os.environ.setdefault("OMP_NUM_THREADS", "1")

import torch
import torch.nn.functional as F
from fvcore.nn import FlopCountAnalysis
from kenzan.properties.adapters.torch_count import count_built
from kenzan.properties.adapters.torch_network import twin
from kenzan.reference.architectures import ARCHITECTURES
from kenzan.reference.convolution import conv2d, conv_transpose2d, linear
from kenzan.reference.counting import Convention, count
from kenzan.reference.elementary import matmul
from kenzan.reference.measure import macs
from ptflops import get_model_complexity_info
from torch.utils.flop_counter import FlopCounterMode

NETWORKS = {
    "DenseNet-121": ("densenet", {}),
    "MobileNetV1 1.0-224": ("mobilenet_v1", {}),
    "ResNet-50": ("resnet", {}),
    "EfficientNet-B0": ("efficientnet", {}),
    "Gated PixelCNN, 5 layers": ("gated_pixelcnn", {"layers": 5}),
    "WaveNet, 10 layers": ("wavenet", {"stacks": 1}),
}


class Matmul(torch.nn.Module):
    """A product of two computed values, written with an operator."""

    def forward(self, x):
        return x @ x.transpose(-1, -2)


class Functional(torch.nn.Module):
    """A convolution and a linear map with weights of the module's own."""

    def __init__(self):
        super().__init__()
        self.kernel = torch.nn.Parameter(torch.randn(6, 4, 3, 3))
        self.matrix = torch.nn.Parameter(torch.randn(5, 7))

    def forward(self, x):
        return F.linear(F.conv2d(x, self.kernel, padding=1), self.matrix)


class Attention(torch.nn.Module):
    """Scaled dot-product attention of an input with itself."""

    def forward(self, x):
        return F.scaled_dot_product_attention(x, x, x)


# name -> (module, input shape, the multiply-accumulates that the reference executes)
MODULES = {
    "grouped convolution": (
        lambda: torch.nn.Conv2d(8, 12, 3, groups=4), (1, 8, 9, 7),
        lambda: macs(conv2d, (1, 8, 9, 7), (12, 2, 3, 3), groups=4),
    ),
    "transposed convolution, stride 2": (
        lambda: torch.nn.ConvTranspose2d(6, 4, 3, stride=2), (1, 6, 9, 7),
        lambda: macs(conv_transpose2d, (1, 6, 9, 7), (6, 4, 3, 3), stride=2),
    ),
    "grouped transposed convolution": (
        lambda: torch.nn.ConvTranspose2d(6, 4, 3, groups=2), (1, 6, 9, 7),
        lambda: macs(conv_transpose2d, (1, 6, 9, 7), (6, 2, 3, 3), groups=2),
    ),
    "functional convolution and linear": (
        Functional, (1, 4, 9, 7),
        lambda: macs(conv2d, (1, 4, 9, 7), (6, 4, 3, 3), padding=1) + macs(linear, (1, 6, 9, 7), (5, 7)),
    ),
    "matrix product with @": (Matmul, (2, 9, 7), lambda: macs(matmul, (2, 9, 7), (2, 7, 9))),
    "attention": (
        Attention, (2, 3, 9, 8), lambda: macs(matmul, (6, 9, 8), (6, 8, 9)) + macs(matmul, (6, 9, 9), (6, 9, 8)),
    ),
}  # fmt: skip


def by_torch(module: torch.nn.Module, shape: tuple[int, ...]) -> int:
    """FlopCounterMode counts two operations for a multiply-accumulate."""
    with FlopCounterMode(display=False) as counter, torch.no_grad():
        module(torch.zeros(shape))
    return counter.get_total_flops() // 2


def by_fvcore(module: torch.nn.Module, shape: tuple[int, ...]) -> int:
    """fvcore calls a multiply-accumulate one flop, and adds normalisation and pooling."""
    return int(FlopCountAnalysis(module, torch.zeros(shape)).unsupported_ops_warnings(False).total())


def by_ptflops(module: torch.nn.Module, shape: tuple[int, ...]) -> int:
    """ptflops, its default backend: multiply-accumulates of layers, and elementwise work."""
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        options = {"as_strings": False, "print_per_layer_stat": False, "verbose": False}
        total, _ = get_model_complexity_info(module, shape[1:], **options)
    return int(total or 0)


def by_kenzan(module: torch.nn.Module, shape: tuple[int, ...]) -> int:
    """kenzan, the module run once."""
    return count_built(module, "module", [(shape, "float32")], Convention()).totals()["macs"]


TOOLS = {"kenzan (module)": by_kenzan, "FlopCounterMode": by_torch, "fvcore": by_fvcore, "ptflops": by_ptflops}


def median_ms(call: Callable[[], int], repeats: int = 5) -> float:
    """The median processor time of a call, in milliseconds, after one call to warm up."""
    call()
    times = []
    for _ in range(repeats):
        start = time.process_time()
        call()
        times.append(1000 * (time.process_time() - start))
    return statistics.median(times)


def networks() -> None:
    """The first table: whole networks."""
    print("| network | counter | MACs | of kenzan's | CPU, ms | times kenzan's from shapes |")
    print("|---|---|---:|---:|---:|---:|")
    for name, (architecture, options) in NETWORKS.items():
        build = ARCHITECTURES[architecture]

        def from_shapes(build=build, options=options) -> int:
            return count(build(**options)).totals()["macs"]

        module, shape = twin(build(**options)), build(**options).input_shape
        calls = {"kenzan (shapes)": from_shapes}
        calls |= {tool: lambda f=f, module=module, shape=shape: f(module, shape) for tool, f in TOOLS.items()}
        exact, base = from_shapes(), median_ms(from_shapes)
        for tool, call in calls.items():
            total, spent = call(), median_ms(call)
            figures = f"{total:,} | {total / exact:.4f} | {spent:.1f} | {spent / base:.1f}"
            print(f"| {name} | {tool} | {figures} |")


def modules() -> None:
    """The second table: modules on which counters differ."""
    print(f"| module | executed by the reference | {' | '.join(TOOLS)} |")
    print(f"|---|---:{'|---:' * len(TOOLS)}|")
    for name, (build, shape, executed) in MODULES.items():
        expected = executed()
        found = [f(build().eval(), shape) for f in TOOLS.values()]
        shown = [f"{total:,}" if total == expected else f"**{total:,}**" for total in found]
        print(f"| {name} | {expected:,} | {' | '.join(shown)} |")


if __name__ == "__main__":
    torch.set_num_threads(1)
    logging.disable(logging.WARNING)
    networks()
    print()
    modules()
