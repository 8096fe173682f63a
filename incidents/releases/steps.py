"""The pages that write: make, edit, approve, withdraw. What may happen is decided in actions."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView

from foundation.reference.classification import Classification
from foundation.ui.pages import CreatePage, EditPage, ScopedPage
from foundation.ui.steps import WrittenElsewhere

from ..actions import is_stale
from ..counts import TOLD, record_sight
from ..forms import ConfirmForm, ReasonForm
from ..models import Release
from ..shown import Period
from . import actions
from .forms import RecordForm, ReleaseForm
from .pages import OneRelease, successors
from .shown import show

STARTED = gettext_lazy("Saved. What it prints is being worked out; this takes a moment.")


class ChooseRecord(ScopedPage, TemplateView):
    """The first step: of which record. The choice stands in the address."""

    model = Release
    action = "add"
    template_name = "incidents/releases/choose.html"

    def get(self, request, *args, **kwargs):
        rows = actions.releasable_by(request.user).select_related("country", "source")
        form = RecordForm(request.GET or None, rows=rows.defer(*TOLD))
        if form.is_valid():
            return redirect("incidents:release_make", form.cleaned_data["record"].reference)
        return self.render_to_response(self.get_context_data(form=form))


class MakeRelease(WrittenElsewhere, CreatePage):
    """The second step: which tables, for whom."""

    model = Release
    form_class = ReleaseForm
    template_name = "incidents/releases/form.html"
    title = gettext_lazy("Prepare a release")
    submit_label = gettext_lazy("Save and prepare")
    saved_message = STARTED
    edition_of = None

    def dispatch(self, request, *args, **kwargs):
        if request.user.has_perm("incidents.add_release"):
            self.submission = self.get_submission()
        return super().dispatch(request, *args, **kwargs)

    def get_submission(self):
        rows = actions.releasable_by(self.request.user).select_related("country", "source")
        return get_object_or_404(rows, reference=self.kwargs["reference"])

    def get_form_kwargs(self):
        record_sight(self.request.user, [self.submission.pk])
        more = {"submission": self.submission, "edition_of": self.edition_of}
        return {**super().get_form_kwargs(), **more}

    def get_initial(self):
        source, period = self.submission.source, Period(
            self.submission.occurred_from, self.submission.occurred_to
        )  # fmt: skip
        is_open = source.classification == Classification.PUBLIC
        words = [
            self.submission.get_unit_display(),
            str(self.submission.get_verification_display()).lower(),
            period.label,
        ]
        cited = str(source) if is_open else self.submission.get_collecting_system_display()
        return {
            "title": ", ".join(str(word) for word in words if word),
            "source_as_cited": cited,
        }

    def get_cancel_url(self):
        return self.submission.get_absolute_url()

    def get_context_data(self, **kwargs):
        sample = self.submission.country.is_sample
        return super().get_context_data(
            record=str(self.submission),
            country=str(self.submission.country),
            page_is_sample=sample,
            **kwargs,
        )


class MakeEdition(MakeRelease):
    """The next edition, after a correction; the tables and the words of the last are offered."""

    title = gettext_lazy("Prepare a new edition")

    def get_submission(self):
        rows = Release.objects.for_user(self.request.user, "add").approved()
        rows = rows.select_related("country", "submission")
        self.edition_of = get_object_or_404(rows, reference=self.kwargs["reference"])
        found = successors(self.edition_of, self.request.user)
        submission = found.select_related("country", "source").last()
        if submission is None:
            raise Http404
        return submission

    def get_initial(self):
        names = ("title", "audience", "source_as_cited", "handling")
        return {name: getattr(self.edition_of, name) for name in names}


class EditRelease(WrittenElsewhere, EditPage):
    """One's own, before it is approved."""

    model = Release
    action = "add"
    form_class = ReleaseForm
    template_name = "incidents/releases/form.html"
    submit_label = gettext_lazy("Save and prepare")
    saved_message = STARTED
    slug_field = slug_url_kwarg = "reference"

    def get_queryset(self):
        own = actions.own_open(self.request.user).values("pk")
        rows = Release.objects.for_user(self.request.user, "add").filter(pk__in=own)
        return rows.select_related("country", "submission", "edition_of")

    def get_form_kwargs(self):
        record_sight(self.request.user, [self.object.submission_id])
        return {**super().get_form_kwargs(), "submission": self.object.submission}

    def get_title(self):
        return _("Edit %(name)s") % {"name": self.object.title}

    def get_context_data(self, **kwargs):
        submission, country = self.object.submission, self.object.country
        return super().get_context_data(
            record=str(submission),
            country=str(country),
            page_is_sample=country.is_sample,
            **kwargs,
        )


class Step(OneRelease, FormView):
    """GET says what will happen, POST does it. 409 if the release has moved on meanwhile."""

    template_name = "incidents/releases/step.html"
    form_class = ConfirmForm
    writer = ""
    was: tuple = ()
    title = text = submit_label = done = ""
    danger = False

    def get_initial(self):
        return {"version": self.release.version}

    def get_context_data(self, **kwargs):
        release = self.release
        people = {release.author_id, release.figures_by_id} - {None}
        return super().get_context_data(
            release=show(release, self.request.user),
            title=self.title,
            text=self.text,
            submit_label=self.submit_label,
            danger=self.danger,
            cancel_url=release.get_absolute_url(),
            is_late_to_act=release.status not in self.was,
            is_own=self.writer == "approve" and self.request.user.pk in people,
            page_is_sample=release.country.is_sample,
            **kwargs,
        )

    def form_valid(self, form):
        try:
            with transaction.atomic():
                getattr(actions, self.writer)(
                    self.release, by=self.request.user, **form.cleaned_data
                )
        except ValidationError as error:
            form.add_error(None, error)
            moved = is_stale(error) or getattr(error, "code", "") == "outdated"
            return self.form_invalid(form, status=409 if moved else 422)
        messages.success(self.request, self.done)
        return redirect(self.release)

    def form_invalid(self, form, status=422):
        self.release.refresh_from_db()
        return self.render_to_response(self.get_context_data(form=form), status=status)


class Approve(Step):
    action = "approve"
    writer = "approve"
    was = (Release.Status.PREPARED,)
    title = gettext_lazy("Approve this release?")
    text = gettext_lazy(
        "It gets its number and is frozen: its audience reads exactly what the preview shows."
    )
    submit_label = gettext_lazy("Approve")
    done = gettext_lazy("Released.")


class Prepare(Step):
    action = "add"
    writer = "prepare_again"
    was = Release.OPEN
    title = gettext_lazy("Prepare this release again?")
    text = gettext_lazy("What it prints is worked out anew, from the data and releases of today.")
    submit_label = gettext_lazy("Prepare again")
    done = STARTED


class Withdraw(Step):
    """By whoever may approve: taking numbers off a page cannot wait for a second person."""

    action = "approve"
    writer = "withdraw"
    was = (*Release.OPEN, Release.Status.APPROVED)
    form_class = ReasonForm
    title = gettext_lazy("Withdraw this release?")
    text = gettext_lazy(
        "Its page stays, with your reason; its numbers leave the page. What readers have seen"
        " counts as known for every later release."
    )
    submit_label = gettext_lazy("Withdraw")
    done = gettext_lazy("Withdrawn.")
    danger = True
