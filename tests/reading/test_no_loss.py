"""No letter that anybody says gets lost, and none is said twice: counted by a notion of speech of its own.

For the real transcripts, the reference knows nothing of qualkit: it cuts files by what their tools print, with a few
lines of string handling for each kind of file. For invented ones, the speech is known before the file is written.
"""

import html
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualkit.reading.transcripts import read_transcript

SHARED = Path(__file__).resolve().parents[2] / "../shared/data/transcripts"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the material beside the checkout is absent")


def letters(words):
    return "".join(char for char in words if char.isalpha())


def said_by(pairs):
    """Return the letters of each speaker in the order in which they are said, and all of them in order."""
    by_speaker = Counter()
    for speaker, words in pairs:
        by_speaker[speaker] += len(letters(words))
    return by_speaker, letters("".join(words for _speaker, words in pairs))


def read(path):
    found = read_transcript(path)
    return [(turn.speaker, turn.span.of(found.text)) for turn in found.turns]


def of_vtt(raw):
    """Speech of a VTT as its tools write it: below the line with the arrow, up to the empty line."""
    speaker = None
    for block in re.split(r"\n\s*\n", raw.replace("\r", "")):
        rows = block.strip("\n").split("\n")
        arrows = [i for i, row in enumerate(rows) if " --> " in row]
        if not arrows:
            continue
        words = html.unescape(" ".join(rows[arrows[0] + 1 :]))
        if words.startswith("<v "):
            speaker, _bracket, words = words[3:].replace("</v>", "").partition(">")
        elif is_zoom_label(words):
            speaker, _colon, words = words.partition(": ")
        yield speaker, words


def is_zoom_label(words):
    """Zoom puts the speaker before the first colon of every caption."""
    return 0 < words.find(": ") <= 60


def of_chat(raw):
    """Speech of a Zoom chat: what follows time and name, without reactions and without what is quoted in an answer."""
    for message in re.split(r"(?m)^(?=\d\d:\d\d:\d\d\t)", raw.replace("\r", "")):
        if not message.strip():
            continue
        _time, name, words = message.split("\t", 2)
        if words.startswith(("Reacted to ", "Removed a")):
            continue
        if words.startswith('Replying to "'):
            words = words.partition("\n\n")[2]
        yield name.rstrip(":"), words


LABELLED = {"autal": "Roberto Pizarro", "cbasilio": "Persona 6", "colmed": "Fernanda Crispi"}
LABELLED |= {"ginecologas": "Andrea von Hoveling", "jicorrea": "J.I. Correa"}


def of_testimony(path):
    """Speech of a testimony: all of it; in five of them the transcribers wrote a label where another voice begins."""
    text, label = path.read_text(encoding="utf-8-sig"), LABELLED.get(path.name.partition("_")[0])
    parts = re.split(rf"(?m)^ ?{re.escape(label)}: ", text) if label else [text]
    yield None, parts[0]
    for part in parts[1:]:
        yield label, part


HEADERS = {
    "es_meet_md_extracto.md": (1, 3, 5, 7, 9, 17, 21, 23),
    "es_teams_texto_pegado_extracto.txt": (1, 2, 3, 5, 32),
    "es_teams_tutoria_extracto.md": (1, 3, 4, 6, 106, 108, 110, 111),
}


def of_extract(path):
    """Speech of the Teams and Meet extracts: all lines but those that are listed, by the name above or before them."""
    speaker = None
    for number, row in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        if number in HEADERS[path.name] or not row.strip():
            continue
        head = re.fullmatch(r"\*\*(.+) \(\d+:\d\d\):\*\*\s*|(.+?) {3}\d+:\d\d\s*", row)
        if head:
            speaker = head[1] or head[2]
        elif path.name == "es_meet_md_extracto.md":
            speaker, _colon, words = row.partition(": ")
            yield speaker, words
        else:
            yield speaker, row


def captions():
    return sorted(SHARED.rglob("*.vtt"))


def name_of(path):
    return str(path.relative_to(SHARED))


@needs_shared
@pytest.mark.shared
@pytest.mark.parametrize("path", captions(), ids=name_of)
def test_captions(path):
    expected, got = said_by(list(of_vtt(path.read_text(encoding="utf-8")))), said_by(read(path))
    assert got == expected


@needs_shared
@pytest.mark.shared
@pytest.mark.parametrize("path", sorted(SHARED.rglob("chat.txt")), ids=name_of)
def test_chats(path):
    expected = said_by([pair for pair in of_chat(path.read_bytes().decode("utf-8")) if letters(pair[1])])
    assert said_by([pair for pair in read(path) if letters(pair[1])]) == expected


@needs_shared
@pytest.mark.shared
@pytest.mark.parametrize("path", [SHARED / "es-extracts" / name for name in HEADERS], ids=name_of)
def test_teams_and_meet(path):
    assert said_by(read(path)) == said_by(list(of_extract(path)))


@needs_shared
@pytest.mark.shared
@pytest.mark.parametrize("path", sorted((SHARED / "audiencias-chile").glob("*_*.txt")), ids=name_of)
def test_testimonies(path):
    assert said_by(read(path)) == said_by(list(of_testimony(path)))


@needs_shared
@pytest.mark.shared
def test_no_file_of_the_material_is_left_out():
    tested = {*captions(), *SHARED.rglob("chat.txt"), *(SHARED / "audiencias-chile").glob("*_*.txt")}
    tested |= {SHARED / "es-extracts" / name for name in HEADERS}
    others = {path for path in SHARED.rglob("*") if path.is_file()} - tested
    assert {path.suffix for path in others} <= {"", ".json", ".tsv", ".csv", ".md", ".txt"}
    assert {path.name for path in others if path.suffix in (".md", ".txt")} == {"README.md", "SOURCE.txt"}


NAMES = (
    "Ana Pino",
    "Luis Rey (UTP)",
    "Esc. Los Aromos - Paola",
    "Pino Rey, Eva María",
    "Facilitadora",
    "ROSA DÍAZ LARA",
)
WORD = st.text(alphabet="abcdeñáéú", min_size=1, max_size=9)
SENTENCE = st.lists(WORD, min_size=2, max_size=9).map(lambda words: " ".join(words) + ".")
TALK = st.lists(st.tuples(st.sampled_from(NAMES), SENTENCE), min_size=4, max_size=14).filter(
    lambda talk: len({name for name, _words in talk}) > 1
)


def clock(i, *, hours=True, point="."):
    seconds = 7 * i
    return f"{'00:' if hours else ''}{seconds // 60:02d}:{seconds % 60:02d}{point}000"


def short(i):
    return f"{7 * i // 60}:{7 * i % 60:02d}"


def as_vtt(talk):
    return "WEBVTT\n\n" + "".join(
        f"{i}\n{clock(i)} --> {clock(i + 1)}\n{name}: {words}\n\n" for i, (name, words) in enumerate(talk)
    )


def as_voices(talk):
    return "WEBVTT\n\n" + "".join(
        f"{clock(i)} --> {clock(i + 1)}\n<v {name}>{words.replace(' ', chr(10), 1)}</v>\n\n"
        for i, (name, words) in enumerate(talk)
    )


def as_srt(talk):
    return "".join(
        f"{i + 1}\n{clock(i, point=',')} --> {clock(i + 1, point=',')}\n{name}: {words}\n\n"
        for i, (name, words) in enumerate(talk)
    )


def as_poor_vtt(talk):
    """No header, commas for points, an arrow of its own, no empty lines."""
    return "".join(
        f"{i + 1}\n{clock(i, point=',')} -> {clock(i + 1, point=',')}\n{name}: {words}\n"
        for i, (name, words) in enumerate(talk)
    )


def as_sbv(talk):
    return "".join(
        f"0:{clock(i, hours=False)},0:{clock(i + 1, hours=False)}\n{name}: {words}\n\n"
        for i, (name, words) in enumerate(talk)
    )


def as_labels(talk):
    return "".join(f"{name}: {words}\n" for name, words in talk)


def as_bold(talk):
    return "# Notas\n\n" + "".join(f"- **{name}:** {words}\n" for name, words in talk)


def as_timed_labels(talk):
    return "".join(f"[{clock(i)[:8]}] {name}: {words}\n" for i, (name, words) in enumerate(talk))


def as_teams(talk):
    heads = "".join(f"{name}   {short(i)}\n{words}\n\n" for i, (name, words) in enumerate(talk))
    return f"Red-20250411_150325-Grabación de la reunión\n11 de abril de 2025, 8:03p.m.\n59m 3s\n\n{NAMES[0]} inició la transcripción\n\n{heads}"


def as_teams_markdown(talk):
    return "".join(f"**{name}** {short(i)}  \n{words}  \n\n" for i, (name, words) in enumerate(talk))


def as_otter(talk):
    heads = "".join(f"{name}  {short(i)}  \n{words}\n\n" for i, (name, words) in enumerate(talk))
    return f"{heads}Transcribed by https://otter.ai\n"


def as_saved_captions(talk):
    return "".join(f"[{name}] 09:{clock(i, hours=False)[:5]}\n{words}\n\n" for i, (name, words) in enumerate(talk))


def as_chat(talk):
    return "".join(f"{clock(i)[:8]}\t From {name} to Everyone:\t{words}\r\n" for i, (name, words) in enumerate(talk))


def as_new_chat(talk):
    return "".join(f"{clock(i)[:8]}\t{name}:\t{words}\r\n" for i, (name, words) in enumerate(talk))


def as_spanish_chat(talk):
    return "".join(f"2025-04-11 {clock(i)[:8]} De {name} a Todos:\n\t{words}\n" for i, (name, words) in enumerate(talk))


JOINING = (as_vtt, as_voices, as_srt, as_poor_vtt, as_sbv, as_teams, as_teams_markdown, as_otter, as_saved_captions)
APART = (as_labels, as_bold, as_timed_labels, as_chat, as_new_chat, as_spanish_chat)
ENDINGS = {
    as_vtt: "vtt",
    as_voices: "vtt",
    as_srt: "srt",
    as_poor_vtt: "vtt",
    as_sbv: "sbv",
    as_bold: "md",
    as_teams_markdown: "md",
}


def joined(talk):
    turns = []
    for name, words in talk:
        if turns and turns[-1][0] == name:
            turns[-1] = (name, f"{turns[-1][1]} {words}")
        else:
            turns.append((name, words))
    return turns


@pytest.mark.parametrize("write", [*JOINING, *APART], ids=lambda write: write.__name__[3:])
@settings(max_examples=25, deadline=None)
@given(talk=TALK)
def test_what_was_written_is_read(write, tmp_path_factory, talk):
    path = tmp_path_factory.mktemp("talk") / f"sesion.{ENDINGS.get(write, 'txt')}"
    path.write_text(write(talk), encoding="utf-8", newline="")
    assert read(path) == (joined(talk) if write in JOINING else talk)


@pytest.mark.parametrize("drop", ["letter", "speaker", "turn", "twice"])
def test_the_count_sees_a_loss(drop):
    pairs = [("Ana", "uno dos"), ("Luis", "tres")]
    worse = {
        "letter": [("Ana", "uno do"), ("Luis", "tres")],
        "speaker": [("Luis", "uno dos"), ("Ana", "tres")],
        "turn": [("Ana", "uno dos")],
        "twice": [*pairs, pairs[1]],
    }
    assert said_by(worse[drop]) != said_by(pairs)


def of_kind(write):
    return {as_vtt: "vtt", as_srt: "srt", as_sbv: "sbv"}[write]


MENDABLE = (
    lambda text: text.removeprefix("WEBVTT\n\n"),
    lambda text: text.replace("\n\n", "\n"),
    lambda text: text.replace("\n", "\n\n"),
    lambda text: text.replace("\n", "\r\n"),
    lambda text: text.replace(" --> ", "-->"),
    lambda text: text.replace(" --> ", " -> "),
    lambda text: text.replace(" --> ", " —> "),
    lambda text: text.replace(".000", ",000"),
    lambda text: re.sub(r"[.,]000", "", text),
    lambda text: re.sub(r"\b0(\d:)", r"\1", text),
    lambda text: text.replace("00:00:0", "00:00:x"),
    lambda text: re.sub(r"(?m)^\d+\n", "", text),
    lambda text: "\ufeff" + text,
    lambda text: re.sub(r"(?m)^(\S+: )", r"\1<i>", text),
    lambda text: re.sub(r"(?m)^(\S+: )", r"\1< ", text),
    lambda text: text.rstrip("\n"),
)


@pytest.mark.parametrize("write", [as_vtt, as_srt, as_sbv], ids=of_kind)
@settings(max_examples=60, deadline=None)
@given(talk=TALK, mend=st.lists(st.sampled_from(MENDABLE), max_size=3))
def test_no_letter_is_lost_from_captions_in_disrepair(write, tmp_path_factory, talk, mend):
    text = write(talk)
    for change in mend:
        text = change(text)
    path = tmp_path_factory.mktemp("talk") / f"sesion.{of_kind(write)}"
    path.write_text(text, encoding="utf-8", newline="")
    names = {name for name, _words in talk}
    said = "".join(words if speaker in names else f"{speaker or ''}{words}" for speaker, words in read(path))
    for name in names:
        said = said.replace(f"{name}:", "")
    assert letters(said) == letters("".join(words for _name, words in talk))
