"""Groups that all answered the same (enstemmig): knowing who is in the group is knowing what each answered."""

from collections.abc import Sequence

from veivalg.rules.suppression.aggregate import NumbersUnusable


def is_unanimous(counts: Sequence[int]) -> bool:
    """True when a group's answers all lie in one category, however many they are. Raises NumbersUnusable.

    A zero for all other answers gives everyone in the group away, also in a large one. Whether that matters depends on
    the question, so it is a finding of its own and hides nothing by itself.

    >>> is_unanimous([0, 0, 9, 0]), is_unanimous([0, 1, 8, 0]), is_unanimous([0, 0])
    (True, False, False)
    """
    if any(isinstance(count, bool) or not isinstance(count, int) or count < 0 for count in counts):
        raise NumbersUnusable(f"{list(counts)} are no counts of answers. Give whole numbers, 0 or more.")
    return sum(count > 0 for count in counts) == 1
