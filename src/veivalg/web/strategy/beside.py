"""What apps above this one tell of a strategy on its page: where it came from."""

from collections.abc import Callable
from dataclasses import dataclass

from veivalg.web.access.actor import Actor
from veivalg.web.strategy.models import Strategy


@dataclass(frozen=True, kw_only=True)
class Origin:
    """Something that a strategy grew from, which this reader may see (opphav)."""

    name: str
    url: str


Ask = Callable[[Strategy, Actor], Origin | None]
_asked: dict[str, Ask] = {}


def stand_beside(app: str, *, origin: Ask) -> None:
    """Let an app say what a strategy grew from. Called when the site starts."""
    _asked[app] = origin


def origins(strategy: Strategy, actor: Actor) -> list[Origin]:
    """What a strategy grew from, as far as this reader may see."""
    return [found for ask in _asked.values() if (found := ask(strategy, actor)) is not None]
