"""Fields that the admin only shows are read from the object itself, past every scoped queryset."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.auth import get_user_model

from .querysets import for_user


def hide_out_of_sight(shown: Sequence[forms.BaseModelForm], user: Any) -> None:
    """Empty each relation of these forms' objects that is only shown and that `user` may not see.

    For printing alone: nothing may be saved after it. Names of people are left: whoever enters
    the administration may know them.
    """
    objects = [form.instance for form in shown if form.instance.pk]
    if not objects:
        return
    offered, options = shown[0].fields, objects[0]._meta
    for field in [*options.fields, *options.many_to_many]:
        related = field.related_model
        if field.name in offered or not hasattr(related, "scope_path"):
            continue
        if field.many_to_many:
            _narrow(objects, field, user)
        elif related is not get_user_model():
            _empty(objects, field, user)


def _narrow(objects, field, user):
    for obj in objects:
        seen = for_user(getattr(obj, field.name).all(), user)
        obj.__dict__.setdefault("_prefetched_objects_cache", {})[field.name] = seen


def _empty(objects, field, user):
    wanted = {getattr(obj, field.attname) for obj in objects}
    rows = for_user(field.related_model._base_manager.filter(pk__in=wanted - {None}), user)
    seen = set(rows.values_list("pk", flat=True))
    for obj in objects:
        if getattr(obj, field.attname) not in seen:
            setattr(obj, field.name, None)
