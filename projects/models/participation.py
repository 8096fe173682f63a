"""Who takes part in a project."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from foundation.access.querysets import ScopedQuerySet
from foundation.reference.models import Organisation, Source

from .project import Project


class Participation(models.Model):
    """An organisation's part in a project, as one source names it."""

    scope_path = "project__country"
    classification_path = ("project__classification", "source__classification")

    class Role(models.TextChoices):
        FUNDING = "funding", _("Funding")
        ACCOUNTABLE = "accountable", _("Accountable")
        EXTENDING = "extending", _("Extending")
        IMPLEMENTING = "implementing", _("Implementing")

    project = models.ForeignKey(
        Project, models.CASCADE, related_name="participations", verbose_name=_("project")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="participations", verbose_name=_("organisation")
    )
    role = models.CharField(
        _("role"), max_length=12, choices=Role.choices, default=Role.IMPLEMENTING
    )
    name_as_written = models.CharField(_("name as written"), max_length=200, blank=True)
    starts = models.DateField(_("from"), null=True, blank=True)
    ends = models.DateField(_("until"), null=True, blank=True)
    source = models.ForeignKey(
        Source, models.PROTECT, related_name="participations", verbose_name=_("source")
    )
    page = models.CharField(_("page or section"), max_length=80, blank=True)

    objects = ScopedQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["project", "pk"]
        verbose_name = _("participation")
        verbose_name_plural = _("participations")
        constraints = [
            models.UniqueConstraint(
                fields=["project", "organisation", "role", "source"],
                name="projects_participation_once_per_source",
                violation_error_message=_("This source is already entered for this organisation."),
            ),
            models.CheckConstraint(
                condition=Q(starts__isnull=True) | Q(ends__isnull=True) | Q(ends__gte=F("starts")),
                name="projects_participation_dates_in_order",
                violation_error_message=_("The end is before the start."),
            ),
        ]

    def __str__(self):
        return f"{self.organisation.short}, {self.get_role_display()}"
