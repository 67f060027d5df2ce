"""A resolution is sent to the municipalities, and what the law says of it."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils.translation import override

from tests.people import NOW
from tests.web.endorsements.conftest import ON, RESOLVED, VALUES, a_resolution, rows_of
from veivalg.web.access.doors import Refused
from veivalg.web.audit.changes import ChangedMeanwhile
from veivalg.web.audit.models import AuditEntry
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.endorsements import law, queries
from veivalg.web.endorsements.models import Endorsement, EndorsementRound
from veivalg.web.endorsements.operations.rounds import change_round, remove_round, set_target
from veivalg.web.meetings.models import Resolution
from veivalg.web.meetings.operations import Content, correct_resolution

pytestmark = pytest.mark.django_db


def test_every_participant_of_the_day_gets_a_row_and_the_trail_has_it(people, sent, resolution):
    assert [row.participant.name for row in rows_of(sent)] == ["Kommune 9001", "Kommune 9002", "Kommune 9003"]
    entry = AuditEntry.objects.get(verb="endorsements.round.open")
    assert entry.under_id == str(resolution.pk)
    assert entry.changes["participants"][1] == ["Kommune 9001", "Kommune 9002", "Kommune 9003"]


def test_who_had_left_or_not_yet_joined_on_the_day_is_not_asked(people, send_out, resolution):
    first, second, _ = people.participants
    first.ends_on = date(2026, 5, 31)
    first.save()
    second.starts_on = date(2026, 6, 2)
    second.save()

    assert [row.participant.name for row in rows_of(send_out(resolution))] == ["Kommune 9003"]


@pytest.mark.parametrize("who", ["representative", "municipal_contact", "reader", "youth", "neighbour", "nobody"])
def test_only_the_secretariat_sends_out(people, send_out, resolution, who):
    with pytest.raises(Refused):
        send_out(resolution, who=getattr(people, who))
    assert not EndorsementRound.objects.exists()


def test_the_neighbour_s_resolution_is_not_ours(people, send_out):
    with pytest.raises(Resolution.DoesNotExist):
        send_out(a_resolution(people.neighbour_council))


def test_a_resolution_is_sent_once(send_out, resolution, sent):
    with pytest.raises(NotPossible, match="already"):
        send_out(resolution)
    assert Endorsement.objects.count() == 3


@pytest.mark.parametrize("kind", ["internal", "grant"])
def test_what_is_the_council_s_own_cannot_commit_municipalities(people, send_out, kind):
    resolution = a_resolution(people.council, kind=kind)
    with pytest.raises(NotPossible, match=r"§ 5-4.*§ 18-1") as refused:
        send_out(resolution, grounds="Vi vil likevel")
    assert refused.value.field == "commits"
    assert not EndorsementRound.objects.exists()
    assert send_out(resolution, commits=False)


@pytest.mark.parametrize("kind", ["economic", "statement", "plan_adoption", "consultation_response"])
def test_what_commits_and_is_no_recommendation_says_why_it_stands(people, send_out, kind):
    resolution = a_resolution(people.council, kind=kind)
    with pytest.raises(NotPossible, match=r"§ 5-4.*§ 18-1") as refused:
        send_out(resolution)
    assert refused.value.field == "grounds"
    assert send_out(resolution, grounds="Kommunene har bedt om det.").grounds == "Kommunene har bedt om det."


@pytest.mark.parametrize("loose", [{"rule": "majority"}, {"rule": "number", "own_count": 2}, {"counts_changed": True}])
def test_a_change_of_the_agreement_takes_every_yes_to_the_same_text(people, send_out, loose):
    resolution = a_resolution(people.council, kind="agreement_change")
    with pytest.raises(NotPossible, match="§ 18-4") as refused:
        send_out(resolution, **loose)
    assert refused.value.field == next(iter(loose))
    assert not EndorsementRound.objects.exists()
    assert send_out(resolution)


def test_the_law_is_told_as_it_is_in_force_on_the_day():
    told = law.advice("economic", commits=True, on=ON).provisions
    assert [name for name, *_ in told] == ["kommuneloven § 5-4", "kommuneloven § 18-1 andre ledd"]
    assert all(checked.startswith("Checked 24") for *_, checked in told)
    # A change of § 18-1 has been adopted and is not in force yet.
    assert [checked.endswith("LOV-2025-06-20-81.") for *_, checked in told] == [False, True]
    assert law.advice("economic", commits=True, on=date(2018, 1, 1)).provisions == ()
    assert law.verdict("statement", commits=False) is law.Verdict.ALONE
    assert law.verdict("agreement_change", commits=True) is law.Verdict.RIGHT


def test_the_councils_budget_is_its_own_only_within_the_frames_of_the_municipalities():
    told = law.advice("economic", commits=False, on=ON)
    assert told.verdict is law.Verdict.FRAMED
    assert [name for name, *_ in told.provisions] == ["kommuneloven § 14-8 første ledd"]
    assert law.advice("economic", commits=False, on=date(2018, 1, 1)).provisions == ()


@pytest.mark.parametrize("kind", ["internal", "economic", "grant", "statement", "consultation_response"])
def test_no_page_says_that_no_law_asks_for_more(kind):
    with override("en"):
        assert "no law" not in law.advice(kind, commits=False, on=ON).text


def test_the_page_of_a_resolution_tells_the_law_of_the_day_it_was_resolved(people, send_out, client):
    found = send_out(a_resolution(people.council, resolved_on=date(2019, 9, 1)), commits=True)
    page = client.get(reverse("endorsements:round", args=[people.council.slug, found.pk])).content.decode()
    assert "§ 18-1" not in page


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"rule": "number"}, "own_count"),
        ({"rule": "number", "own_count": 4}, "own_count"),
        ({"idea_on": date(2026, 6, 2)}, "idea_on"),
        ({"idea_on": date(1066, 1, 1)}, "idea_on"),
        ({"response_by": date(2026, 5, 31)}, "response_by"),
    ],
)
def test_days_and_numbers_that_cannot_be_are_refused_where_they_stand(send_out, resolution, wrong, field):
    with pytest.raises(NotPossible) as refused:
        send_out(resolution, **wrong)
    assert refused.value.field == field


def change(people, round, *, version=1, **more):
    return change_round(
        actor=people.secretary.actor,
        council=people.council,
        round_id=round.pk,
        version=version,
        values=VALUES | more,
        on=ON,
        now=NOW,
    )


def test_two_who_change_the_same_round_never_write_over_each_other(people, sent):
    change(people, sent, rule="majority")
    with pytest.raises(ChangedMeanwhile):
        change(people, sent, counts_changed=True)
    sent.refresh_from_db()
    assert (sent.rule, sent.counts_changed) == ("majority", False)


def test_a_round_is_taken_back_only_while_nobody_has_answered(people, sent, give):
    row = give(rows_of(sent)[0])
    with pytest.raises(NotPossible, match="answered already"):
        remove_round(actor=people.secretary.actor, council=people.council, round_id=sent.pk, version=1, now=NOW)
    Endorsement.objects.filter(pk=row.pk).update(
        result="", decided_on=None, answered_at=None, by_whom="", case_number=""
    )
    remove_round(actor=people.secretary.actor, council=people.council, round_id=sent.pk, version=1, now=NOW)
    assert not Endorsement.objects.exists()


def correct(people, resolution, *, resolved_on=RESOLVED, kind=Resolution.Kind.RECOMMENDATION):
    content = Content(
        body=resolution.body,
        resolved_on=resolved_on,
        kind=kind,
        title=resolution.title,
        text="Kommunene utreder felles legevakt innen nyttår.",
    )
    return correct_resolution(
        actor=people.secretary.actor,
        council=people.council,
        resolution_id=resolution.pk,
        content=content,
        reason="Frist manglet",
        on=ON,
        now=NOW,
    )


def test_what_commits_municipalities_is_not_corrected_to_a_kind_that_cannot(people, sent, resolution):
    with pytest.raises(NotPossible, match=r"cannot commit municipalities.*§ 18-1"):
        correct(people, resolution, kind=Resolution.Kind.GRANT)
    sent.refresh_from_db()
    assert sent.resolution == resolution
    assert Resolution.objects.count() == 1


def test_a_corrected_text_carries_its_endorsements_along(people, sent, resolution, give):
    give(rows_of(sent)[0])
    new = correct(people, resolution)

    sent.refresh_from_db()
    assert sent.resolution == new
    assert [row.result for row in rows_of(sent)] == ["adopted", "", ""]
    assert queries.round_of(people.council, resolution.pk) == sent
    assert AuditEntry.objects.filter(verb="endorsements.round.carry").count() == 1


def test_when_the_day_is_corrected_those_who_took_part_then_are_asked(people, sent, resolution, give):
    first, second, third = people.participants
    give(rows_of(sent)[0])
    third.ends_on = date(2026, 5, 1)
    third.save()
    second.starts_on = date(2026, 5, 15)
    second.save()
    correct(people, resolution, resolved_on=date(2026, 4, 1))

    # The second joined later and owed an answer, the first has answered.
    assert [row.participant_id for row in rows_of(sent)] == [first.pk, third.pk]


def test_who_decided_before_the_corrected_day_decided_first_and_the_trail_says_so(people, sent, resolution, give):
    give(rows_of(sent)[0])
    later = RESOLVED + timedelta(days=45)
    new = correct(people, resolution, resolved_on=later)
    row = rows_of(sent)[0]
    assert (row.is_ahead, row.decided_on < later) == (True, True)
    noted = AuditEntry.objects.filter(verb="endorsements.round.carry", changes__has_key="is_ahead")
    assert [entry.changes["is_ahead"] for entry in noted] == [[False, True]]

    correct(people, new)
    assert not rows_of(sent)[0].is_ahead


@pytest.mark.parametrize(
    ("values", "days", "words"),
    [
        ({"idea_on": RESOLVED - timedelta(days=5)}, -10, "the idea came after"),
        ({"response_by": RESOLVED + timedelta(days=20)}, 30, "an answer is wanted before"),
        ({"rule": "number", "own_count": 3}, -10, "more have to say yes than those who took part"),
    ],
)
def test_a_corrected_day_that_the_round_cannot_stand_beside_is_refused(
    people, send_out, resolution, values, days, words
):
    made = send_out(resolution, **values)
    third = people.participants[2]
    third.starts_on = RESOLVED
    third.save()

    with pytest.raises(NotPossible, match=words) as refused:
        correct(people, resolution, resolved_on=RESOLVED + timedelta(days=days))
    assert refused.value.field == "resolved_on"
    assert Resolution.objects.count() == 1
    assert made.endorsements.count() == 3


def test_a_resolution_is_not_moved_past_the_day_that_it_was_sent(people, sent, resolution):
    sent.endorsements.update(sent_on=RESOLVED + timedelta(days=2))

    with pytest.raises(NotPossible, match="The case was sent to"):
        correct(people, resolution, resolved_on=RESOLVED + timedelta(days=3))


def test_a_text_that_has_been_corrected_is_not_sent(people, send_out, resolution):
    correct(people, resolution)
    with pytest.raises(NotPossible, match="corrected"):
        send_out(resolution)


def test_a_target_is_set_once_by_two_at_once_and_then_changed(people):
    given = {"actor": people.secretary.actor, "council": people.council, "now": NOW}
    assert set_target(days=90, version=None, **given).days == 90
    with pytest.raises(ChangedMeanwhile):
        set_target(days=60, version=None, **given)
    assert set_target(days=60, version=1, **given).version == 2
    with pytest.raises(NotPossible):
        set_target(days=0, version=2, **given)
    with pytest.raises(Refused):
        set_target(**given | {"actor": people.reader.actor}, days=10, version=2)
