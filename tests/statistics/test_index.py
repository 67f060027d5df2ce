"""The vectorised index against the reference, and against the real figures."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.figures import AGES, EVENT_YEARS, YEARS, a_cube, a_small_country
from veivalg.facts import load
from veivalg.rules.indicators import poisson_interval, rate_per_1000, share_pct, women_per_100_men
from veivalg.rules.indicators.vulnerability import assess, assess_rate
from veivalg.rules.provenance import Mark
from veivalg.statistics import index, store
from veivalg.statistics.index import Area

EDITION = load.editions()["viken-2019"]


def the_reference(data, code: str, year: int, line):
    """One indicator, straight from the rules and the cubes."""
    definition = load.indicators()[line.indicator]
    row = data.row[code]
    population = data.cubes["population"]
    people = {y: population.values[row, population.positions["year"][str(y)]] for y in range(year - 5, year + 1)}
    if definition.formula in {"rate", "sum"}:
        cube = data.cubes[definition.cube]
        years = range(year + definition.period[0], year + definition.period[1] + 1)
        if any(str(y) not in cube.positions["year"] for y in years):
            return assess(None, threshold=line.value, risky_when=line.risky_when)
        places = [cube.positions["year"][str(y)] for y in years]
        events = cube.values[row, places].sum()
        if np.isnan(events):
            return assess(None, threshold=line.value, risky_when=line.risky_when)
        if definition.formula == "sum":
            return assess(events, threshold=line.value, risky_when=line.risky_when)
        derived = (np.broadcast_to(cube.marks, cube.values.shape)[row, places] == int(Mark.ESTIMATE)).any()
        totals = [people[y].sum() for y in range(years[0], years[-1] + 2)]
        assert rate_per_1000(events, totals) >= 0
        return assess_rate(
            events,
            totals,
            threshold=line.value,
            risky_when=line.risky_when,
            widened_by=definition.derivation_error * len(years) if derived else 0.0,
        )
    first, last = (AGES.index(age) for age in definition.ages)
    women, men = people[year][:, first : last + 1].sum(axis=1)
    if definition.formula == "share":
        value = share_pct(women + men, people[year].sum())
    else:
        value = women_per_100_men(women, men)
    return assess(value, threshold=line.value, risky_when=line.risky_when)


counts = st.integers(0, 400)


@settings(max_examples=25, deadline=None)
@given(st.randoms(use_true_random=False), st.sampled_from([Mark.OFFICIAL, Mark.ESTIMATE]), st.integers(2016, 2026))
def test_vectorised_and_reference_agree_on_any_figures(random, mark, year):
    country = a_small_country()
    draw = np.random.default_rng(random.randrange(2**32))
    codes = tuple(m.code for m in country.municipalities)
    people = draw.integers(1, 300, size=(len(codes), len(YEARS), 2, len(AGES))).astype(float)
    cubes = {"population": a_cube("population", country.cubes["population"].dimensions, people)}
    for id in ("births", "deaths", "net_migration"):
        events = draw.integers(0 if id != "net_migration" else -90, 90, size=(len(codes), len(EVENT_YEARS))).astype(
            float
        )
        events[draw.random(events.shape) < 0.05] = np.nan
        cubes[id] = a_cube(id, {"municipality": codes, "year": EVENT_YEARS}, events, mark=mark)
    data = type(country)(**{**country.__dict__, "cubes": cubes})
    table = index.compute(data, EDITION, load.indicators())

    for row, code in enumerate(codes):
        for n, line in enumerate(EDITION.thresholds):
            expected = the_reference(data, code, year, line)
            place = (row, table.years.index(year), n)
            assert index.RISK_WORDS[table.risk[place]] == expected.risk.value
            assert bool(table.on_risky_side[place]) == expected.on_risky_side
            assert table.value[place] == pytest.approx(
                expected.value if expected.value is not None else np.nan, nan_ok=True
            )
            assert table.low[place] == pytest.approx(np.nan if expected.low is None else expected.low, nan_ok=True)


def test_a_region_is_counted_from_its_members_sums(small_country):
    table = index.compute(
        small_country, EDITION, load.indicators(), areas=[Area(id="region", rows=(0, 1)), Area(id="one", rows=(2,))]
    )
    year = table.years.index(2024)

    # Members 1 and 2 add up to what member 3 is alone, but for their own constants.
    assert table.value[0, year, 3:] == pytest.approx(table.value[1, year, 3:])
    assert table.value[0, year, 2] == 5 * ((4 - 5) + (8 - 5))


def test_one_missing_member_makes_the_region_missing_and_says_why(small_country):
    small_country.cubes["births"].values[1] = np.nan
    small_country.cubes["births"].reasons[1] = 3
    table = index.compute(small_country, EDITION, load.indicators(), areas=[Area(id="region", rows=(0, 1))])
    place = (0, table.years.index(2024), 0)

    assert table.risk[place] == index.MISSING
    assert table.reason[place] == 3
    assert table.available[0, table.years.index(2024)] == 9


@pytest.fixture(scope="module")
def norway():
    data = store.current(None)
    return data, {id: index.compute(data, edition, load.indicators()) for id, edition in load.editions().items()}


def test_the_newest_year_with_ten_of_ten_is_2024(norway):
    data, tables = norway
    table = tables["viken-2019"]

    assert table.default_year() == 2024
    whole = table.available[:, table.years.index(2024)] == 10
    assert {data.municipalities[row].name for row in np.flatnonzero(~whole)} == {"Ålesund", "Haram"}


def test_the_lectures_own_year_has_nine_of_ten_outside_telemark_for_migration_is_not_collected(norway):
    data, tables = norway
    table = tables["viken-2019"]
    year = table.years.index(2019)
    viken = [row for row, m in enumerate(data.municipalities) if m.county_code in {"31", "32", "33"}]

    assert len(viken) == 51
    assert set(table.available[viken, year].tolist()) == {9}
    assert (table.risk[viken, year, 2] == index.MISSING).all()


def test_the_national_edition_measures_against_the_country_of_the_same_year(norway):
    data, tables = norway
    table = tables["norge"]
    year = table.years.index(2024)
    people = data.cubes["population"].values[:, year].sum(axis=(0, 1))

    assert table.threshold[year, 3] == pytest.approx(100 * people[:3].sum() / people.sum())
    assert table.threshold[year, [2, 8]].tolist() == [0, 100]
    assert np.isnan(table.threshold[table.years.index(2026), 0])


def test_births_and_deaths_are_estimates_outside_telemark_only(norway):
    data, tables = norway
    table = tables["viken-2019"]
    year = table.years.index(2024)
    for row, municipality in enumerate(data.municipalities):
        if np.isnan(table.value[row, year, 0]):
            continue
        expected = Mark.COMPUTED if municipality.county_code == "40" else Mark.ESTIMATE
        assert table.mark[row, year, 0] == int(expected), municipality.name


def test_opposite_editions_never_mix(norway):
    _, tables = norway

    assert tables["viken-2019"].crossed(2024) != tables["norge"].crossed(2024)
    assert tables["tf5"].indicators == ("deaths", "births", "women_per_100_men", "net_migration", "young_vs_old")


def test_the_widening_of_estimates_grows_by_the_root_of_the_members_of_a_region():
    data = store.current(None)
    edition, definitions = load.editions()["viken-2019"], load.indicators()
    rows = (306, 307, 308, 309)
    table = index.compute(data, edition, definitions, areas=[index.Area(id="r", rows=rows)])
    births = data.cubes["births"]
    first = births.positions["year"]["2022"]
    events = births.values[list(rows), first : first + 2].sum()
    low, _ = poisson_interval(float(events))
    totals = data.cubes["population"].values[list(rows)].sum(axis=(0, 2, 3))
    years = data.cubes["population"].positions["year"]
    exposure = sum((totals[years[y]] + totals[years[str(int(y) + 1)]]) / 2 for y in ("2022", "2023"))
    widened = low - definitions["births"].derivation_error * 2 * 4**0.5

    assert table.low[0, table.years.index(2024), 0] == pytest.approx(1000 * widened / exposure)


def test_no_areas_give_an_empty_table():
    table = index.compute(store.current(None), load.editions()["norge"], load.indicators(), areas=[])

    assert table.value.shape[0] == 0
    assert table.default_year() in table.years
