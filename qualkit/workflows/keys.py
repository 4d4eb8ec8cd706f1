"""The key from pseudonyms to people: a file of its own beside the record, that no export includes."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from qualkit.errors import ProjectError
from qualkit.i18n import _
from qualkit.reading.privacy.pseudonyms import Pseudonyms
from qualkit.storage.key import KeyFile, Mention, Mentions, is_done, is_unsettled, take_over, wipe
from qualkit.storage.locking import alone
from qualkit.storage.store import Store

LOCK = "ingest.lock"
RECORD = "qualkit.sqlite"
FORMER = ".json"
"""An earlier qualkit kept the key as JSON, under the same name."""
WORDS_FILE = "palabras.json"
"""The words of texts that search keeps."""


def has_key(file: Path) -> bool:
    """Say whether the project has a key, in the form of today or of an earlier qualkit."""
    return (file.exists() and file.stat().st_size > 0) or file.with_suffix(FORMER).exists()


@contextmanager
def holding_key(file: Path) -> Iterator[None]:
    """Be the only process that gives out pseudonyms or changes names while the block lasts.

    A change that a kill cut short is done with first. Raises ``ProjectError`` at once where another process is at it.
    """
    busy = _(
        "Another qualkit is ingesting into this project or changing its names. Wait until it is done, then give"
        " the command again."
    )
    with alone(file.with_name(LOCK), busy):
        _settle(file)
        yield


def load_key(file: Path) -> Pseudonyms:
    """Return the pseudonyms of the project; new ones where there are none yet. A change that a kill cut short is done
    with first, unless the process that makes it is still at work.
    """
    if not has_key(file):
        return Pseudonyms()
    with open_key(file) as key:
        return Pseudonyms.from_dict(key.read())


def save_key(file: Path, pseudonyms: Pseudonyms, mentions: Mentions | None = None) -> None:
    """Write what is new in the key, all or nothing, and the words behind the hidden places of texts about to be kept.

    Only the owner may read the file. Nothing is ever taken out of it here.
    """
    with open_key(file) as key:
        key.grow(pseudonyms.to_dict(), mentions)


def load_mentions(file: Path) -> dict[tuple[str, str], list[Mention]]:
    """Return the hidden places by (row of the record, text in it): ``("documents/ID", "text")``."""
    if not has_key(file):
        return {}
    with open_key(file) as key:
        return key.mentions()


@contextmanager
def open_key(file: Path) -> Iterator[KeyFile]:
    """Open the key, that of an earlier qualkit too; it is made where there is none."""
    former = file.with_suffix(FORMER)
    if former.exists():
        take_over(former, file)
    with closing(KeyFile(file)) as key:
        if key.intents() or not key.is_compact:
            _settle_if_nobody_works(file)
        yield key


def _settle_if_nobody_works(file: Path) -> None:
    try:
        with holding_key(file):
            return
    except ProjectError:
        return  # whoever is at work settles it: until then the key is the former one, whole


def _settle(file: Path) -> None:
    """Do with each change that was begun what the record says of it: done there, done here; else forgotten.

    The record is made compact first, as it would have been but for the kill.
    """
    if not file.exists():
        return
    record = file.with_name(RECORD)
    with closing(KeyFile(file)) as key:
        for run in key.intents():
            done = is_done(record, run)
            if done:
                with closing(Store(record)) as store:
                    leave_no_words(file, store)
            key.settle(run, done=done)
        if not key.is_compact:
            key.compact()


def leave_no_words(file: Path, record: Store) -> None:
    """Leave nothing beside the key ``file`` of what was taken out of the record: no free pages, no words for search."""
    for words in file.parent.glob(f"{WORDS_FILE}*"):
        wipe(words)
    record.compact()


def finish_interrupted(file: Path) -> None:
    """Do what a kill left to be done in key and record, unless the process that is at it still works."""
    if is_unsettled(file):
        with open_key(file):
            return
