"""The brief of a country and the annex of a year: what is in them, what is named as left out."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict

from foundation.exports.content import Facts, Heading, Table, Text
from foundation.exports.reports import REPORTS
from tests.factories import give_role, make_source
from tests.incidents.factories import make_caseload, make_published, make_submission
from tests.overview.factories import make_key_figure, make_situation
from tests.projects.money_factories import make_funded, post

from .world import content_of

HIDDEN = 827364


@pytest.fixture
def country(veloria):
    make_situation(veloria, as_of=date(2019, 5, 1), source=make_source(short_title="Analysis"))
    make_key_figure(veloria, value_as_written="four", unit="centres", page="p. 3",
                    period_from=date(2019, 1, 1), period_to=date(2019, 12, 31))  # fmt: skip
    make_published(veloria, stated_total=27, unit="cases")
    make_submission(veloria, stated_total=HIDDEN, unit="cases")
    make_caseload(veloria, count=12, as_published=True, as_published_reason="Printed.")
    make_caseload(veloria, count=HIDDEN)
    project = make_funded(veloria, code="VEL1")
    post(project, "budget", "1000.00", year=2018)
    post(project, "transfer", "700.00", year=2018)
    post(project, "transfer", "300.00", year=2019)
    return veloria


def text_of(content):
    return "\n".join(getattr(b, "text", "") for b in content.blocks if isinstance(b, Text))


def table_of(content, name):
    (table,) = [t for t in content.tables if t.name == name]
    return [dict(zip([c.name for c in table.columns], row, strict=True)) for row in table.rows]


def test_each_figure_has_its_unit_its_period_and_its_source(country, reader):
    content = content_of("country-brief", reader, "country=veloria")
    (facts,) = [block for block in content.blocks if isinstance(block, Facts)]
    ((label, told, source),) = facts.rows
    assert label.startswith("figure")
    assert told == "4\u00a0centres, 2019"
    assert "p. 3" in source
    assert "2020-06-03" in source
    (row,) = table_of(content, "veloria-incidents")
    assert (row["measure"], row["value"]) == ("Reported, not verified: cases, 2019", 27)
    assert row["source"]
    situation = [b for b in content.blocks if isinstance(b, Text) and b.source]
    assert {block.source.split(",")[0] for block in situation} == {"Analysis"}


def test_a_brief_prints_only_what_public_sources_print(country, reviewer):
    """Even for who may see more: a brief is made to be passed on."""
    content = content_of("country-brief", reviewer, "country=veloria")
    assert str(HIDDEN) not in str(content.blocks)
    assert [row["value"] for row in table_of(content, "veloria-courts")] == [12]


def test_what_a_role_leaves_out_is_named_whether_or_not_it_is_there(country, mali, donor, reader):
    parts = "Situation, Key figures, Incidents, Commitments, Cases before courts"
    for place in ("veloria", "mali"):
        told = text_of(content_of("country-brief", donor, f"country={place}"))
        assert f"may not take it out: {parts}, Where sources differ." in told
        assert "Left out" not in text_of(content_of("country-brief", reader, f"country={place}"))


def test_a_role_in_one_country_leaves_out_nothing_there_alone(country, mali, donor):
    give_role(donor, "wpa", mali)
    assert "Left out" not in text_of(content_of("country-brief", donor, "country=mali"))
    assert "Left out" in text_of(content_of("country-brief", donor, "country=veloria"))


def test_a_country_out_of_reach_is_no_choice(country, mali, wpa_mali):
    choices = REPORTS["country-brief"].choices(QueryDict("country=veloria"), wpa_mali)
    assert not choices.are_valid
    assert REPORTS["country-brief"].choices(QueryDict("country=mali"), wpa_mali).are_valid


def test_an_annex_is_of_one_year_a_section_a_country(country, mali, reader, take):
    query = "countries=mali&countries=veloria&year=2019"
    content = content_of("annual-annex", reader, query)
    heads = [b for b in content.blocks if isinstance(b, Heading) and b.level == 1]
    assert [(head.text, head.new_page) for head in heads] == [("Mali", False), ("Veloria", True)]
    rows = table_of(content, "veloria-projects")
    assert [(row["code"], row["net_funded"]) for row in rows] == [("VEL1", 300), ("All", 300)]
    export, _data = take("annual-annex", reader, "json", query)
    assert export.file_name.startswith("annual-annex-2019-")

    before = content_of("annual-annex", reader, "countries=veloria&year=2017")
    assert "veloria-incidents" not in [table.name for table in before.tables]
    assert "No analysis is recorded." in text_of(before)


def test_nothing_is_added_up_over_countries(country, mali, reader):
    content = content_of("annual-annex", reader, "countries=mali&countries=veloria&year=2019")
    for table in content.tables:
        assert table.name.partition("-")[0] in {"mali", "veloria"}
    assert isinstance(content.tables[0], Table)


def test_a_brief_without_a_country_is_asked_for_one(country, reader, take):
    with pytest.raises(ValidationError) as refusal:
        take("country-brief", reader, "json")
    assert refusal.value.code == "choices"
