from django.db import migrations

from commitments.append_only import DISPUTES


def forwards(apps, schema_editor):
    DISPUTES.protect(schema_editor.connection)


def backwards(apps, schema_editor):
    DISPUTES.unprotect(schema_editor.connection)


class Migration(migrations.Migration):
    """Its own step: PostgreSQL makes triggers only once the table is there."""

    dependencies = [("commitments", "0004_evidence_disputes_reminders")]
    operations = [migrations.RunPython(forwards, backwards)]
