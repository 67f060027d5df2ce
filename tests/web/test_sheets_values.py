"""Cells as days and whole numbers."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from veivalg.web.files.values import ValueUnclear, as_date, as_whole_number

DAY = date(2026, 6, 5)
MONTHS = ("januar", "februar", "mars", "april", "mai", "juni")
MONTHS += ("juli", "august", "september", "oktober", "november", "desember")


@pytest.mark.parametrize(
    "cell",
    [
        *(
            "05.06.2026",
            "5.6.2026",
            "5. juni 2026",
            "5 juni 2026",
            "5. Juni, 2026",
            "5.juni 2026",
            "2026-06-05",
            "5/6-2026",
        ),
        *("5/6/2026", " 05.06.2026 ", "5.\u00a0juni 2026", "5-6-2026", "2026-06-05T12:30:00", "2026-06-05 12:30"),
        *(DAY, datetime(2026, 6, 5, 23, 59, tzinfo=UTC), 46178, 46178.0, 46178.75),
    ],
)
def test_a_day_is_understood_in_the_ways_people_write_it(cell):
    assert as_date(cell) == DAY


@pytest.mark.parametrize(
    "cell",
    [
        *(
            "05.06.26",
            "31.02.2026",
            "13/13-2026",
            "juni 2026",
            "2026",
            "5. juno 2026",
            "june 5 2026",
            "06-2026-05",
            "i går",
        ),
        *(2026, 5, -1, 0.5, 1e300, True, False, None, "", "٥.٦.٢٠٢٦", "5.6.2026 eller 6.6.2026", "1" * 5_000),
    ],
)
def test_what_is_not_surely_a_day_is_refused_with_advice(cell):
    with translation.override("en"), pytest.raises(ValueUnclear) as caught:
        as_date(cell)
    assert str(caught.value).endswith("Write day, month and four digits for the year, for example 05.06.2026.")
    assert len(str(caught.value)) < 200


def test_the_message_repeats_what_was_written():
    with translation.override("en"), pytest.raises(ValueUnclear, match=r"no such day as “31\.02\.2026”"):
        as_date("31.02.2026")


@given(st.dates(date(1930, 1, 1), date(2199, 12, 31)))
def test_every_day_is_itself_however_it_is_written(day):
    number = (day - date(1899, 12, 30)) / timedelta(days=1)
    written = (f"{day:%d.%m.%Y}", f"{day.day}/{day.month}-{day.year}", f"{day.day}. {MONTHS[day.month - 1]} {day.year}")
    assert {as_date(cell) for cell in (*written, day.isoformat(), number, int(number), day)} == {day}


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        (3, 3),
        (3.0, 3),
        ("3", 3),
        (" 12 000 ", 12_000),
        ("12\u00a0000", 12_000),
        ("-7", -7),
        ("−7", -7),
        ("+7", 7),
        ("007", 7),
    ],
)
def test_a_whole_number_is_understood(cell, number):
    assert as_whole_number(cell) == number


@pytest.mark.parametrize(
    "cell", [3.5, "3,5", "3.0", "tre", True, None, "", "1 2", "12 00", "1e3", "٣", "²", "9" * 500, float("inf"), DAY]
)
def test_what_is_not_a_whole_number_is_refused_with_advice(cell):
    with translation.override("en"), pytest.raises(ValueUnclear, match=r"Write digits only, for example 12\.$"):
        as_whole_number(cell)
