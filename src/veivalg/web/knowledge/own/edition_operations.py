"""Writes of a council's own editions of the index: permission, rule, change, trail, in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext

from veivalg.facts import load
from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import Permission
from veivalg.web.access.doors import require
from veivalg.web.audit import operations as audit
from veivalg.web.audit.changes import apply, as_noted, hold
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.models import Council
from veivalg.web.councils.refusals import Fault, NotPossible
from veivalg.web.knowledge.models import OWN, OwnEdition, OwnIndicator, OwnThreshold
from veivalg.web.knowledge.own import queries
from veivalg.web.knowledge.own.address_words import free_word


@dataclass(frozen=True, kw_only=True)
class Limit:
    """One threshold as someone sets it (grenseverdi)."""

    indicator: str
    """Id of an official indicator, or ``egen-…``."""
    value: Decimal | None
    """None: the national figure of the same year."""
    risky_when: str
    reason: str


@transaction.atomic
def make_edition(
    *, actor: Actor, council: Council, slug: str, name: str, reason: str, based_on: str, now: datetime
) -> OwnEdition:
    """A draft with the limits of the edition that it is based on, and their reasons. An empty word for addresses is
    made from the name.

    Raises Refused, and NotPossible with what to correct.
    """
    require(actor, Permission.KNOWLEDGE_EDITION_EDIT, council_id=council.pk)
    faults = _faults(name, reason)
    limits = _limits_of(council, based_on)
    if limits is None:
        faults.append(Fault("based_on", gettext("There is no edition “%(id)s” to begin from.") % {"id": based_on[:60]}))
    if faults or limits is None:
        raise NotPossible.several(faults)
    taken = OwnEdition.objects.filter(council=council).values_list("slug", flat=True)
    slug = slug or free_word(name, taken=set(taken))
    said = {"name": name, "reason": reason, "based_on": based_on}
    row, is_new = OwnEdition.objects.get_or_create(council=council, slug=slug, defaults=said)
    if not is_new:
        message = gettext("The council already has an edition at “%(word)s”. Choose another word.") % {"word": slug}
        raise NotPossible(message, field="slug")
    _write(row, limits, _own_indicators(council))
    noted = as_noted({"slug": slug, **said, "limits": _told(limits)})
    audit.record(actor, Verb.EDITION_MADE, subject=row, council_id=council.pk, at=now, changes=noted, reason=reason)
    return row


@transaction.atomic
def change_edition(
    *,
    actor: Actor,
    edition: OwnEdition,
    version: int,
    name: str,
    reason: str,
    limits: Sequence[Limit],
    now: datetime,
) -> OwnEdition:
    """Change a draft.

    Raises Refused, ChangedMeanwhile, and NotPossible with what to correct or when it is published.
    """
    require(actor, Permission.KNOWLEDGE_EDITION_EDIT, council_id=edition.council_id)
    row = _held_draft(edition, version)
    own = _own_indicators(row.council)
    faults = _faults(name, reason) + limit_faults(limits, own) + borrowed_reasons(row, limits)
    if faults:
        raise NotPossible.several(faults)
    before = _told(limits_of_own(row))
    changes = apply(row, {"name": name, "reason": reason})
    if before != _told(limits):
        if not changes:
            row.version += 1
            row.save(update_fields=["version"])
        row.thresholds.all().delete()
        _write(row, limits, own)
        changes["limits"] = [before, _told(limits)]
    if changes:
        audit.record(
            actor, Verb.EDITION_CHANGED, subject=row, council_id=row.council_id, at=now, changes=changes, reason=reason
        )
    return row


@transaction.atomic
def publish_edition(*, actor: Actor, edition: OwnEdition, version: int, now: datetime) -> OwnEdition:
    """Let everyone choose it on the council's pages; it is never changed again.

    Raises Refused, SecondFactorNeeded, ChangedMeanwhile, and NotPossible with what is not ready.
    """
    require(actor, Permission.KNOWLEDGE_EDITION_PUBLISH, council_id=edition.council_id)
    row = _held_draft(edition, version)
    own = _own_indicators(row.council)
    limits = limits_of_own(row)
    faults = _faults(row.name, row.reason) + limit_faults(limits, own) + borrowed_reasons(row, limits)
    if not limits:
        faults.append(Fault("", gettext("The edition has no limits. Set at least one.")))
    for limit in limits:
        found = own.get(limit.indicator)
        if found is not None and found.is_draft:
            faults.append(
                Fault(limit.indicator, gettext("Publish the indicator “%(name)s” first.") % {"name": found.name})
            )
    if faults:
        raise NotPossible.several(faults)
    changes = apply(row, {"published_at": now})
    audit.record(
        actor,
        Verb.EDITION_PUBLISHED,
        subject=row,
        council_id=row.council_id,
        at=now,
        changes=changes,
        reason=row.reason,
    )
    return row


def limit_faults(limits: Sequence[Limit], own: dict[str, OwnIndicator]) -> list[Fault]:
    """What is wrong with each limit; `own` are the council's indicators by their id."""
    found = []
    seen = set()
    for limit in limits:
        official = load.indicators().get(limit.indicator)
        mine = own.get(limit.indicator)
        if official is None and mine is None:
            found.append(Fault(limit.indicator, gettext("There is no such indicator.")))
            continue
        if limit.indicator in seen:
            found.append(Fault(limit.indicator, gettext("The indicator stands here twice.")))
        seen.add(limit.indicator)
        if limit.value is None and mine is not None:
            message = gettext("There is no national figure of the council's own indicator. Give a value.")
            found.append(Fault(limit.indicator, message))
        elif limit.value is None and official is not None and official.formula == "sum":
            message = gettext("This is a number of persons; the country has none to hold it against. Give a value.")
            found.append(Fault(limit.indicator, message))
        if limit.risky_when not in {"below", "above"}:
            found.append(Fault(limit.indicator, gettext("Choose whether under or over the limit is a sign.")))
        if not limit.reason.strip():
            found.append(Fault(limit.indicator, gettext("Say why the limit is set there.")))
        if mine is not None and mine.is_archived:
            found.append(Fault(limit.indicator, gettext("The indicator is archived. Leave it out.")))
    return found


def borrowed_reasons(edition: OwnEdition, limits: Sequence[Limit]) -> list[Fault]:
    """Limits that were changed while the reason still is that of the edition they came from: it would be untrue."""
    before = {limit.indicator: limit for limit in _limits_of(edition.council, edition.based_on) or []}
    return [
        Fault(limit.indicator, gettext("The limit is another one than it was. Say why it is set there now."))
        for limit in limits
        if (old := before.get(limit.indicator)) is not None
        and limit.reason.strip() == old.reason.strip()
        and (limit.value, limit.risky_when) != (old.value, old.risky_when)
    ]


def limits_of_own(edition: OwnEdition) -> list[Limit]:
    """The limits of an own edition, in its order."""
    return [
        Limit(indicator=line.indicator_id, value=line.value, risky_when=line.risky_when, reason=line.reason)
        for line in edition.thresholds.select_related("own")
    ]


def _limits_of(council: Council, based_on: str) -> list[Limit] | None:
    official = load.editions().get(based_on)
    if official is not None:
        return [
            Limit(
                indicator=line.indicator,
                value=None if line.value is None else Decimal(str(line.value)),
                risky_when=line.risky_when,
                reason=line.reference,
            )
            for line in official.thresholds
        ]
    found = queries.edition_by_address(council, based_on)
    # What has been archived since is not carried on.
    known = {id for id, row in _own_indicators(council).items() if not row.is_archived}
    return (
        None
        if found is None
        else [
            limit for limit in limits_of_own(found) if not limit.indicator.startswith(OWN) or limit.indicator in known
        ]
    )


def _own_indicators(council: Council) -> dict[str, OwnIndicator]:
    return {row.figure_id: row for row in OwnIndicator.objects.filter(council=council).order_by()}


def _write(row: OwnEdition, limits: Sequence[Limit], own: dict[str, OwnIndicator]) -> None:
    OwnThreshold.objects.bulk_create(
        OwnThreshold(
            edition=row,
            order=n,
            official="" if limit.indicator in own else limit.indicator,
            own=own.get(limit.indicator),
            value=limit.value,
            risky_when=limit.risky_when,
            reason=limit.reason.strip(),
        )
        for n, limit in enumerate(limits, start=1)
    )


def _told(limits: Sequence[Limit]) -> list[str]:
    """The limits as the trail keeps them: ``births below 10.6: why``."""
    told = []
    for limit in limits:
        value = "national figure" if limit.value is None else f"{limit.value.normalize():f}"
        told.append(f"{limit.indicator} {limit.risky_when} {value}: {limit.reason.strip()}")
    return told


def _held_draft(edition: OwnEdition, version: int) -> OwnEdition:
    row = hold(OwnEdition.objects.select_related("council"), pk=edition.pk, version=version)
    if not row.is_draft:
        raise NotPossible.several(
            [Fault("", gettext("The edition is published and is not changed. Make a new one from it."))]
        )
    return row


def _faults(name: str, reason: str) -> list[Fault]:
    found = []
    if not name.strip():
        found.append(Fault("name", gettext("The name is missing.")))
    if not reason.strip():
        found.append(Fault("reason", gettext("Say why the council sets limits of its own.")))
    return found
