"""A file with the tables of one open record of one's own; its preview is that of every import."""

from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from foundation.imports.actions import require_kind
from foundation.imports.forms import UploadForm
from foundation.imports.kinds import kind_or_404
from foundation.imports.views import upload_page

from .editing import refusal
from .shared import record_or_404


@require_http_methods(["GET", "HEAD", "POST"])
def record_import(request, reference):
    """The page that asks for the file."""
    kind = kind_or_404("submission")
    require_kind(request.user, kind)
    closed = refusal(request, "change", reference)
    if closed:
        return closed
    record = record_or_404(request.user, "change", reference)
    about = {"record": record.reference}
    sent = {"data": request.POST, "files": request.FILES} if request.method == "POST" else {}
    form = UploadForm(**sent, kind=kind, user=request.user, about=about)
    if form.is_bound and form.is_valid():
        return redirect(form.batch)
    return upload_page(
        request,
        kind.bound(about, request.user),
        form,
        template="incidents/import.html",
        record_name=str(record),
        record_url=record.get_absolute_url(),
        page_is_sample=record.country.is_sample,
    )
