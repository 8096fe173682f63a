"""An activity with every kind of element: what the register holds of it comes back as it was."""

from lxml import etree

from foundation.imports.kinds import KINDS
from projects import results
from projects.actions import choose_entry
from projects.iati.left import READ
from projects.imports.iati_rows import State
from projects.models import (
    ProjectDocument,
    RegisterEntry,
    Result,
    ResultIndicator,
    ResultMeasurement,
    Transaction,
)

from . import standard
from .wide import BREADTH, let_in, make_register, make_wide, plan_of

HELD = ("title", "title_fr", "starts", "ends", "status", "sectors", "targets", "gender")
# What each element of the file says, as far as the register has a place for it.
SAID = {
    "title": "narrative[not(@xml:lang='es')]/text()",
    "description": "narrative[not(@xml:lang)][../@type='1']/text()",
    "participating-org": "concat(@role, '|', @type, '|', @ref, '|', narrative[1])",
    "other-identifier": "concat(@ref, '|', @type, '|', owner-org/narrative)",
    "activity-status": "@code",
    "activity-date": "concat(@type, '|', @iso-date)",
    "sector": "self::*[@vocabulary='1']/@*[name()!='vocabulary']",
    "tag": "self::*[@vocabulary='3']/@code",
    "policy-marker": "self::*[@vocabulary='1'][@code='1']/@significance",
    "collaboration-type": "@code",
    "default-aid-type": "@code",
    "budget": "concat(@type, '|', period-start/@iso-date, '|', period-end/@iso-date, '|',"
              " value, '|', value/@currency)",
    "document-link": "self::*[starts-with(@url, 'https://')]/title/narrative[1]/text()"
                     " | self::*[starts-with(@url, 'https://')]/@*"
                     " | self::*[starts-with(@url, 'https://')]/*/@code"
                     " | self::*[starts-with(@url, 'https://')]/document-date/@iso-date",
    "related-activity": "concat(@ref, '|', @type)",
}  # fmt: skip
XML = {"xml": "http://www.w3.org/XML/1998/namespace"}
MEASURED = "result/indicator[not(@measure='5')]"
TOTAL = "[not(dimension)][not(location)]"


def said(root):
    """Each kind of element to what it says, whatever the order."""
    found = {}
    activity = root.xpath("iati-activity[other-identifier/@ref='XV700']")[0]
    for tag, path in SAID.items():
        told = [element.xpath(path, namespaces=XML) for element in activity.iterchildren(tag)]
        flat = [one if isinstance(one, list) else [one] for one in told]
        found[tag] = sorted(str(text) for some in flat for text in some)
    found["result"] = [activity.xpath("result/title/narrative[1]/text()"),
                       activity.xpath("result/@type")]  # fmt: skip
    for name, path in {
        "indicator": f"{MEASURED}/title/narrative/text() | {MEASURED}/description/narrative/text()"
        f" | {MEASURED}/@*",
        "baseline": f"{MEASURED}/baseline{TOTAL}/@*",
        "target": f"{MEASURED}/period/target/@value",
        "actual": f"{MEASURED}/period/actual{TOTAL}/@value",
        "period": f"{MEASURED}/period[actual{TOTAL}]/*/@iso-date",
    }.items():
        found[name] = sorted(map(str, activity.xpath(path)))
    held = (
        "transaction[transaction-type/@code='2' or transaction-type/@code='3'"
        " or transaction-type/@code='4']"
    )
    found["transaction"] = sorted(
        "|".join([
            one.find("transaction-type").get("code"), one.find("transaction-date").get("iso-date"),
            str(float(one.findtext("value"))), one.find("value").get("currency"),
            one.get("ref", ""),
        ])
        for one in activity.xpath(held)
    )  # fmt: skip
    return found


def choose_all(project, by):
    """A person follows the file: one value of each field."""
    for name in HELD:
        entry = RegisterEntry.objects.filter(project=project, field=name).order_by("pk").first()
        choose_entry(entry, by=by, reason="The fund says so.")


def accept_all(by):
    for value in ResultMeasurement.objects.all():
        results.accept_measurement(value, by=by)


def test_the_example_is_valid_to_the_standard_and_to_the_import():
    assert standard.faults(BREADTH) == []
    assert KINDS["iati"].read(BREADTH, "a.xml").faults == []


def test_what_the_register_holds_comes_back(veloria, programme_officer, reviewer, reader, take):
    project, register = make_wide(veloria), make_register()
    plan = let_in(BREADTH, programme_officer, register)
    assert {row.state for row in plan.coming} == {State.NEW, State.LEFT}
    choose_all(project, programme_officer)
    accept_all(reviewer)

    data = take("iati", reader, "iati", "q=XV700")[1]

    assert standard.faults(data) == []
    before, after = said(etree.fromstring(BREADTH)), said(etree.fromstring(data))
    assert {name: after[name] for name in before} == before
    again = let_in(data, programme_officer, register)
    assert {row.state for row in again.coming} == {State.SAME}


def test_the_same_file_twice_changes_nothing(veloria, programme_officer):
    make_wide(veloria)
    register = make_register()
    kept = (RegisterEntry, Transaction, ProjectDocument, Result, ResultIndicator,
            ResultMeasurement)  # fmt: skip
    first = let_in(BREADTH, programme_officer, register)
    rows = {model: list(model.objects.order_by("pk").values()) for model in kept}
    second = let_in(BREADTH, programme_officer, register)
    assert first.new_count > 0
    assert second.new_count == 0
    assert {model: list(model.objects.order_by("pk").values()) for model in kept} == rows


def test_documents_and_results_are_what_the_file_says(veloria, programme_officer):
    project, register = make_wide(veloria), make_register()
    let_in(BREADTH, programme_officer, register, "internal")
    plan, page = project.documents.order_by("pk")
    assert (plan.title, plan.kind.code, plan.state) == (
        "Plan of the courts (sample)",
        "plan",
        "link",
    )
    assert (plan.language, str(plan.date), plan.classification) == ("en", "2016-02-01", "internal")
    assert page.listed_in == register
    result = project.results.get()
    assert (result.kind, result.source) == ("outcome", register)
    held, interpreted = result.indicators.order_by("pk")
    assert (held.unit, held.direction, held.baseline, held.target) == ("number", "up", 12, 300)
    assert (held.baseline_year, str(held.target_date)) == (2015, "2018-06-30")
    assert [(m.value, m.review) for m in held.measurements.all()] == [
        (84, "reported"), (190.5, "reported"),
    ]  # fmt: skip
    assert (interpreted.unit, interpreted.direction, interpreted.target) == ("percent", "none", 50)
    assert interpreted.baseline is None
    assert not interpreted.measurements.exists()  # a value of women alone is not that of all


def test_what_is_here_otherwise_stays(veloria, programme_officer):
    project, register = make_wide(veloria), make_register()
    let_in(BREADTH, programme_officer, register)
    changed = (
        BREADTH.replace(b'actual value="84"', b'actual value="85"')
        .replace(b'target value="300"', b'target value="400"')
        .replace(b"wide/plan.pdf", b"wide/other.pdf")
    )
    plan = let_in(changed, programme_officer, register)
    differing = {str(row.kind): row for row in plan.parts if row.state == State.DIFFERENT}
    assert differing.keys() == {"Document", "Indicator", "Value"}
    assert "84" in differing["Value"].held
    assert "target 300" in differing["Indicator"].held
    assert plan.number(State.NEW) == 0
    assert ResultIndicator.objects.get(title="Hearings held (sample)").target == 300
    assert project.documents.get(kind__code="plan").url.endswith("plan.pdf")


def test_who_may_not_add_them_is_told_so(veloria, programme_officer):
    """What is more closed than its writer may see would be lost to them at once."""
    make_wide(veloria)
    register = make_register()
    open_plan = plan_of(BREADTH, programme_officer, register, "public")
    closed = plan_of(BREADTH, programme_officer, register, "strict")
    assert [row.kind for row in open_plan.coming if row.state == State.NEW].count("Document") == 2
    kinds = {str(row.kind) for row in closed.coming if row.state == State.NEW}
    assert kinds == {"Result", "Indicator", "Value"}  # these are as closed as their source
    told = {str(row.told) for row in closed.parts if str(row.kind) == "Document"}
    assert told == {"You may not add what is so closed to this project."}


def test_every_element_and_attribute_is_read_or_listed():
    (found,) = KINDS["iati"].read(BREADTH, "a.xml").activities
    listed = {one.path for one in found.left}
    activity = etree.fromstring(BREADTH).find("iati-activity")
    for element in activity.iterdescendants():
        path = activity.getroottree().getelementpath(element).partition("/")[2]
        plain = "/".join(part.partition("[")[0] for part in path.split("/"))
        parts = plain.split("/")
        above = {"/".join(parts[:number]) for number in range(1, len(parts) + 1)}
        assert plain in READ or above & listed, plain
        for name in element.attrib:
            assert (
                name.startswith("{") or name in READ.get(plain, ()) or above & listed
                or f"{plain}/@{name}" in listed
            ), f"{plain}/@{name}"  # fmt: skip
    assert {
        "@humanitarian", "contact-info", "location", "recipient-region", "capital-spend",
        "country-budget-items", "humanitarian-scope", "legacy-data", "conditions", "crs-add",
        "fss", "sector", "tag", "policy-marker", "transaction/description", "document-link",
        "result/document-link", "result/indicator", "result/indicator/baseline",
        "result/indicator/period/actual", "activity-scope", "participating-org/@activity-id",
    } <= listed  # fmt: skip
    assert "iati-identifier" not in listed
    assert "transaction/value" not in listed
    lines = {one.path: one.lines for one in found.left}
    assert lines["tag"] == (33,)
    assert len(lines["recipient-region"]) == 3


def test_the_preview_lists_what_is_left_with_why(veloria, client, programme_officer):
    from django.core.files.uploadedfile import SimpleUploadedFile

    make_wide(veloria)
    client.force_login(programme_officer)
    sent = {"file": SimpleUploadedFile("a.xml", BREADTH), "source": make_register().pk}
    page = client.get(client.post("/imports/iati/", sent).url).content.decode()
    for text in ("Not taken over", "contact-info", "It may name a person", "humanitarian-scope",
                 "Amounts for the ledger", "Documents and results", "Incoming Commitment",
                 "no planned payments", "Nobody can open its address"):  # fmt: skip
        assert text in page, text
    assert not Transaction.objects.exists()
