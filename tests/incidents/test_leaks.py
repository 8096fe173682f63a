"""No page, title, chart, list, order, filter or admin page tells a count to whom it is not told.

Marker numbers and words are planted in records of every state; every person of the cast then
opens every address with every trick we know, and the answers are searched for the markers.
"""

import re

import pytest
from django.urls import reverse

from foundation.audit.models import Event
from incidents.models import (
    Cell,
    Explanation,
    JusticeCaseload,
    MainFigure,
    Status,
    Submission,
    Tabulation,
)
from tests.conftest import CAST
from tests.factories import make_source
from tests.incidents.factories import (
    CASELOAD_MARKER,
    CELL_MARKER,
    MARKER,
    WORDS,
    make_caseload,
    make_submission,
    make_table,
)

OURS = Submission | Cell | MainFigure | JusticeCaseload | Explanation
CLEARED = {"wpa_mali", "reviewer"}
MARKERS = [str(MARKER), str(CELL_MARKER), str(CASELOAD_MARKER), re.sub(r"\D", "", WORDS)]
TRICKS = [
    "",
    "&status=draft",
    "&stated_total__gte=1",
    "&stated_total=500",
    "&tabulations__cells__count__gte=1",
    "&sort=stated_total",
    "&sort=-total",
    "&q=500",
    "&year=",
    "&verification=reported&unit=incidents",
]


@pytest.fixture
def planted(mali, veloria, wpa_mali, reviewer):
    """One record of each kind in Mali, none of them shown as printed, and one main figure."""
    source = make_source(classification="public")
    made = []
    kinds = [("approved", "public"), ("approved", "internal"), ("approved", "confidential")]
    kinds += [(status, "public") for status in Status.values if status != "approved"]
    for status, classification in kinds:
        record = make_submission(
            mali,
            source,
            status=status,
            classification=classification,
            author=wpa_mali,
            reviewed_by=None if status in {"draft", "submitted"} else reviewer,
            return_reason=f"Back {WORDS}",
            withdrawn_reason=f"Out {WORDS}",
            as_published_reason=f"Once {WORDS}",
            occurred_as_written=f"2019 {WORDS}",
        )
        make_table(record, title=f"Table {WORDS}")
        make_table(record, [("unidentified", CELL_MARKER)], dimensions=["perpetrator"])
        made.append(record)
    chosen = next(r for r in made if r.status == "approved" and r.classification == "public")
    MainFigure.objects.create(
        country=mali,
        occurred_from=chosen.occurred_from,
        occurred_to=chosen.occurred_to,
        unit=chosen.unit,
        verification=chosen.verification,
        submission=chosen,
        reason=f"Because {WORDS}",
    )
    Explanation.objects.create(
        submission=chosen,
        finding=f"parts_{chosen.reference}-survivor",
        records=[chosen.reference],
        numbers=[CELL_MARKER - MARKER, MARKER, CELL_MARKER],
        text=f"Explained {WORDS}",
        by=reviewer,
    )
    make_caseload(mali, source, note=f"Note {WORDS}", unit_as_written=WORDS)
    return made


def addresses(records):
    overview, compare = reverse("incidents:overview"), reverse("incidents:compare")
    yield overview
    yield f"/fr{overview}?country=mali&year=2019"
    for trick in TRICKS:
        yield f"{overview}?country=mali&year=2019{trick}"
        yield f"{compare}?country=mali&year=2019{trick}"
    yield f"{compare}?country=mali&measure=reported-incidents-20190101-20191231"
    for query in (
        "",
        "?country=mali",
        "?country=mali&rows=survivor&show=all",
        "?country=mali&side=by-side",
    ):
        yield reverse("incidents:explore") + query
    yield f"{reverse('incidents:justice')}?country=mali"
    steps = ["record", "record_edit", "submit", "approve", "return", "publish", "withdraw"]
    steps += ["revoke", "main_figure", "tabulation_add"]
    for record in records:
        yield from (reverse(f"incidents:{step}", args=[record.reference]) for step in steps)
        finding = f"parts_{record.reference}-survivor"
        yield reverse("incidents:explain", args=[record.reference, finding])
        for table in record.tabulations.all():
            args = [record.reference, table.pk]
            yield reverse("incidents:tabulation_edit", args=args)
            yield reverse("incidents:tabulation_delete", args=args)
    yield f"{reverse('incidents:record_add')}?supersedes={records[0].reference}"
    yield reverse("incidents:caseload_edit", args=[JusticeCaseload.objects.get().pk])
    yield reverse("incidents:caseload_publish", args=[JusticeCaseload.objects.get().pk])
    yield from admin_addresses(records)


def admin_addresses(records):
    for name in ("submission", "tabulation", "justicecaseload", "mainfigure"):
        page = reverse(f"admin:incidents_{name}_changelist")
        yield page
        for trick in ("?stated_total__gte=1", "?count__gte=1", "?o=9.8.7", "?q=500", "?e=1"):
            yield page + trick
        yield reverse(f"admin:incidents_{name}_add")
    for record in records:
        yield reverse("admin:incidents_submission_change", args=[record.pk])
    table = Tabulation.objects.first()
    yield reverse("admin:incidents_tabulation_change", args=[table.pk])
    yield reverse("admin:incidents_tabulation_delete", args=[table.pk])
    yield reverse("admin:incidents_mainfigure_change", args=[MainFigure.objects.get().pk])
    caseload = JusticeCaseload.objects.get()
    yield reverse("admin:incidents_justicecaseload_change", args=[caseload.pk])


def told(response):
    """The markers in the answer, however a language writes its thousands."""
    head = " ".join(f"{name}: {value}" for name, value in response.items())
    body = response.content.decode() + head
    bare = re.sub(r"(?<=\d)(?:[\s,.\u00a0\u202f’']|&nbsp;|&#x27;)(?=\d)", "", body)
    return {marker for marker in MARKERS if marker in bare}


def in_context(response):
    """Every object of ours that a template was given, however deep in lists and dictionaries."""
    waiting = [layer for layer in response.context or [] for layer in layer.dicts]
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, dict):
            waiting += thing.values()
        elif isinstance(thing, list | tuple | set):
            waiting += thing
        else:
            yield thing


@pytest.mark.parametrize("person", [name for name in CAST if name not in CLEARED])
def test_nobody_without_clearance_is_told_a_count(client, request, planted, person):
    client.force_login(request.getfixturevalue(person))

    for address in addresses(planted):
        response = client.get(address)
        assert told(response) == set(), address
        assert response.status_code in {200, 302, 400, 403, 404}, address


@pytest.mark.parametrize("person", sorted(CLEARED))
def test_the_cleared_are_told_and_every_page_that_tells_leaves_a_row(
    client, request, planted, person
):
    client.force_login(request.getfixturevalue(person))
    tellers = 0

    for address in addresses(planted):
        before = Event.objects.filter(verb="saw-exact").count()
        response = client.get(address)
        assert response.status_code in {200, 302, 400, 403, 404}, address
        if told(response):
            tellers += 1
            assert Event.objects.filter(verb="saw-exact").count() > before, address
    assert tellers > 20


@pytest.mark.parametrize("person", CAST)
def test_no_template_is_ever_given_a_record_or_a_cell(client, request, planted, person):
    client.force_login(request.getfixturevalue(person))
    overview = f"{reverse('incidents:overview')}?country=mali&year=2019"
    compare = f"{reverse('incidents:compare')}?country=mali&year=2019"
    records = [record.get_absolute_url() for record in planted]

    for address in [overview, compare, *records]:
        for thing in in_context(client.get(address)):
            assert not isinstance(thing, OURS), address


@pytest.mark.parametrize("person", ["reader", "programme_officer", "focal_point", "auditor"])
def test_what_is_not_released_is_said_to_exist_and_no_more(client, request, planted, person):
    client.force_login(request.getfixturevalue(person))
    record = next(r for r in planted if r.status == "approved" and r.classification == "public")

    page = client.get(record.get_absolute_url())

    assert page.status_code == 200
    assert "not released to you" in page.content.decode().lower()
    assert "Survivors" in page.content.decode()  # by what its table is, never what is in it
    listed = client.get(f"{reverse('incidents:overview')}?country=mali&year=2019")
    assert "not released to you" in listed.content.decode()


@pytest.mark.parametrize("person", ["reader", "programme_officer", "auditor", "administrator"])
def test_a_count_cannot_be_guessed_by_filter_or_order(client, request, mali, person):
    client.force_login(request.getfixturevalue(person))
    for total in (1, 500, 20):
        make_submission(mali, make_source(short_title=f"Source of {total}"), stated_total=total)
    page = f"{reverse('incidents:overview')}?country=mali&year=2019"
    plain = _rows(client, page)

    for trick in TRICKS[2:8]:
        assert _rows(client, page + trick) == plain
    for trick in ("?stated_total__gte=4", "?tabulations__cells__count__gte=4", "?o=9"):
        response = client.get(reverse("admin:incidents_submission_changelist") + trick)
        assert response.status_code in {302, 400, 403}


def _rows(client, page):
    return re.findall(r"Source of \d+</a>", client.get(page).content.decode())


def test_even_the_cleared_cannot_filter_or_order_the_admin_list_by_count(
    client, planted, reviewer
):
    client.force_login(reviewer)
    page = reverse("admin:incidents_submission_changelist")

    assert client.get(page).status_code == 200
    for lookup in ("stated_total__gte=4", "tabulations__cells__count=4", "title__contains=4"):
        assert client.get(f"{page}?{lookup}").status_code in {302, 400}
    assert told(client.get(page)) == set()


def test_without_the_trail_nothing_is_shown(client, planted, reviewer, monkeypatch):
    def broken(**_details):
        raise RuntimeError("The trail cannot be written.")

    client.force_login(reviewer)
    client.raise_request_exception = False
    pages = [planted[0].get_absolute_url(), f"{reverse('incidents:overview')}?country=mali"]
    assert all(told(client.get(page)) for page in pages)
    monkeypatch.setattr("incidents.counts.record_now", broken)

    for page in pages:
        response = client.get(page)
        assert response.status_code == 500
        assert told(response) == set()


def test_texts_of_records_that_travel_hold_no_words_and_no_numbers(planted):
    for record in planted:
        texts = [str(record), record.audit_name, record.get_absolute_url()]
        texts += [str(table) for table in record.tabulations.all()]
        texts += [str(cell) for cell in Cell.objects.all()]
        assert not any(marker in text for marker in [*MARKERS, WORDS] for text in texts)
