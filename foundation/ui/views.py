from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views.generic import TemplateView

from . import gallery


@method_decorator(login_not_required, name="dispatch")
class Page(TemplateView):
    """A page of plain text that says nothing of what is recorded: open to everybody."""

    title = ""

    def get_context_data(self, **kwargs):
        return super().get_context_data(title=self.title, **kwargs)


def components(request):
    """Every component with the code that makes it, for developers and testers."""
    if not settings.DEBUG and not request.user.has_perm("access.enter_admin"):
        raise PermissionDenied
    context = {"groups": gallery.groups(request), "page_is_sample": True}
    return render(request, "ui/components.html", context)
