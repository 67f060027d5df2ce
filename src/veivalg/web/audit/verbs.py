"""What can be done, as the trail calls it and as people read it."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class Verb(StrEnum):
    """One kind of change: ``<module>.<thing>.<verb>``; its name here is in the past tense, as it is read later."""

    ACCOUNT_CHANGED = "accounts.account.change"
    ACCOUNT_ERASED = "accounts.account.erase"
    ACCOUNT_EXPORTED = "accounts.account.export"
    ACCOUNT_INVITED = "accounts.account.invite"
    ACCOUNT_MADE = "accounts.account.make"
    ACCOUNT_HOST_CHANGED = "accounts.account.change_host"
    SIGNED_IN = "accounts.session.start"
    SIGNED_OUT = "accounts.session.end"
    SIGN_IN_REFUSED = "accounts.session.refuse"
    SECOND_FACTOR_ADDED = "accounts.second_factor.add"
    SECOND_FACTOR_REMOVED = "accounts.second_factor.remove"
    SECOND_FACTOR_REFUSED = "accounts.second_factor.refuse"
    SECOND_FACTOR_USED = "accounts.second_factor.use"
    RECOVERY_CODES_MADE = "accounts.recovery_code.make"
    IDENTITY_LINKED = "accounts.identity.link"
    IDENTITY_UNTIED = "accounts.identity.untie"
    BODY_CHANGED = "councils.body.change"
    BODY_MADE = "councils.body.make"
    COUNCIL_CHANGED = "councils.council.change"
    COUNCIL_SET_UP = "councils.council.set_up"
    MANDATE_CHANGED = "councils.mandate.change"
    MANDATE_ENDED = "councils.mandate.end"
    MANDATE_MADE = "councils.mandate.make"
    MANDATE_REMOVED = "councils.mandate.remove"
    PARTICIPANT_CHANGED = "councils.participant.change"
    PARTICIPANT_JOINED = "councils.participant.join"
    PARTICIPANT_LEFT = "councils.participant.leave"
    PARTICIPANT_REMOVED = "councils.participant.remove"
    PEOPLE_EXPORTED = "councils.person.export"
    PEOPLE_IMPORTED = "councils.person.import"
    PERSON_CHANGED = "councils.person.change"
    PERSON_ERASED = "councils.person.erase"
    PERSON_MADE = "councils.person.make"
    PERSON_REMOVED = "councils.person.remove"
    ROLE_ENDED = "councils.role.end"
    ROLE_GRANTED = "councils.role.grant"
    STAFF_SESSION_ENDED = "councils.staff_session.end"
    STAFF_SESSION_OPENED = "councils.staff_session.open"
    STAFF_SESSION_USED = "councils.staff_session.use"
    YOUTH_CODE_ENDED = "councils.youth_code.end"
    YOUTH_CODE_MADE = "councils.youth_code.make"
    ACCESS_REFUSED = "access.door.refuse"
    ENDORSEMENT_ANSWERED = "endorsements.endorsement.answer"
    ENDORSEMENT_ANSWERED_BY_LINK = "endorsements.endorsement.answer_by_link"
    ENDORSEMENT_CORRECTED = "endorsements.endorsement.correct"
    ENDORSEMENT_NOTED = "endorsements.endorsement.note"
    ENDORSEMENT_REFUSED = "endorsements.endorsement.refuse"
    ENDORSEMENTS_IMPORTED = "endorsements.endorsement.import"
    ENDORSEMENT_ROUND_CARRIED = "endorsements.round.carry"
    ENDORSEMENT_ROUND_CHANGED = "endorsements.round.change"
    ENDORSEMENT_ROUND_OPENED = "endorsements.round.open"
    ENDORSEMENT_ROUND_REMOVED = "endorsements.round.remove"
    ENDORSEMENT_MAIL_SENT = "endorsements.link.send"
    ENDORSEMENT_SENDING_NOTED = "endorsements.endorsement.note_sending"
    ENDORSEMENT_TARGET_SET = "endorsements.target.set"
    EDITION_CHANGED = "knowledge.edition.change"
    EDITION_MADE = "knowledge.edition.make"
    EDITION_PUBLISHED = "knowledge.edition.publish"
    INDICATOR_ARCHIVED = "knowledge.indicator.archive"
    INDICATOR_CHANGED = "knowledge.indicator.change"
    INDICATOR_MADE = "knowledge.indicator.make"
    INDICATOR_PUBLISHED = "knowledge.indicator.publish"
    INDICATOR_VALUES_SET = "knowledge.indicator.set_values"
    COUNCIL_BUDGET_SET = "agreements.budget.set"
    AGREEMENT_ADOPTED = "agreements.edition.adopt"
    AGREEMENT_BEGUN = "agreements.agreement.begin"
    AGREEMENT_CHANGED = "agreements.agreement.change"
    AGREEMENT_CHANGE_ASKED = "agreements.change.ask"
    AGREEMENT_CHANGE_ASKED_NO_MORE = "agreements.change.ask_no_more"
    AGREEMENT_CHANGE_SENT = "agreements.change.send"
    AGREEMENT_CHANGE_WITHDRAWN = "agreements.change.withdraw"
    AGREEMENT_REFUSED = "agreements.agreement.refuse"
    AGREEMENT_VOTE_REGISTERED = "agreements.change.vote"
    CLAUSE_CHANGED = "agreements.clause.change"
    CLAUSE_MOVED = "agreements.clause.move"
    CLAUSE_REMOVED = "agreements.clause.remove"
    CLAUSE_WRITTEN = "agreements.clause.write"
    CONSENT_CORRECTED = "agreements.consent.correct"
    CONSENT_REGISTERED = "agreements.consent.register"
    SHARES_SET = "agreements.shares.set"
    RESOLUTION_CORRECTED = "meetings.resolution.correct"
    RESOLUTION_REGISTERED = "meetings.resolution.register"
    REMINDER_SENT = "reminders.digest.write"
    ACTION_REFERRED = "reminders.referral.make"
    ACTION_REFERRAL_SETTLED = "reminders.referral.settle"
    ROUND_CHANGED = "participation.round.change"
    ROUND_EXTENDED = "participation.round.extend"
    ROUND_MADE = "participation.round.make"
    ROUND_OPENED = "participation.round.open"
    SUBMISSION_ANSWERED = "participation.submission.answer"
    SUBMISSION_CHANGED = "participation.submission.change"
    SUBMISSION_ERASED = "participation.submission.erase"
    SUBMISSION_PUBLISHED = "participation.submission.publish"
    SUBMISSION_REGISTERED = "participation.submission.register"
    SUBMISSION_SENT = "participation.submission.send"
    SUBMISSION_WITHDRAWN = "participation.submission.withdraw"
    SUBMISSION_WITHHELD = "participation.submission.withhold"
    SUBMISSIONS_EXPORTED = "participation.submission.export"
    ACTION_CHANGED = "strategy.action.change"
    ACTION_DROPPED = "strategy.action.drop"
    ACTION_MADE = "strategy.action.make"
    ACTION_MOVED = "strategy.action.move"
    ACTION_REMOVED = "strategy.action.remove"
    ACTION_TAKEN_UP = "strategy.action.take_up"
    ACTION_UPDATED = "strategy.action.update"
    ACTION_UPDATED_BY_LINK = "strategy.action.update_by_link"
    ACTION_UPDATE_TAKEN_BACK = "strategy.action.take_back_update"
    ACTION_PLAN_ADOPTED = "strategy.action_plan.adopt"
    ACTION_PLAN_CHOSEN = "strategy.action_plan.choose"
    ACTION_PLAN_MADE = "strategy.action_plan.make"
    ACTION_PLAN_OPENED = "strategy.action_plan.open"
    ACTION_PLAN_REMOVED = "strategy.action_plan.remove"
    PLANNED_ACTION_ANSWERED = "strategy.planned_action.answer"
    PLANNED_ACTION_CHANGED = "strategy.planned_action.change"
    GOAL_CHANGED = "strategy.goal.change"
    GOAL_MADE = "strategy.goal.make"
    GOAL_MOVED = "strategy.goal.move"
    GOAL_REMOVED = "strategy.goal.remove"
    PATH_CHANGED = "strategy.path.change"
    PATH_MADE = "strategy.path.make"
    PATH_MOVED = "strategy.path.move"
    PATH_REMOVED = "strategy.path.remove"
    PLAN_IMPORTED = "strategy.plan.import"
    STRATEGY_ADOPTED = "strategy.edition.adopt"
    STRATEGY_CHANGED = "strategy.strategy.change"
    STRATEGY_MADE = "strategy.strategy.make"
    JOINT_SERVICE_CHANGED = "joint_services.service.change"
    JOINT_SERVICE_MADE = "joint_services.service.make"
    JOINT_SERVICE_PARTS_SET = "joint_services.service.share"
    JOINT_SERVICE_REMOVED = "joint_services.service.remove"
    POINT_MARKED = "barometer.point.mark"
    DIRECTION_CHANGED = "directions.choice.change"
    DIRECTION_DECIDED = "directions.outcome.register"
    DIRECTION_GATE_PASSED = "directions.gate.pass"
    DIRECTION_MADE = "directions.choice.make"
    DIRECTION_STEP_BEGUN = "directions.round.make"
    DIRECTION_STRATEGY_BEGUN = "directions.strategy.begin"
    FINDING_PUBLISHED = "barometer.finding.publish"
    ANSWERS_DELETED = "survey.ballot.delete_old"
    BALLOT_CHANGED = "survey.ballot.change"
    BALLOT_ENTERED = "survey.ballot.enter"
    BALLOT_GIVEN = "survey.ballot.give"
    CODES_ISSUED = "survey.code.issue"
    CODES_MAILED = "survey.code.mail"
    SURVEY_DEADLINE_MOVED = "survey.deadline.move"
    SURVEY_ROUND_CHANGED = "survey.round.change"
    SURVEY_ROUND_CLOSED = "survey.round.close"
    SURVEY_ROUND_MADE = "survey.round.make"
    SURVEY_ROUND_OPENED = "survey.round.open"
    SURVEY_ROUND_REMINDED = "survey.round.remind"
    SURVEY_ROUND_REMOVED = "survey.round.remove"
    TEXT_READ = "survey.text.read"
    YOUTH_ANSWER_CHANGED = "youth.answer.change"
    YOUTH_ANSWER_GIVEN = "youth.answer.give"
    YOUTH_MATTER_CHANGED = "youth.matter.change"
    YOUTH_MATTER_EXTENDED = "youth.matter.extend"
    YOUTH_MATTER_MADE = "youth.matter.make"
    YOUTH_MATTER_OPENED = "youth.matter.open"
    YOUTH_MATTER_RESOLVED = "youth.matter.resolve"
    YOUTH_MATTER_WITHDRAWN = "youth.matter.withdraw"
    YOUTH_SUBMISSION_ERASED = "youth.submission.erase"
    YOUTH_SUBMISSION_PUBLISHED = "youth.submission.publish"
    YOUTH_SUBMISSION_REGISTERED = "youth.submission.register"
    YOUTH_SUBMISSION_SENT = "youth.submission.send"
    YOUTH_SUBMISSION_TAKEN_BACK = "youth.submission.take_back"
    YOUTH_SUBMISSION_WITHHELD = "youth.submission.withhold"


WORDS = {
    Verb.ACCOUNT_CHANGED: _("changed their own details"),
    Verb.ACCOUNT_ERASED: _("erased their account"),
    Verb.ACCOUNT_EXPORTED: _("downloaded what is stored about them"),
    Verb.ACCOUNT_INVITED: _("invited someone to set up a council"),
    Verb.ACCOUNT_MADE: _("made an account"),
    Verb.ACCOUNT_HOST_CHANGED: _("changed who runs the installation"),
    Verb.SIGNED_IN: _("signed in"),
    Verb.SIGNED_OUT: _("signed out"),
    Verb.SIGN_IN_REFUSED: _("was refused: wrong or old code"),
    Verb.SECOND_FACTOR_ADDED: _("added a second factor"),
    Verb.SECOND_FACTOR_REMOVED: _("removed a second factor"),
    Verb.SECOND_FACTOR_REFUSED: _("was refused: wrong second factor"),
    Verb.SECOND_FACTOR_USED: _("showed a second factor"),
    Verb.RECOVERY_CODES_MADE: _("made recovery codes"),
    Verb.IDENTITY_LINKED: _("signed in with another provider for the first time"),
    Verb.IDENTITY_UNTIED: _("untied the account from another provider"),
    Verb.BODY_CHANGED: _("changed the body"),
    Verb.BODY_MADE: _("made the body"),
    Verb.COUNCIL_CHANGED: _("changed the council"),
    Verb.COUNCIL_SET_UP: _("set up the council"),
    Verb.MANDATE_CHANGED: _("changed a mandate"),
    Verb.MANDATE_ENDED: _("ended a mandate"),
    Verb.MANDATE_MADE: _("registered a mandate"),
    Verb.MANDATE_REMOVED: _("removed a mandate that was a mistake"),
    Verb.PARTICIPANT_CHANGED: _("changed a participant"),
    Verb.PARTICIPANT_JOINED: _("registered a participant"),
    Verb.PARTICIPANT_LEFT: _("registered that a participant left"),
    Verb.PARTICIPANT_REMOVED: _("removed a participant that was a mistake"),
    Verb.PEOPLE_EXPORTED: _("downloaded people and mandates"),
    Verb.PEOPLE_IMPORTED: _("imported people and mandates"),
    Verb.PERSON_CHANGED: _("changed a person"),
    Verb.PERSON_ERASED: _("erased what was stored about a person"),
    Verb.PERSON_MADE: _("registered a person"),
    Verb.PERSON_REMOVED: _("removed a person that was a mistake"),
    Verb.ROLE_ENDED: _("took away an access"),
    Verb.ROLE_GRANTED: _("gave an access"),
    Verb.STAFF_SESSION_ENDED: _("left the council"),
    Verb.STAFF_SESSION_OPENED: _("entered the council as the host"),
    Verb.STAFF_SESSION_USED: _("opened a page as the host"),
    Verb.YOUTH_CODE_ENDED: _("ended a code for the youth panel"),
    Verb.YOUTH_CODE_MADE: _("made codes for the youth panel"),
    Verb.ACCESS_REFUSED: _("was refused: no access"),
    Verb.ENDORSEMENT_ANSWERED: _("registered what a municipality has resolved"),
    Verb.ENDORSEMENT_ANSWERED_BY_LINK: _("answered for a municipality through a link in a mail"),
    Verb.ENDORSEMENT_CORRECTED: _("corrected what a municipality has resolved"),
    Verb.ENDORSEMENT_NOTED: _("wrote something beside a case that a municipality has not answered"),
    Verb.ENDORSEMENT_REFUSED: _("was refused: the answer broke a rule"),
    Verb.ENDORSEMENTS_IMPORTED: _("imported what the municipalities have resolved"),
    Verb.ENDORSEMENT_ROUND_CARRIED: _("carried the endorsements along to the corrected text"),
    Verb.ENDORSEMENT_ROUND_CHANGED: _("changed how a resolution is endorsed"),
    Verb.ENDORSEMENT_ROUND_OPENED: _("sent a resolution on endorsement"),
    Verb.ENDORSEMENT_ROUND_REMOVED: _("removed a round of endorsement that was a mistake"),
    Verb.ENDORSEMENT_MAIL_SENT: _("asked the municipalities for their answer"),
    Verb.ENDORSEMENT_SENDING_NOTED: _("noted when a case was sent to a municipality"),
    Verb.ENDORSEMENT_TARGET_SET: _("set how long the way to the last yes may be"),
    Verb.EDITION_CHANGED: _("changed an edition of the index"),
    Verb.EDITION_MADE: _("made an edition of the index"),
    Verb.EDITION_PUBLISHED: _("published an edition of the index"),
    Verb.INDICATOR_ARCHIVED: _("archived an indicator"),
    Verb.INDICATOR_CHANGED: _("changed an indicator"),
    Verb.INDICATOR_MADE: _("made an indicator"),
    Verb.INDICATOR_PUBLISHED: _("published an indicator"),
    Verb.INDICATOR_VALUES_SET: _("registered values of an indicator"),
    Verb.COUNCIL_BUDGET_SET: _("wrote what the participants pay in a year"),
    Verb.AGREEMENT_ADOPTED: _("put a change of the agreement in force"),
    Verb.AGREEMENT_BEGUN: _("began a cooperation agreement"),
    Verb.AGREEMENT_CHANGED: _("changed how the agreement is changed, or the notice"),
    Verb.AGREEMENT_CHANGE_ASKED: _("let the answers on endorsement count for the change of the agreement"),
    Verb.AGREEMENT_CHANGE_ASKED_NO_MORE: _("took the question of the change of the agreement back"),
    Verb.AGREEMENT_CHANGE_SENT: _("sent out a change of the agreement"),
    Verb.AGREEMENT_CHANGE_WITHDRAWN: _("withdrew a change of the agreement"),
    Verb.AGREEMENT_REFUSED: _("was told no by a rule of the agreement"),
    Verb.AGREEMENT_VOTE_REGISTERED: _("registered how the assembly voted on the agreement"),
    Verb.CLAUSE_CHANGED: _("changed a clause of the agreement"),
    Verb.CLAUSE_MOVED: _("moved a clause of the agreement"),
    Verb.CLAUSE_REMOVED: _("removed a clause of the agreement"),
    Verb.CLAUSE_WRITTEN: _("wrote a clause of the agreement"),
    Verb.CONSENT_CORRECTED: _("corrected a participant’s answer about the agreement"),
    Verb.CONSENT_REGISTERED: _("registered a participant’s answer about the agreement"),
    Verb.SHARES_SET: _("wrote the seats and shares of the participants"),
    Verb.RESOLUTION_CORRECTED: _("corrected a resolution"),
    Verb.RESOLUTION_REGISTERED: _("registered a resolution"),
    Verb.REMINDER_SENT: _("sent a reminder"),
    Verb.ACTION_REFERRED: _("said that others answer for the action"),
    Verb.ACTION_REFERRAL_SETTLED: _("dealt with a word that others answer for the action"),
    Verb.ROUND_CHANGED: _("changed a participation round"),
    Verb.ROUND_EXTENDED: _("extended the deadline of a participation round"),
    Verb.ROUND_MADE: _("prepared a participation round"),
    Verb.ROUND_OPENED: _("opened a participation round"),
    Verb.SUBMISSION_ANSWERED: _("answered a submission"),
    Verb.SUBMISSION_CHANGED: _("changed their own submission"),
    Verb.SUBMISSION_ERASED: _("erased what was personal in a submission"),
    Verb.SUBMISSION_PUBLISHED: _("published a submission"),
    Verb.SUBMISSION_REGISTERED: _("registered a submission"),
    Verb.SUBMISSION_SENT: _("sent a submission"),
    Verb.SUBMISSION_WITHDRAWN: _("withdrew a submission"),
    Verb.SUBMISSION_WITHHELD: _("withheld a submission"),
    Verb.SUBMISSIONS_EXPORTED: _("downloaded all submissions"),
    Verb.ACTION_CHANGED: _("changed an action"),
    Verb.ACTION_DROPPED: _("dropped an action"),
    Verb.ACTION_MADE: _("made an action"),
    Verb.ACTION_MOVED: _("moved an action"),
    Verb.ACTION_REMOVED: _("removed an action"),
    Verb.ACTION_TAKEN_UP: _("took up an action that was dropped"),
    Verb.ACTION_UPDATED: _("said how an action is going"),
    Verb.ACTION_UPDATED_BY_LINK: _("said how an action is going, with a link in a mail"),
    Verb.ACTION_UPDATE_TAKEN_BACK: _("took back what was said about an action"),
    Verb.ACTION_PLAN_ADOPTED: _("registered that the action plan was adopted"),
    Verb.ACTION_PLAN_CHOSEN: _("chose actions for the action plan"),
    Verb.ACTION_PLAN_MADE: _("began an action plan"),
    Verb.ACTION_PLAN_OPENED: _("opened the action plan again"),
    Verb.ACTION_PLAN_REMOVED: _("threw away an action plan that was begun"),
    Verb.PLANNED_ACTION_ANSWERED: _("said what becomes of an action next year"),
    Verb.PLANNED_ACTION_CHANGED: _("changed what is to be done this year"),
    Verb.GOAL_CHANGED: _("changed a goal"),
    Verb.GOAL_MADE: _("made a goal"),
    Verb.GOAL_MOVED: _("moved a goal"),
    Verb.GOAL_REMOVED: _("removed a goal"),
    Verb.PATH_CHANGED: _("changed a path to a goal"),
    Verb.PATH_MADE: _("made a path to a goal"),
    Verb.PATH_MOVED: _("moved a path to a goal"),
    Verb.PATH_REMOVED: _("removed a path to a goal"),
    Verb.PLAN_IMPORTED: _("imported a plan"),
    Verb.STRATEGY_ADOPTED: _("registered that the strategy was adopted"),
    Verb.STRATEGY_CHANGED: _("changed the strategy"),
    Verb.STRATEGY_MADE: _("made a strategy"),
    Verb.JOINT_SERVICE_CHANGED: _("changed a joint service"),
    Verb.JOINT_SERVICE_MADE: _("registered a joint service"),
    Verb.JOINT_SERVICE_PARTS_SET: _("wrote what each participant pays of a joint service"),
    Verb.JOINT_SERVICE_REMOVED: _("removed a joint service from the overview"),
    Verb.POINT_MARKED: _("marked how far a point has come"),
    Verb.DIRECTION_CHANGED: _("changed a choice of direction"),
    Verb.DIRECTION_DECIDED: _("registered what was resolved after a choice of direction"),
    Verb.DIRECTION_GATE_PASSED: _("went on in a choice of direction against the advice"),
    Verb.DIRECTION_MADE: _("prepared a choice of direction"),
    Verb.DIRECTION_STEP_BEGUN: _("prepared a round in a choice of direction"),
    Verb.DIRECTION_STRATEGY_BEGUN: _("began a strategy from a choice of direction"),
    Verb.FINDING_PUBLISHED: _("published what a round found"),
    Verb.ANSWERS_DELETED: _("deleted single answers whose time was over"),
    Verb.BALLOT_CHANGED: _("answered a round anew"),
    Verb.BALLOT_ENTERED: _("typed in an answer from paper"),
    Verb.BALLOT_GIVEN: _("answered a round"),
    Verb.CODES_ISSUED: _("made codes to print"),
    Verb.CODES_MAILED: _("sent personal links to a round"),
    Verb.SURVEY_DEADLINE_MOVED: _("moved the last moment to answer a round"),
    Verb.SURVEY_ROUND_CHANGED: _("changed a round of questions"),
    Verb.SURVEY_ROUND_CLOSED: _("closed a round of questions"),
    Verb.SURVEY_ROUND_MADE: _("made a round of questions"),
    Verb.SURVEY_ROUND_OPENED: _("opened a round of questions"),
    Verb.SURVEY_ROUND_REMINDED: _("reminded about a round of questions"),
    Verb.SURVEY_ROUND_REMOVED: _("removed a draft of a round"),
    Verb.TEXT_READ: _("read texts, and published them or kept them back"),
    Verb.YOUTH_ANSWER_CHANGED: _("corrected an answer to the young"),
    Verb.YOUTH_ANSWER_GIVEN: _("answered the young"),
    Verb.YOUTH_MATTER_CHANGED: _("changed a matter for the youth panel"),
    Verb.YOUTH_MATTER_EXTENDED: _("gave the youth panel more time"),
    Verb.YOUTH_MATTER_MADE: _("prepared a matter for the youth panel"),
    Verb.YOUTH_MATTER_OPENED: _("put a matter before the youth panel"),
    Verb.YOUTH_MATTER_RESOLVED: _("said which resolution a matter for the youth panel led to"),
    Verb.YOUTH_MATTER_WITHDRAWN: _("withdrew a matter from the youth panel"),
    Verb.YOUTH_SUBMISSION_ERASED: _("erased what was personal in a submission from the young"),
    Verb.YOUTH_SUBMISSION_PUBLISHED: _("published a submission from the young"),
    Verb.YOUTH_SUBMISSION_REGISTERED: _("registered what the youth panel said at a meeting"),
    Verb.YOUTH_SUBMISSION_SENT: _("sent a submission in the youth panel"),
    Verb.YOUTH_SUBMISSION_TAKEN_BACK: _("took back a submission in the youth panel"),
    Verb.YOUTH_SUBMISSION_WITHHELD: _("withheld a submission from the young"),
}
"""What stands after the name of whoever did it."""
