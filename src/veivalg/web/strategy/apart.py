"""Names in a file that "og" joins, taken apart when each of them is known."""

from dataclasses import replace
from itertools import chain

from django.utils.translation import gettext

from veivalg.rules.plans import Action, Plan
from veivalg.web.files.plans.notes import PlanNote, PlanNoteCode
from veivalg.web.files.plans.reading import PlanFile
from veivalg.web.files.plans.splitting import joined_by_and
from veivalg.web.strategy.responsible import Everyone


def with_names_apart(found: PlanFile, known: Everyone) -> PlanFile:
    """The file with names taken apart when every part can answer here, or stands alone elsewhere in the file.

    Each is noted as a guess. A file that we have written is left as it is.
    """
    if found.is_ours:
        return found
    names = set(chain.from_iterable(action.names for action in found.plan.actions))
    alone = {name.casefold() for name in names if len(joined_by_and(name)) == 1}
    apart = {
        name: parts
        for name in names
        if len(parts := joined_by_and(name)) > 1
        and known.named(name) is None
        and all(_is_known(part, known) or part.casefold() in alone for part in parts)
    }
    if not apart:
        return found
    notes: list[PlanNote] = []
    goals = tuple(
        replace(
            goal,
            paths=tuple(
                replace(path, actions=tuple(_action(action, apart, notes) for action in path.actions))
                for path in goal.paths
            ),
        )
        for goal in found.plan.goals
    )
    plan: Plan = replace(found.plan, goals=goals)
    return replace(found, plan=plan, notes=(*found.notes, *notes))


def _is_known(name: str, known: Everyone) -> bool:
    return (known.named(name) or known.guessed(name)) is not None


def _action(action: Action, apart: dict[str, tuple[str, ...]], notes: list[PlanNote]) -> Action:
    if not any(name in apart for name in action.names):
        return action
    where = gettext("action %(number)s") % {"number": action.number or ""}
    for name in action.names:
        if name in apart:
            guessed = ", ".join(apart[name])
            notes.append(PlanNote(PlanNoteCode.NAMES_APART, where, name, "responsible", guessed, action.number))
    names = tuple(dict.fromkeys(chain.from_iterable(apart.get(name, (name,)) for name in action.names)))
    if not action.responsible:
        return replace(action, partners=names)
    return replace(action, responsible=names[0], partners=names[1:])
