"""What is done beside the pages goes on, whatever fails."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.people import NOW
from tests.web.barometer import rounds as barometer
from tests.web.survey.asking import CLOSES, a_person, a_round, again, answer, slips
from veivalg import cli
from veivalg.web.barometer.models import RoundFinding
from veivalg.web.barometer.operations import publishing
from veivalg.web.councils.operations import set_up
from veivalg.web.outbox.models import Message
from veivalg.web.site import work
from veivalg.web.survey.models import Ballot
from veivalg.web.survey.operations import closing, handing_out

pytestmark = pytest.mark.django_db
NAMES = [task.name for task in work.TASKS]


def fails(*_args, **_more):
    raise ValueError("one row that nobody thought of")


def with_one_broken(monkeypatch, broken: str, done: list[str]) -> None:
    """Every task notes its name instead of what it does, but for one, which fails."""

    def noting(name):
        return lambda now: done.append(name)

    given = [replace(task, do=fails if task.name == broken else noting(task.name)) for task in work.TASKS]
    monkeypatch.setattr(work, "TASKS", tuple(given))


@pytest.mark.parametrize("broken", NAMES)
def test_whatever_fails_the_rest_is_done_and_mail_is_sent(monkeypatch, broken):
    done, said, turns = [], [], []

    def pauses(seconds):
        turns.append(seconds)
        if len(turns) == 3:
            raise KeyboardInterrupt

    with_one_broken(monkeypatch, broken, done)
    monkeypatch.setattr(work.time, "sleep", pauses)
    # It would close the connection of the test.
    monkeypatch.setattr(work, "close_old_connections", lambda: None)
    with pytest.raises(KeyboardInterrupt):
        work.keep_on(say=said.append)

    assert set(done) == {*NAMES} - {broken}
    # Tried again later, and told once meanwhile, without the words of the error.
    assert len(said) == 1
    assert "ValueError" in said[0]
    assert broken in said[0]
    assert "nobody thought of" not in said[0]


@pytest.mark.parametrize("broken", NAMES)
def test_a_timer_does_the_rest_too_and_says_what_failed(monkeypatch, capsys, broken):
    done = []
    with_one_broken(monkeypatch, broken, done)

    assert cli.main(["work", "--once"]) == 1

    assert set(done) == {*NAMES} - {broken}
    assert f"Failed: {broken}." in capsys.readouterr().err


def test_mail_comes_every_two_seconds_and_what_failed_once_is_tried_again(monkeypatch):
    clock, done = [0.0], []
    tries = iter([fails, lambda now: done.append("published")])

    def passes(seconds):
        clock[0] += seconds
        if clock[0] > 70:
            raise KeyboardInterrupt

    given = [replace(task, do=lambda now: None) for task in work.TASKS]
    given[0] = replace(given[0], do=lambda now: done.append("mail"))
    given[2] = replace(given[2], do=lambda now: next(tries, lambda now: None)(now))
    monkeypatch.setattr(work, "TASKS", tuple(given))
    monkeypatch.setattr(work.time, "monotonic", lambda: clock[0])
    monkeypatch.setattr(work.time, "sleep", passes)
    monkeypatch.setattr(work, "close_old_connections", lambda: None)
    with pytest.raises(KeyboardInterrupt):
        work.keep_on(say=lambda text: None)

    assert done.count("mail") == 36
    assert done.index("published") == 31


def test_answers_are_deleted_as_promised_though_old_drafts_cannot_be(people, monkeypatch):
    found = a_round(people, now=NOW)
    for code in slips(people, found, 5):
        answer(found, code)
    closing.close_due(now=CLOSES)
    monkeypatch.setattr(set_up, "forget_old_drafts", fails)
    monkeypatch.setattr(work.timezone, "now", lambda: CLOSES + timedelta(days=91))

    assert work.once().failed == ("forgetting drafts of councils",)

    assert not Ballot.objects.exists()


def the_first_fails(monkeypatch, module, name: str) -> None:
    """The function does what it did, but for the first it is asked about, which it always fails at."""
    real, first = getattr(module, name), []

    def half_broken(found, **more):
        first.append(found.pk)
        if found.pk == first[0]:
            raise ValueError("one row that nobody thought of")
        return real(found, **more)

    monkeypatch.setattr(module, name, half_broken)


def test_one_round_that_cannot_be_closed_stops_no_other(people, monkeypatch, caplog):
    rounds = [a_round(people) for _ in range(3)]
    the_first_fails(monkeypatch, closing, "_close")

    assert closing.close_due(now=CLOSES) == 2
    assert closing.close_due(now=CLOSES) == 0

    assert sorted(again(each).is_closed for each in rounds) == [False, True, True]
    # Its number is in the log, once though it is tried every two seconds.
    assert caplog.text.count("closing a round") == 1


def test_one_round_whose_finding_cannot_be_made_stops_no_other(people, monkeypatch):
    for _ in range(2):
        found = barometer.opened(people, barometer.prepared(people))
        barometer.answered(people, found, {"": barometer.alike(9)})
    the_first_fails(monkeypatch, publishing, "content_of")

    assert publishing.publish_due(now=NOW + timedelta(days=22)) == 1
    assert RoundFinding.objects.count() == 1


def test_one_round_whose_results_cannot_be_kept_stops_no_other_from_being_deleted(people, monkeypatch):
    for _ in range(2):
        found = a_round(people)
        for code in slips(people, found, 5):
            answer(found, code)
    closing.close_due(now=CLOSES)
    the_first_fails(monkeypatch, closing, "results_of")

    assert closing.forget_old(now=CLOSES + timedelta(days=91)) == 1
    assert Ballot.objects.count() == 5


def test_nobody_is_sent_a_second_code_to_a_round_that_has_been_open_for_more_than_a_year(people, monkeypatch):
    long, short = a_round(people, closes_at=NOW + timedelta(days=500)), a_round(people)
    kari = a_person(people)
    for found in (long, short):
        given = {"actor": people.secretary.actor, "council": people.council, "round_id": found.pk}
        handing_out.mail_codes(people=[(kari, None)], now=NOW, **given)
    Message.objects.update(state="sent", body="", subject="", recipient="")
    closing.close_due(now=CLOSES)
    monkeypatch.setattr(work.timezone, "now", lambda: NOW + timedelta(days=400))

    work.once()

    assert [key.split(":")[1] for key in Message.objects.values_list("key", flat=True)] == [str(long.pk)]
