import pytest

from qualkit.reading.subtitles import plain_text, read_captions, utterances
from qualkit.reading.turns import joined, rendered


def said(text, format="vtt"):
    return [(u.speaker, u.words) for u in joined(utterances(read_captions(text, format=format).cues))]


def vtt(*cues):
    return "WEBVTT\n\n" + "\n".join(
        f"{i}\n00:00:{i * 2:02d}.000 --> 00:00:{i * 2 + 1:02d}.500\n{cue}\n" for i, cue in enumerate(cues, start=1)
    )


def test_zoom_labels_become_speakers_and_continuations_one_turn():
    text = vtt("Ana Pino: Hola a", "Ana Pino: todas.", "Luis Rey: Hola.", "Ana Pino: Ya.")
    assert said(text) == [("Ana Pino", "Hola a todas."), ("Luis Rey", "Hola."), ("Ana Pino", "Ya.")]


def test_a_joined_turn_begins_with_its_first_cue_and_ends_with_its_last():
    text, turns = rendered(
        list(joined(utterances(read_captions(vtt("Ana Pino: Uno", "Ana Pino: dos", "Luis Rey: tres")).cues)))
    )
    assert [(t.start, t.end, t.span.of(text)) for t in turns] == [(2.0, 5.5, "Uno dos"), (6.0, 7.5, "tres")]
    assert text == "Ana Pino: Uno dos\nLuis Rey: tres\n"


@pytest.mark.parametrize(
    ("cue", "expected"),
    [
        pytest.param("<v Ana Pino>Hola</v>", [("Ana Pino", "Hola")], id="voice"),
        pytest.param("<v.loud Ana>Hola", [("Ana", "Hola")], id="class-and-open"),
        pytest.param("<v Ana>Hola</v>\n<v Luis>Chao</v>", [("Ana", "Hola"), ("Luis", "Chao")], id="two-voices"),
        pytest.param("<v Ana>Hola</v> sí", [("Ana", "Hola"), (None, "sí")], id="after-the-voice"),
        pytest.param("<v Ana &amp; Luis>Hola", [("Ana & Luis", "Hola")], id="entity-in-name"),
    ],
)
def test_voice_tags_say_who_speaks(cue, expected):
    assert said(vtt(cue)) == expected


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("<i.a>uno</i> <b>dos</b>", "uno dos"),
        ("<00:00:01.000><c>uno</c>", "uno"),
        ("tres &lt; cuatro &amp; m&aacute;s", "tres < cuatro & más"),
        ("2 < 3 y 5 > 4", "2 < 3 y 5 > 4"),
        ("<lang es>hola</lang> <ruby>a<rt>b</rt></ruby>", "hola ab"),
    ],
)
def test_tags_go_and_entities_are_resolved(raw, words):
    assert plain_text(raw) == words


def test_notes_styles_and_regions_are_nobody_s_words():
    text = "WEBVTT - título\nKind: captions\n\nSTYLE\n::cue {}\n\nNOTE\nno leer\n\nREGION\nid:x\n\n"
    text += "00:01.000 --> 00:02.000 align:start\nHola\n"
    captions = read_captions(text)
    assert [cue.text for cue in captions.cues] == ["Hola"]
    assert captions.warnings == ()


def test_a_missing_header_is_tolerated_and_said():
    captions = read_captions("00:00:01.000 --> 00:00:02.000\nHola\n")
    assert [cue.text for cue in captions.cues] == ["Hola"]
    assert "WEBVTT" in captions.warnings[0]


@pytest.mark.parametrize(
    "times",
    [
        "00:00:01,000 --> 00:00:02,000",
        "0:01.0 --> 0:02",
        "00:00:01.000-->00:00:02.000",
        "00:00:01.0000 --> 00:00:02.0000",
    ],
)
def test_times_as_tools_write_them(times):
    (cue,) = read_captions(f"WEBVTT\n\n{times}\nHola\n").cues
    assert (cue.start, cue.end) == (1.0, 2.0)


def test_a_time_that_cannot_be_read_is_counted():
    captions = read_captions(vtt("Hola") + "\nayer --> hoy\nperdido\n")
    assert len(captions.cues) == 1
    assert "1 captions" in captions.warnings[0]


def test_text_under_no_time_is_counted():
    captions = read_captions(vtt("Hola") + "\nperdido\n")
    assert "1 pieces" in captions.warnings[0]


def test_srt_and_sbv_are_read():
    assert said("1\n00:00:01,000 --> 00:00:02,000\nHola\n\n2\n00:00:02,000 --> 00:00:03,000\na todas\n", "srt") == [
        (None, "Hola a todas")
    ]
    assert said("0:00:01.000,0:00:02.000\nHola\n\n0:00:02.000,0:00:03.000\ntodas\n", "sbv") == [(None, "Hola todas")]


def test_rolling_captions_do_not_repeat_their_words():
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\nvamos a<00:01.500><c> ver</c>\n\n"
    text += "00:02.000 --> 00:03.000\nvamos a ver\nqué pasa\n"
    assert said(text) == [(None, "vamos a ver qué pasa")]


def test_a_long_silence_and_a_dash_part_unlabelled_captions():
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\nHola\n\n00:09.000 --> 00:10.000\nSí\n- ¿Y tú?\n"
    assert [u.words for u in utterances(read_captions(text).cues)] == ["Hola", "Sí", "¿Y tú?"]


def test_a_caption_without_label_goes_on_with_the_speaker_before():
    text = vtt("Ana Pino: Hola", "a todas", "Luis Rey: Hola", "Luis Rey: chao", "Ana Pino: ya")
    assert said(text)[0] == ("Ana Pino", "Hola a todas")


def test_words_before_a_colon_are_not_eaten_as_a_label():
    text = vtt("El tema es este: la lectura", "por ejemplo: en marzo", "y nada más", "O sea: no")
    assert said(text) == [(None, "El tema es este: la lectura por ejemplo: en marzo y nada más O sea: no")]
