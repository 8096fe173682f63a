"""What was signed, adopted or declared."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from commitments import written
from commitments.findings import contradictory
from foundation.access.querysets import ScopedQuerySet
from foundation.audit.versions import Versioned
from foundation.reference.classification import Classification
from foundation.reference.models import Country, Source

INTERNATIONAL = "international"  # stands in the address where a country would
NAMING = ("signed", "issued", "adopted", "in-force")  # the events that name it, first the best


class InstrumentQuerySet(ScopedQuerySet):
    def at(self, place: str):
        """Those of a country by its slug, or those that belong to none."""
        if place == INTERNATIONAL:
            return self.filter(country=None)
        return self.filter(country__slug=place)

    def with_row(self, user):
        """What a row of a list shows, as `user` may know it, in a few queries for all rows."""
        return self.select_related("country").prefetch_related(
            models.Prefetch(
                "parties",
                _model("InstrumentParty").objects.for_user(user).select_related("organisation"),
            ),
            models.Prefetch(
                "dates", _model("InstrumentDate").objects.for_user(user).select_related("source")
            ),
            models.Prefetch("commitments", _model("Commitment").objects.for_user(user)),
            models.Prefetch("commitments__actions", _model("Action").objects.for_user(user)),
        )


def _model(name):
    """A model that points here, and so cannot be imported here."""
    return Instrument._meta.apps.get_model("commitments", name)


class Instrument(Versioned):
    """A text in which somebody took on commitments. Without a country it is international."""

    scope_path = "country"
    scope_shared = True

    class Kind(models.TextChoices):
        JOINT_COMMUNIQUE = "joint-communique", _("Joint communiqué")
        UNILATERAL_COMMUNIQUE = "unilateral-communique", _("Unilateral communiqué")
        FRAMEWORK = "framework", _("Framework of cooperation")
        ACTION_PLAN = "action-plan", _("Action plan")
        NATIONAL_ACTION_PLAN = "national-action-plan", _("National action plan")
        RESOLUTION = "resolution", _("Resolution")
        DECLARATION = "declaration", _("Declaration")
        LAW = "law", _("Law")
        DRAFT_LAW = "draft-law", _("Draft law")
        POLICY = "policy", _("Policy")
        PROGRAMME = "programme", _("Programme")
        PEACE_AGREEMENT = "peace-agreement", _("Peace agreement")
        DOCUMENT = "document", _("Document")

    class LegalStatus(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("instrument", "Draft")
        ADOPTED = "adopted", _("Adopted")
        SIGNED = "signed", _("Signed")
        IN_FORCE = "in-force", _("In force")
        EXPIRED = "expired", _("Expired")
        SUPERSEDED = "superseded", _("Superseded")
        DISPUTED = "disputed", _("Disputed")
        NOT_RECORDED = "not-recorded", _("Not recorded")

    LOOKS = {
        "draft": "new", "adopted": "ok", "signed": "ok", "in-force": "ok", "expired": "stop",
        "superseded": "stop", "disputed": "warn", "not-recorded": "unk",
    }  # fmt: skip

    slug = models.SlugField(_("address"), max_length=80)
    kind = models.CharField(_("kind"), max_length=24, choices=Kind.choices)
    title = models.CharField(_("title"), max_length=300, help_text=_("As signed, if known."))
    short_title = models.CharField(_("short title"), max_length=120, help_text=_("For lists."))
    symbol = models.CharField(
        _("symbol or number"), max_length=60, blank=True, help_text=_("Such as S/RES/2480 (2019).")
    )
    country = models.ForeignKey(
        Country,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="instruments",
        verbose_name=_("country"),
        help_text=_("Leave it empty if it is not about one country."),
    )
    language = models.CharField(_("language of the title"), max_length=5, default="en")
    period_as_written = written.text_field(
        _("period, as written"), help_text=_("The years a plan covers, such as 2019-2023.")
    )
    period_from = written.day_field(_("period, first day"))
    period_to = written.day_field(_("period, last day"))
    supersedes = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="superseded_by",
        verbose_name=_("supersedes"),
    )
    implements = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="implemented_by",
        verbose_name=_("carries out"),
    )
    summary = models.TextField(
        _("summary"), blank=True, help_text=_("In our own words; the text as signed has a page.")
    )
    legal_status = models.CharField(
        _("legal status"),
        max_length=12,
        choices=LegalStatus.choices,
        default=LegalStatus.NOT_RECORDED,
    )
    classification = models.CharField(
        _("classification"),
        max_length=12,
        choices=Classification.choices,
        default=Classification.INTERNAL,
    )
    sources = models.ManyToManyField(
        Source, blank=True, related_name="instruments", verbose_name=_("sources")
    )

    objects = InstrumentQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["country__name_en", "short_title"]
        verbose_name = _("instrument")
        verbose_name_plural = _("instruments")
        permissions = [("view_history_instrument", "Can read the history of instruments")]
        constraints = [
            models.UniqueConstraint(
                fields=["country", "slug"],
                name="commitments_instrument_once",
                violation_error_message=_("This country has an instrument with this address."),
            ),
            models.UniqueConstraint(
                fields=["slug"],
                condition=Q(country__isnull=True),
                name="commitments_international_once",
                violation_error_message=_("An instrument with this address exists already."),
            ),
            written.in_order("period", "commitments_instrument_period_in_order"),
            models.CheckConstraint(
                condition=Q(supersedes__isnull=True) | ~Q(supersedes=F("id")),
                name="commitments_supersedes_another",
                violation_error_message=_("An instrument cannot supersede itself."),
            ),
            models.CheckConstraint(
                condition=Q(implements__isnull=True) | ~Q(implements=F("id")),
                name="commitments_implements_another",
                violation_error_message=_("An instrument cannot carry out itself."),
            ),
        ]

    def __str__(self):
        return self.short_title

    def get_absolute_url(self):
        return self.page("instrument")

    def clean(self):
        written.resolve(self, "period")
        for name in ("supersedes", "implements"):
            self._check_above(name)

    def _check_above(self, name):
        """Of one country, or one of the two of none; and no ring."""
        above = getattr(self, name)
        if above is None:
            return
        if len({self.country_id, above.country_id} - {None}) > 1:
            raise ValidationError({name: _("This instrument is of another country.")})
        links = dict(Instrument.objects.exclude(**{name: None}).values_list("pk", name))
        key, passed = above.pk, set()
        while key is not None and key not in passed:
            if key == self.pk:
                told = _("This would close a ring: that one rests on this one already.")
                raise ValidationError({name: told})
            passed.add(key)
            key = links.get(key)

    def page(self, name: str) -> str:
        """The address of one of its pages: "instrument", "table", "indicators", "text" …"""
        return reverse(f"commitments:{name}", args=[self.place, self.slug])

    @property
    def place(self) -> str:
        return self.country.slug if self.country else INTERNATIONAL

    @property
    def is_sample(self) -> bool:
        return self.country is not None and self.country.is_sample

    @property
    def main_date(self):
        """The date to name it by, as precisely as any source gives it; None without one."""
        dates = [d for d in self.dates.all() if d.event in NAMING and d.date_from]
        return min(
            dates,
            key=lambda d: (NAMING.index(d.event), d.date_to - d.date_from, d.date_from),
            default=None,
        )

    @property
    def disputed_events(self) -> set[str]:
        """Events on which the sources contradict each other."""
        return contradictory(
            [(d.event, d.date_from, d.date_to, d.contradicts) for d in self.dates.all()]
        )

    @property
    def legal_status_look(self) -> str:
        return self.LOOKS[self.legal_status]
