"""What if the last five years went on, for the real municipalities, and how far off that has been."""

import numpy as np
import pytest

from veivalg.statistics import store, what_if
from veivalg.statistics.index import Area


@pytest.fixture(scope="module")
def norway():
    return store.current(None)


def area(data, *codes: str) -> Area:
    return Area(id="r", rows=tuple(data.row[code] for code in codes))


def test_a_population_that_never_changed_is_expected_not_to(small_country):
    found = what_if.what_if(small_country, Area(id="x", rows=(5,)))

    assert found.years == (2026, 2031, 2036)
    # Everyone of the last group is as many as before only if its ratio is kept; the rest stand still.
    assert found.groups[1][:17] == pytest.approx(found.groups[0][:17])


def test_the_projection_starts_from_the_figures_themselves(norway):
    found = what_if.what_if(norway, area(norway, "5047"))

    assert found.totals[0] == norway.cubes["population"].values[norway.row["5047"], -1].sum()
    assert sum(found.between(0, 19)[1:] + found.between(20, 64)[1:] + found.between(65, None)[1:]) == pytest.approx(
        sum(found.totals[1:])
    )


def test_a_small_municipality_borrows_ratios_and_a_large_one_does_not(norway):
    assert what_if.what_if(norway, area(norway, "5043")).borrowed_from == "county"
    assert what_if.what_if(norway, area(norway, "0301")).borrowed_from == ""


def test_nothing_is_said_without_figures_of_five_years_ago(norway):
    assert what_if.what_if(norway, area(norway, "5047"), start=2007) is None


def test_the_backtest_is_what_it_says(norway):
    test = what_if.backtest(norway, 2016)
    errors = [
        abs(found[-1])
        for m in norway.municipalities
        if len(found := what_if.error_of(norway, area(norway, m.code), 2016)) == 2
    ]

    assert test.years == (2021, 2026)
    assert test.middle[-1] == pytest.approx(float(np.median(errors)))
    assert test.middle[0] < test.middle[1] < test.most[1]
    assert test.municipalities == len(errors)


def test_our_method_and_the_official_projection_are_held_to_the_same_years(norway):
    found = what_if.against_official(norway)

    assert len(found) >= 10
    assert {one.year - int(one.round) for one in found} == {5, 10}
    # As good as the official one, on average, over these rounds; a method that were far worse would be of no use.
    ours, official = (np.mean([getattr(one, who) for one in found]) for who in ("ours", "official"))
    assert ours < official + 1
