from django.db import migrations


class Migration(migrations.Migration):
    """The municipality that takes part becomes a participant, which may be a county authority too."""

    dependencies = [("councils", "0001_initial")]

    operations = [
        migrations.RemoveConstraint(model_name="membermunicipality", name="municipality_is_in_a_council_once"),
        migrations.RemoveConstraint(model_name="membermunicipality", name="member_certainty_is_known"),
        migrations.RenameModel(old_name="MemberMunicipality", new_name="Participant"),
    ]
