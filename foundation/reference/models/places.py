"""Countries and their first-level regions."""

import string

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from .named import Named

# ISO 3166 leaves these to their users and will never give them to a country.
USER_ASSIGNED = ["AA", "ZZ"]
USER_ASSIGNED += [f"Q{letter}" for letter in "MNOPQRSTUVWXYZ"]
USER_ASSIGNED += [f"X{letter}" for letter in string.ascii_uppercase]


class Country(Named):
    """A country or territory by ISO 3166; user-assigned codes are for samples only."""

    scope_path = "pk"

    iso2 = models.CharField(_("ISO alpha-2 code"), max_length=2, unique=True)
    iso3 = models.CharField(_("ISO alpha-3 code"), max_length=3, unique=True)
    slug = models.SlugField(_("address"), unique=True)
    is_sample = models.BooleanField(
        _("sample"), default=False, help_text=_("Fictional; every page about it says so.")
    )
    is_followed = models.BooleanField(
        _("followed"), default=False, help_text=_("Listed on the countries page.")
    )
    history = HistoricalRecords()

    class Meta:
        ordering = ["name_en"]
        verbose_name = _("country")
        verbose_name_plural = _("countries")
        constraints = [
            models.CheckConstraint(
                condition=Q(is_sample=False) | Q(iso2__in=USER_ASSIGNED),
                name="reference_sample_country_code",
                violation_error_message=_(
                    "A sample country needs a user-assigned code: AA, QM to QZ, XA to XZ or ZZ."
                ),
            )
        ]

    def get_absolute_url(self):
        return reverse("overview:country", args=[self.slug])


class Region(Named):
    """A first-level region. A P-code means something only together with its vintage."""

    scope_path = "country"

    country = models.ForeignKey(
        Country, models.PROTECT, related_name="regions", verbose_name=_("country")
    )
    pcode = models.CharField(_("P-code"), max_length=20)
    vintage = models.CharField(
        _("vintage"),
        max_length=20,
        help_text=_("The edition of the P-code set, such as v02-2021."),
    )
    iso_3166_2 = models.CharField(_("ISO 3166-2 code"), max_length=6, blank=True)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    predecessor_pcode = models.CharField(
        _("P-code of the same area in the edition before"), max_length=20, blank=True
    )
    note = models.CharField(_("note"), max_length=250, blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["country", "vintage", "pcode"]
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        constraints = [
            models.UniqueConstraint(
                fields=["country", "pcode", "vintage"],
                name="reference_region_once_per_vintage",
                violation_error_message=_("This P-code is already entered for this edition."),
            )
        ]
