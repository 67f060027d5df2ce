from django.db import migrations, models


def wipe(apps, schema_editor):
    """Subjects of withheld mail held a code that opened nothing; they go like the rest."""
    apps.get_model("outbox", "Message").objects.exclude(state__in=["waiting", "sending"]).update(
        body="", subject="", recipient=""
    )


class Migration(migrations.Migration):
    dependencies = [("outbox", "0001_initial")]

    operations = [
        migrations.RemoveConstraint(model_name="message", name="words_and_address_are_wiped_when_done"),
        migrations.RunPython(wipe, migrations.RunPython.noop, elidable=True),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(state__in=["waiting", "sending"]) | models.Q(body="", subject="", recipient=""),
                name="words_and_address_are_wiped_when_done",
            ),
        ),
    ]
