"""The product's settings as they are, with the peer's address and template folder added."""

from pathlib import Path

from veivalg.web.site.settings import *  # noqa: F403
from veivalg.web.site.settings import TEMPLATES

ROOT_URLCONF = "bench.site.urls"
TEMPLATES = [{**TEMPLATES[0], "DIRS": [Path(__file__).parent / "templates"]}]
