import numpy as np
import pytest

from qualkit.errors import ProviderError
from qualkit.model import Code, Codebook, Criterion, Evidence, Experience, Suggestion
from qualkit.protocols import ChatModel, Coder, Embedder, Judge, Message, Reply
from qualkit.testing import FixedEmbedder, FixedJudge, ScriptedChat, ScriptedCoder, WordEmbedder

ASKED = [Message("user", "hola")]


def test_the_fakes_fit_their_seams() -> None:
    chat: ChatModel = ScriptedChat([])
    embedder: Embedder = FixedEmbedder()
    coder: Coder = ScriptedCoder({})
    judge: Judge = FixedJudge({})
    assert [chat.identity, embedder.identity, coder.name, judge.name] == [
        "scripted:chat",
        "fixed:64",
        "scripted",
        "fixed",
    ]


def test_a_script_is_followed_and_recorded() -> None:
    chat = ScriptedChat(["uno", Reply("dos", finish="length"), ProviderError("tres")])
    assert chat.reply(ASKED, {"a": 1}) == Reply("uno")
    assert chat.reply(ASKED, {}).finish == "length"
    with pytest.raises(ProviderError):
        chat.reply(ASKED, {})
    with pytest.raises(AssertionError, match="3 answers"):
        chat.reply(ASKED, {})
    assert (chat.asked[0].text, chat.asked[0].schema) == ("hola", {"a": 1})


def test_equal_texts_have_equal_unit_vectors() -> None:
    embedder = FixedEmbedder()
    vectors = embedder.embed(["a", "b", "a", " "])
    assert vectors.dtype == np.float32
    assert np.array_equal(vectors[0], vectors[2])
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1, 1, 0], abs=1e-6)
    assert abs(float(vectors[0] @ vectors[1])) < 0.5
    assert embedder.embed([]).shape == (0, 64)


def test_given_vectors_are_used() -> None:
    embedder = FixedEmbedder({"a": [3.0, 4.0]})
    assert embedder.embed(["a"])[0] == pytest.approx([0.6, 0.8])


def test_texts_that_share_words_are_near() -> None:
    embedder: Embedder = WordEmbedder()
    cuentos, leer, papas, nothing = embedder.embed(["Leer cuentos", "cuentos, ¡leer!", "sembrar papas", "…"])
    assert float(cuentos @ leer) == pytest.approx(1)
    assert abs(float(cuentos @ papas)) < 0.6
    assert not nothing.any()
    assert embedder.embed([]).shape == (0, 64)
    assert embedder.identity == "words:64@1" != WordEmbedder(version="2").identity


def test_a_coder_says_what_it_was_told_of_codes_that_exist() -> None:
    told = [Suggestion("uno", 0.9, Evidence(0, 4, "hola")), Suggestion("otro", 0.5, Evidence(0, 4, "hola"))]
    coder = ScriptedCoder({"hola": told})
    assert coder.code(["hola", "chao"], Codebook("c", "v1", "C", (Code("uno", "Uno", ""),))) == [[told[0]], []]


def test_a_judge_gives_the_levels_it_was_told() -> None:
    judge = FixedJudge({("e", "c"): 3})
    criterion = Criterion("c", "C", "¿?", ("1", "2", "3", "4"))
    assert judge.judge(Experience("e", None, {"resumen": "tres palabras aquí"}), criterion).level == 3
    assert judge.judge(Experience("e", None, {}), criterion).state == "no_evidence"
    assert judge.judge(Experience("f", None, {"resumen": "x"}), criterion).state == "no_evidence"
