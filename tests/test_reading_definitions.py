"""What terms are defined as, and formulas of one customary form: each true note with a twin that is refuted."""

import pytest
from kenzan.reports.verification import verify_text

PAIRS = [
    ("# MobileNet\n\n## Depthwise\n\n- チャネルごとに別々に畳み込む。チャネルをまたぐ計算は次の Pointwise で行う\n", "# MobileNet\n\n## Depthwise\n\n- チャネルをまたぐ計算もここで行う\n"),
    ("# CNN\n\n- dilation rate とは、カーネルの要素どうしの間隔のこと\n", "# CNN\n\n- dilation rate とは、カーネルを次の位置へ動かすときの間隔のこと\n"),
    ("# CNN\n\n- ストライドとは、カーネルを動かす間隔のこと\n", "# CNN\n\n- ストライドとは、カーネルの要素どうしの間隔のこと\n"),
    ("# CNN\n\nストライド：フィルタを適用する位置の間隔\n", "# CNN\n\nストライド：入力の周囲に足すゼロの幅\n"),
    ("# CNN\n\nパディング：入力の周囲をゼロなどで埋めること\n", "# CNN\n\nパディング：フィルタを動かす幅\n"),
    ("# CNN\n\n- Stride: how many pixels the kernel moves at each step\n", "# CNN\n\n- Stride: how many zeros are added around the input\n"),
    ("# CNN\n\n- Dilation: spacing between the kernel elements\n", "# CNN\n\n- Dilation: how far the kernel moves at each step\n"),
    ("# CNN\n\nDilation is the distance between neighbouring taps of the kernel.\n", "# CNN\n\nDilation is the distance between neighbouring positions of the kernel.\n"),
    ("# CNN\n\nStride is the distance between neighbouring positions of the kernel.\n", "# CNN\n\nStride is the distance between neighbouring taps of the kernel.\n"),
    ("| 用語 | 意味 |\n|---|---|\n| ストライド | フィルタをずらす幅 |\n", "| 用語 | 意味 |\n|---|---|\n| ストライド | フィルタの要素の間隔 |\n"),
    ("| 用語 | 意味 |\n|---|---|\n| ダイレーション | フィルタの要素の間隔 |\n", "| 用語 | 意味 |\n|---|---|\n| ダイレーション | フィルタをずらす幅 |\n"),
    ("| term | meaning |\n|---|---|\n| padding | pixels added around the border |\n", "| term | meaning |\n|---|---|\n| padding | step of the sliding window |\n"),
    ("| term | meaning |\n|---|---|\n| stride | step of the sliding window |\n", "| term | meaning |\n|---|---|\n| stride | spacing between kernel elements |\n"),
    ("# CNN\n\nパディングとは、入力のまわりに 0 を付け足すことです。\n", "# CNN\n\nパディングとは、カーネルの間を空けることです。\n"),
    ("# DenseNet\n\ngrowth rate は、各層が新たに加える特徴マップの数のこと。\n", "# DenseNet\n\ngrowth rate は、ブロックの層の数のこと。\n"),
    ("# DenseNet\n\nThe growth rate k is the number of feature maps each layer adds.\n", "# DenseNet\n\nThe growth rate k is the number of layers in a block.\n"),
    ("# DenseNet\n\n成長率 k：1層が出力するチャネル数\n", "# DenseNet\n\n成長率 k：1ブロックの層数\n"),
    ("# MobileNet\n\nwidth multiplier α は各層のチャネル数を一律に減らす係数である。\n", "# MobileNet\n\nwidth multiplier α は入力画像の解像度を一律に減らす係数である。\n"),
    ("# MobileNet\n\nThe width multiplier α thins the channels of every layer.\n", "# MobileNet\n\nThe width multiplier α scales the resolution of the input image.\n"),
    ("# MobileNet\n\nresolution multiplier ρ は入力の解像度を下げる。\n", "# MobileNet\n\nresolution multiplier ρ はチャネル数を減らす。\n"),
    ("# RNN\n\n$h_t=\\tanh(Wx_t+Uh_{t-1}+b)$\n", "# RNN\n\n$h_t=\\tanh(Wx_t+Uh_{t+1}+b)$\n"),
    ("# RNN\n\n- 単純な RNN:$h_t=\\tanh(Wx_t+Uh_{t-1}+b)$\n", "# RNN\n\n- 単純な RNN:$h_t=\\tanh(Wx_{t-1}+Uh_{t}+b)$\n"),
    ("# Attention\n\n- 自己注意:$\\mathrm{softmax}(QK^\\top/\\sqrt{d_k})V$\n", "# Attention\n\n- 自己注意:$\\mathrm{softmax}(QK^\\top/d_k)V$\n"),
    ("# Attention\n\nAttention(Q, K, V) = softmax(QK^T/√d_k)V\n", "# Attention\n\nAttention(Q, K, V) = softmax(QV^T/√d_k)K\n"),
    ("# Attention\n\n`softmax(Q @ K.T / sqrt(d_k)) @ V`\n", "# Attention\n\n`softmax(Q @ K.T / d_k) @ V`\n"),
    ("# Attention\n\n$$\\mathrm{Attention}(Q,K,V)=\\mathrm{softmax}\\left(\\frac{QK^\\top}{\\sqrt{d_k}}\\right)V$$\n", "# Attention\n\n$$\\mathrm{Attention}(Q,K,V)=\\mathrm{softmax}\\left(\\frac{QK^\\top}{d_k}\\right)V$$\n"),
    ("# Attention\n\n$\\mathrm{softmax}(QK^T/\\sqrt{d_k})V$\n", "# Attention\n\n$\\mathrm{softmax}(Q^TK/\\sqrt{d_k})V$\n"),
    ("# LSTM\n\nc_t = f_t ⊙ c_{t-1} + i_t ⊙ g_t\n", "# LSTM\n\nc_t = i_t ⊙ c_{t-1} + f_t ⊙ g_t\n"),
    ("# LSTM\n\nh_t = o_t ⊙ tanh(c_t)\n", "# LSTM\n\nh_t = o_t ⊙ σ(c_t)\n"),
    ("- ストライド\n  - フィルタを一度に動かす画素数\n", "- ストライド\n  - フィルタの要素の間隔\n"),
    ("- パディング\n  - 入力の周りにゼロを足す\n", "- パディング\n  - フィルタを一度に動かす画素数\n"),
    ("* Dilation\n  * the gap between the taps of the kernel\n", "* Dilation\n  * how many pixels the kernel moves per step\n"),
    ("## 用語\n\nストライド = フィルタの移動幅\n", "## 用語\n\nストライド = 入力の周りに足す画素数\n"),
    ("## 用語\n\nパディング … 入力の外側を 0 で囲む\n", "## 用語\n\nパディング … フィルタの移動幅\n"),
    ("## 用語\n\nダイレーション率は、カーネルの隣り合う重みの間の距離を表す。\n", "## 用語\n\nダイレーション率は、カーネルを一度にずらす画素数を表す。\n"),
    ("## Terms\n\nThe dilation rate tells how far apart the taps of the kernel are.\n", "## Terms\n\nThe dilation rate tells by how many pixels the kernel is shifted.\n"),
    ("## Terms\n\nThe stride is by how many pixels the filter is shifted.\n", "## Terms\n\nThe stride is how far apart the weights of the filter are.\n"),
    ("## Terms\n\nPadding is the ring of zeros put around the input.\n", "## Terms\n\nPadding is the number of pixels the filter is shifted by.\n"),
    ("## 用語\n\nフィルタを動かす間隔をストライドという。\n", "## 用語\n\nフィルタの要素の間隔をストライドという。\n"),
    ("## 用語\n\n入力の周囲を 0 で埋めることをパディングと呼ぶ。\n", "## 用語\n\n入力の周囲を 0 で埋めることをストライドと呼ぶ。\n"),
    ("## 用語\n\nカーネルの要素の間隔を dilation と呼ぶ。\n", "## 用語\n\nカーネルをずらす間隔を dilation と呼ぶ。\n"),
    ("## Terms\n\nThe step by which the kernel is moved is called the stride.\n", "## Terms\n\nThe step by which the kernel is moved is called the dilation.\n"),
    ("## Terms\n\nThe number of zeros added around the border is called padding.\n", "## Terms\n\nThe number of zeros added around the border is called stride.\n"),
    ("# DenseNet\n\n- 成長率（growth rate）k とは、各層が追加するチャネル数のこと\n", "# DenseNet\n\n- 成長率（growth rate）k とは、Dense Block の層の数のこと\n"),
    ("# DenseNet\n\n- growth rate k: how many channels every layer contributes\n", "# DenseNet\n\n- growth rate k: how many layers a block has\n"),
    ("# 用語集\n\n**パディング**: 画像のまわりに何画素のゼロを足すか\n", "# 用語集\n\n**パディング**: フィルタを何画素ずつ動かすか\n"),
    ("# 用語集\n\n**ダイレーション**: カーネルの要素を何画素おきに置くか\n", "# 用語集\n\n**ダイレーション**: カーネルを何画素ずつ動かすか\n"),
    ("# Glossary\n\n- *stride*: distance the filter travels between two applications\n", "# Glossary\n\n- *stride*: distance between neighbouring weights of the filter\n"),
    ("# Glossary\n\n- *dilation*: distance between neighbouring weights of the filter\n", "# Glossary\n\n- *dilation*: distance the filter travels between two applications\n"),
    ("# Glossary\n\n- *padding*: extra zeros along the edges of the input\n", "# Glossary\n\n- *padding*: number of pixels the filter jumps\n"),
    ("| パラメータ | 説明 |\n|---|---|\n| stride | カーネルをずらす量 |\n", "| パラメータ | 説明 |\n|---|---|\n| stride | 入力の外側に加えるゼロの量 |\n"),
    ("| 引数 | 意味 |\n|---|---|\n| dilation | カーネル要素の間隔 |\n", "| 引数 | 意味 |\n|---|---|\n| dilation | カーネルを動かす間隔 |\n"),
    ("# DenseNet\n\nThe growth rate says how many feature maps each layer contributes.\n", "# DenseNet\n\nThe growth rate says how many layers a dense block contains.\n"),
    ("# DenseNet\n\n成長率とは、1つの層が新しく作るチャネルの数です。\n", "# DenseNet\n\n成長率とは、ブロックに含まれる層の数です。\n"),
    ("# MobileNet\n\n幅乗数 α は各層のチャネル数を α 倍にする。\n", "# MobileNet\n\n幅乗数 α は入力画像の解像度を α 倍にする。\n"),
    ("# RNN\n\nh_t = tanh(W_x x_t + W_h h_{t-1} + b)\n", "# RNN\n\nh_t = tanh(W_x x_t + W_h h_{t+1} + b)\n"),
    ("# RNN\n\n$h_t = \\tanh(W_{xh} x_t + W_{hh} h_{t-1} + b_h)$\n", "# RNN\n\n$h_t = \\tanh(W_{xh} x_{t-1} + W_{hh} h_t + b_h)$\n"),
    ("# LSTM\n\n$c_t = f_t \\odot c_{t-1} + i_t \\odot \\tilde{c}_t$\n", "# LSTM\n\n$c_t = i_t \\odot c_{t-1} + f_t \\odot \\tilde{c}_t$\n"),
    ("# LSTM\n\n$h_t = o_t \\odot \\tanh(c_t)$\n", "# LSTM\n\n$h_t = o_t \\odot \\sigma(c_t)$\n"),
    ("# Attention\n\nAttention(Q,K,V) = softmax( Q K^T / sqrt(d_k) ) V\n", "# Attention\n\nAttention(Q,K,V) = softmax( Q K^T / d_k ) V\n"),
    ("# Attention\n\n$A = \\operatorname{softmax}\\left(\\frac{Q K^{\\top}}{\\sqrt{d}}\\right) V$\n", "# Attention\n\n$A = \\operatorname{softmax}\\left(\\frac{K V^{\\top}}{\\sqrt{d}}\\right) Q$\n"),
]


@pytest.mark.parametrize(("true", "false"), PAIRS)
def test_the_true_note_holds_and_its_twin_is_refuted(true, false):
    told = [claim.verdict.status for claim in verify_text(true).claims]
    assert "refuted" not in told
    assert {"holds", "holds_if"} & set(told)
    assert "refuted" in [claim.verdict.status for claim in verify_text(false).claims]
