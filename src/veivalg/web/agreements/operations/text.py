"""The agreement's text: begun, its rules for change, and clauses that are written, moved and removed."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from veivalg.facts.agreement import agreement_facts
from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import Permission
from veivalg.web.access.doors import require
from veivalg.web.agreements.models import LONGEST_TEXT, AgreementClause, CooperationAgreement
from veivalg.web.agreements.operations.holding import held, lines, one_line, opened, touch
from veivalg.web.audit.changes import apply, as_noted, hold
from veivalg.web.audit.operations import record
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.models import Council
from veivalg.web.councils.operations.roles import hold_council
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.ui.numbers import number

MOST_CLAUSES = 200
LONGEST_WHOLE, MOST_LINES = 400_000, 3_000
"""Signs and lines of all clauses together, a hundred pages and more: everyone may have the whole as a file, and it is
set anew for each who asks."""
LONGEST_NOTICE = 120
"""Months; ten years."""


class Way(StrEnum):
    """Where to."""

    UP = "up"
    DOWN = "down"


@transaction.atomic
def begin_agreement(*, actor: Actor, council: Council, now: datetime) -> CooperationAgreement:
    """Begin the text from the template's headings, in the council's language.

    Raises access.doors.Refused, and NotPossible when the council has one already.
    """
    hold_council(council)
    require(actor, Permission.AGREEMENTS_AGREEMENT_EDIT, council_id=council.pk)
    if CooperationAgreement.objects.filter(council=council).exists():
        raise NotPossible(gettext("The council has an agreement here already. Change that one."))
    agreement = CooperationAgreement.objects.create(council=council, made_at=now, changed_at=now)
    template = agreement_facts().template
    AgreementClause.objects.bulk_create(
        AgreementClause(
            agreement=agreement,
            key=each.id,
            heading=each.name[council.language],
            fixes=sorted(each.items),
            place=place,
        )
        for place, each in enumerate(template)
    )
    noted = as_noted({"clauses": [each.name[council.language] for each in template]})
    record(actor, Verb.AGREEMENT_BEGUN, subject=agreement, council_id=council.pk, changes=noted, at=now)
    return agreement


@transaction.atomic
def change_rules(
    *, actor: Actor, council: Council, version: int, values: Mapping[str, Any], now: datetime
) -> CooperationAgreement:
    """Change the notice before leaving and how the agreement itself is changed.

    Raises access.doors.Refused, audit.changes.ChangedMeanwhile, and NotPossible for a majority that is none.
    """
    held(actor, council, Permission.AGREEMENTS_AGREEMENT_EDIT)
    agreement = hold(CooperationAgreement.objects.filter(council=council), pk=_own(council), version=version)
    agreement.council = council
    given = dict(values)
    part, whole = given.get("majority_part"), given.get("majority_whole")
    if (part is None) != (whole is None) or (part is not None and not 0 < part <= (whole or 0)):
        raise NotPossible(gettext("Write the majority as a part of the votes, like 3/4."), field="majority")
    if part is not None and whole is not None and 2 * part < whole:
        raise NotPossible(
            gettext("A majority is more than half of the votes. Write that as 1/2, or a larger part, like 3/4."),
            field="majority",
        )
    months = given.get("leaving_months")
    if months is not None and not 0 <= months <= LONGEST_NOTICE:
        raise NotPossible(
            gettext("A notice is from 0 to %(most)s months.") % {"most": LONGEST_NOTICE}, field="leaving_months"
        )
    changes = apply(agreement, given)
    if changes:
        agreement.changed_at = now
        agreement.save(update_fields=["changed_at"])
        record(actor, Verb.AGREEMENT_CHANGED, subject=agreement, council_id=council.pk, changes=changes, at=now)
    return agreement


@transaction.atomic
def write_clause(*, actor: Actor, council: Council, values: Mapping[str, Any], now: datetime) -> AgreementClause:
    """Add a clause, last. Raises access.doors.Refused, and NotPossible when a value cannot be used."""
    agreement = opened(actor, council, now=now)
    given = _checked(values)
    count = agreement.clauses.count()
    if count >= MOST_CLAUSES:
        raise NotPossible(gettext("An agreement has at most %(most)s clauses.") % {"most": MOST_CLAUSES})
    _check_whole(agreement, given["text"])
    last = agreement.clauses.last()
    clause = AgreementClause.objects.create(agreement=agreement, place=last.place + 1 if last else 0, **given)
    _note(actor, Verb.CLAUSE_WRITTEN, clause, agreement, as_noted(given), now=now)
    return clause


@transaction.atomic
def change_clause(
    *, actor: Actor, council: Council, clause_id: int, version: int, values: Mapping[str, Any], now: datetime
) -> AgreementClause:
    """Change a clause of the text that is worked on; an edition has none to change.

    Raises access.doors.Refused, audit.changes.ChangedMeanwhile, AgreementClause.DoesNotExist and NotPossible.
    """
    agreement = held(actor, council, Permission.AGREEMENTS_AGREEMENT_EDIT)
    clause = hold(agreement.clauses.all(), pk=clause_id, version=version)
    given = _checked(values)
    _check_whole(agreement, given["text"], instead_of=clause)
    changes = apply(clause, given)
    if changes:
        touch(agreement, now=now)
        _note(actor, Verb.CLAUSE_CHANGED, clause, agreement, changes, now=now)
    return clause


@transaction.atomic
def move_clause(
    *, actor: Actor, council: Council, clause_id: int, version: int, way: Way, now: datetime
) -> AgreementClause:
    """Move a clause one place. Raises the same as `change_clause`, and NotPossible at the end."""
    agreement = opened(actor, council, now=now)
    clause = hold(agreement.clauses.all(), pk=clause_id, version=version)
    rows = list(agreement.clauses.all())
    at = next(place for place, row in enumerate(rows) if row.pk == clause.pk)
    to = at - 1 if way is Way.UP else at + 1
    if not 0 <= to < len(rows):
        raise NotPossible(gettext("It stands first already.") if way is Way.UP else gettext("It stands last already."))
    rows[at], rows[to] = rows[to], rows[at]
    changed = []
    for place, row in enumerate(rows):
        if row.place != place:
            row.place = place
            changed.append(row)
    AgreementClause.objects.bulk_update(changed, ["place"])
    clause.place = to
    clause.version += 1
    clause.save(update_fields=["version"])
    _note(actor, Verb.CLAUSE_MOVED, clause, agreement, {"place_in_list": [at + 1, to + 1]}, now=now)
    return clause


@transaction.atomic
def remove_clause(*, actor: Actor, council: Council, clause_id: int, version: int, now: datetime) -> None:
    """Remove a clause from the text that is worked on. Raises the same as `change_clause`."""
    agreement = opened(actor, council, now=now)
    clause = hold(agreement.clauses.all(), pk=clause_id, version=version)
    gone = {"heading": [clause.heading, None], "text": [clause.text, None]}
    _note(actor, Verb.CLAUSE_REMOVED, clause, agreement, gone, now=now)
    clause.delete()


def _own(council: Council) -> int:
    return CooperationAgreement.objects.values_list("pk", flat=True).get(council=council)


def _checked(values: Mapping[str, Any]) -> dict[str, Any]:
    given: dict[str, Any] = {
        "heading": one_line(values["heading"]),
        "text": lines(values["text"]),
        "fixes": sorted(set(values["fixes"])),
    }
    if not given["heading"]:
        raise NotPossible(gettext("Give the clause a heading."), field="heading")
    if len(given["text"]) > LONGEST_TEXT:
        raise NotPossible(
            gettext("A clause has at most %(most)s signs. Split it in two.") % {"most": LONGEST_TEXT}, field="text"
        )
    known = {each.item.number for each in agreement_facts().items}
    if not set(given["fixes"]) <= known:
        raise NotPossible(gettext("The act has no such thing to fix (kommuneloven § 18-4)."), field="fixes")
    return given


def _check_whole(agreement: CooperationAgreement, text: str, *, instead_of: AgreementClause | None = None) -> None:
    """Pass when the clauses together are no longer than anyone reads, or become shorter. Raises NotPossible."""
    was = instead_of.text if instead_of else ""
    if len(text) <= len(was) and text.count("\n") <= was.count("\n"):
        return
    others = agreement.clauses.exclude(pk=instead_of.pk) if instead_of else agreement.clauses.all()
    texts = [text, *others.values_list("text", flat=True)]
    if sum(map(len, texts)) > LONGEST_WHOLE or sum(each.count("\n") + 1 for each in texts) > MOST_LINES:
        raise NotPossible(
            gettext("All clauses together have at most %(signs)s signs and %(lines)s lines.")
            % {"signs": number(LONGEST_WHOLE), "lines": number(MOST_LINES)},
            field="text",
        )


def _note(
    actor: Actor,
    verb: Verb,
    clause: AgreementClause,
    agreement: CooperationAgreement,
    changes: Mapping[str, list[Any]],
    *,
    now: datetime,
) -> None:
    record(actor, verb, subject=clause, under=agreement, council_id=agreement.council_id, changes=dict(changes), at=now)
