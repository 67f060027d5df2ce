"""The ten reasons and what is measured, in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext

from veivalg.rules.cooperation import Days, Reason, Share
from veivalg.web.councils.models import Council
from veivalg.web.ui import numbers

_ROOMS = {
    "knowledge": "knowledge:region",
    "direction": "directions:choices",
    "plan": "strategy:plan",
    "action_plan": "strategy:action_plans",
    "bodies": "councils:bodies",
    "endorsement": "endorsements:list",
    "way": "endorsements:way",
    "joint_services": "joint_services:services",
    "follow_up": "follow_up:overview",
    "participation": "participation:rounds",
}
"""Where the room that helps with a reason is."""


@dataclass(frozen=True)
class Seen:
    """One thing that is measured without asking, in words."""

    name: str
    text: str
    is_measured: bool


@dataclass(frozen=True)
class Told:
    """A reason in one language."""

    number: int
    name: str
    says: str
    advice: str
    item: str
    leader_item: str
    not_measured: str
    """Why nothing is measured; empty when something is."""
    measured: tuple[str, ...]
    """Names of what is."""
    room: str
    room_name: str
    helps: str
    sources: str


def told(reason: Reason) -> Told:
    """A reason in the language of the page."""
    language = get_language() or "nb"
    return Told(
        number=reason.order,
        name=reason.name[language],
        says=reason.says[language],
        advice=reason.advice[language],
        item=reason.item[language],
        leader_item=reason.leader_item[language] if reason.leader_item else "",
        not_measured=reason.not_measured[language] if reason.not_measured else "",
        measured=tuple(_name(code) for code in reason.behaviour),
        room=reason.room,
        room_name=room_name(reason.room),
        helps=reason.helps[language],
        sources="; ".join(reason.sources),
    )


def room_url(council: Council, room: str) -> str:
    """The address of the room that helps, in a council."""
    return reverse(_ROOMS[room], args=[council.slug])


def seen(reason: Reason, found: Mapping[str, Share | Days]) -> list[Seen]:
    """What is measured for a reason, each with its figure or that there is none yet."""
    return [_seen(code, found.get(code)) for code in reason.behaviour]


def _seen(code: str, share: Share | Days | None) -> Seen:
    if share is None:
        return Seen(_name(code), gettext("not measured yet"), is_measured=False)
    if isinstance(share, Days):
        return _seen_days(code, share)
    if share.percent is None:
        missing = gettext("no actions to measure yet")
        if code == "endorsed_by_all":
            missing = gettext("nothing has been sent to the municipalities yet")
        return Seen(_name(code), missing, is_measured=False)
    text = gettext("%(part)s of %(whole)s (%(percent)s)") % {
        "part": numbers.number(share.part),
        "whole": numbers.number(share.whole),
        "percent": numbers.percent(share.percent, 0),
    }
    return Seen(_name(code), text, is_measured=True)


def _seen_days(code: str, found: Days) -> Seen:
    if found.median_days is None:
        text = gettext("no resolution has both the day of the idea and everyone's answer yet")
        return Seen(_name(code), text, is_measured=False)
    text = ngettext(
        "%(days)s days in the middle, of %(count)s resolution",
        "%(days)s days in the middle, of %(count)s resolutions",
        found.count,
    )
    decimals = 0 if found.median_days.is_integer() else 1
    shown = {"days": numbers.number(found.median_days, decimals), "count": found.count}
    return Seen(_name(code), text % shown, is_measured=True)


def _name(code: str) -> str:
    names = {
        "actions_updated": gettext("Actions with a fresh status"),
        "actions_with_responsible": gettext("Actions that someone answers for"),
        "actions_with_outside_partners": gettext("Actions where others than the council's own take part"),
        "agreement_in_last_choice": gettext("Agreement in the last choice of direction"),
        "business_in_last_choice": gettext("Answers from business in the last choice of direction"),
        "endorsed_by_all": gettext("Resolutions that every municipality has endorsed"),
        "days_to_last_endorsement": gettext("Days from idea to the last municipality's answer"),
    }
    return names[code]


def room_name(room: str) -> str:
    """What the room is called."""
    names = {
        "knowledge": gettext("Knowledge"),
        "direction": gettext("Direction"),
        "plan": gettext("Plan"),
        "action_plan": gettext("Action plan"),
        "bodies": gettext("Bodies"),
        "endorsement": gettext("Endorsement"),
        "way": gettext("The length of the way"),
        "joint_services": gettext("Joint services"),
        "follow_up": gettext("Follow-up"),
        "participation": gettext("Participation"),
    }
    return names[room]


def heading(found: Mapping[str, Share | Days]) -> str:
    """What the page about a council's cooperation has found, in one sentence."""
    updated = found["actions_updated"]
    if not isinstance(updated, Share) or not updated.whole:
        return gettext("Nothing is followed up yet, so nothing can be measured")
    if updated.part == updated.whole:
        return gettext("Every action has a fresh status; no answers from people are shown yet")
    return gettext("%(part)s of %(whole)s actions have a fresh status; no answers from people are shown yet") % {
        "part": numbers.number(updated.part),
        "whole": numbers.number(updated.whole),
    }
