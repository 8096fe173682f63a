from django.db import migrations

from foundation.audit.append_only import AUDIT_TRAIL


def forwards(apps, schema_editor):
    AUDIT_TRAIL.protect(schema_editor.connection)


def backwards(apps, schema_editor):
    AUDIT_TRAIL.unprotect(schema_editor.connection)


class Migration(migrations.Migration):
    """Its own step: PostgreSQL makes triggers only once the table is there."""

    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunPython(forwards, backwards)]
