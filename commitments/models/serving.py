"""Which other instruments a commitment serves besides the one that it is part of."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.access.querysets import ScopedQuerySet
from foundation.reference.models import Source

from .commitments import Commitment
from .instruments import Instrument


class ServingQuerySet(ScopedQuerySet):
    def for_user(self, user, action="view"):
        """A link is seen, and touched, only by who sees both of its ends."""
        return (
            super()
            .for_user(user, action)
            .filter(
                commitment__in=Commitment.objects.for_user(user).values("pk"),
                instrument__in=Instrument.objects.for_user(user).values("pk"),
            )
        )

    def counted(self):
        """Without invented commitments that serve an instrument of all countries."""
        invented = {"commitment__instrument__country__is_sample": True}
        return self.exclude(**invented, instrument__country=None)


class Serving(models.Model):
    """A commitment of one instrument that serves another one as well, and why it does."""

    scope_path = "commitment__instrument__country"
    scope_shared = True
    classification_path = (
        "commitment__instrument__classification", "commitment__source__classification",
        "instrument__classification", "source__classification",
    )  # fmt: skip

    commitment = models.ForeignKey(
        Commitment, models.CASCADE, related_name="servings", verbose_name=_("commitment")
    )
    instrument = models.ForeignKey(
        Instrument, models.CASCADE, related_name="served_by", verbose_name=_("instrument")
    )
    reason = models.CharField(
        _("reason"), max_length=300, help_text=_("How the commitment serves it.")
    )
    source = models.ForeignKey(
        Source, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("source"),
        help_text=_("Left empty, it is our own judgement."),
    )  # fmt: skip
    page = models.CharField(_("page or section"), max_length=80, blank=True)

    objects = ServingQuerySet.as_manager()

    class Meta:
        ordering = ["commitment", "pk"]
        verbose_name = _("other instrument that a commitment serves")
        verbose_name_plural = _("other instruments that commitments serve")
        constraints = [
            models.UniqueConstraint(
                fields=["commitment", "instrument"],
                name="commitments_serves_once",
                violation_error_message=_("The commitment is linked to this instrument already."),
            )
        ]

    def __str__(self):
        return f"{self.commitment.code}, {self.instrument}"

    def get_absolute_url(self):
        return f"{self.commitment.get_absolute_url()}#serves"

    def clean(self):
        """Another instrument, of the same country or of none."""
        if self.instrument_id is None:
            return
        own = self.commitment.instrument
        if self.instrument_id == own.pk:
            raise ValidationError({"instrument": _("The commitment is part of this instrument.")})
        if len({own.country_id, self.instrument.country_id} - {None}) > 1:
            raise ValidationError({"instrument": _("This instrument is of another country.")})
