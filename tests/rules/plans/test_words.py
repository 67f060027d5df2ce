"""Times in cells, and guesses from an action's own words."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veivalg.rules.plans import ActionKind, guess_from_words, read_timing, written_timing, years_in

YEARS = st.none() | st.integers(1900, 2199)


@given(years=st.tuples(YEARS, YEARS), due_on=st.none() | st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_a_time_that_we_write_is_read_again(years, due_on):
    first, last = years
    if first is not None and last is not None and last < first:
        first, last = last, first
    found = read_timing(written_timing(first, last, due_on))
    assert (found.first_year, found.last_year, found.due_on, found.has_rest) == (first, last, due_on, False)


@pytest.mark.parametrize(
    ("text", "first", "last", "due_on"),
    [
        ("2018-2019", 2018, 2019, None),
        ("2018–19", 2018, 2019, None),
        ("2018/2019", 2018, 2019, None),
        ("2020", 2020, 2020, None),
        ("innen 2020", None, 2020, None),
        ("innan utgangen av 2020", None, 2020, None),
        ("31.12.2019", None, None, date(2019, 12, 31)),
        ("Frist: 1. juni 2020", None, None, date(2020, 6, 1)),
        ("4. kvartal 2019", None, None, date(2019, 12, 31)),
        ("1. tertial 2020", None, None, date(2020, 4, 30)),
        ("Q2 2020", None, None, date(2020, 6, 30)),
        ("februar 2020", None, None, date(2020, 2, 29)),
    ],
)
def test_times_as_people_write_them_are_read_whole(text, first, last, due_on):
    found = read_timing(text)
    assert (found.first_year, found.last_year, found.due_on, found.has_rest) == (first, last, due_on, False)


@pytest.mark.parametrize("text", ["høst 2019", "31.02.2019", "når det passer", "2020 eller senere"])
def test_a_time_that_says_more_than_years_and_days_is_marked(text):
    assert read_timing(text).has_rest


@given(text=st.text(max_size=60))
def test_no_text_is_too_odd_to_be_read_for_time_and_words(text):
    read_timing(text)
    guess_from_words(text)
    years_in(text)


def test_years_in_a_heading_are_found_and_impossible_ones_are_not():
    assert str(years_in("Handlingsplan for 2018–2019, revidert 2020")) == "2018–2019"
    assert str(years_in("Sak 12/19, vedtatt 2019")) == "2019"
    assert years_in("Sak 2019-2018") is None
    assert years_in("Vedtak 12345 og 1 850 innbyggere") is None


@pytest.mark.parametrize(
    ("text", "count", "per", "months"),
    [
        ("Skrive minst to kronikker fra hver komite pr. år", 2, "komite", 12),
        ("Minst 3 møter i året", 3, "", 12),
        ("Halde minst tre kampanjar", 3, "", None),
        ("Arrangere fire samlinger for kvar kommune", 4, "kommune", None),
    ],
)
def test_a_number_of_times_is_guessed_as_countable(text, count, per, months):
    found = guess_from_words(text)
    assert (found.kind, found.wanted_count, found.counted_per, found.rhythm_months) == (
        ActionKind.COUNTABLE,
        count,
        per,
        months,
    )
    assert found.words


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("Ha kvartalsvise møter med stortingspolitikere", 3),
        ("Årlig konferanse", 12),
        ("Årleg rapport til kommunane", 12),
        ("Møte fylket hver måned", 1),
        ("Halvårleg gjennomgang", 6),
        ("Møte to ganger i året", 6),
        ("Tertialvis rapport", 4),
        ("Ungdomsting annethvert år", 24),
        ("Ha kontinuerlig årvåkenhet", None),
        ("Løpande kontakt med næringslivet", None),
    ],
)
def test_what_is_done_again_and_again_is_guessed_as_recurring(text, months):
    found = guess_from_words(text)
    assert (found.kind, found.rhythm_months) == (ActionKind.RECURRING, months)


@pytest.mark.parametrize(
    ("text", "year", "due_on"),
    [
        ("Ny reiselivsplan innen 2019", 2019, None),
        ("Ny reiselivsplan innan 2019", 2019, None),
        ("Ferdig innen 1. juni 2019", None, date(2019, 6, 1)),
        ("Leveres i løpet av høsten 2020", 2020, None),
    ],
)
def test_a_time_in_the_words_is_guessed(text, year, due_on):
    found = guess_from_words(text)
    assert (found.last_year, found.due_on) == (year, due_on)


@pytest.mark.parametrize(
    "text",
    [
        "Lage møteplasser mellom næringsliv og tiltaksapparat",
        "Flerårig avtale med fylket",
        "Øke bosettingen med minst 20 %",
        "Skaffe minst to millioner kroner",
        "Møte med NORD universitets ledelse i Bodø",
        "Sende 1 000 brev",
        "Følge opp planen for 2018-2019",
    ],
)
def test_ordinary_words_give_no_guess(text):
    assert not guess_from_words(text)
