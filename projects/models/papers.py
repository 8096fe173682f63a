"""The papers of a project: documents present, linked or missing, and reports due."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from foundation.access.querysets import ScopedQuerySet
from foundation.audit.versions import Versioned
from foundation.documents.models import StoredDocument
from foundation.reference.models import Code

from .project import Project


class ProjectDocument(Versioned, StoredDocument):
    """A document of a project: never more open than the project itself."""

    scope_path = "project__country"
    classification_path = ("project__classification", "classification")

    project = models.ForeignKey(
        Project, models.CASCADE, related_name="documents", verbose_name=_("project")
    )

    objects = ScopedQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(StoredDocument.Meta):
        abstract = False
        ordering = ["project", "kind__order", "-year", "pk"]
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        constraints = [
            *StoredDocument.Meta.constraints,
            models.UniqueConstraint(
                fields=["project", "kind", "title"],
                name="projects_document_once",
                violation_error_message=_("The project has this document already."),
            ),
        ]

    def get_absolute_url(self):
        return f"{self.project.get_absolute_url()}#documents"

    @property
    def edit_url(self) -> str:
        return reverse("projects:document_edit", args=[self.project.code, self.pk])

    @property
    def download_url(self) -> str:
        return reverse("projects:document", args=[self.project.code, self.pk, self.file_name])


class ReportDue(models.Model):
    """A report that the fund expects, and what became of it."""

    scope_path = "project__country"
    classification_path = "project__classification"

    class State(models.TextChoices):
        NO_DATE = "no-date", _("No date set")
        DUE = "due", _("Due")
        NO_RECEIPT = "no-receipt", _("No receipt recorded")
        RECEIVED = "received", _("Received")
        RETURNED = "returned", _("Returned")
        ACCEPTED = "accepted", _("Accepted")

    LOOKS = {
        "no-date": "unk", "due": "new", "no-receipt": "warn", "received": "go",
        "returned": "warn", "accepted": "ok",
    }  # fmt: skip

    project = models.ForeignKey(
        Project, models.CASCADE, related_name="reports_due", verbose_name=_("project")
    )
    kind = models.ForeignKey(
        Code,
        models.PROTECT,
        related_name="+",
        limit_choices_to={"list": Code.List.DOCUMENT_KIND, "active": True},
        verbose_name=_("report"),
    )
    period_year = models.PositiveSmallIntegerField(_("year it is about"), null=True, blank=True)
    due_on = models.DateField(_("due"), null=True, blank=True)
    received_on = models.DateField(_("received"), null=True, blank=True)
    accepted_on = models.DateField(_("accepted"), null=True, blank=True)
    returned_reason = models.CharField(_("returned because"), max_length=400, blank=True)
    note = models.CharField(_("note"), max_length=250, blank=True)

    objects = ScopedQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["project", "due_on", "pk"]
        verbose_name = _("report due")
        verbose_name_plural = _("reports due")
        constraints = [
            models.UniqueConstraint(
                fields=["project", "kind", "period_year"],
                name="projects_report_due_once",
                violation_error_message=_("This report is already expected for this year."),
            ),
            models.UniqueConstraint(
                fields=["project", "kind"],
                condition=Q(period_year__isnull=True),
                name="projects_report_due_once_without_year",
                violation_error_message=_("This report is already expected."),
            ),
            models.CheckConstraint(
                condition=Q(accepted_on__isnull=True)
                | Q(received_on__isnull=False, accepted_on__gte=F("received_on")),
                name="projects_accepted_after_received",
                violation_error_message=_("A report is accepted after it was received."),
            ),
            models.CheckConstraint(
                condition=Q(returned_reason="")
                | Q(received_on__isnull=False, accepted_on__isnull=True),
                name="projects_returned_was_received",
                violation_error_message=_("Only a received, not yet accepted report is returned."),
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.period_year or ''}".strip()

    @property
    def state(self) -> State:
        """Worked out, never typed. A report without a receipt may still have been sent."""
        if self.accepted_on:
            return self.State.ACCEPTED
        if self.returned_reason:
            return self.State.RETURNED
        if self.received_on:
            return self.State.RECEIVED
        if self.due_on and self.due_on < timezone.localdate():
            return self.State.NO_RECEIPT
        return self.State.DUE if self.due_on else self.State.NO_DATE

    @property
    def state_look(self) -> str:
        return self.LOOKS[self.state]

    def get_state_display(self):
        return self.state.label
