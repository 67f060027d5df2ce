"""Send a resolution to the municipalities, change how it is counted, and move along when its text is corrected."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext

from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import Permission
from veivalg.web.access.doors import require
from veivalg.web.audit.changes import apply, as_noted, hold
from veivalg.web.audit.operations import Noted, record, record_many
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.models import Council, Participant
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.councils.writing import short_line
from veivalg.web.endorsements import law
from veivalg.web.endorsements.models import LONGEST_GROUNDS, Endorsement, EndorsementRound, EndorsementTarget
from veivalg.web.meetings import asked
from veivalg.web.meetings.models import Resolution
from veivalg.web.meetings.operations import FIRST_YEAR
from veivalg.web.ui.dates import day
from veivalg.web.ui.numbers import listed

Rule = EndorsementRound.Rule


@transaction.atomic
def open_round(
    *, actor: Actor, council: Council, resolution_id: int, values: Mapping[str, Any], on: date, now: datetime
) -> EndorsementRound:
    """Ask every participant of the resolution's day what its own body resolves. `on` is today in Norway.

    Raises access.doors.Refused, Resolution.DoesNotExist, and NotPossible when the resolution has been corrected or
    sent already, when nobody took part on its day, when the kind cannot commit municipalities, or for a wrong value.
    """
    require(actor, Permission.ENDORSEMENTS_ROUND_EDIT, council_id=council.pk)
    # Held as whoever corrects it holds it: the round is opened on the text that stands.
    resolution = Resolution.objects.select_for_update(of=("self",)).get(pk=resolution_id, council=council)
    if Resolution.objects.filter(corrects=resolution).exists():
        raise NotPossible(gettext("The text has been corrected. Send the one that stands."))
    given = _checked(resolution, values, on=on)
    members = _asked(resolution)
    if not members:
        raise NotPossible(
            gettext("Nobody took part in the council on %(day)s. Check the participants and the day.")
            % {"day": day(resolution.resolved_on)}
        )
    _check_count(given, len(members))
    try:
        with transaction.atomic():
            row = EndorsementRound.objects.create(council=council, resolution=resolution, opened_at=now, **given)
    except IntegrityError:
        raise NotPossible(gettext("The resolution has been sent to the municipalities already.")) from None
    Endorsement.objects.bulk_create(Endorsement(round=row, participant=each) for each in members)
    record(
        actor,
        Verb.ENDORSEMENT_ROUND_OPENED,
        subject=row,
        under=resolution,
        council_id=council.pk,
        changes=as_noted(given | {"participants": sorted(each.name for each in members)}),
        at=now,
    )
    for listener in asked.listeners():
        listener.opened(actor, resolution, now=now)
    return row


@transaction.atomic
def change_round(
    *,
    actor: Actor,
    council: Council,
    round_id: int,
    version: int,
    values: Mapping[str, Any],
    on: date,
    now: datetime,
) -> EndorsementRound:
    """Change how many have to say yes, or by when. Raises the same, ChangedMeanwhile, and DoesNotExist."""
    require(actor, Permission.ENDORSEMENTS_ROUND_EDIT, council_id=council.pk)
    row = hold(EndorsementRound.objects.filter(council=council), pk=round_id, version=version)
    given = _checked(row.resolution, values, on=on)
    _check_count(given, row.endorsements.count())
    changes = apply(row, given)
    if changes:
        record(
            actor,
            Verb.ENDORSEMENT_ROUND_CHANGED,
            subject=row,
            under=row.resolution,
            council_id=council.pk,
            changes=changes,
            at=now,
        )
    return row


@transaction.atomic
def remove_round(*, actor: Actor, council: Council, round_id: int, version: int, now: datetime) -> None:
    """Take away a round that was opened by mistake. Raises Refused, ChangedMeanwhile, DoesNotExist, and NotPossible
    when a municipality has answered."""
    require(actor, Permission.ENDORSEMENTS_ROUND_EDIT, council_id=council.pk)
    row = hold(EndorsementRound.objects.filter(council=council), pk=round_id, version=version)
    list(row.endorsements.select_for_update(of=("self",)).values_list("pk", flat=True))
    if row.endorsements.exclude(result="").exists():
        raise NotPossible(gettext("A municipality has answered already. What has been resolved is not removed."))
    record(
        actor,
        Verb.ENDORSEMENT_ROUND_REMOVED,
        subject=row,
        under=row.resolution,
        council_id=council.pk,
        changes={"resolution": [str(row.resolution), None]},
        at=now,
    )
    for listener in asked.listeners():
        listener.taken_back(actor, row.resolution, now=now)
    row.delete()


def follow_correction(actor: Actor, old: Resolution, new: Resolution, now: datetime) -> None:
    """Move a round to the text that replaces the old one. Called in the transaction that corrects, behind its door.

    When the day is another, those who took part then are asked as well; those who did not and have not answered are
    asked no more, and who decided before the new day decided first. Raises NotPossible for a kind that cannot commit
    the municipalities, and for a day that the days and the number of the round cannot stand beside.
    """
    row = EndorsementRound.objects.select_for_update(of=("self",)).filter(resolution=old).first()
    if row is None:
        return
    if new.kind != old.kind:
        _check_kind(new, commits=row.commits, grounds=row.grounds, on=timezone.localdate(now))
    row.resolution = new
    row.version += 1
    row.save(update_fields=["resolution", "version"])
    # Held before anyone is let go of: an answer that is being given in this moment is kept.
    list(row.endorsements.select_for_update(of=("self",)).values_list("pk", flat=True))
    members = {each.pk: each for each in _asked(new)}
    known = set(row.endorsements.values_list("participant_id", flat=True))
    row.endorsements.exclude(participant__in=members).filter(result="").delete()
    Endorsement.objects.bulk_create(
        Endorsement(round=row, participant=each) for pk, each in members.items() if pk not in known
    )
    ahead = _recheck(row, old, new) if new.resolved_on != old.resolved_on else []
    record(
        actor,
        Verb.ENDORSEMENT_ROUND_CARRIED,
        subject=row,
        under=new,
        council_id=row.council_id,
        changes={"resolution": [str(old), str(new)]},
        at=now,
    )
    record_many(
        actor,
        [
            Noted(Verb.ENDORSEMENT_ROUND_CARRIED, each, {"is_ahead": [not each.is_ahead, each.is_ahead]}, new)
            for each in ahead
        ],
        at=now,
        council_id=row.council_id,
    )


@transaction.atomic
def set_target(*, actor: Actor, council: Council, days: int, version: int | None, now: datetime) -> EndorsementTarget:
    """Say how many days the way from the resolution to the last answer may take. Raises Refused, ChangedMeanwhile and
    NotPossible for a number that is none."""
    require(actor, Permission.ENDORSEMENTS_ROUND_EDIT, council_id=council.pk)
    if not 1 <= days <= 3650:
        raise NotPossible(gettext("Write a number of days from 1 to 3650."), field="days")
    rows = EndorsementTarget.objects.filter(council=council)
    row, is_made = rows.get_or_create(council=council, defaults={"days": days})
    if is_made:
        changes = as_noted({"days": days})
    else:
        # Two who set the first target at once: the second finds what the first wrote, and looks again.
        row = hold(rows, pk=row.pk, version=version or 0)
        changes = apply(row, {"days": days})
    if changes:
        record(
            actor,
            Verb.ENDORSEMENT_TARGET_SET,
            subject=row,
            under=council,
            council_id=council.pk,
            changes=changes,
            at=now,
        )
    return row


def _recheck(row: EndorsementRound, old: Resolution, new: Resolution) -> list[Endorsement]:
    """Hold the round against the resolution's new day. Returns those whose mark of deciding first follows the day.

    Raises NotPossible, on the day of the correction, for what the secretariat has to set right first.
    """

    def no(text: str) -> NotPossible:
        return NotPossible(text % {"day": day(new.resolved_on)}, field="resolved_on")

    if row.idea_on is not None and row.idea_on > new.resolved_on:
        raise no(gettext("On endorsement the idea came after %(day)s. Change that day first, or check this one."))
    if row.response_by is not None and row.response_by < new.resolved_on:
        raise no(
            gettext("On endorsement an answer is wanted before %(day)s. Change that day first, or check this one.")
        )
    rows = list(row.endorsements.with_everything())
    if row.own_count is not None and row.own_count > len(rows):
        raise no(
            gettext(
                "On endorsement more have to say yes than those who took part on %(day)s. Change the number first, or "
                "check the day."
            )
        )
    changed = []
    for each in rows:
        is_ahead = bool(each.result) and each.decided_on is not None and each.decided_on < new.resolved_on
        if each.is_ahead != is_ahead:
            each.is_ahead = is_ahead
            each.version += 1
            changed.append(each)
    early = [
        each
        for each in rows
        if each.sent_on and not each.is_ahead and old.resolved_on <= each.sent_on < new.resolved_on
    ]
    if early:
        names = listed(sorted(each.participant.name for each in early))
        text = gettext(
            "The case was sent to %(names)s before %(day)s. Correct the day that it was sent first, or check this one."
        )
        raise NotPossible(text % {"names": names, "day": day(new.resolved_on)}, field="resolved_on")
    Endorsement.objects.bulk_update(changed, ["is_ahead", "version"], batch_size=200)
    return changed


def _asked(resolution: Resolution) -> list[Participant]:
    """Those who took part on the resolution's day."""
    return list(Participant.objects.on(resolution.resolved_on).with_places().filter(council=resolution.council_id))


def _checked(resolution: Resolution, values: Mapping[str, Any], *, on: date) -> dict[str, Any]:
    given = dict(values)
    given["grounds"] = short_line(str(given.get("grounds", "")), most=LONGEST_GROUNDS, field="grounds")
    if given["rule"] != Rule.NUMBER:
        given["own_count"] = None
    elif not given.get("own_count") or given["own_count"] < 1:
        raise NotPossible(gettext("Say how many municipalities have to say yes."), field="own_count")
    idea_on, response_by = given.get("idea_on"), given.get("response_by")
    if idea_on is not None and (idea_on > resolution.resolved_on or idea_on.year < FIRST_YEAR):
        raise NotPossible(gettext("The idea came before the resolution. Check the day."), field="idea_on")
    if response_by is not None and response_by < resolution.resolved_on:
        raise NotPossible(
            gettext("Nobody can answer before the council has resolved it. Check the day."), field="response_by"
        )
    _check_agreement(resolution, given)
    _check_kind(resolution, commits=bool(given.get("commits")), grounds=given["grounds"], on=on)
    return given


def _check_agreement(resolution: Resolution, given: Mapping[str, Any]) -> None:
    """The agreement is changed by everyone's yes to the same text (kommuneloven § 18-4). Raises NotPossible."""
    if resolution.kind != Resolution.Kind.AGREEMENT_CHANGE:
        return
    for field, is_wrong in (("rule", given["rule"] != Rule.EVERY), ("counts_changed", given["counts_changed"])):
        if is_wrong:
            raise NotPossible(
                gettext(
                    "The agreement is changed only when every participant says yes to the same text (kommuneloven "
                    "§ 18-4). What it lets the assembly settle is registered under Agreement."
                ),
                field=field,
            )


def _check_kind(resolution: Resolution, *, commits: bool, grounds: str, on: date) -> None:
    """Pass when a resolution of the kind may be sent out so. Raises NotPossible."""
    found = law.verdict(resolution.kind, commits=commits)
    if found is law.Verdict.FORBIDDEN:
        raise NotPossible(
            gettext(
                "“%(kind)s” is the council's own and cannot commit municipalities (%(paragraphs)s). "
                "Correct the resolution to a recommendation first."
            )
            % {"kind": resolution.get_kind_display(), "paragraphs": law.paragraphs(on)},
            field="commits",
        )
    if found is law.Verdict.ADVISED and not grounds:
        raise NotPossible(
            gettext(
                "It commits municipalities and is no recommendation (%(paragraphs)s). "
                "Correct it to a recommendation, or write why it stands as it is."
            )
            % {"paragraphs": law.paragraphs(on)},
            field="grounds",
        )


def _check_count(given: Mapping[str, Any], whole: int) -> None:
    if given["own_count"] is not None and given["own_count"] > whole:
        raise NotPossible(
            gettext("There are only %(count)s municipalities to say yes.") % {"count": whole}, field="own_count"
        )
