from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.access.querysets import ScopedQuerySet
from foundation.reference.models import Country

from .choices import Unit, Verification
from .fields import in_order, person
from .submissions import Submission


class MainFigureQuerySet(ScopedQuerySet):
    def for_user(self, user, action="view"):
        rows = super().for_user(user, action)
        if action != "view":
            return rows
        return rows.filter(submission__in=Submission.objects.visible_to(user).values("pk"))

    def standing_for(self, record):
        """The choice in force for the measure and period of a record: the last that is current."""
        names = ["country", "occurred_from", "occurred_to", "unit", "verification"]
        same = self.filter(**{name: getattr(record, name) for name in names})
        return same.filter(submission__in=Submission.objects.current().values("pk")).first()


class MainFigure(models.Model):
    """Which record is shown first for a measure and period, by whom, why. Rows are only added."""

    scope_path = "country"
    classification_path = "submission__classification"

    country = models.ForeignKey(
        Country, models.PROTECT, related_name="main_figures", verbose_name=_("country")
    )
    occurred_from = models.DateField(_("occurred from"), null=True, blank=True)
    occurred_to = models.DateField(_("occurred to"), null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=15, choices=Unit.choices)
    verification = models.CharField(_("verification"), max_length=12, choices=Verification.choices)
    submission = models.ForeignKey(
        Submission, models.PROTECT, related_name="chosen", verbose_name=_("record")
    )
    reason = models.CharField(_("reason"), max_length=400)
    chosen_by = person(_("chosen by"))
    chosen_at = models.DateTimeField(_("chosen at"), auto_now_add=True)

    objects = MainFigureQuerySet.as_manager()

    class Meta:
        ordering = ["-chosen_at", "-pk"]
        verbose_name = _("main figure")
        verbose_name_plural = _("main figures")
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="incidents_main_figure_with_reason",
                violation_error_message=_("Say why this figure is chosen."),
            ),
            models.CheckConstraint(
                condition=in_order("occurred_from", "occurred_to"),
                name="incidents_main_figure_dates",
                violation_error_message=_("Give both days, the earliest first."),
            ),
        ]

    def __str__(self):
        return self.audit_name

    @property
    def audit_name(self) -> str:
        return f"main figure {self.pk}"

    @property
    def measure(self) -> tuple:
        return (
            self.country_id,
            self.occurred_from,
            self.occurred_to,
            self.unit,
            self.verification,
        )
