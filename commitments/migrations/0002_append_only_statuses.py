from django.db import migrations

from commitments.append_only import protect, unprotect


def forwards(apps, schema_editor):
    protect(schema_editor.connection)


def backwards(apps, schema_editor):
    unprotect(schema_editor.connection)


class Migration(migrations.Migration):
    """Its own step: PostgreSQL makes triggers only once the table is there."""

    dependencies = [("commitments", "0001_initial")]
    operations = [migrations.RunPython(forwards, backwards)]
