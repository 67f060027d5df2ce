"""Short texts are read by the secretariat, and published or held back, before anyone else sees them."""

import uuid
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import Permission
from veivalg.web.access.doors import require
from veivalg.web.audit.operations import record
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.models import Council
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.survey.models import Round, TextAnswer

State = TextAnswer.State


class ReadMeanwhile(NotPossible):
    """Someone else has decided about some of the texts since the page was opened. Nothing was changed."""

    def __init__(self) -> None:
        super().__init__(
            gettext("Someone else has read some of these since the page was opened. Nothing was saved. Look once more.")
        )


@transaction.atomic
def sort_texts(
    *,
    actor: Actor,
    council: Council,
    round_id: int,
    decided: Mapping[uuid.UUID, State],
    seen: State,
    now: datetime,
) -> int:
    """Let others see texts that the secretariat has read, or hold them back. Returns how many.

    `seen` is where the texts stood when they were read. Once single answers have been deleted, a text that is held
    back is deleted as well. Raises Refused, SecondFactorNeeded, Round.DoesNotExist, ReadMeanwhile, and NotPossible for
    texts that are not in the round or that would be unread again.
    """
    require(actor, Permission.SURVEY_ROUND_RUN, council_id=council.pk)
    found = Round.objects.select_for_update(of=("self",), no_key=True).get(pk=round_id, council=council)
    texts = {row.pk: row for row in TextAnswer.objects.filter(pk__in=list(decided), item__round=found)}
    if len(texts) < len(decided) or State.UNREAD in decided.values():
        raise NotPossible(gettext("A text that is not in this round was sent along. Open the page again."))
    if any(row.state != seen for row in texts.values()):
        raise ReadMeanwhile
    published = [pk for pk, state in decided.items() if state == State.PUBLISHED]
    withheld = [pk for pk, state in decided.items() if state == State.WITHHELD]
    TextAnswer.objects.filter(pk__in=published).update(state=State.PUBLISHED)
    left = TextAnswer.objects.filter(pk__in=withheld)
    if found.answers_deleted_at is None:
        left.update(state=State.WITHHELD)
    else:
        left.delete()
    # How many, and never which: the trail holds nothing of what someone wrote, nor a way to it.
    counts = {"published_texts": len(published), "withheld_texts": len(withheld)}
    if changes := {name: [None, count] for name, count in counts.items() if count}:
        record(actor, Verb.TEXT_READ, subject=found, council_id=council.pk, changes=changes, at=now)
    return len(decided)
