"""What the forms of projects share."""

from django import forms

from foundation.access.scope import permission_name, scope_of
from foundation.reference.classification import Classification, up_to


class DayInput(forms.DateInput):
    """A day: the browser's own calendar where there is one, typed as 2019-12-31 elsewhere."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")


class OfProject:
    """A form opened from a project's page: the project is given, and checked with the rest."""

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() - {"project", "edition"}


def limit_to_reach(form, user, action):
    """Offer only what the person could still see after saving: no field may lock them out."""
    scope = scope_of(user, permission_name(form._meta.model, action))
    if "country" in form.fields and not scope.everywhere:
        form.fields["country"].required = True
        form.fields["country"].empty_label = None
    if "classification" in form.fields:
        reach = up_to(scope.ceiling)
        form.fields["classification"].choices = [
            choice for choice in Classification.choices if choice[0] in reach
        ]
    return form
