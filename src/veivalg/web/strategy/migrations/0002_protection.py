from django.db import migrations

from veivalg.web.audit import protection
from veivalg.web.strategy.models import ADD_ONLY


class Migration(migrations.Migration):
    """From here on the database refuses to change or delete an adopted edition."""

    dependencies = [("strategy", "0001_strategies_and_plans")]

    operations = [
        migrations.RunPython(
            lambda apps, editor: protection.install(editor.connection, [ADD_ONLY]),
            lambda apps, editor: protection.uninstall(editor.connection, [ADD_ONLY]),
        ),
    ]
