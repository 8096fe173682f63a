"""A whole plan from a file: areas, commitments and actions, each through the page's own form.

A row says as much as it holds: an area, a commitment in it, an action under that. What is here
already stays as it is; where the file says something else, it is changed on its page.
"""

from typing import Any

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from foundation.access.querysets import require_in_scope
from foundation.imports.columns import Column, Row
from foundation.imports.kinds import ImportKind, RefusedRowsError, register
from foundation.imports.plan import Outcome, Plan

from .rows import RowReader

LISTED = gettext_lazy("Acronyms or names, with a semicolon between them.")
WRITTEN = gettext_lazy("As the source writes it.")
WEIGHED = gettext_lazy("As the plan gives it; left empty where it gives none.")
COLUMNS = (
    Column("instrument", gettext_lazy("Instrument"),
           gettext_lazy("The last part of its address here, or its short title."), required=True,
           example="national-plan-2024", aliases=("plan",)),
    Column("area_number", gettext_lazy("Number of the area"), example="1",
           aliases=("area no", "objective number"), number=True),
    Column("area", gettext_lazy("Area"), gettext_lazy("Its title, in English."),
           example="Prevention", aliases=("objective", "strategic area")),
    Column("reference", gettext_lazy("Reference"),
           gettext_lazy("Of the commitment; small letters, digits, hyphens."), example="a1"),
    Column("commitment", gettext_lazy("Commitment"), gettext_lazy("In our own words."),
           example="A law on sexual violence", aliases=("commitment title",)),
    Column("text_as_signed", gettext_lazy("Text as signed"), aliases=("official wording",)),
    Column("language", gettext_lazy("Language of the text"), example="fr"),
    Column("duty_bearers", gettext_lazy("Duty bearers"), LISTED, aliases=("duty bearer",)),
    Column("commitment_due", gettext_lazy("Commitment due"), WRITTEN, example="end of 2026"),
    Column("commitment_weight", gettext_lazy("Weight of the commitment"), WEIGHED, number=True),
    Column("action", gettext_lazy("Action"), example="Draft the law", aliases=("activity",)),
    Column("responsible", gettext_lazy("Responsible"), LISTED),
    Column("start", gettext_lazy("Start"), WRITTEN, example="2025"),
    Column("due", pgettext_lazy("date", "Due"),
           gettext_lazy("Of the action, as the source writes it."),
           example="June 2026", aliases=("action due", "deadline")),
    Column("weight", gettext_lazy("Weight"), WEIGHED, number=True,
           aliases=("action weight",)),
    Column("source", gettext_lazy("Source"),
           gettext_lazy("Symbol, or the last part of its address here: of all that is new in the"
                        " row."), example="S/2020/487"),
    Column("page", gettext_lazy("Page or section"), example="p. 3"),
)  # fmt: skip


@register
class PlanImport(ImportKind):
    slug = "plan"
    title = gettext_lazy("A whole plan")
    about = gettext_lazy(
        "Areas, commitments and actions of an instrument that is here. What is here already stays."
    )
    permission = "commitments.add_commitment"
    columns = COLUMNS
    max_rows = 2_000
    where_label = gettext_lazy("See the instruments")

    @property
    def where(self):
        return reverse("commitments:list")

    def check(self, rows: list[Row], user: Any) -> list[Outcome]:
        reader = RowReader(user)
        return [reader.outcome(row) for row in rows]

    def write(self, plan: Plan, *, by: Any, batch: str) -> None:
        reason = _("Imported, %(batch)s.") % {"batch": batch}
        for outcome in plan.new:
            for draft in outcome.ready:
                try:
                    with transaction.atomic():
                        made = draft.save(by, reason)
                except IntegrityError as error:
                    told = _("Somebody else added this just now.")
                    raise RefusedRowsError([(outcome.row.number, draft.column, told)]) from error
                require_in_scope(by, "add", made)
