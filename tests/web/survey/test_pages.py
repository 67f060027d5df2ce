"""The pages: answering with a code on a phone, and what the secretariat needs; and nobody sees an answer too early."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from tests.guards.doors.door import ROLES
from tests.guards.test_house import patterns
from tests.web.survey.asking import a_group, a_person, a_round, a_seat, again, answer, close, slips
from tests.web.survey.test_handing_out import codes_in_mail
from veivalg.web.audit.models import AuditEntry
from veivalg.web.audit.verbs import Verb
from veivalg.web.outbox.models import Message
from veivalg.web.survey.models import Ballot, Round, Slip
from veivalg.web.survey.operations import closing

ODD = ["\0", "\ud800", "'", "9" * 400, "<b>", "‮", "../", "é" * 200]


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def found(people, now):
    return a_round(people, now=now)


def sent(found, code, value="4", **more):
    item = found.items.first()
    return {"code": code, "round": found.pk, "turn": "0", "sending": "abc", f"q{item.pk}": value, **more}


def test_a_code_is_typed_the_questions_come_and_the_answer_is_counted(people, found, now):
    (code,) = slips(people, found, 1, now=now)
    client = Client()
    page = client.post("/kode/", {"code": code.lower()}).content.decode()
    assert "Hvor viktig er dette?" in page
    assert "svært viktig" in page
    assert page.index('class="vv-mode"') < page.index('type="radio"'), "the mode is explained before the first answer"
    response = client.post("/svar/", sent(found, code))

    assert (response.status_code, response.url) == (302, f"/svar/takk/{found.pk}/")
    assert client.get(response.url).status_code == 200
    assert found.ballots.count() == 1
    assert not client.cookies.keys() - {"csrftoken"}


def test_pages_with_a_code_are_kept_by_no_store_on_the_way(people, found, now):
    (code,) = slips(people, found, 1, now=now)
    client = Client()
    for response in (
        client.get("/kode/"),
        client.post("/kode/", {"code": code}),
        client.post("/svar/", sent(found, code)),
    ):
        assert response.headers["Cache-Control"] == "no-store"


def test_the_holder_of_a_slip_is_told_that_it_was_used_and_not_what_was_answered(people, found, now):
    (code,) = slips(people, found, 1, now=now)
    answer(found, code, 4, now=now)
    page = Client().post("/kode/", {"code": code}).content.decode()
    assert 'name="turn" value="1"' in page
    assert "checked" not in page


def test_whoever_answers_by_name_sees_the_name_and_what_was_answered(people, now):
    found = a_round(people, mode="open", now=now)
    kari = a_person(people)
    a_seat(people, kari)
    body = people.council.bodies.get()
    people.secretary.client.post(f"/r/vestre/runder/{found.pk}/lenker/", {"body": body.pk, "step": "send"})
    code = codes_in_mail()[kari.email]
    client = Client()
    assert "Kari Nordmann" in client.post("/kode/", {"code": code}).content.decode()
    client.post("/svar/", sent(found, code))
    assert re.search(r'value="4" checked', client.post("/kode/", {"code": code}).content.decode())


def test_what_is_wrong_stands_at_its_question_and_nothing_is_lost(people, now):
    found = a_round(people, asks=("scale", "dots", "text"), now=now)
    (code,) = slips(people, found, 1, now=now)
    scale, dots, text = found.items.all()
    form = sent(found, code, "4") | {f"q{dots.pk}-0": "3", f"q{dots.pk}-1": "3", f"q{text.pk}": "Fordi <b>"}
    response = Client().post("/svar/", form)
    page = response.content.decode()

    assert response.status_code == 422
    assert f'href="#q{dots.pk}"' in page
    assert re.search(rf'name="q{scale.pk}" value="4" checked', page)
    assert "Fordi &lt;b&gt;" in page
    assert 'name="sending" value="abc"' in page
    assert found.ballots.count() == 0


def test_a_network_that_fails_after_the_answer_came_does_not_double_it(people, found, now):
    (code,) = slips(people, found, 1, now=now)
    for _ in range(4):
        assert Client().post("/svar/", sent(found, code)).status_code == 302
    assert found.ballots.get().turn == 1


def test_a_round_that_closed_while_someone_answered_says_that_it_was_not_counted(people, found, now):
    (code,) = slips(people, found, 1, now=now)
    Client().post("/kode/", {"code": code})
    closing.close_round(actor=people.secretary.actor, council=people.council, round_id=found.pk, now=now)
    response = Client().post("/svar/", sent(found, code))
    assert response.status_code == 409
    assert again(found).ballot_count == Ballot.objects.count() == 0


@pytest.mark.parametrize("odd", ODD)
def test_odd_values_get_an_answer_and_count_nothing(people, found, now, odd):
    (code,) = slips(people, found, 1, now=now)
    item = found.items.get()
    forms = [
        ("/kode/", {"code": odd}),
        ("/svar/", {}),
        *(
            ("/svar/", sent(found, code) | {name: odd})
            for name in ("code", "round", "turn", f"q{item.pk}", "q77-1", "q")
        ),
    ]
    for address, form in forms:
        response = Client().post(
            address,
            {
                name: value.encode("utf-8", "surrogatepass") if isinstance(value, str) else value
                for name, value in form.items()
            },
        )
        assert response.status_code in {200, 302, 403, 409, 422}, (address, form)
    # Only the turn of a first answer is of no consequence.
    assert found.ballots.count() <= 1


def test_the_form_asks_for_the_sign_that_other_sites_cannot_send(people, found, now):
    (code,) = slips(people, found, 1, now=now)
    assert Client(enforce_csrf_checks=True).post("/svar/", sent(found, code)).status_code == 403
    assert found.ballots.count() == 0


def test_texts_of_a_round_are_shown_in_the_readers_language(people, found, now):
    (code,) = slips(people, found, 1, now=now)
    client = Client()
    client.get("/kode/?sprak=nn")
    assert "Kor viktig er dette?" in client.post("/kode/", {"code": code}).content.decode()


def test_slips_are_shown_once_with_a_square_each_and_kept_nowhere(people, found):
    client, address = people.secretary.client, f"/r/vestre/runder/{found.pk}/lapper/"
    form = {"others": "3", "issued_seen": "0"}
    page = client.post(address, form).content.decode()
    codes = re.findall(r'class="vv-code">([^<]+)<', page)

    assert len(set(codes)) == 3
    assert page.count('class="vv-qr"') == 3
    assert client.post(address, form).status_code == 302, "the same form again makes no more"
    assert not any(code in client.get(address).content.decode() for code in codes)
    assert Slip.objects.count() == 3


def test_too_many_slips_and_none_are_refused_at_the_form(people, found):
    client, address = people.secretary.client, f"/r/vestre/runder/{found.pk}/lapper/"
    for count in ("", "0", "501", "-1", "x"):
        assert client.post(address, {"others": count, "issued_seen": "0"}).status_code == 422
    assert Slip.objects.count() == 0


def test_the_screen_shows_the_way_in_and_a_count_in_steps(people, found, now):
    codes = slips(people, found, 7, now=now)
    client, address = people.secretary.client, f"/r/vestre/runder/{found.pk}/skjerm/"
    counts = []
    for code in (*codes, None):
        page = client.get(address).content.decode()
        counts.append(re.search(r'id="answered"[^>]*>([^<]*)<', page)[1])
        if code:
            answer(found, code, now=now)
    assert "/kode/" in page
    assert 'class="vv-qr"' in page
    assert len(set(counts[:5])) == 1
    assert len(set(counts)) == 2


def test_the_secretariat_types_in_a_paper_ballot_once(people, found, now):
    (code,) = slips(people, found, 1, now=now)
    client, address = people.secretary.client, f"/r/vestre/runder/{found.pk}/papir/"
    item = found.items.get()
    assert client.post(address, {"code": code, f"q{item.pk}": "9", "sending": "k"}).status_code == 422
    assert client.post(address, {"code": "AAAA", f"q{item.pk}": "3", "sending": "k"}).status_code == 422
    assert client.post(address, {"code": code, f"q{item.pk}": "3", "sending": "k"}).status_code == 302
    assert client.post(address, {"code": code, f"q{item.pk}": "5", "sending": "another"}).status_code == 422
    assert [list(ballot.answers.values()) for ballot in found.ballots.all()] == [[3]]


def test_the_page_for_paper_says_so_when_nobody_is_asked_yet(people, now):
    found = a_round(people, mode="open", now=now)
    address = f"/r/vestre/runder/{found.pk}/papir/"
    empty = people.secretary.client.get(f"{address}?sprak=en").content.decode()
    assert "There is nobody whose answer is missing" in empty
    assert f"/r/vestre/runder/{found.pk}/lenker/" in empty
    a_seat(people, a_person(people, "Ola Nordmann", email=""))
    asked = {"body": people.council.bodies.get().pk, "step": "paper"}
    people.secretary.client.post(f"/r/vestre/runder/{found.pk}/lenker/", asked)
    assert "Ola Nordmann" in people.secretary.client.get(address).content.decode()


def test_whoever_has_an_address_is_typed_in_from_paper_when_a_link_has_been_sent_and_the_page_says_so(people, now):
    found = a_round(people, mode="open", now=now)
    a_seat(people, a_person(people))
    client, address = people.secretary.client, f"/r/vestre/runder/{found.pk}/"
    asked = {"body": people.council.bodies.get().pk}
    assert "when a link has been sent to them" in client.get(f"{address}papir/?sprak=en").content.decode()
    refused = client.post(f"{address}lenker/", {**asked, "step": "paper"}, follow=True)
    assert refused.redirect_chain[-1][0] == f"{address}lenker/"
    assert "only when a link has been sent to them: Kari Nordmann. Send the links first." in refused.content.decode()

    client.post(f"{address}lenker/", {**asked, "step": "send"})
    page = client.get(f"{address}papir/").content.decode()
    assert "Kari Nordmann" in page
    assert "Is someone not in the list?" in page
    ready = client.post(f"{address}lenker/", {**asked, "step": "paper"}, follow=True)
    assert ready.redirect_chain[-1][0] == f"{address}papir/"
    assert "Everyone who sits there is in the list already" in ready.content.decode()


def test_what_a_round_says_of_itself_is_true_in_its_mode_and_state(people, now):
    def page():
        return people.secretary.client.get(f"/r/vestre/runder/{found.pk}/?sprak=en").content.decode()

    found = a_round(people, mode="open", now=now)
    assert "<dt>Fewest answers shown</dt><dd>no limit: everyone answers by name</dd>" in page()
    assert "<dt>Answers may be changed</dt><dd>yes, until it closes</dd>" in page()
    close(people, found, now=now)
    assert "<dt>Answers could be changed</dt><dd>yes, until it closed</dd>" in page()
    assert "<dt>Answers may be changed</dt>" not in page()
    found = a_round(people, mode="confidential", now=now, may_change=False)
    assert "<dt>Fewest answers shown</dt><dd>5</dd>" in page()
    assert "<dt>Answers may be changed</dt><dd>no</dd>" in page()


def test_the_names_of_the_two_lists_of_rounds_tell_which_is_which(people):
    page = people.secretary.client.get("/r/vestre/samarbeid/?sprak=en").content.decode()
    assert re.search(r'href="/r/vestre/samarbeid/runder/"[^>]*>Rounds on cooperation and capacity<', page)
    assert re.search(r'href="/r/vestre/runder/"[^>]*>All rounds, also on direction<', page)


def test_links_and_reminders_are_sent_and_those_without_an_address_are_named(people, now):
    found = a_round(people, mode="confidential", now=now)
    a_seat(people, a_person(people))
    a_seat(people, a_person(people, "Ola Hansen", email=""))
    body = people.council.bodies.get()
    client, address = people.secretary.client, f"/r/vestre/runder/{found.pk}/lenker/"
    page = client.post(address, {"body": body.pk, "step": "send"}, follow=True).content.decode()
    assert "Ola Hansen" in page
    client.post(address, {"body": body.pk, "step": "remind"})
    assert Message.objects.filter(kind="survey_code").count() == 2


def test_a_round_is_opened_and_closed_after_a_question(people, now):
    found = a_round(people, is_open=False, now=now)
    client, address = people.secretary.client, f"/r/vestre/runder/{found.pk}/"
    assert client.post(f"{address}lukk/").status_code == 422
    assert client.get(f"{address}apne/").status_code == 200
    assert again(found).opened_at is None
    client.post(f"{address}apne/")
    assert again(found).opened_at is not None
    assert client.post(f"{address}apne/").status_code == 422
    client.post(f"{address}lukk/")
    assert again(found).is_closed
    assert client.post(f"{address}lukk/").status_code == 422
    assert client.get(address).status_code == client.get(f"{address}skjerm/").status_code == 200


def test_a_page_of_a_round_whose_deadline_has_passed_closes_it(people, now):
    found = a_round(people, now=now - timedelta(days=8))
    people.secretary.client.get(f"/r/vestre/runder/{found.pk}/")
    assert again(found).is_closed


MARK = "Hemmelig-svar-4711"
PUBLIC_MAPS = {"thread:front", "thread:municipalities", "thread:council_map_file"}
"""Large, the same for everyone, and made of figures alone."""


def test_while_a_round_is_open_no_page_or_file_shows_anyone_what_was_answered(people, now):
    """Every role, and every address that could know: the text that was answered stands nowhere."""
    addresses = set()
    for mode in ("anonymous", "open", "confidential"):
        found = a_round(people, mode=mode, asks=("scale", "text"), now=now)
        if mode == "anonymous":
            codes = slips(people, found, 6, now=now)
        else:
            account = people.representative.account
            a_seat(people, a_person(people, f"Kari {mode}", email=f"{mode}@example.no", account=account))
            body = people.council.bodies.get()
            people.secretary.client.post(f"/r/vestre/runder/{found.pk}/lenker/", {"body": body.pk, "step": "send"})
            codes = [codes_in_mail()[f"{mode}@example.no"]]
        for code in codes:
            answer(found, code, scale=4, text=MARK, now=now)
        addresses |= _addresses(found.pk)
    assert len(addresses) > 30
    for client in (*(getattr(people, name).client for name in ROLES.values()), people.host.client, Client()):
        for address in addresses:
            response = client.get(address)
            content = b"".join(response.streaming_content) if response.streaming else response.content
            assert MARK.encode() not in content, address


def _addresses(round_id: int) -> set[str]:
    """Addresses of rounds, of the council as a whole, of its people and of oneself."""
    found = set()
    for name, pattern in patterns(get_resolver()):
        if name.partition(":")[0] not in {"survey", "thread", "councils"} or name in PUBLIC_MAPS:
            continue
        for args in ({}, {"slug": "vestre"}, {"slug": "vestre", "pk": round_id}, {"pk": round_id}):
            if set(pattern.pattern.converters) == args.keys():
                found.add(reverse(name, kwargs=args))
    return found


def test_a_page_of_a_round_takes_few_queries_however_many_answer(people, found, now, django_assert_max_num_queries):
    for group in range(20):
        a_group(people, found, f"Gruppe {group}")
    for code in slips(people, found, 30, now=now):
        answer(found, code, now=now)
    (code,) = slips(people, found, 1, now=now)
    for name in ("", "skjerm/", "lapper/", "lenker/", "papir/"):
        with django_assert_max_num_queries(20):
            people.secretary.client.get(f"/r/vestre/runder/{found.pk}/{name}")
    with django_assert_max_num_queries(20):
        Client().post("/kode/", {"code": code})
    with django_assert_max_num_queries(20):
        Client().post("/svar/", sent(found, code))


def test_a_neighbour_finds_no_round_of_another_council(people, found):
    client = people.neighbour.client
    for name in ("", "skjerm/", "lapper/", "papir/", "lenker/", "lukk/", "apne/"):
        assert client.get(f"/r/ostre/runder/{found.pk}/{name}").status_code == 404
        assert client.get(f"/r/vestre/runder/{found.pk}/{name}").status_code == 404
    assert not Round.objects.exclude(closed_at=None).exists()


def test_an_open_round_sends_nobody_looking_for_a_slip(people, now):
    found = a_round(people, now=now, mode="open", is_open=False)
    client = people.secretary.client
    base = f"/r/{people.council.slug}/runder/{found.pk}/"
    opened = client.post(f"{base}apne/?sprak=en", follow=True).content.decode()
    assert "Send each a personal link" in opened
    assert "Hand out the codes" not in opened
    shown = client.get(f"{base}skjerm/?sprak=en").content.decode()
    assert "the code in the mail you have had" in shown
    assert "on your slip" not in shown


def test_the_history_names_the_question_and_not_its_key(people, now):
    found = a_round(people, now=now)
    entry = AuditEntry.objects.filter(verb=Verb.SURVEY_ROUND_CHANGED.value).get()
    assert entry.changes["items"][1] == str(found.items.first())
