"""Confirming what is about to happen to several projects at once."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import FormView

from foundation.audit.versions import EditConflictError
from foundation.ui.models import kept
from foundation.ui.pages import ScopedPage

from ..bulk import ACTIONS, outlook, run
from ..filters import ProjectFilter
from ..models import Project

MOST = 500


class BulkChange(ScopedPage, FormView):
    """Names each project and what speaks against it; nothing happens before the second button."""

    model = Project
    action = "change"
    template_name = "projects/bulk.html"

    def get_form_class(self):
        return self.bulk_action.form_class

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "user": self.request.user}

    @property
    def bulk_action(self):
        try:
            return ACTIONS[self.asked.get("do", "")]
        except KeyError as error:
            raise Http404 from error

    @property
    def asked(self):
        return self.request.POST if self.request.method == "POST" else self.request.GET

    def get_projects(self):
        """Those picked, or all that the filters of the list find."""
        rows = Project.objects.for_user(self.request.user).select_related("country", "fund")
        if self.asked.get("all"):
            query = QueryDict(self.asked.get("query", ""))
            rows = Project.objects.for_user(self.request.user).with_card(self.request.user)
            found = ProjectFilter(query, queryset=rows, request=self.request)
            rows = found.qs if found.is_valid() else rows.none()
        else:
            # The second button sends only what is agreed to: a form has so many fields at most.
            picked = self.asked.getlist("pick") or self.asked.getlist("agreed")
            rows = rows.filter(code__in=picked)
        found = list(rows.order_by("code")[: MOST + 1])
        self.left_out = len(found) > MOST
        return found[:MOST]

    def form_valid(self, form):
        found = outlook(self.bulk_action, self.get_projects(), self.request.user)
        agreed = [project.code for project in found.agreed]
        if agreed != self.asked.getlist("agreed"):
            form.add_error(None, _("Something changed meanwhile. Look at the list again."))
            return self.form_invalid(form)
        try:
            done = run(
                self.bulk_action, found.agreed, by=self.request.user, data=form.cleaned_data
            )
        except EditConflictError:
            form.add_error(None, _("Something changed meanwhile. Look at the list again."))
            return self.form_invalid(form)
        except ValidationError as error:
            for message in error.messages:
                form.add_error(None, message)
            return self.form_invalid(form)
        said = ngettext("%(number)d project changed.", "%(number)d projects changed.", done)
        messages.success(self.request, said % {"number": done})
        return redirect(self.get_back_url())

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_back_url(self):
        query = kept(QueryDict(self.asked.get("query", "")))
        address = reverse("projects:list")
        return f"{address}?{query}" if query else address

    def get_context_data(self, **kwargs):
        found = outlook(self.bulk_action, self.get_projects(), self.request.user)
        return super().get_context_data(
            bulk_action=self.bulk_action,
            agreed=found.agreed,
            refused=found.refused,
            most=MOST if self.left_out else None,
            query=self.asked.get("query", ""),
            title=self.bulk_action.label,
            cancel_url=self.get_back_url(),
            **kwargs,
        )
