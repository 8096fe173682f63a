"""Claims about progress, each with its source."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from commitments import written
from foundation.access.querysets import ScopedQuerySet
from foundation.reference.models import Country, Source

from .instruments import Instrument


class StatedProgress(models.Model):
    """What a source claims about progress; it stands beside the counted share."""

    scope_path = "country"
    scope_shared = True
    classification_path = "source__classification"

    country = models.ForeignKey(
        Country, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("country"),
    )  # fmt: skip
    instruments = models.ManyToManyField(
        Instrument, related_name="stated_progress", verbose_name=_("instruments")
    )
    claim = models.CharField(_("claim"), max_length=300, help_text=_("In our own words."))
    share = models.DecimalField(
        _("share in per cent"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    as_of_as_written = written.text_field(_("as of, as written"))
    as_of_from = written.day_field(_("as of, earliest day"))
    as_of_to = written.day_field(_("as of, latest day"))
    source = models.ForeignKey(Source, models.PROTECT, related_name="+", verbose_name=_("source"))
    page = models.CharField(_("page or section"), max_length=80, blank=True)

    objects = ScopedQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = [F("as_of_to").desc(nulls_last=True), "pk"]
        verbose_name = _("stated progress")
        verbose_name_plural = _("stated progress")
        constraints = [
            models.UniqueConstraint(
                fields=["source", "claim"],
                name="commitments_claim_once_per_source",
                violation_error_message=_("This claim is already entered from this source."),
            ),
            models.CheckConstraint(
                condition=Q(share__isnull=True) | Q(share__gte=0, share__lte=100),
                name="commitments_share_of_a_hundred",
                violation_error_message=_("A share lies between 0 and 100."),
            ),
            written.in_order("as_of", "commitments_claim_as_of_in_order"),
        ]

    def __str__(self):
        return self.claim

    def clean(self):
        written.resolve(self, "as_of")
