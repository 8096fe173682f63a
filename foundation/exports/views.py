"""Taking rows out: what there is, the choices, the file; and deciding on large ones of others."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import FileResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from . import gate, limits
from .forms import KeepForm, PurposeForm, ReasonForm
from .models import Definition, Export
from .reports import ENDINGS, report_or_404, reports_of
from .writing import TYPES

RECENT = 30
OUR_OWN = ("csrfmiddlewaretoken", "take", "ending", "reason", "name", "every", "background")


@require_safe
def reports(request):
    """The reports one may take out, those one keeps, one's files of late, what waits for one."""
    groups = {}
    for report in reports_of(request.user):
        groups.setdefault(str(report.group), []).append(report)
    mine = Export.objects.filter(by=request.user).select_related("job").defer("opened")[:RECENT]
    context = {
        "groups": groups,
        "exports": [gate.settled(export) for export in mine],
        "kept": Definition.objects.filter(by=request.user),
        "to_decide": _to_decide(request).select_related("by"),
    }
    return render(request, "exports/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def report(request, report):
    """What a report holds, its choices; a POST takes it out."""
    report = _open_report(request, report)
    if request.method == "POST":
        return _take(request, report)
    choices = report.choices(request.GET, request.user)
    return _page(request, report, choices, request.GET)


@require_POST
def keep(request, report):
    """Keep the report with its choices, to run again."""
    report = _open_report(request, report)
    choices = report.choices(request.POST, request.user)
    purpose = PurposeForm(request.POST)
    definition = Definition(
        by=request.user,
        report=report.slug,
        options=_chosen(request.POST).urlencode(),
        language=get_language(),
        reason=purpose["reason"].value() or "",
    )
    form = KeepForm(request.POST, instance=definition, report=report)
    if not all([choices.are_valid, purpose.is_valid(), form.is_valid()]):
        return _page(
            request, report, choices, request.POST, purpose=purpose, keep_form=form, status=422
        )
    with transaction.atomic():
        form.save()
    messages.success(request, _("The report is kept. It stands in your list of reports."))
    return redirect("exports:list")


@require_POST
def let_go(request, pk):
    get_object_or_404(Definition, by=request.user, pk=pk).delete()
    messages.success(request, _("The kept report was removed."))
    return redirect("exports:list")


@require_safe
def export(request, reference):
    """One file: what became of it. Its number leads here."""
    return _shown(request, _visible(request, reference), ReasonForm())


def _shown(request, found, form, *, status=200):
    own = found.by_id == request.user.pk
    context = {
        "export": found,
        "own": own,
        "maker": found.by.seen_by(request.user),
        "may_decide": _to_decide(request).filter(pk=found.pk).exists(),
        "form": form,
    }
    return render(request, "exports/export.html", context, status=status)


@require_safe
def download(request, reference):
    """The file, for its owner alone."""
    return _send(request, get_object_or_404(Export, by=request.user, reference=reference))


@require_POST
def stop(request, reference):
    own = get_object_or_404(Export, by=request.user, reference=reference)
    try:
        gate.cancel(own, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Cancelled. No file was made."))
    return redirect(own)


@require_POST
def agree(request, reference):
    """Agree to a large file of somebody else."""
    return _decide(request, reference, lambda found: gate.agree(found, by=request.user))


@require_POST
def refuse(request, reference):
    """Refuse it, with the reason."""
    form = ReasonForm(request.POST)
    if not form.is_valid():
        found = get_object_or_404(_to_decide(request), reference=reference)
        return _shown(request, found, form, status=422)
    reason = form.cleaned_data["reason"]
    return _decide(
        request, reference, lambda found: gate.refuse(found, by=request.user, reason=reason)
    )


def _to_decide(request):
    return Export.objects.for_user(request.user, "approve")


def _decide(request, reference, decide):
    found = _visible(request, reference)
    try:
        decide(found)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Your decision was recorded."))
    return redirect(found)


def _open_report(request, slug):
    """The report of this address: 404 if there is none, 403 if it is not for this person."""
    report = report_or_404(slug)
    gate.require_report(request.user, report)
    return report


def _visible(request, reference):
    rows = Export.objects.for_user(request.user) | _to_decide(request)
    found = get_object_or_404(rows.select_related("by", "job").distinct(), reference=reference)
    return gate.settled(found)


def _take(request, report):
    """A small file at once, a large one later; refused with everything still chosen."""
    data = _chosen(request.POST)
    choices = report.choices(data, request.user)
    purpose = PurposeForm(request.POST)
    if not purpose.is_valid():
        return _page(request, report, choices, data, purpose=purpose, status=422)
    try:
        made = gate.ask(
            report,
            data,
            by=request.user,
            ending=request.POST.get("take", ""),
            reason=purpose.cleaned_data["reason"],
            in_background="background" in request.POST,
        )
    except ValidationError as error:
        problems = error.messages
        if error.code == "reason":
            purpose.add_error("reason", error)
            problems = []
        return _page(
            request, report, choices, data, purpose=purpose, problems=problems, status=422
        )
    if made.is_ready:
        return _send(request, made)
    return redirect(made)


def _page(
    request, report, choices, data, *, status=200, purpose=None, problems=(), keep_form=None
):
    valid = choices.are_valid
    rows = gate.rows_in(report, choices, request.user) if valid else None
    forms = [choices.form, choices.audience]
    purpose = purpose or PurposeForm()
    purpose.fields["reason"].required = rows is not None and limits.needs_reason(rows)
    context = {
        "report": report,
        "choices": choices,
        "fields": [field for form in forms for field in form.visible_fields()],
        "forms": forms,
        "rows": rows,
        "endings": [(ending, ENDINGS[ending]) for ending in report.endings],
        "purpose": purpose,
        "needs_second": rows is not None and limits.needs_second_person(rows),
        "goes_later": rows is not None and rows > gate.AT_ONCE_ROWS,
        "problems": problems or report.obstacles(),
        "remarks": gate.remarks(report, choices, request.user) if valid else {},
        "keep_form": keep_form or KeepForm(report=report, initial={"ending": report.endings[0]}),
        "chosen": data.urlencode(),
    }
    return render(request, "exports/report.html", context, status=status)


def _chosen(data) -> QueryDict:
    """The choices of a report among what was sent."""
    chosen = data.copy()
    for name in OUR_OWN:
        chosen.pop(name, None)
    return chosen


def _send(request, found):
    try:
        file = gate.open_file(found, by=request.user)
    except ValidationError as error:
        if error.code == "closed":
            return render(request, "exports/closed.html", {"export": found}, status=410)
        messages.error(request, " ".join(error.messages))
        return redirect(found)
    response = FileResponse(file, content_type=TYPES.get(found.ending, "application/octet-stream"))
    response["Content-Disposition"] = content_disposition_header(True, found.file_name)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "no-store, private"
    return response
