"""``veivalg consensus``: what it prints, in which words, and what it refuses."""

import json
from datetime import date

import pytest

from veivalg import consensus_command
from veivalg.cli import main


def run(*words: str) -> int:
    return main(["consensus", *words])


def test_twelve_answers_are_printed_as_json(capsys):
    assert run("0", "0", "2", "6", "4", "--format", "json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found == {
        "n": 12,
        "counts": [0, 0, 2, 6, 4],
        "mean": 4.166667,
        "agreement_a": 0.666667,
        "polarisation": 0.166667,
        "consensus_tw": 0.774038,
        "r_wg": 0.742424,
        "reading": "together",
        "fewest_answers": 5,
    }


def test_four_answers_have_numbers_but_no_word(capsys):
    assert run("0", "0", "0", "0", "4", "--format", "json") == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["agreement_a"], found["reading"]) == (1.0, None)


@pytest.mark.parametrize(
    ("language", "words"),
    [("nb", "Delt: svarene ligger i leirer"), ("nn", "Delt: svara ligg i leirar"), ("en", "Split: the answers")],
)
def test_the_text_begins_with_the_answer_in_plain_words(capsys, language, words):
    assert run("4", "0", "0", "0", "8", "--language", language) == 0
    out = capsys.readouterr().out
    assert out.startswith(words)
    assert ("-0.33" if language == "en" else "-0,33") in out


def test_the_text_about_one_answer_says_that_it_is_too_few(capsys):
    assert run("0", "1", "0", "--language", "nb") == 0
    out = capsys.readouterr().out
    assert out.startswith("Bare 1 har svart. Fra 5 svar")
    assert "r_wg: kan ikke regnes ut av ett svar" in out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["0", "0", "0"], "Nobody has answered"),
        (["3", "-1", "2"], "Category 2 has -1 answers"),
        (["3", "nan", "2"], "Category 2 has 'nan' answers. Give a whole number"),
        (["3", "1_0", "2"], "Category 2 has '1_0' answers"),
        (["3", "1.5", "2"], "Category 2 has '1.5' answers"),
        (["3", "9" * 5000, "2"], "at most nine digits"),
        (["4", "4"], "There are 2 categories, and agreement needs at least 3"),
        ([], "There are 0 categories"),
        (["1", "2", "3", "--on", "1900-01-01"], "no version is in force on 1900-01-01"),
    ],
)
def test_what_is_no_answers_to_a_scale_is_refused_with_what_why_and_what_next(capsys, words, message):
    assert run(*words) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert message in captured.err


def test_an_unknown_language_is_refused(capsys):
    with pytest.raises(SystemExit) as stopped:
        run("1", "2", "3", "--language", "sv")
    assert stopped.value.code == 2
    assert "nb" in capsys.readouterr().err


def test_a_day_that_is_none_is_refused_with_how_to_write_one(capsys):
    with pytest.raises(SystemExit) as stopped:
        run("1", "2", "3", "--on", "tomorrow")
    assert stopped.value.code == 2
    assert "'tomorrow' is no day. Write it as 2026-11-24." in capsys.readouterr().err


def test_the_limits_are_those_of_the_day_that_is_named(capsys):
    assert consensus_command.main(["0", "0", "9"], today=date(1999, 1, 1)) == 2
    assert consensus_command.main(["0", "0", "9", "--on", "2026-11-24"], today=date(1999, 1, 1)) == 0
    assert "Together" in capsys.readouterr().out
