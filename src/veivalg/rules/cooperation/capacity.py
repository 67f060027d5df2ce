"""What development capacity is made of."""

from dataclasses import dataclass

from veivalg.rules.cooperation.reason import Texts


@dataclass(frozen=True, kw_only=True)
class CapacityElement:
    """One of the five elements of development capacity (utviklingskapasitet), with what is answered about it."""

    id: str
    name: Texts
    about: Texts
    statements: tuple[Texts, ...]
