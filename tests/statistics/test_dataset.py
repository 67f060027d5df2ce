"""The data set that is shipped: complete, honest about what is uncertain, and equal to published sums."""

import zipfile

import numpy as np
import pytest

from veivalg.rules.provenance import Mark, MissingReason
from veivalg.statistics import dataset, former_numbers, store
from veivalg.statistics.dataset import REASONS, DataSetBroken

ESTIMATED_BEFORE = {"1508": 2024, "1580": 2024} | dict.fromkeys(("1806", "1875", "5055", "5056", "5059"), 2020)


@pytest.fixture(scope="module")
def norway():
    return store.current(None)


def test_the_file_is_small_and_holds_every_municipality():
    assert store.shipped_file().stat().st_size <= 5_000_000
    assert len(store.current(None).municipalities) == 357


@pytest.mark.parametrize(("year", "persons"), [("2024", 5_550_203), ("2025", 5_594_340), ("2026", 5_627_400)])
def test_the_municipalities_sum_to_the_published_population(norway, year, persons):
    cube = norway.cubes["population"]
    assert cube.values[:, cube.positions["year"][year]].sum() == persons


def test_population_by_age_equals_the_independent_series_of_totals(norway):
    ages, totals = norway.cubes["population"], norway.cubes["population_total"]
    from_ages = ages.values.sum(axis=(2, 3))
    shared = [totals.positions["year"][year] for year in ages.codes("year")]
    both = ~np.isnan(from_ages) & ~np.isnan(totals.values[:, shared])
    assert both.sum() > 7_700
    assert np.array_equal(from_ages[both], totals.values[:, shared][both])


def test_every_cube_has_the_same_municipalities_in_the_same_order(norway):
    codes = tuple(place.code for place in norway.municipalities)
    assert codes == tuple(sorted(codes))
    for cube in norway.cubes.values():
        if "municipality" in cube.dimensions and cube.id != "projection_telemark":
            assert cube.codes("municipality") == codes


def test_a_value_is_missing_exactly_where_a_reason_stands(norway):
    for cube in norway.cubes.values():
        reasons = np.broadcast_to(cube.reasons, cube.values.shape)
        assert np.array_equal(np.isnan(cube.values), reasons > 0), cube.id


def test_the_populations_called_estimates_are_the_only_ones(norway):
    cube = norway.cubes["population"]
    marks = np.broadcast_to(cube.marks, cube.values.shape)[:, :, 0, 0]
    for row, code in enumerate(cube.codes("municipality")):
        for column, year in enumerate(cube.codes("year")):
            is_estimate = int(year) < ESTIMATED_BEFORE.get(code, 0)
            assert (marks[row, column] == Mark.ESTIMATE) == is_estimate, (code, year)


def test_from_2024_every_population_is_as_published(norway):
    cube = norway.cubes["population"]
    marks = np.broadcast_to(cube.marks, cube.values.shape)
    assert (marks[:, cube.positions["year"]["2024"] :] == Mark.OFFICIAL).all()


def test_births_and_deaths_are_official_in_telemark_and_estimates_elsewhere(norway):
    for name in ("births", "deaths"):
        cube = norway.cubes[name]
        there = ~np.isnan(cube.values)
        marks = np.broadcast_to(cube.marks, cube.values.shape)
        for row, place in enumerate(norway.municipalities):
            expected = Mark.OFFICIAL if place.county_code == "40" else Mark.ESTIMATE
            assert (marks[row][there[row]] == expected).all(), place.name
            assert place.county_code != "40" or there[row].all()


def test_no_derived_death_count_is_negative_or_zero_beside_a_moved_border(norway):
    deaths, flag = norway.cubes["deaths"].values, norway.cubes["boundary_flag"].values
    assert np.nanmin(deaths) >= 0
    assert not (deaths[flag == 1] <= 0).any()
    assert (norway.cubes["deaths_derived"].values < 0).any()
    reasons = norway.cubes["deaths"].reasons
    assert (reasons == REASONS.index(MissingReason.BOUNDARY_CHANGE)).any()


def test_the_69_municipalities_with_moved_borders_are_flagged(norway):
    flag = norway.cubes["boundary_flag"].values
    assert flag.sum() == 69
    assert flag[norway.row["1580"]] == 1


def test_telemarks_yearly_figures_sum_to_the_fifteen_year_sums_of_another_table(norway):
    sums = norway.cubes["population_sums"]
    surplus = norway.cubes["births"].values - norway.cubes["deaths"].values
    for row in (norway.row[place.code] for place in norway.municipalities if place.county_code == "40"):
        assert surplus[row].sum() == sums.values[row, sums.positions["measure"]["birth_surplus_2011_2025"]]
        assert (
            norway.cubes["net_migration"].values[row].sum()
            == sums.values[row, sums.positions["measure"]["net_migration_2011_2025"]]
        )


@pytest.mark.parametrize("code", ["1806", "1875", "5055", "5056", "5059"])
def test_false_zeros_of_the_merged_series_are_missing_until_2019(norway, code):
    cube = norway.cubes["population_total"]
    row, first = norway.row[code], cube.positions["year"]["2020"]
    assert np.isnan(cube.values[row, :first]).all()
    assert (cube.reasons[row, :first] == REASONS.index(MissingReason.BOUNDARY_CHANGE)).all()
    assert (cube.values[row, first:] > 0).all()


def test_haram_is_missing_while_it_was_part_of_alesund_and_is_haram_before(norway):
    cube = norway.cubes["population_total"]
    row, year = norway.row["1580"], cube.positions["year"]
    assert cube.values[row, year["2019"]] == 9_383
    assert np.isnan(cube.values[row, year["2020"] : year["2023"] + 1]).all()
    assert np.isnan(cube.values[norway.row["1508"], year["2020"] : year["2023"] + 1]).all()


def test_telemarks_newest_projection_starts_at_the_counted_population(norway):
    projected, counted = norway.cubes["projection_telemark"], norway.cubes["population"]
    start = projected.values[
        projected.positions["round"]["2026"],
        :,
        projected.positions["alternative"]["MMMM"],
        projected.positions["year"]["2026"],
    ]
    rows = [norway.row[code] for code in projected.codes("municipality")]
    assert np.array_equal(start, counted.values[rows, counted.positions["year"]["2026"]].sum(axis=(1, 2)))


def test_national_rates_are_what_is_known_of_norway(norway):
    fertility = norway.cubes["national_fertility_rate"]
    assert round(float(np.nansum(fertility.values[fertility.positions["year"]["2022"]])), 2) == 1.41
    rates = norway.cubes["national_mortality_rate"]
    newest = rates.values[rates.positions["year"]["2023"]]
    assert (newest[:, 4:18].argmax(axis=1) == 13).all()  # from 20-24 on, each age group dies more than the one below
    assert norway.cubes["national_births"].values[-1] > 50_000


def test_many_area_profiles_are_there_with_a_unit(norway):
    profiles = [cube for id, cube in norway.cubes.items() if id.startswith("area_")]
    assert len(profiles) >= 15
    assert {"area_flats", "area_low_income", "area_work_at_home", "area_urban_settlement"} <= set(norway.cubes)


def test_old_numbers_lead_to_todays_municipalities(norway):
    former = former_numbers.former(norway)
    assert former["0111"] == former["3011"] == {"3110"}
    assert former["1534"] == {"1580"}
    assert former["1507"] == {"1508", "1580"}
    assert former["5012"] == {"5055", "5056", "5059"}
    assert "0301" not in former


def test_a_damaged_file_is_refused_with_advice(tmp_path):
    raw = store.shipped_file().read_bytes()
    for broken in (b"", raw[: len(raw) // 2], b"not a zip archive", raw[:-30]):
        with pytest.raises(DataSetBroken, match="veivalg statistics import"):
            dataset.parse(broken)


def test_a_changed_part_is_noticed_by_its_checksum(tmp_path):
    file = tmp_path / "changed.vvdata"
    with zipfile.ZipFile(store.shipped_file()) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, content[:-1] + b"\x7f" if name == "births/values.npy" else content)
    with pytest.raises(DataSetBroken, match=r"births/values\.npy does not have the checksum"):
        dataset.read(file)


def test_writing_and_reading_again_gives_the_same_bytes(norway):
    raw = store.shipped_file().read_bytes()
    assert dataset.dump(dataset.parse(raw)) == raw
