import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('councils', '0008_participant_language'),
        ('joint_services', '0001_joint_services'),
    ]

    operations = [
        migrations.CreateModel(
            name='JointServicePart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('amount_nok', models.PositiveBigIntegerField()),
                ('year', models.PositiveSmallIntegerField()),
                ('source', models.CharField(max_length=200)),
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='service_parts', to='councils.participant')),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='joint_services.jointservice')),
            ],
            options={
                'ordering': ('id',),
                'constraints': [models.UniqueConstraint(fields=('service', 'participant'), name='a_participant_has_one_part_of_a_service'), models.CheckConstraint(condition=models.Q(('year__range', (1990, 2150)), models.Q(('source', ''), _negated=True)), name='part_of_a_service_has_year_and_source')],
            },
        ),
    ]
