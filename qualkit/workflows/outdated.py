"""Reports, maps and exports that still hold what was taken out of the record: they must be made again."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from qualkit.workflows.workspace import REPORTS, Workspace

When = tuple[str, Collection[str], bool]
"""When somebody was forgotten, in which documents, and whether in forms, lists or surveys too."""


def outdated(workspace: Workspace, when: When | None = None) -> list[str]:
    """Return the outputs that are older than somebody's forgetting and were made of documents that held the person.

    Paths are relative to the project where they are in it. Without ``when`` every forgetting of the project counts. A
    file among the reports of which it is not known what it was made of counts too.
    """
    store = workspace.store
    outputs = {output["path"]: output["documents"] for output in store.outputs()}
    if when is not None:
        return _outdated(workspace.folder, outputs, [when])
    return outdated_files(workspace.folder, outputs=outputs, revisions=store.revisions(), tombstones=store.tombstones())


def outdated_files(
    folder: Path,
    *,
    outputs: Mapping[str, Collection[str]],
    revisions: Iterable[Mapping[str, Any]],
    tombstones: Iterable[Mapping[str, Any]],
) -> list[str]:
    """Return what ``outdated`` does, from the rows of a record: the documents of each output, by its path."""
    return _outdated(folder, outputs, list(_forgettings(list(revisions), tombstones)))


def _outdated(folder: Path, outputs: Mapping[str, Collection[str]], times: Collection[When]) -> list[str]:
    if not times:
        return []
    known: dict[str, Collection[str] | None] = dict.fromkeys(_reports(folder))
    found = []
    for place, documents in sorted((known | dict(outputs)).items()):
        file = folder / place
        if file.is_file() and any(_is_older(file, t) and _may_hold(documents, t) for t in times):
            found.append(place)
    return found


def _forgettings(revisions: Collection[Mapping[str, Any]], tombstones: Iterable[Mapping[str, Any]]) -> Iterator[When]:
    for stone in tombstones:
        own = [row for row in revisions if row["run"] == stone["content"].get("run")]
        documents = {row["subject"] for row in own if row["kind"] == "document"}
        elsewhere = any(row["kind"] in ("experience", "file") for row in own) or bool(stone["content"].get("rows"))
        yield stone["at"], documents, elsewhere


def _is_older(file: Path, when: When) -> bool:
    return file.stat().st_mtime < dt.datetime.fromisoformat(when[0]).timestamp()


def _may_hold(documents: Collection[str] | None, when: When) -> bool:
    return documents is None or when[2] or bool(set(documents) & set(when[1]))


def _reports(folder: Path) -> Iterator[str]:
    place = folder / REPORTS
    for file in sorted(place.rglob("*")) if place.is_dir() else ():
        if file.is_file():
            yield str(file.relative_to(folder))
