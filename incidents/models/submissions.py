from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from foundation.access.querysets import ScopedQuerySet, for_user
from foundation.audit.versions import EditConflictError, Versioned
from foundation.reference.classification import Classification
from foundation.reference.models import Country, Organisation, Source

from .choices import OPEN_TO_CHANGE, Status, Unit, Verification
from .fields import AsPublished, another_person, check_openness, in_order, new_reference, person
from .nearby import nearby


class SubmissionQuerySet(ScopedQuerySet):
    """Closed by default: what is not approved, or not printed in public, needs `view_exact`."""

    sights = ("exact_for",)

    def for_user(self, user, action="view"):
        return self.visible_to(user) if action == "view" else super().for_user(user, action)

    def visible_to(self, user):
        """Records whose existence this person may know, without a word about their counts."""
        sources = for_user(Source.objects.all(), user).values("pk")
        cleared = for_user(self.model._base_manager.all(), user, "view_exact").values("pk")
        return (
            for_user(self, user)
            .filter(source__in=sources)
            .filter(Q(status=Status.APPROVED) | Q(pk__in=cleared))
        )

    def exact_for(self, user):
        """Records whose counts this person may read."""
        cleared = for_user(self.model._base_manager.all(), user, "view_exact").values("pk")
        return self.visible_to(user).filter(self.model.PRINTED | Q(pk__in=cleared))

    def kept_from(self, user):
        """Whatever was approved once and whose counts this person may not read, known or not."""
        approved_once = self.filter(status__in=(Status.APPROVED, Status.WITHDRAWN))
        return approved_once.exclude(pk__in=self.model.objects.exact_for(user).values("pk"))

    def editable_by(self, user):
        """Open ones that are one's own; nobody's own may be taken over."""
        own = Q(author=user) | Q(author__isnull=True)
        return for_user(self, user, "change").filter(own, status__in=OPEN_TO_CHANGE)

    def current(self):
        """Approved and not replaced by an approved correction."""
        approved = self.filter(status=Status.APPROVED)
        replaced = self.model._base_manager.filter(
            status=Status.APPROVED, supersedes__isnull=False
        )
        return approved.exclude(pk__in=replaced.values("supersedes"))

    def in_year(self, year: int):
        """Occurred in the year, or verified or reported in it: late ones belong to both lists."""
        first, last = f"{year:04d}-01-01", f"{year:04d}-12-31"
        return self.filter(
            Q(occurred_from__lte=last, occurred_to__gte=first)
            | Q(verified_from__lte=last, verified_to__gte=first)
        )

    def beside(self, *records):
        """What a finding may hold against these."""
        return self.filter(nearby(records))


class Submission(Versioned, AsPublished):
    """One source's figures for one country and period. Approved ones are locked for good."""

    scope_path = "country"
    # What everybody in scope may read as printed. The source's own classification may change
    # later, so it is asked each time.
    PRINTED = Q(
        as_published=True,
        status=Status.APPROVED,
        classification=Classification.PUBLIC,
        source__classification=Classification.PUBLIC,
    )

    class System(models.TextChoices):
        MARA = "mara", _("MARA")
        GBVIMS = "gbvims", _("GBVIMS")
        UN_MISSION = "un-mission", _("UN mission")
        OTHER = "other", _("Other")
        NOT_STATED = "not-stated", _("System not stated")

    reference = models.CharField(
        _("reference"), max_length=12, unique=True, default=new_reference, editable=False
    )
    country = models.ForeignKey(
        Country, models.PROTECT, related_name="submissions", verbose_name=_("country")
    )
    source = models.ForeignKey(
        Source, models.PROTECT, related_name="submissions", verbose_name=_("source")
    )
    page = models.CharField(
        _("page or paragraph"),
        max_length=80,
        blank=True,
        help_text=_("Where in the source the figure is."),
    )
    collecting_system = models.CharField(
        _("collecting system"), max_length=12, choices=System.choices, default=System.NOT_STATED
    )
    collected_by = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("collected by"),
    )
    title = models.CharField(
        _("title"),
        max_length=160,
        help_text=_("Read only by those who may read the counts."),
    )
    unit = models.CharField(_("unit"), max_length=15, choices=Unit.choices)
    verification = models.CharField(_("verification"), max_length=12, choices=Verification.choices)
    occurred_as_written = models.CharField(
        _("occurred, as written"),
        max_length=80,
        blank=True,
        help_text=_("When the acts happened: 2019, 2019-03, March 2019. Empty if not stated."),
    )
    occurred_from = models.DateField(_("occurred from"), null=True, blank=True)
    occurred_to = models.DateField(_("occurred to"), null=True, blank=True)
    verified_as_written = models.CharField(
        _("verified or reported, as written"),
        max_length=80,
        blank=True,
        help_text=_("When the collecting system verified or received them."),
    )
    verified_from = models.DateField(_("verified from"), null=True, blank=True)
    verified_to = models.DateField(_("verified to"), null=True, blank=True)
    stated_total = models.PositiveIntegerField(
        _("stated total"),
        null=True,
        blank=True,
        help_text=_("As the source prints it, even if its parts do not add up. Empty: no number."),
    )
    caveats = models.TextField(_("caveats"), blank=True)
    narrative = models.TextField(_("what the source says in words"), blank=True)
    supersedes = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="superseded_by",
        verbose_name=_("corrects"),
        help_text=_("The approved record that this one replaces."),
    )

    status = models.CharField(
        _("status"), max_length=10, choices=Status.choices, default=Status.DRAFT, editable=False
    )
    author = person(_("entered by"))
    created_at = models.DateTimeField(_("entered at"), auto_now_add=True)
    submitted_at = models.DateTimeField(_("sent for review at"), null=True, editable=False)
    reviewed_by = person(_("reviewed by"))
    reviewed_at = models.DateTimeField(_("reviewed at"), null=True, editable=False)
    return_reason = models.CharField(
        _("why it was sent back"), max_length=400, blank=True, editable=False
    )
    withdrawn_by = person(_("withdrawn by"))
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, editable=False)
    withdrawn_reason = models.CharField(
        _("why it was withdrawn"), max_length=400, blank=True, editable=False
    )

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        ordering = ["-occurred_to", "source", "pk"]
        verbose_name = _("incident record")
        verbose_name_plural = _("incident records")
        permissions = [
            ("view_exact_submission", "Can see exact counts of incidents"),
            ("review_submission", "Can approve or return what others submitted"),
            ("publish_submission", "Can mark counts as printed in a public document"),
        ]
        indexes = [models.Index(fields=["country", "status"], name="incidents_by_status")]
        constraints = [
            models.CheckConstraint(
                condition=in_order("occurred_from", "occurred_to"),
                name="incidents_occurred_in_order",
                violation_error_message=_("Occurred: give both days, the earliest first."),
            ),
            models.CheckConstraint(
                condition=in_order("verified_from", "verified_to"),
                name="incidents_verified_in_order",
                violation_error_message=_("Verified: give both days, the earliest first."),
            ),
            models.CheckConstraint(
                condition=another_person("reviewed_by", "author"),
                name="incidents_reviewed_by_another",
                violation_error_message=_("Nobody reviews what they entered."),
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.APPROVED)
                | Q(reviewed_by__isnull=False)
                | Q(author__isnull=True),
                name="incidents_approved_by_somebody",
                violation_error_message=_("An approved record needs a reviewer."),
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.RETURNED) | ~Q(return_reason=""),
                name="incidents_returned_with_reason",
                violation_error_message=_("Say why it is sent back."),
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.WITHDRAWN) | ~Q(withdrawn_reason=""),
                name="incidents_withdrawn_with_reason",
                violation_error_message=_("Say why it is withdrawn."),
            ),
            models.CheckConstraint(
                condition=Q(as_published=False)
                | (
                    Q(status=Status.APPROVED, classification=Classification.PUBLIC)
                    & ~Q(as_published_reason="")
                ),
                name="incidents_published_if_approved",
                violation_error_message=_(
                    "Only approved, public records can be shown as printed, with a reason."
                ),
            ),
            # Two corrections of one record would both stand in its place.
            models.UniqueConstraint(
                fields=["supersedes"],
                condition=Q(status=Status.APPROVED),
                name="incidents_corrected_once",
                violation_error_message=_("That record is corrected already."),
            ),
            models.CheckConstraint(
                condition=another_person("as_published_by", "author"),
                name="incidents_published_by_another",
                violation_error_message=_("Nobody opens what they entered."),
            ),
        ]

    def __str__(self):
        """Never the title, which may hold a number."""
        return gettext("%(verification)s: %(unit)s, %(reference)s") % {
            "verification": self.get_verification_display(),
            "unit": self.get_unit_display(),
            "reference": self.reference,
        }

    def get_absolute_url(self):
        return reverse("incidents:record", args=[self.reference])

    def clean(self):
        check_openness(self)
        if self.supersedes_id and self.country_id:
            self._check_supersedes()

    def _check_supersedes(self):
        before = self.supersedes
        if before.pk == self.pk or before.country_id != self.country_id:
            raise ValidationError({"supersedes": _("Choose a record of the same country.")})
        if before.status != Status.APPROVED:
            raise ValidationError({"supersedes": _("Only an approved record can be corrected.")})
        if not type(self).objects.current().filter(pk=before.pk).exists():
            message = _("That record is corrected already. Correct the one that replaced it.")
            raise ValidationError({"supersedes": message})

    def claim_version(self, opened_at):
        """As for any versioned record, and only while it is open: a locked one stays as it is."""
        rows = type(self)._base_manager.filter(
            pk=self.pk, version=opened_at, status__in=OPEN_TO_CHANGE
        )
        if not rows.update(version=opened_at + 1):
            raise EditConflictError
        self.version = opened_at + 1

    @property
    def audit_name(self) -> str:
        return f"submission {self.pk}"

    @property
    def is_late(self) -> bool:
        """All of it occurred before the period in which it was verified or reported."""
        return bool(
            self.occurred_to and self.verified_from and self.occurred_to < self.verified_from
        )
