"""Colours that can be told apart with any colour vision and read on white (4.5 : 1 or more)."""

INK = "#1d2733"
MUTED = "#55606e"
LINE = "#8a94a3"
FAINT = "#d0d7de"
PAPER = "#ffffff"
ACCENT = "#0b4f6c"

DARK = ("#0b4f6c", "#8a3b00", "#1b5e20", "#6a1b6a", "#7a1030", "#3d3d00", "#204a87", "#5c3a1e")
"""For words and lines; each has at least 4.5 : 1 on white. After Okabe & Ito (2008), darkened."""

TINTS = ("#dcecf4", "#fde6d3", "#dff0e0", "#efe0f2", "#fadfe6", "#f2f0d2", "#dfe6f6", "#eee3d8")
"""Backgrounds behind ink, in the order of ``DARK``."""

SCALE = ("#ffffff", "#e3eef4", "#c3dbe7", "#9cc3d6", "#6ea8c2")
"""From little to much, for cells that hold a count in ink."""


def contrast(first: str, second: str) -> float:
    """Return the contrast ratio of two ``#rrggbb`` colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
