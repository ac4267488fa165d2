"""Printed figures: each kind of check decides right and wrong ones; no stranger's file ends in a traceback."""

import json
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest
from kenzan.properties.published import Entry, check_entries, check_file
from kenzan.properties.published.checking import check_entry
from kenzan.properties.published.entry import NOT_PRINTED, REPRODUCES, UNDECIDED, UNDER, WRONG
from kenzan.reports.cli import main

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared" / "published" / "published.json"


def figure(model, quantity, value, unit="", precision=None, source="paper", **options):
    exact = None if precision is None else Fraction(str(precision))
    return Entry("id", model, quantity, value, unit, exact, options, source)


SIZE, DEFINITION = "output size", "definition"
TRANSPOSED = "transposed general, a=(i+2p-k) mod s"

CASES = [
    # counts of a model, in the forms in which tables write names, options and units
    (figure("MobileNet", "mult-adds", 569, "M", 1, alpha=1, res=224), REPRODUCES, "multiply-accumulates"),
    (figure("MobileNet", "mult-adds", 568, "M", 1), UNDER, "fully connected layer not counted"),
    (figure("MobileNet", "mult-adds", 570, "M", 1), WRONG, ""),
    (figure("0.5 MobileNet-160", "Million Mult-Adds", 77, "M", 1), REPRODUCES, ""),
    (figure("MobileNet", "parameters", 4253864, "", 0), UNDER, "moving statistics counted"),
    (figure("MobileNet", "FLOPs", 1.14, "G", 0.01), REPRODUCES, "2 FLOPs"),
    (figure("ResNet-50", "FLOPs", 4.1, "GFLOPs", 0.1, version="1.5"), UNDER, "a FLOP is a multiply-accumulate"),
    (figure("ResNet-50", "GMACs", 4.09, "G", 0.01), UNDER, "version 1.5"),
    (figure("ResNet-50", "params", 25557032, "", 0), REPRODUCES, ""),
    (figure("ResNet-50", "params", 25583592, "", 0), UNDER, "bias True"),
    (figure("ResNet-110", "params", 1.7, "M", 0.1), REPRODUCES, ""),
    (figure("ResNet-110", "params", 1.8, "M", 0.1), UNDER, "shortcut C"),
    (figure("DenseNet-BC (L=100, k=12)", "params", 0.8, "M", 0.1), REPRODUCES, ""),
    (figure("DenseNet", "params", 7.0, "M", 0.1, L=100, k=12), REPRODUCES, ""),
    (figure("VGG-16", "params", 138.36, "million", 0.01), REPRODUCES, ""),
    (figure("SqueezeNet", "parameters", "1.25M", "M", 0.01), REPRODUCES, ""),
    (figure("torchvision.models.resnet50", "num_params", 25557032, "", 0), REPRODUCES, ""),
    (figure("1.0 MobileNet-224", "Million Parameters", 4.2, "", 0.1), REPRODUCES, ""),
    (figure("ResNet50_Weights.IMAGENET1K_V1", "GFLOPS", 4.09, "", 0.01), UNDER, "version 1.5"),
    (figure("DenseNet121", "non-trainable params", 83648, "", 0), REPRODUCES, "moving statistics"),
    (figure("Wide ResNet", "params", 11.0, "M", 0.1, depth=16, widen_factor=8), REPRODUCES, ""),
    (figure("ResNet-18 (A)", "mult-adds", 1.8, "G", 0.1), REPRODUCES, ""),
    (figure("DenseNet-121", "params", 9.787, "M", 0.001), WRONG, ""),
    (figure("DenseNet-121", "params", 7.997, "M", 0.001), WRONG, "two digits of 7.979 are exchanged"),
    (figure("MobileNet", "mult-adds", 56.9, "M", 0.1), WRONG, "the decimal point is moved"),
    (figure("SqueezeNet", "model size", 4.8, "MB", 0.1), UNDER, "1,048,576 bytes"),
    (figure("VGG16", "size", 553, "MB", 1), REPRODUCES, "1,000,000 bytes"),
    (figure("VGG16", "size", 550, "MB", 1), WRONG, ""),
    # shares, ratios, one layer
    (figure("MobileNet", "share of mult-adds", 94.86, "%", 0.01, layer_type="1x1"), REPRODUCES, ""),
    (figure("MobileNet", "share of mult-adds", 94.68, "%", 0.01, layer_type="1x1"), WRONG, "exchanged"),
    (figure("VGG16 / MobileNet", "mult-add ratio", 27, "x", 1), REPRODUCES, ""),
    (figure("VGG16 / MobileNet", "parameter ratio", 32, "x", 1), UNDER, "truncated"),
    (figure("VGG16 / MobileNet", "parameter ratio", 30, "x", 1), WRONG, ""),
    (figure("one layer Dk=3 M=N=512 Df=14", "madds", 462, "M", 1, row="conv.madds"), REPRODUCES, "full 3x3"),
    (figure("one layer Dk=3 M=N=512 Df=14", "params", 0.28, "M", 0.01, row="dsc.params"), WRONG, ""),
    (figure("3x3 separable vs 3x3 conv", "saving factor", "8 to 9", "x"), UNDER, "N >= 72"),
    (figure("3x3 separable vs 3x3 conv", "saving factor", "9 to 10", "x"), WRONG, ""),
    # structure
    (figure("MobileNet", "layers", 28, "layers", 0), REPRODUCES, ""),
    (figure("DenseNet-264", "weighted layers", 264, "layers", 0, blocks=[6, 12, 64, 48]), WRONG, "off by 1"),
    (figure("MobileNet", "stride", 2, row="Conv dw 3x3x1024"), WRONG, "4x4"),
    (figure("MobileNet", "stride", 1, row="Conv dw 3x3x1024"), REPRODUCES, ""),
    (figure("DenseNet-121/169", "output side", 28, "px", 0, stage="t1", input=224), REPRODUCES, "2 models"),
    (figure("ResNet-50", "output size", 28, "px", 0, stage="conv3_x"), REPRODUCES, ""),
    (figure("VGG-19", "depth", 19, "", 0), REPRODUCES, "16 conv2d 3x3"),
    (figure("DenseNet-121/169", "output side", 27, "px", 0, stage="t1", input=224), WRONG, ""),
    # dependence
    (figure("stack", "receptive field", 16, "samples", 0, kernel=2, dilations=[1, 2, 4, 8]), REPRODUCES, "traced"),
    (figure("stack", "receptive field", 15, "samples", 0, kernel=2, dilations=[1, 2, 4, 8]), WRONG, ""),
    (figure("stack", "receptive field", 31, "samples", 0, kernel=3, dilations="1,2,...,8"), REPRODUCES, ""),
    (figure("stack", "receptive field", 5, "samples", 0, kernel=2, layers=4), REPRODUCES, ""),
    (figure("LeNet", "receptive field", 16, "px", 0), REPRODUCES, ""),
    (figure("LeNet", "receptive field", 14, "px", 0), WRONG, "16"),
    (figure("stack", "receptive field", 5), UNDECIDED, "'stack' is not one"),
    (figure("stack", "receptive field", None, "samples", kernel=2, repeats=2), NOT_PRINTED, "2 times"),
    (figure("stack", "receptive field", 64, "ms", 1, kernel=2), UNDER, "1 stacks"),
    (figure("stack", "receptive field", 70, "ms", 1, kernel=2), WRONG, "no whole number"),
    (figure("PixelCNN", "blind spot share", "as much as a quarter", kernel=3), UNDER, "limit"),
    (figure("PixelCNN", "blind spot share", "as much as a third", kernel=3), WRONG, ""),
    # formulas and definitions
    (figure("conv size", SIZE, "o=floor((i+2p-k)/s)+1", "formula", case="pad, stride"), REPRODUCES, "411 cases"),
    (figure("conv size", SIZE, "o=(i+2p-k)/s+1", "formula", case="pad, stride"), WRONG, "conv1d with i = "),
    (figure("conv size", SIZE, "o=floor((i-k)/s)+1", "formula", case="pooling"), REPRODUCES, ""),
    (figure("conv size", SIZE, "o'=s(i'-1)+k-2p", "formula", case=TRANSPOSED), WRONG, ""),
    (figure("conv size", SIZE, "o=i", "formula", case="half/same, k even"), WRONG, "k = 2"),
    (figure("conv size", SIZE, "o=i", "formula", case="full, p=7"), UNDECIDED, "not understood"),
    (figure("dense block", "input channels of layer l", "k0+k*l", "formula"), WRONG, "l = 1"),
    (figure("dense block", "input channels of layer l", "k0+k*(l-1)", "formula"), REPRODUCES, ""),
    (figure("DenseNet", "direct connections", "L(L-1)/2", "formula"), WRONG, "L = 1"),
    (figure("DenseNet", "direct connections", "L(L+1)/2", "formula"), REPRODUCES, ""),
    (figure("InstanceNorm2d", "axes", "mean/var over (H,W) per sample", DEFINITION), REPRODUCES, "over (H,W)"),
    (figure("BatchNorm2d", "axes", "mean/var over (C,H,W)", DEFINITION), WRONG, "refuted"),
    (figure("BatchNorm2d", "axes", "biased variance; unbiased for inference", DEFINITION), REPRODUCES, ""),
    (figure("LayerNorm", "axes", "unbiased for inference", DEFINITION), WRONG, "refuted"),
    (figure("BatchNorm2d", "axes", "same for every N", DEFINITION), WRONG, "refuted"),
    (figure("GroupNorm", "axes", "G=1 is IN, G=C is LN", DEFINITION), WRONG, "G=1 is IN"),
    # the forms in which other tables write the same
    (figure("MobileNet", "params", "4.2M", "", 0.1), REPRODUCES, ""),
    (figure("MobileNet", "mult-adds", "~569 M"), REPRODUCES, ""),
    (figure("MobileNet", "params (×10^6)", 4.2), REPRODUCES, ""),
    (figure("MobileNet", "BFLOPs", 1.14), REPRODUCES, "2 FLOPs"),
    (figure("VGG configuration E", "Parameters (millions)", 144), REPRODUCES, ""),
    (figure("ResNet 20-layer", "params", 0.27, "M", 0.01), REPRODUCES, ""),
    (figure("DenseNet-BC (k = 24)", "params", 15.3, "M", 0.1, depth=250), REPRODUCES, ""),
    (figure("VGG-16", "output size", "7x7", stage="pool5"), REPRODUCES, ""),
    (figure("VGG-16", "output size", 112, "px", 0, stage="pool5"), WRONG, "7 px"),
    (figure("VGG-16", "output stride", 32), REPRODUCES, ""),
    (figure("MobileNet", "effective stride", 16), WRONG, "32"),
    (figure("GoogLeNet", "layers", 22), UNDER, "longest path"),
    (figure("GoogLeNet", "layers", 23), WRONG, ""),
    (figure("WaveNet", "receptive field", 3070, "samples", 0, layers=10, stacks=3), REPRODUCES, "traced"),
    (figure("WaveNet", "receptive field", 766, "samples", 0, layers=8, repeats=3), REPRODUCES, "1 * 765"),
    (figure("causal, not dilated", "receptive field", 5, "samples", 0, kernel=2, layers=4), REPRODUCES, ""),
    (figure("stack", "receptive field", 2**20, "samples", 0, layers=20, stacks=1), REPRODUCES, "from shapes"),
    (figure("stack", "receptive field", 192, "ms", 1, repeats=3), REPRODUCES, "3 stacks"),
    (figure("WaveNet", "params", 1, "M", 0, layers=4, stacks=1), WRONG, ""),
    # other architectures, in the names of papers and libraries
    (figure("MobileNetV3-Small", "MAdds", 56.5, "M", 0.1), REPRODUCES, ""),
    (figure("MobileNetV3", "params", 5.5, "M", 0.1, size="Large"), REPRODUCES, ""),
    (figure("ShuffleNet 1.5x (g = 3)", "Complexity", 292, "MFLOPs", 1), UNDER, "scaled stem False"),
    (figure("ShuffleNet 2x", "Complexity", 524, "MFLOPs", 1, g=3), UNDER, "a FLOP is a multiply-accumulate"),
    (figure("ShuffleNet v2 0.5×", "# params", 1.4, "M", 0.1), REPRODUCES, ""),
    (figure("EfficientNet-B0", "#FLOPs", 0.39, "B", 0.01), UNDER, "a FLOP is a multiply-accumulate"),
    (figure("EfficientNet-B3", "input resolution", 300), REPRODUCES, ""),
    (figure("WRN-28-10", "# params", 36.5, "M", 0.1), REPRODUCES, ""),
    (figure("Wide ResNet", "params", 36.5, "M", 0.1, depth=28), UNDER, "widen 10"),
    (figure("ResNeXt-29, 8×64d", "# params", 34.4, "M", 0.1), REPRODUCES, ""),
    (figure("ResNeXt-101", "#Params", 83, "M", 1), UNDER, "groups 64, width per group 4"),
    (figure("SE-ResNet-50", "params", 28.1, "M", 0.1), REPRODUCES, ""),
    (figure("ResNet with Stochastic Depth", "params", 10.2, "M", 0.1, depth=1202), WRONG, "19.4"),
    (figure("ResNet (pre-activation)", "params", 1.7, "M", 0.1, depth=164), REPRODUCES, ""),
    (figure("VGG", "params", 134, "M", 1, configuration="C"), REPRODUCES, ""),
    (figure("timm/resnet50.a1_in1k", "Activations (M)", 11.1, "", 0.1), UNDER, "outputs of convolutions"),
    (figure("AlexNet", "parameters", 62378344, "", 0), UNDER, "grouped False"),
    # libraries, and what the entry says of its own convention
    (figure("ResNet-50", "GMACs", 4.09, "", 0.01, library="torchvision"), REPRODUCES, "as in torchvision: version 1.5"),
    (figure("ResNet-50", "GMACs", 3.86, "", 0.01, source="torchvision"), UNDER, "version 1"),
    (figure("VGG-16", "params", 14.7, "M", 0.1, include_top=False), REPRODUCES, "fully connected False"),
    (figure("VGG-16", "params", 14.7, "M", 0.1, include_top="maybe"), UNDECIDED, "true or false"),
    (figure("ResNet-50", "params", 25.6, "M", 0.1, depth=101), UNDECIDED, "50, its options 101"),
    # parts of a model
    (figure("SqueezeNet", "# parameters", 11920, "", 0, layer="fire2"), REPRODUCES, ""),
    (figure("SqueezeNet", "# parameters", 11921, "", 0, layer="fire2"), WRONG, "11,920"),
    (figure("GoogLeNet", "ops", 128, "M", 1, row="inception (3a)"), REPRODUCES, ""),
    (figure("GoogLeNet", "params", 1000, "K", 1, row="linear"), UNDER, "a K of 1,024"),
    (figure("VGG-16", "fc6 parameters", 102764544, "", 0), REPRODUCES, ""),
    (figure("VGG-16", "conv params", 14.7, "M", 0.1), REPRODUCES, ""),
    (figure("VGG-16", "params without fc layers", 14.7, "M", 0.1), REPRODUCES, ""),
    (figure("VGG-16", "decoder params", 14.7, "M", 0.1), UNDECIDED, "'decoder'"),
    (figure("LeNet-5", "parameters", 156, "", 0, layer="C1"), REPRODUCES, ""),
    (figure("ResNet-50", "output size", "56x56x256", layer="conv2_x"), REPRODUCES, ""),
    (figure("ResNet-50", "output size", "56x56x64", layer="conv2_x"), WRONG, "256x56x56"),
    (figure("DenseNet-121", "output channels", 128, "", 0, stage="t1"), REPRODUCES, ""),
    (figure("DenseNet-121", "output channels", 129, "", 0, stage="t1"), WRONG, "128 channels"),
    (figure("MobileNet", "input size", "112x112x32", row="conv2_dw"), REPRODUCES, ""),
    (figure("MobileNet", "depth", 55), UNDER, "batch norm too"),
    (figure("Xception", "depth", 81), UNDER, "a separable convolution as one"),
    (figure("VGG-16", "convolutional layers", 13), REPRODUCES, ""),
    (figure("VGG-16", "convolutional layers", 12), WRONG, "13"),
    # memory
    (figure("ResNet-50", "file size", 97.8, "MB", 0.1, source="torchvision"), UNDER, "a file of 267 arrays"),
    (figure("ResNet-50", "file size", 98.8, "MB", 0.1, source="torchvision"), WRONG, ""),
    (figure("MobileNet", "peak activation memory", 6.4, "MB", 0.1), REPRODUCES, "values alive together"),
    (figure("MobileNet", "largest activation", 802816, "", 0), UNDER, "the largest output"),
    (figure("MobileNet", "params", 8.5, "MB", 0.1, dtype="float16"), REPRODUCES, "16 bits"),
    # formulas of costs and fields
    (figure("standard convolution", "computational cost", "D_K*D_K*M*N*D_F*D_F", "formula"), REPRODUCES, "9 cases"),
    (figure("standard convolution", "computational cost", "D_K*M*N*D_F*D_F", "formula"), WRONG, "it says"),
    (figure("depthwise separable", "cost ratio", "1/N + 1/D_K^2", "formula"), REPRODUCES, ""),
    (figure("depthwise separable", "cost ratio", "1/M + 1/D_K^2", "formula"), WRONG, ""),
    (figure("grouped convolution", "params", "K^2*C*M/G", "formula"), REPRODUCES, ""),
    (figure("conv2d", "MACs", "2*H*W*K^2*C_in*C_out", "formula"), UNDER, "counted as two"),
    (figure("conv2d", "params", "K*Q", "formula"), UNDECIDED, "'Q'"),
    (figure("WaveNet", "receptive field", "1+(k-1)*(2^L-1)", "formula"), REPRODUCES, "12 cases"),
    (figure("WaveNet", "receptive field", "L^2", "formula"), WRONG, "2 where it says 1"),
    (figure("context module", "receptive field", "67x67", "", 0, kernel=3, dilations=[1, 1, 2, 4, 8, 16, 1]), REPRODUCES, ""),
    (figure("TCN", "receptive field", 61, "", 0, kernel=3, layers=4, convs_per_layer=2), REPRODUCES, ""),
    (figure("WaveNet", "receptive field", 0.064, "s", 0.001, layers=10), UNDER, "1 stacks"),
    (figure("stack", "receptive field", "wide", "", 0, kernel=3, layers=3), UNDECIDED, "'wide'"),
    (figure("Gated PixelCNN", "blind spot", "none"), REPRODUCES, "horizontal"),
    (figure("Gated PixelCNN", "blind spot", 25, "%", 1), WRONG, "traced"),
    # what is not understood is said so, never guessed
    (figure("stack", "receptive field", 300, "ms", 1, rate=0), UNDECIDED, "0 samples a second"),
    (figure("stack", "receptive field", 300, "ms", 1, kernel=10**8), UNDECIDED, "expected a kernel"),
    (figure("stack", "receptive field", 9, "samples", 0, kernel=2, dilations="0,...,8"), UNDECIDED, "from 1"),
    (figure("stack", "receptive field", 9, "samples", 0, kernel=2, hidden=3), UNDECIDED, "hidden"),
    (figure("DenseNet-121/169", "layers", 121), UNDECIDED, "2 models"),
    (figure("DenseNet-" + "/".join(map(str, range(100, 200))), "params", 8, "M", 1), UNDECIDED, "100 models"),
    (figure("MobileNet", "params", 4.2, "M", 0.1, width=1.0, alpha=0.5), UNDECIDED, "1.0 and 0.5"),
    (figure("VGG16 / MobileNet", "parameter ratio", 32, "x", 1, res=128), UNDECIDED, "either model"),
    (figure("BatchNorm2d", "axes", "not over (N,H,W)", DEFINITION), UNDECIDED, "no clause"),
    (figure("BatchNorm2d", "axes", "over (", DEFINITION), UNDECIDED, "no clause"),
    (figure("MobileNet", "params", ",", "M", 1), UNDECIDED, "not one that is computed"),
    (figure("MobileNet", "top-1 accuracy", 70.6, "%", 0.1), UNDECIDED, "top-1 accuracy"),
    (figure("EfficientNetV2-S", "params", 21.5, "M", 0.1), UNDECIDED, "'EfficientNetV2-S' is not one"),
    (figure("ResNet-50", "params", 25.6, "M", 0.1, dropout=16), UNDECIDED, "dropout=16"),
    (figure("MobileNet", "share of mult-adds", 1, "%", 1, layer_type="odd"), UNDECIDED, "'odd'"),
]  # fmt: skip


@pytest.mark.parametrize(("entry", "status", "said"), CASES, ids=lambda v: getattr(v, "model", None) or "")
def test_each_kind_of_figure(entry, status, said):
    finding = check_entry(entry)
    assert finding.status == status, finding
    assert said in f"{finding.computed}; {finding.convention}; {finding.reason}", finding


def test_rounding_is_to_half_a_unit_in_the_last_place():
    entry = figure("x", "params", 4.2, "M", 0.1)
    assert [entry.agrees(n) for n in (4_149_999, 4_150_000, 4_250_000, 4_250_001)] == [False, True, True, False]
    assert [entry.agrees(n, "down") for n in (4_199_999, 4_200_000, 4_299_999, 4_300_000)] == [False, True, True, False]
    assert [entry.agrees(n, "up") for n in (4_100_000, 4_100_001, 4_200_000, 4_200_001)] == [False, True, True, False]
    assert figure("x", "params", 300).step == 100
    assert figure("x", "params", 2.50).step == Fraction(1, 10)
    assert figure("x", "params", "2.50").step == Fraction(1, 100)


def test_one_convention_for_a_table_where_one_fits():
    """Alone, 1.06 % fits several conventions; with its neighbour, the one that both fit is named first."""
    alone = figure("MobileNet", "share of params", 1.06, "%", 0.01, layer_type="dw")
    beside = figure("MobileNet", "share of params", 74.59, "%", 0.01, layer_type="1x1")
    assert check_entries([alone])[0].convention == "biases not counted"
    together = check_entries([alone, beside])
    assert [finding.convention for finding in together] == ["weights alone (no bias, no batch-norm parameter)"] * 2
    assert "biases not counted" in [other.convention for other in together[0].others]


def test_rows_of_a_table_accumulate():
    rows = [
        figure("one layer Dk=3 M=N=512 Df=14", "madds", 0, "M", row=f"{row}.madds") for row in ("dsc", "a5", "rho714")
    ]
    last = check_entries(rows)[-1]
    assert "256 -> 256 channels, 10x10" in last.convention


HOSTILE = [
    "", "{}", "[1]", "[{}]", '[{"id": 1, "model": 2, "quantity": 3}]', "[" * 100_000, "\x00\xff",
    '[{"id": "a", "model": "m", "quantity": "q", "value": 1, "printed_precision": "x"}]',
    '[{"id": "a", "model": "m", "quantity": "q", "value": 1, "options": [1]}]',
    '[{"id": "a", "model": "m", "quantity": "params", "value": NaN}]',
    '[{"id": "a", "model": "m", "quantity": "params", "value": 1e999}]',
    '[{"id": "a", "model": "m", "quantity": "params", "value": 1, "printed_precision": NaN}]',
    '[{"id": "a", "model": "m", "quantity": "params", "value": 1, "printed_precision": 1e999}]',
    '[{"id": "a", "model": "m", "quantity": "params", "value": 1, "printed_precision": -1}]',
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_files_that_are_none_are_one_sentence(text, tmp_path, capfd):
    path = tmp_path / "figures.json"
    path.write_text(text, encoding="utf-8", errors="surrogateescape")
    assert main(["count", "--published", str(path)]) == 2
    err = capfd.readouterr().err
    assert "expected" in err
    assert "Traceback" not in err


def test_the_work_of_a_file_is_capped(tmp_path, monkeypatch):
    """What comes after the cap is undecided, with the reason; what is remembered is not charged again."""
    from kenzan.properties.published import budget

    deep = [figure("ResNet", "params", n, "M", 0.001, depth=6 * n + 2) for n in (30, 40, 50)]
    same = [figure("LeNet", "params", n, "", 0) for n in range(61_700, 61_712)]
    monkeypatch.setattr(budget, "MOST", 150_000)
    capped = check_entries(deep)
    assert [finding.status for finding in capped][-1] == UNDECIDED
    assert capped[0].status != UNDECIDED
    assert "ask for more work than is done for one" in capped[-1].reason
    assert [finding.status for finding in check_entries(same)].count(REPRODUCES) == 1
    assert check_entry(deep[-1]).status == WRONG  # one figure alone has no cap but its own


ODD = [
    None,
    True,
    [],
    {},
    "",
    "x",
    -1,
    0,
    1e300,
    10**30,
    "9" * 50,
    "<script>alert(1)</script>",
    "((((((((((" * 50,
    "a / b / c",
]


def test_odd_values_are_findings_too(tmp_path, capfd):
    """Every kind of check, with every field of it odd in turn: a finding, never an exception."""
    good = list({(entry.quantity, entry.unit): entry for entry, _, _ in CASES}.values())
    entries = []
    for entry in good:
        base = {"id": "i", "model": entry.model, "quantity": entry.quantity, "value": entry.value, "unit": entry.unit}
        for odd in ODD:
            entries.append(base | {"value": odd, "options": dict(entry.options)})
            entries.append(base | {"model": odd, "options": dict(entry.options)})
            entries += [base | {"options": {**entry.options, key: odd}} for key in entry.options]
    path = tmp_path / "odd.json"
    path.write_text(json.dumps(entries), encoding="utf-8")
    assert len(check_file(path)) == len(entries)


def test_command(tmp_path, capfd):
    path = tmp_path / "figures.json"
    wrong = {
        "id": "<b>wrong</b>",
        "model": "LeNet",
        "quantity": "params",
        "value": 61,
        "unit": "k",
        "printed_precision": 1,
    }
    right = {"id": "right", "model": "LeNet", "quantity": "params", "value": 61706, "printed_precision": 0}
    path.write_text(json.dumps([right]), encoding="utf-8")
    assert main(["count", "--published", str(path), "--format", "json"]) == 0
    document = json.loads(capfd.readouterr().out)
    assert document["schema"] == "kenzan.published/1"
    assert document["figures"][0]["status"] == REPRODUCES
    path.write_text(json.dumps([right, wrong | {"value": 59}]), encoding="utf-8")
    assert main(["count", "--published", str(path)]) == 1
    assert "(reproduces: 1, does not reproduce: 1)" in capfd.readouterr().out
    assert main(["count", "--published", str(path), "--format", "html"]) == 1
    page = capfd.readouterr().out
    assert "<b>wrong" not in page
    assert "&lt;b&gt;wrong" in page
    assert main(["count", "lenet", "--published", str(path)]) == 2


@pytest.mark.skipif(not SHARED.exists(), reason=f"no {SHARED.name} beside the repository")
def test_the_page_in_the_documentation_is_what_is_computed():
    """Every figure has a verdict, and the page says just these."""
    findings = check_file(SHARED)
    assert not [f.entry.id for f in findings if f.status == UNDECIDED]
    done = subprocess.run(
        [sys.executable, str(ROOT / "tools" / "published_figures.py"), str(SHARED)],
        capture_output=True, text=True, check=True, encoding="utf-8",
    )  # fmt: skip
    assert done.stdout == (ROOT / "docs" / "published-figures.md").read_text("utf-8")


def test_the_page_lists_what_does_not_reproduce():
    page = (ROOT / "docs" / "published-figures.md").read_text("utf-8")
    part = page.split("## What does not reproduce")[1].split("## All figures")[0]
    assert part.count("\n- **") == page.count(f"| {WRONG} |") > 0
    assert f"| {UNDECIDED} |" not in page


def test_text_shows_no_control_characters(tmp_path, capfd):
    item = {"id": "a\x1b[31m", "model": "MobileNet", "quantity": "params", "value": 4.2, "unit": "M"}
    path = tmp_path / "figures.json"
    path.write_text(json.dumps([item]), encoding="utf-8")
    assert main(["count", "--published", str(path)]) == 0
    assert "\x1b" not in capfd.readouterr().out
