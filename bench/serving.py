"""Serves a prepared site on a free port of this machine, with the product's own server, until the caller is done."""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.measuring import ROOT

PATIENCE_S = 60


@contextmanager
def served(*, settings: str = "veivalg.web.site.settings", workers: int = 1) -> Iterator[str]:
    """The address of the demo council's site, in a home folder of its own, e.g. ``http://127.0.0.1:4711``."""
    with tempfile.TemporaryDirectory(prefix="veivalg-served-") as home, socket.socket() as probe:
        # What is measured is the code that the benchmark stands beside, wherever the package is installed from.
        path = os.pathsep.join((str(ROOT / "src"), str(ROOT)))
        environment = os.environ | {"VEIVALG_HOME": home, "PYTHONPATH": path}
        environment.pop("DJANGO_SETTINGS_MODULE", None)
        load = [sys.executable, "-m", "veivalg", "demo", "load"]
        subprocess.run(load, cwd=home, env=environment, check=True, capture_output=True)
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        command = [str(Path(sys.executable).with_name("granian")), "--interface", "wsgi", "--no-log"]
        command += ["--host", "127.0.0.1", "--port", str(port), "--workers", str(workers)]
        command += ["veivalg.web.site.wsgi:application"]
        log = Path(home, "server.log")
        with log.open("wb") as output:
            server = subprocess.Popen(
                command,
                cwd=home,
                env=environment | {"DJANGO_SETTINGS_MODULE": settings},
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        try:
            address = f"http://127.0.0.1:{port}"
            _wait(address, server, log)
            yield address
        finally:
            server.terminate()
            server.wait(timeout=30)


def fetch(address: str) -> bytes:
    """The body of a page, not compressed. Raises HTTPError when it is not there."""
    with urllib.request.urlopen(address, timeout=30) as answer:
        body: bytes = answer.read()
    return body


def _wait(address: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    until = time.monotonic() + PATIENCE_S
    while True:
        try:
            fetch(f"{address}/helse/")
            return
        except OSError as error:
            if server.poll() is not None or time.monotonic() > until:
                raise SystemExit(f"The site did not start ({error}):\n{log.read_text()}") from error
            time.sleep(0.1)
