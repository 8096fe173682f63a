from django.db import migrations

from commitments.append_only import TARGETS


def forwards(apps, schema_editor):
    TARGETS.protect(schema_editor.connection)


def backwards(apps, schema_editor):
    TARGETS.unprotect(schema_editor.connection)


class Migration(migrations.Migration):
    """Its own step: PostgreSQL makes triggers only once the table is there."""

    dependencies = [("commitments", "0008_indicator_without_target")]
    operations = [migrations.RunPython(forwards, backwards)]
