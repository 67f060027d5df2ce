"""The folder that holds everything this installation owns: database, snapshots, files, keys."""

import os
import secrets
from pathlib import Path


def home_folder() -> Path:
    """The folder named by ``VEIVALG_HOME``, else ``var`` in the working directory. Made when missing."""
    folder = Path(os.environ.get("VEIVALG_HOME") or "var").expanduser().absolute()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def demonstration_address(folder: Path) -> str:
    """Where the demonstration was last served from this folder; empty if it never was.

    Commands that write mail beside it need the port that it chose.
    """
    try:
        return (folder / "demonstration-address").read_text(encoding="utf-8").strip()
    except OSError:
        return ""


def remember_demonstration(folder: Path, address: str) -> None:
    """Note where the demonstration is served."""
    (folder / "demonstration-address").write_text(address, encoding="utf-8")


def secret_key(folder: Path) -> str:
    """The installation's signing key: ``VEIVALG_SECRET_KEY``, else one made once and kept in the home folder."""
    given = os.environ.get("VEIVALG_SECRET_KEY")
    if given:
        return given
    file = folder / "secret-key"
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as handle:
            handle.write(secrets.token_urlsafe(50))
    except FileExistsError:
        pass
    return file.read_text().strip()
