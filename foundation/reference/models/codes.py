"""Code lists."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from .named import Named


class Code(Named):
    """One entry of a code list. Codes are never reused; an old one becomes inactive."""

    scope_path = None

    class List(models.TextChoices):
        VIOLENCE_FORM = "violence-form", _("Form of violence")
        PERPETRATOR = "perpetrator", _("Perpetrator category")
        SURVIVOR_GROUP = "survivor-group", _("Survivor group")
        DOCUMENT_KIND = "document-kind", _("Kind of document")
        BUDGET_CATEGORY = "budget-category", _("Budget category")

    list = models.CharField(_("list"), max_length=20, choices=List.choices)
    code = models.SlugField(_("code"), max_length=60)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    active = models.BooleanField(_("active"), default=True)
    hxl = models.CharField(_("HXL tag"), max_length=80, blank=True)
    iati = models.CharField(_("IATI code"), max_length=20, blank=True)
    definition = models.CharField(_("definition"), max_length=400, blank=True)
    origin = models.CharField(_("origin and version"), max_length=200, blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["list", "order", "code"]
        verbose_name = _("code")
        verbose_name_plural = _("code lists")
        constraints = [
            models.UniqueConstraint(
                fields=["list", "code"],
                name="reference_code_once",
                violation_error_message=_("This list already has this code."),
            )
        ]
