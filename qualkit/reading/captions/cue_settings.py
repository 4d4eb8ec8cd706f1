"""The settings after a cue's times and in a REGION block: which of them the WebVTT standard accepts."""

import re
from collections.abc import Callable, Mapping, Set

from qualkit.reading.captions.cues import Settings

_SPACES = re.compile(r"[ \t\n\f\r]+")
_LEAVES_REGION = ("vertical", "line", "size")
_PERCENTAGE = re.compile(r"[0-9]+(?:\.[0-9]+)?%")
_LINE_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")


def accepted_settings(rest: str, regions: Set[str]) -> Settings:
    """Return the (name, value) of each setting that is valid; of a name that comes twice, the last one counts."""
    kept: dict[str, str] = {}
    for name, value in _pairs(rest):
        if name == "region":
            kept.pop("region", None)
            if value in regions:
                kept["region"] = value
        elif name in _RULES and _RULES[name](value):
            kept[name] = value
            if name in _LEAVES_REGION and not (name == "size" and float(value[:-1]) == 100):
                kept.pop("region", None)
    return tuple(kept.items())


def region_id(settings: str) -> str:
    """Return the identifier that a REGION block gives; an empty one where it gives none."""
    found = [value for name, value in _pairs(settings) if name == "id"]
    return found[-1] if found else ""


def _pairs(settings: str) -> list[tuple[str, str]]:
    pairs = (token.partition(":") for token in _SPACES.split(settings))
    return [(name, value) for name, _colon, value in pairs if name and value]


def _is_percentage(value: str) -> bool:
    return _PERCENTAGE.fullmatch(value) is not None and float(value[:-1]) <= 100


def _is_line(value: str) -> bool:
    place, comma, align = value.partition(",")
    if comma and align not in ("start", "center", "end"):
        return False
    return _is_percentage(place) if place.endswith("%") else _LINE_NUMBER.fullmatch(place) is not None


def _is_position(value: str) -> bool:
    place, comma, align = value.partition(",")
    return _is_percentage(place) and (not comma or align in ("line-left", "center", "line-right"))


_RULES: Mapping[str, Callable[[str], bool]] = {
    "vertical": frozenset(("rl", "lr")).__contains__,
    "line": _is_line,
    "position": _is_position,
    "size": _is_percentage,
    "align": frozenset(("start", "center", "end", "left", "right")).__contains__,
}
