"""Which digest went to whom on which day: of one person and one day there is one."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class CommitmentReminder(models.Model):
    """Seen by nobody on a page; the command asks it whether a person was reminded already."""

    scope_path = None

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("person")
    )
    day = models.DateField(_("day"))

    class Meta:
        ordering = ["person", "-day"]
        verbose_name = _("reminder of commitments")
        verbose_name_plural = _("reminders of commitments")
        default_permissions = []
        constraints = [
            models.UniqueConstraint(
                fields=["person", "day"], name="commitments_reminder_once_a_day"
            )
        ]

    def __str__(self):
        return f"{self.person}, {self.day}"

    @property
    def audit_name(self) -> str:
        return f"reminder to person {self.person_id}"
