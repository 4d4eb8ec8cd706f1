"""Quotes that differ from their source only as rule 2 tolerates, and the place in the source where each must be found.

Most rows are passages picked by hand, each copied in every way that word processors, chat programs, PDF copies and
models copy text; the rest are written out. ``GAPS`` holds faithful quotes that attack the edges of what is tolerated.
"""

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class FaithfulQuote:
    """A quote that must be found, and ``place``: the source's own spelling of what must be found."""

    id: str
    source: str
    quote: str
    place: str


_PASSAGES: dict[str, tuple[str, str]] = {
    "start of the meeting": ("meeting", "ya, buenas tardes a todos y a todas, ¿me escuchan bien"),
    "figures and hard space": ("meeting", "terminamos con 47, o sea, casi un 30\u00a0% más de lo que habíamos soñado"),
    "dots in mid sentence": ("meeting", "habíamos soñado... pero no todas llegaron"),
    "dash and hour": ("meeting", "fue por la hora — a las 8:30 nadie puede —, y eso lo dijimos en marzo"),
    "whole short turn": ("meeting", "Y qué hicieron entonces"),
    "decimals": ("meeting", "de un 3,5 de promedio a un 6,2; nos costó $1.250.000 pesos"),
    "nested quote": ("meeting", "nos dijo: «aquí la co-docencia no es un lujo, es la manera de trabajar», y nosotras"),
    "stutter": ("meeting", "los niños chicos sobre todo, no no no entienden la pauta"),
    "date": ("meeting", "anoto: 12 de marzo de 2024, acuerdo número dos"),
    "line break": ("interview", "nos juntábamos los jueves y al principio nadie sabía bien\npara qué"),
    "soft hyphen": ("interview", "Después llegó la pandemia y la conver\u00ad\nsación se fue al computador"),
    "compound": ("interview", "esa cuenta la sacó la ex-jefa de UTP"),
    "one-sign ellipsis": ("interview", "No con plata… con tiempo"),
    "spelt-out number": ("interview", "el tres coma cinco por ciento del presupuesto comunal"),
    "dashes that hug": ("interview", "cuando se rompe —y se rompió— hay que pedir perdón"),
    "curly quote": ("interview", "una que volvió dijo: “pucha, yo también me equivoqué”. Eso, eso fue"),
    "thousands and address": ("interview", "subimos a 10 000 visitas en la página www.redejemplo.cl"),
    "places": ("interview", "gente de Ñuñoa y de Ñiquén"),
    "recogniser errors": ("closing", "despues una se acostumbra y los cabros ni se dan cuenta"),
    "apostrophes": ("closing", "no pa' retar sino pa' leer cuentos con los niñ@s"),
    "whole unpunctuated turn": ("closing", "ya y si tuvieran que decirlo en una frase"),
    "straight quotes": ("form", 'se llama "Leer en familia" y nace el 2022'),
    "percentages": ("form", "pasamos del 41,7% al 63,2% entre abril y noviembre"),
    "minus": ("form", "La sala estaba a -3 °C en julio"),
    "parenthesis": ("survey", "en cada una (4 sesiones, 80 minutos en total"),
    "single quotes": ("survey", "con eso; 'el error es información', lo tengo pegado"),
    "initials": ("survey", "La profesora I. M. dijo que"),
}


def _plain_spaces(text: str) -> str:
    return text.replace("\u00ad\n", "").replace("\u00a0", " ").replace("\n", " ")


def _swap(text: str, table: dict[str, str]) -> str:
    return text.translate(str.maketrans(table))


def _other_case(text: str) -> str:
    return text[0].swapcase() + text[1:]


def _hyphenated(text: str) -> str:
    words = text.split(" ")
    return " ".join(word[:3] + "\u00ad" + word[3:] if word.isalpha() and len(word) > 5 else word for word in words)


def _mangled(text: str) -> str:
    return unicodedata.normalize("NFD", _other_case(_plain_spaces(text))).replace(" ", "  \n")


_VARIATIONS: dict[str, Callable[[str], str]] = {
    "as it stands": lambda text: text,
    "plain spaces": _plain_spaces,
    "decomposed": lambda text: unicodedata.normalize("NFD", text),
    "runs of white space": lambda text: text.replace(" ", " \t  "),
    "line breaks": lambda text: text.replace(" ", "\n"),
    "Windows line breaks": lambda text: _plain_spaces(text).replace(" ", " \r\n"),
    "hard spaces": lambda text: text.replace(" ", "\u00a0"),
    "thin and figure spaces": lambda text: text.replace(" ", "\u2009\u2007"),
    "narrow hard spaces": lambda text: text.replace(" ", "\u202f"),
    "ideographic space, line and paragraph separators": lambda text: text.replace(" ", "\u3000\u2028\u2029"),
    "next line, vertical tab, form feed": lambda text: text.replace(" ", "\x85\x0b\x0c"),
    "soft hyphens": _hyphenated,
    "curly quote marks": lambda text: _swap(text, {"«": "“", "»": "”", '"': "”", "'": "’", "“": "„", "”": "“"}),
    "angle quote marks": lambda text: _swap(text, {"“": "«", "”": "»", '"': "»", "'": "›", "«": "‹", "»": "›"}),
    "straight quote marks": lambda text: _swap(text, dict.fromkeys("«»“”", '"') | {"'": '"'}),
    "long dashes": lambda text: _swap(text, {"-": "–", "—": "―"}),
    "typed dashes": lambda text: text.replace("—", "--"),
    "short dashes": lambda text: _swap(text, {"-": "‐", "—": "-"}),
    "hard hyphen and minus": lambda text: _swap(text, {"-": "\u2011", "—": "−"}),
    "other ellipsis": lambda text: text.replace("...", "\0").replace("…", "...").replace("\0", "…"),
    "in angle quotes": lambda text: f"«{text}»",
    "in curly quotes with a stop": lambda text: f"“{text}”.",
    "in brackets with ellipses": lambda text: f"(…) {text} [...]",
    "as a question": lambda text: f"¿{text}?",
    "as a shout in quotes": lambda text: f"'¡{text}!',",
    "as a dialogue line": lambda text: f"— {text}:",
    "other first case": _other_case,
    "everything at once": lambda text: f" «… {_mangled(text)}…» \n",
}


def _copies() -> Iterator[FaithfulQuote]:
    for name, (source, place) in _PASSAGES.items():
        seen = set()
        for variation, change in _VARIATIONS.items():
            quote = change(place)
            if quote not in seen:
                seen.add(quote)
                yield FaithfulQuote(f"{name}, {variation}", source, quote, place)


_WRITTEN = (
    FaithfulQuote("turn with its own marks", "meeting", "¿Y qué hicieron entonces?", "Y qué hicieron entonces"),
    FaithfulQuote("turn without its marks", "meeting", "y qué hicieron entonces", "Y qué hicieron entonces"),
    FaithfulQuote("marks swapped", "meeting", "¡Y qué hicieron entonces!…", "Y qué hicieron entonces"),
    FaithfulQuote("end of a turn", "meeting", "eso lo dijimos en marzo.", "eso lo dijimos en marzo"),
    FaithfulQuote(
        "only the words inside a nested quote",
        "meeting",
        "«Aquí la co-docencia no es un lujo»",
        "aquí la co-docencia no es un lujo",
    ),
    FaithfulQuote(
        "from the nested quote outwards",
        "meeting",
        "es la manera de trabajar», y nosotras le creímos",
        "es la manera de trabajar», y nosotras le creímos",
    ),
    FaithfulQuote("compound inside", "meeting", "la co-docencia no", "la co-docencia no"),
    FaithfulQuote("percentage at the end", "meeting", "o sea, casi un 30 %.", "o sea, casi un 30\u00a0%"),
    FaithfulQuote("figure at the start", "meeting", "12 familias y terminamos", "12 familias y terminamos"),
    FaithfulQuote("money inside", "meeting", "nos costó $1.250.000", "nos costó $1.250.000"),
    FaithfulQuote("after the percentage", "meeting", "más de lo que habíamos", "más de lo que habíamos"),
    FaithfulQuote("hour at the end", "meeting", "la reunión a las 17:45", "la reunión a las 17:45"),
    FaithfulQuote("ordinal at the end", "meeting", "con los estudiantes de 5.º", "con los estudiantes de 5.º"),
    FaithfulQuote("course at the end", "meeting", "5.º básico y de 7° A", "5.º básico y de 7° A"),
    FaithfulQuote("year before a comma", "meeting", "12 de marzo de 2024", "12 de marzo de 2024"),
    FaithfulQuote("first of two equal runs", "meeting", "le creímos, le creímos", "le creímos, le creímos"),
    FaithfulQuote("dash kept at the end", "meeting", "a las 8:30 nadie puede —", "a las 8:30 nadie puede"),
    FaithfulQuote("spelt-out number whole", "interview", "éramos treinta y dos", "éramos treinta y dos"),
    FaithfulQuote("spelt-out thousands whole", "interview", "dos mil quinientas horas", "dos mil quinientas horas"),
    FaithfulQuote(
        "after a spelt-out number", "interview", "profesores de tres escuelas", "profesores de tres escuelas"
    ),
    FaithfulQuote(
        "line break became a space",
        "interview",
        "de tres escuelas, nos juntábamos",
        "de tres escuelas,\nnos juntábamos",
    ),
    FaithfulQuote("soft hyphen gone", "interview", "y la conversación se fue", "y la conver\u00ad\nsación se fue"),
    FaithfulQuote("first word after the raya", "interview", "y se rompió— hay que pedir", "y se rompió— hay que pedir"),
    FaithfulQuote("e-mail at the end", "interview", "al correo hola.red@ejemplo.cl.", "al correo hola.red@ejemplo.cl"),
    FaithfulQuote(
        "address at the start", "interview", "www.redejemplo.cl y al correo", "www.redejemplo.cl y al correo"
    ),
    FaithfulQuote("capital ñ made small", "interview", "ñuñoa y de Ñiquén", "Ñuñoa y de Ñiquén"),
    FaithfulQuote(
        "accented first letter raised",
        "interview",
        "ÉRAMOS"[0] + "ramos treinta y dos profesores",
        "éramos treinta y dos profesores",
    ),
    FaithfulQuote("decomposed first letter raised", "interview", "E\u0301ramos treinta y dos", "éramos treinta y dos"),
    FaithfulQuote("first of a repeated phrase", "closing", "yo creo que", "yo creo que"),
    FaithfulQuote("repeated phrase whole", "closing", "yo creo que yo creo que", "yo creo que yo creo que"),
    FaithfulQuote("repeated at the start", "closing", "nadie enseña solo", "nadie enseña solo"),
    FaithfulQuote("repeated, second by what follows", "closing", "nadie enseña solo eso", "nadie enseña solo eso"),
    FaithfulQuote("the recogniser's own error", "closing", "haber cuéntame qué fue", "haber cuéntame qué fue"),
    FaithfulQuote("apostrophe at the end", "closing", "a la sala y no pa'", "a la sala y no pa"),
    FaithfulQuote("at sign at the end", "closing", "cuentos con los niñ@s", "cuentos con los niñ@s"),
    FaithfulQuote("figure with mil", "closing", "faltaron como 3 mil pesos", "faltaron como 3 mil pesos"),
    FaithfulQuote(
        "one-word number at the end", "closing", "horario y somos veintiún cursos", "horario y somos veintiún cursos"
    ),
    FaithfulQuote("list line", "form", "- Círculos de lectura los sábados", "Círculos de lectura los sábados"),
    FaithfulQuote("across a list", "form", "los niños/as del curso. - Un grupo", "los niños/as del curso.\n- Un grupo"),
    FaithfulQuote(
        "across a blank line", "form", "en el día. Qué hicimos: - Círculos", "en el día.\n\nQué hicimos:\n- Círculos"
    ),
    FaithfulQuote("bracket left open", "form", "los sábados (cada 15 días", "los sábados (cada 15 días"),
    FaithfulQuote("bracket closed only", "form", "cada 15 días), con libros", "cada 15 días), con libros"),
    FaithfulQuote("minus with a real minus sign", "form", "−3 °C en julio", "-3 °C en julio"),
    FaithfulQuote("degree at the end", "form", "los estudiantes de 2°", "los estudiantes de 2°"),
    FaithfulQuote("percent then stop", "form", "solo el 41,7%.", "solo el 41,7%"),
    FaithfulQuote("fraction", "form", "la nota bajó de 6½", "la nota bajó de 6½"),
    FaithfulQuote("bracket gender", "form", "Cada niño(a) lleva su bitácora", "Cada niño(a) lleva su bitácora"),
    FaithfulQuote("star gender", "form", "y tod*s opinan", "y tod*s opinan"),
    FaithfulQuote(
        "whole first words of the form", "form", "Nuestra experiencia se llama", "Nuestra experiencia se llama"
    ),
    FaithfulQuote("last words of the form", "form", "bajó de 6½ a 6.", "bajó de 6½ a 6"),
    FaithfulQuote("thousandth per cent", "survey", "el 99,9 %, que siempre", "el 99,9 %, que siempre"),
    FaithfulQuote(
        "quote in single marks, given double", "survey", '"el error es información"', "el error es información"
    ),
    FaithfulQuote("route code", "survey", "la ciudad (ruta Q-50)", "la ciudad (ruta Q-50"),
    FaithfulQuote("code at the end", "survey", "Q-50), código 2024-B.", "Q-50), código 2024-B"),
)

_GAPS = (
    FaithfulQuote("ten that counts nothing", "figures", "una profesora nos decía eso", "una profesora nos decía eso"),
    FaithfulQuote(
        "two units in a row are no number", "figures", "cuatro no llegaron nunca", "cuatro no llegaron nunca"
    ),
    FaithfulQuote("raya without spaces", "figures", "o sea la hora no nos sirve", "o sea la hora no nos sirve"),
    FaithfulQuote("quote mark without a space", "figures", "no vengo nunca más", "no vengo nunca más"),
    FaithfulQuote("three words held by ellipses", "figures", "no…no…no", "no…no…no"),
    FaithfulQuote(
        "soft hyphen and space in the source", "figures", "y las tías se fueron", "y las\u00ad tías se fueron"
    ),
    FaithfulQuote("en quad and em quad", "closing", "que\u2000nadie enseña\u2001solo", "que nadie enseña solo"),
    FaithfulQuote("soft hyphen before a space", "closing", "que nadie\u00ad enseña solo", "que nadie enseña solo"),
    FaithfulQuote("soft hyphen before CRLF", "closing", "que nadie ense\u00ad\r\nña solo", "que nadie enseña solo"),
    FaithfulQuote(
        "soft hyphen before space and line feed", "closing", "que nadie ense\u00ad \nña solo", "que nadie enseña solo"
    ),
    FaithfulQuote("bold stars", "closing", "**que nadie enseña solo**", "que nadie enseña solo"),
    FaithfulQuote("one star", "closing", "*que nadie enseña solo*", "que nadie enseña solo"),
    FaithfulQuote("underscores", "closing", "_que nadie enseña solo_", "que nadie enseña solo"),
    FaithfulQuote("bullet", "closing", "• que nadie enseña solo", "que nadie enseña solo"),
    FaithfulQuote("middle dot", "closing", "· que nadie enseña solo", "que nadie enseña solo"),
    FaithfulQuote("slash at the end", "closing", "que nadie enseña solo /", "que nadie enseña solo"),
    FaithfulQuote(
        "raya that hugs a figure", "meeting", "—12 familias y terminamos con 47—", "12 familias y terminamos con 47"
    ),
)

FAITHFUL = (*_copies(), *_WRITTEN)
GAPS = _GAPS
