"""The product's own lists: what the files say, and that loading them twice does nothing twice."""

import re
import shutil
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils.translation import override

from foundation.reference.loading import DATA, LISTS, load_reference, read_table
from foundation.reference.models import (
    USER_ASSIGNED,
    Alias,
    Code,
    Country,
    Organisation,
    Region,
)

NAMES = [each.name for each in LISTS]
each_file = pytest.mark.parametrize("name", NAMES)


@pytest.fixture
def loaded(db):
    return load_reference()


def history_rows():
    return sum(each.model.history.count() for each in LISTS)


# The files


def test_every_file_is_loaded():
    assert {path.stem for path in DATA.iterdir() if path.is_file()} == set(NAMES)


@each_file
def test_every_file_states_its_origin_in_its_first_line(name):
    origin = read_table(name).origin

    assert re.search(r"\d{4}", origin), "a version or date"
    assert 20 < len(origin) <= 200, "Code.origin keeps it"


@each_file
def test_every_row_has_every_column_and_nothing_a_spreadsheet_would_run(name):
    for row in read_table(name).rows:
        assert None not in row, f"too many values: {row}"
        assert all(value is not None and value == value.strip() for value in row.values()), row
        assert not any(value.startswith(("=", "+", "-", "@")) for value in row.values()), row


@each_file
def test_every_row_is_known_by_its_keys_once(name):
    keys = next(each.keys for each in LISTS if each.name == name)
    seen = [tuple(row[key] for key in keys) for row in read_table(name).rows]

    assert len(seen) == len(set(seen))


def test_a_file_that_does_not_state_its_origin_is_refused(tmp_path):
    (tmp_path / "countries.csv").write_text("iso2,iso3\nML,MLI\n", encoding="utf-8")

    with pytest.raises(ValueError, match="origin"):
        read_table("countries", tmp_path)


# Loading


def test_everything_in_the_files_is_there_after_loading(loaded):
    for each in LISTS:
        rows = read_table(each.name).rows
        assert loaded[each.name].new == each.model.objects.count() == len(rows)


@each_file
def test_every_loaded_row_passes_the_checks_of_a_form(loaded, name):
    model = next(each.model for each in LISTS if each.name == name)
    points = [each.name for each in model._meta.fields if each.is_relation]
    for obj in model.objects.all():
        obj.clean_fields(exclude=points)


def test_a_second_run_changes_nothing_and_writes_no_history(loaded):
    before = history_rows()

    for update in (False, True):
        again = load_reference(update=update)
        assert [(each.new, each.changes, each.kept) for each in again.values()] == [
            (0, [], [])
        ] * 4
    assert history_rows() == before


def test_each_new_row_has_one_history_row_that_names_its_file(loaded):
    for each in LISTS:
        assert each.model.history.count() == each.model.objects.count()
    assert Organisation.history.first().history_change_reason == "organisations.csv"


def test_what_somebody_corrected_is_kept_unless_an_update_is_asked_for(loaded):
    Country.objects.filter(iso2="ML").update(name_fr="Le Mali")
    Code.objects.filter(list="violence-form", code="rape").update(active=False)
    before = history_rows()

    kept = load_reference()["countries"]
    assert (kept.changed, kept.same, kept.kept) == (0, 249, ["ML: name_fr: Le Mali -> Mali"])
    assert Country.objects.get(iso2="ML").name_fr == "Le Mali"

    updated = load_reference(update=True)["countries"]
    assert (updated.changed, updated.changes) == (1, ["ML: name_fr: Le Mali -> Mali"])
    assert Country.objects.get(iso2="ML").name_fr == "Mali"
    assert history_rows() == before + 1
    assert not Code.objects.get(list="violence-form", code="rape").active, "no file says active"


def test_rows_of_ones_own_stay(loaded):
    own = Organisation.objects.create(slug="own", name_en="Own body", kind="other")
    Alias.objects.create(organisation=Organisation.objects.get(slug="undp"), name="PNUD")

    load_reference(update=True)

    assert Organisation.objects.filter(pk=own.pk).exists()
    assert Alias.objects.count() == 1


def test_a_file_with_a_fault_loads_nothing_at_all(db, tmp_path):
    folder = shutil.copytree(DATA, tmp_path / "data")
    path = folder / "organisations.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",cma,", ",nowhere,"), "utf-8")

    with pytest.raises(ValueError, match="nowhere is in no list"):
        load_reference(folder=folder)
    assert not Country.objects.exists()


def test_the_command_says_what_became_of_each_list(loaded):
    Country.objects.get(iso2="NP").delete()
    Country.objects.filter(iso2="ML").update(name_fr="Le Mali")
    said = StringIO()

    call_command("load_reference", stdout=said)
    call_command("load_reference", "--update", stdout=said)

    first, second, third, *_, last = said.getvalue().splitlines()
    assert first == "countries: 1 new, 0 changed, 248 same, 1 differ and were kept"
    assert second == "  ML: name_fr: Le Mali -> Mali"
    assert third.startswith("regions: 0 new, 0 changed, ")
    assert "countries: 0 new, 1 changed, 249 same" in said.getvalue()
    assert last.startswith("codes: 0 new, 0 changed, ")


# The facts


def test_there_are_249_countries_and_one_sample(loaded):
    assert Country.objects.filter(is_sample=False).count() == 249
    assert [c.slug for c in Country.objects.filter(is_sample=True)] == ["veloria"]
    assert not Country.objects.filter(is_sample=False, iso2__in=USER_ASSIGNED).exists()
    assert all(re.fullmatch("[A-Z]{2}", c.iso2) for c in Country.objects.all())
    assert all(re.fullmatch("[A-Z]{3}", c.iso3) for c in Country.objects.all())


def test_a_sample_country_has_a_user_assigned_code_and_the_database_says_so(loaded):
    sample = Country.objects.get(is_sample=True)
    assert (sample.iso2, sample.iso3, sample.is_followed) == ("XV", "XVE", True)

    with pytest.raises(IntegrityError), transaction.atomic():
        Country.objects.filter(iso2="ML").update(is_sample=True)
    Country.objects.filter(iso2="XV").update(iso2="QM")


def test_every_country_and_organisation_and_code_has_its_french_name(loaded):
    for model in (Country, Organisation, Code):
        assert not model.objects.filter(name_fr="").exists()
    assert not Region.objects.filter(country__iso2__in=["ML", "CD", "CF", "HT", "XV"], name_fr="")

    with override("fr"):
        assert str(Country.objects.get(iso2="CD")) == "République démocratique du Congo"
        assert str(Region.objects.filter(country__iso2="AF").first()) == "Kabul", "English instead"


def test_a_p_code_of_mali_means_something_only_with_its_vintage(loaded):
    old = Region.objects.get(country__iso2="ML", pcode="ML09", vintage="v02-2021")
    new = Region.objects.get(country__iso2="ML", pcode="ML09", vintage="v03-2025")
    bamako = Region.objects.get(country__iso2="ML", pcode="ML20", vintage="v03-2025")

    assert (old.name_fr, old.iso_3166_2) == ("Bamako", "ML-BKO")
    assert (new.name_fr, new.predecessor_pcode) == ("Taoudénit", "ML06")
    assert (bamako.name_fr, bamako.predecessor_pcode) == ("Bamako", "ML09")


def test_one_edition_of_mali_ends_the_day_before_the_next_begins(loaded):
    old = Region.objects.filter(country__iso2="ML", vintage="v02-2021")
    new = Region.objects.filter(country__iso2="ML", vintage="v03-2025")

    assert (len(old), len(new)) == (10, 20)
    assert {region.valid_to for region in old} == {date(2025, 9, 3)}
    assert {region.valid_from - timedelta(days=1) for region in new} == {date(2025, 9, 3)}
    assert {region.predecessor_pcode for region in new} <= {region.pcode for region in old}


def test_unifem_became_un_women_at_the_end_of_2010(loaded):
    unifem = Organisation.objects.get(slug="unifem")

    assert unifem.successor.acronym == "UN Women"
    assert unifem.ended == date(2010, 12, 31)


def test_a_part_of_an_armed_group_points_to_the_whole(loaded):
    whole = dict(
        Organisation.objects.filter(kind="armed-group", parent__isnull=False).values_list(
            "slug", "parent__slug"
        )
    )

    assert whole == {
        "mnla": "cma",
        "gatia": "plateforme",
        "ansar-eddine": "jnim",
        "aqim": "jnim",
    }


def test_whatever_belongs_to_the_sample_country_is_marked_so(loaded):
    for model in (Region, Organisation):
        rows = model.objects.filter(country__is_sample=True)
        assert len(rows) >= 5
        assert all(row.note.startswith("Sample") for row in rows)


def test_every_code_list_says_what_is_not_stated_or_other_and_where_it_is_from(loaded):
    origin = read_table("codes").origin
    for choice in Code.List:
        codes = Code.objects.filter(list=choice)
        assert [code.order for code in codes] == list(range(1, len(codes) + 1))
        assert {code.origin for code in codes} == {origin}
    for choice in (Code.List.VIOLENCE_FORM, Code.List.PERPETRATOR, Code.List.SURVIVOR_GROUP):
        assert Code.objects.filter(list=choice, code="not-stated").exists()
    assert Code.objects.filter(list=Code.List.BUDGET_CATEGORY).count() == 8


def test_castration_is_counted_under_comparable_gravity_and_has_no_code(loaded):
    forms = Code.objects.filter(list=Code.List.VIOLENCE_FORM)

    assert "castration" in forms.get(code="other-comparable-gravity").definition
    assert not forms.filter(code__contains="castration").exists()
