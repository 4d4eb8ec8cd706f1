"""The two languages that qualkit speaks: every sentence a person reads passes through ``_``.

Message ids are English; ``locale/es`` holds the Spanish catalogue. The language is a context variable, so that a report
can be written in the project's language while the terminal speaks another one.
"""

import gettext
import locale
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path

LANGUAGES = ("es", "en")
_LOCALE_DIR = Path(__file__).parent / "locale"
_current: ContextVar[str] = ContextVar("language", default="en")


@lru_cache(maxsize=len(LANGUAGES))
def _catalogue(language: str) -> gettext.NullTranslations:
    if language == "en":
        return gettext.NullTranslations()
    return gettext.translation("qualkit", localedir=_LOCALE_DIR, languages=[language], fallback=False)


def _(message: str) -> str:
    """Return ``message`` in the current language."""
    return _catalogue(_current.get()).gettext(message) if message else ""  # gettext answers "" with its header


def ngettext(singular: str, plural: str, n: int) -> str:
    """Return the form of the message that fits ``n``, in the current language."""
    return _catalogue(_current.get()).ngettext(singular, plural, n)


def set_language(language: str) -> None:
    """Make ``language`` (``es`` or ``en``) the current one."""
    _current.set(_known(language))


def _known(language: str) -> str:
    if language not in LANGUAGES:
        raise ValueError(f"unknown language {language!r}: choose one of {', '.join(LANGUAGES)}")
    return language


def current_language() -> str:
    """Return the current language, ``es`` or ``en``."""
    return _current.get()


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak ``language`` inside the ``with`` block, then the former one again."""
    token = _current.set(_known(language))
    try:
        yield
    finally:
        _current.reset(token)


def choose_language(option: str | None = None) -> str:
    """Return the language to speak: the option, then ``QUALKIT_LANG``, then the locale, else English."""
    wanted = option or os.environ.get("QUALKIT_LANG") or os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES")
    wanted = wanted or os.environ.get("LANG") or locale.getlocale()[0] or ""
    return "es" if wanted.lower().startswith(("es", "spanish")) else "en"
