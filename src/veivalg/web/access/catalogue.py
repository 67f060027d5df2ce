"""Every role and every permission, and which role has which. What is not in the table is refused."""

from collections.abc import Mapping
from enum import Enum, StrEnum

from django.utils.translation import gettext_lazy as _


class Role(StrEnum):
    """What someone is in a council (rolle). Given for a time, by someone, and always in one council."""

    SECRETARIAT = "secretariat"
    REPRESENTATIVE = "representative"
    """Elected, for one participant (representant)."""
    MUNICIPAL_CONTACT = "municipal_contact"
    """In the administration of one participant (kommunekontakt)."""
    ACTION_OWNER = "action_owner"
    """Answers for actions (tiltaksansvarlig)."""
    YOUTH_PANEL = "youth_panel"
    """In the youth panel, under an alias (ungdomspanel)."""
    READER = "reader"
    HOST = "host"
    """Runs the installation (vertens administrator). In a council only while a staff session is open."""


class Permission(StrEnum):
    """Something that not everyone may do: ``<module>.<thing>.<verb>``."""

    AGREEMENTS_AGREEMENT_EDIT = "agreements.agreement.edit"
    AGREEMENTS_CHANGE_SEND = "agreements.change.send"
    AGREEMENTS_DRAFT_READ = "agreements.draft.read"
    AGREEMENTS_EDITION_ADOPT = "agreements.edition.adopt"
    AUDIT_ENTRY_READ = "audit.entry.read"
    BAROMETER_POINT_MARK = "barometer.point.mark"
    BAROMETER_ROUND_EDIT = "barometer.round.edit"
    COUNCILS_BODY_EDIT = "councils.body.edit"
    COUNCILS_COUNCIL_EDIT = "councils.council.edit"
    COUNCILS_MANDATE_EDIT = "councils.mandate.edit"
    COUNCILS_PARTICIPANT_EDIT = "councils.participant.edit"
    COUNCILS_PERSON_EDIT = "councils.person.edit"
    COUNCILS_PERSON_ERASE = "councils.person.erase"
    COUNCILS_PERSON_EXPORT = "councils.person.export"
    COUNCILS_PERSON_READ = "councils.person.read"
    COUNCILS_ROLE_GRANT = "councils.role.grant"
    COUNCILS_ROLE_READ = "councils.role.read"
    COUNCILS_YOUTH_CODE_MAKE = "councils.youth_code.make"
    DIRECTIONS_CHOICE_EDIT = "directions.choice.edit"
    DIRECTIONS_OUTCOME_REGISTER = "directions.outcome.register"
    ENDORSEMENTS_ENDORSEMENT_ANSWER = "endorsements.endorsement.answer"
    ENDORSEMENTS_ROUND_EDIT = "endorsements.round.edit"
    HOST_ACCOUNT_INVITE = "host.account.invite"
    HOST_COUNCIL_ENTER = "host.council.enter"
    HOST_COUNCIL_LIST = "host.council.list"
    JOINT_SERVICES_SERVICE_EDIT = "joint_services.service.edit"
    KNOWLEDGE_DRAFT_READ = "knowledge.draft.read"
    KNOWLEDGE_EDITION_EDIT = "knowledge.edition.edit"
    KNOWLEDGE_EDITION_PUBLISH = "knowledge.edition.publish"
    KNOWLEDGE_INDICATOR_EDIT = "knowledge.indicator.edit"
    MEETINGS_RESOLUTION_REGISTER = "meetings.resolution.register"
    PARTICIPATION_ROUND_EDIT = "participation.round.edit"
    PARTICIPATION_ROUND_OPEN = "participation.round.open"
    PARTICIPATION_SUBMISSION_ANSWER = "participation.submission.answer"
    PARTICIPATION_SUBMISSION_MODERATE = "participation.submission.moderate"
    PARTICIPATION_SUBMISSION_READ = "participation.submission.read"
    PARTICIPATION_SUBMISSION_SEND = "participation.submission.send"
    REMINDERS_REMINDER_SEND = "reminders.reminder.send"
    STRATEGY_ACTION_UPDATE = "strategy.action.update"
    STRATEGY_DRAFT_READ = "strategy.draft.read"
    STRATEGY_EDITION_ADOPT = "strategy.edition.adopt"
    STRATEGY_PLAN_EDIT = "strategy.plan.edit"
    SURVEY_ROUND_EDIT = "survey.round.edit"
    SURVEY_ROUND_RUN = "survey.round.run"
    YOUTH_MATTER_EDIT = "youth.matter.edit"
    YOUTH_MATTER_OPEN = "youth.matter.open"
    YOUTH_MATTER_READ = "youth.matter.read"
    YOUTH_SUBMISSION_ANSWER = "youth.submission.answer"
    YOUTH_SUBMISSION_MODERATE = "youth.submission.moderate"
    YOUTH_SUBMISSION_SEND = "youth.submission.send"


class Reach(Enum):
    """How far a permission goes inside a council."""

    ALL = "all"
    OWN = "own"
    """Only what belongs to the participant that the role is for."""


SITE_WIDE = frozenset({Permission.HOST_ACCOUNT_INVITE, Permission.HOST_COUNCIL_ENTER, Permission.HOST_COUNCIL_LIST})
"""Permissions that are not about one council; only the host has them."""

NEEDS_SECOND_FACTOR = frozenset(
    {
        Permission.AGREEMENTS_CHANGE_SEND,
        Permission.AGREEMENTS_EDITION_ADOPT,
        Permission.COUNCILS_PERSON_ERASE,
        Permission.COUNCILS_ROLE_GRANT,
        Permission.COUNCILS_YOUTH_CODE_MAKE,
        Permission.DIRECTIONS_OUTCOME_REGISTER,
        Permission.ENDORSEMENTS_ROUND_EDIT,
        Permission.HOST_ACCOUNT_INVITE,
        Permission.HOST_COUNCIL_ENTER,
        Permission.KNOWLEDGE_EDITION_PUBLISH,
        Permission.MEETINGS_RESOLUTION_REGISTER,
        Permission.PARTICIPATION_ROUND_OPEN,
        Permission.PARTICIPATION_SUBMISSION_ANSWER,
        Permission.PARTICIPATION_SUBMISSION_MODERATE,
        Permission.STRATEGY_EDITION_ADOPT,
        Permission.SURVEY_ROUND_RUN,
        Permission.YOUTH_MATTER_OPEN,
        Permission.YOUTH_SUBMISSION_ANSWER,
        Permission.YOUTH_SUBMISSION_MODERATE,
    }
)
"""What publishes in the council's name, gives others access or cannot be undone: a mailbox alone is not enough."""

_P = Permission
TABLE: Mapping[Role, Mapping[Permission, Reach]] = {
    Role.SECRETARIAT: dict.fromkeys(set(Permission) - SITE_WIDE, Reach.ALL),
    Role.REPRESENTATIVE: {
        _P.AGREEMENTS_DRAFT_READ: Reach.ALL,
        _P.AUDIT_ENTRY_READ: Reach.ALL,
        _P.COUNCILS_ROLE_READ: Reach.ALL,
        _P.KNOWLEDGE_DRAFT_READ: Reach.ALL,
        _P.PARTICIPATION_SUBMISSION_SEND: Reach.OWN,
        _P.STRATEGY_DRAFT_READ: Reach.ALL,
    },
    Role.MUNICIPAL_CONTACT: {
        _P.AGREEMENTS_DRAFT_READ: Reach.ALL,
        _P.AUDIT_ENTRY_READ: Reach.ALL,
        _P.COUNCILS_PERSON_READ: Reach.OWN,
        _P.ENDORSEMENTS_ENDORSEMENT_ANSWER: Reach.OWN,
        _P.PARTICIPATION_SUBMISSION_SEND: Reach.OWN,
        _P.STRATEGY_ACTION_UPDATE: Reach.OWN,
        _P.STRATEGY_DRAFT_READ: Reach.ALL,
    },
    Role.ACTION_OWNER: {_P.STRATEGY_ACTION_UPDATE: Reach.ALL, _P.STRATEGY_DRAFT_READ: Reach.ALL},
    Role.YOUTH_PANEL: {_P.YOUTH_MATTER_READ: Reach.ALL, _P.YOUTH_SUBMISSION_SEND: Reach.ALL},
    Role.READER: {_P.AUDIT_ENTRY_READ: Reach.ALL},
    Role.HOST: {
        **dict.fromkeys(SITE_WIDE, Reach.ALL),
        # Inside a council, while a staff session is open: enough to help a secretariat in, nothing in its name.
        _P.AUDIT_ENTRY_READ: Reach.ALL,
        _P.COUNCILS_COUNCIL_EDIT: Reach.ALL,
        _P.COUNCILS_PARTICIPANT_EDIT: Reach.ALL,
        _P.COUNCILS_ROLE_GRANT: Reach.ALL,
        _P.COUNCILS_ROLE_READ: Reach.ALL,
    },
}

ROLE_WORDS = {
    Role.SECRETARIAT: _("Secretariat"),
    Role.REPRESENTATIVE: _("Representative of a participant"),
    Role.MUNICIPAL_CONTACT: _("Municipal contact"),
    Role.ACTION_OWNER: _("Responsible for actions"),
    Role.YOUTH_PANEL: _("Youth panel"),
    Role.READER: _("Reader"),
    Role.HOST: _("The host's administrator"),
}

PERMISSION_WORDS = {
    _P.AGREEMENTS_AGREEMENT_EDIT: _("Write the cooperation agreement and the shares"),
    _P.AGREEMENTS_CHANGE_SEND: _("Send out changes of the agreement, and register what comes back"),
    _P.AGREEMENTS_DRAFT_READ: _("Read the agreement before it is in force, and follow its changes"),
    _P.AGREEMENTS_EDITION_ADOPT: _("Put a change of the agreement in force"),
    _P.AUDIT_ENTRY_READ: _("See the history: who did what, and when"),
    _P.BAROMETER_POINT_MARK: _("Mark how far the council has come on the ten points"),
    _P.BAROMETER_ROUND_EDIT: _("Prepare rounds about the cooperation and about capacity"),
    _P.COUNCILS_BODY_EDIT: _("Make and change bodies"),
    _P.COUNCILS_COUNCIL_EDIT: _("Change what is said about the council"),
    _P.COUNCILS_MANDATE_EDIT: _("Register who sits in which body"),
    _P.COUNCILS_PARTICIPANT_EDIT: _("Register participants, and when they joined and left"),
    _P.COUNCILS_PERSON_EDIT: _("Register people"),
    _P.COUNCILS_PERSON_ERASE: _("Erase what is stored about a person"),
    _P.COUNCILS_PERSON_EXPORT: _("Download people and mandates"),
    _P.COUNCILS_PERSON_READ: _("See people and how to reach them"),
    _P.COUNCILS_ROLE_GRANT: _("Give and take away access"),
    _P.COUNCILS_ROLE_READ: _("See who has access"),
    _P.COUNCILS_YOUTH_CODE_MAKE: _("Make codes for the youth panel"),
    _P.DIRECTIONS_CHOICE_EDIT: _("Prepare choices of direction, and go on against advice with a reason"),
    _P.DIRECTIONS_OUTCOME_REGISTER: _("Register what was resolved after a choice of direction, and begin a strategy"),
    _P.ENDORSEMENTS_ENDORSEMENT_ANSWER: _("Say what a municipality has resolved"),
    _P.ENDORSEMENTS_ROUND_EDIT: _("Send resolutions to the municipalities, and correct what they answered"),
    _P.HOST_ACCOUNT_INVITE: _("Invite someone to set up a council"),
    _P.HOST_COUNCIL_ENTER: _("Enter a council for a limited time, with a reason"),
    _P.HOST_COUNCIL_LIST: _("See which councils are set up"),
    _P.JOINT_SERVICES_SERVICE_EDIT: _("Register the services that municipalities run together"),
    _P.KNOWLEDGE_DRAFT_READ: _("See figures and editions before they are published"),
    _P.KNOWLEDGE_EDITION_EDIT: _("Write the council's own edition of the index"),
    _P.KNOWLEDGE_EDITION_PUBLISH: _("Publish the council's own edition and indicators"),
    _P.KNOWLEDGE_INDICATOR_EDIT: _("Register the council's own indicators and their values"),
    _P.MEETINGS_RESOLUTION_REGISTER: _("Register resolutions"),
    _P.PARTICIPATION_ROUND_EDIT: _("Prepare participation rounds"),
    _P.PARTICIPATION_ROUND_OPEN: _("Open a participation round, and extend its deadline"),
    _P.PARTICIPATION_SUBMISSION_ANSWER: _("Answer submissions"),
    _P.PARTICIPATION_SUBMISSION_MODERATE: _("Publish submissions or withhold them, and erase what is personal in them"),
    _P.PARTICIPATION_SUBMISSION_READ: _("Read submissions before they are published, and download them all"),
    _P.PARTICIPATION_SUBMISSION_SEND: _("Answer a participation round on behalf of a participant"),
    _P.REMINDERS_REMINDER_SEND: _("Send reminders, and see who is asked about what"),
    _P.STRATEGY_ACTION_UPDATE: _("Say how an action is going"),
    _P.STRATEGY_DRAFT_READ: _("Read strategies before they are sent on consultation"),
    _P.STRATEGY_EDITION_ADOPT: _("Register that a strategy has been adopted"),
    _P.STRATEGY_PLAN_EDIT: _("Write and import strategies, goals and actions"),
    _P.SURVEY_ROUND_EDIT: _("Make rounds of questions, and show how many have answered"),
    _P.SURVEY_ROUND_RUN: _("Open rounds of questions, hand out codes, type in paper ballots and close"),
    _P.YOUTH_MATTER_EDIT: _("Prepare matters for the youth panel"),
    _P.YOUTH_MATTER_OPEN: _("Put a matter before the youth panel, give more time, and say what was resolved"),
    _P.YOUTH_MATTER_READ: _("Read drafts that the youth panel is asked about, and see aliases"),
    _P.YOUTH_SUBMISSION_ANSWER: _("Answer the young: how what they said was used"),
    _P.YOUTH_SUBMISSION_MODERATE: _("Read, publish or withhold what the young send in"),
    _P.YOUTH_SUBMISSION_SEND: _("Say something in the youth panel, or register what it said at a meeting"),
}
