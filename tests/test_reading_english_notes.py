"""Typical sentences of English notes on sizes, counts and fields: each true one is read, its falsified twin is refuted.

`@@` is where the sentence stands in what is around it; without one it stands below.
"""

import pytest
from kenzan.reports.verification import verify_text

# what is around it, true, its twin
PAIRS = [
    ("Let a map have side n, a filter have width f, the padding be q per side and the stride be t.", "Each filter over C input channels holds f · f · C weights.", "Each filter over C input channels holds f · C weights."),
    ("Kernel size k, padding p, stride s, input n x n.", "The output size is floor((n + 2p - k)/s) + 1.", "The output size is floor((n + 2p - k)/s)."),
    ("# Convolution", "A layer with M filters has (k²C + 1)M parameters, and you should notice that the count does not depend on the height and width of the image.", "A layer with M filters has (k²C + 1)M parameters, and you should notice that the count depends on the height and width of the image."),
    ("# Convolution", "However many filters a conv layer has, its parameter count is independent of the input resolution.", "However many filters a conv layer has, its parameter count depends on the input resolution."),
    ("# Convolution", "Given the kernel size and the channels, the number of weights is the same regardless of the height and width of the input.", "Given the image size and the channels, the number of weights is the same regardless of the kernel size."),
    ("# Convolution", "The stride is a cheap way of saving: going from stride 1 to stride 2 on the same image cuts the number of multiply-adds to roughly a quarter.", "The stride is a cheap way of saving: going from stride 1 to stride 2 on the same image cuts the number of multiply-adds roughly in half."),
    ("# Convolution", "If we move from stride 1 to stride 2 on the same image, the number of multiply-adds drops to about a quarter.", "If we move from stride 1 to stride 2 on the same image, the number of multiply-adds is cut roughly in half."),
    ("# Convolution", "Doubling the stride from 1 to 2 cuts the multiplications of a convolution by a factor of about 4.", "Doubling the stride from 1 to 2 cuts the multiplications of a convolution by a factor of about 2."),
    ("# Convolution", "A conv with stride 2 costs about one quarter of the same conv with stride 1.", "A conv with stride 2 costs about half of the same conv with stride 1."),
    ("# Convolution", "With stride 2 instead of stride 1 the same 3x3 conv needs only 1/4 of the multiply-adds.", "With stride 2 instead of stride 1 the same 3x3 conv needs only 1/2 of the multiply-adds."),
    ("# Convolution", "Using stride 2 rather than stride 1 reduces the computation by a factor of four.", "Using stride 2 rather than stride 1 reduces the computation by a factor of two."),
    ("# Convolution", "Going to stride 3 reduces the multiply-adds to about a ninth.", "Going to stride 3 reduces the multiply-adds to about a third."),
    ("# Convolution", "A conv with stride 2 has a quarter as many output positions, hence a quarter of the cost.", "A conv with stride 2 has half as many output positions, hence half of the cost."),
    ("Output size (input i, kernel k, padding p, stride s): o = floor((i + 2p - k)/s) + 1\n", "For example, i = 7, k = 3, p = 0, s = 2 gives o = 3.", "For example, i = 7, k = 3, p = 0, s = 2 gives o = 4."),
    ("## Upsampling\n\nTransposed convolution:\n\n    n_out = (n - 1) * s - 2p + k\n", "- n = 7, k = 4, s = 2, p = 1 gives 14", "- n = 7, k = 4, s = 2, p = 1 gives 15"),
    ("## Upsampling\n\nTransposed convolution:\n\n    n_out = (n - 1) * s - 2p + k\n", "- n = 14, k = 3, s = 2, p = 1 gives 27", "- n = 14, k = 3, s = 2, p = 1 gives 28"),
    ("## Upsampling\n\nTransposed convolution:\n\n    n_out = (n - 1) * s - 2p + k\n", "- n = 8, k = 2, s = 2, p = 0 gives n_out = 16", "- n = 8, k = 2, s = 2, p = 0 gives n_out = 18"),
    ("## Upsampling\n\nTransposed convolution:\n\n    n_out = (n - 1) * s - 2p + k\n", "- n = 4, k = 5, s = 2, p = 2: n_out = 7", "- n = 4, k = 5, s = 2, p = 2: n_out = 8"),
    ("## Transposed convolution\n\nThe output size is (n - 1)s - 2p + k.\n", "With n = 4, k = 4, s = 2 and p = 1 we get 8.", "With n = 4, k = 4, s = 2 and p = 1 we get 9."),
    ("A 16 × 16 map enters a transposed convolution with stride 2 and padding 1.", "With a 4 × 4 kernel the output is 32 × 32.", "With a 4 × 4 kernel the output is 31 × 31."),
    ("A 16 × 16 map enters a transposed convolution with stride 2 and padding 1.", "With a 3 × 3 kernel the output is 31 × 31.", "With a 3 × 3 kernel the output is 32 × 32."),
    ("## Upsampling", "Transposed conv, k = 2, s = 2, p = 0: 28 x 28 -> 56 x 56", "Transposed conv, k = 2, s = 2, p = 0: 28 x 28 -> 57 x 57"),
    ("## Pooling\nA pooling layer shrinks its input, whereas a transposed convolution enlarges it.\n\nThe output of max pooling has size\n", "$$ n_{out} = \\left\\lfloor \\frac{n - k}{s} \\right\\rfloor + 1 $$", "$$ n_{out} = \\left\\lfloor \\frac{n - k}{s} \\right\\rfloor $$"),
    ("A tiny CNN for 28x28 grayscale digits (all layers have biases).\n\n| Layer | Output shape | Parameters |\n|---|---|---|\n| Input | 28x28x1 | 0 |\n| Conv 3x3, 8 filters, pad 1 | 28x28x8 | @@ |\n| MaxPool 2x2 | 14x14x8 | 0 |\n| Conv 3x3, 16 filters, pad 1 | 14x14x16 | 1,168 |\n| MaxPool 2x2 | 7x7x16 | 0 |\n| Dense 10 | 10 | 7,850 |", "80", "72"),
    ("A tiny CNN for 28x28 grayscale digits (all layers have biases).\n\n| Layer | Output shape | Parameters |\n|---|---|---|\n| Input | 28x28x1 | 0 |\n| Conv 3x3, 8 filters, pad 1 | 28x28x8 | @@ |\n| MaxPool 2x2 | 14x14x8 | 0 |\n| Conv 3x3, 16 filters, pad 1 | 14x14x16 | 1,168 |\n| MaxPool 2x2 | 7x7x16 | 0 |\n| Dense 10 | 10 | 7,850 |", "80", "81"),
    ("A tiny CNN for 28x28 grayscale digits.\n\n| Layer | Output shape | Parameters |\n|---|---|---|\n| Input | 28x28x1 | 0 |\n| Conv 3x3, 8 filters, pad 1 | 28x28x8 | 80 |\n| MaxPool 2x2 | 14x14x8 | 0 |\n| Conv 3x3, 16 filters, pad 1 | 14x14x16 | @@ |\n| MaxPool 2x2 | 7x7x16 | 0 |\n| Dense 10 | 10 | 7,850 |", "1,168", "160"),
    ("A tiny CNN for 28x28 grayscale digits.\n\n| Layer | Output shape | Parameters |\n|---|---|---|\n| Input | 28x28x1 | 0 |\n| Conv 3x3, 8 filters, pad 1 | 28x28x8 | 80 |\n| MaxPool 2x2 | 14x14x8 | 0 |\n| Conv 3x3, 16 filters, pad 1 | 14x14x16 | @@ |\n| MaxPool 2x2 | 7x7x16 | 0 |\n| Dense 10 | 10 | 7,850 |", "1,168", "1,152"),
    ("A tiny CNN for 28x28 grayscale digits.\n\n| Layer | Output shape | Parameters |\n|---|---|---|\n| Input | 28x28x1 | 0 |\n| Conv 3x3, 8 filters, pad 1 | 28x28x8 | 80 |\n| MaxPool 2x2 | 14x14x8 | 0 |\n| Conv 3x3, 16 filters, pad 1 | 14x14x16 | @@ |\n| MaxPool 2x2 | 7x7x16 | 0 |\n| Dense 10 | 10 | 7,850 |", "1,168", "1,160"),
    ("Weights only, no biases.\n\n| stage | kernel | filters | output | weights |\n|---|---|---|---|---|\n| input | | | 64x64x3 | |\n| conv1 | 3x3 | 16 | 64x64x16 | 432 |\n| conv2 | 3x3 | 32 | 64x64x32 | @@ |\n| conv3 | 1x1 | 8 | 64x64x8 | 256 |", "4,608", "4,640"),
    ("Weights only, no biases.\n\n| stage | kernel | filters | output | weights |\n|---|---|---|---|---|\n| input | | | 64x64x3 | |\n| conv1 | 3x3 | 16 | 64x64x16 | 432 |\n| conv2 | 3x3 | 32 | 64x64x32 | @@ |\n| conv3 | 1x1 | 8 | 64x64x8 | 256 |", "4,608", "288"),
    ("Weights only, no biases.\n\n| stage | kernel | filters | output | weights |\n|---|---|---|---|---|\n| input | | | 64x64x3 | |\n| conv1 | 3x3 | 16 | 64x64x16 | 432 |\n| conv2 | 3x3 | 32 | 64x64x32 | @@ |\n| conv3 | 1x1 | 8 | 64x64x8 | 256 |", "4,608", "4,860"),
    ("| Layer | Kernel | Stride | Output | #Params |\n|---|---|---|---|---|\n| Input | - | - | 32x32x3 | 0 |\n| Conv1 | 5x5, 32 filters | 1 (same) | 32x32x32 | 2,432 |\n| Pool1 | 2x2 | 2 | 16x16x32 | 0 |\n| Conv2 | 5x5, 64 filters | 1 (same) | 16x16x64 | @@ |\n| Pool2 | 2x2 | 2 | 8x8x64 | 0 |\n| FC1 | 512 units | | 512 | 2,097,664 |", "51,264", "1,664"),
    ("| Layer | Kernel | Stride | Output | #Params |\n|---|---|---|---|---|\n| Input | - | - | 32x32x3 | 0 |\n| Conv1 | 5x5, 32 filters | 1 (same) | 32x32x32 | 2,432 |\n| Pool1 | 2x2 | 2 | 16x16x32 | 0 |\n| Conv2 | 5x5, 64 filters | 1 (same) | 16x16x64 | @@ |\n| Pool2 | 2x2 | 2 | 8x8x64 | 0 |\n| FC1 | 512 units | | 512 | 2,097,664 |", "51,264", "51,232"),
    ("| Layer | Output | Params |\n|---|---|---|\n| Input | 227x227x3 | 0 |\n| Conv 11x11, 96 filters, stride 4 | 55x55x96 | 34,944 |\n| Max pool 3x3, stride 2 | 27x27x96 | 0 |\n| Conv 5x5, 256 filters, pad 2 | 27x27x256 | @@ |\n| Max pool 3x3, stride 2 | 13x13x256 | 0 |\n| Conv 3x3, 384 filters, pad 1 | 13x13x384 | 885,120 |", "307,456", "6,656"),
    ("| Layer | Output | Params |\n|---|---|---|\n| Input | 227x227x3 | 0 |\n| Conv 11x11, 96 filters, stride 4 | 55x55x96 | 34,944 |\n| Max pool 3x3, stride 2 | 27x27x96 | 0 |\n| Conv 5x5, 256 filters, pad 2 | 27x27x256 | @@ |\n| Max pool 3x3, stride 2 | 13x13x256 | 0 |\n| Conv 3x3, 384 filters, pad 1 | 13x13x384 | 885,120 |", "307,456", "614,400"),
    ("## Bottleneck", "The bottleneck block 1x1 (256 -> 64), 3x3 (64 -> 64), 1x1 (64 -> 256) has 69,632 weights without biases.", "The bottleneck block 1x1 (256 -> 64), 3x3 (64 -> 64), 1x1 (64 -> 256) has 96,632 weights without biases."),
    ("## Bottleneck", "A bottleneck on 512 channels (1x1 to 128, 3x3 on 128, 1x1 back to 512) has 278,528 weights.", "A bottleneck on 512 channels (1x1 to 128, 3x3 on 128, 1x1 back to 512) has 270,336 weights."),
    ("Two ways to see 128 channels (no biases):\n\n| design | convs | weights |\n|---|---|---|\n| plain | 3x3, 128 → 3x3, 128 | 294,912 |\n| bottleneck | 1x1, 32 → 3x3, 32 → 1x1, 128 | @@ |", "17,408", "17,804"),
    ("## Blocks", "On 64 channels, a basic block (3x3, 64, then 3x3, 64) has 73,728 weights.", "On 64 channels, a basic block (3x3, 64, then 3x3, 64) has 36,864 weights."),
    ("At 256 channels (no bias):\n\n| variant | weights | multiply-adds at 14x14 |\n|---|---|---|\n| two 3x3 convs | 1,179,648 | 231,211,008 |\n| bottleneck | 69,632 | 13,647,872 |\n| separable | 135,680 | 26,593,280 |\n", "The bottleneck needs about 17 times fewer weights than two 3x3 convs.", "The bottleneck needs about 10 times fewer weights than two 3x3 convs."),
    ("| kernel | weights |\n|---|---|\n| one 7x7, 64 channels | 200,704 |\n| three 3x3, 64 channels | 110,592 |\n", "The large kernel costs about 1.8 times as many weights.", "The large kernel costs about 2.8 times as many weights."),
    ("## Receptive field", "- conv 5x5, pool 2x2/2, conv 5x5 -> receptive field 5, 6, 14", "- conv 5x5, pool 2x2/2, conv 5x5 -> receptive field 5, 6, 10"),
    ("## Receptive field", "The receptive fields after 3x3, 3x3, 3x3 (all stride 1) are 3, 5, 7.", "The receptive fields after 3x3, 3x3, 3x3 (all stride 1) are 3, 6, 9."),
    ("## Receptive field", "- 7x7 conv stride 2, 3x3 pool stride 2, 3x3 conv: r = 7, 11, 19", "- 7x7 conv stride 2, 3x3 pool stride 2, 3x3 conv: r = 7, 9, 11"),
    ("## Receptive field", "With kernel size 2 and dilations 1, 2, 4, the receptive field grows as 2, 4, 8.", "With kernel size 2 and dilations 1, 2, 4, the receptive field grows as 2, 4, 6."),
    ("## Receptive field", "Three 3x3 convs with stride 2: r = 3, 7, 15", "Three 3x3 convs with stride 2: r = 3, 5, 7"),
    ("## Receptive fields\nTake a 3 × 3 convolution, then 2 × 2 max pooling with stride 2, then another 3 × 3 convolution.", "The final units have a receptive field of 8 × 8.", "The final units have a receptive field of 7 × 7."),
    ("## Receptive fields\nConsider two 5 × 5 convolutions with stride 1, followed by a 3 × 3 convolution.", "A unit of the last layer sees an 11 × 11 patch.", "A unit of the last layer sees a 13 × 13 patch."),
    ("## Receptive fields\nA network starts with a 7 × 7 convolution with stride 2, followed by 3 × 3 max pooling with stride 2.", "A neuron after the pooling looks at an 11 × 11 region of the image.", "A neuron after the pooling looks at a 9 × 9 region of the image."),
    ("## Receptive fields\nSuppose a 3 x 3 conv with stride 2 is followed by two 3 x 3 convs with stride 1.", "Each output value depends on an 11 x 11 window of the input.", "Each output value depends on a 7 x 7 window of the input."),
    ("## Questions\n\nQ: Two stacked 3x3 convs see 5x5. What does a third 3x3 layer make of the receptive field?", "A: It becomes 7x7.", "A: It becomes 9x9."),
    ("Q: How large is the receptive field of four stacked 3x3 convolutions with stride 1?", "A: 9x9", "A: 12x12"),
    ("Q. Causal convs with filter size 2 and dilations 1, 2, 4, 8. Receptive field?", "A. 16 samples", "A. 15 samples"),
    ("Q: How many 3x3 layers (stride 1) do you need to see an 11x11 area?", "A: 5", "A: 4"),
    ("## Receptive fields\n\nThe field r and the spacing j between neighbouring units are updated layer by layer (kernel k, stride s):\n", "- the field becomes r + (k - 1) * j", "- the field becomes r + (k - 1) * s"),
    ("**Q7.** Four 3 × 3 layers with stride 1 see 9 × 9. What is the receptive field after a fifth 3 × 3 layer?", "*Answer.* It is 11 × 11.", "*Answer.* It is 13 × 13."),
    ("**Exercise 2.** What is the receptive field of two 5 × 5 convolutions with stride 1?", "*Solution.* 9 × 9.", "*Solution.* 10 × 10."),
    ("## DenseNet\nA transition layer with compression 0.5 halves the channels and pools 2x2.", "So 32 x 32 x 512 becomes 16 x 16 x 256.", "So 32 x 32 x 512 becomes 16 x 16 x 512."),
    ("## DenseNet\nA transition layer with compression 0.5 halves the channels and pools 2x2.", "A 28 x 28 x 512 map leaves the transition as 14 x 14 x 256.", "A 28 x 28 x 512 map leaves the transition as 28 x 28 x 256."),
    ("Transition (compression 0.5): 1x1 conv, then 2x2 average pooling, stride 2.", "28x28x400 -> 14x14x200", "28x28x400 -> 14x14x400"),
    ("## Small filters", "Two 3x3 layers cost 18c^2 weights while one 5x5 layer costs 25c^2.", "Two 3x3 layers cost 9c^2 weights while one 5x5 layer costs 25c^2."),
    ("## Small filters", "One 7x7 conv has 49c^2 weights; three 3x3 convs have 27c^2.", "One 7x7 conv has 49c^2 weights; three 3x3 convs have 9c^2."),
    ("## Small filters", "Weights (c channels): 5x5: 25c^2, two 3x3: 18c^2", "Weights (c channels): 5x5: 25c^2, two 3x3: 9c^2"),
    ("## Output", "The depth of the output equals the number of filters, whatever the depth of the input.", "The depth of the output equals the depth of the input, whatever the number of filters."),
    ("## Output", "The number of output channels is the number of filters.", "The number of output channels is the number of input channels."),
]

TRUE = [  # without a twin that is caught
    ("The image is n × n, the kernels have side k, the padding equals p and the stride equals s.", "The output size is floor((n + 2p - k)/s) + 1."),
    ("# Convolution", "With 64 filters the number of weights is fixed and does not depend on the image size."),
    ("To go back up we may use a transposed convolution, for which the rule is turned round:\n", "$$ n_{out} = (n - 1)s - 2p + k. $$"),
    ("A transposed convolution enlarges its input. With input size n, kernel k, stride s and padding p its output has size\n", "(n - 1)s - 2p + k"),
    ("## Upsampling", "A transposed convolution with k = 4, s = 2 and p = 1 exactly doubles the size: n = 16 becomes 32."),
    ("## Transposed convolution\n\nIts output size is\n", "$$ n_{out} = (n - 1) s + k - 2p $$"),
    ("## Upsampling\n\nTransposed convolution:\n", "n_out = (n - 1) * s - 2p + k"),
    ("LeNet-5 as in the paper (each map of C3 sees only some of the maps below):\n\n| Layer | Output | Params |\n|---|---|---|\n| Input | 32x32x1 | 0 |\n| C1: conv 5x5, 6 filters | 28x28x6 | 156 |\n| S2: pool 2x2 | 14x14x6 | 0 |\n| C3: conv 5x5, 16 filters | 10x10x16 | @@ |\n| F5: FC 120 | 120 | 48,120 |", "1,516"),
    ("AlexNet, two groups in conv2.\n\n| Layer | Output | Params |\n|---|---|---|\n| Input | 227x227x3 | 0 |\n| Conv 11x11, 96 filters, stride 4 | 55x55x96 | 34,944 |\n| Max pool 3x3, stride 2 | 27x27x96 | 0 |\n| Conv 5x5, 256 filters, pad 2 | 27x27x256 | @@ |", "307,456"),
    ("| Layer | Output | Params |\n|---|---|---|\n| Input | 227x227x3 | 0 |\n| Conv 11x11, 96 filters, stride 4 | 55x55x96 | 34,944 |\n| Max pool 3x3, stride 2 | 27x27x96 | 0 |\n| Conv 5x5, 256 filters, pad 2 | 27x27x256 | @@ |\n| Max pool 3x3, stride 2 | 13x13x256 | 0 |\n| Conv 3x3, 384 filters, pad 1 | 13x13x384 | 885,120 |", "614,656"),
    ("## Blocks", "In the bottleneck 1x1 (256 -> 64), 3x3 (64 -> 64), 1x1 (64 -> 256) the middle convolution has 36,864 weights."),
    ("## Blocks", "In the bottleneck 1x1 (256 -> 64), 3x3 (64 -> 64), 1x1 (64 -> 256), only 16,384 weights belong to the first layer."),
    ("## Blocks", "With batch norm the block 1x1 (256 -> 64), 3x3 (64 -> 64), 1x1 (64 -> 256) has 70,400 parameters."),
    ("| kernel | weights |\n|---|---|\n| one 7x7, 64 channels | 200,704 |\n| three 3x3, 64 channels | 110,592 |\n", "So the stack needs about 45% fewer weights."),
    ("## Small filters", "With C channels throughout they use 27C² weights, against 49C² for a single 7 × 7 layer, if three 3 × 3 layers are stacked."),
    ("## Small filters", "Three stacked 3x3 convolutions need 3 * 9C^2 = 27C^2 weights versus 49C^2 for one 7x7."),
    ("## Output", "A conv layer with 64 filters produces 64 feature maps, no matter how many channels come in."),
    ("A 32 × 32 image goes through a 5 × 5 convolution without padding, stride 1.", "The result is 32 - 5 + 1 = 28 pixels wide."),
    ("A 64 × 64 image goes through a 7 × 7 convolution with stride 2 and padding 3.", "The result is (64 + 6 - 7)/2 + 1 = 32 pixels wide after rounding down."),
]


def claims_of(around, said):
    text = around.replace("@@", said) if "@@" in around else f"{around}\n{said}".lstrip("\n")
    first = text[: text.index(said)].count("\n") + 1
    claims = verify_text(text + "\n").claims
    return claims, [c.verdict.status for c in claims if c.line == first]


@pytest.mark.parametrize(("around", "true", "false"), PAIRS)
def test_a_true_sentence_is_read_and_its_twin_refuted(around, true, false):
    claims, here = claims_of(around, true)
    assert here
    assert "refuted" not in [c.verdict.status for c in claims]
    assert "refuted" in claims_of(around, false)[1]


@pytest.mark.parametrize(("around", "true"), TRUE)
def test_a_true_sentence_accuses_nobody(around, true):
    claims, here = claims_of(around, true)
    assert here
    assert "refuted" not in [c.verdict.status for c in claims]
