"""Municipalities and their former numbers."""

from pathlib import Path

from veivalg.statistics.dataset import CodeChange, Municipality
from veivalg.statistics.importer.reading import Table

# Official names join the languages with " - " in an order that differs from place to place, and do not say which
# is which. Where the Norwegian name is not the first, it stands here.
_NORWEGIAN_SECOND = {
    "1826", "1875", "5025", "5041", "5043", "5512", "5518", "5540", "5610", "5612", "5628", "5636",
}  # fmt: skip
_SOUTH_SAMI = {"0301", "1826", "1833", "5001", "5006", "5007", "5025", "5037", "5041", "5043"}
_LULE_SAMI = {"1841", "1845", "1875"}
_KVEN = {"Yykeä", "Omasvuono", "Kaivuono", "Raisi", "Porsanki"}


def municipalities(directory: Path) -> tuple[Municipality, ...]:
    """All municipalities of ``kommuner.csv``, by number."""
    table = Table(
        directory,
        "kommuner.csv",
        ["kommune", "name_no", "name_official", "fylke", "fylke_name", "lon", "lat"],
    )
    found: dict[str, Municipality] = {}
    for row in table.rows():
        code, name, official, county, county_name = row.texts[:5]
        if not (len(code) == 4 and code.isdigit()):
            raise row.refuse(0, f"{code[:20]!r} is not a municipality number.", "It has four digits.")
        if code in found:
            raise row.refuse(0, f"{code} stands more than once.", "Remove one of the rows.")
        longitude, latitude = row.number(5), row.number(6)
        if longitude is None or latitude is None:
            raise row.refuse(5, "the coordinate is empty.", "Fill in longitude and latitude.")
        names = _names(code, name, official)
        found[code] = Municipality(
            code=code,
            name=names["nb"],
            names=names,
            county_code=county,
            # The register writes "Troms-Romssa"; no county has a hyphen in its Norwegian name.
            county_name=county_name.split("-")[0],
            longitude=longitude,
            latitude=latitude,
        )
    return tuple(found[code] for code in sorted(found))


def _names(code: str, name: str, official: str) -> dict[str, str]:
    """Names by language. A name in brackets' company ("Herøy (Nordland)") or with lost letters ("?") is not one."""
    parts = [part.strip() for part in name.split(" - ")]
    for part in (part.strip() for part in official.split(" - ")):
        if part not in parts and "?" not in part and "(" not in part and len(parts) < len(official.split(" - ")):
            parts.append(part)
    norwegian = parts.pop(1 if code in _NORWEGIAN_SECOND and len(parts) > 1 else 0)
    names = {"nb": norwegian}
    for part in parts:
        names["fkv" if part in _KVEN else "sma" if code in _SOUTH_SAMI else "smj" if code in _LULE_SAMI else "se"] = (
            part
        )
    return names


def code_history(directory: Path, codes: set[str]) -> tuple[CodeChange, ...]:
    """Which former numbers lead to which of today's, from ``kommune_code_history.csv``."""
    table = Table(
        directory,
        "kommune_code_history.csv",
        ["kommune_original", "kommune", "year_from", "year_to", "weight", "note"],
    )
    changes = []
    for row in table.rows():
        old, new = row.texts[0], row.texts[1]
        if new not in codes:
            raise row.refuse(1, f"{new[:20]!r} is not a municipality of kommuner.csv.", "Give its successor.")
        weight = row.number(4)
        if weight is None or not 0 < weight <= 1:
            raise row.refuse(4, f"the weight {row.texts[4][:20]!r} is not between 0 and 1.", "Correct the cell.")
        changes.append(
            CodeChange(
                old=old,
                new=new,
                year_from=row.whole(2, least=1800, most=2200),
                year_to=row.whole(3, least=1800, most=2200),
                weight=weight,
                note=row.texts[5],
            )
        )
    return tuple(changes)
