"""Which results of projects serve a commitment or an action: added and taken away on its page."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView

from foundation.access.querysets import for_user, may
from foundation.audit.record import Verb, record
from foundation.ui.pages import CreatePage, ScopedPage

from ..forms import ResultLinkForm
from ..models import Commitment, ResultLink
from .parts import UnderCommitment


class UnderChangeable(UnderCommitment):
    """Absent where the reader may not change the commitment."""

    def owners(self, model):
        mine = for_user(Commitment.objects.all(), self.request.user, "change")
        return super().owners(model).filter(pk__in=mine.values("pk"))

    def get_success_url(self):
        return f"{self.owner.get_absolute_url()}#results"


class ResultLinkAdd(UnderChangeable, CreatePage):
    model, form_class = ResultLink, ResultLinkForm
    template_name = "commitments/under_commitment.html"
    title = gettext_lazy("Link a result of a project")

    def get_initial(self):
        """From the row of an action the action is given."""
        return {**super().get_initial(), "action": self.request.GET.get("action", "")}


class ResultLinkRemove(UnderChangeable, ScopedPage, DetailView):
    """Asks first; the result and the commitment stay."""

    model = ResultLink
    action = "delete"
    template_name = "pages/confirm.html"

    def get_queryset(self):
        both = ResultLink.objects.for_user(self.request.user)
        return super().get_queryset().filter(pk__in=both.values("pk"))

    def post(self, request, *args, **kwargs):
        link = self.get_object()
        with transaction.atomic():
            record(actor=request.user, verb=Verb.DELETED, target=link)
            link.delete()
        messages.success(request, _("The link is taken away."))
        return HttpResponseRedirect(self.get_success_url())

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            title=_("Take away the link to this result?"),
            text=f"{self.object.result.project}: {self.object.result}",
            submit_label=_("Take it away"),
            cancel_url=self.get_success_url(),
            **kwargs,
        )


def links(commitment, user):
    """The results that serve a commitment, and what the reader may do with the links."""
    found = ResultLink.objects.for_user(user).filter(commitment=commitment)
    may_edit = may(user, "change", commitment)
    removable = set()
    if may_edit:
        removable = set(
            ResultLink.objects.for_user(user, "delete")
            .filter(commitment=commitment)
            .values_list("pk", flat=True)
        )
    return {
        "links": [
            (link, commitment.address("result_remove", link.pk) if link.pk in removable else "")
            for link in found.select_related(
                "action", "result__project__country", "result__source"
            )
        ],
        "add_url": commitment.address("result_add")
        if may_edit and user.has_perm("commitments.add_resultlink")
        else "",
    }
