"""Plans for tests: the lecture's own table where it is at hand, small ones made by hand, and generated ones."""

from datetime import date
from decimal import Decimal
from pathlib import Path as FilePath

from hypothesis import strategies as st

from veivalg.rules.plans import (
    Action,
    ActionKind,
    FocusArea,
    Goal,
    GoalIndicator,
    Path,
    Plan,
    Remark,
    Years,
    numbered,
)
from veivalg.web.files.cleaning import clean

EXAMPLES = FilePath(__file__).resolve().parents[2] / "shared" / "examples"
LECTURE = [EXAMPLES / f"namdalsstrategien-utdrag.{ending}" for ending in ("docx", "xlsx", "csv")]

_LETTERS = st.one_of(
    st.sampled_from("abcæøåÅš 1.:;,/-–=+@'\"|\t«%&<"),
    st.characters(exclude_categories=("Cs", "Cc", "Cn"), max_codepoint=0x2FFF),
)


def texts(least: int = 0, most: int = 30, *, lines: bool = True):
    """Texts as they may be stored: clean, with line breaks inside when ``lines``."""
    letters = st.one_of(_LETTERS, st.just("\n")) if lines else _LETTERS
    return st.text(letters, max_size=most).map(lambda text: clean(text)[0]).filter(lambda text: len(text) >= least)


NAMES = texts(1, 12, lines=False)
NUMBERS = st.none() | st.integers(1, 999_999)
DECIMALS = st.none() | st.decimals(-(10**6), 10**6, allow_nan=False, allow_infinity=False, places=2)
SDGS = st.lists(st.integers(1, 17), unique=True, max_size=3).map(tuple)


@st.composite
def actions(draw):
    years = sorted(draw(st.lists(st.integers(1990, 2100), min_size=2, max_size=2)))
    return Action(
        text=draw(texts()),
        id=draw(texts(most=5, lines=False)),
        label=draw(texts(most=5, lines=False)),
        kind=draw(st.sampled_from(ActionKind)),
        first_year=years[0] if draw(st.booleans()) else None,
        last_year=years[1] if draw(st.booleans()) else None,
        due_on=draw(st.none() | st.dates(date(1990, 1, 1), date(2100, 1, 1))),
        rhythm_months=draw(NUMBERS),
        wanted_count=draw(NUMBERS),
        counted_per=draw(texts(most=8)),
        responsible=draw(st.just("") | NAMES),
        contact=draw(texts(most=8)),
        partners=tuple(draw(st.lists(NAMES, max_size=3))),
        cost_nok=draw(st.none() | st.integers(0, 10**12)),
        funding=draw(texts(most=8)),
        sustainable_goals=draw(SDGS),
        fields=tuple(draw(st.lists(NAMES, max_size=2))),
        county_plan=draw(texts(most=8)),
        municipal_plan=draw(texts(most=8)),
        remarks=tuple(draw(st.lists(st.builds(Remark, texts(most=5), texts(1, 9)), max_size=2))),
    )


def indicators():
    years = st.none() | st.integers(2000, 2030)
    later = st.none() | st.integers(2031, 2060)
    key = texts(1, 9, lines=False)
    return st.builds(GoalIndicator, key=key, baseline=DECIMALS, baseline_year=years, target=DECIMALS, target_year=later)


@st.composite
def plans(draw, *, is_numbered: bool = True):
    """Plans with everything in them; numbered through, as those that are exported are."""
    ids = texts(most=5, lines=False)
    areas = draw(st.lists(NAMES, unique=True, max_size=3))
    paths = st.builds(Path, name=texts(), id=ids, actions=st.lists(actions(), max_size=3).map(tuple))
    goals = st.builds(
        Goal,
        name=texts(),
        picture=texts(most=40),
        id=ids,
        focus_area=st.sampled_from(["", *areas]),
        indicators=st.lists(indicators(), max_size=2).map(tuple),
        sustainable_goals=SDGS,
        fields=st.lists(NAMES, max_size=2).map(tuple),
        paths=st.lists(paths, max_size=3).map(tuple),
    )
    periods = st.none() | st.lists(st.integers(1990, 2100), min_size=2, max_size=2).map(lambda y: Years(*sorted(y)))
    plan = Plan(
        name=draw(texts(lines=False)),
        vision=draw(texts()),
        period=draw(periods),
        action_period=draw(periods),
        focus_areas=tuple(FocusArea(name=name, about=draw(texts()), id=draw(ids)) for name in areas),
        goals=tuple(draw(st.lists(goals, max_size=3))),
    )
    return numbered(plan) if is_numbered else plan


def small_plan() -> Plan:
    """Two goals, one with everything about it, for tests that look at one thing."""
    first = Action(text="Arrangere ungdomsting", number=1, first_year=2026, last_year=2027, responsible="Rådet")
    second = Action(
        text="Lage felles plan", number=2, due_on=date(2027, 6, 30), responsible="AU", partners=("Næringsforeningen",)
    )
    third = Action(text="Møte fylket", number=3, kind=ActionKind.RECURRING, rhythm_months=3, responsible="Leder")
    return Plan(
        name="Strategi for Demoregionen",
        vision="Sterkere sammen",
        period=Years(2026, 2033),
        action_period=Years(2026, 2027),
        focus_areas=(FocusArea(name="Unge"),),
        goals=(
            Goal(
                name="Unge vil bli",
                picture="I 2033 velger flere unge å bli.",
                focus_area="Unge",
                indicators=(GoalIndicator(key="age_15_24", baseline=Decimal("11.2"), baseline_year=2025),),
                paths=(
                    Path(name="Unge er med før det er bestemt", actions=(first, second)),
                    Path(name="Gode skyss-tilbud", actions=(third,)),
                ),
            ),
            Goal(name="Trygg beredskap"),
        ),
    )
