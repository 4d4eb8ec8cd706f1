"""Progress on standard error, with the remaining time, for anything that takes more than two seconds."""

import sys
from collections.abc import Iterable, Iterator
from typing import TypeVar

Item = TypeVar("Item")
PATIENCE_SECONDS = 2.0


def track(items: Iterable[Item], total: int, what: str) -> Iterator[Item]:
    """Yield ``items``; where they take longer than two seconds and a person looks on, show how far they are."""
    if not sys.stderr.isatty():
        yield from items
        return
    import time

    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(what, total=total, visible=False)
        began = time.monotonic()
        for item in items:
            yield item
            progress.update(task, advance=1, visible=time.monotonic() - began > PATIENCE_SECONDS)
