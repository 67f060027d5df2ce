from django.db import migrations, models


def give_up(apps, schema_editor):
    """What waits for nobody was let go of by one sender while another had it in hand; its words are gone already."""
    apps.get_model("outbox", "Message").objects.filter(state__in=["waiting", "sending"], recipient="").update(
        state="uncertain", trouble="the sender stopped in the middle", body="", subject=""
    )


class Migration(migrations.Migration):
    dependencies = [("outbox", "0002_nothing_is_kept_of_what_is_done")]

    operations = [
        migrations.RunPython(give_up, migrations.RunPython.noop, elidable=True),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["waiting", "sending"]), _negated=True)
                | models.Q(("recipient", ""), _negated=True),
                name="what_waits_has_someone_to_go_to",
            ),
        ),
    ]
