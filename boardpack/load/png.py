"""Whether a logo is a whole PNG of modest size, by its chunks and their checksums.

PNG specification (ISO/IEC 15948), clause 5: nothing is unfolded to look, since a small file can hold
any number of pixels.
"""

from __future__ import annotations

import struct
import zlib

SIGNATURE = b"\x89PNG\r\n\x1a\n"
PIXELS = 4_000
"""Longest side: more than any print needs."""
CHUNKS = 1_000


def is_modest_png(data: bytes) -> bool:
    """Whether a file begins, goes on and ends as a PNG whose sides are bounded."""
    if not data.startswith(SIGNATURE):
        return False
    offset = len(SIGNATURE)
    names: list[bytes] = []
    while len(data) - offset >= 12 and len(names) < CHUNKS and b"IEND" not in names[-1:]:
        length, name = struct.unpack_from(">L4s", data, offset)
        body = data[offset + 4 : offset + 8 + length]
        end = data[offset + 8 + length : offset + 12 + length]
        if len(end) < 4 or zlib.crc32(body) != int.from_bytes(end, "big"):
            return False
        if not names and not _is_modest_header(name, body[4:]):
            return False
        names.append(name)
        offset += 12 + length
    return names[-1:] == [b"IEND"] and b"IDAT" in names


def _is_modest_header(name: bytes, body: bytes) -> bool:
    if name != b"IHDR" or len(body) != 13:
        return False
    width, height = (int.from_bytes(body[at : at + 4], "big") for at in (0, 4))
    return 0 < width <= PIXELS and 0 < height <= PIXELS
