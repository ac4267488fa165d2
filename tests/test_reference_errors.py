"""What is unusable is refused in one sentence: the operation, what was given, what was expected."""

import numpy as np
import pytest
from kenzan.reference.errors import InputError
from kenzan.reference.operations import OPERATIONS

X1, X2 = np.ones((2, 4, 9)), np.ones((2, 4, 9, 8))
W1, W2 = np.ones((6, 4, 3)), np.ones((6, 4, 3, 2))

REFUSED = [
    ("conv2d", (X1[0, 0], W2), {}, r"input has 1 axes \(shape \(9,\)\); expected 4 \(N, C, and 2 spatial\), or 3"),
    ("conv2d", (X2, W1), {}, r"weight has shape \(6, 4, 3\); expected 4 axes"),
    ("conv2d", (X2, W2), {"groups": 2}, r"input has 4 channels .* and groups 2; expected 8 channels"),
    ("conv2d", (X2, np.ones((3, 2, 3, 3))), {"groups": 2}, "groups is 2; expected a divisor of the 3 of"),
    ("conv2d", (X2, W2), {"groups": 0}, "groups is 0; expected an integer of at least 1"),
    ("conv2d", (X2, W2), {"stride": 0}, "stride is 0; expected an integer of at least 1, or 2 of them"),
    ("conv2d", (X2, W2), {"stride": (1, 2, 3)}, r"stride is \(1, 2, 3\); expected an integer of at least 1, or 2"),
    ("conv2d", (X2, W2), {"stride": 1.5}, "stride is 1.5; expected an integer"),
    ("conv2d", (X2, W2), {"stride": "2"}, "stride is '2'; expected an integer"),
    ("conv2d", (X2, W2), {"dilation": -1}, "dilation is -1; expected an integer of at least 1"),
    ("conv2d", (X2, W2), {"padding": -1}, "padding is -1; expected an integer of at least 0"),
    ("conv2d", (X2, W2), {"padding": "full"}, 'padding is \'full\'; expected "valid", "same" or integers'),
    ("conv2d", (X2, W2), {"padding": "same", "stride": 2}, r'padding is "same" with stride \(2, 2\); expected'),
    ("conv2d", (X2, W2), {"dilation": 9}, r"the kernel \(3, 2\) .* spans \(19, 10\) .* \(9, 8\) .*; expected a span"),
    ("conv2d", (X2, W2, np.ones(5)), {}, r"bias has shape \(5,\); expected shape \(6,\)"),
    ("conv2d", ("image", W2), {}, r"input is str \(<U5\); expected an array of numbers"),
    ("conv2d", ([[1, 2], [3]], W2), {}, r"input is list \(object\); expected an array of numbers"),
    ("conv2d", (np.array([[["a", None]]], dtype=object), W2), {}, "input is ndarray .*; expected an array of numbers"),
    ("conv2d", (X2 > 0, W2), {}, r"input is ndarray \(bool\); expected an array of numbers"),
    ("conv1d", (X1, None), {}, "weight is NoneType .*; expected an array of numbers"),
    ("conv_transpose1d", (X1, np.ones((4, 2, 3))), {"output_padding": 1}, r"output_padding is \(1,\) .*; expect"),
    ("conv_transpose1d", (X1, np.ones((4, 2, 1))), {"padding": 5}, r"padding is \(5,\) and cuts off all of .* \(9,\)"),
    ("conv_transpose2d", (X2, np.ones((4, 2, 1, 1))), {"groups": 3}, "groups is 3; expected a divisor of the 4"),
    ("max_pool2d", (X2, 0), {}, "kernel_size is 0; expected an integer of at least 1"),
    ("max_pool2d", (X2, 2), {"padding": 2}, r"padding is \(2, 2\) with kernel_size \(2, 2\); expected at most half"),
    ("max_pool2d", (X2, 10), {}, r"the window \(10, 10\) .* spans 10 of 9 elements; expected a window"),
    ("avg_pool2d", (X2, 2), {"divisor_override": 0}, "divisor_override is 0; expected an integer"),
    ("avg_pool2d", (X2[0, 0], 2), {}, r"input has 2 axes .*; expected 4"),
    ("adaptive_avg_pool2d", (X2, (1, 2, 3)), {}, r"output_size is \(1, 2, 3\); expected an integer or None, or two"),
    ("adaptive_avg_pool2d", (X2, -1), {}, "output_size is -1; expected an integer of at least 0"),
    ("linear", (X1, np.ones((5, 8))), {}, r"input has shape \(2, 4, 9\); expected 8 features on its last axis"),
    ("linear", (X1, np.ones((5, 9, 1))), {}, r"weight has shape \(5, 9, 1\); expected \(out_features, in_features\)"),
    ("softmax", (X1,), {"dim": 3}, r"dim is 3; expected an axis of the input \(2, 4, 9\)"),
    ("batch_norm", (X1, None, None), {}, "running_mean and running_var: 0 of them given; expected both"),
    ("batch_norm", (X1, np.ones(4), None), {"training": True}, "1 of them given; expected both or neither"),
    ("batch_norm", (X1, [0.0] * 4, np.ones(4)), {}, r"running_mean is list; expected a NumPy array"),
    ("batch_norm", (X1[:1, :, 0], None, None), {"training": True}, r"training with input \(1, 4\), one value"),
    ("batch_norm", (X1, None, None, np.ones(3)), {"training": True}, r"weight has shape \(3,\); expected shape"),
    ("batch_norm", (X1, None, None), {"training": True, "eps": "small"}, "eps is 'small'; expected a real number"),
    ("instance_norm", (X1[..., :1],), {}, r"input has shape \(2, 4, 1\), one value per channel; expected"),
    ("layer_norm", (X1, (4, 8)), {}, r"normalized_shape is \(4, 8\) for an input \(2, 4, 9\); expected the last axes"),
    ("group_norm", (X1, 3), {}, "num_groups is 3; expected a divisor of the 4 channels"),
    ("depthwise_conv2d", (X2, W2), {}, r"weight has shape \(6, 4, 3, 2\); expected \(4\*mult, 1, KH, KW\)"),
    ("pointwise_conv2d", (X2, W2), {}, r"weight has shape \(6, 4, 3, 2\); expected \(M, C, 1, 1\)"),
    ("causal_conv1d", (X1, W1), {"dilation": 0}, "dilation is 0; expected an integer of at least 1"),
    ("masked_conv2d", (X2, W2), {}, r"weight has shape \(6, 4, 3, 2\); expected .* with odd KH and KW"),
    ("masked_conv2d", (X2, np.ones((6, 4, 3, 3))), {"mask_type": "C"}, "mask_type is 'C'; expected \"A\" or \"B\""),
    ("dense_block", (X2, [np.ones((2, 4, 1, 1))]), {}, r"a weight has shape \(2, 4, 1, 1\); expected"),
    ("dense_block", (X2, [], [np.ones(4)]), {}, "1 gammas for 0 weights; expected one for each layer"),
    ("transition_layer", (X2, W2), {}, r"weight has shape \(6, 4, 3, 2\); expected \(M, C, 1, 1\)"),
    ("residual_block", (X2, W2, np.ones((3, 6, 3, 3))), {}, r"residual of shape \(2, 3, 9, 8\)"),
    ("gated_residual_layer", (X1, W1, W1, W1, W1), {}, r"residual_weight has shape \(6, 4, 3\); expected a 1x1"),
    ("mu_law_encode", (np.array([0.0, 1.5]),), {}, "signal reaches from 0.0 to 1.5; expected values from -1 to 1"),
    ("mu_law_encode", (np.array([np.nan]),), {}, "signal reaches from nan to nan; expected values from -1 to 1"),
    ("mu_law_encode", (np.array([0.0]), 1), {}, "quantization_channels is 1; expected an integer of at least 2"),
    ("mu_law_decode", (np.array([256]),), {}, "codes reaches from 256 to 256; expected values from 0 to 255"),
]


@pytest.mark.parametrize(("name", "arguments", "options", "message"), REFUSED)
def test_refused_in_one_sentence(name, arguments, options, message):
    with pytest.raises(InputError, match=message) as caught:
        OPERATIONS[name](*arguments, **options)
    text = str(caught.value)
    assert text.startswith(tuple(f"{operation}: " for operation in OPERATIONS))
    assert "; expected " in text
    assert "\n" not in text


def test_every_operation_that_can_refuse_does():
    elsewhere = {"relu", "sigmoid", "tanh", "depthwise_separable_conv2d"}  # below, and by its two parts
    assert {name for name, *_ in REFUSED} == OPERATIONS.keys() - elsewhere


@pytest.mark.parametrize("name", ["relu", "sigmoid", "tanh"])
def test_activations_refuse_what_is_no_number(name):
    with pytest.raises(InputError, match=f"^{name}: input is str .*; expected an array of numbers"):
        OPERATIONS[name]("text")


def test_sizes_from_strangers_do_not_fill_the_memory():
    with pytest.raises(InputError, match="would be made; expected at most"):
        OPERATIONS["conv2d"](X2, W2, padding=10**9)
