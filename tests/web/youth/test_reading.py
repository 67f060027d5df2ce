"""Who sees what: the panel as a whole for everyone, aliases for a few, and nothing of the erased."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.people import NOW, TODAY
from tests.web.strategy.planning import a_small_plan
from tests.web.youth.panel import MONTH, a_matter, a_resolution, an_answer, one_of_the_young, something_said
from veivalg.web.audit.models import AuditEntry
from veivalg.web.audit.verbs import Verb
from veivalg.web.thread import operations, own_data
from veivalg.web.youth.models import YouthAnswer, YouthMatter, YouthSubmission
from veivalg.web.youth.operations import sending

pytestmark = pytest.mark.django_db
State = YouthSubmission.State


@pytest.fixture
def row(people):
    return a_matter(people.council, on=timezone.localdate())


def test_an_alias_is_for_the_panel_and_the_secretariat_and_never_on_paper(people, row, client):
    young = one_of_the_young(people.council, "Fjellrev")
    an_answer(something_said(people.council, row, account=young.account), answered_on=timezone.localdate())
    places = ["/r/vestre/ungdom/", f"/r/vestre/ungdom/{row.pk}/", "/r/vestre/ungdom/innspill/"]
    paper = "/r/vestre/ungdom/oppsummering/"

    for place in places:
        for who in (people.secretary, one_of_the_young(people.council, "Havørn")):
            assert "Fjellrev" in who.client.get(place).content.decode()
        for who in (client, people.representative.client, people.neighbour.client, people.nobody.client):
            assert "Fjellrev" not in who.get(place).content.decode()
    for who in (client, people.secretary.client, young.client):
        seen = who.get(paper).content.decode()
        assert "Siste buss" in seen
        assert "Fjellrev" not in seen.replace(f'title="{young.account.name}"', "")
    assert "Fjellrev" not in client.get("/r/vestre/ungdom/tall.json").content.decode()


def test_the_history_tells_others_nothing_of_what_the_young_send(people, row):
    young = one_of_the_young(people.council)
    sending.send_submission(
        actor=young.actor, council=people.council, matter_id=row.pk, text="x", key="k", on=TODAY, now=NOW
    )
    address = f"/r/vestre/historikk/?sprak=en&hva={Verb.YOUTH_SUBMISSION_SENT.value}"

    seen = people.secretary.client.get(address)
    assert seen.context["page"].total == 1
    assert "Someone in the youth panel" in seen.content.decode()
    assert young.account.name not in seen.content.decode()
    assert people.reader.client.get(address).context["page"].total == 0


def test_drafts_are_kept_from_the_history_of_others(people):
    address = "/r/vestre/historikk/?type=youth.youthmatter"
    draft = a_matter(people.council, is_open=False)
    AuditEntry.objects.create(
        at=NOW, verb=Verb.YOUTH_MATTER_MADE, council_id=people.council.pk, subject_type="youth.youthmatter",
        subject_id=str(draft.pk),
    )  # fmt: skip

    assert people.secretary.client.get(address).context["page"].total == 1
    assert people.reader.client.get(address).context["page"].total == 0


def test_an_erased_account_leaves_the_text_standing_and_nobody_behind_it(people, row, client):
    young = one_of_the_young(people.council, "Fjellrev")
    sent = sending.send_submission(
        actor=young.actor, council=people.council, matter_id=row.pk, text="Mer buss", key="k", on=TODAY, now=NOW
    ).submission
    YouthSubmission.objects.filter(pk=sent.pk).update(state=State.PUBLISHED)
    assert own_data.of(young.actor, young.account, now=NOW)["youth_submissions"][0]["text"] == "Mer buss"
    operations.erase_own_account(actor=young.actor, now=timezone.now())

    sent.refresh_from_db()
    assert (sent.account, sent.form_key_hash, sent.text) == (None, None, "Mer buss")
    assert "Mer buss" in client.get(f"/r/vestre/ungdom/{row.pk}/").content.decode()
    assert "Fjellrev" not in people.secretary.client.get(f"/r/vestre/ungdom/{row.pk}/").content.decode()


def test_a_young_person_takes_their_answers_with_them_and_what_they_changed(people, row):
    young = one_of_the_young(people.council)
    plan, draft = a_small_plan(people.council), a_small_plan(people.council, state="draft")
    resolution = a_resolution(people.council)
    due = timezone.localdate() - timedelta(days=1)
    given = {"answer_due_on": due, "received_on": due - MONTH, "account": young.account}
    used = something_said(people.council, row, "Mer buss", **given)
    an_answer(
        used, strategy=plan, changed_keys=[plan.actions.get(number=1).key], resolution=resolution, corrected_on=TODAY
    )
    hidden = something_said(people.council, None, "Min idé", state=State.WITHHELD, reason="Navn", **given)
    an_answer(hidden, outcome="partly", strategy=draft, changed_keys=[draft.actions.get(number=1).key])
    something_said(people.council, row, "Ikke svart", **given)
    something_said(people.council, row, "En annens")

    told = json.loads(young.client.post("/min-side/mine-data/").content)["youth_submissions"]
    found = {each["text"]: each for each in told}
    assert set(found) == {"Mer buss", "Min idé", "Ikke svart"}
    answer = found["Mer buss"]["answer"]
    assert (answer["outcome"], answer["words"], answer["corrected_on"]) == ("used", "Bussen går nå 23.15.", str(TODAY))
    assert "Tiltak nummer 1" in answer["changed"][0]["name"]
    assert answer["resolution"] == str(resolution)
    assert found["Mer buss"]["answer_due_on"] == str(due)
    assert (found["Min idé"]["reason"], found["Min idé"]["answer"]["changed"]) == ("Navn", [])
    assert (found["Ikke svart"]["answer"], found["Ikke svart"]["is_overdue"]) == (None, True)


def test_what_has_been_said_is_searched_and_found_by_matter(people, row, client):
    something_said(people.council, row, "Bussen går for sjelden")
    something_said(people.council, None, "Vi vil ha skatepark")

    def total(asked):
        return client.get(f"/r/vestre/ungdom/innspill/?{asked}").context["page"].total

    assert total("") == 2
    assert total("q=skatepark") == 1
    assert total(f"sak={row.pk}") == 1
    assert total("sak=ideer") == 1
    assert total("sak=tull&q=fjell") == 0
    assert client.get("/r/vestre/ungdom/innspill/?sak=" + "9" * 40).status_code == 200


@pytest.mark.parametrize("year", ["", "x", "0", "1999", "9999", "-1", "²"])
def test_the_paper_of_a_year_that_is_none_is_that_of_this_year(people, client, year):
    answer = client.get(f"/r/vestre/ungdom/oppsummering/?aar={year}")

    assert answer.context["year"] == timezone.localdate().year


def test_the_paper_has_what_was_answered_that_year(people, row, client):
    an_answer(something_said(people.council, row), answered_on=TODAY.replace(year=2025))
    withheld = something_said(people.council, row, "Hemmelig", state=State.WITHHELD, reason="Nei")
    an_answer(withheld, answered_on=TODAY.replace(year=2025))

    assert client.get("/r/vestre/ungdom/oppsummering/?aar=2025").context["page"].total == 1
    empty = client.get("/r/vestre/ungdom/oppsummering/?aar=2026&sprak=en")
    assert empty.context["page"].total == 0
    assert "2026: nothing the young said has been answered yet" in empty.content.decode()


def test_a_text_that_has_been_erased_says_so_on_paper_as_well(people, row, client):
    an_answer(something_said(people.council, row, "", erased_at=NOW), answered_on=timezone.localdate())

    assert "The text has been erased." in client.get("/r/vestre/ungdom/oppsummering/?sprak=en").content.decode()


def test_a_young_person_sees_what_became_of_each_of_their_own_and_of_no_others(people, row):
    young, other = one_of_the_young(people.council), one_of_the_young(people.council, "Havørn")
    something_said(people.council, row, "Mitt uleste", state=State.RECEIVED, account=young.account)
    something_said(people.council, row, "Ditt uleste", state=State.RECEIVED, account=other.account)

    page = young.client.get("/r/vestre/ungdom/mine/").content.decode()
    assert "Mitt uleste" in page
    assert "Ditt uleste" not in page


def test_with_two_thousand_submissions_every_page_is_twenty_queries_or_fewer(people):
    today = timezone.localdate()
    strategies = [a_small_plan(people.council) for _ in range(8)]
    resolution = a_resolution(people.council)
    young = one_of_the_young(people.council)
    matters = [
        a_matter(people.council, on=today - timedelta(days=n), strategy=strategies[n % 8], resolution=resolution)
        for n in range(120)
    ]
    states = (State.PUBLISHED, State.PUBLISHED, State.RECEIVED, State.PUBLISHED)
    made = YouthSubmission.objects.bulk_create(
        YouthSubmission(
            council=people.council, matter=matters[n % 120] if n % 5 else None, text=f"Sagt {n}", received_at=NOW,
            account=young.account, received_on=today - timedelta(days=60), answer_due_on=today - timedelta(days=n % 40),
            state=states[n % 4],
        )
        for n in range(2_000)
    )  # fmt: skip
    keys = [list(each.actions.values_list("key", flat=True)) for each in strategies]
    YouthAnswer.objects.bulk_create(
        YouthAnswer(
            submission=each, outcome="used", words="Ja", answered_on=today, answered_at=NOW, resolution=resolution,
            strategy=strategies[n % 8], changed_keys=keys[n % 8],
        )
        for n, each in enumerate(made) if n % 4 == 1
    )  # fmt: skip
    pk = matters[0].pk
    one = f"/r/vestre/ungdom/innspill/{made[1].pk}/"
    every = ["", "innspill/", "tall/", "tall.xlsx", "oppsummering/", "mine/", f"{pk}/", f"{pk}/si/", "ide/"]
    ours = ["les/", "svar/", "ny/", f"{pk}/frist/", f"{pk}/vedtak/", f"{pk}/trekk/"]
    asked = [(young, each) for each in every] + [(people.secretary, each) for each in (*every, *ours)]
    addresses = [(who, f"/r/vestre/ungdom/{each}") for who, each in asked]
    addresses += [(people.secretary, one), (people.secretary, f"{one}svar/"), (people.secretary, f"{one}slett/")]
    addresses += [(people.secretary, resolution.get_absolute_url())]
    heavy = {}
    for who, address in addresses:
        with CaptureQueriesContext(connection) as queries:
            answer = who.client.get(address)
        assert answer.status_code == 200, address
        if len(queries) > 20:
            heavy[address] = len(queries)

    assert heavy == {}
    for who, address, most in ((young, "/min-side/", 32), (people.secretary, "/r/vestre/", 26)):
        with CaptureQueriesContext(connection) as queries:
            who.client.get(address)
        assert len(queries) <= most, address
    assert YouthMatter.objects.count() == 120


NASTY = ["", "\0", "x" * 200_000, "9" * 40, "-1", "²", "9999-12-31", "0001-01-01", "<script>", "\u202e", "𝕏", "null"]
FIELDS = (
    *("title", "about", "open_to_change", "settled", "strategy", "direction", "link", "response_deadline", "version"),
    *("resolution_planned_on", "answers_due_on", "reason", "resolution", "text", "received_on", "nokkel", "nr"),
    *("choice", "with_text", "outcome", "words", "changed_keys"),
)


@pytest.mark.parametrize("typed", NASTY)
def test_whatever_is_sent_nothing_breaks_and_only_words_are_kept(people, row, typed):
    young = one_of_the_young(people.council)
    sent = something_said(people.council, row)
    draft = a_matter(people.council, on=timezone.localdate(), is_open=False)
    one, two = f"innspill/{sent.pk}", f"{row.pk}"
    places = [f"{one}/", f"{one}/svar/", f"{one}/slett/", f"{two}/frist/", f"{two}/vedtak/", f"{two}/trekk/", "ny/"]
    places += [f"{draft.pk}/endre/", f"{draft.pk}/apne/", f"{two}/si/", "ide/", "mine/"]
    said_nothing = typed not in ("<script>", "-1", "²", "9" * 40, "9999-12-31", "0001-01-01", "𝕏", "null")

    for who in (people.secretary, young):
        for place in places:
            answer = who.client.post(f"/r/vestre/ungdom/{place}", dict.fromkeys(FIELDS, typed))
            assert answer.status_code in {302, 403, 404, 409, 422}, (place, typed)
    for place in ("", "innspill/", "oppsummering/", "les/", "svar/", "mine/"):
        for name in ("q", "side", "sak", "aar", "vis"):
            assert people.secretary.client.get(f"/r/vestre/ungdom/{place}", {name: typed}).status_code == 200
    # The others are words, and a young person may have said them.
    assert YouthSubmission.objects.count() == 1 or not said_nothing
    assert AuditEntry.objects.filter(verb__startswith="youth.").exists() != said_nothing
    assert YouthMatter.objects.count() == 2
