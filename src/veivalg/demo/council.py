"""Reads the demo council's list and hands it to the same operation that any other caller would use."""

from importlib import resources

import yaml

from veivalg.web.councils.models import Council
from veivalg.web.councils.operations import loading


def load() -> Council:
    """Make or refresh the demo council. Raises loading.MunicipalityUnknown without the figures it borrows."""
    text = resources.files("veivalg.demo").joinpath("demoregionen.yaml").read_text(encoding="utf-8")
    content = yaml.safe_load(text)
    return loading.load_demo_council(
        slug=content["slug"],
        name=content["name"],
        short_name=content["short_name"],
        municipalities=[loading.InventedMunicipality(**row) for row in content["municipalities"]],
    )
