"""A finished file, read by a program that had no part in writing it, against what was meant.

ReportLab and our own writer make the PDF; pypdf, which shares no code with either, opens it before it is
issued. To look at more, add a member to `FileContents`, say in `meant` what it should be and in
`read_contents` how it is read.
"""

from __future__ import annotations

import hashlib
import io
import zlib
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from boardpack.content import Badge, Footnote, Heading, Link, Paragraph, Table, inline_text
from boardpack.document import ContentsEntry, Document, Figure, FootnoteText, page_label, walk
from boardpack.edition import Edition
from boardpack.errors import BoardpackError

OutlineLine = tuple[int, str, int]
"""Level from 1, words, and page from 1."""


class FileContents(Struct, frozen=True):
    """What a PDF is to a reader, beside the words of its pages."""

    pages: int
    title: str
    described_title: str
    """The title in the XMP packet."""
    language: str
    labels: tuple[str, ...]
    """What each page is called."""
    places: Mapping[str, int]
    """The page, from 1, of each place that a link can lead to; 0 for none of the file's."""
    outline: tuple[OutlineLine, ...]
    links: frozenset[str]
    """Where links lead: addresses, and `#place`."""
    attachments: Mapping[str, str]
    """SHA-256 of each file carried inside, by name."""


def inspect_edition(edition: Edition, attachments: Mapping[str, bytes]) -> None:
    """Read an edition's PDF; BoardpackError, with what differs, when it is not what was meant."""
    expected = meant(edition, attachments)
    found = read_contents(edition.data)
    wrong = content_differences(expected, found)
    if wrong:
        raise BoardpackError(
            f"{edition.file_name}: the finished file, read again by another program, is not what was meant: "
            f"{'; '.join(wrong)}. It was not issued. This is a fault of boardpack: please report it."
        )


def content_differences(expected: FileContents, found: FileContents) -> list[str]:
    """Name each member that differs, with what was found and what was expected where they first differ."""
    pairs = zip(asdict(expected).items(), asdict(found).values(), strict=True)
    return [f"{WORDS[name]}: {_difference(one, other)}" for (name, one), other in pairs if one != other]


def _difference(expected: object, found: object) -> str:
    match expected, found:
        case (dict() | frozenset(), dict() | frozenset()):
            lacking, surplus = (
                sorted(set(_items(expected) - _items(found))),
                sorted(_items(found) - _items(expected)),
            )
            return f"found {_first(surplus)}, expected {_first(lacking)}"
        case (tuple(), tuple()):
            at = next(
                (n for n, (one, other) in enumerate(zip(expected, found, strict=False)) if one != other),
                min(len(expected), len(found)),
            )
            return f"found {_first(list(found[at:]))}, expected {_first(list(expected[at:]))}"
        case _:
            return f"found {found!r}, expected {expected!r}"


def _items(value: Any) -> set[Any]:
    return set(value.items()) if isinstance(value, dict) else set(value)


def _first(values: list[Any]) -> str:
    return repr(values[0]) if values else "no more"


# -------------------------------------------------------------------------------------------- meant


def meant(edition: Edition, attachments: Mapping[str, bytes]) -> FileContents:
    """Return what the file of an edition is to hold, from its Document and its layout."""
    document = edition.document
    return FileContents(
        pages=edition.pages,
        title=document.full_title,
        described_title=document.full_title,
        language=document.language,
        labels=tuple(page_label(document, page) for page in range(1, edition.pages + 1)),
        places=dict(edition.anchors),
        outline=tuple(sorted(_outline(document, edition.anchors), key=lambda line: line[2])),
        links=frozenset(_targets(document.sections)),
        attachments={name: hashlib.sha256(data).hexdigest() for name, data in attachments.items()},
    )


def _outline(document: Document, anchors: Mapping[str, int]) -> Iterator[OutlineLine]:
    """Yield the outline's lines in reading order; parts side by side may be painted in another."""
    for section in document.sections:
        for block in walk(section.blocks):
            if isinstance(block, Heading) and block.anchor and block.outline != "-":
                yield block.level, block.outline or inline_text(block.content), anchors[block.anchor]
            elif isinstance(block, Paragraph) and block.role == "stamp" and block.anchor:
                yield 1, inline_text(block.content), anchors[block.anchor]
            elif isinstance(block, Table):
                yield from (
                    (2, row.outline, anchors[row.anchor]) for row in block.body if row.anchor and row.outline
                )
            elif isinstance(block, Figure) and block.anchor and block.outline:
                yield 2, block.outline, anchors[block.anchor]


def _targets(value: object) -> Iterator[str]:
    """Yield where each link of a part of a document leads."""
    match value:
        case Link(target=target) | Badge(target=target) if target:
            yield target
        case ContentsEntry(anchor=anchor):
            yield f"#{anchor}"
        case Footnote(number=number):
            yield f"#note-{number}"
            return
        case FootnoteText(back=back):
            yield f"#{back}"
    if isinstance(value, Struct):
        value = tuple(getattr(value, name) for name in value.__struct_fields__)
    if isinstance(value, tuple):
        for part in value:
            yield from _targets(part)


# -------------------------------------------------------------------------------------------- found


def read_contents(pdf: bytes) -> FileContents:
    """Read what a PDF holds. BoardpackError when it cannot be read at all, or breaks a rule of the format."""
    try:
        return _read(PdfReader(io.BytesIO(pdf), strict=True))
    except UNREADABLE as fault:
        raise BoardpackError(
            f"The finished PDF cannot be read by another program ({type(fault).__name__}: {fault}). "
            "It was not issued. This is a fault of boardpack: please report it."
        ) from fault


UNREADABLE = (PyPdfError, ValueError, LookupError, TypeError, AttributeError, RecursionError, zlib.error)
"""What pypdf raises for a file that is not as it expects."""


def _read(reader: PdfReader) -> FileContents:
    catalogue: Any = reader.trailer["/Root"]
    numbers = {page.indirect_reference: number for number, page in enumerate(reader.pages, 1)}
    packet = reader.xmp_metadata
    information: Mapping[str, Any] = reader.metadata or {}
    titles: Mapping[str, str] = (packet.dc_title if packet is not None else None) or {}
    return FileContents(
        pages=len(numbers),
        title=str(information.get("/Title", "")),
        described_title=str(titles.get("x-default", "")),
        language=str(catalogue.get("/Lang", "")),
        labels=tuple(reader.page_labels),
        places={
            name: numbers.get(place.raw_get("/Page"), 0) for name, place in reader.named_destinations.items()
        },
        outline=tuple(_lines(reader.outline, numbers, 1)),
        links=frozenset(_links(reader)),
        attachments={
            name: hashlib.sha256(files[0]).hexdigest() for name, files in reader.attachments.items()
        },
    )


def page_texts(pdf: bytes) -> tuple[str, ...]:
    """Read the text of each page of a PDF."""
    return tuple(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def _lines(outline: Any, numbers: Mapping[Any, int], level: int) -> Iterator[OutlineLine]:
    for line in outline:
        if isinstance(line, list):
            yield from _lines(line, numbers, level + 1)
        else:
            yield level, str(line.title), numbers.get(line.raw_get("/Page"), 0)


def _links(reader: PdfReader) -> Iterator[str]:
    for page in reader.pages:
        for reference in page.get("/Annots", ()):
            annotation: Any = reference.get_object()
            if annotation["/Subtype"] == "/Link":
                inside = annotation.get("/Dest")
                yield f"#{inside}" if inside is not None else str(annotation["/A"]["/URI"])


WORDS = {
    "pages": "number of pages",
    "title": "title",
    "described_title": "title in the metadata packet",
    "language": "language",
    "labels": "page labels",
    "places": "places that links lead to",
    "outline": "outline",
    "links": "links",
    "attachments": "attachments",
}
"""What each member is called in a message."""
