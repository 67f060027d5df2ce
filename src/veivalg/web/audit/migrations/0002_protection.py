from django.db import migrations

from veivalg.web.audit import protection


class Migration(migrations.Migration):
    """From here on the database refuses to change or delete a row of the trail."""

    dependencies = [("audit", "0001_initial")]

    operations = [
        migrations.RunPython(
            lambda apps, editor: protection.install(editor.connection, [protection.TRAIL]),
            lambda apps, editor: protection.uninstall(editor.connection, [protection.TRAIL]),
        ),
    ]
