"""Words that carry no theme of their own in the talk of Chilean schools, and the folding that compares spellings."""

import re
import unicodedata
from functools import lru_cache

_TILDE_OF_ENYE = "\u0303"

_STOP_WORDS = """
a al ante bajo con contra de del desde durante en entre hacia hasta mediante para por según sin sobre tras vía el la
lo los las un una unos unas yo tú vos usted él ella ello nosotros nosotras ustedes ellos ellas me te se nos os le
les mí ti sí conmigo contigo consigo mi mis tu tus su sus nuestro nuestra nuestros nuestras mío mía míos mías suyo
suya suyos suyas tuyo tuya este esta estos estas ese esa esos esas aquel aquella aquellos aquellas esto eso aquello
éste ésta éstos éstas ése ésa ésos ésas aquél aquélla que qué quien quién quienes quiénes cual cuál cuales cuáles
cuyo cuya cuyos cuyas cuanto cuánto cuanta cuánta cuantos cuántos cuantas cuántas donde dónde adonde adónde cuando
cuándo como cómo y e o u ni pero sino aunque porque pues si mientras conque luego entonces así también tampoco
además no nada nadie nunca jamás ningún ninguno ninguna algo alguien algún alguno alguna algunos algunas todo toda
todos todas cada otro otra otros otras mismo misma mismos mismas tal tales tanto tanta tantos tantas mucho mucha
muchos muchas poco poca pocos pocas más menos muy bastante bastantes demasiado casi apenas solo sólo cualquier
cualquiera ambos ambas demás varios varias ya aún aun todavía siempre ahora hoy ayer antes después aquí acá ahí allí
allá cerca lejos arriba abajo dentro fuera adentro afuera bien mal mejor peor quizá quizás vez acaso ser es soy eres
somos son era eras éramos eran fui fue fuimos fueron sea seas seamos sean sido siendo será serán sería serían fueran
fuese estar estoy estás está estamos están estaba estaban estábamos estuvo estuvimos estuvieron esté estén estado
estando estaría haber he has ha hemos han había habías habíamos habían hubo hay haya hayan hayamos habido habiendo
habrá habría hubiera tener tengo tienes tiene tenemos tienen tenía teníamos tenían tuvo tuvimos tuvieron tenga
tengan tengamos tenido tendría hacer hago haces hace hacemos hacen hacía hacíamos hacían hizo hicimos hicieron haga
hagan hagamos hecho haciendo haría ir voy vas va vamos van iba íbamos iban vaya vayan yendo ido poder puedo puedes
puede podemos pueden podía podíamos podían pudo pudimos pudieron pueda puedan podamos podría podríamos deber debo
debe debemos deben debía debería deberíamos deberían querer quiero quiere queremos quieren quería queríamos querían
decir digo dice dicen decimos dijo dijeron dije decía decían diciendo ver veo ve vemos ven cosa cosas veces manera
forma parte tipo uno dos tres primer primero primera segundo segunda
"""

STOP_WORDS: frozenset[str] = frozenset(_STOP_WORDS.split())
"""Function words and the commonest verbs, as written (lower case, with accents): no key words, though some negate."""

_FILLERS = """
o sea · cachái · cachai · cachay · cachái o no · po · poh · pu · pos · pueh · ya po · sí po · no po · bueno po ·
claro po · yapo · sipo · nopo · te fijas · fíjate · fíjese · fíjense · no cierto · pucha · chuta · ya · eh · em · ehm ·
mmm · mm · ah · oh · ay · uh · uf · jaja · jajaja · igual · como que · tipo · onda · bueno · claro · cierto · verdad ·
mira · miren · oye · oigan · digamos · es decir · entonces · la verdad · la verdad es que · en el fondo · de repente ·
a ver · no sé · no sé po · qué sé yo · por decirlo así · de alguna manera · de alguna forma · weón · huevón ·
al final del día · ponte tú · en realidad · obviamente · súper · harto · harta · hartos · hartas · nomás · no más ·
ok · okey · vale · listo · perfecto · gracias · muchas gracias
"""

FILLERS: frozenset[str] = frozenset(" ".join(_FILLERS.split()).split(" · "))
"""Spoken fillers of one or more words, as written: they cost room in a cloud and say nothing in a coding."""


@lru_cache(maxsize=200_000)
def fold(text: str) -> str:
    """Return ``text`` in lower case and without accents; the ñ stays, it is a letter of its own.

    Keeps no offsets: it is for comparing, never for quoting.
    """
    decomposed = unicodedata.normalize("NFD", text.lower())
    kept = (
        char
        for i, char in enumerate(decomposed)
        if not unicodedata.combining(char) or (char == _TILDE_OF_ENYE and decomposed[i - 1] == "n")
    )
    return unicodedata.normalize("NFC", "".join(kept))


_HALF_A_CHARACTER = re.compile("[\ud800-\udfff]")


def encodable(text: str) -> str:
    """Return ``text`` with U+FFFD for each lone surrogate, which spaCy and dictionaries cannot read; offsets stay."""
    return _HALF_A_CHARACTER.sub("\ufffd", text)


PSEUDONYM = re.compile(
    r"\b(?P<word>Persona|Escuela|Facilitador(?:/a|a|as|es)?|Moderador(?:a|as|es)?|Relator(?:a|as|es)?"
    r"|Anfitri(?:ón|ona)|Host) (?P<number>\d+)\b|@usuario \d+\b"
    r"|\[(?:rut|teléfono|correo|url|dirección|comuna|edad|fecha|id|persona)\]"
)
"""The shapes that pseudonyms have: they say who, never what is talked about."""

FORGOTTEN = "[persona]"
"""What stands for somebody who asked to be forgotten: the same for all of them, and nobody can go back."""
