"""Images that a note holds in itself (`![loss](data:image/png;base64,...)`): checked, bounded, and shown.

They are taken out of the text before it is parsed, for they are longer than any paragraph, and short addresses stand
for them. Only PNG, JPEG and GIF are shown, recognised by their own first bytes and not by what the address says.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Sequence

LARGEST = 700_000  # characters of one image in a note
ALL_TOGETHER = 4_000_000
PIXELS = 40_000_000
_HELD = re.compile(
    r"(\]\(\s*<?|\bsrc\s*=\s*[\"'])(data:image/[a-z+.-]{1,20});base64,([A-Za-z0-9+/]{40,}={0,2})", re.IGNORECASE
)
_KEPT = re.compile(r"data:image/[a-z+.-]{1,20};kept=(\d{1,4})", re.IGNORECASE)


def taken_out(text: str) -> tuple[str, list[str]]:
    """The text with short addresses for the images in it, and these as Base64.

    >>> taken_out("![x](data:image/png;base64," + "QUFB" * 20 + ") y")[0]
    '![x](data:image/png;kept=0) y'
    """
    kept: list[str] = []

    def short(found: re.Match[str]) -> str:
        kept.append(found[3])
        return f"{found[1]}{found[2]};kept={len(kept) - 1}"

    return _HELD.sub(short, text), _within_bounds(kept)


def _within_bounds(kept: list[str]) -> list[str]:
    """The images with those emptied that are too large, or that come when enough have been."""
    room = ALL_TOGETHER
    bounded = []
    for image in kept:
        fits = len(image) <= min(LARGEST, room)
        room -= len(image) if fits else 0
        bounded.append(image if fits else "")
    return bounded


def source_of(address: str, kept: Sequence[str]) -> str | None:
    """What an `<img>` may load for this address: the image itself, written anew; None: there is nothing to show."""
    found = _KEPT.fullmatch(address)
    if not found or int(found[1]) >= len(kept):
        return None
    try:
        data = base64.b64decode(kept[int(found[1])], validate=True)
    except (binascii.Error, ValueError):
        return None
    kind, width, height = _kind_and_size(data)
    if not kind or not 0 < width * height <= PIXELS:
        return None
    return f"data:image/{kind};base64,{base64.b64encode(data).decode('ascii')}"


def _kind_and_size(data: bytes) -> tuple[str, int, int]:
    """What kind of image the bytes begin, its width and its height; an empty kind where they are no such image."""
    if data.startswith(b"\x89PNG\r\n\x1a\n") and data[12:16] == b"IHDR":
        return "png", int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")
    if data[:6] in (b"GIF87a", b"GIF89a"):
        return "gif", int.from_bytes(data[6:8], "little"), int.from_bytes(data[8:10], "little")
    return _size_of_jpeg(data) if data.startswith(b"\xff\xd8\xff") else ("", 0, 0)


def _size_of_jpeg(data: bytes) -> tuple[str, int, int]:
    """A JPEG's size, which stands in the segment that begins its frame."""
    place = 2
    while place + 9 < len(data) and data[place] == 0xFF:
        code = data[place + 1]
        if 0xC0 <= code <= 0xCF and code not in (0xC4, 0xC8, 0xCC):
            height, width = (int.from_bytes(data[place + i : place + i + 2], "big") for i in (5, 7))
            return "jpeg", width, height
        place += 2 + max(2, int.from_bytes(data[place + 2 : place + 4], "big"))
    return "", 0, 0
