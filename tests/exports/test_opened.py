"""A file made earlier is asked about again: what was closed since takes the whole file back."""

import random

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import QueryDict

from foundation.access.models import Membership
from foundation.audit.models import Event, Verb
from foundation.exports import gate
from foundation.exports.models import Export
from foundation.exports.opened import Opened, _packed, _unpacked, _within, all_still_open, runs_of
from foundation.exports.reader import Reader
from foundation.exports.reports import REPORTS
from foundation.jobs.queue import work_once
from incidents.models import Status, Submission
from incidents.releases import actions
from projects.models import Project, Transaction
from tests.factories import give_role, make_organisation, make_source, make_user
from tests.incidents.factories import make_published, make_table
from tests.incidents.release_factories import make_record, released
from tests.projects.factories import make_document, make_entry, make_project
from tests.projects.money_factories import make_funded, post

from .test_pages import body


def fresh(user):
    return type(user).objects.get(pk=user.pk)


def fetch(export, user):
    with gate.open_file(Export.objects.get(pk=export.pk), by=fresh(user)) as file:
        return file.read()


def is_closed(export, user):
    with pytest.raises(ValidationError) as refusal:
        fetch(export, user)
    return refusal.value.code == "closed"


@pytest.fixture
def projects(mali, veloria):
    return {
        "mali": make_project(mali, "MAL1", title="marker-mali"),
        "veloria": make_project(veloria, "VEL1", title="marker-veloria"),
    }


def test_a_record_that_is_closed_takes_the_file_back_and_a_new_one_does_not(
    projects, take, donor, veloria
):
    export, _data = take("projects", donor)
    make_project(veloria, "VEL2", title="marker-new")
    assert b"marker-mali" in fetch(export, donor)

    Project.objects.filter(code="MAL1").update(classification="internal")
    assert is_closed(export, donor)
    denied = Event.objects.filter(verb=Verb.DENIED, details__reason="closed")
    assert [event.target for event in denied] == [f"export {export.reference}"]
    assert not Event.objects.filter(verb=Verb.DOWNLOADED, pk__gt=denied[0].pk).exists()

    Project.objects.filter(code="MAL1").update(classification="public")
    assert fetch(export, donor)


def test_what_is_closed_to_the_readers_of_the_file_though_not_to_its_maker(
    projects, take, reviewer
):
    public, _data = take("projects", reviewer, query="audience=public")
    own, _data = take("projects", reviewer, query="audience=strict")
    Project.objects.filter(code="MAL1").update(classification="confidential")
    assert is_closed(public, reviewer)
    assert fetch(own, reviewer)


def test_what_is_opened_or_closed_elsewhere_does_not_matter(projects, take, donor, mali, veloria):
    closed = make_project(mali, "MAL0", title="marker-opened", classification="confidential")
    mine, _data = take("ledger", donor, query="project=VEL1")
    both, _data = take("projects", donor)
    Project.objects.filter(pk=closed.pk).update(classification="public")
    assert fetch(both, donor)

    of_mali, _data = take("projects", donor, query="country=mali")
    post(make_funded(veloria, code="VEL8"), "budget", "9.00")
    other = take("projects", donor, query="country=mali")[0]
    Project.objects.filter(code="VEL8").update(classification="strict")
    assert fetch(of_mali, donor)
    assert fetch(other, donor)

    funded = make_funded(veloria, code="VEL9")
    kept, gone = post(funded, "budget", "5.00"), make_funded(mali, code="MAL9")
    other = post(gone, "budget", "7.00")
    mine, _data = take("ledger", donor, query="project=VEL9&which=all")
    _close(other)
    assert fetch(mine, donor)
    _close(kept)
    assert is_closed(mine, donor)


def _close(row):
    """A posted row stays as it is; what it belongs to can be closed."""
    Project.objects.filter(pk=row.project_id).update(classification="strict")


def test_a_country_that_is_taken_from_its_maker(projects, take, mali, veloria):
    user = make_user("wpa", mali, veloria)
    export, _data = take("projects", user)
    assert fetch(export, user)
    user.memberships.get().countries.remove(veloria)
    with pytest.raises(PermissionDenied):
        fetch(export, user)


def test_a_role_that_is_taken_from_its_maker(projects, take, mali, veloria):
    """The right of the report is still held by another role; what stood beside it is not."""
    user = make_user("programme-officer", everywhere=True)
    make_document(projects["mali"], title="marker-document", classification="confidential")
    export, data = take("project-documents", user, query="audience=confidential")
    assert b"marker-document" in data
    assert fetch(export, user)

    Membership.objects.all().delete()
    with pytest.raises(PermissionDenied):
        fetch(export, user)
    give_role(user, "donor", everywhere=True)
    with pytest.raises((PermissionDenied, ValidationError)):
        fetch(export, user)


def test_a_source_that_is_closed(take, donor, veloria):
    funded = make_funded(veloria, code="VEL1")
    row = post(funded, "budget", "5.00", source=make_source(short_title="marker-source"))
    export, data = take("ledger", donor)
    assert b"marker-source" in data
    assert fetch(export, donor)
    type(row.source).objects.filter(pk=row.source_id).update(classification="confidential")
    assert is_closed(export, donor)


def test_what_stands_only_beside_the_rows_is_asked_for_as_well(projects, take, donor):
    """The list of projects names no source by its rows, but its agencies and sums do."""
    source = make_source()
    agency = make_organisation(acronym="AGENCY")
    projects["mali"].participations.create(organisation=agency, source=source)
    export, _data = take("projects", donor)
    assert fetch(export, donor)
    type(source).objects.filter(pk=source.pk).update(classification="strict")
    assert is_closed(export, donor)


def test_a_source_of_what_is_only_looked_at_beside_the_rows(projects, take, donor):
    """The value chosen for a field of a project stands in its row, its register nowhere."""
    entry = make_entry(projects["mali"])
    export, _data = take("projects", donor)
    assert fetch(export, donor)
    type(entry.register).objects.filter(pk=entry.register_id).update(classification="strict")
    assert is_closed(export, donor)


def test_who_sees_further_by_now_is_asked_with_the_readers_of_then(projects, take, donor):
    export, _data = take("projects", donor)  # for the public, as a donor's files are
    give_role(donor, "reviewer", everywhere=True)
    assert fetch(export, donor)
    Project.objects.filter(code="MAL1").update(classification="strict")
    assert is_closed(export, donor)


def test_a_number_that_is_no_longer_printed(take, reader, reviewer, veloria):
    record = make_published(veloria, stated_total=918_273, unit="cases")
    make_table(record, [("women", 918_272)])
    export, data = take("incident-records", reader)
    own, _data = take("incident-records", reviewer)
    assert b"918273" in data
    assert fetch(export, reader)

    Submission.objects.filter(pk=record.pk).update(as_published=False)
    assert is_closed(export, reader)
    assert fetch(own, reviewer)  # the cleared may read it all the same


def test_a_record_that_is_withdrawn(take, reader, veloria):
    record = make_published(veloria, stated_total=5, unit="cases")
    export, _data = take("incident-records", reader)
    Submission.objects.filter(pk=record.pk).update(
        status=Status.WITHDRAWN, as_published=False, withdrawn_reason="Counted twice."
    )
    assert is_closed(export, reader)


def test_a_release_that_is_withdrawn(take, reader, veloria, wpa_veloria, reviewer):
    counts = [[30, 12, 41, 8], [2, 27, 19, 11], [9, 14, 22, 3], [15, 25, 11, 17]]
    record = make_record(veloria, counts, author=wpa_veloria, reviewed_by=make_user(name="Other"))
    other = make_user("reviewer", everywhere=True)
    release = released(record, reviewer, other, "region")
    export, data = take("released-tables", reader, query=f"release={release.reference}")
    assert data
    assert fetch(export, reader)
    actions.withdraw(release, by=reviewer, reason="Counted twice.")
    assert is_closed(export, reader)


def test_what_is_not_there_any_more(projects, take, donor):
    export, _data = take("projects", donor)
    Project.objects.filter(code="MAL1").delete()
    assert is_closed(export, donor)


def test_the_page_says_the_same_whatever_was_closed_and_leads_to_the_report(
    client, projects, donor, take, mali
):
    client.force_login(donor)
    pages = set()
    for code, query in (("MAL1", "country=mali"), ("VEL1", "country=veloria")):
        export, _data = take("projects", donor, query=query)
        given = client.get(f"/reports/files/{export.reference}/file/")
        assert b"marker" in body(given)
        Project.objects.filter(code=code).update(classification="strict")
        refused = client.get(f"/reports/files/{export.reference}/file/")
        assert refused.status_code == 410
        page = refused.content.decode()
        assert f"/reports/projects/?{query}&amp;audience=public" in page
        pages.add(page.partition("<main")[2].replace(export.reference, "").replace(query, ""))
        assert client.get(export.again).status_code == 200
    assert len(pages) == 1


def test_a_file_made_by_a_worker_remembers_as_well(projects, donor):
    export = gate.ask(
        REPORTS["projects"], QueryDict(""), by=donor, ending="csv", in_background=True
    )
    work_once()
    assert fetch(export, donor)
    Project.objects.filter(code="VEL1").update(classification="internal")
    assert is_closed(export, donor)


def test_runs_of_keys_are_those_of_the_rows(mali):
    made = [make_project(mali).pk for _time in range(12)]
    gone = made[3:5] + made[8:9]
    Project.objects.filter(pk__in=gone).delete()
    assert runs_of(Project.objects.filter(pk__in=made)) == [
        (made[0], made[2]), (made[5], made[7]), (made[9], made[11])
    ]  # fmt: skip
    twice = Project.objects.filter(pk__in=made[:2]) | Project.objects.filter(pk__in=made[9:10])
    assert runs_of(twice.distinct()) == [(made[0], made[1]), (made[9], made[9])]
    assert runs_of(Transaction.objects.none()) == []


def test_runs_are_compared_and_packed_as_sets_would_be():
    dice = random.Random(5)  # noqa: S311 - the same sets each time
    for _time in range(500):
        then = {number for number in range(1, 30) if dice.random() < 0.5}
        now = {number for number in range(1, 30) if number in then or dice.random() < 0.4}
        now -= {number for number in then if dice.random() < 0.03}
        assert _within(_as_runs(then), _as_runs(now)) == (then <= now)
        assert _unpacked(_packed(_as_runs(then))) == _as_runs(then)


def _as_runs(numbers):
    runs = []
    for number in sorted(numbers):
        if runs and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs


@pytest.mark.parametrize(("slug", "query"), [("projects", ""), ("project", "project=VEL5")])
def test_the_source_of_a_summary_that_is_closed(take, donor, veloria, slug, query):
    source = make_source(classification="public")
    make_project(veloria, "VEL5", summary="marker-summary", summary_source=source)
    export, data = take(slug, donor, "json", query=query)
    assert b"marker-summary" in data
    assert fetch(export, donor)
    type(source).objects.filter(pk=source.pk).update(classification="strict")
    assert is_closed(export, donor)


def test_what_is_added_while_the_file_is_made_is_remembered_too(donor, veloria):
    make_project(veloria, "VEL6")
    opened = Opened()
    reader = Reader(donor, "public", opened)
    rows = reader.rows(Project.objects.all())
    added = make_project(veloria, "VEL7")
    assert added in rows.all()
    reader.remember_beside()
    assert all_still_open(opened.packed(), Reader(donor, "public").asked_again)
    Project.objects.filter(pk=added.pk).update(classification="strict")
    assert not all_still_open(opened.packed(), Reader(donor, "public").asked_again)
