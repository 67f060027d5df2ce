"""The numbers and dots in front of paragraphs, which Word draws and does not write: ``1.``, ``a)``, ``•``."""

import re
from xml.etree import ElementTree

_FORMAT_LETTERS = ("lowerLetter", "upperLetter")
_LEVELS = 9
_PLACE = re.compile(r"%([1-9])")
_MOST = 10**6


def local(tag: str) -> str:
    """A tag or attribute without its namespace: documents come in two (transitional and strict)."""
    return tag.rpartition("}")[2]


def attribute(element: ElementTree.Element | None, name: str, default: str = "") -> str:
    """The value of an attribute, in whatever namespace."""
    if element is None:
        return default
    return next((value for key, value in element.items() if local(key) == name), default)


def child(element: ElementTree.Element | None, *names: str) -> ElementTree.Element | None:
    """The first child with this name, then its first with the next one, and so on."""
    for name in names:
        if element is None:
            return None
        element = next((each for each in element if local(each.tag) == name), None)
    return element


def whole(text: str, default: int = 0) -> int:
    """A number as Word writes it; what is none, or is enormous, is the default."""
    return int(text) if text.isascii() and text.isdigit() and int(text[:9]) < _MOST and len(text) < 10 else default


class Lists:
    """Counts through a document what its lists have come to."""

    def __init__(self, numbering: ElementTree.Element | None, styles: ElementTree.Element | None) -> None:
        levels: dict[str, dict[int, tuple[int, str, str]]] = {}
        self.list_of: dict[str, tuple[str, dict[int, tuple[int, str, str]]]] = {}
        for element in numbering if numbering is not None else ():
            if local(element.tag) == "abstractNum":
                levels[attribute(element, "abstractNumId")] = {
                    whole(attribute(each, "ilvl")): (
                        whole(attribute(child(each, "start"), "val"), 1),
                        attribute(child(each, "numFmt"), "val", "decimal"),
                        attribute(child(each, "lvlText"), "val", ""),
                    )
                    for each in element
                    if local(each.tag) == "lvl"
                }
        for element in numbering if numbering is not None else ():
            if local(element.tag) == "num":
                abstract = attribute(child(element, "abstractNumId"), "val")
                number = attribute(element, "numId")
                # A list with its own start counts by itself; others that share their form count together.
                is_own = child(element, "lvlOverride") is not None
                self.list_of[number] = (f"own {number}" if is_own else abstract, levels.get(abstract, {}))
        self.counts: dict[str, list[int]] = {}
        self.styles = _style_lists(styles)

    def marker(self, paragraph: ElementTree.Element, style: str) -> str:
        """What Word draws before this paragraph, with a space after; empty for one that is in no list."""
        number, level = self.styles.get(style, ("", 0))
        properties = child(paragraph, "pPr", "numPr")
        if properties is not None:
            number = attribute(child(properties, "numId"), "val", number)
            level = whole(attribute(child(properties, "ilvl"), "val"), level)
        if number not in self.list_of or not 0 <= level < _LEVELS:
            return ""
        key, levels = self.list_of[number]
        start, form, text = levels.get(level, (1, "none", ""))
        counts = self.counts.setdefault(key, [-1] * _LEVELS)
        counts[level] = start if counts[level] < 0 else counts[level] + 1
        counts[level + 1 :] = [-1] * (_LEVELS - level - 1)
        if form == "bullet":
            return "• "
        if form == "none" or not text:
            return ""

        def drawn(place: re.Match[str]) -> str:
            at = int(place[1]) - 1
            begin, kind, _ = levels.get(at, (1, "decimal", ""))
            count = counts[at] if counts[at] >= 0 else begin
            return _letter(count, kind) if kind in _FORMAT_LETTERS else str(count)

        made = _PLACE.sub(drawn, text[:40]).strip()
        return f"{made}. " if made[-1:].isalnum() else f"{made} " if made else ""


def _letter(count: int, kind: str) -> str:
    letter = chr(ord("a") + (max(count, 1) - 1) % 26)
    return letter if kind == "lowerLetter" else letter.upper()


def _style_lists(styles: ElementTree.Element | None) -> dict[str, tuple[str, int]]:
    found = {}
    for style in styles if styles is not None else ():
        properties = child(style, "pPr", "numPr")
        number = attribute(child(properties, "numId"), "val")
        if number:
            found[attribute(style, "styleId")] = (number, whole(attribute(child(properties, "ilvl"), "val")))
    return found
