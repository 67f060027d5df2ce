"""A purpose (formål) of cooperation that a council may weigh against others."""

from collections.abc import Mapping
from dataclasses import dataclass

Texts = Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Purpose:
    """One purpose, with what people may mean by it. Texts by language."""

    id: str
    name: Texts
    about: Texts
    meanings: tuple[Texts, ...]
    """Different things that people may put into the same words."""
    indicators: tuple[Texts, ...]
    """Different things that would show that it has succeeded (suksessindikatorer)."""
    figures: tuple[str, ...]
    """Ids of key figures that say something to it."""
    room: str | None
    """Where in a council's pages there is more to read; None for nowhere."""
