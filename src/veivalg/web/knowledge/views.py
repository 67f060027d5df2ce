"""Pages of figures: the index, a municipality, a region, and where the figures come from."""

from dataclasses import dataclass

import numpy as np
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext

from veivalg.facts import load
from veivalg.rules.provenance import Mark
from veivalg.statistics import index_command
from veivalg.statistics.dataset import DataSet
from veivalg.statistics.index import Area, IndexTable
from veivalg.web.councils.models import Council, Municipality
from veivalg.web.knowledge import about, index_page, map, queries
from veivalg.web.ui import numbers
from veivalg.web.ui.language import use_council_language

DEFAULT_EDITION = "viken-2019"


@dataclass(frozen=True)
class Scope:
    """The municipalities that a page is about."""

    slug: str
    name: str
    municipalities: tuple[Municipality, ...]
    council: Council | None = None


def index(request: HttpRequest) -> HttpResponse:
    """The vulnerability index (sårbarhetsindeksen) for the country, a county or a council."""
    data = queries.data_set()
    edition_id, scope = _edition(request), _scope(request, data)
    areas = _areas(data, scope)
    table = index_page.index_table(data, edition_id, areas)
    year = _year(request, table)
    if request.GET.get("format") == "csv":
        return _csv(data, edition_id, year, scope)
    is_region = scope.slug != ""
    heads = index_page.heads(table, year)
    rows = [
        index_page.line(
            table, n, year, heads if is_region else (), name=m.name, url=m.get_absolute_url(), note=_borrowed(m)
        )
        for n, m in enumerate(scope.municipalities)
    ]
    return render(
        request,
        "knowledge/index.html",
        {
            "heading": index_page.finding(table, year),
            "scope": scope,
            "council": scope.council,
            "invented": bool(scope.council and scope.council.is_demo),
            "edition": edition_id,
            "about_edition": load.editions()[edition_id].about[_language()],
            "editions": _editions(),
            "year": year,
            "years": list(reversed(table.years)),
            "counties": _counties(),
            "councils": Council.objects.filter(members__certainty="confirmed").distinct(),
            "heads": heads,
            "rows": rows,
            "whole_region": _region_line(data, edition_id, scope, year) if is_region else None,
            "is_region": is_region,
            "map": map.draw(
                [
                    map.Place(
                        code=queries.figures_code(m),
                        name=m.name,
                        url=row.url,
                        text=f"{row.score} ({row.detail})",
                        certain=row.certain if row.is_whole else None,
                    )
                    for m, row in zip(scope.municipalities, rows, strict=True)
                ],
                whole_country=not is_region,
            ),
            "crossings": index_page.crossings(index_page.national_table(data, edition_id), year),
            "other": _other_edition(data, areas, edition_id, year),
        },
    )


def lecture_map(request: HttpRequest) -> HttpResponse:
    """The lecture's own map: edition viken-2019, the year 2019, the former county Viken."""
    return redirect("/indeks/sarbarhet/?utgave=viken-2019&aar=2019&region=viken")


def municipality(request: HttpRequest, address: str) -> HttpResponse:
    """One municipality (kommune): the index with its uncertainty and history, and the population."""
    data = queries.data_set()
    found = _municipality(address, data)
    if found.address != address:
        return redirect(found)
    code = queries.figures_code(found)
    area = Area(id=found.code, rows=(data.row[code],))
    edition_id = _edition(request)
    table = index_page.index_table(data, edition_id, [area])
    year = _year(request, table)
    population = _population(data, code)
    growth = population[-1][1] - population[-11][1]
    heads = index_page.heads(table, year)
    line = index_page.line(table, 0, year, heads, name=found.name)
    names = {"name": found.name, "number": numbers.number(abs(growth))}
    if growth > 0:
        heading = gettext("%(name)s has %(number)s more inhabitants than ten years ago") % names
    elif growth < 0:
        heading = gettext("%(name)s has %(number)s fewer inhabitants than ten years ago") % names
    else:
        heading = gettext("%(name)s has as many inhabitants as ten years ago") % names
    history = [index_page.line(table, 0, y, name=str(y)) for y in table.years]
    return render(
        request,
        "knowledge/municipality.html",
        {
            "municipality": found,
            "invented": found.is_invented,
            "heading": heading,
            "borrowed": _borrowed(found),
            "line": line,
            "heads_and_cells": list(zip(heads, line.cells, strict=True)),
            "edition": edition_id,
            "editions": _editions(),
            "year": year,
            "years": list(reversed(table.years)),
            "history": [row for row in history if row.available > 0],
            "population": list(reversed(population)),
            "councils": [
                member.council for member in found.memberships.filter(certainty="confirmed").select_related("council")
            ],
        },
    )


def old_number(request: HttpRequest, code: str) -> HttpResponse:
    """A municipality by number alone, today's or an earlier one."""
    return redirect(_municipality(code, queries.data_set()), permanent=False)


def region(request: HttpRequest, slug: str) -> HttpResponse:
    """A council's knowledge page: its members in the index, side by side."""
    council = Council.objects.with_members().filter(slug=slug).first()
    if council is None:
        raise Http404(gettext("There is no council called “%(slug)s” here.") % {"slug": slug})
    use_council_language(request, council.language)
    area = queries.region_of(council)
    data = queries.data_set()
    if not area.members:
        return render(request, "knowledge/no_members.html", {"council": council})
    people = data.cubes["population"].values[[data.row[code] for code in area.codes]].sum(axis=(2, 3))
    total = people.sum(axis=0)
    older = data.cubes["population"].values[[data.row[code] for code in area.codes]][..., 13:].sum(axis=(0, 2, 3))
    change = float(total[-1] - total[-11])
    scope = Scope(slug=council.slug, name=council.short_name, municipalities=area.municipalities, council=council)
    table = index_page.index_table(data, DEFAULT_EDITION, _areas(data, scope))
    year = table.default_year()
    if change >= 0:
        heading = gettext("%(name)s has %(number)s more inhabitants than ten years ago")
    else:
        heading = gettext("%(name)s has %(number)s fewer inhabitants than ten years ago")
    return render(
        request,
        "knowledge/region.html",
        {
            "council": council,
            "invented": council.is_demo,
            "heading": heading % {"name": council.short_name, "number": numbers.number(abs(change))},
            "population": float(total[-1]),
            "older_now": 100 * float(older[-1] / total[-1]),
            "older_then": 100 * float(older[-11] / total[-11]),
            "year": year,
            "index_finding": index_page.finding(table, year),
            "rows": [
                {
                    "municipality": m,
                    "borrowed": _borrowed(m),
                    "now": float(people[n, -1]),
                    "change": float(people[n, -1] - people[n, -11]),
                    "line": index_page.line(table, n, year, name=m.name),
                }
                for n, m in enumerate(area.municipalities)
            ],
        },
    )


def about_figures(request: HttpRequest) -> HttpResponse:
    """Where the figures come from (om tallene)."""
    data = queries.data_set()
    language = _language()
    return render(
        request,
        "knowledge/about_figures.html",
        {
            "data": data,
            "origins": list(data.origins.values()),
            "editions": [(e.name[language], e.about[language]) for e in load.editions().values()],
            **about.gathered(data),
        },
    )


def _language() -> str:
    return get_language() or "nb"


def _editions() -> list[tuple[str, str]]:
    return [(id, edition.name[_language()]) for id, edition in load.editions().items()]


def _edition(request: HttpRequest) -> str:
    asked = request.GET.get("utgave", DEFAULT_EDITION)
    if asked not in load.editions():
        raise Http404(
            gettext("There is no edition “%(asked)s”. The editions are: %(known)s.")
            % {"asked": asked[:40], "known": ", ".join(load.editions())}
        )
    return asked


def _year(request: HttpRequest, table: IndexTable) -> int:
    asked = request.GET.get("aar")
    if asked is None:
        return table.default_year()
    if not (asked.isascii() and asked.isdigit()) or int(asked[:5]) not in table.years:
        raise Http404(
            gettext("There are no figures for the year “%(asked)s”. Choose one from %(first)s to %(last)s.")
            % {"asked": asked[:40], "first": table.years[0], "last": table.years[-1]}
        )
    return int(asked)


def _counties() -> list[tuple[str, str]]:
    rows = Municipality.objects.real().values_list("county_code", "county_name").order_by("county_name").distinct()
    return sorted(rows, key=lambda row: queries.norwegian_order(row[1]))


def _scope(request: HttpRequest, data: DataSet) -> Scope:
    asked = request.GET.get("region", "")
    real = Municipality.objects.real()
    if asked == "":
        return Scope("", gettext("Norway"), _ordered(real))
    if asked == "viken":
        return Scope(
            "viken", gettext("the former county Viken"), _ordered(real.filter(county_code__in=["31", "32", "33"]))
        )
    if asked.startswith("fylke-"):
        found = _ordered(real.filter(county_code=asked.removeprefix("fylke-")))
        if found:
            return Scope(asked, found[0].county_name, found)
    council = Council.objects.with_members().filter(slug=asked).first() if "\x00" not in asked else None
    if council is None:
        raise Http404(
            gettext("There is no region “%(asked)s”. Choose one from the list on the index page.")
            % {"asked": asked[:40]}
        )
    area = queries.region_of(council)
    if not area.members:
        raise Http404(gettext("The members of %(name)s have not been confirmed.") % {"name": council.short_name})
    return Scope(asked, council.short_name, area.municipalities, council)


def _ordered(rows) -> tuple[Municipality, ...]:  # type: ignore[no-untyped-def]
    return tuple(sorted(rows, key=lambda m: (queries.norwegian_order(m.name), m.code)))


def _areas(data: DataSet, scope: Scope) -> tuple[Area, ...]:
    return tuple(Area(id=m.code, rows=(data.row[queries.figures_code(m)],)) for m in scope.municipalities)


def _borrowed(municipality: Municipality) -> str:
    if municipality.borrows_from is None:
        return ""
    return gettext("figures from %(name)s") % {"name": municipality.borrows_from.name}


def _region_line(data: DataSet, edition_id: str, scope: Scope, year: int) -> index_page.Line:
    rows = tuple(data.row[queries.figures_code(m)] for m in scope.municipalities)
    table = index_page.index_table(data, edition_id, [Area(id=scope.slug, rows=rows)])
    return index_page.line(table, 0, year, index_page.heads(table, year), name=gettext("The region as one"))


def _other_edition(data: DataSet, areas: tuple[Area, ...], edition_id: str, year: int) -> str:
    """The fixed thresholds of 2019 never stand alone for another year: what the moving ones say beside them."""
    if edition_id != "viken-2019" or year == 2019:
        return ""
    table = index_page.index_table(data, "norge", areas)
    return gettext("Measured against the whole country in %(year)s: %(finding)s.") % {
        "year": year,
        "finding": index_page.finding(table, year),
    }


def _municipality(address: str, data: DataSet) -> Municipality:
    code = address.split("-")[0]
    found = Municipality.objects.select_related("borrows_from").filter(code=code).first()
    if found is None:
        later = sorted({change.new for change in data.code_history if change.old == code})
        if len(later) == 1:
            found = Municipality.objects.select_related("borrows_from").filter(code=later[0]).first()
        elif later:
            names = [data.by_code[new].name for new in later]
            raise Http404(
                gettext("Municipality %(code)s was split and is now part of %(names)s.")
                % {"code": code, "names": numbers.listed(names)}
            )
    if found is None:
        raise Http404(gettext("There is no municipality with the number “%(code)s”.") % {"code": code[:20]})
    return found


def _population(data: DataSet, code: str) -> list[tuple[str, float, bool]]:
    """Year, inhabitants on 1 January, and whether the figure is an estimate."""
    cube = data.cubes["population"]
    row = data.row[code]
    totals = cube.values[row].sum(axis=(1, 2))
    marks = cube.marks[row, :, 0, 0] == int(Mark.ESTIMATE)
    return [
        (year, float(total), bool(estimate))
        for year, total, estimate in zip(cube.codes("year"), totals, marks, strict=True)
        if not np.isnan(total)
    ]


def _csv(data: DataSet, edition_id: str, year: int, scope: Scope) -> HttpResponse:
    members = tuple((m.code, m.name, queries.figures_code(m)) for m in scope.municipalities)
    rows = index_command.index_rows(
        data,
        edition_id=edition_id,
        year=year,
        municipalities=[],
        council=index_command.CouncilAreas(slug=scope.slug or "norge", name=scope.name, members=members),
    )
    response = HttpResponse(index_command.as_csv(rows), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="sarbarhet-{scope.slug or "norge"}-{year}.csv"'
    return response
