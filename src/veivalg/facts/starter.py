"""The starter list of regional councils (regionråd), as data with its certainty."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources

import yaml


class Certainty(StrEnum):
    """How well we know that a municipality takes part in a council (hvor sikkert)."""

    CONFIRMED = "confirmed"
    """A recent page of the council or of a member says so."""
    OLDER = "older"
    """Such a page says so, but it is several years old."""
    LIKELY = "likely"
    UNCERTAIN = "uncertain"


@dataclass(frozen=True, kw_only=True)
class StarterCouncil:
    """A council that someone may set up, with suggested members (forslag til deltakere)."""

    slug: str
    name: str
    short_name: str
    source: str
    source_year: str
    members: tuple[tuple[str, Certainty], ...]
    """Municipality codes of the 2024 division, each with its certainty."""


@cache
def starter_councils() -> tuple[StarterCouncil, ...]:
    """All councils of the starter list. Raises ValueError when the file repeats a slug or a certainty is unknown."""
    text = resources.files("veivalg.facts").joinpath("councils/starter.yaml").read_text(encoding="utf-8")
    councils = tuple(
        StarterCouncil(
            slug=row["slug"],
            name=row["name"],
            short_name=row["short_name"],
            source=row["source"] or "",
            source_year=row["source_year"] or "",
            members=tuple((code, Certainty(word)) for code, word in row["members"].items()),
        )
        for row in yaml.safe_load(text)["councils"]
    )
    slugs = [council.slug for council in councils]
    repeated = {slug for slug in slugs if slugs.count(slug) > 1}
    if repeated:
        raise ValueError(f"councils/starter.yaml: the slug {sorted(repeated)} stands more than once.")
    return councils
