"""From a folder of upstream files to one data set: what each figure is and how firm it is."""

import hashlib

import numpy as np
import pytest

from tests.statistics import small_folder
from veivalg.rules.provenance import Mark, MissingReason
from veivalg.statistics import dataset
from veivalg.statistics.dataset import REASONS
from veivalg.statistics.importer import import_directory


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return import_directory(small_folder.write(tmp_path_factory.mktemp("upstream")))


def at(data, id, **codes):
    """Value, mark and reason of one cell."""
    cube = data.cubes[id]
    place = tuple(cube.positions[name][codes[name]] for name in cube.dimensions)
    mark = np.broadcast_to(cube.marks, cube.values.shape)[place]
    reason = np.broadcast_to(cube.reasons, cube.values.shape)[place]
    return cube.values[place], Mark(int(mark)), REASONS[reason]


def test_municipalities_come_sorted_and_all_cubes_have_the_same_order(data):
    assert [place.code for place in data.municipalities] == sorted(small_folder.PLACES)
    axes = {cube.codes("municipality") for cube in data.cubes.values() if "municipality" in cube.dimensions}
    assert tuple(sorted(small_folder.PLACES)) in axes
    assert len(axes) == 2  # all municipalities, or only those of the projections


def test_every_cube_names_origins_that_lead_back_to_the_agency(data):
    for cube in data.cubes.values():
        assert cube.unit
        assert cube.title
        for origin in (data.origins[id] for id in cube.origins):
            assert origin.licence == "CC BY 4.0"
            assert origin.attribution
            assert "importer" in origin.chain[-1]
            assert len(origin.chain) >= 3


def test_single_ages_are_summed_into_five_year_groups_with_105_and_over_alone(data):
    # Ages 0-4 hold 1, 2, 3, 1 and 2 persons; age 105 holds 1.
    assert at(data, "population", municipality="0301", year="2024", sex="male", age="0-4")[0] == 9
    assert at(data, "population", municipality="0301", year="2024", sex="male", age="105+")[0] == 1


@pytest.mark.parametrize(
    ("code", "year", "mark"),
    [
        ("0301", "2019", Mark.OFFICIAL),
        ("3110", "2019", Mark.RECODED),
        ("3110", "2023", Mark.RECODED),
        ("3110", "2024", Mark.OFFICIAL),
        ("1508", "2019", Mark.ESTIMATE),
        ("1580", "2023", Mark.ESTIMATE),
        ("1580", "2024", Mark.OFFICIAL),
    ],
)
def test_a_population_is_official_only_where_todays_number_was_alone_in_use(data, code, year, mark):
    assert at(data, "population", municipality=code, year=year, sex="male", age="0-4")[1] is mark


def test_a_zero_where_borders_moved_is_missing_and_so_is_the_larger_area_beside_it(data):
    for code in ("1580", "1508"):
        value, _, reason = at(data, "population_total", municipality=code, year="2020")
        assert np.isnan(value)
        assert reason is MissingReason.BOUNDARY_CHANGE
    assert at(data, "population_total", municipality="1580", year="2019")[0] == 90


def test_official_births_and_deaths_stand_before_derived_ones(data):
    assert at(data, "deaths", municipality="3110", year="2019") == (4, Mark.OFFICIAL, None)
    assert at(data, "deaths_derived", municipality="3110", year="2019") == (0, Mark.ESTIMATE, None)
    assert at(data, "births", municipality="0301", year="2019") == (40, Mark.ESTIMATE, None)


@pytest.mark.parametrize(("code", "year"), [("1508", "2019"), ("0301", "2020")])
def test_an_impossible_derived_number_of_deaths_is_missing_because_borders_moved(data, code, year):
    value, _, reason = at(data, "deaths", municipality=code, year=year)
    assert np.isnan(value)
    assert reason is MissingReason.BOUNDARY_CHANGE


def test_a_year_that_nobody_collected_is_missing_for_that_reason(data):
    assert at(data, "births", municipality="5610", year="2019")[2] is MissingReason.NOT_COLLECTED


def test_the_boundary_flag_covers_those_without_derived_figures(data):
    flags = {code: at(data, "boundary_flag", municipality=code)[0] for code in small_folder.PLACES}
    assert flags == {"0301": 0, "1508": 1, "1580": 1, "3110": 0, "5610": 0}


def test_an_age_without_deaths_still_counts_those_who_lived(data):
    # Each age has 10 deaths at a rate of 0.01, that is 1000 person-years; at age 7 nobody died.
    rate, mark, _ = at(data, "national_mortality_rate", year="2019", sex="female", age="5-9")
    assert rate == pytest.approx(40 / 5000)
    assert mark is Mark.ESTIMATE
    assert at(data, "national_mortality_rate", year="2019", sex="female", age="10-14") == (
        pytest.approx(0.01),
        Mark.COMPUTED,
        None,
    )


def test_projections_are_summed_over_ages_and_gaps_are_not_zero(data):
    known = {"round": "2018", "municipality": "3110", "year": "2020"}
    assert at(data, "projection_telemark", alternative="MMMM", **known)[0] == 100
    assert at(data, "projection_telemark", alternative="LLML", **known)[2] is MissingReason.NOT_PUBLISHED


def test_area_profiles_keep_their_own_years_and_their_gaps(data):
    cube = data.cubes["area_flats"]
    assert cube.codes("year") == ("2015", "2019")
    assert at(data, "area_flats", municipality="0301", year="2015")[0] == 74.0
    assert at(data, "area_flats", municipality="0301", year="2019")[2] is MissingReason.NOT_PUBLISHED


def test_names_are_told_apart_by_language(data):
    assert dict(data.by_code["5610"].names) == {"nb": "Karasjok", "se": "Kárášjohka"}
    assert dict(data.by_code["0301"].names) == {"nb": "Oslo", "sma": "Oslove"}
    assert data.by_code["5610"].county_name == "Finnmark"


def test_equal_files_give_equal_bytes_and_the_checksums_of_what_was_read(tmp_path):
    first, second = small_folder.write(tmp_path / "a"), small_folder.write(tmp_path / "b")
    data = import_directory(first)
    assert dataset.dump(data) == dataset.dump(import_directory(second))
    assert set(data.inputs) == set(small_folder.texts())
    for name, digest in data.inputs.items():
        assert digest == hashlib.sha256((first / name).read_bytes()).hexdigest()


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path):
    text = small_folder.texts()["centrality.csv"]
    folder = small_folder.write(tmp_path, {"centrality.csv": b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()})
    assert at(import_directory(folder), "centrality", municipality="0301", measure="index")[0] == 1000
