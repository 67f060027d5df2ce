"""Nothing is public before it is read; what is held back does not show; what is personal can go."""

import io
from datetime import timedelta

import openpyxl
import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from tests.people import NOW, TODAY
from tests.web.participation.voices import a_round, a_submission, an_answer
from veivalg.web.access.catalogue import Role
from veivalg.web.access.doors import Refused, SecondFactorNeeded
from veivalg.web.audit.changes import ChangedMeanwhile
from veivalg.web.audit.models import AuditEntry
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.participation.models import Submission
from veivalg.web.participation.operations import moderating, sending

pytestmark = pytest.mark.django_db
PAGES = ("", "innspill/", "innspill/?q=hemmelig", "innspill.csv", "oppsummering/")


@pytest.fixture
def row(people):
    return a_round(people.council, on=timezone.localdate())


def moderate(people, submission, *, actor=None, council=None, version=1, is_published=True, reason="", note=""):
    return moderating.moderate(
        actor=actor or people.secretary.actor,
        council=council or people.council,
        submission_id=submission.pk,
        version=version,
        is_published=is_published,
        reason=reason,
        note=note,
        now=NOW,
    )


def erase(people, submission, *, actor=None, reason="Bedt om det", with_text=False):
    return moderating.erase_personal(
        actor=actor or people.secretary.actor,
        council=people.council,
        submission_id=submission.pk,
        version=submission.version,
        reason=reason,
        with_text=with_text,
        now=NOW,
    )


@pytest.mark.parametrize("state", ["received", "withheld", "withdrawn"])
def test_what_is_not_published_leaks_to_nobody(people, row, state):
    submission = a_submission(
        row, "Hemmelig tekst", state=state, reason="Hemmelig grunn", shown_name="Hemmelig navn", note="Hemmelig notat"
    )
    an_answer(submission, "Hemmelig svar")
    moderating_note = people.secretary.client.get(f"/r/vestre/medvirkning/innspill/{submission.pk}/")
    assert moderating_note.status_code == 200
    readers = [Client(), *(getattr(people, who).client for who in ("representative", "municipal_contact", "reader"))]
    readers += [people.youth.client, people.neighbour.client, people.visiting_host.client]
    for reader in readers:
        for page in PAGES:
            content = reader.get(f"/r/vestre/medvirkning/{row.pk}/{page}").content.decode()
            assert "Hemmelig" not in content, page
        assert "Hemmelig" not in reader.get("/r/vestre/").content.decode()
        assert "Hemmelig" not in reader.get("/r/vestre/medvirkning/").content.decode()


def test_the_history_of_submissions_is_for_the_secretariat_alone(people, row):
    submission = a_submission(row, state="received")
    moderate(people, submission, is_published=False, reason="Navngir en nabo")

    client = people.secretary.client
    client.get("/?sprak=en")
    assert "withheld a submission" in client.get("/r/vestre/historikk/").content.decode()
    for who in (people.representative, people.municipal_contact, people.reader, people.visiting_host):
        who.client.get("/?sprak=en")
        for page in ("historikk/", "historikk/?type=participation.submission", f"medvirkning/{row.pk}/"):
            content = who.client.get(f"/r/vestre/{page}").content.decode()
            assert f"Submission {submission.pk}" not in content
    assert "Navngir" not in str(list(AuditEntry.objects.values_list("changes", "reason")))


def test_several_are_published_at_once_and_only_as_they_were_read(people, row):
    first, second, third = (a_submission(row, f"Nummer {n}", state="received") for n in range(3))
    Submission.objects.filter(pk=second.pk).update(version=2)
    response = people.secretary.client.post(
        f"/r/vestre/medvirkning/{row.pk}/les/",
        {"valgt": [f"{first.pk}-1", f"{second.pk}-1", "x", "-1", f"{10**30}-1", "\x00"]},
    )

    assert response.status_code == 302
    assert set(Submission.objects.filter(state="published")) == {first}
    assert set(Submission.objects.filter(state="received")) == {second, third}
    assert AuditEntry.objects.filter(verb=Verb.SUBMISSION_PUBLISHED).count() == 1


def test_what_belongs_to_another_council_is_not_published_from_here(people, row):
    other = a_round(people.neighbour_council, on=timezone.localdate())
    submission = a_submission(other, state="received")
    people.secretary.client.post(f"/r/vestre/medvirkning/{row.pk}/les/", {"valgt": [f"{submission.pk}-1"]})

    submission.refresh_from_db()
    assert submission.state == "received"
    with pytest.raises(Submission.DoesNotExist):
        moderate(people, submission)


def test_withholding_takes_a_reason_and_may_be_changed_again(people, row):
    submission = a_submission(row, state="received")
    with pytest.raises(NotPossible) as error:
        moderate(people, submission, is_published=False, reason=" ")
    assert error.value.field == "reason"
    withheld = moderate(people, submission, is_published=False, reason="Nevner en nabo", note="Ringt")
    assert (withheld.state, withheld.reason, withheld.note) == ("withheld", "Nevner en nabo", "Ringt")

    published = moderate(people, submission, version=2)
    assert (published.state, published.reason) == ("published", "")
    with pytest.raises(ChangedMeanwhile):
        moderate(people, submission, version=2)


def test_two_who_moderate_at_once_see_each_other(people, row):
    submission = a_submission(row, state="received")
    address = f"/r/vestre/medvirkning/innspill/{submission.pk}/"
    client = people.secretary.client
    assert client.post(address, {"choice": "publish", "version": 1}).status_code == 302
    response = client.post(address, {"choice": "withhold", "reason": "Nei", "version": 1})

    assert response.status_code == 409
    submission.refresh_from_db()
    assert submission.state == "published"


@pytest.mark.parametrize("wrong", [{"choice": "x"}, {"choice": ""}, {"version": "x"}, {"reason": "a\x00b"}])
def test_a_form_that_cannot_be_changes_nothing(people, row, wrong):
    submission = a_submission(row, state="received")
    address = f"/r/vestre/medvirkning/innspill/{submission.pk}/"
    form = {"choice": "publish", "version": 1} | wrong

    assert people.secretary.client.post(address, form).status_code == 422
    submission.refresh_from_db()
    assert submission.state == "received"


def test_what_was_taken_back_is_not_published(people, row):
    with pytest.raises(NotPossible, match="withdrawn"):
        moderate(people, a_submission(row, state="withdrawn"))


@pytest.mark.parametrize("who", ["representative", "municipal_contact", "action_owner", "reader", "youth", "neighbour"])
def test_only_the_secretariat_moderates_and_erases(people, row, who):
    submission = a_submission(row)
    actor = getattr(people, who).actor

    with pytest.raises(Refused):
        moderate(people, submission, actor=actor)
    with pytest.raises(Refused):
        erase(people, submission, actor=actor)


def test_moderating_takes_a_second_factor(people, row):
    with pytest.raises(SecondFactorNeeded):
        moderate(people, a_submission(row), actor=people.secretary_without_second_factor.actor)


def test_erasing_empties_who_someone_is_and_the_text_when_asked(people, row):
    submission = a_submission(row, "Jeg heter Kari", shown_name="Kari", email="kari@example.no", key="k" * 43)
    erased = erase(people, submission)
    assert (erased.shown_name, erased.email, erased.text) == ("", "", "Jeg heter Kari")
    erased = erase(people, erased, with_text=True)
    assert erased.text == ""
    entry = AuditEntry.objects.filter(verb=Verb.SUBMISSION_ERASED).first()
    assert entry.reason == "Bedt om det"
    assert "Kari" not in str(entry.changes)
    with pytest.raises(NotPossible):
        moderate(people, erased, version=erased.version)
    with pytest.raises(NotPossible):
        erase(people, erased, reason="\u200b")
    for page in (*PAGES, "les/", "svar/", "alle-innspill.csv"):
        assert "Kari" not in people.secretary.client.get(f"/r/vestre/medvirkning/{row.pk}/{page}").content.decode()


def test_the_page_for_erasing_erases(people, row):
    submission = a_submission(row, shown_name="Kari")
    address = f"/r/vestre/medvirkning/innspill/{submission.pk}/slett/"
    client = people.secretary.client
    assert client.post(address, {"version": 1}).status_code == 422
    assert client.post(address, {"version": 1, "reason": "Ba om det", "with_text": "on"}).status_code == 302

    submission.refresh_from_db()
    assert (submission.shown_name, submission.text) == ("", "")


def test_the_database_itself_holds_texts_and_reasons(row):
    for wrong in ({"text": ""}, {"state": "withheld", "reason": ""}, {"state": "x"}):
        submission = a_submission(row)
        with pytest.raises(IntegrityError), transaction.atomic():
            Submission.objects.filter(pk=submission.pk).update(**wrong)


REGISTERED = {
    "channel": "letter",
    "text": "I brev",
    "kind": "organisation",
    "body_name": "Bygdelaget",
    "shown_name": "",
    "about_key": "",
    "email": "",
}


def test_what_came_by_letter_is_registered_also_after_the_deadline(people):
    row = a_round(people.council, on=timezone.localdate() - timedelta(days=100))
    today = timezone.localdate()
    client = people.secretary.client
    response = client.post(f"/r/vestre/medvirkning/{row.pk}/registrer/", REGISTERED | {"received_on": today})

    made = Submission.objects.get()
    assert response.url == f"/r/vestre/medvirkning/innspill/{made.pk}/"
    assert (made.channel, made.state, made.is_late) == ("letter", "received", True)
    assert AuditEntry.objects.filter(verb=Verb.SUBMISSION_REGISTERED).exists()


@pytest.mark.parametrize("days", [-400, 1])
def test_the_day_something_came_lies_between_the_opening_and_today(people, row, days):
    values = REGISTERED | {"received_on": TODAY + timedelta(days=days), "language": "nb"}
    with pytest.raises(NotPossible):
        sending.register_submission(
            actor=people.secretary.actor, council=people.council, round_id=row.pk, values=values, on=TODAY, now=NOW
        )


def test_everything_is_downloaded_noted_and_without_addresses(people, row):
    a_submission(row, "=1+1", email="kari@example.no")
    a_submission(row, "Holdt tilbake", state="withheld", reason="Navn")
    client = people.secretary.client
    csv = client.get(f"/r/vestre/medvirkning/{row.pk}/alle-innspill.csv").content.decode()
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"/r/vestre/medvirkning/{row.pk}/alle-innspill.xlsx").content))

    assert "Holdt tilbake" in csv
    assert '"\'=1+1"' in csv
    assert "kari@" not in csv
    assert book.worksheets[0].max_row == 3
    assert AuditEntry.objects.filter(verb=Verb.SUBMISSIONS_EXPORTED).count() == 2
    assert client.head(f"/r/vestre/medvirkning/{row.pk}/alle-innspill.csv").status_code == 200
    assert AuditEntry.objects.filter(verb=Verb.SUBMISSIONS_EXPORTED).count() == 2
    assert client.get(f"/r/vestre/medvirkning/{row.pk}/alle-innspill.pdf").status_code == 404


def test_the_secretariat_holds_every_permission_that_the_pages_ask_for(people, row):
    a_submission(row, state="received")
    for page in ("les/", "les/?vis=tilbakeholdt", "svar/", "registrer/", "frist/"):
        assert people.secretary.client.get(f"/r/vestre/medvirkning/{row.pk}/{page}").status_code == 200
    assert Role.SECRETARIAT in people.secretary.actor.roles_in(people.council.pk)
