"""`kenzan certify --watch FILE`: certified again at each change, with a preview page beside the terminal."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from ..questions import gallery
from ..questions.certify import Certificate, certify
from ..questions.loading import load
from ..reference.errors import InputError
from .confined import run_confined
from .output import write

INTERVAL = 0.5  # seconds between two looks at the file
VARIANTS = 3  # on the preview
ENUMERATED = 5_000  # variants up to which a change is certified whole; larger spaces are sampled and hunted
REFRESH = 2  # seconds after which the browser reads the preview again


def watch(path: Path, page: Path, stop: Callable[[], bool] = lambda: False, interval: float = INTERVAL) -> int:
    """Certify the file whenever it has changed, until interrupted; the last status."""
    if not path.is_file():
        raise InputError(f"{path}: no such file; expected a question file to watch (kenzan new-question makes one)")
    print(f"watching {path}; the preview is {page} (end with Ctrl-C)", flush=True)
    seen, status = None, 0
    try:
        while not stop():
            now = path.stat().st_mtime_ns if path.is_file() else None
            if now is not None and now != seen:
                seen, status = now, run_confined(["certify", "--preview", str(page), "--", str(path)])
            time.sleep(interval)
    except KeyboardInterrupt:
        print()
    return status


def preview(path: Path, page: Path, summary: Callable[[Certificate], dict]) -> tuple[dict | None, str]:
    """Certify the file and write its preview; what was found, or why the file cannot be used."""
    try:
        question = load(path)
    except InputError as error:
        write(gallery.page([], title=path.name, refresh=REFRESH, problem=str(error)), page)
        return None, str(error)
    found = summary(certify(question, ENUMERATED))
    card = gallery.card(question, VARIANTS, found)
    refusal = found["refusal"]
    if refusal and not card.problem:
        told = gallery.variant_text(refusal["variant"]) if refusal["variant"] else ""
        card = gallery.Card(
            question, card.variants, found, f"{refusal['gate']}: {refusal['message']}" + f" [{told}]" * bool(told)
        )
    write(gallery.page([card], title=path.name, refresh=REFRESH), page)
    return found, ""
