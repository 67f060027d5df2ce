"""Takes the text of a cell apart: several actions, several names, an amount."""

import re
from dataclasses import dataclass
from functools import lru_cache

from veivalg.rules.plans import MOST_NOK

_NUMBERED = re.compile(r"\s*(?P<label>\d{1,3}(?:\.\d{1,3})*\s?[a-z]?)[.)]?\s*[.):]\s*(?P<text>\S.*)", re.DOTALL)
_DOTTED = re.compile(r"\s*(?P<label>\d{1,3}(?:\.\d{1,3})+)\s+(?P<text>\S.*)", re.DOTALL)
_BULLET = re.compile(r"\s*[•·▪●◦*–—-]\s+(?P<text>\S.*)", re.DOTALL)
_INLINE = re.compile(r"(?:^|(?<=\s))(?P<number>\d{1,3})[.)]\s+(?=[A-ZÆØÅ«\"])")
# A date or an amount begins with digits and a full stop too.
_DATE = re.compile(r"\s*\d{1,2}\.\s?(?:\d{1,2}\.|[a-zæøå]+ \d{4})", re.IGNORECASE)
#: More than this in one cell is no list of actions or names.
_MOST_PIECES, _MOST_NAMES = 100, 50
_SPACES = re.compile(r"[^\S\n]+")
_NAME_SIGNS = "\n/,;"
_TOGETHER = re.compile(
    r"\s(?:i samarbeid med|i samarbeid m/|i samråd med|saman med|sammen med|i lag med|in cooperation with)\s",
    re.IGNORECASE,
)
_NAME_LABEL = re.compile(
    r"(?:hovedansvar|hovudansvar|ansvarleg|ansvarlig|ansvar|samarbeidspartner[ea]?r?e?|samarb\.?\s?partner[ea]?r?e?|"
    r"samarbeid|partner[ea]?r?e?)\s*:\s*",
    re.IGNORECASE,
)
_AND = re.compile(r"(?<!-)\s+(?:og|samt|and|&)\s+", re.IGNORECASE)
# Counties and municipalities, now or before, that have the word in their name.
_NAMED_WITH_AND = (
    *("møre og romsdal", "sogn og fjordane", "vestfold og telemark", "troms og finnmark", "nore og uvdal"),
    "nordre og søndre land",
)
_COST = re.compile(
    r"(?:kr\.?|nok)?\s*(?P<whole>\d{1,3}(?:[ .\u00a0\u202f]\d{3})+|\d+)(?:,(?P<part>\d{1,6}))?\s*"
    r"(?P<unit>mill(?:ioner|ionar|\.)?|mnok|mkr|tusen|tkr|')?\s*(?:kr\.?|kroner|nok|,-|,–|:-)?\s*(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_UNITS = {"mill": 1_000_000, "mnok": 1_000_000, "mkr": 1_000_000, "tuse": 1_000, "tkr": 1_000, "'": 1_000}


@dataclass(frozen=True)
class Piece:
    """One action of a cell, with the number or letter in front of it."""

    text: str
    label: str = ""


def pieces(text: str) -> tuple[list[Piece], str]:
    """The actions of a cell, and what stands before the first when there are several.

    >>> pieces("1. Lage plan\\n2. Søke midler")[0]
    [Piece(text='Lage plan', label='1'), Piece(text='Søke midler', label='2')]
    >>> pieces("4. Ta opp saker")[0], pieces("Møte 3 partier")[0]
    ([Piece(text='Ta opp saker', label='4')], [Piece(text='Møte 3 partier', label='')])
    """
    lines = text.split("\n")
    begun = [n for n, line in enumerate(lines) if line.strip() and _label(line) is not None]
    dots = [n for n, line in enumerate(lines) if _BULLET.fullmatch(line)]
    if len(begun) > _MOST_PIECES or len(dots) > _MOST_PIECES:
        return [one_piece(text)], ""
    if len(begun) > 1:
        return _cut(lines, begun)
    if len(dots) > 1:
        return _cut(lines, dots)
    inline = list(_INLINE.finditer(text))
    if (
        1 < len(inline) <= _MOST_PIECES
        and inline[0].start() == 0
        and _is_run([int(found["number"]) for found in inline])
    ):
        ends = [found.start() for found in inline[1:]] + [len(text)]
        return [
            Piece(text[found.end() : end].strip(), found["number"]) for found, end in zip(inline, ends, strict=True)
        ], ""
    return [one_piece(text)], ""


def one_piece(text: str) -> Piece:
    """A text that is one action, without its number or dot in front."""
    label = _label(text)
    if label is not None:
        return Piece(label[1].strip(), label[0])
    bullet = _BULLET.fullmatch(text)
    return Piece(bullet["text"].strip() if bullet else text.strip())


def _label(text: str) -> tuple[str, str] | None:
    if not text[:1].isdigit() and not text[:3].strip()[:1].isdigit():
        return None
    found = _DOTTED.fullmatch(text) or (None if _DATE.match(text) else _NUMBERED.fullmatch(text))
    return (found["label"].strip(), found["text"]) if found else None


def _cut(lines: list[str], begins: list[int]) -> tuple[list[Piece], str]:
    ends = [*begins[1:], len(lines)]
    before = "\n".join(lines[: begins[0]]).strip()
    return [one_piece("\n".join(lines[a:b]).strip()) for a, b in zip(begins, ends, strict=True)], before


def _is_run(numbers: list[int]) -> bool:
    return all(b == a + 1 for a, b in zip(numbers, numbers[1:], strict=False))


# The same names stand in cell after cell.
@lru_cache(maxsize=256)
def names(text: str) -> tuple[str, ...]:
    """The names of a cell, in order and each once. A sign inside parentheses divides nothing.

    >>> names("Reg.råd /komp.- og FoU-kom., Partnerskapet")
    ('Reg.råd', 'komp.- og FoU-kom.', 'Partnerskapet')
    """
    text = _TOGETHER.sub("\n", _SPACES.sub(" ", text))
    found, name, depth = [], "", 0
    for sign in text:
        depth += (sign == "(") - (sign == ")" and depth > 0)
        if sign in _NAME_SIGNS and (depth == 0 or sign == "\n"):
            found.append(name)
            name, depth = "", 0
        else:
            name += sign
    found.append(name)
    each_once = tuple(dict.fromkeys(name for each in found if (name := _bare_name(each))))
    return each_once if len(each_once) <= _MOST_NAMES else (" ".join(text.split()),)


def people(text: str) -> tuple[str, ...]:
    """The names of a cell of people; what "og" joins at the end of a list with commas is two of them.

    >>> people("Fjordby, Sundvær og Øysund"), people("NAV, Møre og Romsdal"), people("NAV, Kultur og idrett")
    (('Fjordby', 'Sundvær', 'Øysund'), ('NAV', 'Møre og Romsdal'), ('NAV', 'Kultur og idrett'))
    """
    found = names(text)
    if len(found) < 2 or not re.search(rf",\s*{re.escape(found[-1])}\s*\.?\s*\Z", " ".join(text.split())):
        return found
    parts = joined_by_and(found[-1])
    # A small letter goes on with the same name: "Kultur og idrett".
    if len(parts) != 2 or not parts[1][:1].isupper():
        return found
    return tuple(dict.fromkeys((*found[:-1], *parts)))


def joined_by_and(name: str) -> tuple[str, ...]:
    """What "og", "samt" or "&" joins in a name; the name itself when it is one.

    >>> joined_by_and("Sekretariatet og NAV"), joined_by_and("Nord- og Sør-Fron"), joined_by_and("Nore og Uvdal")
    (('Sekretariatet', 'NAV'), ('Nord- og Sør-Fron',), ('Nore og Uvdal',))
    """
    bare = name.casefold()
    if "(" in name or any(place in bare for place in _NAMED_WITH_AND):
        return (name,)
    parts = tuple(part for each in _AND.split(name) if (part := each.strip()))
    return parts if len(parts) > 1 else (name,)


def lines_of_names(text: str) -> tuple[str, ...]:
    """The names of a cell that has one on each line."""
    return tuple(line for line in text.split("\n") if line)


def _bare_name(text: str) -> str:
    text = " ".join(text.split())
    bullet = _BULLET.fullmatch(text)
    return _NAME_LABEL.sub("", bullet["text"] if bullet else text, count=1).strip()


def cost(text: str) -> tuple[int | None, str]:
    """The kroner that a cell names, and the rest of its text.

    >>> cost("kr 100 000,-"), cost("0,5 mill. (fylket)"), cost("dekkes av drift")
    ((100000, ''), (500000, '(fylket)'), (None, 'dekkes av drift'))
    """
    found = _COST.fullmatch(text.strip())
    if not found:
        return None, text.strip()
    rest = found["rest"].strip()
    if rest[:1].isalnum() or rest[:1] in ("%", "-", "–", "+"):
        # "3 stillinger", "2019-2020", "50 %": a number of something else.
        return None, text.strip()
    unit = _UNITS.get((found["unit"] or "").lower()[:4].rstrip("."), 1)
    digits = re.sub(r"\D", "", found["whole"])
    if len(digits) > 12:
        return None, text.strip()
    part = found["part"] or ""
    amount = int(digits) * unit + (int(part) * unit // 10 ** len(part) if part else 0)
    return (amount, rest) if amount <= MOST_NOK else (None, text.strip())


def numbers_in(text: str) -> tuple[int, ...]:
    """Whole numbers of a list, such as ``3, 8 og 11``."""
    return tuple(dict.fromkeys(int(found) for found in re.findall(r"(?<!\d)\d{1,3}(?!\d)", text)))
