"""The last pass: painted pages become one file that is PDF/UA-1 and PDF/A at once, the same on every day.

With it what the file says of itself (its XMP metadata packet) and what it carries with it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from html import escape
from pkgutil import get_data

from msgspec import Struct
from msgspec.structs import asdict

from boardpack.render.pdf.canvas import PaintedPages
from boardpack.render.pdf.pdf_file import (
    PdfFile,
    array,
    dictionary,
    encoded,
    literal,
    name,
    numbers,
    ref,
    text_string,
    write_fonts,
    write_images,
)
from boardpack.render.pdf.structure import Node, OutlineEntry, Record, WrittenStructure, write_structure


def finish(
    painted: PaintedPages,
    root: Node,
    record: Record,
    facts: FileFacts,
    *,
    attachments: tuple[Attachment, ...] = (),
) -> bytes:
    """Return the finished file: PDF/UA-1 and PDF/A-2a, or PDF/A-3a when it carries attachments.

    `painted` is what `TaggedCanvas.pages_painted` gave, `root` and `record` what it was painted from and
    wrote down. ProgrammingError when a link leads nowhere or something was painted for an unknown node.
    """
    file = PdfFile()
    pages = [file.reserve() for _ in painted.pages]
    structure = write_structure(file, pages, root, record)
    catalogue = {
        "Type": "/Catalog",
        "Pages": ref(_write_pages(file, pages, painted, structure)),
        "Lang": text_string(facts.language),
        "MarkInfo": "<</Marked true>>",
        "ViewerPreferences": "<</DisplayDocTitle true>>",
        "StructTreeRoot": ref(structure.top),
        **_description(file, facts, part=3 if attachments else 2),
        **_outline(file, record.outline, structure.elements),
        **_page_labels(record),
    }
    names = _destinations(file, pages, record)
    if attachments:
        catalogue["AF"], names["EmbeddedFiles"] = _attach(file, attachments, facts)
    if names:
        catalogue["Names"] = dictionary(names)
    return file.finished(file.add(dictionary(catalogue)), _information(file, facts))


def finish_plain(painted: PaintedPages) -> bytes:
    """Return painted pages as a file for the eye alone, without structure, links and metadata."""
    file = PdfFile()
    pages = [file.reserve() for _ in painted.pages]
    tree = _write_pages(file, pages, painted, WrittenStructure(0, {}, {}, frozenset()))
    catalogue = file.add(dictionary({"Type": "/Catalog", "Pages": ref(tree)}))
    return file.finished(catalogue, file.add(dictionary({})))


# --------------------------------------------------------------------------------------------- pages


def _write_pages(
    file: PdfFile, pages: Sequence[int], painted: PaintedPages, structure: WrittenStructure
) -> int:
    """Write each page with what it is painted with, and return the tree of pages; all share their fonts."""
    fonts = ref(file.add(write_fonts(file, painted.document)))
    images = write_images(file, painted.document)
    tree = file.add(
        dictionary({"Type": "/Pages", "Count": str(len(pages)), "Kids": array([ref(page) for page in pages])})
    )
    for index, (number, page) in enumerate(zip(pages, painted.pages, strict=True)):
        resources = {"Font": fonts}
        if page.images:
            resources["XObject"] = dictionary({image: ref(images[image]) for image in page.images})
        entries = {
            "Type": "/Page",
            "Parent": ref(tree),
            "MediaBox": numbers((0, 0, *page.size)),
            "Resources": dictionary(resources),
            "Contents": ref(file.stream(page.operators, compressed=True)),
            "Tabs": "/S",
        }
        if index in structure.parents:
            entries["StructParents"] = str(index)
        if index in structure.annotations:
            entries["Annots"] = array([ref(each) for each in structure.annotations[index]])
        file.put(number, dictionary(entries))
    return tree


def _page_labels(record: Record) -> dict[str, str]:
    if not record.labels:
        return {}
    labels = []
    for label in record.labels:
        style = {"P": text_string(label.prefix)} if label.prefix else {}
        if label.numbered:
            style |= {"S": "/D", "St": str(label.start)}
        labels += [str(label.page), dictionary(style)]
    return {"PageLabels": dictionary({"Nums": array(labels)})}


def _destinations(file: PdfFile, pages: Sequence[int], record: Record) -> dict[str, str]:
    """Write the named destinations, in the order of their bytes as a name tree must be."""
    if not record.anchors:
        return {}
    pairs = []
    for anchor, spot in sorted(record.anchors.items(), key=lambda pair: encoded(pair[0])):
        place = numbers((spot.x, spot.y))[1:-1]
        pairs += [text_string(anchor), f"[{ref(pages[spot.page])}/XYZ {place} null]"]
    return {"Dests": ref(file.add(dictionary({"Names": array(pairs)})))}


def _outline(file: PdfFile, entries: Sequence[OutlineEntry], elements: Mapping[Node, int]) -> dict[str, str]:
    """Write the outline; each line leads to its place and to its element of the structure."""
    if not entries:
        return {}
    top = file.reserve()
    lines = [file.reserve() for _ in entries]
    kids: dict[int, list[int]] = {number: [] for number in (top, *lines)}
    counts = dict.fromkeys(kids, 0)
    parents, above = [], [top]
    for entry, line in zip(entries, lines, strict=True):
        del above[entry.level :]
        parents.append(above[-1])
        kids[above[-1]].append(line)
        for number in above:
            counts[number] += 1
        above.append(line)
    file.put(top, dictionary({"Type": "/Outlines", **_held(kids[top], counts[top])}))
    for entry, line, parent in zip(entries, lines, parents, strict=True):
        said = {"Title": text_string(entry.title), "Parent": ref(parent), "Dest": text_string(entry.anchor)}
        if entry.node is not None and entry.node in elements:
            said["SE"] = ref(elements[entry.node])
        file.put(line, dictionary({**said, **_beside(kids[parent], line), **_held(kids[line], counts[line])}))
    return {"Outlines": ref(top), "PageMode": "/UseOutlines"}


def _held(kids: Sequence[int], count: int) -> dict[str, str]:
    """What a line of the outline says of those under it."""
    return {"First": ref(kids[0]), "Last": ref(kids[-1]), "Count": str(count)} if kids else {}


def _beside(kids: Sequence[int], line: int) -> dict[str, str]:
    """What a line of the outline says of those before and after it."""
    at = kids.index(line)
    before = {"Prev": ref(kids[at - 1])} if at else {}
    return {**before, **({"Next": ref(kids[at + 1])} if at + 1 < len(kids) else {})}


# ------------------------------------------------------------------------------------------ metadata


def _description(file: PdfFile, facts: FileFacts, part: int) -> dict[str, str]:
    """Write the metadata and the colour space."""
    profile = file.stream(get_data(__package__, "srgb.icc") or b"", {"N": "3"})
    intent = {
        "Type": "/OutputIntent",
        "S": "/GTS_PDFA1",
        "OutputConditionIdentifier": text_string("sRGB IEC61966-2.1"),
        "Info": text_string("sRGB IEC61966-2.1"),
        "RegistryName": text_string("http://www.color.org"),
        "DestOutputProfile": ref(profile),
    }
    metadata = file.whole_stream(packet(facts, part), {"Type": "/Metadata", "Subtype": "/XML"})
    return {"Metadata": ref(metadata), "OutputIntents": array([dictionary(intent)])}


def _information(file: PdfFile, facts: FileFacts) -> int:
    """Write the metadata once more, as readers differ in where they look."""
    words = {
        "Title": facts.title,
        "Author": facts.author,
        "Subject": facts.subject,
        "Creator": facts.creator,
        "Producer": facts.producer,
        "CreationDate": pdf_date(facts),
        "ModDate": pdf_date(facts),
    }
    return file.add(dictionary({key: text_string(value) for key, value in words.items()}))


def pdf_date(facts: FileFacts) -> str:
    """The pack's moment as PDF writes dates."""
    return facts.moment().strftime("D:%Y%m%d%H%M%SZ")


def _attach(file: PdfFile, attachments: tuple[Attachment, ...], facts: FileFacts) -> tuple[str, str]:
    """Embed files as associated files of the document (ISO 19005-3, 6.8)."""
    held = sorted(attachments, key=lambda each: encoded(each.name))
    specifications = [ref(file.add(_specification(file, attachment, facts))) for attachment in held]
    pairs = [
        part
        for each, number in zip(held, specifications, strict=True)
        for part in (text_string(each.name), number)
    ]
    return array(specifications), dictionary({"Names": array(pairs)})


def _specification(file: PdfFile, attachment: Attachment, facts: FileFacts) -> str:
    checksum = hashlib.md5(attachment.data, usedforsecurity=False).digest()
    parameters = {
        "Size": str(len(attachment.data)),
        "CreationDate": text_string(pdf_date(facts)),
        "ModDate": text_string(pdf_date(facts)),
        "CheckSum": literal(checksum),
    }
    entries = {
        "Type": "/EmbeddedFile",
        "Subtype": name(attachment.media_type),
        "Params": dictionary(parameters),
    }
    stream = ref(file.stream(attachment.data, entries))
    return dictionary(
        {
            "Type": "/Filespec",
            "F": text_string(attachment.name),
            "UF": text_string(attachment.name),
            "Desc": text_string(attachment.description),
            "AFRelationship": name(attachment.relationship),
            "EF": dictionary({"F": stream, "UF": stream}),
        }
    )


class FileFacts(Struct, frozen=True):
    """A file's title page, for programs: its metadata."""

    title: str
    author: str
    subject: str
    language: str
    """BCP 47, such as `en-GB`."""
    date: str
    """ISO 8601 date, with or without a time, from the pack's facts; UTC where it names no zone."""
    creator: str = "boardpack"
    producer: str = "boardpack"

    def moment(self) -> datetime:
        """The date as a moment in UTC; ValueError when it is no ISO 8601 date."""
        moment = datetime.fromisoformat(self.date)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)

    def words(self) -> dict[str, str]:
        """Everything but the date, by name."""
        return {name: value for name, value in asdict(self).items() if name != "date"}


class Attachment(Struct, frozen=True):
    """A file carried inside the PDF, as PDF/A-3 allows."""

    name: str
    """As a reader sees and saves it: `values-2017-18.csv`."""
    media_type: str
    data: bytes
    description: str
    relationship: str = "Data"
    """How the file relates to the document: `Data`, `Source`, `Alternative` or `Supplement`."""


def packet(facts: FileFacts, part: int) -> bytes:
    """Return the XMP packet of a PDF/UA-1 file that is also PDF/A-2a (`part` 2) or 3a (`part` 3).

    PDF/UA's identifier is unknown to PDF/A, so the packet describes it (ISO 19005-2, 6.6.2.3).
    """
    words = {name: escape(value, quote=False) for name, value in facts.words().items()}
    return PACKET.format(part=part, date=facts.moment().isoformat().replace("+00:00", "Z"), **words).encode()


PACKET = """\
<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaid:part>{part}</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>
<pdfuaid:part>1</pdfuaid:part>
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<xmp:CreateDate>{date}</xmp:CreateDate><xmp:ModifyDate>{date}</xmp:ModifyDate>
<xmp:MetadataDate>{date}</xmp:MetadataDate><xmp:CreatorTool>{creator}</xmp:CreatorTool>
<pdf:Producer>{producer}</pdf:Producer>
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""
