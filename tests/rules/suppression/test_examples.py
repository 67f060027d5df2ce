"""What is withheld in cases that councils meet, why, and what is refused."""

import random
import time
from fractions import Fraction

import pytest

from veivalg.rules.suppression import (
    Aggregate,
    AlreadyRevealed,
    NumbersDisagree,
    NumbersUnusable,
    Reason,
    bounds,
    count_of,
    disclosures,
    is_unanimous,
    suppress,
    weighted_sum,
)


def groups(**counts: int) -> list[Aggregate]:
    return [
        *(count_of(name, [name], count) for name, count in counts.items()),
        count_of("all", counts, sum(counts.values())),
    ]


def withheld(candidates: list[Aggregate], k: int = 5) -> dict[str, str]:
    return {one.aggregate.id: one.reason.value for one in suppress(candidates, k=k).withheld}


def test_a_small_group_is_hidden_together_with_the_smallest_of_the_others():
    assert withheld(groups(bo=3, nome=6, skien=9, tinn=8)) == {"bo": "small", "nome": "protects"}


def test_two_small_groups_that_are_few_together_take_a_third_with_them():
    assert withheld(groups(bo=2, nome=2, skien=9, tinn=8)) == {"bo": "small", "nome": "small", "tinn": "protects"}


def test_two_groups_of_which_one_is_small_are_both_hidden():
    assert withheld(groups(bo=3, nome=9)) == {"bo": "small", "nome": "protects"}


def test_nothing_is_hidden_when_every_group_has_five_or_none():
    assert withheld(groups(bo=5, nome=6, skien=0)) == {}


def test_a_total_of_fewer_than_five_hides_everything_in_it():
    assert withheld(groups(bo=0, nome=4)) == {"all": "small", "nome": "small", "bo": "inside"}


def test_what_a_larger_total_says_is_empty_is_not_hidden_in_a_small_group():
    table = {"A no": 0, "A yes": 3, "B no": 0, "B yes": 9, "C no": 0, "C yes": 8}
    candidates = [count_of(cell, [cell], count) for cell, count in table.items()]
    candidates += [count_of(name, [f"{name} no", f"{name} yes"], table[f"{name} yes"]) for name in "ABC"]
    candidates.append(count_of("no", ["A no", "B no", "C no"], 0))
    candidates.append(count_of("all", table, 20))
    hidden = withheld(candidates)
    assert {"A", "A yes"} <= set(hidden)
    assert "A no" not in hidden


@pytest.mark.parametrize("seed", range(12))
def test_never_is_exactly_one_group_of_a_total_hidden(seed):
    chance = random.Random(seed)
    table = {f"group {n}": chance.randint(0, 12) for n in range(8)}
    hidden = withheld(groups(**table))
    assert "all" in hidden or len(hidden) != 1


def test_two_filters_that_differ_by_three_people_give_them_away():
    everyone = count_of("everyone", ["mayors", "members", "staff"], 30)
    without = count_of("without mayors", ["members", "staff"], 27)
    (found,) = disclosures([everyone, without], k=5)
    assert (found.bounds.cells, found.bounds.low, found.bounds.high) == (("mayors",), 3, 3)
    assert dict(found.from_above) == {"everyone": 1, "without mayors": -1}
    assert found.bounds.is_exact


def test_the_smaller_filter_is_withheld_when_the_larger_is_out_already():
    everyone = count_of("everyone", ["mayors", "members"], 30)
    without = count_of("without mayors", ["members"], 27)
    found = suppress([without], k=5, already=[everyone])
    assert [(one.aggregate.id, one.reason) for one in found.withheld] == [("without mayors", Reason.PROTECTS)]


def test_what_is_out_already_and_gives_something_away_is_said_and_not_mended_in_silence():
    with pytest.raises(AlreadyRevealed, match="take them down first"):
        suppress([], k=5, already=[count_of("mayors", ["mayors"], 3)])


def test_a_hidden_sum_that_is_nearly_known_already_does_not_stop_what_comes_after():
    earlier = [count_of("ab", ["a", "b", "c"], 7), count_of("c and d", ["c", "d"], 5)]
    assert disclosures(earlier, k=5) == ()
    found = suppress([count_of("a and b", ["a", "b"], 3), count_of("e", ["e"], 9)], k=5, already=earlier)
    assert [one.id for one in found.published] == ["e"]


def test_a_mean_gives_as_much_away_as_a_count():
    answers = count_of("answers", ["no", "yes"], 9)
    mean_times_answers = weighted_sum("points", {"no": 1, "yes": 2}, 12)
    found = disclosures([answers, mean_times_answers], k=5)
    assert {(one.bounds.cells, one.bounds.low, one.bounds.high) for one in found} == {(("yes",), 3, 3)}
    assert dict(found[0].from_above) == {"answers": -1, "points": 1}
    kept = suppress([answers, mean_times_answers], k=5)
    assert [one.id for one in kept.published] == ["answers"]


def test_an_interval_narrower_than_five_is_found_though_no_count_is_exact():
    rows = [count_of("A", ["A no", "A yes"], 7), count_of("B", ["B no", "B yes"], 20)]
    columns = [count_of("no", ["A no", "B no"], 23), count_of("yes", ["A yes", "B yes"], 4)]
    found = {one.bounds.cells: (one.bounds.low, one.bounds.high) for one in disclosures([*rows, *columns], k=5)}
    assert found[("A yes",)] == (0, 4)
    assert found[("A no",)] == (3, 7)
    assert ("B no",) not in found


def test_cells_that_no_number_tells_apart_are_reported_together():
    (found,) = disclosures([count_of("three", ["a", "b"], 3)], k=5)
    assert found.bounds.cells == ("a", "b")


def test_hidden_sums_must_not_be_known_even_when_they_are_none():
    all_answers = count_of("all", ["a", "b"], 9)
    assert disclosures([all_answers, count_of("b", ["b"], 9)], k=5) == ()
    assert len(disclosures([all_answers, count_of("b", ["b"], 9)], k=5, hidden=[{"a"}])) == 1


def test_only_whole_answers_fit_and_they_give_two_people_away():
    numbers = [count_of("all", ["a", "b", "c"], 9), weighted_sum("points", {"a": 1, "b": 3, "c": 4}, 13)]
    assert [(one.bounds.cells, one.bounds.low, one.bounds.high) for one in disclosures(numbers, k=5)] == [
        (("b",), 2, 2)
    ]


def test_to_know_of_none_to_two_is_too_much_where_to_know_of_none_is_not():
    both = [count_of("all", ["a", "b"], 9), count_of("a", ["a"], 9)]
    assert disclosures(both, k=5) == ()
    table = {"a": 4, "b": 1, "c": 2, "d": 0, "e": 2}
    weights = [{"a": 2, "d": 1}, {"a": 3, "b": 4, "c": 1, "d": 3}, {"b": 1, "c": 2, "e": 2}]
    candidates = [
        count_of("all", table, 9),
        *(count_of(part, part, sum(table[cell] for cell in part)) for part in ("ac", "b", "e")),
        *(weighted_sum(f"points {n}", one, sum(one[c] * table[c] for c in one)) for n, one in enumerate(weights)),
    ]
    assert disclosures(suppress(candidates, k=3).published, k=3) == ()


def test_bounds_of_what_nothing_limits_are_open():
    (found, other) = bounds([weighted_sum("difference", {"a": 1, "b": -1}, 2)])
    assert (found.low, found.high) == (2, None)
    assert (other.low, other.high) == (0, None)


def test_whole_answers_are_bounded_more_narrowly_than_fractions():
    numbers = [weighted_sum("double", {"a": 2, "b": 2, "c": 1}, 5), count_of("ab", ["a", "b", "d"], 9)]
    assert [(one.cells, one.low, one.high) for one in bounds(numbers)] == [
        (("a", "b"), 0, 2),
        (("c",), 1, 5),
        (("d",), 7, 9),
    ]


@pytest.mark.parametrize(
    "numbers",
    [
        [count_of("all", ["a", "b"], 4), count_of("a", ["a"], 5)],
        [count_of("all", ["a", "b"], 4), count_of("again", ["a", "b"], 5)],
        [weighted_sum("double", {"a": 2}, 5)],
        [weighted_sum("even", {"a": 2, "b": 2}, 5)],
        [weighted_sum("even", {"a": 2, "b": 4, "c": 2}, 5), count_of("all", ["a", "b", "c", "d"], 9)],
    ],
)
def test_numbers_that_no_table_gives_are_refused(numbers):
    with pytest.raises(NumbersDisagree, match="Check that"):
        bounds(numbers)


def test_what_is_no_count_is_refused():
    with pytest.raises(NumbersUnusable, match="no cells"):
        count_of("none", [], 0)
    with pytest.raises(NumbersUnusable, match="at least 0"):
        count_of("less", ["a"], -1)
    with pytest.raises(NumbersUnusable, match="whole number"):
        count_of("some", ["a"], 1.5)
    with pytest.raises(NumbersUnusable, match="at least 0"):
        weighted_sum("some", {"a": Fraction(1)}, Fraction(1, 2))
    with pytest.raises(NumbersUnusable, match="called 'a'"):
        suppress([count_of("a", ["a"], 7), count_of("a", ["b"], 7)], k=5)
    with pytest.raises(NumbersUnusable, match="protects nobody"):
        disclosures([], k=1)


def test_nothing_published_gives_nothing_away():
    assert disclosures([], k=5) == bounds([]) == ()
    assert suppress([], k=5).published == ()


def test_a_group_that_all_answers_the_same_is_a_finding_of_its_own():
    assert is_unanimous([0, 12, 0])
    assert not is_unanimous([1, 11, 0])
    assert not is_unanimous([0, 0, 0])
    with pytest.raises(NumbersUnusable):
        is_unanimous([0, -1])


def survey(seed: int) -> list[Aggregate]:
    """20 groups and 5 answers, with totals of both, and with two ways to put the groups together."""
    chance = random.Random(seed)
    table = {(g, a): 0 for g in range(20) for a in range(5)}
    for g in range(20):
        for _ in range(chance.randint(3, 40)):
            table[g, chance.choices(range(5), [1, 2, 3, 4, 2])[0]] += 1

    def number(id: str, wanted: list[int], answers: list[int]) -> Aggregate:
        cells = [(g, a) for g in wanted for a in answers]
        return count_of(id, [f"{g:02}.{a}" for g, a in cells], sum(table[cell] for cell in cells))

    sets = {"all": list(range(20))} | {f"group {g}": [g] for g in range(20)}
    sets |= {f"kind {n}": list(range(n, 20, 4)) for n in range(4)}
    sets |= {f"place {n}": list(range(4 * n, 4 * n + 4)) for n in range(5)}
    return [
        number(f"{name} {answer}", wanted, list(range(5)) if answer == "sum" else [int(answer)])
        for name, wanted in sets.items()
        for answer in ("sum", "0", "1", "2", "3", "4")
    ]


def test_a_whole_survey_is_decided_in_a_moment_and_gives_nothing_away():
    candidates = survey(1)
    began = time.process_time()
    found = suppress(candidates, k=5)
    took = time.process_time() - began
    assert disclosures(found.published, k=5) == ()
    assert {"all sum"} <= {one.id for one in found.published}
    assert took < 3
