"""A person's scope as SQL. Every query for a person goes through `for_user`."""

from typing import Any

from django.core.exceptions import FieldDoesNotExist, ImproperlyConfigured, PermissionDenied
from django.db import models
from django.db.models import Q

from .scope import Grant, permission_name, scope_of

UNSET = object()


def for_user(queryset: models.QuerySet, user: Any, action: str = "view") -> models.QuerySet:
    """The rows of `queryset` on which `user` may do `action`; none without the permission.

    The model's `scope_path` leads to a country (None: it belongs to none). Its `scope_shared`
    admits rows without a country for everybody who may view or take out at all. A
    `classification` of its own, or at each `classification_path`, is held against the ceiling of
    each role.
    """
    model = queryset.model
    inside = _inside(model, user, action)
    if inside is None:
        return queryset.none()
    # A subquery, not a join: a row in two of the user's countries appears once.
    allowed = model._base_manager.filter(inside)
    return queryset.filter(pk__in=allowed.values("pk"))


def joined_for_user(queryset: models.QuerySet, user: Any, action: str = "view") -> models.QuerySet:
    """The same rows for a query that reads a great many of them and changes or locks none.

    Where no path leads to more than one country, the conditions stand in the query itself: the
    database need not look up each of a million rows a second time.
    """
    if _is_plain(queryset):
        inside = _inside(queryset.model, user, action)
        return queryset.none() if inside is None else queryset.filter(inside)
    if isinstance(queryset, ScopedQuerySet):
        return queryset.for_user(user, action)
    return for_user(queryset, user, action)


def _inside(model, user, action):
    """What is true of the rows in the user's scope; None if there is none."""
    if "_asked_for" in user.__dict__:
        user.__dict__["_asked_for"].add(model)
    scope = scope_of(user, permission_name(model, action))
    if not scope:
        return None
    inside = Q()
    for grant in scope.grants:
        inside |= _within(model, grant, action)
    return inside


def _is_plain(queryset):
    """Whether a kind of row has no rule of its own, and each of its paths leads to one thing."""
    model = queryset.model
    own = getattr(type(queryset), "for_user", ScopedQuerySet.for_user)
    paths = [*classification_paths(model), getattr(model, "scope_path", UNSET)]
    return own is ScopedQuerySet.for_user and all(
        path is None or (path is not UNSET and _leads_to_one(model, path)) for path in paths
    )


def _leads_to_one(model, path):
    options = model._meta
    for name in path.split("__"):
        field = options.pk if name == "pk" else options.get_field(name)
        if not field.concrete or field.many_to_many:
            return False
        options = field.related_model._meta if field.related_model else options
    return True


def _within(model: type[models.Model], grant: Grant, action: str) -> Q:
    where = _countries(model, grant, action)
    for classified in classification_paths(model):
        inside = Q(**{f"{classified}__in": grant.classifications})
        if _may_lead_nowhere(model, classified):
            inside |= Q(**{f"{classified}__isnull": True})
        where &= inside
    return where


def _may_lead_nowhere(model: type[models.Model], path: str) -> bool:
    """Whether a row may cite nothing by this path, and so is not closed by it."""
    options = model._meta
    for name in path.split("__")[:-1]:
        field = options.get_field(name)
        if field.null:
            return True
        options = field.related_model._meta
    return False


def _countries(model, grant, action):
    path = getattr(model, "scope_path", UNSET)
    if path is UNSET:
        raise ImproperlyConfigured(f"{model._meta.label} does not say how it reaches a country.")
    if path is None or grant.everywhere:
        return Q(pk__isnull=False)
    inside = Q(**{f"{path}__in": sorted(grant.countries)})
    if action in {"view", "export"} and getattr(model, "scope_shared", False):
        inside |= Q(**{f"{path}__isnull": True})
    return inside


def classification_paths(model: type[models.Model]) -> tuple[str, ...]:
    """Where a model's classifications are: its own field, or at the path or paths it declares.

    A row that cites a source or belongs to a record is as closed as the most closed of them.
    """
    declared = getattr(model, "classification_path", None)
    if declared:
        return (declared,) if isinstance(declared, str) else tuple(declared)
    try:
        model._meta.get_field("classification")
    except FieldDoesNotExist:
        return ()
    return ("classification",)


def closing(model: type[models.Model]) -> set[type[models.Model]]:
    """The other kinds of record by whose classification a row of this kind is closed."""
    found = set()
    for path in classification_paths(model):
        options = model._meta
        for name in path.split("__")[:-1]:
            related = options.get_field(name).related_model
            found.add(related)
            options = related._meta
    return found


class ScopedQuerySet(models.QuerySet):
    """The queryset of every model that belongs to a country.

    `sights` are the names of its methods that say of which rows somebody may see more, as counts.
    """

    sights: tuple[str, ...] = ()

    def for_user(self, user: Any, action: str = "view") -> models.QuerySet:
        return for_user(self, user, action)


def may(user: Any, action: str, obj: models.Model) -> bool:
    """Whether `user` may do `action` on this saved object."""
    return for_user(type(obj)._base_manager.all(), user, action).filter(pk=obj.pk).exists()


def require_in_scope(user: Any, action: str, obj: models.Model) -> None:
    """Refuse a saved object that has left, or never was in, the user's scope."""
    if not may(user, action, obj):
        raise PermissionDenied
