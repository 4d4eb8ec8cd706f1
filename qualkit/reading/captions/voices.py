"""Who says what in captions: voice tags, else ``Name: words`` where such labels are plausible, else stretches."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from qualkit.reading.captions.cue_text import has_voices, plain_text, voiced
from qualkit.reading.captions.cues import Cue
from qualkit.reading.labels import LONGEST, Candidates, accepted, may_be_label, seen, without_brackets
from qualkit.reading.spelling import squeeze
from qualkit.reading.turns import Utterance

_INLINE_TIME = re.compile(r"<[0-9][0-9:.]+>")
_LEAD = re.compile(r"\s*(?:>>+|[-–—](?=\s))?\s*")
_DASH = re.compile(r"(?:>>+|[-–—](?=[^\d\s]|\s))\s*")
_CHANGE = re.compile(r"[ \t]*>>+[ \t]*")
_STYLING = re.compile(r"\{\\[^{}\n]{1,200}\}")
_SBV_BREAK = re.compile(r"\[br\]", re.IGNORECASE)
LONG_SILENCE = 3.0
CONTINUES_WITHIN = 10.0

_SAMPLE = 1000
_FEWEST_OF_FULL = 10
_MOST_LABELS = 2000  # nobody's meeting has more speakers

_Said = tuple[Cue, str]


def utterances(cues: Sequence[Cue], *, strict: bool = False) -> list[Utterance]:
    """Return what the cues say and who says it; ``strict`` reads their text as a conforming parser does."""
    if any(has_voices(cue.text) for cue in cues):
        return list(_by_voice(cues, strict=strict))
    said = [(cue, _words(cue.text, strict=strict)) for cue in cues]
    if _is_rolling(cues, said):
        said = _without_repetition(said)
    labels = _labels(text for _cue, text in said)
    return list(_labelled(said, labels) if labels else _unlabelled(said))


def _words(raw: str, *, strict: bool) -> str:
    text = plain_text(raw, strict=strict) if "<" in raw or "&" in raw else raw
    if "{\\" in text:
        text = _STYLING.sub("", text)
    if "[" in text:
        text = _SBV_BREAK.sub("\n", text)
    return _CHANGE.sub("\n>> ", text) if ">>" in text else text


def _by_voice(cues: Sequence[Cue], *, strict: bool) -> Iterator[Utterance]:
    for cue in cues:
        end = max(cue.start, cue.end)
        for speaker, text in _merged(voiced(cue.text, strict=strict)):
            if words := squeeze(text):
                yield Utterance((speaker and seen(speaker)) or None, words, cue.start, end)


def _merged(pieces: Sequence[tuple[str | None, str]]) -> list[tuple[str | None, str]]:
    """Join the pieces of one voice: a tag inside a word does not part it."""
    merged: list[tuple[str | None, str]] = []
    run: list[str] = []
    for i, (voice, text) in enumerate(pieces):
        run.append(text)
        if i + 1 == len(pieces) or pieces[i + 1][0] != voice:
            merged.append((voice, "".join(run)))
            run = []
    return merged


def _is_rolling(cues: Sequence[Cue], said: Sequence[_Said]) -> bool:
    """Say whether captions scroll: each shows again the line that the one before ended with."""
    if any(_INLINE_TIME.search(cue.text) for cue in cues if "<" in cue.text):
        return True
    shown = [list(filter(None, map(squeeze, text.split("\n")))) for _cue, text in said[:_SAMPLE] if text.strip()]
    again = sum(one[-1] == other[0] for one, other in pairwise(shown))
    tall = sum(len(lines) > 1 for lines in shown)
    return len(shown) >= 4 and 2 * again >= len(shown) - 1 and 3 * tall >= len(shown)


def _without_repetition(said: Sequence[_Said]) -> list[_Said]:
    """Drop from each rolling caption the line that the one before already showed."""
    kept: list[_Said] = []
    before = ""
    for cue, text in said:
        lines = list(filter(None, map(squeeze, text.split("\n"))))
        is_shown = bool(lines) and lines[0] == before and not _INLINE_TIME.search(cue.text.strip().partition("\n")[0])
        kept.append((cue, "\n".join(lines[1:] if is_shown else lines)))
        before = lines[-1] if lines else before
    return kept


def _labels(texts: Iterable[str]) -> frozenset[str]:
    """Return the labels that are speakers': the plausible ones, and all where a tool put one before every caption."""
    heads: Counter[str] = Counter()
    n = 0
    for text in texts:
        n += bool(text) and not text.isspace()
        if label := _head(text)[0]:
            heads[label] += 1
    common = dict(heads.most_common(_MOST_LABELS))
    counts = {label: times for label, times in common.items() if may_be_label(label)}
    names = accepted(Candidates(counts, frozenset(), n)) if counts else frozenset()
    is_full = n >= _FEWEST_OF_FULL and heads.total() >= 0.98 * n and sum(common[label] for label in names) >= 0.8 * n
    return frozenset(label for label in common if len(label) <= LONGEST) if is_full else names


def _head(line: str) -> tuple[str, str]:
    """Return what may be a label at the beginning of a line (or nothing), and the words after it."""
    at = line.find(":", 0, LONGEST + 30)
    if at < 1 or not (at + 1 == len(line) or line[at + 1].isspace()):
        return "", line
    if line.find("\n", 0, at) >= 0 and "\n" in line[:at].strip():
        return "", line
    lead = None if line[0].isalpha() else _LEAD.match(line)
    return without_brackets(squeeze(line[lead.end() if lead else 0 : at])), line[at + 1 :]


def _labelled(said: Sequence[_Said], labels: frozenset[str]) -> Iterator[Utterance]:
    speaker: str | None = None
    last = 0.0
    for cue, text in said:
        if cue.start - last > CONTINUES_WITHIN:
            speaker = None
        end = max(cue.start, cue.end)
        for line_speaker, goes_on, words in _lines(text, labels):
            speaker = line_speaker or (speaker if goes_on else None)
            yield Utterance(speaker, words, cue.start, end)
        last = end


def _lines(text: str, labels: frozenset[str]) -> Iterator[tuple[str | None, bool, str]]:
    """Yield (speaker, whether the speaker before goes on, words) for each part of a cue that begins with an accepted
    label, or with the sign that somebody else speaks.
    """
    if "\n" not in text and not text.startswith(">>"):
        label, rest = _head(text)
        if spoken := squeeze(rest if label in labels else text):
            yield (label, False, spoken) if label in labels else (None, True, spoken)
        return
    speaker: str | None = None
    goes_on = True
    words: list[str] = []
    for line in text.split("\n"):
        label, rest = _head(line)
        is_label = label in labels
        if is_label or line.startswith(">>"):
            if spoken := squeeze(" ".join(words)):
                yield speaker, goes_on, spoken
            speaker, goes_on = (label if is_label else None), False
            words = [rest if is_label else line.lstrip("> ")]
        else:
            words.append(line)
    if spoken := squeeze(" ".join(words)):
        yield speaker, goes_on, spoken


def _unlabelled(said: Sequence[_Said]) -> Iterator[Utterance]:
    """Yield one utterance for each stretch without a long silence or a dash that says that somebody else speaks."""
    pieces: list[str] = []
    start = last = 0.0
    for cue, text in said:
        for line in filter(None, map(squeeze, text.split("\n"))):
            dash = _DASH.match(line)
            if pieces and (dash or cue.start - last >= LONG_SILENCE):
                yield Utterance(None, " ".join(pieces), start, last)
                pieces = []
            start = start if pieces else cue.start
            if words := line[dash.end() :] if dash else line:
                pieces.append(words)
            last = max(last if len(pieces) > 1 else cue.start, cue.end, cue.start)
    if pieces:
        yield Utterance(None, " ".join(pieces), start, last)
