"""Whose file it is, and how far: every row of every report passes through here."""

from typing import Any

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import models

from foundation.access.querysets import classification_paths, closing, joined_for_user
from foundation.access.scope import asked_for, permission_name, scope_of, taking_out
from foundation.reference.classification import ORDER, Classification, highest

from .opened import Opened


class Reader:
    """The person a file is for. `audience` is the highest classification that may go in.

    `user` is that person with no more in sight than may go into this file: whatever the pages work
    out for a user can be asked with it.
    """

    def __init__(
        self,
        user: Any,
        audience: str = Classification.STRICTLY_CONFIDENTIAL.value,
        opened: Opened | None = None,
    ):
        """With `opened` it remembers which rows it gave, to be asked for again at a download."""
        self.user, self.audience, self._opened = taking_out(user, audience), audience, opened
        self._met: set[str] = set()
        self._given: list[tuple[str, models.QuerySet]] = []

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
        rows = joined_for_user(queryset, self.user, "view")
        seen, taken = (
            scope_of(self.user, permission_name(queryset.model, action)).grants
            for action in ("view", "export")
        )
        # As a rule what `user` sees is taken out as well; asking twice would cost a join more.
        rows = rows if set(seen) <= set(taken) else joined_for_user(rows, self.user, "export")
        self._remember("rows", rows)
        return rows

    def asked_again(self, model: str, question: str) -> models.QuerySet:
        """All rows of a kind that a question of then would give now."""
        rows = apps.get_model(model)._default_manager.all()
        if question == "rows":
            return self.rows(rows)
        if question in {"noted", "beside"}:
            return joined_for_user(rows, self.user)
        return getattr(rows, question)(self.user)

    def remember_beside(self) -> None:
        """At the end: what was added while the file was made, and all open rows of the kinds that
        were only looked at beside the others.

        Not of those by which a remembered row is closed: it is not given again when they are.
        """
        if self._opened is None:
            return
        for question, rows in self._given:
            self._opened.add(question, rows)
        kinds = self._opened.kinds
        known = kinds.union(*(closing(kind) for kind in kinds))
        for model in asked_for(self.user) - known:
            self._opened.add("beside", joined_for_user(model._default_manager.all(), self.user))

    def _remember(self, question, rows):
        """Before they are read: what is closed meanwhile counts as closed since. And after, see
        `remember_beside`: what is added meanwhile may be in the file.
        """
        if self._opened is None or not hasattr(rows.model, "scope_path"):
            return
        given = [(question, rows)]
        given += [(name, getattr(rows, name)(self.user)) for name in getattr(rows, "sights", ())]
        for name, those in given:
            self._opened.add(name, those)
        self._given += given

    def note(self, classifications: Any) -> None:
        """Told by the gate and by reports of what they print beside their rows."""
        self._met.update(value for value in classifications if value)

    def note_rows(self, rows: models.QuerySet, *, given: bool = False) -> None:
        """Remember how closed the rows of a query are, in one look at all of them, and which they
        are; `given`: they are among those that `rows()` gave.
        """
        if not given and self._opened is not None and hasattr(rows.model, "scope_path"):
            self._remember("noted", joined_for_user(rows, self.user))
        if paths := classification_paths(rows.model):
            for found in rows.order_by().values_list(*paths).distinct():
                self.note(found)
