from django.db import migrations

from projects.append_only import LEDGER, LIFE_STEPS


def forwards(apps, schema_editor):
    for table in (LEDGER, LIFE_STEPS):
        table.protect(schema_editor.connection)


def backwards(apps, schema_editor):
    for table in (LEDGER, LIFE_STEPS):
        table.unprotect(schema_editor.connection)


class Migration(migrations.Migration):
    """Its own step: PostgreSQL makes triggers only once the tables are there."""

    dependencies = [("projects", "0002_ledger_life_results")]
    operations = [migrations.RunPython(forwards, backwards)]
