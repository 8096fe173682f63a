"""Whose file it is, and how far: every row of every report passes through here."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models

from foundation.access.querysets import ScopedQuerySet, classification_paths, for_user
from foundation.access.scope import permission_name, scope_of, taking_out
from foundation.reference.classification import ORDER, Classification, highest


class Reader:
    """The person a file is for. `audience` is the highest classification that may go in.

    `user` is that person with no more in sight than may go into this file: whatever the pages work
    out for a user can be asked with it.
    """

    def __init__(self, user: Any, audience: str = Classification.STRICTLY_CONFIDENTIAL.value):
        self.user, self.audience = taking_out(user, audience), audience
        self._met: set[str] = set()

    @property
    def classification(self) -> str:
        """The highest classification of what was given out so far."""
        return highest(self._met)

    @property
    def is_kept(self) -> bool:
        """Whether nothing was given out that is closed further than the file may travel."""
        return ORDER.index(self.classification) <= ORDER.index(self.audience)

    def may_take(self, model: type[models.Model]) -> bool:
        """Whether this person may take rows of a kind out anywhere."""
        return bool(scope_of(self.user, permission_name(model, "export")))

    def may_take_in(self, model: type[models.Model], country: Any) -> bool:
        """Whether this person may take rows of a kind out in one country."""
        scope = scope_of(self.user, permission_name(model, "export"))
        return scope.everywhere or country.pk in scope.countries

    def rows(self, queryset: models.QuerySet) -> models.QuerySet:
        """The rows that this person may see and may take out, up to the audience of the file.

        PermissionDenied for a kind of row that they may take out nowhere.
        """
        if not self.may_take(queryset.model):
            raise PermissionDenied
        rows = _scoped(queryset, self.user, "view")
        seen, taken = (
            scope_of(self.user, permission_name(queryset.model, action)).grants
            for action in ("view", "export")
        )
        # As a rule what `user` sees is taken out as well; asking twice would cost a join more.
        return rows if set(seen) <= set(taken) else _scoped(rows, self.user, "export")

    def note(self, classifications: Any) -> None:
        """Told by the gate and by reports of what they print beside their rows."""
        self._met.update(value for value in classifications if value)

    def note_rows(self, rows: models.QuerySet) -> None:
        """Remember how closed the rows of a query are, in one look at all of them."""
        if paths := classification_paths(rows.model):
            for found in rows.order_by().values_list(*paths).distinct():
                self.note(found)


def _scoped(queryset, user, action):
    if isinstance(queryset, ScopedQuerySet):
        return queryset.for_user(user, action)
    return for_user(queryset, user, action)
