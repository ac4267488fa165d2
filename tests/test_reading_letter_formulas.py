"""Formulas in letters: each true in its place, and a false one of its kind that is refuted, or at least not called right."""

import pytest
from kenzan.reports.verification import verify_text

PLANES = "Throughout, $P$ is the number of input planes, $Q$ the number of output planes, the kernel is $r \\times r$, and $S$ denotes the number of *output* positions.\n\n"
TAPS = "Let $x_1,\\dots,x_T$ be a sequence of vectors with $a$ entries each. A layer with $b$ filters of width $w$ and dilation $r$ is causal.\n\n"
NOTATION = "my notation: f = filter side, Ci / Co = ch in / out.\n\n"
RECIPE = "An *inverted residual* for d channels in, d' channels out, expansion t. On an h x w map, at stride 1 and with k x k kernels, one block costs\n\n    "
NAMES = "`cin`, `cout` are channels, `k` the kernel side, `ho`, `wo` the output size.\n\n"
GROUPED = "A layer maps an $h \\times w$ map with $c_{in}$ channels to $c_{out}$ channels.\n\n"
STEPS = "## 受容野\n\n第 $\\ell$ 層の1画素が入力上で見る幅を $r_\\ell$、隣り合う画素の間隔を $j_\\ell$ とする。\n\n$$\n"
SEES = "# What can a unit see?\n\nReceptive fields, layer by layer.\n\n```python\nfor k, s, d in layers:\n    "

PAIRS = [  # a text, a formula that is right, one that is wrong, whether the wrong one is refuted
    (TAPS + "The layer holds ${}$ trainable numbers.", "abw + b", "abw + a", False),
    (NOTATION + "## counting\n\n- conv: {}", "Co(f^2 Ci + 1)", "Co(f^2 Ci + f)", False),
    ("## 母数の個数\n\nバイアスを数えれば、畳み込み層の母数は\n$$ {} $$\nである。", "k^2 a b + b", "k^2 a b + k", False),
    (PLANES + "Fix one output position and one output plane. The value there takes ${}$ multiplications.", "r^2P", "r^2PQ", False),
    (PLANES + "Fix one output position and one output plane. The value there takes ${}$ additions.", "r^2P-1", "r^2P", False),
    (PLANES + "# The cost of a convolution\n\nRepeating this everywhere,\n\n$$\nT = {} .\n$$", "S\\,Q\\,P\\,r^2", "S\\,Q\\,P\\,r", False),
    (PLANES + "*Depthwise separable.* The two steps together need\n\n$$ T_s = {} . $$", "S\\,P\\,(r^2 + Q)", "S\\,Q\\,(r^2 + Q)", False),
    (GROUPED + "With $g$ groups a pointwise layer costs ${}$.", "hw\\,c_{in}c_{out}/g", "hw\\,c_{in}c_{out}/g^2", True),
    (NAMES + "- conv weights: `{}`", "k*k*cin*cout", "k*k*cin*cin", False),
    (NAMES + "- MACs: `{}`", "ho*wo*k*k*cin*cout", "ho*wo*k*cin*cout", False),
    (RECIPE + "{}", "h · w · t · d · (d + k² + d')", "h · w · t · d · (d + k + d')", False),
    ("Three 3 × 3 layers see a 7 × 7 patch. With $q$ channels throughout, the stack has ${}$ weights.", "27q^2", "28q^2", False),
    ("# a dense block\n\nBy *concatenation*, layer $j$ is presented with ${}$ channels.", "64 + 32(j-1)", "64 + 32(j-1)j", False),
    (TAPS + "Put $L$ such layers on top of each other, the $\\ell$-th with dilation $r_\\ell$. The field is\n\n$$\nR_L \\;=\\; {} . \\tag{2}\n$$", "1 + (w-1)\\sum_{\\ell=1}^{L} r_\\ell", "1 + w\\sum_{\\ell=1}^{L} r_\\ell", False),
    (STEPS + "r_\\ell = {}\n$$", "r_{\\ell-1} + (k_\\ell - 1)\\, j_{\\ell-1}", "r_{\\ell-1} + k_\\ell\\, j_{\\ell-1}", True),
    (STEPS + "r_\\ell = r_{\\ell-1} + (k_\\ell - 1)\\, j_{\\ell-1}, \\qquad j_\\ell = {}\n$$", "s_\\ell\\, j_{\\ell-1}", "s_\\ell + j_{\\ell-1}", False),
    (SEES + "r += {}\n    j *= s\n```", "(k - 1) * d * j", "k * d * j", True),
    ("# 畳み込みの大きさ\n\n出力サイズを関数にする。\n\n```python\ndef size(h, f, s, p):\n    return {}\n```", "(h + 2 * p - f) // s + 1", "(h + 2 * p - f) // s", False),
    ("膨張を入れると、核は隙間を空けて配置され、一辺は ${}$ に広がる。", "d(k-1)+1", "d(k-1)", False),
    ("膨張畳み込みでは要素の間隔が $D$ に広がる。その実効的な一辺は ${}$ である。", "F + (F-1)(D-1)", "F + F(D-1)", False),
    ("With two taps per layer and gaps doubling as $1,2,4,\\dots$, a stack of $L$ layers sees ${}$ samples.", "2^L", "2^{L+1}", False),
    ("For a single plane and same padding, an $r \\times r$ kernel directly costs ${}$.", "\\Theta(n^2 r^2)", "\\Theta(n^2 r)", False),
    ("入力の高さと幅 `H`, `W`、フィルタの高さと幅 `FH`, `FW`、ストライド `S`、パディング `P`。\n\n転置畳み込みの出力の高さは`{}`。", "(H - 1) * S - 2 * P + FH", "(H - 1) * S - P + FH", True),
    ("長さ $T$ の系列に幅 $r$ のカーネルを当てる。\n\n一次元畳み込みの重みは$r \\times {} \\times C_{\\mathrm{out}}$ 個です。", "C_{\\mathrm{in}}", "r", False),
]  # fmt: skip


def _place(text: str, value: str) -> tuple[str, int]:
    before, after = text.split("{}")
    return before + value + after, before.count("\n") + 1


@pytest.mark.parametrize(("text", "right", "wrong", "refuted"), PAIRS)
def test_a_right_formula_holds_and_a_wrong_one_does_not(text: str, right: str, wrong: str, refuted: bool):
    whole, line = _place(text, right)
    claims = verify_text(whole).claims
    assert not [c for c in claims if c.verdict.status == "refuted"]
    assert [c for c in claims if abs(c.line - line) <= 1 and c.verdict.status == "holds"]
    whole, line = _place(text, wrong)
    claims = [c for c in verify_text(whole).claims if abs(c.line - line) <= 1]
    assert any(c.verdict.status == "refuted" for c in claims) or not refuted
    assert not [c for c in claims if c.verdict.status == "holds" and wrong.strip("$") in c.text]


@pytest.mark.parametrize("text", ["The model takes 12 MB of flash.", "The layout is NHWC.", "A pooling window of $p \\times q$ keeps the channels.", "BN follows each convolution."])
def test_names_are_no_products(text: str):
    assert not [c for c in verify_text(text).claims if c.predicate in ("params", "macs")]
