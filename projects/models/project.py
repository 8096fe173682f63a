"""A funded project."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from foundation.audit.versions import Versioned
from foundation.reference.classification import Classification
from foundation.reference.models import Country, Organisation, Source
from foundation.reference.written_dates import WrittenDate, read

from ..iati.stated import check_targets
from .fund import Fund, sectors_field
from .querysets import ProjectQuerySet


class Project(Versioned):
    """One funded project. Without a country it covers several."""

    scope_path = "country"

    class Status(models.TextChoices):
        PIPELINE = "pipeline", _("Pipeline")
        ONGOING = "ongoing", _("Ongoing")
        OPERATIONALLY_CLOSED = "operationally-closed", _("Operationally closed")
        FINANCIALLY_CLOSED = "financially-closed", _("Financially closed")
        CANCELLED = "cancelled", _("Cancelled")
        NOT_RECORDED = "not-recorded", _("Not recorded")

    class Gender(models.TextChoices):
        NOT_TARGETED = "0", _("Not targeted")
        SIGNIFICANT = "1", _("Significant objective")
        PRINCIPAL = "2", _("Principal objective")

    LOOKS = {
        "pipeline": "new", "ongoing": "go", "operationally-closed": "ok",
        "financially-closed": "ok", "cancelled": "stop", "not-recorded": "unk",
    }  # fmt: skip

    code = models.CharField(
        _("code"),
        max_length=20,
        unique=True,
        validators=[
            RegexValidator(r"^[A-Z][A-Z0-9-]*$", _("Capital letters and digits, such as UNA046."))
        ],
        help_text=_("Capital letters and digits, such as UNA046."),
    )
    fund = models.ForeignKey(Fund, models.PROTECT, related_name="projects", verbose_name=_("fund"))
    register_number = models.CharField(
        _("number at the fund"), max_length=20, blank=True, help_text=_("Such as 00102004.")
    )
    title = models.CharField(_("title"), max_length=300)
    title_fr = models.CharField(_("title in French"), max_length=300, blank=True)
    short_title = models.CharField(
        _("short title"), max_length=120, blank=True, help_text=_("For lists.")
    )
    summary = models.TextField(
        _("summary"), blank=True, help_text=_("Paragraphs are separated by an empty line.")
    )
    summary_source = models.ForeignKey(
        Source,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="summarised_projects",
        verbose_name=_("source of the summary"),
    )
    background = models.TextField(
        _("background"), blank=True, help_text=_("Paragraphs are separated by an empty line.")
    )
    background_source = models.ForeignKey(
        Source,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("source of the background"),
    )
    country = models.ForeignKey(
        Country,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="projects",
        verbose_name=_("country"),
        help_text=_("Leave it empty for several countries."),
    )
    starts_as_written = models.CharField(
        _("start, as written"),
        max_length=40,
        blank=True,
        help_text=_("Such as 15 September 2016."),
    )
    starts = models.DateField(
        _("start, resolved"),
        null=True,
        blank=True,
        help_text=_("Only where the text is not a clear date."),
    )
    ends_as_written = models.CharField(_("end, as written"), max_length=40, blank=True)
    ends = models.DateField(
        _("end, resolved"),
        null=True,
        blank=True,
        help_text=_("Only where the text is not a clear date."),
    )
    dates_note = models.CharField(
        _("note on the dates"),
        max_length=400,
        blank=True,
        help_text=_("Who resolved a date that was written otherwise, and why."),
    )
    status = models.CharField(
        _("status"), max_length=20, choices=Status.choices, default=Status.NOT_RECORDED
    )
    follows = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="follow_ups",
        verbose_name=_("follow-up of"),
    )
    goals = models.CharField(
        _("goals"), max_length=300, blank=True, help_text=_("As the source names them.")
    )
    sdg_targets = models.CharField(
        _("targets of the goals"),
        max_length=120,
        blank=True,
        validators=[check_targets],
        help_text=_("Their numbers with commas between them, such as 5.2, 16.3."),
    )
    sectors = sectors_field(
        help_text=_("Such as 15180, or 15180 60; 15160 40 with the share of each."),
    )
    gender_marker = models.CharField(
        _("gender equality marker"),
        max_length=1,
        choices=Gender.choices,
        blank=True,
        help_text=_("The OECD's marker, as a source states it; not the agencies' own scale."),
    )
    partner_bodies = models.CharField(_("national partner"), max_length=300, blank=True)
    classification = models.CharField(
        _("classification"),
        max_length=12,
        choices=Classification.choices,
        default=Classification.INTERNAL,
    )

    objects = ProjectQuerySet.as_manager()
    history = HistoricalRecords(history_change_reason_field=models.TextField(null=True))

    class Meta:
        ordering = ["code"]
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        permissions = [
            ("view_history_project", "Can read the history of projects"),
            ("move_project", "Can take a project to the next step of its life"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts__isnull=True) | Q(ends__isnull=True) | Q(ends__gte=F("starts")),
                name="projects_dates_in_order",
                violation_error_message=_("The end is before the start."),
            ),
            models.CheckConstraint(
                condition=Q(follows__isnull=True) | ~Q(follows=F("id")),
                name="projects_follows_another",
                violation_error_message=_("A project cannot be its own follow-up."),
            ),
        ]

    def __str__(self):
        return self.code

    def get_absolute_url(self):
        return reverse("projects:detail", args=[self.code])

    def clean(self):
        errors = {}
        for name in ("starts", "ends"):
            if error := self._resolve(name):
                errors[name] = error
        if errors:
            raise ValidationError(errors)

    def _resolve(self, name):
        """A clear date is taken over; any other needs a person's reason in the note."""
        written, resolved = read(getattr(self, f"{name}_as_written")), getattr(self, name)
        if resolved is None:
            setattr(self, name, written.first if name == "starts" else written.last)
        elif written.is_date and not written.first <= resolved <= written.last:
            return _("This is not the date that was written.")
        elif written.text and not written.is_date and not self.dates_note.strip():
            return _("Say in the note on the dates why this day stands for what was written.")
        return None

    @property
    def shown_title(self) -> str:
        in_french = (get_language() or "en").startswith("fr")
        return self.title_fr if in_french and self.title_fr else self.title

    @property
    def list_title(self) -> str:
        return self.short_title or self.shown_title

    @property
    def shown_summary(self) -> str:
        """Empty where it stands on a source that is closed to the reader.

        Needs `summary_source` prefetched as the reader may see sources; so `shown_background`.
        """
        return "" if self.summary_source_id and not self.summary_source else self.summary

    @property
    def shown_background(self) -> str:
        closed = self.background_source_id and not self.background_source
        return "" if closed else self.background

    @property
    def status_look(self) -> str:
        return self.LOOKS[self.status]

    @property
    def is_sample(self) -> bool:
        return self.country is not None and self.country.is_sample

    @property
    def shown_participations(self) -> list:
        """Who takes part, as one register or all list them, without who pays.

        Where a person chose one register's list, only those it names. Needs `with_card()`.
        """
        parts = [part for part in self.participations.all() if part.role != "funding"]
        chosen = {e.register_id for e in self.chosen_entries if e.field == "organisations"}
        listed = [part for part in parts if part.source_id in chosen]
        return listed or parts

    @property
    def agencies(self) -> list[Organisation]:
        """The organisations that carry it out, each once. Needs `with_card()`."""
        shown = self.shown_participations
        return list({part.organisation_id: part.organisation for part in shown}.values())

    @property
    def time_passed(self) -> int | None:
        """How much of its time is gone, in per cent; None where a date is not known."""
        if not (self.starts and self.ends):
            return None
        whole = (self.ends - self.starts).days + 1
        passed = (timezone.localdate() - self.starts).days
        return min(100, max(0, round(passed * 100 / whole)))

    @property
    def written_start(self) -> WrittenDate:
        return read(self.starts_as_written)

    @property
    def written_end(self) -> WrittenDate:
        return read(self.ends_as_written)
