"""That somebody disputes a change of status: a row beside it, which takes nothing away."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.access.querysets import ScopedQuerySet
from foundation.reference.classification import Classification
from foundation.reference.models import Source

from .statuses import StatusChange


class Dispute(models.Model):
    """Who disputes a change of status, when and why. Never changed, never removed.

    That it is disputed is as open as the change itself; the reason may be less open.
    """

    scope_path = "change__instrument__country"
    scope_shared = True
    classification_path = (
        "classification",
        "source__classification",
        *(f"change__{path}" for path in StatusChange.classification_path),
    )

    change = models.ForeignKey(
        StatusChange, models.PROTECT, related_name="disputes", verbose_name=_("change of status")
    )
    reason = models.TextField(
        _("reason"), help_text=_("One or two sentences. No names, no case details.")
    )
    source = models.ForeignKey(
        Source, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("source")
    )
    page = models.CharField(_("page or section"), max_length=80, blank=True)
    classification = models.CharField(
        _("who may read the reason"),
        max_length=12,
        choices=Classification.choices,
        default=Classification.INTERNAL,
        help_text=_("That it is disputed is as open as the change of status."),
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, editable=False, related_name="+",
        verbose_name=_("by"),
    )  # fmt: skip
    at = models.DateTimeField(_("at"), default=timezone.now, editable=False)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["change", "-at", "-pk"]
        verbose_name = _("dispute of a status")
        verbose_name_plural = _("disputes of statuses")
        default_permissions = ["add", "view"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(reason=""),
                name="commitments_dispute_says_why",
                violation_error_message=_("Say why."),
            )
        ]

    def __str__(self):
        return f"{self.change}, {timezone.localdate(self.at)}"

    def get_absolute_url(self):
        return f"{self.change.promise.get_absolute_url()}#change-{self.change_id}"
