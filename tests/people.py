"""One council, its neighbour, and the people of both, named by what they are.

Everything is invented: the municipalities are those of the small country in tests/figures.py.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property

from django.test import Client

from veivalg.facts.starter import Certainty
from veivalg.web.access.actor import OPERATOR, Actor
from veivalg.web.access.catalogue import Role
from veivalg.web.accounts import browser
from veivalg.web.accounts.models import Account, Session
from veivalg.web.accounts.operations import sessions
from veivalg.web.councils.middleware import actor_of
from veivalg.web.councils.models import Council, Municipality, Participant, RoleAssignment, StaffSession

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)
LONG_AGO = date(2020, 1, 1)


@dataclass(frozen=True)
class Someone:
    """A person of the tests: the account, and what a browser and an operation need of it."""

    account: Account
    session: Session
    key: str

    @property
    def actor(self) -> Actor:
        """As an operation gets it, with the roles of this moment."""
        return actor_of(self.account, self.session, "test")

    @cached_property
    def client(self) -> Client:
        """A browser where this person is signed in."""
        client = Client()
        client.cookies[browser.SESSION_COOKIE] = self.key
        return client


def someone(name: str, *, second_factor: bool = True, **fields) -> Someone:
    """An account with a session, with a second factor shown unless told otherwise."""
    account = Account.objects.create(email=f"{name}@example.no", name=name, made_at=NOW, **fields)
    # The session is of now by the machine's clock, as the middleware reads it.
    now = datetime.now(tz=UTC)
    key, session = sessions.start(account=account, method="test", device="Tests", now=now)
    if second_factor:
        sessions.mark_second_factor(session=session, now=now)
    return Someone(account, session, key)


def with_role(who: Someone, council: Council, role: Role, *, participant=None, starts_on=LONG_AGO, ends_on=None):
    """Give someone a role."""
    RoleAssignment.objects.create(
        council=council,
        account=who.account,
        role=role,
        participant=participant,
        starts_on=starts_on,
        ends_on=ends_on,
        granted_at=NOW,
    )
    return who


def a_council(slug: str, *, codes: tuple[str, ...]) -> Council:
    """A council that is set up, of municipalities that exist in the tests."""
    council = Council.objects.create(
        slug=slug, name=f"{slug.title()} interkommunalt politisk råd", short_name=slug.title(), set_up_at=NOW
    )
    for code in codes:
        place, _ = Municipality.objects.get_or_create(
            code=code, defaults={"name": f"Kommune {code}", "county_code": "90", "county_name": "Testfylket"}
        )
        Participant.objects.create(council=council, municipality=place, certainty=Certainty.CONFIRMED)
    return council


class People:
    """Everyone in the council Vestre, and the secretary of its neighbour Østre. Each is made when first asked for."""

    def __init__(self) -> None:
        self.council = a_council("vestre", codes=("9001", "9002", "9003"))
        self.neighbour_council = a_council("ostre", codes=("9003", "9004"))

    @cached_property
    def participants(self) -> list[Participant]:
        return list(self.council.participants.order_by("municipality__code"))

    @cached_property
    def secretary(self) -> Someone:
        return with_role(someone("sekretaer"), self.council, Role.SECRETARIAT)

    @cached_property
    def secretary_without_second_factor(self) -> Someone:
        return with_role(someone("ny-sekretaer", second_factor=False), self.council, Role.SECRETARIAT)

    @cached_property
    def representative(self) -> Someone:
        return with_role(someone("ordforer"), self.council, Role.REPRESENTATIVE, participant=self.participants[0])

    @cached_property
    def municipal_contact(self) -> Someone:
        return with_role(someone("kontakt"), self.council, Role.MUNICIPAL_CONTACT, participant=self.participants[0])

    @cached_property
    def action_owner(self) -> Someone:
        return with_role(someone("tiltak"), self.council, Role.ACTION_OWNER)

    @cached_property
    def youth(self) -> Someone:
        return with_role(someone("unge"), self.council, Role.YOUTH_PANEL)

    @cached_property
    def reader(self) -> Someone:
        return with_role(someone("leser"), self.council, Role.READER)

    @cached_property
    def nobody(self) -> Someone:
        """Signed in, without any role."""
        return someone("ingen")

    @cached_property
    def host(self) -> Someone:
        """Runs the installation; not inside any council."""
        return someone("vert", is_host=True)

    @cached_property
    def visiting_host(self) -> Someone:
        """The same, with a staff session open in the council."""
        who = someone("vert-paa-besok", is_host=True)
        now = datetime.now(tz=UTC)
        StaffSession.objects.create(
            council=self.council,
            account=who.account,
            reason="Hjelpe sekretariatet i gang",
            opened_at=now,
            ends_at=now.replace(year=now.year + 1),
        )
        return who

    @cached_property
    def neighbour(self) -> Someone:
        """The secretary of the neighbour council."""
        return with_role(someone("nabo"), self.neighbour_council, Role.SECRETARIAT)

    @property
    def operator(self) -> Actor:
        return OPERATOR
