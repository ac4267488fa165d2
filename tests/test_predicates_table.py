"""Statements over all predicates, true, conditional, false and meaningless, each with the status that it must get."""

import pytest
from kenzan.properties.canonical import canonical
from kenzan.properties.predicates import names
from kenzan.properties.statement import parse
from kenzan.properties.verdict import STATUSES, decide
from kenzan.reference.errors import InputError

TRUE = """
macs(conv2d) == H*W*K**2*C*M
macs(conv2d, per=position) == K*K*C*M
macs(depthwise_conv2d) == H*W*C*K*K
macs(pointwise_conv2d) == H*W*C*M
macs(depthwise_separable_conv2d) == H*W*C*(K*K+M)
macs(conv2d) == D_F*D_F*D_K*D_K*M*N
macs(conv2d) == (H-K+1)*(W-K+1)*K**2*C*M
macs(conv2d) == 2*H*W*K**2*C*M
params(conv2d, in_channels=4, out_channels=6, kernel_size=3, bias=true) == 222
params(conv2d) == K*K*C*M + M
params(conv2d) == (K*K*C + 1)*M
macs(conv2d, height=224, width=224, in_channels=64, out_channels=64, kernel_size=3) == 224*224*9*64*64
output_shape(conv2d) == (H, W, M)
output_shape(conv2d) == (H-K+1, W-K+1)
output_shape(conv2d, height=6, width=6, kernel_size=2, stride=1, padding=1) == (7, 7)
output_shape(conv2d, stride=S, padding=P) == (floor((H+2*P-K)/S)+1, floor((W+2*P-K)/S)+1)
output_shape(depthwise_conv2d) == (H, W, C)
macs(depthwise_separable_conv2d)/macs(conv2d) == 1/M + 1/K**2
macs(conv2d, stride=S, padding=P) == floor((H+2*P-K)/S+1)**2*K**2*C*M if H == W
32*32 == 1024
H*W*K*K*C + H*W*C*M == H*W*C*(K*K+M)
macs_ratio(depthwise_separable_conv2d, conv2d) == 1/M + 1/K**2
output_size(conv2d, stride=S, padding=P) == floor((H-K+2*P)/S) + 1
output_size(conv2d, stride=S, padding=P) == floor((H-K+P)/S) + 1
output_size(conv2d, stride=S, padding=P) == floor((W-F+2*P)/S) + 1
output_channels(conv2d) == M
output_size(conv2d, padding=valid) == H-K+1
spatial_preserved(conv2d, padding=1, kernel_size=3)
spatial_preserved(conv2d)
spatial_preserved(max_pool2d) == false
spatial_preserved(dense_block)
spatial_preserved(residual_block)
spatial_preserved(causal_conv1d)
output_size(transition_layer) < H
output_shape(transition_layer) == (floor(H/2), floor(W/2))
receptive_field(dilated_stack, layers=L, kernel_size=2) == 2**L
receptive_field(dilated_stack, layers=L, kernel_size=K) == 1 + (K-1)*(2**L-1)
receptive_field(conv_stack, layers=L) == 1 + L*(K-1)
receptive_field(conv_stack, layers=3, kernel_size=3) == 7
receptive_field(conv_stack, layers=2, kernel_size=3) == (5, 5)
receptive_field(dilated_causal_stack, layers=10, kernel_size=2) == 1024
receptive_field(conv2d, dilation=D) == D*(K-1)+1
receptive_field(wavenet, layers=L) == 2**L
rf_per_params(dilated_stack, conv_stack) > 1
rf_per_params(dilated_causal_stack, causal_stack) > 1
memory(conv2d) == H*W*M
params(max_pool2d) == 0
params(linear) == I*O + O
params(batch_norm) == 2*C
params(depthwise_separable_conv2d) == K*K*C + C*M
params(depthwise_separable_conv2d) == C*(K*K + M)
params(dense_block) == 9*k*(L*k0 + k*L*(L-1)/2)
input_shape(conv2d) == (H, W, C)
output_shape(global_avg_pool2d) == (1, 1, C)
params(conv1d) == K*C*M
params_ratio(conv_stack(layers=3, kernel_size=3), conv_stack(layers=1, kernel_size=7)) == 27/49
macs(conv2d, in_channels=3, out_channels=64, height=224, width=224, kernel_size=7, stride=2, padding=3) == 118013952
output_size(conv2d, height=227, kernel_size=11, stride=4, padding=0) == 55
normalised_over(batch_norm) == {N, H, W}
normalised_over(batch_norm) == {N}
normalised_over(layer_norm) == {C, H, W}
normalised_over(layer_norm) == {C}
normalised_over(instance_norm) == {H, W}
normalised_over(group_norm) == {G, H, W}
combine(dense_block) == concat
at_zero_weights(residual_block) == input
at_zero_weights(conv2d) == zero
combine(residual_block) == add
combine(wavenet) == add
combine(depthwise_conv2d) == concat
combine(conv2d) == add
feeds(dense_block) == all_earlier
feeds(resnet, via=direct) == previous
feeds(conv_stack) == previous
not depends_on(depthwise_conv2d, other_channel)
depends_on(conv2d, input=other_channel)
depends_on(pointwise_conv2d, input=other_position) == false
depends_on(pointwise_conv2d, input=all_channels)
depends_on(depthwise_separable_conv2d, input=other_channel)
depends_on(batch_norm, input=other_sample)
causal(causal_conv1d)
causal(wavenet)
causal(pixelcnn)
causal(masked_conv2d)
independent_of_batch(layer_norm)
not independent_of_batch(batch_norm)
independent_of_batch(instance_norm)
independent_of_batch(group_norm)
parallel_over_time(wavenet, mode=training)
not parallel_over_time(wavenet, mode=generation)
stats_shape(batch_norm) == (C,)
stats_shape(layer_norm) == (N,)
stats_shape(instance_norm) == (N, C)
stats_shape(batch_norm) == (1, 1, 1, C)
stats_shape(batch_norm) == (1, C, 1, 1)
stats_shape(group_norm) == (N, G)
stats_count(batch_norm) == C
stats_count(batch_norm, in_channels=3) == 3
stats_count(layer_norm) == N
stats_count(instance_norm) == N*C
stats_size(batch_norm) == N*H*W
unchanged_by(instance_norm, shift)
stats_count(batch_norm, height=4, width=4, in_channels=3, batch=8) == 3
is_linear(conv2d)
standardised(batch_norm, of=channel)
standardised(layer_norm, of=sample)
causal(layer_norm, layout=sequence)
is_linear(avg_pool2d)
is_linear(batch_norm, mode=evaluation)
equivariant_to(conv2d, translation, borders=inner)
norm_formula(rms_norm) == x / sqrt(ms + eps)
norm_formula(batch_norm, gamma=sqrt(var + eps), beta=mean) == x
train_eval_differs(batch_norm)
train_eval_differs(layer_norm) == false
running_variance(batch_norm) == unbiased
running_mean(batch_norm) == momentum_on_batch
uses_running(batch_norm, mode=evaluation)
not invariant_to(conv2d, rotation)
equivariant_to(pointwise_conv2d, rotation)
conditioned_on(wavenet) == earlier
conditioned_on(pixelcnn) == earlier
invariant_to(instance_norm, contrast)
invariant_to(layer_norm, scale)
invariant_to(layer_norm, batch)
invariant_to(global_avg_pool2d, permutation)
invariant_to(global_avg_pool2d, translation)
unmoved(global_avg_pool2d)
unmoved(max_pool2d, step=inside)
rf_growth(dilated_stack) == exponential
rf_growth(conv_stack) == linear
rf_growth(wavenet) == exponential
dilation_schedule(wavenet) == increasing
quantisation_step(mu_law_encode) == increasing
dilation_schedule(wavenet) == doubling
dilation_schedule(dilated_stack) == doubling
dilation_schedule(conv_stack) == constant
mean_var(layer_norm, eps=0) == (0, 1)
mean_var(batch_norm) ~= (0, 1)
norm_formula(batch_norm) == (x - mu)/sqrt(var + eps)
norm_formula(batch_norm) == gamma*(x - mu)/sqrt(sigma**2 + eps) + beta
receptive_field(dilated_stack, layers=10, kernel_size=3) == 2047
receptive_field(residual_block, kernel_size=3) == 5
receptive_field(max_pool2d, kernel_size=2) == 2
receptive_field(wavenet, layers=10, stacks=1) == 1024
params(densenet, depth=121) == 7978856
params(resnet, depth=50) ~= 25.6*10**6
macs(mobilenet) ~= 569*10**6
macs(mobilenet, alpha=0.5) ~= 149*10**6
params(mobilenet) ~= 4.2*10**6
macs(resnet, depth=50) ~= 3.8*10**9
macs(resnet, depth=50) ~= 4.1*10**9
params(alexnet) == 60965224
params(alexnet) == 62378344
params(alexnet) == 61100840
params(alexnet, columns=1) == 61100840
params(alexnet) ~= 60*10**6
params(alexnet, resolution=227) == 60965224
macs(vgg) > macs(mobilenet)
macs_ratio(vgg, mobilenet) > 20
output_shape(lenet, layer=conv1) == (28, 28, 6)
output_shape(lenet, layer=pool2) == (5, 5, 16)
output_shape(lenet) == 10
structure_count(resnet, part=layers, depth=50) == 50
structure_count(vgg, layers, depth=16) == 16
structure_count(densenet, part=dense_block) == 4
structure_count(densenet, part=transition_layer) == 3
structure_count(densenet, part=layers, depth=121) == 121
structure_count(mobilenet) == 28
structure_count(resnet, part=residual_block, depth=34) == 16
composition(dense_block) == (batch_norm, relu, conv2d)
composition(dense_layer) == (batch_norm, relu, conv1x1, batch_norm, relu, conv3x3)
composition(transition_layer) == (batch_norm, conv1x1, avg_pool2d)
composition(transition_layer) == (conv1x1, avg_pool)
composition(residual_block) == (conv, batch_norm, relu, conv, batch_norm, add, relu)
composition(residual_block) == (batch_norm, relu, conv)
composition(depthwise_separable_conv2d) == (depthwise_conv2d, pointwise_conv2d)
composition(mobilenet) == (depthwise_conv2d, batch_norm, relu, pointwise_conv2d, batch_norm, relu)
composition(lenet) == (conv, pool, conv, pool, fc, fc, fc)
monotone(output_size(conv2d), stride) == decreasing
monotone(output_size(conv2d), padding) == increasing
monotone(params(dense_block), growth_rate) == increasing
monotone(channels_after(dense_block), k) == increasing
monotone(macs(network_depth), layers) == increasing
monotone(params(conv2d), height) == constant
monotone(receptive_field(conv2d), dilation) == increasing
monotone(params(conv2d), dilation) == constant
monotone(receptive_field(conv_stack), layers) == increasing
monotone(macs(conv2d), kernel_size) == increasing
equals(pointwise_conv2d, conv2d, kernel_size=1)
equals(pointwise_conv2d, to=conv2d(kernel_size=1))
equals(depthwise_conv2d, conv2d, groups=C)
equals(layer_norm, group_norm, groups=1)
equals(instance_norm, group_norm, groups=C)
equals(instance_norm, batch_norm, batch=1)
equals(linear, pointwise_conv2d)
equals(pointwise_conv2d, linear)
equals(linear, conv2d, kernel_height=H, kernel_width=W, padding=valid)
equals(causal_conv1d, conv1d, padding=causal)
equals(global_avg_pool2d, avg_pool2d, kernel_height=H, kernel_width=W)
lineage(wavenet) == pixelcnn
lineage(wavenet) == raw_audio
used_in(depthwise_separable) == mobilenet
not used_in(depthwise_separable) == wavenet
definition(growth_rate) == channels_added_per_layer
2*3 == 6
6 + 1*2 - 2 + 1 == 7
not 7 == 8
10/3 ~= 3.33
sum(i, 1, n, i) == n*(n+1)/2
macs(conv2d) == macs(depthwise_conv2d)*M
macs(wavenet, layers=3, in_channels=C, time=T) == 3*T*C*C*6
output_shape(linear) == O
normalised_over(batch_norm) == (N, H, W)
output_size(conv2d, height=10**9, kernel_size=3, padding=0) == 10**9-2
params(dense_block, layers=24, in_channels=64, growth_rate=32) == sum(l, 0, 23, (64+32*l)*32*9)
output_shape(conv2d) == (n_h - k_h + p_h + 1, n_w - k_w + p_w + 1)
output_shape(conv2d) == (floor((n_h - k_h + p_h + s_h)/s_h), floor((n_w - k_w + p_w + s_w)/s_w))
output_size(conv2d, dilation=D, padding=P, stride=S) == floor((H+2*P-D*(K-1)-1)/S)+1
output_size(conv_transpose2d, stride=S, padding=P) == (H-1)*S - 2*P + K
output_size(max_pool2d, kernel_size=K, stride=S) == floor((H-K)/S)+1
output_size(max_pool2d, kernel_size=K) == floor(H/K)
macs(linear) == I*O
params(conv2d, groups=G) == K*K*C*M/G
macs(conv2d, groups=G) == H*W*K*K*C*M/G
receptive_field(conv_stack, layers=2, kernel_size=3) == receptive_field(conv2d, kernel_size=5)
macs_ratio(depthwise_separable_conv2d, conv2d) == 1/N + 1/D_K**2
output_shape(dense_block, layers=L) == (H, W, k0 + L*k)
receptive_field(wavenet, layers=L, kernel_size=K) == (K-1)*sum(i, 0, L-1, 2**i) + 1
params(conv2d, bias=true) == (F*F*D + 1)*K
params(conv2d) == F*F*D*K
output_shape(conv2d, stride=2) == (ceil(H/2), ceil(W/2), M)
output_size(conv2d, stride=S) == ceil(H/S)
output_size(conv2d, padding=valid, stride=S) == ceil((H-K+1)/S)
params(batch_norm) == 4*C
params(layer_norm) == 2*C*H*W
params(dense_layer) == 9*k0*k
macs(dense_layer) == H*W*9*k0*k
channels_after(dense_layer) == C + k
channels_after(transition_layer, compression=theta) == floor(theta*C)
output_shape(residual_block) == (H, W, C)
macs(conv1d) == T*K*C*M
output_size(conv1d, padding=valid) == T-K+1
output_size(causal_conv1d) == T
params(wavenet, layers=L) == L*C*C*6
memory(dense_block, layers=L) == H*W*(k0+L*k)
stats_count(group_norm) == N*G
macs(conv2d, kernel_height=KH, kernel_width=KW) == H*W*KH*KW*C*M
macs(conv2d) == H*W*KH*KW*C*M
macs(conv2d) == N*H*W*K*K*C*M
macs(conv2d) == H*H*K*K*C*M
macs_ratio(pointwise_conv2d, conv2d) == 1/K**2
macs(conv2d, height=2*H, width=2*W) == 4*H*W*K*K*C*M
kernel_shape(conv2d) == (K, K, C)
kernel_shape(conv2d) == (K, K, C, M)
kernel_shape(conv2d) == (M, C, K, K)
kernel_shape(conv2d) == (K, K)
kernel_shape(depthwise_conv2d) == (K, K, 1)
kernel_shape(depthwise_conv2d) == (K, K, C)
kernel_shape(pointwise_conv2d) == (1, 1, C)
kernel_shape(pointwise_conv2d) == (1, 1)
filters(conv2d) == M
channels_after(dense_block, layers=L) == k0 + L*k
channels_after(dense_block, in_channels=n*k, layers=1) == (n+1)*k
channels_after(dense_block, layers=l-1) == k0 + k*(l-1)
channels_after(residual_block) == C
channels_after(max_pool2d) == C
params_ratio(depthwise_separable_conv2d, conv2d) == 1/M + 1/K**2
params_ratio(dilated_stack, causal_stack) == 1
macs_ratio(conv2d(kernel_size=5), conv2d(kernel_size=3)) ~= 2.78
input_shape(depthwise_conv2d) == (H, W)
macs(conv2d) != H*W*C*M
not macs(conv2d) == H*W*C*M
8 <= 9
7 <= 8 <= 9
params(conv2d, kernel_size=3, in_channels=3, out_channels=64) == 1728
params(conv2d, kernel_size=3, in_channels=3, out_channels=64) == 1792
output_shape(conv2d, height=32, width=32, kernel_size=5) == (28, 28)
"""

CONDITIONAL = """
output_shape(conv2d, stride=S, padding=P) == ((H+2*P-K)/S+1, (W+2*P-K)/S+1, M)
output_shape(conv2d, stride=S, padding=P) == H+2*P-K+1
output_shape(max_pool2d) == (H/2, W/2, C)
macs(depthwise_separable_conv2d)/macs(conv2d) < 1
8 <= macs(conv2d, kernel_size=3)/macs(depthwise_separable_conv2d, kernel_size=3) <= 9
macs(depthwise_separable_conv2d, kernel_size=3)/macs(conv2d, kernel_size=3) ~= 1/9
filters(depthwise_conv2d, per=channel) == 1
macs_ratio(depthwise_separable_conv2d, conv2d) < 1
macs_ratio(conv2d, depthwise_separable_conv2d, kernel_size=3) in (8, 9)
macs_ratio(depthwise_separable_conv2d, conv2d) ~= 1/K**2
output_size(conv2d, stride=S, padding=P) == (H-K+2*P)/S + 1
output_size(conv2d, padding=P) == H
output_size(conv2d) < H
spatial_preserved(conv2d, padding=1)
spatial_preserved(conv2d, padding=(K-1)/2)
not spatial_preserved(conv2d)
output_shape(transition_layer) == (H/2, W/2, M)
input_shape(conv2d) == (H, W, M)
feeds(residual_block) == previous
feeds(resnet) == previous
feeds(resnet) == all_earlier
parallel_over_time(wavenet)
not parallel_over_time(dilated_causal_stack)
mean_var(batch_norm) == (0, 1)
mean_var(layer_norm) == (0, 1)
mean_var(batch_norm) == (beta, gamma**2)
norm_formula(batch_norm) == (x - mu)/sqrt(var)
norm_formula(batch_norm) == (x - mu)/sigma
norm_formula(layer_norm) == (x - mu)/(sigma + eps)
definition(stride) == step_sideways
1/(K-1) > 0
macs(conv2d, kernel_size=K/2) == H*W*C*M*K*K/4
output_shape(conv2d) == ((n_h - k_h + p_h + s_h)/s_h, (n_w - k_w + p_w + s_w)/s_w)
output_size(max_pool2d, kernel_size=K, stride=S) == (H-K)/S+1
output_size(max_pool2d) == H/2
macs(conv2d, groups=G) == H*W*K*K*C*M
output_shape(conv2d, stride=S, padding=P) == ((W-F+2*P)/S+1, (H-F+2*P)/S+1, K)
output_shape(conv2d, stride=2) == (H/2, W/2, M)
channels_after(transition_layer, compression=0.5) == C/2
params_ratio(depthwise_separable_conv2d, conv2d) < 1
output_size(conv2d, stride=S, padding=P) == (H+2*P-K+1)/S
output_size(conv2d, stride=S, padding=P) == (H-K+P)/S+1
output_size(conv2d, stride=S, padding=P) == H-K+1
kernel_shape(conv2d) == (K, K, M)
kernel_shape(pointwise_conv2d) == (1, 1, M)
filters(depthwise_conv2d) == C
input_shape(depthwise_conv2d) == (H, W, M)
"""

FALSE = """
macs(depthwise_conv2d) == H*W*C*K**2*M
macs(conv2d) == H*W*K*C*M
output_size(conv2d, stride=S, padding=P) == (H+K-2*P)/S + 1
spatial_preserved(conv2d, padding=valid)
spatial_preserved(transition_layer)
receptive_field(conv_stack, layers=L) == L*K
receptive_field(conv_stack, layers=L) == 2*L + 1
rf_per_params(dilated_stack, conv_stack) < 1
output_shape(conv2d) == (H, W, C)
normalised_over(batch_norm) == {C, H, W}
normalised_over(layer_norm) == {H, W}
normalised_over(instance_norm) == {N, H, W}
combine(dense_block) == add
combine(residual_block) == multiply
combine(wavenet, path=skip) == average
at_zero_weights(residual_block) == twice_the_input
at_zero_weights(dense_block) == input
combine(resnet) == concat
combine(densenet) == add
feeds(dense_block) == previous
feeds(cnn) == all_earlier
depends_on(depthwise_conv2d, input=other_channel)
depends_on(linear, input=other_channel) == false
depends_on(conv2d, input=all_positions)
depends_on(batch_norm, input=other_sample, mode=evaluation)
causal(conv1d)
independent_of_batch(batch_norm)
parallel_over_time(wavenet, mode=training) == false
parallel_over_time(wavenet, mode=generation)
stats_shape(instance_norm) == (N)
stats_shape(batch_norm) == (N,)
stats_shape(layer_norm) == (C,)
stats_count(instance_norm) == C
stats_size(layer_norm) == N*H*W
not unchanged_by(instance_norm, shift)
is_linear(max_pool2d)
standardised(batch_norm, of=map)
standardised(layer_norm, of=channel)
standardised(rms_norm, of=sample, moments=centred)
causal(batch_norm, layout=sequence)
equivariant_to(conv2d, translation, stride=2)
invariant_to(layer_norm, signed_scale)
unmoved(conv2d)
train_eval_differs(layer_norm)
running_variance(batch_norm) == biased
running_mean(batch_norm) == momentum_on_past
uses_running(batch_norm, mode=training)
equivariant_to(conv2d, rotation)
conditioned_on(wavenet) == itself
invariant_to(layer_norm, contrast)
invariant_to(batch_norm, change=contrast)
invariant_to(batch_norm, batch)
invariant_to(conv2d, translation)
rf_growth(conv_stack) == exponential
dilation_schedule(wavenet) == constant
quantisation_step(mu_law_encode) == constant
quantisation_step(mu_law_encode) == decreasing
mean_var(layer_norm) == (1, 0)
norm_formula(batch_norm) == (x - mu)/var
norm_formula(layer_norm) == beta*(x - mu)/sqrt(sigma**2 + eps) + gamma
norm_formula(layer_norm) == (x + mu)/sqrt(var + eps)
params(mobilenet) ~= 5.2*10**6
macs(resnet, depth=50) ~= 4.5*10**9
params(alexnet) ~= 49*10**6
params(alexnet, columns=1) == 60965224
structure_count(lenet, part=conv) == 3
composition(dense_block) == (conv2d, batch_norm, relu)
composition(dense_block) == (relu, batch_norm, conv)
composition(transition_layer) == (avg_pool, conv1x1)
composition(depthwise_separable_conv2d) == (pointwise_conv2d, depthwise_conv2d)
composition(lenet) == (conv, conv, pool, pool, fc)
monotone(output_size(conv2d), stride) == increasing
equals(pointwise_conv2d, conv2d, kernel_size=3)
equals(depthwise_conv2d, conv2d)
equals(instance_norm, batch_norm)
equals(depthwise_separable_conv2d, conv2d)
equals(causal_conv1d, conv1d)
equals(max_pool2d, avg_pool2d)
lineage(wavenet) == resnet
7 != 7
10/3 == 3.33
macs(conv2d) == H**64*W**64
params(batch_norm) == 3*C
channels_after(dense_layer) == C
params(conv2d) == C*M
macs(conv2d) == H*W*C*M
macs(depthwise_conv2d) == H*W*K*K
macs(pointwise_conv2d) == H*W*C
macs(pointwise_conv2d) == H*W*M
macs(pointwise_conv2d) == H*W*C*C
macs(depthwise_separable_conv2d) == H*W*K*K*C*M
macs(depthwise_separable_conv2d) == H*W*C*K*K*M + H*W*C*M
macs_ratio(depthwise_conv2d, conv2d) == 1/C
macs_ratio(depthwise_separable_conv2d, conv2d) == 1/K**2
macs_ratio(depthwise_separable_conv2d, conv2d) == M + K**2
macs_ratio(conv2d(stride=2), conv2d) ~= 0.25
receptive_field(dilated_causal_stack, layers=L, kernel_size=2) == 2*L
receptive_field(dilated_causal_stack, layers=L, kernel_size=2) == 2**L - 1
receptive_field(dilated_causal_stack, layers=L, kernel_size=2) == L + 1
output_size(conv2d, stride=S, padding=P) == H+2*P-K/S+1
output_size(conv2d, stride=S, padding=P) == (H-K-2*P)/S+1
output_size(conv2d, stride=S, padding=P) == (H+2*P-K)/S
output_size(conv2d, stride=S, padding=P) == (H+2*P)/S
kernel_shape(conv2d) == (C, C, K)
kernel_shape(pointwise_conv2d) == (K, K, C)
filters(depthwise_conv2d) == 1
filters(conv2d) == C
channels_after(dense_block, layers=L) == L*k
channels_after(dense_block, layers=L) == k0*L
params_ratio(depthwise_separable_conv2d, conv2d) == 1/C + 1/K**2
memory(conv2d) == H*W*C
input_shape(depthwise_conv2d) == (W, C)
input_shape(depthwise_conv2d) == (H, W, 3*C)
definition(growth_rate) == learning_rate
used_in(depthwise_separable_conv2d) == wavenet
macs(conv2d) != H*W*K**2*C*M
9 <= 8
params(conv2d, kernel_size=3, in_channels=3, out_channels=64) == 1729
output_shape(conv2d, height=32, width=32, kernel_size=5) == (27, 27)
"""

EMPIRICAL = """
training_effect(batch_norm, faster_training)
training_effect(batch_norm, effect=less_overfitting) == true
training_effect(whatever)
"""

MEANINGLESS = """
macs(conv2d(nonsense=3)) == 1
depends_on(masked_conv2d(mask_type=B), input=present)
receptive_field(layer_stack, plan=k0) == 3
foo(conv2d) == 1
macs(foo) == 1
macs(conv2d) == Q*R
receptive_field(pixelcnn, layers=L) == 2*L+1
macs(resnet, depth=51) == 1
macs(resnet, depth=10**9) == 1
monotone(params(dilated_stack), dilation) == constant
definition(stride) == foo
1/0 == 1
macs(conv2d)
conv2d(kernel_size=3) == 3
arithmetic(conv2d) == 1
macs(conv2d, stride=-1) == 1
macs(conv2d, kernel_size=100000) == 1
macs(conv2d, kernel_size=0) == 1
9**9**9**9 == 1
sum(i, 1, 10**9, i) == 1
sum(i, 1, 4096, sum(j, 1, 4096, 1)) == 1
output_shape(conv2d) == {H, W}
normalised_over(conv2d) == {H}
combine(dense_block) == foo
combine(dense_block) < add
receptive_field(conv2d, dilation=1000000) == 3
params(dense_block, layers=10**6) == 3
macs(conv2d) == H_out*W_out*K*K*C*M
kernel_shape(conv2d, of=weight) == (K, K, C)
"""

TABLE = [
    (status, line)
    for status, lines in zip(STATUSES, (TRUE, CONDITIONAL, FALSE, EMPIRICAL), strict=True)
    for line in lines.strip().splitlines()
]


@pytest.mark.parametrize(("status", "line"), TABLE)
def test_status(status, line):
    verdict = decide(parse(line))
    assert verdict.status == status, f"{verdict.evidence}; {verdict.counterexample}"
    assert verdict.evidence
    assert verdict.reproduce
    assert verdict.predicate in names()
    if status == "refuted":
        assert verdict.counterexample is not None
        assert verdict.counterexample.as_json()
    if status == "holds_if":
        assert verdict.condition


@pytest.mark.parametrize("line", MEANINGLESS.strip().splitlines())
def test_refused_in_one_sentence(line):
    with pytest.raises(InputError) as refusal:
        decide(parse(line))
    assert str(refusal.value)
    assert "\n" not in str(refusal.value)


COMPARED = ("mean_var", "norm_formula")  # by == alone: a formula is compared, not denied
DENIABLE = [line for status, line in TABLE if status in ("holds", "refuted") and not line.startswith(COMPARED)]


@pytest.mark.parametrize("line", DENIABLE)
def test_negation_turns_the_verdict(line):
    statement = parse(line)
    turned = parse(f"not {line}") if not statement.negated else parse(line.removeprefix("not "))
    wanted = {"holds": ("refuted", "holds_if"), "refuted": ("holds", "holds_if")}[decide(statement).status]
    assert decide(turned).status in wanted


def test_every_predicate_is_in_the_table():
    told = {canonical(parse(line)).predicate for _, line in TABLE}
    assert told >= set(names())


def test_every_predicate_has_true_and_false_statements():
    both = {"holds": set(), "refuted": set()}
    for status, line in TABLE:
        if status in both:
            both[status].add(parse(line).predicate)
    without = {"training_effect", "flops", "output_channels"}  # an experiment; other names
    once = (both["holds"] ^ both["refuted"]) - without
    assert not once, f"only true, or only false, statements of {sorted(once)}"
