"""Files of counts of the fictional country, as people send them; and what they are sent to."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from foundation.imports.actions import commit, keep, kind_of, table_of
from foundation.imports.kinds import KINDS
from foundation.imports.plan import build
from foundation.reference.models import Code, Country, Organisation, Region
from incidents.models import Cell
from tests.factories import make_code, make_organisation, make_source, make_user
from tests.imports.files import csv_file

DESCRIBED = ["Country", "Source", "Unit", "Verification", "Period"]
RECORD = ["XV", "XV/2024/1", "incidents", "reported", "2024"]
CODES = {
    Code.List.SURVIVOR_GROUP: {
        "women": ("Women", "Femmes", "#affected+f+adults"),
        "girls": ("Girls", "Filles", "#affected+f+children"),
        "men": ("Men", "Hommes", "#affected+m+adults"),
        "boys": ("Boys", "Garçons", "#affected+m+children"),
        "not-stated": ("Sex and age not stated", "Sexe et âge non précisés", "#affected"),
    },
    Code.List.PERPETRATOR: {
        "state-forces": ("State forces", "Forces de l’État", "#group+type"),
        "non-state": ("Non-State armed groups, not split further",
                      "Groupes armés non étatiques, sans autre détail", "#group+type"),
        "non-state-other": ("Non-State armed groups, other", "Groupes armés non étatiques, autres",
                            "#group+type"),
        "unidentified": ("Unidentified armed elements", "Éléments armés non identifiés",
                         "#group+type"),
    },
    Code.List.VIOLENCE_FORM: {
        "rape": ("Rape", "Viol", "#event+type"),
        "forced-marriage": ("Forced marriage", "Mariage forcé", "#event+type"),
    },
}  # fmt: skip


@dataclass
class Setting:
    """What the rows refer to: a country, a source, regions, codes, a party, a person."""

    country: Country
    source: Any
    wpa: Any


def make_setting(country: Country, wpa: Any = None) -> Setting:
    source = make_source("veloria-note", symbol="XV/2024/1", short_title="Note of Veloria",
                         classification="internal")  # fmt: skip
    for number, names in enumerate(
        [("Northern Region", "Région du Nord"), ("Lake Region", "Région du Lac"),
         ("Eastern Region", "Région de l’Est")], start=1,
    ):  # fmt: skip
        Region.objects.create(
            country=country, pcode=f"XV0{number}", vintage="v1", name_en=names[0],
            name_fr=names[1], valid_from=date(2020, 1, 1),
        )  # fmt: skip
    for code_list, codes in CODES.items():
        for order, (code, (english, french, tag)) in enumerate(codes.items(), start=1):
            make_code(code_list, code, name_en=english, name_fr=french, hxl=tag, order=order)
    make_organisation("northern-front", name_en="Northern Front", acronym="NF",
                      kind=Organisation.Kind.ARMED_GROUP)  # fmt: skip
    make_organisation("northern-front-west", name_en="Northern Front, West", acronym="NF West",
                      parent=Organisation.objects.get(slug="northern-front"),
                      kind=Organisation.Kind.ARMED_GROUP)  # fmt: skip
    make_organisation("northern-front-river", name_en="Northern Front, River", acronym="NF River",
                      parent=Organisation.objects.get(slug="northern-front-west"),
                      kind=Organisation.Kind.ARMED_GROUP)  # fmt: skip
    return Setting(country, source, wpa or make_user("wpa", country, name="Adviser"))


def long_file(*rows, headings=("Region", "Survivors", "Count"), record=RECORD, **options):
    """A file that describes its record in every row."""
    told = [[*record, *row] for row in rows]
    return csv_file([*DESCRIBED, *headings], *told, **options)


def sent(by, data, name="counts.csv", **about):
    """A file that was uploaded and waits."""
    return keep(KINDS["submission"], data, name, by=by, about=about)


def planned(batch):
    return build(kind_of(batch), table_of(batch), batch.by)


def added(by, data, name="counts.csv", **about):
    """The plan of a file that was let in."""
    batch = sent(by, data, name, **about)
    plan = commit(batch, by=by)
    batch.refresh_from_db()
    assert batch.state == "committed"
    return plan


def counts():
    """Every count in the register by what it is about."""
    cells = Cell.objects.select_related("region", "form", "perpetrator", "party", "survivor")
    return {
        tuple(_code(cell, name) for name in cell.tabulation.dimensions): cell.count
        for cell in cells.select_related("tabulation")
    }


def _code(cell, name):
    if name == "occurred":
        return f"{cell.occurred_from:%Y-%m}"
    value = getattr(cell, name)
    if value is None:
        return ""
    return getattr(value, {"region": "pcode", "party": "slug"}.get(name, "code"))
