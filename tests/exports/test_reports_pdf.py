"""Each report once as a real PDF, in each language: whole, tagged, and nothing cut off."""

import io
import re
from xml.etree import ElementTree

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from pypdf import PdfReader

from foundation.exports import pictures
from foundation.exports.content import Picture
from foundation.exports.writing import widths
from foundation.ui.charts import Bar, BarChart, Part, StackedBar, Target, TargetChart

from .test_writing import kinds
from .world import ABOVE_PUBLIC, ALL_REPORTS, QUERIES, readable, world  # noqa: F401 - fixtures that pytest finds by their names

DRAWN = {"portfolio", "project", "country-brief"}


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize("language", ["en", "fr"])
def test_each_report_is_set_tagged_and_names_its_file(language, reader, take):
    for slug in ALL_REPORTS:
        for query in QUERIES.get(slug, ("",)):
            try:
                with translation.override(language):
                    export, data = take(slug, reader, "pdf", query)
            except ValidationError:  # a project that is closed to this reader
                continue
            pdf = PdfReader(io.BytesIO(data))
            text = "\n".join(page.extract_text() for page in pdf.pages)
            assert export.reference in text, slug
            assert pdf.trailer["/Root"]["/Lang"] == language
            assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
            assert {"/H1", "/H2"} <= kinds(pdf), slug
            told = readable(f"{text}\n{pdf.metadata}".encode())
            assert not [mark for mark in ABOVE_PUBLIC if mark in told], slug


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize(
    ("slug", "query"),
    [("portfolio", ""), ("project", "project=VEL1"), ("country-brief", "country=veloria")],
)
def test_drawings_are_figures_with_words_for_them(slug, query, reader, take):
    pdf = PdfReader(io.BytesIO(take(slug, reader, "pdf", query)[1]))
    assert {"/Figure", "/Table", "/TH", "/TD"} <= kinds(pdf)
    if slug != "portfolio":
        assert "/Note" in kinds(pdf) or "/FENote" in kinds(pdf)


CHARTS = [
    pictures.of_bars(BarChart("Title", "US dollars", [
        Bar("A & <b>", 12.5), Bar("Of a name that is so long that it goes on in a second line", 3),
        Bar("Nothing", 0, muted=True), Bar("Not known", None, text="not stated"),
    ]), "Source"),
    pictures.of_targets(TargetChart("Title", "Per cent", [Target("A", 12.5, 30)], maximum=40)),
    pictures.of_parts("Title", [("One", StackedBar([Part("Done", 1, "ok"), Part("Late", 2)]))]),
]  # fmt: skip


@pytest.mark.parametrize("place", range(len(CHARTS)))
def test_a_drawing_has_attributes_and_points_alone(place):
    with translation.override("fr"):
        chart = CHARTS[place]
    root = ElementTree.fromstring(chart.svg)  # noqa: S314 - our own
    names = {name for node in root.iter() for name in node.attrib}
    assert not names & {"class", "style"}
    assert "var(" not in chart.svg
    for node in root.iter():
        for name in ("x", "y", "width", "height"):
            if name in node.attrib:
                assert re.fullmatch(r"-?\d+(\.\d+)?", node.attrib[name])


def test_a_drawing_says_in_words_what_it_shows():
    assert isinstance(CHARTS[0], Picture)
    assert "A & <b>: 12.5" in CHARTS[0].alt
    assert "Not known: not stated" in CHARTS[0].alt
    assert CHARTS[0].svg.count("<rect") == 2  # no bar for 0 and for what is not known
    assert "Done 1, Late 2" in CHARTS[2].alt


def test_each_column_has_room_for_its_longest_word():
    heads = ["Code", "Title", "Amount"]
    rows = [["XV001"], ["A long title of many words " * 4], ["1,234,567.89"]]
    found = widths.layout(heads, rows, widths.PORTRAIT)
    assert sum(found.widths) == pytest.approx(widths.PORTRAIT, abs=1)
    assert found.size == widths.SIZE
    for column, width in zip(rows, found.widths, strict=True):
        longest = max(widths.length(word) for word in column[0].split(" "))
        assert width >= longest * found.size
    assert found.widths[1] > 3 * found.widths[0]


def test_letters_get_smaller_before_words_are_broken():
    many = [["1,234,567.89"]] * 12
    assert widths.SIZE > widths.layout(["N"] * 12, many, widths.PORTRAIT).size >= widths.LEAST
    assert not widths.layout(["N"] * 9, many[:9], widths.PORTRAIT).broken
    assert widths.layout(["N"] * 30, [["1,234,567.89"]] * 30, widths.PORTRAIT).broken
