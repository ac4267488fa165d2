"""True sentences around whose claim stands what leaves its sense open: they are not accused, and plain falsehoods are."""

import pytest
from kenzan.properties.statement import parse
from kenzan.reports.doubts.turns import turned
from kenzan.reports.text.inline import passage
from kenzan.reports.text.segments import Segment
from kenzan.reports.text.sentences import sentences_of
from kenzan.reports.verification import verify_text

TURNED = [
    # heading, a true sentence, a false one of the same make
    ("Pointwise convolution", "A 1x1 kernel gives up any look at the neighbouring pixels.", "A 1x1 kernel looks at the neighbouring pixels."),
    ("受容野", "層を重ねても受容野はそれほど広がらない。", "層を重ねても受容野は広がらない。"),
    ("受容野", "プーリングなしでは、受容野はなかなか広がらない。", "層を重ねても受容野は変わらない。"),
    ("プーリング", "最大値プーリングでは、入力が 1 画素ずれても出力は変化しないことがある。", "最大値プーリングでは、入力がどれだけずれても出力は変化しない。"),
    ("Max pooling", "Max pooling is often invariant to a shift of one pixel.", "Max pooling is invariant to any shift of the image."),
    ("Batch normalization", "Batch norm fails to be independent of the batch at training time.", "Batch norm is independent of the batch at training time."),
    ("バッチ正規化", "学習時と推論時で同じ計算になるとは限らない。", "学習時と推論時で同じ計算になる。"),
    ("Depthwise convolution", "A depthwise convolution lacks any way to look at other channels.", "A depthwise convolution looks at other channels."),
    ("デプスワイズ畳み込み", "各出力は他のチャネルを見ることを犠牲にしている。", "各出力は他のチャネルを見る。"),
    ("Convolution", "$H \\times W \\times C$ values, each multiplied with $K^2 \\cdot M$ weights.", "The layer has $K^2 \\cdot M$ weights."),
    ("Convolution", "A 7x7 kernel on a 5x5 map gives a 3x3 output.", "A 3x3 kernel without padding on a 5x5 map gives a 4x4 output."),
    ("Depthwise separable convolution", "3x3, 64 channels out: the depthwise step makes up 12 % of the multiplications.", "With 3x3 kernels and 64 channels out it needs 50 % of the multiplications of a standard convolution."),
    ("Depthwise separable convolution\n\nKernels of 3x3, 32 output channels.", "誤り率は 5 分の 1 になった。", "計算量は 5 分の 1 になった。"),
    ("Inception", "Each module of GoogLeNet has 6 convolutions.", "GoogLeNet has 6 convolutions."),
]


def statuses(heading: str, sentence: str) -> set[str]:
    return {claim.verdict.status for claim in verify_text(f"## {heading}\n\n{sentence}\n").claims}


@pytest.mark.parametrize(("heading", "true", "false"), TURNED, ids=[row[1][:30] for row in TURNED])
def test_a_turned_sentence_is_not_accused_and_a_plain_falsehood_is(heading: str, true: str, false: str) -> None:
    assert "refuted" not in statuses(heading, true)
    assert "refuted" in statuses(heading, false)


def why(statement: str, sentence: str, claim: str) -> str | None:
    """Why a claim of a sentence, given by its words, is left open."""
    [said] = sentences_of(passage([Segment(sentence, 0)]), 0)
    start = said.text.chars.index(claim)
    return turned(parse(statement), said, start, start + len(claim))


RATIO = "macs_ratio(depthwise_separable_conv2d, to=conv2d"
REASONS = [
    # the statement that failed, the sentence, the claim's words, why it is left open; the like of it that is not
    ("params(conv2d) == K**2", "「畳み込みの重みは 9 個」と覚えている人がいる。", "重みは 9 個", "others say", "畳み込みの重みは 9 個。"),
    ("params(conv2d) == 9", '"A convolution has 9 weights", some students say.', "9 weights", "others say", 'A convolution has "9 weights".'),
    ("used_in(relu, resnet)", "If ResNet had no ReLU, it would be linear.", "ResNet had no ReLU", "supposed", "ResNet has ReLU."),
    ("lineage(resnet, vgg)", "VGG だったら ResNet の元になった。", "VGG だったら", "supposed", "VGG は ResNet の元だ。"),
    ("causal(rnn)", "causal であることは欠点ではない。", "causal", "merit", "causal である。"),
    ("causal(rnn)", "It is no real advantage that it is causal.", "causal", "merit", "It is an advantage that it is causal."),
    ("causal(conv1d)", "The output at t rarely needs later inputs.", "needs later inputs", "rarely", "The output at t needs later inputs."),
    ("not depends_on(conv2d, input=other_position)", "このチャネルだけを見る。", "だけを見る", "one channel", "この画素だけを見る。"),
    ("causal(conv1d)", "The output (of one step, the last) sees it.", "The output (of one step", "bracket", "The output of one step sees it."),
    ("spatial_preserved(batch_norm)", "Batch norm changes the size.", "changes the size", "nobody says", None),
    ("not spatial_preserved(conv2d)", "バッチサイズを変えない。", "を変えない", "the batch", "高さを変えない。"),
    ("structure_count(resnet, part=conv) == 2", "Every block of ResNet has 2 convolutions.", "2 convolutions", "a part", "ResNet has 2 convolutions."),
    ("params(conv2d, kernel_size=3, in_channels=16, out_channels=64) == 144", "There are 64 filters and each filter holds 144 weights.", "144 weights", "one filter", "There are 64 filters and they hold 144 weights."),
    ("params(conv2d, kernel_size=3, in_channels=16, out_channels=64) == 144", "64 枚あり、フィルタ 1 枚の重みは 144 個。", "144 個", "one filter", "64 枚あり、フィルタの重みは 144 個。"),
    (RATIO + ", kernel_size=3, out_channels=64) ~= 0.95", "The pointwise step accounts for 95 % here.", "95 %", "a share", "The separable one needs 95 % here."),
    (RATIO + ", kernel_size=3, out_channels=64) ~= 0.95", "点ごとの段が 95 % を占める。", "95 %", "a share", "点ごとの段は 95 % で済む。"),
    (RATIO + ", kernel_size=3, out_channels=64) ~= 0.2", "The error falls to 20 % here.", "20 %", "something else", "The cost falls to 20 % here."),
    (RATIO + ", kernel_size=3, out_channels=64) ~= 0.59", "It costs 0.59 million products.", "0.59", "so many", "It costs 0.59 of that."),
    ("kernel_shape(conv2d, of=filter) == (3, 3)", "A filter has 3x3 weights.", "3x3", "weights are counted", "A filter is 3x3 wide."),
    ("output_shape(conv2d, height=224, width=224, kernel_size=3) == (7, 7)", "After the last pooling it is 7x7.", "7x7", "last layer", "After the pooling it is 7x7."),
    ("output_size(conv2d, height=224, width=224, kernel_size=3) == 7", "The total stride is 32, hence 7.", "7", "last layer", "The stride is 32, hence 7."),
    ("output_size(conv2d, height=224, width=224, kernel_size=3) == 7", "全体のストライドは 32 なので 7。", "7", "last layer", "ストライドは 32 なので 7。"),
    ("output_shape(conv2d, height=5, width=5, kernel_size=7) == (3, 3)", "7x7 on 5x5 gives 3x3.", "3x3", "does not fit", None),
    ("params(conv2d) == M", "The cost is H W K² C · M here.", "M", "piece", "The cost is M here."),
    ("params(conv2d) == 64", "This is 64 × 9 in all.", "64", "piece", "This is 64 in all."),
    ("params(conv2d) == K**2*M", "A value is multiplied with KKM weights.", "KKM", "factor", "A layer has KKM weights."),
    (RATIO + ") ~= 1/4", "For 3x3 kernels it is 1/4 of that.", "1/4", "one kernel", "For all kernels it is 1/4 of that."),
    ("macs(conv2d) == H*W", "The rows and columns: H W values.", "H W", "no such product", None),
]


@pytest.mark.parametrize(("statement", "sentence", "claim", "reason", "plain"), REASONS, ids=[row[1][:30] for row in REASONS])
def test_why_a_failing_claim_is_left_open(statement: str, sentence: str, claim: str, reason: str, plain: str | None) -> None:
    assert reason in (why(statement, sentence, claim) or "")
    if plain is not None:
        assert why(statement, plain, claim if claim in plain else plain) is None


def test_words_of_another_clause_turn_nothing() -> None:
    assert why("depends_on(pointwise_conv2d, input=other_position)", "It may fail to train, but it looks at neighbours.", "looks at neighbours") is None
    assert why("params(conv2d, kernel_size=3) == 9", "It often has 9 weights.", "9 weights") is None


def test_an_area_is_no_extent() -> None:
    assert "refuted" not in statuses("# Kernels", "A 5x5 kernel covers 25 pixels.")
    assert "refuted" in statuses("# Kernels", "A 5x5 kernel sees a window of 7x7.")
