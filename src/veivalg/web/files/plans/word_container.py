"""Takes a Word document (.docx) apart, and refuses what could do harm, before anything reads what it says.

Nothing outside the file is ever fetched. A link to a page is only text; a link to a template is common in documents
from municipalities' case systems, and is left alone with a note; all other links to the outside are refused.
"""

import posixpath
from dataclasses import dataclass, field
from xml.parsers import expat

from veivalg.web.files.container import unpacked
from veivalg.web.files.limits import Limits
from veivalg.web.files.plans.refusals import PlanRefused
from veivalg.web.files.refusals import Refusal, SheetRefused

_MACRO_PARTS = ("vbaproject", "vbadata", "activex/", "customui", "macrosheets/")
_MACRO_TYPES = ("macroenabled", "vbaproject", "vbadata", "activex")
_EMBEDDED = ("embeddings/", "afchunk")
_DOCUMENT_TYPE = "wordprocessingml.document.main+xml"
_HARMLESS_OUTSIDE = ("/hyperlink", "/attachedtemplate")
# Word nests tables some ten deep at the very most; each level is several elements.
_DEEPEST = 200
_MOST_NAMED = 10_000
_TYPES = "[Content_Types].xml"


@dataclass
class WordParts:
    """The parts that say something, and what there is besides."""

    document: bytes
    numbering: bytes = b""
    styles: bytes = b""
    properties: bytes = b""
    #: Kinds of parts that are not read: ``comments``, ``footnotes``, ``endnotes``, ``headers``.
    unread: tuple[str, ...] = ()
    has_template: bool = False


@dataclass
class _Found:
    elements: int = 0
    #: Kind, target, and whether the target is outside the file.
    links: list[tuple[str, str, bool]] = field(default_factory=list)
    #: Name of a part, and its type.
    types: list[tuple[str, str]] = field(default_factory=list)


def word_parts(content: bytes, *, limits: Limits) -> WordParts:
    """The parts of a document that has passed the guards.

    Raises:
        PlanRefused: with any code but those of spreadsheets and of a plan's contents.
    """
    try:
        parts = unpacked(content, limits=limits)
    except SheetRefused as refusal:
        raise PlanRefused(refusal.code, **refusal.values) from None
    _refuse_by_name(parts)
    look = _Look(parts, limits.elements)
    for name in parts:
        if name.endswith(".rels") or name == _TYPES:
            look.through(name)
    has_template = _refuse_by_contents(look.found)
    document = look.target("", "officedocument")
    if document not in parts or look.type_of(document) != "document":
        raise PlanRefused(Refusal.NOT_WHAT_ENDING_SAYS, what=".docx")
    names = {"comments": "comments", "footnotes": "footnotes", "endnotes": "endnotes", "header": "headers"}
    kinds = look.kinds_from(document)
    # Only what is looked through is ever read; themes, settings and the rest are left behind as they are.
    return WordParts(
        document=look.through(document),
        numbering=look.through(look.target(document, "numbering")),
        styles=look.through(look.target(document, "styles")),
        properties=look.through(look.target("", "core-properties")),
        unread=tuple(name for kind, name in names.items() if kind in kinds),
        has_template=has_template,
    )


class _Look:
    """Looks through the parts that are asked for, and counts their elements together."""

    def __init__(self, parts: dict[str, bytes], most: int) -> None:
        self.parts = parts
        self.most = most
        self.found: dict[str, _Found] = {}
        self.elements = 0

    def through(self, name: str) -> bytes:
        """The part, once it has been looked through; nothing when there is none of that name."""
        part = self.parts.get(name, b"")
        if part and name not in self.found:
            self.found[name] = _looked_through(name, part, elements_before=self.elements, most=self.most)
            self.elements = self.found[name].elements
        return part

    def links_from(self, part: str) -> list[tuple[str, str, bool]]:
        """Kind, target and whether it is outside, for all that a part (or the whole file) points at."""
        folder, name = posixpath.split(part)
        return self.found.get(posixpath.join(folder, "_rels", f"{name}.rels"), _Found()).links

    def kinds_from(self, part: str) -> set[str]:
        """The kinds of parts that a part points at."""
        return {kind.lower().rpartition("/")[2] for kind, _, _ in self.links_from(part)}

    def target(self, part: str, kind: str) -> str:
        """The name of the first part of a kind that a part (or the whole file) points at; empty when there is none."""
        for link, target, is_outside in self.links_from(part):
            if not is_outside and link.lower().endswith(f"/{kind}"):
                path = target if target.startswith("/") else posixpath.join("/", posixpath.dirname(part), target)
                return posixpath.normpath(path).lstrip("/")
        return ""

    def type_of(self, part: str) -> str:
        """``document`` for a Word document without macros; else whatever the file calls it."""
        for name, content_type in self.found.get(_TYPES, _Found()).types:
            if name.lstrip("/").lower() == part.lower():
                return "document" if content_type.lower().endswith(_DOCUMENT_TYPE) else content_type
        return ""


def _refuse_by_name(parts: dict[str, bytes]) -> None:
    for name in parts:
        small = name.lower()
        if any(word in small for word in _MACRO_PARTS):
            raise PlanRefused(Refusal.MACROS, what=name[:60])
        if any(word in small for word in _EMBEDDED):
            raise PlanRefused(Refusal.NESTED, what=name[:60])
        if b"<!DOCTYPE" in parts[name] or b"<!ENTITY" in parts[name]:
            raise PlanRefused(Refusal.ENTITIES, what=name[:60])


def _refuse_by_contents(found: dict[str, _Found]) -> bool:
    """Whether the document points at a template elsewhere."""
    has_template = False
    for part in found.values():
        for _, content_type in part.types:
            if any(word in content_type.lower() for word in _MACRO_TYPES):
                raise PlanRefused(Refusal.MACROS, what=content_type[:60])
        for kind, target, is_outside in part.links:
            small = kind.lower()
            if small.endswith(("/vbaproject", "/activexcontrol", "/attachedtoolbars", "/control")):
                raise PlanRefused(Refusal.MACROS, what=target[:60])
            if small.endswith(("/afchunk", "/package", "/oleobject", "/subdocument")):
                raise PlanRefused(Refusal.NESTED, what=target[:60])
            if is_outside and not small.endswith(_HARMLESS_OUTSIDE):
                raise PlanRefused(Refusal.EXTERNAL_LINKS, what=target[:60])
            has_template = has_template or (is_outside and small.endswith("/attachedtemplate"))
    return has_template


def _looked_through(name: str, content: bytes, *, elements_before: int, most: int) -> _Found:
    """Counts what is in an XML part, and refuses document types and depths that no word processor makes."""
    found = _Found(elements_before)
    depth = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        found.elements += 1
        if found.elements > most:
            raise PlanRefused(Refusal.TOO_MANY_CELLS, limit=most)
        tag = tag.rpartition(":")[2]
        if tag == "Relationship":
            is_outside = attributes.get("TargetMode", "").lower() == "external"
            found.links.append((attributes.get("Type", ""), attributes.get("Target", ""), is_outside))
        elif tag in ("Override", "Default"):
            found.types.append((attributes.get("PartName", ""), attributes.get("ContentType", "")))
        elif tag in ("altChunk", "OLEObject", "object", "control", "subDoc"):
            raise PlanRefused(Refusal.NESTED, what=tag)
        if depth > _DEEPEST or len(found.links) > _MOST_NAMED or len(found.types) > _MOST_NAMED:
            raise PlanRefused(Refusal.DAMAGED, what=name)

    def end(_tag: str) -> None:
        nonlocal depth
        depth -= 1

    def refuse(*_: object) -> None:
        raise PlanRefused(Refusal.ENTITIES, what=name)

    # Everything that reads the parts afterwards takes them for UTF-8, so what is not must not look well-formed here.
    parser = expat.ParserCreate(encoding="UTF-8")
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, ValueError, UnicodeError):
        raise PlanRefused(Refusal.DAMAGED, what=name) from None
    return found
