"""What the sources say on one point, edited together with it."""

from typing import Any

from django.utils.translation import gettext as _

from foundation.access.forms import limit_choices
from foundation.audit import versions

from .forms import StatementFormSet
from .models import Statement


def statements_for(difference: Any, user: Any, data: Any = None) -> StatementFormSet:
    """The statements that `user` may change. Those of a source out of sight stay as they are."""
    open_to_user = Statement.objects.for_user(user, "change")
    formset = StatementFormSet(data, instance=difference, queryset=open_to_user)
    for form in formset:
        limit_choices(form, user)
    return formset


def disagreements(formset: StatementFormSet) -> list[versions.Difference]:
    """Statement by statement, what is saved by now and what was typed, where they differ."""
    rows = formset.queryset.filter(difference=formset.instance).select_related("source")
    saved = {str(row.pk): _joined(row.source, row.says, row.page) for row in rows}
    typed = {_key(form): _typed(form) for form in formset.forms}
    found = [(saved.get(key, ""), typed.get(key, "")) for key in {**saved, **typed}]
    return [
        versions.Difference(_("What a source says"), theirs, yours, None)
        for theirs, yours in found
        if theirs != yours
    ]


def _key(form):
    return form.data.get(form.add_prefix("id")) or form.prefix


def _typed(form):
    if form.data.get(form.add_prefix("DELETE")):
        return ""
    source = versions.shown(form["source"], form["source"].data)
    return _joined(source, form["says"].data, form["page"].data)


def _joined(*parts):
    return ", ".join(str(part) for part in parts if part)
