"""The architectures, one a file, written from the papers as data (`network.Network`).

`ARCHITECTURES` maps a name to the function that builds it; a function's keyword arguments are its options.
"""

from collections.abc import Callable

from ..network import Network
from .alexnet import alexnet
from .densenet import densenet, densenet_cifar
from .efficientnet import efficientnet
from .gated_pixelcnn import gated_pixelcnn
from .googlenet import googlenet
from .inception_v3 import inception_v3
from .lenet import lenet
from .mnasnet import mnasnet
from .mobilenet import mobilenet_v1
from .mobilenet_v2 import mobilenet_v2
from .mobilenet_v3 import mobilenet_v3
from .pixelcnn import pixelcnn
from .resnet import resnet
from .resnet_cifar import resnet_cifar
from .resnext_cifar import resnext_cifar
from .shufflenet import shufflenet
from .shufflenet_v2 import shufflenet_v2
from .squeezenet import squeezenet
from .vgg import vgg
from .wavenet import wavenet
from .xception import xception

ARCHITECTURES: dict[str, Callable[..., Network]] = {
    function.__name__: function
    for function in (
        mobilenet_v1, densenet, densenet_cifar, resnet, resnet_cifar, pixelcnn, gated_pixelcnn,
        wavenet,
        vgg, googlenet, inception_v3, alexnet, squeezenet, mobilenet_v2, lenet,
        mobilenet_v3, shufflenet, shufflenet_v2, mnasnet, efficientnet, xception, resnext_cifar,
    )
}  # fmt: skip
