"""Torch's operations, sorted: products that are counted, elementwise work by category, and what only moves data.

What is in none of the tables is unknown. Names are the dispatcher's (`torch.ops.aten`), without the trailing
underscore of in-place variants. Nothing of torch is imported here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any


@dataclass(frozen=True)
class Products:
    """The multiply-accumulates of one call; a convolution also says its kernel and groups."""

    kind: str
    macs: int
    bias: bool = False
    kernel: tuple[int, ...] | None = None
    groups: int = 1
    channels: int = 1


def short_name(func: Any) -> str:
    """`aten::add_.Tensor` -> "add"; an operation of another library keeps its namespace."""
    namespace, _, name = func._schema.name.partition("::")
    name = name if name.startswith("__") else name.rstrip("_")
    return name if namespace == "aten" else f"{namespace}::{name}"


def _convolution(args: Sequence[Any], options: Mapping[str, Any], out: Any) -> Products:
    """Each output element (transposed: each input element) meets its share of the weights once."""
    x, weight, bias, *_ = args
    transposed, groups = bool(args[6]), args[8]
    axes = weight.dim() - 2
    positions = x if transposed else out
    batch = prod(positions.shape[:-axes]) // positions.shape[-axes - 1]
    macs = batch * prod(positions.shape[-axes:]) * weight.numel()
    kind = f"conv_transpose{axes}d" if transposed else f"conv{axes}d"
    return Products(kind, macs, bias is not None, tuple(weight.shape[2:]), groups, x.shape[-axes - 1])


def _product(first: int, second: int, bias: bool = False) -> Callable[..., Products]:
    """A matrix product of the arguments at two places: (..., n, m) with (..., m, p)."""

    def count(args: Sequence[Any], options: Mapping[str, Any], out: Any) -> Products:
        left, right = args[first], args[second]
        columns = right.shape[-1] if right.dim() > 1 else 1
        return Products("matmul", left.numel() * columns, bias)

    return count


def _linear(args: Sequence[Any], options: Mapping[str, Any], out: Any) -> Products:
    weight = args[1]
    return Products(
        "linear", args[0].numel() * (weight.shape[0] if weight.dim() > 1 else 1), len(args) > 2 and args[2] is not None
    )


def _attention(args: Sequence[Any], options: Mapping[str, Any], out: Any) -> Products:
    """softmax(Q K^T) V: every query meets every key and every value, masked or not."""
    query, key, value = args[:3]
    queries = query.numel() // query.shape[-1]
    return Products("attention", queries * key.shape[-2] * (query.shape[-1] + value.shape[-1]))


PRODUCTS: dict[str, Callable[..., Products]] = {
    **dict.fromkeys(("convolution", "_convolution", "convolution_overrideable"), _convolution),
    **dict.fromkeys(("mm", "bmm", "mv", "dot", "vdot", "_int_mm", "matmul"), _product(0, 1)),
    **dict.fromkeys(("addmm", "baddbmm", "addmv", "_addmm_activation", "addbmm"), _product(1, 2, bias=True)),
    "linear": _linear,
    **dict.fromkeys(
        (
            "_scaled_dot_product_flash_attention_for_cpu", "_scaled_dot_product_flash_attention",
            "_scaled_dot_product_efficient_attention", "_scaled_dot_product_cudnn_attention",
            "_scaled_dot_product_fused_attention_overrideable", "_scaled_dot_product_attention_math_for_mps",
        ),
        _attention,
    ),
}  # fmt: skip

_CATEGORIES = {
    "batch_norm": """native_batch_norm _native_batch_norm_legit _native_batch_norm_legit_no_training
        _batch_norm_no_update _batch_norm_with_update cudnn_batch_norm miopen_batch_norm""",
    "normalisation": "native_layer_norm native_group_norm _fused_rms_norm linalg_vector_norm norm renorm",
    "pooling": """max_pool2d max_pool2d_with_indices max_pool3d_with_indices avg_pool1d avg_pool2d avg_pool3d
        mkldnn_max_pool2d _adaptive_avg_pool2d _adaptive_avg_pool3d adaptive_max_pool2d
        adaptive_max_pool3d fractional_max_pool2d mean""",
    "activation": """relu relu6 gelu silu sigmoid tanh hardtanh hardswish hardsigmoid leaky_relu elu celu selu softplus
        mish _softmax _log_softmax _safe_softmax log_sigmoid_forward glu threshold prelu
        _prelu_kernel rrelu_with_noise softshrink hardshrink clamp clamp_min clamp_max""",
    "connection": "add",
    "arithmetic": """sub rsub mul div pow sqrt rsqrt exp exp2 expm1 log log2 log10 log1p neg abs reciprocal square sin
        cos tan asin acos atan atan2 sinh cosh erf erfc erfinv floor ceil round trunc frac sign sgn
        fmod remainder floor_divide maximum minimum fmax fmin max min amax amin aminmax sum prod
        cumsum cumprod logsumexp var var_mean std std_mean eq ne lt le gt ge logical_and logical_or
        logical_not logical_xor bitwise_and bitwise_or bitwise_not bitwise_xor __and__ __or__
        __lshift__ __rshift__ isnan isinf isfinite any all argmax argmin topk sort addcmul addcdiv
        lerp sigmoid_backward nan_to_num mse_loss smooth_l1_loss nll_loss_forward
        upsample_bilinear2d upsample_linear1d upsample_trilinear3d upsample_bicubic2d
        _upsample_bilinear2d_aa col2im scatter_add index_add scatter_reduce heaviside logaddexp
        polar angle ldexp hypot count_nonzero""",
}
ELEMENTWISE: dict[str, str] = {name: category for category, names in _CATEGORIES.items() for name in names.split()}

_MOVING = """
    view _unsafe_view reshape _reshape_alias permute transpose t movedim expand slice select narrow cat stack
    split split_with_sizes chunk unbind unsafe_split unsafe_chunk squeeze unsqueeze flatten unflatten clone copy
    _to_copy to contiguous detach alias as_strided diagonal diag_embed lift lift_fresh lift_fresh_copy empty
    empty_like empty_strided new_empty new_empty_strided new_zeros new_ones new_full zeros zeros_like ones
    ones_like full full_like fill zero arange linspace eye scalar_tensor tril triu tril_indices triu_indices
    index index_select index_put _index_put_impl gather scatter slice_scatter select_scatter embedding
    constant_pad_nd reflection_pad1d reflection_pad2d replication_pad1d replication_pad2d pad flip roll rot90
    repeat repeat_interleave tile where masked_fill masked_scatter masked_select native_dropout dropout
    pixel_shuffle pixel_unshuffle channel_shuffle native_channel_shuffle im2col unfold upsample_nearest1d
    upsample_nearest2d upsample_nearest3d _upsample_nearest_exact2d _local_scalar_dense item is_same_size rand
    rand_like randn randn_like randint randperm normal uniform bernoulli random view_as_real view_as_complex
    real imag resize set one_hot nonzero broadcast_tensors meshgrid swapaxes squeeze_copy numpy_T take
    take_along_dim _assert_async _assert_scalar _linalg_check_errors sym_size sym_stride sym_numel expand_copy
    permute_copy
"""
FREE = frozenset(_MOVING.split())


def elementwise(name: str, args: Sequence[Any], out: Any) -> tuple[str, int]:
    """(category, operations) of a known elementwise operation: one for each value that is read, or window element."""
    category = ELEMENTWISE[name]
    first = out[0] if isinstance(out, list | tuple) else out
    results = first.numel() if hasattr(first, "numel") else 0
    if category == "pooling" and "adaptive" not in name and name != "mean":
        kernel = args[1] if isinstance(args[1], list | tuple) else [args[1]]
        axes = int(name[name.index("d") - 1]) if "d" in name and name[name.index("d") - 1].isdigit() else 2
        return category, results * (prod(kernel) if len(kernel) > 1 else kernel[0] ** axes)  # pyright: ignore[reportGeneralTypeIssues]
    read = next((a.numel() for a in args if hasattr(a, "numel")), 0)
    return category, max(read, results)
