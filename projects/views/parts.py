"""What the pages of one project share: its code in the address, its scope, its sample note."""

from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property

from ..forms import limit_to_reach
from ..models import Project


class ByCode:
    """A code written in small letters leads to the page's one address."""

    slug_field = slug_url_kwarg = "code"

    def dispatch(self, request, *args, **kwargs):
        code = kwargs["code"]
        if code != code.upper() and request.method in {"GET", "HEAD"}:
            address = reverse(
                request.resolver_match.view_name, kwargs={**kwargs, "code": code.upper()}
            )
            query = request.GET.urlencode()
            return redirect(f"{address}?{query}" if query else address, permanent=True)
        return super().dispatch(request, *args, **kwargs)


class WithinReach:
    """A form page whose choices cannot carry the record out of its writer's sight."""

    def get_form(self, form_class=None):
        return limit_to_reach(super().get_form(form_class), self.request.user, self.action)


class OfProject(ByCode):
    """A page about a row of a project: open to who may change the project, absent to others.

    A page that only shows, or on which another person decides, lowers `project_action` to view.
    """

    slug_field = slug_url_kwarg = None
    project_action = "change"

    @cached_property
    def project(self):
        projects = Project.objects.for_user(self.request.user, self.project_action)
        return get_object_or_404(projects.select_related("country"), code=self.kwargs["code"])

    def get_queryset(self):
        return super().get_queryset().filter(project=self.project)

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs()
        if "instance" in kwargs and kwargs["instance"] is None:
            kwargs["instance"] = self.model(project=self.project)
        return kwargs

    def get_success_url(self):
        return self.project.get_absolute_url()

    def get_cancel_url(self):
        return self.project.get_absolute_url()

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            project=self.project, page_is_sample=self.project.is_sample, **kwargs
        )
