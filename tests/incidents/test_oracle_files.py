"""Two worlds that differ in hidden counts alone give the same files to whoever may not read them.

Every report there is, with every choice that its form offers, in every format; its page with
tricks in its address; and what a page answers that saves by itself. To the byte, but for the time
of day and the names that are drawn anew each time.
"""

import re

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import QueryDict
from django.urls import reverse

from foundation.exports import gate
from foundation.exports.models import Export
from foundation.exports.reports import REPORTS
from foundation.ui.self_saving import HEADER
from incidents.models import Submission, Tabulation
from tests.exports.conftest import files_of_their_own  # noqa: F401 - fixtures that pytest finds by their names
from tests.exports.world import readable, set_on_paper  # noqa: F401 - fixtures that pytest finds by their names

from .test_oracle import WORLDS, _body, world

# Of each kind of reader without `view_exact` one: see test_oracle.py.
PEOPLE = ["reader", "programme_officer", "focal_point", "auditor", "administrator"]
# Hidden tables may differ in how many cells they hold, too.
HIDDEN = {"one": [[7, 1], [0, 55]], "other": [[60], [2, 0, 9], [4]]}
RECORDS = ["", "country=veloria", "country=veloria&year=2023&which=all", "year=2022"]
CHOICES = {
    "incident-records": RECORDS, "incident-findings": RECORDS,
    "incident-comparison": ["country=veloria", "country=veloria&year=2023"],
    "justice": ["", "country=veloria"], "country-brief": ["country=veloria"],
    "released-tables": ["release=releasea", "release=releaseb"],
    "released-tables-hxl": ["release=releasea", "release=releaseb"],
    "annual-annex": ["countries=veloria&year=2023"], "progress": ["country=veloria"],
    "what-changed": ["since=2000-01-01", "country=veloria&since=2000-01-01&clock=known"],
}  # fmt: skip
TRICKS = [
    "", "&page=2", "&page=99", "&sort=value", "&sort=-stated_total", "&count__lt=5", "&q=2",
    "&stated_total__gte=3", "&tabulations__cells__count=7", "&value=7", "&audience=internal",
    "&audience=confidential", "&which=exact",
]  # fmt: skip
# What they tell is of the person or of the trail: names and numbers of rows, in a fixed order.
OF_THE_TRAIL = {"own-data", "audit-extract"}


def files(person, reports=REPORTS):
    """In every format; each further choice and audience in the one that says most."""
    for slug in reports:
        endings = REPORTS[slug].endings
        most = "json" if "json" in endings else endings[0]
        first = CHOICES.get(slug, [""])[0]
        asked = [(first, ending) for ending in (endings if slug in CHOICES else [most])]
        asked += [(query, most) for query in CHOICES.get(slug, [])[1:]]
        if slug in CHOICES:
            asked += [(f"{first}&audience={level}", most) for level in ("public", "internal")]
        for query, ending in asked:
            yield (slug, query, ending, "file"), _file(REPORTS[slug], person, query, ending)


def _file(report, person, query, ending):
    try:
        export = gate.ask(report, QueryDict(query), by=person, ending=ending)
    except (PermissionDenied, ValidationError) as error:
        return type(error).__name__, str(getattr(error, "messages", ""))
    if not export.is_ready:
        return "waits", export.classification
    with gate.open_file(export, by=person) as file:
        text = readable(file.read())
    return export.classification, _each_time_anew(text, report.slug)


def _each_time_anew(text, slug=""):
    """Without the names of files, the time and the digest of what holds these."""
    for reference in Export.objects.values_list("reference", flat=True):
        text = text.replace(reference, "REF")
    text = re.sub(r"\b[0-9a-f]{64}\b", "HASH", text)
    text = re.sub(r"\d{4}-\d\d-\d\d[T ]\d\d:?\d\d(:?\d\d)?(\.\d+)?(Z|\+00:?00)?", "WHEN", text)
    text = re.sub(r"\d{1,2} [A-Z][a-z]+ \d{4},? (at )?\d\d:\d\d", "WHEN", text)
    return re.sub(r"\d+", "#", text) if slug in OF_THE_TRAIL else text


def pages(client, person):
    """The page of each report, and the lists of reports and files."""
    client.force_login(person)
    addresses = [reverse("exports:list")]
    for slug in REPORTS:
        page = reverse("exports:report", args=[slug])
        addresses += [f"{page}?{query}" for query in CHOICES.get(slug, [""])]
        if slug in CHOICES:
            addresses += [f"{page}?{CHOICES[slug][0]}{trick}" for trick in TRICKS]
    for address in addresses:
        answer = client.get(address)
        heads, body = _body(answer)
        body = _each_time_anew(body.decode())
        yield address, (answer.status_code, heads.get("Location"), body)


def saving(client, person):
    """What a page that saves by itself says of records that this person may not change."""
    client.force_login(person)
    for reference in ("recordaa", "recordbb", "recordcc"):
        tables = Tabulation.objects.filter(submission__reference=reference)
        addresses = [reverse("incidents:record_edit", args=[reference])]
        addresses += [
            reverse("incidents:tabulation_edit", args=[reference, table.pk]) for table in tables
        ]
        for place, address in enumerate(addresses):
            for typed in ({}, {"record_version": 1, "version": 1, "stated_total": 7}):
                answer = client.post(address, typed, headers={HEADER: "1"})
                yield (reference, place, len(typed)), (answer.status_code, _body(answer)[1])


def everything(client, person):
    return {**dict(pages(client, person)), **dict(saving(client, person)), **dict(files(person))}


# In these whoever may read the counts does see that the worlds differ.
TELLING = ["incident-records", "incident-findings", "justice"]


@pytest.mark.usefixtures("set_on_paper", "files_of_their_own")
def test_no_file_page_or_answer_of_a_report_tells_the_worlds_apart(
    client, request, veloria, wpa_veloria, reviewer, second_reviewer
):
    people = (wpa_veloria, reviewer, second_reviewer)
    readers = {name: request.getfixturevalue(name) for name in [*PEOPLE, "reviewer"]}
    seen = {name: [] for name in readers}
    for which, numbers in WORLDS.items():
        with world(veloria, {**numbers, "hidden": HIDDEN[which]}, people):
            # The parts of a hidden table miss its stated total, by another number in each world.
            Submission.objects.filter(reference="recordbb").update(stated_total=500)
            for name, person in readers.items():
                cleared = name == "reviewer"
                seen[name].append(
                    dict(files(person, TELLING)) if cleared else everything(client, person)
                )

    taken = set()
    for name, (one, other) in seen.items():
        assert one.keys() == other.keys()
        different = [what for what in one if one[what] != other[what]]
        if name == "reviewer":
            assert {what[0] for what in different} == set(TELLING)
        else:
            assert different == [], (name, different[:5])
            taken |= {
                what[0] for what, told in one.items() if what[-1] == "file" and told[0] in LEVELS
            }
    assert taken >= REPORTS.keys() - NEVER_HERE


LEVELS = {"public", "internal", "confidential", "strict"}
# Needs a project or an instrument to choose, and this world has none.
NEVER_HERE = {"project", "action-budget", "iati"}
