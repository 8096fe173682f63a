"""Documents that would fetch something when opened, and texts that hide what they hold."""

import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from foundation.documents.checks import inspect

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def document(relations, encoding="utf-8"):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<d/>")
        archive.writestr("word/_rels/settings.xml.rels", relations.encode(encoding))
    return SimpleUploadedFile("report.docx", buffer.getvalue())


def relation(kind, mode="External", before=""):
    return (
        f'{before}<Relationships><Relationship Id="a" Type="{RELATIONS}/{kind}"'
        f' Target="http://other.example/t>x" TargetMode="{mode}"/></Relationships>'
    )


@pytest.mark.parametrize(
    "relations",
    [
        relation("attachedTemplate"),
        relation("image"),
        relation("attachedTemplate", "&#69;xternal"),
        relation("styles", "Internal", before="<!DOCTYPE a [<!ENTITY b 'c'>]>"),
        "<Relationships><Relationship",
        "<a>" + "x" * 1_100_000 + "</a>",
    ],
)
def test_a_package_that_loads_parts_from_elsewhere_is_refused(relations):
    with pytest.raises(ValidationError):
        inspect(document(relations))


def test_so_it_is_in_another_encoding():
    with pytest.raises(ValidationError):
        inspect(document("\ufeff" + relation("image"), encoding="utf-16-le"))


@pytest.mark.parametrize("relations", [relation("hyperlink"), relation("styles", "Internal")])
def test_a_link_to_click_and_a_part_within_are_no_harm(relations):
    assert inspect(document(relations)).ending == "docx"


def test_a_name_in_a_pdf_cannot_hide_behind_escapes():
    hidden = b"%PDF-1.7\n<< /S /Java#53cript >>"
    with pytest.raises(ValidationError):
        inspect(SimpleUploadedFile("a.pdf", hidden))


@pytest.mark.parametrize("end", [b"\xff\xfe", b"\xc3"])
def test_a_text_is_read_to_its_end(end):
    with pytest.raises(ValidationError):
        inspect(SimpleUploadedFile("a.csv", b"a,b\n" * 40_000 + end))
