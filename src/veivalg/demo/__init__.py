"""The invented demo council (Demoregionen): real figures borrowed by municipalities that do not exist."""

from veivalg.demo.council import load
from veivalg.demo.populate import populate

__all__ = ["load", "populate"]
