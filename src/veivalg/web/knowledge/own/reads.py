"""Pages of own indicators and editions that are for reading: everyone sees what is published."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext

from veivalg.web.access.catalogue import Permission
from veivalg.web.councils.doors import public_in_council
from veivalg.web.councils.models import Council
from veivalg.web.knowledge import asking, index_page
from veivalg.web.knowledge import queries as figures
from veivalg.web.knowledge.asking import Scope
from veivalg.web.knowledge.files import file_of
from veivalg.web.knowledge.models import OwnEdition, OwnIndicator
from veivalg.web.knowledge.own import queries
from veivalg.web.knowledge.panels import Panel, Subject, own
from veivalg.web.ui.tables import html


def indicator_of(request: HttpRequest, council: Council, word: str) -> OwnIndicator:
    """An own indicator that the reader may see. Raises Http404; a draft is then not told from what does not exist."""
    found = queries.indicator(council, word, request.actor)
    if found is None:
        raise Http404(
            gettext("%(name)s has no indicator of its own called “%(word)s”.")
            % {"name": council.short_name, "word": word[:40]}
        )
    return found


def edition_of(request: HttpRequest, council: Council, word: str) -> OwnEdition:
    """An own edition that the reader may see. Raises Http404."""
    found = queries.edition(council, word, request.actor)
    if found is None:
        raise Http404(
            gettext("%(name)s has no edition of its own called “%(word)s”.")
            % {"name": council.short_name, "word": word[:40]}
        )
    return found


def rights(request: HttpRequest, council: Council) -> dict[str, bool]:
    """What the reader may do here, for buttons; the operations ask again."""
    may = {
        "may_edit_indicators": Permission.KNOWLEDGE_INDICATOR_EDIT,
        "may_edit_editions": Permission.KNOWLEDGE_EDITION_EDIT,
        "may_publish": Permission.KNOWLEDGE_EDITION_PUBLISH,
    }
    return {word: request.actor.may(permission, council_id=council.pk) for word, permission in may.items()}


@public_in_council
def indicators(request: HttpRequest, council: Council) -> HttpResponse:
    """The council's own indicators (egne indikatorer)."""
    rows = list(queries.indicators(council, request.actor))
    return render(
        request,
        "knowledge/own/indicators.html",
        {
            "council": council,
            "current": [row for row in rows if not row.is_archived],
            "archived": [row for row in rows if row.is_archived],
            **rights(request, council),
        },
    )


@public_in_council
def indicator(request: HttpRequest, council: Council, word: str) -> HttpResponse:
    """One own indicator: what it is, where it comes from, and its values."""
    found = indicator_of(request, council, word)
    panel = indicator_panel(council, found)
    return render(
        request,
        "knowledge/own/indicator.html",
        {
            "council": council,
            "indicator": found,
            "heading": panel.title,
            "panels": [panel],
            "notes": list(found.values.exclude(note="").select_related("municipality")),
            "editions": list(queries.editions(council, request.actor).filter(thresholds__own=found)),
            **rights(request, council),
        },
    )


@public_in_council
def indicator_file(request: HttpRequest, council: Council, word: str, panel: str, kind: str) -> HttpResponseBase:
    """The values of an own indicator as CSV, workbook or chart."""
    found = indicator_of(request, council, word)
    name = f"{council.slug}-{found.figure_id}"
    return file_of(request, [indicator_panel(council, found)], panel, kind, name=name)


@public_in_council
def editions(request: HttpRequest, council: Council) -> HttpResponse:
    """The council's own editions of the index (egne utgaver)."""
    return render(
        request,
        "knowledge/own/editions.html",
        {
            "council": council,
            "editions": list(queries.editions(council, request.actor)),
            **rights(request, council),
        },
    )


@public_in_council
def edition(request: HttpRequest, council: Council, word: str) -> HttpResponse:
    """One own edition: its limits, why they are set there, and what they say about the members."""
    found = edition_of(request, council, word)
    chosen = queries.chosen(found)
    region = figures.region_of(council)
    table = None
    year = None
    if region.members and chosen.edition.thresholds:
        data = figures.data_set()
        scope = Scope(council.slug, council.short_name, region.municipalities, council)
        year = asking.year(request, index_page.index_table(data, scope, chosen))
        table = index_page.answer(data, scope, chosen, year).panel
    return render(
        request,
        "knowledge/own/edition.html",
        {
            "council": council,
            "edition": found,
            "limits": queries.told_limits(found),
            "based_on": queries.told_basis(council, found.based_on),
            "panel": table,
            "table_html": html(table.table) if table else "",
            "year": year,
            **rights(request, council),
        },
    )


def indicator_panel(council: Council, found: OwnIndicator) -> Panel:
    """The finding, table and lines of an own indicator, for the participants of today."""
    data = figures.data_set()
    places = [own.Member(m.name, m.code, m.get_absolute_url()) for m in queries.municipalities(council)]
    subject = Subject(council.short_name, (), data.sha256, codes=tuple(place.code for place in places), data=data)
    return own.yearly(subject, places, queries.figures([found]).indicators[0])
