"""Files about single persons are refused whole; files about bodies, places and sums are not."""

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from foundation.imports import person
from foundation.imports.columns import recognise
from foundation.imports.kinds import KINDS
from foundation.imports.plan import build
from foundation.imports.reading import read
from projects.imports.ledger import COLUMNS as LEDGER
from projects.imports.projects import COLUMNS as PROJECTS

from .files import table, xlsx_file

# Invented values under headings as they stand in case files, English and French.
PROBES = [
    (["Survivor name", "Aya"], "names"),
    (["Nom de la survivante", "Aya"], "names"),
    (["Prénom", "Aya"], "names"),
    (["lastName", "X"], "names"),
    (["Phone number", "1"], "telephone"),
    (["Téléphone", "1"], "telephone"),
    (["E-mail", "x"], "e-mail"),
    (["Courriel", "x"], "e-mail"),
    (["Date of birth", "2001-05-03"], "birth"),
    (["Date de naissance", "2001-05-03"], "birth"),
    (["GPS latitude", "1.5"], "places"),
    (["Coordonnées", "x"], "places"),
    (["Survivor code", "A1"], "codes"),
    (["Code de la survivante", "A1"], "codes"),
]
MORE_HEADINGS = [
    "Full name", "Nom complet", "Nom et prénoms", "Name", "Nom", "Initials", "Mother's name",
    "Victim ID", "Incident ID", "Case number", "N° de dossier", "Numéro du dossier", "Passport no",
    "Mobile", "Tél.", "WhatsApp", "DOB", "Lieu de naissance", "Longitude", "Village", "Adresse",
    "Home address", "Caseworker name", "Identifiant de la victime", "patient_id", "survivorCode",
]  # fmt: skip
# One sentence each, as it slips into a field for remarks.
FREE_TEXT = [
    "Call +223 66 12 34 56 for more", "tel 76123456", "0022366123456 is not this",
    "Her number is 66 12 34 56", "Write to aya.x@example.org", "12.6392, -8.0029",
    "12°38'21\" N", "She was born on 3 May 2001", "née le 3 mai 2001", "Survivor SURV-0012",
    "Code GBV/2019/0012", "Mme Exemple has said so", "a girl named Aya", "fille de Moussa",
    "daughter of Moussa",
]  # fmt: skip
CONTROLS = [
    ["Organisation name", "Women's Network of Veloria"], ["Nom de l'organisation", "Réseau"],
    ["Project title", "Support to survivors"], ["Country name", "Veloria"],
    ["Nom du pays", "Vélorie"], ["Number of survivors", "12"], ["Nombre de victimes", "12"],
    ["Survivors", "12"], ["Voucher number", "0000123456"], ["Register number", "00102004"],
    ["Transfer date", "2019-04-30"], ["Rate", "0.00165432"], ["Amount", "119 840 000,35"],
    ["Incidents", "745"], ["Note", "27 cases (15 women, 11 girls, 1 man), S/2020/487, p. 12-15"],
]  # fmt: skip
MORE_CONTROLS = [
    "Cases", "Number of incidents", "Nombre de cas", "Region", "Region code", "P-code", "Source",
    "Reference", "Form of violence", "Age group", "Sex", "Persons", "File", "Document title",
    "Start", "Period", "Perpetrator", "Partner", "Budget category", "Fund", "Sent on",
]  # fmt: skip


def found(*rows, known=()):
    return person.find(table(*rows), known)


@pytest.mark.parametrize(("column", "what"), PROBES, ids=[c[0] for c, _w in PROBES])
def test_a_column_about_persons_is_found(column, what):
    heading, value = column
    said = found(["Year", heading], ["2019", value])
    assert what in str(said["what"])
    assert heading in said["where"]


@pytest.mark.parametrize("heading", MORE_HEADINGS)
def test_other_spellings_of_such_headings_are_found(heading):
    assert found(["Year", heading], ["2019", "x"]) is not None


@pytest.mark.parametrize("heading", [c[0] for c, _what in PROBES])
def test_so_it_is_in_a_workbook(heading):
    data = xlsx_file(["Year", heading], [2019, "x"])
    assert person.find(read(data, "a.xlsx")) is not None


def test_free_text_about_persons_is_found_in_all_but_one_case():
    """The one is a telephone number without any sign that it is one."""
    missed = [text for text in FREE_TEXT if not found(["Year", "Note"], ["2019", text])]
    assert missed == ["0022366123456 is not this"]


def test_where_it_stands_is_said_and_what_stands_there_is_not():
    said = found(["Year", "Note"], ["2018", "x"], ["2019", "Write to aya.x@example.org"])
    assert said["where"] == "Cell B3"
    assert "aya" not in str(said)


@pytest.mark.parametrize("column", CONTROLS, ids=[c[0] for c in CONTROLS])
def test_a_column_about_bodies_sums_or_counts_is_left_alone(column):
    heading, value = column
    assert found(["Year", heading], ["2019", value]) is None


@pytest.mark.parametrize("heading", MORE_CONTROLS)
def test_so_are_other_headings_of_this_field(heading):
    assert found(["Year", heading], ["2019", "12"]) is None


def test_a_column_of_full_names_is_found_whatever_its_heading():
    names = ["Aya Exemple", "Moussa Exemple", "Awa Exemple Deux", "Fanta Exemple"]
    rows = [["Year", "X"], *(["2019", name] for name in names)]
    assert "names" in str(found(*rows)["what"])
    assert found(*rows, known={1}) is None  # a column the register asks for, such as bodies
    few = [["Year", "X"], ["2019", "Burkina Faso"], ["2019", "Mali"], ["2019", "Niger"]]
    assert found(*few) is None


@pytest.mark.parametrize("columns", [LEDGER, PROJECTS], ids=["ledger", "projects"])
def test_the_templates_of_the_register_do_not_trip_it(columns):
    """Headings in both languages, and the examples under them."""
    for language in ("en", "fr"):
        with override(language):
            heads = [str(column.label) for column in columns]
        filled = table(heads, [column.example or "x" for column in columns])
        assert person.find(filled, recognise(filled, columns)) is None


def test_the_sentence_says_to_delete_it(programme_officer):
    about = table(["Project code", "Survivor name"], ["XV001", "Aya"])
    with pytest.raises(ValidationError) as refused:
        build(KINDS["ledger"], about, programme_officer)
    assert refused.value.code == "persons"
    assert refused.value.messages[0].startswith("Column “Survivor name” looks like names of")
    assert "Aya" not in str(refused.value)
