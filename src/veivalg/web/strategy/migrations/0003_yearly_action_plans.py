import django.db.models.deletion
from django.db import migrations, models

from veivalg.web.audit import protection
from veivalg.web.strategy.models import YEARLY_ADD_ONLY


class Migration(migrations.Migration):
    """Action plans of single years, and actions that are dropped."""

    dependencies = [
        ('councils', '0006_known_words_and_empty_people'),
        ('meetings', '0002_protection'),
        ('strategy', '0002_protection'),
    ]

    operations = [
        migrations.CreateModel(
            name='ActionPlan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField()),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('adopted', 'Adopted')], default='draft', max_length=8)),
                ('made_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField()),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'ordering': ('-year', '-id'),
            },
        ),
        migrations.CreateModel(
            name='ActionPlanEdition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('content', models.JSONField()),
                ('checksum', models.CharField(max_length=64)),
                ('adopted_at', models.DateTimeField()),
            ],
            options={
                'ordering': ('-number',),
            },
        ),
        migrations.CreateModel(
            name='PlannedAction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('choice', models.CharField(blank=True, choices=[('new', 'New this year'), ('continue', 'Continue'), ('change', 'Change'), ('done', 'Done'), ('drop', 'Drop')], max_length=8)),
                ('reason', models.CharField(blank=True, max_length=500)),
                ('text', models.TextField(blank=True)),
                ('due_on', models.DateField(null=True)),
                ('cost_nok', models.PositiveBigIntegerField(null=True)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'ordering': ('action__number', 'id'),
            },
        ),
        migrations.AddField(
            model_name='action',
            name='dropped_on',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='action',
            name='dropped_reason',
            field=models.CharField(blank=True, max_length=500),
        ),
        migrations.AddConstraint(
            model_name='action',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('dropped_on__isnull', True), ('dropped_reason', '')), models.Q(('dropped_on__isnull', False), models.Q(('dropped_reason', ''), _negated=True)), _connector='OR'), name='action_is_dropped_with_a_reason'),
        ),
        migrations.AddField(
            model_name='actionplan',
            name='earlier',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='later', to='strategy.actionplan'),
        ),
        migrations.AddField(
            model_name='actionplan',
            name='strategy',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='action_plans', to='strategy.strategy'),
        ),
        migrations.AddField(
            model_name='actionplanedition',
            name='adopted_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='adopted_action_plans', to='meetings.resolution'),
        ),
        migrations.AddField(
            model_name='actionplanedition',
            name='plan',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='editions', to='strategy.actionplan'),
        ),
        migrations.AddField(
            model_name='plannedaction',
            name='action',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='planned', to='strategy.action'),
        ),
        migrations.AddField(
            model_name='plannedaction',
            name='earlier',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='later', to='strategy.plannedaction'),
        ),
        migrations.AddField(
            model_name='plannedaction',
            name='plan',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='planned', to='strategy.actionplan'),
        ),
        migrations.AddConstraint(
            model_name='actionplan',
            constraint=models.UniqueConstraint(fields=('strategy', 'year'), name='one_action_plan_for_a_year'),
        ),
        migrations.AddConstraint(
            model_name='actionplan',
            constraint=models.CheckConstraint(condition=models.Q(('year__range', (1900, 2199))), name='action_plan_year_is_sane'),
        ),
        migrations.AddConstraint(
            model_name='actionplan',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'adopted'])), name='action_plan_state_is_known'),
        ),
        migrations.AddConstraint(
            model_name='actionplanedition',
            constraint=models.UniqueConstraint(fields=('plan', 'number'), name='one_action_plan_edition_per_number'),
        ),
        migrations.AddConstraint(
            model_name='plannedaction',
            constraint=models.UniqueConstraint(fields=('plan', 'action'), name='an_action_is_once_in_an_action_plan'),
        ),
        migrations.AddConstraint(
            model_name='plannedaction',
            constraint=models.CheckConstraint(condition=models.Q(('choice__in', ['', 'new', 'continue', 'change', 'done', 'drop'])), name='choice_is_known'),
        ),
        migrations.AddConstraint(
            model_name='plannedaction',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('choice', 'drop'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='dropping_has_a_reason'),
        ),
        migrations.RunPython(
            lambda apps, editor: protection.install(editor.connection, [YEARLY_ADD_ONLY]),
            lambda apps, editor: protection.uninstall(editor.connection, [YEARLY_ADD_ONLY]),
        ),
    ]
