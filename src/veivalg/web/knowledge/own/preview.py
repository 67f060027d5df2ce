"""What would change if some values were stored: shown before they are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext, ngettext

from veivalg.web.knowledge.models import OwnIndicator, OwnValue
from veivalg.web.knowledge.own import queries
from veivalg.web.knowledge.own.reading import GivenCell
from veivalg.web.ui import numbers
from veivalg.web.ui.tables import Cell, Column, Table, estimate_word, words


@dataclass(frozen=True)
class Preview:
    """The changes as a table, and in a sentence."""

    table: Table
    summary: str
    is_empty: bool


def preview(indicator: OwnIndicator, cells: Sequence[GivenCell], names: Mapping[str, str]) -> Preview:
    """Each value that would be new, changed or taken away; what stays as it is is only counted."""
    before = queries.values_of(indicator)
    rows, same = [], 0
    count = {"new": 0, "changed": 0, "gone": 0}
    for cell in cells:
        old = before.get((cell.code, cell.year))
        was, then = _told(indicator, old), _told(indicator, cell)
        if was == then:
            same += 1
            continue
        kind = "new" if not was else "gone" if not then else "changed"
        count[kind] += 1
        rows.append(
            (
                words(f"{names.get(cell.code, cell.code)} {cell.year}"),
                words(was) if was else Cell(None, ""),
                words(then) if then else Cell(None, ""),
                words({"new": gettext("new"), "changed": gettext("changed"), "gone": gettext("taken away")}[kind]),
            )
        )
    parts = [
        ngettext("%(count)s new", "%(count)s new", count["new"]) % {"count": count["new"]},
        ngettext("%(count)s changed", "%(count)s changed", count["changed"]) % {"count": count["changed"]},
        ngettext("%(count)s taken away", "%(count)s taken away", count["gone"]) % {"count": count["gone"]},
        ngettext("%(count)s as before", "%(count)s as before", same) % {"count": same},
    ]
    table = Table(
        caption=gettext("Nothing has been stored yet."),
        columns=(
            Column("place", gettext("Municipality and year")),
            Column("before", gettext("Now")),
            Column("after", gettext("Will be")),
            Column("change", gettext("What happens")),
        ),
        rows=tuple(rows),
        css="vv-ix",
    )
    return Preview(table, ", ".join(parts), not rows)


def _told(indicator: OwnIndicator, value: OwnValue | GivenCell | None) -> str:
    """The number as it will be read, every decimal that is there, with its mark and note; empty when missing."""
    if value is None or value.value is None:
        return ""
    exponent = value.value.normalize().as_tuple().exponent
    decimals = max(indicator.decimals, -exponent if isinstance(exponent, int) else 0)
    text = f"{numbers.number(float(value.value), decimals)} {indicator.unit}"
    text += f" ({estimate_word()})" if value.is_estimate else ""
    return f"{text}. {value.note}" if value.note else text
