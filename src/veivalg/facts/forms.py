"""Turns the YAML of lawful forms of cooperation into values. A file that is wrong stops the start."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from veivalg.facts.load import TEXTS, FactsBroken, hold_against
from veivalg.facts.schema import IN_FORCE, NAMED, SOURCE, checked_of, closed, content_of, period_of, some
from veivalg.rules.cooperation import LegalForm

_FILE = "acts/cooperation_forms.yaml"
_FORMS = closed(
    {
        "source": SOURCE,
        "forms": some(
            closed(
                {
                    **NAMED,
                    "about": TEXTS,
                    "reference": {"type": "string", "pattern": "§ 17-1"},
                    "has_host": {"type": "boolean"},
                    **IN_FORCE,
                }
            )
        ),
    }
)


@cache
def legal_forms() -> Mapping[str, LegalForm]:
    """Every form by id. Raises FactsBroken."""
    return forms(content_of(_FILE))


def forms(content: Any) -> Mapping[str, LegalForm]:
    """Forms from a file's content. Raises FactsBroken with what is wrong and where."""
    hold_against(_FORMS, _FILE, content)
    found: dict[str, LegalForm] = {}
    for row in content["forms"]:
        if row["id"] in found:
            raise FactsBroken(f"{_FILE}: {row['id']} is defined twice.")
        given = {name: row[name] for name in ("id", "reference", "name", "about", "has_host")}
        found[row["id"]] = LegalForm(**given, period=period_of(_FILE, row), checked=checked_of(_FILE, row))
    return found
