"""Wiring put together from its parts: each true sentence with a twin that differs in one part, and neighbours that accuse nobody."""

import pytest
from kenzan.reports.verification import verify_text

# heading, true, its twin
PAIRS = [
    ("# U-Net\n\n", "Skip connections copy encoder features and stack them next to the decoder features.", "Skip connections copy encoder features and add them to the decoder features."),
    ("# FPN\n\n", "横から来る特徴と上の段の特徴は要素ごとに加算される。", "横から来る特徴と上の段の特徴はチャネル方向に連結される。"),
    ("# Transformer\n\n", "Each head works on its own slice; their results are concatenated.", "Each head works on its own slice; their results are averaged."),
    ("# Transformer\n\n", "サブ層の出力に入力を足す。", "サブ層の出力に入力を連結する。"),
    ("", "ResNetのスキップ接続は加算だが、U-Netのスキップ接続はチャネル方向の連結である。", "ResNetのスキップ接続は加算だが、U-Netのスキップ接続も加算である。"),
    ("# WaveNet\n\n", "tanh を通した出力と sigmoid を通した出力をゲートで掛け合わせる。", "tanh を通した出力と sigmoid を通した出力をゲートで足し合わせる。"),
    ("", "WaveNet multiplies the outputs of tanh and sigmoid.", "WaveNet adds the outputs of tanh and sigmoid."),
    ("", "WaveNetでは tanh と sigmoid の出力を掛け合わせる。", "WaveNetでは tanh と sigmoid の出力を足し合わせる。"),
    ("## DenseNet\nResNetのskip connectionを発展させたモデル。\n\n", "- 受け取った特徴マップはチャネル方向に結合してから次の処理に渡す", "- 受け取った特徴マップは要素ごとに足し合わせてから次の処理に渡す"),
    ("## DenseNet\nThe next year brought an extension of the skip connections of ResNet.\n\n", "- Inputs are concatenated.", "- Inputs are added."),
    ("# WaveNet\n\n", "sigmoidの側が情報をどれだけ通すかのゲートとなり、tanhの側が中身の特徴を作る。", "tanhの側が情報をどれだけ通すかのゲートとなり、sigmoidの側が中身の特徴を作る。"),
    ("# WaveNet\n\n", "The tanh carries the signal, while the sigmoid says how much of it is let through.", "The sigmoid carries the signal, while the tanh says how much of it is let through."),
    ("# Dense block\n\nLet x0 be the block's input.\n\n", "Layer 3 receives x0, x1 and x2.", "Layer 3 receives x1 and x2."),
    ("", "In a dense block the last layer has direct access to the block's input.", "In a dense block the last layer has no direct access to the block's input."),
    ("# MobileNet\n\n", "Depthwiseの結果をPointwiseに渡す。", "Pointwiseの結果をDepthwiseに渡す。"),
    ("## DenseNet\n\nk0 = 24, k = 12\n\n", "- layer 10 gets 132 channels", "- layer 10 gets 144 channels"),
    ("A dense block takes 24 channels, growth rate 12, four layers.\n\n", "Layer three receives 48 channels, and the block hands on 72.", "Layer three receives 60 channels, and the block hands on 72."),
    ("# DenseNet\n\nDense Blockの出力が 256 チャネル、θ = 0.5 とする。\n\n", "Transition Layer を通ると 128 チャネルになる。", "Transition Layer を通ると 64 チャネルになる。"),
    ("", "2つの64チャネルの特徴マップを結合すると128チャネルになる。", "2つの64チャネルの特徴マップを結合すると64チャネルになる。"),
    ("", "GoogLeNet の inception(3a) は枝が 64, 128, 32, 32 チャネルなので、出力は 256 チャネル。", "GoogLeNet の inception(3a) は枝が 64, 128, 32, 32 チャネルなので、出力は 128 チャネル。"),
    ("役割\n\n", "- Depthwise：空間方向のフィルタリングを担当", "- Depthwise：チャネル方向のフィルタリングを担当"),
    ("| | 空間方向 | チャネル方向 |\n|---|---|---|\n| depthwise | ○ | × |\n", "| pointwise | × | ○ |", "| pointwise | ○ | ○ |"),
    ("# DenseNet\n\n", "The deeper a layer sits in the block, the more channels it has to read.", "The deeper a layer sits in the block, the fewer channels it has to read."),
    ("# DenseNet\n\n", "遷移層の圧縮率 θ を小さくすると、出力チャネル数は減る。", "遷移層の圧縮率 θ を小さくすると、出力チャネル数は増える。"),
    ("| network | conv layers | FC layers |\n|---|---|---|\n", "| VGG-19 | 16 | 3 |", "| VGG-19 | 19 | 3 |"),
    ("", "DenseNet was published after ResNet.", "DenseNet was published before ResNet."),
    ("", "2012 AlexNet / 2015 ResNet / 2016 DenseNet", "2012 AlexNet / 2015 ResNet / 2013 DenseNet"),
    ("", "θ はチャネル数をどれだけ残すかを決める圧縮係数である。", "θ はブロックの層数を決める圧縮係数である。"),
]  # fmt: skip

SILENT = [
    "# LSTM\n\nThe tanh decides how much passes the gate, and the sigmoid carries the candidate.",
    "## DenseNet\nまず ResNet を復習する。\n\n- 入力を出力に足し合わせる",
    "## DenseNet\nIn ResNet things are simpler:\n\n- The input is added to the output.",
    "# WaveNet\n\nThe skip outputs of all layers are summed before the final 1x1 convolutions.",
    "## The CONV layer\n\nIt has four hyperparameters: number of filters K, their extent F, the stride S, the padding P.\n\nIt has F·F·C weights per filter.",
    "The LSTM of this note uses tanh and sigmoid; WaveNet adds skip connections.",
    "U-Net adds dropout at the end of the contracting path.",
    "In U-Net the loss is summed over all pixels of the map.",
    "U-Net adds a batch norm after every convolution.",
    "The FPN adds a top-down pathway to the backbone.",
    "# WaveNet\n\nThe condition is added inside the gate before the tanh.",
    "# WaveNet\n\n1 層の処理は、dilated conv → gate → 1×1 conv → 残差加算。",
    "GoogLeNet adds auxiliary classifiers to the outputs of two inception modules.",
    "Inceptionモジュールの出力チャネル数は、各枝のチャネル数の和になる。",
    "SENet scales every channel with a weight between 0 and 1; nothing is added or concatenated.",
    "RoPE rotates queries and keys; no positional encoding is added to the embeddings.",
    "Layer 3 of a dense block outputs x3, which is then concatenated with x0, x1 and x2.",
    "# MobileNetV2\n\nThe output of the pointwise expansion is fed into the depthwise layer.",
    "# DenseNet\n\nk0 = 64, k = 32. Layer 3 outputs 32 new channels.",
    "DenseNet は k を小さくしても高い精度が出る。",
    "The depthwise convolution is responsible for spatial filtering, the pointwise convolution for mixing the channels.",
    "The depthwise convolution's job is to process each channel separately.",
    "PyTorch 版の DenseNet (2018) を使う。",
    "MobileNet の α は width multiplier といい、各層のチャネル数を α 倍に細くするハイパーパラメータ。",
]  # fmt: skip


def statuses(text: str, line: int) -> list[str]:
    return [c.verdict.status for c in verify_text(text + "\n").claims if c.line == line]


@pytest.mark.parametrize(("above", "true", "false"), PAIRS)
def test_a_part_is_exchanged(above, true, false):
    line = above.count("\n") + 1
    told = statuses(above + true, line)
    assert "holds" in told
    assert "refuted" not in told
    assert "refuted" in statuses(above + false, line)


@pytest.mark.parametrize("text", SILENT)
def test_nobody_is_accused(text):
    assert [c.reading for c in verify_text(text + "\n").claims if c.verdict.status == "refuted"] == []


def test_the_filters_of_a_convolution_are_no_second_one() -> None:
    note = "# DenseNet\n\n## The dense block\n\nHence a $1 \\times 1$ convolution with $4k$ filters precedes each $3 \\times 3$ one.\n"
    assert not [c.reading for c in verify_text(note).claims if c.verdict.status == "refuted"]


@pytest.mark.parametrize(("order", "status"), [("a 3x3 convolution with k filters, then BN, then ReLU", "refuted"), ("BN, then ReLU, then a 3x3 convolution with k filters", "holds")])
def test_an_order_goes_past_the_filters_that_are_told(order: str, status: str) -> None:
    claims = verify_text(f"# DenseNet\n\n## The dense block\n\nEach layer: {order}.\n").claims
    assert [c.verdict.status for c in claims if c.predicate == "composition"] == [status]
