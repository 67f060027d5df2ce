"""Reads the demo council's list and hands it to the same operation that any other caller would use."""

from importlib import resources

import yaml

from veivalg.web.councils import operations
from veivalg.web.councils.models import Council


def load() -> Council:
    """Make or refresh the demo council. Raises operations.MunicipalityUnknown without the figures it borrows."""
    text = resources.files("veivalg.demo").joinpath("demoregionen.yaml").read_text(encoding="utf-8")
    content = yaml.safe_load(text)
    return operations.load_demo_council(
        slug=content["slug"],
        name=content["name"],
        short_name=content["short_name"],
        municipalities=[operations.InventedMunicipality(**row) for row in content["municipalities"]],
    )
