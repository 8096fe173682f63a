"""What points at a single case is found; what is only about counts is left alone."""

from decimal import Decimal

import pytest

from foundation.imports import single_cases
from foundation.imports.columns import Column
from foundation.imports.kinds import ImportKind

from .files import table

REGIONS = {"northern region", "lake region", "eastern region"}


class Counts(ImportKind):
    slug, title, about, permission = "x", "X", "X", "x.y_z"
    columns = (
        Column("region", "Region"), Column("count", "Count"), Column("as_written", "As written"),
    )  # fmt: skip
    free = frozenset({"as_written"})
    listed = frozenset({"region"})

    def is_listed(self, name, words):
        return name == "region" and words.casefold() in REGIONS


def found(*rows):
    return single_cases.find(table(*rows), Counts())


# Honest headings and words of tables of counts, English, French, Spanish, Arabic, Russian.
HEADINGS = [
    "Cases", "Number of incidents", "Nombre de cas", "Nombre de victimes mineures", "Age group",
    "Tranche d'âge", "Sex", "Police referrals", "Women", "Femmes", "Total", "Número", "العدد",
    "Region code", "Количество", "код региона", "المنطقة", "Campaign", "Date", "Month", "Quelle",
]  # fmt: skip
WORDS = [
    "Malian Armed Forces", "Unidentified armed elements", "Forces de l’État", "Groupes armés",
    "women and girls", "27 cases (15 women, 11 girls, 1 man)", "S/2020/487, p. 12-15",
    "not stated", "18 ans et plus", "aged 12 to 17", "2024-03", "20240331", "Table 2, page 14",
    "non-State armed groups (264)",
]  # fmt: skip


@pytest.mark.parametrize("heading", HEADINGS)
def test_an_honest_heading_is_left_alone(heading):
    assert found(["Region", "Count", heading], ["Northern Region", "3", "x"]) is None


@pytest.mark.parametrize("words", WORDS)
def test_honest_words_are_left_alone(words):
    assert found(["Region", "Count", "As written"], ["Northern Region", "3", words]) is None


def test_names_of_groups_and_regions_are_no_names_of_persons():
    rows = [["Northern Region", "1", "Malian Armed Forces"], ["Lake Region", "2", "Lake Movement"],
            ["Eastern Region", "3", "Northern Armed Front"]]  # fmt: skip
    assert found(["Region", "Count", "As written"], *rows) is None


def test_names_of_persons_in_a_listed_column_are_found():
    rows = [[name, "1"] for name in ("Aya Exemple", "Awa Exemple", "Fanta Exemple")]
    assert "names" in str(found(["Region", "Count"], *rows)["what"])


def test_counts_are_no_coordinates_and_no_telephone_numbers():
    rows = [["Northern Region", Decimal("12")], ["Lake Region", Decimal("1.5")],
            ["Eastern Region", Decimal("99999999")]]  # fmt: skip
    assert found(["Region", "Count"], *rows) is None
    assert "places" in str(found(["Region", "X"], ["Lake Region", Decimal("12.6392")])["what"])
    assert "telephone" in str(found(["Region", "X"], ["Lake Region", Decimal("66123456")])["what"])


def test_two_columns_of_an_incident_recorder_are_no_export_of_it():
    two = ["Region", "Count", "Type of GBV", "Health"]
    assert found(two, ["Lake Region", "1", "x", "x"]) is None
    more = found([*two, "Marital status"], ["Lake Region", "1", "x", "x", "x"])
    assert "single incidents" in str(more["what"])
