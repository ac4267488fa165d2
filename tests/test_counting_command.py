"""`kenzan count` of an architecture: schema, conventions, names, refusals, and that it stays light."""

import json
import subprocess
import sys

import pytest
from kenzan.reports.cli import main


def counted(capfd, *arguments):
    assert main(["count", *arguments, "--format", "json"]) == 0
    return json.loads(capfd.readouterr().out)


def refusal(capfd, *arguments):
    assert main(["count", *arguments]) == 2
    out, err = capfd.readouterr()
    assert not out
    assert "Traceback" not in err
    return err


def test_schema(capfd):
    document = counted(capfd, "mobilenet_v1", "--width", "0.5", "--resolution", "160")
    assert document["schema"] == "kenzan.count/1"
    assert document["architecture"] == "mobilenet_v1"
    assert document["options"] | {"width": 0.5, "resolution": 160} == document["options"]
    assert document["input"] == [1, 3, 160, 160]
    assert {"name", "kind", "output_shape", "parameters", "macs"} <= set(document["layers"][0])
    assert {"parameters", "macs", "flops", "activations"} <= set(document["totals"])
    for key in ("parameters", "macs", "flops", "activations"):
        assert document["totals"][key] == sum(layer[key] for layer in document["layers"])
    assert document["complete"] is True
    assert document["not_counted"] == []
    assert set(document["convention"]) == {"parameters", "macs", "flops", "activations"}


@pytest.mark.parametrize(
    ("arguments", "key", "value"),
    [
        (["mobilenet_v1"], "macs", 568_740_352),
        (["mobilenet_v1", "--stored", "weights,bias,batch_norm,moving_statistics"], "parameters", 4_253_864),
        (["mobilenet_v1", "--flops-per-mac", "1"], "flops", 568_740_352),
        (["mobilenet_v1", "--no-fully-connected"], "macs", 567_716_352),
        (["densenet", "--depth", "121"], "parameters", 7_978_856),
        (["DenseNet-121"], "macs", 2_834_161_664),
        (["resnet50", "--version", "1.5"], "macs", 4_089_184_256),
        (["resnext50_32x4d"], "parameters", 25_028_904),
        (["resnet18", "--in-channels", "1", "--classes", "10"], "parameters", 11_689_512 - 2 * 49 * 64 - 990 * 513),
        (["resnet18", "--input", "8,3,224,224"], "macs", 8 * 1_814_073_344),
    ],
    ids=lambda v: " ".join(v) if isinstance(v, list) else str(v),
)
def test_figures(capfd, arguments, key, value):
    assert counted(capfd, *arguments)["totals"][key] == value


def test_included_elementwise_work_adds_up(capfd):
    plain = counted(capfd, "lenet")["totals"]["flops"]
    with_all = counted(capfd, "lenet", "--include", "bias,activation,pooling")["totals"]["flops"]
    bias = 28 * 28 * 6 + 10 * 10 * 16 + 120 + 84 + 10
    activation = 28 * 28 * 6 + 10 * 10 * 16 + 120 + 84
    assert with_all == plain + bias + activation + 4 * (14 * 14 * 6 + 5 * 5 * 16)


def test_text_shows_shares_and_the_convention(capfd):
    assert main(["count", "mobilenet_v1"]) == 0
    text = capfd.readouterr().out
    assert "568,740,352  (multiply-accumulates of convolutions" in text
    pointwise = next(line for line in text.splitlines() if line.startswith("conv2d 1x1 "))
    assert "94.86%" in pointwise
    assert "█" * 19 in pointwise


def test_page_is_escaped_and_loads_nothing(capfd, tmp_path):
    target = tmp_path / "page.html"
    assert main(["count", "lenet", "--format", "html", "-o", str(target)]) == 0
    page = target.read_text("utf-8")
    assert "416,520" in page
    assert page.count("<rect") >= 5
    assert "default-src &#39;none&#39;" in page or "default-src 'none'" in page
    assert "http://" not in page.replace("http://www.w3.org", "")


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], "nothing to count was named; expected one of"),
        (["resnet51"], "resnet_cifar: depth is 51; expected 2 or 4 plus a multiple of 6"),
        (["nothing"], "no architecture is named 'nothing'; expected one of"),
        (["lenet", "--depth", "3"], "unknown option '--depth'; expected some of --resolution"),
        (["lenet", "--classes", "many"], "invalid int value: 'many'"),
        (["lenet", "--input", "1,2"], "lenet: input has shape (1, 2); expected 4 sizes"),
        (["lenet", "--input", "1,1,x,3"], "expected sizes with commas"),
        (["lenet", "--input", "1,1,32,32:int64"], "expected one shape without a type"),
        (["lenet", "--include", "dropout"], "include names 'dropout'; expected some of"),
        (["lenet", "--stored", "bias"], "expected weights"),
        (["mobilenet_v1", "--resolution", "8", "--last-stride", "9" * 30], "expected a whole number from 1 to"),
    ],
    ids=lambda v: " ".join(v) if isinstance(v, list) else "",
)
def test_refusals_are_one_sentence(capfd, arguments, expected):
    assert expected in refusal(capfd, *arguments)


def test_counting_loads_neither_torch_nor_a_plotting_package(tmp_path):
    code = (
        "import sys; from kenzan.reports.cli import main; main(['count', 'densenet', '-o', sys.argv[1]]);"
        "print([m for m in ('torch', 'onnx', 'matplotlib', 'hypothesis', 'jinja2', 'rich') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "out.txt")], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
