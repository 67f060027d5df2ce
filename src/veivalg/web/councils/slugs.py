"""The word that stands for a council in addresses."""

from collections.abc import Callable

from veivalg.web.councils.models import address_word

LONGEST = 50
RESERVED = frozenset(
    {
        *(
            "admin",
            "alle",
            "api",
            "demo",
            "demoregionen",
            "ferdig",
            "forvaltning",
            "helse",
            "indeks",
            "kart",
            "kommuner",
        ),
        *("logg-inn", "logg-ut", "min-side", "navn", "ny", "om", "rad", "sett-opp", "sok", "static", "tom"),
    }
)
"""Words that stand in addresses already, or may come to."""


def slug_for(short_name: str, *, is_taken: Callable[[str], bool]) -> str:
    """An address made of a council's short name; a number is put behind it until nobody else has it.

    >>> slug_for("Nordre Ås", is_taken=lambda slug: slug == "nordre-as")
    'nordre-as-2'
    >>> slug_for("Ny", is_taken=lambda slug: False), slug_for("北", is_taken=lambda slug: False)
    ('ny-2', 'regionrad')
    """
    word = address_word(short_name)[:LONGEST].strip("-_") or "regionrad"
    slug, number = word, 1
    while slug in RESERVED or is_taken(slug):
        number += 1
        slug = f"{word}-{number}"
    return slug
