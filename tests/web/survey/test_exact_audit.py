"""The rule that hides small groups, held against the exact solution that knows nothing of it."""

from hypothesis import given, settings
from hypothesis import strategies as st

from veivalg.rules.suppression import count_of, disclosures
from veivalg.web.survey.results import TOTAL, hide_small

K = 5
sizes = st.lists(st.integers(0, 14), min_size=1, max_size=7)


def published(counts: list[int], hidden: frozenset[int]):
    """What stands on a page: the groups that are shown, and all of them together when that is shown."""
    cells = [str(group) for group in range(len(counts))]
    shown = [count_of(cells[group], [cells[group]], n) for group, n in enumerate(counts) if n and group not in hidden]
    return shown if TOTAL in hidden else [*shown, count_of("all", cells, sum(counts))]


@given(sizes)
@settings(max_examples=150)
def test_what_the_rule_shows_gives_no_small_group_away(counts):
    hidden = hide_small({group: n for group, n in enumerate(counts) if n}, K)
    assert not disclosures(published(counts, hidden), k=K)


def test_the_audit_finds_what_would_be_given_away_without_the_rule():
    assert disclosures(published([9, 6, 2], frozenset()), k=K)
    assert disclosures(published([9, 6, 2], frozenset({2})), k=K)
