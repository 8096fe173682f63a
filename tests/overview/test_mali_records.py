"""The five documents as records: each inconsistency is somewhere a person can see it.

One test for each id of the fact sheet. The page named is the one where it belongs; the list of
differences on the country page holds all of them besides.
"""

import html
import re
from pathlib import Path

import pytest
from django.core.management import call_command

from commitments.models import Commitment, Instrument, Measurement
from foundation.audit.models import Event
from incidents.models import Submission
from overview.models import Difference, KeyDate, KeyFigure
from projects.models import Project

pytestmark = pytest.mark.usefixtures("demo")

COMPARE = "/incidents/compare/?country=mali&year=2019"
OVERVIEW = "/incidents/?country=mali&year=2019"
ALL = "/countries/mali/differences/"

SEEN = {
    "I1": (COMPARE, ["27", "25", "main figure"]),
    "I2": (COMPARE, ["35", "15", "19", "Does not add up"]),
    "I3": (OVERVIEW, ["745", "264", "58", "412", "No group given", "11"]),
    "I4": (ALL, ["the mission verified 27 cases as well as allegations", "Not verified"]),
    "I5": (ALL, ["MSA, CMA and the Malian security forces", "MAA"]),
    "I6": ("/commitments/mali/joint-communique-2019/", ["March 2019", "June 2019"]),
    "I7": ("/commitments/mali/cma-communique-2017/", ["2017", "Resolution 2480"]),
    "I8": ("/commitments/mali/nap-2019-2023/", ["March 2019", "June 2019"]),
    "I9": (
        "/commitments/mali/high-islamic-council-declaration-2020/",
        ["fatwa", "Sources differ"],
    ),
    "I10": (ALL, ["Workshop with religious leaders", "January 2020", "reported for 2019"]),
    "I11": ("/projects/UNA052/", ["31 April 2018", "Not a date"]),
    "I12": ("/projects/UNA052/", ["31 Jul 2018|31 July 2018", "9 Oct 2017|9 October 2017"]),
    "I13": ("/projects/UNA052/", ["UNICEF", "UNFPA", "UNDP"]),
    "I14": ("/projects/UNA052/", ["UNIFEM", "UN Women"]),
    "I15": ("/projects/UNA046/register/", ["UNA046 UNDP UNICEF MALI", "UNDP(MDTF/PUNO only)"]),
    "I16": ("/projects/UNA046/", ["United Nations", "Mali"]),
    "I17": ("/projects/UNA046/", ["MPFEF", "MFFEF"]),
    "I18": (ALL, ["the strategy was validated", "Neither gives a date"]),
    "I19": ("/countries/mali/", ["Three places are named"]),
    "I20": ("/commitments/indicators/women-mayors/", ["703", "301"]),
    "I21": ("/commitments/indicators/women-candidates-legislative-2020/", ["29.5", "29.4"]),
    "I22": ("/commitments/indicators/women-ministers/", ["23.7"]),
    "I23": ("/incidents/justice/?country=mali", ["115", "cases", "investigations"]),
    "I24": ("/organisations/msa/", ["Mouvement du Salut de l'Azawad"]),
    "I25": (ALL, ["a part of the CMA and a part of the Plateforme"]),
}


@pytest.fixture
def text_of(client, demo_cast):
    def read(url, person="reader"):
        client.force_login(demo_cast[person])
        response = client.get(url)
        assert response.status_code == 200, url
        plain = re.sub(r"<[^>]+>", " ", response.text)
        return re.sub(r"\s+", " ", html.unescape(plain)).replace("\u00a0", " ").replace("’", "'")

    return read


@pytest.mark.parametrize("number", sorted(SEEN, key=lambda name: int(name[1:])))
def test_an_inconsistency_is_visible_to_a_reader(text_of, number):
    url, words = SEEN[number]
    page = text_of(url)
    for word in words:
        assert any(part in page for part in word.split("|")), f"{number}: {word} not on {url}"


def test_the_list_of_differences_holds_all_twenty_five(text_of):
    found = set(
        Difference.objects.filter(country__slug="mali").values_list("reference", flat=True)
    )
    assert found == set(SEEN)
    page = text_of(ALL)
    for topic in Difference.objects.filter(country__slug="mali").values_list("topic", flat=True):
        assert topic in page


def test_each_link_of_a_difference_and_of_a_key_date_leads_somewhere(client, demo_cast):
    client.force_login(demo_cast["reader"])
    paths = {
        *Difference.objects.values_list("path", flat=True),
        *KeyDate.objects.values_list("path", flat=True),
    }
    for path in sorted(paths - {""}):
        if "veloria" not in path:
            assert client.get(path).status_code == 200, path


def test_no_named_accused_or_private_person_is_in_the_records():
    root = Path(__file__).resolve().parents[2]
    for path in root.glob("*/data/*.json"):
        text = path.read_text(encoding="utf-8")
        for name in ("Al Hassan", "Sidi Mohamed", "Assitan", "Diallo"):
            assert name not in text, path


def test_loading_again_changes_nothing(demo, db):
    before = Event.objects.count(), Project.history.count(), Difference.history.count()
    call_command("load_mali", verbosity=0)
    assert (Event.objects.count(), Project.history.count(), Difference.history.count()) == before


def test_every_figure_has_source_unit_and_period():
    assert not KeyFigure.objects.filter(unit="").exists()
    assert not KeyFigure.objects.filter(period_as_written="").exists()
    assert not KeyFigure.objects.filter(page="").exists()
    for record in Submission.objects.filter(country__slug="mali"):
        assert record.source_id
        assert record.unit
        assert record.page
    for measured in Measurement.objects.filter(indicator__country__slug="mali"):
        assert measured.source_id
        assert measured.page
        assert measured.indicator.unit


def test_no_amount_of_money_is_recorded_for_mali(text_of):
    for code in ("UNA046", "UNA052"):
        page = text_of(f"/projects/{code}/")
        assert "no amount recorded" in page.lower()
        assert "US$" not in page


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("/countries/mali/", ["Situation analysis", "UNA046", "27", "115"]),
        ("/commitments/?country=mali", ["Resolution 2480"]),
        ("/commitments/mali/nap-2012-2014/", ["Prevention", "Coordination"]),
    ],
)
def test_the_country_is_found_as_living_records(text_of, url, words):
    page = text_of(url)
    for word in words:
        assert word in page


def test_invented_records_say_so_on_every_page(client, demo_cast):
    client.force_login(demo_cast["reviewer"])
    pages = ["/countries/veloria/", "/countries/veloria/differences/"]
    for model in (Project, Instrument, Submission):
        pages += [row.get_absolute_url() for row in model.objects.filter(country__slug="veloria")]
    pages += [
        c.get_absolute_url()
        for c in Commitment.objects.filter(instrument__country__slug="veloria")
    ]
    for page in pages:
        response = client.get(page)
        assert response.status_code == 200, page
        assert "invented sample data" in response.text, page


def test_no_invented_record_is_about_a_real_country():
    for model in (Project, Instrument, Submission):
        for row in model.objects.exclude(country=None).select_related("country"):
            if "sample" in str(getattr(row, "title", "")).lower():
                assert row.country.is_sample, row
