"""Lists that somebody else owns: countries, regions, organisations, sources, code lists.

`scope_path` says by which path a model reaches a country; foundation.access reads it. None means
that the row belongs to no country and only the permission counts.
"""

import string

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from .classification import Classification

# ISO 3166 leaves these to their users and will never give them to a country.
USER_ASSIGNED = ["AA", "ZZ"]
USER_ASSIGNED += [f"Q{letter}" for letter in "MNOPQRSTUVWXYZ"]
USER_ASSIGNED += [f"X{letter}" for letter in string.ascii_uppercase]


class Named(models.Model):
    """A row with an English and a French name; the French one may be missing."""

    name_en = models.CharField(_("name in English"), max_length=250)
    name_fr = models.CharField(_("name in French"), max_length=250, blank=True)

    class Meta:
        abstract = True

    def __str__(self):
        return self.name

    @property
    def name(self) -> str:
        in_french = (get_language() or "en").startswith("fr")
        return self.name_fr if in_french and self.name_fr else self.name_en


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


class Organisation(Named):
    """Any body that acts: an agency, a ministry, an armed group, a court.

    A party to a conflict is an organisation: the same row signs a communiqué and is named as
    perpetrator. An organisation that became another keeps its name and points to its successor.
    """

    scope_path = None

    class Kind(models.TextChoices):
        UN_ENTITY = "un", _("UN entity")
        GOVERNMENT = "government", _("Government body")
        NATIONAL_FORCES = "forces", _("National forces")
        ARMED_GROUP = "armed-group", _("Armed group")
        NGO = "ngo", _("Non-governmental organisation")
        DONOR = "donor", _("Donor")
        COURT = "court", _("Court")
        OTHER = "other", _("Other")

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    acronym = models.CharField(_("acronym"), max_length=40, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    country = models.ForeignKey(
        Country,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="organisations",
        verbose_name=_("country"),
        help_text=_("Where it belongs to one."),
    )
    iati_identifier = models.CharField(_("IATI identifier"), max_length=60, blank=True)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name=_("part of"),
    )
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name=_("became"),
    )
    ended = models.DateField(
        _("until"),
        null=True,
        blank=True,
        help_text=_("From this date the successor stands for it."),
    )
    note = models.CharField(_("note"), max_length=400, blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["name_en"]
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        constraints = [
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | Q(ended__isnull=False),
                name="reference_successor_needs_date",
                violation_error_message=_("Say from which date the successor stands for it."),
            )
        ]

    def get_absolute_url(self):
        return reverse("overview:organisation", args=[self.slug])

    @property
    def short(self) -> str:
        return self.acronym or self.name


class Alias(models.Model):
    """Another spelling of an organisation's name, as one source writes it."""

    scope_path = None

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="aliases")
    name = models.CharField(_("as written"), max_length=250)
    source = models.ForeignKey(
        "Source", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("source")
    )
    note = models.CharField(_("note"), max_length=250, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("other spelling")
        verbose_name_plural = _("other spellings")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name", "source"], name="reference_alias_once"
            )
        ]

    def __str__(self):
        return self.name


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
    url = models.URLField(_("address on the web"), max_length=500, blank=True)
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


class Listing(models.Model):
    """A party named in the annex of a report, by report and year."""

    scope_path = None

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="listings", verbose_name=_("party")
    )
    source = models.ForeignKey(Source, models.PROTECT, related_name="+", verbose_name=_("report"))
    year = models.PositiveSmallIntegerField(_("year of the report"))
    listed_from = models.DateField(_("from"), null=True, blank=True)
    listed_until = models.DateField(_("until"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=250, blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["-year", "organisation"]
        verbose_name = _("listing")
        verbose_name_plural = _("listings")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "source", "year"],
                name="reference_listed_once",
                violation_error_message=_("This party is already entered for this report."),
            )
        ]

    def __str__(self):
        return f"{self.organisation}, {self.year}"


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
