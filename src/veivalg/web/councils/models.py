"""Municipalities, councils and who takes part in what."""

from typing import Self

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.urls import reverse
from django.utils.text import slugify

from veivalg.facts.starter import Certainty

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


class CouncilQuerySet(models.QuerySet["Council"]):
    """Ways to ask for councils."""

    def with_members(self) -> Self:
        """Councils with their members and the municipalities these borrow from, in three queries in all."""
        return self.prefetch_related(
            models.Prefetch(
                "members",
                MemberMunicipality.objects.select_related("municipality__borrows_from").order_by("municipality__name"),
            )
        )


class Council(models.Model):
    """A regional council (regionråd): equal municipalities that choose a way together."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=160)
    short_name = models.CharField(max_length=60)
    language = models.CharField(max_length=2, default="nb")
    """Language form (målform) of the council's pages: nb, nn or en."""
    is_demo = models.BooleanField(default=False)
    source = models.CharField(max_length=120, blank=True)
    """Where the list of members was seen, until the council itself has set it up."""
    source_year = models.CharField(max_length=20, blank=True)

    objects = CouncilQuerySet.as_manager()

    class Meta:
        ordering = ("short_name",)
        constraints = [
            CheckConstraint(condition=Q(language__in=["nb", "nn", "en"]), name="council_language_is_known"),
        ]

    def __str__(self) -> str:
        return self.short_name

    def get_absolute_url(self) -> str:
        return reverse("thread:council", args=[self.slug])

    @property
    def confirmed_members(self) -> list["MemberMunicipality"]:
        """Members that may be shown as facts (bekreftede deltakere)."""
        return [member for member in self.members.all() if member.certainty == Certainty.CONFIRMED]

    @property
    def suggested_members(self) -> list["MemberMunicipality"]:
        """Members that only are suggestions for whoever sets up the council (forslag)."""
        return [member for member in self.members.all() if member.certainty != Certainty.CONFIRMED]


class MemberMunicipality(models.Model):
    """That a municipality takes part in a council (deltakerkommune), and how sure we are of it."""

    council = models.ForeignKey(Council, on_delete=models.CASCADE, related_name="members")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="memberships")
    certainty = models.CharField(max_length=10)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["council", "municipality"], name="municipality_is_in_a_council_once"),
            CheckConstraint(
                condition=Q(certainty__in=[certainty.value for certainty in Certainty]),
                name="member_certainty_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality} – {self.council}"
