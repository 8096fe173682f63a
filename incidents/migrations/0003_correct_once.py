from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("incidents", "0002_append_only_main_figures")]
    operations = [
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.UniqueConstraint(
                fields=["supersedes"],
                condition=models.Q(status="approved"),
                name="incidents_corrected_once",
                violation_error_message="That record is corrected already.",
            ),
        )
    ]
