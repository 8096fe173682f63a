"""Parts of forms, for pages that do not print the whole form with {{ form }}."""

from django import template

register = template.Library()


@register.inclusion_tag("components/field.html")
def field(bound_field, hint=""):
    """{% field form.title %}: label, hint, error, control."""
    return {"field": bound_field, "hint": hint}


@register.inclusion_tag("components/error_summary.html")
def error_summary(form):
    """{% error_summary form %}: what is wrong, with links to the fields; nothing if nothing is."""
    return {"form": form, "problems": problems(form)}


@register.simple_tag
def problems(form):
    """(field or None, message) of every error, those of the whole form first."""
    found = [(None, message) for message in form.non_field_errors()]
    for bound in form:
        found += [(bound, message) for message in bound.errors]
    return found
