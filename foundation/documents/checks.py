"""What may be uploaded: an allow-list by ending, first bytes and, for packages, their members.

`inspect(upload)` gives what was found, or raises ValidationError with one plain sentence. The
content decides; the ending must agree. Of a package only the list of members is read, and
the small parts that say what it loads from elsewhere.
"""

import codecs
import hashlib
import re
import unicodedata
import zipfile
from dataclasses import dataclass
from typing import IO, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .packages import loads_from_elsewhere

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
    "png": "image/png",
    "jpg": "image/jpeg",
}
MAGIC = {"pdf": b"%PDF-", "docx": b"PK\x03\x04", "xlsx": b"PK\x03\x04",
         "png": b"\x89PNG\r\n\x1a\n", "jpg": b"\xff\xd8\xff"}  # fmt: skip
PDF_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")  # a name may spell any letter so
PDF_ACTIVE = re.compile(rb"/(JavaScript|JS|Launch|EmbeddedFile|OpenAction|XFA|RichMedia)\b")
MAIN_PART = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
UNSAFE_PARTS = (
    "vbaproject",
    "/activex/",
    "/embeddings/",
    "oleobject",
    "externallink",
    "macrosheet",
)
MAX_MEMBERS, MAX_UNPACKED, MAX_RATIO = 2000, 300 * 1024 * 1024, 200


@dataclass(frozen=True)
class Inspection:
    """A file that may be kept: its type, its size in bytes, its digest, a name safe to show."""

    ending: str
    content_type: str
    size: int
    sha256: str
    name: str


def inspect(upload: Any) -> Inspection:
    """Check an uploaded file (Django's UploadedFile) and describe it."""
    name = safe_name(upload.name)
    ending = name.rpartition(".")[2].lower().replace("jpeg", "jpg")
    if ending not in TYPES:
        _refuse(_("Only PDF, DOCX, XLSX, CSV, PNG and JPG files can be kept."))
    if upload.size > settings.MAX_DOCUMENT_BYTES:
        limit = settings.MAX_DOCUMENT_BYTES // 1024 // 1024
        _refuse(_("The file is larger than %(limit)d MB.") % {"limit": limit})
    if upload.size == 0:
        _refuse(_("The file is empty."))
    _check_content(upload, ending)
    return Inspection(ending, TYPES[ending], upload.size, _digest(upload), name)


def safe_name(name: str) -> str:
    """A file name to show: no path, no control or direction characters, at most 120 long."""
    name = unicodedata.normalize("NFC", name.replace("\\", "/").rpartition("/")[2])
    name = "".join(c for c in name if unicodedata.category(c)[0] not in "C" and c not in '<>:"|?*')
    stem, _dot, ending = name.strip(" .").rpartition(".")
    return f"{stem[:110].strip(' .') or 'document'}.{ending[:8]}"


def _check_content(upload, ending):
    upload.seek(0)
    first = upload.read(16)
    if ending in MAGIC and not first.startswith(MAGIC[ending]):
        _refuse(_("The content of the file is not what its name says."))
    if ending in MAIN_PART:
        _check_package(upload, ending)
    elif ending == "pdf":
        _check_pdf(upload)
    elif ending == "csv":
        _check_text(upload)
    upload.seek(0)


def _check_package(upload, ending):
    upload.seek(0)
    try:
        with zipfile.ZipFile(upload) as package:
            members = package.infolist()
    except (zipfile.BadZipFile, ValueError, OSError):
        _refuse(_("The file is damaged."))
    names = [member.filename.lower() for member in members]
    unpacked = sum(member.file_size for member in members)
    if len(members) > MAX_MEMBERS or unpacked > max(MAX_RATIO * upload.size, 1024 * 1024):
        _refuse(_("The file unpacks to far more than its size."))
    if unpacked > MAX_UNPACKED:
        _refuse(_("The file unpacks to far more than its size."))
    if MAIN_PART[ending] not in names:
        _refuse(_("The content of the file is not what its name says."))
    if any(part in f"/{name}" for part in UNSAFE_PARTS for name in names):
        _refuse(_("The file holds macros or embedded objects. Save it without them."))
    if loads_from_elsewhere(upload):
        _refuse(
            _("The file loads parts from elsewhere. Save it without linked templates or images.")
        )


def _check_pdf(upload):
    chunks = (PDF_ESCAPE.sub(_unescaped, chunk) for chunk in _overlapping(upload))
    if any(PDF_ACTIVE.search(chunk) for chunk in chunks):
        _refuse(_("The PDF holds scripts, actions or attachments. Print it to a plain PDF."))


def _unescaped(found):
    return bytes([int(found[1], 16)])


def _check_text(upload):
    upload.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    try:
        for chunk in upload.chunks():
            if "\x00" in decoder.decode(chunk):
                _refuse(_("The content of the file is not what its name says."))
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        _refuse(_("The text is not in UTF-8. Save it as CSV UTF-8."))


def _overlapping(upload, keep=64):
    """Chunks that begin with the end of the one before, so that no word is cut in two."""
    upload.seek(0)
    tail = b""
    for chunk in upload.chunks():
        yield tail + chunk
        tail = chunk[-keep:]


def _digest(upload: IO) -> str:
    digest = hashlib.sha256()
    upload.seek(0)
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    return digest.hexdigest()


def _refuse(sentence):
    raise ValidationError(sentence, code="document")
