"""``python -m veivalg``: the same as the command ``veivalg``."""

import sys

from veivalg.cli import main

sys.exit(main())
