from itertools import pairwise

import pytest

from qualkit.language.punctuation import sentence_ends

CASES = {
    "titles": "El Sr. Pérez vino.| La Srta. Soto y el Dr. Rojas no.",
    "a name that ends": "Hablamos con el Dr. Soto.| Después seguimos.",
    "an hour": "Nos vemos a las 10.30 hrs. en la sala.",
    "hours that end": "Nos vemos a las 10.30 hrs.| Después seguimos.",
    "a.m.": "Empieza a las 9 a.m.| Lleguen antes.",
    "a country": "Viene de EE.UU. y se queda.| Viajó a EE.UU.| Después volvió.",
    "a spaced country": "Viene de EE. UU. y se queda.",
    "numbers": "El n.° 3 está listo.| El Nº 4 también.| Ver art. 5 y pág. 12.",
    "for example": "Hay cosas, p. ej. libros.| Otras, p.ej. mapas, no.",
    "etc.": "Traigan lápices, etc. y papel.| Traigan lápices, etc.| Y avisen.",
    "questions": "¿Cierto?| No.| ¿Y cómo?| Así.",
    "a question in a quotation": "Dijo «¿Vienes mañana?» y se fue.| Nadie contestó.",
    "a quotation that ends": "Me dijo: «Vengan todos».| Fuimos.",
    "an ellipsis goes on": "Bueno... y después nada.| Yo… no sé.",
    "an ellipsis ends": "Ya no sé…| Mañana vemos.",
    "an ellipsis before": "Llegó tarde.| ...y después se fue.",
    "dialogue": "—No sé —dijo ella—.| Después vemos.| —¿Vienes? —preguntó él.| —Sí.",
    "addresses": "Escriba a ana.soto@escuela.cl.| Vea www.red.cl/a.b?c=D.| Gracias.",
    "a list in a line": "1. Leer.| 2. Escribir.| 3. Contar.",
    "a list with dashes": "1.- Leer cuentos.| 2.- Escribir.",
    "a number that ends": "Llegaron 23.| Después más.",
    "decimals": "Subió 3.5 puntos y 1.200.000 pesos.| Bien.",
    "times": "[00:12:33] Hola a todos.| 00:12:33.500 Sigo.",
    "initials": "Ganó J. M. Carrera.| El curso A. Bello también.",
    "a letter that ends": "Vamos por el plan B.| Después vemos.",
    "ordinals": "Es del 5to. Básico A.| Y el otro del 3ro. Medio.",
    "small letters": "hola.| cómo están?| yo bien.| ya po!| vamos",
    "small letters throughout": "llegó el bus tarde.| el liceo abrió igual.| la dir. no vino, etc. y nos fuimos",
    "who says so": "¿Vienes? preguntó ella.| Sí.",
    "no space": "Fin de año.|Después vemos.| ¿Sí?|No.",
    "cut words": "El coord. de la red vino.| Ya.",
    "brackets": "(Risas.)| Sigo yo.",
    "several marks": "¿En serio?!| ¡¡Sí!!| Ya...",
    "bullets": "Compramos:| • lápices| • papel",
    "a school": "Vengo de la Esc. Los Aromos.| Y usted del Col. Santa Ana.",
}
"""Texts with a bar where a sentence ends."""


@pytest.mark.parametrize("marked", CASES.values(), ids=CASES)
def test_sentences_end_where_a_reader_would_end_them(marked):
    text = marked.replace("|", "")
    edges = [0, *sentence_ends(text), len(text)]
    pieces = [piece for a, b in pairwise(edges) if (piece := text[a:b].strip())]
    assert pieces == [piece.strip() for piece in marked.split("|")]


@pytest.mark.parametrize(
    ("text", "n"),
    [
        ("hola\nbuenas tardes\nsí", 3),
        ("Hola\r\nBuenas\r\nSí", 3),
        ("La red partió el año pasado con nueve escuelas que\nvenían de otra.", 1),
        ("Quisimos hacer un taller de lectura para las familias\ncada dos semanas.", 1),
        ("Lo hicimos con la\nfamilia.", 1),
        ("Lo hicimos.\ny después no.", 2),
        ("Compramos:\nlápices\npapel", 3),
        ("- lápices\n- papel", 2),
        ("Lo hicimos con la\n\nfamilia.", 2),
        ("Uno\u2028Dos", 2),
    ],
)
def test_a_line_break_ends_a_sentence_unless_the_line_was_only_full(text, n):
    edges = [0, *sentence_ends(text), len(text)]
    assert len([1 for a, b in pairwise(edges) if text[a:b].strip()]) == n


@pytest.mark.parametrize("text", ["", " ", "sin marcas", "...", "¿?", "\n"])
def test_ends_are_offsets_of_the_text(text):
    assert all(0 < at <= len(text) for at in sentence_ends(text))
