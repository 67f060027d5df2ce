"""What a municipality has resolved: once, by the rules, and never in silence."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.web.endorsements.conftest import ON, RESOLVED, a_resolution, rows_of
from veivalg.web.access.doors import Refused
from veivalg.web.audit.changes import ChangedMeanwhile
from veivalg.web.audit.models import AuditEntry
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.endorsements.models import Endorsement
from veivalg.web.endorsements.operations.answers import AnswerRefused, Broken
from veivalg.web.endorsements.standing import standing

pytestmark = pytest.mark.django_db


def refusals() -> list[str]:
    """Rules that the trail says were broken."""
    return [entry.changes["rule"][1] for entry in AuditEntry.objects.filter(verb="endorsements.endorsement.refuse")]


def test_an_answer_is_registered_with_body_day_and_number(sent, give):
    give(rows_of(sent)[0], link="https://kommune.example/mote/1", note="Enstemmig")

    row = rows_of(sent)[0]
    assert (row.result, row.by_whom, row.case_number) == ("adopted", "municipal_council", "PS 45/26")
    assert row.answered_at is not None
    entry = AuditEntry.objects.get(verb="endorsements.endorsement.answer")
    assert entry.changes["result"] == ["", "adopted"]
    assert entry.under_id == str(sent.resolution_id)


@pytest.mark.parametrize("who", ["representative", "reader", "youth", "neighbour", "nobody", "action_owner"])
def test_others_than_contacts_and_the_secretariat_answer_nothing(people, sent, give, who):
    with pytest.raises(Refused):
        give(rows_of(sent)[0], who=getattr(people, who))
    assert rows_of(sent)[0].result == ""


def test_a_contact_answers_for_its_own_municipality_alone(people, sent, give):
    give(rows_of(sent)[0], who=people.municipal_contact)
    with pytest.raises(Refused):
        give(rows_of(sent)[1], who=people.municipal_contact)
    assert [row.result for row in rows_of(sent)] == ["adopted", "", ""]


def test_a_contact_does_not_correct_what_has_been_answered(people, sent, give):
    row = give(rows_of(sent)[0])
    with pytest.raises(AnswerRefused, match="secretariat"):
        give(row, who=people.municipal_contact, result="rejected")
    assert rows_of(sent)[0].result == "adopted"
    assert refusals() == ["answered"]


def test_the_secretariat_corrects_with_a_reason_and_the_trail_has_before_and_after(sent, give):
    row = give(rows_of(sent)[0])
    with pytest.raises(NotPossible) as refused:
        give(row, result="rejected")
    assert refused.value.field == "reason"
    give(row, result="rejected", reason="Feil i møteboka")
    entry = AuditEntry.objects.get(verb="endorsements.endorsement.correct")
    assert (entry.changes["result"], entry.reason) == (["adopted", "rejected"], "Feil i møteboka")


def test_what_was_put_off_is_still_owed_and_answered_without_a_reason(people, sent, give):
    row = give(rows_of(sent)[0], result="postponed")
    assert not row.is_settled
    give(row, who=people.municipal_contact, result="adopted", decided_on=RESOLVED + timedelta(days=60))
    assert rows_of(sent)[0].result == "adopted"


def test_what_was_put_off_is_taken_away_only_by_the_secretariat_and_with_a_reason(people, sent, give):
    nothing = {"result": "", "by_whom": "", "decided_on": None, "case_number": ""}
    row = give(rows_of(sent)[0], result="postponed")
    with pytest.raises(NotPossible, match="Say why it is corrected"):
        give(row, **nothing)
    with pytest.raises(AnswerRefused):
        give(row, who=people.municipal_contact, reason="Feil", **nothing)
    assert rows_of(sent)[0].result == "postponed"
    give(row, reason="Det var en annen sak", **nothing)
    entry = AuditEntry.objects.get(verb="endorsements.endorsement.correct")

    assert (rows_of(sent)[0].result, entry.reason) == ("", "Det var en annen sak")


def test_a_day_of_sending_alone_is_no_answer_in_the_history(people, sent, give):
    nothing = {"result": "", "by_whom": "", "decided_on": None, "case_number": ""}
    row = give(rows_of(sent)[0], sent_on=RESOLVED, **nothing)
    give(row, sent_on=RESOLVED, note="Ringt", **nothing)
    row = give(rows_of(sent)[0], result="postponed", sent_on=RESOLVED)
    give(row, result="postponed", sent_on=RESOLVED + timedelta(days=1))
    verbs = AuditEntry.objects.filter(verb__startswith="endorsements.endorsement.").order_by("pk")

    assert [entry.verb.rpartition(".")[2] for entry in verbs] == ["note_sending", "note", "answer", "note_sending"]


def test_an_endorsement_from_a_municipality_that_was_no_member_that_day_is_refused_and_noted(people, sent, give):
    participant = people.participants[0]
    participant.ends_on = date(2026, 6, 15)
    participant.save()
    with pytest.raises(AnswerRefused, match="did not take part in the council on") as refused:
        give(rows_of(sent)[0], decided_on=date(2026, 6, 16))
    assert refused.value.rule is Broken.NOT_A_MEMBER
    assert (rows_of(sent)[0].result, rows_of(sent)[0].version) == ("", 1)
    assert refusals() == ["not_a_member"]
    assert give(rows_of(sent)[0], decided_on=date(2026, 6, 15)).result == "adopted"


def test_a_backdated_day_is_refused_unless_the_municipality_decided_first(sent, give):
    with pytest.raises(AnswerRefused, match="Check the day") as refused:
        give(rows_of(sent)[0], decided_on=RESOLVED - timedelta(days=1))
    assert refused.value.rule is Broken.BACKDATED
    assert refusals() == ["backdated"]
    row = give(rows_of(sent)[0], decided_on=RESOLVED - timedelta(days=1), is_ahead=True)
    assert row.is_ahead


def test_nobody_has_decided_before_the_idea_came(send_out, resolution, give):
    round = send_out(resolution, idea_on=RESOLVED - timedelta(days=10))
    with pytest.raises(AnswerRefused, match="idea"):
        give(rows_of(round)[0], decided_on=RESOLVED - timedelta(days=11), is_ahead=True)


def test_a_mark_of_being_ahead_is_dropped_when_the_day_says_otherwise(sent, give):
    assert not give(rows_of(sent)[0], is_ahead=True).is_ahead


def test_a_day_to_come_is_refused_and_noted(sent, give):
    with pytest.raises(AnswerRefused) as refused:
        give(rows_of(sent)[0], decided_on=ON + timedelta(days=1))
    assert refused.value.rule is Broken.NOT_YET
    assert refusals() == ["not_yet"]
    assert give(rows_of(sent)[0], decided_on=ON).result == "adopted"


def test_of_two_answers_from_one_municipality_the_second_is_shown_the_first_and_noted(sent, give):
    row = rows_of(sent)[0]
    give(row)
    with pytest.raises(ChangedMeanwhile):
        give(row, version=1, result="rejected")
    assert rows_of(sent)[0].result == "adopted"
    assert refusals() == ["same_moment"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"result": "maybe"}, "result"),
        ({"result": ""}, "result"),
        ({"by_whom": ""}, "by_whom"),
        ({"by_whom": "the king"}, "by_whom"),
        ({"decided_on": None}, "decided_on"),
        ({"result": "changed"}, "amendment"),
        ({"amendment": "Noe annet"}, "amendment"),
        ({"result": "changed", "amendment": "x" * 5001}, "amendment"),
        ({"link": "http://kommune.example"}, "link"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"sent_on": ON + timedelta(days=1)}, "sent_on"),
        ({"sent_on": RESOLVED + timedelta(days=31)}, "sent_on"),
    ],
)
def test_what_does_not_hang_together_is_refused_where_it_stands(sent, give, wrong, field):
    with pytest.raises(NotPossible) as refused:
        give(rows_of(sent)[0], **wrong)
    assert refused.value.field == field
    assert rows_of(sent)[0].version == 1


def test_hidden_signs_and_zero_bytes_are_not_stored(sent, give):
    row = give(
        rows_of(sent)[0], result="changed", amendment="To\x00 lærlinger\u202e", note="A\x00B", case_number="1\x00"
    )
    row.refresh_from_db()
    assert (row.amendment, row.note, row.case_number) == ("To lærlinger", "AB", "1")


def test_the_database_itself_holds_one_row_for_each_municipality_and_no_half_answers(sent):
    row = rows_of(sent)[0]
    with pytest.raises(IntegrityError), transaction.atomic():
        Endorsement.objects.create(round=sent, participant=row.participant)
    with pytest.raises(IntegrityError), transaction.atomic():
        Endorsement.objects.filter(pk=row.pk).update(result="adopted")
    with pytest.raises(IntegrityError), transaction.atomic():
        Endorsement.objects.filter(pk=row.pk).update(link="http://x.example")


def stands(round, *, on=ON):
    round.refresh_from_db()
    return standing(round, rows_of(round), on=on)


def test_it_takes_effect_on_the_day_of_the_last_yes(sent, give):
    for n, row in enumerate(rows_of(sent)):
        assert stands(sent).effect_on is None
        give(row, decided_on=RESOLVED + timedelta(days=10 * (3 - n)))
    assert stands(sent).effect_on == RESOLVED + timedelta(days=30)
    assert stands(sent).count_words == "adopted by 3 of 3"


def test_a_yes_with_a_change_is_no_yes_to_the_same_text_unless_the_round_says_so(sent, give):
    for n, row in enumerate(rows_of(sent)):
        give(row, **({"result": "changed", "amendment": "To, ikke tre"} if n == 1 else {}))
    found = stands(sent)
    assert (len(found.yes), len(found.changed), found.effect_on) == (3, 1, None)
    assert found.cannot_take_effect
    assert found.changed_words == (
        "Of the 3 that have adopted it, the yes of 2 counts towards it; the others adopted it with a change."
    )
    sent.counts_changed = True
    sent.save()
    assert stands(sent).effect_on == RESOLVED + timedelta(days=30)
    assert stands(sent).changed_words == ""


def test_more_than_half_is_enough_when_the_rule_says_so(send_out, resolution, give):
    round = send_out(resolution, rule="majority")
    rows = rows_of(round)
    give(rows[0])
    give(rows[1], result="rejected")
    assert stands(round).effect_on is None
    assert not stands(round).cannot_take_effect
    give(rows[2])
    assert stands(round).effect_on == RESOLVED + timedelta(days=30)


def test_taken_note_of_is_an_answer_and_no_yes(sent, give):
    give(rows_of(sent)[0], result="noted")
    found = stands(sent)
    assert len(found.yes) == 0
    assert [row.participant.name for row in found.missing] == ["Kommune 9002", "Kommune 9003"]
    assert found.missing_names == "Kommune 9002 and Kommune 9003"


def test_who_left_without_an_answer_is_no_longer_counted_and_who_had_answered_is(people, sent, give):
    rows = rows_of(sent)
    give(rows[0])
    for participant in people.participants[:2]:
        participant.ends_on = RESOLVED + timedelta(days=60)
        participant.save()
    found = stands(sent)
    assert (len(found.yes), found.whole, found.missing_names) == (1, 2, "Kommune 9003")


def test_what_waited_for_someone_who_left_has_effect_from_the_day_after_and_not_before(people, sent, give):
    rows = rows_of(sent)
    for row in rows[:2]:
        give(row)
    silent = rows[2].participant
    silent.ends_on = RESOLVED + timedelta(days=60)
    silent.save()
    assert stands(sent, on=silent.ends_on).effect_on is None
    assert stands(sent).effect_on == silent.ends_on + timedelta(days=1)


def test_who_said_something_else_is_named_when_it_cannot_take_effect(sent, give):
    rows = rows_of(sent)
    give(rows[0])
    give(rows[1], result="changed", amendment="To, ikke tre")
    assert stands(sent).in_the_way_names == rows[1].participant.name
    sent.counts_changed = True
    sent.save()
    assert stands(sent).in_the_way_names == ""


@pytest.mark.parametrize("field", ["sent_on", "decided_on"])
def test_a_year_that_was_half_typed_never_lengthens_the_way_by_centuries(sent, give, field):
    with pytest.raises(NotPossible, match="Check the year") as refused:
        give(rows_of(sent)[0], is_ahead=True, **{field: date(2, 6, 1)})
    assert refused.value.field == field


def test_it_is_not_sent_out_before_the_council_resolved_it_unless_the_municipality_decided_first(sent, give):
    before = RESOLVED - timedelta(days=9)
    first, second = rows_of(sent)[:2]
    with pytest.raises(NotPossible, match="cannot have been sent out before") as refused:
        give(first, sent_on=before)
    assert refused.value.field == "sent_on"
    assert give(second, sent_on=before, decided_on=before, is_ahead=True).sent_on == before


def test_a_municipality_has_no_county_council(sent, give):
    with pytest.raises(NotPossible, match="has no such body") as refused:
        give(rows_of(sent)[0], by_whom="county_council")
    assert refused.value.field == "by_whom"


@pytest.mark.parametrize("body", ["executive", "other"])
def test_a_change_of_the_agreement_is_adopted_by_the_highest_body_alone(people, send_out, give, body):
    """Kommuneloven § 18-4."""
    row = rows_of(send_out(a_resolution(people.council, kind="agreement_change")))[0]
    with pytest.raises(NotPossible, match="§ 18-4") as refused:
        give(row, by_whom=body)
    assert refused.value.field == "by_whom"
    assert rows_of(row.round)[0].result == ""
    assert give(row, by_whom=body, result="rejected").result == "rejected"


def test_other_resolutions_may_be_adopted_by_formannskapet(sent, give):
    assert give(rows_of(sent)[0], by_whom="executive").result == "adopted"
