"""Files that were taken out, and reports that somebody keeps to run again."""

import secrets
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from foundation.access.querysets import ScopedQuerySet
from foundation.access.scope import covers, permission_name, scope_of
from foundation.documents.storage import PrivateStorage
from foundation.jobs.models import Job
from foundation.reference.classification import Classification

from .reports import ENDINGS, REPORTS

# Without look-alikes, so that a number can be read out.
SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"


def new_reference() -> str:
    return "e" + "".join(secrets.choice(SIGNS) for _place in range(9))


def random_name(instance: Any, filename: str) -> str:
    """Nothing of the report's name reaches the disk."""
    token = secrets.token_hex(16)
    return f"exports/{token[:2]}/{token}"


class ExportQuerySet(ScopedQuerySet):
    def for_user(self, user: Any, action: str = "view") -> "ExportQuerySet":
        """One's own and those one decided on; those of others (what and when, not the file) for
        who keeps watch.
        """
        if action == "approve":
            held = scope_of(user, permission_name(Export, "approve"))
            asked = self.filter(state=Export.State.ASKED).exclude(by=user)
            rows = asked.values_list("pk", "scope") if held else ()  # of the few that wait
            return self.filter(pk__in=[pk for pk, needed in rows if covers(held, needed)])
        known = user.is_authenticated and user.is_active
        own = self.filter(Q(by=user) | Q(decided_by=user)) if known else self.none()
        if action == "view" and scope_of(user, permission_name(Export, "view")).everywhere:
            return self.all()
        return own

    def under_way(self):
        return self.filter(state__in=[Export.State.WAITING, Export.State.RUNNING])


class Export(models.Model):
    """One file that somebody took out, or asked for. Its row stays when the file is gone."""

    scope_path = None

    class State(models.TextChoices):
        ASKED = "asked", _("Waits for a second person")
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Being made")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Could not be made")
        CANCELLED = "cancelled", _("Cancelled")
        REFUSED = "refused", _("Refused")
        EXPIRED = "expired", _("Thrown away")
        LAPSED = "lapsed", _("Nobody decided in time")

    LOOKS = {"ready": "ok", "failed": "stop", "cancelled": "stop", "refused": "stop",
             "expired": "stop", "lapsed": "stop"}  # fmt: skip

    reference = models.CharField(
        pgettext_lazy("identifier", "number"),
        max_length=12,
        unique=True,
        default=new_reference,
        editable=False,
    )
    report = models.SlugField(_("report"), max_length=40)
    ending = models.CharField(_("format"), max_length=5, choices=list(ENDINGS.items()))
    options = models.TextField(_("choices"), blank=True)
    said = models.JSONField(_("choices in words"), default=list)
    language = models.CharField(_("language"), max_length=5)
    reason = models.CharField(_("what it is for"), max_length=400, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="exports", verbose_name=_("by")
    )
    asked_at = models.DateTimeField(_("asked at"), default=timezone.now)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.WAITING
    )
    job = models.ForeignKey(
        Job, models.SET_NULL, null=True, related_name="+", verbose_name=_("job")
    )
    expected = models.PositiveIntegerField(_("rows expected"), default=0)
    rows = models.PositiveIntegerField(_("rows"), null=True)
    file = models.FileField(
        _("file"), upload_to=random_name, storage=PrivateStorage(), blank=True, max_length=60
    )
    file_name = models.CharField(_("name of the file"), max_length=130, blank=True)
    size = models.PositiveBigIntegerField(_("size in bytes"), null=True)
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True)
    classification = models.CharField(
        _("classification"), max_length=15, choices=Classification.choices, blank=True
    )
    # What its maker held when it was made: who holds less by now does not get the file. While it
    # waits for a second person: what that person has to hold.
    scope = models.JSONField(_("scope"), default=list)
    # Which rows were asked for, see opened.py: who may have one less does not get the file.
    opened = models.JSONField(_("rows that were open"), default=dict, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+",
        verbose_name=_("decided by"),
    )  # fmt: skip
    decided_at = models.DateTimeField(_("decided at"), null=True)
    decision = models.CharField(_("why it was refused"), max_length=400, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True)
    expires_at = models.DateTimeField(_("kept until"), null=True)

    objects = ExportQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        verbose_name = _("file taken out")
        verbose_name_plural = _("files taken out")
        default_permissions = ["view"]
        permissions = [
            ("approve_export", "Can agree to a large file that somebody else takes out")
        ]
        indexes = [models.Index(fields=["by", "asked_at"], name="exports_of_person")]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("by")),
                name="exports_decided_by_another",
                violation_error_message=_("Nobody agrees to their own file."),
            ),
            models.CheckConstraint(
                condition=~Q(state="ready")
                | (~Q(file="") & ~Q(sha256="") & Q(rows__isnull=False, expires_at__isnull=False)),
                name="exports_ready_is_whole",
                violation_error_message=_("A file is ready when all of it is there."),
            ),
        ]

    def __str__(self):
        return self.reference

    def get_absolute_url(self):
        return reverse("exports:export", args=[self.reference])

    @property
    def again(self) -> str:
        """The page of the report with the choices of this file."""
        address = reverse("exports:report", args=[self.report])
        return f"{address}?{self.options}" if self.options else address

    @property
    def audience(self) -> str:
        """How far the file may travel, in words."""
        chosen = QueryDict(self.options).get("audience", "")
        return str(dict(Classification.choices).get(chosen, ""))

    @property
    def title(self) -> str:
        """The name of the report, in the language of the page."""
        report = REPORTS.get(self.report)
        return str(report.title) if report else self.report

    @property
    def audit_name(self) -> str:
        return f"export {self.reference}"

    @property
    def state_look(self) -> str:
        return self.LOOKS.get(self.state, "new")

    @property
    def progress(self) -> int:
        """Per cent, while it is made."""
        return self.job.progress if self.job else 0

    @property
    def is_open(self) -> bool:
        return self.state in {self.State.ASKED, self.State.WAITING, self.State.RUNNING}

    @property
    def is_ready(self) -> bool:
        return self.state == self.State.READY and self.expires_at > timezone.now()


class Definition(models.Model):
    """A report with its choices, kept by somebody to run again, by hand or by the calendar."""

    scope_path = None

    class Every(models.TextChoices):
        NEVER = "", _("Only when I ask")
        DAY = "day", _("Every day")
        WEEK = "week", _("Every Monday")
        MONTH = "month", _("On the first of a month")

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="kept_reports",
        verbose_name=_("by"),
    )  # fmt: skip
    name = models.CharField(_("name"), max_length=80)
    report = models.SlugField(_("report"), max_length=40)
    ending = models.CharField(_("format"), max_length=5, choices=list(ENDINGS.items()))
    options = models.TextField(_("choices"), blank=True)
    language = models.CharField(_("language"), max_length=5)
    reason = models.CharField(_("what it is for"), max_length=400, blank=True)
    every = models.CharField(
        _("by itself"), max_length=5, choices=Every.choices, default=Every.NEVER, blank=True
    )
    last_run = models.DateField(_("last made by itself"), null=True, editable=False)

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("kept report")
        verbose_name_plural = _("kept reports")
        default_permissions = []
        constraints = [
            models.UniqueConstraint(
                fields=["by", "name"],
                name="exports_kept_name_once",
                violation_error_message=_("You keep a report of this name already."),
            )
        ]

    def __str__(self):
        return self.name

    @property
    def title(self) -> str:
        report = REPORTS.get(self.report)
        return str(report.title) if report else self.report

    @property
    def href(self) -> str:
        """The page of the report with the choices filled in."""
        address = reverse("exports:report", args=[self.report])
        return f"{address}?{self.options}" if self.options else address
