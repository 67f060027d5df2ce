"""A round is given more time or less, a draft is given up, and all of them stand in one list."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from tests.people import NOW, TODAY
from tests.web.directions.choosing import Asked, Step, a_choice, a_closed_rating, asking
from tests.web.survey.asking import CLOSES, a_person, a_round, a_seat, again, answer, close, slips
from veivalg.facts.schema import content_of
from veivalg.web.access.doors import Refused
from veivalg.web.audit.changes import ChangedMeanwhile
from veivalg.web.audit.models import AuditEntry
from veivalg.web.councils.models import Body
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.directions.models import ChoiceRound
from veivalg.web.survey import beside, expected, waiting
from veivalg.web.survey.expected import GroupToAsk
from veivalg.web.survey.forms.managing import DeadlineForm
from veivalg.web.survey.models import SMALLEST_GROUP, Group, Invitation, Item, Round, Slip
from veivalg.web.survey.operations import closing, managing, rounds
from veivalg.web.survey.operations.answering import NotOpen
from veivalg.web.ui.dates import end_of, moment

OSLO = ZoneInfo("Europe/Oslo")


def move(people, found, closes_at, *, reason="Flere ba om det.", by=None, now=NOW, **more):
    return managing.move_deadline(
        actor=(by or people.secretary).actor,
        council=people.council,
        round_id=found.pk,
        closes_at=closes_at,
        reason=reason,
        now=now,
        **more,
    )


def remove(people, found, *, by=None, now=NOW):
    return managing.remove_draft(
        actor=(by or people.secretary).actor, council=people.council, round_id=found.pk, now=now
    )


@pytest.mark.parametrize("closes_at", [CLOSES + timedelta(days=5), NOW + timedelta(hours=1)], ids=["longer", "shorter"])
def test_an_open_round_is_given_more_time_or_less_and_the_reason_stands_in_the_history(people, closes_at):
    found = a_round(people)
    (code,) = slips(people, found, 1)
    move(people, found, closes_at)
    answer(found, code, now=closes_at - timedelta(minutes=1))
    with pytest.raises(NotOpen):
        answer(found, code, turn=1, now=closes_at)

    assert again(found).is_closed
    entry = AuditEntry.objects.get(verb="survey.deadline.move")
    assert entry.reason == "Flere ba om det."
    assert entry.changes["closes_at"] == [CLOSES.isoformat(), closes_at.isoformat()]


@pytest.mark.parametrize(
    ("closes_at", "reason"),
    [
        (NOW, "Nå"),
        (NOW - timedelta(days=1), "I går"),
        (NOW + timedelta(days=400), "Lenge"),
        (CLOSES + timedelta(days=1), " \n "),
        (CLOSES + timedelta(days=1), "x" * 501),
    ],
)
def test_a_moment_that_has_passed_or_has_no_reason_is_refused(people, closes_at, reason):
    found = a_round(people)
    with pytest.raises(NotPossible):
        move(people, found, closes_at, reason=reason)
    assert again(found).closes_at == CLOSES


def test_a_round_that_has_closed_or_run_out_is_never_opened_again(people):
    closed, run_out = close(people, a_round(people)), a_round(people)
    for found, now in ((closed, NOW), (run_out, CLOSES), (run_out, CLOSES + timedelta(days=1))):
        with pytest.raises(NotPossible):
            move(people, found, CLOSES + timedelta(days=30), now=now)
    closing.close_due(now=CLOSES)
    assert again(run_out).is_closed


def test_a_round_never_closes_before_it_opens(people):
    found = a_round(people, opens_at=NOW + timedelta(days=3), closes_at=NOW + timedelta(days=9))
    with pytest.raises(NotPossible):
        move(people, found, NOW + timedelta(days=2))


def test_a_draft_whose_last_day_has_passed_can_be_given_a_new_one(people):
    found = a_round(people, is_open=False)
    move(people, found, CLOSES + timedelta(days=10), now=CLOSES + timedelta(days=1))
    assert again(found).closes_at == CLOSES + timedelta(days=10)


def test_only_the_secretariat_of_the_council_moves_a_deadline(people):
    found = a_round(people)
    for who in (people.reader, people.representative, people.neighbour):
        with pytest.raises(Refused):
            move(people, found, CLOSES + timedelta(days=1), by=who)


def test_two_who_move_it_at_once_are_told_of_each_other(people):
    found = a_round(people)
    move(people, found, CLOSES + timedelta(days=1), seen=CLOSES)
    with pytest.raises(ChangedMeanwhile):
        move(people, found, CLOSES + timedelta(days=2), seen=CLOSES)


def sent(found, on, clock, **more):
    fields = {"closes_on": f"{on:%Y-%m-%d}", "closes_at": clock, "reason": "Flere ba om det."}
    return {**fields, "seen": again(found).closes_at.isoformat(), **more}


def test_the_page_takes_norwegian_time_in_summer_and_winter(people):
    found = a_round(people, now=timezone.now())
    client, address = people.secretary.client, f"/r/vestre/runder/{found.pk}/frist/"
    today = timezone.localdate()
    for month in (1, 7):
        # The next one, and at most a year ahead.
        days = [date(today.year + more, month, day) for more in (0, 1) for day in (15, 10)]
        wanted_on = next(day for day in days if today < day < today + timedelta(days=364))
        wanted = datetime.combine(wanted_on, time(18, 30), tzinfo=OSLO)
        assert client.post(address, sent(found, wanted, "18.30")).status_code == 302
        assert again(found).closes_at == wanted


def test_the_page_says_what_is_wrong_and_whom_one_met(people):
    found = a_round(people, now=timezone.now())
    client, address = people.secretary.client, f"/r/vestre/runder/{found.pk}/frist/"
    tomorrow = timezone.localdate() + timedelta(days=1)
    for wrong in ({"closes_on": "x"}, {"reason": ""}, {"closes_on": "2020-01-01"}, {"closes_at": "25:99"}):
        assert client.post(address, sent(found, tomorrow, "12:00", **wrong)).status_code == 422
    response = client.post(address, sent(found, tomorrow, "12:00", seen=NOW.isoformat()))
    assert response.status_code == 409
    again_sent = response.context["form"].data
    assert client.post(address, again_sent).status_code == 302


def test_a_draft_is_removed_with_its_questions_and_codes(people):
    found = a_round(people, is_open=False)
    slips(people, found, 5)
    address = f"/r/vestre/runder/{found.pk}/fjern/"
    assert people.secretary.client.get(address).status_code == 200
    assert Round.objects.exists(), "it asks first"
    response = people.secretary.client.post(address)
    assert (response.status_code, response.url) == (302, "/r/vestre/runder/")
    assert not any(model.objects.exists() for model in (Round, Item, Group, Slip))
    assert AuditEntry.objects.get(verb="survey.round.remove").changes["title"] == ["Hva betyr mest?", None]


@pytest.mark.parametrize("state", ["open", "ahead", "closed"])
def test_a_round_that_has_been_opened_is_never_removed(people, state):
    later = {"opens_at": NOW + timedelta(days=1)} if state == "ahead" else {}
    found = a_round(people, **later)
    if state == "closed":
        found = close(people, found)
    with pytest.raises(NotPossible):
        remove(people, found)
    assert people.secretary.client.post(f"/r/vestre/runder/{found.pk}/fjern/").status_code == 422
    assert Round.objects.count() == 1


def test_others_remove_no_draft(people):
    found = a_round(people, is_open=False)
    for who in (people.reader, people.representative, people.neighbour):
        with pytest.raises(Refused):
            remove(people, found, by=who)


def test_a_choice_of_direction_can_take_the_step_anew_when_its_draft_is_removed(people):
    choice = a_choice(people)
    asked = Asked(step=Step.RATING, mode=Round.Mode.OPEN, opens_at=NOW, closes_at=CLOSES)
    where = {"actor": people.secretary.actor, "council": people.council, "choice_id": choice.pk, "now": NOW}
    taken = asking.begin_step(asked=asked, **where)
    remove(people, taken.round)
    assert not ChoiceRound.objects.exists()
    assert asking.begin_step(asked=asked, **where).step == Step.RATING


def listed(people, query=""):
    return people.secretary.client.get(f"/r/vestre/runder/{query}").content.decode()


def test_all_rounds_of_a_council_stand_in_one_list_and_can_be_narrowed(people):
    now = timezone.now()
    a_round(people, is_open=False, now=now, title={"nb": "Kladden"})
    a_round(people, now=now, title={"nb": "Den åpne"})
    close(people, a_round(people, now=now, title={"nb": "Den lukkede"}), now=now)
    names = ("Kladden", "Den åpne", "Den lukkede")

    def shown(query):
        page = listed(people, query)
        return [name for name in names if name in page]

    assert shown("") == list(names)
    assert shown("?tilstand=forberedes") == ["Kladden"]
    assert shown("?tilstand=apne") == ["Den åpne"]
    assert shown("?tilstand=lukket") == ["Den lukkede"]
    assert shown("?q=ÅPNE") == ["Den åpne"]
    assert shown("?tilstand=%00&q=%00") == list(names)


def test_the_list_says_which_closed_rounds_wait_for_a_resolution(people):
    choice = a_closed_rating(people)
    (taken,) = choice.rounds.select_related("round__council")
    assert beside.places([taken.round])[taken.round_id].is_undecided
    assert f'href="{choice.get_absolute_url()}"' in listed(people)


def test_a_round_whose_deadline_has_passed_is_closed_when_the_list_is_opened(people):
    found = a_round(people, now=timezone.now() - timedelta(days=30))
    listed(people)
    assert again(found).is_closed


def test_a_hundred_rounds_take_no_more_queries_than_a_few(people):
    for n in range(100):
        made = Round.objects.create(
            council=people.council, kind="direction", mode="open", title={"nb": f"Runde {n}"}, opens_at=NOW,
            closes_at=CLOSES, made_at=NOW, opened_at=NOW, closed_at=NOW, ballot_count=9,
        )  # fmt: skip
        ChoiceRound.objects.create(choice=a_choice(people), step="rating", round=made)
    with CaptureQueriesContext(connection) as queries:
        listed(people)
    assert len(queries) <= 20


def lines(people, on=TODAY, who=None):
    who = who or people.secretary
    return [(row.text, row.url) for row in waiting.waiting(who.actor, who.account, on)]


def test_my_page_tells_of_drafts_and_of_days_that_have_passed(people):
    assert lines(people) == []
    draft = a_round(people, is_open=False)
    running = a_round(people)
    (only,) = lines(people)
    assert only[1] == f"/r/vestre/runder/{draft.pk}/"
    after = (CLOSES + timedelta(days=1)).date()
    assert {url for _, url in lines(people, after)} == {f"/r/vestre/runder/{row.pk}/" for row in (draft, running)}
    assert lines(people, after) != lines(people)
    close(people, running)
    assert len(lines(people, after)) == 1
    assert lines(people, after, people.reader) == lines(people, after, people.neighbour) == []


def test_my_page_follows_a_deadline_that_is_moved(people):
    found = a_round(people)
    after = (CLOSES + timedelta(days=1)).date()
    assert lines(people, after)
    move(people, found, CLOSES + timedelta(days=3))
    assert lines(people, after) == []


def test_my_page_tells_of_texts_that_nobody_has_read(people):
    found = a_round(people, asks=("scale", "text"))
    for code in slips(people, found, 6):
        answer(found, code, scale=3, text="Bussen")
    close(people, found)
    ((text, url),) = lines(people)
    assert url == f"/r/vestre/runder/{found.pk}/tekster/"
    assert "6" in text


def seats(people, counts):
    """So many from each participant in the assembly, and the body."""
    for n, (participant, count) in enumerate(counts):
        for m in range(count):
            a_seat(people, a_person(people, f"Person{n}{m} Etternavn"), participant=participant)
    return Body.objects.get(council=people.council)


def test_who_would_be_asked_is_counted_and_small_groups_are_told_before_anyone_is(people):
    first, second, third = people.participants
    body = seats(people, [(first, 6), (second, 9), (third, 2)])
    groups = [GroupToAsk(name=one.name, participant_id=one.pk) for one in people.participants]
    found = expected.in_body(body, groups, mode="anonymous", smallest=5, on=TODAY)
    assert [line.count for line in found.lines] == [6, 9, 2]
    # The small one would be the total minus the others, so the next smallest is hidden with it.
    assert [line.is_shown for line in found.lines] == [False, True, False]
    assert expected.in_body(body, groups, mode="open", smallest=5, on=TODAY).hidden == []


def test_people_who_belong_to_no_group_are_counted_too(people):
    body = seats(people, [(people.participants[0], 5), (None, 3)])
    a_seat(people, a_person(people, "Uten Epost", email=""), body=body)
    found = expected.in_body(
        body, [GroupToAsk(name="Én", participant_id=people.participants[0].pk)], mode="anonymous", smallest=5, on=TODAY
    )
    assert [(line.name, line.count) for line in found.lines] == [("Én", 5), ("", 4)]
    assert (found.total, found.without_mail) == (9, 1)


def test_the_page_before_opening_says_which_groups_have_too_few_codes(people):
    found = a_round(people, is_open=False)
    group = Group.objects.create(round=found, name="Små")
    address = f"/r/vestre/runder/{found.pk}/apne/?sprak=en"
    assert "Nobody has got a code yet." in people.secretary.client.get(address).content.decode()
    slips(people, found, 3, group=group)
    page = people.secretary.client.get(address).content.decode()
    assert "Små" in page
    assert "Nobody has got a code yet." not in page
    assert expected.by_codes(again(found)).hidden[0].name == "Små"


def test_those_without_an_address_are_let_answer_on_paper_by_a_button(people):
    found = a_round(people, mode="open", now=timezone.now())
    a_seat(people, kari := a_person(people))
    a_seat(people, ola := a_person(people, "Ola Nordmann", email=""))
    body = people.council.bodies.get()
    client, address = people.secretary.client, f"/r/vestre/runder/{found.pk}/lenker/"
    response = client.post(address, {"body": body.pk, "step": "paper"})
    assert response.url == f"/r/vestre/runder/{found.pk}/papir/"
    assert [row.person for row in Invitation.objects.all()] == [ola]
    key = Invitation.objects.get().key_hash
    assert client.post(address, {"body": body.pk, "step": "paper"}).url == address
    assert Invitation.objects.get().key_hash == key, "twice is once"
    assert again(found).issued_count == 1
    assert ola.name in client.get(response.url).content.decode()
    assert kari.name not in client.get(response.url).content.decode()


def test_an_anonymous_round_has_no_such_button(people):
    found = a_round(people, now=timezone.now())
    a_seat(people, a_person(people, email=""))
    body = people.council.bodies.get()
    address = f"/r/vestre/runder/{found.pk}/lenker/"
    assert 'value="paper"' not in people.secretary.client.get(address).content.decode()
    assert people.secretary.client.post(address, {"body": body.pk, "step": "paper"}).status_code == 422


@pytest.mark.parametrize("on", [date(2027, 3, 28), date(2026, 10, 25), date(2026, 12, 31)])
def test_a_day_lasts_to_its_end_and_is_still_shown_as_that_day(on):
    last = end_of(on)
    midnight = datetime.combine(on + timedelta(days=1), time(), tzinfo=OSLO)
    assert midnight - last == timedelta(microseconds=1)
    assert datetime.combine(on, time(23, 59, 30), tzinfo=OSLO) < last
    with translation.override("nb"):
        assert moment(last).endswith("kl.\xa023.59")
    assert timezone.localdate(last) == on


def test_a_last_moment_at_2359_is_the_end_of_the_day_and_sending_the_form_unchanged_moves_nothing(people):
    found = a_round(people)
    move(people, found, end_of(TODAY + timedelta(days=3)))
    found = again(found)
    shown = DeadlineForm.of(found)
    given = {name: shown[name].value() for name in ("closes_on", "closes_at", "seen")}
    assert 'value="23:59"' in str(shown["closes_at"])
    sent = DeadlineForm.of(found, given | {"closes_at": "23:59", "reason": "Samme"})
    assert sent.is_valid(), sent.errors
    assert sent.cleaned_data["moment"] == found.closes_at
    earlier = DeadlineForm.of(found, given | {"closes_at": "14:30", "reason": "Tidligere"})
    assert earlier.is_valid()
    assert timezone.localtime(earlier.cleaned_data["moment"]).time() == time(14, 30)


def test_a_groups_name_that_is_too_long_is_refused_and_not_cut(people):
    found = a_round(people, is_open=False)
    with pytest.raises(NotPossible) as told:
        rounds.add_group(
            actor=people.secretary.actor, council=people.council, round_id=found.pk, name="x" * 121, now=NOW
        )

    assert told.value.field == "name"
    assert not found.groups.exists()


def test_a_round_keeps_the_dated_limit_of_the_day_it_was_made(people, monkeypatch):
    before = a_round(people, is_open=False)
    monkeypatch.setattr(rounds, "fewest_answers", lambda on: 7)
    with translation.override("en"), pytest.raises(NotPossible, match="from 7 to 100"):
        a_round(people, is_open=False, smallest_group=6)

    assert (again(before).smallest_group, a_round(people, is_open=False).smallest_group) == (5, 7)


def test_the_database_never_asks_for_less_than_the_dated_limit_of_any_day():
    versions = content_of("thresholds/small_groups.yaml")["versions"]
    assert min(int(row["numbers"]["fewest_answers"]) for row in versions) >= SMALLEST_GROUP
