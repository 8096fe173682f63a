from django.db import migrations

from commitments.append_only import STATUS_CHANGES


def forwards(apps, schema_editor):
    STATUS_CHANGES.protect(schema_editor.connection)


def backwards(apps, schema_editor):
    STATUS_CHANGES.unprotect(schema_editor.connection)


class Migration(migrations.Migration):
    """Its own step: PostgreSQL makes triggers only once the table is there."""

    dependencies = [("commitments", "0001_initial")]
    operations = [migrations.RunPython(forwards, backwards)]
