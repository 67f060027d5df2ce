from django.db import migrations, models

from veivalg.web.audit import protection


class Migration(migrations.Migration):
    """A reason is kept as it was given."""

    dependencies = [("audit", "0002_protection")]

    operations = [
        migrations.AlterField(model_name="auditentry", name="reason", field=models.TextField(blank=True)),
        # SQLite rebuilds the table to alter it, and the triggers go with the old one.
        migrations.RunPython(
            lambda apps, editor: protection.install(editor.connection, [protection.TRAIL]),
            migrations.RunPython.noop,
        ),
    ]
