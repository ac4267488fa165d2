"""Quizzes: marks in front, behind and at the end of the page, options and their answer, keys of blanks, yes and no."""

import pytest
from kenzan.reports.render import html, text
from kenzan.reports.verification import verify_text

LAYER = "層正規化はバッチ内の他のサンプルに依存する"
JUDGED = [
    ("{} …… {}", "○×"), ("（{1}）{0}", "○×"), ("{1} {0}。", "○×"), ("{}【{}】", "正誤"), ("問3 {}。\n答 {}", "○×"),
    ("問3 {}。\n\n> {}。サンプルごとに計算するから。", "○×"), ("{}。\n\n解答：{}", ("正しい", "誤り")), ("- {} ⇒ {}だが、補足あり", "○×"),
    ("(1) {}。\n(2) 平均プーリングは線形である。\n\n解答：(1) {} (2) ○", "○×"), ("(1) {}。\n(2) 平均プーリングは線形である。\n\n**答** {}, ○", "○×"),
    ("答えよ。\n- {}\n\n正誤：{}", "○×"),
]  # fmt: skip
DEPENDS = "Layer norm depends on the other samples of the batch."
JUDGED_EN = [
    ("1. {} {}", "✓✗"), ("1. [{1}] {0}", "TF"), ("**{1}:** {0}", ("True", "False")), ("1. {}\n2. Pooling is local.\n\nAnswers: 1 {}, 2 T", "TF"),
    ("- {} -> {}, think of its axes", ("true", "false")), ("- {1} {0}", "✅❌"),
]  # fmt: skip
OPTIONS = "WaveNet について正しいものを一つ選べ。\n(ア) 生成時に全時刻を並列に計算できる\n(イ) 学習時に全時刻を並列に計算できる\n\n"
NORMS = "Which of these normalises over the batch axis?\n(a) layer norm\n(b) batch norm\n\n"
WRONG = "次のうち誤っているものを選べ。\n(a) 最大値プーリングは学習するパラメータを持たない。\n(b) 層正規化はバッチ内の他のサンプルに依存する。\n\n"
TWO = "問1 正しいものを選べ。\n(a) 平均プーリングは線形である。\n(b) 最大値プーリングは線形である。\n\n問2 正しいものを選べ。\n(a) DenseNet は特徴を足し合わせる。\n(b) DenseNet は特徴を連結する。\n\n"
BLANKS = "DenseNet では前の層すべての出力を（ ア ）し、次の層へ入力する。ResNet では入力を出力に（ イ ）する。\n\n"
AXES = "Batch normalization computes its statistics over the axes ___(1)___; layer normalization over ___(2)___.\n\n"
ANSWERED = [
    (OPTIONS, "正解：(イ)", "正解：(ア)"), (OPTIONS, "答え: イ", "A. (ア)"), (NORMS, "Answer: (b)", "Answer: (a)"), (WRONG, "正解：(b)", "正解：(a)"),
    (TWO, "解答 問1 (a) 問2 (b)", "解答 問1 (b) 問2 (b)"), (TWO, "解答\n問1：(a)\n問2：(b)", "解答\n問1：(a)\n問2：(a)"),
    (BLANKS, "ア：連結、イ：加算", "ア：加算、イ：加算"), (AXES, "(1) N, H, W  (2) C, H, W", "(1) C, H, W  (2) C, H, W"),
    ("", "Q. 平均プーリングは非線形ですか？\nA. いいえ、線形です。", "Q. 平均プーリングは非線形ですか？\nA. そうです。"),
    ("", "Q. プーリングに学習パラメータはある？\nA. ありません。", "Q. プーリングに学習パラメータはある？\nA. あります。"),
    ("", "1x1 conv は空間サイズを変える？ → 変えない", "1x1 conv は空間サイズを変える？ → 変える"),
    ("", "Is WaveNet's generation parallel over time? No, one by one.", "Is WaveNet's generation parallel over time? Yes."),
    ("", "How are the skip outputs of WaveNet joined? They are summed.", "How are the skip outputs of WaveNet joined? Concatenated."),
    ("", "Can a causal convolution see the future? It cannot.", "Can a causal convolution see the future? Yes."),
    ("", "Does layer norm behave differently at test time?\nNo.", "Does layer norm behave differently at test time?\nYes."),
    ("", "バイアスは出力チャネルごとに一つずつ用意される。 ○", "バイアスはカーネルの要素ごとに一つずつ用意される。 ○"),
    ("", "One bias per filter.", "There is one bias per kernel element."),
]  # fmt: skip
OPEN = [
    "True or false?\n\n1. Max pooling has learnable parameters.\n2. A causal convolution sees future samples.",
    "正しいものを選べ。\n- 最大値プーリングは学習するパラメータを持つ\n- 因果的畳み込みは未来を見る",
    "- [ ] Average pooling is nonlinear.", "1．（　）最大値プーリングは学習するパラメータを持つ。", OPTIONS, WRONG,
    "層正規化はバッチに依存しますか。", "No - max pooling has no weights.", "× は使わず、要素ごとの和をとる。", "F: 活性化関数 ReLU は線形ではない。",
]  # fmt: skip


BESIDE = [
    "LNはバッチに依存するか。\nA. しない。", "質問：ResNetのショートカットは連結ですか。\n回答：いいえ、加算です。", "誤：DenseNet は足し算。正：DenseNet は連結。",
    "「DenseNet は足し算」は誤り。", "DenseNet は足し算、ではない。", "- ~~DenseNet は足し算~~ DenseNet は連結", "- DenseNet adds its features [wrong!]",
    "- (T/F) DenseNet adds its features. F", "- DenseNet adds its features. Answer: False", '"A pooling layer has weights." No: it only selects.',
    "Q. So layer norm doesn't depend on the batch? A. No, it doesn't.", "Q. LN はバッチに依存しないのですか？\nA. はい、依存しません。",
    "## True or false?\n- A causal convolution sees future samples.", "図(1)では加算が使われている。",
]  # fmt: skip


def statuses(text):
    return {c.verdict.status for c in verify_text(text + "\n").claims}


@pytest.mark.parametrize(("layout", "marks", "said"), [*[(*x, LAYER) for x in JUDGED], *[(*x, DEPENDS) for x in JUDGED_EN]])
def test_a_mark_says_whether_the_statement_is_claimed(layout, marks, said):
    right, wrong = (statuses("## 正誤問題\n\n" + layout.format(said, mark)) for mark in marks)
    assert "refuted" in right
    assert "holds" in wrong
    assert "refuted" not in wrong


@pytest.mark.parametrize(("question", "true", "false"), ANSWERED)
def test_an_answer_is_read_with_its_question(question, true, false):
    assert "holds" in statuses(question + true)
    assert "refuted" not in statuses(question + true)
    assert "refuted" in statuses(question + false)


@pytest.mark.parametrize("text", OPEN)
def test_what_is_only_asked_is_nobodys_claim(text):
    assert "refuted" not in statuses(text)


@pytest.mark.parametrize("text", BESIDE)
def test_what_an_author_calls_wrong_or_leaves_open_accuses_nobody(text):
    assert "refuted" not in statuses(text)


AGAINST_JA = "WaveNet で使われる畳み込みは（あ）である。\n\n- Dilated causal convolution\n- Deconvolution ⇒逆畳み込み\n\n（あ）の利点は、単純な Convolution layer と{} （い）ことである。\n\n- パラメータ数に対する受容野が{}\n- 学習時に並列計算が行える ⇒並列演算はできない。\n\n答）\n\n- （あ）：Dilated causal convolution\n- （い）：パラメータ数に対する受容野が{}\n"


def refuted(note):
    return [c for c in verify_text(note).claims if c.verdict.status == "refuted"]


def test_a_false_reason_against_an_option_tells_why_the_answer_stands():
    report = verify_text(AGAINST_JA.format("比べて", "広い", "広い"))
    (claim,) = [c for c in report.claims if c.verdict.status == "refuted"]
    (remark,) = [n for n in claim.notes if n.startswith("the reason is false, but the answer stands")]
    assert "parallel_over_time(wavenet, mode=training)" in remark
    assert "no advantage over it" in remark
    assert "rf_per_params(dilated_causal_stack, to=causal_stack) > 1" in remark
    assert remark in report.as_json()["claims"][report.claims.index(claim)]["notes"]
    assert "答えは変わらない" in html.render([report])
    assert "the answer" in text.render([report])


def test_where_nothing_is_compared_the_denied_option_may_be_right_as_well():
    (claim,) = refuted(AGAINST_JA.format("して、", "広い", "広い"))
    assert any("may be right as well" in n for n in claim.notes)
    assert not any("answer stands" in n for n in claim.notes)


def test_no_answer_is_said_to_stand_that_was_not_found_to_hold():
    found = refuted(AGAINST_JA.format("比べて", "広い", "良い"))
    assert found
    assert not any("answer" in n for c in found for n in c.notes)


SIZE = "問：6×6 の入力に 2×2 のフィルタをストライド 1、パディング 1 で畳み込む。出力サイズは？\n\n{}(1) 6×6\n{}(2) 7×7\n{}(3) 8×8\n\n答え：{}\n"
MACS = "Question: how many MACs does a depthwise convolution with a K×K kernel on an H×W map with C channels need?\n\n1. $H W C K^2$\n2. $H W C M K^2$\n3. $K^2 H W C$\n4. $H W C M$\n\nAnswer: {}\n"


@pytest.mark.parametrize("bullet", ["", "- "])
def test_options_of_one_question_do_not_chain_and_the_answer_is_the_claim(bullet):
    (claim,) = verify_text(SIZE.format(*[bullet] * 3, "(2) 7×7")).claims
    assert (claim.line, claim.column, claim.text, claim.verdict.status) == (7, 4, "(2) 7×7", "holds")
    assert "height=6" in claim.reading
    (claim,) = verify_text(SIZE.format(*[bullet] * 3, "(1) 6×6")).claims
    assert (claim.line, claim.text, claim.verdict.status) == (7, "(1) 6×6", "refuted")
    assert "the right option is another: (2)" in claim.notes


def test_a_second_right_option_is_told_beside_the_answer():
    (claim,) = verify_text(MACS.format(1)).claims
    assert (claim.line, claim.verdict.status) == (8, "holds")
    assert "another option is right as well: (3)" in claim.notes
    assert "another option is right as well: (3)" in " ".join(text.render([verify_text(MACS.format(1))]).split())
    (claim,) = refuted(MACS.format(2))
    assert "the right option is another: (1), (3)" in claim.notes


WHICH = ["Which layer depends on the batch size?", "## Which layer depends on the batch size?", "**Q1. Which layer depends on the batch size?**", "バッチサイズに依存するのはどの層か。", "バッチサイズに依存するものはどれか。"]


@pytest.mark.parametrize("question", WHICH)
def test_a_ticked_box_is_the_answer_to_the_question_above(question):
    boxes = "\n\n- [{}] Instance norm\n- [{}] Batch norm\n"
    (wrong,) = verify_text(question + boxes.format("x", " ")).claims
    assert (wrong.text, wrong.verdict.status) == ("Instance norm", "refuted")
    (right,) = verify_text(question + boxes.format(" ", "x")).claims
    assert (right.text, right.verdict.status) == ("Batch norm", "holds")
    assert not verify_text(question + boxes.format(" ", " ")).claims


def test_a_ticked_box_below_what_asks_for_the_wrong_one_calls_it_wrong():
    boxes = "Which of the following is false?\n\n- [{}] Max pooling has no learnable parameters.\n- [{}] Layer norm depends on the other samples of the batch.\n"
    assert not refuted(boxes.format(" ", "x"))
    assert refuted(boxes.format("x", " "))


def test_an_answers_own_words_stand_for_what_is_read_with_its_question():
    note = "その計算では、Depthwise Convolution がチャネル毎に $K \\times K \\times 1$ のフィルターを用いるため、計算量は（い）となる。\n\n答）\n\n- （い）：$H \\times W \\times C \\times K \\times K$\n"
    claims = verify_text(note).claims
    told = {(c.line, c.column, c.text) for c in claims if c.line == 5}
    assert told == {(5, 8, "H \\times W \\times C \\times K \\times K")}
    question = "Which of these normalises over the batch axis?\n\n(a) layer norm\n(b) instance norm\n(c) batch norm\n\nAnswer: (a)\n"
    assert {(c.line, c.column, c.text) for c in refuted(question)} == {(3, 5, "layer norm"), (7, 9, "(a)")}


AXES_ASKED = [
    "Question: Layer norm normalises over (い) for each sample.\n\n{} C, H, W\n{} H, W ⇒ that is {}\n\nAnswer:\n- (い): C, H, W\n",
    "Which axes does layer norm normalise over?\n\n- (a) C, H, W\n- (b) H, W ⇒ that is {2}\n\nAnswer: (a)\n",
    "問：LayerNorm が正規化する軸は（あ）である。\n\n{} C, H, W\n{} H, W ⇒ それは {} なので誤り\n\n答え：\n- （あ）：C, H, W\n",
]


@pytest.mark.parametrize("note", AXES_ASKED)
@pytest.mark.parametrize("bullets", [("-", "-"), ("- (a)", "- (b)"), ("(a)", "(b)")])
def test_a_reason_that_names_another_layer_says_the_option_of_that_one(note, bullets):
    assert not refuted(note.format(*bullets, "instance norm"))
    assert any("instance_norm" in c.reading for c in verify_text(note.format(*bullets, "instance norm")).claims)
    (claim,) = refuted(note.format(*bullets, "batch norm"))
    assert claim.reading == "normalised_over(batch_norm) == {H, W}"


GAPPED = "問）WaveNet の大きな利点は、単純な Convolution layer と比べて（い）ことである。\n\n{0}パラメータ数に対する受容野が広い\n{1}学習時に並列計算が行える ⇒ 並列演算はできない{3}誤り\n{2}推論時に並列計算が行える ⇒ 並列演算はできない{3}誤り\n\n答）\n- （い）：パラメータ数に対する受容野が広い\n"
CHOSEN_FROM = "WaveNet の利点として正しいものはどれか。\n\n{0}パラメータ数に対する受容野が広い\n{1}学習時に並列計算が行える ⇒ 並列演算はできない{3}誤り\n{2}生成時に並列計算が行える ⇒ 並列演算はできない{3}誤り\n\n答え：(a)\n"


@pytest.mark.parametrize("so", ["ので", "ため", "から"])
@pytest.mark.parametrize(("note", "labels"), [(GAPPED, ("- (a) ", "- (b) ", "- (c) ")), (GAPPED, ("- ", "- ", "- ")), (CHOSEN_FROM, ("(a) ", "(b) ", "(c) ")), (CHOSEN_FROM, ("- (a) ", "- (b) ", "- (c) "))])
def test_a_reason_is_read_under_the_conditions_of_its_option_whatever_its_label(note, labels, so):
    claims = verify_text(note.format(*labels, so)).claims
    told = {c.reading: c.verdict.status for c in claims if "parallel" in c.reading}
    assert told == {"not parallel_over_time(wavenet, mode=training)": "refuted", "not parallel_over_time(wavenet, mode=generation)": "holds"}


def test_a_reason_behind_an_option_makes_it_no_second_right_one():
    note = "Question: which of these is a normalisation over C, H, W?\n\n1. batch norm => it normalises over N, H, W\n2. layer norm\n3. instance norm => it normalises over N and C\n\nAnswer: 2\n"
    assert not any("right as well" in n for c in verify_text(note).claims for n in c.notes)
    assert [c.line for c in refuted(note)] == [5]


def test_the_reason_behind_the_option_that_is_rightly_called_wrong_is_no_part_of_it():
    note = "問3 次のうち誤っているものはどれか。\n\n(1) DenseNet は特徴を連結する\n(2) ResNet は入力を出力に足す\n(3) Layer Norm はバッチの他のサンプルに依存する → 依存しない\n\n答え：({})\n"
    assert not refuted(note.format(3))
    assert refuted(note.format(1))


ONE_RIGHT = [
    "Which order of layers does DenseNet use?\n\n(a) Conv → BN → ReLU\n(b) BN → ReLU → Conv\n\nAnswer: (b)\n",
    "Which layer has fewer parameters, a 1x1 or a 3x3 convolution with 64 input and 64 output channels?\n\n(a) the 1x1 convolution with 4,096 weights\n(b) the 3x3 convolution with 36,864 weights\n\nAnswer: (a)\n",
]


@pytest.mark.parametrize("note", ONE_RIGHT)
def test_a_wrong_option_of_which_something_is_true_is_no_second_right_one(note):
    assert not any("right as well" in n for c in verify_text(note).claims for n in c.notes)


def test_a_value_of_one_figure_is_shown_by_the_label_that_chooses_it():
    claims = verify_text("What is the receptive field of two 3x3 layers?\n\n- (a) 5\n- (b) 7\n- (c) 9\n\nAnswer: (a)\n").claims
    assert [(c.line, c.text) for c in claims if c.line == 7] == [(7, "(a)")]
