"""What the page about the figures shows: how far estimates are off, and how old each kind of figure is."""

from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext

from veivalg.facts import load
from veivalg.rules.provenance import Origin
from veivalg.statistics import derivation
from veivalg.statistics.dataset import DataSet
from veivalg.statistics.derivation import SIZES, Derivation, Spread
from veivalg.statistics.kept import kept
from veivalg.web.knowledge.panels.panel import told_source
from veivalg.web.ui import numbers

WIDESPREAD = 0.9
"""A year counts as covering the country when this share of the municipalities has a figure."""


@dataclass(frozen=True)
class SpreadLine:
    """One group of municipalities and its ratios of derived to expected deaths."""

    name: str
    municipalities: int
    median: float
    low: float
    high: float
    chance_low: float
    chance_high: float


@dataclass(frozen=True)
class AgeLine:
    """One kind of figure: its years as text, and whom to credit."""

    name: str
    years: str
    widespread_years: str
    credits: tuple[str, ...]


def derivation_of(data: DataSet) -> Derivation:
    """The comparisons of a data set; those of the last one are kept."""
    return kept(data, derivation.derivation)


def gathered(data: DataSet) -> dict[str, object]:
    """What the template needs besides the origins and the editions."""
    found = derivation_of(data)
    comparison = found.comparison
    return {
        "derivation": found,
        "error_years": _span(found.deaths.years),
        "comparison_years": _span(comparison.years),
        "births_widening": load.indicators()["births"].derivation_error,
        "deaths_widening": load.indicators()["deaths"].derivation_error,
        "spreads": _spread_lines(found),
        "country_off": _off(comparison.country),
        "official_off": _off(comparison.official),
        "derived_off": _off(comparison.derived_beside_official),
        "far_off": [
            {"name": data.by_code[code].name, "year": str(year), "deaths": deaths, "expected": expected}
            for code, year, deaths, expected in comparison.far_off
        ],
        "municipality_count": len(data.municipalities),
        "ages": _ages(data),
    }


def _spread_lines(found: Derivation) -> list[SpreadLine]:
    lines = [_spread_line(_size_name(n), group) for n, group in enumerate(found.comparison.by_size)]
    lines.append(_spread_line(gettext("With boundary changes"), found.comparison.changed))
    return [line for line in lines if line.municipalities]


def _size_name(n: int) -> str:
    if n == 0:
        return gettext("Under %(most)s inhabitants") % {"most": numbers.number(SIZES[1])}
    if n == len(SIZES) - 1:
        return gettext("%(least)s inhabitants or more") % {"least": numbers.number(SIZES[n])}
    return gettext("%(least)s–%(most)s inhabitants") % {
        "least": numbers.number(SIZES[n]),
        "most": numbers.number(SIZES[n + 1] - 1),
    }


def _spread_line(name: str, group: Spread) -> SpreadLine:
    return SpreadLine(
        name, group.municipalities, group.median, group.low, group.high, group.chance_low, group.chance_high
    )


def _off(group: Spread) -> str:
    """``7,3 % higher`` or ``1,2 % lower``, as part of a sentence."""
    share = 100 * (group.ratio - 1)
    words = gettext("%(share)s higher") if not share < 0 else gettext("%(share)s lower")
    return words % {"share": numbers.percent(abs(share), 1)}


def _ages(data: DataSet) -> list[AgeLine]:
    """First and last year of each kind of figure that is there."""
    kinds = [
        (gettext("Population by sex and age, 1 January"), ["population"]),
        (gettext("Population in all, 1 January"), ["population_total"]),
        (gettext("Births"), ["births"]),
        (gettext("Deaths"), ["deaths"]),
        (gettext("Net migration"), ["net_migration"]),
        (gettext("Centrality"), ["centrality"]),
        (gettext("Area profiles: housing, settlement, commuting and land use"), _area_profiles(data)),
    ]
    return [_age(data, name, cubes) for name, ids in kinds if (cubes := [id for id in ids if id in data.cubes])]


def _area_profiles(data: DataSet) -> list[str]:
    return [id for id in data.cubes if id.startswith("area_")]


def _age(data: DataSet, name: str, ids: list[str]) -> AgeLine:
    some, many = set(), set()
    for id in ids:
        cube = data.cubes[id]
        if "year" not in cube.dimensions:
            continue
        other = tuple(n for n, axis in enumerate(cube.dimensions) if axis not in ("municipality", "year"))
        there = (~np.isnan(cube.values)).any(axis=other)
        for year, share in zip(cube.codes("year"), there.mean(axis=0), strict=True):
            some |= {int(year)} if share > 0 else set()
            many |= {int(year)} if share >= WIDESPREAD else set()
    credits = dict.fromkeys(data.origins[origin].attribution for id in ids for origin in data.cubes[id].origins)
    undated = gettext("No year: one list, as when the files were collected")
    return AgeLine(
        name=name,
        years=_span(some) or undated,
        widespread_years=_span(many) or (undated if not some else gettext("None")),
        credits=tuple(credits),
    )


def _span(years: set[int] | tuple[int, ...]) -> str:
    """``2016–2023``, without spaces between thousands; empty without years."""
    if not years:
        return ""
    first, last = min(years), max(years)
    return str(first) if first == last else f"{first}–{last}"


def series_name(origin: Origin) -> str:
    """What a series holds, in the reader's language; what we have no words for is told as its file tells it."""
    return {
        "ssb-07459": gettext("Population by municipality, sex and age"),
        "ssb-07459-total": gettext("Population since 1986"),
        "ssb-06913": gettext("Population changes 2011–2025, sums"),
        "ssb-01222": gettext("Births, deaths and moves in Telemark"),
        "ssb-area-migration": gettext("Net migration"),
        "derived": gettext("Births and deaths, our own estimates"),
        "ssb-area": gettext("Area profiles of the municipalities"),
        "klass-centrality": gettext("Centrality"),
        "ssb-projections-telemark": gettext("Projections for Telemark"),
        "ssb-projections-county": gettext("Projections for counties"),
        "hfd": gettext("Fertility of the whole country"),
        "hmd": gettext("Births, deaths and death rates of the whole country"),
        "kartverket": gettext("Names, places and borders of municipalities"),
    }.get(origin.id, origin.title)


@dataclass(frozen=True)
class Series:
    """One line of the table of sources."""

    name: str
    credit: str
    licence: str
    way: str
    """Each step from the agency to our file, in English as it was noted."""


def series(data: DataSet) -> list[Series]:
    """Every series of the data set, with whom to credit and how it came here."""
    return [
        Series(series_name(origin), told_source(origin), origin.licence, " → ".join(origin.chain))
        for origin in data.origins.values()
    ]
