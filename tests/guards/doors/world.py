"""What the addresses lead to, made when one of them needs it."""

from datetime import UTC, datetime, timedelta
from functools import cached_property

from django.utils import timezone

from tests.people import LONG_AGO, NOW, People
from tests.web.agreements.agreeing import a_change, a_clause, an_agreement
from tests.web.agreements.agreeing import an_edition as an_agreement_edition
from tests.web.barometer.rounds import a_finding
from tests.web.directions.choosing import a_choice, a_step
from tests.web.own_things import a_limit, an_edition, an_indicator
from tests.web.participation.voices import a_round, a_submission, an_answer
from tests.web.strategy.planning import a_goal, a_path, a_strategy, an_action
from tests.web.youth.panel import a_matter, something_said
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
from veivalg.web.directions.models import DirectionChoice
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
from veivalg.web.youth.models import YouthMatter, YouthSubmission


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
    def youth_matter(self) -> YouthMatter:
        """Open, about a draft that is not public."""
        return a_matter(self.people.council, on=timezone.localdate(), with_draft=True)

    @cached_property
    def youth_draft(self) -> YouthMatter:
        return a_matter(self.people.council, on=timezone.localdate(), is_open=False)

    @cached_property
    def youth_submission(self) -> YouthSubmission:
        return something_said(self.people.council, self.youth_matter)

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

    @cached_property
    def direction(self) -> DirectionChoice:
        choice = a_choice(self.people)
        a_step(self.people, choice)
        return choice

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
