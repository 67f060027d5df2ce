"""Tables that the reader sorts with links, so that an order has an address and needs no script."""

from dataclasses import replace
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from veivalg.web.ui.tables import Table, html

ORDER = "sorter"
FALLING = "-"


def sortable(request: HttpRequest, table: Table) -> SafeString:
    """The table in the order that ``?sorter=<column>`` or ``?sorter=-<column>`` asks for, its heads as links.

    Raises Http404 with the columns there are.
    """
    asked = request.GET.get(ORDER, "")
    column, falling = asked.removeprefix(FALLING), asked.startswith(FALLING)
    if asked:
        try:
            table = replace(table.sorted_by(column, falling=falling), caption=_caption(table, column, falling=falling))
        except KeyError:
            known = ", ".join(c.id for c in table.columns)
            raise Http404(
                gettext("The table cannot be sorted by “%(asked)s”. The columns are %(known)s.")
                % {"asked": asked[:40], "known": known}
            ) from None
    links = []
    for n, head in enumerate(table.columns):
        is_now = head.id == column or (not asked and n == 0)
        order = f"{FALLING}{head.id}" if is_now and not falling else head.id
        kept = {key: request.GET[key][:80] for key in ("utgave", "aar", "region", "sprak") if request.GET.get(key)}
        description = gettext("Sort by %(column)s") % {"column": head.name}
        now = "" if not is_now else "descending" if falling else "ascending"
        links.append((f"?{urlencode({**kept, ORDER: order})}", description, now))
    return html(table, sort_links=links)


def orders(table: Table) -> list[tuple[str, str]]:
    """What the table can be sorted by, for a choice where the heads are not shown."""
    return [(column.id, column.name) for column in table.columns]


def _caption(table: Table, column: str, *, falling: bool) -> str:
    name = next(head.name for head in table.columns if head.id == column)
    if falling:
        return gettext("Sorted by “%(column)s”, the highest first.") % {"column": name}
    return gettext("Sorted by “%(column)s”, the lowest first.") % {"column": name}
