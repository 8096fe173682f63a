"""Every step from every status to every other: who may take it, and what it asks for."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from commitments.models import Status
from commitments.transitions import REPORTED, VERIFIED, Statement, state_from_source
from tests.commitments.factories import make_action, make_commitment, report
from tests.factories import make_source

# From (row) to (column, in the order of the first line): no arrow, plain, why, proof.
TABLE = """
                not-started in-progress delayed stalled implemented discontinued no-information
not-started     plain       plain       why     why     proof       proof        why
in-progress     -           plain       why     why     proof       proof        why
delayed         -           plain       why     why     proof       proof        why
stalled         -           plain       why     why     proof       proof        why
implemented     -           why         -       -       -           -            -
discontinued    why         why         -       -       -           -            -
no-information  plain       plain       why     why     proof       proof        -
"""
HEAD, *LINES = [line.split() for line in TABLE.strip().splitlines()]
ARROWS = {
    (was, now): asks
    for was, *row in LINES
    for now, asks in zip(HEAD, row, strict=True)
}  # fmt: skip
MAY_REPORT = {"wpa_mali", "focal_point"}
GIVEN = {
    "nothing": {"note": " ", "evidence": " "},
    "note": {"note": "As seen.", "evidence": ""},
    "evidence": {"note": "", "evidence": "A copy."},
    "both": {"note": "As seen.", "evidence": "A copy."},
}
ENOUGH = {
    "plain": set(GIVEN), "why": {"note", "both"}, "proof": {"both"}, "-": set(),
}  # fmt: skip


def came_to(subject, person, to, **said):
    """ "done", "denied", or the fields that were wrong; nothing of it stays."""
    with transaction.atomic():
        try:
            report(subject, person, to, **said)
        except PermissionDenied:
            return "denied"
        except ValidationError as error:
            return set(error.message_dict)
        finally:
            transaction.set_rollback(True)
    return "done"


def standing(subject, status):
    """The subject, stated to stand there by a source, of which no arrow is asked."""
    said = Statement(as_of=make_source().date_from, source=make_source(), note="Held.")
    state_from_source(subject, to=status, said=said)
    return type(subject).objects.get(pk=subject.pk)


def test_the_table_is_whole():
    assert {was for was, _now in ARROWS} == {now for _was, now in ARROWS} == set(Status.values)
    assert {pair for pair, asks in ARROWS.items() if asks != "-"} == {
        (was.value, now.value) for was, arrows in REPORTED.items() for now in arrows
    }


@pytest.mark.parametrize("was", Status.values)
@pytest.mark.parametrize("kind", ["commitment", "action"])
def test_each_step_with_and_without_right_note_and_evidence(kind, was, mali, cast):
    subject = make_commitment(mali)
    subject = standing(make_action(subject) if kind == "action" else subject, was)
    for now in Status.values:
        asks = ARROWS[was, now]
        for given, said in GIVEN.items():
            found = came_to(subject, cast["wpa_mali"], now, **said)
            case = (was, now, given)
            assert (found == "done") == (given in ENOUGH[asks]), (case, found)
            if asks == "-":
                assert found == {"to"}, case
            elif found != "done":
                assert found <= {"note", "evidence"}, case
        for name, person in cast.items():
            found = came_to(subject, person, now, **GIVEN["both"])
            expected = "denied" if name not in MAY_REPORT else "done" if asks != "-" else {"to"}
            assert found == expected, (was, now, name)


@pytest.mark.parametrize("kind", ["commitment", "action"])
def test_each_verification_with_and_without_right_note_evidence_and_method(kind, mali, cast):
    subject = make_commitment(mali)
    subject = standing(make_action(subject) if kind == "action" else subject, "in-progress")
    how = {"opinion": "verified", "method_note": "A visit."}
    closing = {"implemented", "discontinued"}
    for now in Status.values:
        enough = {"both"} if now in closing else {"note", "both"}
        for given, said in GIVEN.items():
            done = came_to(subject, cast["reviewer"], now, **said, **how) == "done"
            assert done == (now in VERIFIED and given in enough), (now, given)
        for name, person in cast.items():
            found = came_to(subject, person, now, **GIVEN["both"], **how)
            if name != "reviewer":
                assert found == "denied", (now, name)
        if now in VERIFIED:
            bare = came_to(subject, cast["reviewer"], now, **GIVEN["both"], opinion="verified")
            assert bare == {"method_note"}, now
