
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('exports', '0001_initial'),
    ]

    operations = [
        migrations.AlterField(
            model_name='definition',
            name='ending',
            field=models.CharField(choices=[('csv', 'CSV'), ('xlsx', 'XLSX'), ('json', 'JSON'), ('pdf', 'PDF'), ('iati', 'IATI 2.03')], max_length=5, verbose_name='format'),
        ),
        migrations.AlterField(
            model_name='export',
            name='ending',
            field=models.CharField(choices=[('csv', 'CSV'), ('xlsx', 'XLSX'), ('json', 'JSON'), ('pdf', 'PDF'), ('iati', 'IATI 2.03')], max_length=5, verbose_name='format'),
        ),
    ]
