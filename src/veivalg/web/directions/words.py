"""What a choice of direction has found, in sentences that can be said aloud."""

import math
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction

from django.utils.translation import gettext, ngettext

from veivalg.facts.limits import reading_limits
from veivalg.rules.consensus import Reading, ReadingLimits, effective_number, one_answer_moves, reading_of
from veivalg.web.directions.advice import Advice, Why, is_answered_by_few
from veivalg.web.directions.counting import Tally
from veivalg.web.directions.models import ChoiceRound, DirectionChoice
from veivalg.web.directions.reading import BETWEEN, WITHIN, Rated, Rating, Side
from veivalg.web.ui.numbers import listed, number, percent

FEW_NAMES = 2
"""So many options are named in a title; of more it says how many."""
NEAR, FAR = Fraction(1, 2), Fraction(2)
"""How far apart two groups' middle answers are, in steps of the scale. Our own choice."""
MOVED = Fraction(1, 10)
"""A difference of A between two rounds that is worth a word, unless one person can have made it. Our own choice."""


def reading_word(reading: Reading | None) -> str:
    """Agreement in one word."""
    return {
        None: gettext("Not shown"),
        Reading.TOGETHER: gettext("Together"),
        Reading.PARTLY: gettext("Partly together"),
        Reading.SPREAD: gettext("Spread"),
        Reading.SPLIT: gettext("Split"),
    }[reading]


def title(rating: Rating) -> str:
    """What a rating has found, in one sentence: what is shared, and then what divides."""
    if not any(each.reading for each in rating.options):
        return gettext("Too few have answered to say what you agree on")
    if is_answered_by_few(rating):
        given = {"answered": number(rating.results.ballot_count), "asked": number(rating.results.issued_count)}
        return gettext("%(answered)s of %(asked)s have answered: too few to say what you agree on") % given
    split = _named([each for each in rating.options if each.reading is Reading.SPLIT], rating)
    for reading in (Reading.TOGETHER, Reading.PARTLY):
        shared = [each for each in rating.options if each.reading is reading]
        wanted = _named([each for each in shared if each.is_wanted], rating)
        unwanted = _named([each for each in shared if each.is_unwanted], rating)
        if wanted or unwanted:
            given = {"wanted": wanted, "unwanted": unwanted, "split": split}
            return (_agreed if reading is Reading.TOGETHER else _mostly_agreed)(given)
    if split:
        return gettext("You are split about %(split)s") % {"split": split}
    if any(each.reading in (Reading.TOGETHER, Reading.PARTLY) for each in rating.options):
        return gettext("You answer alike, but nothing stands out as important")
    return gettext("You have not found together yet: the answers are spread")


def _agreed(given: Mapping[str, str]) -> str:
    if given["wanted"] and given["split"]:
        return gettext("You agree on %(wanted)s, but are split about %(split)s") % given
    if given["wanted"] and given["unwanted"]:
        return gettext("You agree on %(wanted)s, and that %(unwanted)s can wait") % given
    if given["wanted"]:
        return gettext("You agree on %(wanted)s") % given
    if given["split"]:
        return gettext("You agree that %(unwanted)s can wait, but are split about %(split)s") % given
    return gettext("You agree that %(unwanted)s can wait") % given


def _mostly_agreed(given: Mapping[str, str]) -> str:
    if given["wanted"] and given["split"]:
        return gettext("Most of you agree on %(wanted)s, but you are split about %(split)s") % given
    if given["wanted"]:
        return gettext("Most of you agree on %(wanted)s") % given
    if given["split"]:
        return gettext("Most of you agree that %(unwanted)s can wait, but you are split about %(split)s") % given
    return gettext("Most of you agree that %(unwanted)s can wait") % given


def _named(found: Sequence[Rated], rating: Rating) -> str:
    if not found:
        return ""
    if len(found) <= FEW_NAMES:
        return listed([gettext("“%(name)s”") % {"name": each.name} for each in found])
    return gettext("%(count)s of %(all)s options") % {"count": number(len(found)), "all": number(len(rating.options))}


def about_option(rated: Rated) -> str:
    """One line on how an option was rated."""
    if rated.counts is None:
        return gettext("Too few have answered, so nothing is shown.")
    if rated.reading is None:
        return gettext("Too few have answered to say how far you agree.")
    if rated.reading is Reading.SPLIT:
        return gettext("Two camps: some find this very important, others not important.")
    if rated.reading is Reading.SPREAD:
        return gettext("The answers are spread over the scale, without a pattern.")
    is_close = rated.reading is Reading.TOGETHER
    if rated.is_wanted:
        return (
            gettext("Nearly all find this important.")
            if is_close
            else gettext("Most find this important, but some are in doubt.")
        )
    if rated.is_unwanted:
        return (
            gettext("Nearly all find this of little importance.")
            if is_close
            else gettext("Most find this of little importance, but not all.")
        )
    return gettext("Most are in the middle of the scale.")


def high_line(rated: Rated) -> str:
    """How many answered 4 or 5, and how many did not know."""
    text = ngettext(
        "%(high)s of %(all)s answered 4 or 5", "%(high)s of %(all)s answered 4 or 5", rated.answer_count
    ) % {"high": number(rated.high_count), "all": number(rated.answer_count)}
    if rated.dont_know_count:
        unsure = ngettext("%(count)s does not know", "%(count)s do not know", rated.dont_know_count)
        text = f"{text}, {unsure % {'count': number(rated.dont_know_count)}}"
    return text


def word_line(rated: Rated) -> str:
    """That people agree on the word and not on what is in it, with how often two of them do; empty when they do."""
    if not rated.is_only_a_word:
        return ""
    parts = [gettext("Agreed on the word, not on what is in it.")]
    if rated.differs_in_meaning and rated.same_meaning is not None:
        text = gettext("Two of you mean the same in %(chance)s of cases.")
        parts.append(text % {"chance": percent(float(rated.same_meaning * 100), 0)})
    if rated.differs_in_indicator and rated.same_indicator is not None:
        text = gettext("Two of you would see by the same that we succeed in %(chance)s of cases.")
        parts.append(text % {"chance": percent(float(rated.same_indicator * 100), 0)})
    return " ".join(parts)


def where_heading(rated: Rated) -> str:
    """Where the disagreement about an option lies."""
    beyond = rated.between_beyond_chance
    names = rated.compares_municipalities
    if beyond is None:
        return gettext("Who disagrees cannot be told")
    if beyond >= BETWEEN:
        return (
            gettext("The disagreement lies between the municipalities")
            if names
            else gettext("The disagreement lies between the groups")
        )
    if beyond <= WITHIN:
        return (
            gettext("The disagreement lies inside the municipalities")
            if names
            else gettext("The disagreement lies inside the groups")
        )
    return (
        gettext("You disagree both between municipalities and inside them")
        if names
        else gettext("You disagree both between groups and inside them")
    )


def where_line(rated: Rated) -> str:
    """The share behind it, and what chance would give."""
    between, beyond = rated.between, rated.between_beyond_chance
    if len(rated.compared) < 2:
        return gettext("Fewer than two groups are shown, so they cannot be held against each other.")
    if between is None:
        return gettext("Everyone in the groups that are shown gave the same answer.")
    given = {"share": percent(float(between * 100), 0)}
    names = rated.compares_municipalities
    text = (
        gettext("%(share)s of the differences in the answers lie between the municipalities, the rest inside them.")
        if names
        else gettext("%(share)s of the differences in the answers lie between the groups, the rest inside them.")
    ) % given
    if beyond is None:
        return f"{text} " + gettext("With one answer from each, this says nothing about who disagrees.")
    answers, groups = sum(side.answer_count for side in rated.compared), len(rated.compared)
    chance = percent(100 * (groups - 1) / (answers - 1), 0)
    return f"{text} " + gettext("Chance alone would give about %(chance)s.") % {"chance": chance}


def means_line(rated: Rated) -> str:
    """The mean of people beside that of municipalities; empty when they are the same, or when none are compared."""
    people, places = (number(float(each), 1) for each in rated.means or (0, 0))
    if people == places:
        return ""
    return gettext(
        "Of the municipalities shown, the mean of all answers is %(people)s. When each municipality counts the same, "
        "it is %(places)s."
    ) % {"people": people, "places": places}


def distance(one: Side, other: Side) -> str:
    """How far apart two groups are on an option."""
    if one.middle is None or other.middle is None:
        return gettext("Not shown")
    apart = abs(one.middle - other.middle)
    if apart >= FAR:
        return gettext("Far apart")
    return gettext("Close to each other") if apart <= NEAR else gettext("A little apart")


def moved(before: Rated, after: Rated) -> str:
    """What happened to agreement between two rounds."""
    change = _change(before, after)
    if change is None:
        return gettext("Cannot be compared")
    if not change:
        return gettext("About the same")
    return gettext("You have come closer") if change > 0 else gettext("You have moved apart")


def _change(before: Rated, after: Rated) -> Fraction | None:
    """How much A rose between two rounds, 0 when one person alone can have made the difference.

    None when one of the rounds has too few answers for a word.
    """
    if before.agreement is None or after.agreement is None or before.reading is None or after.reading is None:
        return None
    assert before.counts is not None
    assert after.counts is not None
    change = after.agreement - before.agreement
    alone = max(one_answer_moves(before.counts), one_answer_moves(after.counts))
    return change if abs(change) >= MOVED and abs(change) > alone else Fraction(0)


def second_title(first: Rating, second: Rating) -> str:
    """What the second round says beside the first."""
    before = {row.key: row for row in first.options}
    both = [(before[each.key], each) for each in second.options if each.key in before]
    changes = [change for one, other in both if (change := _change(one, other)) is not None]
    if not changes:
        return gettext("Too few have answered to say whether you have come closer")
    closer = sum(change > 0 for change in changes)
    further = sum(change < 0 for change in changes)
    given = {"closer": number(closer), "further": number(further), "all": number(len(changes))}
    if closer and not further:
        return gettext("After the talk you are closer on %(closer)s of %(all)s") % given
    if closer or further:
        return gettext("After the talk you are closer on %(closer)s, and further apart on %(further)s") % given
    return gettext("After the talk you stand about where you stood")


def tally_line(taken: ChoiceRound, counted: Tally) -> str:
    """What is counted, of how many people; for dots also how many options they amount to."""
    if taken.step == ChoiceRound.Step.BUDGET:
        return ngettext(
            "How many of %(count)s person chose each.", "How many of %(count)s people chose each.", counted.answer_count
        ) % {"count": number(counted.answer_count)}
    text = ngettext("Dots from %(count)s person.", "Dots from %(count)s people.", counted.answer_count) % {
        "count": number(counted.answer_count)
    }
    dots = [count for _, count in counted.rows or ()]
    if not any(dots):
        return text
    amount = number(float(effective_number(dots)), 1)
    return f"{text} " + gettext("They are spread as if %(number)s options had got as many each.") % {"number": amount}


def step_about(step: str) -> str:
    """What a step is, where its name alone does not tell; else empty."""
    if step != ChoiceRound.Step.STAR:
        return ""
    return gettext(
        "Scores and runoff: each gives every option from 0 to 5. The two with the highest totals meet, and the one "
        "that more prefer comes out first."
    )


def names_caption(step: str) -> str:
    """What stands in the table of names and answers."""
    return {
        ChoiceRound.Step.STAR: gettext("By name. From 0, not at all, to 5, the very best."),
        ChoiceRound.Step.DOTS: gettext("By name. Number of dots."),
        ChoiceRound.Step.BUDGET: gettext("By name. What each chose within the budget."),
    }.get(ChoiceRound.Step(step), gettext("By name. From 1, not important, to 5, very important."))


def from_ballots(taken: ChoiceRound) -> str:
    """How many ballots a closed round has."""
    count = taken.round.ballot_count or 0
    return ngettext("From %(count)s ballot.", "From %(count)s ballots.", count) % {"count": number(count)}


def advice_line(found: Advice, choice: DirectionChoice) -> str:
    """One reason to wait, in a sentence."""
    names = listed([gettext("“%(name)s”") % {"name": choice.option(key)["name"]} for key in found.options])
    match found.why:
        case Why.FEW:
            return gettext("Too few have answered. Ask again, or ask more people.")
        case Why.SPLIT:
            return gettext("You are split about %(names)s. Talk before you choose.") % {"names": names}
        case Why.MEANING:
            return gettext("You share the word, but not what is in it: %(names)s.") % {"names": names}
        case Why.NOTHING_SHARED:
            return gettext("Nothing that you agree on is important to you. Look at the options again.")


def limits_line(on: date) -> str:
    """Where each word begins on a day, and from how many answers there is one."""
    limits = reading_limits(on)
    return gettext(
        "Together from %(together)s, partly together from %(partly)s, spread from %(spread)s, and split below that. "
        "The limits are our own choice. With fewer than %(fewest)s answers there is no word."
    ) % {
        "together": number(float(limits.together_from), 1),
        "partly": number(float(limits.partly_from), 1),
        "spread": number(float(limits.spread_from), 1),
        "fewest": number(limits.fewest_answers),
    }


def a_value(value: Fraction | None, limits: ReadingLimits | None = None) -> str:
    """``A = 0,75``. With `limits` it has as many decimals as it takes to lie on the same side of them as A itself: what
    is partly together is never written as the 0,60 from which one is together."""
    if value is None:
        return ""
    for decimals in range(2, 6):
        # Rounded as it will be written: halves away from zero.
        size = Fraction(math.floor(abs(value) * 10**decimals + Fraction(1, 2)), 10**decimals)
        written = size if value >= 0 else -size
        if limits is None or reading_of(written, limits) is reading_of(value, limits):
            break
    return f"A = {number(float(value), decimals)}"


def middle_value(value: Fraction | None) -> str:
    """The middle answer: whole, or a half between two."""
    return "" if value is None else number(float(value), 0 if value.denominator == 1 else 1)
