#!/usr/bin/env bash
# Everything that must hold before a change lands: lint, documentation, the whole suite on SQLite, and the parts
# that touch the database once more on PostgreSQL when a server is at hand (with CI=true it has to be).
set -euo pipefail
cd "$(dirname "$0")/.."
bin=.venv/bin
bash tools/lint.sh
# The rules must work with nothing installed but Python itself.
PYTHONPATH=src python3 -S -c "import veivalg.rules.indicators, veivalg.rules.geography, veivalg.rules.mandates"
PYTHONPATH=src python3 -S -c "import veivalg.rules.plans, veivalg.rules.projection, veivalg.rules.provenance"
PYTHONPATH=src python3 -S -c "import veivalg.rules.agreement, veivalg.rules.cooperation"
PYTHONPATH=src python3 -S -c "import veivalg.rules.consensus, veivalg.rules.suppression"
make --no-print-directory docs
env -u DATABASE_URL $bin/python -m pytest -q -n auto --maxprocesses 4
postgres="${DATABASE_URL:-postgresql:///postgres?host=/var/run/postgresql}"
if $bin/python -c "import psycopg, sys; psycopg.connect(sys.argv[1], connect_timeout=3).close()" "$postgres" 2>/dev/null; then
  DATABASE_URL="$postgres" $bin/python -m pytest -q -n auto --maxprocesses 4 -m "not browser" tests/web tests/hostile tests/demo tests/guards/test_weight.py
elif [ "${CI:-}" = "true" ]; then
  echo "No PostgreSQL server answers at $postgres; in CI that is a failure." >&2
  exit 1
else
  echo "No PostgreSQL server answers; the second round of tests is skipped." >&2
fi
