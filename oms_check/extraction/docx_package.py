"""The bytes of a .docx → a small package with only the parts that hold its text, or why there is none.

A .docx is a zip. The library that reads it unpacks every part into memory, pictures too, trusts the sizes the
zip claims and stops at links to parts that are not there. So only what holds text is unpacked here, counted
while it is unpacked, and put into a package of our own making. Nothing is ever written to disk.
"""

import io
import posixpath
import re
import zipfile
import zlib

from oms_check.model.document import Status, Unreadable

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")

_MOST_ENTRIES = 10_000
_LARGEST_LINKS = 2**20
_LARGEST = 64 * 2**20
"""Bytes of text parts unpacked. 1,000 pages are some 10 MiB of XML; parsed it takes five times that."""

_LINK = re.compile(rb"<(?:\w{1,20}:)?Relationship\s([^<>]{1,4000})>")
_ATTRIBUTE = re.compile(rb"""\b(Type|Target|TargetMode)\s*=\s*["']([^"'<>]{0,2000})["']""")
_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)")

# The parts we keep: the last segment of the link's type → name in our package and content type.
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_KEPT = {
    "styles": ("word/styles.xml", _WORD + "styles+xml"),
    "numbering": ("word/numbering.xml", _WORD + "numbering+xml"),
    "footnotes": ("word/footnotes.xml", _WORD + "footnotes+xml"),
    "endnotes": ("word/endnotes.xml", _WORD + "endnotes+xml"),
}
_MAIN = ("word/document.xml", _WORD + "document.main+xml")
_LINK_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"

# ISO/IEC 29500 Strict differs from what every program writes by default in the names of its namespaces.
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_TRANSITIONAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"

SAVE_ANEW = "open it in a word processor and save it anew as .docx or PDF"
_SAVE_AS = "save the document as .docx or PDF"


class PackageError(Exception):
    """Why there is no text to be had from the bytes."""

    def __init__(self, status: Status, message: str, advice: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.advice = advice

    def unreadable(self, sha256: str) -> Unreadable:
        """The same as the value that stands for the document."""
        return Unreadable(self.status, self.message, self.advice, sha256)


def text_package(content: bytes) -> bytes:
    """A .docx with the text parts of `content` and nothing else. Raises PackageError."""
    if content.startswith(_OLE):
        if _ENCRYPTED_STREAM in content:
            raise PackageError(
                Status.ENCRYPTED,
                "the document is protected by a password",
                "remove the password in a word processor (File, Info, Protect Document) and save it",
            )
        raise PackageError(Status.UNSUPPORTED, "the file is in the old format of Word (.doc)", _SAVE_AS)
    if not content.startswith(b"PK"):
        raise PackageError(Status.UNSUPPORTED, "the file is not a Word document (.docx)", _SAVE_AS)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _repacked(_Parts(archive))
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError) as error:
        raise PackageError(Status.DAMAGED, "the .docx file is damaged", SAVE_ANEW) from error
    except RuntimeError as error:  # zipfile's word for an entry that is encrypted
        raise PackageError(
            Status.ENCRYPTED, "the .docx file is an encrypted zip", "unpack it with its password first"
        ) from error


class _Parts:
    """Entries of a zip by name, unpacked up to a limit over all of them together."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        entries = archive.infolist()
        if len(entries) > _MOST_ENTRIES:
            raise PackageError(Status.TOO_LARGE, f"the .docx file has {len(entries):,} entries", SAVE_ANEW)
        self._archive = archive
        # Names compare without regard to case (ECMA-376 part 2); none of them is ever used as a path.
        self._entries = {entry.filename.lower(): entry for entry in entries}
        self._left = _LARGEST

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._entries

    def read(self, name: str, largest: int = _LARGEST) -> bytes:
        """The unpacked bytes of an entry; what the zip claims about their number is not believed."""
        limit = min(largest, self._left)
        with self._archive.open(self._entries[name.lower()]) as entry:
            data = entry.read(limit + 1)
        if len(data) > limit:
            raise PackageError(
                Status.TOO_LARGE,
                f"the text of the .docx file unpacks to more than {_LARGEST // 2**20} MB",
                "split it, or print it to a PDF",
            )
        self._left -= len(data)
        if _DECLARATION.search(data):
            raise PackageError(
                Status.DAMAGED, "the .docx file declares XML entities, which no word processor does", SAVE_ANEW
            )
        return data


def _repacked(parts: _Parts) -> bytes:
    main = _links(parts, "").get("officeDocument")
    if main is None or main not in parts:
        raise PackageError(Status.UNSUPPORTED, "the file is a zip, but not a Word document (.docx)", _SAVE_AS)
    if not main.lower().startswith("word/"):
        raise PackageError(Status.UNSUPPORTED, "the file is an Office document, but not one of Word", _SAVE_AS)
    kept = {_MAIN[0]: (_MAIN[1], "", parts.read(main))}
    for kind, target in _links(parts, main).items():
        if kind in _KEPT and target in parts:
            name, content_type = _KEPT[kind]
            kept[name] = (content_type, kind, parts.read(target))
    return _packed(kept)


def _links(parts: _Parts, source: str) -> dict[str, str]:
    """Last segment of a link's type → the entry it leads to; links out of the package are left out."""
    folder, name = posixpath.split(source)
    file = posixpath.join(folder, "_rels", f"{name}.rels")
    if file not in parts:
        return {}
    found: dict[str, str] = {}
    for link in _LINK.finditer(parts.read(file, _LARGEST_LINKS)):
        attributes = {key: value.decode("utf-8", "replace") for key, value in _ATTRIBUTE.findall(link.group(1))}
        if attributes.get(b"TargetMode", "Internal") == "Internal":
            kind = attributes.get(b"Type", "").rpartition("/")[2]
            target = posixpath.normpath(posixpath.join("/", folder, attributes.get(b"Target", "")))
            found.setdefault(kind, target.lstrip("/"))
    return found


def _packed(kept: dict[str, tuple[str, str, bytes]]) -> bytes:
    """Name → (content type, type of the link from the main part, bytes) as a .docx, not compressed."""
    types = "".join(
        f'<Override PartName="/{name}" ContentType="{content_type}"/>' for name, (content_type, _, _) in kept.items()
    )
    links = "".join(
        f'<Relationship Id="r{number}" Type="{_LINK_TYPE}{kind}" Target="{name.rpartition("/")[2]}"/>'
        for number, (name, (_, kind, _)) in enumerate(kept.items())
        if kind
    )
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f"{types}</Types>",
        )
        archive.writestr(
            "_rels/.rels",
            _link_list(f'<Relationship Id="r0" Type="{_LINK_TYPE}officeDocument" Target="{_MAIN[0]}"/>'),
        )
        archive.writestr("word/_rels/document.xml.rels", _link_list(links))
        for name, (_, _, data) in kept.items():
            archive.writestr(name, data.replace(_STRICT, _TRANSITIONAL))
    return package.getvalue()


def _link_list(links: str) -> str:
    namespace = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{namespace}">{links}</Relationships>'
