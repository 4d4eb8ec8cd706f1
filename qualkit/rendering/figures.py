"""Numbers and dates as a reader of the language writes them, never without what they are out of."""

import datetime as dt

from qualkit.i18n import _, current_language
from qualkit.model.shares import Share

FEW = 10
"""Below this many cases a percentage says more than there is: counts only."""

_NARROW = "\u00a0"


def share(counted: Share) -> str:
    """Return «18 de 24 (75 %)»; «5 de 8» where there are few; «sin datos» out of nothing."""
    if counted.value is None:
        return _("no data")
    counts = _("%(n)d of %(of)d") % {"n": counted.n, "of": counted.of}
    return counts if counted.of < FEW else f"{counts} ({percent(counted.value)})"


def percent(value: float) -> str:
    """Return «75 %»."""
    return f"{_half_up(value * 100)}{_NARROW}%"


def decimal(value: float | None, places: int = 1) -> str:
    """Return a number with the decimal sign of the language, or a dash where there is none."""
    if value is None:
        return "–"
    text = f"{value:.{places}f}"
    return text.replace(".", ",") if current_language() == "es" else text


def whole(value: int) -> str:
    """Return a whole number with its thousands parted."""
    text = f"{value:,}"
    return text.replace(",", ".") if current_language() == "es" else text


def date(iso: str) -> str:
    """Return «9 de diciembre de 2025»; what is no ISO date stays as it is."""
    try:
        day = dt.date.fromisoformat(iso[:10])
    except ValueError:
        return iso
    months = _("January February March April May June July August September October November December").split()
    return _("%(month)s %(day)d, %(year)d") % {"month": months[day.month - 1], "day": day.day, "year": day.year}


def _half_up(value: float) -> int:
    return int(value + 0.5)
