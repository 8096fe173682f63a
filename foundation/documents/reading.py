"""What can be read in a kept file: its text, its pages, a picture of the first.

A file may be hostile although it passed the checks, so it is opened in a child process that has
little memory, little time, no way to write anything but its answer, and whose death harms nobody.
`read_file()` is the parent's side; run as a script this module is the child's.
"""

import json
import os
import subprocess
import sys
import unicodedata
from base64 import b64decode, b64encode
from dataclasses import dataclass
from pathlib import Path
from threading import Timer

SECONDS, MEMORY = 60, 1024 * 1024 * 1024
MOST_TEXT = 2_000_000  # characters kept; a longer text is cut
MOST_PAGES = 2000
MOST_ANSWER = 32 * 1024 * 1024  # bytes of JSON: the text, escaped, and the picture
PICTURE_WIDTH = 480  # pixels
READABLE = {
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
}


class UnreadableError(Exception):
    """The child failed, died or took too long; nothing of its output is used."""


@dataclass(frozen=True)
class Reading:
    """The text of a file; `pages` None where it has none; `picture` a PNG, or empty."""

    text: str
    pages: int | None
    picture: bytes


def read_file(path: Path, content_type: str) -> Reading:
    """Read a file of a READABLE type. Raises UnreadableError, LookupError for another type."""
    kind = READABLE[content_type]
    # -I: neither the environment nor the working folder can lend the child other modules.
    command = [sys.executable, "-I", __file__, kind, str(path)]
    try:
        said = json.loads(_answer(command))
        return Reading(said["text"], said["pages"], b64decode(said["picture"]))
    except (KeyError, TypeError, ValueError, OSError) as error:
        raise UnreadableError from error


def _answer(command):
    """What the child says; one that says too much, takes too long or fails has said nothing."""
    quiet = {"stdin": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    # Our own module and a path of our own store.
    with subprocess.Popen(  # noqa: S603 - our own module, a path of our own store
        command, stdout=subprocess.PIPE, env=_environment(), **quiet
    ) as child:
        clock = Timer(SECONDS + 10, child.kill)
        clock.start()
        try:
            said = child.stdout.read(MOST_ANSWER + 1)
            if len(said) > MOST_ANSWER:
                child.kill()
            child.wait()
        finally:
            clock.cancel()
    if child.returncode or len(said) > MOST_ANSWER:
        raise UnreadableError
    return said


def _environment():
    """Nothing of ours: no key, no address of a database. Windows cannot start without its root."""
    return {key: os.environ[key] for key in ("SYSTEMROOT", "TEMP") if key in os.environ}


def plain_words(text: str) -> str:
    """A text as it is searched: small letters, no accents, single spaces."""
    split = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(c for c in split if not unicodedata.combining(c)).split())


def _confine():
    """Limits of the child, where the system knows them (not on Windows)."""
    try:
        import resource
    except ImportError:
        return
    for limit, value in (
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (value, value))


def _read_pdf(path):
    from pypdf import PdfReader

    reader = PdfReader(path)
    if reader.is_encrypted:
        return {"text": "", "pages": None, "picture": ""}
    parts, length = [], 0
    for page in reader.pages[:MOST_PAGES]:
        parts.append(page.extract_text() or "")
        length += len(parts[-1])
        if length > MOST_TEXT:
            break
    return {"text": "\n".join(parts), "pages": len(reader.pages), "picture": _picture(path)}


def _picture(path):
    """The first page as a PNG, or nothing: a page that cannot be drawn is no error."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
        page = document[0]
        scale = min(2.0, PICTURE_WIDTH / max(page.get_width(), 1))
        if page.get_height() * scale > 4 * PICTURE_WIDTH:
            return ""
        bitmap = page.render(scale=scale, rev_byteorder=True, may_draw_forms=False)
        png = _png(bitmap.width, bitmap.height, bitmap.stride, bitmap.n_channels, bitmap.buffer)
        return b64encode(png).decode()
    except (pypdfium2.PdfiumError, ValueError, IndexError):
        return ""


def _png(width, height, stride, channels, pixels):
    """A PNG of 8 bit grey, RGB or RGBA rows (PNG specification, 3rd edition, section 5)."""
    import struct
    import zlib

    colour = {1: 0, 3: 2, 4: 6}[channels]
    data = bytes(pixels)
    rows = b"".join(
        b"\0" + data[line * stride : line * stride + width * channels] for line in range(height)
    )

    def chunk(name, body):
        check = zlib.crc32(name + body)
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", check)

    head = struct.pack(">IIBBBBB", width, height, 8, colour, 0, 0, 0)
    return b"".join(
        [
            b"\x89PNG\r\n\x1a\n",
            chunk(b"IHDR", head),
            chunk(b"IDAT", zlib.compress(rows, 6)),
            chunk(b"IEND", b""),
        ]
    )


def _read_docx(path):
    """The paragraphs of the main part; a document type definition is refused, not expanded."""
    import zipfile
    from xml.etree import ElementTree

    word = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    with zipfile.ZipFile(path) as package:
        xml = package.read("word/document.xml")
    if b"<!DOCTYPE" in xml:
        raise ValueError("A document type definition has no place here.")
    parts, length = [], 0
    for paragraph in ElementTree.fromstring(xml).iter(f"{word}p"):  # noqa: S314 - in the confined child, after a document type was refused
        parts.append("".join(run.text or "" for run in paragraph.iter(f"{word}t")))
        length += len(parts[-1])
        if length > MOST_TEXT:
            break
    return {"text": "\n".join(parts), "pages": None, "picture": ""}


def _main(kind, path):
    _confine()
    said = {"pdf": _read_pdf, "docx": _read_docx}[kind](path)
    text = said["text"].replace("\0", " ").encode("utf-8", "ignore").decode()
    sys.stdout.write(json.dumps({**said, "text": text[:MOST_TEXT]}))


if __name__ == "__main__":
    _main(*sys.argv[1:3])
