"""Drop-downs are queries too: they offer only what the pages would show."""

from typing import Any

from django import forms

from foundation.reference.classification import up_to
from foundation.reference.models import Country

from .querysets import for_user
from .scope import permission_name, scope_of


def limit_choices(form: forms.BaseForm, user: Any, action: str = "view") -> forms.BaseForm:
    """Narrow each choice of related rows in `form` to what `user` may view.

    Countries are narrowed to those where the user may do `action` on the form's model: a list
    must not offer a country in which the record could not be saved. So it is with classifications.
    """
    model = getattr(getattr(form, "_meta", None), "model", None)
    for field in form.fields.values():
        queryset = getattr(field, "queryset", None)
        if queryset is None or not hasattr(queryset.model, "scope_path"):
            continue
        narrowed = for_user(queryset, user)
        if queryset.model is Country and model is not None and action != "view":
            narrowed = _countries_for(narrowed, user, permission_name(model, action))
        field.queryset = narrowed
    if model is not None and action != "view":
        _limit_classification(form, scope_of(user, permission_name(model, action)))
    return form


def _limit_classification(form, scope):
    """What is saved above one's own ceiling would be lost from one's sight at once."""
    field = form.fields.get("classification")
    if field is not None and scope:
        reach = up_to(scope.ceiling)
        field.choices = [choice for choice in field.choices if choice[0] in {"", *reach}]


def _countries_for(queryset, user, permission):
    scope = scope_of(user, permission)
    return queryset if scope.everywhere else queryset.filter(pk__in=scope.countries)
