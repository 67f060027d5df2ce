"""The product's own settings, in a home folder that is thrown away afterwards."""

import atexit
import hashlib
import os
import shutil
import tempfile
from pathlib import Path

_home = tempfile.mkdtemp(prefix="veivalg-test-")
atexit.register(shutil.rmtree, _home, ignore_errors=True)
os.environ["VEIVALG_HOME"] = _home

from veivalg.web.site.settings import *  # noqa: E402, F403

ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
STATIC_ROOT.mkdir(exist_ok=True)  # noqa: F405

if DATABASES["default"]["ENGINE"].endswith("postgresql"):  # noqa: F405
    # Two checkouts on one machine test on one server without taking each other's database.
    _checkout = hashlib.sha256(str(Path(__file__).resolve()).encode()).hexdigest()[:8]
    DATABASES["default"]["TEST"] = {"NAME": f"test_veivalg_{_checkout}"}  # noqa: F405
