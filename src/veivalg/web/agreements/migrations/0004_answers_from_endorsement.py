import django.db.models.deletion
from django.db import migrations, models

from veivalg.web.agreements.models import ADD_ONLY
from veivalg.web.audit import protection


class Migration(migrations.Migration):
    """Answers that are given on endorsement count for a change, and an answer can be taken back."""

    dependencies = [
        ('agreements', '0003_council_budgets'),
        ('councils', '0008_participant_language'),
        ('meetings', '0002_protection'),
    ]

    operations = [
        migrations.AddField(
            model_name='agreementchange',
            name='asked_in',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='asked_changes', to='meetings.resolution'),
        ),
        migrations.AlterField(
            model_name='participantconsent',
            name='is_yes',
            field=models.BooleanField(null=True),
        ),
        migrations.AddConstraint(
            model_name='agreementchange',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'withdrawn'), _negated=True), fields=('asked_in',), name='one_change_is_asked_about_in_a_resolution'),
        ),
        migrations.AddConstraint(
            model_name='agreementchange',
            constraint=models.CheckConstraint(condition=models.Q(('asked_in__isnull', True), ('route', 'every_participant'), _connector='OR'), name='only_what_goes_to_everyone_is_asked_about'),
        ),
        migrations.AddConstraint(
            model_name='participantconsent',
            constraint=models.CheckConstraint(condition=models.Q(('is_yes__isnull', False), ('corrects__isnull', False), _connector='OR'), name='only_a_correction_takes_back'),
        ),
        # SQLite builds the table anew, and the triggers went with the old one.
        migrations.RunPython(
            lambda apps, editor: protection.install(editor.connection, ADD_ONLY), migrations.RunPython.noop
        ),
    ]
