"""Small colour images of shapes and textures, made on the spot: eight classes that no single pixel tells apart."""

from __future__ import annotations

import numpy as np

Array = np.ndarray
CLASSES = 8


def shapes(count: int, seed: int, *, size: int = 16, noise: float = 0.15) -> tuple[Array, Array]:
    """`count` images (N, 3, size, size), float32, with mean about 0, and their classes (N,), int64, in equal shares.

    Disc, square, diamond, ring, upright cross, slanting cross, horizontal and vertical stripes: of random place, size
    and colours, under Gaussian noise of standard deviation `noise` (a shape differs from its ground by about 1).

    >>> images, labels = shapes(16, seed=0)
    >>> images.shape, sorted(set(labels.tolist()))
    ((16, 3, 16, 16), [0, 1, 2, 3, 4, 5, 6, 7])
    """
    rng = np.random.default_rng([seed, 1])
    labels = rng.permutation(np.arange(count) % CLASSES)
    radius = rng.uniform(0.22, 0.40, count) * size
    row, column = (rng.uniform(radius, size - 1 - radius)[:, None, None] for _ in range(2))
    masks = _masks(labels, radius[:, None, None], *(np.arange(size)[:, None] - row, np.arange(size) - column))
    ground, colour = rng.normal(0, 0.5, (2, count, 3, 1, 1))
    images = ground + (colour - ground + np.sign(colour - ground) * 0.4) * masks[:, None]
    return (images + rng.normal(0, noise, images.shape)).astype(np.float32), labels.astype(np.int64)


def _masks(labels: Array, radius: Array, down: Array, right: Array) -> Array:
    """Where each image's shape lies, (N, size, size), from the distances to its centre."""
    far, near = np.maximum(abs(down), abs(right)), np.minimum(abs(down), abs(right))
    slant_far = np.maximum(abs(down + right), abs(down - right)) / np.sqrt(2)
    slant_near = np.minimum(abs(down + right), abs(down - right)) / np.sqrt(2)
    distance = np.hypot(down, right)
    inside = [
        distance < radius,
        far < radius * 0.9,
        abs(down) + abs(right) < radius * 1.2,
        (distance < radius) & (distance > radius * 0.55),
        (far < radius) & (near < radius * 0.35),
        (slant_far < radius) & (slant_near < radius * 0.35),
        (far < radius) & (np.floor(down / 1.5) % 2 == 0),
        (far < radius) & (np.floor(right / 1.5) % 2 == 0),
    ]
    masks = np.stack([np.broadcast_to(mask, distance.shape) for mask in inside])
    return masks[labels, np.arange(len(labels))]
