"""The pictures that commentary names: files of the month's own folder, read and made fit to print."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

from msgspec.structs import replace

from boardpack.content import Image, ListBlock, Prose
from boardpack.load.files import read_bytes, read_text
from boardpack.load.findings import FindingLog, excerpt
from boardpack.model.finding import Place

_NAMED = re.compile(r"!\[[^\]]*\]\(\s*<?(?P<source>[^)>\"\n]{1,200}?)>?(?:\s+[\"'(][^\n]*?)?\s*\)")
SUFFIXES = (".png", ".jpg", ".jpeg")


def with_pictures(
    blocks: Sequence[Prose], root: Path, folder: str, file: str, faults: FindingLog
) -> tuple[Prose, ...]:
    """Read the pictures of some blocks; one that cannot be printed is a finding and left out."""
    return tuple(block for each in blocks for block in _block(each, root, folder, file, faults))


def named_pictures(root: Path, folder: str, files: Sequence[str]) -> tuple[str, ...]:
    """The pictures of a month's folder that its commentary, these files, names; sorted."""
    found: set[str] = set()
    for file in files:
        text = read_text(root, f"{folder}/{file}", FindingLog(), required=False) or ""
        found |= {match["source"].strip() for match in _NAMED.finditer(text)}
    return tuple(sorted(name for name in found if not _refusal(name)))


def _block(block: Prose, root: Path, folder: str, file: str, faults: FindingLog) -> Iterator[Prose]:
    match block:
        case Image():
            yield from _image(block, root, folder, Place(file, block.line), faults)
        case ListBlock(items=items):
            yield replace(
                block, items=tuple(with_pictures(item, root, folder, file, faults) for item in items)
            )
        case _:
            yield block


def _image(image: Image, root: Path, folder: str, place: Place, faults: FindingLog) -> Iterator[Image]:
    if why := _refusal(image.source):
        _refuse(image, place, why, faults)
        return
    trial = FindingLog()
    data = read_bytes(root, f"{folder}/{image.source}", trial)
    if data is None:
        _refuse(image, place, trial.findings[0].found, faults)
        return
    from boardpack.load.image_file import printable_image  # noqa: PLC0415 - most commentary names no picture

    printable = printable_image(data)
    if printable is None:
        _refuse(image, place, "no whole PNG or JPEG of at most 40 million pixels", faults)
        return
    yield replace(image, data=printable.data, width=printable.width, height=printable.height)


def _refuse(image: Image, place: Place, why: str, faults: FindingLog) -> None:
    faults.error(
        "image-refused", place, f"the picture {excerpt(image.source)}: {why}",
        "a PNG or JPEG in the month's own folder",
        "Save the picture there as PNG or JPEG, and write its name alone.",
    )  # fmt: skip


def _refusal(source: str) -> str:
    """Why a name is not taken for a file of the month's folder; empty when it is."""
    if re.match(r"[A-Za-z][A-Za-z0-9+.\-]*:|//", source):
        return "an address, and nothing is fetched while a pack is made"
    if "/" in source or "\\" in source or source in {"", ".", ".."}:
        return "a file outside the month's folder"
    suffix = PurePosixPath(source).suffix.lower()
    if suffix == ".svg":
        return "an SVG, which can hold programs and fonts"
    return "" if suffix in SUFFIXES else f"a file of the kind {suffix or 'without an ending'}"
