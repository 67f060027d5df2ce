"""One of the ten reasons why regional cooperation succeeds, as the facts describe it."""

from collections.abc import Mapping
from dataclasses import dataclass

Texts = Mapping[str, str]
"""The same words in every language: ``nb``, ``nn`` and ``en``."""


@dataclass(frozen=True, kw_only=True)
class Reason:
    """A reason why cooperation succeeds (grunn), with what we ask about it and what we can see without asking."""

    id: str
    order: int
    """From 1, as the lecture has them."""
    name: Texts
    says: Texts
    """What the reason is about, in our own words."""
    advice: Texts
    """What a council can do at its next meeting."""
    item: Texts
    """What someone agrees or disagrees with, on a scale of five."""
    leader_item: Texts | None
    """The same for those who lead, where the reason speaks to them."""
    behaviour: tuple[str, ...]
    """Names of what is measured without asking anyone; empty when nothing is."""
    not_measured: Texts | None
    """Why nothing is measured; None when something is."""
    room: str
    """The part of Veivalg that helps."""
    helps: Texts
    """What one does there for this reason, naming it."""
    sources: tuple[str, ...]

    def __post_init__(self) -> None:
        if bool(self.behaviour) == (self.not_measured is not None):
            raise ValueError(f"{self.id} is either measured or says why it is not")
