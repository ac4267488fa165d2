"""Counting an ONNX file from its shapes; skipped where the package onnx is not installed."""

import json
import re
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
        ([network], "has the free sizes N, 4, 9, 8; expected them with --input"),
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
