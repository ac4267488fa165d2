"""Roles of sizes, and the letters that name them by convention."""

from __future__ import annotations

ROLES = (
    "batch", "in_channels", "out_channels", "height", "width", "size", "time", "kernel_size", "kernel_height",
    "kernel_width", "stride", "stride_height", "stride_width", "padding", "padding_height", "padding_width",
    "total_padding", "total_padding_height", "total_padding_width", "dilation", "groups", "layers", "growth_rate",
    "multiplier", "in_features", "out_features", "compression", "stacks", "dilation_height", "dilation_width", "eps",
    "depth", "resolution", "classes", "alpha",
)  # fmt: skip
"""Everything a letter may stand for; `size`, `kernel_size`, `stride`, `padding`, `dilation` mean both axes alike."""

LETTERS: dict[str, tuple[str, ...]] = {
    "N": ("batch",), "B": ("batch",), "batch": ("batch",),
    "C": ("in_channels",), "C_in": ("in_channels",), "C_1": ("in_channels",), "k0": ("in_channels",),
    "k_0": ("in_channels",), "c_i": ("in_channels",), "d_i": ("in_channels",),
    "M": ("out_channels",), "C_out": ("out_channels",), "C_2": ("out_channels",), "c_o": ("out_channels",),
    "d_j": ("out_channels",),
    "H": ("height",), "H_in": ("height",), "n_h": ("height",), "W": ("width",), "W_in": ("width",), "n_w": ("width",),
    "D_F": ("size",), "T": ("time",),
    "K": ("kernel_size",), "D_K": ("kernel_size",), "KH": ("kernel_height",), "KW": ("kernel_width",),
    "K_h": ("kernel_height",), "K_w": ("kernel_width",), "K_H": ("kernel_height",), "K_W": ("kernel_width",),
    "k_h": ("kernel_height",), "k_w": ("kernel_width",), "F_h": ("kernel_height",), "F_w": ("kernel_width",),
    "S": ("stride",), "s": ("stride",), "s_h": ("stride_height",), "s_w": ("stride_width",),
    "S_h": ("stride_height",), "S_w": ("stride_width",),
    "P": ("padding",), "p": ("padding",), "P_h": ("padding_height",), "P_w": ("padding_width",),
    "p_h": ("total_padding_height",), "p_w": ("total_padding_width",),
    "D": ("dilation",), "d": ("dilation",), "r": ("dilation",), "G": ("groups",), "g": ("groups",),
    "L": ("layers",), "l": ("layers",), "n": ("layers",),
    "k": ("growth_rate", "kernel_size"), "a": ("multiplier",), "m": ("multiplier",),
    "I": ("in_features",), "O": ("out_features",), "theta": ("compression",),
}  # fmt: skip
"""What a letter means unless a `where` says otherwise: the first of its roles that the subject has."""

CUSTOMS = (("F", {"F": "kernel_size", "K": "out_channels", "D": "in_channels"}),)
"""Sets of letters that go together: where the first is used, all have these meanings (F and K as in CS231n)."""

PARTS = {
    "size": ("height", "width"),
    "kernel_size": ("kernel_height", "kernel_width"),
    "stride": ("stride_height", "stride_width"),
    "padding": ("padding_height", "padding_width"),
    "total_padding": ("total_padding_height", "total_padding_width"),
    "dilation": ("dilation_height", "dilation_width"),
}
"""The roles of two axes that one role names together."""

SYMBOL = {
    "batch": "N", "in_channels": "C", "out_channels": "M", "height": "H", "width": "W", "time": "T",
    "kernel_size": "K", "kernel_height": "KH", "kernel_width": "KW", "stride": "S", "padding": "P", "dilation": "D",
    "groups": "G", "layers": "L", "growth_rate": "k", "multiplier": "a", "in_features": "I", "out_features": "O",
}  # fmt: skip
"""The letter by which a size that a statement does not mention is named in a counterexample."""

WORD_OPTIONS = frozenset({
    "given",
    "at", "borders", "step", "epsilon", "linear", "norms", "biases", "live", "bias", "change", "count",
    "crop", "dims", "effect", "form", "input", "mask", "mode", "moments", "moving", "affine", "of", "output",
    "part", "path", "plan", "per", "to", "via", "axis", "layout", "layer", "shortcut", "version",
})  # fmt: skip
"""Options whose value is a word, never a letter for a size."""

WORDS = frozenset({"same", "valid", "causal", "kernel", "none", "true", "false"})
"""Words that may stand where a size could: the kinds of padding, a pooling stride equal to its kernel."""

RANGES: dict[str | None, tuple[int, int]] = {
    "batch": (1, 3), "in_channels": (1, 3), "out_channels": (1, 3), "height": (1, 8), "width": (1, 6), "size": (1, 8),
    "time": (1, 9), "kernel_size": (1, 5), "kernel_height": (1, 4), "kernel_width": (1, 4), "stride": (1, 3),
    "padding": (0, 2), "total_padding": (0, 4), "dilation": (1, 3), "groups": (1, 4), "layers": (1, 5),
    "growth_rate": (1, 3), "multiplier": (1, 3), "in_features": (1, 4), "out_features": (1, 4), "stacks": (1, 3),
    None: (1, 4),
}  # fmt: skip
"""The sizes over which a letter ranges where every case of a box is tried."""


def axis_of(role: str | None) -> str | None:
    """The axis (or pair of axes) a role speaks of: `padding_height` and `padding` are both paddings."""
    if role is None or role in RANGES:
        return role
    base = role.rsplit("_", 1)[0]
    return base if base in RANGES else None
