"""Counting a user's torch module: functional calls, grouped and transposed convolutions, honesty about the unknown."""

import json

import pytest
from kenzan.reference.architectures import ARCHITECTURES
from kenzan.reference.counting import Convention, count
from kenzan.reference.errors import InputError
from kenzan.reports.cli import main

torch = pytest.importorskip("torch")
F = torch.nn.functional


class Functional(torch.nn.Module):
    """No layer of torch.nn: weights of its own, functions of torch."""

    def __init__(self):
        super().__init__()
        self.w = torch.nn.Parameter(torch.randn(6, 2, 3, 3))
        self.v = torch.nn.Parameter(torch.randn(6, 2, 2, 2))
        self.a = torch.nn.Parameter(torch.randn(5, 4))

    def forward(self, x):
        x = F.relu(F.conv2d(x, self.w, stride=2, padding=1, groups=2))
        x = F.conv_transpose2d(x, self.v, stride=2, groups=2)
        x = F.linear(x.mean(dim=(2, 3)), self.a)
        return torch.einsum("bi,ci->bc", x, x) @ x


class Attention(torch.nn.Module):
    def forward(self, x):
        return F.scaled_dot_product_attention(x[..., :3], x[..., 3:6], x, is_causal=True)


class Unknown(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = torch.nn.Conv2d(1, 2, 3)

    def forward(self, x):
        return torch.fft.rfft2(self.conv(x)).abs() + torch.linalg.det(x).sum() + torch.linalg.det(x).sum()


class Normed(torch.nn.Sequential):
    def __init__(self):
        shared = torch.nn.Linear(4, 4)
        super().__init__(shared, shared, torch.nn.BatchNorm1d(4), torch.nn.LayerNorm(4), torch.nn.Dropout(0.5))


class Tokens(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.table = torch.nn.Embedding(10, 6)
        self.encoder = torch.nn.TransformerEncoderLayer(6, 2, 8, batch_first=True)
        self.memory = torch.nn.GRU(6, 5, batch_first=True)

    def forward(self, codes):
        return self.memory(self.encoder(self.table(codes)))[0]


class Fails(torch.nn.Module):
    def forward(self, x):
        raise KeyError("something of the user's")


def counted(module, *inputs):
    from kenzan.properties.adapters.torch_count import count_built

    return count_built(module.eval(), type(module).__name__, inputs, Convention())


def by_kind(result):
    kinds = {}
    for layer in result.layers:
        kinds[layer.kind] = kinds.get(layer.kind, 0) + layer.macs
    return {kind: macs for kind, macs in kinds.items() if macs}


def test_functional_calls_are_counted():
    result = counted(Functional(), ((3, 4, 9, 8), "float32"))
    assert by_kind(result) == {
        "conv2d": 3 * 5 * 4 * 6 * 2 * 9,
        "conv_transpose2d": 3 * 5 * 4 * 6 * 2 * 4,  # each input element meets its kernel once
        "linear": 3 * 4 * 5,
        "matmul": 3 * 3 * 5 + 3 * 3 * 5,
    }
    assert result.complete
    assert result.totals()["parameters"] == 6 * 18 + 6 * 8 + 20


def test_transposed_counts_equal_the_reference_executed():
    from kenzan.reference.convolution import conv_transpose2d
    from kenzan.reference.measure import macs

    for groups, stride, padding in ((1, 1, 0), (2, 2, 1), (4, 3, 1)):
        module = torch.nn.ConvTranspose2d(4, 8, 3, stride=stride, padding=padding, groups=groups)
        executed = macs(
            conv_transpose2d, (1, 4, 6, 5), (4, 8 // groups, 3, 3), stride=stride, padding=padding, groups=groups
        )
        assert counted(module, ((1, 4, 6, 5), "float32")).totals()["macs"] == executed


def test_attention_counts_both_products():
    result = counted(Attention(), ((2, 4, 7, 9), "float32"))
    assert sum(by_kind(result).values()) == 2 * 4 * 7 * 7 * (3 + 9)


def test_the_unknown_is_named_with_how_often():
    result = counted(Unknown(), ((1, 1, 5, 5), "float32"))
    assert not result.complete
    assert result.totals()["macs"] == 9 * 2 * 9
    assert sum(result.not_counted.values()) == 3
    assert any("fft" in name for name in result.not_counted)
    assert any("det" in name and times == 2 for name, times in result.not_counted.items())


def test_sparse_products_are_not_taken_for_dense_ones():
    class Sparse(torch.nn.Module):
        def forward(self, x):
            return torch.sparse.mm(x.to_sparse(), x.T)

    result = counted(Sparse(), ((4, 5), "float32"))
    assert not result.complete
    assert result.totals()["macs"] == 0


def test_shared_parameters_count_once_and_their_work_twice():
    result = counted(Normed(), ((3, 4), "float32"))
    assert result.totals()["parameters"] == 20 + 8 + 8
    assert result.totals()["macs"] == 2 * 3 * 16
    assert result.under(Convention(moving_statistics=True)).totals()["parameters"] == 44
    assert result.under(Convention(bias=False, batch_norm=False)).totals()["parameters"] == 16 + 4


def test_recurrent_and_attention_modules_have_no_hidden_fast_path():
    result = counted(Tokens(), ((2, 7), "int64"))
    tokens, width = 2 * 7, 6
    attention = tokens * (3 * width * width + width * width) + 2 * tokens * 7 * width
    assert result.totals()["macs"] == attention + tokens * 2 * width * 8 + tokens * 3 * 5 * (6 + 5)
    assert result.complete
    assert result.totals()["parameters"] == sum(p.numel() for p in Tokens().parameters())


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("mobilenet_v1", {"width": 0.25, "resolution": 64}),
        ("densenet", {"depth": 121, "resolution": 32}),
        ("resnet", {"depth": 50, "resolution": 32, "version": "1.5", "groups": 8, "width_per_group": 4}),
        ("googlenet", {"resolution": 64}),
        ("wavenet", {"layers": 3, "stacks": 2, "length": 50}),
        ("pixelcnn", {"layers": 2, "channels": 8, "resolution": 9}),
    ],
    ids=lambda v: v if isinstance(v, str) else "",
)
def test_a_twin_counts_as_its_network(name, options):
    from kenzan.properties.adapters.torch_network import twin

    network = ARCHITECTURES[name](**options)
    mine, theirs = count(network), counted(twin(network), (network.input_shape, "float32"))
    assert theirs.complete
    for convention in (Convention(), Convention(bias=False), Convention(moving_statistics=True, fully_connected=False)):
        for key in ("macs", "parameters"):
            assert mine.under(convention).totals()[key] == theirs.under(convention).totals()[key]
    flops = Convention(include=("batch_norm", "activation"))
    assert mine.under(flops).totals()["flops"] == theirs.under(flops).totals()["flops"]


@pytest.mark.parametrize("name", ["densenet", "resnet", "mobilenet_v1"])
def test_agrees_with_torchs_counter_where_that_is_right(name):
    from kenzan.properties.adapters.torch_network import twin
    from torch.utils.flop_counter import FlopCounterMode

    network = ARCHITECTURES[name](resolution=32)
    with FlopCounterMode(display=False) as counter, torch.no_grad():
        twin(network)(torch.zeros(network.input_shape))
    assert counter.get_total_flops() == count(network).totals()["flops"]


MODULE = """
import torch

class Model(torch.nn.Sequential):
    def __init__(self):
        super().__init__(torch.nn.Conv2d(3, 4, 3), torch.nn.ReLU())

def broken():
    raise RuntimeError("no\\nmodule")

number = 3
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    (tmp_path / "user_networks.py").write_text(MODULE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", ["user_networks:Model", "user_networks.py:Model"])
def test_the_command_counts_a_users_module(folder, capfd, name):
    assert main(["count", name, "--input", "2,3,8,8", "--format", "json"]) == 0
    document = json.loads(capfd.readouterr().out)
    assert document["input"] == [2, 3, 8, 8]
    assert document["totals"]["macs"] == 2 * 36 * 4 * 27
    assert [layer["kind"] for layer in document["layers"]] == ["conv2d", "relu"]


@pytest.mark.parametrize(
    ("name", "shape", "expected"),
    [
        ("user_networks:Model", "1,2,8,8", "raised RuntimeError on an input of 1x2x8x8"),
        ("user_networks:Model", "1,3,2000000000,2000000000", "raised RuntimeError"),
        ("user_networks:Nothing", "1", "has no attribute 'Nothing'"),
        ("user_networks:broken", "1", "RuntimeError: no; expected"),
        ("user_networks:number", "1", "expected a torch.nn.Module"),
        ("no_such_file.py:Model", "1", "no file no_such_file.py"),
        ("no_such_package:Model", "1", "No module named 'no_such_package'"),
        ("user_networks:Model", "1,3,8,8:complex", "the type 'complex'; expected one of torch's"),
        ("user_networks:", "1", "expected pkg.module:Model"),
    ],
    ids=lambda v: v,
)
def test_what_cannot_be_counted_is_one_sentence(folder, capfd, name, shape, expected):
    assert main(["count", name, "--input", shape]) == 2
    err = capfd.readouterr().err
    assert expected in err
    assert err.count("\n") == 1


def test_an_exception_of_the_users_leaves_nothing_behind():
    with pytest.raises(InputError, match="raised KeyError"):
        counted(Fails(), ((1,), "float32"))
    assert torch.is_grad_enabled()
    assert torch.backends.mha.get_fastpath_enabled()
    assert counted(Attention(), ((1, 1, 2, 6), "float32")).complete


USERS = """
from __future__ import annotations

import dataclasses

import numpy as np
import torch
from neighbour import WIDTH


@dataclasses.dataclass
class Sizes:
    width: int = WIDTH


class Dataclass(torch.nn.Linear):
    def __init__(self):
        super().__init__(3, Sizes().width)


class Prints(torch.nn.Linear):
    def __init__(self):
        print("building")
        super().__init__(3, 4)

    def forward(self, x):
        print("running")
        return super().forward(x)


class Leaves(torch.nn.Module):
    def forward(self, x):
        return torch.from_numpy(x.numpy() @ np.asarray(x).T)


class Ends(torch.nn.Module):
    def forward(self, x):
        raise SystemExit(0)


def ends():
    raise SystemExit(0)
"""


@pytest.fixture
def users(tmp_path):
    (tmp_path / "neighbour.py").write_text("WIDTH = 5\n")
    (tmp_path / "users.py").write_text(USERS)
    return str(tmp_path / "users.py")


def test_a_file_imports_its_neighbours_and_defines_dataclasses(users, capfd):
    assert main(["count", f"{users}:Dataclass", "--input", "2,3", "--format", "json"]) == 0
    assert json.loads(capfd.readouterr().out)["totals"] == {
        "parameters": 20,
        "macs": 30,
        "flops": 60,
        "activations": 10,
    }


def test_what_a_module_prints_does_not_break_the_document(users, capfd):
    assert main(["count", f"{users}:Prints", "--input", "2,3", "--format", "json"]) == 0
    captured = capfd.readouterr()
    assert json.loads(captured.out)["totals"]["macs"] == 24
    assert captured.err.split() == ["building", "running"]


def test_values_that_leave_torch_are_named(users, capfd):
    assert main(["count", f"{users}:Leaves", "--input", "2,3", "--format", "json"]) == 0
    document = json.loads(capfd.readouterr().out)
    assert not document["complete"]
    assert {row["operation"].split()[0] for row in document["not_counted"]} == {"Tensor.numpy", "Tensor.__array__"}


@pytest.mark.parametrize("name", ["Ends", "ends"])
def test_a_module_that_ends_the_program_does_not(users, capfd, name):
    assert main(["count", f"{users}:{name}", "--input", "2,3"]) == 2
    assert "SystemExit" in capfd.readouterr().err


class Late(torch.nn.Module):
    """Parameters that are there only once it runs."""

    def __init__(self):
        super().__init__()
        self.conv = torch.nn.LazyConv2d(4, 3)
        self.head = None

    def forward(self, x):
        x = self.conv(x).flatten(1)
        if self.head is None:
            self.head = torch.nn.Linear(x.shape[1], 2)
        return self.head(x)


def test_parameters_made_by_the_first_run_are_parameters():
    result = counted(Late(), ((2, 3, 5, 5), "float32"))
    assert result.totals()["parameters"] == (4 * 27 + 4) + (2 * 36 + 2)
    assert result.totals()["macs"] == 2 * 36 * 27 + 2 * 36 * 2
    without = result.under(Convention(fully_connected=False)).totals()
    assert (without["macs"], without["parameters"]) == (2 * 36 * 27, 4 * 27 + 4)


class Branch(torch.nn.Module):
    def forward(self, x):
        return torch.cond(x.sum() > 0, lambda x: x @ x, lambda x: x + x, (x,))


class Nested(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.map = torch.nn.Linear(3, 4)

    def forward(self, x):
        return self.map(torch.nested.nested_tensor([x, x[:1]]))


@pytest.mark.parametrize(("module", "name"), [(Branch, "cond"), (Nested, "aten.linear (nested)")])
def test_operators_of_another_kind_are_named_not_refused(module, name):
    result = counted(module(), ((3, 3), "float32"))
    assert not result.complete
    assert any(unknown.startswith(name) for unknown in result.not_counted)
