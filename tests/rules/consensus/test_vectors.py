"""Worked and published examples, and what is refused."""

from fractions import Fraction

import pytest

from veivalg.rules.consensus import (
    CountsUnusable,
    Reading,
    ReadingLimits,
    Tie,
    agreement,
    consensus,
    divide_budget,
    effective_number,
    eta_squared,
    from_mean_variance,
    lindell,
    mean,
    municipality_equal_mean,
    nominal_agreement,
    person_mean,
    polarisation,
    r_wg,
    r_wg_j,
    read,
    star,
    tally_dots,
    wilson_interval,
)

LIMITS = ReadingLimits(
    together_from=Fraction(6, 10),
    partly_from=Fraction(3, 10),
    spread_from=Fraction(-1, 10),
    fewest_answers=5,
    reference="test",
)
VECTORS = [
    ((30, 40, 210, 130, 530, 50, 10), 0.611333, 0.725688, 0.6543),
    ((0, 0, 0, 0, 10), 1, 1, 1),
    ((2, 2, 2, 2, 2), 0, 0.433985, -0.1111),
    ((5, 0, 0, 0, 5), -1, 0, -1.2222),
    ((0, 0, 2, 6, 4), 0.666667, 0.774038, 0.7424),
    ((0, 1, 2, 5, 2), 0.55, 0.709450, 0.5778),
    ((3, 1, 0, 2, 6), -0.032407, 0.223211, -0.5871),
    ((4, 0, 0, 0, 8), -0.333333, 0.081704, -0.9394),
    ((1, 1, 0, 0, 0), 0.75, 0.807355, 0.75),
    ((1, 0, 1, 0, 0), 0.166667, 0.584963, 0),
]


@pytest.mark.parametrize(("counts", "a", "cns", "within"), VECTORS, ids=lambda value: str(value))
def test_every_worked_vector_comes_out_as_published(counts, a, cns, within):
    assert float(agreement(counts)) == pytest.approx(a, abs=5e-7)
    assert consensus(counts) == pytest.approx(cns, abs=5e-7)
    assert float(r_wg(counts)) == pytest.approx(within, abs=5e-5)
    assert polarisation(counts) == (1 - agreement(counts)) / 2


def test_the_vector_of_tastle_and_wierman_comes_out_as_in_their_paper():
    assert consensus((19, 16, 26, 29, 10)) == pytest.approx(0.5184, abs=5e-5)


def test_the_mean_alone_would_have_hidden_the_disagreement():
    assert float(mean((3, 1, 0, 2, 6))) == pytest.approx(3.58, abs=0.005)
    assert read((3, 1, 0, 2, 6), LIMITS) is Reading.SPREAD


def test_r_wg_of_several_questions_rises_with_their_number_and_lindells_does_not():
    assert float(from_mean_variance(10, Fraction(1, 4))) == pytest.approx(0.968, abs=5e-4)
    assert from_mean_variance(3, Fraction(1, 2)) == Fraction(3, 4)
    item = (0, 1, 2, 5, 2)
    assert r_wg_j([item]) == r_wg(item)
    assert r_wg_j([item] * 2) < r_wg_j([item] * 9)
    assert lindell([item] * 2) == lindell([item] * 9) == r_wg(item)


def test_one_answer_has_no_spread_to_speak_of():
    assert r_wg((0, 1, 0)) is None
    assert r_wg_j([(0, 1, 0)]) is None
    assert lindell([(0, 1, 0), (0, 3, 1)]) is None


def test_r_wg_of_several_questions_is_nothing_where_its_denominator_is_not_positive():
    assert r_wg_j([(5, 0, 0, 0, 5)] * 3) is None
    assert lindell([(5, 0, 0, 0, 5)] * 3) == r_wg((5, 0, 0, 0, 5))


def test_disagreement_between_municipalities_is_told_from_that_between_people():
    assert float(eta_squared({"A": (5, 5, 4, 4, 5), "B": (2, 3, 2, 3, 2)})) == pytest.approx(0.8345, abs=5e-5)
    assert eta_squared({"A": (1, 5), "B": (5, 1)}) == 0
    assert eta_squared({"A": (4, 4), "B": (4,)}) is None


def test_a_large_municipality_does_not_drown_the_others():
    groups = {"A": (5, 5, 4, 4, 5, 5, 5, 4), "B": (2, 3), "C": (3, 3, 2)}
    assert float(person_mean(groups)) == pytest.approx(3.846, abs=5e-4)
    assert float(municipality_equal_mean(groups)) == pytest.approx(3.264, abs=5e-4)


def test_nominal_agreement_goes_from_as_many_for_each_to_all_for_one():
    assert nominal_agreement((4, 4, 4)).normalised == 0
    assert nominal_agreement((0, 12, 0)).normalised == nominal_agreement((0, 12, 0)).chance == 1


def test_dots_on_five_options_amount_to_fewer_than_three():
    assert float(effective_number((14, 9, 6, 1, 0))) == pytest.approx(2.87, abs=0.005)
    assert float(1 / effective_number((14, 9, 6, 1, 0))) == pytest.approx(0.3489, abs=5e-5)


@pytest.mark.parametrize(
    ("ballots", "words"),
    [
        ([{"A": 1}, {"C": 1}], "Ballot 2 has dots on 'C'"),
        ([{"A": 4}], "Ballot 1 has 4 dots, and each has 3"),
        ([{"A": 3}], "more than 2 dots on one option"),
        ([{"A": -1}], "-1"),
        ([{}], "Nobody has answered"),
        ([], "Nobody has answered"),
    ],
)
def test_a_ballot_with_wrong_dots_is_refused_by_its_place(ballots, words):
    with pytest.raises(CountsUnusable, match=words):
        tally_dots(ballots, options=["A", "B"], dots=3, cap=2)


def test_budgets_say_where_the_money_goes_and_how_far_apart_people_are():
    found = divide_budget([{"A": 60, "B": 40}, {"A": 1, "B": 4}], options=["A", "B"])
    assert found.shares == {"A": Fraction(2, 5), "B": Fraction(3, 5)}
    assert found.disagreement == Fraction(2, 5)
    assert divide_budget([{"A": 1}, {"B": 9}], options=["A", "B"]).disagreement == 1
    assert divide_budget([{"A": 1}], options=["A", "B"]).disagreement == 0


@pytest.mark.parametrize("budget", [{}, {"A": 0}, {"C": 1}, {"A": -1}, {"A": 0.5}])
def test_a_budget_that_divides_nothing_is_refused(budget):
    with pytest.raises(CountsUnusable, match="Budget 1"):
        divide_budget([budget], options=["A", "B"])
    with pytest.raises(CountsUnusable, match="no budgets"):
        divide_budget([], options=["A", "B"])


def test_star_counts_scores_first_and_then_who_is_preferred():
    found = star(
        [{"A": 5, "B": 4, "C": 0}] * 4 + [{"A": 0, "B": 3, "C": 5}] * 3 + [{"A": 1, "B": 5, "C": 2}] * 2,
        options=["A", "B", "C"],
    )
    assert found.totals == {"A": 22, "B": 35, "C": 19}
    assert found.preferring == {"B": 5, "A": 4}
    assert (found.winner, found.tie, found.indifferent) == ("B", Tie.NONE, 0)


def test_star_reports_a_tie_about_the_final_and_lets_people_settle_it():
    found = star([{"A": 5, "B": 2, "C": 2, "D": 1}], options=["A", "B", "C", "D"])
    assert (found.winner, found.tie, found.tied, found.finalists) == (None, Tie.FINALISTS, ("B", "C"), ())


def test_star_reports_a_tie_in_the_runoff_also_when_the_totals_differ():
    found = star([{"A": 5}, {"B": 4}, {"C": 1}], options=["A", "B", "C"])
    assert (found.winner, found.tie, found.tied) == (None, Tie.RUNOFF, ("A", "B"))
    assert found.indifferent == 1


@pytest.mark.parametrize(
    ("ballots", "options"),
    [([], ["A", "B"]), ([{"A": 6}], ["A", "B"]), ([{"A": 1.5}], ["A", "B"]), ([{"C": 1}], ["A", "B"]), ([{}], ["A"])],
)
def test_star_refuses_what_it_cannot_count(ballots, options):
    with pytest.raises(CountsUnusable):
        star(ballots, options=options)


def test_nine_of_twelve_may_be_anything_from_half_to_nine_in_ten():
    assert [round(100 * limit, 1) for limit in wilson_interval(9, 12)] == [46.8, 91.1]


@pytest.mark.parametrize(("count", "answers"), [(1, 0), (-1, 5), (6, 5), (0.5, 5), (True, 5)])
def test_what_is_no_share_has_no_interval(count, answers):
    with pytest.raises(CountsUnusable, match="is no share"):
        wilson_interval(count, answers)


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ((), "0 categories"),
        ((7,), "1 categories"),
        ((0, 0, 0), "Nobody has answered"),
        ((3, -1, 2), "Category 2 has -1"),
        ((3, float("nan"), 2), "Category 2 has nan"),
        ((3, 1.5, 2), "whole number"),
        ((True, 1, 2), "Category 1 has True"),
    ],
)
@pytest.mark.parametrize("formula", [agreement, polarisation, consensus, r_wg, mean, nominal_agreement])
def test_what_is_no_frequency_vector_is_refused_with_what_why_and_what_next(formula, counts, words):
    with pytest.raises(CountsUnusable, match=words):
        formula(counts)


def test_two_categories_are_too_few_for_a():
    with pytest.raises(CountsUnusable, match="at least 3"):
        agreement((4, 4))


def test_groups_without_answers_are_refused_by_name():
    with pytest.raises(CountsUnusable, match="Bø has no answers"):
        person_mean({"Bø": ()})
    with pytest.raises(CountsUnusable, match="no municipalities"):
        eta_squared({})
    with pytest.raises(CountsUnusable, match="nan"):
        municipality_equal_mean({"Bø": (float("nan"),)})


@pytest.mark.parametrize("items", [[], [(1, 2, 3), (1, 2)]])
def test_questions_on_different_scales_are_not_taken_together(items):
    with pytest.raises(CountsUnusable):
        lindell(items)


@pytest.mark.parametrize(
    ("counts", "reading"),
    [
        ((0, 0, 2, 6, 4), Reading.TOGETHER),
        ((0, 1, 2, 5, 2), Reading.PARTLY),
        ((2, 2, 2, 2, 2), Reading.SPREAD),
        ((4, 0, 0, 0, 8), Reading.SPLIT),
        ((0, 0, 0, 0, 5), Reading.TOGETHER),
        ((0, 0, 0, 0, 4), None),
    ],
)
def test_agreement_in_one_word_only_from_five_answers(counts, reading):
    assert read(counts, LIMITS) is reading


def test_limits_that_do_not_rise_are_refused():
    with pytest.raises(ValueError, match="rise"):
        ReadingLimits(
            together_from=Fraction(0),
            partly_from=Fraction(1, 2),
            spread_from=Fraction(-1),
            fewest_answers=5,
            reference="x",
        )
    with pytest.raises(ValueError, match="no limit"):
        ReadingLimits(
            together_from=Fraction(1),
            partly_from=Fraction(1, 2),
            spread_from=Fraction(-1),
            fewest_answers=0,
            reference="x",
        )
