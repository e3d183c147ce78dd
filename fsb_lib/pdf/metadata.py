"""What a PDF says about itself, and the files that it carries: PDF/A-3a and PDF/UA-1.

Nothing here is read from a clock: the files are dated by the day that the figures are about,
and the document's identity follows from its content.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from xml.sax.saxutils import escape

from pikepdf import Array, AttachedFileSpec, Name, Pdf, String

_XMP = """\
<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<pdf:Producer>{producer}</pdf:Producer>
<pdfaid:part>3</pdfaid:part>
<pdfaid:conformance>A</pdfaid:conformance>
<pdfuaid:part>1</pdfuaid:part>
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that the document follows</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""


@dataclass(frozen=True)
class Attachment:
    """A file that travels in the PDF: the figures of one table."""

    name: str
    description: str
    content: bytes


def describe(pdf: Pdf, author: str) -> None:
    """Say title, author and standards of a PDF in both places where readers look."""
    pdf.docinfo["/Author"] = String(author)
    texts = {
        "title": str(pdf.docinfo["/Title"]),
        "author": author,
        "language": str(pdf.Root.Lang),
        "producer": str(pdf.docinfo["/Producer"]),
    }
    packet = _XMP.format(**{name: escape(text) for name, text in texts.items()})
    stream = pdf.make_stream(packet.encode("utf-8"))
    stream.Type, stream.Subtype = Name.Metadata, Name.XML
    pdf.Root.Metadata = stream


def attach(pdf: Pdf, attachments: Iterable[Attachment], day: date) -> None:
    """Put files in a PDF, as data that belong to the whole document."""
    dated = f"D:{day:%Y%m%d}000000Z"
    for each in attachments:
        file = AttachedFileSpec(
            pdf,
            each.content,
            filename=each.name,
            description=each.description,
            mime_type="text/csv",
            creation_date=dated,
            mod_date=dated,
        )
        file.relationship = Name.Data
        pdf.attachments[each.name] = file
    pdf.Root.AF = Array([pdf.attachments[name].obj for name in sorted(pdf.attachments)])
