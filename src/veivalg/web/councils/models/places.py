"""Municipalities and county authorities: those who can take part in a council."""

from typing import Self

from django.db import models
from django.db.models import CheckConstraint, F, Q
from django.urls import reverse
from django.utils.text import slugify

_LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "Æ": "ae", "Ø": "o", "Å": "a", "đ": "d", "ŋ": "n", "ŧ": "t"})


def address_word(name: str) -> str:
    """A name as it stands in an address.

    >>> address_word("Nord-Aurdal"), address_word("Bø"), address_word("Kárášjohka")
    ('nord-aurdal', 'bo', 'karasjohka')
    """
    return slugify(name.translate(_LETTERS))


class MunicipalityQuerySet(models.QuerySet["Municipality"]):
    """Ways to ask for municipalities."""

    def real(self) -> Self:
        """Those that exist, without the demo's invented ones."""
        return self.filter(borrows_from__isnull=True)


class Municipality(models.Model):
    """A municipality (kommune) of today's division, or an invented one that borrows a real one's figures."""

    code = models.CharField(max_length=4, unique=True)
    name = models.CharField(max_length=80)
    other_names = models.JSONField(default=list)
    """Sámi, Kven and other official names."""
    county_code = models.CharField(max_length=2)
    county_name = models.CharField(max_length=80)
    # PROTECT: an invented municipality without its real one would have no figures.
    borrows_from = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="lent_to")

    objects = MunicipalityQuerySet.as_manager()

    class Meta:
        ordering = ("name", "code")
        constraints = [
            CheckConstraint(condition=~Q(borrows_from=F("id")), name="municipality_does_not_borrow_from_itself"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def address(self) -> str:
        """Number and name as in the municipality's own address."""
        return f"{self.code}-{address_word(self.name)}"

    @property
    def is_invented(self) -> bool:
        """True in the demo council: the municipality does not exist."""
        return self.borrows_from_id is not None

    def get_absolute_url(self) -> str:
        return reverse("knowledge:municipality", args=[self.address])


class CountyAuthority(models.Model):
    """A county authority (fylkeskommune), which may take part in a council beside the municipalities."""

    code = models.CharField(max_length=2, unique=True)
    name = models.CharField(max_length=80)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name
