"""The derived births and deaths against official counts, published sums and national death rates."""

from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pytest

from tests.figures import AGES, YEARS, a_cube, a_small_country
from veivalg.facts import load
from veivalg.rules.provenance import Mark, MissingReason
from veivalg.statistics import derivation, store
from veivalg.statistics.dataset import REASONS


def two_places():
    """Two municipalities in 2024 with 1000 people of each sex and age group; one in a hundred dies.

    9001: official 450 births (derived 452) and 430 deaths (derived 484); boundaries unchanged.
    9002: only derived, 200 births and 220 deaths; boundaries changed.
    """
    codes, years = ("9001", "9002"), ("2024",)
    country = a_small_country(codes)
    places = {"municipality": codes}
    sex_and_age = {"sex": ("female", "male"), "age": AGES}
    marks = np.array([[int(Mark.OFFICIAL)], [int(Mark.ESTIMATE)]], dtype=np.uint8)

    def mixed(id, values):
        cube = a_cube(id, {**places, "year": years}, values)
        return type(cube)(**{**cube.__dict__, "marks": marks})

    cubes = [
        a_cube("population", {**places, "year": YEARS, **sex_and_age}, np.full((2, len(YEARS), 2, len(AGES)), 1000)),
        a_cube("national_mortality_rate", {"year": years, **sex_and_age}, np.full((1, 2, len(AGES)), 0.01)),
        mixed("births", [[450], [200]]),
        mixed("deaths", [[430], [220]]),
        a_cube("births_derived", {**places, "year": years}, [[452], [200]], mark=Mark.ESTIMATE),
        a_cube("deaths_derived", {**places, "year": years}, [[484], [220]], mark=Mark.ESTIMATE),
        a_cube("boundary_flag", places, [0, 1]),
        a_cube("population_sums", {**places, "measure": ("birth_surplus_2011_2025",)}, [[20], [-20]]),
    ]
    return type(country)(**{**country.__dict__, "cubes": {cube.id: cube for cube in cubes}})


def test_expected_deaths_are_rates_times_people():
    expected = derivation.expected_deaths(two_places())

    assert expected.years == (2024,)
    assert expected.people.tolist() == [[44_000], [44_000]]
    # 44 groups of 1000 people and one in a hundred: 440.
    assert expected.values == pytest.approx(np.array([[440.0], [440.0]]))


def test_people_are_counted_midway_between_two_new_years():
    data = two_places()
    population = data.cubes["population"]
    population.values[0, population.positions["year"]["2025"]] = 1200

    assert derivation.expected_deaths(data).values[0, 0] == pytest.approx(484)


def test_an_age_group_without_people_needs_no_rate_but_one_with_people_does():
    data = two_places()
    data.cubes["national_mortality_rate"].values[0, :, -1] = np.nan
    data.cubes["population"].values[0, :, :, -1] = 0

    expected = derivation.expected_deaths(data).values

    assert expected[0, 0] == pytest.approx(420)
    assert np.isnan(expected[1, 0])


def test_derived_and_official_are_compared_where_both_exist():
    found = derivation.derivation(two_places())

    assert (found.births.count, found.births.mean_absolute, found.births.municipalities) == (1, 2, ("9001",))
    assert (found.deaths.mean_absolute, found.deaths.largest, found.deaths.by_municipality) == (54, 54, (54,))
    assert found.deaths.bias_pct == pytest.approx(100 * 54 / 430)


def test_ratios_are_deaths_over_expected_deaths_with_changed_boundaries_apart():
    found = derivation.compare_deaths(two_places())

    assert found.ratio == pytest.approx([1.1, 0.5])
    assert [group.municipalities for group in found.by_size] == [0, 0, 0, 0, 1]
    assert found.by_size[-1].median == pytest.approx(1.1)
    assert found.changed.median == pytest.approx(0.5)
    assert found.country.ratio == pytest.approx((484 + 220) / 880)
    assert found.shown.ratio == pytest.approx((430 + 220) / 880)
    assert found.official.ratio == pytest.approx(430 / 440)
    assert found.derived_beside_official.ratio == pytest.approx(484 / 440)


def test_chance_alone_gives_a_wider_spread_where_few_deaths_are_expected():
    data = two_places()
    # 100 expected: the standard deviation is 10, and eight of ten lie within 1.28 of those.
    data.cubes["national_mortality_rate"].values[:] = 100 / 44_000

    group = derivation.compare_deaths(data).unchanged

    assert (group.chance_low, group.chance_high) == pytest.approx((0.87184, 1.12816))


def test_less_than_half_of_the_expected_deaths_is_far_off_and_half_is_not():
    data = two_places()
    assert derivation.compare_deaths(data).far_off == ()

    data.cubes["deaths_derived"].values[1] = 219

    assert derivation.compare_deaths(data).far_off == (("9002", 2024, 219, pytest.approx(440)),)
    assert derivation.compare_deaths(data).far_off_unchanged == 0


def test_without_anything_to_compare_nothing_is_said():
    data = two_places()
    data.cubes["boundary_flag"].values[:] = 1

    found = derivation.derivation(data)

    assert found.births.count == 0
    assert np.isnan(found.births.mean_absolute)
    assert np.isnan(found.births.largest)
    assert np.isnan(found.comparison.unchanged.median)
    assert np.isnan(found.comparison.unchanged.ratio)


def test_a_sum_over_fifteen_years_is_not_checked_against_fewer():
    assert derivation.surplus_check(two_places()).municipalities == ()


@pytest.fixture(scope="module")
def shipped():
    data = store.current(None)
    return data, derivation.derivation(data)


@pytest.mark.parametrize(("movement", "total"), [("births", 267), ("deaths", 342)])
def test_the_documented_error_is_what_the_shipped_figures_give(shipped, movement, total):
    _, found = shipped
    error = getattr(found, movement)

    # 267 / 120 is 2.225. 342 / 120 is 2.85 exactly, and goes up.
    assert (error.total_absolute, error.count) == (total, 120)
    rounded = (Decimal(total) / error.count).quantize(Decimal("0.1"), ROUND_HALF_UP)
    assert rounded == Decimal(str(load.indicators()[movement].derivation_error))


def test_the_comparison_is_made_in_telemark_without_the_two_that_exchanged_people(shipped):
    data, found = shipped

    assert {data.by_code[code].county_code for code in found.deaths.municipalities} == {"40"}
    assert found.deaths.years == tuple(range(2016, 2024))
    assert len(found.deaths.municipalities) == 15
    changed = {data.by_code[code].name for code in found.deaths_where_changed.municipalities}
    assert changed == {"Notodden", "Midt-Telemark"}
    assert found.deaths_where_changed.mean_absolute > 20 * found.deaths.mean_absolute


def test_official_births_less_deaths_add_up_to_the_published_fifteen_years(shipped):
    _, found = shipped

    assert len(found.surplus.municipalities) == 17
    assert set(found.surplus.differences) == {0}


def test_expected_deaths_of_all_municipalities_are_those_of_the_country(shipped):
    data, _ = shipped
    expected = derivation.expected_deaths(data)
    deaths = data.cubes["national_deaths"]
    real = [deaths.values[deaths.positions["year"][str(year)]].sum() for year in expected.years]

    assert expected.values.sum(axis=0) == pytest.approx(real, rel=0.003)


def test_derived_deaths_of_the_country_are_near_what_national_rates_give(shipped):
    _, found = shipped

    assert found.comparison.country.municipalities == 355
    assert found.comparison.country.ratio == pytest.approx(1.0058, abs=0.0001)
    assert found.comparison.shown.ratio == pytest.approx(1.0073, abs=0.0001)


def test_official_deaths_lie_over_one_as_well_where_we_know_them(shipped):
    _, found = shipped

    assert found.comparison.official.ratio == pytest.approx(1.0731, abs=0.0001)
    assert found.comparison.derived_beside_official.ratio == pytest.approx(1.0865, abs=0.0001)


def test_small_municipalities_differ_most(shipped):
    _, found = shipped
    widths = [group.high - group.low for group in found.comparison.by_size]

    assert [group.municipalities for group in found.comparison.by_size] == [71, 95, 56, 34, 32]
    assert widths == sorted(widths, reverse=True)


def test_every_year_that_is_far_off_is_in_a_municipality_whose_boundaries_changed(shipped):
    data, found = shipped

    assert found.comparison.far_off_unchanged == 0
    assert len(found.comparison.far_off) == 13
    assert ("Sandefjord", 2016, 2728) in [
        (data.by_code[code].name, year, deaths) for code, year, deaths, _ in found.comparison.far_off
    ]


def test_deaths_that_moved_borders_have_made_are_missing_with_the_reason(shipped):
    data, found = shipped
    deaths, raw_deaths = data.cubes["deaths"], data.cubes["deaths_derived"]
    for code, year, raw, _ in found.comparison.far_off:
        place = data.row[code], deaths.positions["year"][str(year)]
        assert np.isnan(deaths.values[place])
        assert REASONS[deaths.reasons[place]] is MissingReason.BOUNDARY_CHANGE
        assert raw_deaths.values[data.row[code], raw_deaths.positions["year"][str(year)]] == raw


def test_leaving_out_both_sides_of_a_moved_border_brings_the_country_nearer_to_what_is_expected(shipped):
    _, found = shipped

    assert abs(found.comparison.shown.ratio - found.comparison.country.ratio) < 0.002
