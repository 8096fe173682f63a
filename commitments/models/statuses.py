"""Where a commitment or an action stands: two opinions, each the sum of its changes."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.access.querysets import ScopedQuerySet
from foundation.reference.classification import Classification
from foundation.reference.models import Source


class Status(models.TextChoices):
    NOT_STARTED = "not-started", _("Not started")
    IN_PROGRESS = "in-progress", _("In progress")
    DELAYED = "delayed", _("Delayed")
    STALLED = "stalled", _("Stalled")
    IMPLEMENTED = "implemented", _("Implemented")
    DISCONTINUED = "discontinued", _("Discontinued")
    NO_INFORMATION = "no-information", _("No information")


class Opinion(models.TextChoices):
    REPORTED = "reported", _("Reported")
    VERIFIED = "verified", _("Verified")


CLOSED = (Status.IMPLEMENTED, Status.DISCONTINUED)

LOOKS = {
    "not-started": "new", "in-progress": "go", "delayed": "warn", "stalled": "warn",
    "implemented": "ok", "discontinued": "stop", "no-information": "unk", "overdue": "bad",
}  # fmt: skip


class Subject(models.Model):
    """A thing with a status: commitments/transitions.py alone writes the two fields."""

    reported_status = models.CharField(
        _("reported status"),
        max_length=14,
        choices=Status.choices,
        default=Status.NO_INFORMATION,
        editable=False,
    )
    verified_status = models.CharField(
        _("verified status"), max_length=14, choices=Status.choices, blank=True, editable=False
    )

    class Meta:
        abstract = True

    @property
    def overdue(self) -> bool:
        """Worked out, never typed."""
        if self.due_to is None or self.reported_status in CLOSED:
            return False
        return self.due_to < timezone.localdate()

    @property
    def status(self) -> str:
        """The reported status, or "overdue": one word for cards and counts."""
        return "overdue" if self.overdue else self.reported_status

    @property
    def status_look(self) -> str:
        return LOOKS[self.status]

    def get_status_display(self):
        return _("Overdue") if self.overdue else self.get_reported_status_display()

    @property
    def reported_status_look(self) -> str:
        return LOOKS[self.reported_status]

    @property
    def verified_status_look(self) -> str:
        return LOOKS.get(self.verified_status, "unk")

    @property
    def opinions_differ(self) -> bool:
        return bool(self.verified_status) and self.verified_status != self.reported_status


class StatusChange(models.Model):
    """One statement about the status of a commitment or an action. Never changed, never removed.

    The status itself is as open as the instrument; note and proof may be less open.
    """

    scope_path = "instrument__country"
    scope_shared = True
    classification_path = (
        "classification",
        "instrument__classification",
        "commitment__source__classification",
        "action__source__classification",
        "action__commitment__source__classification",
        "source__classification",
    )

    # Of the subject, so that each row knows its country by one path; the transition sets it.
    instrument = models.ForeignKey(
        "commitments.Instrument", models.PROTECT, related_name="status_changes", editable=False
    )
    commitment = models.ForeignKey(
        "commitments.Commitment",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="status_changes",
        verbose_name=_("commitment"),
    )
    action = models.ForeignKey(
        "commitments.Action",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="status_changes",
        verbose_name=_("action"),
    )
    opinion = models.CharField(_("opinion"), max_length=8, choices=Opinion.choices)
    was = models.CharField(_("from"), max_length=14, choices=Status.choices, blank=True)
    now = models.CharField(_("to"), max_length=14, choices=Status.choices)
    as_of_as_written = models.CharField(_("as of, as written"), max_length=80, blank=True)
    as_of_from = models.DateField(_("as of, earliest day"))
    as_of = models.DateField(_("as of"))
    note = models.TextField(_("note"), blank=True)
    evidence = models.TextField(_("evidence"), blank=True)
    source = models.ForeignKey(
        Source, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("source")
    )
    page = models.CharField(_("page or section"), max_length=80, blank=True)
    method_note = models.TextField(_("how it was verified"), blank=True)
    verifies = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="verifications",
        verbose_name=_("verifies"),
    )
    classification = models.CharField(
        _("classification"),
        max_length=12,
        choices=Classification.choices,
        default=Classification.INTERNAL,
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    at = models.DateTimeField(_("at"), default=timezone.now, editable=False)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["-as_of", "-at", "-pk"]  # the first one is in force
        verbose_name = _("change of status")
        verbose_name_plural = _("changes of status")
        default_permissions = ["view"]
        constraints = [
            models.CheckConstraint(
                condition=Q(commitment__isnull=False, action__isnull=True)
                | Q(commitment__isnull=True, action__isnull=False),
                name="commitments_change_has_one_subject",
                violation_error_message=_("A change is about a commitment or about an action."),
            ),
            models.CheckConstraint(
                condition=~Q(now__in=CLOSED)
                | (~Q(note="") & (Q(source__isnull=False) | ~Q(evidence=""))),
                name="commitments_closed_needs_evidence",
                violation_error_message=_("This status needs a note, and a source or evidence."),
            ),
            models.CheckConstraint(
                condition=Q(opinion=Opinion.REPORTED, verifies__isnull=True)
                | (Q(opinion=Opinion.VERIFIED, verifies__isnull=False, by__isnull=False)
                   & ~Q(method_note="")),
                name="commitments_verified_has_method",
                violation_error_message=_(
                    "A verification needs a person, what it verifies and how it was verified."
                ),
            ),
            models.CheckConstraint(
                condition=Q(by__isnull=False) | Q(source__isnull=False),
                name="commitments_change_by_person_or_source",
                violation_error_message=_("A status that nobody reported needs a source."),
            ),
            models.CheckConstraint(
                condition=Q(as_of_from__lte=F("as_of")),
                name="commitments_as_of_in_order",
                violation_error_message=_("The latest day is before the earliest."),
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["commitment", "-as_of"], name="commitments_change_commitment"),
            models.Index(fields=["action", "-as_of"], name="commitments_change_action"),
        ]

    def __str__(self):
        return f"{self.get_opinion_display()}: {self.get_now_display()}"

    @property
    def subject(self):
        return self.commitment or self.action

    @property
    def promise(self):
        """The commitment that it is about, itself or by one of its actions."""
        return self.commitment or self.action.commitment

    @property
    def now_look(self) -> str:
        return LOOKS[self.now]

    @property
    def was_look(self) -> str:
        return LOOKS.get(self.was, "unk")
