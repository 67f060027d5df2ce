"""The product's own settings, in a home folder that is thrown away afterwards."""

import atexit
import os
import shutil
import tempfile

_home = tempfile.mkdtemp(prefix="veivalg-test-")
atexit.register(shutil.rmtree, _home, ignore_errors=True)
os.environ["VEIVALG_HOME"] = _home

from veivalg.web.site.settings import *  # noqa: E402, F403

ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
STATIC_ROOT.mkdir(exist_ok=True)  # noqa: F405
