"""PDF files as tests need them, written by hand: text at places, in Helvetica and in a font of any script's letters."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

CHARACTER = 0.5
"""Width of each letter of the font of any script, in sizes."""
_FONTS = (
    b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold/Encoding/WinAnsiEncoding>>",
)


@dataclass(frozen=True)
class Written:
    """Text that begins at `x`, `y`; `turned` runs up the page."""

    text: str
    x: float
    y: float
    size: float = 10
    bold: bool = False
    turned: bool = False
    any_script: bool = False
    hidden: bool = False

    def operators(self) -> bytes:
        font = b"U" if self.any_script else b"B" if self.bold else b"R"
        matrix = b"0 1 -1 0" if self.turned else b"1 0 0 1"
        codes = self.text.encode("utf-16-be") if self.any_script else self.text.encode("cp1252")
        return b"BT /%s %f Tf %d Tr %s %f %f Tm <%s> Tj ET\n" % (
            font,
            self.size,
            3 if self.hidden else 0,
            matrix,
            self.x,
            self.y,
            codes.hex().encode(),
        )


def lines(
    texts: Sequence[str], *, x: float = 50, top: float = 700, leading: float = 12, bold: bool = False
) -> list[Written]:
    """Lines below one another."""
    return [Written(text, x, top - n * leading, bold=bold) for n, text in enumerate(texts)]


def pdf_file(*pages: Iterable[Written], title: str = "", drawing: bytes = b"") -> bytes:
    """A file with these pages; `drawing` is drawn on each."""
    contents = [b"".join(written.operators() for written in page) + drawing for page in pages]
    kids = b" ".join(b"%d 0 R" % (9 + 2 * n) for n in range(len(contents)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, len(contents)),
        *_FONTS,
        b"<</Type/Font/Subtype/Type0/BaseFont/Any/Encoding/Identity-H/DescendantFonts[6 0 R]/ToUnicode 7 0 R>>",
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/Any/DW %d/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
        b"/Supplement 0>>>>" % (1000 * CHARACTER),
        stream(_TO_UNICODE),
        b"<</Title<%s>>>" % ("\ufeff" + title).encode("utf-16-be").hex().encode(),
    ]
    for n, content in enumerate(contents):
        objects += [
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents %d 0 R/Resources<</Font<</R 3 0 R/B 4 0 R"
            b"/U 5 0 R>>>>>>" % (10 + 2 * n),
            stream(content),
        ]
    return assembled(objects, b"/Info 8 0 R")


def stream(data: bytes, entries: bytes = b"") -> bytes:
    """A stream object."""
    return b"<</Length %d%s>>stream\n%s\nendstream" % (len(data), entries, data)


def assembled(objects: Sequence[bytes], trailer: bytes = b"") -> bytes:
    """A file of these objects, numbered from 1, the first its catalogue."""
    body, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    end = b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, trailer, len(body))
    return body + head + end


_RANGES = [b"<%02x00> <%02xff> <%02x00>\n" % (high, high, high) for high in range(256)]
_TO_UNICODE = (
    b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Any def /CMapType 2 def\n"
    b"1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
    + b"".join(b"64 beginbfrange\n%sendbfrange\n" % b"".join(_RANGES[n : n + 64]) for n in range(0, 256, 64))
    + b"endcmap end end"
)
