"""What each register says of a project, field by field, as written."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from foundation.access.querysets import ScopedQuerySet
from foundation.reference.models import Source

from .project import Project


class RegisterEntry(models.Model):
    """One value of one field in one register. Rivals stand side by side; one may be chosen."""

    scope_path = "project__country"
    classification_path = ("project__classification", "register__classification")

    class Field(models.TextChoices):
        TITLE = "title", _("Title")
        TITLE_FR = "title_fr", _("Title in French")
        NUMBER = "number", _("Number")
        DESCRIPTION = "description", _("Short description")
        COUNTRY = "country", _("Country")
        ORGANISATIONS = "organisations", _("Organisations")
        PARTNER = "partner", _("National partner")
        STARTS = "starts", _("Start")
        ENDS = "ends", _("End")
        STATUS = "status", _("Status")
        SECTORS = "sectors", _("Sectors (OECD)")
        TARGETS = "targets", _("Targets of the goals")
        GENDER = "gender", _("Gender equality marker")
        RESULT = "result", _("Result")

    project = models.ForeignKey(
        Project, models.CASCADE, related_name="register_entries", verbose_name=_("project")
    )
    register = models.ForeignKey(
        Source, models.PROTECT, related_name="register_entries", verbose_name=_("register")
    )
    field = models.CharField(_("field"), max_length=14, choices=Field.choices)
    value_as_written = models.CharField(_("value as written"), max_length=400)
    page = models.CharField(_("page or section"), max_length=80, blank=True)
    as_of = models.DateField(
        _("as of"), null=True, blank=True, help_text=_("When the register said so, if known.")
    )
    chosen = models.BooleanField(_("chosen"), default=False, editable=False)
    chosen_reason = models.CharField(
        _("reason for the choice"), max_length=400, blank=True, editable=False
    )
    chosen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("chosen by"),
    )
    chosen_at = models.DateTimeField(_("chosen at"), null=True, blank=True, editable=False)

    objects = ScopedQuerySet.as_manager()
    history = HistoricalRecords(history_change_reason_field=models.TextField(null=True))

    class Meta:
        ordering = ["project", "field", "pk"]
        verbose_name = _("register entry")
        verbose_name_plural = _("register entries")
        permissions = [("choose_registerentry", "Can choose the value to show")]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "register", "field", "value_as_written", "page"],
                name="projects_entry_once",
                violation_error_message=_("This value is already entered from this register."),
            ),
            models.UniqueConstraint(
                fields=["project", "field"],
                condition=Q(chosen=True),
                name="projects_one_value_chosen",
                violation_error_message=_("Another value of this field is chosen already."),
            ),
            models.CheckConstraint(
                condition=(
                    Q(chosen=True, chosen_by__isnull=False, chosen_at__isnull=False)
                    & ~Q(chosen_reason="")
                )
                | Q(
                    chosen=False,
                    chosen_by__isnull=True,
                    chosen_at__isnull=True,
                    chosen_reason="",
                ),
                name="projects_choice_has_reason",
                violation_error_message=_("A choice needs a person, a time and a reason."),
            ),
        ]

    def __str__(self):
        return f"{self.project}, {self.get_field_display()}"
