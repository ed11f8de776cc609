"""PDF files with text anywhere on their pages, in any size and direction."""

from collections.abc import Sequence

_HEAD = (
    b"<</Type/Catalog/Pages 2 0 R>>",
    b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold/Encoding/WinAnsiEncoding>>",
)
_PAGES = 4


def pdf_file(lines: Sequence[str], looks: Sequence[int]) -> bytes:
    """Each line on one of four pages; its number of `looks` tells where, how large and how turned it is."""
    contents = [b""] * _PAGES
    for line, look in zip(lines, looks, strict=False):
        contents[look % _PAGES] += _drawn(line, look)
    kids = b" ".join(b"%d 0 R" % (5 + 2 * n) for n in range(_PAGES))
    objects = [_HEAD[0], b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, _PAGES), *_HEAD[1:]]
    for n, content in enumerate(contents):
        objects += [
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 840]/Contents %d 0 R"
            b"/Resources<</Font<</F0 3 0 R/F1 4 0 R>>>>>>" % (6 + 2 * n),
            b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        ]
    return _assembled(objects)


def _drawn(line: str, look: int) -> bytes:
    matrix = (b"1 0 0 1", b"0 1 -1 0", b"-1 0 0 -1", b"1 1 -1 1")[look % 37 % 4 if look % 5 == 0 else 0]
    letters = line.encode("cp1252", "replace").hex().encode()
    return b"BT /F%d %d Tf %s %d %d Tm <%s> Tj ET\n" % (
        look % 3 == 0,
        1 + look % 30,
        matrix,
        look * 7 % 590,
        840 - look % 70 * 12,
        letters,
    )


def _assembled(objects: Sequence[bytes]) -> bytes:
    body, places = b"%PDF-1.7\n", b""
    for number, content in enumerate(objects, 1):
        places += b"%010d 00000 n \n" % len(body)
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, places)
    return body + table + b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(body))
