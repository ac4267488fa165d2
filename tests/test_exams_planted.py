"""Given exams in three formats: a planted wrong key is found wherever it is, and a correct exam raises no alarm."""

import functools
import json
import re
from xml.sax.saxutils import escape

import pytest
from kenzan.reports.cli import main
from kenzan.reports.exams.exam import read_exam
from kenzan.reports.exams.verdicts import judge

ENGLISH = (
    ("What is the side of the output when a 30x30 image passes through a 7x7 convolution with stride 1 and no padding?",
     ("22", "24", "26", "30"), 1, 0),
    ("How many weights does a 3x3 convolution with 8 input channels and 20 filters have, biases included?",
     ("1440", "1460", "180", "200"), 1, 0),
    ("Which of the following is the cost of a depthwise convolution in multiply-accumulates?",
     (r"$H \times W \times C \times M$", r"$H \times W \times C \times K^2 \times M$", r"$H \times W \times C \times K^2$"), 2, 1),
    ("Which normalisation is independent of the batch size?", ("Batch normalisation", "Layer normalisation"), 1, 0),
    ("How does a residual block combine its input with what it computes?", ("By concatenation", "By addition"), 1, 0),
    ("Over which axes does batch normalisation take its mean and variance?", ("C, H, W", "H, W", "N, H, W"), 2, 1),
    ("What is the receptive field of a stack of 3 dilated causal convolutions with kernel size 2 and dilations 1, 2, 4?",
     ("6", "7", "8", "9"), 2, 1),
    ("Relative to a standard convolution, the cost of a depthwise separable convolution is ____.",
     ("$1/C + 1/K^2$", "$1/M + 1/K^2$", "$1/M + 1/K$"), 1, 2),
    ("A dense block with growth rate 16 starts from 32 channels. How many channels are there after 4 layers?",
     ("64", "80", "96", "128"), 2, 0),
    ("Which statement about WaveNet is correct?",
     ("An output depends on future samples.", "During training all time steps can be computed in parallel.",
      "Samples are generated in parallel."), 1, 0),
)  # fmt: skip
JAPANESE = (
    ("40×40 の画像に 5×5 のフィルタをストライド1、パディングなしで畳み込むと、出力の一辺はいくつになるか。", ("34", "36", "38"), 1, 0),
    ("入力 6 チャネル、出力 12 チャネルの 3×3 畳み込み層のパラメータ数はいくつか。ただしバイアスは含めない。", ("648", "660", "108"), 0, 2),
    ("Pointwise Convolution の計算量として正しいものはどれか。",
     (r"$H \times W \times C \times M$", r"$H \times W \times C \times K^2$", r"$H \times W \times K^2 \times M$"), 0, 1),
    ("バッチサイズに依存する正規化はどれか。", ("Batch Norm", "Layer Norm", "Instance Norm"), 0, 1),
    ("Dense Block について正しいものを選べ。",
     ("各層の出力は入力に連結される。", "各層の出力は入力に足し合わされる。"), 0, 1),
    ("Layer Norm の平均と分散は（　）についてとる。", ("N, H, W", "C, H, W"), 1, 0),
    ("カーネルサイズ 5 の畳み込み層を 2 層重ねたときの受容野はいくつか。", ("7", "9", "10", "25"), 1, 2),
    ("通常の畳み込みに対する Depthwise Separable Convolution の計算量の比は（　）である。",
     ("$1/M + 1/K^2$", "$1/M + 1/K$"), 0, 1),
    ("成長率 8、入力 16 チャネルの Dense Block を 3 層通した後のチャネル数はいくつか。", ("24", "32", "40", "48"), 2, 3),
    ("WaveNet について誤っているものはどれか。",
     ("出力は未来の入力に依存しない。", "生成時はすべての時刻を並列に計算できる。", "学習時はすべての時刻を並列に計算できる。"), 1, 0),
)  # fmt: skip


def planted(exam, at):
    """The exam as (stem, options, key); question `at` (from 0) has its wrong key, None plants nothing."""
    return [(stem, options, wrong if i == at else right) for i, (stem, options, right, wrong) in enumerate(exam)]


def markdown_answers(questions):
    """Options with capitals, the answer below each question."""
    parts = ["# Exam\n"]
    for number, (stem, options, key) in enumerate(questions, 1):
        listed = "\n".join(f"   {'ABCD'[i]}. {text}" for i, text in enumerate(options))
        parts.append(f"{number}. {stem}\n{listed}\n\n   Answer: {'ABCD'[key]}\n")
    return "\n".join(parts)


def markdown_boxes(questions):
    return "\n".join(
        f"### 問{number}\n{stem}\n\n" + "".join(f"- [{'x' if i == key else ' '}] {text}\n" for i, text in enumerate(options))
        for number, (stem, options, key) in enumerate(questions, 1)
    )


def markdown_key_list(questions):
    """Kana labels, and the key at the end."""
    body = "\n".join(
        f"問{number} {stem}\n\n" + "".join(f"({'あいうえ'[i]}) {text}\n" for i, text in enumerate(options))
        for number, (stem, options, key) in enumerate(questions, 1)
    )
    return body + "\n## 解答\n\n" + "\n".join(f"- 問{n}: ({'あいうえ'[key]})" for n, (_, _, key) in enumerate(questions, 1)) + "\n"


def markdown_bold(questions):
    return "\n".join(
        f"**Q{number}.** {stem}\n\n" + "".join(f"{i + 1}) {f'**{text}**' if i == key else text}\n" for i, text in enumerate(options))
        for number, (stem, options, key) in enumerate(questions, 1)
    )


def safe(text):
    """GIFT's own characters escaped."""
    return re.sub(r"([\\~=#{}:])", r"\\\1", text)


def gift(questions):
    return "\n".join(
        f"::Q{number}:: {safe(stem)} {{\n" + "".join(f"  {'=' if i == key else '~'}{safe(t)}#remark\n" for i, t in enumerate(options)) + "}\n"
        for number, (stem, options, key) in enumerate(questions, 1)
    )


def moodle(questions):
    asked = "".join(
        f'<question type="multichoice"><name><text>Q{number}</text></name>\n'
        f'<questiontext format="html"><text><![CDATA[<p>{stem}</p>]]></text></questiontext><single>true</single>\n'
        + "".join(f'<answer fraction="{100 if i == key else -33.33333}"><text>{escape(t)}</text></answer>\n' for i, t in enumerate(options))
        + "</question>\n"
        for number, (stem, options, key) in enumerate(questions, 1)
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n{asked}</quiz>\n'


FORMATS = {
    "answers": (markdown_answers, ".md"), "boxes": (markdown_boxes, ".md"), "list": (markdown_key_list, ".md"),
    "bold": (markdown_bold, ".md"), "gift": (gift, ".gift"), "xml": (moodle, ".xml"),
}  # fmt: skip


judged_once = functools.cache(judge)  # all but one of an exam's questions are the same wherever a wrong key is planted


def verdicts(questions, form):
    write, suffix = FORMATS[form]
    items = read_exam(write(questions), suffix)
    assert len(items) == len(questions)
    return [judged_once(item) for item in items]


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("exam", [ENGLISH, JAPANESE], ids=["en", "ja"])
def test_a_correct_exam_raises_no_alarm_and_is_decided(exam, form):
    judged = verdicts(planted(exam, None), form)
    assert [one.verdict for one in judged] == ["key right"] * len(exam), [one.why for one in judged]


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("exam", [ENGLISH, JAPANESE], ids=["en", "ja"])
def test_a_planted_key_is_found_wherever_it_is(exam, form):
    for at in range(len(exam)) if form == "answers" else (2, 9):  # the formats differ in parsing alone
        judged = verdicts(planted(exam, at), form)
        assert [i for i, one in enumerate(judged) if one.alarm] == [at], [one.why for one in judged]
        assert judged[at].verdict == "key wrong"
        options = judged[at].item.options
        assert judged[at].right == (options[exam[at][2]].label,), judged[at].why


@pytest.mark.parametrize("form", ["answers", "gift", "xml"])
def test_the_command_line_names_file_line_and_right_option(form, tmp_path, capfd):
    write, suffix = FORMATS[form]
    path = tmp_path / f"exam{suffix}"
    exam = ENGLISH[1:4]  # each call decides it anew, in a process of its own
    path.write_text(write(planted(exam, 1)), encoding="utf-8")
    assert main(["certify", str(path)]) == 1
    out = capfd.readouterr().out
    line = next(n for n, text in enumerate(path.read_text("utf-8").splitlines(), 1) if "cost of a depthwise convolution" in text)
    assert f"exam{suffix}:{line}  key wrong" in out
    assert "B is refuted" in out
    assert "C is right" in out
    assert main(["certify", str(path), "--format", "json"]) == 1
    document = json.loads(capfd.readouterr().out)
    wrong = [q for q in document["exams"][0]["questions"] if q["verdict"] == "key wrong"]
    assert [(q["line"], q["key"], q["right"]) for q in wrong] == [(line, ["B"], ["C"])]
    assert wrong[0]["counterexample"]["measured"] != wrong[0]["counterexample"]["claimed"]
    path.write_text(write(planted(exam, None)), encoding="utf-8")
    assert main(["certify", str(path)]) == 0
