"""Fill the tables of municipalities and councils from the data set and the starter list.

Each is one transaction and may be run again: rows are brought up to date, nothing is doubled, and a council that has
been set up by those it belongs to is left alone.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction

from veivalg.facts.starter import Certainty, StarterCouncil
from veivalg.statistics.dataset import DataSet
from veivalg.web.councils.models import Council, CountyAuthority, Municipality, Participant

OSLO = "03"
"""Both municipality and county: it takes part as a municipality."""


class MunicipalityUnknown(Exception):
    """A list names a municipality that the data set does not have."""


@dataclass(frozen=True, kw_only=True)
class InventedMunicipality:
    """A municipality of the demo council (oppdiktet kommune) and the real one whose figures it borrows."""

    code: str
    name: str
    borrows_from: str


@transaction.atomic
def load_municipalities(*, data: DataSet) -> int:
    """Make the table of municipalities agree with the data set. Returns how many there are."""
    rows = [
        Municipality(
            code=municipality.code,
            name=municipality.name,
            other_names=[name for language, name in municipality.names.items() if language != "nb"],
            county_code=municipality.county_code,
            county_name=municipality.county_name,
        )
        for municipality in data.municipalities
    ]
    Municipality.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "other_names", "county_code", "county_name"],
    )
    CountyAuthority.objects.bulk_create(
        [
            # Where a county has names in several languages, the Norwegian one comes first.
            CountyAuthority(code=code, name=f"{name.split(' - ')[0]} fylkeskommune")
            for code, name in sorted({(m.county_code, m.county_name) for m in data.municipalities})
            if code != OSLO
        ],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name"],
    )
    return len(rows)


@transaction.atomic
def load_starter_councils(*, councils: Sequence[StarterCouncil]) -> int:
    """Bring the starter list into the database. Raises MunicipalityUnknown and then writes nothing."""
    known = _municipality_ids(code for council in councils for code, _ in council.members)
    own = set(Council.objects.exclude(set_up_at=None).values_list("slug", flat=True))
    for starter in councils:
        if starter.slug in own:
            continue
        council, _ = Council.objects.update_or_create(
            slug=starter.slug,
            defaults={
                "name": starter.name,
                "short_name": starter.short_name,
                "source": starter.source,
                "source_year": starter.source_year,
            },
        )
        _set_members(council, [(known[code], certainty) for code, certainty in starter.members])
    return len(councils)


@transaction.atomic
def load_demo_council(
    *, slug: str, name: str, short_name: str, municipalities: Sequence[InventedMunicipality]
) -> Council:
    """Make the demo council (Demoregionen) and its invented municipalities.

    Raises MunicipalityUnknown when a lender does not exist.
    """
    lenders = Municipality.objects.real().in_bulk([m.borrows_from for m in municipalities], field_name="code")
    members = []
    for invented in municipalities:
        lender = lenders.get(invented.borrows_from)
        if lender is None:
            raise MunicipalityUnknown(
                f"{invented.name} borrows figures from {invented.borrows_from}, which is not a municipality here. "
                "Load the figures first, or correct the number in the demo's list."
            )
        row, _ = Municipality.objects.update_or_create(
            code=invented.code,
            defaults={
                "name": invented.name,
                "other_names": [],
                "county_code": lender.county_code,
                "county_name": lender.county_name,
                "borrows_from": lender,
            },
        )
        members.append((row.pk, Certainty.CONFIRMED))
    council, _ = Council.objects.update_or_create(
        slug=slug, defaults={"name": name, "short_name": short_name, "is_demo": True}
    )
    # Once people sit in its bodies, who takes part is for those who try the demonstration to change.
    if not council.bodies.exists():
        _set_members(council, members)
    return council


def _municipality_ids(codes: Iterable[str]) -> dict[str, int]:
    wanted = set(codes)
    known = dict(Municipality.objects.filter(code__in=wanted).values_list("code", "pk"))
    missing = sorted(wanted - known.keys())
    if missing:
        raise MunicipalityUnknown(
            f"The starter list names {', '.join(missing)}, which the data set does not have. "
            "The numbers must be of today's division; correct facts/councils/starter.yaml."
        )
    return known


def _set_members(council: Council, members: Sequence[tuple[int, Certainty]]) -> None:
    wanted = dict(members)
    have = {p.municipality_id: p for p in council.participants.filter(municipality__isnull=False)}
    council.participants.filter(municipality__isnull=False).exclude(municipality_id__in=wanted).delete()
    for pk, certainty in wanted.items():
        if pk not in have:
            Participant.objects.create(council=council, municipality_id=pk, certainty=certainty)
        elif have[pk].certainty != certainty:
            Participant.objects.filter(pk=have[pk].pk).update(certainty=certainty)
