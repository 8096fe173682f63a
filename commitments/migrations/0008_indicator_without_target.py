from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [("commitments", "0007_targets_as_rows")]

    operations = [
        migrations.RemoveConstraint(
            model_name='indicator',
            name='commitments_target_by_in_order',
        ),
        migrations.RemoveField(
            model_name='historicalindicator',
            name='target_as_written',
        ),
        migrations.RemoveField(
            model_name='historicalindicator',
            name='target_by_as_written',
        ),
        migrations.RemoveField(
            model_name='historicalindicator',
            name='target_by_from',
        ),
        migrations.RemoveField(
            model_name='historicalindicator',
            name='target_by_to',
        ),
        migrations.RemoveField(
            model_name='historicalindicator',
            name='target_unit',
        ),
        migrations.RemoveField(
            model_name='historicalindicator',
            name='target_value',
        ),
        migrations.RemoveField(
            model_name='indicator',
            name='target_as_written',
        ),
        migrations.RemoveField(
            model_name='indicator',
            name='target_by_as_written',
        ),
        migrations.RemoveField(
            model_name='indicator',
            name='target_by_from',
        ),
        migrations.RemoveField(
            model_name='indicator',
            name='target_by_to',
        ),
        migrations.RemoveField(
            model_name='indicator',
            name='target_unit',
        ),
        migrations.RemoveField(
            model_name='indicator',
            name='target_value',
        ),
    ]
