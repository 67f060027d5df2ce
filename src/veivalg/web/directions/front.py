"""What a council's front page says of its direction, and what is counted of it."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext

from veivalg.rules.consensus import Reading
from veivalg.rules.cooperation import Share
from veivalg.web.access.actor import VISITOR
from veivalg.web.councils.models import Council
from veivalg.web.directions import queries
from veivalg.web.directions.models import ChoiceRound
from veivalg.web.directions.page import ratings_of
from veivalg.web.directions.reading import Rating, read_rating
from veivalg.web.ui.dates import day
from veivalg.web.ui.numbers import number


def step(council: Council) -> dict[str, str]:
    """The state of the step in words, as everyone may know it."""
    newest = queries.choices(council, VISITOR).first()
    if newest is None:
        return {"state": "todo", "words": gettext("No direction has been weighed yet")}
    match queries.state_of(newest):
        case queries.State.DECIDED:
            resolved = newest.outcome.resolution.resolved_on
            return {"state": "done", "words": gettext("Resolved %(day)s") % {"day": day(resolved)}}
        case queries.State.OPEN:
            return {"state": "begun", "words": gettext("You are being asked which way to go")}
    newest.council = council
    rating = ratings_of(newest)[-1]
    together = sum(each.reading is Reading.TOGETHER for each in rating.options)
    words = gettext("Together on %(count)s of %(all)s options, nothing resolved yet")
    return {"state": "begun", "words": words % {"count": number(together), "all": number(len(rating.options))}}


def last_rating(council: Council, *, on: date) -> Rating | None:
    """The newest rating of a council that had closed by a day, read."""
    taken = queries.last_closed(council, on=on)
    if taken is None:
        return None
    taken.choice.council = taken.round.council = council
    return read_rating(taken.choice, taken)


def agreement_in(rating: Rating) -> Share | None:
    """Of the options that are shown: those that people are together on. None when too few answered to tell."""
    rated = [each for each in rating.options if each.reading is not None]
    if not rated:
        return None
    return Share(part=sum(each.reading is Reading.TOGETHER for each in rated), whole=len(rated), on=_closed_on(rating))


def business_in(rating: Rating) -> Share | None:
    """Of those in business who were asked: those who answered. None when none were asked, or when their answers are not
    shown."""
    kinds = rating.taken.group_kinds
    group = next(
        (each for each in rating.taken.round.groups.all() if kinds.get(str(each.pk)) == ChoiceRound.GroupKind.BUSINESS),
        None,
    )
    shown = [side for each in rating.options for side in each.sides if group and side.group_id == group.pk]
    if group is None or not group.issued_count or not any(side.is_shown for side in shown):
        return None
    answered = max(side.answer_count for side in shown)
    return Share(part=min(answered, group.issued_count), whole=group.issued_count, on=_closed_on(rating))


def _closed_on(rating: Rating) -> date:
    """The day that what is counted is of."""
    return timezone.localdate(rating.taken.round.closed_at)
