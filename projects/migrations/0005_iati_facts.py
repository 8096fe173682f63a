
import projects.iati.stated
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('projects', '0004_life_and_reminders'),
    ]

    operations = [
        migrations.AddField(
            model_name='fund',
            name='sectors',
            field=models.CharField(blank=True, help_text='Of projects that state none: five digits, such as 15180.', max_length=200, validators=[projects.iati.stated.check_sectors], verbose_name='sectors (OECD)'),
        ),
        migrations.AddField(
            model_name='historicalfund',
            name='sectors',
            field=models.CharField(blank=True, help_text='Of projects that state none: five digits, such as 15180.', max_length=200, validators=[projects.iati.stated.check_sectors], verbose_name='sectors (OECD)'),
        ),
        migrations.AddField(
            model_name='historicalproject',
            name='gender_marker',
            field=models.CharField(blank=True, choices=[('0', 'Not targeted'), ('1', 'Significant objective'), ('2', 'Principal objective')], help_text="The OECD's marker, as a source states it; not the agencies' own scale.", max_length=1, verbose_name='gender equality marker'),
        ),
        migrations.AddField(
            model_name='historicalproject',
            name='sdg_targets',
            field=models.CharField(blank=True, help_text='Their numbers with commas between them, such as 5.2, 16.3.', max_length=120, validators=[projects.iati.stated.check_targets], verbose_name='targets of the goals'),
        ),
        migrations.AddField(
            model_name='historicalproject',
            name='sectors',
            field=models.CharField(blank=True, help_text='Such as 15180, or 15180 60; 15160 40 with the share of each.', max_length=200, validators=[projects.iati.stated.check_sectors], verbose_name='sectors (OECD)'),
        ),
        migrations.AddField(
            model_name='project',
            name='gender_marker',
            field=models.CharField(blank=True, choices=[('0', 'Not targeted'), ('1', 'Significant objective'), ('2', 'Principal objective')], help_text="The OECD's marker, as a source states it; not the agencies' own scale.", max_length=1, verbose_name='gender equality marker'),
        ),
        migrations.AddField(
            model_name='project',
            name='sdg_targets',
            field=models.CharField(blank=True, help_text='Their numbers with commas between them, such as 5.2, 16.3.', max_length=120, validators=[projects.iati.stated.check_targets], verbose_name='targets of the goals'),
        ),
        migrations.AddField(
            model_name='project',
            name='sectors',
            field=models.CharField(blank=True, help_text='Such as 15180, or 15180 60; 15160 40 with the share of each.', max_length=200, validators=[projects.iati.stated.check_sectors], verbose_name='sectors (OECD)'),
        ),
    ]
