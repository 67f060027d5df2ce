"""What the trail and the pages keep to themselves: drafts that are not named, and the young that nobody is to find."""

from datetime import timedelta

import pytest

from tests.people import NOW, TODAY
from tests.web.directions.choosing import a_choice
from tests.web.strategy.planning import a_small_plan
from tests.web.youth.panel import a_matter, an_answer, one_of_the_young, something_said
from tests.web.youth.test_matters import make, open_it
from veivalg.web.audit.models import AuditEntry
from veivalg.web.strategy.models import Strategy
from veivalg.web.thread import operations
from veivalg.web.youth.models import YouthSubmission
from veivalg.web.youth.operations import answering, matters, moderating

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(people):
    return a_matter(people.council)


@pytest.mark.parametrize("subject", ["strategy", "direction"])
def test_a_draft_is_not_named_in_the_history_of_the_matter_about_it(people, subject):
    secret = "Hemmelig utkast"
    draft = a_small_plan(people.council, state="draft")
    Strategy.objects.update(name=secret)
    draft.refresh_from_db()
    if subject == "direction":
        draft = a_choice(people, title=secret)
    row = make(people)
    values = {name: getattr(row, name) for name in ("title", "about", "open_to_change", "settled", "link")}
    values |= {"strategy": None, "direction": None} | {subject: draft}
    values |= {n: getattr(row, n) for n in ("response_deadline", "resolution_planned_on", "answers_due_on")}
    row = matters.change_matter(
        actor=people.secretary.actor, council=people.council, matter_id=row.pk, version=1, values=values,
        on=TODAY, now=NOW,
    )  # fmt: skip
    open_it(people, row)
    open_it(people, make(people, **{subject: draft}))

    for who in (people.reader, people.representative):
        for place in (row.get_absolute_url(), "/r/vestre/historikk/?type=youth.youthmatter"):
            page = who.client.get(place).content.decode()
            assert "Bussen om kvelden" in page
            assert secret not in page


def test_the_trail_does_not_tie_what_an_erased_account_sent_to_the_note_that_opened_it(people):
    young = one_of_the_young(people.council)
    sent = [something_said(people.council, account=young.account) for _ in range(2)]
    an_answer(sent[0])
    operations.erase_own_account(actor=young.actor, now=NOW)

    assert not YouthSubmission.objects.exclude(account=None).exists()
    about = AuditEntry.objects.filter(subject_type=YouthSubmission._meta.label_lower)
    assert not about.filter(subject_id__in=[row.pk for row in sent]).exists()


def test_the_order_within_a_day_and_the_numbers_tell_nobody_who_was_first(people, client):
    for _ in range(7):
        something_said(people.neighbour_council)
    row = a_matter(people.council)
    later, first = [
        something_said(people.council, row, text, received_at=NOW - timedelta(hours=hours))
        for text, hours in (("Bading", 1), ("Akebakke", 2))
    ]
    two = [
        something_said(people.council, row, text, received_on=TODAY, received_at=NOW - timedelta(hours=hours))
        for text, hours in (("Ball", 2), ("And", 1))
    ]
    for each in (later, first, *two):
        an_answer(each)

    for place in ("/r/vestre/ungdom/innspill/", row.get_absolute_url(), "/r/vestre/ungdom/"):
        page = client.get(place).content.decode()
        assert not any(f'"innspill-{each.pk}"' in page for each in (later, first, *two))
        assert 'id="innspill-1"' in page
    found = client.get("/r/vestre/ungdom/innspill/").context["found"]
    assert [each.submission.text for each in found] == ["And", "Ball", "Akebakke", "Bading"]
    assert f'id="innspill-{first.pk}"' in people.secretary.client.get(row.get_absolute_url()).content.decode()


def test_what_was_said_at_meetings_is_read_with_a_second_factor_until_it_is_published(people):
    something_said(people.council, text="Ulest", channel="gathering", state="received")
    answer = people.secretary_without_second_factor.client.get("/r/vestre/ungdom/mine/")

    assert answer.status_code in (302, 403)
    assert "Ulest" not in answer.content.decode()
    assert "Ulest" in people.secretary.client.get("/r/vestre/ungdom/mine/").content.decode()


def test_whoever_asks_is_told_that_the_panel_reads_a_draft_that_is_not_public(people):
    client, alone = people.secretary.client, "The draft is shown to the panel and the secretariat alone."
    form = client.get("/r/vestre/ungdom/ny/?sprak=en").content.decode()
    assert "also a draft that is not public" in form
    assert "also of a choice that is not public" in form

    drafts = ({"strategy": a_small_plan(people.council, state="draft")}, {"direction": a_choice(people)})
    for number, draft in enumerate(drafts):
        assert (
            alone
            in client.get(
                f"{make(people, title=str(number), **draft).get_absolute_url()}apne/?sprak=en"
            ).content.decode()
        )
    known = make(people, strategy=a_small_plan(people.council))
    assert alone not in client.get(f"{known.get_absolute_url()}apne/?sprak=en").content.decode()


def test_the_words_of_a_matter_before_it_was_opened_are_for_those_who_prepare_it(people):
    row = make(people, title="Hemmelig tittel", about="Hemmelig ordlyd")
    values = {name: getattr(row, name) for name in ("settled", "link", "open_to_change", "strategy", "direction")}
    values |= {n: getattr(row, n) for n in ("response_deadline", "resolution_planned_on", "answers_due_on")}
    values |= {"title": "Bussen om kvelden", "about": "Vi skal velge ruter."}
    row = matters.change_matter(
        actor=people.secretary.actor, council=people.council, matter_id=row.pk, version=1, values=values,
        on=TODAY, now=NOW,
    )  # fmt: skip
    open_it(people, row)
    places = (row.get_absolute_url(), "/r/vestre/historikk/", f"/r/vestre/historikk/?objekt=youth.youthmatter:{row.pk}")

    for who in (people.reader, people.representative, people.visiting_host):
        for place in places:
            page = who.client.get(place).content.decode()
            assert "Bussen om kvelden" in page
            assert "Hemmelig" not in page
    assert all("Hemmelig ordlyd" in people.secretary.client.get(place).content.decode() for place in places)


def test_what_was_withheld_and_earlier_answers_are_in_no_history_but_the_secretariats(people, row):
    sent = something_said(people.council, row, "Hemmelig innspill", state="received")
    secretary = people.secretary
    moderating.moderate(
        actor=secretary.actor, council=people.council, submission_id=sent.pk, version=1, is_published=False,
        reason="Hemmelig grunn", now=NOW,
    )  # fmt: skip
    for version, words in enumerate(("Hemmelig svar", "Et annet svar"), start=2):
        answering.answer(
            actor=secretary.actor, council=people.council, submission_id=sent.pk, version=version, outcome="not_used",
            words=words, strategy=None, changed_keys=[], resolution=None, on=TODAY, now=NOW,
        )  # fmt: skip
    places = [
        "historikk/",
        "historikk/?type=youth.youthsubmission",
        f"historikk/?objekt=youth.youthsubmission:{sent.pk}",
    ]
    places += [
        "",
        "ungdom/",
        "ungdom/innspill/",
        "ungdom/innspill/?q=emmelig",
        f"ungdom/{row.pk}/",
        "ungdom/oppsummering/",
    ]

    for who in (people.reader, people.representative, people.visiting_host, one_of_the_young(people.council)):
        for place in places:
            page = who.client.get(f"/r/vestre/{place}").content.decode()
            assert "Hemmelig" not in page, place
            assert f"nummer {sent.pk}" not in page, place
    assert "Hemmelig svar" in secretary.client.get(f"/r/vestre/ungdom/innspill/{sent.pk}/").content.decode()
