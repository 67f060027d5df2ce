"""Short texts: read by the secretariat in no order, and published or held back before anyone else sees them."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.people import NOW
from tests.web.survey.asking import a_round, again, answer, close, slips
from veivalg.web.access.doors import Refused
from veivalg.web.audit.models import AuditEntry
from veivalg.web.councils.models import Council
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.survey import texts
from veivalg.web.survey.models import TextAnswer
from veivalg.web.survey.operations import closing, reading_texts

State = TextAnswer.State


def written(people, count=6, *, now=NOW, mode="anonymous", **more):
    """A closed round in which so many wrote a text each: "Tekst 0" …"""
    found = a_round(people, asks=("scale", "text"), now=now, mode=mode, **more)
    for n, code in enumerate(slips(people, found, max(5, count), now=now)[:count]):
        answer(found, code, scale=3, text=f"Tekst {n}", now=now)
    return close(people, found, now=now)


def sort(people, found, decided, *, seen=State.UNREAD, by=None, council: Council | None = None, now=NOW):
    return reading_texts.sort_texts(
        actor=(by or people.secretary).actor,
        council=council or people.council,
        round_id=found.pk,
        decided=decided,
        seen=seen,
        now=now,
    )


def ids(found, state=State.UNREAD):
    return [row.pk for row in texts.texts_of(found, state)]


def page(people, found, vis="uleste", who=None):
    client = (who or people.secretary).client
    return client.get(f"/r/vestre/runder/{found.pk}/tekster/?vis={vis}").content.decode()


def test_a_text_is_read_by_the_secretariat_before_it_is_published(people):
    found = written(people)
    first, second, *_ = ids(found)
    with pytest.raises(Refused):
        sort(people, found, {first: State.PUBLISHED}, by=people.reader)
    sort(people, found, {first: State.PUBLISHED, second: State.WITHHELD})

    assert (ids(found, State.PUBLISHED), ids(found, State.WITHHELD)) == ([first], [second])
    assert texts.counts_of(found) == {State.UNREAD: 4, State.PUBLISHED: 1, State.WITHHELD: 1}
    entry = AuditEntry.objects.order_by("pk").last()
    assert entry.changes == {"published_texts": [None, 1], "withheld_texts": [None, 1]}
    assert str(first) not in f"{entry.changes}{entry.subject_id}"


def test_fewer_than_five_texts_are_neither_kept_nor_shown(people):
    found = written(people, 4)
    assert not TextAnswer.objects.exists()
    TextAnswer.objects.create(item=found.items.get(key="text"), text="Kom igjen", state=State.PUBLISHED)
    assert ids(found, State.PUBLISHED) == []
    assert "Kom igjen" not in page(people, found, "publiserte")


def test_texts_of_a_round_that_is_open_are_read_by_nobody(people):
    now = timezone.now()
    found = a_round(people, asks=("scale", "text"), now=now)
    for code in slips(people, found, 6, now=now):
        answer(found, code, scale=3, text="Hemmelig", now=now)
    assert texts.counts_of(found) == dict.fromkeys(State, 0)
    assert "Hemmelig" not in page(people, found)


def test_the_order_of_texts_is_not_the_one_they_came_in(people):
    found = written(people, 40)
    came = [f"Tekst {n}" for n in range(40)]
    shown = [row.text for row in texts.texts_of(found, State.UNREAD)]
    assert sorted(shown) == sorted(came)
    assert shown != came
    assert shown == [row.text for row in sorted(TextAnswer.objects.all(), key=lambda row: row.pk)]


def test_two_who_read_the_same_text_do_not_overwrite_each_other(people):
    found = written(people)
    first, *_ = ids(found)
    sort(people, found, {first: State.WITHHELD})
    with pytest.raises(reading_texts.ReadMeanwhile):
        sort(people, found, {first: State.PUBLISHED})
    response = people.secretary.client.post(
        f"/r/vestre/runder/{found.pk}/tekster/?vis=uleste", {f"tekst-{first}": "published"}
    )
    assert response.status_code == 409
    assert ids(found, State.PUBLISHED) == []


def test_a_published_text_can_be_taken_back(people):
    found = written(people)
    first, *_ = ids(found)
    sort(people, found, {first: State.PUBLISHED})
    sort(people, found, {first: State.WITHHELD}, seen=State.PUBLISHED)
    assert ids(found, State.WITHHELD) == [first]


def test_what_is_published_stays_when_answers_are_deleted_and_is_gone_when_it_is_taken_back_then(people):
    found = written(people)
    first, second, *_ = ids(found)
    sort(people, found, {first: State.PUBLISHED, second: State.PUBLISHED})
    closing.forget_old(now=NOW + timedelta(days=91))
    found = again(found)
    assert set(ids(found, State.PUBLISHED)) == {first, second}
    assert TextAnswer.objects.count() == 2
    sort(people, found, {first: State.WITHHELD}, seen=State.PUBLISHED)
    assert [row.pk for row in TextAnswer.objects.all()] == [second]


@pytest.mark.parametrize("decided", ["someone else's", "unread again"])
def test_texts_of_other_rounds_and_texts_that_would_be_unread_again_are_refused(people, decided):
    found, other = written(people), written(people)
    wrong = {ids(other)[0]: State.PUBLISHED} if decided == "someone else's" else {ids(found)[0]: State.UNREAD}
    with pytest.raises(NotPossible):
        sort(people, found, wrong)
    assert not TextAnswer.objects.exclude(state=State.UNREAD).exists()


def test_the_secretariat_reads_a_page_and_says_what_becomes_of_each(people):
    found = written(people, now=timezone.now())
    first, second, *_ = ids(found)
    shown = page(people, found)
    assert "Tekst 0" in shown
    assert shown.count('type="radio"') == 6 * 3
    client, address = people.secretary.client, f"/r/vestre/runder/{found.pk}/tekster/?vis=uleste"
    response = client.post(address, {f"tekst-{first}": "published", f"tekst-{second}": "withheld"})
    assert (response.status_code, response.url) == (302, address)
    assert (ids(found, State.PUBLISHED), ids(found, State.WITHHELD)) == ([first], [second])
    assert page(people, found).count("<legend") == 4


@pytest.mark.parametrize(
    "sent",
    [{}, {"tekst-x": "published"}, {f"tekst-{uuid.uuid4()}": "published"}, {f"tekst-{uuid.uuid4()}": "\0"}],
    ids=["nothing", "no number", "a text that is not there", "no decision"],
)
def test_a_form_that_decides_nothing_sensible_is_answered_422(people, sent):
    found = written(people)
    assert people.secretary.client.post(f"/r/vestre/runder/{found.pk}/tekster/", sent).status_code == 422


def test_many_texts_are_shown_a_page_at_a_time_in_twenty_queries(people):
    found = written(people)
    item = found.items.get(key="text")
    TextAnswer.objects.bulk_create(TextAnswer(item=item, text=f"Flere {n}") for n in range(300))
    with CaptureQueriesContext(connection) as queries:
        shown = page(people, found)
    assert shown.count("<legend") == 20
    assert len(queries) <= 20
    assert 'rel="next"' in shown


def test_whoever_writes_is_told_first_that_the_text_may_be_shown(people):
    now = timezone.now()
    found = a_round(people, asks=("scale", "text"), now=now)
    (code,) = slips(people, found, 1, now=now)
    asked = people.secretary.client.post("/kode/", {"code": code}).content.decode()
    assert asked.index("-help") < asked.index("<textarea")
