"""The invented demo council (Demoregionen): real figures borrowed by municipalities that do not exist."""

from veivalg.demo.council import load

__all__ = ["load"]
