"""Every report, taken by everybody in every format: what is found in the files, what is not."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import QueryDict

from foundation.exports import gate
from foundation.exports.reports import REPORTS
from tests.conftest import CAST

from .world import ABOVE_PUBLIC, ALL_REPORTS, MAY_FIND, everything, set_on_paper, world  # noqa: F401 - fixtures and lists that pytest finds by their names

NOTHING = {"auditor", "administrator", "stranger"}
PROJECTS = {"ledger", "portfolio", "project", "project-documents", "projects", "reports-due"}
INCIDENTS = {"incident-comparison", "incident-findings", "incident-records", "justice"}
JOINED = {"annual-annex", "country-brief"}


@pytest.mark.usefixtures("world", "set_on_paper")
@pytest.mark.parametrize("name", CAST)
def test_files_hold_what_their_maker_may_find_and_nothing_else(name, request):
    found = everything(request.getfixturevalue(name))
    for mark, who in MAY_FIND.items():
        where = [key for key, text in found.items() if mark in text]
        if name in who:
            assert where, f"{mark} is in no file of {name}"
        else:
            assert not where, f"{mark} is in {where}"


@pytest.mark.usefixtures("world", "set_on_paper")
@pytest.mark.parametrize("name", ["reviewer", "wpa_veloria", "programme_officer"])
def test_a_file_for_the_public_holds_nothing_above(name, request):
    found = everything(request.getfixturevalue(name), "audience=public")
    assert found
    for mark in ABOVE_PUBLIC:
        assert not [key for key, text in found.items() if mark in text], mark
    assert any("mark-veloria-project" in text for text in found.values())


@pytest.mark.usefixtures("world", "set_on_paper")
def test_exact_counts_stand_in_no_file_for_a_wider_circle(reviewer):
    hidden = {mark for mark in MAY_FIND if MAY_FIND[mark] == ("wpa_veloria", "reviewer")}
    wide = everything(reviewer, "audience=internal")
    narrow = everything(reviewer, "audience=confidential")
    for mark in hidden:
        assert not [key for key, text in wide.items() if mark in text], mark
    assert any(mark in text for text in narrow.values() for mark in hidden)


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize("name", CAST)
def test_who_may_take_which_report(name, cast):
    taken = {slug for slug in ALL_REPORTS if REPORTS[slug].is_open_to(cast[name])}
    if name in NOTHING:
        assert taken == set()
    elif name == "donor":
        assert taken == PROJECTS | JOINED
    elif name in {"programme_officer", "focal_point"}:
        assert taken == set(ALL_REPORTS) - INCIDENTS
    else:
        assert taken == set(ALL_REPORTS)
    for slug in set(ALL_REPORTS) - taken:
        with pytest.raises(PermissionDenied):
            gate.ask(REPORTS[slug], QueryDict(), by=cast[name], ending="xlsx")
