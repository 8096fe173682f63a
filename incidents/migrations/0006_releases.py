import django.db.models.deletion
import incidents.models.fields
from django.conf import settings
from django.db import migrations, models

from incidents.append_only import RELEASE_TABLES


def forwards(apps, schema_editor):
    for table in RELEASE_TABLES:
        table.protect(schema_editor.connection)


def backwards(apps, schema_editor):
    for table in RELEASE_TABLES:
        table.unprotect(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("incidents", "0005_many_cells_in_a_table"),
        ("reference", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Preparation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="made at")),
                ("vintage", models.CharField(editable=False, max_length=64)),
                ("ledger", models.CharField(editable=False, max_length=64)),
                ("holds", models.BooleanField(default=False, verbose_name="the audit holds")),
                ("report", models.JSONField(default=dict, verbose_name="report")),
                ("reasons", models.JSONField(default=list, verbose_name="reasons")),
            ],
            options={
                "verbose_name": "preparation of a release",
                "verbose_name_plural": "preparations of releases",
                "ordering": ["-pk"],
                "default_permissions": ["view"],
            },
        ),
        migrations.CreateModel(
            name="Release",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "version",
                    models.PositiveIntegerField(default=1, editable=False, verbose_name="version"),
                ),
                (
                    "reference",
                    models.CharField(
                        default=incidents.models.fields.new_reference,
                        editable=False,
                        max_length=12,
                        unique=True,
                        verbose_name="reference",
                    ),
                ),
                (
                    "year",
                    models.PositiveSmallIntegerField(verbose_name="year the figures are about"),
                ),
                (
                    "number",
                    models.PositiveIntegerField(
                        blank=True, editable=False, null=True, verbose_name="number"
                    ),
                ),
                (
                    "edition",
                    models.PositiveSmallIntegerField(
                        default=1, editable=False, verbose_name="edition"
                    ),
                ),
                (
                    "cited_as",
                    models.CharField(
                        blank=True, editable=False, max_length=30, verbose_name="cited as"
                    ),
                ),
                (
                    "audience",
                    models.CharField(
                        choices=[("public", "Everybody who may sign in"), ("internal", "Staff")],
                        default="public",
                        max_length=12,
                        verbose_name="audience",
                    ),
                ),
                (
                    "title",
                    models.CharField(
                        help_text="Everybody reads it. Name no number.",
                        max_length=160,
                        verbose_name="title",
                    ),
                ),
                (
                    "source_as_cited",
                    models.CharField(
                        help_text="How readers are told where the figures come from. Name no closed document.",
                        max_length=200,
                        verbose_name="source, as cited",
                    ),
                ),
                (
                    "handling",
                    models.CharField(
                        blank=True,
                        help_text="What readers should know before they use or pass on the figures.",
                        max_length=400,
                        verbose_name="handling note",
                    ),
                ),
                ("definition", models.JSONField(default=dict, verbose_name="tables")),
                (
                    "threshold",
                    models.PositiveSmallIntegerField(
                        help_text="Counts below it are small and withheld.",
                        verbose_name="threshold",
                    ),
                ),
                (
                    "unit",
                    models.CharField(
                        choices=[
                            ("incidents", "Incidents"),
                            ("cases", "Cases"),
                            ("survivors", "Survivors"),
                            ("allegations", "Allegations"),
                            ("investigations", "Investigations"),
                            ("not-stated", "Unit not stated"),
                        ],
                        max_length=15,
                        verbose_name="unit",
                    ),
                ),
                (
                    "verification",
                    models.CharField(
                        choices=[
                            ("verified", "Verified"),
                            ("credible", "Credible allegation, not verified"),
                            ("reported", "Reported, not verified"),
                            ("pending", "Pending verification"),
                            ("not-stated", "Verification not stated"),
                        ],
                        max_length=12,
                        verbose_name="verification",
                    ),
                ),
                (
                    "collecting_system",
                    models.CharField(
                        choices=[
                            ("mara", "MARA"),
                            ("gbvims", "GBVIMS"),
                            ("un-mission", "UN mission"),
                            ("other", "Other"),
                            ("not-stated", "System not stated"),
                        ],
                        max_length=12,
                        verbose_name="collecting system",
                    ),
                ),
                (
                    "occurred_from",
                    models.DateField(blank=True, null=True, verbose_name="occurred from"),
                ),
                (
                    "occurred_to",
                    models.DateField(blank=True, null=True, verbose_name="occurred to"),
                ),
                (
                    "verified_from",
                    models.DateField(blank=True, null=True, verbose_name="verified from"),
                ),
                (
                    "verified_to",
                    models.DateField(blank=True, null=True, verbose_name="verified to"),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Being prepared"),
                            ("prepared", "Waits for approval"),
                            ("refused", "Refused by the audit"),
                            ("approved", "Released"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="made at")),
                (
                    "approved_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="approved at"),
                ),
                (
                    "checksum",
                    models.CharField(
                        blank=True, editable=False, max_length=64, verbose_name="checksum"
                    ),
                ),
                (
                    "withdrawn_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="withdrawn at"),
                ),
                (
                    "withdrawn_reason",
                    models.CharField(
                        blank=True,
                        editable=False,
                        max_length=400,
                        verbose_name="why it was withdrawn",
                    ),
                ),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="approved by",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="made by",
                    ),
                ),
                (
                    "country",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="releases",
                        to="reference.country",
                        verbose_name="country",
                    ),
                ),
                (
                    "edition_of",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="later_editions",
                        to="incidents.release",
                        verbose_name="edition before",
                    ),
                ),
                (
                    "figures_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="figures entered by",
                    ),
                ),
                (
                    "prepared",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="incidents.preparation",
                        verbose_name="preparation in force",
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="releases",
                        to="incidents.submission",
                        verbose_name="record",
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="withdrawn by",
                    ),
                ),
            ],
            options={
                "verbose_name": "release",
                "verbose_name_plural": "releases",
                "ordering": ["-approved_at", "-pk"],
                "permissions": [
                    ("approve_release", "Can approve or withdraw what others prepared")
                ],
                "default_permissions": ["add", "view"],
                "indexes": [
                    models.Index(fields=["country", "approved_at"], name="incidents_release_known")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("country", "year", "number", "edition"),
                        name="incidents_release_number_once",
                        violation_error_message="This number is given already.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("approved_at__isnull", False)),
                        fields=("edition_of",),
                        name="incidents_one_next_edition",
                        violation_error_message="The next edition of it is released already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by__isnull", True),
                            ("author__isnull", True),
                            models.Q(("approved_by", models.F("author")), _negated=True),
                            _connector="OR",
                        ),
                        name="incidents_release_by_another",
                        violation_error_message="Nobody approves what they prepared.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by__isnull", True),
                            ("figures_by__isnull", True),
                            models.Q(("approved_by", models.F("figures_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="incidents_release_of_others",
                        violation_error_message="Nobody opens what they entered.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("threshold__gte", 3)),
                        name="incidents_release_threshold",
                        violation_error_message="The threshold is never below 3.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status__in", ["prepared", "approved"]), _negated=True),
                            ("prepared__isnull", False),
                            _connector="OR",
                        ),
                        name="incidents_release_was_prepared",
                        violation_error_message="Only what was prepared can be released.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "approved"), _negated=True),
                            models.Q(
                                ("approved_at__isnull", False),
                                ("approved_by__isnull", False),
                                ("number__isnull", False),
                                models.Q(("checksum", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="incidents_release_complete",
                        violation_error_message="A release needs who approved it, a number, a checksum.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "withdrawn"), _negated=True),
                            models.Q(("withdrawn_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="incidents_release_withdrawn_why",
                        violation_error_message="Say why it is withdrawn.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("occurred_from__isnull", True), ("occurred_to__isnull", True)
                            ),
                            models.Q(
                                ("occurred_from__isnull", False),
                                ("occurred_to__gte", models.F("occurred_from")),
                                ("occurred_to__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="incidents_release_occurred",
                        violation_error_message="Occurred: give both days, the earliest first.",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="preparation",
            name="release",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="preparations",
                to="incidents.release",
                verbose_name="release",
            ),
        ),
        migrations.CreateModel(
            name="ReleasedTable",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(verbose_name="order")),
                ("axes", models.JSONField(default=list, verbose_name="dimensions")),
                (
                    "partial",
                    models.BooleanField(default=False, verbose_name="some parts have no number"),
                ),
                (
                    "preparation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tables",
                        to="incidents.preparation",
                        verbose_name="preparation",
                    ),
                ),
            ],
            options={
                "verbose_name": "released table",
                "verbose_name_plural": "released tables",
                "ordering": ["preparation", "order"],
                "default_permissions": ["view"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("preparation", "order"), name="incidents_released_table_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReleasedCell",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(verbose_name="order")),
                ("codes", models.JSONField(default=list, verbose_name="codes")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("reported", "Printed"),
                            ("withheld", "Withheld"),
                            ("not-stated", "Not stated"),
                            ("not-collected", "Not collected"),
                        ],
                        max_length=14,
                        verbose_name="state",
                    ),
                ),
                (
                    "count",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="count"),
                ),
                (
                    "table",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="cells",
                        to="incidents.releasedtable",
                        verbose_name="table",
                    ),
                ),
            ],
            options={
                "verbose_name": "released cell",
                "verbose_name_plural": "released cells",
                "ordering": ["table", "order"],
                "default_permissions": ["view"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("table", "order"), name="incidents_released_cell_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("count__isnull", False), ("state", "reported")),
                            models.Q(
                                models.Q(("state", "reported"), _negated=True),
                                ("count__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="incidents_released_count_if_printed",
                    ),
                ],
            },
        ),
        migrations.RunPython(forwards, backwards),
    ]
