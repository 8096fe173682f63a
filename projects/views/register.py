"""Register entries: adding what a register says, choosing which value is shown."""

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from django.views.generic.detail import SingleObjectMixin

from foundation.ui.pages import CreatePage, ScopedPage

from ..actions import can_be_chosen, choose_entry
from ..forms import ChoiceForm, RegisterEntryForm
from ..models import RegisterEntry
from .parts import OfProject


class OnRegister(OfProject):
    def get_success_url(self):
        return reverse("projects:register", args=[self.project.code])

    get_cancel_url = get_success_url


class EntryAdd(OnRegister, CreatePage):
    model, form_class = RegisterEntry, RegisterEntryForm
    template_name = "projects/part_form.html"
    title = gettext_lazy("Add what a register says")


class EntryChoose(OnRegister, ScopedPage, SingleObjectMixin, FormView):
    """Asks for the reason; the choice itself is made by choose_entry()."""

    model, form_class = RegisterEntry, ChoiceForm
    action = "choose"
    template_name = "projects/choose.html"

    def get_object(self, queryset=None):
        entry = super().get_object(queryset)
        if entry.chosen or not can_be_chosen(entry):
            raise Http404
        return entry

    def get(self, request, *args, **kwargs):
        self.object = self.get_object()
        return super().get(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        self.object = self.get_object()
        return super().post(request, *args, **kwargs)

    def form_valid(self, form):
        try:
            choose_entry(self.object, by=self.request.user, reason=form.cleaned_data["reason"])
        except ValidationError as error:
            for message in error.messages:
                form.add_error(None, message)
            return self.form_invalid(form)
        return redirect(self.get_success_url())

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs):
        said = {"field": self.object.get_field_display(), "value": self.object.value_as_written}
        rivals = RegisterEntry.objects.for_user(self.request.user).filter(
            project=self.project, field=self.object.field
        )
        return super().get_context_data(
            title=_("Show “%(value)s” as %(field)s?") % said,
            submit_label=_("Show this value"),
            cancel_url=self.get_cancel_url(),
            rivals=rivals.exclude(pk=self.object.pk).select_related("register"),
            **kwargs,
        )
