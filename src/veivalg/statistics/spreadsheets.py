"""Words that a spreadsheet would take for a formula."""

_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def harmless(value: float | int | str | None) -> float | int | str | None:
    """The same value; words that begin like a formula, spaces aside, get an apostrophe first.

    >>> harmless("=1+1"), harmless("  @x"), harmless("Ås"), harmless(-3)
    ("'=1+1", "'  @x", 'Ås', -3)
    """
    if isinstance(value, str) and (value.lstrip(" ").startswith(_STARTS) or value.startswith(_STARTS)):
        return f"'{value}"
    return value
