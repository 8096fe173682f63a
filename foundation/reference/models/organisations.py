"""Bodies that act: agencies, ministries, armed groups, courts; their spellings and listings."""

from collections.abc import Collection

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from .named import Named
from .places import Country
from .sources import Source


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


def wholes_of(organisations: Collection[int]) -> dict[int, set[int]]:
    """What each of these belongs to, through however many levels. All by primary key."""
    parent: dict[int, int | None] = {}
    new = set(organisations)
    while new:
        found = dict(Organisation.objects.filter(pk__in=new).values_list("pk", "parent"))
        parent |= found
        new = {pk for pk in found.values() if pk is not None and pk not in parent}
    return {pk: _above(pk, parent) for pk in organisations}


def _above(pk: int, parent: dict[int, int | None]) -> set[int]:
    found: set[int] = set()
    above = parent.get(pk)
    while above is not None and above not in found:
        found.add(above)
        above = parent.get(above)
    return found - {pk}


class Alias(models.Model):
    """Another spelling of an organisation's name, as one source writes it."""

    scope_path = None
    classification_path = "source__classification"

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="aliases")
    name = models.CharField(_("as written"), max_length=250)
    source = models.ForeignKey(
        Source, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("source")
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


class Listing(models.Model):
    """A party named in the annex of a report, by report and year."""

    scope_path = None
    classification_path = "source__classification"

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
