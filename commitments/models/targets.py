"""What an indicator is to reach, and until when. A new target takes the place of an old one."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commitments import written
from foundation.access.querysets import ScopedQuerySet
from foundation.reference.models import Source

from .indicators import Indicator, Unit, number_field


class Target(models.Model):
    """One target of an indicator. Never changed: commitments/targets.py adds the next one."""

    scope_path = "indicator__country"
    classification_path = (
        "source__classification", "indicator__classification",
        "indicator__source__classification", "indicator__instrument__classification",
        "indicator__commitment__source__classification",
    )  # fmt: skip

    class Stage(models.TextChoices):
        INTERMEDIATE = "intermediate", _("Intermediate")
        FINAL = "final", _("Final")

    indicator = models.ForeignKey(
        Indicator, models.PROTECT, related_name="targets", verbose_name=_("indicator")
    )
    stage = models.CharField(_("stage"), max_length=12, choices=Stage.choices, default=Stage.FINAL)
    value = number_field(_("target"), help_text=_("Left empty where it is given in words only."))
    unit = models.CharField(
        _("unit of the target"),
        max_length=8,
        choices=Unit.choices,
        blank=True,
        help_text=_("If it is not the unit of the indicator."),
    )
    as_written = models.CharField(_("target, as written"), max_length=200, blank=True)
    by_as_written = written.text_field(_("reached by, as written"))
    by_from = written.day_field(_("reached by, earliest day"))
    by_to = written.day_field(_("reached by, latest day"))
    source = models.ForeignKey(Source, models.PROTECT, related_name="+", verbose_name=_("source"))
    page = models.CharField(_("page or section"), max_length=80, blank=True)
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, editable=False,
        related_name="superseded_by", verbose_name=_("in the place of"),
    )  # fmt: skip
    reason = models.CharField(_("why it was replaced"), max_length=400, blank=True)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+",
        verbose_name=_("entered by"),
    )  # fmt: skip
    set_at = models.DateTimeField(_("entered at"), default=timezone.now, editable=False)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["indicator", F("by_to").asc(nulls_last=True), "pk"]
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        default_permissions = ["view", "add"]
        constraints = [
            models.CheckConstraint(
                condition=Q(value__isnull=False) | ~Q(as_written=""),
                name="commitments_target_says_something",
                violation_error_message=_("Give the target as a number or in words."),
            ),
            models.CheckConstraint(
                condition=Q(supersedes__isnull=True) | ~Q(reason=""),
                name="commitments_target_replaced_because",
                violation_error_message=_("Say why the target is replaced."),
            ),
            models.UniqueConstraint(
                fields=["indicator"],
                condition=Q(stage="final", supersedes__isnull=True),
                name="commitments_one_final_target",
                violation_error_message=_(
                    "There is a final target. Replace it, so that it is kept."
                ),
            ),
            written.in_order("by", "commitments_target_by_in_order"),
        ]

    def __str__(self):
        return f"{self.indicator}: {self.get_stage_display()}"

    def get_absolute_url(self):
        return f"{self.indicator.get_absolute_url()}#targets"

    def clean(self):
        written.resolve(self, "by")
