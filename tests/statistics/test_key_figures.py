"""Key figures of municipalities, regions and the country."""

import numpy as np
import pytest

from tests.figures import a_cube
from veivalg.facts import load
from veivalg.facts.load import FactsBroken, check
from veivalg.rules.indicators import GROUPS
from veivalg.rules.indicators.key_figure import growth_percent, per_hundred, per_thousand_and_year
from veivalg.rules.provenance import MissingReason
from veivalg.statistics import key_figures, similar, store
from veivalg.statistics.dataset import REASONS
from veivalg.statistics.index import Area

FROM_POPULATION = ("population", "growth_1", "growth_5", "growth_10", "share_65", "young_per_working", "women_20_39")


@pytest.fixture(scope="module")
def norway():
    return store.current(None)


@pytest.fixture(scope="module")
def every(norway):
    return key_figures.compute(norway, load.key_figures())


def value(table, area: int, id: str) -> float:
    return float(table.value[area, table.figures.index(id)])


def only(*ids: str):
    return {id: load.key_figures()[id] for id in ids}


def test_every_figure_is_defined_once_in_a_known_group_with_a_known_source(norway):
    for definition in load.key_figures().values():
        assert definition.attracts in GROUPS
        assert definition.source in norway.origins
        assert set(definition.name) == set(definition.unit) == {"nb", "nn", "en"}


def test_there_is_something_for_residents_visitors_and_business():
    assert {definition.attracts for definition in load.key_figures().values()} == set(GROUPS)


def test_a_definition_with_a_formula_we_do_not_have_is_refused():
    with pytest.raises(FactsBroken, match=r"people\.yaml, figures"):
        check("key_figures", "people.yaml", {"attracts": "people", "figures": [{"id": "x"}]})


def test_a_small_country_can_be_worked_out_by_head(small_country):
    table = key_figures.compute(small_country, only(*FROM_POPULATION))

    assert value(table, 0, "population") == 440
    assert value(table, 0, "growth_5") == 0
    assert value(table, 0, "share_65") == pytest.approx(100 * 9 / 22)
    assert value(table, 0, "young_per_working") == pytest.approx(100 * 4 / 9)
    assert value(table, 0, "women_20_39") == 100


def test_a_flow_is_per_thousand_inhabitants_and_year(small_country):
    table = key_figures.compute(small_country, only("natural_increase", "net_migration_5"))

    assert value(table, 0, "natural_increase") == pytest.approx(1000 * -1 / 440)
    assert table.period == ("2021–2025", "2021–2025")


def test_the_vectorised_figures_follow_the_rules(norway, every):
    cube = norway.cubes["population"].values
    for row in (0, 100, 306):
        then, now = cube[row, -11].sum(), cube[row, -1].sum()
        assert value(every, row, "growth_10") == pytest.approx(growth_percent(then, now))
        old, working = cube[row, -1, :, 13:].sum(), cube[row, -1, :, 4:13].sum()
        assert value(every, row, "old_per_working") == pytest.approx(per_hundred(old, working))
        moves = norway.cubes["net_migration"]
        first = moves.codes("year").index("2019")
        means = tuple((cube[row, n].sum() + cube[row, n + 1].sum()) / 2 for n in range(14, 19))
        assert value(every, row, "net_migration_5") == pytest.approx(
            per_thousand_and_year(moves.values[row, first : first + 5].sum(), means)
        )


def test_births_minus_deaths_outside_telemark_are_estimates_and_inside_they_are_not(norway, every):
    column = every.figures.index("natural_increase")
    known = np.isfinite(every.value[:, column])
    telemark = np.array([m.county_code == "40" for m in norway.municipalities])

    assert every.estimated[known & ~telemark, column].all()
    assert not every.estimated[known & telemark, column].any()


def test_a_regions_figures_are_made_of_sums_and_never_of_mean_shares(norway, every):
    rows = (306, 307, 308)
    region = key_figures.compute(norway, load.key_figures(), areas=[Area(id="r", rows=rows)])
    people = norway.cubes["population"].values[list(rows), -1]

    assert value(region, 0, "share_65") == pytest.approx(100 * people[:, :, 13:].sum() / people.sum())
    assert np.isnan(value(region, 0, "flats"))
    reason = region.reason[0, region.figures.index("flats")]
    assert REASONS[reason] is MissingReason.NOT_ADDITIVE
    assert value(region, 0, "new_dwellings") == sum(value(every, row, "new_dwellings") for row in rows)


def test_what_is_counted_over_four_years_says_which_four(norway, every):
    over_four = [id for id, definition in load.key_figures().items() if "four years" in definition.name["en"]]
    assert len(over_four) == 4
    for id in over_four:
        first, _, last = every.period[every.figures.index(id)].partition("–")
        assert int(last) - int(first) == 3
        cube = norway.cubes[str(load.key_figures()[id].parameters["cube"])]
        assert last in cube.codes("year")


def test_a_municipality_with_new_borders_has_no_fifteen_year_sum(norway, every):
    sums = norway.cubes["population_sums"]
    comparable = sums.values[:, sums.positions["measure"]["comparable"]] > 0
    column = every.figures.index("birth_surplus_15")

    assert np.isnan(every.value[~comparable, column]).all()
    assert {REASONS[code] for code in every.reason[~comparable, column]} == {MissingReason.BOUNDARY_CHANGE}


def test_the_country_is_its_own_official_births_and_deaths(norway):
    stick = key_figures.yardstick(norway, load.key_figures())
    births, deaths = (norway.cubes[f"national_{name}"] for name in ("births", "deaths"))
    places = slice(births.codes("year").index("2019"), births.codes("year").index("2023") + 1)
    surplus = births.values[places].sum() - deaths.values[places].sum()
    totals = np.nansum(norway.cubes["population"].values, axis=(0, 2, 3))
    exposure = sum((totals[n] + totals[n + 1]) / 2 for n in range(14, 19))

    assert stick.country["natural_increase"] == pytest.approx(1000 * surplus / exposure)


def test_the_middle_has_half_of_the_municipalities_on_each_side(norway, every):
    stick = key_figures.yardstick(norway, load.key_figures())
    column = every.value[:, every.figures.index("share_65")]

    assert abs(int((column < stick.middle["share_65"]).sum()) - int((column > stick.middle["share_65"]).sum())) <= 1


def test_the_most_similar_municipality_is_as_large_and_as_central(small_country):
    values = [[1, 100], [1, 100], [1, 900], [1, 900], [1, 500], [1, 500]]
    codes = tuple(m.code for m in small_country.municipalities)
    small_country.cubes["centrality"] = a_cube(
        "centrality", {"municipality": codes, "measure": ("class", "index")}, values
    )

    assert similar.nearest(small_country, 2, count=1) == (3,)
    assert 3 not in similar.nearest(small_country, 2, count=5, leave_out=(3,))
    assert 2 not in similar.nearest(small_country, 2, count=5)
