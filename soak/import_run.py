"""``python -m soak.import_run COUNT SEED``: spoilt lists of people into a council; prints the figures as JSON.

A process by itself, since it needs a database and Django's settings, which the rest of the long run does without.
"""

import json
import os
import sys
import tempfile


def main(count: int, seed: int) -> None:
    """Make a site in a folder that is thrown away, and fuzz the import of its council."""
    with tempfile.TemporaryDirectory(prefix="veivalg-imports-") as home:
        os.environ |= {"VEIVALG_HOME": home, "DJANGO_SETTINGS_MODULE": "veivalg.web.site.settings"}
        os.environ.pop("DATABASE_URL", None)
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connection
        from django.utils import timezone

        from soak.imports import fuzz_imports
        from veivalg import demo
        from veivalg.statistics import store
        from veivalg.web.access.actor import Actor
        from veivalg.web.councils import queries
        from veivalg.web.councils.models import RoleAssignment
        from veivalg.web.councils.operations import loading

        call_command("migrate", interactive=False, verbosity=0)
        loading.load_municipalities(data=store.current(None))
        council = demo.load()
        demo.populate(now=timezone.now())
        now = timezone.now()
        role = RoleAssignment.objects.filter(council=council, role="secretariat").select_related("account").first()
        secretary = Actor(account_id=role.account_id, grants=queries.grants_of(role.account, now=now))
        log = fuzz_imports(count, seed=seed, actor=secretary, council=council, now=now)
        connection.close()
    figures = {"imported": log.imported, "idle": log.idle, "refused": log.refused.total(), "failures": log.failures}
    print(json.dumps(figures))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
