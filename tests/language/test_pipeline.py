"""The pipeline that ships, another one named by the settings, and what both must hold on any text."""

import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
import spacy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from qualkit import resources
from qualkit.errors import InputError
from qualkit.language.pipeline import MOST_CHARACTERS, Parsed, load, parse
from qualkit.settings import read_settings

SPOKEN = "o sea nosotros en la escuela partimos con las tutorías y los niños no querían leer"
TURN = "Hola, soy Rosa Huenchullán, de la Escuela F-123 Los Copihues de Temuco.  No tenemos horas.\nYa po, ¿y ustedes?"


def parsed(text: str, **how: object) -> Parsed:
    return next(parse([text], **how))  # type: ignore[arg-type]


def of(result: Parsed, word: str) -> int:
    return next(i for i, token in enumerate(result.tokens) if token.text == word)


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A pipeline as a user may have one: a parser that has learned three words, and an entity recogniser."""
    from spacy.training import Example

    nlp = spacy.blank("es")
    nlp.add_pipe("parser").add_label("nsubj")  # type: ignore[attr-defined]
    nlp.add_pipe("ner").add_label("PER")  # type: ignore[attr-defined]
    gold = {"heads": [1, 1], "deps": ["nsubj", "ROOT"], "entities": [(0, 3, "PER")]}
    example = Example.from_dict(nlp.make_doc("Ana lee"), gold)
    nlp.initialize(lambda: [example])
    folder = tmp_path_factory.mktemp("pipelines")
    nlp.to_disk(folder / "tiny")
    spacy.blank("es").to_disk(folder / "blank")
    return folder


class TestOwn:
    def test_it_says_its_licence_and_its_sources(self) -> None:
        meta = load().meta
        assert meta["license"] == "CC BY-SA 4.0"
        assert {"UD Spanish AnCora 2.9, dev", "UD Spanish GSD, dev"} <= {source["name"] for source in meta["sources"]}

    def test_it_is_at_most_nine_megabytes(self) -> None:
        files = [file for file in (resources.folder("models") / "es_qualkit").rglob("*") if file.is_file()]
        assert 0 < sum(file.stat().st_size for file in files) <= 9_000_000

    def test_it_is_loaded_once(self) -> None:
        assert load() is load()

    def test_a_part_that_is_not_wanted_is_not_loaded(self) -> None:
        assert "parser" not in load(only=("ner",)).pipe_names
        assert "ner" not in load(only=("parser",)).pipe_names

    def test_spacy_gives_lemmas_and_sentences_of_ours(self) -> None:
        doc = load()("Las niñas leyeron cuentos. Después jugaron.")
        assert [token.lemma_ for token in doc if token.pos_ == "VERB"] == ["leer", "jugar"]
        assert [sentence.text for sentence in doc.sents] == ["Las niñas leyeron cuentos.", "Después jugaron."]

    def test_borders_that_are_there_already_stay(self) -> None:
        nlp = load()
        doc = nlp.make_doc("Hola. Adiós.")
        for token in doc:
            token.is_sent_start = token.i == 0
        assert len(list(nlp(doc).sents)) == 1


class TestNamesRule:
    """Whoever writes capitals writes them in names."""

    @pytest.mark.parametrize(
        ("text", "kept"),
        [("Vino rosa ayer.", []), ("vino rosa ayer", ["rosa"]), ("Vino Rosa ayer.", ["Rosa"])],
        ids=["capitals elsewhere", "no capital at all", "a capital of its own"],
    )
    def test_a_name_in_lower_case_counts_only_where_nothing_has_a_capital(self, text: str, kept: list[str]) -> None:
        from spacy.tokens import Span

        from qualkit.language.components import keep_capital_names, with_sentences

        doc = spacy.blank("es")(text)
        doc.ents = [Span(doc, 1, 2, "PER")]
        with_sentences(doc, [])
        assert [name.text for name in keep_capital_names(doc).ents] == kept


class TestSense:
    """Sentences of ours, as they are said."""

    @pytest.mark.parametrize(
        ("text", "verb", "subject"),
        [
            ("La directora abrió la puerta.", "abrió", "directora"),
            ("Los niños leen todos los días.", "leen", "niños"),
            ("los niños leen todos los dias", "leen", "niños"),
            ("La profesora de lenguaje preparó la clase.", "preparó", "profesora"),
            ("En la escuela las familias participan mucho.", "participan", "familias"),
        ],
    )
    def test_who_does_it(self, text: str, verb: str, subject: str) -> None:
        result = parsed(text)
        token = result.tokens[of(result, subject)]
        assert (token.dep, result.tokens[token.head].text) == ("nsubj", verb)

    @pytest.mark.parametrize(
        ("text", "negated"),
        [
            ("Nosotros no tenemos horas para eso.", "tenemos"),
            ("los apoderados no vienen a las reuniones", "vienen"),
            ("Nunca trabajamos juntos.", "trabajamos"),
        ],
    )
    def test_what_is_negated(self, text: str, negated: str) -> None:
        result = parsed(text)
        word = next(token for token in result.tokens if token.text.lower() in ("no", "nunca"))
        assert result.tokens[word.head].text == negated

    @pytest.mark.parametrize(
        ("text", "pos"),
        [
            ("la escuela", ["DET", "NOUN"]),
            ("nosotros partimos ayer", ["PRON", "VERB", "ADV"]),
            ("Es una experiencia bonita.", ["AUX", "DET", "NOUN", "ADJ", "PUNCT"]),
        ],
    )
    def test_parts_of_speech(self, text: str, pos: list[str]) -> None:
        assert [token.pos for token in parsed(text).tokens] == pos

    def test_a_noun_phrase_hangs_from_its_noun(self) -> None:
        result = parsed("Hicimos un taller pequeño.")
        noun = of(result, "taller")
        assert {token.text for token in result.tokens if token.head == noun and token.text != "taller"} == {
            "un",
            "pequeño",
        }

    @pytest.mark.parametrize(
        ("text", "name", "label"),
        [
            ("Como decía recién la Marcela, hay que esperar.", "Marcela", "PER"),
            ("La señora Rosa Huenchullán nos ayudó.", "Rosa Huenchullán", "PER"),
            ("como decía la carolina no es fácil", "carolina", "PER"),
            ("Viajamos a Temuco con todo el curso.", "Temuco", "LOC"),
            ("Trabajamos con la Municipalidad de Pucón.", "Municipalidad de Pucón", "ORG"),
            ("Fuimos a la Escuela F-123 Los Copihues.", "Escuela F-123 Los Copihues", "ORG"),
        ],
    )
    def test_names(self, text: str, name: str, label: str) -> None:
        assert [(entity.text, entity.label) for entity in parsed(text).entities] == [(name, label)]

    @pytest.mark.parametrize(
        "text",
        [
            "Bueno, nosotros partimos ayer.",
            "Claro, es que no alcanza.",
            "En la escuela las familias participan mucho.",
            SPOKEN,
        ],
    )
    def test_talk_without_names_has_none(self, text: str) -> None:
        assert parsed(text).entities == ()


class TestOffsets:
    def test_every_token_sentence_and_name_stands_where_it_says(self) -> None:
        result = parsed(TURN)
        assert all(TURN[token.start : token.end] == token.text for token in result.tokens)
        assert all(TURN[entity.start : entity.end] == entity.text for entity in result.entities)
        assert [span.of(TURN) for span in result.sentences][-1] == "Ya po, ¿y ustedes?"

    def test_white_space_is_no_token_and_hides_none(self) -> None:
        result = parsed("La  escuela \t es\n\n nuestra. ")
        assert [token.text for token in result.tokens] == ["La", "escuela", "es", "nuestra", "."]

    def test_heads_stay_inside_their_sentence(self) -> None:
        result = parsed(TURN)
        for token in result.tokens:
            head = result.tokens[token.head]
            assert any(
                span.start <= token.start < span.end and span.start <= head.start < span.end
                for span in result.sentences
            )

    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.text(alphabet=st.sampled_from("aeñé nop.,¿?\n\t😀\u0301«»-1 AB\u200d"), max_size=60))
    def test_any_text_keeps_its_characters(self, text: str) -> None:
        result = parsed(text)
        assert result.text == text
        assert all(text[token.start : token.end] == token.text for token in result.tokens)
        assert "".join(token.text for token in result.tokens) == "".join(text.split())
        assert all(0 <= token.head < len(result.tokens) for token in result.tokens)


class TestRobust:
    @pytest.mark.parametrize("text", ["", "   ", "\n\n"], ids=["empty", "spaces", "lines"])
    def test_nothing_said_is_nothing_understood(self, text: str) -> None:
        assert parsed(text) == Parsed(text, (), (), ())

    @pytest.mark.parametrize(
        "text", ["😀👩‍🏫", "cafe\u0301 con nin\u0303os", "We had a meeting con los profes.", "...", "!?" * 400]
    )
    def test_odd_texts_are_read(self, text: str) -> None:
        assert parsed(text).tokens

    def test_a_long_line_without_marks_is_parted_between_words(self) -> None:
        text = "la escuela abre temprano " * 300
        result = parsed(text)
        assert len(result.tokens) == 1200
        assert max(span.end - span.start for span in result.sentences) <= MOST_CHARACTERS

    def test_a_run_without_space_is_parted(self) -> None:
        result = parsed("a" * 5000)
        assert "".join(token.text for token in result.tokens) == "a" * 5000

    def test_time_grows_with_the_length_and_no_faster(self) -> None:
        def seconds(text: str) -> float:
            began = time.process_time()
            parsed(text)
            return time.process_time() - began

        parsed("Hola.")
        short, long = seconds("palabra tras palabra " * 300), seconds("palabra tras palabra " * 2400)
        assert long < 24 * short

    def test_half_a_character_is_read_and_stays(self) -> None:
        text = "Ni\ud800ños \udc80 de Temuco, ¿ya\udfff?"
        assert "".join(token.text for token in parsed(text).tokens) == "".join(text.split())

    def test_long_texts_are_read_a_few_at_once_for_the_sake_of_memory(self, tiny: Path) -> None:
        sizes: list[int] = []

        class Counter:
            def __call__(self, doc: Doc) -> Doc:
                return doc

            def pipe(self, docs: Iterable[Doc], **_: object) -> Iterator[Doc]:
                read = list(docs)
                sizes.append(sum(map(len, read)))
                return iter(read)

        nlp = load(str(tiny / "tiny"))
        Language.component("counter", func=Counter())
        nlp.add_pipe("counter", first=True)
        try:
            result = parsed("x " * 12_000, name=str(tiny / "tiny"))
        finally:
            nlp.remove_pipe("counter")
        assert sum(sizes) == len(result.tokens) == 12_000
        assert max(sizes) <= 4_000

    def test_many_short_lines_come_back_in_order(self) -> None:
        texts = [f"Línea {i}." for i in range(200)]
        assert [result.text for result in parse(texts)] == texts

    def test_texts_are_asked_for_only_as_they_are_needed(self) -> None:
        asked: list[int] = []
        results = parse(asked.append(i) or "Hola." for i in range(1000))  # type: ignore[func-returns-value]
        next(results)
        assert len(asked) < 200


class TestDeterminism:
    texts = (TURN, SPOKEN, "", "Sí.") * 40

    def test_two_runs_say_the_same(self) -> None:
        assert list(parse(self.texts)) == list(parse(self.texts))

    def test_two_processes_say_what_one_says(self) -> None:
        assert list(parse(self.texts, processes=2)) == list(parse(self.texts))

    def test_a_text_is_understood_alone_as_in_company(self) -> None:
        assert [parsed(text) for text in self.texts[:4]] == list(parse(self.texts[:4][::-1] * 9))[::-1][:4]


class TestAnother:
    def test_the_settings_name_it(self, tiny: Path, tmp_path: Path) -> None:
        file = tmp_path / "qualkit.toml"
        file.write_text(f'[language]\npipeline = "{tiny / "tiny"}"\n', encoding="utf-8")
        result = parsed("Ana lee", name=read_settings(file).language.pipeline)
        assert [token.text for token in result.tokens] == ["Ana", "lee"]
        assert load(str(tiny / "tiny")).pipe_names == ["parser", "ner"]

    def test_what_it_gives_no_lemma_gets_ours(self, tiny: Path) -> None:
        assert [token.lemma for token in parsed("Ana leyó", name=str(tiny / "tiny")).tokens][1] == "leer"

    def test_it_keeps_to_our_sentences(self, tiny: Path) -> None:
        assert len(parsed("Ana lee. Ana lee. Ana lee.", name=str(tiny / "tiny")).sentences) == 3

    def test_one_that_is_not_there_says_how_to_get_it(self) -> None:
        with pytest.raises(InputError, match=r"es_nadie.*spacy download es_nadie.*es_qualkit"):
            load("es_nadie")

    def test_one_without_parser_says_so(self, tiny: Path) -> None:
        with pytest.raises(InputError, match=r"no parser, ner"):
            load(str(tiny / "blank"))

    def test_one_without_parser_does_where_none_is_wanted(self, tiny: Path) -> None:
        assert parsed("Ana lee", name=str(tiny / "blank"), components=()).tokens[1].lemma == "leer"

    def test_a_folder_that_is_no_pipeline_says_so(self, tmp_path: Path) -> None:
        with pytest.raises(InputError, match="cannot be loaded"):
            load(str(tmp_path))
