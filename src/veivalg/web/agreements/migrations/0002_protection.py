from django.db import migrations

from veivalg.web.agreements.models import ADD_ONLY
from veivalg.web.audit import protection


class Migration(migrations.Migration):
    """From here on the database refuses to change or delete an edition and an answer."""

    dependencies = [("agreements", "0001_agreements")]

    operations = [
        migrations.RunPython(
            lambda apps, editor: protection.install(editor.connection, ADD_ONLY),
            lambda apps, editor: protection.uninstall(editor.connection, ADD_ONLY),
        ),
    ]
