"""A change whose way is complete becomes an edition, which never changes; and what a rule refused is written down."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext

from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import Permission
from veivalg.web.agreements import queries
from veivalg.web.agreements.content import checksum_of, from_plain
from veivalg.web.agreements.models import AgreementChange, AgreementEdition
from veivalg.web.agreements.operations.holding import held, under_way
from veivalg.web.agreements.showing import least_words
from veivalg.web.audit.operations import record
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.models import Council
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.meetings.models import Resolution
from veivalg.web.ui.dates import day
from veivalg.web.ui.numbers import listed

AHEAD = timedelta(days=5 * 366)
"""So long before it holds, an edition can be agreed on. What holds is never corrected, so a mistyped year would bar
every later edition."""


@transaction.atomic
def put_in_force(
    *, actor: Actor, council: Council, change_id: int, checksum: str, in_force_from: date, on: date, now: datetime
) -> AgreementEdition:
    """Let a change hold from a day on, which may lie ahead; `checksum` is that of the text that was read.

    Raises access.doors.Refused, SecondFactorNeeded, AgreementChange.DoesNotExist, and NotPossible when its way is not
    complete, when the text is not the one that was sent out, when the day comes before the last yes or years ahead, or
    when others take part on it than those who have shares in the text.
    """
    agreement = held(actor, council, Permission.AGREEMENTS_EDITION_ADOPT)
    change = under_way(agreement, change_id)
    if checksum != change.checksum or checksum_of(change.content) != change.checksum:
        raise NotPossible(
            gettext("The text is not the one that was sent out (kommuneloven § 18-4). Nothing was changed.")
        )
    if in_force_from > on + AHEAD:
        raise NotPossible(
            gettext("%(day)s is more than five years ahead. Check the year: an edition is never changed afterwards.")
            % {"day": day(in_force_from)},
            field="in_force_from",
        )
    settled_on = _settled_on(change, council, in_force_from, on=on)
    if in_force_from < settled_on:
        raise NotPossible(
            gettext("It was settled %(day)s, and cannot hold from before that (kommuneloven § 18-4).")
            % {"day": day(settled_on)},
            field="in_force_from",
        )
    if change.base is not None and in_force_from < change.base.in_force_from:
        raise NotPossible(
            gettext("The edition before it holds from %(day)s. The new one comes after it.")
            % {"day": day(change.base.in_force_from)},
            field="in_force_from",
        )
    _check_shares(change, council, in_force_from)
    edition = AgreementEdition.objects.create(
        agreement=agreement,
        number=(agreement.editions.aggregate(last=Max("number"))["last"] or 0) + 1,
        change=change,
        content=change.content,
        checksum=change.checksum,
        in_force_from=in_force_from,
        put_in_force_at=now,
    )
    change.state = AgreementChange.State.IN_FORCE
    change.version += 1
    change.save(update_fields=["state", "version"])
    record(
        actor,
        Verb.AGREEMENT_ADOPTED,
        subject=edition,
        under=agreement,
        council_id=council.pk,
        changes={
            "number": [None, edition.number],
            "in_force_from": [None, in_force_from.isoformat()],
            "checksum": [None, edition.checksum],
        },
        at=now,
    )
    return edition


@transaction.atomic
def note_refusal(*, actor: Actor, council: Council, rule: str, now: datetime) -> None:
    """Write down that a rule said no to someone. Nothing else was written."""
    record(actor, Verb.AGREEMENT_REFUSED, subject=council, under=council, council_id=council.pk, reason=rule, at=now)


def _check_shares(change: AgreementChange, council: Council, in_force_from: date) -> None:
    """Pass when everyone who takes part on the day has a seat and nobody who has left has a share. Raises NotPossible.

    Who joins later may stand in the text already. Participants may have come or gone since the text was sent out.
    """
    named = {each.participant for each in from_plain(change.content).shares}
    everyone = queries.members(council)
    without = [each.name for each in everyone if each.pk not in named and queries.takes_part(each, in_force_from)]
    if without:
        raise NotPossible(
            gettext(
                "%(names)s takes part on %(day)s, and has no seat and no share in the text. Every participant has at "
                "least one seat (kommuneloven § 18-3). Choose a later day, or send out another text."
            )
            % {"names": listed(without), "day": day(in_force_from)},
            field="in_force_from",
        )
    gone = [
        each.name for each in everyone if each.pk in named and each.ends_on is not None and each.ends_on < in_force_from
    ]
    if gone:
        raise NotPossible(
            gettext(
                "%(names)s has left by %(day)s, and still has a share in the text. The shares of those who take part "
                "sum to the whole (kommuneloven § 18-2). Choose an earlier day, or send out another text."
            )
            % {"names": listed(gone), "day": day(in_force_from)},
            field="in_force_from",
        )


def _settled_on(change: AgreementChange, council: Council, in_force_from: date, *, on: date) -> date:
    """The day of the last yes, or of the assembly's resolution. Raises NotPossible when the way is not complete."""
    if not change.is_for_everyone:
        if change.resolution is None:
            raise NotPossible(gettext("The assembly's resolution is not registered yet."))
        # Held as whoever corrects it holds it.
        Resolution.objects.select_for_update(of=("self",)).get(pk=change.resolution_id)
        if Resolution.objects.filter(corrects=change.resolution_id).exists():
            raise NotPossible(
                gettext(
                    "The assembly's resolution was corrected after the vote was registered. Register the vote anew."
                )
            )
        if not change.is_carried:
            raise NotPossible(
                gettext("%(for)s of %(cast)s votes were for it, and it takes %(part)s. The change is not carried.")
                % {"for": change.votes_for, "cast": change.votes_cast, "part": least_words(change.way.majority)}
            )
        return change.resolution.resolved_on
    # An agreement that has held for long is registered with those who took part then.
    answers = queries.answers(change, queries.members(council), on=min(in_force_from, on))
    if answers.no:
        raise NotPossible(
            gettext("%(names)s has said no. Every participant has to agree (kommuneloven § 18-4).")
            % {"names": listed([each.name for each in answers.no])}
        )
    if not answers.is_complete:
        raise NotPossible(
            gettext("%(names)s has not answered. Every participant has to agree (kommuneloven § 18-4).")
            % {"names": listed([each.name for each in answers.silent]) or gettext("Nobody")}
        )
    return max(answers.given[each.pk].decided_on for each in answers.yes)
