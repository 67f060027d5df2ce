"""Every address, knocked on by every role and by the neighbour, from one list. An address that is not in it fails."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from tests.guards.test_house import patterns
from tests.people import LONG_AGO, NOW, People, Someone
from tests.web.agreements.agreeing import a_change, a_clause, an_agreement
from tests.web.agreements.agreeing import an_edition as an_agreement_edition
from tests.web.barometer.rounds import a_finding
from tests.web.own_things import a_limit, an_edition, an_indicator
from tests.web.participation.voices import a_round, a_submission, an_answer
from tests.web.strategy.planning import a_goal, a_path, a_strategy, an_action
from veivalg.web.access.catalogue import Role
from veivalg.web.accounts.models import Account
from veivalg.web.agreements.models import (
    AgreementChange,
    AgreementClause,
    AgreementEdition,
    CooperationAgreement,
    ParticipantConsent,
)
from veivalg.web.councils.models import Body, ImportDraft, Mandate, Participant, Person, RoleAssignment, SetUpDraft
from veivalg.web.endorsements.models import Endorsement, EndorsementRound
from veivalg.web.joint_services.models import JointService
from veivalg.web.knowledge.models import OwnEdition, OwnIndicator
from veivalg.web.meetings.models import Resolution
from veivalg.web.participation.models import ParticipationRound, Submission
from veivalg.web.reminders.models import Referral
from veivalg.web.strategy.models import (
    Action,
    ActionPlan,
    ActionPlanEdition,
    Goal,
    Path,
    PlanDraft,
    PlannedAction,
    Strategy,
    StrategyEdition,
)
from veivalg.web.survey.models import Item, Round

PUBLIC = "everyone"
SIGNED_IN = "signed in"
HOST = "host"
"""Pages of no council: those who do not run the installation are told that they may not."""
ROLES = {
    "S": "secretary",
    "R": "representative",
    "C": "municipal_contact",
    "A": "action_owner",
    "Y": "youth",
    "L": "reader",
    "H": "visiting_host",
}
"""Letters of the list, and who they are in tests/people.py."""


class World:
    """Something of each kind in the council, made when an address needs it."""

    def __init__(self, people: People) -> None:
        self.people = people
        self.slug = people.council.slug

    @cached_property
    def body(self) -> Body:
        return Body.objects.create(council=self.people.council, kind=Body.Kind.ASSEMBLY, name="Representantskapet")

    @cached_property
    def person(self) -> Person:
        return Person.objects.create(council=self.people.council, name="Kari Nordmann", made_at=NOW)

    @cached_property
    def mandate(self) -> Mandate:
        return Mandate.objects.create(
            body=self.body,
            person=self.person,
            participant=self.people.participants[0],
            position=Mandate.Position.MEMBER,
            starts_on=LONG_AGO,
        )

    @cached_property
    def own_indicator(self) -> OwnIndicator:
        return an_indicator(self.people.council, values=[("9001", 2024, 150)])

    @cached_property
    def own_edition(self) -> OwnEdition:
        return an_edition(self.people.council, [a_limit(self.own_indicator.figure_id, 100)])

    @cached_property
    def resolution(self) -> Resolution:
        return Resolution.objects.create(
            council=self.people.council,
            body=self.body,
            resolved_on=LONG_AGO,
            kind=Resolution.Kind.STATEMENT,
            title="Uttalelse",
            text="Ja.",
            registered_at=NOW,
        )

    @cached_property
    def joint_service(self) -> JointService:
        return JointService.objects.create(
            council=self.people.council, name="Legevakt", form="association", others="Alle", changed_at=NOW
        )

    @cached_property
    def endorsement(self) -> Endorsement:
        resolution = Resolution.objects.create(
            council=self.people.council,
            body=self.body,
            resolved_on=LONG_AGO,
            kind=Resolution.Kind.RECOMMENDATION,
            title="Felles legevakt",
            text="Kommunene anbefales.",
            registered_at=NOW,
        )
        found = EndorsementRound.objects.create(council=self.people.council, resolution=resolution, opened_at=NOW)
        return Endorsement.objects.create(round=found, participant=self.participant)

    @cached_property
    def agreement(self) -> CooperationAgreement:
        return an_agreement(self.people.council)

    @cached_property
    def clause(self) -> AgreementClause:
        return a_clause(self.agreement)

    @cached_property
    def change(self) -> AgreementChange:
        return a_change(self.agreement)

    @cached_property
    def agreement_edition(self) -> AgreementEdition:
        return an_agreement_edition(self.change)

    @cached_property
    def consent(self) -> ParticipantConsent:
        return ParticipantConsent.objects.create(
            change=self.change, participant=self.participant, is_yes=True, decided_on=LONG_AGO, registered_at=NOW
        )

    @cached_property
    def strategy(self) -> Strategy:
        return a_strategy(self.people.council)

    @cached_property
    def goal(self) -> Goal:
        return a_goal(self.strategy)

    @cached_property
    def path(self) -> Path:
        return a_path(self.goal)

    @cached_property
    def action(self) -> Action:
        return an_action(self.path)

    @cached_property
    def referral(self) -> Referral:
        return Referral.objects.create(action=self.action, text="Andre", said_at=NOW)

    @cached_property
    def strategy_edition(self) -> StrategyEdition:
        content = {"format": "veivalg-plan", "version": 1, "name": "Strategi"}
        return StrategyEdition.objects.create(
            strategy=self.strategy,
            number=1,
            adopted_by=self.resolution,
            content=content,
            checksum="0" * 64,
            adopted_at=NOW,
        )

    @cached_property
    def action_plan(self) -> ActionPlan:
        """Adopted once, and being corrected: everyone reads the edition, and the secretariat writes."""
        plan = ActionPlan.objects.create(strategy=self.strategy, year=2026, made_at=NOW, changed_at=NOW)
        content = {"year": 2026, "plan": {"format": "veivalg-plan", "version": 1}, "texts": {}, "ended": []}
        ActionPlanEdition.objects.create(
            plan=plan, number=1, adopted_by=self.resolution, content=content, checksum="0" * 64, adopted_at=NOW
        )
        return plan

    @cached_property
    def action_plan_edition(self) -> ActionPlanEdition:
        return self.action_plan.editions.get()

    @cached_property
    def planned_action(self) -> PlannedAction:
        return PlannedAction.objects.create(plan=self.action_plan, action=self.action, choice="new")

    @cached_property
    def plan_draft(self) -> PlanDraft:
        action = {"text": "Noe", "number": 1}
        goals = [{"name": "Mål", "paths": [{"name": "Vei", "actions": [action]}]}]
        return PlanDraft.objects.create(
            council=self.people.council,
            file_name="plan.csv",
            content={"format": "veivalg-plan", "version": 1, "goals": goals},
            holds=[],
            notes=[],
            made_at=NOW,
        )

    @cached_property
    def round(self) -> ParticipationRound:
        return a_round(self.people.council, on=timezone.localdate())

    @cached_property
    def submission(self) -> Submission:
        return an_answer(a_submission(self.round, key="k" * 43)).submission

    @cached_property
    def barometer_round(self) -> Round:
        return a_finding(self.people.council, Round.Kind.COOPERATION).round

    @cached_property
    def capacity_round(self) -> Round:
        return a_finding(self.people.council, Round.Kind.CAPACITY).round

    @cached_property
    def survey_round(self) -> Round:
        now = datetime.now(tz=UTC)
        made = Round.objects.create(
            council=self.people.council,
            mode=Round.Mode.ANONYMOUS,
            title={"nb": "Hva betyr mest?"},
            opens_at=now,
            closes_at=now + timedelta(days=1),
            made_at=now,
            opened_at=now,
            seal_key="x",
        )
        Item.objects.create(round=made, key="a", kind=Item.Kind.SCALE, text={"nb": "Hvor viktig?"})
        return made

    @property
    def participant(self) -> Participant:
        return self.people.participants[0]

    @cached_property
    def role(self) -> RoleAssignment:
        return self._role(Role.READER, Account.objects.create(email="noen@example.no", made_at=NOW))

    @cached_property
    def code(self) -> RoleAssignment:
        return self._role(Role.YOUTH_PANEL, Account.objects.create(made_at=NOW))

    def _role(self, role: Role, account: Account) -> RoleAssignment:
        return RoleAssignment.objects.create(
            council=self.people.council, account=account, role=role, starts_on=LONG_AGO, granted_at=NOW
        )

    @cached_property
    def import_draft(self) -> ImportDraft:
        data = {
            "file": "folk.csv",
            "sheets": [{"name": "folk", "rows": [], "merged": []}],
            "notes": [],
            "left_notes": 0,
        }
        now = datetime.now(tz=UTC)
        return ImportDraft.objects.create(
            council=self.people.council,
            account=self.people.secretary.account,
            made_at=now,
            expires_at=now + timedelta(hours=1),
            data=data,
        )

    @cached_property
    def draft(self) -> SetUpDraft:
        return SetUpDraft.objects.create(
            account=self.people.visiting_host.account, slug="nordre", made_at=NOW, changed_at=NOW
        )


@dataclass(frozen=True)
class Door:
    """Who may open an address, and what to fill in."""

    may: str
    """PUBLIC, SIGNED_IN, HOST, or letters of ROLES."""
    args: Callable[[World], Mapping[str, Any]] = field(default=lambda world: {})
    also: frozenset[int] = frozenset()
    """Other answers than 200 and a redirect that still mean that the door was open."""


def of_council(**more: Any) -> Callable[[World], Mapping[str, Any]]:
    """The council's slug, and attributes of the world by name: ``pk="body"``."""

    def args(world: World) -> Mapping[str, Any]:
        return {"slug": world.slug} | {name: getattr(world, value).pk for name, value in more.items()}

    return args


def of_year(**more: Any) -> Callable[[World], Mapping[str, Any]]:
    """The council's slug, and the year of its action plan."""
    return lambda world: {"slug": world.slug, "year": world.action_plan.year, **more}


def own(thing: str, **more: Any) -> Callable[[World], Mapping[str, Any]]:
    """The council's slug, and the word of its own indicator or edition."""
    return lambda world: {"slug": world.slug, "word": getattr(world, thing).slug, **more}


def fixed(**values: Any) -> Callable[[World], Mapping[str, Any]]:
    return lambda world: values


def of_draft(world: World) -> Mapping[str, Any]:
    """A draft of whoever may open it."""
    return {"slug": world.draft.slug}


def of_endorsement(*, is_one: bool = False) -> Callable[[World], Mapping[str, Any]]:
    """A resolution that has been sent to the municipalities, and perhaps the row of one of them."""

    def args(world: World) -> Mapping[str, Any]:
        row = world.endorsement
        found = {"slug": world.slug, "pk": row.round.resolution_id}
        return found | {"endorsement": row.pk} if is_one else found

    return args


FILE = {"word": "befolkning", "kind": "csv"}
THE_LIST: dict[str, Door] = {
    "health": Door(PUBLIC),
    "accessibility": Door(PUBLIC),
    "privacy": Door(PUBLIC),
    "permissions": Door(PUBLIC),
    # Elsewhere than in the demonstration these do not exist.
    "demo_roles": Door(PUBLIC, also=frozenset({404})),
    "demo_mail": Door(PUBLIC, also=frozenset({404})),
    "accounts:sign_in": Door(PUBLIC),
    "accounts:enter_code": Door(PUBLIC),
    "accounts:enter_personal_code": Door(PUBLIC),
    "accounts:sign_out": Door(PUBLIC),
    "accounts:open_invitation": Door(PUBLIC, fixed(key="x" * 43)),
    "accounts:invitation": Door(PUBLIC, also=frozenset({410})),
    "accounts:own_details": Door(SIGNED_IN),
    "accounts:own_sessions": Door(SIGNED_IN),
    "accounts:keep_going": Door(SIGNED_IN),
    "accounts:confirm": Door(SIGNED_IN),
    "accounts:passkey_to_use": Door(SIGNED_IN),
    "accounts:security": Door(SIGNED_IN),
    "accounts:code_app": Door(SIGNED_IN),
    "accounts:new_passkey": Door(SIGNED_IN),
    "accounts:passkey_to_make": Door(SIGNED_IN),
    "accounts:recovery_codes": Door(SIGNED_IN),
    # One's own only: another's is not found.
    "accounts:remove_code_app": Door(SIGNED_IN, fixed(key=1), also=frozenset({404})),
    "accounts:remove_passkey": Door(SIGNED_IN, fixed(key=1), also=frozenset({404})),
    # Without a provider in the settings these say that there is none.
    "oidc:start": Door(PUBLIC, also=frozenset({404})),
    "oidc:answer": Door(PUBLIC, also=frozenset({404})),
    "accounts:own_alias": Door(SIGNED_IN),
    "councils:set_up_name": Door(HOST, of_draft),
    "councils:set_up_participants": Door(HOST, of_draft),
    "councils:set_up_about": Door(HOST, of_draft),
    "councils:set_up_done": Door(HOST, of_draft, also=frozenset({422})),
    "councils:set_up_discard": Door(HOST, of_draft),
    "councils:participants": Door(PUBLIC, of_council()),
    "councils:add_participant": Door("SH", of_council()),
    "councils:change_participant": Door("SH", of_council(pk="participant")),
    "councils:end_participant": Door("SH", of_council(pk="participant")),
    "councils:remove_participant": Door("SH", of_council(pk="participant")),
    "councils:settings": Door("SH", of_council()),
    "councils:roles": Door("SRH", of_council()),
    "councils:grant_role": Door("SH", of_council()),
    "councils:end_role": Door("SH", of_council(pk="role")),
    "councils:youth_codes": Door("S", of_council()),
    "councils:end_youth_code": Door("S", of_council(pk="code")),
    "councils:reset_alias": Door("S", of_council(pk="code")),
    "councils:host": Door(HOST),
    "councils:host_invite": Door(HOST),
    "councils:host_enter": Door(HOST, of_council()),
    "councils:end_visit": Door(SIGNED_IN),
    "knowledge:index": Door(PUBLIC),
    "knowledge:index_file": Door(PUBLIC, fixed(word="sarbarhet", kind="csv")),
    "knowledge:lecture_map": Door(PUBLIC),
    "knowledge:municipality_by_number": Door(PUBLIC, fixed(code="0301")),
    "knowledge:municipality": Door(PUBLIC, fixed(address="0301-oslo")),
    "knowledge:municipality_file": Door(PUBLIC, fixed(address="0301-oslo", **FILE)),
    "knowledge:region": Door(PUBLIC, fixed(slug="demoregionen")),
    "knowledge:region_file": Door(PUBLIC, fixed(slug="demoregionen", **FILE)),
    "knowledge:own_indicators": Door(PUBLIC, of_council()),
    "knowledge:own_indicator": Door(PUBLIC, own("own_indicator")),
    "knowledge:own_indicator_file": Door(PUBLIC, own("own_indicator", panel="tall", kind="csv")),
    "knowledge:new_own_indicator": Door("S", of_council()),
    "knowledge:change_own_indicator": Door("S", own("own_indicator")),
    "knowledge:own_values": Door("S", own("own_indicator"), also=frozenset({422})),
    "knowledge:publish_own_indicator": Door("S", own("own_indicator")),
    "knowledge:archive_own_indicator": Door("S", own("own_indicator")),
    "knowledge:own_editions": Door(PUBLIC, of_council()),
    "knowledge:own_edition": Door(PUBLIC, own("own_edition")),
    "knowledge:new_own_edition": Door("S", of_council()),
    "knowledge:change_own_edition": Door("S", own("own_edition")),
    "knowledge:publish_own_edition": Door("S", own("own_edition")),
    "knowledge:about_figures": Door(PUBLIC),
    "meetings:resolutions": Door(PUBLIC, of_council()),
    "meetings:resolutions_file": Door(PUBLIC, lambda world: of_council()(world) | {"kind": "csv"}),
    "meetings:register": Door("S", of_council()),
    "meetings:resolution": Door(PUBLIC, of_council(pk="resolution")),
    "meetings:correct": Door("S", of_council(pk="resolution")),
    "barometer:reasons": Door(PUBLIC),
    "barometer:reason": Door(PUBLIC, lambda world: {"number": 1}),
    "barometer:cooperation": Door(PUBLIC, of_council()),
    "barometer:points": Door(PUBLIC, of_council()),
    "barometer:mark_point": Door("S", lambda world: {**of_council()(world), "number": 1}),
    "barometer:rounds": Door(PUBLIC, of_council()),
    "barometer:new_round": Door("S", of_council()),
    "barometer:round": Door(PUBLIC, of_council(pk="barometer_round")),
    "barometer:meeting": Door(PUBLIC, of_council(pk="barometer_round")),
    "barometer:answers_file": Door(PUBLIC, lambda world: {**of_council(pk="barometer_round")(world), "kind": "csv"}),
    "barometer:capacity": Door(PUBLIC, of_council()),
    "barometer:new_capacity_round": Door("S", of_council()),
    "barometer:capacity_round": Door(PUBLIC, of_council(pk="capacity_round")),
    "barometer:capacity_file": Door(PUBLIC, lambda world: {**of_council(pk="capacity_round")(world), "kind": "csv"}),
    "joint_services:services": Door(PUBLIC, of_council()),
    "joint_services:services_file": Door(PUBLIC, lambda world: {**of_council()(world), "kind": "csv"}),
    "joint_services:register": Door("S", of_council()),
    "joint_services:change": Door("S", of_council(pk="joint_service")),
    "joint_services:remove": Door("S", of_council(pk="joint_service")),
    "endorsements:list": Door(PUBLIC, of_council()),
    "endorsements:file": Door(PUBLIC, lambda world: {**of_council()(world), "kind": "csv"}),
    "endorsements:way": Door(PUBLIC, of_council()),
    "endorsements:target": Door("S", of_council()),
    "endorsements:participant": Door(PUBLIC, of_council(pk="participant")),
    "endorsements:round": Door(PUBLIC, of_endorsement()),
    "endorsements:open": Door("S", of_council(pk="resolution")),
    "endorsements:change": Door("S", of_endorsement()),
    "endorsements:remove": Door("S", of_endorsement()),
    "endorsements:send": Door("S", of_endorsement()),
    "endorsements:import": Door("S", of_endorsement()),
    "endorsements:confirm_import": Door("S", of_endorsement()),
    # The contact of the tests is that municipality's.
    "endorsements:answer": Door("SC", of_endorsement(is_one=True)),
    "endorsements:paper": Door(PUBLIC, of_endorsement(is_one=True)),
    # Without the key of a mail these say that the link does not work.
    "endorsements:open_link": Door(PUBLIC, fixed(key="x" * 43), also=frozenset({410})),
    "endorsements:answer_by_link": Door(PUBLIC, fixed(pk=1), also=frozenset({410})),
    "agreements:agreement": Door(PUBLIC, of_council()),
    # Nothing that is in force, no file of it.
    "agreements:agreement_file": Door(
        PUBLIC, lambda world: {**of_council()(world), "kind": "json"}, also=frozenset({404})
    ),
    "agreements:shares": Door(PUBLIC, of_council()),
    "agreements:membership": Door(PUBLIC, of_council()),
    "agreements:costs": Door(PUBLIC, of_council()),
    # The municipalities of the tests have no inhabitants, so there is no table.
    "agreements:costs_file": Door(PUBLIC, lambda world: {**of_council()(world), "kind": "csv"}, also=frozenset({404})),
    "agreements:begin": Door("S", of_council()),
    "agreements:rules": Door("S", lambda world: {"slug": world.agreement.council.slug}),
    "agreements:write_shares": Door("S", lambda world: {"slug": world.agreement.council.slug}),
    "agreements:new_clause": Door("S", lambda world: {"slug": world.agreement.council.slug}),
    "agreements:change_clause": Door("S", of_council(pk="clause")),
    "agreements:move_clause": Door("S", of_council(pk="clause")),
    "agreements:remove_clause": Door("S", of_council(pk="clause")),
    "agreements:send": Door("S", of_council()),
    "agreements:changes": Door("SRC", of_council()),
    "agreements:change": Door("SRC", of_council(pk="change")),
    "agreements:register_consent": Door("S", of_council(pk="change")),
    "agreements:register_vote": Door("S", of_council(pk="change")),
    "agreements:withdraw": Door("S", of_council(pk="change")),
    "agreements:put_in_force": Door("S", of_council(pk="change")),
    "agreements:correct_consent": Door("S", of_council(pk="consent")),
    "agreements:editions": Door(PUBLIC, of_council()),
    "agreements:edition": Door(PUBLIC, of_council(pk="agreement_edition")),
    "agreements:edition_file": Door(
        PUBLIC, lambda world: {**of_council(pk="agreement_edition")(world), "kind": "json"}
    ),
    "agreements:edition_difference": Door(PUBLIC, of_council(pk="agreement_edition")),
    "participation:rounds": Door(PUBLIC, of_council()),
    "participation:new_round": Door("S", of_council()),
    "participation:round": Door(PUBLIC, of_council(pk="round")),
    "participation:submissions": Door(PUBLIC, of_council(pk="round")),
    "participation:submissions_file": Door(PUBLIC, lambda world: {**of_council(pk="round")(world), "kind": "csv"}),
    "participation:summary": Door(PUBLIC, of_council(pk="round")),
    "participation:submit": Door(PUBLIC, of_council(pk="round")),
    "participation:change_round": Door("S", of_council(pk="round")),
    "participation:open_round": Door("S", of_council(pk="round")),
    "participation:extend_round": Door("S", of_council(pk="round")),
    "participation:unread": Door("S", of_council(pk="round")),
    "participation:register": Door("S", of_council(pk="round")),
    "participation:everything_file": Door("S", lambda world: {**of_council(pk="round")(world), "kind": "csv"}),
    "participation:answers": Door("S", of_council(pk="round")),
    "participation:moderate": Door("S", of_council(pk="submission")),
    "participation:erase": Door("S", of_council(pk="submission")),
    "participation:change_answer": Door("S", of_council(pk="submission")),
    # Whoever has the sender's own link, and nobody without it.
    "participation:receipt": Door(PUBLIC, lambda world: {"slug": world.submission.round.council.slug, "key": "k" * 43}),
    "survey:code": Door(PUBLIC),
    "survey:answer": Door(PUBLIC),
    "survey:receipt": Door(PUBLIC, lambda world: {"pk": world.survey_round.pk}),
    "survey:round": Door("S", of_council(pk="survey_round")),
    "survey:open": Door("S", of_council(pk="survey_round")),
    "survey:slips": Door("S", of_council(pk="survey_round")),
    "survey:links": Door("S", of_council(pk="survey_round")),
    "survey:paper": Door("S", of_council(pk="survey_round")),
    "survey:screen": Door("S", of_council(pk="survey_round")),
    "survey:close": Door("S", of_council(pk="survey_round")),
    "strategy:plan": Door(PUBLIC, of_council()),
    # Without a plan that everyone may read there is no file of it.
    "strategy:plan_file": Door(PUBLIC, lambda world: {**of_council()(world), "kind": "csv"}, also=frozenset({404})),
    "strategy:new_strategy": Door("S", of_council()),
    "strategy:change_strategy": Door("S", of_council(pk="strategy")),
    "strategy:new_goal": Door("S", of_council(pk="strategy")),
    "strategy:completeness": Door("SRCA", of_council(pk="strategy")),
    "strategy:responsible": Door("S", of_council(pk="strategy")),
    "strategy:adopt": Door("S", of_council(pk="strategy")),
    "strategy:editions": Door(PUBLIC, of_council(pk="strategy")),
    "strategy:change_goal": Door("S", of_council(pk="goal")),
    "strategy:move_goal": Door("S", of_council(pk="goal")),
    "strategy:remove_goal": Door("S", of_council(pk="goal")),
    "strategy:new_path": Door("S", of_council(pk="goal")),
    "strategy:change_path": Door("S", of_council(pk="path")),
    "strategy:move_path": Door("S", of_council(pk="path")),
    "strategy:remove_path": Door("S", of_council(pk="path")),
    "strategy:new_action": Door("S", of_council(pk="path")),
    "strategy:edition": Door(PUBLIC, of_council(pk="strategy_edition")),
    "strategy:edition_file": Door(PUBLIC, lambda world: {**of_council(pk="strategy_edition")(world), "kind": "csv"}),
    "strategy:edition_difference": Door(PUBLIC, of_council(pk="strategy_edition")),
    "strategy:new_import": Door("S", of_council()),
    "strategy:draft": Door("S", of_council(pk="plan_draft")),
    "strategy:draft_action": Door("S", lambda world: {**of_council(pk="plan_draft")(world), "number": 1}),
    "strategy:action": Door(PUBLIC, of_council(pk="action")),
    "strategy:change_action": Door("S", of_council(pk="action")),
    "strategy:move_action": Door("S", of_council(pk="action")),
    "strategy:remove_action": Door("S", of_council(pk="action")),
    # Without the key of a mail these say that the link does not work.
    "reminders:open_link": Door(PUBLIC, fixed(key="x" * 43), also=frozenset({410})),
    "reminders:send_anew": Door(PUBLIC),
    "reminders:answer": Door(PUBLIC, fixed(digest=1, pk=1), also=frozenset({410})),
    "reminders:receipt": Door(PUBLIC, fixed(digest=1, pk=1), also=frozenset({410})),
    "reminders:refer_on": Door(PUBLIC, fixed(digest=1, pk=1), also=frozenset({410})),
    # Only what one answers for oneself is found.
    "reminders:own_answer": Door(SIGNED_IN, fixed(pk=1), also=frozenset({404})),
    "reminders:overview": Door("S", of_council()),
    "reminders:send": Door("S", of_council()),
    "reminders:settle": Door("S", of_council(pk="referral")),
    "reminders:ask": Door("S", of_council(pk="action")),
    "follow_up:overview": Door(PUBLIC, of_council()),
    "follow_up:actions": Door(PUBLIC, of_council()),
    "follow_up:actions_file": Door(PUBLIC, lambda world: {**of_council()(world), "kind": "csv"}),
    "follow_up:tertials": Door(PUBLIC, of_council()),
    "follow_up:tertials_file": Door(PUBLIC, lambda world: {**of_council()(world), "kind": "csv"}),
    "follow_up:timeline": Door(PUBLIC, of_council()),
    "follow_up:deadlines": Door(PUBLIC, of_council()),
    "follow_up:municipalities": Door(PUBLIC, of_council()),
    "follow_up:municipality": Door(PUBLIC, of_council(pk="participant")),
    "follow_up:municipality_file": Door(PUBLIC, lambda world: {**of_council(pk="participant")(world), "kind": "csv"}),
    "strategy:action_plans": Door(PUBLIC, of_council()),
    "strategy:new_action_plan": Door("S", of_council()),
    "strategy:action_plan": Door(PUBLIC, of_year()),
    "strategy:action_plan_file": Door(PUBLIC, of_year(kind="csv")),
    "strategy:choose_actions": Door("S", of_year()),
    "strategy:roll": Door("S", of_year()),
    "strategy:adopt_year": Door("S", of_year()),
    "strategy:open_year": Door("S", of_year()),
    "strategy:remove_year": Door("S", of_year()),
    "strategy:change_planned": Door("S", of_council(pk="planned_action")),
    "strategy:action_plan_edition": Door(PUBLIC, of_council(pk="action_plan_edition")),
    "strategy:action_plan_edition_file": Door(
        PUBLIC, lambda world: {**of_council(pk="action_plan_edition")(world), "kind": "csv"}
    ),
    "strategy:action_plan_difference": Door(PUBLIC, of_council(pk="action_plan_edition")),
    "thread:front": Door(PUBLIC),
    "thread:council_map_file": Door(PUBLIC, fixed(word="radskart", kind="csv")),
    "thread:municipalities": Door(PUBLIC),
    "thread:my_page": Door(SIGNED_IN),
    "thread:own_data": Door(SIGNED_IN),
    "thread:erase_own": Door(SIGNED_IN),
    "thread:search": Door(PUBLIC),
    "thread:set_up": Door(HOST),
    "thread:set_up_municipalities": Door(HOST),
    "thread:council": Door(PUBLIC, of_council()),
    "thread:history": Door("SRCLH", of_council()),
    "councils:bodies": Door(PUBLIC, of_council()),
    "councils:new_body": Door("S", of_council()),
    "councils:body": Door(PUBLIC, of_council(pk="body")),
    "councils:change_body": Door("S", of_council(pk="body")),
    "councils:end_body": Door("S", of_council(pk="body")),
    "councils:members_file": Door(PUBLIC, lambda world: {**of_council(pk="body")(world), "kind": "csv"}),
    "councils:new_mandate": Door("S", of_council(pk="body")),
    "councils:mandate": Door("S", of_council(pk="mandate")),
    "councils:end_mandate": Door("S", of_council(pk="mandate")),
    "councils:replace_mandate": Door("S", of_council(pk="mandate")),
    "councils:remove_mandate": Door("S", of_council(pk="mandate")),
    "councils:people": Door("SC", of_council()),
    "councils:new_import": Door("S", of_council()),
    "councils:import_template": Door("S", of_council()),
    "councils:import": Door("S", of_council(pk="import_draft")),
    "councils:people_export": Door("S", lambda world: {"slug": world.slug, "kind": "csv"}),
    "councils:new_person": Door("S", of_council()),
    # The world's person is chosen by the participant of the municipal contact once the mandate is there.
    "councils:person": Door("SC", lambda world: {"slug": world.slug, "pk": world.mandate.person_id}),
    "councils:change_person": Door("S", of_council(pk="person")),
    "councils:person_file": Door("S", of_council(pk="person")),
    "councils:erase_person": Door("S", of_council(pk="person")),
}

EVERY = patterns(get_resolver())


@pytest.fixture
def world(the_demo, people):
    return World(people)


def test_the_list_has_every_address_and_no_other():
    assert {name for name, _ in EVERY} == THE_LIST.keys()


def knock(who: Someone | None, address: str, method: str = "get"):
    client = who.client if who else Client()
    return getattr(client, method)(address)


def is_open(response, door: Door) -> bool:
    if response.status_code == 302:
        return not response.url.startswith("/logg-inn/?")
    return response.status_code in {200, *door.also}


def answers(world: World, address: str, door: Door, method: str) -> dict[str, str]:
    """For each knocker whether the door was open, else the status."""
    knockers: dict[str, Someone | None] = {letter: getattr(world.people, name) for letter, name in ROLES.items()}
    knockers |= {"visitor": None, "nobody": world.people.nobody, "neighbour": world.people.neighbour}
    found = {}
    for name, who in knockers.items():
        response = knock(who, address, method)
        found[name] = "open" if is_open(response, door) else str(response.status_code)
    return found


def expected(door: Door) -> dict[str, str]:
    """What the list says: visitors sign in first, strangers find nothing, the others are told that they may not."""
    everyone = [*ROLES, "visitor", "nobody", "neighbour"]
    if door.may == PUBLIC:
        return dict.fromkeys(everyone, "open")
    if door.may == SIGNED_IN:
        return dict.fromkeys(everyone, "open") | {"visitor": "302"}
    if door.may == HOST:
        return dict.fromkeys(everyone, "403") | {"visitor": "302", "H": "open"}
    roles = {letter: "open" if letter in door.may else "403" for letter in ROLES}
    return {**roles, "visitor": "302", "nobody": "404", "neighbour": "404"}


@pytest.mark.parametrize("name", THE_LIST)
def test_every_role_and_the_neighbour_meet_the_door_that_the_list_says(world, name):
    door = THE_LIST[name]
    address = reverse(name, kwargs=dict(door.args(world)))

    assert answers(world, address, door, "get") == expected(door), address


FORMS = [
    name
    for name, pattern in EVERY
    if getattr(pattern.callback, "takes_forms", False) and name in THE_LIST and THE_LIST[name].may != PUBLIC
]


@pytest.mark.parametrize("name", FORMS)
def test_a_form_sent_by_the_wrong_one_meets_the_same_door(world, name):
    door = THE_LIST[name]
    address = reverse(name, kwargs=dict(door.args(world)))
    refused = {who: status for who, status in expected(door).items() if status != "open"}
    got = answers(world, address, door, "post")

    assert {who: got[who] for who in refused} == refused, address


@pytest.mark.parametrize(
    "name", [name for name, pattern in EVERY if {"slug", "pk"} <= pattern.pattern.converters.keys()]
)
def test_an_object_of_one_council_is_not_found_under_the_address_of_another(world, name):
    args = dict(THE_LIST[name].args(world)) | {"slug": world.people.neighbour_council.slug}

    assert knock(world.people.neighbour, reverse(name, kwargs=args)).status_code == 404


WITHOUT_FIELDS = {"strategy:move_goal", "strategy:move_path", "thread:own_data", "accounts:passkey_to_make"}
"""Buttons alone, a question, or a file: there is nothing to correct."""
SHOWS_ONE_FACTOR = {"accounts:confirm"}
"""Has a form only for those who have a factor to show."""


@pytest.mark.parametrize("name", [*FORMS, "accounts:sign_in", "accounts:enter_personal_code"])
def test_a_form_that_was_not_filled_in_answers_422_and_never_200_or_400(world, name):
    door = THE_LIST[name]
    letter = "H" if door.may == HOST else next((letter for letter in ROLES if letter in door.may), "S")
    who = getattr(world.people, ROLES["S" if door.may in (PUBLIC, SIGNED_IN) else letter])

    response = who.client.post(reverse(name, kwargs=dict(door.args(world))), {"x": "y"})

    # A button leads on, a code that proves nothing is refused, and what is gone or changed says so.
    others = {302, 403, 404, 409} | ({200} if name in WITHOUT_FIELDS | SHOWS_ONE_FACTOR else set())
    assert response.status_code in {422, *others}
    assert response.status_code != 403 or name.startswith("accounts:")
