"""Projects with what lists show of them, as one reader may know it."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Cast, Coalesce, NullIf, Round

from foundation.access.querysets import ScopedQuerySet

# Whole cents, so that the sum is exact on both engines (SQLite would add floats).
CENTS = Sum(Cast(Round(F("amount_usd") * 100), models.BigIntegerField()))
ZERO, HUNDRED = models.Value(0), models.Value(100.0)


class ProjectQuerySet(ScopedQuerySet):
    def active_in(self, year: int):
        """Projects that may have run in this year: a missing end leaves them open."""
        first, last = date(year, 1, 1), date(year, 12, 31)
        return self.filter(starts__lte=last).filter(Q(ends__isnull=True) | Q(ends__gte=first))

    def with_card(self, user: Any):
        """What a row of a list shows, as `user` may know it: three queries more for all rows.

        `missing_documents` is a number, `chosen_entries` and `open_reports` are lists, the
        earliest due first; the property `agencies` reads the prefetched participations.
        """
        return (
            self.with_missing_documents(user)
            .select_related("country", "fund")
            .prefetch_related(
                models.Prefetch(
                    "participations",
                    self._visible("participations", user).select_related(
                        "organisation__successor"
                    ),
                ),
                models.Prefetch(
                    "register_entries",
                    self._visible("register_entries", user).filter(chosen=True),
                    to_attr="chosen_entries",
                ),
                models.Prefetch(
                    "reports_due",
                    self._visible("reports_due", user)
                    .open()
                    .select_related("kind")
                    .order_by(F("due_on").asc(nulls_last=True), "pk"),
                    to_attr="open_reports",
                ),
            )
        )

    def with_missing_documents(self, user: Any):
        """`missing_documents`: how many are expected and not here, as `user` may know."""
        missing = self._visible("documents", user).filter(
            state="missing", replaced_by__isnull=True, project=OuterRef("pk")
        )
        number = missing.order_by().values("project").values(number=models.Count("pk"))
        return self.annotate(missing_documents=Coalesce(Subquery(number), 0))

    def with_money(self, user: Any):
        """`approved`, `net_funded`, `spent` and `balance` in cents of US dollars, to sort and
        filter by; `delivery` in per cent of what was funded, None where nothing was. `approved`
        and `spent` are None without any row of the kind.

        Of the standing rows that `user` may see. Pages print the figures of projects/figures.py.
        """
        rows = self._visible("transactions", user).standing().filter(project=OuterRef("pk"))
        by_kind = {
            name: Subquery(
                rows.filter(kind=kind)
                .order_by()
                .values("project")
                .values(total=CENTS)
            )
            for name, kind in {
                "approved": "budget", "transferred": "transfer", "refunded": "refund",
                "spent": "expenditure", "interest": "interest",
            }.items()
        }  # fmt: skip
        funded = Coalesce(F("transferred"), ZERO) - Coalesce(F("refunded"), ZERO)
        return (
            self.annotate(**by_kind)
            .annotate(net_funded=funded)
            .annotate(
                balance=F("net_funded")
                + Coalesce(F("interest"), ZERO)
                - Coalesce(F("spent"), ZERO),
                delivery=models.Case(
                    models.When(
                        net_funded__gt=0,
                        then=models.ExpressionWrapper(
                            Coalesce(F("spent"), ZERO) * HUNDRED / NullIf(F("net_funded"), ZERO),
                            output_field=models.FloatField(),
                        ),
                    )
                ),
            )
        )

    def _visible(self, relation, user):
        related = getattr(self.model, relation).rel.related_model
        return related.objects.for_user(user)
