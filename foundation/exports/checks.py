"""Refuse to start with a report that nobody decided about."""

from django.apps import apps
from django.core.checks import Error, register

from .reports import REPORTS, SIGNED_IN
from .writing import COMMON


@register
def reports_have_a_policy(app_configs, **kwargs):
    """Each names the right to export a model that exists and has a writer for each of its formats;
    where counts are, it says how they are kept."""
    known = {
        f"{model._meta.app_label}.export_{model._meta.model_name}"
        for model in apps.get_models()
        if hasattr(model, "scope_path")
    }
    errors = []
    for report in REPORTS.values():
        permission = getattr(report, "permission", "")
        if permission != SIGNED_IN and permission not in known:
            errors.append(
                Error(f"Report {report.slug} names no right to export.", id="exports.E001")
            )
        if unknown := set(report.endings) - {*COMMON, *report.writers}:
            text = f"Report {report.slug} has no writer for {', '.join(sorted(unknown))}."
            errors.append(Error(text, id="exports.E003"))
        if permission.startswith("incidents.") and not report.protection:
            text = f"Report {report.slug} does not say how small numbers are kept."
            errors.append(Error(text, id="exports.E002"))
    return errors
