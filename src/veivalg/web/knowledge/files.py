"""Panels as files: CSV, workbook, SVG and PNG, each with an address of its own."""

from collections.abc import Callable, Mapping, Sequence
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import get_language, gettext

from veivalg.web.knowledge.panels import Panel
from veivalg.web.ui import charts, downloads

KINDS = ("csv", "xlsx", "svg", "png")


def query_of(*, edition: str, year: int, region: str = "") -> str:
    """What a file's address needs to mean the same tomorrow, the language included."""
    asked = {"utgave": edition, "aar": str(year), "region": region, "sprak": get_language() or "nb"}
    return urlencode({key: value for key, value in asked.items() if value})


def file_of(
    request: HttpRequest,
    panels: Sequence[Panel],
    word: str,
    kind: str,
    *,
    name: str,
    drawings: Mapping[str, Callable[[], str]] | None = None,
) -> HttpResponseBase:
    """One of the panels as a file called ``<name>-<word>.<kind>``.

    An address that lacks the word *anslag* where there are estimates, or has it where there are none, leads to the
    right one. ``drawings`` makes the pictures of panels that are not charts. Raises Http404 with the files there are.
    """
    panel = next((p for p in panels if word in (p.id, f"{p.id}-anslag")), None)
    if panel is None or kind not in KINDS:
        raise Http404(
            gettext("There is no file “%(file)s” here. The files are %(words)s, as %(kinds)s.")
            % {"file": f"{word}.{kind}"[:60], "words": ", ".join(p.word for p in panels), "kinds": ", ".join(KINDS)}
        )
    if panel.word != word:
        query = request.GET.urlencode()
        return redirect(f"{panel.word}.{kind}" + (f"?{query}" if query else ""))
    if kind == "csv":
        content: bytes = downloads.csv_file(panel.table, source=panel.source)
    elif kind == "xlsx":
        content = downloads.workbook(panel.table, title=panel.title, about=[*panel.notes, panel.source])
    else:
        drawing = (drawings or {}).get(panel.id)
        if drawing is None and panel.spec is None:
            raise Http404(gettext("“%(file)s” has no chart; it can be had as csv and xlsx.") % {"file": word})
        drawn = drawing() if drawing else panel.drawing
        content = drawn.encode() if kind == "svg" else charts.png(drawn, scale=1.4 if drawing else 2.0)
    response = downloads.attachment(content, f"{name}-{word}.{kind}")
    # The same address gives the same file until the figures change, but the language may come from a cookie.
    response.headers["Cache-Control"] = "private, max-age=600"
    return response
