import subprocess
import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualkit.language.tokens import analyse, analyse_many, blank_pipeline, lemma, pipeline


def test_tokens_know_their_place_lemma_and_kind():
    text = "Las educadoras compartieron sus pautas."
    tokens = analyse(text)
    assert [token.lemma for token in tokens if token.is_word and not token.is_stop] == [
        "educador",
        "compartir",
        "pauta",
    ]
    assert all(text[token.start : token.end] == token.text for token in tokens)
    assert tokens[-1].text == "."
    assert not tokens[-1].is_word


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("redes", "red"),
        ("Niñas", "niño"),
        ("probémoslo", "probar"),
        ("visto", "ver"),
        ("duplas", "dupla"),
        ("xyz", "xyz"),
    ],
)
def test_lemma(word, expected):
    assert lemma(word) == expected


@pytest.mark.parametrize(
    ("said", "acronym"),
    [
        ("pe eme e", "pme"),
        ("u te pe", "utp"),
        ("eslep", "slep"),
        ("sinse", "simce"),
        ("de prof", "deprov"),
        ("ley té a", "ley tea"),
        ("cesfán", "cesfam"),
    ],
)
def test_a_spelled_acronym_is_one_token_and_the_text_stays(said, acronym):
    text = f"hablamos del {said} con el equipo"
    token = next(token for token in analyse(text) if token.lemma == acronym)
    assert token.text == said
    assert text[token.start : token.end] == said


def test_the_day_is_not_an_acronym():
    assert "dia" not in {token.lemma for token in analyse("el día del encuentro")}


def test_many_texts_in_order():
    assert [tokens[0].text for tokens in analyse_many(["Uno dos.", "Tres cuatro."])] == ["Uno", "Tres"]


@given(st.text(max_size=80))
def test_offsets_always_index_the_text(text):
    last = 0
    for token in analyse(text):
        assert token.start >= last
        assert text[token.start : token.end] == token.text
        last = token.end


TALK = [
    ("[00:12:33] Ana: ya po, ¿cachái?", "[ 00:12:33 ] Ana : ya po , ¿ cachái ?"),
    ("a las 10.30 hrs. y a las 15:45hrs", "a las 10.30 hrs. y a las 15:45 hrs"),
    ("el Nº 5, n.° 4 y N°20", "el Nº 5 , n.° 4 y N° 20"),
    ("1° medio, 8vo y 3ª", "1° medio , 8vo y 3ª"),
    ("la Sra. Ana, p.ej., etc.", "la Sra. Ana , p.ej. , etc."),
    ("profesores y/o asistentes", "profesores y/o asistentes"),
    ("jefe-técnica del aula", "jefe-técnica del aula"),
    ("el 100% costó $5.000", "el 100% costó $ 5.000"),
    ("ana.soto@correo.cl https://www.ejemplo.cl/x?y=1.", "ana.soto@correo.cl https://www.ejemplo.cl/x?y=1 ."),
    ("👍🏽 bien ❤️ 👩‍🏫", "👍🏽 bien ❤️ 👩‍🏫"),
    ("bueno... eh… no sé", "bueno ... eh … no sé"),
    ("(risas)[inaudible]«hola»", "( risas ) [ inaudible ] « hola »"),
    ("dijo:–¿qué?—no", "dijo : – ¿ qué ? — no"),
    ("-Sí. -No", "- Sí . - No"),
    ("pa' allá al tiro", "pa' allá al tiro"),
    ("la pala del patio pal norte", "la pala del patio pal norte"),
    ("ya!!! ¿sí??", "ya !!! ¿ sí ??"),
    ("anexo (8) y 3.-", "anexo ( 8 ) y 3.-"),
    ("00:01,500 --> 00:02,100", "00:01,500 --> 00:02,100"),
]


@pytest.mark.parametrize(("text", "expected"), TALK, ids=[text[:20] for text, _ in TALK])
def test_talk_is_parted_as_people_write_it_down(text, expected):
    assert [token.text for token in analyse(text)] == expected.split()


@pytest.mark.parametrize("text", [text for text, _ in TALK])
def test_the_pipeline_parts_as_analyse_does(text):
    assert [token.text for token in pipeline()(text) if not token.is_space] == [token.text for token in analyse(text)]


@given(st.text(alphabet="aéñ1 .,;:!?¿()-—'\"%$@/#…«»\n\u00a0🙂👍🏽", max_size=60))
def test_the_pipeline_parts_as_analyse_does_whatever_the_text(text):
    parted = [token.text for token in pipeline()(text) if not token.is_space]
    assert parted == [token.text for token in analyse(text)]


@given(st.from_regex(r"[a-zñáA-ZÑ]{1,5}[,;:?!.]{0,2}", fullmatch=True))
def test_the_pipeline_parts_as_analyse_does_words_with_marks(text):
    assert [token.text for token in pipeline()(text)] == [token.text for token in analyse(text)]


@pytest.mark.parametrize("text", sorted(text for text in pipeline().tokenizer.rules if text.strip()))
def test_the_pipeline_parts_as_analyse_does_its_exceptions(text):
    assert [token.text for token in pipeline()(text)] == [token.text for token in analyse(text)]


def test_a_new_blank_pipeline_is_the_callers_own():
    own = blank_pipeline()
    own.add_pipe("sentencizer")
    assert own is not pipeline()
    assert pipeline().pipe_names == []


def test_the_tokeniser_can_be_kept(tmp_path):
    import spacy

    blank_pipeline().to_disk(tmp_path / "kept")
    kept = spacy.load(tmp_path / "kept")
    assert [token.text for token in kept("1° medio, a las 15hrs. y/o (ya)")] == [
        token.text for token in pipeline()("1° medio, a las 15hrs. y/o (ya)")
    ]


def test_a_pseudonym_is_one_token_that_says_nothing():
    tokens = analyse("Lo dijo Persona 3, y @usuario 12 también.")
    assert [(token.text, token.is_stop) for token in tokens if token.text[-1].isdigit()] == [
        ("Persona 3", True),
        ("@usuario 12", True),
    ]


def test_a_long_run_without_white_space_is_parted():
    tokens = analyse("x" * 1000 + " fin")
    assert [len(token.text) for token in tokens] == [200] * 5 + [3]


@pytest.mark.parametrize(
    "text",
    ["", " \n\t", "cafe\u0301 nin\u0303o", "🙂", "ni\ud800ño \udc80, ¿\udfff?", "hola\0 \0"],
    ids=["empty", "spaces", "nfd", "emoji", "surrogates", "nul"],
)
def test_odd_texts(text):
    assert "".join(token.text for token in analyse(text)) == "".join(text.split())


@pytest.mark.parametrize("piece", ["sí po ", "a,b;c! ", "👍🏽?", "(x)"], ids=["words", "marks", "emoji", "brackets"])
def test_time_grows_with_the_length_and_no_faster(piece):
    def seconds(times):
        before = time.process_time()
        analyse(piece * times)
        return time.process_time() - before

    seconds(100)
    short, long = min(seconds(3_000) for _ in range(3)), min(seconds(24_000) for _ in range(3))
    assert long < 8 * 4 * max(short, 0.005)


def test_two_processes_say_the_same():
    command = (
        "from qualkit.language.tokens import analyse; print(analyse('Las profes del pe eme e, ¿cachái? 10.30 hrs.'))"
    )
    said = {subprocess.run([sys.executable, "-c", command], capture_output=True, check=True).stdout for _ in range(2)}
    assert len(said) == 1
