"""The one typeface of drawings: where its files are and how wide a text is in it.

DejaVu Sans comes with matplotlib, which comes with wordcloud; measuring with its files gives the same drawing
everywhere.
"""

from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from qualkit.errors import InputError
from qualkit.i18n import _

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

FAMILY = "DejaVu Sans"
CSS_FAMILY = "'DejaVu Sans', Verdana, 'Segoe UI', sans-serif"
_MEASURED_AT = 200


@lru_cache(maxsize=1)
def folder() -> Path:
    """Return the folder with the TTF files. Raises ``InputError`` where the installation lacks them."""
    spec = find_spec("matplotlib")
    found = Path(spec.origin).parent / "mpl-data" / "fonts" / "ttf" if spec and spec.origin else None
    if found is None or not (found / "DejaVuSans.ttf").is_file():
        raise InputError(_("The fonts for drawings are missing. Install qualkit again."))
    return found


def file(*, bold: bool = False) -> Path:
    """Return the TTF file of the typeface."""
    return folder() / ("DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf")


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return how wide ``text`` is at ``size``, in the unit of ``size``."""
    return float(_font(bold).getlength(text)) * size / _MEASURED_AT


@lru_cache(maxsize=2)
def _font(bold: bool) -> "FreeTypeFont":
    from PIL import ImageFont

    return ImageFont.truetype(str(file(bold=bold)), _MEASURED_AT, layout_engine=ImageFont.Layout.BASIC)


def wrapped(text: str, size: float, most: float, *, bold: bool = False) -> tuple[str, ...]:
    """Return ``text`` in lines no wider than ``most``; a single word may be wider."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width(longer, size, bold=bold) <= most:
            lines[-1] = longer
        else:
            lines.append(word)
    return tuple(lines)
