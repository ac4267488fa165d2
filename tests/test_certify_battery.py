
"""The defect battery: a sound control is accepted, and each seeded defect is refused by its own gate, with its variant."""

import re

import pytest
from kenzan.questions.certify import certify
from kenzan.questions.loading import parse
from kenzan.reference.errors import InputError

HEAD = """+++
id = "control"
topic = "test"
level = "easy"
kind = "KIND"
source = "written for this test"
"""

CHOICE = HEAD.replace("KIND", "single_choice") + """
constraints = ["H != W", "K != C"]

[parameters]
H = [6, 9, 12]
W = [6, 8, 10]
C = [4, 8, 12]
K = [3, 5, 7]

[answer]
value = "H*W*C*K**2"
route = "macs(depthwise_conv2d, padding=same)"

[[distractor]]
name = "one side"
value = "H*W*C*K"
why_ja = "一辺だけ。"
why_en = "One side only."

[[distractor]]
name = "one channel"
value = "H*W*K**2"
why_ja = "一つのチャネルだけ。"
why_en = "One channel only."

[[distractor]]
name = "no kernel"
value = "H*W*C"
if = "K < 9"
why_ja = "カーネルがない。"
why_en = "No kernel."

[[distractor]]
name = "twice"
value = "2*H*W*C*K**2"
why_ja = "二重に数えた。"
why_en = "Counted twice."

[[distractor]]
name = "square map"
value = "H*H*C*K**2"
why_ja = "幅も高さと同じとした。"
why_en = "Took the width for the height."

[[distractor]]
name = "both channels"
value = "H*W*C*C*K**2"
why_ja = "チャネルを混ぜた。"
why_en = "Channels mixed."
+++
=== ja ===
高さ {{ H }}、幅 {{ W }}、{{ C }} チャネル、カーネルの一辺 {{ K }}、ストライド 1。回数は。

=== ja solution ===
$ {{ H }} \\times {{ W }} \\times {{ C }} \\times {{ K }}^2 = {{ answer }} $

=== en ===
Height {{ H }}, width {{ W }}, {{ C }} channels, kernel of side {{ K }}, stride 1. How many?

=== en solution ===
$ {{ H }} \\times {{ W }} \\times {{ C }} \\times {{ K }}^2 = {{ answer }} $
"""

FORMULA = HEAD.replace("KIND", "single_choice") + """
[parameters]
height = ["H", "h"]
width = ["W", "w"]
in_channels = ["C", "c"]
kernel_size = ["K", "k"]

[answer]
form = "formula"
value = "height*width*in_channels*kernel_size**2"
route = "macs(depthwise_conv2d, padding=same)"
""" + "".join(
    f'\n[[distractor]]\nname = "d{i}"\nvalue = "{value}"\nwhy_ja = "違う。"\nwhy_en = "Wrong."\n'
    for i, value in enumerate((
        "height*width*in_channels*kernel_size", "height*width*in_channels**2*kernel_size**2", "height*width*kernel_size**2",
        "height*width*in_channels", "height*width*in_channels**2*kernel_size", "2*height*width*in_channels*kernel_size**2",
        "height*width*in_channels**2", "height*width*in_channels**2 + kernel_size**2"))
) + """+++
=== ja ===
大きさ $ {{ height }} \\times {{ width }} \\times {{ in_channels }} $、一辺 $ {{ kernel_size }} $。
=== ja solution ===
$ {{ answer }} $
=== en ===
Size $ {{ height }} \\times {{ width }} \\times {{ in_channels }} $, side $ {{ kernel_size }} $.
=== en solution ===
$ {{ answer }} $
"""

WORDS = HEAD.replace("KIND", "single_choice") + """
[parameters]
K = [2, 3, 4, 5, 6, 7, 8]
""" + "".join(
    f'\n[[choice]]\nname = "{name}"\nkey = {key}\nstatement = "{statement}"\nja = "{name} {{{{ K }}}}"\nen = "{name} {{{{ K }}}}"\n'
    'why_ja = "数える。"\nwhy_en = "Count."\n'
    for name, key, statement in (
        ("item a", "true", "params(depthwise_conv2d, kernel_size=K, in_channels=2) == 2*K**2"),
        ("item b", "true", "params(pointwise_conv2d, in_channels=2, out_channels=K) == 2*K"),
        ("item c", "true", "params(conv2d, kernel_size=K, in_channels=2, out_channels=2) == 4*K**2"),
        ("item d", "false", "params(depthwise_conv2d, kernel_size=K, in_channels=2) == 2*K**2 + 1"),
        ("item e", "false", "params(depthwise_conv2d, kernel_size=K, in_channels=2) == 2*K"),
        ("item f", "false", "params(pointwise_conv2d, in_channels=2, out_channels=K) == 2*K**2 + 2"),
        ("item g", "false", "params(pointwise_conv2d, in_channels=2, out_channels=K) == 4*K + 4"),
        ("item h", "false", "params(conv2d, kernel_size=K, in_channels=2, out_channels=2) == 4*K**2 + 2"),
        ("item i", "false", "params(conv2d, kernel_size=K, in_channels=2, out_channels=2) == 3*K**2"))
) + """+++
=== ja ===
一辺 {{ K }} のとき正しいのは。
=== ja solution ===
数えればよい。
=== en ===
Which is right for side {{ K }}?
=== en solution ===
Count.
"""

CLOZE = HEAD.replace("KIND", "cloze") + """
[parameters]
K = [2, 3, 4, 5, 6, 7]

[[blank]]
name = "weights"
value = "4*K**2"
route = "params(depthwise_conv2d, in_channels=4)"

[[blank]]
name = "share"
value = "1/K**2"
route = "1/params(depthwise_conv2d, in_channels=1)"
decimals = 2
+++
=== ja ===
一辺 {{ K }}、4 チャネルの重みは [[weights]] 個、割合は [[share]]。
=== ja solution ===
$ 4 \\times {{ K }}^2 = {{ weights }} $、$ 1 / {{ K }}^2 \\approx {{ share | decimals(2) }} $
=== en ===
With side {{ K }} and 4 channels there are [[weights]] weights; the share is [[share]].
=== en solution ===
$ 4 \\times {{ K }}^2 = {{ weights }} $, $ 1 / {{ K }}^2 \\approx {{ share | decimals(2) }} $
"""

ERROR = HEAD.replace("KIND", "find_error") + "".join(
    f'\n[[sentence]]\nstatement = "{true}"\nja = "文{letter}。"\nen = "Sentence {letter}."\n'
    f'[[sentence.mutant]]\nname = "m{letter}"\nstatement = "{false}"\nja = "偽{letter}。"\nen = "False {letter}."\n'
    'why_ja = "違う。"\nwhy_en = "Wrong."\n'
    for letter, true, false in (
        ("a", "params(depthwise_conv2d) == C*K**2", "params(depthwise_conv2d) == C*K"),
        ("b", "params(pointwise_conv2d) == C*M", "params(pointwise_conv2d) == C"),
        ("c", "params(conv2d) == C*M*K**2", "params(conv2d) == C*M*K"))
) + """+++
=== ja ===
誤りはどれか。 [[passage]]
=== ja solution ===
数える。
=== en ===
Which is wrong? [[passage]]
=== en solution ===
Count.
"""

MATCH = HEAD.replace("KIND", "match") + """
[answer]
statement = "params(LEFT) == RIGHT"
""" + "".join(
    f'\n[[pair]]\nleft = "{left}"\nright = "{right}"\nleft_ja = "{left}"\nleft_en = "{left}"\n'
    f'right_ja = "{right}"\nright_en = "{right}"\n'
    for left, right in (("depthwise_conv2d", "C*K**2"), ("pointwise_conv2d", "C*M"), ("conv2d", "C*M*K**2"))
) + """+++
=== ja ===
対応させよ。
=== ja solution ===
数える。
=== en ===
Match.
=== en solution ===
Count.
"""

TRUTH = HEAD.replace("KIND", "true_false") + """
[[claim]]
name = "a"
statement = "params(depthwise_conv2d) == C*K**2"
true = true
ja = "正。"
en = "Right."
why_ja = "数える。"
why_en = "Count."

[[claim]]
name = "b"
statement = "params(pointwise_conv2d) == C*M*K"
true = false
ja = "偽。"
en = "Wrong."
why_ja = "数える。"
why_en = "Count."
+++
=== ja ===
次の文は正しいか。 [[claim]]
=== ja solution ===
数える。
=== en ===
Is this right? [[claim]]
=== en solution ===
Count.
"""

TYPED = HEAD.replace("KIND", "number") + """
[parameters]
C = [4, 8, 12, 16]
M = [6, 10, 20]
K = [3, 5, 7]

[answer]
value = "C*M*K**2"
route = "params(conv2d)"
unit_ja = "個"
unit_en = "weights"
+++
=== ja ===
入力 {{ C }} チャネル、出力 {{ M }} チャネル、一辺 {{ K }} の畳み込み（バイアスなし）の重みは何個か。
=== ja solution ===
$ {{ C }} \\times {{ M }} \\times {{ K }}^2 = {{ answer }} $
=== en ===
How many weights has a convolution of side {{ K }} from {{ C }} to {{ M }} channels without bias?
=== en solution ===
$ {{ C }} \\times {{ M }} \\times {{ K }}^2 = {{ answer }} $
"""

CONTROLS = {"typed": TYPED, "choice": CHOICE, "formula": FORMULA, "words": WORDS, "cloze": CLOZE, "error": ERROR, "match": MATCH, "truth": TRUTH}

# (name, control, what is replaced, by what, the gate that refuses, a part of its message)
DEFECTS = [
    ("answer with one side of the kernel", "choice", 'value = "H*W*C*K**2"', 'value = "H*W*C*K*3"', "two routes", "gives"),
    ("answer off by one row", "choice", 'value = "H*W*C*K**2"', 'value = "(H - 1)*W*C*K**2"', "two routes", "gives"),
    ("answer wrong for one size only", "choice", 'value = "H*W*C*K**2"', 'value = "H*W*C*K**2 + floor(H/12)"', "two routes", "H = 12"),
    ("condition of the measurement not stated", "choice", "padding=same)", "padding=same, stride=2)", "two routes", "gives"),
    ("kernel larger than the input", "choice", "padding=same)", "padding=valid)", "two routes", "the reference"),
    ("equal value, spelt differently", "choice", 'value = "H*W*C"\n', 'value = "K*C*W*H*K"\n', "distractors", "which is the answer"),
    ("equal for equal sizes: constraint missing", "choice", '"H != W", ', "", "distractors", "H = 6, W = 6"),
    ("distractor divides by zero", "choice", 'value = "H*W*C"\n', 'value = "H*W*C/(K - 5)"\n', "degenerate parameters", "divides by zero"),
    ("distractors equal one another", "choice", 'value = "2*H*W*C*K**2"', 'value = "H*W*K*C"', "guessability", None),
    ("distractor within the tolerance", "choice", 'padding=same)"', 'padding=same)"\ntolerance = 1000000', "distractors", "tolerance"),
    ("too few distractors for some numbers", "choice", "[answer]", "[answer]\nshown = 7", "distractors", None),
    ("key is always the largest", "choice", 'value = "2*H*W*C*K**2"', 'value = "H*W"', "guessability", None),
    ("no variant left", "choice", '"K != C"', '"K > C", "C > K"', "parameter space", "no variant"),
    ("zero denominator in the solution", "choice", "= {{ answer }} $\n\n=== en ===", "= {{ answer }} $ {{ C/(K - 5) }}\n\n=== en ===",
     "degenerate parameters", "divides by zero"),
    ("prints no value", "choice", "How many?", "How many? NaN", "wording", "NaN"),
    ("note to self left in", "choice", "How many?", "How many? TODO", "wording", "TODO"),
    ("formula not closed", "choice", "How many?", "How many $K?", "wording", "does not close"),
    ("empty formula", "choice", "How many?", "How many $ $?", "wording", "empty formula"),
    ("unbalanced braces", "choice", "How many?", "How many $K^{2$?", "wording", "unbalanced"),
    ("a size is not stated in Japanese", "choice", "{{ C }} チャネル、カーネル", "チャネル、カーネル", "numbers read back", "never states C"),
    ("a size is not stated in English", "choice", "width {{ W }}, ", "", "numbers read back", "never states W"),
    ("the languages state different numbers", "choice", "stride 1.", "stride 2.", "numbers read back", "different numbers"),
    ("a digit typed before a number", "choice", "Height {{ H }}", "Height 1{{ H }}", "numbers read back", "reads H = 1"),
    ("a number printed rounded", "choice", "Height {{ H }}", "Height {{ H | decimals(0) }}0", "numbers read back", None),
    ("a wrong step", "choice", "{{ K }}^2 = {{ answer }} $\n\n=== en ===", "{{ K }} = {{ answer }} $\n\n=== en ===", "solution steps", "is wrong"),
    ("a step right for one size only", "choice", "{{ K }}^2 = {{ answer }} $\n\n=== en ===", "9 = {{ answer }} $\n\n=== en ===",
     "solution steps", "K = 5"),
    ("the solution never arrives", "choice", "= {{ answer }} $\n\n=== en ===", "= {{ H*W*C }} \\\\times {{ K**2 }} $\n\n=== en ===",
     "two routes", "never prints"),
    ("no step at all", "cloze", "$ 4 \\\\times {{ K }}^2 = {{ weights }} $, $ 1 / {{ K }}^2 \\\\approx {{ share | decimals(2) }} $",
     "{{ weights }} and {{ share | decimals(2) }}", "solution steps", "asserts no step"),
    ("a wrong formula", "formula", '"height*width*in_channels*kernel_size**2"\nroute', '"height*width*kernel_size**2"\nroute', "two routes",
     "does not hold"),
    ("an equivalent formula as distractor", "formula", 'value = "height*width*in_channels"\n',
     'value = "(height*width*in_channels*kernel_size)*kernel_size"\n', "distractors", "which is the answer"),
    ("one letter for two sizes", "formula", '["C", "c"]', '["C", "K"]', "two routes", "one letter"),
    ("a key that is false", "words", "== 2*K\"", "== 2*K + 3\"", "distractors", "is called right"),
    ("a distractor that is true", "words", "== 2*K**2 + 1\"", "== 2*K*K\"", "distractors", "is called wrong"),
    ("a distractor true for one size", "words", "== 2*K**2 + 2\"", "== 2*K**2 - 4\"", "distractors", "K = 2"),
    ("no right choice", "words", "key = true", "key = false", "distractors", "0 right"),
    ("choices that read the same", "words", 'en = "item d {{ K }}"', 'en = "item e {{ K }}"', "distractors", "read the same"),
    ("a gap that is not in the text", "cloze", "、割合は [[share]]", "", "wording", "gaps"),
    ("a gap missing in English", "cloze", "; the share is [[share]]", "", "wording", "gaps"),
    ("a gap twice", "cloze", "the share is [[share]]", "the share is [[share]] of [[share]]", "wording", "gaps"),
    ("a rounded step that is wrong", "cloze", "{{ share | decimals(2) }} $\n=== en ===", "0.11 $\n=== en ===", "solution steps", "is wrong"),
    ("a closed form that drops a fraction", "cloze", '"1/K**2"', '"1/K"', "two routes", "gives"),
    ("a mutant that is true", "error", '"params(pointwise_conv2d) == C"', '"params(pointwise_conv2d) == M*C"', "distractors", "holds"),
    ("a passage with two errors", "error", '"params(conv2d) == C*M*K**2"', '"params(conv2d) == C*M*K**3"', "distractors", "does not hold"),
    ("two pairs alike", "match", 'right = "C*M*K**2"', 'right = "C*M"', "two routes", "fits"),
    ("a pair that does not fit", "match", 'right = "C*M"\n', 'right = "M"\n', "two routes", "does not fit"),
    ("the claim is not in the text", "truth", "Is this right? [[claim]]", "Is this right?", "wording", "gaps"),
    ("a key that is no number", "typed", '"C*M*K**2"', '"C*M*K**2*0/0"', "degenerate parameters", "divides by zero"),
    ("a key that is irrational in between", "typed", '"C*M*K**2"', '"C*M*K**2*sqrt(2)/sqrt(2)"', "degenerate parameters", None),
    ("a route whose measurement does not matter", "typed", '"params(conv2d)"', '"C*M*K**2 + 0*params(conv2d)"', "two routes", "does not change"),
    ("a route that cancels", "typed", '"params(conv2d)"', '"C*M*K**2 + params(conv2d) - params(conv2d)"', "two routes", "does not change"),
    ("a tolerance that accepts anything", "typed", "unit_ja", "tolerance = 100000\nunit_ja", "distractors", "too large"),
    ("a unit of something else", "typed", '"weights"', '"FLOPs"', "unit", "measures params"),
    ("a unit of another size", "choice", 'padding=same)"', 'padding=same)"\nunit_ja = "MMACs"\nunit_en = "MMACs"', "unit", "not divided"),
    ("the stem gives the answer", "typed", "without bias?", "without bias? Hint: {{ C*M*K**2 }}.", "answer given away", "in every variant"),
    ("not translated into English", "typed", "How many weights has a convolution", "畳み込みの重み", "language", "written in Japanese"),
    ("not translated into Japanese", "typed", "入力 {{ C }} チャネル、出力 {{ M }} チャネル、一辺 {{ K }} の畳み込み（バイアスなし）の重みは何個か。",
     "How many weights has a convolution of side {{ K }} from {{ C }} to {{ M }} channels?", "language", "no Japanese"),
    ("a placeholder of another language", "typed", "without bias?", "without bias, %(name)s?", "wording", "%(name)s"),
    ("a placeholder in angle brackets", "typed", "without bias?", "without bias? <insert hint>", "wording", "<insert hint>"),
    ("filler text", "typed", "without bias?", "without bias? Lorem ipsum.", "wording", "Lorem ipsum"),
    ("two numbers side by side", "typed", "= {{ answer }} $\n=== en ===", "= 1 {{ answer }} $\n=== en ===", "solution steps", "side by side"),
    ("sums inside sums", "typed", '"C*M*K**2"', '"sum(i, 1, 4000, sum(j, 1, 4000, i*j))"', "degenerate parameters", "sums inside sums"),
    ("an explanation with a wrong step", "choice", 'why_en = "One side only."', 'why_en = "One side: $2 \\\\\\\\times 3 = 7$."', "solution steps", "is wrong"),
    ("choices alike but for case and marks", "words", 'en = "item d {{ K }}"', 'en = "Item  E {{ K }}."', "distractors", "read the same"),
    ("choices alike as numbers", "words", 'en = "item d {{ K }}"', 'en = "item e {{ K }}.0"', "distractors", "read the same"),
    ("a mutant that reads like the sentence", "error", 'en = "False a."', 'en = "Sentence A"', "distractors", "reads like"),
    ("a claim declared wrongly", "truth", "true = true", "true = false", "distractors", "is called"),
]  # fmt: skip


@pytest.mark.parametrize("name", CONTROLS)
def test_a_sound_control_is_accepted(name):
    certificate = certify(parse(CONTROLS[name]))
    assert certificate.passed, certificate.refusal
    assert certificate.certified == certificate.possible > 0


@pytest.mark.parametrize(("name", "control", "old", "new", "gate", "message"), DEFECTS, ids=[d[0] for d in DEFECTS])
def test_a_seeded_defect_is_refused(name, control, old, new, gate, message):
    text = CONTROLS[control]
    old, new = old.replace("\\\\", "\\"), new.replace("\\\\", "\\")
    assert old in text, "the defect is seeded where there is something to spoil"
    refusal = certify(parse(text.replace(old, new))).refusal
    assert refusal is not None
    assert refusal.gate == gate
    assert message is None or message in str(refusal)


# Equalities that do not hold, or that nobody can check, however they are written.
WRONG_STEPS = [
    r"$3+4=8\text{ units}$", r"$3+4=8\,\mathrm{MACs}$", r"$\boxed{8}=3+4$", r"$3+4=\boxed{8\text{ units}}$", r"$3+4=\mathbf{8}$",
    r"$3!=7$", r"$10 \bmod 3=2$", r"$\log_2 8=4$", r"$|{-3}|=4$", r"$\left|{-3}\right|=4$", r"$50\%=0.6$", r"$1+2+\cdots+5=16$",
    r"$2^{70}=1$", r"$10^{100}=1$", r"$9^{9^{9^9}}=1$", r"$\pi=3$", r"$\infty=1$", r"\(3+4=8\)", r"\[3+4=8\]", "$$3+4=8$$", "$2＝3$",
    r"$3\times4$ = 13", r"$3\times4$ = $13$", r"$3\times4=$ 13", "3 × 4 = 13", "(3 x 4 = 13)", "**3 + 4 = 8**", "- 3 + 4 = 8",
    "`3 * 4 = 13`", "`K**2 == 8`", "`{{ K }} * {{ K }} = {{ K**2 + 5 }}`", r"$\{N, H\}=\{N, C\}$", r"$(3, 4)=(3, 5)$", r"$5 \mid 12$",
    r"$12 \in \{5\}$", r"$3 \rightarrow 4=5$", r"$K+K=K^2$", r"$Q+Q=Q^2$", r"$\text{the cost}=3\times4=13$", "12 MACs = 3 × 5",
    r"$3/4 \approx 0.9$", r"$3/4 \approx 1/2$", r"$H' = 4$ and $H' + 1 = 6$", "3 × 4 ≠ 12", "2³ = 9", r"$x = 3 + 4 = 8$",
]  # fmt: skip
RIGHT_STEPS = [
    r"$3+4=7\text{ units}$", r"$3+4=7\,\mathrm{MACs}$", r"$\boxed{7}=3+4$", r"$10 \bmod 3=1$", r"$\log_2 8=3$", r"$|{-3}|=3$",
    r"$50\%=0.5$", r"\(3+4=7\)", r"\[3+4=7\]", "$$3+4=7$$", r"$3\times4$ = 12", "3 × 4 = 12", "**3 + 4 = 7**", "- 3 + 4 = 7",
    "`3 * 4 = 12`", "`K**2 = {{ K**2 }}`", r"$(3, 4)=(3, 4)$", r"$\text{the cost}=3\times4=12$", "12 MACs = 3 × 4", r"$2/3 \approx 0.67$",
    r"$H' = 4$ and $H' + 1 = 5$", "2³ = 8", r"$P = (F - 1)/2$", r"$\frac{F^2 Q}{F} = F Q$", r"$\sum_{i=0}^{3} 2^i = 15$",
    "`y = conv2d(x, stride=2)`", "A 3 × 3 kernel has 2 sides - both 3 long", "$ {{ K }} \\times {{ C }} = {{ K*C }} $",
]  # fmt: skip


@pytest.mark.parametrize("step", WRONG_STEPS)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_wrong_step_is_refused_however_it_is_written(step, language):
    text = TYPED.replace(f"=== {language} solution ===\n", f"=== {language} solution ===\n{step} \n")
    refusal = certify(parse(text)).refusal
    assert refusal is not None
    assert refusal.gate == "solution steps"


def test_right_steps_are_accepted_however_they_are_written():
    for language, end in (("ja", "となる。"), ("en", "so it is.")):
        steps = "\n\n".join(f"{step} {end}" for step in RIGHT_STEPS)
        text = TYPED.replace(f"=== {language} solution ===\n", f"=== {language} solution ===\n{steps}\n\n")
        certificate = certify(parse(text))
        assert certificate.passed, certificate.refusal


def test_there_are_thirty_defects():
    assert len(DEFECTS) >= 30


UNREADABLE = [
    ("misspelt key", 'value = "H*W*C*K**2"', 'vaule = "H*W*C*K**2"', "unknown key 'vaule'"),
    ("no second route", 'route = "macs(depthwise_conv2d, padding=same)"', "", "value or route is missing"),
    ("route that measures nothing", "macs(depthwise_conv2d, padding=same)", "H*W*C*K**2", "measures nothing"),
    ("letter without a value", 'value = "H*W*C*K"', 'value = "H*W*Q*K"', "letter Q"),
    ("explanation missing", 'why_ja = "一辺だけ。"', "", "why_ja is missing"),
    ("Python in a placeholder", "Height {{ H }}", "Height {{ H.__class__ }}", "statement language"),
    ("loop in a text", "How many?", "{% for i in K %}x{% endfor %}", "the tag 'for' is not available"),
    ("placeholder not closed", "{{ W }} \\times {{ C }}", "{{ W \\times {{ C }}", "is not part of the statement language"),
    ("empty placeholder", "How many?", "{{ }}", "placeholder is empty"),
    ("unknown format", "How many?", "{{ H | upper }}", "decimals(n)"),
    ("too few choices", "[answer]", "[answer]\nshown = 9", "9 choices"),
    ("part missing", "=== en solution ===", "=== en extra ===", "en extra"),
    ("not TOML", "[answer]", "[answer", "not TOML"),
    ("endless range", "H = [6, 9, 12]", 'H = "1..999999999"', "range"),
    ("tolerance that is no number", "[answer]", "[answer]\ntolerance = nan", "tolerance"),
    ("decimals below zero", "[answer]", "[answer]\ndecimals = -2", "decimals"),
    ("one choice", "[answer]", "[answer]\nshown = 1", "expected 2 to"),
    ("a number of thousands of digits", "H = [6, 9, 12]", f"H = [6, {'9' * 5000}]", "too long"),
    ("a control character in the id", 'id = "control"', 'id = "con\\u001btrol"', "U+001B"),
    ("a path for an id", 'id = "control"', 'id = "../control"', "letters, digits"),
    ("text that runs backwards", "How many?", "How \u202emany?", "U+202E"),
    ("a let named like the answer", "[answer]", "[let]\nanswer = \"3\"\n[answer]", "of the answer"),
    ("value twice", "H = [6, 9, 12]", "H = [6, 6]", "twice"),
]


@pytest.mark.parametrize(("name", "old", "new", "message"), UNREADABLE, ids=[d[0] for d in UNREADABLE])
def test_an_unusable_file_is_refused_in_one_sentence(name, old, new, message):
    assert old in CHOICE
    with pytest.raises(InputError, match=re.escape(message)):
        parse(CHOICE.replace(old, new))


def test_powers_in_a_text_are_capped():
    question = parse(CHOICE.replace("How many?", "{{ 9**99 }}"))
    with pytest.raises(InputError, match="exponent"):
        question.template.render(question.facts({"H": 6, "W": 8, "C": 4, "K": 3}))


def test_a_rare_defect_in_a_large_space_is_hunted_and_shrunk():
    wide = CHOICE.replace("H = [6, 9, 12]", 'H = "6..80"').replace("W = [6, 8, 10]", 'W = "6..80"')
    wide = wide.replace("C = [4, 8, 12]", 'C = "4..12"')
    rare = wide.replace('value = "H*W*C*K"\n', 'value = "H*W*C*K**(1 + floor(H/79))"\n')
    certificate = certify(parse(rare), most=1000)
    assert certificate.refusal is not None
    assert certificate.refusal.variant["H"] >= 79


def test_a_huge_space_that_the_constraints_empty_is_refused_soon():
    empty = TYPED.replace("[parameters]", 'constraints = ["C*M == K*K + 999999999"]\n[parameters]')
    for name in "CMK":
        empty = re.sub(rf"^{name} = .*$", f'{name} = "1..9000"', empty, flags=re.MULTILINE)
    with pytest.raises(InputError, match="break the constraints"):
        certify(parse(empty))


@pytest.mark.parametrize("tell", ["always item {} {{{{ K }}}}", "item {} {{{{ K }}}} (roughly)"])
def test_words_that_give_wrong_choices_away_are_noticed(tell):
    told = WORDS
    for letter in "defghi":
        told = told.replace(f'en = "item {letter} {{{{ K }}}}"', f'en = "{tell.format(letter)}"')
    refusal = certify(parse(told)).refusal
    assert refusal is not None
    assert refusal.gate == "guessability"
