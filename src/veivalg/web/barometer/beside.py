"""Where rounds about the cooperation and about capacity are read."""

from collections.abc import Mapping, Sequence

from django.urls import reverse

from veivalg.web.survey.beside import Place
from veivalg.web.survey.models import Round


def cooperation_places(rounds: Sequence[Round]) -> Mapping[int, Place]:
    """The page of what each found."""
    return _places(rounds, "barometer:round")


def capacity_places(rounds: Sequence[Round]) -> Mapping[int, Place]:
    """The same of capacity."""
    return _places(rounds, "barometer:capacity_round")


def _places(rounds: Sequence[Round], name: str) -> Mapping[int, Place]:
    return {row.pk: Place(url=reverse(name, args=[row.council.slug, row.pk])) for row in rounds}
