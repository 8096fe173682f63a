"""Pages on which a function of an app checks and writes; they say what it answered."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.generic import FormView
from django.views.generic.detail import SingleObjectMixin

from foundation.access.forms import limit_choices
from foundation.audit.versions import EditConflictError


class StepPage(SingleObjectMixin, FormView):
    """A step that is taken with an object: `take_step` calls the function."""

    done_message: Any = ""

    def get_form(self, form_class=None):
        return limit_choices(super().get_form(form_class), self.request.user)

    def get(self, request, *args, **kwargs):
        self.object = self.get_object()
        return super().get(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        self.object = self.get_object()
        return super().post(request, *args, **kwargs)

    def form_valid(self, form):
        try:
            self.take_step(form)
        except ValidationError as error:
            tell(form, error)
            return self.form_invalid(form)
        except EditConflictError:
            return self.changed_meanwhile(form)
        messages.success(self.request, self.done_message)
        return redirect(self.get_success_url())

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def changed_meanwhile(self, form):
        """What was typed stays; going on is a decision made with the new state in sight."""
        self.object.refresh_from_db()
        form.data = form.data.copy()
        form.data["version"] = self.object.version
        form.add_error(
            None, _("Somebody else changed this while you were writing. Look again, then go on.")
        )
        return self.render_to_response(self.get_context_data(form=form), status=409)


class WrittenElsewhere:
    """A form page whose form saves by such a function, which leaves its own row in the trail."""

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        form.by = self.request.user
        return form

    def form_valid(self, form):
        try:
            return super().form_valid(form)
        except ValidationError as error:
            tell(form, error)
            return self.form_invalid(form)

    def record(self, form):
        """Recorded where it was written."""


def tell(form, error):
    """Each message at its field; those of fields that the form does not have, over the form."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, found in error.error_dict.items():
        form.add_error(name if name in form.fields else None, found)
