"""Projects at each point of their life. Amounts are of the fictional country only."""

from datetime import date

from foundation.reference.models import Code
from projects import reports
from projects.models import Extension, ReportDue, Result, ResultIndicator, ResultMeasurement
from tests.factories import make_source
from tests.projects.money_factories import make_funded, new_row, post

ENDED = {"starts_as_written": "1 January 2016", "ends_as_written": "31 December 2017"}
KINDS = (
    "annual-progress-report", "annual-financial-report", "end-of-project-report",
    "final-financial-report",
)  # fmt: skip


def make_kinds():
    """The kinds of the calendar, as the code list of the register has them."""
    return {
        code: Code.objects.get_or_create(
            list=Code.List.DOCUMENT_KIND, code=code, defaults={"name_en": code, "order": order}
        )[0]
        for order, code in enumerate(KINDS)
    }


def make_report(project, kind="annual-progress-report", **fields):
    return ReportDue.objects.create(project=project, kind=make_kinds()[kind], **fields)


def hand_in(report, *, accepted=True):
    """Received by the register itself, and accepted."""
    report = reports.receive(report, on=date(2018, 1, 15), by=None)
    return reports.accept(report, on=date(2018, 2, 1), by=None) if accepted else report


def make_pipeline(veloria, **fields):
    """Everything is there for it to begin."""
    project = make_funded(veloria, status="pipeline", **fields)
    post(project, "budget", "1000.00")
    return project


def make_ongoing(veloria, **fields):
    """Ended in 2017, spent what it was given; its last report is not there yet."""
    project = make_funded(veloria, **{**ENDED, "status": "ongoing", **fields})
    post(project, "budget", "1000.00")
    post(project, "transfer", "1000.00")
    return project


def spend(project, amount="1000.00", finality="certified", year=2016):
    return post(project, "expenditure", amount, finality=finality, year=year)


def make_closed(veloria, **fields):
    """Operationally closed, with all that its financial closure asks for."""
    project = make_funded(veloria, **{**ENDED, "status": "ongoing", **fields})
    post(project, "budget", "1000.00")
    post(project, "transfer", "1000.00")
    spend(project)
    type(project).objects.filter(pk=project.pk).update(status="operationally-closed")
    project.refresh_from_db()
    for kind in ("end-of-project-report", "final-financial-report"):
        hand_in(make_report(project, kind))
    return project


def make_extension(project, by=None, **fields):
    """A proposal that waits, as the page leaves it."""
    fields = {"new_end": date(2018, 6, 30), "reason": "Rains.", "number": 1, **fields}
    source = fields.pop("source", None) or make_source()
    return Extension.objects.create(project=project, source=source, proposed_by=by, **fields)


def make_outcome(project, **fields):
    fields = {"kind": "outcome", "text": "Courts hear cases sooner", **fields}
    source = fields.pop("source", None) or make_source()
    return Result.objects.create(project=project, source=source, **fields)


def make_result_indicator(result, **fields):
    fields = {"title": "Judges trained", "source": make_source(), **fields}
    return ResultIndicator.objects.create(result=result, **fields)


def new_value(indicator, year=2017, **fields):
    """An unsaved measurement, as a form would give it."""
    values = {} if "value" in fields or "numerator" in fields else {"value": 5}
    fields = {"source": fields.pop("source", None) or make_source(), **values, **fields}
    return ResultMeasurement(
        indicator=indicator, period_from=date(year, 1, 1), period_to=date(year, 12, 31), **fields
    )


__all__ = ["new_row", "post"]
