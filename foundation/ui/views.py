from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.views.generic import TemplateView

from . import gallery


class Page(TemplateView):
    """A page of plain text, open to everybody who is signed in."""

    title = ""

    def get_context_data(self, **kwargs):
        return super().get_context_data(title=self.title, **kwargs)


def components(request):
    """Every component with the code that makes it, for developers and testers."""
    if not settings.DEBUG and not request.user.has_perm("access.enter_admin"):
        raise PermissionDenied
    context = {"groups": gallery.groups(request), "page_is_sample": True}
    return render(request, "ui/components.html", context)
