"""The words for effects on training: the second argument of `training_effect(subject, effect)`.

Each is a statement about training that an experiment can decide in one setting; the reader of notes maps its phrases
to these words. A claim's polarity stays in the statement (`not training_effect(...)`), never in the word.
"""

from __future__ import annotations

EFFECTS: dict[str, dict[str, str]] = {
    "faster_training": {
        "en": "training needs fewer steps to reach a given loss (faster, quicker to converge)",
        "ja": "同じ損失に達するまでの更新回数が少ない（学習が速い、収束が速い、学習時間の短縮）",
    },
    "initialisation": {
        "en": "the result depends less on the initial weights",
        "ja": "結果が重みの初期値に左右されにくい（初期値への依存の低減）",
    },
    "learning_rate": {
        "en": "training succeeds at higher learning rates (more stable training)",
        "ja": "より大きな学習率でも学習できる（学習の安定）",
    },
    "regularisation": {
        "en": "less overfitting: a smaller gap between training and test accuracy",
        "ja": "過学習が抑えられる（訓練と評価の正解率の差が小さい、正則化）",
    },
    "small_batch": {
        "en": "training suffers from small mini-batches (may not converge)",
        "ja": "ミニバッチが小さいと学習が損なわれる（収束しないことがある）",
    },
    "small_batch_robust": {
        "en": "training works with small mini-batches, where batch normalisation fails",
        "ja": "ミニバッチが小さくても学習できる（バッチ正規化の代わりになる）",
    },
    "accuracy": {
        "en": "higher accuracy at an equal number of parameters",
        "ja": "同じパラメータ数で精度が高い",
    },
    "accuracy_kept": {
        "en": "fewer parameters and operations with hardly any loss of accuracy",
        "ja": "パラメータ数と計算量を減らしても精度がほとんど落ちない",
    },
    "long_range": {
        "en": "dependences over long distances are learned",
        "ja": "離れた位置への依存（長期の依存関係）を学習できる",
    },
    "trainable_depth": {
        "en": "deep networks become easier to train (no degradation with depth)",
        "ja": "深いネットワークでも学習しやすい（劣化問題の緩和）",
    },
    "vanishing_gradient": {
        "en": "gradients vanish less on their way to the first layers",
        "ja": "勾配消失が抑えられる（入力に近い層まで勾配が届く）",
    },
}
