"""`veivalg index vulnerability` as scripts rely on it."""

import csv
import io
import json

import pytest

from veivalg.statistics import index_command
from veivalg.statistics.index_command import CouncilAreas, CouncilUnknown

IDS = ["births", "deaths", "net_migration", "age_0_14", "age_15_24", "age_25_54", "age_55_64", "age_65_plus"]
IDS += ["women_per_100_men", "women_per_100_men_15_64"]


def no_council(slug):
    raise CouncilUnknown(f"There is no council {slug!r} here.")


def a_council(slug):
    return CouncilAreas(slug=slug, name="Prøven", members=(("9908", "Slettby", "5047"), ("9910", "Ytterholm", "5052")))


def run(capsys, tmp_path, *words, council=no_council):
    code = index_command.main(["vulnerability", *words], home=tmp_path, resolve_council=council)
    return code, capsys.readouterr()


def test_the_columns_stand_in_the_promised_order(capsys, tmp_path):
    code, output = run(capsys, tmp_path, "--edition", "viken-2019", "--year", "2024", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(output.out)))

    assert code == 0
    assert len(rows) == 357
    expected = ["municipality", "name", "year", "edition", "available", "score", "score_certain", "score_possible"]
    assert list(rows[0]) == expected + [f"{id}_{part}" for id in IDS for part in ("value", "risk", "basis")]


def test_a_municipality_has_whole_numbers_and_known_words(capsys, tmp_path):
    _, output = run(capsys, tmp_path, "--year", "2024", "--municipality", "5047", "--format", "json")
    (row,) = json.loads(output.out)

    assert row["name"] == "Overhalla"
    assert (row["available"], row["score"], row["score_certain"], row["score_possible"]) == (10, 5, 4, 6)
    assert (row["births_risk"], row["births_basis"]) == ("uncertain", "estimate")
    assert (row["age_25_54_risk"], row["age_25_54_basis"]) == ("yes", "official")


def test_a_council_gives_its_members_and_then_the_region(capsys, tmp_path):
    _, output = run(capsys, tmp_path, "--year", "2024", "--council", "proven", "--format", "csv", council=a_council)
    rows = list(csv.DictReader(io.StringIO(output.out)))

    assert [row["municipality"] for row in rows] == ["9908", "9910", "proven"]
    assert rows[-1]["name"] == "Prøven"


def test_missing_has_no_value_and_no_basis(capsys, tmp_path):
    _, output = run(capsys, tmp_path, "--year", "2019", "--municipality", "3103", "--format", "csv")
    (row,) = csv.DictReader(io.StringIO(output.out))

    assert (row["net_migration_value"], row["net_migration_risk"], row["net_migration_basis"]) == ("", "missing", "")
    assert row["available"] == "9"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["--edition", "feil"], "Choose one of viken-2019, norge, tf5"),
        (["--year", "1901"], "Choose a year from 2005 to 2026"),
        (["--municipality", "1744"], "it became 5047"),
        (["--municipality", "abcd"], "four digits"),
        (["--council", "ingen"], "There is no council 'ingen'"),
    ],
)
def test_what_does_not_exist_is_named_with_what_does(capsys, tmp_path, words, expected):
    code, output = run(capsys, tmp_path, *words)

    assert code == 2
    assert output.out == ""
    assert expected in output.err
