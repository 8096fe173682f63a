"""What can be read in a file, by a child process that may be killed by it."""

import io
import zipfile

import pytest

from foundation.documents import reading
from foundation.documents.reading import UnreadableError, plain_words, read_file

PDF_TYPE = "application/pdf"
DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def make_pdf(text="Hello"):
    """The smallest PDF with a page and a line of text."""
    stream = f"BT /F1 24 Tf 20 100 Td ({text}) Tj ET".encode("latin-1")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R /Resources 6 0 R>>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Font << /F1 5 0 R >> >>",
    ]
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1,
        start,
    )
    return bytes(out)


def make_docx(*paragraphs, head=""):
    body = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs)
    root = f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", f'<?xml version="1.0"?>{head}{root}')
    return buffer.getvalue()


def read(tmp_path, content, content_type):
    path = tmp_path / "file"
    path.write_bytes(content)
    return read_file(path, content_type)


def test_a_pdf_gives_its_text_its_pages_and_a_picture(tmp_path):
    found = read(tmp_path, make_pdf("Rapport annuel été"), PDF_TYPE)
    assert "Rapport annuel été" in found.text
    assert found.pages == 1
    assert found.picture.startswith(b"\x89PNG\r\n\x1a\n")


def test_a_word_file_gives_its_paragraphs(tmp_path):
    found = read(tmp_path, make_docx("One", "Deux mots"), DOCX_TYPE)
    assert found == reading.Reading("One\nDeux mots", None, b"")


@pytest.mark.parametrize(
    ("content", "content_type"),
    [
        (b"%PDF-1.4 nothing of the kind", PDF_TYPE),
        (b"PK\x03\x04 damaged", DOCX_TYPE),
        (make_docx("x", head='<!DOCTYPE w [<!ENTITY a "b">]>'), DOCX_TYPE),
        (make_docx("x & y"), DOCX_TYPE),
    ],
    ids=["no pdf", "damaged package", "document type definition", "no xml"],
)
def test_what_cannot_be_read_is_said_and_harms_nobody(tmp_path, content, content_type):
    with pytest.raises(UnreadableError):
        read(tmp_path, content, content_type)


def test_a_child_that_takes_too_long_or_too_much_is_ended(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "SECONDS", -10)  # the parent waits ten seconds longer
    with pytest.raises(UnreadableError):
        read(tmp_path, make_pdf(), PDF_TYPE)


def test_a_package_that_unpacks_to_more_than_the_memory_allowed_is_unreadable(tmp_path):
    with pytest.raises(UnreadableError):
        read(tmp_path, make_docx("x" * 450_000_000), DOCX_TYPE)


def test_words_are_searched_without_case_and_accents():
    assert plain_words("  Égalité\n des SEXES ") == "egalite des sexes"


def run(monkeypatch, tmp_path, program):
    """As if the file had taken the child over."""
    child = tmp_path / "child.py"
    child.write_text(program)
    monkeypatch.setattr(reading, "__file__", str(child))
    return read(tmp_path, make_pdf(), PDF_TYPE)


def test_the_child_is_told_no_secret(tmp_path, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "told to nobody")
    program = (
        "import json, os, sys\n"
        "said = {'text': ' '.join(os.environ.values()), 'pages': None, 'picture': ''}\n"
        "sys.stdout.write(json.dumps(said))"
    )
    assert "told to nobody" not in run(monkeypatch, tmp_path, program).text


@pytest.mark.parametrize(
    "program",
    [
        "import sys\nwhile True: sys.stdout.write('x' * 100000)",
        "print('[]')",
        "print('{}')",
        """import os\nos.write(1, b'{"text": "", "pages": null, "picture": ""}')\nos._exit(3)""",
    ],
    ids=["endless", "a list", "nothing", "killed at the end"],
)
def test_a_child_that_answers_anything_else_has_read_nothing(tmp_path, monkeypatch, program):
    monkeypatch.setattr(reading, "MOST_ANSWER", 1_000_000)
    with pytest.raises(UnreadableError):
        run(monkeypatch, tmp_path, program)
