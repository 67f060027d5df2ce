"""What has to be true of a mandate before it is saved. Each rule raises NotPossible with the field and the reason."""

from django.utils.translation import gettext

from veivalg.facts.law import municipal_act
from veivalg.rules.mandates import Severity, check_substitute_order
from veivalg.web.councils.findings import note_of, rights_notes
from veivalg.web.councils.mandate_facts import mandate_facts, period_of
from veivalg.web.councils.models import Body, Mandate
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.ui.dates import day, period

Position = Mandate.Position


def must_stand(mandate: Mandate) -> None:
    """Hold an unsaved mandate against everything. Lock the body first, so that nobody adds another."""
    others = Mandate.objects.with_everything().filter(body_id=mandate.body_id).exclude(pk=mandate.pk).order_by("pk")
    must_stand_among(mandate, list(others))


def must_stand_among(mandate: Mandate, others: list[Mandate]) -> None:
    """Hold it against others of the same body that are at hand: those of the same person and, for a substitute, the
    other substitutes of the same participant are enough."""
    _days(mandate)
    _belongs(mandate)
    _takes_part(mandate)
    _within_the_body(mandate)
    _one_seat_at_a_time(mandate, others)
    _order(mandate, others)
    _rights(mandate)


def _days(mandate: Mandate) -> None:
    if mandate.ends_on is not None and mandate.ends_on < mandate.starts_on:
        raise NotPossible(
            gettext("The last day, %(last)s, comes before the first, %(first)s.")
            % {"last": day(mandate.ends_on), "first": day(mandate.starts_on)},
            field="ends_on",
        )


def _belongs(mandate: Mandate) -> None:
    council_id = mandate.body.council_id
    if mandate.person.council_id != council_id:
        raise NotPossible(
            gettext("The person is registered in another council. Register them here first."), field="person"
        )
    if mandate.person.erased_at is not None and mandate.pk is None:
        raise NotPossible(gettext("The person has been erased. Register them anew first."), field="person")
    if mandate.participant is not None and mandate.participant.council_id != council_id:
        raise NotPossible(gettext("The participant belongs to another council."), field="participant")
    if (
        mandate.participant is None
        and mandate.body.kind == Body.Kind.ASSEMBLY
        and mandate.position != Position.ATTENDEE
    ):
        raise NotPossible(
            gettext("Members of the assembly are chosen by a participant (kommuneloven § 18-3). Choose which."),
            field="participant",
        )


def _takes_part(mandate: Mandate) -> None:
    participant = mandate.participant
    if participant is not None and not period_of(participant).is_active(mandate.starts_on):
        raise NotPossible(
            gettext("%(participant)s does not take part on %(day)s: it takes part %(period)s.")
            % {
                "participant": participant,
                "day": day(mandate.starts_on),
                "period": period(participant.starts_on, participant.ends_on),
            },
            field="participant",
        )


def _within_the_body(mandate: Mandate) -> None:
    body = mandate.body
    if body.starts_on is not None and mandate.starts_on < body.starts_on:
        raise NotPossible(
            gettext("The body exists from %(day)s. Choose that day or a later one.") % {"day": day(body.starts_on)},
            field="starts_on",
        )
    if body.ends_on is not None and (mandate.ends_on is None or mandate.ends_on > body.ends_on):
        raise NotPossible(
            gettext("The body ended on %(day)s. A mandate in it must end that day at the latest.")
            % {"day": day(body.ends_on)},
            field="ends_on" if mandate.starts_on <= body.ends_on else "starts_on",
        )


def _one_seat_at_a_time(mandate: Mandate, others: list[Mandate]) -> None:
    for other in others:
        if other.person_id != mandate.person_id or not period_of(other).overlaps(period_of(mandate)):
            continue
        # A first substitute who always is invited is common, and has two rows.
        if {other.position, mandate.position} == {Position.SUBSTITUTE, Position.ATTENDEE}:
            continue
        raise NotPossible(
            gettext(
                "%(name)s already sits in %(body)s as “%(position)s” %(period)s. "
                "End that mandate first, or choose days that do not overlap."
            )
            % {
                "name": mandate.person,
                "body": mandate.body,
                "position": other.get_position_display(),
                "period": period(other.starts_on, other.ends_on),
            },
            field="person",
        )


def _order(mandate: Mandate, others: list[Mandate]) -> None:
    if mandate.position != Position.SUBSTITUTE:
        return
    facts = [mandate_facts(row) for row in (*others, mandate)]
    for finding in check_substitute_order(facts, on=mandate.starts_on, act=municipal_act()):
        if finding.severity is Severity.REFUSED and finding.subject == (mandate.pk or 0):
            raise NotPossible(str(note_of(finding, names={})), field="substitute_order")


def _rights(mandate: Mandate) -> None:
    for note in rights_notes(mandate, on=mandate.starts_on):
        if note.severity is Severity.REFUSED:
            raise NotPossible(str(note), field="rights")
    if mandate.position == Position.ATTENDEE and mandate.may_vote:
        raise NotPossible(
            gettext("Whoever only attends does not vote. Choose another position, or take away the right to vote."),
            field="rights",
        )
