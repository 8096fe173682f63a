"""Which results of projects serve a commitment, or one of its actions."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.access.querysets import ScopedQuerySet
from projects.models import Result

from .commitments import Action, Commitment


class ResultLinkQuerySet(ScopedQuerySet):
    def for_user(self, user, action="view"):
        """A link is seen, and touched, only by who sees both of its ends."""
        return (
            super()
            .for_user(user, action)
            .filter(
                commitment__in=Commitment.objects.for_user(user).values("pk"),
                result__in=Result.objects.for_user(user).values("pk"),
            )
        )


class ResultLink(models.Model):
    """A result that a project reports and a commitment that it serves, by a person's judgement.

    It serves the commitment as a whole, or by one of its actions.
    The two are of one country, or one of them of several; so the project's country is the
    narrower scope of the two, and the classifications of both ends hold.
    """

    scope_path = "result__project__country"
    classification_path = (
        "commitment__instrument__classification", "commitment__source__classification",
        "action__source__classification",
        "result__project__classification", "result__source__classification",
    )  # fmt: skip

    commitment = models.ForeignKey(
        Commitment, models.CASCADE, related_name="result_links", verbose_name=_("commitment")
    )
    action = models.ForeignKey(
        Action, models.CASCADE, null=True, blank=True, related_name="result_links",
        verbose_name=_("action"),
        help_text=_("Left empty, the result serves the commitment as a whole."),
    )  # fmt: skip
    result = models.ForeignKey(
        Result, models.CASCADE, related_name="commitment_links", verbose_name=_("result")
    )
    note = models.CharField(
        _("note"), max_length=300, blank=True, help_text=_("How the result serves it.")
    )

    objects = ResultLinkQuerySet.as_manager()

    class Meta:
        ordering = ["commitment", "pk"]
        verbose_name = _("result that serves a commitment")
        verbose_name_plural = _("results that serve commitments")
        constraints = [
            models.UniqueConstraint(
                fields=["commitment", "result"],
                condition=models.Q(action=None),
                name="commitments_result_linked_once",
                violation_error_message=_("This result is linked to the commitment already."),
            ),
            models.UniqueConstraint(
                fields=["action", "result"],
                name="commitments_result_linked_to_action_once",
                violation_error_message=_("This result is linked to the action already."),
            ),
        ]

    def __str__(self):
        return f"{self.commitment.code}, {self.result.project}"

    def get_absolute_url(self):
        return f"{self.commitment.get_absolute_url()}#results"

    def clean(self):
        """Of one country, or one of the two of several; an action of this commitment."""
        if self.action and self.action.commitment_id != self.commitment_id:
            raise ValidationError({"action": _("This action belongs to another commitment.")})
        if self.result_id is None:
            return
        countries = {
            self.commitment.instrument.country_id, self.result.project.country_id,
        } - {None}  # fmt: skip
        if len(countries) > 1:
            raise ValidationError({"result": _("This result is of a project in another country.")})
