"""The what-if on hand-made figures and on the real ones, and how far off it has been."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.figures import AGES as FIVE_YEAR_AGES
from tests.figures import YEARS, a_cube, a_small_country
from veivalg.rules import projection
from veivalg.rules.provenance import Mark, MissingReason
from veivalg.statistics import store, what_if_backtest
from veivalg.statistics.index import Area, municipality_areas
from veivalg.statistics.what_if import AGES, GROUPS, PARENTS, Level, NoProjection, advance, people_of, what_if
from veivalg.statistics.what_if_backtest import BANDS, backtests, error_spread, size_band, ssb_rounds


def changed(country, change, *, mark=Mark.OFFICIAL, **municipality):
    """The small country with other figures: `change` gets the array municipality × year × sex × age."""
    cube = country.cubes["population"]
    values = cube.values.copy()
    change(values)
    municipalities = tuple(replace(m, **municipality) if n < 3 else m for n, m in enumerate(country.municipalities))
    return replace(
        country,
        municipalities=municipalities,
        cubes={"population": a_cube("population", cube.dimensions, values, mark=mark)},
    )


def area(data, *codes):
    return Area(id="+".join(codes), rows=tuple(data.row[code] for code in codes))


def at(year: int) -> int:
    return YEARS.index(str(year))


@pytest.fixture(scope="module")
def norway():
    return store.current(None)


# The small country


def test_a_population_that_stands_still_goes_on_standing_still(small_country):
    found = what_if(small_country, area(small_country, "9003"))

    # 60 persons in each five-year group up to 84, and five groups closed into one.
    assert [step.year for step in found.steps] == [2031, 2036]
    for step in found.steps:
        assert step.ages == pytest.approx([60.0] * 17 + [300.0])
        assert {group: round(step.persons(group)) for group in GROUPS} == {
            "total": 1320,
            "0-19": 240,
            "20-64": 540,
            "65+": 540,
            "80+": 360,
        }


def test_a_cohort_that_shrank_by_a_tenth_shrinks_by_a_tenth_again(small_country):
    def fewer(values):
        values[:, at(2026), :, 5] *= 0.9

    data = changed(small_country, fewer)
    first, second = what_if(data, area(data, "9003")).steps

    # Those aged 20-24 become 54 at 25-29; the 54 of today are 30-34 in five years with the ratio 60/60.
    assert first.ages[5] == pytest.approx(54)
    assert first.ages[6] == pytest.approx(54)
    assert second.ages[7] == pytest.approx(54)
    # Children per adult of 15-44 rose to 60/354; there will be 348 such adults.
    assert first.ages[0] == pytest.approx(60 / 354 * 348)


def test_the_result_is_always_an_estimate_even_from_official_figures(small_country):
    found = what_if(small_country, area(small_country, "9003"))

    assert found.mark is Mark.ESTIMATE
    assert not found.rests_on_estimates


def test_it_says_so_when_the_figures_it_rests_on_are_estimates(small_country):
    data = changed(small_country, lambda values: None, mark=Mark.ESTIMATE)

    assert what_if(data, area(data, "9003")).rests_on_estimates
    assert all(test.rests_on_estimates for test in backtests(data, area(data, "9003")))


def test_several_municipalities_are_projected_as_their_sum(small_country):
    together = what_if(small_country, area(small_country, "9002", "9003"))

    assert together.now.persons() == 2200
    assert together.steps[-1].persons() == pytest.approx(2200)


def test_an_area_with_nineteen_in_an_age_group_borrows_the_ratios_of_its_county(small_country):
    def one_small_cell(values):
        values[0, at(2021), 0, 3] = 9
        values[1, at(2026), :, 10] *= 1.5

    data = changed(small_country, one_small_cell)
    found = what_if(data, area(data, "9001"))

    assert found.ratios_are_borrowed
    assert (found.ratios_from.level, found.ratios_from.area.id) == (Level.COUNTY, "90")
    county = area(data, *(m.code for m in data.municipalities))
    expected = projection.change_ratios(
        people_of(data, county)[at(2021)], people_of(data, county)[at(2026)], parents=PARENTS
    )
    now = people_of(data, area(data, "9001"))[at(2026)]
    assert found.steps[-1].ages == pytest.approx(projection.project(now, expected, width=5, horizon=10)[-1])


def test_the_region_that_is_given_comes_before_the_county(small_country):
    data = changed(small_country, lambda values: values[0].__imul__(0.5))
    region = area(data, "9001", "9003")
    found = what_if(data, area(data, "9001"), region=region)

    assert (found.ratios_from.level, found.ratios_from.area) == (Level.REGION, region)


def test_a_region_that_is_too_small_itself_is_passed_over(small_country):
    data = changed(small_country, lambda values: values[:2].__imul__(0.1))
    found = what_if(data, area(data, "9001"), region=area(data, "9001", "9002"))

    assert found.ratios_from.level is Level.COUNTY


def test_the_country_is_used_when_the_county_is_too_small(small_country):
    data = changed(small_country, lambda values: values[:3].__imul__(0.1), county_code="91")
    found = what_if(data, area(data, "9001"))

    assert found.ratios_from.level is Level.COUNTRY


def test_an_area_in_two_counties_borrows_from_both(small_country):
    data = changed(small_country, lambda values: values[[0, 3]].__imul__(0.1), county_code="91")
    data = changed(data, lambda values: values.__setitem__((0, at(2026), 0, 0), 1))
    data = changed(data, lambda values: values.__setitem__((3, at(2026)), 1))
    found = what_if(data, area(data, "9001", "9004"))

    assert found.ratios_from.area.id == "90+91"
    assert len(found.ratios_from.area.rows) == 6


def test_a_region_that_does_not_hold_the_area_is_refused(small_country):
    with pytest.raises(ValueError, match="9001 is outside"):
        what_if(small_country, area(small_country, "9001"), region=area(small_country, "9002", "9003"))


def test_when_even_the_country_is_too_small_there_is_no_projection(small_country):
    data = changed(small_country, lambda values: values.__imul__(0.01))

    with pytest.raises(NoProjection, match="no ratios to use") as refusal:
        what_if(data, area(data, "9001"))
    assert refusal.value.missing is None


def test_a_missing_older_figure_is_named_with_place_year_and_reason(small_country):
    data = changed(small_country, lambda values: values.__setitem__((1, at(2021)), np.nan))

    with pytest.raises(NoProjection, match="9002 in 2021 is missing") as refusal:
        what_if(data, area(data, "9001", "9002"))
    assert (refusal.value.year, refusal.value.missing) == (2021, MissingReason.NOT_COLLECTED)


def test_a_gap_in_one_municipality_does_not_stop_the_others(small_country):
    data = changed(small_country, lambda values: values.__setitem__((1, at(2021)), np.nan))

    assert what_if(data, area(data, "9003")).ratios_from.level is Level.OWN


@pytest.mark.parametrize("year", [2004, 2009, 2027])
def test_years_without_figures_on_both_ends_are_refused(small_country, year):
    with pytest.raises(NoProjection, match="no population by age for"):
        what_if(small_country, area(small_country, "9003"), base_year=year)


@pytest.mark.parametrize("horizon", [0, 3, 15])
def test_other_horizons_than_five_and_ten_years_are_refused(small_country, horizon):
    with pytest.raises(ValueError, match="it is 5 or 10 years"):
        what_if(small_country, area(small_country, "9003"), horizon=horizon)


def test_an_area_without_municipalities_is_refused(small_country):
    with pytest.raises(ValueError, match="no municipalities"):
        what_if(small_country, Area(id="nothing", rows=()))


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32 - 1), st.sampled_from([5, 10]))
def test_vectorised_and_reference_agree_on_any_figures(seed, horizon):
    draw = np.random.default_rng(seed)
    country = a_small_country()
    data = changed(country, lambda values: values.__setitem__(..., draw.integers(0, 90, values.shape)))
    everyone = Area(id="norge", rows=tuple(range(6)))
    for one in municipality_areas(data):
        then, now = (people_of(data, one)[at(year)] for year in (2021, 2026))
        lender = everyone if projection.has_small_cell(then, now) else one
        ratios = projection.change_ratios(*(people_of(data, lender)[at(y)] for y in (2021, 2026)), parents=PARENTS)
        expected = projection.project(now, ratios, width=5, horizon=horizon)

        found = what_if(data, one, horizon=horizon)

        assert found.capped == len(ratios.capped)
        assert len(found.steps) == len(expected)
        for step, ages in zip(found.steps, expected, strict=True):
            assert step.ages == pytest.approx(ages)


def test_a_backtest_uses_nothing_that_was_not_known_in_the_base_year(small_country):
    before = backtests(small_country, area(small_country, "9003"))
    data = changed(small_country, lambda values: values[:, at(2017) :].__imul__(3))
    after = backtests(data, area(data, "9003"))

    for one, other in zip(before, after, strict=True):
        if one.then.year <= 2016:
            assert one.projected == other.projected


def test_a_backtest_of_what_never_changed_has_no_error(small_country):
    tests = backtests(small_country, area(small_country, "9003"))

    assert [(test.then.year, test.horizon) for test in tests] == [
        (2011, 5),
        (2011, 10),
        (2016, 5),
        (2016, 10),
        (2021, 5),
    ]
    assert all(test.error_pct(group) == pytest.approx(0) for test in tests for group in GROUPS)


def test_an_error_is_in_percent_of_the_outcome_and_positive_when_it_was_too_many(small_country):
    data = changed(small_country, lambda values: values[:, at(2026)].__imul__(0.8))
    newest = backtests(data, area(data, "9003"))[-1]

    assert (newest.then.year, newest.projected.year) == (2021, 2026)
    assert newest.error_pct() == pytest.approx(25)
    assert newest.unchanged_error_pct() == pytest.approx(25)


def test_an_outcome_of_nobody_has_no_relative_error(small_country):
    data = changed(small_country, lambda values: values.__setitem__((2, at(2026), slice(None), slice(16, None)), 0))

    assert backtests(data, area(data, "9003"))[-1].error_pct("80+") is None


def test_an_outcome_of_nobody_is_left_out_of_the_spread(small_country):
    data = changed(small_country, lambda values: values.__setitem__((2, at(2026), slice(None), slice(16, None)), 0))

    assert error_spread(data, 5).method.count == 18
    assert error_spread(data, 5, group="80+").method.count == 17


def test_a_backtest_says_so_when_the_outcome_is_an_estimate(small_country):
    cube = small_country.cubes["population"]
    marks = np.zeros((1, len(YEARS), 1, 1), dtype=np.uint8)
    marks[:, at(2026)] = int(Mark.ESTIMATE)
    data = replace(small_country, cubes={"population": replace(cube, marks=marks)})

    for test in backtests(data, area(data, "9003")):
        assert test.rests_on_estimates == (test.projected.year == 2026)


def test_a_municipality_with_a_gap_in_the_older_year_gets_no_number_although_others_lend_ratios():
    whole = np.full((1, len(AGES)), 100.0)
    gap = whole.copy()
    gap[0, 4] = np.nan

    assert np.isnan(advance([gap, whole], [whole, whole], 1).people).all()


def test_base_years_with_a_gap_are_left_out_of_the_backtest(small_country):
    data = changed(small_country, lambda values: values.__setitem__((2, at(2006)), np.nan))

    assert {test.then.year for test in backtests(data, area(data, "9003"))} == {2016, 2021}


def test_too_few_municipalities_give_no_spread(small_country):
    assert error_spread(small_country, 5, base_years=(2021,)) is None
    assert ssb_rounds(small_country) == ()


def test_two_data_sets_without_a_checksum_are_not_taken_for_each_other(small_country):
    doubled = changed(small_country, lambda values: values[:, at(2026)].__imul__(2))

    assert error_spread(small_country, 5).method.percentile_80 == pytest.approx(0)
    assert error_spread(doubled, 5).method.percentile_80 == pytest.approx(50)


def test_every_population_is_in_one_size_band():
    assert [size_band(persons).low for persons in (0, 1999.5, 2000, 4999, 19_999, 20_000, 700_000)] == [
        0,
        0,
        2000,
        2000,
        5000,
        20_000,
        20_000,
    ]
    with pytest.raises(ValueError, match="-1 is in no size band"):
        size_band(-1)


# Norway


def test_the_ages_are_those_of_the_data_set_closed_at_85(norway):
    assert norway.cubes["population"].codes("age") == FIVE_YEAR_AGES
    assert FIVE_YEAR_AGES[: len(AGES) - 1] == AGES[:-1]
    skien = people_of(norway, area(norway, "4003"))
    assert skien.shape == (len(YEARS), len(AGES))
    assert skien[-1].sum() == norway.cubes["population"].values[norway.row["4003"], -1].sum()


def test_every_municipality_has_a_what_if_for_ten_years(norway):
    borrowed = []
    for one in municipality_areas(norway):
        found = what_if(norway, one)
        assert [step.year for step in found.steps] == [2031, 2036]
        assert all(np.isfinite(step.ages).all() and min(step.ages) >= 0 for step in found.steps)
        if found.ratios_are_borrowed:
            assert found.ratios_from.level is Level.COUNTY
            borrowed.append(one.id)

    assert len(borrowed) == 15
    assert "1151" in borrowed  # Utsira


def test_the_ratios_of_split_municipalities_rest_on_estimates(norway):
    assert what_if(norway, area(norway, "1580")).rests_on_estimates
    assert what_if(norway, area(norway, "1580")).borders_moved
    assert not what_if(norway, area(norway, "4003")).rests_on_estimates
    assert not what_if(norway, area(norway, "4003")).borders_moved


def test_the_spread_is_what_the_single_backtests_say(norway):
    spread = error_spread(norway, 10, base_years=(2016,))
    counted = [
        test
        for one in municipality_areas(norway)
        for test in backtests(norway, one)
        if (test.then.year, test.horizon) == (2016, 10)
        and not test.borders_moved
        and not what_if_backtest.estimated(norway)[list(one.rows)].any()
    ]
    errors = [abs(test.error_pct()) for test in counted]

    assert (spread.method.count, spread.left_out) == (len(errors), 357 - len(errors))
    assert spread.method.median == pytest.approx(np.median(errors))
    assert spread.method.percentile_80 == pytest.approx(np.percentile(errors, 80))
    assert spread.unchanged.median == pytest.approx(np.median([abs(test.unchanged_error_pct()) for test in counted]))


def test_the_bands_share_out_all_cases(norway):
    assert (
        sum(error_spread(norway, 5, band=band).method.count for band in BANDS) == error_spread(norway, 5).method.count
    )


def test_errors_grow_with_time_and_shrink_with_size(norway):
    small, large = BANDS[0], BANDS[-1]
    for horizon in (5, 10):
        assert (
            error_spread(norway, horizon, band=small).method.median
            > error_spread(norway, horizon, band=large).method.median
        )
    assert error_spread(norway, 5).method.median < error_spread(norway, 10).method.median


def test_the_method_knows_more_about_the_old_than_about_small_totals(norway):
    for horizon in (5, 10):
        old = error_spread(norway, horizon, group="65+")
        assert old.method.median < old.unchanged.median / 3
        assert not error_spread(norway, horizon, band=BANDS[0]).is_better_than_unchanged
        assert error_spread(norway, horizon, band=BANDS[-1]).is_better_than_unchanged


def test_a_base_year_without_outcome_a_strange_horizon_and_an_unknown_group_are_refused(norway):
    with pytest.raises(ValueError, match="No outcome 10 years after 2021"):
        error_spread(norway, 10, base_years=(2021,))
    with pytest.raises(ValueError, match="7 years was not tested"):
        error_spread(norway, 7)
    with pytest.raises(KeyError, match="No group '100\\+'"):
        error_spread(norway, 5, group="100+")


def test_ssbs_rounds_stand_beside_the_what_if_over_the_same_municipalities(norway):
    rounds = {(found.round, found.horizon): found for found in ssb_rounds(norway)}

    assert set(rounds) == {
        *((year, 5) for year in (2005, 2008, 2009, 2010, 2011, 2012, 2014, 2016, 2018, 2020)),
        *((year, 10) for year in (2005, 2008, 2009, 2010, 2011, 2012, 2014, 2016)),
    }
    for found in rounds.values():
        # Notodden and Midt-Telemark are left out: their borders moved.
        assert not {"4005", "4020"} & set(found.municipalities)
        assert (found.what_if is None) == (found.round < 2010)
        counts = {errors.count for errors in (found.ssb, found.unchanged, found.what_if) if errors}
        assert counts == {len(found.municipalities)} == {15}
        assert 0 <= found.within_alternatives <= 15


def test_the_error_of_one_round_is_as_counted_by_hand(norway):
    found = next(found for found in ssb_rounds(norway) if (found.round, found.horizon) == (2016, 10))
    cube, total = norway.cubes["projection_telemark"], norway.cubes["population_total"]
    errors, within = [], 0
    for code in found.municipalities:
        places = [cube.positions[name][value] for name, value in (("round", "2016"), ("municipality", code))]
        low, high, said = (
            cube.values[(*places, cube.positions["alternative"][name], cube.positions["year"]["2026"])]
            for name in ("LLML", "HHMH", "MMMM")
        )
        was = total.values[norway.row[code], total.positions["year"]["2026"]]
        errors.append(100 * abs(said - was) / was)
        within += low <= was <= high

    assert found.within_alternatives == within
    assert found.ssb.median == pytest.approx(np.median(errors))
    assert found.ssb.percentile_80 == pytest.approx(np.percentile(errors, 80))
