"""Rows below a project for the walk over all addresses: its life, its reports, its results."""

from datetime import date

from foundation.reference.models import Source
from projects import life
from projects.models import Extension, Project, ReportDue, Result, ResultIndicator

REPORTS = {"report_edit", "report_receive", "report_accept", "report_return"}
# No extension and no value is recorded of a real country: these are of the fictional one.
INVENTED = {
    "extension_edit", "extension_decide", "indicator_edit", "measurement_add", "measurement_edit",
    "measurement_review",
}  # fmt: skip


def kwargs_below(rest, project):
    """The keys that this address of a project asks for besides the project's code."""
    if rest == "move":
        return {"to": str(life.next_statuses(project)[0])}
    if rest in REPORTS:
        return {"pk": ReportDue.objects.filter(project=project, accepted_on=None)[0].pk}
    if rest == "result_edit":
        return {"pk": Result.objects.filter(project=project)[0].pk}
    if rest == "indicator_add":
        return {"owner": Result.objects.filter(project=project)[0].pk}
    return _invented(rest) if rest in INVENTED else {}


def _invented(rest):
    if rest.startswith("extension"):
        return {"pk": _extension().pk}
    indicator = ResultIndicator.objects.filter(result__project__country__slug="veloria")[0]
    if rest == "measurement_add":
        return {"owner": indicator.pk}
    if rest == "indicator_edit":
        return {"pk": indicator.pk}
    return {"pk": indicator.measurements.filter(review="reported")[0].pk}


def _extension():
    project = Project.objects.get(code="XV001")
    defaults = {
        "new_end": date(2030, 1, 31), "reason": "Sample.",
        "source": Source.objects.get(slug="veloria-report-2024"),
    }  # fmt: skip
    return Extension.objects.get_or_create(project=project, number=1, defaults=defaults)[0]
