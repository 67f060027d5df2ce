"""What this room tells others: where a round of a choice is read, why a draft of one comes too late, and the choice
that a strategy grew from."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext

from veivalg.web.access.actor import Actor
from veivalg.web.directions import queries
from veivalg.web.directions.models import ChoiceRound, Outcome
from veivalg.web.strategy.beside import Origin
from veivalg.web.strategy.models import Strategy
from veivalg.web.survey.beside import Place
from veivalg.web.survey.models import Round


def places(rounds: Sequence[Round]) -> Mapping[int, Place]:
    """The choice of each round; it waits while nothing has been resolved from it."""
    councils = {row.pk: row.council for row in rounds}
    found = {}
    taken_rounds = ChoiceRound.objects.filter(round__in=councils).select_related("choice__outcome")
    for taken in taken_rounds:
        taken.choice.council = councils[taken.round_id]
        is_undecided = getattr(taken.choice, "outcome", None) is None
        found[taken.round_id] = Place(url=taken.choice.get_absolute_url(), is_undecided=is_undecided)
    return found


def hinders(found: Round) -> str:
    """Why a draft of a step cannot be opened any more; empty when it can. Whoever registers what was resolved holds the
    drafts of the choice, so that this cannot change while one is opened."""
    if not Outcome.objects.filter(choice__rounds__round=found).exists():
        return ""
    return gettext(
        "What was resolved from the choice has been registered, so nobody can be asked in this step any more. Remove "
        "the draft, and make a new choice to ask again."
    )


def origin(strategy: Strategy, actor: Actor) -> Origin | None:
    """The choice of direction that a strategy grew from, for whoever may see it."""
    choice = queries.choices(strategy.council, actor).filter(outcome__strategy=strategy).first()
    if choice is None:
        return None
    choice.council = strategy.council
    return Origin(name=choice.heading, url=choice.get_absolute_url())
