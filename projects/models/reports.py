"""The reports that the fund expects of a project."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from foundation.access.querysets import ScopedQuerySet
from foundation.audit.versions import Versioned
from foundation.reference.models import Code

from .documents import ProjectDocument
from .project import Project


def _person(label):
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=label,
    )


class ReportDueQuerySet(ScopedQuerySet):
    def open(self):
        """Not yet received, or sent back: somebody has to hand it in."""
        return self.filter(Q(received_on__isnull=True) | ~Q(returned_reason=""))

    def overdue(self, day):
        """Not received by its due date, though the register expected it before."""
        return self.filter(
            received_on__isnull=True, due_on__lt=day, expected_since__lte=F("due_on")
        )

    def to_accept(self):
        """Received, and neither accepted nor sent back."""
        return self.filter(received_on__isnull=False, accepted_on__isnull=True, returned_reason="")

    def due(self, day, until=None):
        """Not received and due on that day or later, until another day if one is given."""
        rows = self.filter(received_on__isnull=True, due_on__gte=day)
        return rows.filter(due_on__lte=until) if until else rows

    def in_state(self, state, day):
        """The rows whose worked-out state is this one on that day, as ReportDue.state says."""
        not_received = self.filter(received_on__isnull=True)
        return {
            "no-date": not_received.filter(due_on__isnull=True),
            "due": self.due(day),
            "overdue": self.overdue(day),
            "no-receipt": not_received.filter(due_on__lt=day, expected_since__gt=F("due_on")),
            "received": self.to_accept(),
            "returned": self.exclude(returned_reason=""),
            "accepted": self.filter(accepted_on__isnull=False),
        }[state]


class ReportDue(Versioned):
    """A report that the fund expects, and what became of it."""

    scope_path = "project__country"
    classification_path = "project__classification"

    class State(models.TextChoices):
        NO_DATE = "no-date", _("No date set")
        DUE = "due", _("Due")
        OVERDUE = "overdue", _("Overdue")
        NO_RECEIPT = "no-receipt", _("No receipt recorded")
        RECEIVED = "received", _("Received")
        RETURNED = "returned", _("Returned")
        ACCEPTED = "accepted", _("Accepted")

    LOOKS = {
        "no-date": "unk", "due": "new", "overdue": "bad", "no-receipt": "warn", "received": "go",
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
    document = models.ForeignKey(
        ProjectDocument,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("document"),
    )
    expected_since = models.DateField(_("expected since"), default=timezone.localdate)
    from_calendar = models.BooleanField(_("from the calendar"), default=False, editable=False)
    received_by = _person(_("receipt recorded by"))
    accepted_by = _person(_("accepted by"))

    objects = ReportDueQuerySet.as_manager()
    history = HistoricalRecords(history_change_reason_field=models.TextField(null=True))

    class Meta:
        ordering = ["project", "due_on", "pk"]
        verbose_name = _("report due")
        verbose_name_plural = _("reports due")
        permissions = [("accept_reportdue", "Can accept or return a report")]
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted_by__isnull=True)
                | Q(received_by__isnull=True)
                | ~Q(accepted_by=F("received_by")),
                name="projects_report_accepted_by_another",
                violation_error_message=_("Somebody else than who received it accepts a report."),
            ),
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

    def get_absolute_url(self):
        return f"{reverse('projects:reports', args=[self.project.code])}#report-{self.pk}"

    @property
    def audit_name(self) -> str:
        return f"{self.project}, report due {self.pk}"

    @property
    def state(self) -> State:
        """Worked out, never typed.

        A report that was due before the register began to expect it may have been sent long ago:
        of that one, only that no receipt is recorded.
        """
        if self.accepted_on:
            return self.State.ACCEPTED
        if self.returned_reason:
            return self.State.RETURNED
        if self.received_on:
            return self.State.RECEIVED
        if self.due_on and self.due_on < timezone.localdate():
            known_in_time = self.expected_since <= self.due_on
            return self.State.OVERDUE if known_in_time else self.State.NO_RECEIPT
        return self.State.DUE if self.due_on else self.State.NO_DATE

    @property
    def state_look(self) -> str:
        return self.LOOKS[self.state]

    def get_state_display(self):
        return self.state.label


class Reminder(models.Model):
    """One mail about reports due, to one person on one day: what keeps it from going out twice."""

    scope_path = None

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("person")
    )
    day = models.DateField(_("day"), default=timezone.localdate)

    class Meta:
        ordering = ["-day", "person"]
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        default_permissions = []
        constraints = [
            models.UniqueConstraint(
                fields=["person", "day"],
                name="projects_one_reminder_a_day",
                violation_error_message=_("This person was reminded today."),
            )
        ]

    def __str__(self):
        return f"{self.person}, {self.day}"

    @property
    def audit_name(self) -> str:
        return f"reminder to person {self.person_id}"
