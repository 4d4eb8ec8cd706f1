"""What people also have in the folder of a session and qualkit does not read: each with what to do instead."""

from collections.abc import Sequence
from pathlib import Path

from qualkit.i18n import _

_RECORDINGS = (
    ".mp4", ".m4a", ".mp3", ".wav", ".mov", ".avi", ".mkv", ".webm", ".ogg", ".opus", ".wma", ".wmv", ".aac", ".m4v",
    ".3gp", ".amr", ".flac",
)  # fmt: skip
_PICTURES = (".jpg", ".jpeg", ".png", ".heic", ".gif", ".bmp", ".tif", ".tiff", ".webp")
_PACKAGES = (".zip", ".rar", ".7z", ".tar", ".gz")
_SLIDES = (".ppt", ".pptx", ".odp", ".key")
_LINKS = (".url", ".webloc", ".lnk", ".gdoc", ".gsheet", ".gslides")
_PAGES = (".pages", ".numbers")


def why_not_read(path: Path, accepted: Sequence[str]) -> str:
    """Return why a file of such an ending is not read, and what to do: for recordings, their transcript."""
    ending, of = path.suffix.lower(), {"file": path.name}
    if ending in _RECORDINGS:
        return (
            _("%(file)s is a recording. qualkit reads transcripts: download the one of Zoom, Teams or Meet (.vtt).")
            % of
        )
    if ending in _PICTURES:
        return _("%(file)s is a picture. Recognise its text first (OCR), or send the original document.") % of
    if ending in _PACKAGES:
        return _("%(file)s is a compressed folder. Unpack it and ingest what is inside.") % of
    if ending in _SLIDES:
        return _("%(file)s is a presentation. Save its text as Word (.docx) or PDF.") % of
    if ending in _LINKS:
        return _("%(file)s is only a link. Download the document it leads to (.docx, .xlsx) and ingest that.") % of
    if ending in _PAGES:
        return _("%(file)s is in Apple's own format. Export it as Word (.docx) or Excel (.xlsx).") % of
    return _("%(file)s cannot be read. Accepted: %(accepted)s.") % {**of, "accepted": ", ".join(accepted)}
