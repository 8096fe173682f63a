"""What a project is reported to have achieved."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from foundation.access.querysets import ScopedQuerySet
from foundation.reference.models import Source

from .project import Project


class Result(models.Model):
    """What a source reports that the project brought about; not a judgement of the register."""

    scope_path = "project__country"
    classification_path = ("project__classification", "source__classification")

    class Kind(models.TextChoices):
        OUTCOME = "outcome", _("Outcome")
        OUTPUT = "output", _("Output")
        RESULT = "result", _("Result")

    project = models.ForeignKey(
        Project, models.CASCADE, related_name="results", verbose_name=_("project")
    )
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices, default=Kind.RESULT)
    text = models.CharField(_("text"), max_length=500)
    source = models.ForeignKey(
        Source, models.PROTECT, related_name="project_results", verbose_name=_("source")
    )
    page = models.CharField(_("page or section"), max_length=80, blank=True)
    carried_on_in = models.CharField(_("carried on in"), max_length=250, blank=True)

    objects = ScopedQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["project", "pk"]
        verbose_name = _("result")
        verbose_name_plural = _("results")
        constraints = [
            models.UniqueConstraint(
                fields=["project", "text", "source"],
                name="projects_result_once_per_source",
                violation_error_message=_("This result is already entered from this source."),
            )
        ]

    def __str__(self):
        return self.text
