"""The answers to the items of a survey as bars: favourable, neutral, unfavourable, with their counts."""

from collections.abc import Iterator
from html import escape

from qualkit.i18n import _
from qualkit.model.shares import ScaleTally, SurveyTally
from qualkit.rendering import fonts
from qualkit.rendering.content import Figure
from qualkit.rendering.palette import INK, MUTED, PAPER

_WIDTH, _LEFT, _BAR = 760.0, 330.0, 380.0
_SIZE = 10.5
_COLOURS = ("#0b4f6c", "#c9d2da", "#c46a12")
_ON = (PAPER, INK, INK)


def survey_figure(survey: SurveyTally) -> Figure | None:
    """Return the bars of every item that somebody answered, or ``None`` where nobody did."""
    answered = [item for item in survey.scales if item.n]
    if not answered:
        return None
    return Figure(
        svg=_svg(answered),
        alt=_(
            "Bars with the share of favourable, neutral and unfavourable answers; the table below has the same counts."
        ),
        caption=_caption(),
    )


def _caption() -> str:
    return _("Favourable, neutral and unfavourable answers to each item. The numbers are people.")


def _svg(items: list[ScaleTally]) -> str:
    labels = [fonts.wrapped(item.wording or item.code, _SIZE, _LEFT - 14) for item in items]
    heights = [max(len(lines) * _SIZE * 1.25, 16) + 12 for lines in labels]
    height = sum(heights) + 34
    parts = [
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {_WIDTH:g} {height:.1f}' role='img' "
        f'aria-label="{escape(_caption())}" '
        f'font-family="{fonts.CSS_FAMILY}" font-size="{_SIZE}" fill="{INK}">',
        f"<rect width='{_WIDTH:g}' height='{height:.1f}' fill='{PAPER}'/>",
        *_key(),
    ]
    y = 30.0
    for item, lines, tall in zip(items, labels, heights, strict=True):
        parts += _item(item, lines, y)
        y += tall
    return "\n".join([*parts, "</svg>\n"])


def _key() -> Iterator[str]:
    x = _LEFT
    for text, colour in zip((_("Favourable"), _("Neutral"), _("Unfavourable")), _COLOURS, strict=True):
        yield f"<rect x='{x:.1f}' y='6' width='11' height='11' fill='{colour}'/>"
        yield f"<text x='{x + 16:.1f}' y='15.5'>{escape(text)}</text>"
        x += fonts.width(text, _SIZE) + 40


def _item(item: ScaleTally, lines: tuple[str, ...], y: float) -> Iterator[str]:
    for i, line in enumerate(lines):
        yield f"<text x='4' y='{y + _SIZE + i * _SIZE * 1.25:.1f}'>{escape(line)}</text>"
    x = _LEFT
    for counted, colour, ink in zip((item.favourable, item.neutral, item.unfavourable), _COLOURS, _ON, strict=True):
        wide = counted.n / item.n * _BAR
        if counted.n:
            yield f"<rect x='{x:.1f}' y='{y:.1f}' width='{wide:.1f}' height='16' fill='{colour}'/>"
        if wide > fonts.width(str(counted.n), _SIZE) + 4:
            yield f"<text x='{x + wide / 2:.1f}' y='{y + 12:.1f}' text-anchor='middle' fill='{ink}'>{counted.n}</text>"
        x += wide
    yield f"<text x='{_LEFT + _BAR + 6:.1f}' y='{y + 12:.1f}' fill='{MUTED}'>n={item.n}</text>"
