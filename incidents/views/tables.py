"""The tables of an open record of one's own: what they are broken down by, and their counts."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from foundation.access.scope import scope_of
from foundation.audit.record import Verb, record
from foundation.ui.self_saving import is_by_itself, not_saved, saved

from ..actions import hold_open, is_stale
from ..counts import record_sight, show
from ..drawn_grid import drawn
from ..entering import save_table
from ..forms import RecordVersion, TabulationForm
from ..models import Tabulation
from ..sheet import Sheet
from .editing import refusal
from .shared import record_or_404


def tabulation_edit(request, reference, pk=None):
    """What the table is broken down by, then its grid."""
    if not scope_of(request.user, "incidents.change_tabulation"):
        raise PermissionDenied
    closed = refusal(request, "change", reference)
    if closed:
        return closed
    submission = record_or_404(request.user, "change", reference)
    table = Tabulation(submission=submission, order=_next_order(submission))
    if pk is not None:
        tables = Tabulation.objects.for_user(request.user, "change").filter(submission=submission)
        table = get_object_or_404(tables, pk=pk)
        table.submission = submission
    page = _Page(request, submission, table)
    if request.method != "POST":
        return page.answer(200)
    if page.rearrange():
        return page.answer(200)
    return page.save()


class _Page:
    """The version, what the table is, and its grid: saved together or not at all."""

    def __init__(self, request, submission, table):
        self.request, self.user = request, request.user
        self.submission, self.table = submission, table
        data = request.POST if request.method == "POST" else None
        self.version = RecordVersion(data, initial={"record_version": submission.version})
        self.form = TabulationForm(data, instance=table)
        self.is_new, self.is_refused, self.conflict = table.pk is None, False, {}
        # The form writes what is typed into the table: the grid is laid out by what is saved.
        self.sheet = None if self.is_new else Sheet(table, self.user, data, request.GET)

    def rearrange(self):
        """More rows, more columns, another layout: nothing is saved, nothing typed is lost."""
        do = self.request.POST.get("do", "")
        if self.sheet is None or do not in {"rows", "columns", "turn"}:
            return False
        if do == "turn":
            self.sheet.turn(self.request.POST.get("turn_to"))
        else:
            self.sheet.add(self.sheet.down if do == "rows" else self.sheet.over)
        return True

    def save(self):
        if not self.is_valid():
            return self.refused(422)
        if is_by_itself(self.request) and self.is_saved_already():
            return saved(record_version=self.submission.version)
        try:
            save_table(
                self.form,
                self.sheet,
                by=self.user,
                version=self.version.cleaned_data["record_version"],
                by_itself=is_by_itself(self.request),
            )
        except ValidationError as error:
            self.form.add_error(None, error)
            return self.refused(409 if is_stale(error) else 422)
        if is_by_itself(self.request):
            return saved(record_version=self.submission.version)
        messages.success(self.request, _("Saved."))
        return redirect(self.address())

    def is_saved_already(self):
        """A page that saves itself raises no version and leaves no row for nothing."""
        now = self.version.cleaned_data["record_version"] == self.submission.version
        changed = self.form.has_changed() or (self.sheet is not None and self.sheet.changes())
        return now and not changed

    def is_valid(self):
        valid = [self.version.is_valid(), self.form.is_valid()]  # both, so that all errors show
        if self.sheet is None:
            return all(valid)
        if "dimensions" in self.form.changed_data and self.sheet.is_filled:
            self.form.add_error("dimensions", _("Remove the rows of the table first."))
            return False
        return all(valid) and self.sheet.is_valid

    def address(self):
        """This page again, with the rows and columns that have no number yet."""
        url = reverse("incidents:tabulation_edit", args=[self.submission.reference, self.table.pk])
        carried = self.sheet.carried() if self.sheet is not None else {}
        query = urlencode(carried, doseq=True)
        return f"{url}?{query}" if 0 < len(query) < 4000 else url

    def refused(self, status):
        self.is_refused = True
        if status == 422 and is_by_itself(self.request):
            return not_saved(self.problems())
        if status == 409:
            self.conflict = self.meanwhile()
        return self.answer(status)

    def problems(self):
        """Every error in a sentence, for the line that says why nothing was saved."""
        forms = (self.version, self.form)
        found = [text for form in forms for texts in form.errors.values() for text in texts]
        if self.sheet is None:
            return found
        fields = self.sheet.fields.values()
        wrong = [
            _("%(name)s: %(told)s") % {"name": field.label, "told": field.error}
            for field in fields
            if field.error
        ]
        return [*found, *self.sheet.errors, *wrong]

    def meanwhile(self):
        """What was saved meanwhile, to be read beside what was typed; and its version."""
        record = show([self.submission], self.user)[0]
        self.version = RecordVersion(initial={"record_version": record.version})
        return {
            "record": record,
            "saved": [table for table in record.tables if table.pk == self.table.pk],
        }

    def answer(self, status):
        if not self.is_new and not self.conflict:
            record_sight(self.user, [self.submission.pk])
        return render(self.request, "incidents/tabulation.html", self.context(), status=status)

    def context(self):
        url = None
        if not self.is_new:
            args = [self.submission.reference, self.table.pk]
            url = reverse("incidents:tabulation_delete", args=args)
        return {
            **self.conflict,
            "is_stale": bool(self.conflict),
            "is_refused": self.is_refused,
            "submission_name": str(self.submission),
            "submission_url": self.submission.get_absolute_url(),
            "remove_url": url,
            "form": self.form,
            "version": self.version,
            "grid": drawn(self.sheet, self.submission) if self.sheet is not None else None,
            "page_is_sample": self.submission.country.is_sample,
        }


def tabulation_delete(request, reference, pk):
    """Takes a table out of an open record of one's own."""
    if not scope_of(request.user, "incidents.delete_tabulation"):
        raise PermissionDenied
    closed = refusal(request, "change", reference)
    if closed:
        return closed
    submission = record_or_404(request.user, "change", reference)
    tables = Tabulation.objects.for_user(request.user, "delete").filter(submission=submission)
    table = get_object_or_404(tables, pk=pk)
    form = RecordVersion(request.POST or None, initial={"record_version": submission.version})
    status = 422 if form.errors else 200
    if form.is_valid():
        try:
            with transaction.atomic():
                version = form.cleaned_data["record_version"]
                hold_open(submission, by=request.user, version=version)
                record(actor=request.user, verb=Verb.CHANGED, target=submission, tables_removed=1)
                table.delete()
        except ValidationError as error:
            form.add_error(None, error)
            status = 409 if is_stale(error) else 422
        else:
            messages.success(request, _("Removed."))
            return redirect(submission)
    context = {
        "title": _("Remove the table?"),
        "text": str(table),
        "form": form,
        "danger": True,
        "cancel_url": reverse("incidents:tabulation_edit", args=[reference, pk]),
    }
    return render(request, "pages/confirm.html", context, status=status)


def _next_order(submission):
    return (submission.tabulations.aggregate(last=Max("order"))["last"] or 0) + 1
