"""Steps under a commitment: add and edit; their status has a page of its own."""

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from foundation.ui.pages import CreatePage, EditPage

from ..forms import ActionForm
from ..models import Action
from .parts import UnderCommitment, WithinReach


class ActionAdd(UnderCommitment, WithinReach, CreatePage):
    model, form_class = Action, ActionForm
    template_name = "commitments/under_commitment.html"
    title = _("Add an action")


class ActionEdit(UnderCommitment, WithinReach, EditPage):
    model, form_class = Action, ActionForm
    template_name = "commitments/under_commitment.html"

    def get_object(self, queryset=None):
        return get_object_or_404(self.get_queryset(), pk=self.kwargs["pk"])
