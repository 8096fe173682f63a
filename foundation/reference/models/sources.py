"""Something that can be cited."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from foundation.reference.classification import Classification
from foundation.reference.web import WebAddressField


class Source(models.Model):
    """Something that can be cited. Every figure in the register points to one."""

    scope_path = None

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    symbol = models.CharField(
        _("symbol"), max_length=60, blank=True, help_text=_("Such as S/2020/487.")
    )
    title = models.CharField(_("title"), max_length=300)
    short_title = models.CharField(
        _("short title"), max_length=80, help_text=_("As it is cited beside a figure.")
    )
    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    date_as_written = models.CharField(_("date as written"), max_length=80, blank=True)
    date_from = models.DateField(_("date, earliest"), null=True, blank=True)
    date_to = models.DateField(_("date, latest"), null=True, blank=True)
    url = WebAddressField(_("address on the web"), max_length=500, blank=True)
    language = models.CharField(_("language"), max_length=5, default="en")
    classification = models.CharField(
        _("classification"),
        max_length=12,
        choices=Classification.choices,
        default=Classification.INTERNAL,
    )
    is_sample = models.BooleanField(_("sample"), default=False)
    note = models.TextField(_("note"), blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["-date_to", "short_title"]
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        constraints = [
            models.UniqueConstraint(
                fields=["symbol"],
                condition=~Q(symbol=""),
                name="reference_symbol_once",
                violation_error_message=_("A source with this symbol exists already."),
            ),
            models.CheckConstraint(
                condition=Q(date_from__isnull=True) | Q(date_to__gte=models.F("date_from")),
                name="reference_source_dates_in_order",
                violation_error_message=_("The latest date is before the earliest."),
            ),
        ]

    def __str__(self):
        return self.short_title

    def get_absolute_url(self):
        return reverse("overview:source", args=[self.slug])
