"""Reads of the knowledge pages: which areas there are, and which figures belong to them."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.conf import settings
from django.db.models import QuerySet

from veivalg.facts.starter import Certainty
from veivalg.statistics import store
from veivalg.statistics.dataset import DataSet
from veivalg.statistics.given import OwnCounting
from veivalg.statistics.index_command import CouncilAreas, CouncilUnknown
from veivalg.web.councils.models import Council, Municipality, Participant, in_force
from veivalg.web.knowledge.own import queries as own
from veivalg.web.ui.words import norwegian_order


def data_set() -> DataSet:
    """The figures in force: the newest snapshot of this installation, else those shipped with the product."""
    return store.current(settings.VEIVALG_HOME)


def figures_code(municipality: Municipality) -> str:
    """The municipality number whose figures are shown: its own, or the lender's when it is invented."""
    return municipality.borrows_from.code if municipality.borrows_from else municipality.code


@dataclass(frozen=True)
class Region:
    """A council's confirmed members as one area (regionen samlet)."""

    council: Council
    members: tuple[Participant, ...]

    @cached_property
    def municipalities(self) -> tuple[Municipality, ...]:
        return tuple(member.municipality for member in self.members)

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The numbers whose figures are summed, in the order of the members."""
        return tuple(figures_code(municipality) for municipality in self.municipalities)


def councils_of(municipality: Municipality, *, on: date) -> QuerySet[Council]:
    """The councils that a municipality surely takes part in on a day, with no more than their names and addresses."""
    return Council.objects.filter(
        in_force(on, "participants__"),
        participants__municipality=municipality,
        participants__certainty=Certainty.CONFIRMED,
    ).only("slug", "short_name")


def has_figures(municipality: Municipality, data: DataSet) -> bool:
    """Whether the figures in force know the municipality: they may be older or newer than the register."""
    return figures_code(municipality) in data.row


def region_of(council: Council) -> Region:
    """The confirmed members of a council that was fetched `with_members`, in alphabetical order."""
    data = data_set()
    known = [member for member in council.confirmed_members if has_figures(member.municipality, data)]
    members = sorted(known, key=lambda member: norwegian_order(member.municipality.name))
    return Region(council=council, members=tuple(members))


def council_areas(slug: str, *, on: date) -> CouncilAreas:
    """What the command line needs of a council as it is on a day. Raises CouncilUnknown with the slugs there are."""
    council = Council.objects.with_members(on=on).filter(slug=slug).first()
    if council is None:
        known = ", ".join(Council.objects.order_by("slug").values_list("slug", flat=True))
        raise CouncilUnknown(
            f"There is no council {slug!r} here. "
            + (f"The councils are: {known}." if known else "Run `veivalg demo load` or `veivalg prepare` first.")
        )
    region = region_of(council)
    return CouncilAreas(
        slug=council.slug,
        name=council.short_name,
        members=tuple(
            (municipality.code, municipality.name, code)
            for municipality, code in zip(region.municipalities, region.codes, strict=True)
        ),
        editions={
            edition.address: OwnCounting(edition=chosen.edition, indicators=chosen.indicators, given=chosen.given)
            for edition in own.published_editions(council)
            for chosen in [own.chosen(edition)]
        },
    )
