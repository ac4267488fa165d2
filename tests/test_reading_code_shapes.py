"""Program text with what it printed: shapes and counts are followed through it, true ones hold and false ones fail."""

import json
import time

import pytest
from kenzan.reports.verification import verify_text


def fence(code: str, output: str = "", language: str = "python", between: str = "\n") -> str:
    made = f"```{language}\n{code.strip()}\n```\n"
    return made + (f"{between}\n```\n{output.strip()}\n```\n" if output else "")


VGG = fence("""
import torch
from torch import nn

def vgg_block(num_convs, out_channels):
    layers = []
    for _ in range(num_convs):
        layers.append(nn.LazyConv2d(out_channels, kernel_size=3, padding=1))
        layers.append(nn.ReLU())
    layers.append(nn.MaxPool2d(kernel_size=2, stride=2))
    return nn.Sequential(*layers)

def vgg(conv_arch):
    conv_blks = []
    for (num_convs, out_channels) in conv_arch:
        conv_blks.append(vgg_block(num_convs, out_channels))
    return nn.Sequential(
        *conv_blks, nn.Flatten(),
        nn.LazyLinear(4096), nn.ReLU(), nn.Dropout(p=0.5),
        nn.LazyLinear(10))

net = vgg(((1, 64), (1, 128), (2, 256), (2, 512)))
X = torch.randn(size=(1, 1, 112, 112))
for blk in net:
    X = blk(X)
    print(blk.__class__.__name__, 'output shape:\\t', X.shape)
""", """
Sequential output shape:     torch.Size([1, 64, 56, 56])
Sequential output shape:     torch.Size([1, 128, 28, 28])
Sequential output shape:     torch.Size([1, 256, {0}, {0}])
Sequential output shape:     torch.Size([1, 512, 7, 7])
Flatten output shape:        torch.Size([1, 25088])
Linear output shape:         torch.Size([1, 4096])
ReLU output shape:   torch.Size([1, 4096])
Dropout output shape:        torch.Size([1, 4096])
Linear output shape:         torch.Size([1, 10])
""")
RESIDUAL = fence("""
class Residual(nn.Module):
    \"\"\"The residual block of a network.\"\"\"
    def __init__(self, num_channels, use_1x1conv=False, strides=1):
        super().__init__()
        self.conv1 = nn.LazyConv2d(num_channels, kernel_size=3, padding=1, stride=strides)
        self.conv2 = nn.LazyConv2d(num_channels, kernel_size=3, padding=1)
        self.conv3 = nn.LazyConv2d(num_channels, kernel_size=1, stride=strides) if use_1x1conv else None
        self.bn1 = nn.LazyBatchNorm2d()
        self.bn2 = nn.LazyBatchNorm2d()

    def forward(self, X):
        Y = F.relu(self.bn1(self.conv1(X)))
        Y = self.bn2(self.conv2(Y))
        if self.conv3:
            X = self.conv3(X)
        Y += X
        return F.relu(Y)
""") + "\nNow a block that halves the map.\n\n" + fence("""
blk = Residual(8, use_1x1conv=True, strides=2)
X = torch.randn(4, 3, 10, 10)
blk(X).shape
""", "torch.Size([4, 8, {0}, 5])")
DENSE = fence("""
def conv_block(num_channels):
    return nn.Sequential(
        nn.LazyBatchNorm2d(), nn.ReLU(),
        nn.LazyConv2d(num_channels, kernel_size=3, padding=1))

class DenseBlock(nn.Module):
    def __init__(self, num_convs, num_channels):
        super(DenseBlock, self).__init__()
        layer = []
        for i in range(num_convs):
            layer.append(conv_block(num_channels))
        self.net = nn.Sequential(*layer)

    def forward(self, X):
        for blk in self.net:
            Y = blk(X)
            # Concatenate input and output along the channels
            X = torch.cat((X, Y), dim=1)
        return X

def transition_block(num_channels):
    return nn.Sequential(
        nn.LazyBatchNorm2d(), nn.ReLU(),
        nn.LazyConv2d(num_channels, kernel_size=1),
        nn.AvgPool2d(kernel_size=2, stride=2))

blk = DenseBlock(3, 12)
X = torch.randn(4, 8, 8, 8)
Y = blk(X)
Y.shape
""", "torch.Size([4, {0}, 8, 8])") + fence("""
blk = transition_block(10)
blk(Y).shape
""", "torch.Size([4, 10, 4, {1}])")
SUMMARY = fence("""
class LeNet(d2l.Classifier):
    def __init__(self, lr=0.1, num_classes=10):
        super().__init__()
        self.save_hyperparameters()
        self.net = nn.Sequential(
            nn.LazyConv2d(6, kernel_size=5, padding=2), nn.Sigmoid(),
            nn.AvgPool2d(kernel_size=2, stride=2),
            nn.Flatten(),
            nn.LazyLinear(num_classes))
        self.net.apply(d2l.init_cnn)
""") + fence("""
@d2l.add_to_class(d2l.Classifier)
def layer_summary(self, X_shape):
    X = torch.randn(*X_shape)
    for layer in self.net:
        X = layer(X)
        print(layer.__class__.__name__, 'output shape:\\t', X.shape)

model = LeNet(num_classes=7)
model.layer_summary((1, 1, 28, 28))
""", """
Conv2d output shape:  torch.Size([1, 6, 28, 28])
Sigmoid output shape:  torch.Size([1, 6, 28, 28])
AvgPool2d output shape:  torch.Size([1, 6, 14, 14])
Flatten output shape:  torch.Size([1, {0}])
Linear output shape:  torch.Size([1, 7])
""")
NORMS = fence("""
N, C, H, W = 8, 16, 6, 5
X = torch.randn(N, C, H, W)
X.mean(dim=(0, 2, 3), keepdim=True).shape   # (1, {0}, 1, 1)
X.var((1, 2, 3), keepdim=True).shape        # ({1}, 1, 1, 1)
X.mean(dim=(2, 3)).shape                    # torch.Size([8, 16])
print(nn.BatchNorm2d(C).running_mean.shape) # torch.Size([16])
print(nn.LayerNorm([C, H, W]).weight.shape) # torch.Size([16, 6, 5])
""")
HAND_MADE = fence("""
def batch_norm(X, gamma, beta, eps):
    assert len(X.shape) in (2, 4)
    if len(X.shape) == 2:
        mean = X.mean(dim=0)
        var = ((X - mean) ** 2).mean(dim=0)
    else:
        mean = X.mean(dim=(0, 2, 3), keepdim=True)
        var = ((X - mean) ** 2).mean(dim=(0, 2, 3), keepdim=True)
    X_hat = (X - mean) / torch.sqrt(var + eps)
    return gamma * X_hat + beta, mean

shape = (1, 4, 1, 1)
Y, mean = batch_norm(torch.rand(2, 4, 5, 5), torch.ones(shape), torch.zeros(shape), 1e-5)
print('mean:', mean.shape, '/ output:', Y.shape)
""", "mean: torch.Size([1, {0}, 1, 1]) / output: torch.Size([2, 4, 5, 5])")
COUNTED = fence("""
def count(m):
    return sum(p.numel() for p in m.parameters() if p.requires_grad)

dw = nn.Conv2d(32, 32, 3, padding=1, groups=32, bias=False)
pw = nn.Conv2d(32, 64, 1, bias=False)
print(count(dw))   # 288
print(count(pw))   # {0}
net = nn.Sequential(dw, nn.BatchNorm2d(32), nn.ReLU(), pw)
print(f'parameters: {count(net):,}')
""", "parameters: 2,400")
PRINTED_BELOW = fence("""
x = torch.randn(16, 3, 32, 32)
conv = nn.Conv2d(in_channels=3, out_channels=8, kernel_size=3, stride=2)
y = conv(x)
print(x.shape)
# torch.Size([16, 3, 32, 32])
print(y.size())
# => torch.Size([16, 8, 15, {0}])
print("weight", conv.weight.shape, "bias", conv.bias.shape)
# weight torch.Size([8, 3, 3, {1}]) bias torch.Size([8])
""")
SESSION = fence("""
>>> import torch
>>> from torch import nn
>>> up = nn.ConvTranspose2d(16, 8, kernel_size=4, stride=2, padding=1)
>>> up(torch.zeros(1, 16, 7, 7)).shape
torch.Size([1, 8, {0}, 14])
>>> up.weight.shape
torch.Size([16, {1}, 4, 4])
""", language="pycon")
JAPANESE = "## 畳み込み層\n\n" + fence("""
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 32, 3)   # 入力チャネル 1
        self.conv2 = nn.Conv2d(32, 64, 3)
        self.pool = nn.MaxPool2d(2, 2)
        self.fc1 = nn.Linear(64 * 12 * 12, 128)
        self.fc2 = nn.Linear(128, 10)

    def forward(self, x):
        x = F.relu(self.conv1(x))              # (1, 32, 26, 26)
        x = self.pool(F.relu(self.conv2(x)))   # (1, 64, 12, 12)
        x = x.view(-1, 64 * 12 * 12)           # (1, {0})
        return self.fc2(F.relu(self.fc1(x)))

net = Net()
print(net(torch.rand(1, 1, 28, 28)).size())    # torch.Size([1, {1}])
""")
INCEPTION = fence("""
class Inception(nn.Module):
    def __init__(self, c1, c2, c3, c4, **kwargs):
        super(Inception, self).__init__(**kwargs)
        self.b1_1 = nn.LazyConv2d(c1, kernel_size=1)
        self.b2_1 = nn.LazyConv2d(c2[0], kernel_size=1)
        self.b2_2 = nn.LazyConv2d(c2[1], kernel_size=3, padding=1)
        self.b3_1 = nn.LazyConv2d(c3[0], kernel_size=1)
        self.b3_2 = nn.LazyConv2d(c3[1], kernel_size=5, padding=2)
        self.b4_1 = nn.MaxPool2d(kernel_size=3, stride=1, padding=1)
        self.b4_2 = nn.LazyConv2d(c4, kernel_size=1)

    def forward(self, x):
        b1 = F.relu(self.b1_1(x))
        b2 = F.relu(self.b2_2(F.relu(self.b2_1(x))))
        b3 = F.relu(self.b3_2(F.relu(self.b3_1(x))))
        b4 = F.relu(self.b4_2(self.b4_1(x)))
        return torch.cat((b1, b2, b3, b4), dim=1)

block = Inception(64, (96, 128), (16, 32), 32)
print(block(torch.randn(2, 192, 28, 28)).shape)
""", "torch.Size([2, {0}, 28, 28])", between="Output:\n")
BOTTLENECK = fence("""
def conv_bn(inp, oup, stride):
    return nn.Sequential(
        nn.Conv2d(inp, oup, 3, stride, 1, bias=False),
        nn.BatchNorm2d(oup),
        nn.ReLU6(inplace=True))

class InvertedResidual(nn.Module):
    def __init__(self, inp, oup, stride, expand_ratio):
        super().__init__()
        hidden = int(inp * expand_ratio)
        self.use_res = stride == 1 and inp == oup
        layers = [] if expand_ratio == 1 else [nn.Conv2d(inp, hidden, 1, bias=False), nn.BatchNorm2d(hidden), nn.ReLU6()]
        layers += [nn.Conv2d(hidden, hidden, 3, stride, 1, groups=hidden, bias=False), nn.BatchNorm2d(hidden), nn.ReLU6(),
                   nn.Conv2d(hidden, oup, 1, bias=False), nn.BatchNorm2d(oup)]
        self.conv = nn.Sequential(*layers)

    def forward(self, x):
        return x + self.conv(x) if self.use_res else self.conv(x)

stem = conv_bn(3, 16, 2)
block = InvertedResidual(16, 24, stride=2, expand_ratio=6)
x = stem(torch.rand(1, 3, 64, 64))
print(x.shape, block(x).shape)  # torch.Size([1, 16, 32, 32]) torch.Size([1, 24, {0}, 16])
print(sum(p.numel() for p in block.parameters()))  # {1}
""")
NAMED = fence("""
from collections import OrderedDict
net = nn.Sequential(OrderedDict([
    ('conv', nn.Conv1d(4, 6, kernel_size=3, padding=2, dilation=2)),
    ('act', nn.Tanh()),
    ('pool', nn.AdaptiveAvgPool1d(1)),
]))
for name, p in net.named_parameters():
    print(name, tuple(p.shape))
print("out:", net(torch.ones(2, 4, 50)).shape)
""", """
conv.weight (6, {0}, 3)
conv.bias (6,)
out: torch.Size([2, 6, {1}])
""")
SELF_MADE = fence("""
def make_layer(block, channels, n):
    return nn.Sequential(*[block(channels if i else channels // 2, channels) for i in range(n)])

class ConvBNReLU(nn.Sequential):
    def __init__(self, cin, cout, k=3):
        super().__init__(
            nn.Conv2d(cin, cout, k, padding=k // 2, bias=False),
            nn.BatchNorm2d(cout),
            nn.ReLU(inplace=True),
        )

stage = make_layer(ConvBNReLU, 32, n=2)
with torch.no_grad():
    y = stage(torch.zeros(1, 16, 20, 20))
y.shape  # torch.Size([1, {0}, 20, 20])
n_params = sum(p.numel() for p in stage.parameters())
print(n_params)  # {1}
""")
UNET = fence("""
class DoubleConv(nn.Module):
    def __init__(self, cin, cout):
        super().__init__()
        self.seq = nn.Sequential(nn.Conv2d(cin, cout, 3), nn.ReLU(), nn.Conv2d(cout, cout, 3), nn.ReLU())
    def forward(self, x):
        return self.seq(x)

enc = DoubleConv(1, 64)
skip = enc(torch.randn(1, 1, 572, 572))
print("skip", skip.shape)
down = DoubleConv(64, 128)(F.max_pool2d(skip, 2))
up = nn.ConvTranspose2d(128, 64, 2, stride=2)(down)
crop = skip[:, :, 4:-4, 4:-4]
print("up", up.shape, "crop", crop.shape)
print("joined", torch.cat([crop, up], dim=1).shape)
""", """
skip torch.Size([1, 64, 568, 568])
up torch.Size([1, 64, 560, 560]) crop torch.Size([1, 64, {0}, 560])
joined torch.Size([1, {1}, 560, 560])
""")
MIXED = fence("""
model = torchvision.models.resnet18(weights=None)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
print(optimizer)
pool = nn.AdaptiveAvgPool2d((1, 1))
feat = pool(torch.rand(2, 512, 7, 7))
print(feat.shape)                    # torch.Size([2, 512, 1, {0}])
print(torch.flatten(feat, 1).shape)  # torch.Size([2, {1}])
print(model(torch.rand(1, 3, 224, 224)).shape)  # torch.Size([1, 999])
""")
ARRAYS = fence("""
import numpy as np
x = np.zeros((10, 3, 32, 32))
x.mean(axis=(0, 2, 3), keepdims=True).shape   # (1, {0}, 1, 1)
x.reshape(10, -1).shape                       # (10, {1})
x.transpose(0, 2, 3, 1).shape                 # (10, 32, 32, 3)
""")
BARE = fence("""
conv = nn.Conv2d(3, 6, 3, padding='same')
x = torch.randn(2, 3, 9, 9)
print(conv(x).shape)
print(nn.GroupNorm(3, 6)(conv(x)).shape)
""", """
torch.Size([2, 6, {0}, 9])
torch.Size([2, {1}, 9, 9])
""", language="", between="出力:\n")

PAIRS = [
    (VGG, (14,), [(13,)]),
    (RESIDUAL, (5,), [(4,), (10,)]),
    (DENSE, (44, 4), [(36, 4), (44, 8)]),
    (SUMMARY, (1176,), [(784,)]),
    (NORMS, ("C", "N"), [("N", "N"), ("C", "C"), (8, 8)]),
    (HAND_MADE, (4,), [(2,)]),
    (COUNTED, (2048,), [(2112,)]),
    (PRINTED_BELOW, (15, 3), [(16, 3), (15, 5)]),
    (SESSION, (14, 8), [(15, 8), (14, 16)]),
    (JAPANESE, (9216, 10), [(9126, 10), (9216, 64)]),
    (INCEPTION, (256,), [(272,)]),
    (BOTTLENECK, (16, 5136), [(32, 5136), (16, 4944)]),
    (NAMED, (4, 1), [(6, 1), (4, 48), (4, 50)]),
    (SELF_MADE, (32, 13952), [(16, 13952), (32, 14016)]),
    (UNET, (560, 128), [(568, 128), (560, 64)]),
    (MIXED, (1, 512), [(7, 512), (1, 1024)]),
    (ARRAYS, (3, 3072), [(10, 3072), (3, 3702)]),
    (BARE, (9, 6), [(7, 6), (9, 3)]),
]


def put(text: str, values: tuple) -> str:
    for number, value in enumerate(values):
        text = text.replace(f"{{{number}}}", str(value))
    return text


def verdicts(text: str) -> list[tuple[int, str, str]]:
    report = verify_text(text)
    assert not report.faults
    return [(c.line, c.verdict.status, c.predicate) for c in report.claims]


@pytest.mark.parametrize(("text", "true", "false"), PAIRS)
def test_what_a_program_put_out_holds_and_what_it_did_not_fails(text, true, false):
    told = verdicts(put(text, true))
    assert told
    assert {status for _, status, _ in told} == {"holds"}
    for values in false:
        told = verdicts(put(text, values))
        assert "refuted" in {status for _, status, _ in told}, values


UNKNOWN = [
    # what is not followed is not claimed
    "model = make_model()\nprint(model(torch.rand(1, 3, 8, 8)).shape)  # torch.Size([1, 7])",
    "x = torch.zeros(2, 3)\nx.unsqueeze_(0)\nprint(x.shape)  # torch.Size([1, 2, 3])",
    "x = torch.zeros(2, 3)\nx = helper(x)\nprint(x.shape)  # torch.Size([9])",
    "from mxnet.gluon import nn\nconv = nn.Conv2D(3, 8, 5)\nprint(conv(x).shape)  # (1, 8, 5, 5)",
    "from flax import linen as nn\nx = torch.zeros(1, 3, 8, 8)\nprint(nn.Conv2d(3, 8, 3)(x).shape)  # (1, 7)",
    "try:\n    x = torch.zeros(2)\nexcept Exception:\n    x = torch.zeros(3)\nprint(x.shape)  # torch.Size([4])",
    "while n > 3:\n    x = torch.zeros(2)\nprint(x.shape)  # torch.Size([4])",
    "for i in range(n):\n    x = torch.zeros(i)\nprint(x.shape)  # torch.Size([4])",
    "net = nn.Sequential(nn.LazyLinear(4))\ntrain(net)\nprint(net[0].weight.shape)  # torch.Size([4, 3])",
    "net = nn.Sequential(nn.Linear(3, 4))\nnet.add(nn.Linear(4, 5))\nprint(net(torch.rand(1, 3)).shape)  # (1, 5)",
    # a program that would not run
    "conv = nn.Conv2d(1, 8, 3)\nprint(conv(torch.zeros(1, 3, 8, 8)).shape)  # torch.Size([1, 8, 6, 7])",
    "x = torch.randn(2, 3, 8, 8)   # N, C, H, W\nx.shape  # (N, C, H, W)",
    # said to be otherwise
    "x = torch.zeros(1, 3, 8, 8)\nprint(x.shape)  # not torch.Size([1, 8, 8, 3])",
    "x = torch.zeros(1, 3, 8, 8)\nprint(x.shape)  # torch.Size([1, 8, 8, 3])? no",
    "x = torch.zeros(1, 3, 8, 8)\nprint(x.shape)  # wrong: torch.Size([1, 8, 8, 3])",
    "x = torch.zeros(1, 3, 8, 8)\ny = nn.Conv2d(3, 4, 3)(x)  # (1, 4, 8, 8) with padding",
    "x = torch.zeros(1, 3, 8, 8)\ny = nn.Conv2d(3, 4, 3)(x)  # (3, 3) window",
    "x = torch.zeros(64, 3)  # 3 features",
    "k = 3  # 5",
    "n = sum(p.numel() for p in nn.Conv2d(3, 64, 3).parameters())\nprint(n)  # 1.8k",
    "print(len(nn.Sequential(nn.ReLU())))  # 3 layers would be too many",
]
TRUE = [
    # comments in a forward are of the input that its author had in mind
    "class A(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.c = nn.Conv2d(3, 8, 3)\n    def forward(self, x):\n        x = self.c(x)  # (1, 8, 222, 222)\n        return x\nprint(A()(torch.rand(1, 3, 32, 32)).shape)  # torch.Size([1, 8, 30, 30])",
    "x = torch.randn(2, 3, 8, 8)\nx[:, :1] = 0\nprint(x.shape)  # torch.Size([2, 3, 8, 8])",
    "x = torch.randn(2, 3, 8, 8)\nprint(x.shape)\n# (2, 192) after flattening\nprint(x.flatten(1).shape)  # torch.Size([2, 192])",
    "x = torch.randn(2, 3, 8, 8)\nprint(x.shape)\n# (2, 192)\nprint(x.flatten(1).shape)  # torch.Size([2, 192])",
    "device = torch.device('cuda' if torch.cuda.is_available() else 'cpu')\nnet = nn.Conv2d(3, 4, 3).to(device)\nx = torch.rand(1, 3, 5, 5).to(device)\nprint(net(x).shape)  # torch.Size([1, 4, 3, 3])",
    "net = nn.Sequential(nn.Linear(3, 4))\nopt = torch.optim.SGD(net.parameters(), lr=0.1)\nopt.step()\nprint(net(torch.rand(1, 3)).shape)  # torch.Size([1, 4])",
    "if __name__ == '__main__':\n    x = torch.rand(1, 3)\n    print(x.shape)  # torch.Size([1, 3])",
]
PREDICATES = [
    ("print(nn.Conv2d(3, 8, 3)(torch.rand(1, 3, 9, 9)).shape)  # torch.Size([1, 8, 9, 9])", "output_shape", "(1, 8, 7, 7)"),
    ("sum(p.numel() for p in nn.Conv2d(3, 8, 3).parameters())  # 216", "params", "224"),
    ("nn.BatchNorm2d(64).running_var.shape  # torch.Size([1, 64])", "stats_shape", "64"),
    ("nn.Linear(6, 4).weight.shape  # torch.Size([6, 4])", "kernel_shape", "(4, 6)"),
]


@pytest.mark.parametrize("code", UNKNOWN)
def test_what_was_not_followed_is_not_claimed(code):
    assert "refuted" not in {status for _, status, _ in verdicts(fence(code))}
    assert [c for c in verify_text(fence(code)).claims if "torch.Size" in c.text] == []


@pytest.mark.parametrize("code", TRUE)
def test_true_comments_hold(code):
    assert {status for _, status, _ in verdicts(fence(code))} == {"holds"}


@pytest.mark.parametrize(("code", "predicate", "measured"), PREDICATES)
def test_a_refuted_shape_shows_the_one_that_was_measured(code, predicate, measured):
    (claim,) = verify_text(fence(code)).claims
    assert (claim.verdict.status, claim.predicate) == ("refuted", predicate)
    assert measured in f"{claim.reading} {claim.verdict.counterexample}"


HOSTILE = [
    "x = " + "(" * 3_000 + "1" + ")" * 3_000,
    "x = " + "[" * 90 + "]" * 90,
    "x = (" + "+\n".join(["1"] * 390) + ")\nprint(x)  # 391",
    "x = " + "-" * 900 + "1",
    "x = a" + ".b" * 450,
    "x = f" + "()" * 450,
    "x = " + "lambda: " * 120 + "1",
    "for i in range(10**9):\n    x = torch.zeros(1)\nprint(x.shape)  # torch.Size([2])",
    "for i in range(4000):\n  for j in range(4000):\n    y = list(enumerate(range(4000)))\nprint(1)  # 2",
    "while True:\n    pass",
    "f = lambda n: f(n) + f(n)\nprint(f(0))  # 3",
    "def f(n):\n    return f(n + 1)\nprint(f(0))  # 3",
    "x = 9**9**9**9\nprint(x)  # 3",
    "x = 'a'\nfor i in range(100):\n    x = x + x\nprint(x)",
    "x = 'a' * 10**10\nprint('%999999999d' % 3)",
    "x = []\ny = []\nfor i in range(90):\n    x = [x, x]\n    y = [y, y]\nprint(x == y)\nprint(x)",
    "x = []\nx.append(x)\nprint(x)\nprint(x == x)",
    "s = nn.Sequential()\ns.append(s)\nprint(s(torch.zeros(1, 1)).shape)  # (2, 1)",
    "s = nn.Sequential(nn.ReLU())\nfor i in range(60):\n    s = nn.Sequential(s, s)\nprint(s(torch.zeros(1, 1)).shape)  # (2, 1)",
    "class A(A): pass\nclass B:\n    pass\nB.__bases__ = B\nB.x = B()\nprint(B.x.x.x)",
    "print(torch.zeros(10**12, 10**12).shape)  # (1, 1)",
    "print(torch.zeros(1, 2).shape)  # " + "[1," * 300 + "2]",
    "nn.Conv2d(3, 8, 3, stride=0)(torch.zeros(1, 3, 4, 4)).shape  # (1, 2)\nnn.Conv2d(3, 4, 3, groups=0)\nnn.MaxPool2d(0)(1)\ntorch.zeros(2).chunk(0)",
    "x = '\x0c\x1b\x00'\nprint(x)",
    "def f():\n    yield 1\nfor x in f(): print(x)\nf(**f)",
]


@pytest.mark.parametrize("code", HOSTILE)
def test_hostile_program_text_costs_no_time(code):
    verify_text("warm")
    started = time.process_time()
    report = verify_text(fence(code, "torch.Size([1, 2])"))
    assert time.process_time() - started < 1.5
    assert not report.faults
    assert not [c for c in report.claims if c.verdict.status == "refuted"]


@pytest.mark.parametrize(("said", "status"), [("76 (1, 4, 6, 6)", "holds"), ("67 (1, 4, 6, 6)", "refuted")])
def test_numbers_behind_a_number_that_is_not_followed(said, status):
    code = "x = torch.rand(1, 2, 8, 8)\nc = nn.Conv2d(2, 4, 3)\nprint(float(3) / 2, sum(p.numel() for p in c.parameters()), tuple(c(x).shape))"
    first, *_ = verify_text(fence(code, f"1.5 {said}")).claims
    assert (first.verdict.status, first.text) == (status, said[:2])


@pytest.mark.parametrize(("said", "status"), [("3, 6, 6", "refuted"), ("4, 6, 6", "holds")])
def test_the_output_of_a_notebook_is_held_against_its_cells(said, status):
    cells = [
        {"cell_type": "code", "source": ["from torch import nn\n", "x = torch.rand(1, 2, 8, 8)"], "outputs": []},
        {"cell_type": "markdown", "source": ["# A layer\n"]},
        {"cell_type": "code", "source": "c = nn.Conv2d(2, 4, 3)\nc(x).shape",
         "outputs": [{"output_type": "execute_result", "data": {"text/plain": [f"torch.Size([1, {said}])"]}}]},
        {"cell_type": "code", "source": ["print('weight', c.weight.shape)"],
         "outputs": [{"output_type": "stream", "name": "stdout", "text": ["weight torch.Size([4, 2, 3, 3])\n"]}]},
    ]  # fmt: skip
    report = verify_text(json.dumps({"nbformat": 4, "cells": cells}, indent=1), "net.ipynb")
    assert [c.verdict.status for c in report.claims] == [status, "holds"]
    assert report.claims[0].text == f"torch.Size([1, {said}])"


def test_other_fences_between_change_nothing():
    code = "conv = nn.Conv2d(3, 4, 3)\nx = torch.rand(1, 3, 8, 8)"
    text = fence(code) + "\n```bash\npip install torch && (echo\n```\n\n" + fence("conv(x).shape  # (1, 4, 6, 7)")
    assert verdicts(text) == [(11, "refuted", "output_shape")]


def test_an_output_of_other_lines_is_not_held_against_the_program():
    code = "conv = nn.Conv2d(3, 4, 3)\nx = torch.rand(1, 3, 8, 8)\nprint(x.shape)\nprint(conv(x).shape)"
    assert "refuted" not in {s for _, s, _ in verdicts(fence(code, "torch.Size([1, 4, 8, 8])"))}
    assert "refuted" not in {s for _, s, _ in verdicts(fence(code, "x: torch.Size([9])\ny: torch.Size([9])"))}
    between = "Instead you might expect:\n"
    output = "torch.Size([1, 3, 8, 8])\ntorch.Size([1, 4, 8, 8])"
    assert "refuted" not in {s for _, s, _ in verdicts(fence(code, output, between=between))}
