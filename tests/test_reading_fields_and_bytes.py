"""How far layers see, told in numbers, letters and durations, and how many bytes things take: one right, one wrong."""

import pytest
from kenzan.reports.verification import verify_text

RUNS = "WaveNet takes $k=2$ and dilations 1, 2, 4, up to 512. One such run of ten layers sees 1,024 samples. "
QUEUE = "# WaveNet\n\nFilters have two taps. The usual cure is a queue in every layer. "
WIDTHS = "## 因果的な畳み込み\n\n幅 $r$ のカーネルを当てる。間隔(dilation)を $\\delta$ と書く。"
STEPS = "Receptive fields: stride 1, 3×3 kernels, dilations 1, 2, 4. You end up with 15×15. "
RECURSION = "Receptive fields: $r_\\ell = r_{{\\ell-1}} + {}\\, d_\\ell\\, j_{{\\ell-1}}$ where $k_\\ell$ is the kernel size."
ALEXNET = "AlexNet opens with a big stride:\n\n| layer | $r$ |\n|---|---|\n| conv1 | 11 |\n| pool1 | 19 |\n| conv2 | 51 |\n| pool2 | {} |"

PAIRS = [  # a text, a value of it that is right, one that is wrong
    (RUNS + "Repeat the run three times and you are looking back over {} of them.", "3,070", "3,072"),
    ("With our two-tap filters, dilations go 1, 2, 4, ..., 512. Ten layers cover 1,024 samples. Three stacks of ten bring us to {}.", "3,070", "3,072"),
    ("カーネルサイズ2で dilation を 1, 2, 4, …, 512 と倍にする。\n\n- この10層の組を3回繰り返すと受容野は {}", "3070", "3072"),
    ("Dilations go 1, 2, 4, 8 at kernel size 3: the field is 31. Two such blocks see {} samples.", "61", "62"),
    ("## 受容野\n\n1. $r=3$、$\\delta=1,3,9$ の3層で受容野はいくつか。(答:{})", "27", "26"),
    ("## 受容野\n\n1. $r=3$、$\\delta=1,3,9$ の3層で受容野はいくつか。(答:27)\n2. 同じ受容野を間隔1だけで得るには何層必要か。(答:{}層)", "13", "26"),
    (STEPS + "Append a layer with dilation 8 and it's {}.", "31×31", "33×33"),
    ("Two 3x3 layers see a 5x5 patch. One more, {}.", "7x7", "9x9"),
    ("3×3 を2層重ねると受容野は 5×5。もう1層足すと {} になる。", "7×7", "9×9"),
    ("## VGG\n\n3×3 の話\n\n- 2枚重ねると5×5と同じ範囲が見える\n- 3枚で{}", "7×7", "9×9"),
    (RECURSION, "(k_\\ell - 1)", "k_\\ell"),
    ("Receptive fields: $r_\\ell = r_{{\\ell-1}} + (k_\\ell - 1) j_{{\\ell-1}}$ and $j_\\ell = {}$.", "j_{\\ell-1} s_\\ell", "j_{\\ell-1} + s_\\ell"),
    (ALEXNET, "67", "83"),
    ("With two-tap filters at 16 kHz, you need {} layers with doubling dilations to cover one second.", "14", "13"),
    (WIDTHS + "左に ${}$ 個のゼロを足せば、どの出力も自分より右の入力に触れません。", "(r-1)\\delta", "r\\delta"),
    ("A layer has width `w` and dilation `d`. If you don't pad, every layer eats `{}` samples from the front.", "(w-1)*d", "w*d"),
    (QUEUE + "A layer of width 2 with dilation 512 has to keep {} vectors.", "512", "1024"),
    ("The output is [110x110x96], that is 1,161,600 neurons. At four bytes a number, storing it takes about {}.", "4.6 MB", "1.2 MB"),
    ("出力は 112×112×64。float32 なら {} になる。", "3.2 MB", "0.8 MB"),
    ('im2col: for a $3\\times 3$ layer with stride 1 and "same" padding the input is inflated {}.', "ninefold", "fourfold"),
    ("Storing the maps in fp16 instead of fp32 {} the memory.", "halves", "doubles"),
    ("int8 にすると float32 に比べてメモリは {} になる。", "4 分の 1", "半分"),
]

HELD = [  # sentences that hold and accuse nobody
    "Input is a 224x224 RGB crop. The crop itself is 150,528 bytes.",
    "It takes 112x112x32 in and puts out 64 channels.\n\nIt reads 401,408 bytes and writes 802,816, so we need about 1.15 MiB at once.",
    "VGG-16 has 138 M parameters, or 553 MB in the fp32 file.",
    "64 planes of $112\\times 112$ in single precision occupy about 3.2 MB; their 3x3 patch matrix takes about 28.9 MB.",
    "## 演習\n\n1. 112×112×64 の出力は float32 で何バイトか。→ 3,211,264 バイト。バッチ32なら 98 MiB",
    "# WaveNet\n\nSampling is the opposite story: $x_{t+1}$ has to be drawn before the step after it can start.",
    "# WaveNet\n\n$r=2$ で間隔を1から512まで倍々にした10層なら、受容野は、右辺の和が1,023ですから $R = 1024$。",
    "At 16 kHz, a receptive field of 1,024 samples is 64 ms.",
    "If the batch is doubled, the feature maps double and the weights don't.",
    "As long as the dilations have no common factor, every pixel inside the receptive field is reached. Take 1, 2, 3 with three taps: the field is 13.",
]


@pytest.mark.parametrize(("text", "right", "wrong"), PAIRS)
def test_a_right_value_holds_and_a_wrong_one_is_refuted(text: str, right: str, wrong: str) -> None:
    true, false = verify_text(text.format(right)).claims, verify_text(text.format(wrong)).claims
    assert any(c.verdict.status == "holds" for c in true), [c.reading for c in true]
    assert not [c.reading for c in true if c.verdict.status == "refuted"]
    assert [c.reading for c in false if c.verdict.status == "refuted"]


@pytest.mark.parametrize("text", HELD)
def test_what_is_right_is_read_and_not_refuted(text: str) -> None:
    claims = verify_text(text).claims
    assert claims
    assert not [c.reading for c in claims if c.verdict.status == "refuted"]
