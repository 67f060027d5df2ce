"""A plan written by hand in a browser: dragged by mouse, finger and keyboard, saved without a net, matched and read."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.walking import becomes, complaints_of, must_be_usable, press, signed_in
from tests.people import someone, with_role
from tests.web.strategy.planning import a_body, a_goal, a_path, a_small_plan, an_action
from veivalg.web.access.catalogue import Role
from veivalg.web.accounts.browser import SESSION_COOKIE
from veivalg.web.strategy.models import Action, Goal, Path, PlanDraft, Strategy

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PLAN = "/r/vestre/plan/"


@pytest.fixture
def strategy(people):
    """Two goals, three paths, five actions."""
    strategy = a_small_plan(people.council, state="draft")
    goal = Goal.objects.get()
    an_action(a_path(goal, "En annen vei", 1), "Tiltak nummer 4", number=4, last_year=2027)
    an_action(a_path(a_goal(strategy, "Trygg beredskap", 1), "Øve sammen"), "Tiltak nummer 5", number=5)
    return strategy


@pytest.fixture
def context(browser, live_server, people):
    def make(*, width=1280, **more):
        return signed_in(browser, live_server, people.secretary.key, viewport={"width": width, "height": 900}, **more)

    return make


def grip(page, kind, row):
    return page.locator(f'.vv-grip[data-kind="{kind}"][data-pk="{row.pk}"]')


def middle(page, locator):
    box = locator.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def texts():
    return [action.text[-1] for action in Action.objects.order_by("number")]


def by_text(last):
    return Action.objects.get(text=f"Tiltak nummer {last}")


def settled(page):
    """The server has said yes, and the page has been read again."""
    expect(page.locator("#arrange-said")).to_have_text(re.compile("new numbers|nye num"))


def lift(page):
    """Lift what has the keyboard."""
    page.keyboard.press("Space")
    expect(page.locator(".vv-grip:focus")).to_have_attribute("aria-pressed", "true")


def close(page, opened, live_server):
    """Close a tab, and give a new one in the same window when the browser has let go of what the first one held."""
    page.close()
    again = opened.new_page()
    again.goto(live_server.url)
    becomes(again, "navigator.locks.query().then((found) => found.held.length)", 0)
    return again


def test_an_action_is_dragged_by_mouse_within_and_between_paths(context, live_server, strategy):
    page = context().new_page()
    complaints = complaints_of(page)
    # So high that nothing is near an edge, where the page follows along.
    page.set_viewport_size({"width": 1280, "height": 2000})
    page.goto(live_server.url + PLAN)
    page.evaluate("document.fonts.ready.then(() => true)")
    page.mouse.move(*middle(page, grip(page, "action", by_text(1))))
    page.mouse.down()
    target = page.locator(f'tr[data-action="{by_text(4).pk}"]').bounding_box()
    page.mouse.move(target["x"] + 300, target["y"] + 40, steps=4)
    page.mouse.move(target["x"] + 300, target["y"] + target["height"] - 2, steps=4)
    expect(page.locator(".vv-drop")).to_be_visible()
    expect(page.locator(".vv-carried")).to_have_text("Tiltak nummer 1")
    page.mouse.up()
    settled(page)

    assert texts() == ["2", "3", "4", "1", "5"]
    assert by_text(1).path.name == "En annen vei"
    expect(page.locator("tr[data-action] .no")).to_have_text(list("12345"))
    expect(page.locator("tr[data-action] .act a")).to_have_text([re.compile(f"{text}$") for text in "23415"])
    expect(page.locator(".vv-drop")).to_have_count(0)
    assert complaints == []


def test_an_action_is_dragged_by_finger_on_a_phone(context, live_server, strategy):
    page = context(width=390, has_touch=True).new_page()
    page.goto(live_server.url + PLAN)
    page.evaluate("document.fonts.ready.then(() => true)")
    grip(page, "action", by_text(1)).evaluate("each => each.scrollIntoView({ block: 'center' })")
    x, y = middle(page, grip(page, "action", by_text(1)))
    target = page.locator(f'tr[data-action="{by_text(3).pk}"]').bounding_box()
    touch = page.context.new_cdp_session(page)

    def send(kind, *points):
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": a, "y": b} for a, b in points]})

    send("touchStart", (x, y))
    for step in range(1, 6):
        send("touchMove", (x, y + (target["y"] + target["height"] - 4 - y) * step / 5))
    send("touchEnd")
    settled(page)

    assert texts() == ["2", "3", "1", "4", "5"]


def test_a_keyboard_lifts_moves_lays_down_and_takes_back(context, live_server, strategy):
    page = context().new_page()
    page.goto(live_server.url + PLAN)
    said = page.locator("#arrange-said")
    first = by_text(1)
    grip(page, "action", first).focus()
    lift(page)
    page.keyboard.press("ArrowDown")
    expect(said).to_contain_text("2")
    page.keyboard.press("Escape")
    expect(grip(page, "action", first)).to_have_attribute("aria-pressed", "false")
    assert texts() == ["1", "2", "3", "4", "5"]

    lift(page)
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    settled(page)
    assert texts() == ["2", "3", "1", "4", "5"]
    assert by_text(1).path.name == "En annen vei"
    expect(grip(page, "action", first)).to_be_focused()


def test_paths_and_goals_are_moved_by_keyboard_too(context, live_server, strategy):
    page = context().new_page()
    page.goto(live_server.url + PLAN)
    path = Path.objects.get(name="En annen vei")
    grip(page, "path", path).focus()
    lift(page)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    settled(page)
    path.refresh_from_db()
    assert path.goal.name == "Trygg beredskap"
    assert texts() == ["1", "2", "3", "5", "4"]

    page.locator("#arrange-said").evaluate("each => { each.textContent = ''; }")
    grip(page, "goal", Goal.objects.get(name="Trygg beredskap")).focus()
    lift(page)
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Space")
    settled(page)
    assert texts() == ["5", "4", "1", "2", "3"]


def test_what_is_refused_stays_where_it_was_and_says_why(context, live_server, strategy):
    opened = context()
    page = opened.new_page()
    page.goto(live_server.url + PLAN)
    first = by_text(1)

    def try_it():
        grip(page, "action", first).focus()
        # What was refused before is not said any more.
        lift(page)
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Space")
        expect(page.locator("#arrange-said.is-refusal")).to_be_visible()
        return page.locator("#arrange-said").inner_text()

    opened.set_offline(True)
    offline = try_it()
    opened.set_offline(False)
    Action.objects.filter(pk=first.pk).update(version=4, text="Noe andre skrev")
    late = try_it()

    assert offline != late
    assert Action.objects.get(number=1) == first
    expect(page.get_by_text("Noe andre skrev")).to_be_visible()
    opened.clear_cookies()
    assert try_it() not in (offline, late)


def test_without_a_script_there_is_no_grip_and_the_links_move(context, live_server, strategy):
    page = context(java_script_enabled=False).new_page()
    page.goto(live_server.url + PLAN)
    expect(page.locator("tr[data-action]")).to_have_count(5)
    expect(page.locator(".vv-grip:visible")).to_have_count(0)
    page.goto(f"{live_server.url}/r/vestre/tiltak/{by_text(1).pk}/flytt/")
    press(page.locator("button[value=down]"))
    assert texts()[:2] == ["2", "1"]


def test_a_text_is_saved_by_itself_when_the_net_is_back(context, live_server, strategy):
    opened = context()
    page = opened.new_page()
    goal = Goal.objects.get(name="Trygg beredskap")
    page.goto(f"{live_server.url}{PLAN}mal/{goal.pk}/")
    page.locator("#id_name").fill("Trygge hele året")
    opened.set_offline(True)
    page.locator("form[data-keep] button[type=submit]").click()
    expect(page.locator("#keep-said.is-refusal")).to_be_visible()
    goal.refresh_from_db()
    assert goal.name == "Trygg beredskap"
    expect(page.locator("#id_name")).to_have_value("Trygge hele året")

    page.locator("#id_picture").fill("Ingen er redde.")
    with page.expect_navigation(url=f"**{PLAN}?strategi=*"):
        opened.set_offline(False)
    goal.refresh_from_db()
    assert (goal.name, goal.picture) == ("Trygge hele året", "Ingen er redde.")
    assert page.evaluate("Object.keys(localStorage).length") == 0
    expect(page.locator(".vv-message")).to_have_count(1)


def test_a_text_whose_answer_got_lost_is_made_once(context, live_server, strategy):
    page = context().new_page()
    page.goto(f"{live_server.url}{PLAN}mal/{Goal.objects.first().pk}/vei/ny/")
    page.locator("#id_name").fill("Ny vei")
    lost = []

    def lose(route):
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch(max_redirects=0))
            return route.abort()
        return route.continue_()

    page.route("**/vei/ny/", lose)
    press(page.locator("form[data-keep] button[type=submit]"), to="**/tiltak/nytt/")

    assert len(lost) == 1
    assert Path.objects.filter(name="Ny vei").count() == 1


def test_what_was_typed_before_a_crash_is_offered_and_never_written_over_others(context, live_server, strategy):
    opened = context()
    goal = Goal.objects.get(name="Trygg beredskap")
    address = f"{live_server.url}{PLAN}mal/{goal.pk}/"
    page = opened.new_page()
    page.goto(address)
    page.locator("#id_name").fill("Skrevet før strømmen gikk")
    becomes(page, "Object.keys(localStorage).length", 1)

    again = close(page, opened, live_server)
    again.goto(address)
    expect(again.locator("[data-drop]")).to_be_visible()
    Goal.objects.filter(pk=goal.pk).update(name="Andres navn", version=2)
    again.reload()
    again.locator("[data-use]").click()
    expect(again.locator("#id_name")).to_have_value("Skrevet før strømmen gikk")
    press(again.locator("form[data-keep] button[type=submit]"))
    expect(again.get_by_role("cell", name="Andres navn")).to_be_visible()
    goal.refresh_from_db()
    assert goal.name == "Andres navn"
    expect(again.get_by_text("Skrevet før strømmen gikk")).to_be_visible()


def test_two_tabs_keep_a_text_each_and_the_last_one_sees_the_other(context, live_server, strategy):
    opened = context()
    goal = Goal.objects.get(name="Trygg beredskap")
    address = f"{live_server.url}{PLAN}mal/{goal.pk}/"
    tabs = [opened.new_page() for _ in range(2)]
    for page, text in zip(tabs, ("Den ene", "Den andre"), strict=True):
        page.goto(address)
        page.locator("#id_name").fill(text)
    becomes(tabs[0], "Object.keys(localStorage).length", 2)
    becomes(tabs[0], "navigator.locks.query().then((found) => found.held.length)", 2)
    # A third tab is offered neither: both are still being written.
    third = opened.new_page()
    third.goto(address)
    # The page asked who holds what when it was opened; answers come in the order of the questions.
    becomes(third, "navigator.locks.query().then((found) => found.held.length)", 3)
    expect(third.locator("#keep-found")).to_be_attached()
    expect(third.locator("#keep-found")).to_be_hidden()
    press(tabs[0].locator("form[data-keep] button[type=submit]"), to=f"**{PLAN}?strategi=*")
    press(tabs[1].locator("form[data-keep] button[type=submit]"))
    expect(tabs[1].locator("table caption")).to_be_visible()

    goal.refresh_from_db()
    assert goal.name == "Den ene"
    expect(tabs[1].get_by_text("Den andre")).to_be_visible()


def test_leaving_asks_only_when_something_is_not_saved(context, live_server, strategy):
    page = context().new_page()
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    goal = Goal.objects.first()
    page.goto(f"{live_server.url}{PLAN}mal/{goal.pk}/")
    # Browsers ask only on pages that someone has touched.
    page.locator("#id_name").click()
    expect(page.locator("#id_name")).to_be_focused()
    page.goto(live_server.url + PLAN)
    assert asked == []
    page.goto(f"{live_server.url}{PLAN}mal/{goal.pk}/")
    page.locator("#id_name").press_sequentially("x")
    expect(page.locator("#id_name")).to_have_value(re.compile("x"))
    page.goto(live_server.url + PLAN)
    assert asked == ["beforeunload"]


def test_what_is_to_be_corrected_is_kept_as_well(context, live_server, strategy):
    opened = context()
    page = opened.new_page()
    address = f"{live_server.url}{PLAN}mal/{Goal.objects.first().pk}/"
    page.goto(address)
    page.locator("#id_name").fill("Et mål til")
    page.locator("#id_sustainable_goals").fill("99")
    press(page.locator("form[data-keep] button[type=submit]"))
    expect(page.locator(".vv-problems")).to_be_visible()
    becomes(page, "Object.keys(localStorage).length", 1)

    again = close(page, opened, live_server)
    again.goto(address)
    again.locator("[data-use]").click()
    expect(again.locator("#id_name")).to_have_value("Et mål til")


def test_a_file_that_cannot_be_read_says_why_on_the_page_it_was_sent_from(context, live_server, people):
    page = context().new_page()
    page.goto(f"{live_server.url}{PLAN}importer/")
    page.locator("input[type=file]").set_input_files(
        {"name": "plan.txt", "mimeType": "text/plain", "buffer": b"Ingen plan"}
    )
    page.locator("form[data-progress] button[type=submit]").click()
    expect(page.locator(".vv-problems")).to_be_visible()
    expect(page.locator("#progress")).to_be_hidden()


def test_on_a_shared_machine_nothing_outlives_the_tab_and_signing_out_clears_the_rest(
    context, live_server, people, strategy
):
    opened = context()
    address = f"{live_server.url}{PLAN}mal/{Goal.objects.first().pk}/"
    page = opened.new_page()
    page.goto(address)
    page.locator("#id_name").fill("Min egen maskin")
    becomes(page, "Object.keys(localStorage).length", 1)
    other = opened.new_page()
    other.goto(f"{live_server.url}/logg-ut/")
    press(other.locator("main form button"), to=f"{live_server.url}/")
    assert other.evaluate("Object.keys(localStorage).length") == 0


def test_a_shared_machine_keeps_only_in_the_tab(context, live_server, people, strategy):
    people.secretary.account.sessions.update(is_shared_machine=True)
    page = context().new_page()
    page.goto(f"{live_server.url}{PLAN}mal/{Goal.objects.first().pk}/")
    page.locator("#id_name").fill("Felles maskin")
    becomes(page, "Object.keys(sessionStorage).length", 1)
    assert page.evaluate("Object.keys(localStorage).length") == 0


def test_what_one_wrote_is_not_saved_by_another_who_has_signed_in_meanwhile(context, live_server, people, strategy):
    goal = Goal.objects.first()
    opened = context()
    page = opened.new_page()
    page.goto(f"{live_server.url}{PLAN}mal/{goal.pk}/")
    page.locator("#id_name").fill("Skrevet av den første")
    # As signing in does it: another session, and another token for forms.
    other = with_role(someone("annen"), people.council, Role.SECRETARIAT)
    opened.clear_cookies(name="csrftoken")
    opened.add_cookies([{"name": SESSION_COOKIE, "value": other.key, "url": live_server.url}])
    page.locator("main form[data-keep] button[type=submit]").click()
    expect(page.locator("#keep-said")).to_have_text(re.compile("signed out|logget ut"))

    goal.refresh_from_db()
    assert goal.name == "Unge vil bli"
    expect(page.locator("#id_name")).to_have_value("Skrevet av den første")


def test_many_names_are_matched_on_one_page(context, live_server, people, strategy):
    Action.objects.update(responsible_body=None, responsible_text="AU, rådmenn")
    page = context().new_page()
    page.goto(f"{live_server.url}{PLAN}{strategy.pk}/ansvarlige/")
    assert page.locator("#who-0").evaluate("each => each.selectedOptions[0].text") == "Arbeidsutvalget"
    press(page.locator("main form[method=post] button[type=submit]"))

    assert {
        (str(a.responsible_body), tuple(a.partners)) for a in Action.objects.select_related("responsible_body")
    } == {("Arbeidsutvalget", ("rådmenn",))}


def test_a_file_is_sent_read_and_stored_while_the_page_says_so(context, live_server, people, tmp_path):
    file = tmp_path / "plan.csv"
    rows = "".join(f"Mål {n // 50};{n};Gjøre noe {n};Arbeidsutvalget\n" for n in range(400))
    file.write_text("Mål;Nr;Tiltak;Ansvarlig\n" + rows, encoding="utf-8")
    a_body(people.council)
    page = context().new_page()
    complaints = complaints_of(page)
    page.goto(f"{live_server.url}{PLAN}importer/")
    # A file that is refused: the page that says why takes the place of the form.
    page.locator("input[type=file]").set_input_files({"name": "plan.csv", "mimeType": "text/csv", "buffer": b"x"})
    page.locator("main form button[type=submit]").click()
    expect(page.locator(".vv-problems")).to_be_focused()
    # What the server said, and nothing about an error on our side.
    expect(page.locator(".vv-problems")).to_contain_text("Fant ingen tiltak i filen")
    expect(page.locator("#progress")).to_be_hidden()
    page.locator("input[type=file]").set_input_files(file)
    press(page.locator("main form button[type=submit]"), to="**/importer/*/")
    assert PlanDraft.objects.count() == 1
    press(page.locator("button[value=import]"), to="**/plan/?strategi=*")

    assert Action.objects.count() == 400
    assert Strategy.objects.count() == 1
    expect(page.locator(".vv-message")).to_have_count(1)
    # The browser notes the refusal, whenever it comes to it.
    assert [text for text in complaints if "422" not in text] == []


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1280, "light")])
def test_pages_of_writing_fit_and_can_be_used_by_everyone(context, live_server, strategy, width, scheme):
    Action.objects.filter(number__lt=3).update(responsible_body=None, responsible_text="AU, rådmenn")
    page = context(width=width, color_scheme=scheme, bypass_csp=True).new_page()
    complaints = complaints_of(page)
    goal = Goal.objects.first()
    paths = ["", f"{strategy.pk}/ansvarlige/", "importer/", f"mal/{goal.pk}/", f"{strategy.pk}/mangler/"]
    for address in paths:
        page.goto(live_server.url + PLAN + address)
        if not address:
            page.locator(".vv-grip").first.focus()
            lift(page)
            page.keyboard.press("ArrowDown")
            expect(page.locator(".vv-drop")).to_be_visible()
        must_be_usable(page, width)
        assert complaints == [], address
