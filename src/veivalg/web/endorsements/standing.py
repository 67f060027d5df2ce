"""How a resolution stands among the municipalities on a day: who has said yes to what, and whether it has effect."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext, ngettext

from veivalg.rules.way import EffectRule, needed_count, takes_effect_on
from veivalg.web.endorsements.models import Endorsement, EndorsementRound
from veivalg.web.ui.numbers import listed
from veivalg.web.ui.words import norwegian_order

Result = Endorsement.Result


@dataclass(frozen=True)
class Standing:
    """A round on a day. Rows are by name, and those who left without an answer are not among those who count."""

    round: EndorsementRound
    rows: tuple[Endorsement, ...]
    on: date

    @property
    def counted(self) -> list[Endorsement]:
        """Those who have answered, or still can."""
        return [row for row in self.rows if row.is_settled or not self.has_left(row)]

    def has_left(self, row: Endorsement) -> bool:
        """Whether the participant no longer takes part."""
        return row.participant.ends_on is not None and row.participant.ends_on < self.on

    @property
    def whole(self) -> int:
        return len(self.counted)

    @property
    def yes(self) -> list[Endorsement]:
        return [row for row in self.counted if row.is_yes]

    @property
    def changed(self) -> list[Endorsement]:
        """Those who said yes to something else."""
        return [row for row in self.counted if row.result == Result.CHANGED]

    @property
    def squares(self) -> list[bool]:
        """One for each municipality, those that said yes first; only a picture of the count."""
        return [n < len(self.yes) for n in range(self.whole)]

    @property
    def missing(self) -> list[Endorsement]:
        """Those who owe an answer."""
        return [row for row in self.counted if not row.is_settled]

    @property
    def missing_names(self) -> str:
        return listed([row.participant.name for row in self.missing])

    @property
    def needed(self) -> int:
        rule = EffectRule(self.round.rule)
        return needed_count(rule, whole=self.whole, own_count=self.round.own_count)

    @property
    def effective(self) -> list[Endorsement]:
        """Those whose yes counts towards the effect."""
        return [row for row in self.yes if self.round.counts_changed or row.result == Result.ADOPTED]

    @property
    def effect_on(self) -> date | None:
        """The day it took effect; None until then. Who leaves without an answer is waited for until the last day."""
        return takes_effect_on(
            [row.decided_on for row in self.effective if row.decided_on is not None],
            rule=EffectRule(self.round.rule),
            whole=len(self.rows),
            resolved_on=self.round.resolution.resolved_on,
            own_count=self.round.own_count,
            let_go_on=[
                row.participant.ends_on + timedelta(days=1)
                for row in self.rows
                if row not in self.counted and row.participant.ends_on is not None
            ],
        )

    @property
    def is_overdue(self) -> bool:
        return bool(self.missing) and self.round.response_by is not None and self.round.response_by < self.on

    @property
    def count_words(self) -> str:
        """ "adopted by 7 of 11" """
        return gettext("adopted by %(yes)s of %(whole)s") % {"yes": len(self.yes), "whole": self.whole}

    @property
    def changed_words(self) -> str:
        """How many of those who have adopted it count towards the effect, where a change makes the two differ."""
        if len(self.yes) == len(self.effective):
            return ""
        return ngettext(
            "The one that has adopted it did so with a change, and does not count towards it.",
            "Of the %(yes)s that have adopted it, the yes of %(effective)s counts towards it; "
            "the others adopted it with a change.",
            len(self.yes),
        ) % {"yes": len(self.yes), "effective": len(self.effective)}

    @property
    def cannot_take_effect(self) -> bool:
        """Whether too many have settled it with something that does not count."""
        return self.effect_on is None and len(self.effective) + len(self.missing) < self.needed

    @property
    def in_the_way_names(self) -> str:
        """Those who have settled it with something that does not count, by name."""
        counts = {row.pk for row in self.effective}
        return listed([row.participant.name for row in self.counted if row.is_settled and row.pk not in counts])

    @property
    def lacks_day(self) -> bool:
        """Whether nobody has written when the case was sent to someone who owes an answer."""
        return any(row.sent_on is None for row in self.missing)


def standing(round: EndorsementRound, rows: Iterable[Endorsement], *, on: date) -> Standing:
    """A round with its rows, by name."""
    return Standing(round, tuple(by_name(rows)), on)


def by_name(rows: Iterable[Endorsement]) -> Sequence[Endorsement]:
    """Endorsements by the names of their municipalities."""
    return sorted(rows, key=lambda row: (norwegian_order(row.participant.name), row.pk))
