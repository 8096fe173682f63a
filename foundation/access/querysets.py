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
    scope = scope_of(user, permission_name(model, action))
    if not scope:
        return queryset.none()
    inside = Q()
    for grant in scope.grants:
        inside |= _within(model, grant, action)
    # A subquery, not a join: a row in two of the user's countries appears once.
    allowed = model._base_manager.filter(inside)
    return queryset.filter(pk__in=allowed.values("pk"))


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


class ScopedQuerySet(models.QuerySet):
    """The queryset of every model that belongs to a country."""

    def for_user(self, user: Any, action: str = "view") -> models.QuerySet:
        return for_user(self, user, action)


def may(user: Any, action: str, obj: models.Model) -> bool:
    """Whether `user` may do `action` on this saved object."""
    return for_user(type(obj)._base_manager.all(), user, action).filter(pk=obj.pk).exists()


def require_in_scope(user: Any, action: str, obj: models.Model) -> None:
    """Refuse a saved object that has left, or never was in, the user's scope."""
    if not may(user, action, obj):
        raise PermissionDenied
