"""Names of schools in a text: «Escuela Rural Los Aromos», «Esc. Los Aromos», «colegio new horizon», «la F-128», «la
Gabriela Mistral», and «Los Aromos» once the school is known.
"""

import re
from collections.abc import Collection, Iterator

from qualkit.reading.privacy.context import Passage, Token, passage_of
from qualkit.reading.privacy.gazetteers import SURE, phrases
from qualkit.reading.privacy.gender import is_feminine, is_masculine
from qualkit.reading.privacy.lexicon import word_of
from qualkit.reading.privacy.names import (
    ADJECTIVES_OF_SCHOOLS,
    FIGURES,
    FIRST_NAMES,
    FUNCTION_WORDS,
    SCHOOL_NOUNS,
    SURNAMES,
)
from qualkit.reading.privacy.spoken_numbers import NUMBER_PHRASE
from qualkit.reading.spelling import bare, word_set

_S = r"[^\S\n]"
_KEYWORD = (
    r"(?:[Ee]scuel(?:it)?a|ESCUELA|ESC\b\.?|LIC\.|COL\.|JARD\.|[Cc]entro[^\S\n]+[Ee]ducativo|[Ee]sc\b\.?|[Ll]iceo"
    r"|LICEO|[Ll]ic\b\.|[Cc]olegio|COLEGIO|[Cc]ol\."
    r"|[Ss]ala[^\S\n]+[Cc]una(?:[^\S\n]+y[^\S\n]+[Jj]ard[ií]n(?:[^\S\n]+[Ii]nfantil)?)?"
    r"|SALA[^\S\n]+CUNA|[Jj]ard[ií]n(?:[^\S\n]+[Ii]nfantil)?|JARD[IÍ]N(?:[^\S\n]+INFANTIL)?|[Jj]ard\."
    r"|[Ii]nstituto|INSTITUTO|[Cc]omplejo(?:[^\S\n]+[Ee]ducacional)?|COMPLEJO(?:[^\S\n]+EDUCACIONAL)?"
    r"|[Cc]entro[^\S\n]+[Ee]ducacional|CENTRO[^\S\n]+EDUCACIONAL|[Ii]nternado|INTERNADO"
    r"|CEIA|[Cc]eia|[Mm]icrocentro|[Pp]arvulario|[Pp]olit[ée]cnico|[Ee]stablecimiento|[Pp]reescolar|[Hh]ogar)"
)
_TYPE = (
    r"(?:(?:[Pp]art|[Bb][áa]s|[Mm]un|[Rr]ur|[Ee]sp|[Aa]gr|[Tt][ée]c|[Pp]ol|[Bb]ic|[Ii]nd|[Cc]om|[Dd]if|[Ss]ubv)\."
    r"|[Rr]ural|[Bb][áa]sica|[Mm]unicipal|[Ee]special|[Pp]articular|[Bb]icentenario|[Pp]olivalente|[Tt][ée]cnic[oa]"
    r"|[Dd]iferencial|[Aa]gr[íi]cola|[Ii]ndustrial|[Cc]omercial|[Pp]olit[ée]cnico|[Mm]ultigrado"
    r"|[Uu]nidocente|[Ss]ubvencionad[oa]|[Pp][úu]blic[oa]|[Aa]rt[íi]stic[oa]|[Ff]emenino|[Nn]acional"
    r"|[Ii]nfantil|[Dd]e [Ll]enguaje|[Dd]e [Pp][áa]rvulos|[Tt][ée]cnico[- ][Pp]rofesional"
    r"|[Hh]ospitalaria|[Ii]ntercultural|[Bb]iling[üu]e|[Ff]amiliar|[Hh]ogar|[Dd]e [Aa]dultos"
    r"|[Ii]nternado"
    r"|[Cc]ient[íi]fico[- ][Hh]umanista|RURAL|B[ÁA]SICA|MUNICIPAL|ESPECIAL|PARTICULAR|BICENTENARIO"
    r"|POLIVALENTE|T[ÉE]CNICO|POLIT[ÉE]CNICO)"
)
_CODE = r"(?:[A-Ha-h]\s?-?\s?N?[°º]?\s?\d{1,4}|N(?:[°ºo]\.?|ro\.?)\s?\d{1,4})(?!\w)"
_CAPITAL = (
    r"(?:(?:Pto|Pte|Sta|Sto|Gral|Dra?|Sra?|Pdte|Tte|Cap|Alte|Prof|Mons|Fco|[A-ZÁÉÍÓÚÑ])\.|[A-ZÁÉÍÓÚÑÜ][\w'’]*)(?!\w)"
)
_NAME = (
    rf"{_CAPITAL}(?:[^\S\n]+(?:(?:de|del|la|las|los|el|y|e|DE|DEL|LA|LAS|LOS|EL|Y)[^\S\n]+){{0"
    rf",3}}(?:{_CODE}|{_CAPITAL}))*"
)
_SCHOOL = re.compile(
    rf"(?<!\w){_KEYWORD}(?P<types>(?:[^\S\n]+(?:(?:y"
    rf"|e)[^\S\n]+)?{_TYPE})*)[^\S\n]*(?:[^\S\n](?P<name>{_CODE}(?:[^\S\n]*"
    rf",?[^\S\n]*[\"«“]?{_NAME}[\"»”]?)?|[\"«“]?{_NAME}[\"»”]?))"
)
_WORDS_OF_SCHOOLS = word_set(
    "escuela escuelita esc liceo lic colegio col sala jardin jard instituto complejo centro internado ceia"
    " microcentro parvulario "
    "politecnico establecimiento preescolar hogar"
)
_HEADWORD = re.compile(
    r"^(?:escuela|escuelita|esc|liceo|lic|colegio|col|jardin|infantil|instituto|sala|cuna|complejo|centro"
    r"|educacional|internado|ceia"
    r"|microcentro|rural|basica|municipal|especial|particular|bicentenario|polivalente|tecnico|tecnica"
    r"|diferencial|agricola"
    r"|industrial|comercial|politecnico|multigrado|subvencionado|subvencionada|parvulario|profesional"
    r"|de|lenguaje|parvulos|y)\s+"
)
_NOT_SCHOOLS = word_set(
    """
    medico profesores profesionales verano padres lideres abierta activa saludable inclusiva invierno educacion nacional
    salud chile estudios desarrollo investigacion normalizacion derechos politecnico historia museo arte
    """
)
_STOP_AFTER = word_set(
    """
    utp pie pme pei slep daem director directora profesora profesor jefe jefa inspectora inspector convivencia
    educadora psicologa psicologo orientadora y si no pero entonces ya gracias hola bueno en la el los persona rbd
    comuna rut fono telefono facilitadora facilitador se que
    """
)
_SCHOOL_CODE = re.compile(
    rf"(?<![\w-])(?:[Ll]a|[Ee]l|[Dd]el|[Aa]l|LA|EL){_S}+(?P<code>[A-Ha-h]-\d{{2,4}}"
    rf"|[A-H]{_S}?N[°º]{_S}?\d{{2,4}}|[A-H]{_S}?\d{{2,4}})(?![\w-])(?!{_S}(?:a[ñn]os|horas|estudiantes))"
)
_SAINT = re.compile(
    rf"(?<!\w)(?:(?:[Ll]os|[Ll]as|cabr[oa]s|niñ[oa]s|profes|gente|colegas|alumn[oa]s|apoderad[oa]s"
    rf"|equipo|estudiantes|director|directora|en|desde){_S}+(?:del?{_S}+la|del|el|la|de){_S}+|(?:al|su"
    rf" colegio el|su colegio la|su escuela la|su liceo el){_S}+|(?:en|de|a|desde){_S}+(?:el|la){_S}+)"
    rf"(?P<name>(?:san|santa|santo|San|Santa|Santo){_S}+[^\W\d_]+(?:{_S}+(?:de{_S}+(?:la{_S}+"
    rf"|los{_S}+)?)?[A-ZÁÉÍÓÚÑ][\wáéíóúñ]+|{_S}+de{_S}+la{_S}+[a-záéíóúñ]+)?)"
)
_ROLE_AND_SAINT = re.compile(
    rf"(?<!\w)(?:[Dd]irectora?|UTP|[Ss]ostenedora?|[Ee]ncargad[oa]){_S}+(?P<name>(?:San"
    rf"|Santa){_S}+[A-ZÁÉÍÓÚÑ]\w+(?:{_S}+[A-ZÁÉÍÓÚÑ]\w+)?)(?={_S}*[:)\n-])"
)
_REPUBLIC = re.compile(
    rf"\b(?:[Ll]a|[Ee]n la|[Dd]e la){_S}+(?P<name>República{_S}+(?:de(?:l)?{_S}+)?(?!Chile)(?:Honduras"
    rf"|Costa Rica|Brasil|Argentina|Uruguay|Paraguay|Italia|Francia|Alemania|Israel|México|Colombia"
    rf"|Perú|Bolivia|Ecuador|Panamá|El Salvador|Guatemala|Nicaragua|Estados Unidos|China|Croacia|Grecia"
    rf"|Portugal|Polonia|Siria|Líbano|Austria|Suiza))\b"
)
_CALLED = re.compile(
    rf"\b(?:escuela|liceo|colegio|jard[ií]n(?:{_S}+infantil)?|sala{_S}+cuna|establecimiento)"
    rf"(?:{_S}+(?:nuestr[oa]|m[ií][oa]|donde{_S}+\w+"
    rf"|nuev[oa]))?{_S}+(?:que{_S}+)?se{_S}+llama(?:ba)?{_S}+[«\"“]?(?P<name>{_NAME})"
)
_SAINTS_DAYS = word_set("juan pedro valentin nicolas patricio")
_WORKS = re.compile(
    r"\b(?:poemas?|poes[ií]as?|obras?|libros?|vida|versos|sonetos?|rondas?|cartas?|retrato|rostro"
    r"|fotos?|canci[oó]n(?:es)?|premio|nobel|cueca|d[eé]cimas|odas?|pensamiento|figura|biograf[ií]a"
    r"|museo|casa|ministro|teor[ií]a|estatua|homenaje|natalicio|combate|gesta)\b[^.;\n]{0,14}$",
    re.IGNORECASE,
)
_AUTHORS_VERB = re.compile(
    rf"^{_S}+(?:escribi|dec[ií]a|fue |era |naci|muri|gan[oó]|cant|compuso|plante|vivi|sosten|propon|es "
    rf"|viaj|recibi|luch|salt|dice|habla )",
    re.IGNORECASE,
)
FEWEST_LETTERS = 5
_WHOLE_WORDS = {
    "pto": "puerto",
    "pte": "puente",
    "sta": "santa",
    "sto": "santo",
    "gral": "general",
    "pdte": "presidente",
}
_PARTICLES = word_set("de del la las los el y e")


def core_of(school: str) -> str:
    """Return what tells a school from others: its name without «Escuela», «Liceo», «Rural» (``bare``)."""
    core = " ".join(_WHOLE_WORDS.get(word, word) for word in bare(school).split())
    while (shorter := _HEADWORD.sub("", core)) != core:
        core = shorter
    return core


def find_schools(text: str, known: Collection[str] = ()) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of the schools named in ``text``; ``known`` are schools whose bare name is looked for too."""
    yield from schools_in(passage_of(text), known_cores(known))


def schools_in(passage: Passage, known: "Cores") -> Iterator[tuple[int, int]]:
    """Yield (start, end) of the schools named in a passage: the surer first, they may overlap."""
    text = passage.text
    for at, token in enumerate(passage.tokens):
        word = token.word.bare
        if word in _WORDS_OF_SCHOOLS:
            yield from _with_keyword(passage, at)
        elif word in ("la", "el", "al", "del"):
            yield from _by_article(passage, at)
    yield from ((m.start("code"), m.end("code")) for m in _SCHOOL_CODE.finditer(text))
    if "llama" in text:
        yield from (match.span("name") for match in _CALLED.finditer(text))
    yield from _by_company(text)
    if "San" in text or "san" in text:
        yield from _saints(text)
    if "República" in text:
        yield from (
            match.span("name")
            for match in _REPUBLIC.finditer(text)
            if not re.search(r"presidente\W+de\W*$", text[max(0, match.start() - 16) : match.start()])
        )
    yield from _known(passage, known)


def _with_keyword(passage: Passage, at: int) -> Iterator[tuple[int, int]]:
    token = passage.tokens[at]
    match = _SCHOOL.match(passage.text, token.start)
    if match:
        end = _trimmed_end(passage, match)
        if end > match.start("name"):
            yield match.start(), end
            return
    if not token.word.text.isupper() or token.is_shouted:
        end = _end_in_lower_case(passage, at)
        if end:
            yield token.start, end


def _trimmed_end(passage: Passage, match: re.Match[str]) -> int:
    """Return where the name ends, without the words of the sentence after it; its start where it is none."""
    start = match.start("name")
    name = match.group("name")
    words = list(re.finditer(r"[^\s]+", name))
    first = bare(words[0].group())
    shouted = _is_shouted_at(passage, match.start())
    if (
        first in _NOT_SCHOOLS
        or (first in _STOP_AFTER and first not in ("la", "el", "los"))
        or (shouted and first in ("la", "el") and len(words) < 2)
    ):
        return start
    if bare(match.group()).startswith(("hogar", "establecimiento", "instituto", "complejo", "centro")) and first in (
        "de",
        "del",
    ):
        return start
    end = words[0].end()
    for word in words[1:]:
        clean = bare(word.group())
        if (clean in _STOP_AFTER and clean not in ("la", "el", "los", "y", "en")) or clean in _WORDS_OF_SCHOOLS:
            break
        if shouted and clean in FUNCTION_WORDS and clean not in _PARTICLES | {"bajo", "alto", "entre"}:
            break
        is_particle = clean in _PARTICLES and (word.group()[0].islower() or shouted)
        if not is_particle:
            end = word.end()
    return start + len(name[:end].rstrip(".,"))


def _is_shouted_at(passage: Passage, start: int) -> bool:
    line = passage.text[max(0, start - 40) : start + 40]
    letters = [char for char in line if char.isalpha()]
    return sum(char.isupper() for char in letters) > 0.8 * len(letters)


_GENERIC = word_set(
    """
    rural basica municipal especial particular bicentenario polivalente tecnico tecnica diferencial agricola industrial
    comercial politecnico multigrado unidocente subvencionado publico publica infantil artistico nacional
    """
)


def _end_in_lower_case(passage: Passage, at: int) -> int:
    """Return where a school's name in lower case ends («colegio new horizon», «liceo aguas verdes»), 0 where none is.

    It must open with a code, a saint, a name, a word of no dictionary, or one of the words that schools are called by.
    """
    tokens = passage.tokens
    stop = at + 1
    is_short = (
        tokens[at].word.bare in ("esc", "lic", "jard", "col")
        and passage.text[tokens[at].end : tokens[at].end + 2] == ". "
    )
    if is_short and passage.touches(at) and stop < len(tokens):
        end = _end_after_short_form(passage, stop)
        if end:
            return end
    while (
        stop < len(tokens)
        and passage.is_glued(stop - 1)
        and tokens[stop].word.bare in _GENERIC | {"infantil", "cuna", "educacional"}
    ):
        stop += 1
    if tokens[at].word.bare in ("centro", "hogar", "sala", "col", "establecimiento", "instituto") and stop == at + 1:
        return 0
    code = re.compile(rf"{_S}+(?:[a-h]{_S}?-{_S}?\d{{1,4}}|[a-h]{_S}\d{{2,4}})(?!\w)").match(
        passage.text, tokens[stop - 1].end
    )
    if code:
        return code.end()
    spoken = _SPOKEN_CODE.match(passage.text, tokens[stop - 1].end)
    if spoken:
        return spoken.end()
    return _end_of_words(passage, stop) or _end_of_landscape(passage, stop) or _end_of_honour(passage, stop)


_SPOKEN_CODE = re.compile(
    rf"{_S}+(?:(?:efe|ge|hache|be|ce){_S}+(?:gui[oó]n{_S}+)?|(?:e|a|de){_S}+gui[oó]n{_S}+"
    rf"|n[uú]mero{_S}+)(?:{NUMBER_PHRASE}|\d{{1,4}})(?!\w)",
    re.IGNORECASE,
)


def _end_after_short_form(passage: Passage, start: int) -> int:
    """Return where the name after «esc.» or «lic.» ends: two words at most, or three with a particle."""
    tokens = passage.tokens
    stop, last, content = start, 0, 0
    while stop < len(tokens) and content < 3 and (stop == start or passage.is_glued(stop - 1)):
        word = tokens[stop].word
        if word.bare in _GENERIC or (word.bare in _PARTICLES and word.bare not in ("y", "e")):
            stop += 1
            continue
        if (
            word.is_role
            or word.is_kin
            or word.bare in FUNCTION_WORDS
            or word.acts
            or word.speaks
            or word.bare in _STOP_AFTER
        ):
            break
        content += 1
        stop += 1
        last = stop
    return tokens[last - 1].end if last else 0


def _end_of_landscape(passage: Passage, start: int) -> int:
    """Return where a name ends that is a thing with what it is like («dama blanca», «el radal», «los choroyes»)."""
    tokens = passage.tokens
    at = start
    while (
        at < len(tokens)
        and at - start < 2
        and passage.is_glued(at - 1)
        and tokens[at].word.bare in ("el", "la", "los", "las", "lo")
    ):
        at += 1
    if at >= len(tokens) or not passage.is_glued(at - 1):
        return 0
    head = tokens[at].word
    if (
        head.bare in ("san", "santa", "santo")
        or head.is_stop
        or head.is_role
        or head.is_kin
        or head.is_title
        or head.acts
        or head.speaks
        or head.bare in _GENERIC | FUNCTION_WORDS
    ):
        return 0
    follows = tokens[at + 1] if at + 1 < len(tokens) and passage.is_glued(at) else None
    is_described = follows is not None and follows.word.bare in _TOPONYM_ADJECTIVES and head.bare not in _NO_LANDSCAPE
    if at == start:
        is_name = is_described or head.bare in LANDSCAPE
    else:
        is_name = head.bare in LANDSCAPE | SCHOOL_NOUNS or is_described or not (head.is_ordinary or head.is_thing)
    if not is_name or (head.bare in ADJECTIVES_OF_SCHOOLS and not is_described):
        return 0
    last = at + 1 if is_described else at
    if (
        tokens[last + 1 : last + 2]
        and passage.is_glued(last)
        and tokens[last + 1].word.bare in _TOPONYM_ADJECTIVES
        and is_described
    ):
        last += 1
    inside = [token.word.bare for token in tokens[last + 1 : last + 4]]
    for words in (2, 3):
        is_of = inside[:1] in (["de"], ["del"]) and (words == 2 or inside[1:2] in (["la"], ["los"], ["las"]))
        if is_of and inside[words - 1 : words] and inside[words - 1] in LANDSCAPE | SCHOOL_NOUNS | NURSERY:
            return tokens[last + words].end
    return tokens[last].end


NURSERY = word_set(
    "amor colores papel esperanza cristal sol luz luna paz miel azucar chocolate algodon ternura"
    " alegria ilusion fantasia corazon cielo plata oro"
)
"""What the names of jardines end in: «manitos de colores», «gotitas de amor»."""


def _end_of_honour(passage: Passage, start: int) -> int:
    """Return where a name ends that opens with an honour: «escuela sor perpetua», «colegio monseñor lagos»."""
    tokens = passage.tokens
    if start + 1 >= len(tokens) or not passage.is_glued(start - 1) or tokens[start].word.bare not in _HONOURS:
        return 0
    stop = start + 1
    while stop < len(tokens) and stop - start <= 3 and passage.is_glued(stop - 1):
        word = tokens[stop].word
        if (
            word.bare in FUNCTION_WORDS
            or word.acts
            or word.speaks
            or word.is_role
            or not (word.is_name or not word.is_ordinary or stop == start + 1)
        ):
            break
        stop += 1
    return tokens[stop - 1].end if stop > start + 1 else 0


_HONOURS = word_set(
    "sor fray padre madre hermano hermana monseñor cardenal obispo beato beata papa doctor doctora profesor"
    " profesora maestro maestra"
    " capitan teniente general almirante sargento comandante presidente lonko cacique toqui reina rey principe"
)
_TOPONYM_ADJECTIVES = word_set(
    """
    alto alta altos altas bajo baja bajos bajas blanco blanca blancos blancas negro negra negros negras verde verdes
    azul azules rojo roja
    colorado colorada amarillo amarilla dorado dorada plateado seco seca hondo honda grande grandes chico chica largo
    larga redondo redonda
    hermoso hermosa florido florida nuevo nueva viejo vieja claro clara oscuro bravo brava manso mansa quemado quemada
    partida solo santo
    santa nevado nevada austral andino andina norte sur poniente oriente real bello bella lindo linda feliz encantado
    encantada perdido
    grandes mayor menor central primero dulce frio fria caliente sagrado sagrada eterno eterna radiante
    """
)
_NO_LANDSCAPE = word_set(
    """
    educacion sala salas patio año años mes semana curso cursos nivel niveles reunion jornada clase clases equipo
    gente cosa cosas tema parte
    vez veces forma proyecto programa plan convivencia basica media matricula comunidad profesional asistente puerta
    casa grupo ciclo escala
    edificio recinto infraestructura biblioteca cancha gimnasio mucho mucha muy mas menos tan era es un una modelo
    hogar granja taller base
    """
)
LANDSCAPE = word_set(
    """
    frontera union victoria libertad patria concordia alianza capilla ermita mina salitrera estancia hacienda milagro
    progreso porvenir
    radal radales choroy choroyes queule queules lenga coihue coihues coigue mañio tepa tepu luma lumas arrayan
    chagual chacay chacayes chilca
    chilcas chilcos murta murtas maqui maquis calafate calafates digueñe copihual pangue pangues
    nalca nalcas quila quilas coligue
    coligue colihue
    coligues colihues molle molles algarrobo algarrobos tamarugo tamarugos pimiento pimientos chañar chañares tamarindo
    belloto bellotos
    patagua pataguas guayacan lucumo lucumos palto paltos parron parronal viña viñedos tranque tranques hijuelas
    chaparral totoral junquillar
    carrizal mimbral alfalfal avellanal pinar pinares hualve mallin mallines vega vegas veguilla potrero potreros
    rincon rinconada puntilla
    portezuelo cajon cajones loma lomas lomita lomaje meseta pampa pampas llano llanos desierto salar duna dunas
    roquerio roquerios farellon
    morro peñon peñasco barranca barrancas ribera ribereña arroyo arroyos vertiente vertientes cascada cascadas salto
    saltos remanso remolino
    confluencia vado balseo balsa lancha bote velero ancla faro muelle ensenada estuario fiordo archipielago peninsula
    istmo
    tricahue tricahues loro loros torcaza torcazas zorzal zorzales chincol chincoles diuca diucas loica loicas tenca
    tencas queltehue queltehues
    treile treiles garza garzas gaviota gaviotas pelicano pelicanos pinguino pinguinos flamenco flamencos ñandu chucao
    chucaos huet carpintero
    carpinteros martin gorrion gorriones alondra alondras paloma palomas ruiseñor ruiseñores colibri colibries
    cernicalo peuco peucos halcon
    halcones lechuza buho buhos tordo tordos jilguero jilgueros canario canarios mirlo mirlos cigueña
    huemul huemules pudu pudues puma pumas
    zorro zorros zorrito zorritos guanaco guanacos vicuña vicuñas llama llamas alpaca chinchilla chinchillas monito
    coipo huillin ballenita
    delfin lobito lobitos pececito pececitos estrellitas mariposa mariposas mariposita abejita abejitas hormiguita
    hormiguitas chinita chinitas
    luciernaga luciernagas grillito ranita ranitas sapito sapitos conejito conejitos ardillita ardillitas osito ositos
    pollito pollitos patito
    patitos caballito caballitos ratoncito elefantito tortuguita gatito principito pinocho peterpan blancanieves
    caperucita papelucho mafalda
    heidi bambi dumbo pulgarcito gulliver quijote aladino simba nemo arcoiris arco lucero luceros aurora alba ocaso
    atardecer primavera otoño
    manitos manitas piececitos patitas gotita gotas gotitas nubecita nubes nube solcito solecito rayitos lucecita
    lucecitas chispita chispitas
    capullito capullitos brotecitos semillero almacigo huertito espiga espigas trigo trigos maizal maizales racimo
    racimos aceituno aceitunos
    palmar palmita palmitas toromiro ñandubay quisco quiscos cactus tunales tunal higueral higuerillas limones
    mandarino mandarinos naranjal
    """
)
"""Plants, animals, shapes of the land and nursery words by which schools and jardines are called, also in lower"
" case."""


def _end_of_words(passage: Passage, start: int) -> int:
    tokens = passage.tokens
    stop = start
    last = 0
    content = 0
    is_marked = False
    while stop < len(tokens) and stop - start < 6 and passage.is_glued(stop - 1) and content < 4:
        word = tokens[stop].word
        if word.bare in _PARTICLES and not (content and word.bare in ("y", "e")):
            if content and word.bare in ("la", "el", "los", "las") and tokens[stop - 1].word.bare not in ("de", "en"):
                break
        elif _may_belong(passage, stop, content):
            content += 1
            is_marked = is_marked or _is_telling(passage, stop)
            last = stop + 1
        else:
            break
        stop += 1
    if not last or not is_marked:
        return 0
    if all(
        tokens[i].word.bare in ADJECTIVES_OF_SCHOOLS or tokens[i].word.bare in _PARTICLES for i in range(start, last)
    ):
        return 0
    opening = tokens[start].word.bare
    if opening in ("de", "del", "y", "e") or (opening in _PARTICLES and tokens[last - 1].word.bare not in SCHOOL_NOUNS):
        return 0
    return tokens[last - 1].end


def _may_belong(passage: Passage, at: int, content: int) -> bool:
    word = passage.tokens[at].word
    if (
        word.is_stop
        or word.is_title
        or word.is_kin
        or word.is_role
        or word.bare in FUNCTION_WORDS
        or word.acts
        or word.speaks
    ):
        return False
    if content == 0:
        return _is_telling(passage, at)
    previous = passage.tokens[at - 1].word
    if word.bare in SCHOOL_NOUNS or word.is_name or not word.is_ordinary:
        return True
    return content == 1 and previous.bare in SCHOOL_NOUNS and word.bare.endswith(("s", "a", "o"))


def _is_telling(passage: Passage, at: int) -> bool:
    word = passage.tokens[at].word
    if word.bare in ("san", "santa", "santo") or word.bare in SCHOOL_NOUNS:
        return True
    if passage.tokens[at - 1].word.bare in _GENERIC and word.bare in phrases("comunas") | phrases("regions"):
        return True
    return (
        word.certainty == SURE
        or word.surname == SURE
        or (not word.is_ordinary and len(word.bare) > 2 and not word.is_thing)
    )


def _by_article(passage: Passage, at: int) -> Iterator[tuple[int, int]]:
    """Yield schools that an article gives away: «la Gabriela Mistral», «la Pedro Aguirre Cerda»."""
    run: list[Token] = []
    stop = at + 1
    while stop < len(passage.tokens) and passage.is_glued(stop - 1) and len(run) < 6:
        token = passage.tokens[stop]
        is_particle = bool(run) and token.word.bare in ("de", "del", "la", "los", "las") and not token.is_capital
        if not (token.is_capital or is_particle):
            break
        run.append(token)
        stop += 1
    while run and not run[-1].is_capital:
        run.pop()
    if len(run) < 2:
        yield from _figure_in_lower_case(passage, at)
        return
    name = " ".join(token.word.bare for token in run)
    article = passage.tokens[at].word.bare
    left = passage.text[max(0, passage.tokens[at].start - 45) : passage.tokens[at].start]
    if any(name == figure or name.startswith(figure + " ") for figure in FIGURES) and not _WORKS.search(left):
        if not _AUTHORS_VERB.match(passage.text[run[-1].end : run[-1].end + 14]):
            yield run[0].start, run[-1].end
    elif _is_mismatch(article, run[0].word.bare) and any(token.word.surname or token.is_capital for token in run[1:]):
        yield run[0].start, run[-1].end


def _figure_in_lower_case(passage: Passage, at: int) -> Iterator[tuple[int, int]]:
    """Yield a school that is called by a public figure, in lower case: «en la arturo prat»."""
    before = passage.before(at)
    if before is None or before.word.bare not in ("en", "de", "a", "desde", "los", "las"):
        return
    for words in _FIGURE_WORDS.get(passage.tokens[at + 1].word.bare, ()) if at + 1 < len(passage.tokens) else ():
        found = passage.tokens[at + 1 : at + 1 + len(words)]
        if [token.word.bare for token in found] == list(words) and not _WORKS.search(
            passage.text[max(0, before.start - 45) : before.end]
        ):
            yield found[0].start, found[-1].end
            return


_FIGURE_WORDS: dict[str, list[tuple[str, ...]]] = {}
for _figure in sorted(FIGURES):
    _FIGURE_WORDS.setdefault(_figure.split()[0], []).append(tuple(_figure.split()))


def _is_mismatch(article: str, first: str) -> bool:
    """Say whether «la» stands before a man's name or «el» before a woman's: then it is a school that is called so."""
    return is_masculine(first) if article == "la" else is_feminine(first)


def _saints(text: str) -> Iterator[tuple[int, int]]:
    for match in _SAINT.finditer(text):
        name = match.group("name")
        second = bare(name).split()[1]
        is_lower = name[0].islower()
        if (second in _SAINTS_DAYS and len(name.split()) == 2) or (
            is_lower and second not in FIRST_NAMES | SURNAMES and second not in ("viator",)
        ):
            continue
        yield match.start("name"), match.end("name")
    yield from ((m.start("name"), m.end("name")) for m in _ROLE_AND_SAINT.finditer(text))


_CAPS = r"[A-ZÁÉÍÓÚÑ][\wáéíóúñü'’-]{2,}"
_RUN = rf"{_CAPS}(?:{_S}+(?:(?:de|del|la|las|los|el){_S}+){{0,2}}{_CAPS}){{0,3}}"
_THOSE_OF = re.compile(
    rf"(?<!\w)(?:[Ll]os|[Ll]as|[Ll]a|[Ee]l|[Pp]rofes?|[Cc]olegas?|[Nn]iñ[oa]s|[Cc]abr[oa]s|[Aa]pod(?:erad[oa]s?)"
    rf"|[Dd]irectora?|[Aa]lumn[oa]s"
    rf"|[Ee]studiantes|[Ee]quipo|[Gg]ente){_S}+(?:del|de{_S}+(?:la|el)){_S}+(?P<name>{_RUN})"
)
_TYPED = re.compile(
    rf"(?<!\w)(?:[Ll]a|[Ee]l|[Dd]el|[Aa]l){_S}+(?P<name>(?:Rural|Básica|Municipal|Agrícola|Industrial|Comercial"
    rf"|Politécnico|Bicentenario|Polivalente"
    rf"|Técnic[oa]|Particular|Especial|Multigrado|Unidocente|Diferencial|Experimental){_S}+(?:(?:de|del|la|los|las"
    rf"|el){_S}+){{0,2}}{_RUN})"
)
_ARTICLE_AND_SAINT = re.compile(
    rf"(?<!\w)(?:[Ll]a|[Ee]l|[Dd]el|[Aa]l){_S}+(?P<name>(?:San|Santa|Santo|Sta\.|Sto\.|S\.|Sn\.?|Sta"
    rf"|Sto){_S}+{_RUN})(?!{_S}+(?:Soto|Pérez))"
)
_LABEL_WITH_SCHOOL = re.compile(
    rf"^[^\S\n]*(?:\[[^\]\n]{{1,12}}\][^\S\n]*)?(?P<who>[A-ZÁÉÍÓÚÑ][^:,(\n]{{1,40}}?){_S}*[,("
    rf"|/_–-]{_S}*(?P<name>{_RUN})\)?{_S}*:",
    re.MULTILINE,
)
_DEVICE = re.compile(
    rf"^[^\S\n]*(?:tablet|notebook|pc|celular|sala|cra|computador|laptop|netbook|ipad|iphone|equipo|utp"
    rf"|direcci[oó]n|secretar[ií]a|profes?|inspector[ií]a|pie|biblioteca)"
    rf"(?:{_S}+(?:cra|utp|pie|de|del|la|el|profes?|direcci[oó]n|escuela"
    rf"|\d{{1,2}})){{0,3}}{_S}+(?P<name>[^\W\d_]{{4,}}(?:{_S}+[^\W\d_]{{4,}}){{0,2}}){_S}*:",
    re.MULTILINE | re.IGNORECASE,
)
_NOT_OF_SCHOOLS = word_set(
    """
    estado gobierno ministerio municipalidad muni mineduc slep daem junji junaeb integra agencia superintendencia
    contraloria congreso senado
    corporacion fundacion universidad servicio red territorio equipo proyecto programa microcentro centro consejo
    comite sindicato gremio
    zoom word excel meet teams google youtube whatsapp facebook instagram internet sur norte centro oriente poniente
    este oeste biobio bio bio
    maule ñuble araucania rios lagos aysen magallanes metropolitana valparaiso coquimbo atacama antofagasta tarapaca
    ohiggins region provincia
    pie pme pei utp simce paes sep cra tea lenguaje matematica matematicas ciencias historia ingles artes musica
    tecnologia religion educacion
    filosofia fisica quimica biologia orientacion convivencia inspectoria direccion lunes martes miercoles jueves
    viernes sabado domingo enero
    febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre navidad pascua kinder prekinder
    primero segundo tercero
    cuarto quinto sexto septimo octavo iglesia hospital posta consultorio cesfam carabineros bomberos señor señora don
    doña tia tio seremi
    posta estadio plaza teletón teleton constitucion republica biblia internado lunes covid pandemia patagonia
    cordillera costa valle isla
    carretera austral pacifico atlantico mundo tierra sol luna virgen wallmapu consejo cuerpo club liga cruz roja
    banco registro
    """
)


def _by_company(text: str) -> Iterator[tuple[int, int]]:
    """Yield schools that the words around them give away: «los del Manzanal», «la Rural Peña Alta», labels."""
    for match in _THOSE_OF.finditer(text):
        if _may_be_short_form(match.group("name")):
            yield match.span("name")
    yield from (match.span("name") for match in _TYPED.finditer(text))
    for match in _ARTICLE_AND_SAINT.finditer(text):
        second = bare(match.group("name")).split()[1]
        if second not in _SAINTS_DAYS | {"sede", "biblia", "misa", "cena", "inquisicion", "semana"}:
            yield match.span("name")
    if ":" not in text:
        return
    for match in _LABEL_WITH_SCHOOL.finditer(text):
        if word_of(match.group("who").split()[0]).is_name and _may_be_short_form(match.group("name")):
            yield match.span("name")
    for match in _DEVICE.finditer(text):
        words = [word_of(word) for word in match.group("name").split()]
        if not any(word.is_ordinary or word.is_name or word.is_role for word in words):
            yield match.span("name")


def _may_be_short_form(name: str) -> bool:
    """Say whether capital words can be what a school is called for short: no person, institution, subject, place."""
    words = [word_of(word) for word in name.split() if bare(word) not in _PARTICLES]
    if any(
        word.bare in _NOT_OF_SCHOOLS or word.is_role or word.is_title or word.is_kin or word.is_upper for word in words
    ):
        return False
    if bare(name) in phrases("comunas") | phrases("regions") | phrases("countries") | phrases("cities"):
        return False
    if len(words) == 1 and words[0].is_ordinary and words[0].bare not in LANDSCAPE | SCHOOL_NOUNS:
        return False
    return not (words[0].is_given or (len(words) > 1 and words[-1].surname == SURE and words[0].surname))


Cores = dict[str, list[tuple[str, ...]]]


def known_cores(known: Collection[str]) -> Cores:
    """Return the bare names of known schools, the longest first, by their first words; short ones are left out."""
    cores: Cores = {}
    for core in sorted({core_of(school) for school in known}, key=lambda core: (-len(core), core)):
        words = tuple(core.split())
        if len(core.replace(" ", "")) >= FEWEST_LETTERS and not (
            len(words) == 1 and (core in FIRST_NAMES or core in SURNAMES)
        ):
            cores.setdefault(words[0], []).append(words)
    return cores


def _known(passage: Passage, known: Cores) -> Iterator[tuple[int, int]]:
    if not known:
        return
    for at, token in enumerate(passage.tokens):
        for words in known.get(token.word.bare, ()):
            stop = at + len(words)
            found = passage.tokens[at:stop]
            if [other.word.bare for other in found] != list(words) or not all(
                passage.is_glued(i) for i in range(at, stop - 1)
            ):
                continue
            if all(other.is_capital or other.is_shouted or other.word.bare in _PARTICLES for other in found):
                yield token.start, found[-1].end
                break
