"""Coding: coders propose codes with evidence, document by document, and each document is done wholly or not at all."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from qualkit.coding.combined import CombinedCoder
from qualkit.coding.indicators import IndicatorsCoder
from qualkit.coding.similarity import SimilarityCoder
from qualkit.errors import InputError
from qualkit.i18n import _
from qualkit.model import Codebook, Coding, Document, Evidence, Segment, Suggestion
from qualkit.normal import normalise_with_map
from qualkit.protocols import Coder
from qualkit.workflows.carrying import carry_over
from qualkit.workflows.instruments import open_codebook
from qualkit.workflows.jsonl import read_rows, write_rows
from qualkit.workflows.outputs import check_apart
from qualkit.workflows.workspace import Track, Workspace, silently

CODERS = ("combined", "indicators", "similarity")
BATCH = 256


@dataclass(frozen=True)
class CodingSummary:
    """What one coder did with one codebook; ``segments`` − ``coded_segments`` is where it abstained."""

    codebook: str
    coder: str
    segments: int
    coded_segments: int
    codings: int
    new: int


AnyCoder = CombinedCoder | IndicatorsCoder | SimilarityCoder


def make_coder(name: str) -> AnyCoder:
    """Return the coder called ``name``. Raises ``InputError`` that lists the names."""
    made: dict[str, type[AnyCoder]] = {
        "combined": CombinedCoder,
        "indicators": IndicatorsCoder,
        "similarity": SimilarityCoder,
    }
    if name not in made:
        raise InputError(
            _("There is no coder “%(name)s”. There are: %(known)s.") % {"name": name, "known": ", ".join(CODERS)}
        )
    return made[name]()


def signature(book: Codebook) -> str:
    """Return ``name@hash``, by which codings name their codebook."""
    return f"{book.name}@{book.hash}"


def keep_codebook(workspace: Workspace, book: Codebook) -> None:
    """Keep the content of a codebook that is used, so that its codings can be read for ever."""
    content = asdict(book)
    workspace.store.add_instrument(
        kind="codebook", name=book.name, version=book.version, hash=book.hash, content=content
    )


def code_project(
    workspace: Workspace,
    *,
    codebooks: Sequence[str] = (),
    coder: str | None = None,
    track: Track = silently,
) -> list[CodingSummary]:
    """Code every document that this coder has not been through with these codebooks; returns one summary a codebook."""
    settings = workspace.settings.coding
    books = [open_codebook(name, workspace.folder) for name in codebooks or settings.codebooks]
    maker = make_coder(coder or settings.coder)
    documents = workspace.store.documents()
    if not documents:
        raise InputError(_("There is nothing to code yet: ingest transcripts first."))
    with workspace.run("code", {"codebooks": [signature(book) for book in books], "coder": maker.name}) as run:
        for book in books:
            keep_codebook(workspace, book)
        work = [
            (book, document)
            for book in books
            for document in documents
            if not workspace.store.is_coded(document.id, signature(book), maker.name)
        ]
        new = dict.fromkeys((signature(book) for book in books), 0)
        for book, document in track(work, len(work), _("Coding")):
            codings = _code_document(document, workspace.store.segments(document.id), book, maker)
            name = signature(book)
            workspace.store.add_codings(document.id, name, maker.name, codings, run.id, text=document.text)
            new[signature(book)] += len(codings)
        carry_over(workspace, run.id)  # an earlier qualkit did not do it when the edited file was read
    return [_summary(workspace, book, maker.name, new[signature(book)]) for book in books]


def _summary(workspace: Workspace, book: Codebook, coder: str, new: int) -> CodingSummary:
    codings = [c for c in workspace.store.codings(signature(book)) if c.coder == coder]
    segments = {(c.document, c.segment) for c in codings}
    return CodingSummary(book.name, coder, workspace.store.count("segments"), len(segments), len(codings), new)


def _code_document(document: Document, segments: Sequence[Segment], book: Codebook, coder: Coder) -> list[Coding]:
    suggestions = coder.code([segment.span.of(document.text) for segment in segments], book)
    return [
        _coding(document, segment, suggestion, book, coder.name)
        for segment, proposed in zip(segments, suggestions, strict=True)
        for suggestion in proposed
    ]


def _coding(document: Document, segment: Segment, suggestion: Suggestion, book: Codebook, coder: str) -> Coding:
    evidence = Evidence.at(suggestion.evidence.span.shifted(segment.span.start), document.text)
    return Coding(
        document=document.id,
        segment=segment.span,
        code=suggestion.code,
        codebook=signature(book),
        coder=coder,
        confidence=round(suggestion.confidence, 4),
        evidence=evidence,
        polarity=suggestion.polarity,
    )


def code_file(
    rows: Path, output: Path, *, codebooks: Sequence[str] = (), coder: str | None = None, under: str | None = None
) -> int:
    """Code the rows ``{id, text}`` of a JSON-lines file into another one. Returns how many rows were written."""
    check_apart([rows], output)
    found = read_rows(rows, required=("id", "text"))
    return write_rows(output, code_rows(found, codebooks=codebooks, coder=coder, under=under))


def code_rows(
    rows: Iterator[tuple[int, dict[str, Any]]],
    *,
    codebooks: Sequence[str] = (),
    coder: str | None = None,
    under: str | None = None,
) -> Iterator[dict[str, Any]]:
    """Yield ``{id, codes, negated, scores}`` for each row; offsets count in the caller's own text.

    ``codes`` are present; what the text says is not there stands apart, in the same form, under ``negated``.
    """
    books = _books_for(codebooks, under)
    maker = make_coder(coder or "combined")
    while batch := list(islice(rows, BATCH)):
        raws = [_text_of(number, row) for number, row in batch]
        mapped = [normalise_with_map(raw) for raw in raws]
        texts = [text for text, _offsets in mapped]
        answers = [_answers(maker, texts, book, under) for book in books]
        per_row = zip(*answers, strict=True)
        for (_number, row), raw, (_text, offsets), found in zip(batch, raws, mapped, per_row, strict=True):
            suggestions = sorted((s for codes, _ in found for s in codes), key=lambda s: (-s.confidence, s.code))
            scores = {code: round(p, 4) for _, book in found for code, p in sorted(book.items())}
            present, negated = (
                [_code_row(s, raw, offsets) for s in suggestions if s.polarity == polarity]
                for polarity in ("present", "negated")
            )
            yield {"id": row["id"], "codes": present, "negated": negated, "scores": scores}


def _answers(
    maker: AnyCoder, texts: Sequence[str], book: Codebook, under: str | None
) -> list[tuple[list[Suggestion], dict[str, float]]]:
    if isinstance(maker, CombinedCoder):
        return list(maker.code_with_scores(texts, book, under=under))
    return list(zip(maker.code(texts, book, under=under), maker.scores(texts, book, under=under), strict=True))


def _books_for(codebooks: Sequence[str], under: str | None) -> list[Codebook]:
    from qualkit import resources

    names = codebooks or (resources.names("codebooks") if under else ("lar", "rel"))
    books = [open_codebook(name) for name in names]
    if under is None:
        return books
    holding = [book for book in books if under in book.by_id]
    if not holding:
        raise InputError(
            _("None of the codebooks %(names)s has a code “%(code)s”.") % {"names": ", ".join(names), "code": under}
        )
    return holding


def _text_of(number: int, row: dict[str, Any]) -> str:
    text = row["text"]
    if not isinstance(text, str):
        raise InputError(_("Row %(row)d: “text” must be text.") % {"row": number})
    return text


def _code_row(suggestion: Suggestion, raw: str, offsets: Sequence[int]) -> dict[str, Any]:
    start, end = offsets[suggestion.evidence.start], offsets[suggestion.evidence.end]
    evidence = {"start": start, "end": end, "quote": raw[start:end]}
    return {
        "code": suggestion.code,
        "confidence": round(suggestion.confidence, 4),
        "polarity": suggestion.polarity,
        "evidence": evidence,
    }
