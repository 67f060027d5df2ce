"""What a council does, beside what people say of it: each thing that is counted without asking anyone, in one place.

To add one, write a function that reads a council on a day, and put it into `COUNTED`. What the facts name and cannot
be counted yet is told as "not measured yet".
"""

from collections.abc import Callable, Mapping
from datetime import date

from django.db.models import Count, QuerySet

from veivalg.rules.cooperation import Days, Share
from veivalg.web.councils.models import Council
from veivalg.web.directions import front as directions
from veivalg.web.directions.reading import Rating
from veivalg.web.endorsements.queries import rounds, standings
from veivalg.web.endorsements.way import median_to_last
from veivalg.web.strategy import status
from veivalg.web.strategy.models import Action
from veivalg.web.strategy.queries import NO_RESPONSIBLE
from veivalg.web.strategy.responsible import everyone, matched

Counting = Callable[[Council, date], Share | Days]


def actions_updated(council: Council, on: date) -> Share:
    """Of the actions that are followed up: those of which something was said within their rhythm, or that are done.

    What does not begin before a later year, and of which nobody has said anything yet, is not part of the whole.
    """
    actions = _followed(council)
    said = status.latest(actions, on=on)
    codes = [status.standing(action, said.get(action.pk), on=on).code for action in actions]
    begun = [code for code in codes if code != status.NOT_BEGUN]
    return Share(part=sum(code != status.STALE for code in begun), whole=len(begun), on=on)


def actions_with_responsible(council: Council, on: date) -> Share:
    """Of the actions that are followed up: those that a body, a participant or a role answers for."""
    counts = _followed(council).aggregate(whole=Count("pk"), part=Count("pk", filter=~NO_RESPONSIBLE))
    return Share(part=counts["part"], whole=counts["whole"], on=on)


def actions_with_outside_partners(council: Council, on: date) -> Share:
    """Of the actions that are followed up: those where someone takes part who is no body, participant or role here."""
    partners = list(_followed(council).values_list("partners", flat=True))
    # Each name is looked up once: the same few stand in hundreds of actions.
    inside = matched({name for names in partners for name in names}, everyone(council, on=on))
    outside = sum(any(name not in inside for name in names) for names in partners)
    return Share(part=outside, whole=len(partners), on=on)


def endorsed_by_all(council: Council, on: date) -> Share:
    """Of the resolutions that have been sent to the municipalities: those that every one of them has said yes to."""
    found = standings(rounds(council, on=on), on=on)
    return Share(part=sum(bool(each.whole) and len(each.yes) == each.whole for each in found), whole=len(found), on=on)


def days_to_last_endorsement(council: Council, on: date) -> Days:
    """Days from the idea to the last municipality's answer, of the resolutions where both are known."""
    found = median_to_last(council, on=on)
    if found is None:
        return Days(count=0, median_days=None, longest_days=None, on=on)
    return Days(count=found.count, median_days=found.median_days, longest_days=found.longest_days, on=on)


COUNTED: Mapping[str, Counting] = {
    "actions_updated": actions_updated,
    "actions_with_responsible": actions_with_responsible,
    "actions_with_outside_partners": actions_with_outside_partners,
    "endorsed_by_all": endorsed_by_all,
    "days_to_last_endorsement": days_to_last_endorsement,
}
"""By the name that the facts about the ten reasons use."""
IN_LAST_CHOICE: Mapping[str, Callable[[Rating], Share | None]] = {
    "agreement_in_last_choice": directions.agreement_in,
    "business_in_last_choice": directions.business_in,
}
"""The same, of the last choice of direction whose rating has closed, which is read once for all of them."""


def counted(council: Council, *, on: date) -> Mapping[str, Share | Days]:
    """Everything that can be counted of a council on a day."""
    found: dict[str, Share | Days] = {name: count(council, on) for name, count in COUNTED.items()}
    rating = directions.last_rating(council, on=on)
    if rating is not None:
        for name, count in IN_LAST_CHOICE.items():
            if (share := count(rating)) is not None:
                found[name] = share
    return found


def _followed(council: Council) -> QuerySet[Action]:
    return Action.objects.followed().filter(strategy__council=council)
