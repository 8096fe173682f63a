"""Which files may be kept: the content decides, the name must agree."""

import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile

from foundation.documents.checks import inspect, safe_name

PDF = b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\n%%EOF"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20


def package(*names, content=b"<x/>"):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, content)
    return buffer.getvalue()


DOCX = package("[Content_Types].xml", "word/document.xml")
XLSX = package("[Content_Types].xml", "xl/workbook.xml")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("report.pdf", PDF),
        ("Rapport.PDF", PDF),
        ("report.docx", DOCX),
        ("table.xlsx", XLSX),
        ("table.csv", "année,cas\n2019,27\n".encode()),
        ("photo.png", PNG),
        ("photo.jpeg", b"\xff\xd8\xff\xe0" + b"\0" * 20),
    ],
)
def test_a_plain_document_is_described(name, content):
    found = inspect(SimpleUploadedFile(name, content))
    assert found.size == len(content)
    assert len(found.sha256) == 64


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.html", b"<html>"),
        ("picture.svg", b"<svg/>"),
        ("report.pdf.exe", PDF),
        ("report", PDF),
        ("report.pdf", b"<html><script>"),
        ("report.pdf", DOCX),
        ("report.docx", PDF),
        ("report.docx", XLSX),
        ("report.docx", b"PK\x03\x04 no archive"),
        ("report.docm", package("word/document.xml", "word/vbaProject.bin")),
        ("report.docx", package("word/document.xml", "word/vbaProject.bin")),
        ("report.docx", package("word/document.xml", "word/embeddings/oleObject1.bin")),
        ("table.xlsx", package("xl/workbook.xml", "xl/externalLinks/externalLink1.xml")),
        ("table.xlsx", package("xl/workbook.xml", "xl/media/x.bin", content=b"\0" * 40_000_000)),
        ("table.xlsx", package("xl/workbook.xml", *[f"xl/{n}.xml" for n in range(2100)])),
        ("active.pdf", PDF + b"<< /S /JavaScript /JS (app.alert) >>"),
        ("launch.pdf", PDF + b"<< /S /Launch >>"),
        ("table.csv", b"a,b\x00c"),
        ("table.csv", "année".encode("latin-1")),
        ("photo.png", b"GIF89a"),
        ("empty.csv", b""),
    ],
)
def test_anything_else_is_refused_with_a_sentence(name, content):
    with pytest.raises(ValidationError) as refusal:
        inspect(SimpleUploadedFile(name, content))
    assert refusal.value.messages[0].endswith(".")


def test_a_word_cut_by_a_chunk_is_still_found():
    """Large uploads come from a temporary file, and are read in pieces."""
    upload = TemporaryUploadedFile("report.pdf", "application/pdf", 0, None)
    padding = b" " * (upload.DEFAULT_CHUNK_SIZE - len(PDF) - 4)
    upload.write(PDF + padding + b"/JavaScript" + b" " * 100)
    upload.size = upload.tell()
    with pytest.raises(ValidationError, match="scripts"):
        inspect(upload)
    upload.close()


def test_the_size_limit_is_a_setting(settings):
    inspect(SimpleUploadedFile("report.pdf", PDF))
    settings.MAX_DOCUMENT_BYTES = len(PDF) - 1
    with pytest.raises(ValidationError, match="larger than"):
        inspect(SimpleUploadedFile("report.pdf", PDF))


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\temp\\report.pdf", "report.pdf"),
        ("re\x00port\r\n.pdf", "report.pdf"),
        ("\u202efdp.pdf", "fdp.pdf"),
        (".pdf", "document.pdf"),
        ('a"b<c>.pdf', "abc.pdf"),
        ("e\u0301te\u0301.pdf", "été.pdf"),
        ("x" * 500 + ".pdf", "x" * 110 + ".pdf"),
    ],
)
def test_a_name_is_made_safe_to_show(given, kept):
    assert safe_name(given) == kept
