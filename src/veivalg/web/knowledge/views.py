"""Pages of figures: the index, a municipality, a region, and where the figures come from."""

from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from veivalg.facts import load
from veivalg.web.councils.doors import public_in_council
from veivalg.web.councils.models import Council, Participant
from veivalg.web.knowledge import about, asking, index_page, municipality_page, queries, region_page, scores
from veivalg.web.knowledge.editions import ChosenEdition
from veivalg.web.knowledge.files import file_of, query_of
from veivalg.web.knowledge.panels import Panel
from veivalg.web.knowledge.panels.panel import collected
from veivalg.web.ui.doors import public
from veivalg.web.ui.sorting import ORDER, orders, sortable


@public
def index(request: HttpRequest) -> HttpResponse:
    """The vulnerability index (sårbarhetsindeksen) for the country, a county or a council."""
    data = queries.data_set()
    scope = asking.scope(request)
    edition = asking.edition(request, scope.council)
    table = index_page.index_table(data, scope, edition)
    year = asking.year(request, table)
    answer = index_page.answer(data, scope, edition, year)
    panel = answer.panel
    shown = panel.table
    if not scope.is_region:
        shown = replace(panel.table.only(2), caption=gettext("In alphabetical order, not ranked."))
    return render(
        request,
        "knowledge/index.html",
        {
            "panel": panel,
            "table_html": sortable(request, shown),
            "orders": orders(shown),
            "order": request.GET.get(ORDER, ""),
            "heading": panel.title,
            "scope": scope,
            "council": scope.council,
            "edition": edition.id,
            "about_edition": asking.about_edition(edition),
            "edition_url": edition.url,
            "editions": asking.editions(scope.council),
            "year": year,
            "years": list(reversed(table.years)),
            "counties": asking.counties(),
            "councils": Council.objects.filter(
                participants__in=Participant.objects.on(timezone.localdate()).filter(
                    certainty="confirmed", municipality__isnull=False
                )
            ).distinct(),
            "is_region": scope.is_region,
            "map": index_page.drawing(scope, answer),
            "map_key": index_page.map_key(answer.wanted),
            "map_note": index_page.map_note(year, answer),
            "estimates": "-anslag" if panel.word != panel.id else "",
            "crossings": scores.crossings(scores.national_table(data, edition), year),
            "other": index_page.other_edition(data, scope, edition, year),
            "query": query_of(edition=edition.id, year=year, region=scope.slug),
        },
    )


@public
def index_file(request: HttpRequest, word: str, kind: str) -> HttpResponseBase:
    """The index as CSV or workbook, and its map as SVG or PNG."""
    data = queries.data_set()
    scope = asking.scope(request)
    edition = asking.edition(request, scope.council)
    table = index_page.index_table(data, scope, edition)
    year = asking.year(request, table)
    answer = index_page.answer(data, scope, edition, year)
    name = f"{scope.slug or 'norge'}-{edition.file_word}-{year}"
    on_map = replace(answer.panel, id="kart")
    drawings = {"kart": lambda: index_page.map_file(scope, answer, year)}
    return file_of(request, [answer.panel, on_map], word, kind, name=name, drawings=drawings)


@public
def lecture_map(request: HttpRequest) -> HttpResponse:
    """The lecture's own map: edition viken-2019, the year 2019, the former county Viken."""
    return redirect("/indeks/sarbarhet/?utgave=viken-2019&aar=2019&region=viken")


@public
def municipality(request: HttpRequest, address: str) -> HttpResponse:
    """One municipality (kommune): the index with its uncertainty and history, and what lies behind it."""
    data = queries.data_set()
    found = asking.municipality(address, data)
    if found.address != address:
        return redirect(found)
    edition = asking.edition(request)
    table = scores.national_table(data, edition)
    year = asking.year(request, table)
    panels = municipality_page.panels(data, found, edition.id, year)
    return render(
        request,
        "knowledge/municipality.html",
        {
            "municipality": found,
            "invented": found.is_invented,
            "heading": panels[0].title,
            "signs": next(panel.title for panel in panels if panel.id == "tegn"),
            "borrowed": asking.borrowed(found),
            "other": municipality_page.beside(data, found, edition.id, year),
            "borders_changed": municipality_page.borders_changed(data, found),
            "panels": panels,
            "edition": edition.id,
            "editions": asking.editions(),
            "year": year,
            "years": list(reversed(table.years)),
            "query": query_of(edition=edition.id, year=year),
            "councils": queries.councils_of(found, on=timezone.localdate()),
        },
    )


@public
def municipality_file(request: HttpRequest, address: str, word: str, kind: str) -> HttpResponseBase:
    """One panel of a municipality as a file."""
    data = queries.data_set()
    found = asking.municipality(address, data)
    edition = asking.edition(request)
    year = asking.year(request, scores.national_table(data, edition))
    panels = municipality_page.panels(data, found, edition.id, year)
    return file_of(request, panels, word, kind, name=f"{found.address}-{year}")


@public
def old_number(request: HttpRequest, code: str) -> HttpResponse:
    """A municipality by number alone, today's or an earlier one."""
    return redirect(asking.municipality(code, queries.data_set()), permanent=False)


@public_in_council
def region(request: HttpRequest, council: Council) -> HttpResponse:
    """A council's knowledge page: its members side by side, and the region as one."""
    if not queries.region_of(council).members:
        return render(request, "knowledge/no_members.html", {"council": council})
    edition, year, years, panels = _region(request, council)
    return render(
        request,
        "knowledge/region.html",
        {
            "council": council,
            "heading": next(panel.title for panel in panels if panel.id == "befolkning"),
            "edition_url": edition.url,
            "signs": next(panel.title for panel in panels if panel.id == "tegn"),
            "panels": panels,
            "other": region_page.beside(queries.data_set(), council, edition, year),
            "edition": edition.id,
            "editions": asking.editions(council),
            "year": year,
            "years": list(reversed(years)),
            "query": query_of(edition=edition.id, year=year),
        },
    )


@public_in_council
def region_file(request: HttpRequest, council: Council, word: str, kind: str) -> HttpResponseBase:
    """One panel of a region as a file."""
    if not queries.region_of(council).members:
        raise Http404(gettext("The members of %(name)s have not been confirmed.") % {"name": council.short_name})
    _, year, _, panels = _region(request, council)
    return file_of(request, panels, word, kind, name=f"{council.slug}-{year}")


def _region(request: HttpRequest, council: Council) -> tuple[ChosenEdition, int, tuple[int, ...], tuple[Panel, ...]]:
    data = queries.data_set()
    edition = asking.edition(request, council)
    table = region_page.index_table(data, council, edition)
    year = asking.year(request, table)
    return edition, year, table.years, region_page.panels(data, council, edition, year)


@public
def about_figures(request: HttpRequest) -> HttpResponse:
    """Where the figures come from (om tallene)."""
    data = queries.data_set()
    language = scores.language()
    return render(
        request,
        "knowledge/about_figures.html",
        {
            "data": data,
            "series": about.series(data),
            "collected": collected(data),
            "editions": [(e.name[language], e.about[language]) for e in load.editions().values()],
            **about.gathered(data),
        },
    )
