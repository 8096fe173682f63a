from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.access.querysets import ScopedQuerySet

from .fields import person
from .submissions import Submission

MEASURE = ["country", "occurred_from", "occurred_to", "unit", "verification"]
READ = [
    "finding", "records", "numbers", "text", "at", "by",
    *(f"submission__{name}" for name in MEASURE),
]  # fmt: skip


class ExplanationQuerySet(ScopedQuerySet):
    """An explanation may name counts: it is read by those who read all that it is about."""

    def for_user(self, user, action="view"):
        rows = super().for_user(user, action)
        if action != "view":
            return rows
        exact = Submission.objects.exact_for(user)
        return rows.filter(submission__in=exact.values("pk"))

    def told_to(self, user, numbers):
        """Of these records, newest first: those of which no count is kept from `user`.

        Neither of a record that the finding is about, nor of another of the same measure and
        period, which the words may name.
        """
        rows = self.for_user(user).filter(submission__in=list(numbers))
        rows = list(rows.select_related("by", "submission").only(*READ).order_by("-at", "-pk"))
        if not rows:
            return []
        named = {reference for row in rows for reference in row.records}
        exact = Submission.objects.exact_for(user).filter(reference__in=named)
        told = set(exact.values_list("reference", flat=True))
        countries = {row.submission.country_id for row in rows}
        kept = Submission.objects.kept_from(user).filter(country__in=countries)
        kept = set(kept.order_by().values_list(*MEASURE))
        return [row for row in rows if told.issuperset(row.records) and row.measure not in kept]


class Explanation(models.Model):
    """Why something does not fit, in words, with the numbers that it was written for.

    Rows are only added; the newest one of a finding stands. The finding itself is worked out
    anew each time: `finding` is its name there, `records` are all those that it is about.
    """

    scope_path = "submission__country"
    classification_path = "submission__classification"

    submission = models.ForeignKey(
        Submission, models.PROTECT, related_name="explanations", verbose_name=_("record")
    )
    finding = models.CharField(_("finding"), max_length=200)
    records = models.JSONField(_("references of the records"), default=list)
    numbers = models.JSONField(_("numbers it was written for"), default=list)
    text = models.CharField(_("explanation"), max_length=600)
    by = person(_("written by"))
    at = models.DateTimeField(_("written at"), auto_now_add=True)

    objects = ExplanationQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("explanation of a finding")
        verbose_name_plural = _("explanations of findings")
        default_permissions = ["view", "add"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""),
                name="incidents_explanation_with_text",
                violation_error_message=_("Say how it is to be explained."),
            ),
            models.CheckConstraint(
                condition=~Q(finding=""),
                name="incidents_explanation_of_finding",
                violation_error_message=_("Name the finding."),
            ),
        ]

    def __str__(self):
        return self.audit_name

    @property
    def audit_name(self) -> str:
        return f"explanation {self.pk}"

    @property
    def measure(self) -> tuple:
        record = self.submission
        days = (record.occurred_from, record.occurred_to)
        return (record.country_id, *days, record.unit, record.verification)
