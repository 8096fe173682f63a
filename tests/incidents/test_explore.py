"""The page that turns exact counts over: who may, what is added, what is refused and why."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.formats import number_format

from foundation.audit.models import Event
from foundation.reference.models import Code, Region
from foundation.ui.models import SavedView
from incidents.models import Cell, Status, Tabulation
from tests.factories import give_role, make_source
from tests.incidents.factories import (
    make_cell,
    make_draft,
    make_published,
    make_submission,
    make_table,
)

EXPLORE = reverse("incidents:explore")
GAO, KIDAL = "AA01.v01", "AA02.v01"


@pytest.fixture
def regions(veloria):
    days = {"valid_from": date(2015, 1, 1), "vintage": "v01"}
    return [
        Region.objects.create(country=veloria, pcode=f"AA0{n}", name_en=name, **days)
        for n, name in ((1, "First"), (2, "Second"))
    ]


def form(code):
    return Code.objects.get_or_create(
        list=Code.List.VIOLENCE_FORM, code=code, defaults={"name_en": code.title()}
    )[0]


def quarter(number, year=2023):
    first = date(year, 3 * number - 2, 1)
    last = {1: (3, 31), 2: (6, 30), 3: (9, 30), 4: (12, 31)}[number]
    return {"occurred_from": first, "occurred_to": date(year, *last)}


def cross(record, rows, dimensions=("region", "form"), **fields):
    """A table of (region, form, number or state)."""
    table = make_table(record, [], dimensions=list(dimensions), **fields)
    for region, code, count in rows:
        state = {"state": count, "count": None} if isinstance(count, str) else {"count": count}
        make_cell(table, region=region, form=form(code), **state)
    return table


@pytest.fixture
def two_quarters(veloria, regions):
    """One source, two quarters: 731 + 52 + 18 + 40, of a stated 841 + 9."""
    source = make_source(short_title="Quarterly notes")
    first, second = regions
    made = []
    for number, stated, rows in (
        (1, 792, [(first, "rape", 731), (second, "rape", 52)]),
        (2, 58, [(first, "rape", 18), (second, "slavery", 40), (second, "rape", "not-stated")]),
    ):
        record = make_submission(
            veloria, source, stated_total=stated, verification="verified", **quarter(number)
        )
        cross(record, rows)
        made.append(record)
    return made


def look(client, person, query="", status=200):
    client.force_login(person)
    answer = client.get(f"{EXPLORE}?country=veloria{query}")
    assert answer.status_code == status
    return answer


def words(answer):
    text = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return re.sub(r"\s+", " ", text)


def numbers(answer):
    """What stands in the table: by row label, the values of its places."""
    pivot = answer.context["pivot"]
    return {
        line.label: [cell.count.value for cell in line.cells]
        + ([line.total.count.value] if line.total else [])
        for line in pivot.lines
    }


# Who


@pytest.mark.parametrize(
    "person", ["reader", "donor", "programme_officer", "focal_point", "auditor", "administrator",
               "stranger"]
)  # fmt: skip
def test_only_the_cleared_open_it(client, request, two_quarters, wpa_veloria, person):
    look(client, request.getfixturevalue(person), status=403)
    assert "749" in words(look(client, wpa_veloria))


def test_a_country_where_one_is_not_cleared_does_not_exist(
    client, mali, two_quarters, wpa_mali, reader, reviewer
):
    make_submission(mali)
    look(client, wpa_mali, status=404)
    assert client.get(f"{EXPLORE}?country=nowhere").status_code == 404
    give_role(reader, "wpa", mali)
    look(client, reader, status=404)  # may view the country, is cleared in another
    assert look(client, reviewer).status_code == 200


def test_the_drop_down_has_one_s_own_countries_only(
    client, mali, two_quarters, wpa_mali, reviewer
):
    make_submission(mali)
    client.force_login(wpa_mali)
    assert [c.slug for c in client.get(EXPLORE).context["countries"]] == ["mali"]
    client.force_login(reviewer)
    answer = client.get(EXPLORE)
    assert {c.slug for c in answer.context["countries"]} == {"mali", "veloria"}
    assert answer.context["country"] is None


@pytest.mark.parametrize("status", ["draft", "submitted", "returned", "withdrawn", "superseded"])
def test_only_records_that_stand_are_counted(client, two_quarters, wpa_veloria, reviewer, status):
    first, _second = two_quarters
    before = look(client, wpa_veloria, "&rows=region").context["pivot"].foot.cells[0].count.value
    assert before == 841
    if status == "superseded":
        make_submission(
            first.country, first.source, supersedes=first, verification="verified",
            stated_total=1, **quarter(1),
        )  # fmt: skip
    else:
        type(first).objects.filter(pk=first.pk).update(
            status=status, return_reason="Why.", withdrawn_reason="Why."
        )

    answer = look(client, wpa_veloria, "&rows=region")
    assert "731" not in words(answer)
    assert answer.context["pivot"].foot.cells[0].count.value == 58


def test_what_is_above_one_s_ceiling_is_not_offered(client, two_quarters, wpa_veloria, reviewer):
    hidden = make_source(short_title="Hidden source", classification="strict")
    make_submission(two_quarters[0].country, hidden, classification="strict")

    assert "Hidden source" not in words(look(client, wpa_veloria))
    assert "Hidden source" in words(look(client, reviewer))


def test_a_second_role_that_sees_further_but_no_counts_opens_no_more(
    client, mali, two_quarters, wpa_veloria
):
    """The auditor knows of the record; the adviser, who is cleared, has a lower ceiling."""
    give_role(wpa_veloria, "auditor", everywhere=True)
    source = make_source(short_title="Strict source", classification="internal")
    record = make_submission(
        two_quarters[0].country, source, classification="strict", stated_total=886644
    )
    make_table(record)
    make_submission(mali)
    client.force_login(wpa_veloria)
    assert client.get(record.get_absolute_url()).status_code == 200

    answer = look(client, wpa_veloria, f"&side=by-side&source={source.slug}")
    assert "Strict source" not in words(answer)
    assert [country.slug for country in answer.context["countries"]] == ["veloria"]


def test_what_a_reader_may_read_as_printed_is_not_explored_without_clearance(
    client, mali, veloria, reader, wpa_veloria
):
    make_published(veloria, stated_total=50)
    give_role(wpa_veloria, "reader", mali)
    make_published(mali)
    look(client, reader, status=403)
    client.force_login(wpa_veloria)
    assert client.get(f"{EXPLORE}?country=mali").status_code == 404


def test_each_sight_is_recorded_before_the_page_leaves_and_a_refusal_sees_nothing(
    client, two_quarters, wpa_veloria
):
    look(client, wpa_veloria, "&rows=region&cols=form")
    event = Event.objects.filter(verb="saw-exact").latest("pk")
    assert event.details["records"] == sorted(record.pk for record in two_quarters)
    assert event.actor_id == wpa_veloria.pk

    seen = Event.objects.filter(verb="saw-exact").count()
    look(client, wpa_veloria, "&rows=region&cols=survivor&in_survivor=women")
    make_submission(two_quarters[0].country)
    look(client, wpa_veloria)
    assert Event.objects.filter(verb="saw-exact").count() == seen


# What is added


def test_rows_columns_totals_and_the_gap_to_the_stated_total(client, two_quarters, wpa_veloria):
    answer = look(client, wpa_veloria, "&rows=region&cols=form")

    assert numbers(answer) == {"First": [749, None, 749], "Second": [52, 40, 92]}
    assert [cell.count.value for cell in answer.context["pivot"].foot.cells] == [801, 40]
    assert answer.context["pivot"].foot.total.count.value == 841
    sums = answer.context["sums"]
    assert (sums.stated.value, sums.attributed.value, sums.gap.value) == (850, 841, 9)
    text = words(answer)
    assert "Not attributed by the source: 9" in text
    assert "some not stated" in text  # beside the 52
    chart, small = answer.context["chart"], answer.context["multiples"].charts
    assert chart.note == "Second: some not stated."
    assert [one.note for one in small] == ["Second: some not stated.", ""]
    assert text.count("Second: some not stated.") == 2
    assert "no figure" in text  # no row for the first region and slavery: not zero


def test_words_stay_words_and_zero_is_a_number(client, veloria, regions, wpa_veloria):
    record = make_submission(veloria)
    first, second = regions
    cross(record, [(first, "rape", 0), (second, "rape", "not-collected")])

    text = words(look(client, wpa_veloria, "&rows=region&cols=form"))

    assert re.search(r"First 0 0", text)
    assert re.search(r"Second not collected not collected", text)


def test_filters_narrow_and_say_so(client, two_quarters, wpa_veloria):
    answer = look(client, wpa_veloria, f"&rows=form&in_region={KIDAL}")

    assert numbers(answer) == {"Rape": [52], "Slavery": [40]}
    assert answer.context["pivot"].foot.cells[0].count.value == 92
    assert "Added up, before the filters: 841" in words(answer)
    caption = "Verified: incidents, dated by when they occurred. 2023 Q1; 2023 Q2. Region: Second."
    assert answer.context["chart"].measure == caption  # a chart that is copied says it all
    both = look(client, wpa_veloria, f"&rows=form&in_region={KIDAL}&in_region={GAO}&in_form=rape")
    assert numbers(both) == {"Rape": [801]}


def test_shares_add_up_and_those_of_the_stated_total_are_named(client, two_quarters, wpa_veloria):
    for show, column in (("row", ["100"]), ("column", ["89.1", "10.9"])):
        answer = look(client, wpa_veloria, f"&rows=region&show={show}")
        shares = [cell.share for line in answer.context["pivot"].lines for cell in line.cells]
        assert [str(share) for share in shares] == column * (2 if show == "row" else 1)
    answer = look(client, wpa_veloria, "&rows=region&cols=form&show=all")
    shares = [c.share for line in answer.context["pivot"].lines for c in line.cells if c.share]
    assert sum(shares) == 100
    answer = look(client, wpa_veloria, "&rows=region&show=stated")
    assert str(answer.context["pivot"].lines[0].cells[0].share) == "88.1"  # 749 of 850
    assert "Shares of the stated total, each rounded by itself." in words(answer)


def test_periods_of_one_source_are_chosen_and_quarters_and_years_turned(
    client, two_quarters, wpa_veloria
):
    answer = look(client, wpa_veloria, "&rows=quarter&cols=region")
    assert numbers(answer) == {"2023 Q1": [731, 52, 783], "2023 Q2": [18, 40, 58]}
    answer = look(client, wpa_veloria, "&rows=year")
    assert numbers(answer) == {"2023": [841]}
    answer = look(client, wpa_veloria, "&rows=region&period=20230401-20230630")
    assert numbers(answer) == {"First": [18], "Second": [40]}


def test_quarters_only_where_every_figure_lies_within_one(
    client, veloria, regions, wpa_veloria, two_quarters
):
    year = make_submission(
        veloria, two_quarters[0].source, verification="verified",
        occurred_from=date(2022, 1, 1), occurred_to=date(2022, 12, 31),
    )  # fmt: skip
    cross(year, [(regions[0], "rape", 7)])

    answer = look(client, wpa_veloria, "&rows=quarter")
    assert numbers(answer) == {"2022": [7], "2023 Q1": [783], "2023 Q2": [58]}
    assert "Rows: “Quarter” is no choice here" in words(answer)
    assert numbers(look(client, wpa_veloria, "&rows=year")) == {"2022": [7], "2023": [841]}


def test_a_table_broken_down_by_period_gives_its_own(client, veloria, wpa_veloria):
    record = make_submission(veloria)
    table = make_table(record, [], dimensions=["occurred", "form"])
    for month, count in ((1, 11), (2, 12), (7, 13)):
        days = {"occurred_from": date(2019, month, 1), "occurred_to": date(2019, month, 28)}
        make_cell(table, form=form("rape"), count=count, **days)

    answer = look(client, wpa_veloria, "&rows=quarter")
    assert numbers(answer) == {"2019 Q1": [23], "2019 Q3": [13]}


def test_nonsense_in_the_address_gets_the_usual_view_and_a_message(
    client, two_quarters, wpa_veloria
):
    usual = numbers(look(client, wpa_veloria))
    answer = look(
        client, wpa_veloria,
        "&rows=<b>&cols=wrong&show=7&order=-1&period=x&in_region=zzz&unit=persons&at=1&at_row=q",
    )  # fmt: skip

    assert numbers(answer) == usual
    text = answer.content.decode()
    for name in ("Rows", "Columns", "Show", "Order", "Periods", "Region", "Unit"):
        assert f"{name}: “" in text
    assert "<b>”" not in text


# What is not added


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("source", None, "Sources overlap"),
        ("collecting_system", "gbvims", "Two collecting systems"),
        ("unit", "cases", "The units differ"),
        ("verification", "reported", "The levels of verification differ"),
    ],
)
def test_asking_for_a_sum_across_measures_gets_the_reason_and_no_number(
    client, two_quarters, wpa_veloria, field, value, reason
):
    first = two_quarters[0]
    fields = {"verification": "verified", **({field: value} if value else {})}
    source = first.source if value else None
    other = make_submission(first.country, source, stated_total=996, **fields, **quarter(3))
    make_table(other, [("women", 887)])
    axis = {"collecting_system": "system"}.get(field, field)
    asked = {
        getattr(record, field).slug if field == "source" else getattr(record, field)
        for record in (first, other)
    }

    for query in ("", "".join(f"&{axis}={each}" for each in sorted(asked)) + "&rows=form"):
        answer = look(client, wpa_veloria, query)
        text = words(answer)
        assert reason in text
        assert not re.search(r"731|749|841|850|996|887", text)
    assert not Event.objects.filter(verb="saw-exact").exists()
    one = look(client, wpa_veloria, f"&{axis}={value or other.source.slug}")
    assert one.context["exploration"].turned is not None


def test_both_clocks_or_late_and_in_time_are_not_added(client, two_quarters, wpa_veloria):
    first = two_quarters[0]
    late = make_submission(
        first.country, first.source, stated_total=227, verification="verified",
        occurred_from=date(2022, 1, 1), occurred_to=date(2022, 12, 31),
        verified_from=date(2023, 1, 1), verified_to=date(2023, 12, 31),
    )  # fmt: skip
    cross(late, [(Region.objects.first(), "rape", 227)])

    text = words(look(client, wpa_veloria, "&clock=occurred&clock=verified"))
    assert "The clocks differ" in text
    text = words(look(client, wpa_veloria, "&timing=late&timing=in-time"))
    assert "it never inflates what was known in time" in text
    assert "731" not in text
    assert numbers(look(client, wpa_veloria, "&rows=region"))["First"] == [749]
    assert numbers(look(client, wpa_veloria, "&rows=region&timing=late"))["First"] == [227]
    trend = look(client, wpa_veloria).context["trend"]
    assert [list(series.values) for series in trend.chart.series] == [[None, 850], [227, None]]


def test_side_by_side_draws_each_measure_on_one_scale_and_adds_none(
    client, two_quarters, regions, wpa_veloria
):
    country = two_quarters[0].country
    other = make_submission(country, stated_total=300, **quarter(3))
    cross(other, [(regions[0], "rape", 300)])

    answer = look(client, wpa_veloria, "&side=by-side&rows=region")

    (group,) = answer.context["beside"].by_unit()
    values = [[bar.cell.value for bar in chart.bars] for chart in group.charts]
    assert sorted(values) == [[300], [749, 92]]
    assert {chart.highest for chart in group.charts} == {749}
    assert "a full bar is 749" in words(answer)
    assert "1,049" not in words(answer)
    event = Event.objects.filter(verb="saw-exact").latest("pk")
    assert event.details["records"] == sorted([*(r.pk for r in two_quarters), other.pk])


def test_overlapping_periods_are_not_added(client, two_quarters, regions, wpa_veloria):
    first = two_quarters[0]
    year = make_submission(
        first.country, first.source, verification="verified", stated_total=900,
        occurred_from=date(2023, 1, 1), occurred_to=date(2023, 12, 31),
    )  # fmt: skip
    cross(year, [(regions[0], "rape", 888)])

    answer = look(client, wpa_veloria, "&rows=region")
    assert numbers(answer) == {"First": [888]}
    assert "The periods of these records overlap" in words(answer)
    asked = "&rows=region&period=20230101-20230331&period=20230101-20231231"
    text = words(look(client, wpa_veloria, asked))
    assert "would be counted twice" in text
    assert not re.search(r"731|888|900|792", text)


def test_two_records_of_one_period_are_told_apart(client, two_quarters, wpa_veloria):
    first = two_quarters[0]
    twin = make_submission(
        first.country, first.source, verification="verified", stated_total=5, **quarter(1)
    )
    keys = [key for key, _l, _r in look(client, wpa_veloria).context["form"].turned.periods]
    assert f"20230101-20230331.{twin.reference}" in keys


def test_two_tables_are_never_joined(client, veloria, wpa_veloria):
    record = make_submission(veloria)
    make_table(record, [("women", 411)])
    make_table(record, [("unidentified", 622)], dimensions=["perpetrator"])

    text = words(look(client, wpa_veloria, "&rows=survivor&cols=perpetrator"))
    assert "Two tables are never joined" in text
    assert not re.search("411|622", text)
    assert "411" in words(look(client, wpa_veloria, "&rows=survivor"))


def test_a_table_that_does_not_add_up_has_no_totals_and_is_not_folded(
    client, veloria, regions, wpa_veloria
):
    record = make_submission(veloria, stated_total=500)
    first, second = regions
    rows = [(first, "rape", 311), (first, "slavery", 122), (second, "rape", 64)]
    cross(record, rows, adds_up=False)

    answer = look(client, wpa_veloria, "&rows=region&cols=form&show=all")
    text = words(answer)
    assert numbers(answer) == {"First": [311, 122], "Second": [64, None]}
    assert answer.context["pivot"].foot is None
    assert "No totals" in text
    assert "No shares" in text
    text = words(look(client, wpa_veloria, "&rows=region"))
    assert "its rows are not added" in text
    assert not re.search("311|433|497", text)


def test_a_record_without_the_table_is_named_as_left_out(client, two_quarters, wpa_veloria):
    first = two_quarters[0]
    third = make_submission(first.country, first.source, verification="verified", **quarter(3))
    make_table(third)

    answer = look(client, wpa_veloria, "&rows=region")
    assert "has no table broken down by all of it: 2023 Q3" in words(answer)
    assert answer.context["sums"].stated.value == 850


# Where a number comes from, and what stays


def test_each_number_leads_to_the_table_or_to_the_list_of_tables(
    client, two_quarters, wpa_veloria
):
    answer = look(client, wpa_veloria, "&rows=region&cols=form")
    pivot = answer.context["pivot"]
    one = pivot.lines[1].cells[1]
    table = Tabulation.objects.get(submission=two_quarters[1])
    assert one.href == f"{two_quarters[1].get_absolute_url()}#table-{table.pk}"
    page = client.get(two_quarters[1].get_absolute_url()).content.decode()
    assert f'id="table-{table.pk}"' in page

    several = pivot.lines[0].cells[0].href
    answer = client.get(EXPLORE + several)
    assert [origin.count.value for origin in answer.context["origins"]] == [731, 18]
    assert answer.context["pointed_at"] == "First, Rape"
    answer = client.get(EXPLORE + pivot.foot.total.href)
    assert [origin.count.value for origin in answer.context["origins"]] == [783, 58]


def test_a_view_keeps_the_question_and_no_number(client, two_quarters, wpa_veloria, reader):
    query = "country=veloria&rows=region&at=here&at_row=AA01.v01"
    client.force_login(wpa_veloria)
    kept = client.get(f"{EXPLORE}?{query}").context["view"].kept_query
    client.post(
        reverse("ui:view_save"),
        {"list": "incidents:explore", "query": kept, "name": "By region"},
    )

    view = SavedView.objects.get()
    assert view.query == "country=veloria&rows=region"
    assert "By region" in client.get(EXPLORE).content.decode()
    client.force_login(reader)
    assert client.get(view.href).status_code == 403


def test_nothing_is_kept_by_a_browser_and_no_title_has_a_number(client, two_quarters, wpa_veloria):
    answer = look(client, wpa_veloria, "&rows=region")

    assert answer["Cache-Control"] == "no-store, private"
    title = re.search(r"<title>(.*?)</title>", answer.content.decode()).group(1)
    assert title == "Explore incidents, Veloria - CRSV Register"


def test_the_overview_leads_here_for_the_cleared_alone(
    client, two_quarters, wpa_veloria, programme_officer
):
    for person, expected in ((wpa_veloria, True), (programme_officer, False)):
        client.force_login(person)
        page = client.get("/incidents/?country=veloria&year=2023").content.decode()
        assert (EXPLORE in page) == expected


def test_french_numbers_are_written_the_french_way_and_drawn_the_plain_way(
    client, veloria, regions, wpa_veloria
):
    record = make_submission(veloria, stated_total=12345)
    cross(record, [(regions[0], "rape", 12345), (regions[1], "rape", 1234)])
    client.force_login(wpa_veloria)

    page = client.get(f"/fr{EXPLORE}?country=veloria&rows=region&cols=form&show=column")
    text = page.content.decode()

    assert number_format(12345, force_grouping=True) in text
    assert "12,345" not in text
    assert re.search(r"90,9", text)
    for value in re.findall(r'(?: width| x| y| cx| cy| viewBox| d)="([^"]*)"', text):
        assert "," not in value


# How often the database is asked


def queries(client, query):
    with CaptureQueriesContext(connection) as found:
        answer = client.get(f"{EXPLORE}?country=veloria{query}")
        assert answer.status_code == 200
    return len(found)


@pytest.mark.parametrize(
    "query", ["&rows=region&cols=form&show=row", "&side=by-side&rows=form", ""]
)
def test_sixty_records_ask_no_more_than_three(client, veloria, regions, reviewer, query):
    source = make_source()
    other = make_source()

    def more(years):
        for year in years:
            for number in (1, 2, 3):
                in_one = other if query.startswith("&side") and number == 3 else source
                record = make_submission(veloria, in_one, **quarter(number, year))
                cross(record, [(region, f, 5) for region in regions for f in ("rape", "slavery")])

    client.force_login(reviewer)
    more([1999])
    queries(client, query)
    few = queries(client, query)
    more(range(2000, 2019))
    assert queries(client, query) <= few
    assert few <= 26


def test_many_counts_are_added_by_the_database(client, veloria, wpa_veloria):
    """Twelve hundred cells arrive as four rows."""
    record = make_submission(veloria)
    table = make_table(record, [], dimensions=["form", "survivor"])
    groups = [
        Code(list=Code.List.SURVIVOR_GROUP, code=f"g{n}", name_en=f"G{n}") for n in range(300)
    ]
    Code.objects.bulk_create(groups)
    forms = [form(code) for code in ("a", "b", "c", "d")]
    Cell.objects.bulk_create(
        Cell(tabulation=table, form=one, survivor=group, count=1, key=f"{one.pk}|{group.pk}")
        for one in forms
        for group in groups
    )
    answer = look(client, wpa_veloria, "&rows=form")
    assert len(answer.context["exploration"].turned.parts) == 4
    assert set(map(tuple, numbers(answer).values())) == {(300,)}
    refused = look(client, wpa_veloria, "&rows=form&cols=survivor")
    assert "too large to read" in words(refused)


def test_a_draft_s_author_finds_it_here_only_when_it_is_approved(client, veloria, wpa_veloria):
    draft = make_draft(veloria, wpa_veloria)
    assert "No approved record to explore yet" in words(look(client, wpa_veloria))
    assert draft.status == Status.DRAFT


# The map


def boundary_file(tmp_path, settings, text=None, vintage="v01"):
    square = "[[[0,0],[0,1],[1,1],[1,0],[0,0]]]"
    other = "[[[1,0],[1,1],[2,1],[2,0],[1,0]]]"
    areas = ",".join(
        f'{{"type":"Feature","properties":{{"pcode":"{code}"}},'
        f'"geometry":{{"type":"Polygon","coordinates":{ring}}}}}'
        for code, ring in (("AA01", square), ("AA09", other))
    )
    good = f'{{"type":"FeatureCollection","vintage":"{vintage}","features":[{areas}]}}'
    (tmp_path / "xve.geojson").write_text(text or good, "utf-8")
    settings.BOUNDARY_FILES = tmp_path


def test_regions_are_drawn_where_their_boundaries_are_at_hand(
    client, two_quarters, wpa_veloria, tmp_path, settings
):
    boundary_file(tmp_path, settings)
    answer = look(client, wpa_veloria, "&rows=region")

    chart = answer.context["map"].chart
    assert [(d.area.label, d.look, d.value) for d in chart.drawn()] == [
        ("First", "4", 749), ("AA09", "no", None),
    ]  # fmt: skip
    text = words(answer)
    assert "Codes and boundaries: v01." in text
    assert "Not drawn: Second." in text
    assert look(client, wpa_veloria, "&rows=form").context["map"] is None


@pytest.mark.parametrize(
    ("text", "vintage", "why"),
    [
        ("{", "", "cannot be used: The file is no JSON."),
        ('{"type": "FeatureCollection"}', "", "cannot be used: The file does not name the vint"),
        (None, "v02", "by the codes of v01, the boundaries by those of v02"),
    ],
)
def test_without_boundaries_that_fit_the_page_says_why_there_is_no_map(
    client, two_quarters, wpa_veloria, tmp_path, settings, text, vintage, why
):
    boundary_file(tmp_path, settings, text, vintage)
    answer = look(client, wpa_veloria, "&rows=region")

    assert answer.context["map"].chart is None
    assert why in words(answer)
    assert numbers(answer)["First"] == [749]
