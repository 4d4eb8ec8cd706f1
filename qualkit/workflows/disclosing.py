"""``qualkit disclose``: what is kept of a person, in words for that person (law 21.719, right of access).

What this gives holds personal data: it is written for its owner alone, and never among the reports.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from qualkit.errors import InputError
from qualkit.i18n import _
from qualkit.model import Document
from qualkit.workflows.forgetting import QUOTED
from qualkit.workflows.forgotten import ROW_OF, standing, windows
from qualkit.workflows.kept_names import names_note
from qualkit.workflows.keys import load_key, load_mentions
from qualkit.workflows.mentions import texts_of
from qualkit.workflows.outputs import check_place, put_in_place, writing
from qualkit.workflows.rights import Somebody, find_somebody
from qualkit.workflows.sessions import clock
from qualkit.workflows.workspace import REPORTS, Workspace

CONTEXT = 80
_OWNER_ONLY = 0o600


@dataclass(frozen=True)
class Said:
    """One turn of the person; ``start`` and ``end`` are seconds, ``shared`` that its label names others too."""

    document: str
    title: str
    territory: str | None
    session: int | None
    date: str | None
    start: float | None
    end: float | None
    label: str
    shared: bool
    text: str


@dataclass(frozen=True)
class Named:
    """One place where somebody else names the person: whose words these are, and what stands around."""

    where: str
    by: str
    text: str


@dataclass(frozen=True)
class Coded:
    """One code that was given to words of the person; ``verdict`` is what people decided, ``None`` where nobody did."""

    document: str
    code: str
    codebook: str
    coder: str
    quote: str
    verdict: str | None
    run: str | None


@dataclass(frozen=True)
class Row:
    """One row of a list, a survey or a register that is the person's."""

    table: str
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Sent:
    """One question to a language model that held words of the person: always under a pseudonym."""

    model: str
    at: str


@dataclass(frozen=True)
class Disclosure:
    """All that a project keeps of one person.

    ``names`` are the spellings that the key has; ``outputs`` the reports and exports that were made of documents with
    the person in them; ``files`` the source files, which qualkit only reads.
    """

    called: str
    names: tuple[str, ...]
    said: tuple[Said, ...]
    named: tuple[Named, ...]
    coded: tuple[Coded, ...]
    rows: tuple[Row, ...]
    sent: tuple[Sent, ...]
    files: tuple[str, ...]
    outputs: tuple[str, ...]
    perhaps: tuple[str, ...]


def disclose(workspace: Workspace, called: str | Sequence[str], *, document: str | None = None) -> Disclosure:
    """Return what is kept of the one person who is called all of ``called``.

    ``document`` is the one in which a label that names nobody is theirs. Raises ``InputError`` where nobody or several
    people may be meant.
    """
    names = [called] if isinstance(called, str) else list(called)
    somebody = find_somebody(workspace, names, document=document)
    documents = workspace.store.documents()
    said = tuple(_said(documents, somebody))
    named = (*_named_in_documents(documents, somebody), *_named_in_tables(workspace, somebody))
    holding = {one.document for one in said} | {one.where for one in named}
    outputs = workspace.store.outputs()
    return Disclosure(
        called=somebody.called,
        names=tuple(_names(workspace, somebody)),
        said=said,
        named=named,
        coded=tuple(_coded(workspace, documents, somebody)),
        rows=tuple(_rows(workspace, somebody)),
        sent=tuple(_sent(workspace, said, somebody)),
        files=tuple(f["path"] for f in workspace.store.files() if f["document"] in holding),
        outputs=tuple(output["path"] for output in outputs if holding & set(output["documents"])),
        perhaps=somebody.perhaps,
    )


def _names(workspace: Workspace, somebody: Somebody) -> list[str]:
    """Return every spelling of the person that the key has, contacts that stand for them included."""
    entries = load_key(workspace.key_file).to_dict()["entries"]
    found = [entry["original"] for entry in entries if entry["pseudonym"] in somebody.pseudonyms]
    texts = texts_of(workspace)
    for (place, path), mentions in load_mentions(workspace.key_file).items():
        text = texts(place, path)
        for mention in mentions:
            is_theirs = text[mention.start : mention.end] in somebody.pseudonyms
            if is_theirs or somebody.is_named_in(mention.original):
                found.append(mention.original)
    return sorted(dict.fromkeys(found), key=str.casefold)


def _said(documents: Sequence[Document], somebody: Somebody) -> Iterator[Said]:
    for document in documents:
        for number, part in somebody.turns(document).items():
            turn = document.turns[number]
            case = document.territory, document.session, document.date
            text = document.text_of(turn)
            label = turn.speaker or ""
            yield Said(document.id, document.title, *case, turn.start, turn.end, label, part == "shared", text)


def _named_in_documents(documents: Sequence[Document], somebody: Somebody) -> Iterator[Named]:
    for document in documents:
        own = somebody.turns(document)
        for number, turn in enumerate(document.turns):
            if number not in own:
                yield from _around(document.id, turn.speaker or "–", document.text_of(turn), somebody)


def _around(where: str, by: str, text: str, somebody: Somebody) -> Iterator[Named]:
    for span in somebody.spans_in(text):
        start, end = max(0, span.start - CONTEXT), min(len(text), span.end + CONTEXT)
        yield Named(where, by, ("…" if start else "") + text[start:end] + ("…" if end < len(text) else ""))


def _named_in_tables(workspace: Workspace, somebody: Somebody) -> Iterator[Named]:
    for experience in workspace.store.experiences():
        for name, text in (("", experience.name), *experience.fields.items()):
            yield from _around(experience.id, name or _("experience"), text, somebody)
    for table, row in _all_rows(workspace):
        if not _is_of(table, row, somebody):
            for column, text in _texts(row):
                yield from _around(table, column, text, somebody)


def _all_rows(workspace: Workspace) -> Iterator[tuple[str, Mapping[str, Any]]]:
    store = workspace.store
    for survey in store.surveys():
        yield from (("surveys", answer) for answer in survey.answers)
    yield from (("attendance", asdict(row)) for row in store.attendance())
    yield from (("members", asdict(row)) for row in store.members())
    for kind in store.kinds_of_records():
        yield from ((kind, row) for row in store.records(kind))


def _texts(value: Any, column: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield column, value
    elif isinstance(value, Mapping):
        for name, item in value.items():
            yield from _texts(item, str(name))
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _texts(item, column)


def _is_of(table: str, row: Mapping[str, Any], somebody: Somebody) -> bool:
    return any(somebody.spans_in(str(row.get(column) or "")) for column in ROW_OF.get(table, ()))


def _rows(workspace: Workspace, somebody: Somebody) -> Iterator[Row]:
    for table, row in _all_rows(workspace):
        if _is_of(table, row, somebody):
            yield Row(table, {name: value for name, value in row.items() if value not in (None, "", {}, [])})


def _coded(workspace: Workspace, documents: Sequence[Document], somebody: Somebody) -> Iterator[Coded]:
    runs = workspace.store.runs_of_codings()
    verdicts = {decision.coding: decision.verdict for decision in workspace.store.decisions()}
    for document in documents:
        spans = [document.turns[i].span for i in somebody.turns(document)]
        for coding in workspace.store.codings(document=document.id) if spans else ():
            if any(span.start < coding.segment.end and coding.segment.start < span.end for span in spans):
                number = coding.id or 0
                quote, verdict = coding.evidence.quote, verdicts.get(number)
                book = coding.codebook.partition("@")[0]
                yield Coded(document.id, coding.code, book, coding.coder, quote, verdict, runs.get(number))


def _sent(workspace: Workspace, said: Sequence[Said], somebody: Somebody) -> Iterator[Sent]:
    known = set[str]().union(*(windows(one.text, QUOTED) for one in said))
    for reply in workspace.store.replies():
        if somebody.spans_in(reply["request"]) or standing(reply["request"], known, QUOTED):
            yield Sent(reply["model"], reply["at"])


# In words

Section = tuple[str, list[str]]


def sections(found: Disclosure) -> list[Section]:
    """Return a disclosure as headings with paragraphs, in the language that is spoken."""
    parts = [(_("What we keep of you"), [*_opening(found)]), (_("What you said"), [*_said_in_words(found.said)])]
    parts += [
        (_("What others said of you"), [f"{one.by} ({one.where}): «{one.text}»" for one in found.named]),
        (_("How your words were sorted"), [*_coded_in_words(found.coded)]),
        (_("Lists and surveys"), [f"{_table(row.table)}: {_values(row.values)}" for row in found.rows]),
        (_("What was sent to a language model"), [f"{one.at[:10]}: {one.model}" for one in found.sent]),
        (_("Reports and tables that may hold your words"), list(found.outputs)),
        (_("Files they were read from"), list(found.files)),
        (_("What you can ask for"), [*_rights()]),
    ]
    return [(heading, lines or [_("Nothing.")]) for heading, lines in parts]


def _opening(found: Disclosure) -> Iterator[str]:
    yield _(
        "This is all that this project keeps of you. In our records you are called “%(called)s”; your name is kept"
        " apart, in a file that only the people in charge can open."
    ) % {"called": found.called}
    if found.names:
        yield _("Your name stands there as: %(names)s.") % {"names": "; ".join(found.names)}
    if found.perhaps:
        yield _("These may be you too; nobody has said so: %(people)s.") % {"people": ", ".join(found.perhaps)}


def _said_in_words(said: Sequence[Said]) -> Iterator[str]:
    for one in said:
        place = [one.title, one.territory, one.date, clock(one.start)]
        shared = " " + _("(under a name that others used too)") if one.shared else ""
        yield f"{' · '.join(part for part in place if part)}{shared}: «{one.text}»"


def _coded_in_words(coded: Sequence[Coded]) -> Iterator[str]:
    verdicts = {
        "accepted": _("accepted by a person"),
        "rejected": _("rejected by a person"),
        "changed": _("changed by a person"),
    }
    for one in coded:
        state = verdicts.get(one.verdict or "", one.verdict) or _("a suggestion that nobody looked at")
        yield f"«{one.quote}» → {one.codebook}: {one.code} ({one.coder}; {state})"


def _rights() -> Iterator[str]:
    yield _(
        "You can ask that something be put right (a name that was hidden by mistake, words that are not yours), that"
        " all of this be taken out, or that it be handed to you in a form that a computer reads."
    )


def _table(name: str) -> str:
    tables = {"attendance": _("attendance list"), "surveys": _("survey"), "members": _("list of members")}
    return tables.get(name, name)


def _values(values: Mapping[str, Any]) -> str:
    return ", ".join(f"{name}: {value}" for name, value in values.items())


def as_text(found: Disclosure) -> str:
    """Return a disclosure as plain text."""
    parts = [heading + "\n" + "\n".join(f"· {line}" for line in lines) for heading, lines in sections(found)]
    return "\n\n".join(parts) + "\n"


def _as_json(found: Disclosure) -> str:
    import json

    return json.dumps(asdict(found), ensure_ascii=False, indent=2) + "\n"


def _as_html(found: Disclosure) -> str:
    from html import escape

    from qualkit.i18n import current_language

    body = "".join(
        f"<h2>{escape(heading)}</h2>\n<ul>{''.join(f'<li>{escape(line)}</li>' for line in lines)}</ul>\n"
        for heading, lines in sections(found)
    )
    title = escape(_("What we keep of you"))
    head = f'<meta charset="utf-8"><title>{title}</title>'
    style = "<style>body{max-width:46rem;margin:2rem auto;font-family:sans-serif;line-height:1.5}</style>"
    top = f'<!doctype html>\n<html lang="{current_language()}">\n<head>{head}{style}</head>\n'
    return f"{top}<body>{body}</body>\n</html>\n"


def _write_word(file: Path, found: Disclosure) -> None:
    from docx import Document as WordFile

    word = WordFile()
    for heading, lines in sections(found):
        word.add_heading(heading, level=1)
        for line in lines:
            word.add_paragraph(line, style="List Bullet")
    with file.open("wb") as opened:
        word.save(opened)


_AS: Mapping[str, Callable[[Disclosure], str]] = {".txt": as_text, ".json": _as_json, ".html": _as_html}


def write_disclosure(workspace: Workspace, found: Disclosure, file: Path, *, force: bool = False) -> None:
    """Write a disclosure as .txt, .json, .html or .docx, readable by its owner alone.

    Raises ``InputError`` for another extension, among the reports, where the file exists and ``force`` is not said, and
    where it cannot be written.
    """
    _check(workspace, file, force=force)
    with put_in_place(file) as aside, writing(file):
        aside.chmod(_OWNER_ONLY)  # before there is anything in it to read
        if file.suffix.lower() == ".docx":
            _write_word(aside, found)
        else:
            aside.write_text(_AS[file.suffix.lower()](found), encoding="utf-8")


def _check(workspace: Workspace, file: Path, *, force: bool) -> None:
    check_place(file)
    if file.suffix.lower() not in {*_AS, ".docx"}:
        raise InputError(_("Name a file that ends in .txt, .json, .html or .docx."))
    if file.resolve().is_relative_to((workspace.folder / REPORTS).resolve()):
        raise InputError(_("This holds personal data: write it elsewhere than among the reports, which are shared."))
    if file.exists() and not force:
        raise InputError(_("%(file)s exists already; --force replaces it.") % {"file": file})


def warnings(workspace: Workspace) -> Collection[str]:
    """Return what whoever hands a disclosure over must know."""
    note = names_note(workspace)
    own = _("This holds personal data: hand it to that person alone, and delete it afterwards.")
    return [*([note] if note else []), own]
