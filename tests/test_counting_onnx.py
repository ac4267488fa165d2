"""Counting an ONNX file from its shapes; skipped where the package onnx is not installed."""

import json
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from kenzan.reference.counting import Convention
from kenzan.reports.cli import main

onnx = pytest.importorskip("onnx")
helper = onnx.helper


def value(name, *shape, kind=onnx.TensorProto.FLOAT):
    return helper.make_tensor_value_info(name, kind, shape or None)


def stored(name, *shape):
    return onnx.numpy_helper.from_array(np.ones(shape, np.float32), name)


def save(path, nodes, inputs, initializers=(), output="y", domains=("",)):
    graph = helper.make_graph(nodes, "graph", inputs, [value(output)], list(initializers))
    opsets = [helper.make_opsetid(domain, 17 if domain == "" else 1) for domain in domains]
    onnx.save(helper.make_model(graph, opset_imports=opsets), path)
    return str(path)


def counted(path, *shapes):
    from kenzan.properties.adapters.onnx_count import count_file

    return count_file(path, shapes, Convention())


@pytest.fixture
def network(tmp_path):
    nodes = [
        helper.make_node("Conv", ["x", "w", "b"], ["c"], strides=[2, 1], pads=[1, 0, 1, 0], group=2),
        helper.make_node("BatchNormalization", ["c", "scale", "shift", "mean", "var"], ["n"]),
        helper.make_node("Relu", ["n"], ["r"]),
        helper.make_node("ConvTranspose", ["r", "t"], ["u"], strides=[2, 2]),
        helper.make_node("GlobalAveragePool", ["u"], ["g"]),
        helper.make_node("Flatten", ["g"], ["f"]),
        helper.make_node("Gemm", ["f", "a", "d"], ["y"], transB=1),
    ]
    weights = [
        stored("w", 6, 2, 3, 3), stored("b", 6), *(stored(name, 6) for name in ("scale", "shift", "mean", "var")),
        stored("t", 6, 5, 2, 2), stored("a", 7, 5), stored("d", 7),
    ]  # fmt: skip
    return save(tmp_path / "network.onnx", nodes, [value("x", "N", 4, 9, 8)], weights)


def test_network(network):
    result = counted(network, (3, 4, 9, 8))
    conv, transposed, linear = 3 * 5 * 6 * 6 * 2 * 9, 3 * 5 * 6 * 6 * 5 * 4, 3 * 5 * 7
    assert [layer.macs for layer in result.layers if layer.macs] == [conv, transposed, linear]
    assert result.complete
    parameters = 6 * 18 + 6 + 12 + 6 * 20 + 35 + 7
    assert result.totals()["parameters"] == parameters
    assert result.under(Convention(moving_statistics=True)).totals()["parameters"] == parameters + 12
    assert result.under(Convention(bias=False, batch_norm=False)).totals()["parameters"] == parameters - 6 - 12 - 7
    assert result.under(Convention(fully_connected=False)).totals()["macs"] == conv + transposed


def test_products_of_computed_values(tmp_path):
    nodes = [
        helper.make_node("MatMul", ["x", "z"], ["m"]),
        helper.make_node("Einsum", ["m", "m"], ["y"], equation="bij,bkj->bik"),
    ]
    path = save(tmp_path / "products.onnx", nodes, [value("x", 2, 3, 4), value("z", 2, 4, 5)])
    assert counted(path).totals()["macs"] == 2 * 3 * 4 * 5 + 2 * 3 * 5 * 3


def test_recurrent(tmp_path):
    nodes = [helper.make_node("LSTM", ["x", "w", "r", "b"], ["y"], hidden_size=5)]
    weights = [stored("w", 1, 20, 3), stored("r", 1, 20, 5), stored("b", 1, 40)]
    path = save(tmp_path / "recurrent.onnx", nodes, [value("x", 7, 2, 3)], weights)
    result = counted(path)
    assert result.totals()["macs"] == 7 * 2 * 20 * (3 + 5)
    assert result.totals()["parameters"] == 20 * 8 + 40


def test_the_unknown_is_named_and_the_exit_status_is_zero(tmp_path, capfd):
    nodes = [
        helper.make_node("Conv", ["x", "w"], ["c"]),
        helper.make_node("Strange", ["c"], ["s"], domain="com.example"),
        helper.make_node("Conv", ["s", "v"], ["e"]),
        helper.make_node("Det", ["c"], ["y"]),
    ]
    weights = [stored("w", 1, 1, 3, 3), stored("v", 1, 1, 1, 1)]
    path = save(tmp_path / "odd.onnx", nodes, [value("x", 1, 1, 5, 5)], weights, domains=("", "com.example"))
    assert main(["count", path, "--format", "json"]) == 0
    document = json.loads(capfd.readouterr().out)
    assert document["complete"] is False
    named = {entry["operation"]: entry["times"] for entry in document["not_counted"]}
    assert named == {"com.example.Strange": 1, "Conv (shape unknown)": 1, "Det": 1}
    assert document["totals"]["macs"] == 9 * 9
    assert main(["count", path]) == 0
    text = capfd.readouterr().out
    assert "not counted: com.example.Strange, 1 time\n" in text
    assert "totals are not complete" in text


def test_a_malformed_graph_is_one_sentence(tmp_path, capfd):
    path = save(tmp_path / "odd.onnx", [helper.make_node("Relu", [], ["y"])], [value("x", 2, 3)])
    assert main(["count", path]) == 2
    err = capfd.readouterr().err
    assert "cannot be inferred" in err
    assert err.count("\n") == 1


def test_refusals(network, tmp_path, capfd):
    junk = tmp_path / "junk.onnx"
    junk.write_bytes(b"\x00junk" * 99)
    empty = tmp_path / "empty.onnx"
    empty.write_bytes(b"")
    for arguments, expected in [
        ([network], "has the free sizes N, 4, 9, 8; expected its sizes with --input"),
        ([network, "--input", "1,4,9"], "has 4 axes; expected as many sizes, not 3"),
        ([network, "--input", "1,4,9,8", "--input", "1"], "has 1 inputs; 2 were given"),
        ([str(junk)], "expected an ONNX file"),
        ([str(empty)], "expected an ONNX file"),
        ([str(tmp_path / "none.onnx")], "cannot read"),
        ([network, "--width", "2"], "unknown option '--width'"),
    ]:
        assert main(["count", *arguments]) == 2
        err = capfd.readouterr().err
        assert expected in err
        assert err.count("\n") == 1


def test_the_documentations_example(tmp_path, capfd, monkeypatch):
    page = (Path(__file__).resolve().parent.parent / "docs" / "counting.md").read_text("utf-8")
    program = re.search(r"`make_network\.py`:\n\n```python\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)
    shown = re.search(r"^\$ kenzan (count network\.onnx [^\n]*)\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)
    monkeypatch.chdir(tmp_path)
    exec(compile(program[1], "make_network.py", "exec"), {})  # the page's own program
    assert main(shown[1].split()) == 0
    assert capfd.readouterr().out == shown[2]


LOCAL = "local"


def function(name, *nodes):
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid(LOCAL, 1)]
    return helper.make_function(LOCAL, name, ["a"], ["b"], list(nodes), opsets)


def save_with_functions(path, *functions):
    """A product and a call of the first function on its result."""
    nodes = [
        helper.make_node("MatMul", ["x", "w"], ["m"]),
        helper.make_node(functions[0].name, ["m"], ["y"], domain=LOCAL),
    ]
    graph = helper.make_graph(nodes, "graph", [value("x", 2, 3)], [value("y")], [stored("w", 3, 4)])
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid(LOCAL, 1)]
    onnx.save(helper.make_model(graph, opset_imports=opsets, functions=functions), path)
    return str(path)


def test_local_functions_are_put_in_place_in_a_fresh_process(tmp_path):
    """In a process of its own: `onnx.inliner` is there only where something imported it."""
    square = function("Square", helper.make_node("MatMul", ["a", "t"], ["b"]))
    square.node.insert(0, helper.make_node("Transpose", ["a"], ["t"], perm=[1, 0]))
    path = save_with_functions(tmp_path / "f.onnx", square)
    program = "import sys; from kenzan.reports.cli import main; sys.exit(main(sys.argv[1:]))"
    command = [sys.executable, "-c", program, "count", path, "--format", "json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["totals"]["macs"] == 2 * 3 * 4 + 2 * 4 * 2


def test_functions_without_an_end_are_refused(tmp_path, capfd):
    first = function("First", helper.make_node("Second", ["a"], ["b"], domain=LOCAL))
    second = function("Second", helper.make_node("First", ["a"], ["b"], domain=LOCAL))
    assert main(["count", save_with_functions(tmp_path / "f.onnx", first, second)]) == 2
    assert "calls itself" in capfd.readouterr().err


@pytest.mark.parametrize(
    ("node", "x", "w"),
    [
        (helper.make_node("Conv", ["x", "w"], ["y"]), (1, 4, 8, 8), (8, 3, 3, 3)),
        (helper.make_node("Conv", ["x", "w"], ["y"], group=0), (1, 3, 8, 8), (8, 3, 3, 3)),
        (helper.make_node("ConvTranspose", ["x", "w"], ["y"]), (1, 4, 8, 8), (3, 8, 3, 3)),
        (helper.make_node("Einsum", ["x", "w"], ["y"], equation="ij,jk->ik"), (2, 3), (4, 5)),
    ],
    ids=lambda v: getattr(v, "op_type", None),
)
def test_products_whose_sizes_do_not_fit_are_named_not_counted(tmp_path, node, x, w):
    result = counted(save(tmp_path / "bad.onnx", [node], [value("x", *x)], [stored("w", *w)]))
    assert not result.complete
    assert result.totals()["macs"] == 0


def test_weights_inside_a_branch_are_parameters(tmp_path):
    branch = helper.make_graph([helper.make_node("MatMul", ["x", "w"], ["z"])], "branch", [], [value("z")])
    scalar = helper.make_tensor_value_info("x0", onnx.TensorProto.BOOL, ())
    nodes = [helper.make_node("If", ["x0"], ["y"], then_branch=branch, else_branch=branch)]
    result = counted(save(tmp_path / "if.onnx", nodes, [scalar, value("x", 2, 3)], [stored("w", 3, 4)]))
    assert result.totals()["parameters"] == 12
    assert not result.complete


def test_a_single_number_as_input_and_odd_names_in_the_terminal(tmp_path, capfd):
    node = helper.make_node("Relu", ["x"], ["y"], name="a\x1b[31m\nb")
    scalar = helper.make_tensor_value_info("x", onnx.TensorProto.FLOAT, ())
    assert main(["count", save(tmp_path / "one.onnx", [node], [scalar])]) == 0
    out = capfd.readouterr().out
    assert "input a single number" in out
    assert "a?[31m?b" in out
