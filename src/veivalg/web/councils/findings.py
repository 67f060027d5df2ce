"""Findings of the rules about mandates, in words and with their paragraph."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language, gettext, ngettext

from veivalg.facts.law import cited, excluded_offices, former_words, municipal_act
from veivalg.rules.mandates import (
    EligibilityNote,
    Finding,
    FindingCode,
    Office,
    Position,
    Right,
    Severity,
    check_rights,
    is_elected_body,
    note_eligibility,
)
from veivalg.web.councils.mandate_facts import kind_of, office_of, rights_of
from veivalg.web.councils.models import Mandate
from veivalg.web.ui.dates import day
from veivalg.web.ui.numbers import listed


@dataclass(frozen=True)
class Note:
    """One finding as people read it."""

    words: str
    paragraph: str
    """As it is cited; empty when nothing in the act says so."""
    severity: Severity = Severity.NOTED

    def __str__(self) -> str:
        return f"{self.words} ({self.paragraph})" if self.paragraph else self.words


def right_words(rights: "frozenset[Right] | list[Right]") -> str:
    """ "attend, speak and propose", in the order of the act."""
    words = {
        Right.ATTEND: gettext("attend"),
        Right.SPEAK: gettext("speak"),
        Right.PROPOSE: gettext("propose"),
        Right.VOTE: gettext("vote"),
    }
    return listed([words[right] for right in Right if right in rights])


def note_of(finding: Finding, *, names: Mapping[int | str, str]) -> Note:
    """The finding in words. `names` tells what participants and mandates are called."""
    about = names.get(finding.subject, "") if finding.subject is not None else ""
    paragraph = cited(finding.paragraph, get_language() or "nb")
    return Note(_WORDS[finding.code](about, finding.details), paragraph, finding.severity)


def _rights(details: Mapping[str, int | str]) -> str:
    return right_words([Right(word) for word in str(details["rights"]).split()])


def _by_office(about: str, details: Mapping[str, int | str]) -> str:
    offices = {
        Office.MAYOR: gettext("a mayor"),
        Office.MUNICIPAL_DIRECTOR: gettext("a municipal director"),
        Office.EMPLOYEE_REPRESENTATIVE: gettext("a representative of the employees"),
    }
    return gettext("%(about)s: the act gives %(office)s the right to %(rights)s in the municipality's own bodies.") % {
        "about": about,
        "office": offices[Office(details["office"])],
        "rights": _rights(details),
    }


def _last_day(details: Mapping[str, int | str]) -> str:
    return day(date.fromisoformat(str(details["last_day"])))


_WORDS: Mapping[FindingCode, Callable[[str, Mapping[str, int | str]], str]] = {
    FindingCode.VOTE_WITHOUT_SEAT: lambda about, d: gettext(
        "Only members vote, and substitutes who are called in. Take away the right to vote, or choose another position."
    ),
    FindingCode.RIGHTS_GIVEN_TO_OUTSIDER: lambda about, d: (
        gettext("%(about)s is not a member and has been given the right to %(rights)s. Only an act can give that.")
        % {"about": about, "rights": _rights(d)}
    ),
    FindingCode.RIGHTS_BY_OFFICE: _by_office,
    FindingCode.MEMBER_LACKS_RIGHTS: lambda about, d: (
        gettext("%(about)s has a seat, but is registered without the right to %(rights)s, which the act gives.")
        % {"about": about, "rights": _rights(d)}
    ),
    FindingCode.NO_ASSEMBLY: lambda about, d: gettext("The council has no assembly."),
    FindingCode.NO_MEMBER: lambda about, d: gettext("%(about)s has no member of the assembly.") % {"about": about},
    FindingCode.TOO_FEW_SUBSTITUTES: lambda about, d: (
        gettext("%(about)s has %(members)s and %(substitutes)s. There must be at least as many substitutes as members.")
        % {
            "about": about,
            "members": ngettext("%(count)s member", "%(count)s members", d["members"]) % {"count": d["members"]},
            "substitutes": ngettext("%(count)s substitute", "%(count)s substitutes", d["substitutes"])
            % {"count": d["substitutes"]},
        }
    ),
    FindingCode.NO_LEADER: lambda about, d: gettext("There is no leader."),
    FindingCode.NO_VICE_LEADER: lambda about, d: gettext("There is no vice leader."),
    FindingCode.SEVERAL_LEADERS: lambda about, d: gettext("There are %(leaders)s leaders at the same time.") % d,
    FindingCode.TERM_TOO_LONG: lambda about, d: (
        gettext("%(about)s: the mandate is longer than %(years)s years. The last day it may have is %(day)s.")
        % {"about": about, "years": d["years"], "day": _last_day(d)}
    ),
    FindingCode.TERM_HAS_RUN_OUT: lambda about, d: (
        gettext(
            "%(about)s: the mandate has lasted longer than %(years)s years. The last day it could have was %(day)s."
        )
        % {"about": about, "years": d["years"], "day": _last_day(d)}
    ),
    FindingCode.SUBSTITUTE_ORDER_TAKEN: lambda about, d: (
        gettext("Another substitute of the same participant has number %(order)s in this time. Choose another number.")
        % d
    ),
    FindingCode.SUBSTITUTE_WITHOUT_ORDER: lambda about, d: (
        gettext("%(about)s is a substitute without a number. Substitutes are called in by number.") % {"about": about}
    ),
}


def rights_notes(mandate: Mandate, *, on: date) -> list[Note]:
    """What the act says to the rights that a mandate gives, as it is on a day."""
    findings = check_rights(
        kind_of(mandate.body),
        Position(mandate.position),
        rights_of(mandate),
        on=on,
        act=municipal_act(),
        office=office_of(mandate.person),
        subject=mandate.pk or 0,
    )
    return [note_of(finding, names={mandate.pk or 0: str(mandate.person)}) for finding in findings]


def eligibility_notes(mandate: Mandate) -> list[Note]:
    """Whether the office at home may exclude the person from election (kommuneloven § 7-3): for information."""
    if not is_elected_body(kind_of(mandate.body)) or mandate.position == Mandate.Position.ATTENDEE:
        return []
    notes = note_eligibility(
        mandate.person.office, excluded_offices(), on=mandate.starts_on, former_words=former_words()
    )
    return [_eligibility(mandate, note) for note in notes[:1]]


def _eligibility(mandate: Mandate, note: EligibilityNote) -> Note:
    words = gettext("%(name)s is registered as “%(office)s”. Holders of that office may be excluded from election.")
    text = words % {"name": mandate.person, "office": mandate.person.office}
    read_from = [
        office.period.starts_on for office in excluded_offices() if office.id == note.office and office.checked
    ]
    if not note.is_checked and read_from:
        # It may have read otherwise then; to say nothing would be to say that nothing was found.
        unread = gettext("The paragraph has been read as it stands from %(day)s, not as it was when the mandate began.")
        text = f"{text} {unread % {'day': day(min(read_from))}}"
    return Note(text, note.paragraph, Severity.INFORMATION)
