import json
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scans import pairs_of, score
from scans_noise import corrupted

from qualkit.language.scans import Cleaned, clean, clean_together, looks_scanned
from qualkit.model import Span

SHARED = Path(__file__).resolve().parents[3] / "../shared/data"

SCAN = (
    "La evaluacién de la convivencia permitié que los equipos conversaran sobre la ensefianza. "
    "El propésito de la reunién fue revisar las practicas pedagdgicas con los nifios y las nifias. "
)
"""An invented text with errors enough to be taken for a scan."""

CLEAN = (
    "La evaluación de la convivencia permitió que los equipos conversaran sobre la enseñanza.",
    "Nosotros creemos que Doña Rosa Nahuelpán tiene razón: el PIE y la UTP no se hablan.",
    "A mí me tocó el 4°B, y le mandé un correo a los apoderados; ¿cómo les fue a ustedes?",
    "Entonces, cachái, los cabros chicos no querían entrar po, y ahí la tía dijo que ya no más.",
    "Lxs niñ@s de prekínder usan tablets; todes participan, y/o dibujan en la sala de párvulos.",
    "Escríbanle a red.escuelas@ejemplo.cl o entren a www.redes-ejemplo.cl/practica.html por favor.",
)


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        pytest.param("la formacion y la evaluacion", "la formación y la evaluación", id="accent lost"),
        pytest.param("cada decisién de la reunién", "cada decisión de la reunión", id="ó read as é"),
        pytest.param("un didlogo y un andlisis", "un diálogo y un análisis", id="á read as d"),
        pytest.param("se organiz6 y se garantiz6", "se organizó y se garantizó", id="ó read as 6"),
        pytest.param("los nifios y las nifias", "los niños y las niñas", id="ñ read as fi"),
        pytest.param("la ensefanza y la montafia", "la enseñanza y la montaña", id="ñ read as f"),
        pytest.param("las joévenes y los pedagoégicos", "las jóvenes y los pedagógicos", id="ó read as oé"),
        pytest.param("tambi¢n el qu¢ hacer m¢dico", "también el qué hacer médico", id="é read as ¢"),
        pytest.param("segiin ningtin acuerdo", "según ningún acuerdo", id="ú read as ii or ti"),
        pytest.param("la cornunidad y el docurnento", "la comunidad y el documento", id="m read as rn"),
        pytest.param("el co1egio y la escue1a", "el colegio y la escuela", id="l read as 1"),
        pytest.param("el c0legio y el pr0grama", "el colegio y el programa", id="o read as 0"),
        pytest.param("mejora delaescuela", "mejora de la escuela", id="three words joined"),
        pytest.param("losestudiantes participan", "los estudiantes participan", id="two words joined"),
        pytest.param("sinoquetambién escucha", "sino que también escucha", id="run of small words"),
        pytest.param("la unaculturade trabajo", "la una cultura de trabajo", id="joined on both sides"),
        pytest.param("los estudian tes de la red", "los estudiantes de la red", id="word parted"),
        pytest.param("trabajan en laRed", "trabajan en la Red", id="joined before a capital"),
        pytest.param("es muy Util para todos", "es muy útil para todos", id="ú read as U"),
        pytest.param("no lo sabe; losdemás tampoco", "no lo sabe; los demás tampoco", id="joined after a mark"),
        pytest.param("en aula;los equipos", "en aula; los equipos", id="space lost after a mark"),
        pytest.param("el trabajo en red , dicen .", "el trabajo en red, dicen.", id="space before a mark"),
        pytest.param("e Fomenta la mejora", "Fomenta la mejora", id="bullet read as e"),
        pytest.param("éQué hacemos ahora?", "¿Qué hacemos ahora?", id="¿ read as é"),
        pytest.param("hacen r e d e s entre pares", "hacen redes entre pares", id="letters spaced out"),
        pytest.param("la r e d d e e s c u e l a s", "la red de escuelas", id="words spaced out"),
        pytest.param("la x q z w k y", "la x q z w k y", id="letters that make no word"),
        pytest.param("desde   entonces", "desde entonces", id="several spaces"),
        pytest.param("los estu-\ndiantes de la red", "los estudiantes de la red", id="divided at the end of a line"),
        pytest.param(
            "la red se reúne\ncada mes en una sala", "la red se reúne cada mes en una sala", id="line goes on"
        ),
        pytest.param("mejorar las practicas", "mejorar las prácticas", id="word proved by its neighbours"),
        pytest.param("invita alas escuelas", "invita a las escuelas", id="two small words that make another"),
    ],
)
def test_what_a_scan_misread_is_repaired(raw, cleaned):
    assert clean(f"{SCAN}\n\n{raw}").text.split("\n\n")[1] == cleaned


@pytest.mark.parametrize(
    "kept",
    [
        pytest.param("la señora Nahuelpán", id="name"),
        pytest.param("don Elias Lefio", id="name like a misread word"),
        pytest.param("el SLEP y la UTP", id="acronyms"),
        pytest.param("4°B, 2do, 1ero y 7mo", id="ordinals"),
        pytest.param("red@ejemplo.cl", id="e-mail"),
        pytest.param("www.ejemplo.cl/practica", id="address on the web"),
        pytest.param("l@s niñ@s", id="word of both genders"),
        pytest.param("decírselo y hacerlo", id="pronouns on a verb"),
        pytest.param("adaptándolo", id="accent before pronouns"),
        pytest.param("un enfoque socioemocional", id="two words in one"),
        pytest.param("las duplas psicoeducativas", id="prefix that is a word"),
        pytest.param("lo hizo claramente", id="adverb"),
        pytest.param("cabros, cachái, po", id="Chilean talk"),
        pytest.param("12.345.678-5", id="figures"),
        pytest.param("- un punto\n- otro punto", id="list"),
        pytest.param("enseñanza-aprendizaje", id="two words with a hyphen"),
        pytest.param("la Bernardita y el Aliro", id="first names"),
    ],
)
def test_what_was_read_well_in_a_scan_stays(kept):
    assert clean(f"{SCAN}\n\n{kept}").text.split("\n\n")[1] == kept


def test_a_hyphen_at_the_end_of_a_line_stays_between_two_words():
    raw = f"{SCAN}\n\nla enseñanza-\naprendizaje de todos"
    assert clean(raw).text.endswith("la enseñanza-aprendizaje de todos")


def test_paragraphs_and_lists_stay():
    raw = f"{SCAN}\n\nUna linea que termina.\n\n® Primera accion\n® Segunda accion"
    assert clean(raw).text.split("\n")[2:] == ["Una línea que termina.", "", "Primera acción", "Segunda acción"]


@pytest.mark.parametrize("text", CLEAN)
def test_a_clean_text_keeps_its_words(text):
    cleaned = clean(text)
    assert (cleaned.text, cleaned.changes, cleaned.is_scan) == (text, (), False)


@pytest.mark.parametrize("text", CLEAN)
def test_a_clean_text_that_is_taken_for_a_scan_keeps_its_words(text):
    assert clean_together([text], is_scan=True)[0].text == text


@pytest.mark.parametrize(
    ("raw", "cleaned", "rule"),
    [
        pytest.param("la reﬂexión", "la reflexión", "ligature", id="ligature"),
        pytest.param("la con\u00advivencia", "la convivencia", "soft_hyphen", id="soft hyphen"),
        pytest.param("la reunio\u0301n", "la reunión", "accent_apart", id="combining accent"),
        pytest.param("una di´aloga", "una diáloga", "accent_apart", id="accent before its letter"),
        pytest.param("la acci´on", "la acción", "accent_apart", id="accent before its vowel"),
        pytest.param("un dı\u0301a", "un día", "accent_apart", id="dotless i"),
        pytest.param("los nin˜os", "los niños", "accent_apart", id="tilde after its letter"),
    ],
)
def test_signs_are_repaired_in_any_text(raw, cleaned, rule):
    found = clean(raw)
    assert (found.text, [change.rule for change in found.changes], found.is_scan) == (cleaned, [rule], False)


def test_a_change_says_where_what_and_why():
    cleaned = clean(SCAN)
    first = cleaned.changes[0]
    assert (first.before, first.after, first.rule) == ("evaluacién", "evaluación", "misread_accent")
    assert cleaned.raw[first.raw_start : first.raw_end] == first.before
    assert cleaned.text[first.clean_start : first.clean_end] == first.after


def test_spans_are_led_over_in_both_directions():
    raw = f"{SCAN}\n\nde losestudiantes de la red"
    cleaned = clean(raw)
    start = cleaned.text.index("los estudiantes")
    span = Span(start, start + len("los estudiantes"))
    assert cleaned.to_raw(span).of(raw) == "losestudiantes"
    assert cleaned.to_clean(cleaned.to_raw(span)) == span
    assert cleaned.to_raw(Span(start, start + 3)).of(raw) == "losestudiantes"


def test_parts_are_cleaned_by_what_is_seen_in_all_of_them():
    alone, together = clean("mejorar las practicas"), clean_together([SCAN, "mejorar las practicas"])
    assert (alone.text, together[1].text) == ("mejorar las practicas", "mejorar las prácticas")


def test_white_space_is_no_change_of_words():
    cleaned = clean(f"{SCAN}\n\ny   entonces")
    assert "space" in [change.rule for change in cleaned.changes]
    assert not any(change.before.isspace() for change in cleaned.word_changes)


def test_only_what_is_plainly_a_scan_looks_like_one():
    assert looks_scanned([SCAN])
    assert not looks_scanned(CLEAN)
    assert not looks_scanned(["creo q la evaluacion estuvo bien, despues vemos mas con los niños del taller"])


def test_nothing_is_nothing():
    assert clean("") == Cleaned("", "", (), False)


_SAID = "la escuela trabaja con los equipos y las familias en una reunión de evaluación porque quieren mejorar"
_WORDS = _SAID.split()


def _rebuilt(cleaned):
    """Return the cleaned text made of the raw one and the changes alone."""
    pieces, at = [], 0
    for change in cleaned.changes:
        pieces += (cleaned.raw[at : change.raw_start], change.after)
        at = change.raw_end
    return "".join((*pieces, cleaned.raw[at:]))


_TEXTS = st.one_of(
    st.builds(
        lambda words, seed: corrupted(" ".join(words), seed),
        st.lists(st.sampled_from(_WORDS), max_size=40),
        st.integers(0, 999),
    ),
    st.text(st.sampled_from("aeiouáéíóúñnlmrstd16¢®´`- \n\t\u0301\u00adﬁ.,;:?¿'@A"), max_size=80),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_TEXTS)
def test_changes_lead_from_one_text_to_the_other(raw):
    cleaned = clean(raw)
    assert _rebuilt(cleaned) == cleaned.text
    for change in cleaned.changes:
        assert cleaned.raw[change.raw_start : change.raw_end] == change.before
        assert cleaned.text[change.clean_start : change.clean_end] == change.after


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_TEXTS)
def test_a_cleaned_text_is_not_changed_again(raw):
    once = clean(raw).text
    assert clean(once).text == once


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(_WORDS), min_size=3, max_size=30), st.integers(0, 60), st.integers(0, 60))
def test_a_span_comes_back_to_what_it_covered(words, start, length):
    cleaned = clean(SCAN + corrupted(" ".join(words), 1))
    span = Span(min(start, len(cleaned.text)), min(start + length, len(cleaned.text)))
    there = cleaned.to_clean(cleaned.to_raw(span))
    assert there.start <= span.start
    assert there.end >= span.end


@pytest.mark.parametrize("seed", range(4))
def test_noise_is_mostly_repaired(seed):
    right = (
        " ".join(CLEAN[:1])
        + " "
        + (
            "La reunión comenzó con una conversación sobre la enseñanza; los niños y las niñas opinaron también. "
            "Además, la dirección explicó cómo se organizó la jornada, qué propósitos tenía y cuándo terminaría. "
            "Según la evaluación, el año próximo habrá más diálogo, más acompañamiento y una coordinación sólida."
        )
    )
    raw = corrupted(right, seed)
    found = score(raw, clean(raw).text, right)
    assert found.wrong_before >= 5
    assert found.repaired >= 0.7 * found.wrong_before
    assert found.broken == 0


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a" * 200_000, id="one word"),
        pytest.param("´" * 20_000, id="accents"),
        pytest.param(" " * 100_000 + "x", id="spaces"),
        pytest.param("a " * 50_000, id="letters apart"),
        pytest.param("x@" * 50_000, id="addresses"),
        pytest.param("éA" * 50_000, id="marks"),
        pytest.param("-\n" * 30_000, id="hyphens"),
        pytest.param("a-\n" * 30_000, id="divided words"),
        pytest.param("®\n" * 30_000, id="bullets"),
        pytest.param("\t" * 50_000, id="tabs"),
        pytest.param("de" * 40, id="small words"),
        pytest.param("a;" * 50_000, id="semicolons"),
    ],
)
def test_no_text_takes_long(text):
    began = time.process_time()
    assert clean_together([SCAN, text], is_scan=True)[0].text != SCAN
    assert time.process_time() - began < 20


@pytest.mark.shared
@pytest.mark.skipif(
    not (SHARED / "gold/dev.jsonl").exists(), reason="the labelled paragraphs are not beside the checkout"
)
def test_most_of_the_scanned_paragraphs_come_out_right():
    pairs = pairs_of(SHARED / "gold/dev.jsonl")
    scores = [score(raw, clean(raw).text, right) for raw, right in pairs]
    length = sum(each.length for each in scores)
    assert len(pairs) == 58
    assert sum(each.distance for each in scores) / length < 0.005
    assert sum(each.broken for each in scores) <= 4
    assert sum(each.repaired for each in scores) >= 0.9 * sum(each.wrong_before for each in scores)


@pytest.mark.shared
@pytest.mark.skipif(
    not (SHARED / "gold/dev.jsonl").exists(), reason="the labelled paragraphs are not beside the checkout"
)
def test_repaired_and_never_scanned_paragraphs_stay():
    rows = [json.loads(line) for line in (SHARED / "gold/dev.jsonl").read_text(encoding="utf-8").splitlines()]
    texts = [row["text"] for row in rows]
    assert sum(bool(clean(text).word_changes) for text in texts) <= 1


@pytest.mark.shared
@pytest.mark.skipif(not (SHARED / "transcripts").exists(), reason="the transcripts are not beside the checkout")
def test_no_transcript_looks_scanned():
    from scans import spoken

    texts = spoken(SHARED / "transcripts")
    assert len(texts) > 40
    assert not any(looks_scanned([text]) for text in texts)
