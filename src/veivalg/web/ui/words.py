"""Words in Norwegian order."""

_ORDER = str.maketrans(
    {
        "æ": "{",
        "ä": "{",
        "ø": "|",
        "ö": "|",
        "å": "}",
        "á": "a",
        "é": "e",
        "š": "s",
        "č": "c",
        "đ": "d",
        "ŋ": "n",
        "ŧ": "t",
        "ž": "z",
    }
)


def norwegian_order(name: str) -> str:
    """A key that sorts names as in Norwegian: æ, ø and å last; Sámi letters beside their Latin kin.

    >>> sorted(["Åmot", "Ørland", "Alta", "Ås", "Ål", "Zeta"], key=norwegian_order)
    ['Alta', 'Zeta', 'Ørland', 'Ål', 'Åmot', 'Ås']
    """
    return name.casefold().translate(_ORDER)
