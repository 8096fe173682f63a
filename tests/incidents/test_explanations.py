"""A person explains what does not fit; it goes with the figure, to those who may read it all."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.urls import reverse

from foundation.audit.models import Event
from incidents import actions
from incidents.counts import show
from incidents.explained import findings_among, findings_of
from incidents.models import Explanation, Submission
from tests.factories import make_source
from tests.incidents.factories import (
    make_draft,
    make_published,
    make_submission,
    make_submitted,
    make_table,
)

WHY = "Three rows were counted by quarter."


@pytest.fixture
def draft(mali, wpa_mali):
    record = make_draft(mali, wpa_mali, stated_total=27)
    make_table(record, [("women", 20), ("girls", 11)])
    return record


def only(record, user):
    return findings_of(show([record], user)[0])[0]


def address(record, user):
    return only(record, user).url


def seen(client, url):
    return client.get(url).context["form"]["seen"].value()


def explain(record, user, text=WHY):
    found = only(record, user)
    return actions.explain(record, by=user, finding=found.finding, text=text)


def test_the_author_explains_and_it_stands_beside_the_finding(client, draft, wpa_mali):
    client.force_login(wpa_mali)
    url = address(draft, wpa_mali)
    answer = client.post(url, {"seen": seen(client, url), "text": WHY})

    assert answer.url == f"{draft.get_absolute_url()}#findings"
    page = client.get(draft.get_absolute_url()).content.decode()
    assert "4 too many" in page
    assert WHY in page
    row = Explanation.objects.get()
    assert (row.by, row.records, row.numbers) == (wpa_mali, [draft.reference], [4, 27, 31])
    event = Event.objects.get(verb="created", target=row.audit_name)
    assert event.details == {"submission": draft.pk, "finding": "parts-over"}


def test_a_reviewer_explains_and_others_do_not(
    client, draft, wpa_mali, second_wpa, wpa_veloria, reviewer, programme_officer, reader, auditor
):
    url = address(draft, wpa_mali)
    for person, status in (
        (second_wpa, 403), (programme_officer, 403), (reader, 403), (auditor, 403),
        (wpa_veloria, 404), (reviewer, 200), (wpa_mali, 200),
    ):  # fmt: skip
        client.force_login(person)
        assert client.get(url).status_code == status, person
        if status != 200:
            assert client.post(url, {"text": WHY}).status_code == status, person
    assert not Explanation.objects.exists()


def test_the_writer_asks_for_itself(draft, wpa_mali, second_wpa, wpa_veloria, reviewer, reader):
    finding = only(draft, wpa_mali).finding
    for person in (second_wpa, wpa_veloria, reader):
        with pytest.raises(PermissionDenied):
            actions.explain(draft, by=person, finding=finding, text=WHY)
    assert actions.explain(draft, by=reviewer, finding=finding, text=WHY).by == reviewer


def test_a_withdrawn_record_is_explained_no_more(draft, wpa_mali):
    finding = only(draft, wpa_mali).finding
    actions.withdraw(draft, by=wpa_mali, reason="Wrong.")

    with pytest.raises(PermissionDenied):
        actions.explain(draft, by=wpa_mali, finding=finding, text=WHY)


def test_a_finding_that_is_not_there_and_a_text_that_is_none_are_refused(client, draft, wpa_mali):
    client.force_login(wpa_mali)
    missing = reverse("incidents:explain", args=[draft.reference, "late_nothing"])
    assert client.get(missing).status_code == 404
    url = address(draft, wpa_mali)
    assert client.post(url, {"seen": seen(client, url), "text": "  "}).status_code == 422
    long = client.post(url, {"seen": seen(client, url), "text": "x" * 601})
    assert (long.status_code, "x" * 601 in long.content.decode()) == (422, True)
    assert not Explanation.objects.exists()


def test_numbers_that_changed_while_writing_are_said_and_the_text_is_kept(client, draft, wpa_mali):
    client.force_login(wpa_mali)
    url = address(draft, wpa_mali)
    old = seen(client, url)
    Submission.objects.filter(pk=draft.pk).update(stated_total=30)

    answer = client.post(url, {"seen": old, "text": WHY})

    page = answer.content.decode()
    assert (answer.status_code, WHY in page, "1 too many" in page) == (409, True, True)
    assert not Explanation.objects.exists()
    again = client.post(url, {"seen": answer.context["form"]["seen"].value(), "text": WHY})
    assert again.status_code == 302


def test_an_explanation_of_other_numbers_asks_to_be_looked_at_again(client, draft, wpa_mali):
    explain(draft, wpa_mali)
    assert only(draft, wpa_mali).outdated == ""
    Submission.objects.filter(pk=draft.pk).update(stated_total=40)  # too few now: one subject

    found = only(draft, wpa_mali)

    assert (found.note.text, "difference was 4" in found.outdated) == (WHY, True)
    client.force_login(wpa_mali)
    assert "difference was 4" in client.get(draft.get_absolute_url()).content.decode()


def test_the_newest_stands_and_the_database_keeps_the_rest(draft, wpa_mali, reviewer):
    first = explain(draft, wpa_mali)
    explain(draft, reviewer, "Checked: a misprint.")

    assert only(draft, wpa_mali).note.text == "Checked: a misprint."
    for change in (
        lambda: Explanation.objects.filter(pk=first.pk).update(text="Other."),
        lambda: Explanation.objects.filter(pk=first.pk)._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert Explanation.objects.count() == 2


def test_a_reader_of_published_figures_reads_the_explanation_with_them(
    client, mali, reader, reviewer
):
    record = make_published(mali, stated_total=27)
    make_table(record, [("women", 20), ("girls", 11)])
    explain(record, reviewer)
    client.force_login(reader)
    pages = [
        record.get_absolute_url(),
        f"{reverse('incidents:overview')}?country=mali&year=2019",
        f"{reverse('incidents:compare')}?country=mali&year=2019",
    ]

    for page in pages:
        assert WHY in client.get(page).content.decode(), page


@pytest.fixture
def pair(mali):
    """A published record and one that is not released; both of one measure and period."""
    return make_published(mali, stated_total=27), make_submission(mali, stated_total=7319)


def rivals(records, user):
    found = findings_among(show(records, user))
    return [each for each in found if each.finding.kind.value == "rivals"]


def test_a_finding_about_a_hidden_count_does_not_exist_for_the_reader(
    client, pair, reader, reviewer
):
    (found,) = rivals(pair, reviewer)
    actions.explain(pair[0], by=reviewer, finding=found.finding, text="7319 is by quarter.")
    assert rivals(pair, reviewer)[0].note is not None
    assert rivals(pair, reader) == []
    client.force_login(reader)
    for page in (
        pair[0].get_absolute_url(), pair[1].get_absolute_url(),
        f"{reverse('incidents:overview')}?country=mali&year=2019",
        f"{reverse('incidents:compare')}?country=mali&year=2019", "/countries/mali/",
    ):  # fmt: skip
        text = client.get(page).content.decode()
        assert "7319" not in text, page
        assert "What does not fit<" not in text, page
    assert client.get(found.url).status_code == 403


def test_an_explanation_of_three_is_not_read_by_who_may_read_two(mali, pair, reader, reviewer):
    """Two of them differ for the reader as well: the words may name the third."""
    third = make_published(mali, make_source(classification="public"), stated_total=25)
    every = [*pair, third]
    (found,) = rivals(every, reviewer)
    actions.explain(third, by=reviewer, finding=found.finding, text="The note says 7319.")

    (open_,) = rivals(every, reader)

    assert (open_.slug, open_.note) == (found.slug, None)
    assert open_.finding.difference == 2


def test_what_was_written_of_a_draft_stays_with_those_who_may_read_the_draft(
    mali, wpa_mali, reader
):
    """A draft is kept from nobody who knows of nothing: the records it names keep it."""
    printed = [make_published(mali, make_source(), stated_total=n) for n in (27, 25)]
    draft = make_draft(mali, wpa_mali, stated_total=7319)
    (found,) = rivals([*printed, draft], wpa_mali)
    actions.explain(printed[0], by=wpa_mali, finding=found.finding, text="I have 7319.")

    assert rivals([*printed, draft], wpa_mali)[0].note is not None
    assert rivals([*printed, draft], reader)[0].note is None


def test_nobody_explains_what_they_may_not_read(mali, wpa_mali, reviewer):
    """What a reviewer finds between two records, one of them above the adviser's ceiling."""
    open_ = make_published(mali, make_source(), stated_total=27)
    closed = make_submission(mali, make_source(), stated_total=90, classification="strict")
    (found,) = rivals([open_, closed], reviewer)

    with pytest.raises(PermissionDenied):
        actions.explain(open_, by=wpa_mali, finding=found.finding, text=WHY)
    assert actions.explain(open_, by=reviewer, finding=found.finding, text=WHY).pk


def test_words_of_one_record_that_may_name_a_hidden_one_of_its_measure_stay_with_the_cleared(
    pair, reader, reviewer
):
    make_table(pair[0], [("women", 20), ("girls", 11)])
    explain(pair[0], reviewer, "The other source says 7319.")

    assert only(pair[0], reviewer).note is not None
    assert only(pair[0], reader).note is None


def test_a_reviewer_sees_what_does_not_fit_before_approving(client, mali, wpa_mali, reviewer):
    record = make_submitted(mali, wpa_mali, stated_total=27)
    make_table(record, [("women", 20), ("girls", 11)])
    explain(record, wpa_mali)
    client.force_login(reviewer)

    page = client.get(reverse("incidents:approve", args=[record.reference])).content.decode()

    assert "4 too many" in page
    assert WHY in page


def test_the_record_page_holds_it_against_the_same_source_over_time(client, mali, wpa_mali):
    source = make_source(classification="internal")
    before = make_submission(
        mali, source, stated_total=40, occurred_from="2018-01-01", occurred_to="2018-12-31",
        classification="internal",
    )  # fmt: skip
    draft = make_draft(mali, wpa_mali, source=source, stated_total=400)
    client.force_login(wpa_mali)

    page = client.get(draft.get_absolute_url()).content.decode()

    assert "Unusual change, by 360" in page
    looked = Event.objects.filter(verb="saw-exact").first()
    assert looked.details["records"] == sorted([before.pk, draft.pk])


def test_a_correction_is_not_held_against_what_it_replaces(mali, wpa_mali, client):
    old = make_submission(mali, stated_total=40, classification="public")
    draft = make_draft(mali, wpa_mali, source=old.source, stated_total=41, supersedes=old)
    client.force_login(wpa_mali)

    assert client.get(draft.get_absolute_url()).context["findings"] == []


def test_nothing_is_held_against_what_stands_no_more(mali, client, wpa_mali, reviewer):
    """Of two records of one source and period: each against the other, until one is withdrawn."""
    source = make_source(classification="public")
    one = make_submission(mali, source, stated_total=40, author=wpa_mali, reviewed_by=reviewer)
    make_submission(mali, source, stated_total=41)
    client.force_login(reviewer)
    page = one.get_absolute_url()
    assert len(client.get(page).context["findings"]) == 2  # they differ, and overlap

    actions.withdraw(one, by=reviewer, reason="Counted twice.")

    assert client.get(page).context["findings"] == []
