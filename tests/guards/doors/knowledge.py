"""Doors of the knowledge base."""

from tests.guards.doors.door import PUBLIC, Door, fixed, of_council, own

FILE = {"word": "befolkning", "kind": "csv"}

DOORS: dict[str, Door] = {
    "knowledge:index": Door(PUBLIC),
    "knowledge:index_file": Door(PUBLIC, fixed(word="sarbarhet", kind="csv")),
    "knowledge:lecture_map": Door(PUBLIC),
    "knowledge:municipality_by_number": Door(PUBLIC, fixed(code="0301")),
    "knowledge:municipality": Door(PUBLIC, fixed(address="0301-oslo")),
    "knowledge:municipality_file": Door(PUBLIC, fixed(address="0301-oslo", **FILE)),
    "knowledge:region": Door(PUBLIC, fixed(slug="demoregionen")),
    "knowledge:region_file": Door(PUBLIC, fixed(slug="demoregionen", **FILE)),
    "knowledge:own_indicators": Door(PUBLIC, of_council()),
    "knowledge:own_indicator": Door(PUBLIC, own("own_indicator")),
    "knowledge:own_indicator_file": Door(PUBLIC, own("own_indicator", panel="tall", kind="csv")),
    "knowledge:new_own_indicator": Door("S", of_council()),
    "knowledge:change_own_indicator": Door("S", own("own_indicator")),
    "knowledge:own_values": Door("S", own("own_indicator"), also=frozenset({422})),
    "knowledge:publish_own_indicator": Door("S", own("own_indicator")),
    "knowledge:archive_own_indicator": Door("S", own("own_indicator")),
    "knowledge:own_editions": Door(PUBLIC, of_council()),
    "knowledge:own_edition": Door(PUBLIC, own("own_edition")),
    "knowledge:new_own_edition": Door("S", of_council()),
    "knowledge:change_own_edition": Door("S", own("own_edition")),
    "knowledge:publish_own_edition": Door("S", own("own_edition")),
    "knowledge:about_figures": Door(PUBLIC),
}
