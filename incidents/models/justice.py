from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.access.querysets import ScopedQuerySet, for_user
from foundation.audit.versions import EditConflictError, Versioned
from foundation.reference.classification import Classification
from foundation.reference.models import Country, Organisation, Source

from .fields import AsPublished, check_openness


class JusticeCaseloadQuerySet(ScopedQuerySet):
    sights = ("exact_for",)

    def for_user(self, user, action="view"):
        rows = super().for_user(user, action)
        if action != "view":
            return rows
        return rows.filter(source__in=for_user(Source.objects.all(), user).values("pk"))

    def exact_for(self, user):
        """Rows whose number this person may read."""
        cleared = for_user(self.model._base_manager.all(), user, "view_exact").values("pk")
        return self.for_user(user).filter(self.model.PRINTED | Q(pk__in=cleared))


class JusticeCaseload(Versioned, AsPublished):
    """How many cases stand at one stage, as of a date, by one source. Never a case itself."""

    scope_path = "country"
    PRINTED = Q(
        as_published=True,
        classification=Classification.PUBLIC,
        source__classification=Classification.PUBLIC,
    )

    class Stage(models.TextChoices):
        PENDING = "pending", _("Pending")
        INVESTIGATION = "investigation", _("Under investigation")
        CHARGES = "charges", _("Charges confirmed")
        TRIAL = "trial", _("Brought to trial")
        JUDGMENT = "judgment", _("Judgment given")

    country = models.ForeignKey(
        Country, models.PROTECT, related_name="caseloads", verbose_name=_("country")
    )
    court = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        limit_choices_to={"kind": Organisation.Kind.COURT},
        related_name="+",
        verbose_name=_("court"),
        help_text=_("Empty: the source speaks of all courts."),
    )
    stage = models.CharField(_("stage"), max_length=15, choices=Stage.choices)
    count = models.PositiveIntegerField(
        _("number"), null=True, blank=True, help_text=_("Empty: the source gives no number.")
    )
    unit_as_written = models.CharField(
        _("unit, as written"), max_length=60, blank=True, help_text=_("Such as cases.")
    )
    as_of_as_written = models.CharField(
        _("as of, as written"),
        max_length=80,
        blank=True,
        help_text=_("Empty if the source gives no date of its own."),
    )
    as_of = models.DateField(_("as of"), null=True, blank=True)
    source = models.ForeignKey(
        Source, models.PROTECT, related_name="caseloads", verbose_name=_("source")
    )
    page = models.CharField(_("page or paragraph"), max_length=80, blank=True)
    note = models.CharField(_("note"), max_length=400, blank=True)

    objects = JusticeCaseloadQuerySet.as_manager()

    class Meta:
        ordering = ["country", "court", "stage", "source", "pk"]
        verbose_name = _("justice caseload")
        verbose_name_plural = _("justice caseloads")
        permissions = [
            ("view_exact_justicecaseload", "Can see numbers of court cases not yet public"),
            ("publish_justicecaseload", "Can mark numbers as printed in a public document"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(as_published=False)
                | (Q(classification=Classification.PUBLIC) & ~Q(as_published_reason="")),
                name="incidents_caseload_published_if_public",
                violation_error_message=_(
                    "Only public numbers can be shown as printed, with a reason."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.get_stage_display()}, {self.court or self.country}"

    def clean(self):
        check_openness(self)

    def claim_version(self, opened_at):
        """Only while it is not shown as printed: what everybody may read is not edited."""
        rows = type(self)._base_manager.filter(pk=self.pk, version=opened_at, as_published=False)
        if not rows.update(version=opened_at + 1):
            raise EditConflictError
        self.version = opened_at + 1

    @property
    def audit_name(self) -> str:
        return f"caseload {self.pk}"
