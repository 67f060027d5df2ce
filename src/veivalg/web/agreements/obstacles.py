"""What stands in the way of sending an agreement out: the law cannot be passed, and each thing is named."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext

from veivalg.web.agreements import findings
from veivalg.web.agreements.content import AgreementContent
from veivalg.web.councils.models import Participant
from veivalg.web.ui.dates import day
from veivalg.web.ui.numbers import listed


def obstacles(
    content: AgreementContent, everyone: Sequence[Participant], *, on: date, sent_on: date | None = None
) -> list[str]:
    """One sentence for each thing; empty when the text can be sent out.

    What the act demands is held against a day, today. Who has a share is held against who takes part on the day that
    the text is sent out, which for an agreement of long ago lies long ago.
    """
    found = [
        gettext("“%(name)s” is missing (%(paragraph)s, as it stands on %(day)s). %(reason)s")
        % {"name": line.name, "paragraph": line.paragraph, "day": day(on), "reason": line.reason}
        for line in findings.missing(findings.lines(content, on=on))
    ]
    named = {each.participant for each in content.shares}
    by_id = {each.pk: each for each in everyone}
    then = sent_on or on
    without = [each.name for each in everyone if each.pk not in named and _stays(each, then, on)]
    if without and content.shares:
        found.append(gettext("%(names)s takes part, and has no share.") % {"names": listed(without)})
    for each in content.shares:
        participant = by_id.get(each.participant)
        if participant is not None and participant.ends_on is not None and participant.ends_on < then:
            found.append(
                gettext("%(name)s left %(day)s, and still has a share.")
                % {"name": participant.name, "day": day(participant.ends_on)}
            )
    return found


def remarks(content: AgreementContent) -> list[str]:
    """What to look at before the text is frozen. None of it stops anyone: the act does not demand it."""
    found = []
    empty = [clause.heading for clause in content.clauses if not clause.text.strip()]
    if empty:
        found.append(
            gettext("These have a heading and no text: %(names)s. Write them or remove them, so nobody adopts nothing.")
            % {"names": listed(empty)}
        )
    if content.leaving_months is None:
        found.append(
            gettext(
                "The notice before leaving is not filled in as a number of months, so the pages cannot show it. "
                "Fill it in under the rules for changing."
            )
        )
    return found


def _stays(participant: Participant, then: date, on: date) -> bool:
    """Whether it takes part on a day and goes on. Who has given notice by today may be left out of a text of today; of
    one of long ago nobody knew, and the day that it holds from decides."""
    if participant.starts_on is not None and participant.starts_on > then:
        return False
    return participant.ends_on is None or (then < on and then <= participant.ends_on < on)
