"""A project that an activity with every kind of element is about, and how it is let in."""

from pathlib import Path

from foundation.imports import actions
from foundation.imports.kinds import KINDS
from tests.factories import make_code, make_organisation, make_source
from tests.projects.factories import make_fund, make_participation, make_project

KIND = KINDS["iati"]
BREADTH = Path(__file__).with_name("breadth.xml").read_bytes()


def make_wide(veloria, **fields):
    """As it is before anybody sent a file: who takes part, and little more."""
    mission = make_organisation("mission", name_en="Mission in Veloria (sample)",
                                iati_identifier="XM-DAC-41310")  # fmt: skip
    lawyers = make_organisation("lawyers", name_en="Valley lawyers (sample)", kind="ngo",
                                country=veloria)  # fmt: skip
    office = make_organisation(name_en="Trust fund office", iati_identifier="XM-DAC-41401")
    fund = make_fund(name_en="Fund for Veloria (sample)", administrator=office)
    before = make_project(veloria, "XV700-A", fund=fund, register_number="WIDE0",
                          title="Before (sample)", classification="public")  # fmt: skip
    fields = {
        "fund": fund, "register_number": "WIDE1", "title": "To be named (sample)",
        "summary": "Judges travel to three valleys. Invented.", "status": "not-recorded",
        "classification": "public", "follows": before, **fields,
    }  # fmt: skip
    project = make_project(veloria, "XV700", **fields)
    make_participation(project, mission, role="extending")
    make_participation(project, lawyers, role="implementing")
    for code, iati in (("plan", "A02"), ("page", "A12"), ("report", "A08"), ("final", "A08")):
        make_code(code=code, iati=iati)
    return project


def let_in(data, by, source, classification="public"):
    """Send a file and confirm it: the plan as it was carried out."""
    batch = keep(data, by, source, classification)
    return actions.commit(batch, by=by)


def keep(data, by, source, classification="public"):
    options = {"source": source.pk, "classification": classification}
    return actions.keep(KIND, data, "a.xml", by=by, about={"options": options})


def plan_of(data, by, source, classification="public"):
    """What a file would do; nothing is written."""
    options = {"source": source.pk, "classification": classification}
    return KIND.bound({"options": options}, by).plan(KIND.read(data, "a.xml"), by)


def make_register():
    return make_source(title="IATI file of the fund", short_title="IATI file of the fund")
