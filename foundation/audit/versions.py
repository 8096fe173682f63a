"""Safe editing: each record carries a number that every edit must name and raises by one."""

from typing import Any, NamedTuple

from django import forms
from django.db import connection, models
from django.utils.translation import gettext_lazy as _


class EditConflictError(Exception):
    """Somebody else saved the record after the form was opened."""


class Versioned(models.Model):
    """A record that two people may edit at once without losing anything."""

    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    class Meta:
        abstract = True

    def claim_version(self, opened_at: int) -> None:
        """Take the next version, if nobody took it since `opened_at`; else EditConflictError.

        One conditional UPDATE, so it holds on both engines without a row lock.
        """
        rows = type(self)._base_manager.filter(pk=self.pk, version=opened_at)
        if not rows.update(version=opened_at + 1):
            raise EditConflictError
        self.version = opened_at + 1


class Difference(NamedTuple):
    """One field that two people left different: what was saved, what was typed, what was before.

    `original` is None where the record keeps no history of values.
    """

    label: str
    theirs: str
    yours: str
    original: str | None


class VersionedForm(forms.ModelForm):
    """The form of a Versioned record: names the version it was opened at, checks it on saving.

    After is_valid() failed on a conflict, `conflict` lists what differs, and the form, shown
    again, names the new version: saving once more is a decision made with both texts in sight.
    """

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    conflict: list[Difference] | None = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = self.instance.version

    def clean(self):
        cleaned = super().clean()
        if self.instance.pk:
            stored = self._stored()
            if cleaned.get("version") != stored.version:
                self._report(stored)
        return cleaned

    def save(self, commit=True):
        if self.instance.pk and commit:
            self.instance.claim_version(self.cleaned_data["version"])
        return super().save(commit=commit)

    def _stored(self):
        rows = type(self.instance)._base_manager.filter(pk=self.instance.pk)
        if connection.in_atomic_block:  # held until the save, so nobody slips in between
            rows = rows.select_for_update(of=("self",))
        return rows.get()

    def _report(self, stored):
        names = list(self.fields)
        theirs = forms.models.model_to_dict(stored, fields=names)
        before = self._before(names)
        self.conflict = [
            Difference(
                str(bound.label),
                shown(bound, theirs[bound.name]),
                shown(bound, bound.data),
                shown(bound, before[bound.name]) if bound.name in before else None,
            )
            for bound in self
            if bound.name in theirs and bound.field.has_changed(theirs[bound.name], bound.data)
        ]
        self.data = self.data.copy()
        self.data[self.add_prefix("version")] = stored.version
        self.add_error(
            None,
            _("Somebody else saved this record while you were editing. Compare and save again."),
        )

    def _before(self, names):
        """The values when the form was opened, from the record's history where it has one."""
        history = getattr(type(self.instance), "history", None)
        opened_at = self.cleaned_data.get("version")
        if history is None or opened_at is None:
            return {}
        row = history.filter(id=self.instance.pk, version=opened_at).last()
        return forms.models.model_to_dict(row, fields=names) if row else {}


def shown(bound: forms.BoundField, value: Any) -> str:
    """A value as a person reads it: the label of a choice, not its key."""
    choices = dict(getattr(bound.field, "choices", None) or {})
    values = value if isinstance(value, list | tuple) else [value]
    labels = {str(getattr(key, "value", key)): str(label) for key, label in choices.items()}
    return ", ".join(
        labels.get(str(getattr(v, "pk", v)), str(v)) for v in values if v not in (None, "")
    )
