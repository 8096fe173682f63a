"""Where a person holds a permission. The one place that knows memberships and superusers."""

from copy import copy
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils import timezone

from foundation.reference.classification import ORDER, Classification, up_to

from .roles import EXACT, ROLES, TAKEN


@dataclass(frozen=True)
class Grant:
    """One permission held through one role: everywhere or in some countries, up to a ceiling."""

    role: str
    everywhere: bool
    countries: frozenset[int]
    ceiling: str

    @property
    def classifications(self) -> list[str]:
        return up_to(self.ceiling)


@dataclass(frozen=True)
class Scope:
    """All grants of one permission to one person; false if there is none."""

    grants: tuple[Grant, ...] = ()

    def __bool__(self) -> bool:
        return any(grant.everywhere or grant.countries for grant in self.grants)

    @property
    def everywhere(self) -> bool:
        return any(grant.everywhere for grant in self.grants)

    @property
    def countries(self) -> frozenset[int]:
        return frozenset().union(*(grant.countries for grant in self.grants))

    @property
    def ceiling(self) -> str:
        """The highest classification held anywhere: for records that belong to no country."""
        ceilings = [grant.ceiling for grant in self.grants if grant.everywhere or grant.countries]
        return max(ceilings, key=ORDER.index, default=Classification.PUBLIC.value)


def covers(scope: Scope, needed: list[dict[str, Any]]) -> bool:
    """Whether a scope holds all that is needed: each country, up to at least its ceiling.

    What is needed is told in plain values: everywhere, countries, ceiling.
    """
    return all(_covers(scope, each) for each in needed)


def _covers(scope, needed):
    reach = ORDER.index(needed["ceiling"])
    enough = [held for held in scope.grants if ORDER.index(held.ceiling) >= reach]
    if any(held.everywhere for held in enough) or SUPERUSER in scope.grants:
        return True
    if needed["everywhere"]:
        return False
    return frozenset().union(*(held.countries for held in enough)).issuperset(needed["countries"])


SUPERUSER = Grant("superuser", True, frozenset(), Classification.STRICTLY_CONFIDENTIAL)


def scope_of(user: Any, permission: str) -> Scope:
    """Where `user` holds `permission` ("app.action_model") today. Nowhere for strangers."""
    if not user.is_authenticated or not user.is_active:
        return Scope()
    if user.is_superuser:  # break-glass: the one place that knows it; all it does is audited
        held = (SUPERUSER,)
    else:
        held = tuple(
            grant for grant in grants(user) if permission in ROLES[grant.role].permissions
        )
    most = user.__dict__.get("_takes_out_up_to")
    return Scope(held if most is None else _taken(held, permission, most))


def taking_out(user: Any, most: str) -> Any:
    """The same person while a file is made that may hold nothing above the classification `most`.

    They see of each kind of record what they may take out of it as well, and exact counts only
    where the file is for nobody but its reader and those who need it. Which kinds were asked for
    with their eyes is remembered: `asked_for`.
    """
    person = copy(user)
    person.__dict__["_takes_out_up_to"] = most
    person.__dict__["_asked_for"] = set()
    return person


def asked_for(user: Any) -> set[type[models.Model]]:
    """The kinds of record that were asked for while a file was made with these eyes."""
    return set(user.__dict__.get("_asked_for", ()))


def _taken(held, permission, most):
    if permission in EXACT and ORDER.index(most) < ORDER.index(Classification.CONFIDENTIAL.value):
        return ()
    app, _dot, name = permission.partition(".")
    take = f"{app}.{name.replace('view_', 'export_', 1)}"
    if name.startswith("view_") and take in TAKEN:
        held = [g for g in held if g is SUPERUSER or take in ROLES[g.role].permissions]
    return tuple(replace(g, ceiling=min(g.ceiling, most, key=ORDER.index)) for g in held)


def require(user: Any, permission: str) -> None:
    """The first line of a page that is no page kind: 403 for who may do this nowhere."""
    if not scope_of(user, permission):
        raise PermissionDenied


def grants(user: Any) -> list[Grant]:
    """What the user's memberships in force today give, read once per request.

    Kept on the person, not on what stands for them: `request.user` is a lazy object, and what it
    asks of `has_perm` comes back here with the person behind it.
    """
    today = timezone.localdate()
    known = getattr(user, "_grants", None)
    if known is None or known[0] != today:
        found = user.memberships.on(today).prefetch_related("countries")
        known = user._grants = (today, [_grant(row) for row in found])
    return known[1]


def _grant(membership: Any) -> Grant:
    return Grant(
        membership.role,
        membership.everywhere,
        frozenset(country.pk for country in membership.countries.all()),
        membership.definition.ceiling,
    )


def permission_name(model: type[models.Model], action: str) -> str:
    """ "app.action_model", the way Django spells permissions."""
    return f"{model._meta.app_label}.{action}_{model._meta.model_name}"
