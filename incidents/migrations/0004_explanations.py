import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from incidents.append_only import EXPLANATIONS


def protect(apps, schema_editor):
    EXPLANATIONS.protect(schema_editor.connection)


def unprotect(apps, schema_editor):
    EXPLANATIONS.unprotect(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0003_correct_once"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Explanation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("finding", models.CharField(max_length=200, verbose_name="finding")),
                (
                    "records",
                    models.JSONField(default=list, verbose_name="references of the records"),
                ),
                (
                    "numbers",
                    models.JSONField(default=list, verbose_name="numbers it was written for"),
                ),
                ("text", models.CharField(max_length=600, verbose_name="explanation")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="written at")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="written by",
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="explanations",
                        to="incidents.submission",
                        verbose_name="record",
                    ),
                ),
            ],
            options={
                "verbose_name": "explanation of a finding",
                "verbose_name_plural": "explanations of findings",
                "ordering": ["-at", "-pk"],
                "default_permissions": ["view", "add"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True),
                        name="incidents_explanation_with_text",
                        violation_error_message="Say how it is to be explained.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("finding", ""), _negated=True),
                        name="incidents_explanation_of_finding",
                        violation_error_message="Name the finding.",
                    ),
                ],
            },
        ),
        migrations.RunPython(protect, unprotect),
    ]
