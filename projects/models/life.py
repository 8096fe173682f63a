"""The steps of a project's life, as they were taken."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.access.querysets import ScopedQuerySet

from .project import Project


class LifeStep(models.Model):
    """One step from one status to the next: append-only, written by projects/life.py alone."""

    scope_path = "project__country"
    classification_path = "project__classification"

    project = models.ForeignKey(
        Project, models.PROTECT, related_name="life_steps", verbose_name=_("project")
    )
    was = models.CharField(_("from"), max_length=20, choices=Project.Status.choices)
    now = models.CharField(_("to"), max_length=20, choices=Project.Status.choices)
    on = models.DateField(
        _("on"),
        null=True,
        blank=True,
        help_text=_("Not recorded where a register gives a status without it."),
    )
    reason = models.CharField(_("reason"), max_length=400, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("by"),
    )
    at = models.DateTimeField(_("recorded at"), default=timezone.now)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["project", "-pk"]
        verbose_name = _("step of a project's life")
        verbose_name_plural = _("steps of projects' lives")
        constraints = [
            models.CheckConstraint(
                condition=~Q(was=F("now")),
                name="projects_step_leads_on",
                violation_error_message=_("A step leads to another status."),
            ),
            models.CheckConstraint(
                condition=~Q(was="not-recorded") & ~Q(now="cancelled") | ~Q(reason=""),
                name="projects_step_says_why",
                violation_error_message=_("Say why."),
            ),
            models.CheckConstraint(
                condition=Q(on__isnull=False) | Q(was="not-recorded"),
                name="projects_step_has_a_day",
                violation_error_message=_("A step is taken on a day."),
            ),
        ]

    def __str__(self):
        return f"{self.project}: {self.get_was_display()} → {self.get_now_display()}"
