"""What a bad file gets: what is wrong, where, why and what next; and nothing half written."""

import gzip

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.statistics import small_folder
from veivalg.statistics import commands
from veivalg.statistics.dataset import DataSet
from veivalg.statistics.importer import BadInput, import_directory, reading

TEXTS = small_folder.texts()


def refusal(folder) -> BadInput:
    with pytest.raises(BadInput) as caught:
        import_directory(folder)
    assert str(caught.value).startswith(caught.value.file)
    assert caught.value.todo
    return caught.value


def imported_or_refused(folder) -> DataSet | BadInput:
    try:
        return import_directory(folder)
    except BadInput as error:
        return error


def with_line(name: str, line: str) -> dict[str, str]:
    return {name: TEXTS[name] + line + "\n"}


@pytest.mark.parametrize(
    ("name", "line", "column", "what"),
    [
        ("population.csv.gz", "9999,2024,male,3,1", "kommune", "unknown"),
        ("population.csv.gz", "0111,2024,male,3,1", "kommune", "outdated; it became 3110 Hvaler"),
        ("population.csv.gz", "1507,2024,male,3,1", "kommune", "became 1508 Ålesund, 1580 Haram"),
        ("population.csv.gz", "0301,2024,male,3,1", "kommune", "more than once"),
        ("population.csv.gz", "0301,2024,men,3,1", "sex", "not a known sex"),
        ("population.csv.gz", "0301,2024,male,106,1", "age", "not a known age"),
        ("population.csv.gz", "0301,1066,male,3,1", "year", "not a known year"),
        ("population.csv.gz", "0301,2026,male,3,-1", "population", "cannot be negative"),
        ("population.csv.gz", "0301,2026,male,3,ti", "population", "not a whole number"),
        ("population.csv.gz", "0301,2026,male,3,", "population", "empty"),
        ("population.csv.gz", "0301,2026,male,3,1_0", "population", "not a whole number"),
        ("population.csv.gz", "0301,2026,male,3,١", "population", "not a whole number"),
        ("population_total_1986_2026.csv.gz", "0301,2022,0", "population", "a zero here is a gap"),
        ("births_deaths_telemark.csv", "3110,2020,-1,4,0", "births", "cannot be negative"),
        ("components_derived_2016_2023.csv", "0301,2019,40,30,0", "kommune", "more than once"),
        ("net_migration_2016_2023.csv", "0301,2020,nan", "net_migration", "not a whole number"),
        ("centrality.csv", "5610,1,400", "centrality_index", "outside class 1"),
        ("births_national.csv", "2021,20,20,41", "total", "not girls and boys"),
        ("mortality_national.csv.gz", "2020,male,3,,0.1", "deaths", "empty"),
        ("fertility_national.csv.gz", "2019,22,inf", "asfr", "not a number"),
        ("projections_telemark.csv.gz", "2018,1,3110,MMMM,2019,20+,5", "round", "more than once"),
        ("projections_fylke_2024.csv", "99,MMMM,2025,1", "fylke", "not a known fylke"),
        ("area_profiles.csv.gz", "Andel boliger i blokk. Prosent,,0301,2020,101", "value", "from 0 to 100"),
        ("kommuner.csv", "12,X,X,03,Oslo,1,1", "kommune", "not a municipality number"),
        ("kommuner.csv", "0301,X,X,03,Oslo,1,1", "kommune", "more than once"),
        ("kommune_code_history.csv", "0401,9999,1940,2019,1.0,", "kommune", "not a municipality of"),
        ("kommune_code_history.csv", "0401,0301,1940,2019,1.5,", "weight", "must lie from 0 to 1"),
    ],
)
def test_a_bad_row_is_refused_with_its_row_and_column(tmp_path, name, line, column, what):
    error = refusal(small_folder.write(tmp_path, with_line(name, line)))
    assert (error.file, error.column) == (name, column)
    assert error.row == TEXTS[name].count("\n") + 1
    assert what in error.what


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("centrality.csv", b"", "empty"),
        ("population.csv.gz", b"", "empty"),
        ("centrality.csv", gzip.compress(b"x", mtime=0), "compressed"),
        ("population.csv.gz", b"kommune,year\n", "not gzip"),
        ("population.csv.gz", gzip.compress(TEXTS["population.csv.gz"].encode(), mtime=0)[:-900], "cut short"),
        ("kommuner.csv", TEXTS["kommuner.csv"].encode("latin-1", "replace"), "Latin-1"),
        ("centrality.csv", b"kommune,klasse\n0301,1\n", "centrality_class, centrality_index is missing"),
        ("centrality.csv", b"kommune,centrality_class,centrality_index\n", "no rows"),
        ("centrality.csv", b"kommune,kommune,centrality_class,centrality_index\n1,1,1,1\n", "stands twice"),
        ("centrality.csv", b"kommune,centrality_class,centrality_index\n0301,1\n", "2 fields"),
        ("centrality.csv", b'kommune,centrality_class,centrality_index\n"0301"x,1,1\n', "not readable as CSV"),
        ("centrality.csv", b"kommune,centrality_class,centrality_index\n" + b"0" * 20_000, "over 10000 bytes"),
        ("centrality.csv", b"PK\x03\x04\x00\x00\xff", "not UTF-8"),
        ("kommune_code_history.csv", TEXTS["kommune_code_history.csv"].replace("0.138", "0.1").encode(), "sum to"),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_refused(tmp_path, name, content, what):
    error = refusal(small_folder.write(tmp_path, {name: content}))
    assert error.file == name
    assert what in error.what


def test_a_file_cut_at_the_end_of_a_line_is_noticed(tmp_path):
    lines = TEXTS["population.csv.gz"].splitlines(keepends=True)
    error = refusal(small_folder.write(tmp_path, {"population.csv.gz": "".join(lines[:-3])}))
    assert "5610 in 2025 lacks some ages" in error.what
    error = refusal(small_folder.write(tmp_path, {"population.csv.gz": "".join(lines[:-212])}))
    assert "5610 in 2025 is not there" in error.what


def test_a_missing_file_a_folder_and_a_link_are_refused(tmp_path):
    folder = small_folder.write(tmp_path / "a")
    file = folder / "centrality.csv"
    file.unlink()
    assert "no such file" in refusal(folder).what
    file.mkdir()
    assert "folder" in refusal(folder).what
    file.rmdir()
    file.symlink_to(folder / "kommuner.csv")
    assert "link" in refusal(folder).what
    assert "no such folder" in refusal(tmp_path / "nowhere").what


def test_too_many_rows_are_refused_while_reading_not_after(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "MAX_ROWS", 100)
    error = refusal(small_folder.write(tmp_path))
    assert "more than 100 rows" in error.what
    assert error.row == 102


def test_ten_million_rows_in_a_small_compressed_file_stop_at_the_limit(tmp_path):
    head = gzip.compress(b"kommune,year,population\n", mtime=0)
    # Equal rows shrink to almost nothing, and gzip members may follow on each other.
    block = gzip.compress(b"0301,2019,1\n" * 100_000, mtime=0)
    folder = small_folder.write(tmp_path, {"x.csv.gz": head + block * 100})
    rows = reading.Table(folder, "x.csv.gz", ["kommune"]).rows()
    with pytest.raises(BadInput, match=r"more than 3000000 rows"):
        for _ in rows:
            pass


def test_the_command_answers_bad_input_with_exit_code_2_and_writes_nothing(tmp_path, capsys):
    folder = small_folder.write(tmp_path / "in", with_line("centrality.csv", "0111,1,950"))
    home, output = tmp_path / "home", tmp_path / "out.vvdata"
    assert commands.main(["import", str(folder)], home=home) == 2
    assert commands.main(["import", str(folder), "--output", str(output)], home=home) == 2
    assert "centrality.csv, row 4, column kommune" in capsys.readouterr().err
    assert not home.exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.sampled_from(sorted(set(TEXTS) - {"population.csv.gz"})),
    where=st.floats(0, 1, exclude_max=True),
    length=st.integers(0, 12),
    replacement=st.one_of(
        st.binary(max_size=8), st.sampled_from([b"-", b",", b"\n", b'"', b"\0", b"\r", b"1e999", "½".encode()])
    ),
    compressed=st.booleans(),
)
def test_damage_anywhere_is_refused_or_harmless_but_never_a_crash(
    tmp_path, name, where, length, replacement, compressed
):
    raw = TEXTS[name].encode()
    is_gzip = name.endswith(".gz")
    if is_gzip and compressed:
        raw = gzip.compress(raw, mtime=0)
    start = int(where * len(raw))
    raw = raw[:start] + replacement + raw[start + length :]
    if is_gzip and not compressed:
        raw = gzip.compress(raw, mtime=0)
    folder = small_folder.write(tmp_path, {name: raw})
    outcome = imported_or_refused(folder)
    assert isinstance(outcome, DataSet) or (outcome.file and outcome.what and outcome.todo)
