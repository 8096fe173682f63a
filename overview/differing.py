"""The points on which sources differ, each with what its reader may know of it."""

from django.db.models import Prefetch

from .models import Difference, Statement


def differences_for(country, user):
    """Differences of a country with `seen` (statements in scope) and `decided_by_name` on each."""
    statements = Statement.objects.for_user(user).select_related("source")
    rows = list(
        Difference.objects.for_user(user)
        .filter(country=country)
        .select_related("decided_by", "country")
        .prefetch_related(Prefetch("statements", statements, to_attr="seen"))
    )
    for row in rows:
        row.decided_by_name = row.decided_by.seen_by(user) if row.decided_by else ""
    return rows


def editable_by(user, country):
    """Numbers of those the user may change, in one query for the whole page."""
    rows = Difference.objects.for_user(user, "change").filter(country=country)
    return set(rows.values_list("pk", flat=True))
