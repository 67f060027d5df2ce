"""The word that stands for an own indicator or edition in addresses."""

from collections.abc import Container

from veivalg.web.councils.models import address_word

LONGEST = 40
RESERVED = frozenset({"ny"})
"""Words of addresses that are pages already."""


def free_word(name: str, *, taken: Container[str]) -> str:
    """A word made of a name; a number is put behind it until no other has it.

    >>> free_word("Andel hytter", taken={"andel-hytter"}), free_word("Ny", taken=()), free_word("北", taken=())
    ('andel-hytter-2', 'ny-2', 'egen')
    """
    word = address_word(name)[: LONGEST - 4].strip("-_") or "egen"
    found, number = word, 1
    while found in RESERVED or found in taken:
        number += 1
        found = f"{word}-{number}"
    return found
