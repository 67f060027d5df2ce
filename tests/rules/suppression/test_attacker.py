"""Nobody who has kept every published number can find out a small one, however they calculate."""

from hypothesis import given, settings
from hypothesis import strategies as st

from veivalg.rules.suppression import Aggregate, bounds, count_of, disclosures, suppress

CELLS = ("a", "b", "c", "d")
K = 3


@st.composite
def numbers(draw: st.DrawFn) -> tuple[dict[str, int], list[Aggregate]]:
    """A small table, and counts of some of its parts; the total of all cells is always among them."""
    table = {cell: draw(st.integers(0, 4)) for cell in CELLS}
    parts = draw(st.sets(st.frozensets(st.sampled_from(CELLS), min_size=1), max_size=8)) | {frozenset(CELLS)}
    return table, [
        count_of("".join(sorted(part)), part, sum(table[cell] for cell in part)) for part in sorted(parts, key=sorted)
    ]


def possible_tables(published: tuple[Aggregate, ...]) -> list[dict[str, int]]:
    """Every table that fits the numbers; of what nothing limits only the smaller."""
    sums = [([CELLS.index(cell) for cell in one.cells], int(one.value)) for one in published]
    tables: list[tuple[int, ...]] = [()]
    for place in range(len(CELLS)):
        limit = min((value for part, value in sums if place in part), default=6)
        due = [(part, value) for part, value in sums if max(part) == place]
        tables = [
            longer
            for table in tables
            for longer in ((*table, count) for count in range(limit + 1))
            if all(sum(longer[n] for n in part) == value for part, value in due)
        ]
    return [dict(zip(CELLS, table, strict=True)) for table in tables]


@settings(max_examples=150, deadline=None)
@given(numbers())
def test_trying_every_table_pins_no_small_count_of_any_cell_or_sum_of_cells(given_numbers):
    table, candidates = given_numbers
    published = suppress(candidates, k=K).published
    tables = possible_tables(published)
    assert table in tables
    for size in range(1, 2 ** len(CELLS)):
        part = [cell for n, cell in enumerate(CELLS) if size >> n & 1]
        sums = {sum(one[cell] for cell in part) for one in tables}
        if len(sums) == 1 and any(cell in one.cells for cell in part for one in published):
            assert sums.pop() not in range(1, K)


@settings(max_examples=150, deadline=None)
@given(numbers())
def test_bounds_are_exactly_those_of_every_table_that_fits(given_numbers):
    _, candidates = given_numbers
    tables = possible_tables(tuple(candidates))
    for found in bounds(candidates):
        sums = [sum(table[cell] for cell in found.cells) for table in tables]
        assert (found.low, found.high) == (min(sums), max(sums))


@settings(max_examples=150, deadline=None)
@given(numbers())
def test_the_auditor_finds_nothing_after_suppression_not_even_nearly(given_numbers):
    _, candidates = given_numbers
    found = suppress(candidates, k=K)
    assert disclosures(found.published, k=K) == ()
    for one in bounds(found.published):
        assert one.high is None or one.high - one.low >= K or one.low >= K or one.high == 0 or len(one.cells) > 1


@settings(max_examples=150, deadline=None)
@given(numbers())
def test_the_auditor_finds_every_small_count_that_trying_every_table_finds(given_numbers):
    _, candidates = given_numbers
    tables = possible_tables(tuple(candidates))
    flagged = {cell for one in disclosures(candidates, k=K) for cell in one.bounds.cells}
    for size in range(1, 2 ** len(CELLS)):
        part = {cell for n, cell in enumerate(CELLS) if size >> n & 1}
        sums = {sum(one[cell] for cell in part) for one in tables}
        if len(sums) == 1 and sums <= set(range(1, K)):
            assert flagged & part


@settings(max_examples=100, deadline=None)
@given(numbers())
def test_the_named_combination_really_gives_the_bound(given_numbers):
    table, candidates = given_numbers
    by_id = {one.id: one for one in candidates}
    for found in disclosures(candidates, k=K):
        above = sum(times * by_id[id].value for id, times in found.from_above)
        assert found.bounds.high == above.__floor__()
        weights = {cell: sum(times for id, times in found.from_above if cell in by_id[id].cells) for cell in CELLS}
        empty = {cell for one in candidates if one.value == 0 for cell in one.cells}
        assert all(weights[cell] >= (cell in found.bounds.cells) for cell in CELLS if cell not in empty)
        below = sum(times * by_id[id].value for id, times in found.from_below)
        assert found.bounds.low == below.__ceil__()
        assert found.bounds.low <= sum(table[cell] for cell in found.bounds.cells) <= found.bounds.high


@settings(max_examples=100, deadline=None)
@given(st.data(), numbers())
def test_the_choice_is_the_same_in_any_order_and_when_made_again(data, given_numbers):
    _, candidates = given_numbers
    found = suppress(candidates, k=K)
    assert suppress(data.draw(st.permutations(candidates)), k=K) == found
    again = suppress(found.published, k=K)
    assert again.published == found.published
    assert again.withheld == ()


@settings(max_examples=100, deadline=None)
@given(numbers())
def test_nothing_that_protects_could_have_been_published_after_all(given_numbers):
    _, candidates = given_numbers
    found = suppress(candidates, k=K)
    hidden = [one.aggregate.cells for one in found.withheld if one.reason != "protects"]
    for one in found.withheld:
        if one.reason == "protects":
            more = [*found.published, one.aggregate]
            assert disclosures(more, k=K) or disclosures(more, k=K, hidden=hidden)


@settings(max_examples=100, deadline=None)
@given(numbers(), numbers())
def test_what_was_published_before_is_counted_with_what_is_published_now(before, now):
    table, _ = before
    earlier = suppress(before[1], k=K).published
    later = [count_of(f"later {one.id}", one.cells, sum(table[cell] for cell in one.cells)) for one in now[1]]
    found = suppress(later, k=K, already=earlier)
    assert disclosures([*earlier, *found.published], k=K) == ()
