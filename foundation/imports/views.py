"""Letting rows in: what may come, the file, what it would do, the confirmation."""

import logging

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import OperationalError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import localize
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from . import background, blanks, shown
from .actions import (
    NotReadyError,
    StalePlanError,
    ask_to_add,
    cancel,
    commit,
    explain,
    kind_of,
    require_kind,
    table_of,
)
from .forms import MappingForm, UploadForm
from .kinds import kind_or_404, kinds_of
from .models import Batch

RECENT = 20
logger = logging.getLogger(__name__)


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
    return upload_page(request, kind, form)


def upload_page(request, kind, form, template="", **more):
    """The page that asks for a file of this kind."""
    columns = [(column, column.codes() if column.codes else []) for column in kind.columns]
    return render(
        request,
        template or kind.upload_template,
        {"kind": kind, "form": form, "columns": columns, **more},
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
    """What the file would do, how far the work on it is, or what became of it."""
    kind, batch = _own(request, kind, reference)
    if request.htmx and not batch.is_at_work:
        return HttpResponseClientRefresh()
    if batch.is_at_work:
        state = background.state_of(batch)
        return render(request, "imports/progress.html", _context(kind, batch, **state))
    if not batch.is_open:
        return render(request, "imports/ended.html", _context(kind, batch))
    if batch.state == Batch.State.MAPPING:
        return redirect("imports:columns", kind.slug, batch.reference)
    return _preview_page(request, kind, batch)


def _preview_page(request, kind, batch, status=200):
    try:
        summary, page = _summary(request, kind, batch)
    except ValidationError as error:
        summary, page = {"reasons": error.messages}, None
    if "reasons" in summary:
        context = _context(kind, batch, reasons=summary["reasons"])
        return render(request, "imports/unreadable.html", context)
    context = _context(kind, batch, summary=summary, page_obj=page)
    context |= {"title": _title(summary["counts"]), "before": _before(batch, request.user)}
    context["stale"] = status == 409 or summary.get("stale")
    return render(request, kind.preview_template, context, status=status)


def _summary(request, kind, batch):
    """That of a large file was worked out before and has the first rows alone."""
    if batch.summary is not None:
        if "told" in batch.summary:
            kind.before_showing(batch.summary["told"], request.user)
        return batch.summary, None
    plan = kind.plan(table_of(batch), request.user)
    if not kind.columns:
        return {"counts": kind.counts(plan), "plan": plan, "seal": kind.seal(plan)}, None
    pages = Paginator(plan.wrong or plan.new, shown.ROWS_A_PAGE)
    page = pages.get_page(request.GET.get("page"))
    summary = shown.summary(plan, page.object_list)
    kind.before_showing(summary["told"], request.user)
    return summary, page


@require_http_methods(["GET", "HEAD", "POST"])
def columns(request, kind, reference):
    """What the headings of the file stand for."""
    kind, batch = _own(request, kind, reference)
    if not kind.maps or batch.state not in (Batch.State.MAPPING, Batch.State.UPLOADED):
        raise Http404
    try:
        table = table_of(batch)
    except ValidationError as error:
        context = _context(kind, batch, reasons=error.messages)
        return render(request, "imports/unreadable.html", context)
    form = MappingForm(request.POST if request.method == "POST" else None, kind=kind, table=table)
    if form.is_bound and form.is_valid():
        if form.must_go:
            cancel(batch, by=request.user)
            messages.error(
                request, _("The file was thrown away: it holds what has no place here.")
            )
            return redirect("imports:kind", kind.slug)
        try:
            explain(batch, form.headings, by=request.user)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            return redirect(batch)
    context = _context(kind, batch, form=form)
    return render(request, "imports/columns.html", context, status=422 if form.is_bound else 200)


@require_safe
def errors(request, kind, reference):
    """What needs a correction, with the reasons: to correct there and send again."""
    kind, batch = _own(request, kind, reference)
    if not batch.waits:
        raise Http404
    try:
        plan = kind.plan(table_of(batch), request.user)
    except ValidationError as error:
        raise Http404 from error
    data = blanks.csv_bytes(kind.fault_rows(plan))
    return _file(data, f"{kind.slug}-{batch.reference}.csv", blanks.TYPES["csv"])


@require_POST
def confirm(request, kind, reference):
    """Let the rows in: now, or in the background where they are many."""
    kind, batch = _own(request, kind, reference)
    seen = request.POST.get("seen", "")
    try:
        if batch.about.get("large"):
            ask_to_add(batch, by=request.user, seen=seen)
            return redirect(batch)
        plan = commit(batch, by=request.user, seen=seen)
    except NotReadyError:
        messages.error(request, _("Nothing was added: some rows need a correction by now."))
        return redirect(batch)
    except StalePlanError:
        return _preview_page(request, kind, batch, status=409)
    except OperationalError:
        logger.exception("An import met a lock.")
        messages.error(request, _("The register was busy. Nothing was added; try again."))
        return redirect(batch)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(batch)
    messages.success(request, _told(kind.counts(plan)))
    return redirect(batch)


@require_POST
def again(request, kind, reference):
    """Ask once more for work that could not be finished."""
    _kind, batch = _own(request, kind, reference)
    if batch.is_at_work:
        background.try_again(batch)
    return redirect(batch)


@require_POST
def stop(request, kind, reference):
    """Throw the file away."""
    kind, batch = _own(request, kind, reference)
    if batch.is_at_work and not background.state_of(batch)["may_cancel"]:
        messages.error(request, _("The rows are being added this moment."))
        return redirect(batch)
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
    """One's own file, and its kind bound to what was said when it was sent."""
    kind = _open_kind(request, kind)
    own = Batch.objects.for_user(request.user).filter(kind=kind.slug)
    batch = get_object_or_404(own, reference=reference)
    return kind_of(batch), batch


def _context(kind, batch, **more):
    return {"kind": kind, "batch": batch, **more}


def _before(batch, user):
    """The same file, when one let it in before."""
    same = Batch.objects.for_user(user).filter(kind=batch.kind, sha256=batch.sha256)
    return same.filter(state=Batch.State.COMMITTED).first()


def _title(counts):
    wrong, ready = counts["wrong"], counts["new"] + counts["changed"]
    if wrong:
        return ngettext(
            "%(count)s row needs a correction", "%(count)s rows need a correction", wrong
        ) % {"count": localize(wrong)}
    if not ready:
        return _("Nothing is new in this file")
    if counts["changed"]:
        return ngettext("%(count)s row is ready", "%(count)s rows are ready", ready) % {
            "count": localize(ready)
        }
    return ngettext("%(count)s row can be added", "%(count)s rows can be added", ready) % {
        "count": localize(ready)
    }


def _told(counts):
    if not counts["new"] + counts["changed"]:
        return _("Nothing was new: every row was there already. Nothing was changed.")
    added = ngettext("%(count)s row was added.", "%(count)s rows were added.", counts["new"]) % {
        "count": localize(counts["new"])
    }
    if not counts["changed"]:
        return added
    changed = ngettext(
        "%(count)s row was changed.", "%(count)s rows were changed.", counts["changed"]
    ) % {"count": localize(counts["changed"])}
    return f"{added} {changed}"


def _file(data, name, content_type):
    response = HttpResponse(data, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
