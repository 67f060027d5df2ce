"""Municipalities and their former numbers."""

import re

from veivalg.statistics.dataset import CodeChange, Municipality
from veivalg.statistics.importer.folder import Folder
from veivalg.statistics.importer.reading import BadInput

# Official names join the languages with " - " in an order that differs from place to place, and do not say which
# is which. Where the Norwegian name is not the first, it stands here.
_NORWEGIAN_SECOND = {
    "1826", "1875", "5025", "5041", "5043", "5512", "5518", "5540", "5610", "5612", "5628", "5636",
}  # fmt: skip
_SOUTH_SAMI = {"0301", "1826", "1833", "5001", "5006", "5007", "5025", "5037", "5041", "5043"}
_LULE_SAMI = {"1841", "1845", "1875"}
_NORTH_SAMI = {"1853", "1870"}
_NORTHERN_COUNTIES = {"55", "56"}
_KVEN = {"Yykeä", "Omasvuono", "Kaivuono", "Raisi", "Porsanki"}


LONGEST_NAME = 80
_NUMBER = re.compile(r"[0-9]{4}", re.ASCII)


def municipalities(folder: Folder) -> tuple[Municipality, ...]:
    """All municipalities of ``kommuner.csv``, by number. Raises BadInput."""
    table = folder.table("kommuner.csv", ["kommune", "name_no", "name_official", "fylke", "fylke_name", "lon", "lat"])
    found: dict[str, Municipality] = {}
    for row in table.rows():
        code, name, official, county, county_name = row.texts[:5]
        if not _NUMBER.fullmatch(code):
            raise row.refuse(
                0, f"{code[:20]!r} is not a municipality number.", "It has four digits, with a leading zero."
            )
        if code in found:
            raise row.twice(1)
        if not _parts(name):
            raise row.refuse(1, "the name is empty.", "Fill in the name.")
        if len(name) > LONGEST_NAME or len(official) > LONGEST_NAME:
            raise row.refuse(1, f"the name is longer than {LONGEST_NAME} letters.", "Check that it is a name.")
        if not re.fullmatch(r"[0-9]{2}", county, re.ASCII):
            raise row.refuse(3, f"{county[:20]!r} is not a county number.", "It has two digits.")
        longitude, latitude = row.number(5, least=-180, most=180), row.number(6, least=-90, most=90)
        if longitude is None or latitude is None:
            raise row.refuse(5, "the coordinate is empty.", "Fill in longitude and latitude.")
        names = _names(code, county, name, official)
        found[code] = Municipality(
            code=code,
            name=names["nb"],
            names=names,
            county_code=county,
            # The register writes "Troms-Romssa"; only "Møre og Romsdal" has more than one word, none a hyphen.
            county_name=county_name.split("-")[0],
            longitude=longitude,
            latitude=latitude,
        )
    return tuple(found[code] for code in sorted(found))


def _names(code: str, county: str, name: str, official: str) -> dict[str, str]:
    """Names by language. The official list tells namesakes apart in brackets, and has lost letters here and there
    ("?"); there the plain name's form counts.
    """
    parts = _parts(name)
    wanted = _parts(official)
    for part in wanted:
        if part not in parts and "?" not in part and "(" not in part and len(parts) < len(wanted):
            parts.append(part)
    norwegian = parts.pop(1 if code in _NORWEGIAN_SECOND and len(parts) > 1 else 0)
    names = {"nb": norwegian}
    for part in parts:
        names.setdefault(_language(code, county, part), part)
    return names


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(" - ") if part.strip()]


def _language(code: str, county: str, name: str) -> str:
    """The language of a second name, or ``other`` where we do not know it for certain."""
    if name in _KVEN:
        return "fkv"
    if code in _SOUTH_SAMI:
        return "sma"
    if code in _LULE_SAMI:
        return "smj"
    return "se" if code in _NORTH_SAMI or county in _NORTHERN_COUNTIES else "other"


def code_history(folder: Folder, codes: set[str]) -> tuple[CodeChange, ...]:
    """Which former numbers lead to which of today's, from ``kommune_code_history.csv``. Raises BadInput.

    The weights of an old number must sum to 1: a key that loses or makes people is wrong.
    """
    table = folder.table(
        "kommune_code_history.csv",
        ["kommune_original", "kommune", "year_from", "year_to", "weight", "note"],
    )
    changes: dict[tuple[str, str], CodeChange] = {}
    for row in table.rows():
        old, new = row.texts[0], row.texts[1]
        if not _NUMBER.fullmatch(old):
            raise row.refuse(0, f"{old[:20]!r} is not a municipality number.", "It has four digits.")
        if new not in codes:
            raise row.refuse(1, f"{new[:20]!r} is not a municipality of kommuner.csv.", "Give its successor.")
        if (old, new) in changes:
            raise row.twice(2)
        weight = row.number(4, least=0, most=1)
        if not weight:
            raise row.refuse(4, "the weight must be over 0 and at most 1.", "Correct the cell.")
        first, last = row.whole(2, least=1800, most=2200), row.whole(3, least=1800, most=2200)
        if last < first:
            raise row.refuse(3, f"{last} is before {first}.", "Correct the years.")
        changes[old, new] = CodeChange(
            old=old, new=new, year_from=first, year_to=last, weight=weight, note=row.texts[5]
        )
    sums: dict[str, float] = {}
    for change in changes.values():
        sums[change.old] = sums.get(change.old, 0.0) + change.weight
    for old, total in sums.items():
        if abs(total - 1) > 1e-6:
            raise BadInput(
                table.name,
                f"the weights of {old} sum to {total:g}, so people would be lost or made.",
                "Correct them so that they sum to 1.",
            )
    return tuple(changes.values())
