"""The codings of a project as a reader meets them: by family, code and territory, with quotes that speak for them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from qualkit.evidence import count_words
from qualkit.i18n import _
from qualkit.language.words import PSEUDONYM
from qualkit.model import Code, Codebook, Coding, Document
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
    """What stands after review, by codebook and code; rejected and negated codings are counted and left out."""

    by_code: Mapping[tuple[str, str], Sequence[Coding]]
    documents: Mapping[str, Document]
    accepted: frozenset[int] = field(default_factory=frozenset)
    codings: int = 0
    decided: int = 0
    segments: int = 0
    negated: int = 0
    rejected: int = 0


def coded_passages(workspace: Workspace, books: Sequence[Codebook]) -> CodedPassages:
    """Return the codings by the project's coder with the given codebooks, as people's decisions leave them."""
    verdicts = standing(workspace)
    coder = workspace.settings.coding.coder
    made = [c for book in books for c in workspace.store.codings(signature(book)) if c.coder == coder]
    kept = [c for c in made if c.polarity == "present" and verdicts.get(c.id or 0) != "rejected"]
    by_code: dict[tuple[str, str], list[Coding]] = defaultdict(list)
    for coding in kept:
        by_code[coding.codebook, coding.code].append(coding)
    return CodedPassages(
        by_code=by_code,
        documents={document.id: document for document in workspace.store.documents()},
        accepted=frozenset(coding for coding, verdict in verdicts.items() if verdict == "accepted"),
        codings=len(made),
        decided=sum(coding.id in verdicts for coding in made),
        segments=len({(coding.document, coding.segment) for coding in made}),
        negated=sum(coding.polarity == "negated" for coding in made),
        rejected=sum(verdicts.get(coding.id or 0) == "rejected" for coding in made),
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
    ranked = sorted(codings, key=lambda coding: _rank(passages, coding))
    first_of_each: dict[object, Coding] = {}
    for coding in ranked:
        first_of_each.setdefault(passages.documents[coding.document].territory, coding)
    chosen = list(first_of_each.values())[:QUOTES_PER_CODE]
    chosen += [coding for coding in ranked if coding not in chosen][: QUOTES_PER_CODE - len(chosen)]
    yield from (_quote(passages, coding) for coding in chosen)


def _rank(passages: CodedPassages, coding: Coding) -> tuple[bool, bool, bool, bool, float, int]:
    """Order quotes: accepted ones, participants', those that name nobody, those of readable length, the surest.

    A quote without pseudonyms is easier to read, says less about who speaks, and stands like that in the file itself.
    """
    document = passages.documents[coding.document]
    led = any(turn.facilitator and turn.span.holds(coding.segment) for turn in document.turns)
    text = coding.segment.of(document.text)
    names, unread = PSEUDONYM.search(text) is not None, count_words(text) not in QUOTE_WORDS
    return coding.id not in passages.accepted, led, names, unread, -coding.confidence, coding.id or 0


def _quote(passages: CodedPassages, coding: Coding) -> Quote:
    """Return the whole segment as quote: the evidence alone is often too short to be read without what is around it."""
    document = passages.documents[coding.document]
    turns = [i for i, turn in enumerate(document.turns, start=1) if turn.span.holds(coding.segment)]
    return Quote(
        text=coding.segment.of(document.text),
        document=document.id,
        start=coding.segment.start,
        end=coding.segment.end,
        territory=document.territory,
        session=document.session,
        turn=turns[0] if turns else None,
        status="accepted" if coding.id in passages.accepted else "suggested",
        title=document.title,
    )


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
        left_out.append(_("%(n)d codes with fewer segments") % {"n": len(spoken) - ROWS_OF_THE_MATRIX})
    homeless = sum(document.territory is None for document in documents)
    if homeless:
        left_out.append(_("%(n)d documents without a territory") % {"n": homeless})
    counts = tuple(segments[territory] for territory in territories)
    return ThemeMatrix(territories, counts, tuple(spoken[:ROWS_OF_THE_MATRIX]), tuple(left_out)) if spoken else None


def _theme_row(passages: CodedPassages, book: Codebook, code: Code, territories: Sequence[str]) -> ThemeRow:
    codings = passages.by_code.get((signature(book), code.id), ())
    found = [passages.documents[coding.document].territory for coding in codings]
    return ThemeRow(code.id, code.name, book.root(code.id).name, tuple(found.count(name) for name in territories))
