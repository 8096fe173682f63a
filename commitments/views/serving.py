"""Which other instruments a commitment serves: added and taken away on its page."""

from django.contrib import messages
from django.db import transaction
from django.db.models import Prefetch
from django.http import HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView

from foundation.audit.record import Verb, record
from foundation.ui.pages import CreatePage, ScopedPage

from ..forms import ServingForm
from ..models import Action, Serving
from .results import UnderChangeable


class ServingPage(UnderChangeable):
    def get_success_url(self):
        return f"{self.owner.get_absolute_url()}#serves"


class ServingAdd(ServingPage, CreatePage):
    model, form_class = Serving, ServingForm
    template_name = "commitments/under_commitment.html"
    title = gettext_lazy("Link another instrument that it serves")


class ServingRemove(ServingPage, ScopedPage, DetailView):
    """Asks first; the commitment and the instrument stay."""

    model = Serving
    action = "delete"
    template_name = "pages/confirm.html"

    def post(self, request, *args, **kwargs):
        link = self.get_object()
        with transaction.atomic():
            record(actor=request.user, verb=Verb.DELETED, target=link)
            link.delete()
        messages.success(request, _("The link is taken away."))
        return HttpResponseRedirect(self.get_success_url())

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            title=_("Take away the link to this instrument?"),
            text=f"{self.object.instrument}: {self.object.reason}",
            submit_label=_("Take it away"),
            cancel_url=self.get_success_url(),
            **kwargs,
        )


def servings(commitment, user, may_edit):
    """The other instruments that a commitment serves, and what the reader may do with each."""
    found = Serving.objects.for_user(user).filter(commitment=commitment)
    removable = set()
    if may_edit:
        mine = Serving.objects.for_user(user, "delete").filter(commitment=commitment)
        removable = set(mine.values_list("pk", flat=True))
    return {
        "links": [
            (link, commitment.address("serving_remove", link.pk) if link.pk in removable else "")
            for link in found.select_related("instrument__country", "source")
        ],
        "add_url": commitment.address("serving_add")
        if may_edit and user.has_perm("commitments.add_serving")
        else "",
    }


def served_by(instrument, user):
    """Commitments of other instruments that serve this one, each with the reason."""
    found = Serving.objects.for_user(user).filter(instrument=instrument)
    found = found.select_related("commitment__instrument__country", "source")
    actions = Prefetch("commitment__actions", Action.objects.for_user(user))
    return list(found.counted().prefetch_related(actions))
