"""Paragraphs and tables of an office document become lines that ``read_plain`` understands, without losing a letter.

Word, OpenDocument, RTF, web pages and e-books differ in how they write a paragraph, not in what one is.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from qualkit.normal import normalise
from qualkit.reading.labels import has_role, looks_like_name, may_be_label
from qualkit.reading.privacy.names import FIRST_NAMES
from qualkit.reading.spelling import bare, squeeze

INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
"""Soft hyphens and spaces without width: they part a word that people read as one."""

_LONGEST_HEADING = 14
_CLOCK = re.compile(r"[\[(]?(?:\d{1,2}:)?\d{1,3}:\d{2}(?:[.,]\d{1,3})?[\])]?")
_MARKS = re.compile(r"^# |\*\*", re.MULTILINE)
_MARKUP = re.compile(r"[ \t]*(?:[#>]+[ \t]*)+")
_TOOL = re.compile(r"\s*(?:ha\s+)?(?:inici|detuv|deten|started|stopped)\w*\s.{0,20}transcri", re.IGNORECASE)
_LABELLED = re.compile(r"(?P<label>[^:\n]{1,60}?)\s*:(?=\s|$)")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a paragraph in one weight."""

    text: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    r"""What stands between two paragraph ends; ``\n`` in a piece is a line that the author broke."""

    pieces: tuple[Piece, ...] = ()
    heading: bool = False

    @property
    def text(self) -> str:
        """The words, composed and without what nobody sees."""
        return _seen(piece.text for piece in self.pieces)

    @property
    def bold(self) -> str:
        """The words in bold at the beginning, up to the first line break."""
        pieces = []
        for piece in self.pieces:
            if piece.text.strip() and not piece.bold:
                break
            pieces.append(piece.text)
        return _seen(pieces).split("\n")[0].strip()


def _seen(pieces: Iterable[str]) -> str:
    return normalise(INVISIBLE.sub("", "".join(pieces)))


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells; a cell holds paragraphs and tables. Merged cells keep their words in the first of them."""

    rows: tuple[tuple["Cell", ...], ...]


Block = Paragraph | Table
Cell = tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Lines:
    """A document as lines of text: ``format`` names what the file really is, ``warnings`` say what was left out.

    ``blocks`` are the paragraphs and tables that the lines were made of, where the format has them.
    """

    format: str
    lines: tuple[str, ...]
    warnings: tuple[str, ...] = field(default=())
    blocks: tuple[Block, ...] = field(default=(), repr=False)


def unmarked(words: str) -> str:
    """Return words without the marks that ``lines_of`` set on names and headings that turned out to be neither."""
    return _MARKS.sub("", words)


def words_of(block: Block) -> str:
    """Return all the words of a block, one paragraph a line."""
    if isinstance(block, Paragraph):
        return block.text
    return "\n".join(words_of(inner) for row in block.rows for cell in row for inner in cell)


def paragraphs_of(blocks: Iterable[Block]) -> Iterator[Paragraph]:
    """Yield the paragraphs of the blocks, those inside tables too, in the order of reading."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        else:
            yield from (inner for row in block.rows for cell in row for inner in paragraphs_of(cell))


def lines_of(blocks: Sequence[Block]) -> list[str]:
    """Return the blocks as lines: ``**Name:** words``, ``# heading``, a speaker table's rows as ``**Name:** words``.

    Every letter of the blocks is in one line. Which of the names are speakers' is for ``read_plain`` to say.
    """
    paragraphs = list(paragraphs_of(blocks))
    in_headings = sum(len(p.text.split()) for p in paragraphs if p.heading and not looks_like_name(p.text))
    if 2 * in_headings > sum(len(paragraph.text.split()) for paragraph in paragraphs):
        blocks = [_without_headings(block) for block in blocks]  # somebody wrote it all in that style
        paragraphs = list(paragraphs_of(blocks))
    return _lines(blocks, _manner(paragraphs))


@dataclass(frozen=True, slots=True)
class _Manner:
    """How a document marks who speaks: the bold beginnings and headings that come back, and whether any label does.

    ``asks`` is true of an interview whose questions are in bold or headings and that names nobody.
    """

    names: frozenset[str]
    labelled: bool
    asks: bool


def _without_headings(block: Block) -> Block:
    if isinstance(block, Paragraph):
        return replace(block, heading=False)
    return Table(tuple(tuple(tuple(map(_without_headings, cell)) for cell in row) for row in block.rows))


def _lines(blocks: Sequence[Block], manner: _Manner) -> list[str]:
    from qualkit.reading.office.speaker_tables import table_lines

    lines: list[str] = []
    for block in _joined_tables(blocks):
        if isinstance(block, Table):
            lines.extend(table_lines(block, lambda cell: _lines(cell, manner)))
        else:
            lines.extend(_paragraph_lines(block, manner))
    return lines


def _joined_tables(blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield the blocks with tables of one width that follow each other made one: Teams writes a table for each turn."""
    held: Table | None = None
    for block in blocks:
        if isinstance(block, Table) and held is not None and _width(block) == _width(held):
            held = Table(held.rows + block.rows)
            continue
        if held is not None and isinstance(block, Paragraph) and not block.text.strip():
            continue
        if held is not None:
            yield held
            held = None
        if isinstance(block, Table):
            held = block
        else:
            yield block
    if held is not None:
        yield held


def _width(table: Table) -> int:
    return max((len(row) for row in table.rows), default=0)


def _manner(paragraphs: Sequence[Paragraph]) -> _Manner:
    heads = Counter(_core(p.text if p.heading else p.bold) for p in paragraphs if p.heading or p.bold)
    names = frozenset(name for name, n in heads.items() if _is_name(name, n))
    texts = [p.text.strip() for p in paragraphs]
    labelled = sum(_looks_labelled(text) for text in texts) >= 2
    questions = sum(_is_question(p) for p in paragraphs)
    return _Manner(names, labelled or bool(names), questions >= 2)


def _core(head: str) -> str:
    return squeeze(_CLOCK.sub("", head)).strip(" :-–—()[]")


def _is_name(head: str, n: int) -> bool:
    """Say whether a heading or a beginning in bold is a person's name or role rather than a title or a stressed word.

    One that comes once must hold a known first name and a second word: «Primera Parte» is a title.
    """
    if not head or not may_be_label(head):
        return False
    if has_role(head):
        return True
    words = bare(head).split()
    known = any(word in FIRST_NAMES for word in words[:4])
    return looks_like_name(head) and (n >= 2 or (known and len(words) >= 2))


def _looks_labelled(text: str) -> bool:
    found = _LABELLED.match(text)
    if found:
        return may_be_label(found["label"]) and (looks_like_name(found["label"]) or has_role(found["label"]))
    first = text.split("\n")[0]
    return bool(re.search(rf"{_CLOCK.pattern}\s*$", first)) and len(first.split()) <= 12


def _is_question(paragraph: Paragraph) -> bool:
    text = paragraph.text.strip()
    is_marked = paragraph.heading or paragraph.bold == text
    return is_marked and text.endswith("?")


def _paragraph_lines(paragraph: Paragraph, manner: _Manner) -> Iterator[str]:
    text = paragraph.text
    if not text.strip():
        yield ""
    elif paragraph.heading:
        yield from _heading_lines(text, manner)
    elif manner.asks and not manner.labelled:
        yield from _interview_lines(paragraph)
    else:
        yield from _with_bold_name(text, paragraph.bold, manner)


def _heading_lines(text: str, manner: _Manner) -> Iterator[str]:
    """Yield a heading: as a name where it is one, as words where somebody misused the style, else as a title."""
    if _core(text) in manner.names:
        yield from _with_bold_name(text, text.split("\n")[0].strip(), manner)
    elif _is_speech(text) or (_is_asked(text) and not manner.labelled):
        yield from (f"— {line}" if _is_asked(text) and i == 0 else line for i, line in enumerate(_plain_lines(text)))
    else:
        yield from (f"# {line}" if line else "" for line in _plain_lines(text))


def _is_asked(text: str) -> bool:
    return text.rstrip().endswith("?")


def _is_speech(text: str) -> bool:
    """Say whether a heading is somebody's words: a label with words after it, or longer than any title."""
    found = _LABELLED.match(text.strip())
    if found and text.strip()[found.end() :].strip():
        return looks_like_name(found["label"]) or has_role(found["label"])
    return len(text.split()) > _LONGEST_HEADING


def _interview_lines(paragraph: Paragraph) -> Iterator[str]:
    """Yield a paragraph of an interview without names: its questions are in bold and open a turn, and so do answers."""
    lines = _plain_lines(paragraph.text)
    yield f"— {lines[0]}" if lines[0].strip() else lines[0]
    yield from lines[1:]


def _with_bold_name(text: str, bold: str, manner: _Manner) -> Iterator[str]:
    lines = _plain_lines(text)
    first = lines[0].strip()
    name = _plain_lines(bold)[0].strip()
    if name and first.startswith(name) and _marks_speaker(name, first[len(name) :], manner):
        lines[0] = _marked(name, first[len(name) :])
    yield from lines


def _marks_speaker(name: str, rest: str, manner: _Manner) -> bool:
    core = _core(name)
    if not core or not may_be_label(core) or _TOOL.match(rest):
        return False
    is_parted = name.endswith(":") or rest.lstrip().startswith(":") or bool(_CLOCK.match(rest.strip()))
    return is_parted or core in manner.names


def _marked(name: str, rest: str) -> str:
    """Return ``**Name:** words``; a name that the author set in bold without a colon gets one."""
    words = rest.strip()
    if not words or _CLOCK.match(words) or _CLOCK.search(name):
        return f"**{name}**{rest if words else ''}"
    if name.endswith(":"):
        return f"**{name}** {words}"
    return f"**{name}:** {words.removeprefix(':').strip()}"


def _plain_lines(text: str) -> list[str]:
    """Return the lines of a text; ``#`` and ``>`` that begin one are nobody's mark-up here and would hide its words."""
    return [_MARKUP.sub("", line, count=1) for line in text.split("\n")]
