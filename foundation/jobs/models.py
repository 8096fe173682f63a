"""Work that a page does not wait for: a row per piece of work, done by `manage.py work`."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Job(models.Model):
    """One piece of work: what, with which arguments, for whom, how far.

    A worker holds it by a lease. A worker that dies leaves the lease to run out, and the next
    one takes the job up again, at most `most_tries` times.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")

    kind = models.CharField(_("kind"), max_length=80)
    arguments = models.JSONField(_("arguments"), default=dict)
    key = models.CharField(_("key"), max_length=120, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="jobs",
        verbose_name=_("owner"),
    )
    state = models.CharField(
        _("state"), max_length=7, choices=State.choices, default=State.WAITING
    )
    progress = models.PositiveSmallIntegerField(_("progress, per cent"), default=0)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    most_tries = models.PositiveSmallIntegerField(_("tries at most"), default=3)
    run_after = models.DateTimeField(_("not before"), default=timezone.now)
    leased_until = models.DateTimeField(_("leased until"), null=True, blank=True)
    error = models.CharField(_("error"), max_length=200, blank=True)
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    class Meta:
        ordering = ["run_after", "pk"]
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        indexes = [models.Index(fields=["state", "run_after"], name="jobs_next")]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key"],
                condition=Q(state__in=["waiting", "running"]) & ~Q(key=""),
                name="jobs_once_at_a_time",
            ),
            models.CheckConstraint(condition=Q(progress__lte=100), name="jobs_progress_in_range"),
        ]

    def __str__(self):
        return f"{self.kind} {self.pk}"
