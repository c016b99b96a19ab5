"""Small files made to do harm, written here byte by byte; each is some kilobytes and asks for much more."""

import io
import zipfile
import zlib
from collections.abc import Sequence

SENTENCE = "Regionen ska bygga ut elnätet och säkra kapaciteten i elförsörjningen till 2030."


FILLER = ("Länet har många sjöar och djupa skogar.",) * 10


def pdf(objects: Sequence[bytes]) -> bytes:
    """A PDF of these objects, numbered from 1; the first is the catalog."""
    out = io.BytesIO()
    out.write(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    table = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    for place in places:
        out.write(b"%010d 00000 n \n" % place)
    out.write(b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table))
    return out.getvalue()


def stream(content: bytes, entries: bytes = b"") -> bytes:
    """A stream object."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), entries, content)


CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
PAGES = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"


def page(resources: bytes = b"/Font << /F 5 0 R >>", box: bytes = b"0 0 595 842") -> bytes:
    """Object 3: a page that shows the stream in object 4."""
    return b"<< /Type /Page /Parent 2 0 R /MediaBox [%s] /Contents 4 0 R /Resources << %s >> >>" % (box, resources)


def text(lines: Sequence[str]) -> bytes:
    """Operators that set each line under the last."""
    shown = b" T* ".join(b"(%s) Tj" % line.encode("cp1252") for line in lines)
    return b"BT /F 11 Tf 14 TL 60 780 Td %s ET" % shown


def sound(lines: Sequence[str] = (SENTENCE,)) -> bytes:
    """A PDF with nothing wrong."""
    content = text(lines)
    return pdf([CATALOG, PAGES, page(), stream(content), FONT])


def many_pages(count: int) -> bytes:
    """A sound PDF of that many pages."""
    kids = b" ".join(b"%d 0 R" % (4 + number) for number in range(count))
    one = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 3 0 R"
        b" /Resources << /Font << /F %d 0 R >> >> >>" % (4 + count)
    )
    pages = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count)
    return pdf(
        [
            CATALOG,
            pages,
            stream(text([*FILLER, SENTENCE, *FILLER])),
            *[one] * count,
            FONT,
        ]
    )


def with_last_page(count: int, content: bytes) -> bytes:
    """A sound PDF of that many pages and one more that shows `content`."""
    sound_kids = b" ".join(b"%d 0 R" % (6 + number) for number in range(count))
    pages = b"<< /Type /Pages /Kids [%s 5 0 R] /Count %d >>" % (sound_kids, count + 1)
    resources = b"/MediaBox [0 0 595 842] /Resources << /Font << /F %d 0 R >> >> >>" % (6 + count)
    one = b"<< /Type /Page /Parent 2 0 R /Contents 3 0 R " + resources
    last = b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R " + resources
    packed = stream(zlib.compress(content, 9), b"/Filter /FlateDecode")
    return pdf([CATALOG, pages, stream(text([*FILLER, SENTENCE, *FILLER])), packed, last, *[one] * count, FONT])


def letters(count: int) -> bytes:
    """Operators that set that many letters one by one."""
    return b"BT /F 1 Tf " + b"(a) Tj " * count + b"ET"


def scattered(count: int) -> bytes:
    """Operators that set that many letters all over the page, as the names on a map are set."""
    places = (b"1 0 0 1 %d %d Tm (a) Tj" % (n * 7 % 595, n * 11 % 842) for n in range(count))
    return b"BT /F 1 Tf " + b" ".join(places) + b" ET"


def flate_bomb(megabytes: int) -> bytes:
    """A page whose content unpacks, twice, to spaces without end."""
    packer = zlib.compressobj(9)
    once = b"".join(packer.compress(b" " * 2**20) for _ in range(megabytes)) + packer.flush()
    content = stream(zlib.compress(once, 9), b"/Filter [/FlateDecode /FlateDecode]")
    return pdf([CATALOG, PAGES, page(), content, FONT])


def form(content: bytes, resources: bytes) -> bytes:
    """A drawing that others can use."""
    return stream(
        content, b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << %s >> >>" % resources
    )


def loop() -> bytes:
    """A drawing that draws itself."""
    return pdf([CATALOG, PAGES, page(b"/XObject << /A 5 0 R >>"), stream(b"/A Do"), form(b"/A Do /A Do", b"/A 5 0 R")])


def fanout(levels: int) -> bytes:
    """Drawings that each draw the next one twice."""
    forms = [form(b"/A Do /A Do", b"/A %d 0 R" % (6 + level)) for level in range(levels)]
    last = stream(b"0 0 1 1 re f", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9]")
    return pdf([CATALOG, PAGES, page(b"/XObject << /A 5 0 R >>"), stream(b"/A Do"), *forms, last])


def operators(megabytes: int) -> bytes:
    """A page that sets a letter a million times and again."""
    line = b"(a) Tj "
    content = zlib.compress(b"BT /F 1 Tf " + line * (megabytes * 2**20 // len(line)) + b"ET", 9)
    return pdf([CATALOG, PAGES, page(), stream(content, b"/Filter /FlateDecode"), FONT])


def huge_page() -> bytes:
    """A page of astronomic size."""
    content = text([SENTENCE])
    return pdf([CATALOG, PAGES, page(box=b"0 0 1e30 1e30"), stream(content), FONT])


def pages_of_themselves() -> bytes:
    """A page tree that is its own child."""
    return pdf([CATALOG, b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"])


def claimed_pages() -> bytes:
    """One page that is listed a hundred thousand times."""
    kids = b"3 0 R " * 100_000
    pages = b"<< /Type /Pages /Kids [%s] /Count 100000 >>" % kids
    return pdf([CATALOG, pages, page(), stream(text([SENTENCE])), FONT])


def deep(levels: int) -> bytes:
    """Lists in lists in lists."""
    content = text([SENTENCE])
    nested = b"[" * levels + b"]" * levels
    return pdf([CATALOG[:-2] + b"/X " + nested + b">>", PAGES, page(), stream(content), FONT])


def terminal(payload: str) -> bytes:
    """A page whose letters, by its own map, stand for something a terminal obeys or a spreadsheet runs."""
    pairs = b"".join(b"<%02x> <%04x>\n" % (65 + number, ord(char)) for number, char in enumerate(payload))
    cmap = (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
        b"1 begincodespacerange <00> <ff> endcodespacerange\n%d beginbfchar\n%sendbfchar\n"
        b"endcmap end end" % (len(payload), pairs)
    )
    letters = bytes(65 + number for number in range(len(payload)))
    content = b"BT /F 11 Tf 60 780 Td (%s) Tj 0 -20 Td /G 11 Tf (%s) Tj ET" % (letters, SENTENCE.encode("cp1252"))
    mapped = FONT[:-2] + b"/ToUnicode 6 0 R >>"
    resources = b"/Font << /F 5 0 R /G 7 0 R >>"
    return pdf([CATALOG, PAGES, page(resources), stream(content), mapped, stream(cmap), FONT])


def word_bomb(megabytes: int) -> bytes:
    """A .docx whose only paragraph unpacks to that much."""
    file = io.BytesIO()
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(
            "_rels/.rels", '<Relationships><Relationship Type="x/officeDocument" Target="word/d.xml"/></Relationships>'
        )
        start = f'<w:document xmlns:w="{space}"><w:body><w:p><w:r><w:t>'
        archive.writestr("word/d.xml", start + "a" * megabytes * 2**20 + "</w:t></w:r></w:p></w:body></w:document>")
    return file.getvalue()
