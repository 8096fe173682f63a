"""Tables of one record as they were released: what is printed, and nothing of what is withheld.

Why a cell is withheld and what the audit found lies apart, in Preparation, for the cleared alone.
"""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from foundation.access.querysets import ScopedQuerySet, for_user
from foundation.audit.versions import Versioned
from foundation.reference.classification import Classification
from foundation.reference.models import Country

from .choices import Unit, Verification
from .fields import another_person, in_order, new_reference, person
from .submissions import Submission


def cleared(user):
    """Records whose exact counts this person may read: drafts and reasons go with them."""
    return for_user(Submission._base_manager.all(), user, "view_exact").values("pk")


class ReleaseQuerySet(ScopedQuerySet):
    """Approved ones, withdrawn or not, for their audience; all others for the cleared."""

    def for_user(self, user, action="view"):
        rows = super().for_user(user, action)
        if action != "view":
            return rows.filter(submission__in=cleared(user))
        return rows.filter(Q(approved_at__isnull=False) | Q(submission__in=cleared(user)))

    def approved(self):
        """Known to readers: also those withdrawn since, because known is known."""
        return self.filter(approved_at__isnull=False)

    def standing(self):
        """Approved, not withdrawn, and not replaced by a later edition that stands."""
        rows = self.filter(status=Release.Status.APPROVED)
        later = Release._base_manager.filter(
            status=Release.Status.APPROVED, edition_of__isnull=False
        )
        return rows.exclude(pk__in=later.values("edition_of"))


class Release(Versioned):
    """One or more tables of one record, for one audience. Once approved it never changes."""

    scope_path = "country"
    classification_path = "audience"

    class Audience(models.TextChoices):
        """The classification up to which a person reads: the public one is read by all."""

        EVERYBODY = Classification.PUBLIC.value, _("Everybody who may sign in")
        STAFF = Classification.INTERNAL.value, _("Staff")

    class Status(models.TextChoices):
        DRAFT = "draft", _("Being prepared")
        PREPARED = "prepared", _("Waits for approval")
        REFUSED = "refused", _("Refused by the audit")
        APPROVED = "approved", _("Released")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    OPEN = (Status.DRAFT, Status.PREPARED, Status.REFUSED)
    LOOKS = {
        Status.DRAFT: "new",
        Status.PREPARED: "go",
        Status.REFUSED: "bad",
        Status.APPROVED: "ok",
        Status.WITHDRAWN: "stop",
    }

    reference = models.CharField(
        _("reference"), max_length=12, unique=True, default=new_reference, editable=False
    )
    country = models.ForeignKey(
        Country, models.PROTECT, related_name="releases", verbose_name=_("country")
    )
    year = models.PositiveSmallIntegerField(_("year the figures are about"))
    number = models.PositiveIntegerField(
        pgettext_lazy("identifier", "number"), null=True, blank=True, editable=False
    )
    edition = models.PositiveSmallIntegerField(_("edition"), default=1, editable=False)
    edition_of = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="later_editions",
        verbose_name=_("edition before"),
    )
    cited_as = models.CharField(_("cited as"), max_length=30, blank=True, editable=False)
    audience = models.CharField(
        _("audience"), max_length=12, choices=Audience.choices, default=Audience.EVERYBODY
    )
    title = models.CharField(
        _("title"), max_length=160, help_text=_("Everybody reads it. Name no number.")
    )
    source_as_cited = models.CharField(
        _("source, as cited"),
        max_length=200,
        help_text=_("How readers are told where the figures come from. Name no closed document."),
    )
    handling = models.CharField(
        _("handling note"),
        max_length=400,
        blank=True,
        help_text=_("What readers should know before they use or pass on the figures."),
    )
    definition = models.JSONField(_("tables"), default=dict)
    threshold = models.PositiveSmallIntegerField(
        _("threshold"), help_text=_("Counts below it are small and withheld.")
    )

    submission = models.ForeignKey(
        Submission, models.PROTECT, related_name="releases", verbose_name=_("record")
    )
    unit = models.CharField(_("unit"), max_length=15, choices=Unit.choices)
    verification = models.CharField(_("verification"), max_length=12, choices=Verification.choices)
    collecting_system = models.CharField(
        _("collecting system"), max_length=12, choices=Submission.System.choices
    )
    occurred_from = models.DateField(_("occurred from"), null=True, blank=True)
    occurred_to = models.DateField(_("occurred to"), null=True, blank=True)
    verified_from = models.DateField(_("verified from"), null=True, blank=True)
    verified_to = models.DateField(_("verified to"), null=True, blank=True)

    status = models.CharField(
        _("status"), max_length=10, choices=Status.choices, default=Status.DRAFT, editable=False
    )
    prepared = models.ForeignKey(
        "Preparation",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("preparation in force"),
    )
    author = person(_("made by"))
    figures_by = person(_("figures entered by"))
    created_at = models.DateTimeField(_("made at"), auto_now_add=True)
    approved_by = person(_("approved by"))
    approved_at = models.DateTimeField(_("approved at"), null=True, editable=False)
    checksum = models.CharField(_("checksum"), max_length=64, blank=True, editable=False)
    withdrawn_by = person(_("withdrawn by"))
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, editable=False)
    withdrawn_reason = models.CharField(
        _("why it was withdrawn"), max_length=400, blank=True, editable=False
    )

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        ordering = ["-approved_at", "-pk"]
        verbose_name = _("release")
        verbose_name_plural = _("releases")
        default_permissions = ["add", "view"]
        permissions = [("approve_release", "Can approve or withdraw what others prepared")]
        indexes = [models.Index(fields=["country", "approved_at"], name="incidents_release_known")]
        constraints = [
            models.UniqueConstraint(
                fields=["country", "year", "number", "edition"],
                name="incidents_release_number_once",
                violation_error_message=_("This number is given already."),
            ),
            models.UniqueConstraint(
                fields=["edition_of"],
                condition=Q(approved_at__isnull=False),
                name="incidents_one_next_edition",
                violation_error_message=_("The next edition of it is released already."),
            ),
            models.CheckConstraint(
                condition=another_person("approved_by", "author"),
                name="incidents_release_by_another",
                violation_error_message=_("Nobody approves what they prepared."),
            ),
            models.CheckConstraint(
                condition=another_person("approved_by", "figures_by"),
                name="incidents_release_of_others",
                violation_error_message=_("Nobody opens what they entered."),
            ),
            models.CheckConstraint(
                condition=Q(threshold__gte=3),
                name="incidents_release_threshold",
                violation_error_message=_("The threshold is never below 3."),
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["prepared", "approved"]) | Q(prepared__isnull=False),
                name="incidents_release_was_prepared",
                violation_error_message=_("Only what was prepared can be released."),
            ),
            models.CheckConstraint(
                condition=~Q(status="approved")
                | (
                    Q(approved_by__isnull=False, approved_at__isnull=False)
                    & Q(number__isnull=False)
                    & ~Q(checksum="")
                ),
                name="incidents_release_complete",
                violation_error_message=_(
                    "A release needs who approved it, a number, a checksum."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(status="withdrawn") | ~Q(withdrawn_reason=""),
                name="incidents_release_withdrawn_why",
                violation_error_message=_("Say why it is withdrawn."),
            ),
            models.CheckConstraint(
                condition=in_order("occurred_from", "occurred_to"),
                name="incidents_release_occurred",
                violation_error_message=_("Occurred: give both days, the earliest first."),
            ),
        ]

    def __str__(self):
        return self.citation

    def get_absolute_url(self):
        return reverse("incidents:release", args=[self.reference])

    @property
    def audit_name(self) -> str:
        return f"release {self.pk}"

    @property
    def citation(self) -> str:
        """How a text names it: "Mali 2019/3", "Mali 2019/3, edition 2"."""
        if not self.cited_as:
            return _t("Release %(reference)s, not approved") % {"reference": self.reference}
        if self.edition == 1:
            return f"{self.country} {self.cited_as}"
        return _t("%(citation)s, edition %(edition)s") % {
            "citation": f"{self.country} {self.cited_as}",
            "edition": str(self.edition),
        }

    @property
    def look(self) -> str:
        return self.LOOKS[self.status]

    @property
    def is_known(self) -> bool:
        """Readers have seen it, withdrawn since or not."""
        return self.approved_at is not None


class OfRelease(ScopedQuerySet):
    """Parts of the preparation in force, for who may view the release; nobody once withdrawn."""

    path = ""

    def for_user(self, user, action="view"):
        seen = Release.objects.for_user(user).exclude(status=Release.Status.WITHDRAWN)
        in_force = seen.filter(prepared__isnull=False).values("prepared")
        return super().for_user(user, action).filter(**{f"{self.path}__in": in_force})


class PreparationQuerySet(ScopedQuerySet):
    """Reasons are disclosive: only who may read the exact counts may read them."""

    def for_user(self, user, action="view"):
        return super().for_user(user, action).filter(release__submission__in=cleared(user))


class Preparation(models.Model):
    """One run of the protection for a release: what was decided, from what, and what it found.

    vintage: a digest of the exact counts it was made from; ledger: of everything known before.
    """

    scope_path = "release__country"
    classification_path = "release__submission__classification"

    release = models.ForeignKey(
        Release, models.CASCADE, related_name="preparations", verbose_name=_("release")
    )
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)
    vintage = models.CharField(max_length=64, editable=False)
    ledger = models.CharField(max_length=64, editable=False)
    holds = models.BooleanField(_("the audit holds"), default=False)
    report = models.JSONField(_("report"), default=dict)
    reasons = models.JSONField(_("reasons"), default=list)

    objects = PreparationQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("preparation of a release")
        verbose_name_plural = _("preparations of releases")
        default_permissions = ["view"]

    def __str__(self):
        return f"preparation {self.pk}"
