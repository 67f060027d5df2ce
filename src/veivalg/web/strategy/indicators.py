"""Figures that can show whether a goal is being reached: official key figures and the council's own indicators."""

from django.utils.translation import get_language, gettext

from veivalg.facts import load
from veivalg.web.access.actor import Actor
from veivalg.web.councils.models import Council
from veivalg.web.knowledge.models import OwnIndicator
from veivalg.web.ui.words import norwegian_order


def official_names(*, with_unit: bool = False) -> dict[str, str]:
    """What official figures are called, by id, in the reader's language; ``15–24 år (prosent)`` with the unit."""
    language = get_language() or "nb"
    figures = [*load.key_figures().values(), *load.indicators().values()]
    names = {each.id: each.name.get(language, each.name["nb"]) for each in figures}
    units = {each.id: each.unit.get(language, each.unit["nb"]) for each in figures}
    return {id: f"{name} ({units[id]})" for id, name in names.items()} if with_unit else names


def own_names(council: Council, actor: Actor, *, with_unit: bool = False) -> dict[str, str]:
    """What the council's own indicators are called, those that this person may see."""
    own = OwnIndicator.objects.visible_to(actor).filter(council=council)
    return {each.figure_id: f"{each.name} ({each.unit})" if with_unit and each.unit else each.name for each in own}


def choices(council: Council, actor: Actor) -> list[tuple[str, list[tuple[str, str]]]]:
    """For a list to choose from, by name."""

    def by_name(names: dict[str, str]) -> list[tuple[str, str]]:
        return sorted(names.items(), key=lambda pair: norwegian_order(pair[1]))

    own = own_names(council, actor)
    groups = [(gettext("Own figures"), by_name(own))] if own else []
    return [*groups, (gettext("Official figures"), by_name(official_names()))]
