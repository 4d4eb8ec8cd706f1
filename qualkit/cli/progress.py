"""Progress on standard error, with the remaining time, for anything that takes more than two seconds."""

import sys
import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

from qualkit.cli.printing import tell
from qualkit.i18n import _

Item = TypeVar("Item")
PATIENCE_SECONDS = 2.0
LINE_SECONDS = 10.0


def track(items: Iterable[Item], total: int, what: str) -> Iterator[Item]:
    """Yield ``items``; where they take longer than two seconds, show how far they are and how long they will take.

    A terminal gets a bar; a file or a pipe gets a line every ten seconds.
    """
    yield from (_with_bar if sys.stderr.isatty() else _with_lines)(items, total, what)


def _with_bar(items: Iterable[Item], total: int, what: str) -> Iterator[Item]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(what, total=total, visible=False)
        began = time.monotonic()
        for item in items:
            yield item
            progress.update(task, advance=1, visible=time.monotonic() - began > PATIENCE_SECONDS)


def _with_lines(items: Iterable[Item], total: int, what: str) -> Iterator[Item]:
    began = told = time.monotonic()
    for done, item in enumerate(items, start=1):
        yield item
        now = time.monotonic()
        if now - told >= LINE_SECONDS and done < total:
            told = now
            left = round((now - began) / done * (total - done))
            said = _("%(what)s: %(done)d of %(total)d, %(left)s left")
            tell(said % {"what": what, "done": done, "total": total, "left": f"{left // 60}:{left % 60:02d}"})
