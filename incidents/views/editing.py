"""Entering and correcting drafts. Every save of a record or a table claims the record first."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.access.forms import limit_choices
from foundation.access.querysets import may
from foundation.access.scope import scope_of
from foundation.audit.record import Verb, record
from foundation.ui.pages import CreatePage, EditPage

from ..actions import hold_open, is_stale
from ..counts import record_sight, show
from ..forms import CellGrid, SubmissionForm, TabulationForm
from ..models import Submission, Tabulation
from ..models.choices import OPEN_TO_CHANGE
from .shared import country_of, record_or_404


class AddRecord(CreatePage):
    model = Submission
    form_class = SubmissionForm
    title = gettext_lazy("Add an incident record")
    submit_label = gettext_lazy("Save the draft")
    saved_message = gettext_lazy("Saved as a draft. Add its tables, then send it for review.")

    def get_form_kwargs(self):
        own = Submission(author=self.request.user)
        return {**super().get_form_kwargs(), "instance": own}

    def get_initial(self):
        """A correction begins with what the record says of itself; the figures are typed anew.

        From a country's page the country is given.
        """
        wanted = self.request.GET.get("supersedes", "")
        current = Submission.objects.visible_to(self.request.user).current()
        before = current.filter(reference=wanted).first() if wanted else None
        if before is None:
            return {**super().get_initial(), "country": country_of(self.request)}
        names = ["country", "source", "page", "collecting_system", "collected_by", "unit"]
        names += ["verification", "occurred_from", "occurred_to", "verified_from", "verified_to"]
        return {**{name: getattr(before, name) for name in names}, "supersedes": before}

    def get_cancel_url(self):
        return reverse("incidents:overview")


class EditRecord(EditPage):
    model = Submission
    form_class = SubmissionForm
    slug_field = slug_url_kwarg = "reference"
    title = gettext_lazy("Edit an incident record")

    def dispatch(self, request, *args, **kwargs):
        self.require_permission()
        closed = refusal(request, "change", kwargs["reference"])
        return closed or super().dispatch(request, *args, **kwargs)

    def require_permission(self):
        if not scope_of(self.request.user, "incidents.change_submission"):
            raise PermissionDenied

    def get_queryset(self):
        return super().get_queryset().editable_by(self.request.user)

    def get_object(self, queryset=None):
        obj = super().get_object(queryset)
        record_sight(self.request.user, [obj.pk])
        return obj

    def form_valid(self, form):
        form.instance.author = self.request.user
        return super().form_valid(form)


def refusal(request, action, reference):
    """The page that says why a record cannot be edited; None if it can."""
    submission = record_or_404(request.user, action, reference)
    own = submission.author_id in (None, request.user.pk)
    if submission.status in OPEN_TO_CHANGE and own:
        return None
    context = {"name": str(submission), "url": submission.get_absolute_url()}
    context["is_locked"] = submission.status not in OPEN_TO_CHANGE
    return render(request, "incidents/locked.html", context, status=403)


class RecordVersion(forms.Form):
    """Which version of the record the table was opened at."""

    record_version = forms.IntegerField(widget=forms.HiddenInput)


def tabulation_edit(request, reference, pk=None):
    """A table of an open record of one's own: what it is broken down by, and its rows."""
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
        record_sight(request.user, [submission.pk])
    page = _Page(request, submission, table)
    if request.method == "POST" and page.save():
        messages.success(request, _("Saved."))
        return redirect("incidents:tabulation_edit", reference, table.pk)
    status = 200 if request.method != "POST" else 409 if page.is_stale else 422
    return render(request, "incidents/tabulation.html", page.context(), status=status)


class _Page:
    """The three forms of the page, saved together or not at all."""

    is_stale = False

    def __init__(self, request, submission, table):
        self.user, self.submission, self.table = request.user, submission, table
        data = request.POST if request.method == "POST" else None
        self.version = RecordVersion(data, initial={"record_version": submission.version})
        self.form = TabulationForm(data, instance=table)
        self.grid = CellGrid(data, instance=table) if table.pk else None
        for form in self.grid.forms if self.grid else ():
            limit_choices(form, self.user)
        self.ask_once_for_choices()

    def ask_once_for_choices(self):
        """Each list is fetched once for all rows; what comes back is still looked up."""
        known = {}
        for form in self.grid.forms if self.grid else ():
            for name, field in form.fields.items():
                if not hasattr(field, "queryset") or field.widget.is_hidden:
                    continue
                if name not in known:
                    known[name] = list(field.choices)
                field.choices = known[name]

    def save(self):
        parts = [self.version, self.form, *([self.grid] if self.grid is not None else [])]
        valid = [part.is_valid() for part in parts]  # all of them, so that all errors are shown
        if not all(valid):
            return False
        try:
            with transaction.atomic():
                self._write()
        except ValidationError as error:
            self.form.add_error(None, error)
            self.is_stale = is_stale(error)
            return False
        return True

    def _write(self):
        hold_open(
            self.submission, by=self.user, version=self.version.cleaned_data["record_version"]
        )
        verb = Verb.CHANGED if self.table.pk else Verb.CREATED
        self.form.save()
        rows = 0
        if self.grid is not None:
            self.grid.save()
            rows = len(self.grid.new_objects) + len(self.grid.changed_objects)
            rows += len(self.grid.deleted_objects)
        if not may(self.user, "change", self.submission):
            raise PermissionDenied
        record(actor=self.user, verb=verb, target=self.submission, tables=1, rows=rows)

    def saved(self):
        """What was saved meanwhile, to be read beside what was typed; and its version."""
        record = show([self.submission], self.user)[0]
        self.version = RecordVersion(initial={"record_version": record.version})
        return {
            "record": record,
            "saved": [table for table in record.tables if table.pk == self.table.pk],
        }

    def context(self):
        return {
            **(self.saved() if self.is_stale else {}),
            "submission_name": str(self.submission),
            "submission_url": self.submission.get_absolute_url(),
            "remove_url": self.table.pk
            and reverse(
                "incidents:tabulation_delete", args=[self.submission.reference, self.table.pk]
            ),
            "form": self.form,
            "version": self.version,
            "grid": self.grid,
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
