"""Letting rows in: what may come, the file, what it would do, the confirmation."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from . import blanks, shown
from .actions import NotReadyError, cancel, commit, require_kind, table_of
from .forms import UploadForm
from .kinds import kind_or_404, kinds_of
from .models import Batch

RECENT = 20
ROWS_A_PAGE = 50
FIRST_PROBLEMS = 20


@require_safe
def imports(request):
    """The kinds one may let in, and one's own files of late."""
    kinds = kinds_of(request.user)
    batches = Batch.objects.for_user(request.user)[:RECENT]
    titles = {kind.slug: kind.title for kind in kinds}
    rows = [(batch, titles[batch.kind]) for batch in batches if batch.kind in titles]
    return render(request, "imports/list.html", {"kinds": kinds, "batches": rows})


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request, kind):
    """What the columns are; the file."""
    kind = _open_kind(request, kind)
    sent = {"data": request.POST, "files": request.FILES} if request.method == "POST" else {}
    form = UploadForm(**sent, kind=kind, user=request.user)
    if form.is_bound and form.is_valid():
        return redirect(form.batch)
    columns = [(column, column.codes() if column.codes else []) for column in kind.columns]
    return render(
        request,
        "imports/upload.html",
        {"kind": kind, "form": form, "columns": columns},
        status=422 if form.is_bound else 200,
    )


@require_safe
def template(request, kind, ending):
    """An empty file with the right headings."""
    kind = _open_kind(request, kind)
    makers = {"csv": blanks.as_csv, "xlsx": blanks.as_xlsx}
    if ending not in makers or not kind.columns:
        raise Http404
    return _file(makers[ending](kind), f"{kind.slug}.{ending}", blanks.TYPES[ending])


@require_safe
def preview(request, kind, reference):
    """What the file would do, or what became of it."""
    kind, batch = _own(request, kind, reference)
    context = {"kind": kind, "batch": batch}
    if not batch.waits:
        return render(request, "imports/ended.html", context)
    try:
        plan = kind.plan(table_of(batch), request.user, batch.options)
    except ValidationError as error:
        return render(request, "imports/unreadable.html", {**context, "reasons": error.messages})
    context |= {"plan": plan, "title": _title(plan), "before": _before(batch, request.user)}
    if kind.columns:
        context |= _rows(plan, request)
    return render(request, kind.preview_template, context)


def _rows(plan, request):
    """A page of the rows of a file: those that are wrong, else those that are new."""
    page = Paginator(plan.wrong or plan.new, ROWS_A_PAGE).get_page(request.GET.get("page"))
    part = shown.preview(plan, page.object_list)
    wrong = [problem for row in part.rows for problem in row.problems]
    return {
        "page_obj": page,
        "columns": part.columns,
        "rows": part.rows,
        "ready": shown.preview(plan, plan.new[:FIRST_PROBLEMS]) if plan.wrong and plan.new else "",
        "problems": wrong[:FIRST_PROBLEMS],
        "more_problems": max(0, len(plan.problems) - FIRST_PROBLEMS),
    }


@require_safe
def errors(request, kind, reference):
    """What needs a correction, with the reasons: to correct there and send again."""
    kind, batch = _own(request, kind, reference)
    if not batch.waits:
        raise Http404
    try:
        plan = kind.plan(table_of(batch), request.user, batch.options)
    except ValidationError as error:
        raise Http404 from error
    data = blanks.csv_bytes(kind.fault_rows(plan))
    return _file(data, f"{kind.slug}-{batch.reference}.csv", blanks.TYPES["csv"])


@require_POST
def confirm(request, kind, reference):
    """Let the rows in."""
    kind, batch = _own(request, kind, reference)
    try:
        plan = commit(batch, by=request.user)
    except NotReadyError:
        messages.error(request, _("Nothing was added: some rows need a correction by now."))
        return redirect(batch)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(batch)
    messages.success(request, _told(len(plan.new)))
    return redirect(batch)


@require_POST
def stop(request, kind, reference):
    """Throw the file away."""
    kind, batch = _own(request, kind, reference)
    try:
        cancel(batch, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(batch)
    messages.success(request, _("The file was thrown away. Nothing was added."))
    return redirect("imports:kind", kind.slug)


def _open_kind(request, slug):
    """The kind of this address: 404 if there is none, 403 if it is not for this person."""
    kind = kind_or_404(slug)
    require_kind(request.user, kind)
    return kind


def _own(request, kind, reference):
    kind = _open_kind(request, kind)
    own = Batch.objects.for_user(request.user).filter(kind=kind.slug)
    return kind, get_object_or_404(own, reference=reference)


def _before(batch, user):
    """The same file, when one let it in before."""
    same = Batch.objects.for_user(user).filter(kind=batch.kind, sha256=batch.sha256)
    return same.filter(state=Batch.State.COMMITTED).first()


def _title(plan):
    wrong, new = len(plan.wrong), len(plan.new)
    if wrong:
        return ngettext(
            "%(count)s row needs a correction", "%(count)s rows need a correction", wrong
        ) % {"count": wrong}
    if not new:
        return _("Nothing is new in this file")
    return ngettext("%(count)s row can be added", "%(count)s rows can be added", new) % {
        "count": new
    }


def _told(new):
    if not new:
        return _("Nothing was new: every row was there already. Nothing was changed.")
    return ngettext("%(count)s row was added.", "%(count)s rows were added.", new) % {"count": new}


def _file(data, name, content_type):
    response = HttpResponse(data, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
