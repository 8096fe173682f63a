"""What a step asks of the ledger."""

from datetime import date

from projects import ledger, life
from tests.projects.life_factories import make_closed, spend


def test_what_was_taken_out_needs_no_certificate(veloria):
    project = make_closed(veloria)
    row = spend(project, "50.00", finality="final", year=2017)
    day = date(2019, 5, 20)
    lacks = [str(lack.text) for lack in life.missing(project, "financially-closed", day)]
    assert "The expenditure of 2017 is not certified." in lacks

    ledger.correct(row, {"amount": 0}, by=None, reason="Booked on another project.")

    assert life.missing(project, "financially-closed", day) == []
