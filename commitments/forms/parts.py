"""What forms of commitments share: dates as written, small text areas, the writer's reach."""

from django import forms

from foundation.access.scope import permission_name, scope_of
from foundation.reference.classification import Classification, up_to

LONG, SHORT = forms.Textarea({"rows": 6}), forms.Textarea({"rows": 3})


class WrittenDatesForm(forms.ModelForm):
    """A date typed anew is read anew, unless its days were given as well."""

    written: tuple[str, ...] = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        days = {f"{name}_{end}" for name in self.written for end in ("from", "to")}
        for name in days & self.fields.keys():
            self.fields[name].widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        for name in self.written:
            days = {f"{name}_from", f"{name}_to"}
            if f"{name}_as_written" in self.changed_data and not days & set(self.changed_data):
                cleaned.update(dict.fromkeys(days))
        return cleaned


def limit_to_reach(form, user, model, action):
    """Offer only what the person could still see after saving: no field may lock them out."""
    scope = scope_of(user, permission_name(model, action))
    if "country" in form.fields and not scope.everywhere:
        form.fields["country"].required = True
        form.fields["country"].empty_label = None
    if "classification" in form.fields:
        reach = up_to(scope.ceiling)
        form.fields["classification"].choices = [
            choice for choice in Classification.choices if choice[0] in reach
        ]
    return form
