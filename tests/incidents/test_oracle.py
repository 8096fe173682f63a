"""Two worlds that differ in hidden counts alone look the same to whoever may not read them.

Each world is built, opened by everybody without `view_exact` at every address there is, and
taken back. Whatever differs between the two answers, to the byte, is an oracle.
"""

import re
from contextlib import contextmanager

from django.db import transaction
from django.urls import reverse

from config.policies import addresses
from incidents.models import Cell, JusticeCaseload, Release, Submission, Tabulation
from incidents.releases import actions
from tests.factories import make_source

from .factories import make_caseload, make_table
from .release_factories import correct, make_record, make_release, released

# Of each kind of reader one: outside, staff, staff of another country, whoever reads the trail.
PEOPLE = ["reader", "programme_officer", "focal_point", "auditor", "administrator"]
LISTS = {"overview", "compare", "justice", "releases"}
ROUTES = {name: route for name, route in addresses() if name.startswith("incidents:")}
# In both: the same is printed, and what is withheld adds up to the same.
WORLDS = {
    "one": {"released": [30, 2, 9, 45], "hidden": [[7, 1], [0, 55]], "draft": 12, "court": 3},
    "other": {"released": [30, 3, 8, 45], "hidden": [[60, 4], [2, 0]], "draft": 71, "court": 40},
}
WORDS = ["veloria", "2023/1", "2", "3", "9", "30", "86", "sample table", "Sample source"]
EACH_TIME = {"Content-Disposition", "Content-Length", "Expires", "X-Request-ID"}
LOOKUPS = [
    "", "&year=", "&year=2023&sort=stated_total", "&sort=-total", "&stated_total__lt=5",
    "&tabulations__cells__count__gte=1", "&releases__isnull=0", "&page=2", "&status=approved",
    "&sort=released", "&audience=public", "&count__lt=5", "&definition__contains=2",
]  # fmt: skip


@contextmanager
def world(country, numbers, people):
    """A record with a release, one without, a draft, a case load; taken back afterwards."""
    author, maker, approver = people
    with transaction.atomic():
        public = make_source("oracle-public", classification="public", short_title="Public note")
        record = make_record(
            country, [[n] for n in numbers["released"]], ("region",), source=public,
            classification="public", reference="recordaa",
        )  # fmt: skip
        release = make_release(record, maker, "region", reference="releasea")
        assert [c.count for t in release.prepared.tables.all() for c in t.cells.all()] == [
            30, None, None, 45, None, None, 86,
        ]  # fmt: skip
        actions.approve(release, by=approver)
        make_release(record, maker, "region", reference="releaseb", audience="internal")
        hidden = {"source": public, "classification": "public", "unit": "cases"}
        make_record(country, numbers["hidden"], reference="recordbb", **hidden)
        draft = {"status": "draft", "author": author, **hidden, "unit": "survivors"}
        make_record(country, [[numbers["draft"]]], reference="recordcc", **draft)
        make_caseload(country, public, count=numbers["court"])
        yield
        transaction.set_rollback(True)


def urls(country):
    """Every address of the app with every object in it, and the pages around."""
    objects = {
        "record": Submission.objects.values_list("reference", flat=True),
        "release": Release.objects.values_list("reference", flat=True),
    }
    for name, route in sorted(ROUTES.items()):
        if "<" not in route:
            tricks = LOOKUPS if name.partition(":")[2] in LISTS else [""]
            yield from (f"{reverse(name)}?country={country.slug}{more}" for more in tricks)
            continue
        kind = "release" if "/releases/" in route else "record"
        for reference in sorted(objects[kind]):
            for kwargs in _kwargs(route, reference):
                yield reverse(name, kwargs=kwargs)
    yield from [
        "/",
        f"/countries/{country.slug}/",
        f"/fr/countries/{country.slug}/",
        "/countries/",
    ]
    yield from (f"/search/?q={word}" for word in WORDS)
    yield f"/fr{reverse('incidents:releases')}"
    yield f"{reverse('exports:report', args=['released-tables'])}?release=releasea"
    for model in ("submission", "tabulation", "justicecaseload", "release"):
        yield from (
            f"/admin/incidents/{model}/{more}" for more in ("", "?q=2", "?o=1", "?count=2")
        )


def _kwargs(route, reference):
    if "caseload" in route or "/justice/" in route:
        yield {"pk": JusticeCaseload.objects.get().pk}
    elif "<slug:finding>" in route:
        yield {"reference": reference, "finding": f"parts_{reference}-region"}
    elif "<int:pk>" in route:
        tables = Tabulation.objects.filter(submission__reference=reference)
        yield from ({"reference": reference, "pk": table.pk} for table in tables)
    else:
        yield {"reference": reference}


def answers(client, person, country):
    client.force_login(person)
    found = {
        re.sub(r"/\d+/", "/#/", url): (response.status_code, _body(response))
        for url in urls(country)
        for response in [client.get(url)]
    }
    return {**found, **dict(files(client))}


def files(client):
    """The rows of the file of each release; below them a file says when it was made."""
    report = reverse("exports:report", args=["released-tables"])
    for release in ("releasea", "releaseb"):
        posted = {"release": release, "audience": "public", "take": "csv"}
        response = client.post(report, posted)
        _heads, content = _body(response)
        rows = content.partition(b"---")[0] if response.streaming else content
        yield f"file of {release}", (response.status_code, rows)


def _body(response):
    """The answer without what differs each time: tokens, and the numbers of rows in addresses."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    content = re.sub(rb'(csrfmiddlewaretoken" value|csrf-token" content)="[^"]+"', b"", content)
    content = re.sub(rb"/\d+/", b"/#/", content)
    heads = {name: value for name, value in response.items() if name not in EACH_TIME}
    return heads, content


def test_hidden_counts_change_nothing_that_others_see(
    client, request, veloria, wpa_veloria, reviewer, second_reviewer
):
    people = (wpa_veloria, reviewer, second_reviewer)
    readers = {name: request.getfixturevalue(name) for name in [*PEOPLE, "reviewer"]}
    seen = {name: [] for name in readers}
    for numbers in WORLDS.values():
        with world(veloria, numbers, people):
            for name, person in readers.items():
                seen[name].append(answers(client, person, veloria))

    for name, (one, other) in seen.items():
        assert one.keys() == other.keys()
        different = [url for url in one if one[url] != other[url]]
        statuses = [status for status, _body in one.values()]
        assert len(statuses) > 100
        assert all(status < 500 for status in statuses)
        if name == "reviewer":  # who may read the counts does see that the worlds differ
            assert len(different) > 5
        else:
            assert different == [], name
            assert name in {"administrator", "focal_point"} or statuses.count(200) > 40


def test_a_record_changed_after_its_release_changes_nothing_that_is_released(
    client, veloria, reader, reviewer, second_reviewer
):
    record = make_record(veloria, [[30], [2], [9], [45]], ("region",))
    release = released(record, reviewer, second_reviewer, "region")
    make_table(record)
    client.force_login(reader)
    before = _body(client.get(release.get_absolute_url()))

    Cell.objects.filter(tabulation__submission=record).update(count=77)
    Submission.objects.filter(pk=record.pk).update(stated_total=7777)
    correct(record, [[31], [2], [9], [45]])
    assert _body(client.get(release.get_absolute_url())) == before
