"""A word cloud as PNG, SVG and table, with a legend: size is how often something was said, and nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from io import BytesIO
from typing import TYPE_CHECKING, Any

from qualkit.i18n import _
from qualkit.model.maps import CloudWord
from qualkit.rendering import fonts
from qualkit.rendering.palette import DARK, PAPER

if TYPE_CHECKING:
    from wordcloud import WordCloud

WIDTH, HEIGHT = 1000, 520
_SEED = 20240301


@dataclass(frozen=True, slots=True)
class CloudDrawing:
    """The cloud in every form a report needs. ``rows``: term, mentions and documents of the words that found room."""

    svg: str
    png: bytes
    alt: str
    legend: str
    rows: tuple[tuple[str, int, int], ...]


def draw_cloud(words: Sequence[CloudWord], *, scale: float = 2.0) -> CloudDrawing | None:
    """Return the cloud of ``words``, or ``None`` where there is no word; the same words give the same bytes."""
    if not words:
        return None
    cloud = _cloud(words, scale)
    drawn = {label for (label, _share), *_rest in cloud.layout_}
    shown = [word for word in words if word.label in drawn]
    return CloudDrawing(
        svg=_svg(cloud, alt(shown)),
        png=_png(cloud),
        alt=alt(shown),
        legend=legend(),
        rows=tuple((word.label, word.count, word.documents) for word in shown),
    )


def legend() -> str:
    """Return what the picture means, and what it does not."""
    return _(
        "Size shows how many times a word or expression was said; colour and place mean nothing. "
        "Words that only hold speech together, names and numbers are left out. It is a way into the "
        "conversation, not a finding."
    )


def alt(words: Sequence[CloudWord]) -> str:
    """Return the picture in words."""
    most = ", ".join(f"{word.label} ({word.count})" for word in words[:10])
    return _("Word cloud of %(n)d terms. The most frequent, with their mentions: %(most)s.") % {
        "n": len(words),
        "most": most,
    }


def _cloud(words: Sequence[CloudWord], scale: float) -> "WordCloud":
    from wordcloud import WordCloud

    cloud = WordCloud(
        font_path=str(fonts.file(bold=True)),
        width=WIDTH,
        height=HEIGHT,
        scale=scale,
        background_color=PAPER,
        prefer_horizontal=1.0,
        relative_scaling=0.6,
        min_font_size=13,
        max_font_size=92,
        margin=5,
        random_state=_SEED,
        color_func=_colour,
        max_words=len(words),
        stopwords=set(),
    )
    return cloud.generate_from_frequencies({word.label: word.count for word in words})


def _colour(word: str, **_others: Any) -> str:
    return DARK[sum(word.encode("utf-8")) % len(DARK)]


def _png(cloud: "WordCloud") -> bytes:
    out = BytesIO()
    cloud.to_image().save(out, format="PNG")
    return out.getvalue()


def _svg(cloud: "WordCloud", described: str) -> str:
    words = [
        f"<text transform='translate({x} {y + ascent})' font-size='{size}' fill='{colour}'>{escape(word)}</text>"
        for (word, _share), size, (y, x), _turn, colour in cloud.layout_
        for ascent in (_ascent(word, size),)
    ]
    return "\n".join(
        [
            f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {WIDTH} {HEIGHT}' role='img' "
            f'aria-label="{escape(described)}" font-family="{fonts.CSS_FAMILY}" font-weight=\'bold\'>',
            f"<rect width='{WIDTH}' height='{HEIGHT}' fill='{PAPER}'/>",
            *words,
            "</svg>\n",
        ]
    )


def _ascent(word: str, size: int) -> int:
    """Return how far below the top of its box the base line of a word stands (wordcloud places boxes of ink)."""
    from PIL import ImageFont

    font = ImageFont.truetype(str(fonts.file(bold=True)), size)
    return int(-font.getbbox(word, anchor="ls")[1])
