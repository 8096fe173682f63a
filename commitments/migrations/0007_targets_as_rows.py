from django.db import migrations
from django.db.models import Q

FIELDS = {
    "value": "target_value",
    "unit": "target_unit",
    "as_written": "target_as_written",
    "by_as_written": "target_by_as_written",
    "by_from": "target_by_from",
    "by_to": "target_by_to",
}


def forwards(apps, schema_editor):
    """The target of each indicator becomes its final one, of the indicator's own source."""
    Indicator = apps.get_model("commitments", "Indicator")
    Target = apps.get_model("commitments", "Target")
    told = Indicator.objects.filter(Q(target_value__isnull=False) | ~Q(target_as_written=""))
    for indicator in told:
        Target.objects.create(
            indicator=indicator,
            stage="final",
            source_id=indicator.source_id,
            page=indicator.page,
            **{new: getattr(indicator, old) for new, old in FIELDS.items()},
        )


def backwards(apps, schema_editor):
    """The final target in force goes back to its indicator; the others have no place there."""
    Target = apps.get_model("commitments", "Target")
    for target in Target.objects.filter(stage="final", superseded_by=None):
        for new, old in FIELDS.items():
            setattr(target.indicator, old, getattr(target, new))
        target.indicator.save()
    while Target.objects.exists():  # from the newest: each stands in the way of the one before
        Target.objects.filter(superseded_by=None).delete()


class Migration(migrations.Migration):
    """Its own step: PostgreSQL does not alter a table whose rows the same step has changed."""

    dependencies = [("commitments", "0006_targets_and_review")]
    operations = [migrations.RunPython(forwards, backwards)]
