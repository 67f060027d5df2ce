"""Every address and who may open it, a list for each part of the house."""

from tests.guards.doors import council, knowledge, plan, site, together, youth
from tests.guards.doors.door import Door

PARTS = (site.DOORS, council.DOORS, knowledge.DOORS, plan.DOORS, together.DOORS, youth.DOORS)
THE_LIST: dict[str, Door] = {name: door for part in PARTS for name, door in part.items()}
