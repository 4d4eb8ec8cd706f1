"""The codings of a project as a reader meets them: by family, code and territory, with quotes that speak for them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from qualkit.evidence import Source, count_words
from qualkit.evidence.denial import negated_before
from qualkit.i18n import ngettext
from qualkit.language.words import PSEUDONYM
from qualkit.model import Code, Codebook, Coding, Document, Span
from qualkit.model.quotes import Quote
from qualkit.rendering.content import CodeRow, FamilyTable, ThemeMatrix, ThemeRow
from qualkit.workflows.coding import signature
from qualkit.workflows.reviewing import standing
from qualkit.workflows.workspace import Workspace

QUOTES_PER_CODE = 3
ROWS_OF_THE_MATRIX = 25
QUOTE_WORDS = range(8, 70)  # a shorter quote says little, a longer one is not read


@dataclass(frozen=True)
class CodedPassages:
    """What stands after review, by codebook and code; rejected and negated codings are counted and left out.

    ``codings`` and ``decided`` count all but the negated ones; ``coded`` are the segments that have any coding.
    """

    by_code: Mapping[tuple[str, str], Sequence[Coding]]
    documents: Mapping[str, Document]
    sources: Mapping[str, Source] = field(default_factory=dict)
    accepted: frozenset[int] = field(default_factory=frozenset)
    codings: int = 0
    decided: int = 0
    coded: frozenset[tuple[str, Span]] = field(default_factory=frozenset)
    negated: int = 0
    rejected: int = 0

    def segments_of(self, documents: Iterable[str]) -> int:
        """Return how many segments of these documents have any coding."""
        held = set(documents)
        return sum(document in held for document, _segment in self.coded)


def coded_passages(workspace: Workspace, books: Sequence[Codebook]) -> CodedPassages:
    """Return the codings by the project's coder with the given codebooks, as people's decisions leave them."""
    verdicts = standing(workspace)
    coder = workspace.settings.coding.coder
    made = [c for book in books for c in workspace.store.codings(signature(book)) if c.coder == coder]
    present = [c for c in made if c.polarity == "present"]
    kept = [c for c in present if verdicts.get(c.id or 0) != "rejected"]
    documents = {document.id: document for document in workspace.store.documents()}
    by_code: dict[tuple[str, str], list[Coding]] = defaultdict(list)
    for coding in kept:
        by_code[coding.codebook, coding.code].append(coding)
    return CodedPassages(
        by_code=by_code,
        documents=documents,
        sources={document.id: Source(document.text, document.speech_spans) for document in documents.values()},
        accepted=frozenset(coding for coding, verdict in verdicts.items() if verdict == "accepted"),
        codings=len(present),
        decided=sum(coding.id in verdicts for coding in present),
        coded=frozenset((coding.document, coding.segment) for coding in made),
        negated=len(made) - len(present),
        rejected=len(present) - len(kept),
    )


def family_tables(passages: CodedPassages, book: Codebook) -> Iterator[FamilyTable]:
    """Yield one table per family of the codebook in which anything is coded, codes in the order of the book."""
    for root in book.children(None):
        rows = tuple(row for code in book.family(root.id) if (row := _row(passages, book, code)) is not None)
        if rows:
            yield FamilyTable(root.id, root.name, rows, root.definition)


def _row(passages: CodedPassages, book: Codebook, code: Code) -> CodeRow | None:
    codings = passages.by_code.get((signature(book), code.id), ())
    if not codings:
        return None
    return CodeRow(
        code=code.id,
        name=code.name,
        segments=len(codings),
        territories=len({t for c in codings if (t := passages.documents[c.document].territory)}),
        accepted=sum(coding.id in passages.accepted for coding in codings),
        quotes=tuple(_quotes(passages, codings)),
        definition=code.definition,
    )


def _quotes(passages: CodedPassages, codings: Sequence[Coding]) -> Iterator[Quote]:
    """Yield up to three quotes, from different territories as long as there are: accepted first, then the surest."""
    chosen: list[Quote] = []
    others: list[Quote] = []
    territories: set[str | None] = set()
    for coding in sorted(codings, key=lambda coding: _rank(passages, coding)):
        quote = _quote(passages, coding)
        if quote is None:
            continue
        (others if quote.territory in territories else chosen).append(quote)
        territories.add(quote.territory)
    yield from [*chosen, *others][:QUOTES_PER_CODE]


def _rank(passages: CodedPassages, coding: Coding) -> tuple[bool, bool, bool, bool, float, int]:
    """Order quotes: accepted ones, participants', those that name nobody, those of readable length, the surest.

    A quote without pseudonyms is easier to read, says less about who speaks, and stands like that in the file itself.
    """
    document = passages.documents[coding.document]
    led = any(turn.facilitator and turn.span.holds(coding.segment) for turn in document.turns)
    text = coding.segment.of(document.text)
    names, unread = PSEUDONYM.search(text) is not None, count_words(text) not in QUOTE_WORDS
    return coding.id not in passages.accepted, led, names, unread, -coding.confidence, coding.id or 0


def _quote(passages: CodedPassages, coding: Coding) -> Quote | None:
    """Return the whole segment as quote: the evidence alone is often too short to be read without what is around it.

    Where the evidence gate does not find the segment there, or it begins right after a «no», the evidence is quoted;
    ``None`` where that cannot be quoted either.
    """
    document = passages.documents[coding.document]
    spans = (coding.segment, Span(coding.evidence.start, coding.evidence.end))
    span = next((span for span in spans if _can_be_quoted(document, passages.sources[document.id], span)), None)
    if span is None:
        return None
    turns = [i for i, turn in enumerate(document.turns, start=1) if turn.span.holds(coding.segment)]
    return Quote(
        text=span.of(document.text),
        document=document.id,
        start=span.start,
        end=span.end,
        territory=document.territory,
        session=document.session,
        turn=turns[0] if turns else None,
        status="accepted" if coding.id in passages.accepted else "suggested",
        title=document.title,
    )


def _can_be_quoted(document: Document, source: Source, span: Span) -> bool:
    """Say whether the gate finds these words at this place, and no negation is cut off right before them."""
    turn = next((turn.span for turn in document.turns if turn.span.holds(span)), None)
    if turn is None or negated_before(turn.of(document.text), span.shifted(-turn.start)):
        return False
    places = source.locate_all(span.of(document.text))
    return any(span.start <= place.start and place.end <= span.end for place in places)


def theme_matrix(
    passages: CodedPassages, books: Sequence[Codebook], documents: Iterable[Document], segments: Mapping[str, int]
) -> ThemeMatrix | None:
    """Return how many segments each code has in each territory, the most frequent codes first.

    ``segments`` is how many segments each territory has in all. ``None`` where no document has a territory.
    """
    territories = tuple(sorted(segments))
    if not territories:
        return None
    rows = [_theme_row(passages, book, code, territories) for book in books for code in book.codes]
    spoken = sorted((row for row in rows if sum(row.counts)), key=lambda row: -sum(row.counts))
    left_out = []
    if len(spoken) > ROWS_OF_THE_MATRIX:
        n = len(spoken) - ROWS_OF_THE_MATRIX
        left_out.append(ngettext("%(n)d code with fewer segments", "%(n)d codes with fewer segments", n) % {"n": n})
    homeless = sum(document.territory is None for document in documents)
    if homeless:
        said = ngettext("%(n)d document without a territory", "%(n)d documents without a territory", homeless)
        left_out.append(said % {"n": homeless})
    counts = tuple(segments[territory] for territory in territories)
    return ThemeMatrix(territories, counts, tuple(spoken[:ROWS_OF_THE_MATRIX]), tuple(left_out)) if spoken else None


def _theme_row(passages: CodedPassages, book: Codebook, code: Code, territories: Sequence[str]) -> ThemeRow:
    codings = passages.by_code.get((signature(book), code.id), ())
    found = [passages.documents[coding.document].territory for coding in codings]
    return ThemeRow(code.id, code.name, book.root(code.id).name, tuple(found.count(name) for name in territories))
