"""Figures that a council gives itself, counted beside the official ones."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.figures import a_small_country
from veivalg.facts import load
from veivalg.rules.indicators import Edition, Indicator, Threshold, assess, score
from veivalg.rules.provenance import Mark, MissingReason
from veivalg.statistics import index
from veivalg.statistics.dataset import REASONS
from veivalg.statistics.given import GivenFigure, GivenSeries
from veivalg.statistics.index import Area


def own(id: str) -> Indicator:
    return Indicator(
        id=id,
        name={"nb": id},
        unit={"nb": "stk."},
        formula="given",
        cube="",
        ages=None,
        period=(0, 0),
        caveat={},
        owner="Vestre",
        own_source="telt selv",
    )


def an_edition(*lines: tuple[str, float | None, str]) -> Edition:
    return Edition(
        id="own",
        name={"nb": "own"},
        about={"nb": "own"},
        thresholds=tuple(Threshold(indicator=id, value=v, risky_when=side, reference="test") for id, v, side in lines),
    )


AREAS = [Area(id=str(n), rows=(n,), codes=(f"900{n + 1}",)) for n in range(3)]
REGION = Area(id="region", rows=(0, 1, 2), codes=("9001", "9002", "9003"))
EDITION = an_edition(("age_0_14", 17.3, "below"), ("net_migration", 0, "below"), ("egen-hytter", 100, "above"))
CABINS = GivenSeries(
    figures={
        ("9001", 2024): GivenFigure(150, is_estimate=True),
        ("9002", 2024): GivenFigure(100),
        ("9003", 2023): GivenFigure(900),
    },
    adds_up=True,
)


def counted(areas, series=CABINS):
    definitions = {**load.indicators(), "egen-hytter": own("egen-hytter")}
    return index.compute(a_small_country(), EDITION, definitions, areas=areas, given={"egen-hytter": series})


def test_official_and_own_signs_are_counted_together_as_by_hand():
    """Every age group is as large as the next, so 3 of 22 are under 15: 13.6 percent, under 17.3.

    Net migration over five years is 5 × (4n − 5): −5, 15 and 35. Cabins are 150, 100 and not given.
    """
    table = counted(AREAS)
    year = table.years.index(2024)

    assert table.value[:, year, 0] == pytest.approx([100 * 3 / 22] * 3)
    assert table.value[:, year, 1].tolist() == [-5, 15, 35]
    assert table.available[:, year].tolist() == [3, 3, 2]
    assert table.certain[:, year].tolist() == [3, 1, 1]
    assert table.possible[:, year].tolist() == [3, 1, 1]


def test_a_figure_equal_to_its_limit_is_not_a_sign():
    table = counted(AREAS)

    assert index.RISK_WORDS[table.risk[1, table.years.index(2024), 2]] == "no"


def test_what_is_not_given_is_missing_and_never_no_risk_and_no_year_is_taken_from_another():
    table = counted(AREAS)
    place = (2, table.years.index(2024), 2)

    assert index.RISK_WORDS[table.risk[place]] == "missing"
    assert REASONS[table.reason[place]] is MissingReason.NOT_GIVEN
    assert not table.on_risky_side[place]


def test_the_mark_of_an_estimate_follows_the_figure():
    table = counted(AREAS)
    year = table.years.index(2024)

    assert table.mark[:2, year, 2].tolist() == [int(Mark.ESTIMATE), int(Mark.COMPUTED)]


def test_a_limit_for_one_municipality_is_not_held_against_a_region():
    table = counted([REGION])
    place = (0, table.years.index(2024), 2)

    assert REASONS[table.reason[place]] is MissingReason.NOT_ADDITIVE
    assert (table.available[0, place[1]], table.certain[0, place[1]]) == (2, 1)


def test_the_margin_is_in_the_figures_own_unit():
    table = counted(AREAS)

    assert table.margin[0, table.years.index(2024), 2] == 50


def test_an_invented_municipality_does_not_get_the_figures_of_the_one_it_borrows_from():
    borrowing = Area(id="invented", rows=(0,), codes=("9901",))
    table = counted([borrowing])

    assert index.RISK_WORDS[table.risk[0, table.years.index(2024), 2]] == "missing"


def test_without_a_number_nothing_is_given():
    table = counted([Area(id="plain", rows=(0,))])

    assert index.RISK_WORDS[table.risk[0, table.years.index(2024), 2]] == "missing"


def test_there_is_no_national_figure_of_an_own_indicator():
    definitions = {"egen-hytter": own("egen-hytter")}
    edition = an_edition(("egen-hytter", None, "above"))
    table = index.compute(a_small_country(), edition, definitions, areas=AREAS, given={"egen-hytter": CABINS})
    place = (0, table.years.index(2024), 0)

    assert REASONS[table.reason[place]] is MissingReason.NO_THRESHOLD
    assert index.RISK_WORDS[table.risk[place]] == "missing"


figure = st.builds(GivenFigure, st.integers(-1000, 1000), st.booleans())
keys = st.tuples(st.sampled_from(["9001", "9002", "9003"]), st.integers(2020, 2026))


@settings(max_examples=30, deadline=None)
@given(
    st.dictionaries(keys, figure),
    st.integers(-1000, 1000),
    st.sampled_from(["below", "above"]),
    st.integers(2020, 2026),
)
def test_the_reference_formula_says_the_same_of_any_given_figures(figures, limit, side, year):
    edition = an_edition(("egen-a", limit, side))
    given = {"egen-a": GivenSeries(figures=figures)}
    table = index.compute(a_small_country(), edition, {"egen-a": own("egen-a")}, areas=AREAS, given=given)
    place = table.years.index(year)
    for n, area in enumerate(AREAS):
        found = figures.get((area.codes[0], year))
        expected = assess(None if found is None else found.value, threshold=limit, risky_when=side)
        assert index.RISK_WORDS[table.risk[n, place, 0]] == expected.risk.value
        assert table.certain[n, place] == score([expected]).certain
        assert table.available[n, place] == score([expected]).available


def test_the_newest_year_is_the_one_most_have():
    assert CABINS.newest_year(["9001", "9002", "9003"]) == 2024
    assert CABINS.newest_year(["9003"]) == 2023
    assert CABINS.newest_year(["9004"]) is None
    assert GivenSeries().years(["9001"]) == ()
    assert np.isnan(GivenSeries().on(["9001"], [2024])[0]).all()
