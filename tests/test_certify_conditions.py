"""What a question says and what its route measures: conditions, units, languages, leaks; each defect by its own gate."""

import re
import runpy
from pathlib import Path

import pytest
from kenzan.questions.certify import certify
from kenzan.questions.conditions import told
from kenzan.questions.loading import load, parse
from kenzan.reference.errors import InputError

_CONTROLS = runpy.run_path(str(Path(__file__).with_name("test_certify_battery.py")))["CONTROLS"]
CHOICE, ERROR, TYPED, WORDS = (_CONTROLS[name] for name in ("choice", "error", "typed", "words"))


def _with(text, *pairs):
    for old, new in pairs:
        assert old in text, "the defect is seeded where there is something to spoil"
        text = text.replace(old, new)
    return text


def _route(value, route, steps):
    """The typed control with another key, route and solution."""
    return _with(TYPED, ('value = "C*M*K**2"', f'value = "{value}"'), ('"params(conv2d)"', f'"{route}"'),
                 ("\\times {{ K }}^2 = {{ answer }}", f"{steps} = {{{{ answer }}}}"))  # fmt: skip


CUBE = "\\times {{ K }}^3"
NO_BIAS, NASHI = "without bias?", "（バイアスなし）"
DEFECTS = {
    "a bias that is not measured": (_with(TYPED, (NO_BIAS, "with a bias per filter?"), (NASHI, "（バイアスあり）")), "text and route", "bias"),
    "no bias where one is measured": (
        _with(TYPED, ('"C*M*K**2"', '"C*M*K**2 + M"'), ("params(conv2d)", "params(conv2d, bias=true)"), ("^2 = {{ answer", "^2 + {{ M }} = {{ answer")),
        "text and route", "one is measured"),
    "another kind of convolution": (_with(TYPED, ("a convolution of", "a depthwise convolution of"), ("の畳み込み（", "の depthwise 畳み込み（")), "text and route", "depthwise"),
    "a transposed convolution": (_with(TYPED, ("a convolution of", "a transposed convolution of"), ("の畳み込み（", "の転置畳み込み（")), "text and route", "transposed"),
    "groups that are not measured": (_with(TYPED, (NO_BIAS, "in 4 groups without bias?"), (NASHI, "（4 グループ、バイアスなし）")), "text and route", "groups 4"),
    "groups in words": (_with(TYPED, (NO_BIAS, "in four groups without bias?"), (NASHI, "（四つのグループ、バイアスなし）")), "text and route", "groups 4"),
    "a stride that is not measured": (_with(CHOICE, ("stride 1.", "stride 3."), ("ストライド 1", "ストライド 3")), "text and route", "stride 3"),
    "a dilation that is not measured": (_with(CHOICE, ("stride 1.", "stride 1, dilation 2."), ("ストライド 1", "ストライド 1、膨張率 2")), "text and route", "dilation 2"),
    "no padding where the size is kept": (_with(CHOICE, ("stride 1.", "no padding."), ("ストライド 1", "パディングなし")), "text and route", "no padding"),
    "another measure is asked for": (_with(TYPED, ("How many weights has", "How many multiply-accumulates has"), ("の重みは何個か", "の積和演算は何回か")), "text and route", "asks for macs"),
    "a size that nothing measured has": (_route("C*M", "params(pointwise_conv2d)", ""), "text and route", "kernel size"),
    "channels called the wrong way round": (
        _with(TYPED, ("from {{ C }} to {{ M }}", "from {{ M }} to {{ C }}"), ("入力 {{ C }} チャネル、出力 {{ M }}", "入力 {{ M }} チャネル、出力 {{ C }}")),
        "text and route", "as in channels"),
    "roles swapped in one language": (_with(TYPED, ("from {{ C }} to {{ M }}", "from {{ M }} to {{ C }}")), "language", "in channels"),
    "a stride in words, unlike": (_with(CHOICE, ("stride 1.", "stride two."), ("ストライド 1", "ストライド三")), "language", "stride"),
    "groups in words, unlike": (_with(TYPED, (NO_BIAS, "with two groups, without bias?"), (NASHI, "（三つのグループ、バイアスなし）")), "language", "groups"),
    "groups in one language": (_with(TYPED, (NO_BIAS, "with two groups, without bias?")), "language", "groups"),
    "a bias in one language": (_with(TYPED, (NO_BIAS, "with biases?")), "language", "bias"),
    "depthwise in one language": (_with(TYPED, ("a convolution of", "a depthwise convolution of")), "language", "convolution"),
    "no unit": (_with(TYPED, ('unit_ja = "個"\n', ""), ('unit_en = "weights"\n', "")), "unit", "no unit"),
    "seconds": (_with(TYPED, ('"weights"', '"seconds"'), ('"個"', '"秒"')), "unit", "秒"),
    "units unlike": (_with(TYPED, ('"個"', '"回の積和"')), "unit", "積和"),
    "HTML in a unit": (_with(TYPED, ('"weights"', '"<b>weights</b>"')), "unit", "plain words"),
    "a count divided": (_route("C*M*K", "params(conv2d)/K", "\\times {{ K }}"), "two routes", "outside of the measurement"),
    "the larger of key and measurement": (_route("C*M*K**3", "max(params(conv2d), C*M*K**3)", CUBE), "two routes", "does not change"),
    "a measurement rounded away": (_route("C*M*K**3", "C*M*K**3 + floor(params(conv2d)/10**9)", CUBE), "two routes", "does not change"),
    "a measurement of nothing": (_route("C*M*K**3", "C*M*K**3*params(conv2d, in_channels=1, out_channels=1, kernel_size=1)", CUBE),
                                 "text and route", "nothing that is measured has that size"),
    "a difference of equals": (_route("C*M*K**3", "C*M*K**3 + params(conv2d) - params(conv2d, kernel_size=K)", CUBE), "two routes", "already"),
    "one more than the answer": (_with(TYPED, (NO_BIAS, "without bias? (It is one less than {{ C*M*K**2 + 1 }}.)"), ("何個か。", "何個か。（{{ C*M*K**2 + 1 }} より一つ少ない。）")),
                                 "answer given away", "follows at once"),
    "twice the answer": (_with(TYPED, (NO_BIAS, "without bias? (Twice that is {{ 2*C*M*K**2 }}.)"), ("何個か。", "何個か。（二倍は {{ 2*C*M*K**2 }}。）")),
                         "answer given away", "follows at once"),
    "two factors of the answer": (_with(TYPED, (NO_BIAS, "without bias? ({{ C*M }} times {{ K**2 }})"), ("何個か。", "何個か。（{{ C*M }} かける {{ K**2 }}）")),
                                  "answer given away", "follows at once"),
    "the answer as a formula": (_with(TYPED, (NO_BIAS, "without bias? ($ {{ C }} \\times {{ M }} \\times {{ K }}^2 $)"), ("何個か。", "何個か。（$ {{ C }} \\times {{ M }} \\times {{ K }}^2 $）")),
                                "answer given away", "follows at once"),
    "a parameter for show": (_with(TYPED, ("K = [3, 5, 7]", 'K = [3, 5, 7]\nN = "2..9"'), (NO_BIAS, "without bias, used on {{ N }} images?"), (NASHI, "（バイアスなし、画像 {{ N }} 枚）")),
                             "parameter space", "changes nothing"),
    "a negative count": (_route("-C*M*K**2", "-params(conv2d)", "\\times {{ K }}^2 \\times (-1)"), "two routes", "negative"),
    "right choices that begin alike": (_with(WORDS, *[(f'en = "item {x} {{{{ K }}}}"', f'en = "sure {x} {{{{ K }}}}"') for x in "abc"]), "guessability", "first word"),
    "a sentence about something else": (
        _with(ERROR, ('en = "Sentence a."', 'en = "A depthwise convolution mixes channels."'), ('ja = "文a。"', 'ja = "depthwise 畳み込みはチャネルを混ぜる。"')),
        "text and route", "speaks of mixing"),
    "a sentence about another operation": (
        _with(ERROR, ('en = "Sentence a."', 'en = "A pointwise convolution has C weights."'), ('ja = "文a。"', 'ja = "pointwise 畳み込みの重みは C 個。"')),
        "text and route", "speaks of pointwise_conv2d"),
    "a formula without a plain form": (_with(TYPED, (NO_BIAS, "without bias $\\binom{a}{b}$?")), "wording", "plain form"),
}  # fmt: skip


@pytest.mark.parametrize("name", DEFECTS)
def test_a_text_that_does_not_say_what_is_measured_is_refused(name):
    text, gate, message = DEFECTS[name]
    refusal = certify(parse(text)).refusal
    assert refusal is not None
    assert (refusal.gate, message in str(refusal)) == (gate, True), str(refusal)


SOUND = {
    "a bias that is measured": _with(
        TYPED, ('"C*M*K**2"', '"C*M*K**2 + M"'), ("params(conv2d)", "params(conv2d, bias=true)"), ("^2 = {{ answer", "^2 + {{ M }} = {{ answer"),
        (NO_BIAS, "with a bias per filter?"), (NASHI, "（バイアスあり）")),
    "two groups, in words": _with(
        TYPED, ('"C*M*K**2"', '"C*M*K**2/2"'), ("params(conv2d)", "params(conv2d, groups=2)"), ("^2 = {{ answer", "^2 / 2 = {{ answer"),
        (NO_BIAS, "in two groups without bias?"), (NASHI, "（二つのグループ、バイアスなし）")),
    "a ratio with its unit": _with(
        TYPED, ('"C*M*K**2"', '"K**2"'), ("params(conv2d)", "params(conv2d)/params(pointwise_conv2d)"),
        ("{{ C }} \\times {{ M }} \\times {{ K }}^2", "{{ K }}^2"), ('"weights"', '"times"'), ('"個"', '"倍"')),
    "weights per filter": _with(
        TYPED, ('"C*M*K**2"', '"C*K**2"'), ("params(conv2d)", "params(conv2d)/M"), ("{{ C }} \\times {{ M }} \\times", "{{ C }} \\times"),
        ('"weights"', '"weights per filter"'), ('"個"', '"個（一枚あたり）"'.replace("（", "(").replace("）", ")"))),
}  # fmt: skip


@pytest.mark.parametrize("name", SOUND)
def test_a_text_that_says_what_is_measured_is_accepted(name):
    certificate = certify(parse(SOUND[name]))
    assert certificate.passed, certificate.refusal


def test_conditions_are_read_alike_in_both_languages():
    en = told("A convolution with stride two, no padding, four groups, and without any biases maps 8 input channels to 16 filters.", "en")
    ja = told("ストライド２、パディングなし、グループ数四、バイアスは使わない。入力 8 チャネル、フィルタ 16 枚。", "ja")
    assert en.sizes == ja.sizes == {"stride": {"2"}, "groups": {"4"}, "in_channels": {"8"}, "out_channels": {"16"}}
    assert en.kinds == ja.kinds == {"bias": {"none"}, "padding": {"valid"}}
    assert told("Biases are not counted.", "en").kinds == {"bias": {"none"}} == told("バイアスは数えない。", "ja").kinds
    assert told("Each filter has a bias.", "en").kinds == {"bias": {"some"}} == told("各フィルタはバイアスをもつ。", "ja").kinds


@pytest.mark.parametrize(("old", "new", "message"), [
    ("How many?", "How many?" + "{% if K == 3 %}" * 300 + "x" + "{% endif %}" * 300, "nested more than"),
    ('topic = "test"', 'topic = "test"\n' + ".".join(["a"] * 15_000) + " = 1", "more than 30 parts"),
    ('topic = "test"', 'topic = "test"\n' + ".".join(['"a b"'] * 8_000) + " = 1", "more than 30 parts"),
    ('topic = "test"', 'topic = "test"\nx = ' + "[" * 20_000 + "]" * 20_000, "too deep"),
])  # fmt: skip
def test_what_is_nested_too_deep_is_refused_in_one_sentence(old, new, message):
    with pytest.raises(InputError, match=re.escape(message)):
        parse(CHOICE.replace(old, new))


def test_the_id_is_the_files_name(tmp_path):
    path = tmp_path / "other.md.j2"
    path.write_text(TYPED, encoding="utf-8")
    with pytest.raises(InputError, match="as the file is named"):
        load(path)
