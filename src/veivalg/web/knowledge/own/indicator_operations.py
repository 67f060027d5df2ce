"""Writes of a council's own indicators and their values: permission, rule, change, trail, in one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext

from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import Permission
from veivalg.web.access.doors import require
from veivalg.web.audit import operations as audit
from veivalg.web.audit.changes import apply, as_noted, hold
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.models import Council, Municipality
from veivalg.web.councils.refusals import Fault, NotPossible
from veivalg.web.knowledge.models import OwnIndicator, OwnValue
from veivalg.web.knowledge.own import queries
from veivalg.web.knowledge.own.address_words import free_word
from veivalg.web.knowledge.own.reading import GivenCell, Places, faults_in

_ALL = Permission.KNOWLEDGE_INDICATOR_EDIT


@dataclass(frozen=True, kw_only=True)
class IndicatorDetails:
    """What is said about an own indicator (egen indikator); see the model for what each means."""

    name: str
    unit: str
    source: str
    decimals: int = 0
    polarity: str = "neutral"
    adds_up: bool = False
    source_address: str = ""
    description: str = ""


@transaction.atomic
def make_indicator(
    *, actor: Actor, council: Council, slug: str, details: IndicatorDetails, now: datetime
) -> OwnIndicator:
    """A new own indicator, a draft until it is published. An empty word for addresses is made from the name.

    Raises Refused, and NotPossible with what to correct.
    """
    require(actor, _ALL, council_id=council.pk)
    faults = _faults(details)
    if faults:
        raise NotPossible.several(faults)
    taken = OwnIndicator.objects.filter(council=council).values_list("slug", flat=True)
    slug = slug or free_word(details.name, taken=set(taken))
    row, is_new = OwnIndicator.objects.get_or_create(council=council, slug=slug, defaults=asdict(details))
    if not is_new:
        message = gettext("The council already has an indicator at “%(word)s”. Choose another word.") % {"word": slug}
        raise NotPossible(message, field="slug")
    noted = as_noted({"slug": slug, **asdict(details)})
    audit.record(actor, Verb.INDICATOR_MADE, subject=row, council_id=council.pk, at=now, changes=noted)
    return row


@transaction.atomic
def change_indicator(
    *, actor: Actor, indicator: OwnIndicator, version: int, details: IndicatorDetails, now: datetime
) -> OwnIndicator:
    """Change what is said about it. Raises Refused, ChangedMeanwhile, and NotPossible with what to correct.

    What a limit has been set against stays what it was: the unit of an indicator that a published edition counts
    cannot be changed.
    """
    require(actor, _ALL, council_id=indicator.council_id)
    row = _held(indicator, version)
    faults = _faults(details)
    if details.unit != row.unit and queries.is_used(row):
        faults.append(
            Fault(
                "unit",
                gettext(
                    "A published edition holds its figures against a limit in “%(unit)s”. Make a new indicator for the "
                    "new unit."
                )
                % {"unit": row.unit},
            )
        )
    if faults:
        raise NotPossible.several(faults)
    changes = apply(row, asdict(details))
    if changes:
        audit.record(actor, Verb.INDICATOR_CHANGED, subject=row, council_id=row.council_id, at=now, changes=changes)
    return row


@transaction.atomic
def publish_indicator(*, actor: Actor, indicator: OwnIndicator, version: int, now: datetime) -> OwnIndicator:
    """Let everyone see it. Raises Refused, SecondFactorNeeded, ChangedMeanwhile, and NotPossible without values."""
    require(actor, Permission.KNOWLEDGE_EDITION_PUBLISH, council_id=indicator.council_id)
    row = _held(indicator, version)
    if not row.is_draft:
        raise NotPossible(gettext("The indicator has been published already."))
    if not row.values.exists():
        raise NotPossible(gettext("There are no values to publish yet. Give some first."))
    changes = apply(row, {"published_at": now})
    audit.record(actor, Verb.INDICATOR_PUBLISHED, subject=row, council_id=row.council_id, at=now, changes=changes)
    return row


@transaction.atomic
def archive_indicator(*, actor: Actor, indicator: OwnIndicator, version: int, now: datetime) -> OwnIndicator:
    """Put it away (arkiver). Published editions that count it still do. Raises as changing it does."""
    require(actor, _ALL, council_id=indicator.council_id)
    row = _held(indicator, version)
    changes = apply(row, {"is_archived": True})
    audit.record(actor, Verb.INDICATOR_ARCHIVED, subject=row, council_id=row.council_id, at=now, changes=changes)
    return row


@transaction.atomic
def set_values(
    *, actor: Actor, indicator: OwnIndicator, version: int, cells: Sequence[GivenCell], now: datetime, on: date
) -> OwnIndicator:
    """Give, change and take away values; all of them or none. `on` is today, after which no year has been.

    Raises Refused, ChangedMeanwhile, and NotPossible with each value that is wrong.
    """
    require(actor, _ALL, council_id=indicator.council_id)
    row = _held(indicator, version)
    members = {m.code: m for m in queries.municipalities_on(row.council, on)}
    places = Places(
        {code: m.name for code, m in members.items()},
        dict(
            Municipality.objects.filter(code__in={c.code for c in cells} - members.keys()).values_list("code", "name")
        ),
    )
    faults = faults_in(cells, places=places, this_year=on.year)
    if faults:
        raise NotPossible.several(faults)
    before = {(v.municipality_id, v.year): v for v in row.values.all()}
    changes: dict[str, list[str | None]] = {}
    given, taken = [], []
    for cell in cells:
        place = members[cell.code]
        old = before.get((place.pk, cell.year))
        was, now_is = told(old), told(cell)
        if was == now_is:
            continue
        changes[f"{place.code} {place.name} {cell.year}"] = [was, now_is]
        if cell.value is None:
            taken.append(old.pk if old is not None else 0)
        else:
            given.append(
                OwnValue(
                    indicator=row,
                    municipality=place,
                    year=cell.year,
                    value=cell.value,
                    is_estimate=cell.is_estimate,
                    note=cell.note,
                )
            )
    if not changes:
        return row
    OwnValue.objects.filter(indicator=row, pk__in=taken).delete()
    OwnValue.objects.bulk_create(
        given,
        update_conflicts=True,
        unique_fields=["indicator", "municipality", "year"],
        update_fields=["value", "is_estimate", "note"],
    )
    row.version += 1
    row.save(update_fields=["version"])
    audit.record(actor, Verb.INDICATOR_VALUES_SET, subject=row, council_id=row.council_id, at=now, changes=changes)
    return row


def told(value: OwnValue | GivenCell | None) -> str | None:
    """A value as the trail and the preview tell it: ``12.5 (estimate) note``; None when there is none."""
    if value is None or value.value is None:
        return None
    text = f"{value.value.normalize():f}"
    text += " (estimate)" if value.is_estimate else ""
    return f"{text} {value.note}".strip()


def _held(indicator: OwnIndicator, version: int) -> OwnIndicator:
    row = hold(OwnIndicator.objects.select_related("council"), pk=indicator.pk, version=version)
    if row.is_archived:
        raise NotPossible(gettext("The indicator is archived and is not changed any more."))
    return row


def _faults(details: IndicatorDetails) -> list[Fault]:
    needed: Mapping[str, tuple[str, str]] = {
        "name": (details.name, gettext("The name is missing.")),
        "unit": (details.unit, gettext("The unit is missing. Say what one is: cabins, percent of pupils.")),
        "source": (details.source, gettext("The source is missing. Say where the figures come from.")),
    }
    found = [Fault(field, message) for field, (text, message) in needed.items() if not text.strip()]
    if details.polarity not in {"high", "low", "neutral"}:
        found.append(Fault("polarity", gettext("Choose high, low or neutral.")))
    if not 0 <= details.decimals <= 3:
        found.append(Fault("decimals", gettext("Choose from none to three decimals.")))
    return found
