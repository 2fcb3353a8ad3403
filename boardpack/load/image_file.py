"""Picture files, which Pillow reads: is a logo a whole PNG, and authors' pictures made fit to print."""

from __future__ import annotations

import io
import struct
import warnings
import zlib

from msgspec import Struct
from PIL import Image
from PIL.PngImagePlugin import PngImageFile

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
    """Whether a file is a PNG that can be decoded whole and whose sides are bounded.

    It is opened as a PNG by name: `Image.open` imports the readers of four other formats first.
    """
    try:
        with PngImageFile(io.BytesIO(data)) as image:
            size = image.size
            if not all(0 < side <= PIXELS for side in size):
                return False
            image.verify()
        with PngImageFile(io.BytesIO(data)) as image:
            image.load()
            return image.size == size
    except UNREADABLE:
        return False


class PrintableImage(Struct, frozen=True):
    """A picture as it goes into a pack: a PNG or a JPEG in sRGB, upright, without metadata."""

    data: bytes
    width: int
    height: int
    """In pixels."""


def printable_image(data: bytes) -> PrintableImage | None:
    """Make a PNG or JPEG fit to print, smaller where it has more pixels than print needs; None for others.

    Nothing of the file goes on but its pixels: no place, no camera, no thumbnail, no text.
    """
    from PIL import ImageOps  # noqa: PLC0415 - most packs have no picture

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=["PNG", "JPEG"]) as image:
                if image.width * image.height > MOST_PIXELS:
                    return None
                image.load()
                kind = image.format or "PNG"
                drawn = _opaque(_in_srgb(ImageOps.exif_transpose(image)))
    except UNREADABLE:
        return None
    drawn.thumbnail((SHOWN, SHOWN), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    pixels = Image.frombytes(drawn.mode, drawn.size, drawn.tobytes())  # leaves behind what else it carries
    if kind == "JPEG":
        pixels.save(out, "JPEG", quality=QUALITY, subsampling=0)
    else:
        pixels.save(out, "PNG")
    return PrintableImage(out.getvalue(), *pixels.size)


def _in_srgb(image: Image.Image) -> Image.Image:
    """Convert the colours of a picture that brings a profile of its own; others are taken for sRGB."""
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in {"RGB", "CMYK", "L"}:
        return image
    from PIL import ImageCms  # noqa: PLC0415 - few pictures bring a profile

    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return (
            ImageCms.profileToProfile(image, own, ImageCms.createProfile("sRGB"), outputMode="RGB") or image
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image


def _opaque(image: Image.Image) -> Image.Image:
    """Lay a picture on white where it is transparent, since PDF/A readers differ in what shows through."""
    if not image.has_transparency_data:
        return image.convert("RGB")
    drawn = image.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", drawn.size, (255, 255, 255, 255)), drawn).convert("RGB")


MOST_PIXELS = 40_000_000
"""Of a picture's file: more than a telephone's camera gives."""
SHOWN = 2_000
"""Longest side as printed, in pixels: 300 to the inch on a column of a landscape page."""
QUALITY = 85
"""Of a JPEG written again."""
