"""What can be set is written down where whoever runs a site looks."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
READ = re.compile(r"environ(?:\.get\(|\.setdefault\(|\[)\s*\"(VEIVALG_[A-Z_]+|DATABASE_URL)\"")


def test_every_setting_that_is_read_stands_in_the_guide():
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py"))
    guide = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "docs" / "guide").glob("*.md"))
    read = set(READ.findall(code))

    assert len(read) > 12
    assert {name for name in read if f"`{name}`" not in guide} == set()
