"""Municipalities over time: what a change was, and what may be carried across it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veivalg.rules.geography import Change, Kind, Weight, carry, events, last_in_use, path, successors
from veivalg.rules.provenance import Figure, Mark, MissingReason

# What happened around Hvaler, Drammen, Haram, Snillfjord and Narvik.
HISTORY = events(
    Change(old=old, new=new, year=year)
    for year, old, new in [
        (2018, "1613", "5012"),
        (2020, "0111", "3011"),
        (2020, "0602", "3005"),
        (2020, "0625", "3005"),
        (2020, "1504", "1507"),
        (2020, "1534", "1507"),
        (2020, "5011", "5055"),
        (2020, "5012", "5055"),
        (2020, "5012", "5056"),
        (2020, "5012", "5059"),
        (2020, "5013", "5056"),
        (2020, "5016", "5059"),
        (2024, "3011", "3110"),
        (2024, "3005", "3301"),
        (2024, "1507", "1508"),
        (2024, "1507", "1580"),
    ]
)


def persons(value: float, mark: Mark = Mark.OFFICIAL, *, period: str = "2019") -> Figure:
    return Figure(value=value, unit="persons", period=period, mark=mark, origins=("ssb",))


def missing(reason: MissingReason) -> Figure:
    return Figure(value=None, unit="persons", period="2019", missing=reason)


def kinds(code: str, year: int) -> list[Kind]:
    return [step.kind for step in path(code, year, HISTORY).steps]


def test_two_renumberings_after_each_other_are_a_chain_and_not_a_split():
    found = path("0111", 2019, HISTORY)
    assert found.successors == {"3110"}
    assert found.comparable
    assert kinds("0111", 2019) == [Kind.RENUMBERING, Kind.RENUMBERING]
    assert [step.year for step in found.steps] == [2020, 2024]


def test_a_merger_and_then_a_renumbering():
    assert kinds("0625", 2019) == [Kind.MERGER, Kind.RENUMBERING]
    assert successors("0625", 2019, HISTORY) == {"3301"}


def test_a_split_leads_to_several_and_is_not_comparable():
    found = path("1507", 2020, HISTORY)
    assert found.successors == {"1508", "1580"}
    assert not found.comparable
    assert kinds("1507", 2020) == [Kind.SPLIT]


def test_one_who_was_divided_among_others_is_part_of_a_mixed_change_but_the_others_only_merged():
    assert kinds("5012", 2019) == [Kind.MIXED]
    assert kinds("5011", 2019) == [Kind.MERGER]
    assert successors("1613", 2017, HISTORY) == {"5055", "5056", "5059"}


def test_haram_is_haram_again_although_the_chain_runs_into_a_split():
    assert successors("1534", 2019, HISTORY) == {"1580"}
    assert successors("1504", 2019, HISTORY) == {"1508", "1580"}
    assert path("1534", 2019, HISTORY, until=2020).successors == {"1507"}


def test_a_number_is_followed_only_from_the_year_it_was_used():
    assert successors("3011", 2020, HISTORY) == {"3110"}
    assert successors("3011", 2024, HISTORY) == {"3011"}
    assert path("0111", 2019, HISTORY, until=2023).successors == {"3011"}


def test_an_unknown_number_leads_to_itself():
    assert successors("9999", 2019, HISTORY) == {"9999"}


def test_a_change_of_name_or_border_under_the_same_number_is_no_event():
    assert events([Change(old="5401", new="5401", year=2021)]) == ()


def test_a_municipality_that_keeps_its_number_in_a_merger_is_part_of_it():
    (event,) = events([Change(old="1103", new="1103", year=2020), Change(old="1141", new="1103", year=2020)])
    assert event.kind is Kind.MERGER
    assert event.old == {"1103", "1141"}
    assert last_in_use([event]) == {"1141": 2019}


def test_numbers_out_of_use_know_their_last_year():
    last = last_in_use(HISTORY)
    assert (last["0111"], last["3011"], last["1507"]) == (2019, 2023, 2023)
    assert "3110" not in last


def test_counts_are_summed_through_a_merger_and_are_then_computed():
    carried = carry({"0602": persons(10), "0625": persons(5)}, 2019, HISTORY)
    assert carried["3301"].figure == Figure(
        value=15, unit="persons", period="2019", mark=Mark.COMPUTED, origins=("ssb",)
    )
    assert carried["3301"].parts == {"0602", "0625"}


def test_a_renumbered_count_is_the_same_figure():
    assert carry({"0111": persons(7)}, 2019, HISTORY)["3110"].figure == persons(7)


def test_an_estimate_in_the_sum_makes_it_an_estimate():
    carried = carry({"0602": persons(10), "0625": persons(5, Mark.ESTIMATE)}, 2019, HISTORY)
    assert carried["3301"].figure.is_estimate


def test_a_missing_part_makes_the_sum_missing_and_not_smaller():
    carried = carry({"0602": persons(10), "0625": missing(MissingReason.NOT_PUBLISHED)}, 2019, HISTORY)
    assert carried["3301"].figure.missing is MissingReason.NOT_PUBLISHED


def test_a_split_is_not_comparable_for_anyone_who_got_a_part():
    carried = carry({"5012": persons(999), "5011": persons(4000)}, 2019, HISTORY)
    assert set(carried) == {"5055", "5056", "5059"}
    assert {item.figure.missing for item in carried.values()} == {MissingReason.SPLIT}
    assert carried["5055"].parts == {"5011", "5012"}


def test_a_named_weight_carries_a_split_as_an_estimate_that_says_its_name():
    key = Weight(old="1507", shares={"1508": 0.862, "1580": 0.138}, name="population 1 January 2024")
    carried = carry({"1507": persons(1000, period="2021")}, 2021, HISTORY, weights=[key])
    assert carried["1580"].figure.value == pytest.approx(138)
    assert carried["1580"].figure.is_estimate
    assert carried["1580"].weights == {"population 1 January 2024"}


@pytest.mark.parametrize(
    ("shares", "name", "what"),
    [
        ({"1508": 0.5, "1580": 0.4}, "a key", "sum to 1"),
        ({"1508": 1.5, "1580": -0.5}, "a key", "zero or more"),
        ({"1508": 0.5, "1580": 0.5}, " ", "no name"),
    ],
)
def test_a_weight_that_loses_people_or_has_no_name_is_refused(shares, name, what):
    with pytest.raises(ValueError, match=what):
        Weight(old="1507", shares=shares, name=name)


def test_a_weight_for_other_successors_than_history_knows_is_refused():
    key = Weight(old="1507", shares={"1508": 0.5, "9999": 0.5}, name="a key")
    with pytest.raises(ValueError, match="1507 became 1508, 1580"):
        carry({"1507": persons(1)}, 2021, HISTORY, weights=[key])


def test_counts_of_different_years_are_not_summed():
    with pytest.raises(ValueError, match="different units or periods"):
        carry({"0602": persons(10), "0625": persons(5, period="2018")}, 2019, HISTORY)


@given(st.dictionaries(st.sampled_from(["0111", "0602", "0625", "1534", "9999"]), st.integers(0, 10**6), min_size=1))
def test_nobody_is_lost_or_made_where_nothing_was_split(counts):
    carried = carry({code: persons(count) for code, count in counts.items()}, 2019, HISTORY)
    assert sum(item.figure.value for item in carried.values()) == sum(counts.values())


@given(st.permutations(HISTORY), st.sampled_from(["0111", "1504", "1534", "1613", "5011", "0602"]))
def test_the_order_in_which_changes_are_listed_does_not_matter(shuffled, code):
    assert path(code, 2017, shuffled).successors == path(code, 2017, HISTORY).successors
