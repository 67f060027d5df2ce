"""One of the ten points of the process that a community goes through to develop itself."""

from dataclasses import dataclass

from veivalg.rules.cooperation.reason import Texts


@dataclass(frozen=True, kw_only=True)
class Point:
    """A point (punkt i 10-punktsmodellen): what is asked, what it ends in, and the room where it is done."""

    id: str
    number: int
    """From 1; the order may be another one."""
    name: Texts
    question: Texts
    result: Texts
    room: str
