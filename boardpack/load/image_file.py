"""Whether a picture file is a whole PNG of modest size (Pillow reads it)."""

from __future__ import annotations

import io
import struct
import warnings
import zlib

from PIL import Image

PIXELS = 4_000
"""Longest side: more than any print needs."""
UNREADABLE = (
    OSError,
    SyntaxError,
    ValueError,
    LookupError,
    struct.error,
    zlib.error,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)
"""What Pillow raises for damaged files."""


def is_modest_png(data: bytes) -> bool:
    """Whether a file is a PNG that can be decoded whole and whose sides are bounded."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=["PNG"]) as image:
                size = image.size
                if not all(0 < side <= PIXELS for side in size):
                    return False
                image.verify()
            with Image.open(io.BytesIO(data), formats=["PNG"]) as image:
                image.load()
                return image.size == size
    except UNREADABLE:
        return False
