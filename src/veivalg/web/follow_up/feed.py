"""The calendar of deadlines of a council, or of those that one answers for or takes part in."""

from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext

from veivalg.web.councils.models import Council
from veivalg.web.follow_up import ical
from veivalg.web.follow_up.situation import Followed
from veivalg.web.strategy import plan_words


def written(council: Council, rows: Sequence[Followed], *, name: str) -> bytes:
    """Each action that has a deadline, in the order of the plan."""
    return ical.calendar(name, [_event(council, row) for row in rows if row.deadline])


def address(council: Council, query: str = "") -> str:
    """Where others subscribe to it."""
    return f"{settings.ADDRESS}{reverse('follow_up:deadlines', args=[council.slug])}{query}"


def _event(council: Council, row: Followed) -> list[str]:
    action, said = row.action, row.standing.said
    text = " ".join(action.text.split()) or gettext("It does not say what is to be done.")
    url = f"{settings.ADDRESS}{council.get_absolute_url()}tiltak/{action.pk}/"
    about = [
        gettext("Answers for it: %(name)s") % {"name": row.responsible or gettext("nobody yet")},
        gettext("Status: %(status)s") % {"status": row.standing.words},
        *(
            [gettext("Repeated: %(rhythm)s") % {"rhythm": plan_words.rhythm(action.rhythm_months)}]
            if row.repeats
            else []
        ),
        url,
    ]
    assert row.deadline is not None
    return ical.event(
        key=action.key,
        day=row.deadline,
        summary=gettext("Done: %(text)s") % {"text": text} if row.is_done else text,
        about="\n".join(about),
        url=url,
        version=action.version,
        changed_at=max(action.strategy.changed_at, said.said_at) if said else action.strategy.changed_at,
        category=gettext("Done") if row.is_done else gettext("Deadline"),
    )
