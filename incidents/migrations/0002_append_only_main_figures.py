from django.db import migrations

from incidents.append_only import MAIN_FIGURES


def forwards(apps, schema_editor):
    MAIN_FIGURES.protect(schema_editor.connection)


def backwards(apps, schema_editor):
    MAIN_FIGURES.unprotect(schema_editor.connection)


class Migration(migrations.Migration):
    """Its own step: PostgreSQL makes triggers only once the table is there."""

    dependencies = [("incidents", "0001_initial")]
    operations = [migrations.RunPython(forwards, backwards)]
