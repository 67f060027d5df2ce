
import django.db.models.deletion
import veivalg.web.strategy.models.strategy
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0003_codes_last_used'),
        ('councils', '0005_import_drafts'),
        ('meetings', '0002_protection'),
    ]

    operations = [
        migrations.CreateModel(
            name='FocusArea',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=veivalg.web.strategy.models.strategy.new_key, max_length=12, unique=True)),
                ('name', models.TextField()),
                ('about', models.TextField(blank=True)),
                ('place', models.PositiveIntegerField()),
            ],
            options={
                'ordering': ('place', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Goal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=veivalg.web.strategy.models.strategy.new_key, max_length=12, unique=True)),
                ('name', models.TextField(blank=True)),
                ('picture', models.TextField(blank=True)),
                ('sustainable_goals', models.JSONField(default=list)),
                ('fields', models.JSONField(default=list)),
                ('place', models.PositiveIntegerField()),
                ('version', models.PositiveIntegerField(default=1)),
                ('focus_area', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='goals', to='strategy.focusarea')),
            ],
            options={
                'ordering': ('place', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Path',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=veivalg.web.strategy.models.strategy.new_key, max_length=12, unique=True)),
                ('name', models.TextField(blank=True)),
                ('place', models.PositiveIntegerField()),
                ('version', models.PositiveIntegerField(default=1)),
                ('goal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='paths', to='strategy.goal')),
            ],
            options={
                'ordering': ('place', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Strategy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200)),
                ('vision', models.TextField(blank=True)),
                ('first_year', models.PositiveSmallIntegerField(null=True)),
                ('last_year', models.PositiveSmallIntegerField(null=True)),
                ('first_action_year', models.PositiveSmallIntegerField(null=True)),
                ('last_action_year', models.PositiveSmallIntegerField(null=True)),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('consultation', 'On consultation'), ('adopted', 'Adopted'), ('ended', 'Ended')], default='draft', max_length=12)),
                ('made_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField()),
                ('version', models.PositiveIntegerField(default=1)),
                ('council', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='strategies', to='councils.council')),
            ],
            options={
                'ordering': ('-first_year', '-id'),
            },
        ),
        migrations.CreateModel(
            name='PlanDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file_name', models.CharField(max_length=200)),
                ('content', models.JSONField()),
                ('holds', models.JSONField()),
                ('notes', models.JSONField()),
                ('answers', models.JSONField(default=dict)),
                ('made_at', models.DateTimeField()),
                ('version', models.PositiveIntegerField(default=1)),
                ('account', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='plan_drafts', to='accounts.account')),
                ('council', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='plan_drafts', to='councils.council')),
                ('strategy', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='drafts', to='strategy.strategy')),
            ],
            options={
                'ordering': ('-id',),
            },
        ),
        migrations.AddField(
            model_name='goal',
            name='strategy',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='goals', to='strategy.strategy'),
        ),
        migrations.AddField(
            model_name='focusarea',
            name='strategy',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='focus_areas', to='strategy.strategy'),
        ),
        migrations.CreateModel(
            name='Action',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=veivalg.web.strategy.models.strategy.new_key, max_length=12, unique=True)),
                ('text', models.TextField(blank=True)),
                ('place', models.PositiveIntegerField()),
                ('number', models.PositiveIntegerField()),
                ('label', models.TextField(blank=True)),
                ('kind', models.CharField(choices=[('dated', 'Done once'), ('recurring', 'Done again and again'), ('countable', 'Done a number of times')], default='dated', max_length=10)),
                ('first_year', models.PositiveSmallIntegerField(null=True)),
                ('last_year', models.PositiveSmallIntegerField(null=True)),
                ('due_on', models.DateField(null=True)),
                ('rhythm_months', models.PositiveIntegerField(null=True)),
                ('wanted_count', models.PositiveIntegerField(null=True)),
                ('counted_per', models.TextField(blank=True)),
                ('responsible_position', models.CharField(blank=True, choices=[('leader', 'Leader'), ('vice_leader', 'Vice leader')], max_length=12)),
                ('responsible_role', models.CharField(blank=True, max_length=20)),
                ('responsible_text', models.TextField(blank=True)),
                ('contact_text', models.TextField(blank=True)),
                ('partners', models.JSONField(default=list)),
                ('cost_nok', models.PositiveBigIntegerField(null=True)),
                ('funding', models.TextField(blank=True)),
                ('sustainable_goals', models.JSONField(default=list)),
                ('fields', models.JSONField(default=list)),
                ('county_plan', models.TextField(blank=True)),
                ('municipal_plan', models.TextField(blank=True)),
                ('remarks', models.JSONField(default=list)),
                ('version', models.PositiveIntegerField(default=1)),
                ('contact', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='actions', to='councils.person')),
                ('responsible_body', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='actions', to='councils.body')),
                ('responsible_participant', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='actions', to='councils.participant')),
                ('path', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='actions', to='strategy.path')),
                ('strategy', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='actions', to='strategy.strategy')),
            ],
            options={
                'ordering': ('number', 'id'),
            },
        ),
        migrations.CreateModel(
            name='StrategyEdition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('content', models.JSONField()),
                ('checksum', models.CharField(max_length=64)),
                ('adopted_at', models.DateTimeField()),
                ('adopted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='adopted_editions', to='meetings.resolution')),
                ('strategy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='editions', to='strategy.strategy')),
            ],
            options={
                'ordering': ('-number',),
            },
        ),
        migrations.CreateModel(
            name='ActionUpdate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', models.CharField(choices=[('on_track', 'On track'), ('delayed', 'Delayed'), ('needs_help', 'Needs help'), ('done', 'Done')], max_length=10)),
                ('text', models.CharField(blank=True, max_length=300)),
                ('done_count', models.PositiveIntegerField(null=True)),
                ('said_on', models.DateField()),
                ('said_at', models.DateTimeField()),
                ('account', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='action_updates', to='accounts.account')),
                ('action', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='updates', to='strategy.action')),
            ],
            options={
                'ordering': ('-said_at', '-id'),
                'indexes': [models.Index(fields=['action', '-said_at'], name='update_of_action')],
                'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ['on_track', 'delayed', 'needs_help', 'done'])), name='update_status_is_known')],
            },
        ),
        migrations.CreateModel(
            name='GoalIndicator',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('indicator', models.CharField(max_length=200)),
                ('baseline', models.DecimalField(decimal_places=6, max_digits=24, null=True)),
                ('baseline_year', models.PositiveSmallIntegerField(null=True)),
                ('target', models.DecimalField(decimal_places=6, max_digits=24, null=True)),
                ('target_year', models.PositiveSmallIntegerField(null=True)),
                ('place', models.PositiveIntegerField()),
                ('goal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='indicators', to='strategy.goal')),
            ],
            options={
                'ordering': ('place', 'id'),
                'constraints': [models.CheckConstraint(condition=models.Q(('baseline_year__isnull', True), ('target_year__isnull', True), ('target_year__gte', models.F('baseline_year')), _connector='OR'), name='target_comes_after_the_baseline')],
            },
        ),
        migrations.AddConstraint(
            model_name='strategy',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('first_year__isnull', True), ('last_year__isnull', True)), models.Q(('first_year__range', (1900, 2199)), ('last_year__gte', models.F('first_year')), ('last_year__lte', 2199)), _connector='OR'), name='strategy_has_both_years_in_order_or_none'),
        ),
        migrations.AddConstraint(
            model_name='strategy',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('first_action_year__isnull', True), ('last_action_year__isnull', True)), models.Q(('first_action_year__range', (1900, 2199)), ('last_action_year__gte', models.F('first_action_year')), ('last_action_year__lte', 2199)), _connector='OR'), name='actions_have_both_years_in_order_or_none'),
        ),
        migrations.AddConstraint(
            model_name='strategy',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'consultation', 'adopted', 'ended'])), name='strategy_state_is_known'),
        ),
        migrations.AddConstraint(
            model_name='focusarea',
            constraint=models.UniqueConstraint(fields=('strategy', 'name'), name='focus_areas_have_names_of_their_own'),
        ),
        migrations.AddIndex(
            model_name='action',
            index=models.Index(fields=['strategy', 'number'], name='action_of_strategy'),
        ),
        migrations.AddConstraint(
            model_name='action',
            constraint=models.CheckConstraint(condition=models.Q(('first_year__isnull', True), ('last_year__isnull', True), ('last_year__gte', models.F('first_year')), _connector='OR'), name='action_ends_after_it_begins'),
        ),
        migrations.AddConstraint(
            model_name='action',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('responsible_participant__isnull', True), ('responsible_role', '')), models.Q(('responsible_body__isnull', True), ('responsible_role', '')), models.Q(('responsible_body__isnull', True), ('responsible_participant__isnull', True)), _connector='OR'), name='action_has_one_responsible'),
        ),
        migrations.AddConstraint(
            model_name='action',
            constraint=models.CheckConstraint(condition=models.Q(('responsible_position', ''), ('responsible_body__isnull', False), _connector='OR'), name='position_is_in_a_body'),
        ),
        migrations.AddConstraint(
            model_name='action',
            constraint=models.CheckConstraint(condition=models.Q(('responsible_role__in', ['', 'secretariat', 'representative', 'municipal_contact', 'action_owner', 'youth_panel', 'reader', 'host'])), name='action_role_is_known'),
        ),
        migrations.AddConstraint(
            model_name='strategyedition',
            constraint=models.UniqueConstraint(fields=('strategy', 'number'), name='one_edition_per_number'),
        ),
    ]
