"""What every page that qualkit writes has in common: one file, nothing fetched, legible in the dark and on paper."""

from functools import lru_cache
from html import escape
from pathlib import Path

from qualkit.i18n import current_language

POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:"
"""A page may use what it holds and nothing else: the browser itself refuses the network."""


_FOLDER = Path(__file__).parent / "style"


@lru_cache(maxsize=8)
def styled(file: str) -> str:
    """Return the content of one of the style sheets and scripts that are copied into pages."""
    return (_FOLDER / file).read_text(encoding="utf-8")


def inline(svg: str) -> str:
    """Return an SVG document as it stands inside a page: HTML knows its name space, so no address is left in it."""
    return svg.replace(" xmlns='http://www.w3.org/2000/svg'", "", 1)


def page(title: str, body: str, *, style: str = "", script: str = "") -> str:
    """Return one self-contained HTML page in the current language."""
    scripts = f"<script>{script}</script>\n" if script else ""
    return (
        f'<!DOCTYPE html>\n<html lang="{current_language()}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{styled('page.css')}{style}</style>\n</head>\n"
        f"<body>\n{body}\n{scripts}</body>\n</html>\n"
    )
