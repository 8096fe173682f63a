"""Persons outside the cells of a workbook: in caches, links, alternative texts, old drawings."""

import io
import zipfile

import pytest

from .files import repacked, xlsx_file
from .test_sheets import Counts, Others, told

PHONE, MAIL = "+243 812 345 678", "aya.x@example.org"
GOOD = xlsx_file(["Region", "Count"], ["Northern Region", 12], ["Lake Region", 7])
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
CHART = '<c:chartSpace xmlns:c="m"><c:pt><c:v>{}</c:v></c:pt></c:chartSpace>'
LINK = (
    '<Relationships xmlns="r"><Relationship Id="rId9" TargetMode="External" Target="{}"'
    f' Type="{RELATION}"/></Relationships>'
)
DRAWN = '<xdr:wsDr xmlns:xdr="m"><xdr:cNvPr id="2" name="Picture 1" descr="{}"/></xdr:wsDr>'
PARTS = {
    "chart": ("xl/charts/chart1.xml", CHART, PHONE),
    "link": ("xl/worksheets/_rels/sheet1.xml.rels", LINK, f"mailto:{MAIL}"),
    "alternative-text": ("xl/drawings/drawing1.xml", DRAWN, f"Call {PHONE}"),
    "old-drawing": ("xl/drawings/vmlDrawing1.vml", "<xml><div>{}<br></div></xml>", PHONE),
    "old-drawing-alt": ("xl/drawings/vmlDrawing1.vml", "<xml><v:shape alt='{}'><br></xml>", MAIL),
    "text": ("customXml/notes.txt", "{}", f"ask {MAIL}"),
    "custom": ("customXml/item1.xml", '<x xmlns="m"><note title="{}"/></x>', MAIL),
}


def with_part(name, text):
    return repacked(GOOD, **{name: text})


@pytest.mark.parametrize("name", PARTS)
@pytest.mark.parametrize("kind", [Counts, Others])
def test_a_part_that_names_a_person_refuses_the_file_without_the_words(name, kind):
    place, frame, words = PARTS[name]
    code, text = told(with_part(place, frame.format(words)), kind())
    assert code == "persons"
    assert not any(told in text for told in (PHONE, MAIL))
    assert told(with_part(place, frame.format("Total of 2024")), kind()) == ("", "")


@pytest.mark.parametrize("root", ["pivotCacheDefinition", "pivotCacheRecords"])
@pytest.mark.parametrize("place", ["xl/pivotCache/pivotCacheDefinition1.xml", "xl/tables/x.dat"])
def test_a_pivot_table_holds_its_rows_once_more(root, place):
    part = f'<{root} xmlns="m"><sharedItems><s v="x"/></sharedItems></{root}>'
    code, text = told(with_part(place, part))
    assert code == "pivot"
    assert "pivot table" in text


def test_a_sheet_is_read_under_whatever_name_it_lies():
    formula = xlsx_file(["Region", "Count"], change=lambda _b, s: s.write_formula("B2", "=1+1"))
    with zipfile.ZipFile(io.BytesIO(formula)) as package:
        sheet = package.read("xl/worksheets/sheet1.xml").decode()
        links = package.read("xl/_rels/workbook.xml.rels").decode()
    data = repacked(
        formula,
        without=["xl/worksheets/sheet1.xml"],
        **{"xl/worksheets/sheet1.png": sheet,
           "xl/_rels/workbook.xml.rels": links.replace("sheet1.xml", "sheet1.png")},
    )  # fmt: skip
    assert told(data)[0] == "formula"


def test_pictures_and_settings_of_printers_are_let_be():
    data = repacked(
        GOOD, **{"xl/media/image1.png": b"\x89PNG\r\n", "xl/printer1.bin": b"\x00" * 99}
    )
    assert told(data) == ("", "")
