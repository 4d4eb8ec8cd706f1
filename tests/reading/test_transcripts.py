import time
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualkit.errors import InputError
from qualkit.reading.plain import read_plain
from qualkit.reading.transcripts import read_transcript, read_with_cues

SHARED = Path(__file__).resolve().parents[2] / "../shared/data"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the material beside the checkout is absent")


def write(tmp_path, name, text, encoding="utf-8"):
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return path


def turns_of(read):
    return [(turn.speaker, turn.start, turn.span.of(read.text)) for turn in read.turns]


TWO = [("Ana Pino", "Hola a todas"), ("Luis Rey", "Sí, igual")]


@pytest.mark.parametrize(
    ("text", "times"),
    [
        pytest.param("Ana Pino: Hola a todas\nLuis Rey: Sí, igual\n", (None, None), id="name"),
        pytest.param("**Ana Pino:** Hola a todas\n\n**Luis Rey:** Sí, igual\n", (None, None), id="bold"),
        pytest.param("**Ana Pino**: Hola a todas\n\n**Luis Rey**: Sí, igual\n", (None, None), id="bold-colon-outside"),
        pytest.param("[00:01:02] Ana Pino: Hola a todas\n[00:01:04] Luis Rey: Sí, igual",
                     (62.0, 64.0), id="bracket-time"),
        pytest.param("00:01:02 Ana Pino: Hola a todas\n00:01:04 Luis Rey: Sí, igual", (62.0, 64.0), id="time"),
        pytest.param("[00:01:02 - 00:01:03] Ana Pino: Hola a todas\n[00:01:04 - 00:01:05] Luis Rey: Sí, igual",
                     (62.0, 64.0), id="range"),
        pytest.param("Ana Pino (0:03): Hola a todas\nLuis Rey (0:09): Sí, igual", (3.0, 9.0), id="time-in-brackets"),
        pytest.param("Ana Pino   0:03\nHola a todas\n\nLuis Rey   0:09\nSí, igual\n", (3.0, 9.0), id="teams"),
        pytest.param("**Ana Pino** 0:03  \nHola a todas\n\n**Luis Rey** 0:09  \nSí, igual\n",
                     (3.0, 9.0), id="teams-bold"),
        pytest.param("**Ana Pino (0:03):**  \nHola a todas\n\n**Luis Rey (0:09):**  \nSí, igual\n",
                     (3.0, 9.0), id="teams-md"),
        pytest.param("**Ana Pino — 0:03**\n\nHola a todas\n\n**Luis Rey — 0:09**\n\nSí, igual\n",
                     (3.0, 9.0), id="teams-dash"),
        pytest.param("Ana Pino\n0:03\nHola a todas\nLuis Rey\n0:09\nSí, igual\n", (3.0, 9.0), id="pasted"),
        pytest.param("— Ana Pino: Hola a todas\n— Luis Rey: Sí, igual\n", (None, None), id="raya-with-names"),
        pytest.param("[Ana Pino] 0:00:03\nHola a todas\n\n[Luis Rey] 0:00:09\nSí, igual\n",
                     (3.0, 9.0), id="saved-captions"),
        pytest.param("### 00:05:00\n\nAna Pino: Hola a todas\n\n### 00:10:00\n\nLuis Rey: Sí, igual\n",
                     (300.0, 600.0), id="meet"),
        pytest.param("[Ana Pino]: Hola a todas\n[Luis Rey]: Sí, igual\n", (None, None), id="name-in-brackets"),
        pytest.param("Ana Pino:\nHola a todas\nLuis Rey:\nSí, igual\n", (None, None), id="name-on-its-line"),
    ],
)  # fmt: skip
def test_texts_with_speakers(tmp_path, text, times):
    read = read_transcript(write(tmp_path, "sesion.md", text))
    assert turns_of(read) == [(name, start, words) for (name, words), start in zip(TWO, times, strict=True)]
    assert read.text == text


def test_a_role_in_brackets_stays_in_the_label(tmp_path):
    read = read_transcript(write(tmp_path, "s.txt", "Ana Pino (Moderadora): Hola\nLuis Rey (UTP): Chao\n"))
    assert [(t.speaker, t.facilitator) for t in read.turns] == [
        ("Ana Pino (Moderadora)", True),
        ("Luis Rey (UTP)", False),
    ]


def test_a_configured_name_marks_the_facilitator(tmp_path):
    path = write(tmp_path, "s.txt", "Ana Pino: Hola\nLuis Rey: Chao\nAna Pino: Ya\n")
    assert [t.facilitator for t in read_transcript(path, facilitators=("ana pino",)).turns] == [True, False, True]


def test_a_testimony_is_one_turn(tmp_path):
    text = "Buenos días a todos.\nVengo a contar: lo nuestro.\n\nEntonces: partimos.\n"
    read = read_transcript(write(tmp_path, "t.txt", text))
    assert turns_of(read) == [(None, None, text.strip())]


def test_lines_without_label_go_on_with_the_turn(tmp_path):
    read = read_transcript(write(tmp_path, "t.txt", "Ana Pino: Uno\ndos: tres\n\nLuis Rey: cuatro\nAna Pino: ya\n"))
    assert turns_of(read)[0] == ("Ana Pino", None, "Uno\ndos: tres")


def test_what_the_tools_write_is_nobody_s_words(tmp_path):
    text = ("Reunión-20250102-Grabación de la reunión\n2 de enero de 2025, 8:03p.m.\n\n"
            "Ana Pino inició la transcripción\n\n"
            "Ana Pino   0:03\nHola\n\nLuis Rey   0:05\nChao\n\nAna Pino detuvo la transcripción\n")  # fmt: skip
    assert turns_of(read_transcript(write(tmp_path, "t.txt", text))) == [
        ("Ana Pino", 3.0, "Hola"),
        ("Luis Rey", 5.0, "Chao"),
    ]


def test_speech_before_the_first_label_is_kept(tmp_path):
    text = "y bueno, eso era lo que les quería contar de nuestra escuela en el valle.\n"
    text += "Ana Pino: Gracias\nAna Pino: Sigamos\n"
    assert read_transcript(write(tmp_path, "t.txt", text)).turns[0].speaker is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("iPhone: hola a todos y todas\nPaola Soto: gracias\n",
         [("iPhone", "hola a todos y todas"), ("Paola Soto", "gracias")]),
        ("vale_m: hola a todos y todas\nsigo yo\nPaola Soto: gracias\nde nuevo\nPaola Soto: ya\nmás\n",
         [(None, "vale_m: hola a todos y todas\nsigo yo"), ("Paola Soto", "gracias\nde nuevo"), ("Paola Soto", "ya\nmás")]),
        ("Sesión 3\nFecha: 12 de marzo\nModalidad: virtual\nPaola Soto: gracias\nLuis Rey: ya\n",
         [("Paola Soto", "gracias"), ("Luis Rey", "ya")]),
        ("Luis Rey: hola\nPaola Soto / Luis Rey: bien\nLuis Rey: ya\n",
         [("Luis Rey", "hola"), ("Paola Soto / Luis Rey", "bien"), ("Luis Rey", "ya")]),
    ],
    ids=["device", "nickname", "title", "two-at-one-screen"],
)  # fmt: skip
def test_what_an_odd_label_stands_before_is_not_lost_nor_given_to_another(tmp_path, text, expected):
    said = [(speaker, words) for speaker, _start, words in turns_of(read_transcript(write(tmp_path, "a.txt", text)))]
    assert said == expected


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.txt", "\u200fPaola Soto\u200e: hola\nPaola\u200b Soto: ya\n\ufeffPaola Soto: sí\n"),
        ("a.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Paola\u200b Soto>hola</v>\n\n"
                  "00:02.000 --> 00:03.000\n<v \u2068Paola Soto\u2069>ya</v>\n"),
        ("a.srt", "1\n00:00:01,000 --> 00:00:02,000\nPaola\u200b Soto: hola\n\n"
                  "2\n00:00:02,000 --> 00:00:03,000\nPaola Soto\u200f: ya\n"),
    ],
)  # fmt: skip
def test_unseen_characters_in_a_label_make_no_other_person(tmp_path, name, text):
    assert {turn.speaker for turn in read_transcript(write(tmp_path, name, text)).turns} == {"Paola Soto"}


def test_lines_with_a_raya_are_turns_of_somebody(tmp_path):
    read = read_transcript(write(tmp_path, "t.txt", "—Hola, ¿cómo están?\n—Bien, acá estamos.\n"))
    assert turns_of(read) == [(None, None, "Hola, ¿cómo están?"), (None, None, "Bien, acá estamos.")]


def test_times_without_names_are_turns(tmp_path):
    read = read_transcript(write(tmp_path, "t.txt", "[00:00:02] hola a todas\n[00:00:09] sigamos nomás\n"))
    assert turns_of(read) == [(None, 2.0, "hola a todas"), (None, 9.0, "sigamos nomás")]


def test_the_time_of_day_is_not_the_time_of_the_recording(tmp_path):
    read = read_transcript(write(tmp_path, "t.txt", "[Ana Pino] 17:03:12\nHola\n\n[Luis Rey] 17:03:20\nChao\n"))
    assert [turn.start for turn in read.turns] == [None, None]
    assert "time of day" in read.warnings[0]


def test_chat_lines_inside_a_transcript_are_chat(tmp_path):
    read = read_transcript(write(tmp_path, "t.txt", "00:00:02 Ana Pino: Hola\n00:00:05 [chat] Luis Rey: yo igual\n"))
    assert [(t.speaker, t.channel) for t in read.turns] == [("Ana Pino", "speech"), ("Luis Rey", "chat")]


def test_an_hour_at_the_end_of_a_sentence_is_no_label(tmp_path):
    read = read_transcript(
        write(tmp_path, "t.txt", "Ana Pino: Partimos ayer\ny nos vimos a las 10:30\nLuis Rey: Sí\nAna Pino: Ya\n")
    )
    assert turns_of(read)[0][2] == "Partimos ayer\ny nos vimos a las 10:30"


CHAT = (
    "00:01:34\t From Ana Pino to Everyone:\thola\n"
    "00:02:10\tLuis Rey:\tdos líneas\nseguidas\n"
    '00:02:20\tLuis Rey:\tReacted to "hola" with 👍\n'
    '00:03:01\tAna Pino:\tReplying to "dos líneas"\n\nsí, igual\n'
    "00:04:00\t From Ana Pino to Luis Rey(Direct Message):\tsecreto\n"
)


def test_a_chat_export(tmp_path):
    read = read_transcript(write(tmp_path, "chat.txt", CHAT.replace("\n00", "\r\n00")))
    assert (read.kind, read.format) == ("chat", "zoom-chat")
    assert turns_of(read) == [
        ("Ana Pino", 94.0, "hola"),
        ("Luis Rey", 130.0, "dos líneas\nseguidas"),
        ("Ana Pino", 181.0, "sí, igual"),
    ]
    assert {turn.channel for turn in read.turns} == {"chat"}
    assert "1 private" in read.warnings[0]


@pytest.mark.parametrize(
    ("line", "time"),
    [
        pytest.param("18:01:34\t De  Ana Pino a Todos:\thola\n", None, id="spanish"),
        pytest.param("18:01:34 From Ana Pino to Everyone : hola\n", None, id="spaces"),
        pytest.param("00:01:34\t From  Ana Pino : hola\n", 94.0, id="oldest"),
        pytest.param("00:01:34 From Ana Pino to Everyone:\n\thola\n", 94.0, id="words-below"),
        pytest.param("2025-04-11 00:01:34 From Ana Pino to Everyone:\n\thola\n", 94.0, id="with-date"),
        pytest.param("11/04/2025, 00:01:34 De Ana Pino para Todos:\n\thola\n", 94.0, id="with-chilean-date"),
        pytest.param("00:01:34\tAna Pino:\thola\n", 94.0, id="cloud"),
        pytest.param("00:01:34 Ana Pino to Everyone: hola\n", 94.0, id="without-from"),
        pytest.param("06:01 PM From Ana Pino to Everyone : hola\n", None, id="afternoon"),
        pytest.param("00:01:34 Desde Ana Pino a Todos los panelistas: hola\n", 94.0, id="panelists"),
    ],
)
def test_a_chat_of_every_generation(tmp_path, line, time):
    read = read_transcript(write(tmp_path, "chat.txt", line))
    assert (read.kind, turns_of(read)) == ("chat", [("Ana Pino", time, "hola")])
    assert ("time of day" in " ".join(read.warnings)) == (time is None)


@pytest.mark.parametrize(
    "words",
    [
        'Reacted to "hola" with 👍',
        "Reacted to “hola a tod...” with ❤️",
        'Reacted to hola with "👍"',
        'Reaccionó a "hola" con 😂',
        'Removed a 👍 reaction from "hola"',
        'Eliminó una reacción 👍 de "hola"',
    ],
)
def test_reactions_are_nobody_s_words(tmp_path, words):
    path = write(tmp_path, "chat.txt", f"00:01:34\tAna Pino:\thola\n00:01:35\tLuis Rey:\t{words}\n")
    assert len(read_transcript(path).turns) == 1


@pytest.mark.parametrize(
    "words", ["Reacted to the news with joy", "Eliminó una piedra de la sala", "Replying to you: sí"]
)
def test_words_that_begin_as_a_reaction_are_words(tmp_path, words):
    path = write(tmp_path, "chat.txt", f"00:01:34\tAna Pino:\t{words}\n")
    assert turns_of(read_transcript(path)) == [("Ana Pino", 94.0, words)]


@pytest.mark.parametrize(
    "head",
    [
        "From Ana Pino to Luis Rey(Direct Message):",
        "De Ana Pino a Luis Rey (mensaje directo):",
        "From Ana Pino (Privately) :",
    ],
)
def test_private_messages_stay_private(tmp_path, head):
    text = f"00:01:30\t From Ana Pino to Everyone:\thola\n00:01:34\t {head}\tsecreto\n"
    read = read_transcript(write(tmp_path, "chat.txt", text))
    assert [turn.span.of(read.text) for turn in read.turns] == ["hola"]
    assert "1 private" in read.warnings[0]


def test_a_transcript_is_no_chat(tmp_path):
    assert read_transcript(write(tmp_path, "t.txt", "00:00:05 De repente pensé: no\n")).kind == "transcript"


A, L = "Ana Pino", "Luis Soto"
SHAPES = {
    "teams-es": (
        "t.txt",
        "Capacitación-20260709_150325-Grabación de la reunión\n9 de julio de 2026, 8:03p.m.\n59m 3s\n\n"
        "Pino Rey, Ana inició la transcripción\n\nPino Rey, Ana   0:03\nUno.\n\nSoto, Luis   0:12\nHello!\n\n"
        "Soto, Luis   0:15\nDos.\n\nPino Rey, Ana detuvo la transcripción\n",
        [("Pino Rey, Ana", 3.0, "Uno."), ("Soto, Luis", 12.0, "Hello! Dos.")],
    ),
    "teams-en": (
        "t.txt",
        "Meeting-20260709_150325-Meeting Recording\nAugust 3, 2026, 20:14\n1h 2m 3s\n\nAna Pino started transcription\n\n"
        "Ana Pino   0:03\nUno.\n\nLuis Soto   1:00:12\nDos.\n\nAna Pino stopped transcription\n",
        [(A, 3.0, "Uno."), (L, 3612.0, "Dos.")],
    ),
    "teams-pasted": (
        "t.txt",
        "AP\nAna Pino\n0 minutos 3 segundos\n0:03\nUno.\nLS\nLuis Soto\n9 segundos\n0:09\nDos.\n",
        [(A, 3.0, "Uno."), (L, 9.0, "Dos.")],
    ),
    "teams-markdown": (
        "t.md",
        "# Red-20260305_121458 – Grabación de la reunión\n\n**Fecha:** 5 de marzo de 2026, 6:14 p.m.  \n**Duración:** 16m 13s\n\n"
        "_ANA PINO inició la transcripción_.\n\n**ANA PINO (0:03):**  \nUno\\.  \n\n**LUIS SOTO — 0:15**\n\nDos\\!\n\n"
        "_ANA PINO detuvo la transcripción_.\n\n---\n\n> - Transcripción realizada por Microsoft Teams.\n> - Revisada y editada por _Eva_\n",
        [("ANA PINO", 3.0, "Uno."), ("LUIS SOTO", 15.0, "Dos!")],
    ),
    "meet-es": (
        "t.md",
        "## **Reunión - Transcripción**\n\n# **Asistentes**\n\nAna Pino, Luis Soto\n\n# **Transcripción**\n\n### 00:05:00\n\n"
        "**Ana Pino:** Uno\n\nLuis Soto: \\- Dos\n\n### La reunión finalizó después de 00:24:09 👋\n\n"
        "*Esta transcripción editable se generó por computadora y puede contener errores.*\n",
        [(A, 300.0, "Uno"), (L, None, "- Dos")],
    ),
    "meet-2026": (
        "t.txt",
        "9 jul 2026\nReunión - Transcripción\n00:00:00\nAna Pino: sobre sobre\nLuis Soto: Sí, claro.\nAna Pino: eso.\n**00:01:41**\n"
        "Luis Soto: Ya.\nLa transcripción finalizó después de 01:15:25\n"
        "Esta transcripción editable se ha generado por ordenador y puede contener errores.\n",
        [(A, 0.0, "sobre sobre"), (L, None, "Sí, claro."), (A, None, "eso."), (L, 101.0, "Ya.")],
    ),
    "meet-en": (
        "t.txt",
        "Team - Transcript\nAttendees\nAna Pino, Luis Soto, Eva Mol, Juan Paz, Rosa Díaz, Pedro Lira, Marta Ossa, Inés Vial\n"
        "Transcript\nAna Pino: Uno.\nLuis Soto: Dos.\nAna Pino: Tres.\nMeeting ended after 00:24:09 👋\n"
        "This editable transcript was computer generated and might contain errors. People can also change the text.\n",
        [(A, None, "Uno."), (L, None, "Dos."), (A, None, "Tres.")],
    ),
    "otter": (
        "t.txt",
        "Reunión red\nThu, Mar 03, 2022 10:00AM • 55:21\n\nSUMMARY KEYWORDS\nschool, teachers, reading, kids, network, plan, math, "
        "year, class, book, home, day, team, test, time\n\nSPEAKERS\nAna Pino, Luis Soto\n\nAna Pino  00:03\nUno.\n\n"
        "Luis Soto  55:21  \nDos.\n\nTranscribed by https://otter.ai\n",
        [(A, 3.0, "Uno."), (L, 3321.0, "Dos.")],
    ),
    "otter-without-names": (
        "t.txt",
        "0:15  \nUno dos.\n\n1:02  \nTres.\n\n2:10  \nCuatro.\n\nTranscribed by https://otter.ai\n",
        [(None, 15.0, "Uno dos."), (None, 62.0, "Tres."), (None, 130.0, "Cuatro.")],
    ),
    "zoom-saved-captions": (
        "t.txt",
        "[Ana Pino] 09:04:12\nUno\n\n[Ana Pino] 09:04:15\ny dos.\n\n[Luis Soto] 09:04:20\nTres.\n",
        [(A, None, "Uno y dos."), (L, None, "Tres.")],
    ),
    "youtube": ("t.txt", "0:00\nuno dos\n0:04\n4 segundos\ntres\n0:09\ncuatro\n", [(None, 0.0, "uno dos tres cuatro")]),
    "youtube-in-lines": (
        "t.txt",
        "".join(f"0:{i:02d} palabra {word}\n" for i, word in enumerate(("a", "b", "c", "d", "e", "f"))),
        [(None, 0.0, "palabra a palabra b palabra c palabra d palabra e palabra f")],
    ),
    "notes": (
        "t.md",
        "# Notas\n\nTerritorio: Red X\n\n- **Ana Pino:** uno\n* **Luis Soto**: dos\n\n**Ana Pino** tres.\n\n**Luis Soto** cuatro.\n",
        [(A, None, "uno"), (L, None, "dos"), (A, None, "tres."), (L, None, "cuatro.")],
    ),
    "names-in-bold-and-words-in-bold": (
        "t.md",
        "**Ana Pino**\nuno\n\n**Luis Soto**\ndos\n\n**Ana Pino**\n**Muy importante**\ntres\n",
        [(A, None, "uno"), (L, None, "dos"), (A, None, "Muy importante**\ntres")],
    ),
    "numbered": ("t.txt", "1. Ana Pino: uno\n2. Luis Soto: dos\n3) Ana Pino: tres\n", [(A, None, "uno"), (L, None, "dos"), (A, None, "tres")]),
}  # fmt: skip


@pytest.mark.parametrize(("name", "text", "expected"), SHAPES.values(), ids=SHAPES)
def test_what_the_tools_write(tmp_path, name, text, expected):
    assert turns_of(read_transcript(write(tmp_path, name, text))) == expected


@pytest.mark.parametrize(
    "words",
    [
        "ella inició la transcripción",
        "la reunión finalizó después de almuerzo",
        "5 minutos",
        "keywords que usamos",
        "* * x",
    ],
)
def test_words_that_sound_like_a_tool_are_words(tmp_path, words):
    read = read_transcript(write(tmp_path, "t.txt", f"Ana Pino: Hola\n{words}\nLuis Rey: Ya\nAna Pino: Sí\n"))
    assert turns_of(read)[0][2] == f"Hola\n{words}".rstrip("*")


@pytest.mark.parametrize("name", ["a.test", "a", "a.log"])
def test_captions_under_another_name_are_captions(tmp_path, name):
    read, cues = read_with_cues(write(tmp_path, name, "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ana>Hola\n"))
    assert (read.format, [cue.text for cue in cues]) == ("vtt", ["<v Ana>Hola"])


@pytest.mark.parametrize(
    ("name", "text", "format"),
    [
        ("a.srt", "WEBVTT\n\n00:01.000 --> 00:02.000\nHola\n", "vtt"),
        ("a.vtt", "1\n00:00:01,000 --> 00:00:02,000\nHola\n", "vtt"),
        ("a.vtt", "0:00:01.000,0:00:02.000\nHola\n", "sbv"),
        ("a.txt", "1\n00:00:01,000 --> 00:00:02,000\nHola\n", "srt"),
        ("a.sbv", "0:00:01.000,0:00:02.000\nHola\n", "sbv"),
    ],
)
def test_the_content_goes_before_the_ending(tmp_path, name, text, format):
    read = read_transcript(write(tmp_path, name, text))
    assert (read.format, turns_of(read)) == (format, [(None, 1.0, "Hola")])


def test_times_of_the_recording_are_no_times_of_day(tmp_path):
    assert read_transcript(write(tmp_path, "t.txt", "Ana Pino: a las 17:30\nLuis Rey: sí\n")).warnings == ()
    assert (
        read_transcript(write(tmp_path, "t.txt", "[Ana Pino] 0:03:12\nHola\n\n[Luis Rey] 0:03:20\nChao\n")).warnings
        == ()
    )


@pytest.mark.parametrize("name", ["t.vtt", "t.srt", "t.sbv"])
def test_a_text_that_calls_itself_captions_is_read_as_a_text(tmp_path, name):
    read, cues = read_with_cues(write(tmp_path, name, "Ana Pino: Hola\nLuis Rey: Ya\nAna Pino: Chao\n"))
    assert (read.format, cues) == ("txt", None)
    assert turns_of(read)[1] == ("Luis Rey", None, "Ya")


def test_only_captions_have_cues(tmp_path):
    assert read_with_cues(write(tmp_path, "t.txt", "Ana Pino: Hola\n"))[1] is None


def word(tmp_path, fill, name="sesion.docx"):
    document = docx.Document()
    fill(document)
    document.save(tmp_path / name)
    return tmp_path / name


def test_word_with_names_and_colons(tmp_path):
    def fill(document):
        document.add_heading("Sesión 2")
        for line in ("Ana Pino: Hola", "a todas", "Ana Pino: de nuevo", "Luis Rey: Chao"):
            document.add_paragraph(line)

    read = read_transcript(word(tmp_path, fill))
    assert turns_of(read) == [("Ana Pino", None, "Hola a todas de nuevo"), ("Luis Rey", None, "Chao")]
    assert read.text == "Ana Pino: Hola a todas de nuevo\nLuis Rey: Chao\n"


def test_word_with_names_in_bold_on_their_own_line(tmp_path):
    def fill(document):
        for name, words in (("Ana Pino", "Hola"), ("Luis Rey", "Chao"), ("Ana Pino", "Ya")):
            document.add_paragraph().add_run(name).bold = True
            document.add_paragraph(words)

    assert turns_of(read_transcript(word(tmp_path, fill))) == [
        ("Ana Pino", None, "Hola"),
        ("Luis Rey", None, "Chao"),
        ("Ana Pino", None, "Ya"),
    ]


def test_word_as_teams_writes_it(tmp_path):
    def fill(document):
        document.add_paragraph("Ana Pino   0:03\nHola a todas")
        document.add_paragraph("Luis Rey   0:09\nSí, igual")

    assert turns_of(read_transcript(word(tmp_path, fill))) == [
        ("Ana Pino", 3.0, "Hola a todas"),
        ("Luis Rey", 9.0, "Sí, igual"),
    ]


def test_word_with_a_table(tmp_path):
    def fill(document):
        table = document.add_table(rows=0, cols=2)
        for name, words in (("Ana Pino", "Hola"), ("Luis Rey", "Chao")):
            cells = table.add_row().cells
            cells[0].text, cells[1].text = name, words

    assert turns_of(read_transcript(word(tmp_path, fill))) == [("Ana Pino", None, "Hola"), ("Luis Rey", None, "Chao")]


def test_word_without_speakers_keeps_its_paragraphs(tmp_path):
    def fill(document):
        document.add_paragraph("Vengo a contar lo nuestro.")
        document.add_paragraph("Partimos en marzo.")

    assert turns_of(read_transcript(word(tmp_path, fill))) == [
        (None, None, "Vengo a contar lo nuestro.\nPartimos en marzo.")
    ]


def test_pdf_with_text(tmp_path):
    import typst

    source = tmp_path / "s.typ"
    source.write_text(
        "*Ana Pino:* Hola a todas, ¿cómo están?\n\n*Luis Rey:* Sí, igual.\n\n*Ana Pino:* Ya.\n", encoding="utf-8"
    )
    (tmp_path / "s.pdf").write_bytes(typst.compile(str(source)))
    assert turns_of(read_transcript(tmp_path / "s.pdf")) == [
        ("Ana Pino", None, "Hola a todas, ¿cómo están?"),
        ("Luis Rey", None, "Sí, igual."),
        ("Ana Pino", None, "Ya."),
    ]


def test_a_scanned_pdf_says_what_to_do(tmp_path):
    import typst

    source = tmp_path / "s.typ"
    source.write_text("#rect(width: 3cm)", encoding="utf-8")
    (tmp_path / "s.pdf").write_bytes(typst.compile(str(source)))
    with pytest.raises(InputError, match="OCR"):
        read_transcript(tmp_path / "s.pdf")


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("s.pdf", b"no pdf here", "not a PDF"),
        ("s.docx", b"no word here", "not a Word document"),
        ("s.mp4", b"film", "Accepted"),
        ("s.vtt", b"WEBVTT\n", "nothing that anybody says"),
        ("s.txt", b"", "empty"),
    ],
)
def test_files_that_cannot_be_read_say_why(tmp_path, name, data, message):
    (tmp_path / name).write_bytes(data)
    with pytest.raises(InputError, match=message):
        read_transcript(tmp_path / name)


def test_an_empty_word_document_is_refused(tmp_path):
    with pytest.raises(InputError, match="empty"):
        read_transcript(word(tmp_path, lambda document: None))


def test_captions_saved_as_txt_are_captions(tmp_path):
    read = read_transcript(write(tmp_path, "s.txt", "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ana>Hola\n"))
    assert (read.format, turns_of(read)) == ("vtt", [("Ana", 1.0, "Hola")])


def test_srt(tmp_path):
    read = read_transcript(write(tmp_path, "s.srt", "1\n00:00:01,000 --> 00:00:02,000\nHola\n", "cp1252"))
    assert (read.format, turns_of(read)) == ("srt", [(None, 1.0, "Hola")])


def test_large_files_take_linear_time(tmp_path):
    def seconds(n):
        path = write(tmp_path, "s.txt", "Ana Pino: Hola a todas y todos\nsigo hablando\nLuis Rey: Sí\n" * n)
        start = time.perf_counter()
        read_transcript(path)
        return time.perf_counter() - start

    seconds(100)
    assert seconds(16_000) < 12 * max(seconds(4_000), 0.02)


@given(st.text(alphabet="AnaLuis Pino:\n\t[]()*#—-0123456789.ñá", max_size=200))
def test_turns_lie_in_the_text_in_order_and_hold_words(text):
    turns = read_plain(text)
    at = 0
    for turn in turns:
        assert at <= turn.span.start < turn.span.end <= len(text)
        assert turn.span.of(text).strip() == turn.span.of(text)
        at = turn.span.end


@needs_shared
@pytest.mark.shared
@pytest.mark.parametrize("folder", ["audiencias-chile", "zoom-vtt", "es-extracts"])
def test_every_real_transcript_is_read(folder):
    files = [p for ext in ("vtt", "txt", "md") for p in sorted((SHARED / "transcripts" / folder).rglob(f"*.{ext}"))]
    files = [p for p in files if p.name not in ("README.md", "SOURCE.txt")]
    assert files
    for path in files:
        read = read_transcript(path)
        assert read.turns
        assert all(turn.span.of(read.text).strip() for turn in read.turns)


@needs_shared
@pytest.mark.shared
def test_every_zoom_caption_has_its_speaker():
    for path in sorted((SHARED / "transcripts/zoom-vtt").rglob("*.vtt")):
        assert all(turn.speaker for turn in read_transcript(path).turns), path


@needs_shared
@pytest.mark.shared
def test_expected_cues_of_the_conformance_files():
    import csv
    import json

    from qualkit.reading.captions.subtitles import read_captions
    from qualkit.reading.decoding import decode

    base = SHARED / "subtitles/vttjs"
    wanted = found = 0
    with (base / "manifest.csv").open(encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            if row["expected_json"]:
                cues = json.loads((base / row["expected_json"]).read_text(encoding="utf-8"))["cues"]
                got = [cue.text for cue in read_captions(decode((base / row["vtt"]).read_bytes()).text).cues]
                wanted += len(cues)
                found += sum(cue["text"] in got for cue in cues)
    assert found / wanted >= 0.98
