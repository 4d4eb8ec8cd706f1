"""Where results are written: a place that cannot take a file is said before any work is done."""

from pathlib import Path

from qualkit.errors import InputError
from qualkit.i18n import _


def check_place(file: Path) -> None:
    """Raise ``InputError`` where ``file`` is a folder, or where the folder that should hold it is not there."""
    if file.is_dir():
        raise InputError(_("%(file)s is a folder, not a file.") % {"file": file})
    if not file.parent.is_dir():
        raise InputError(_("The folder of %(file)s does not exist.") % {"file": file})
