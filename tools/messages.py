"""Collect texts for translation and compile them (needs gettext): ``python tools/messages.py``."""

import os
import sys
from pathlib import Path

WEB = Path(__file__).resolve().parent.parent / "src" / "veivalg" / "web"


def main() -> None:
    """Bring django.po of each language up to date and compile it."""
    import django
    from django.core.management import call_command

    sys.path.insert(0, str(WEB.parent.parent))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "veivalg.web.site.settings")
    django.setup()
    os.chdir(WEB)
    call_command("makemessages", locale=["nb", "nn"], no_location=True, no_obsolete=True, verbosity=0)
    call_command("compilemessages", locale=["nb", "nn"], verbosity=0)


if __name__ == "__main__":
    main()
