"""Verdicts on single questions: two right, none right, what cannot be decided, conventions that save a key."""

import pytest
from kenzan.reports.exams.exam import read_exam
from kenzan.reports.exams.verdicts import judge


def verdict(stem, *options, answer=None):
    lines = [f"1. {stem}", *(f"   {label}. {text}" for label, text in zip("ABCDEF", options, strict=False))]
    key = [f"\n   Answer: {answer}"] if answer else []
    [item] = read_exam("\n".join([*lines, *key]) + "\n", ".md")
    return judge(item)


SIZE = "What is the side of the output of a 20x20 input through a 3x3 convolution with stride 1 and no padding?"
DEPTHWISE = "The cost of a depthwise convolution is ____."


@pytest.mark.parametrize(
    ("stem", "options", "key", "right"),
    [
        (SIZE, ("18", "18 x 18", "20"), "A", ("A", "B")),
        (DEPTHWISE, (r"$H \times W \times C \times K^2$", r"$K^2 \times C \times H \times W$", "$H W C M$"), "A", ("A", "B")),
        ("バッチサイズに依存しない正規化はどれか。", ("Batch Norm", "Layer Norm", "Instance Norm"), "B", ("B", "C")),
    ],
)
def test_two_right_answers_are_found(stem, options, key, right):
    judged = verdict(stem, *options, answer=key)
    assert (judged.verdict, judged.right) == ("two right", right), judged.why


@pytest.mark.parametrize(
    ("stem", "options", "key"),
    [
        (SIZE, ("17", "19", "22"), "A"),
        (DEPTHWISE, (r"$H \times W \times C \times M$", r"$H \times W \times K^2$"), "B"),
        ("カーネルサイズ3の畳み込み層を4層重ねたときの受容野はいくつか。", ("7", "11", "12"), "A"),
    ],
)
def test_none_right_is_found_and_the_measured_value_told(stem, options, key):
    judged = verdict(stem, *options, answer=key)
    assert judged.verdict == "none right", judged.why
    assert judged.counterexample is not None


def test_the_measured_value_is_told():
    assert "the reference gives 18" in verdict(SIZE, "17", "19", answer="A").why
    assert verdict(SIZE, answer="17").verdict == "key wrong"
    assert verdict(SIZE, answer="18").verdict == "key right"


@pytest.mark.parametrize("key", ["648", "660"])
def test_a_convention_left_open_saves_the_key(key):
    stem = "How many parameters does a 3x3 convolution with 6 input channels and 12 output channels have?"
    assert verdict(stem, answer=key).verdict == "key right"
    assert verdict(stem, "648", "660", "72", answer="AB"[key == "660"]).verdict == "key right"
    assert verdict(stem, "648", "660", "72", answer="C").verdict == "key wrong"


def test_a_stated_convention_does_not():
    stem = "How many parameters does a 3x3 convolution with 6 input channels and 12 output channels have, without biases?"
    assert verdict(stem, "648", "660", answer="B").verdict == "key wrong"


@pytest.mark.parametrize(
    ("stem", "options", "key"),
    [
        ("Which optimiser is the most popular?", ("SGD", "Adam"), "A"),
        ("Who proposed batch normalisation?", ("Ioffe and Szegedy", "He"), "A"),
        ("次のうち最も新しい論文はどれか。", ("A1", "B1"), "A"),
        ("What is the capital of France?", ("Paris", "Rome"), "B"),
        ("How many layers does the network on slide 7 have?", ("3", "4"), "A"),
        ("How many parameters does the network have?", ("1,000", "2,000"), "B"),
    ],
)
def test_what_cannot_be_decided_is_not_guessed(stem, options, key):
    assert verdict(stem, *options, answer=key).verdict == "not decidable"


def test_a_stem_that_asks_for_the_wrong_statement():
    options = ("Layer norm does not depend on the batch size.", "Batch norm does not depend on the batch size.")
    asked = "Which of the following statements is NOT true?"
    assert verdict(asked, *options, answer="B").verdict == "key right"
    assert verdict(asked, *options, answer="A").verdict == "key wrong"
    assert verdict("Which of the following statements is true?", *options, answer="A").verdict == "key right"


def test_none_of_the_above():
    assert verdict(SIZE, "17", "19", "none of the above", answer="C").verdict == "key right"
    judged = verdict(SIZE, "17", "18", "none of the above", answer="C")
    assert (judged.verdict, judged.right) == ("key wrong", ("B",))


def test_several_right_answers():
    stem = "Select all that apply: which statements are true?"
    options = ("Max pooling has no parameters.", "A dense block adds its inputs.", "Layer norm does not depend on the batch size.")
    assert verdict(stem, *options, answer="A, C").verdict == "key right"
    assert verdict(stem, *options, answer="A, B").verdict == "key wrong"
    assert verdict(stem, *options, answer="A").verdict == "key wrong"


def test_without_a_key_the_right_option_is_named():
    judged = verdict(SIZE, "17", "18", "20")
    assert (judged.verdict, judged.right, judged.alarm) == ("no key", ("B",), False)


@pytest.mark.parametrize(("answer", "expected"), [("True", "key wrong"), ("False", "key right")])
def test_true_or_false(answer, expected):
    claims = ("A dense block adds the outputs of its layers.", "The receptive field of 3 convolution layers with kernel size 3 is 9.",
              "A max pooling layer has learnable parameters.")  # fmt: skip
    for claim in claims:
        assert verdict(f"True or false: {claim}", answer=answer).verdict == expected, claim


@pytest.mark.parametrize(
    ("stem", "options", "key"),
    [
        ("Two 3x3 convolutions without padding are applied to a 12x12 map. What is the size of the output?", ("8x8", "10x10"), "A"),
        ("入力 20×20、カーネル 3×3、出力 18×18 のとき、パディングはいくつか。", ("0", "1"), "A"),
        ("5x5の畳み込み1層と同じ受容野を3x3の畳み込みで得るには何層必要か。", ("2", "3"), "A"),
        ("What padding keeps the size of the map for a 7x7 convolution with stride 1?", ("1", "3"), "B"),
        ("A layer has 8 filters of size 3x3x4. How many parameters per filter (with bias)?", ("37", "36"), "A"),
        ("Causal layers of kernel size 2 have dilations 1, 2, 4, ..., 64. What is their receptive field?", ("14", "128"), "B"),
    ],
)  # fmt: skip
def test_questions_that_one_measurement_does_not_answer_raise_no_alarm(stem, options, key):
    assert not verdict(stem, *options, answer=key).alarm
