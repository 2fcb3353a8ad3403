"""The last pass: painted pages become one file that is PDF/UA-1 and PDF/A at once, the same on every day."""

from __future__ import annotations

import hashlib
import io
from pkgutil import get_data

from pikepdf import Array, Dictionary, Name, Object, ObjectStreamMode, Pdf, StreamDecodeLevel, String

from boardpack.render.pdf.font_fixes import mend_fonts
from boardpack.render.pdf.metadata import Attachment, FileFacts, packet
from boardpack.render.pdf.structure import Node, OutlineEntry, Record
from boardpack.render.pdf.structure_writer import numbers, write_structure


def finish(
    data: bytes, root: Node, record: Record, facts: FileFacts, *, attachments: tuple[Attachment, ...] = ()
) -> bytes:
    """Return the finished file: PDF/UA-1 and PDF/A-2a, or PDF/A-3a when it carries attachments.

    `data` is what `TaggedCanvas.pages_painted` gave, `root` and `record` what it was painted from and
    wrote down. ProgrammingError when a link leads nowhere or something was painted for a stranger.
    """
    with Pdf.open(io.BytesIO(data)) as pdf:
        _clear(pdf)
        mend_fonts(pdf)
        elements = write_structure(pdf, root, record)
        _describe(pdf, facts, part=3 if attachments else 2)
        _name_places(pdf, record)
        _write_outline(pdf, record.outline, elements)
        _label_pages(pdf, record)
        _attach(pdf, attachments, facts)
        return _saved(pdf)


def _clear(pdf: Pdf) -> None:
    """Take out what ReportLab leaves behind: empty transitions, ProcSets, its outline, an ID from a date."""
    for page in pdf.pages:
        for key in ("/Trans", "/Rotate"):
            if key in page.obj:
                del page.obj[key]
        if "/ProcSet" in page.obj.Resources:
            del page.obj.Resources["/ProcSet"]
    if "/ID" in pdf.trailer:
        del pdf.trailer["/ID"]
    for key in ("/Outlines", "/PageMode"):
        if key in pdf.Root:
            del pdf.Root[key]


def _describe(pdf: Pdf, facts: FileFacts, part: int) -> None:
    """Write the language, the metadata (twice, as readers differ in where they look) and the colour space."""
    catalogue = pdf.Root
    catalogue.Lang = String(facts.language)
    catalogue.MarkInfo = Dictionary(Marked=True)
    catalogue.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    catalogue.Metadata = pdf.make_stream(packet(facts, part), Type=Name.Metadata, Subtype=Name.XML)
    profile = pdf.make_stream(get_data(__package__, "srgb.icc") or b"", N=3)
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier=String("sRGB IEC61966-2.1"),
        Info=String("sRGB IEC61966-2.1"),
        RegistryName=String("http://www.color.org"),
        DestOutputProfile=profile,
    )
    catalogue.OutputIntents = Array([intent])
    pdf.trailer.Info = pdf.make_indirect(
        Dictionary(
            Title=String(facts.title),
            Author=String(facts.author),
            Subject=String(facts.subject),
            Creator=String(facts.creator),
            Producer=String(facts.producer),
            CreationDate=pdf_date(facts),
            ModDate=pdf_date(facts),
        )
    )


def pdf_date(facts: FileFacts) -> String:
    """The pack's moment as PDF writes dates."""
    return String(facts.moment().strftime("D:%Y%m%d%H%M%SZ"))


def _name_places(pdf: Pdf, record: Record) -> None:
    """Write the named destinations, in the order of their bytes as a name tree must be."""
    if not record.anchors:
        return
    pages = [page.obj for page in pdf.pages]
    pairs: list[Object] = []  # an Array is slower to add to the longer it is
    for anchor, spot in sorted(record.anchors.items(), key=lambda pair: bytes(String(pair[0]))):
        place = Array([pages[spot.page], Name.XYZ, *numbers((spot.x, spot.y)), None])
        pairs.extend([String(anchor), place])
    _names(pdf).Dests = pdf.make_indirect(Dictionary(Names=Array(pairs)))


def _names(pdf: Pdf) -> Object:
    if "/Names" not in pdf.Root:
        pdf.Root.Names = Dictionary()
    return pdf.Root.Names


def _write_outline(pdf: Pdf, entries: list[OutlineEntry], elements: dict[Node, Object]) -> None:
    """Write the outline; each line leads to its place and to its element of the structure."""
    if not entries:
        return
    top = pdf.make_indirect(Dictionary(Type=Name.Outlines))
    open_lines = [top]
    for entry in entries:
        del open_lines[entry.level :]
        parent = open_lines[-1]
        line = pdf.make_indirect(
            Dictionary(Title=String(entry.title), Parent=parent, Dest=String(entry.anchor))
        )
        if entry.node in elements:
            line.SE = elements[entry.node]
        _hang(parent, line)
        for above in open_lines:
            above.Count = int(above.get("/Count", 0)) + 1
        open_lines.append(line)
    pdf.Root.Outlines = top
    pdf.Root.PageMode = Name.UseOutlines


def _hang(parent: Object, line: Object) -> None:
    if "/First" in parent:
        line.Prev = parent.Last
        parent.Last.Next = line
    else:
        parent.First = line
    parent.Last = line


def _label_pages(pdf: Pdf, record: Record) -> None:
    if not record.labels:
        return
    labels = Array()
    for label in record.labels:
        style = Dictionary(P=String(label.prefix)) if label.prefix else Dictionary()
        if label.numbered:
            style.S = Name.D
            style.St = label.start
        labels.append(label.page)
        labels.append(style)
    pdf.Root.PageLabels = Dictionary(Nums=labels)


def _attach(pdf: Pdf, attachments: tuple[Attachment, ...], facts: FileFacts) -> None:
    """Embed files as associated files of the document (ISO 19005-3, 6.8)."""
    if not attachments:
        return
    associated, names = Array(), Array()
    for attachment in sorted(attachments, key=lambda each: bytes(String(each.name))):
        specification = pdf.make_indirect(_specification(pdf, attachment, facts))
        associated.append(specification)
        names.extend([String(attachment.name), specification])
    pdf.Root.AF = associated
    _names(pdf).EmbeddedFiles = Dictionary(Names=names)


def _specification(pdf: Pdf, attachment: Attachment, facts: FileFacts) -> Dictionary:
    checksum = hashlib.md5(attachment.data, usedforsecurity=False).digest()
    parameters = Dictionary(
        Size=len(attachment.data),
        CreationDate=pdf_date(facts),
        ModDate=pdf_date(facts),
        CheckSum=String(checksum),
    )
    stream = pdf.make_stream(
        attachment.data, Type=Name.EmbeddedFile, Subtype=Name("/" + attachment.media_type), Params=parameters
    )
    return Dictionary(
        Type=Name.Filespec,
        F=String(attachment.name),
        UF=String(attachment.name),
        Desc=String(attachment.description),
        AFRelationship=Name("/" + attachment.relationship),
        EF=Dictionary(F=stream, UF=stream),
    )


def _saved(pdf: Pdf) -> bytes:
    """Write the file; its ID is made from its content, so equal files have equal bytes."""
    out = io.BytesIO()
    pdf.save(
        out,
        deterministic_id=True,
        force_version="1.7",
        object_stream_mode=ObjectStreamMode.generate,
        stream_decode_level=StreamDecodeLevel.generalized,
        compress_streams=True,
        fix_metadata_version=False,
    )
    return out.getvalue()
