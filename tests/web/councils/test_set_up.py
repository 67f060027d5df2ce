"""Setting up a council: from the list, from the map, from nothing; and who may."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from tests.people import Someone, someone, with_role
from tests.web.councils.seating import a_body, a_mandate, a_person
from veivalg.facts.starter import Certainty, StarterCouncil
from veivalg.web.access.catalogue import Role
from veivalg.web.access.doors import SecondFactorNeeded
from veivalg.web.accounts.models import Account
from veivalg.web.audit.models import AuditEntry
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.models import Council, CountyAuthority, Municipality, Participant, SetUpDraft
from veivalg.web.councils.operations import loading
from veivalg.web.councils.operations import set_up as operations
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.councils.slugs import RESERVED, slug_for

pytestmark = pytest.mark.django_db

NAMES = {"name": "Nordre IPR", "short_name": "Nordre", "language": "nn"}


@pytest.fixture
def starter(people):
    """A council of the starter list: one confirmed, one likely, and one that takes part in the council Vestre too."""
    for code in ("9005", "9006"):
        Municipality.objects.create(code=code, name=f"Kommune {code}", county_code="90", county_name="Testfylket")
    CountyAuthority.objects.create(code="90", name="Testfylket fylkeskommune")
    council = StarterCouncil(
        slug="nordre",
        name="Nordre råd",
        short_name="Nordre",
        source="nordre.example.no",
        source_year="2021",
        members=(("9001", Certainty.CONFIRMED), ("9005", Certainty.CONFIRMED), ("9006", Certainty.LIKELY)),
    )
    loading.load_starter_councils(councils=[council])
    return Council.objects.get(slug="nordre")


@pytest.fixture
def invited(db) -> Someone:
    return an_invited("invitert")


def an_invited(name: str, days: int = 10) -> Someone:
    return someone(name, may_set_up_until=timezone.localdate() + timedelta(days=days))


def begin(who: Someone, council: Council) -> None:
    who.client.cookies["sprak"] = "en"
    assert who.client.post("/sett-opp/", {"council": council.slug}).url == "/sett-opp/nordre/navn/"


def ticked(*codes: str, **more: str) -> dict[str, str]:
    return {f"takes_part-municipality-{code}": "on" for code in codes} | {"step": "on"} | more


def test_a_secretary_sets_up_a_council_of_the_list_in_five_steps(starter, invited):
    begin(invited, starter)
    client = invited.client
    assert client.post("/sett-opp/nordre/navn/", NAMES).url == "/sett-opp/nordre/deltakere/"
    form = ticked("9001", "9005", **{"starts_on-municipality-9005": "2024-01-01"})
    assert client.post("/sett-opp/nordre/deltakere/", form).url == "/sett-opp/nordre/om-raadet/"
    form = {
        "is_own_legal_person": "false",
        "office_municipality": "9005",
        "secretariat": "Regionkontoret",
        "contact_email": "Post@Nordre.example.no",
        "website": "nordre.example.no",
        "controller": "Kommune 9005",
        "archive_keeper": "IKA",
    }
    assert client.post("/sett-opp/nordre/om-raadet/", form).url == "/sett-opp/nordre/ferdig/"
    assert client.post("/sett-opp/nordre/ferdig/").url == "/r/nordre/"

    council = Council.objects.get(pk=starter.pk)
    assert council.is_set_up
    assert (council.name, council.language, council.is_own_legal_person) == ("Nordre IPR", "nn", False)
    assert council.office_municipality.code == "9005"
    assert (council.contact_email, council.website) == ("post@nordre.example.no", "https://nordre.example.no")
    assert {(row.municipality.code, row.certainty, str(row.starts_on)) for row in council.participants.all()} == {
        ("9001", "confirmed", "None"),
        ("9005", "confirmed", "2024-01-01"),
    }
    assert invited.actor.roles_in(council.pk) == {Role.SECRETARIAT}
    assert not SetUpDraft.objects.exists()


def test_setting_up_is_written_down_without_anyones_address(starter, invited):
    draft = a_full_draft(invited, starter)
    operations.fill_in(
        actor=invited.actor, draft=draft, answers={"contact_email": "kari@example.no"}, now=timezone.now()
    )
    council = operations.set_up_council(actor=invited.actor, draft=draft, now=timezone.now())

    entries = AuditEntry.objects.filter(council_id=council.pk, actor_id=invited.account.pk)
    assert sorted(entries.values_list("verb", flat=True)) == sorted(
        [Verb.COUNCIL_SET_UP, Verb.PARTICIPANT_JOINED, Verb.PARTICIPANT_JOINED, Verb.ROLE_GRANTED]
    )
    changes = entries.get(verb=Verb.COUNCIL_SET_UP).changes
    assert changes["name"] == [None, "Nordre IPR"]
    assert changes["contact_email"] == []
    assert changes["participants"] == [None, ["Kommune 9001", "Kommune 9005"]]


def a_full_draft(who: Someone, council: Council) -> SetUpDraft:
    draft = operations.start_from_list(actor=who.actor, council=council, now=timezone.now())
    return operations.fill_in(actor=who.actor, draft=draft, answers=NAMES, now=timezone.now())


def test_whoever_sets_up_is_asked_for_a_name_and_led_on_to_giving_access(starter):
    who = someone("uten", second_factor=False, may_set_up_until=timezone.localdate() + timedelta(days=10))
    Account.objects.filter(pk=who.account.pk).update(name="")
    a_full_draft(who, starter)
    who.client.cookies["sprak"] = "en"

    assert "Your own name" in who.client.get("/sett-opp/nordre/ferdig/").content.decode()
    assert who.client.post("/sett-opp/nordre/ferdig/").status_code == 422
    answer = who.client.post("/sett-opp/nordre/ferdig/", {"own_name": "Ola Nordmann"}, follow=True)
    page = answer.content.decode()
    assert Account.objects.get(pk=who.account.pk).name == "Ola Nordmann"
    assert '<a href="/r/nordre/tilganger/ny/">Give others access</a>' in page
    assert '<a href="/min-side/sikkerhet/">Add one</a>' in page


def test_the_message_after_set_up_is_in_the_councils_own_language_as_the_page_is(starter, invited):
    a_full_draft(invited, starter)
    page = invited.client.post("/sett-opp/nordre/ferdig/", follow=True).content.decode()

    assert '<html lang="nn"' in page
    assert "Rådet er sett opp" in page
    assert "Rådet er satt opp" not in page


def test_the_invitation_is_used_up(starter, invited):
    operations.set_up_council(actor=invited.actor, draft=a_full_draft(invited, starter), now=timezone.now())

    assert invited.client.get("/sett-opp/").status_code == 403
    with pytest.raises(operations.MayNotSetUp):
        operations.start_new(actor=invited.actor, short_name="Ny", language="nb", municipalities=[], now=timezone.now())


def test_an_invitation_holds_the_whole_of_its_last_day_and_no_longer(starter):
    today, yesterday = an_invited("i-dag", days=0), an_invited("i-gar", days=-1)

    assert today.client.get("/sett-opp/").status_code == 200
    assert yesterday.client.get("/sett-opp/").status_code == 403
    assert yesterday.client.post("/sett-opp/", {"council": "nordre"}).status_code == 403


def test_whoever_runs_the_installation_may_set_up_without_an_invitation(people, starter):
    council = operations.set_up_council(
        actor=people.host.actor, draft=a_full_draft(people.host, starter), now=timezone.now()
    )

    assert council.is_set_up


@pytest.mark.parametrize("path", ["", "kommuner/", "nordre/navn/", "nordre/ferdig/"])
def test_visitors_sign_in_and_secretaries_of_others_are_told_that_they_may_not(client, people, starter, path):
    assert client.get(f"/sett-opp/{path}").url == f"/logg-inn/?{urlencode({'neste': f'/sett-opp/{path}'})}"
    assert people.secretary.client.get(f"/sett-opp/{path}").status_code == 403


def test_only_what_is_confirmed_is_ticked_and_everything_says_how_sure_we_are(starter, invited):
    begin(invited, starter)
    page = invited.client.get("/sett-opp/nordre/deltakere/").content.decode()

    def box(code: str) -> str:
        return page.split(f'name="takes_part-municipality-{code}"')[1].split(">")[0]

    assert "checked" in box("9001")
    assert "checked" in box("9005")
    assert "checked" not in box("9006")
    assert "Likely, but we have not seen it confirmed." in page
    assert "nordre.example.no, 2021" in page
    assert 'name="takes_part-county-90"' in page


def test_a_municipality_in_two_councils_is_allowed_and_said(starter, invited):
    begin(invited, starter)
    page = invited.client.get("/sett-opp/nordre/deltakere/").content.decode()

    assert "Also takes part in Vestre; that is allowed." in page


def test_a_county_authority_and_a_municipality_can_be_added(starter, invited):
    begin(invited, starter)
    client = invited.client
    form = ticked("9001", step="add", add="municipality-9002")
    assert client.post("/sett-opp/nordre/deltakere/", form).url == "/sett-opp/nordre/deltakere/"
    form = ticked("9001", "9002", **{"takes_part-county-90": "on"})
    assert client.post("/sett-opp/nordre/deltakere/", form).url == "/sett-opp/nordre/om-raadet/"
    client.post("/sett-opp/nordre/navn/", NAMES)
    client.post("/sett-opp/nordre/ferdig/")

    names = {str(row) for row in Participant.objects.filter(council=starter)}
    assert names == {"Kommune 9001", "Kommune 9002", "Testfylket fylkeskommune"}


def test_what_was_filled_in_is_there_when_one_comes_back(starter, invited):
    begin(invited, starter)
    invited.client.post("/sett-opp/nordre/navn/", NAMES)

    assert 'value="Nordre IPR"' in invited.client.get("/sett-opp/nordre/navn/").content.decode()
    assert "/sett-opp/nordre/navn/" in invited.client.get("/sett-opp/").content.decode()
    assert Council.objects.get(slug="nordre").name == "Nordre råd"


def test_a_draft_is_nobody_elses(starter, invited):
    begin(invited, starter)
    other = an_invited("annen")

    assert other.client.get("/sett-opp/nordre/navn/").status_code == 404
    assert other.client.post("/sett-opp/nordre/forkast/").status_code == 404
    assert SetUpDraft.objects.count() == 1


def test_a_draft_can_be_thrown_away_but_not_by_a_link(starter, invited):
    begin(invited, starter)
    invited.client.get("/sett-opp/nordre/forkast/")
    assert SetUpDraft.objects.count() == 1

    assert invited.client.post("/sett-opp/nordre/forkast/").url == "/sett-opp/"
    assert not SetUpDraft.objects.exists()


def test_a_name_that_lacks_the_words_is_told_so_with_the_paragraph_and_kept(starter, invited):
    begin(invited, starter)
    response = invited.client.post("/sett-opp/nordre/navn/", NAMES | {"name": "Nordre samarbeidsråd"}, follow=True)

    assert response.request["PATH_INFO"] == "/sett-opp/nordre/deltakere/"
    page = response.content.decode()
    assert "interkommunalt, politisk" in page
    assert "§ 18-1" in page
    assert SetUpDraft.objects.get().answers["name"] == "Nordre samarbeidsråd"


@pytest.mark.parametrize("name", ["Nordre IPR", "Nordre interkommunalt politisk råd"])
def test_a_name_with_the_words_is_not_remarked_upon(starter, invited, name):
    begin(invited, starter)
    page = invited.client.post("/sett-opp/nordre/navn/", NAMES | {"name": name}, follow=True).content.decode()

    assert "§ 18-1" not in page


def test_the_second_of_two_who_set_up_the_same_council_is_told_that_it_is_taken(starter, invited):
    slow = an_invited("langsom")
    draft, late = a_full_draft(invited, starter), a_full_draft(slow, starter)
    operations.set_up_council(actor=invited.actor, draft=draft, now=timezone.now())

    with pytest.raises(operations.AlreadySetUp):
        operations.set_up_council(actor=slow.actor, draft=late, now=timezone.now())
    for path in ("navn", "deltakere", "om-raadet", "ferdig"):
        assert slow.client.get(f"/sett-opp/nordre/{path}/").status_code == 409
    assert slow.client.post("/sett-opp/", {"council": "nordre"}).status_code == 409
    slow.account.refresh_from_db()
    assert slow.account.may_set_up_until is not None


def test_a_council_that_is_set_up_cannot_be_taken(people, invited):
    assert invited.client.post("/sett-opp/", {"council": "vestre"}).status_code == 409
    assert invited.client.post("/sett-opp/", {"council": "finnes-ikke"}).status_code == 404
    assert invited.client.post("/sett-opp/", {"council": "\x00"}).status_code == 404


def test_a_form_that_is_sent_twice_sets_up_once(starter, invited):
    begin(invited, starter)
    for _ in range(2):
        invited.client.post("/sett-opp/", {"council": "nordre"})
    invited.client.post("/sett-opp/nordre/navn/", NAMES)
    draft = SetUpDraft.objects.get()
    operations.set_up_council(actor=invited.actor, draft=draft, now=timezone.now())

    with pytest.raises(operations.MayNotSetUp):
        operations.set_up_council(actor=invited.actor, draft=draft, now=timezone.now())
    assert invited.client.post("/sett-opp/nordre/ferdig/").status_code == 403
    assert AuditEntry.objects.filter(verb=Verb.COUNCIL_SET_UP).count() == 1


def test_a_small_change_of_the_short_name_keeps_the_address(people, invited):
    invited.client.post("/sett-opp/", {"short_name": "Nedre"})
    form = {"name": "Nedre IPR", "short_name": "NEDRE", "language": "nb"}

    assert invited.client.post("/sett-opp/nedre/navn/", form).url == "/sett-opp/nedre/deltakere/"


def test_the_starter_list_leaves_a_council_alone_once_it_is_set_up(starter, invited):
    council = operations.set_up_council(actor=invited.actor, draft=a_full_draft(invited, starter), now=timezone.now())
    again = StarterCouncil(
        slug="nordre",
        name="Annet",
        short_name="Annet",
        source="",
        source_year="",
        members=(("9006", Certainty.LIKELY),),
    )
    loading.load_starter_councils(councils=[again])

    council.refresh_from_db()
    assert council.name == "Nordre IPR"
    assert council.participants.count() == 2


@pytest.mark.parametrize("missing", ["name", "participants"])
def test_a_council_without_a_name_or_participants_is_not_set_up_and_says_why(starter, invited, missing):
    draft = a_full_draft(invited, starter)
    if missing == "name":
        operations.fill_in(actor=invited.actor, draft=draft, answers={"name": ""}, now=timezone.now())
    else:
        operations.fill_in(actor=invited.actor, draft=draft, participants=[], now=timezone.now())
    response = invited.client.post("/sett-opp/nordre/ferdig/")

    assert response.status_code == 422
    assert not Council.objects.get(slug="nordre").is_set_up
    assert not AuditEntry.objects.filter(verb=Verb.COUNCIL_SET_UP).exists()


def test_a_new_council_from_nothing_gets_an_address_that_follows_its_short_name(starter, invited):
    invited.client.cookies["sprak"] = "nb"
    assert invited.client.post("/sett-opp/", {"short_name": "Øvre dal"}).url == "/sett-opp/ovre-dal/navn/"
    form = {"name": "Nedre IPR", "short_name": "Nedre", "language": "nb"}
    assert invited.client.post("/sett-opp/ovre-dal/navn/", form).url == "/sett-opp/nedre/deltakere/"
    invited.client.post("/sett-opp/nedre/deltakere/", {"step": "add", "add": "municipality-9001"})
    assert invited.client.post("/sett-opp/nedre/ferdig/").url == "/r/nedre/"

    assert Council.objects.get(slug="nedre").participants.count() == 1


def test_a_new_council_with_the_name_of_another_gets_another_address(people, invited):
    assert invited.client.post("/sett-opp/", {"short_name": "Vestre"}).url == "/sett-opp/vestre-2/navn/"


def test_an_address_that_was_taken_meanwhile_gets_a_number(starter, invited):
    draft = operations.start_new(
        actor=invited.actor,
        short_name="Søre",
        language="nb",
        municipalities=list(Municipality.objects.filter(code__in=["9001", "9002"])),
        now=timezone.now(),
    )
    draft = operations.fill_in(actor=invited.actor, draft=draft, answers={"name": "Søre IPR"}, now=timezone.now())
    Council.objects.create(slug="sore", name="Søre", short_name="Søre")

    assert operations.set_up_council(actor=invited.actor, draft=draft, now=timezone.now()).slug == "sore-2"


@given(st.text(max_size=80), st.sets(st.sampled_from(["a", "a-2", "regionrad", "ny-2"])))
def test_an_address_is_always_a_word_that_nobody_else_has(name, taken):
    slug = slug_for(name, is_taken=taken.__contains__)

    assert slug
    assert len(slug) <= 60
    assert slug not in RESERVED | taken
    assert all(sign.isascii() and (sign.isalnum() or sign in "-_") for sign in slug)


def test_old_drafts_are_forgotten_and_others_kept(starter, invited):
    draft = a_full_draft(invited, starter)
    operations.forget_old_drafts(now=draft.changed_at + timedelta(days=179))
    assert SetUpDraft.objects.exists()

    operations.forget_old_drafts(now=draft.changed_at + timedelta(days=181))
    assert not SetUpDraft.objects.exists()


def test_the_list_is_searched_by_council_and_by_municipality(starter, invited):
    def shown(words: str) -> bool:
        return 'value="nordre"' in invited.client.get("/sett-opp/", {"q": words}).content.decode()

    assert shown("nordre")
    assert shown("kommune 9006")
    assert not shown("søre")
    assert 'value="vestre"' not in invited.client.get("/sett-opp/").content.decode()


def test_municipalities_are_turned_on_and_off_on_the_map_without_scripts(the_demo, invited):
    client = invited.client
    client.cookies["sprak"] = "en"
    page = client.get("/sett-opp/kommuner/?fylke=50&k=5045&bytt=5047&kortnavn=Namdal").content.decode()

    assert 'value="5045" checked' in page
    assert 'value="5047" checked' in page
    assert 'value="Namdal"' in page
    assert 'aria-label="Overhalla: chosen"' in page
    assert 'value="5047" checked' not in client.get("/sett-opp/kommuner/?k=5047&bytt=5047").content.decode()
    response = client.post("/sett-opp/kommuner/", {"k": ["5047"], "show": "1", "fylke": "50", "short_name": "Namdal"})
    assert response.url == "/sett-opp/kommuner/?k=5047&fylke=50&kortnavn=Namdal#kart"

    response = client.post("/sett-opp/kommuner/", {"k": ["5045", "5047", "xx"], "short_name": "Nytt råd"})
    assert response.url == "/sett-opp/nytt-rad/navn/"
    assert [row["code"] for row in SetUpDraft.objects.get().participants] == ["5045", "5047"]


@pytest.mark.parametrize("query", ["k=%00", "fylke=99", "bytt=x&k=" + "9" * 500, "kortnavn=%E2%80%AE" + "x" * 500])
def test_the_map_survives_odd_addresses(the_demo, invited, query):
    assert invited.client.get(f"/sett-opp/kommuner/?{query}").status_code == 200


def test_the_pages_are_few_queries(the_demo, invited, django_assert_max_num_queries):
    draft = operations.start_from_list(
        actor=invited.actor, council=Council.objects.get(slug="namdalen"), now=timezone.now()
    )
    for path in ("", "kommuner/", *(f"{draft.slug}/{step}/" for step in ("navn", "deltakere", "om-raadet", "ferdig"))):
        with django_assert_max_num_queries(15):
            assert invited.client.get(f"/sett-opp/{path}").status_code == 200


def test_my_page_points_the_invited_to_the_set_up(invited, people):
    assert 'href="/sett-opp/"' in invited.client.get("/min-side/").content.decode()
    assert 'href="/sett-opp/"' not in people.secretary.client.get("/min-side/").content.decode()


def test_a_council_where_the_host_has_let_a_secretariat_in_is_nobody_elses(starter, people, invited):
    with_role(people.nobody, starter, Role.SECRETARIAT)

    assert invited.client.post("/sett-opp/", {"council": starter.slug}).status_code == 409
    assert not SetUpDraft.objects.exists()


def test_nor_when_the_secretariat_came_after_the_draft_was_begun(starter, people, invited):
    begin(invited, starter)
    draft = SetUpDraft.objects.get()
    with_role(people.nobody, starter, Role.SECRETARIAT)

    with pytest.raises(operations.AlreadySetUp):
        operations.set_up_council(actor=invited.actor, draft=draft, now=timezone.now())
    starter.refresh_from_db()
    assert starter.set_up_at is None


def test_its_own_secretariat_sets_it_up_unless_mandates_hang_on_what_was_suggested(starter, invited):
    with_role(invited, starter, Role.SECRETARIAT)
    begin(invited, starter)
    draft = SetUpDraft.objects.get()
    member = a_mandate(a_body(starter), a_person(starter), participant=starter.participants.first())

    with pytest.raises(NotPossible):
        operations.set_up_council(actor=invited.actor, draft=draft, now=timezone.now())
    member.delete()
    assert operations.set_up_council(actor=invited.actor, draft=draft, now=timezone.now()) == starter


def test_the_host_takes_a_council_with_a_second_factor_only(starter):
    """Whoever is invited has only their mailbox yet; the host gives themselves access by it."""
    host = someone("vert-uten", is_host=True, second_factor=False)
    page = host.client.post("/sett-opp/", {"council": starter.slug})

    assert page.url.startswith("/logg-inn/bekreft/?")
    assert not SetUpDraft.objects.exists()
    with pytest.raises(SecondFactorNeeded):
        operations.set_up_council(actor=host.actor, draft=a_full_draft(host, starter), now=timezone.now())
