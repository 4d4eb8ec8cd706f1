"""Search by words and by meaning: a ranking of each, weighed into one, over the segments that a person asks for."""

import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, overload

from qualkit.embedding.keywords import (
    FORM,
    Asked,
    KeywordIndex,
    KeywordMatch,
    asked_words,
    letters_of,
    token_words,
    words_of,
)
from qualkit.errors import ProjectError
from qualkit.i18n import _
from qualkit.language.tokens import analyse
from qualkit.model.documents import content_hash
from qualkit.protocols import Embedder
from qualkit.workflows.indexing import nearest
from qualkit.workflows.keys import WORDS_FILE
from qualkit.workflows.passages import Passage, Role, Standing, Where, all_passages, passages_at
from qualkit.workflows.workspace import Track, Workspace, silently

if TYPE_CHECKING:
    import pandas as pd

"""The words of each text by its hash: derived, made again where it is missing or cannot be read."""


@dataclass(frozen=True)
class SearchSettings:
    """How the two rankings become one: reciprocal rank fusion (Cormack, Clarke and Büttcher 2009).

    A passage gets 1/(``smoothing`` + its place by words) and ``meaning`` times as much for its place by meaning.
    ``deep`` is how many passages are ranked by meaning, ``least`` the cosine below which one says nothing.
    ``elsewhere`` is what a passage is worth that is not from the territory that the query names.
    """

    smoothing: float = 10
    meaning: float = 0.3
    deep: int = 200
    least: float = 0.2
    elsewhere: float = 0.3


@dataclass(frozen=True)
class Why:
    """Why a passage was found: its place (1 is the first) by words and by meaning, ``None`` where it has none there,
    and the words of the query, or near ones, that stand in it.
    """

    lexical: int | None
    dense: int | None
    words: tuple[str, ...]


@dataclass(frozen=True)
class Hit:
    """A segment that a search found; ``quote`` stands at ``start``–``end`` of the document.

    ``score`` (0 to 1) orders the hits of one search. ``similarity`` is the cosine by meaning, ``None`` where the
    segment is not among the nearest by meaning. ``code`` says how the code that was asked for stands there.
    ``context`` is the whole turn where that was asked for.
    """

    document: str
    title: str
    territory: str | None
    session: int | None
    speaker: str | None
    role: Role
    start: int
    end: int
    quote: str
    score: float
    similarity: float | None
    why: Why
    code: Standing | None = None
    context: str | None = None


@dataclass(frozen=True)
class Found(Sequence[Hit]):
    """What a search found, best first, of how many ``segments``; ``words`` are those that it looked for, as they
    were typed.
    """

    hits: tuple[Hit, ...]
    segments: int
    words: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.hits)

    def __iter__(self) -> Iterator[Hit]:
        return iter(self.hits)

    @overload
    def __getitem__(self, place: int) -> Hit: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Hit]: ...
    def __getitem__(self, place: int | slice) -> Hit | Sequence[Hit]:
        return self.hits[place]

    @property
    def by_meaning_only(self) -> bool:
        """Say whether something was found, but no word of the query stands in it."""
        return bool(self.hits) and all(hit.why.lexical is None for hit in self.hits)

    def to_frame(self) -> "pd.DataFrame":
        """Return the hits as a pandas table, one row each."""
        import pandas as pd

        names = [name for name in Hit.__dataclass_fields__ if name != "why"]
        rows = [[getattr(hit, name) for name in names] + list(asdict(hit.why).values()) for hit in self.hits]
        return pd.DataFrame(rows, columns=[*names, *Why.__dataclass_fields__])


def search_project(
    workspace: Workspace,
    query: str,
    *,
    top: int = 10,
    where: Where | None = None,
    context: bool = False,
    embedder: Embedder | None = None,
    settings: SearchSettings | None = None,
    track: Track = silently,
) -> Found:
    """Return the segments that answer ``query`` best; those that have nothing in common with it stay out.

    A query that names a territory puts its segments first. Raises ``InputError`` where there is nothing to search, or
    where ``where`` names what the project does not know.
    """
    settings = settings or SearchSettings()
    everything = all_passages(workspace)
    kept = passages_at(workspace, everything, where or Where())
    matter, named = _without_territory(workspace, everything, query)
    words = asked_words(matter)
    if not kept or not words:
        return Found((), len(kept), ())
    texts = {passage.key: passage.text for passage in kept}
    by_words = _by_words(workspace, everything, words, texts)
    near = nearest(workspace, matter, texts, max(settings.deep, top), embedder=embedder, track=track)
    by_meaning = {key: cosine for key, cosine in near if cosine >= settings.least}
    scores = fused(list(by_words), list(by_meaning), settings)
    if named:
        away = {passage.key for passage in kept if passage.document.territory != named}
        scores = {key: score * (settings.elsewhere if key in away else 1) for key, score in scores.items()}
    hits = _hits(kept, scores, by_words, by_meaning, top)
    return Found(tuple(_in_context(hits, kept) if context else hits), len(kept), tuple(word.typed for word in words))


def fused(lexical: Sequence[str], dense: Sequence[str], settings: SearchSettings | None = None) -> dict[str, float]:
    """Return one score for each key of two rankings, best first each; 1 is the first of both."""
    settings = settings or SearchSettings()
    most = (1 + settings.meaning) / (settings.smoothing + 1)
    scores = dict.fromkeys((*lexical, *dense), 0.0)
    for share, ranking in ((1.0, lexical), (settings.meaning, dense)):
        for place, key in enumerate(ranking, 1):
            scores[key] += share / (settings.smoothing + place) / most
    return scores


def _by_words(
    workspace: Workspace, everything: Sequence[Passage], words: Sequence[Asked], among: Mapping[str, str]
) -> dict[str, KeywordMatch]:
    """Return what the passages ``among`` are worth by the words of the query, best first."""
    kept = _words_of_texts(workspace, {content_hash(passage.text): passage.text for passage in everything})
    index = KeywordIndex({passage.key: kept[content_hash(passage.text)] for passage in everything})
    found = {key: match for key, match in index.search(words).items() if key in among}
    order = {key: place for place, key in enumerate(among)}
    return dict(sorted(found.items(), key=lambda item: (-item[1].score, order[item[0]])))


def _words_of_texts(workspace: Workspace, texts: Mapping[str, str]) -> dict[str, list[str]]:
    """Return the words of each text by its hash: those that are kept, and those that are read now and kept."""
    file = workspace.data_folder / WORDS_FILE
    made_by = f"{FORM}:{version('qualkit')}:{version('simplemma')}"  # another dictionary, other lemmas
    there = _kept_words(file, made_by)
    words = {key: there[key].split() if key in there else words_of(text) for key, text in texts.items()}
    if there.keys() != texts.keys():
        _write(workspace, {"made_by": made_by, "texts": {key: " ".join(found) for key, found in words.items()}})
    return words


def _kept_words(file: Path, made_by: str) -> dict[str, str]:
    """Return what the file keeps; nothing where it is another form's, or not of the form that is written here."""
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
        texts = dict(kept["texts"]) if kept["made_by"] == made_by else {}
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return texts if all(isinstance(words, str) for words in texts.values()) else {}


def _write(workspace: Workspace, content: object) -> None:
    file = workspace.data_folder / WORDS_FILE
    aside = file.with_name(f"{file.name}.{os.getpid()}")
    try:
        aside.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
        os.replace(aside, file)
    except OSError as error:
        sentence = _("%(folder)s cannot be written: %(why)s")
        raise ProjectError(sentence % {"folder": file, "why": error.strerror or error}) from error


def _without_territory(workspace: Workspace, passages: Sequence[Passage], query: str) -> tuple[str, str | None]:
    """Return the query without the territory that it names, and that territory; all of it where it says no more."""
    from qualkit.reading.spelling import bare

    present = {passage.document.territory for passage in passages}
    spellings = {
        tuple(bare(spelling).removeprefix("red ").split()): name
        for name, others in {**{name: () for name in present if name}, **workspace.settings.territories}.items()
        if name in present
        for spelling in (name, *others)
    }
    written = query.split()
    plain = [bare(word) for word in written]
    for spelling in sorted(spellings, key=lambda words: (-len(words), words)):
        for start in range(len(plain) - len(spelling) + 1):
            if spelling and tuple(plain[start : start + len(spelling)]) == spelling:
                before = start - 1 if plain[start - 1 : start] == ["red"] else start  # it is part of the name
                rest = " ".join([*written[:before], *written[start + len(spelling) :]])
                return (rest if asked_words(rest) else query), spellings[spelling]
    return query, None


def _hits(
    passages: Sequence[Passage],
    scores: Mapping[str, float],
    by_words: Mapping[str, KeywordMatch],
    by_meaning: Mapping[str, float],
    top: int,
) -> list[Hit]:
    """Return the best ``top``, ties in the order of the passages."""
    lexical = {key: place for place, key in enumerate(by_words, 1)}
    dense = {key: place for place, key in enumerate(by_meaning, 1)}
    best = sorted((p for p in passages if scores.get(p.key, 0) > 0), key=lambda p: -scores[p.key])[:top]
    return [
        _hit(
            passage,
            score=round(scores[passage.key], 4),
            similarity=round(by_meaning[passage.key], 4) if passage.key in by_meaning else None,
            why=Why(lexical.get(passage.key), dense.get(passage.key), _said(passage.text, by_words.get(passage.key))),
        )
        for passage in best
    ]


def _hit(passage: Passage, *, score: float, similarity: float | None, why: Why) -> Hit:
    document, span = passage.document, passage.segment.span
    return Hit(
        document=document.id,
        title=document.title,
        territory=document.territory,
        session=document.session,
        speaker=passage.turn.speaker,
        role=passage.role,
        start=span.start,
        end=span.end,
        quote=passage.text,
        score=score,
        similarity=similarity,
        why=why,
        code=passage.standing,
    )


def _said(text: str, match: KeywordMatch | None) -> tuple[str, ...]:
    """Return the words of ``text`` that answered, as they stand there."""
    if match is None:
        return ()
    plain = letters_of(text)
    if not any(char.isdigit() for word in match.words for char in word):
        plain = re.sub(r"\d", " ", plain)  # only figures need the tokeniser, which takes a second to load
    said = (text[token.start : token.end] for token in analyse(plain) if not match.words.isdisjoint(token_words(token)))
    return tuple(dict.fromkeys(said))


def _in_context(hits: Sequence[Hit], passages: Sequence[Passage]) -> list[Hit]:
    at = {(passage.document.id, passage.segment.span.start): passage for passage in passages}
    found = [at[hit.document, hit.start] for hit in hits]  # a turn may be a whole file: only those of the hits
    return [replace(hit, context=p.document.text_of(p.turn)) for hit, p in zip(hits, found, strict=True)]
