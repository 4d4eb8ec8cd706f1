"""Where results are written: a place that cannot take a file is said before any work is done."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from qualkit.errors import InputError
from qualkit.i18n import _


def check_place(file: Path) -> None:
    """Raise ``InputError`` where ``file`` is a folder or a device, or where its folder is not there."""
    if file.is_dir():
        raise InputError(_("%(file)s is a folder, not a file.") % {"file": file})
    if file.exists() and not file.is_file():
        raise InputError(_("%(file)s is no plain file: nothing is written there.") % {"file": file})
    if not file.parent.is_dir():
        raise InputError(_("The folder of %(file)s does not exist.") % {"file": file})


def check_apart(sources: Iterable[Path | None], output: Path) -> None:
    """Raise ``InputError`` where ``output`` is a file that is read: what it says would be lost."""
    if output.exists() and any(source and source.exists() and output.samefile(source) for source in sources):
        raise InputError(_("%(file)s is the file that is read: name another one with --output.") % {"file": output})


@contextmanager
def writing(file: Path) -> Iterator[None]:
    """Turn what the system says against writing ``file`` into ``InputError``."""
    try:
        yield
    except OSError as error:
        raise InputError(
            _("%(file)s cannot be written: %(why)s. Is it open in another program?")
            % {"file": file, "why": error.strerror or error}
        ) from error


@contextmanager
def put_in_place(file: Path) -> Iterator[Path]:
    """Yield a sibling of ``file`` to write in, which takes its name where the block ends well: all or nothing.

    A link stays a link: the file it leads to is written. Raises ``InputError`` where the place cannot be written.
    """
    check_place(file)
    file = file.resolve()
    aside = file.with_name(f".{file.name}.part")
    with writing(file):
        aside.touch()
    try:
        yield aside
        with writing(file):
            aside.replace(file)
    finally:
        aside.unlink(missing_ok=True)
