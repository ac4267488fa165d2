"""The architectures, one a file, written from the papers as data (`network.Network`).

`ARCHITECTURES` maps a name to the function that builds it; a function's keyword arguments are its options.
"""

from collections.abc import Callable

from ..network import Network
from .densenet import densenet, densenet_cifar
from .googlenet import googlenet
from .lenet import lenet
from .mobilenet import mobilenet_v1
from .pixelcnn import pixelcnn
from .resnet import resnet, resnet_cifar
from .vgg import vgg
from .wavenet import wavenet

ARCHITECTURES: dict[str, Callable[..., Network]] = {
    "mobilenet_v1": mobilenet_v1,
    "densenet": densenet,
    "densenet_cifar": densenet_cifar,
    "resnet": resnet,
    "resnet_cifar": resnet_cifar,
    "vgg": vgg,
    "googlenet": googlenet,
    "lenet": lenet,
    "pixelcnn": pixelcnn,
    "wavenet": wavenet,
}
