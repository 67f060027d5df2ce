"""What must hold for any answers at all."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from veivalg.rules.consensus import (
    agreement,
    consensus,
    divide_budget,
    effective_number,
    epsilon_squared,
    eta_squared,
    municipality_equal_mean,
    nominal_agreement,
    one_answer_moves,
    person_mean,
    r_wg,
    star,
    tally_dots,
    wilson_interval,
)

vectors = st.lists(st.integers(0, 40), min_size=3, max_size=9).filter(any)
small_vectors = st.lists(st.integers(0, 3), min_size=3, max_size=6).filter(any)
groups = st.dictionaries(
    st.text(min_size=1, max_size=3), st.lists(st.integers(1, 5), min_size=1, max_size=12), min_size=1, max_size=6
)
OPTIONS = ["A", "B", "C", "D"]
scores = st.lists(st.fixed_dictionaries({option: st.integers(0, 5) for option in OPTIONS}), min_size=1, max_size=25)


@given(vectors)
def test_every_number_stays_within_its_bounds(counts):
    assert -1 <= agreement(counts) <= 1
    assert 0 <= consensus(counts) <= 1
    assert (within := r_wg(counts)) is None or within <= 1
    assert Fraction(1, len(counts)) <= nominal_agreement(counts).chance <= 1
    assert 0 <= nominal_agreement(counts).normalised <= 1
    pairs = nominal_agreement(counts).pairs
    assert (pairs is None) is (sum(counts) == 1)
    # Whoever is paired with himself always agrees.
    assert pairs is None or 0 <= pairs <= nominal_agreement(counts).chance
    assert 1 <= effective_number(counts) <= len(counts)


@given(vectors)
def test_a_scale_that_is_turned_round_changes_nothing(counts):
    turned = counts[::-1]
    assert agreement(turned) == agreement(counts)
    assert consensus(turned) == consensus(counts)
    assert r_wg(turned) == r_wg(counts)


@given(vectors, st.integers(2, 7))
def test_the_same_answers_several_times_over_agree_as_much(counts, times):
    more = [count * times for count in counts]
    assert agreement(more) == agreement(counts)
    assert abs(consensus(more) - consensus(counts)) < 1e-12
    assert nominal_agreement(more).chance == nominal_agreement(counts).chance
    assert nominal_agreement(more).normalised == nominal_agreement(counts).normalised
    assert effective_number(more) == effective_number(counts)


@given(st.one_of(vectors, small_vectors))
def test_agreement_is_whole_exactly_when_all_are_in_one_category(counts):
    in_one = sum(count > 0 for count in counts) == 1
    assert (agreement(counts) == 1) is in_one
    assert (consensus(counts) == 1) is in_one
    assert (nominal_agreement(counts).chance == 1) is in_one


@given(st.one_of(small_vectors, st.builds(lambda n, gap: [n, *[0] * gap, n], st.integers(1, 30), st.integers(1, 6))))
def test_agreement_is_minus_one_exactly_when_half_stand_at_each_end(counts):
    halves = counts[0] == counts[-1] > 0 and not any(counts[1:-1])
    assert (agreement(counts) == -1) is halves


@given(st.integers(1, 50), st.integers(3, 9))
def test_as_many_in_every_category_have_no_pattern(count, categories):
    assert agreement([count] * categories) == 0
    assert nominal_agreement([count] * categories).normalised == 0


@given(st.data(), vectors)
def test_nominal_agreement_does_not_know_the_order_of_the_interpretations(data, counts):
    shuffled = data.draw(st.permutations(counts))
    assert nominal_agreement(shuffled) == nominal_agreement(counts)
    assert effective_number(shuffled) == effective_number(counts)


@given(groups)
def test_taking_chance_away_never_finds_more_between_municipalities(answers):
    eta, epsilon = eta_squared(answers), epsilon_squared(answers)
    assert epsilon is None or (eta is not None and epsilon <= eta <= 1)
    if eta is not None and len(answers) < sum(map(len, answers.values())):
        assert epsilon is not None
        assert (epsilon == 1) is (eta == 1)


@given(groups)
def test_both_means_lie_among_the_answers_and_eta_squared_is_a_share(answers):
    means = [Fraction(sum(group), len(group)) for group in answers.values()]
    assert min(means) <= municipality_equal_mean(answers) <= max(means)
    assert min(means) <= person_mean(answers) <= max(means)
    assert (eta := eta_squared(answers)) is None or 0 <= eta <= 1


@given(st.data(), groups)
def test_the_order_of_people_and_municipalities_does_not_matter(data, answers):
    names = data.draw(st.permutations(sorted(answers)))
    shuffled = {name: data.draw(st.permutations(answers[name])) for name in names}
    assert municipality_equal_mean(shuffled) == municipality_equal_mean(answers)
    assert person_mean(shuffled) == person_mean(answers)
    assert eta_squared(shuffled) == eta_squared(answers)


@given(st.integers(1, 3000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_an_interval_holds_the_share_and_stays_within_0_and_1(pair):
    count, answers = pair
    low, high = wilson_interval(count, answers)
    assert 0 <= low <= count / answers <= high <= 1
    assert low < high


@given(st.data(), scores)
def test_the_winner_of_star_never_loses_to_the_other_finalist(data, ballots):
    found = star(ballots, options=OPTIONS)
    assert (found.winner is None) is bool(found.tied)
    if found.winner is not None:
        (other,) = set(found.finalists) - {found.winner}
        above = sum(ballot[found.winner] > ballot[other] for ballot in ballots)
        below = sum(ballot[found.winner] < ballot[other] for ballot in ballots)
        assert above > below
        rest = [found.totals[option] for option in OPTIONS if option not in found.finalists]
        assert min(found.totals[option] for option in found.finalists) > max(rest)
    shuffled = star(data.draw(st.permutations(ballots)), options=data.draw(st.permutations(OPTIONS)))
    assert (shuffled.winner, shuffled.tie, set(shuffled.tied)) == (found.winner, found.tie, set(found.tied))


@given(
    st.lists(
        st.fixed_dictionaries({o: st.integers(0, 90) for o in OPTIONS}).filter(lambda row: any(row.values())),
        min_size=1,
        max_size=8,
    )
)
def test_shares_sum_to_exactly_one(rows):
    budget = divide_budget(rows, options=OPTIONS)
    dots = tally_dots(rows, options=OPTIONS, dots=1000)
    assert sum(budget.shares.values()) == sum(dots.shares.values()) == 1
    assert 0 <= budget.disagreement <= 1
    assert 1 <= dots.effective_number <= len(OPTIONS)
    assert divide_budget(rows[::-1], options=OPTIONS) == budget


@given(st.lists(st.integers(0, 12), min_size=3, max_size=7).filter(any), st.data())
def test_no_single_move_changes_agreement_by_more_than_is_said(counts, data):
    away = data.draw(st.sampled_from([step for step, count in enumerate(counts) if count]))
    to = data.draw(st.integers(0, len(counts) - 1))
    other = list(counts)
    other[away] -= 1
    other[to] += 1
    assert abs(agreement(other) - agreement(counts)) <= one_answer_moves(counts) <= 2
