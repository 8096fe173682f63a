"""Values of results: reported by one person, accepted or sent back by another."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from foundation.access.roles import ROLES
from foundation.audit.models import Event
from projects import results
from projects.models import Result, ResultIndicator, ResultMeasurement
from projects.tracks import results_of
from tests.factories import make_source, make_user
from tests.projects.factories import make_project
from tests.projects.life_factories import make_outcome, make_result_indicator, new_value


@pytest.fixture
def project(veloria):
    return make_project(veloria, "XV900")


@pytest.fixture
def indicator(project):
    return make_result_indicator(make_outcome(project), target=10)


@pytest.fixture
def officer(client, programme_officer):
    client.force_login(programme_officer)
    return client


def path(name, project, *rest):
    return reverse(f"projects:{name}", args=[project.code, *rest])


def reported(indicator, year=2017, by=None, **fields):
    return results.report_measurement(new_value(indicator, year, **fields), by=by)


# Who, and in which order


def test_who_reports_and_who_reviews(
    indicator, mali, programme_officer, reviewer, wpa_veloria, reader, auditor, stranger
):
    elsewhere = make_user("programme-officer", mali)
    for person in (reviewer, wpa_veloria, reader, auditor, stranger, elsewhere):
        with pytest.raises(PermissionDenied):
            reported(indicator, by=person)
    value = reported(indicator, by=programme_officer)
    for person in (wpa_veloria, reader, auditor, stranger, elsewhere):
        with pytest.raises(PermissionDenied):
            results.accept_measurement(value, by=person)
        with pytest.raises(PermissionDenied):
            results.send_back_measurement(value, note="Why.", by=person)
    with pytest.raises(ValidationError, match="somebody else reviews"):
        results.accept_measurement(value, by=programme_officer)
    with pytest.raises(ValidationError, match="somebody else reviews"):
        results.send_back_measurement(value, note="Mine.", by=programme_officer)
    accepted = results.accept_measurement(value, by=reviewer)
    assert (accepted.review, accepted.reviewed_by) == ("accepted", reviewer)
    assert accepted.reviewed_at is not None


def test_the_right_to_add_values_is_not_the_right_to_change_this_project(
    indicator, veloria, programme_officer, monkeypatch
):
    may_add = {*ROLES["reader"].permissions, "projects.add_resultmeasurement"}
    role = replace(ROLES["reader"], slug="adder", permissions=frozenset(may_add))
    monkeypatch.setitem(ROLES, "adder", role)

    with pytest.raises(PermissionDenied):
        reported(indicator, by=make_user("adder", veloria))

    assert reported(indicator, by=programme_officer).reported_by == programme_officer


def test_a_value_goes_back_and_forth(indicator, programme_officer, reviewer):
    value = reported(indicator, by=programme_officer)
    with pytest.raises(ValidationError) as refused:
        results.send_back_measurement(value, note=" ", by=reviewer)
    assert "note" in refused.value.message_dict
    value = results.send_back_measurement(value, note="Of which courts?", by=reviewer)
    for step in (
        lambda: results.accept_measurement(value, by=reviewer),
        lambda: results.send_back_measurement(value, note="Again.", by=reviewer),
    ):
        with pytest.raises(ValidationError):
            step()
    value.value = 6
    value = results.report_measurement(value, by=programme_officer)
    assert (value.review, value.review_note, value.reviewed_by) == ("reported", "", None)
    value = results.accept_measurement(value, by=reviewer)
    value.value = 7
    with pytest.raises(ValidationError, match="have it sent back first"):
        results.report_measurement(value, by=programme_officer)
    value.refresh_from_db()
    assert value.value == 6
    assert results.send_back_measurement(value, note="An error.", by=reviewer).review == "returned"
    verbs = Event.objects.filter(target_type="projects.ResultMeasurement").order_by("pk")
    assert list(verbs.values_list("verb", flat=True)) == [
        "created", "returned", "changed", "approved", "returned"
    ]  # fmt: skip
    assert "courts" not in " ".join(str(event.details) for event in Event.objects.all())


def test_the_database_wants_two_people_and_a_reason(indicator, programme_officer):
    value = reported(indicator, by=programme_officer)
    rows = ResultMeasurement.objects.filter(pk=value.pk)
    for change in ({"reviewed_by": programme_officer}, {"review": "returned"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"value": None}, "Give a value"), ({"numerator": 4, "value": 4}, "go together"),
        ({"numerator": 4, "denominator": 0}, "cannot be 0"),
        ({"period_from": date(2018, 1, 1), "value": 1}, "end is before the start"),
    ],
)  # fmt: skip
def test_a_value_says_what_it_is(indicator, fields, words):
    value = new_value(indicator, value=None)
    for name, given in fields.items():
        setattr(value, name, given)
    with pytest.raises(ValidationError, match=words):
        results.report_measurement(value, by=None)


def test_a_source_gives_one_value_for_a_period(indicator):
    source = make_source()
    reported(indicator, source=source)
    with pytest.raises(ValidationError, match="has a value for this period"):
        reported(indicator, source=source)
    assert reported(indicator)


@pytest.mark.parametrize(
    ("fields", "field"),
    [({"baseline": 3}, "baseline"), ({"direction": "down"}, "direction")],
)
def test_what_is_added_begins_at_nothing_and_grows(indicator, fields, field):
    for name, value in {"adds_up": "sum", **fields}.items():
        setattr(indicator, name, value)
    with pytest.raises(ValidationError) as refused:
        indicator.full_clean()
    assert field in refused.value.message_dict


def test_shares_are_not_added(indicator):
    indicator.adds_up, indicator.unit = "sum", "percent"
    with pytest.raises(ValidationError, match="are not added"):
        indicator.full_clean()


# What the pages show


def test_only_accepted_and_reported_are_told_apart(project, indicator, reader, reviewer):
    results.accept_measurement(reported(indicator, 2016, value=4), by=reviewer)
    reported(indicator, 2017, value=7)
    results.send_back_measurement(reported(indicator, 2018, value=99), note="No.", by=reviewer)
    (row,) = results_of(project, reader)
    (track,) = row.tracks
    assert (track.accepted_text, track.reported_text, track.way_text) == ("4", "7", "40\u00a0%")
    assert not track.counts_reported


def test_without_an_accepted_value_the_way_is_that_of_what_is_reported(project, indicator, reader):
    reported(indicator, 2016, numerator=16, denominator=301)
    ResultIndicator.objects.update(unit="percent", target=10)
    (track,) = results_of(project, reader)[0].tracks
    assert (track.accepted_text, track.counts_reported) == ("nothing yet", True)
    assert track.reported_text == "16 of 301 (5.3\u00a0%)"
    assert track.way == Decimal("53.2")


def test_outputs_stand_below_their_outcome(project, reader):
    first = make_outcome(project, order=1)
    late = make_outcome(project, text="Later", order=3)
    below = make_outcome(project, text="Below", kind="output", outcome=late, order=0)
    alone = make_outcome(project, text="Alone", kind="output", order=2)
    rows = results_of(project, reader)
    assert [row.result for row in rows] == [first, alone, late, below]
    assert [row.outcome for row in rows] == [None, None, None, late]
    late.source.classification = "internal"
    late.source.save()
    rows = results_of(project, reader)
    assert [(row.result, row.outcome) for row in rows] == [
        (below, None), (first, None), (alone, None)
    ]  # fmt: skip


@pytest.mark.parametrize("closed", ["result", "indicator", "value"])
def test_what_an_internal_source_says_is_internal(project, reader, wpa_veloria, closed):
    inside = make_source(classification="internal")
    result = make_outcome(project, **({"source": inside} if closed == "result" else {}))
    more = {"source": inside} if closed == "indicator" else {}
    indicator = make_result_indicator(result, **more)
    reported(indicator, **({"source": inside} if closed == "value" else {}))

    def counts(person):
        rows = results_of(project, person)
        tracks = [track for row in rows for track in row.tracks]
        return len(rows), len(tracks), sum(len(track.measurements) for track in tracks)

    assert counts(wpa_veloria) == (1, 1, 1)
    assert (
        counts(reader) == {"result": (0, 0, 0), "indicator": (1, 0, 0), "value": (1, 1, 0)}[closed]
    )


def test_results_are_kept_on_the_pages(client, officer, project, reviewer):
    source = make_source()
    outcome = {"kind": "outcome", "text": "Courts hear cases", "source": source.pk, "order": 0}
    assert officer.post(path("result_add", project), outcome).status_code == 302
    first = Result.objects.get()
    output = {**outcome, "kind": "output", "text": "Judges trained", "outcome": first.pk}
    assert officer.post(path("result_add", project), output).status_code == 302
    second = Result.objects.get(text="Judges trained")
    indicator = {
        "title": "Judges", "unit": "persons", "direction": "up", "adds_up": "sum", "target": "40",
        "source": source.pk, "order": 0,
    }  # fmt: skip
    assert officer.post(path("indicator_add", project, second.pk), indicator).status_code == 302
    found = ResultIndicator.objects.get()
    value = {
        "period_from": "2017-01-01", "period_to": "2017-12-31", "value": "10", "source": source.pk,
    }  # fmt: skip
    page = officer.post(path("measurement_add", project, found.pk), value, follow=True)
    assert "Somebody else reviews it" in page.text
    made = ResultMeasurement.objects.get()
    review = path("measurement_review", project, made.pk)
    assert review not in page.text
    first_read = {"decision": "accept", "version": 1}
    assert officer.post(review, first_read).status_code == 422

    client.force_login(reviewer)
    assert review in client.get(path("results", project)).text
    assert "10" in client.get(review).text
    assert client.post(review, {"decision": "send_back", "version": 1}).status_code == 422
    assert client.post(review, {"decision": "nonsense", "version": 1}).status_code == 422
    no = {"decision": "send_back", "note": "Which?", "version": 1}
    assert client.post(review, no).status_code == 302

    client.force_login(make_user("programme-officer", project.country))
    assert "Which?" in client.get(path("results", project)).text
    edit = path("measurement_edit", project, made.pk)
    old = {**value, "value": "12", "version": 1}
    assert client.post(edit, old).status_code == 409
    assert client.post(edit, {**old, "version": 2}).status_code == 302
    client.force_login(reviewer)
    assert client.post(review, first_read).status_code == 409  # it says something else by now
    assert client.post(review, {**first_read, "version": made.version + 2}).status_code == 302
    page = client.get(path("results", project)).text
    assert "30" in page  # per cent of the way
    client.force_login(make_user("programme-officer", project.country))
    assert client.get(edit).status_code == 404
    made.refresh_from_db()
    assert (made.value, made.review, made.reviewed_by) == (12, "accepted", reviewer)


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"title": ""}, "title", "required"), ({"unit": "miles"}, "unit", "valid choice"),
        ({"baseline": "x"}, "baseline", "number"), ({"source": ""}, "source", "required"),
        ({"adds_up": "sum", "baseline": "3"}, "baseline", "begin at 0"),
        ({"adds_up": "sum", "direction": "down"}, "direction", "only grows"),
        ({"adds_up": "sum", "unit": "percent"}, "__all__", "not added"),
        ({"title": "Judges trained"}, "__all__", "has this indicator already"),
        ({"target_date": "soon"}, "target_date", "valid date"),
    ],
)  # fmt: skip
def test_each_error_of_an_indicator_is_told(officer, project, indicator, changes, field, words):
    data = {
        "title": "Other", "unit": "number", "direction": "up", "adds_up": "latest", "order": 0,
        "source": make_source().pk, **changes,
    }  # fmt: skip
    response = officer.post(path("indicator_add", project, indicator.result_id), data)
    assert response.status_code == 422
    assert words in " ".join(response.context["form"].errors[field])


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"period_from": ""}, "period_from", "required"),
        ({"value": ""}, "__all__", "Give a value"),
        ({"period_to": "2016-01-01"}, "__all__", "end is before"),
        ({"numerator": "3"}, "__all__", "go together"),
        ({"numerator": "3", "denominator": "0"}, "__all__", "cannot be 0"),
        ({"numerator": "-3", "denominator": "5"}, "numerator", "greater than or equal"),
        ({"numerator": "6", "denominator": "5"}, "numerator", "larger than the whole"),
        ({"value": "many"}, "value", "number"), ({"source": ""}, "source", "required"),
        ({"note": "x" * 401}, "note", "at most 400"),
    ],
)  # fmt: skip
def test_each_error_of_a_value_is_told(officer, project, indicator, changes, field, words):
    data = {
        "period_from": "2017-01-01", "period_to": "2017-12-31", "value": "3",
        "source": make_source().pk, **changes,
    }  # fmt: skip
    response = officer.post(path("measurement_add", project, indicator.pk), data)
    assert response.status_code == 422
    assert words in " ".join(response.context["form"].errors[field])
    assert not ResultMeasurement.objects.exists()


def test_an_output_serves_an_outcome_of_its_own_project(officer, project, veloria):
    foreign = make_outcome(make_project(veloria))
    own = make_outcome(project, text="Own")
    data = {"kind": "output", "text": "T", "source": make_source().pk, "order": 0}
    url = path("result_add", project)
    assert "outcome" in officer.post(url, {**data, "outcome": foreign.pk}).context["form"].errors
    wrong = officer.post(url, {**data, "kind": "result", "outcome": own.pk})
    assert "Only an output serves an outcome" in wrong.text
    assert officer.post(url, {**data, "outcome": own.pk}).status_code == 302


def test_what_others_rest_on_stays_as_it_is(project, indicator):
    outcome = indicator.result
    make_outcome(project, text="Below", kind="output", outcome=outcome)
    outcome.kind = "result"
    with pytest.raises(ValidationError, match="it stays one"):
        outcome.full_clean()
    indicator.unit = "persons"
    indicator.full_clean()
    indicator.refresh_from_db()
    reported(indicator)
    indicator.unit = "persons"
    with pytest.raises(ValidationError, match="in another unit already"):
        indicator.full_clean()


def test_rows_of_another_project_are_not_there(officer, project, veloria, mali, client):
    other = make_project(veloria)
    indicator = make_result_indicator(make_outcome(other))
    value = reported(indicator)
    pages = [
        ("result_edit", indicator.result_id), ("indicator_add", indicator.result_id),
        ("indicator_edit", indicator.pk), ("measurement_add", indicator.pk),
        ("measurement_edit", value.pk), ("measurement_review", value.pk),
    ]  # fmt: skip
    for name, key in pages:
        assert officer.get(path(name, other, key)).status_code == 200
        assert officer.get(path(name, project, key)).status_code == 404
    client.force_login(make_user("programme-officer", mali))
    for name, key in pages:
        assert client.post(path(name, other, key), {}).status_code == 404


def queries(client, url):
    with CaptureQueriesContext(connection) as found:
        assert client.get(url).status_code == 200
    return len(found)


def test_queries_do_not_grow_with_results(officer, veloria, programme_officer):
    few, many = make_project(veloria), make_project(veloria)
    for project, number in ((few, 1), (many, 6)):
        for result in range(number):
            outcome = make_outcome(project, text=f"R{result}")
            make_outcome(project, text=f"O{result}", kind="output", outcome=outcome)
            for title in range(number):
                indicator = make_result_indicator(outcome, title=f"I{title}")
                for year in range(number):
                    reported(indicator, 2010 + year, by=programme_officer)
    for url in (lambda p: path("results", p), lambda p: p.get_absolute_url()):
        assert queries(officer, url(few)) == queries(officer, url(many))
    assert queries(officer, path("results", few)) <= 18
