"""What a finished file says of itself (its XMP metadata packet) and what it carries with it."""

from __future__ import annotations

from datetime import UTC, datetime
from html import escape

from msgspec import Struct
from msgspec.structs import asdict


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
