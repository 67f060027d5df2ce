"""The vulnerability index as a good pandas user would write it: whole columns at a time, no loop over rows.

The tables are tidy, one row per figure with categorical keys, as a reader of SSB's tables gets them. ``Wide`` is a
second peer that starts from tables already turned, which is the best start that pandas can have.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from veivalg.facts import load
from veivalg.rules.indicators import poisson_interval
from veivalg.rules.indicators.poisson import EXACT_BELOW, Z
from veivalg.rules.provenance import Mark
from veivalg.statistics.dataset import Cube, DataSet


def tidy(cube: Cube) -> pd.DataFrame:
    """A cube as a long table: one category column per dimension, figure, and whether it is an estimate."""
    index = pd.MultiIndex.from_product(cube.dimensions.values(), names=list(cube.dimensions))
    table = pd.DataFrame(index=index).reset_index()
    for name, codes in cube.dimensions.items():
        if name == "year":
            table[name] = table[name].astype("int16")
        else:
            table[name] = pd.Categorical(table[name], categories=codes, ordered=True)
    table["persons"] = cube.values.ravel()
    table["estimate"] = np.broadcast_to(cube.marks == int(Mark.ESTIMATE), cube.values.shape).ravel()
    return table


@dataclass(frozen=True)
class Wide:
    """Tables already turned: people by year and municipality × sex and age, the others by year × municipality."""

    people: pd.DataFrame
    people_estimated: pd.DataFrame
    births: pd.DataFrame
    births_estimated: pd.DataFrame
    deaths: pd.DataFrame
    deaths_estimated: pd.DataFrame
    migration: pd.DataFrame


def turn(tables: dict[str, pd.DataFrame]) -> Wide:
    """Long tables to wide ones."""

    def by_year(name: str, column: str) -> pd.DataFrame:
        return tables[name].pivot(index="year", columns="municipality", values=column)

    population = tables["population"]
    first_cells = population[(population["sex"] == "female") & (population["age"] == "0-4")]
    return Wide(
        people=population.pivot(index=["year", "municipality"], columns=["sex", "age"], values="persons"),
        people_estimated=first_cells.pivot(index="year", columns="municipality", values="estimate"),
        births=by_year("births", "persons"),
        births_estimated=by_year("births", "estimate"),
        deaths=by_year("deaths", "persons"),
        deaths_estimated=by_year("deaths", "estimate"),
        migration=by_year("net_migration", "persons"),
    )


def scores(wide: Wide, edition: Any) -> pd.DataFrame:
    """Available, score, certain and possible per year and municipality, with Poisson intervals for the two rates."""
    people = wide.people
    total = people.sum(axis=1, min_count=1)
    by_year = total.unstack("municipality")
    years = by_year.index
    exposure = ((by_year + by_year.shift(-1)) / 2).rolling(2).sum().shift(1)
    people_flag = wide.people_estimated.rolling(3).max() > 0
    value, low, high = {}, {}, {}
    for name, events, flags in (
        ("births", wide.births, wide.births_estimated),
        ("deaths", wide.deaths, wide.deaths_estimated),
    ):
        counts = events.reindex(years).rolling(2).sum().shift(1)
        flag = (flags.astype(float).reindex(years).rolling(2).max().shift(1) > 0) | people_flag
        width = flag * load.indicators()[name].derivation_error * 2
        below, above = byar(counts)
        value[name] = (1000 * counts / exposure).stack()
        low[name] = (1000 * (below - width).clip(lower=0) / exposure).stack()
        high[name] = (1000 * (above + width) / exposure).stack()
    value["net_migration"] = wide.migration.reindex(years).rolling(5).sum().shift(1).stack()
    women, men = people["female"], people["male"]
    by_age = women + men
    for name, first, last in (
        ("age_0_14", "0-4", "10-14"),
        ("age_15_24", "15-19", "20-24"),
        ("age_25_54", "25-29", "50-54"),
        ("age_55_64", "55-59", "60-64"),
        ("age_65_plus", "65-69", "105+"),
    ):
        value[name] = 100 * by_age.loc[:, first:last].sum(axis=1, min_count=1) / total
    value["women_per_100_men"] = 100 * women.sum(axis=1, min_count=1) / men.sum(axis=1, min_count=1)
    value["women_per_100_men_15_64"] = (
        100 * women.loc[:, "15-19":"60-64"].sum(axis=1) / men.loc[:, "15-19":"60-64"].sum(axis=1)
    )
    names = [line.indicator for line in edition.thresholds]
    table = pd.DataFrame(value, index=people.index)[names]
    limits = pd.Series({line.indicator: line.value for line in edition.thresholds})
    below_is_risky = [line.indicator for line in edition.thresholds if line.risky_when == "below"]
    above_is_risky = [name for name in names if name not in below_is_risky]
    risky = pd.concat(
        [table[below_is_risky].lt(limits[below_is_risky]), table[above_is_risky].gt(limits[above_is_risky])], axis=1
    )
    counted = ["births", "deaths"]
    uncertain = (
        pd.DataFrame(low, index=people.index).le(limits[counted])
        & pd.DataFrame(high, index=people.index).ge(limits[counted])
        & table[counted].notna()
    )
    certain = risky.sum(axis=1) - (risky[counted] & uncertain).sum(axis=1)
    return pd.DataFrame(
        {
            "available": table.notna().sum(axis=1),
            "score": risky.sum(axis=1),
            "certain": certain,
            "possible": certain + uncertain.sum(axis=1),
        }
    )


def byar(counts: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The Poisson interval, exact for the smallest counts."""
    safe = counts.clip(lower=EXACT_BELOW)
    low = safe * (1 - 1 / (9 * safe) - Z / (3 * np.sqrt(safe))) ** 3
    above = safe + 1
    high = above * (1 - 1 / (9 * above) + Z / (3 * np.sqrt(above))) ** 3
    exact = [poisson_interval(count) for count in range(EXACT_BELOW)]
    for count, (exact_low, exact_high) in enumerate(exact):
        low, high = low.mask(counts == count, exact_low), high.mask(counts == count, exact_high)
    return low, high


def tables(data: DataSet) -> dict[str, pd.DataFrame]:
    """What the peer starts from."""
    return {name: tidy(data.cubes[name]) for name in ("population", "births", "deaths", "net_migration")}
