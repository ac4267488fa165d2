"""The architectures, one a file, written from the papers as data (`network.Network`).

`ARCHITECTURES` maps a name to the function that builds it; a function's keyword arguments are its options.
"""

from collections.abc import Callable

from ..network import Network
from .alexnet import alexnet
from .densenet import densenet, densenet_cifar
from .googlenet import googlenet
from .inception_v3 import inception_v3
from .lenet import lenet
from .mobilenet import mobilenet_v1
from .mobilenet_v2 import mobilenet_v2
from .pixelcnn import pixelcnn
from .resnet import resnet
from .resnet_cifar import resnet_cifar
from .squeezenet import squeezenet
from .vgg import vgg
from .wavenet import wavenet

ARCHITECTURES: dict[str, Callable[..., Network]] = {
    function.__name__: function
    for function in (
        mobilenet_v1, densenet, densenet_cifar, resnet, resnet_cifar, pixelcnn, wavenet,
        vgg, googlenet, inception_v3, alexnet, squeezenet, mobilenet_v2, lenet,
    )
}  # fmt: skip
