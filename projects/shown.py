"""What the pages show of a project, in the terms in which registers are compared."""

from .differences import Shown
from .iati.codes import spelt_gender, spelt_status
from .models import Project, RegisterEntry

Field = RegisterEntry.Field


def values(project: Project) -> dict[str, Shown]:
    """The shown value of each field that a register may also give. Needs `with_card()`."""
    recorded = project.status != Project.Status.NOT_RECORDED
    return {
        Field.TITLE: Shown(project.title, (project.title_fr,)),
        Field.TITLE_FR: Shown(project.title_fr),
        Field.NUMBER: Shown(project.register_number),
        Field.COUNTRY: _country(project.country),
        Field.ORGANISATIONS: Shown(
            ", ".join(organisation.short for organisation in project.agencies), compared=False
        ),
        Field.PARTNER: Shown(project.partner_bodies, compared=False),
        Field.STARTS: _date(project.starts_as_written, project.starts),
        Field.ENDS: _date(project.ends_as_written, project.ends),
        Field.STATUS: Shown(
            project.get_status_display() if recorded else "",
            (project.status.replace("-", " "), spelt_status(project.status)),
        ),
        Field.SECTORS: Shown(project.sectors or project.fund.sectors),
        Field.TARGETS: Shown(project.sdg_targets),
        Field.GENDER: Shown(
            str(project.get_gender_marker_display()) if project.gender_marker else "",
            (project.gender_marker, spelt_gender(project.gender_marker)),
        ),
    }


def _country(country):
    if country is None:
        return Shown("")
    return Shown(country.name, (country.name_en, country.name_fr, country.iso2, country.iso3))


def _date(written, resolved):
    return Shown(written or (resolved.isoformat() if resolved else ""))
