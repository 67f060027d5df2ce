"""What the history says of a council's own indicators and editions: limits and values as people read them."""

import re
from typing import Any

from django.utils.translation import get_language, gettext

from veivalg.facts import load
from veivalg.web.accounts.history import name_values
from veivalg.web.knowledge.models import OWN, OwnIndicator

_LIMIT = re.compile(r"(?P<indicator>\S+) (?P<side>below|above) (?P<value>national figure|-?[0-9.]+): (?P<why>.*)", re.S)
_ESTIMATE = " (estimate)"


def register() -> None:
    """Tell the history; called when the site starts."""
    name_values("knowledge.ownedition", of_edition)
    name_values("knowledge.ownindicator", of_indicator)


def of_edition(council_id: int | None, field: str, before: Any, after: Any) -> tuple[str, str] | None:
    """Limits, and only those that differ; the edition that another was begun from. None for the rest."""
    if field == "based_on":
        return _edition(before), _edition(after)
    if field != "limits":
        return None
    old, new = _listed(before), _listed(after)
    names = _own_names(council_id, [*old, *new])
    return (
        "; ".join(_limit(told, names) for told in old if told not in new) or gettext("nothing"),
        "; ".join(_limit(told, names) for told in new if told not in old) or gettext("nothing"),
    )


def of_indicator(council_id: int | None, field: str, before: Any, after: Any) -> tuple[str, str] | None:
    """A value of a municipality and a year, which the trail keeps under ``9001 Kommune 2024``."""
    if not field[:4].isdecimal():
        return None
    return _value(before), _value(after)


def _listed(limits: Any) -> list[str]:
    return [str(told) for told in limits] if isinstance(limits, list) else []


def _own_names(council_id: int | None, limits: list[str]) -> dict[str, str]:
    """Names of the own indicators that the limits are of, by the first word; as they are called today."""
    ids = {told.partition(" ")[0] for told in limits}
    if not any(id.startswith(OWN) for id in ids):
        return {}
    found = OwnIndicator.objects.filter(
        council_id=council_id, slug__in=[id.removeprefix(OWN) for id in ids if id.startswith(OWN)]
    )
    return {row.figure_id: row.name for row in found}


def _limit(told: str, names: dict[str, str]) -> str:
    found = _LIMIT.fullmatch(told)
    if found is None:
        return told
    official = load.indicators().get(found["indicator"])
    name = official.name[get_language() or "nb"] if official else names.get(found["indicator"], found["indicator"])
    side = gettext("under") if found["side"] == "below" else gettext("over")
    value = gettext("the national figure") if found["value"] == "national figure" else _number(found["value"])
    return f"{name} {side} {value} ({found['why']})"


def _edition(id: Any) -> str:
    official = load.editions().get(str(id))
    return official.name[get_language() or "nb"] if official else str(id or "") or gettext("nothing")


def _value(told: Any) -> str:
    if told in (None, ""):
        return gettext("nothing")
    number, _, rest = str(told).partition(" ")
    text = f"{_number(number)} {rest}".strip()
    return text.replace(_ESTIMATE, " (" + gettext("estimate") + ")", 1)


def _number(text: str) -> str:
    return text if get_language() == "en" else text.replace(".", ",")
