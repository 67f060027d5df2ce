"""Doors of the youth panel's room."""

from tests.guards.doors.door import PUBLIC, Door, of_council

DOORS: dict[str, Door] = {
    "youth:front": Door(PUBLIC, of_council()),
    "youth:submissions": Door(PUBLIC, of_council()),
    "youth:figures": Door(PUBLIC, of_council()),
    "youth:figures_file": Door(PUBLIC, lambda world: {**of_council()(world), "kind": "csv"}),
    "youth:summary": Door(PUBLIC, of_council()),
    # The young see their own, and the secretariat what it has registered from meetings.
    "youth:own": Door("SY", of_council()),
    "youth:idea": Door("SY", of_council()),
    "youth:unread": Door("S", of_council()),
    "youth:owed": Door("S", of_council()),
    "youth:new_matter": Door("S", of_council()),
    "youth:matter": Door(PUBLIC, of_council(pk="youth_matter")),
    # A draft that is not public, for those who are asked about it.
    "youth:draft": Door("SY", of_council(pk="youth_matter")),
    "youth:submit": Door("SY", of_council(pk="youth_matter")),
    "youth:change_matter": Door("S", of_council(pk="youth_draft")),
    "youth:open_matter": Door("S", of_council(pk="youth_draft")),
    "youth:extend_matter": Door("S", of_council(pk="youth_matter")),
    "youth:set_resolution": Door("S", of_council(pk="youth_matter")),
    "youth:withdraw_matter": Door("S", of_council(pk="youth_matter")),
    "youth:moderate": Door("S", of_council(pk="youth_submission")),
    "youth:erase": Door("S", of_council(pk="youth_submission")),
    "youth:answer": Door("S", of_council(pk="youth_submission")),
}
