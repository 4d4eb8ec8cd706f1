"""Where people live: streets with a number, passages, villas, flats, kilometres of a road."""

import re
from collections.abc import Iterator

from qualkit.reading.privacy.gazetteers import phrases
from qualkit.reading.privacy.lexicon import word_of
from qualkit.reading.privacy.spoken_numbers import NUMBER_PHRASE, NUMBER_WORD, has_number_word
from qualkit.reading.spelling import bare, word_set

Found = tuple[int, int, str]
_DIGIT = re.compile(r"\d")
_S = r"[^\S\n]"
_STREET_WORD = (
    r"(?:calles?|c/\.?|c\.|avenidas?|avda?\.?|av\.?|pasaje|psje\.?|pje\.?|pasj\.?|pas\."
    r"|camino(?:[^\S\n]+(?:a|al|hacia))?|carretera|ctra\.?|crta\.?|ruta|paseo"
    r"|p(?:[º°]\.?|o\.)(?=[^\S\n]?[A-Z])|plaza|plza\.?|pza\.?|pz\.?|pl\.|alameda|diagonal|costanera"
    r"|callej[oó]n|callecita|pasajito|caminito|huella|traves[ií]a|ronda|rambla|carrer|r[uú]a|gran v[ií]a"
    r"|prolongaci[oó]n|bulevar"
    r"|boulevard|glorieta|autopista|calzada|vialidad|cuesta|barrio|camí|kalea|subida)"
)
_WORD = r"(?:[^\W\d_](?:[\w'’.·-]{0,30}[\w.])?)"
_NAME = rf"(?:{_WORD}|\d{{1,3}}(?=[^\S\n]+(?:de[^\S\n]|norte|sur|oriente|poniente)))"
_NUMBER = (
    rf"(?:(?:n\.?[°ºo]?\.?{_S}?|nro\.?{_S}|n[uú]mero{_S}|no\.?{_S}?|#{_S}?|-{_S}?)?(?:\d{{1"
    rf",5}}(?:[-–/]\d{{1,5}})?(?:{_S}?[a-hA-H]\b)?)(?!\d|[:%.]\d)(?!{_S}?(?:años|niñ|estudiantes|%"
    rf"|familias|personas|horas|minutos|metros|cuadras|pesos|lucas|veces|d[ií]as|meses|semanas|profes|alumn"
    rf"|apoderad|libros|escuelas|cursos|salas"
    rf"|puntos|kil[oó]metros|kilos|p[aá]ginas|equipos|grupos|sesiones|mil\b))|s{_S}?/{_S}?n[°ºo]?\b"
    rf"|sin{_S}+n[uú]mero|a{_S}+la{_S}+altura{_S}+del?{_S}+\d{{2,5}}|altura{_S}+(?:del?{_S}+)?\d{{2,5}})"
)
_SPOKEN_NUMBER = rf"(?:n[uú]mero{_S}+)?{NUMBER_PHRASE}"
_UNIT = (
    r"(?:depto\.?|departamento|dpto\.?|dto\.?|casa|block|bloque|torre|piso|oficina|of\.|local|sitio"
    r"|lote|manzana|mz\.?|parcela|hijuela|edificio|ed\.?|escalera|esc\.|portal|puerta|interior|int\."
    r"|cabañ(?:a|ita)|galp[oó]n|quinta|pieza|pob\.|hj\.|pc\.|etapa|km\.?|kil[oó]metro|planta|paradero|letra|bajos?"
    r"|suite|despacho)"
)
_PLACE = (
    rf"(?:villa|poblaci[oó]n|pobl?\.?|sector|condominio|conjunto(?:{_S}habitacional)?|loteo|comunidad"
    rf"|fundo|urbanizaci[oó]n|urb\.?|residencial|barrio|colonia|col\.|pol[ií]gono|cerro|campamento|toma"
    rf"|camino{_S}+a|camino|ruta)"
)
_CAPITALS = (
    rf"(?:(?:de|del|la|las|los|el|y|lo){_S}+){{0,4}}[A-ZÁÉÍÓÚÑÜ][\w'’.-]{{0,30}}(?:{_S}+(?:(?:de|del|la|las|los|el"
    rf"|y){_S}+){{0,3}}(?:[A-ZÁÉÍÓÚÑÜ][\w'’-]{{0,30}}|\d{{1,3}}\b)){{0,7}}"
)
_FLAT = rf"\d{{1,3}}{_S}?(?:[º°ªo.]{{1,2}})?{_S}?-?{_S}?(?:[A-Ka-k]\b|izq\w*\.?|dcha\.?|dch\.?|dr?cha\.?|der\.?|bajo)?"
_MORE = (
    rf"(?:(?:{_S}*[,;.–-]{_S}*|{_S}+)(?:{_UNIT}{_S}*(?:n[°ºo]?\.?{_S}?|#)?(?:\d{{1,5}}(?:[,.]\d{{1"
    rf",3}})?{_S}?-?[A-Za-z]?\b|[A-Z]\b|{NUMBER_PHRASE}(?:{_S}+(?:a|be|ce|de)\b)?)|(?:planta baja"
    rf"|bajo|(?:primer|segundo|tercer|cuarto|quinto|sexto|s[eé]ptimo|octavo|d[eé]cimo|\d{{1,2}}(?:º|°|er|do"
    rf"|to)){_S}+(?:piso|nivel)|interior|fondo)\b|esquina{_S}+(?:con{_S}+)?{_CAPITALS}|s/n\b)"
    rf"|{_S}*[,–-]{_S}*(?:{_PLACE}{_S}+{_CAPITALS}|{_FLAT}(?=[\s,.;)]|$))|{_S}+{_PLACE}{_S}+{_CAPITALS}"
    rf"|{_S}*,{_S}*{_STREET_WORD}{_S}+(?:{_CAPITALS}|\d{{1,3}})(?:{_S}*,?{_S}*{_NUMBER})?)"
)
_STREET = re.compile(
    rf"(?<![\w@]){_STREET_WORD}{_S}*(?P<name>{_NAME}(?:{_S}+{_NAME}){{0,6}}?)?(?:{_S}*,{_S}*|{_S}+"
    rf"|(?<=[a-z])(?=\d))(?P<number>{_NUMBER})(?P<more>{_MORE}{{0,6}})",
    re.IGNORECASE,
)
_SPOKEN_STREET = re.compile(
    rf"(?<!\w)(?:calle|avenida|pasaje|psje\.?|av\.?|avda\.?|callej[oó]n|villa|poblaci[oó]n|condominio"
    rf"|camino){_S}+(?P<name>{_WORD}(?:{_S}+{_WORD}){{0"
    rf",4}}?){_S}+(?P<number>{_SPOKEN_NUMBER})(?P<more>{_MORE}{{0,5}})(?!\w)",
    re.IGNORECASE,
)
_HOME = (
    rf"(?:viv(?:o|e|en|imos|[ií]a|[ií]an)|vivir|domicili(?:o|ada|ado)|direcci[oó]n|queda|ubicad[oa]s?"
    rf"|bajada|paradero|sede|arrienda|arriendan|residente|reside|casa|resid[ií]a|me cambi[eé]|se"
    rf" cambiaron|retiro|est[aá]n?|nos juntamos|entregar|llevar|ir a buscarl[oa]|(?:me|se"
    rf"|nos){_S}+(?:cambi\w+|mud\w+|vin\w+|fu\w+)|mandar|mandaron|enviar|enviaron)"
)
_BARE = re.compile(
    rf"\b(?:(?:{_HOME}|es)\b(?:{_S}+(?:del?|la|el|particular|actual|nueva|nuestra|m[ií]a|del bus|ac[aá]|all[aá]|ahora"
    rf"|tambi[eé]n)){{0,2}}{_S}*(?:[:,]{_S}*(?:en{_S}+)?|{_S}+(?:en|a|hasta|para){_S}+"
    rf"|{_S}+es{_S}+(?:en{_S}+)?))(?P<address>(?:(?:la|el){_S}+)?(?P<name>{_NAME}(?:{_S}+{_NAME}){{0"
    rf",5}}?){_S}+(?P<number>{_NUMBER}|{_SPOKEN_NUMBER})(?P<more>{_MORE}{{0,6}}))(?!\w)",
    re.IGNORECASE,
)
_WITH_UNIT = re.compile(
    rf"(?<![\w@])(?P<name>{_CAPITALS}){_S}+(?:n[°º]{_S}?|#)?\d{{1,5}}{_S}*,{_S}*(?:depto\.?"
    rf"|departamento|dpto\.?|casa|block|torre|oficina|piso){_S}+\w{{1,5}}(?P<more>{_MORE}{{0,4}})"
)
_VILLA = re.compile(
    rf"(?<!\w)(?P<place>[Vv]illa|[Pp]oblaci[oó]n|[Pp]obl?\.|[Cc]ondominio|[Pp]arcela(?:ci[oó]n)?"
    rf"|[Ss]ector|[Ll]oteo|[Ff]undo|[Ee]difici?o|[Uu]rbanizaci[oó]n"
    rf"|[Cc]ampamento){_S}+(?P<name>{_CAPITALS}|\d{{1,4}})(?P<more>{_MORE}{{0,5}})"
)
_UNIT_FIRST = re.compile(
    rf"(?<!\w)(?:[Bb]lock|[Tt]orre|[Dd]epto\.?|[Dd]epartamento|[Mm]anzana|[Ss]itio|[Pp]arcela"
    rf"|[Hh]ijuela){_S}+(?:n[°º]?{_S}?)?(?:\d{{1,5}}{_S}?-?[A-Z]?|[A-Z])\b(?P<more>{_MORE}{{1,5}})"
)
_KILOMETRE = re.compile(
    rf"(?<!\w)(?:(?:ruta|camino|carretera){_S}+(?:a(?:l)?{_S}+|hacia{_S}+|de{_S}+|vieja{_S}+a{_S}+"
    rf"|viejo{_S}+a{_S}+)?(?:[A-Z]?-?\d{{1,3}}(?:-?[A-Z])?(?:{_S}+(?:norte|sur))?"
    rf"|{_WORD}(?:{_S}+{_WORD}){{0,3}}?){_S}*,?{_S}*)?(?:km\.?|kil[oó]metro){_S}*(?P<number>\d{{1"
    rf",4}}(?:[.,]\d{{1,3}})?|{NUMBER_PHRASE})(?![\d%])"
    rf"(?:{_S}*,?{_S}*(?:(?:de{_S}+la|del|de){_S}+)?(?:camino|ruta|carretera|cruce){_S}+(?:(?:a(?:l)?"
    rf"|hacia|de|vieja a|viejo a|interior){_S}+)*(?:[A-Z]-\d{{1,3}}|\d{{1,3}}\b|(?:(?:la|las|los"
    rf"|el){_S}+)?{_WORD}(?:{_S}+[A-ZÁÉÍÓÚÑ][\w'-]+){{0,3}}))?(?P<more>(?:{_MORE}|{_S}+s/n){{0,4}})",
    re.IGNORECASE,
)
_ROUTE = re.compile(rf"(?<!\w)[Rr]uta{_S}+[A-Z]-\d{{1,4}}(?P<more>{_MORE}{{1,5}})")
_CORNER = re.compile(
    rf"\b{_HOME}\b(?:{_S}+(?:del?|la|el|bus|furg[oó]n)){{0"
    rf",3}}{_S}+en{_S}+(?P<address>(?:la{_S}+)?(?:esquina{_S}+(?:de{_S}+)?)?(?:{_STREET_WORD}{_S}+)?{_CAPITALS}{_S}+(?:con"
    rf"|esquina|esq\.){_S}+{_CAPITALS})",
)
_CORNERS = re.compile(
    rf"(?<![\w@])(?:{_STREET_WORD}{_S}+)?(?!(?:En|La|El|De|Del|Al|Por|Con"
    rf"|A){_S}){_CAPITALS}{_S}*,?{_S}*(?:\d{{1,5}}{_S}*,?{_S}*)?(?:esquina|esq\.?|c/esq\.?)"
    rf"(?:{_S}+(?:con|de)(?!\w))?{_S}+(?:{_STREET_WORD}{_S}+)?{_CAPITALS}(?:{_S}+(?:n[°º]{_S}?)?\d{{1,5}}"
    rf"(?![\w:%]))?(?P<more>{_MORE}{{0,4}})"
)
_STREETS_CROSS = re.compile(
    rf"(?<![\w@])(?:[Cc]alle|[Aa]v(?:enida|da)?\.?|[Pp]asaje|[Pp]sje\.?){_S}+{_CAPITALS}{_S}+con{_S}+(?:(?:la{_S}+"
    rf"|el{_S}+)?(?:calle|avenida|av\.?|pasaje){_S}+)?"
    rf"{_CAPITALS}(?P<more>{_MORE}{{0,4}})"
)
_LIVES_AT = re.compile(
    rf"\b(?:viv(?:o|e|en|imos|[ií]a|[ií]an)|domicili(?:o|ad[oa])|direcci[oó]n|queda|ubicad[oa]s?|reside|residente"
    rf"|arriendan?|se{_S}+(?:cambi|mud)\w+)\b"
    rf"[^.;:\n\d]{{0,30}}?(?:\ben|\ba|\bes|:){_S}+(?:(?:la|el|un|una){_S}+)?(?P<address>(?:calle|avenida|av\."
    rf"|pasaje|psje\.?|callej[oó]n|poblaci[oó]n|pobl\."
    rf"|villa|condominio|parcela|camino|hijuela|sitio|lote|block|torre|caser[ií]o){_S}+(?:(?:de|del|la|las|los|el|a"
    rf"|al|lo|n[°º]){_S}*)*"
    rf"(?P<name>[^\W\d_][\w'’.-]{{2,25}}(?:{_S}+(?:(?:de|del|la|las|los|el){_S}+)*[A-ZÁÉÍÓÚÑ][\w'’-]+){{0,4}}"
    rf"|\d{{1,4}}(?:-?[A-Z])?|{NUMBER_WORD}|[A-Z]\b)(?P<more>{_MORE}{{0,5}}))(?!\w)",
    re.IGNORECASE,
)
_PLAIN = re.compile(
    rf"(?<!\w)(?:[Ee]n|EN|[Aa]|[Hh]asta|[Dd]esde|[Pp]or|[Ff]rente{_S}+a|[Ee]s|R:|:"
    rf"|[Cc]erca{_S}+de){_S}+(?P<address>(?P<name>{_CAPITALS}){_S}+(?:[Nn][°º]{_S}?|#{_S}?)?"
    rf"(?P<number>\d{{2,5}}(?:-[A-Z\d]{{1,3}})?)(?![\w:%°º/])(?![.,]\d)(?P<more>{_MORE}{{0,5}}))"
)
_WITHOUT_NUMBER = re.compile(
    rf"(?<!\w)(?:[Ee]n|[Aa]|[Hh]asta|[Ee]s|:){_S}+(?P<address>(?P<name>(?:(?:el|la|los"
    rf"|las){_S}+)?{_WORD}(?:{_S}+{_WORD}){{0,3}}?){_S}*,?{_S}*"
    rf"(?:s{_S}?/{_S}?n[°ºo]?|sin{_S}+n[uú]mero)(?!\w)(?P<more>{_MORE}{{0,5}}))",
    re.IGNORECASE,
)
_LOWER_HOUSING = re.compile(
    rf"(?<![\w@])(?:villa|poblaci[oó]n|condominio|block|bloque|torre|parcela|sitio|lote|hijuela|manzana"
    rf"|edificio){_S}+(?:(?P<name>{_WORD}(?:{_S}+{_WORD}){{0,3}}?)|\d{{1,4}}|{NUMBER_WORD})"
    rf"(?:{_S}*,?{_S}*{_UNIT}{_S}*(?:n[°ºo]?\.?{_S}?|#|n[uú]mero{_S}+)?(?:\d{{1,5}}(?:-?[A-Z]\b)?|{NUMBER_PHRASE}"
    rf"|[A-Za-z]\b))+(?P<more>{_MORE}{{0,4}})(?!\w)",
    re.IGNORECASE,
)
_NO_STREET_FIRST = word_set(
    """
    sala modulo taller nivel unidad fase ciclo anexo tabla figura eje meta seccion grupo curso pagina capitulo
    articulo ley decreto zoom pie
    escuela liceo colegio enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
    simce paes pme primero
    segundo tercero cuarto quinto sexto septimo octavo kinder prekinder sesion hito ticket capsula clase lenguaje
    matematica ciencias historia
    ingles agenda chile plan bases circular oficio resolucion folio pregunta item indicador objetivo estandar practica
    dimension foto imagen
    video audio dia semana caso estudiante alumno alumna apoderado apoderada persona facilitador facilitadora red
    territorio encuentro jornada
    etapa proyecto informe acta formulario encuesta mesa equipo experiencia version canal ruta km kilometro excel word
    teams meet whatsapp
    classroom covid windows office super mundial generacion promocion medio basico total aproximadamente unos
    microsoft servicios servicio google canva percentil puntaje nota porcentaje promedio grados
    """
)
_STOPPERS = word_set(
    """
    que y me se le lo nos les no si ya pero porque como cuando donde con sin por para en un una unos unas es son era fue
    hay muy mas menos tan esta este esto eso esa ese su sus mi mis tu encontre entonces hasta desde hace tiene tienen
    van va vamos viene vienen hicimos hacer tenemos tengo estan estaba estamos todos todas cada casi otra otro
    """
)
_PARTICLES = frozenset(("de", "del", "la", "las", "los", "el", "y", "lo", "e"))
_NO_STREETS = word_set(
    "calle camino avenida ruta plaza sector villa paseo ronda alameda diagonal subida cuesta barrio pasaje"
)
_LEARNING = word_set(
    "aprendizaje aprender lectura lector lectora alegria futuro mejora inclusion vida proceso"
    " patrimonial pedagogica salud pedagogico urbano pasivo mejoramiento cordillera"
)


_OF_MONTH = re.compile(
    r"\s+de\s+(?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|sep?tiembre|octubre|noviembre|diciembre)\b",
    re.IGNORECASE,
)
"""What makes a day of the number that an address seems to end with: «en la Escuela El Boldo el 17 de mayo»."""


def find_addresses(text: str) -> Iterator[Found]:
    """Yield (start, end, ``DIRECCION``) of postal addresses, each in one span with its kind of street; the longest
    first.
    """
    found = (place for place in _addresses(text) if not _OF_MONTH.match(text, place[1]))
    yield from sorted(found, key=lambda place: (place[0] - place[1], place))


def _addresses(text: str) -> Iterator[Found]:
    folded = text.lower()
    if _DIGIT.search(text) or "s/n" in folded or "sin n" in folded:
        for match in _STREET.finditer(text):
            if _is_street(match):
                yield match.start(), _end(text, match.end()), "DIRECCION"
        yield from ((m.start(), _end(text, m.end()), "DIRECCION") for m in _WITH_UNIT.finditer(text))
        yield from ((m.start(), _end(text, m.end()), "DIRECCION") for m in _UNIT_FIRST.finditer(text))
        yield from ((m.start(), _end(text, m.end()), "DIRECCION") for m in _ROUTE.finditer(text))
    if _DIGIT.search(text) or has_number_word(text):
        yield from _homes(text)
    for match in _SPOKEN_STREET.finditer(text):
        if _are_names(match.group("name")):
            yield match.start(), match.end(), "DIRECCION"
    if "km" in folded or "kil" in folded:
        yield from ((m.start(), _end(text, m.end()), "DIRECCION") for m in _KILOMETRE.finditer(text))
    yield from _villas(text)
    if " con " in folded or "esq" in folded:
        yield from ((m.start("address"), m.end("address"), "DIRECCION") for m in _CORNER.finditer(text))
        for pattern in (_CORNERS, _STREETS_CROSS):
            yield from ((m.start(), _end(text, m.end()), "DIRECCION") for m in pattern.finditer(text))
    yield from _told(text, folded)


def _told(text: str, folded: str) -> Iterator[Found]:
    """Yield the addresses that lack a kind of street or a number: «ensaya en Los Radales 17», «en los aromos s/n»."""
    for match in _LIVES_AT.finditer(text):
        name = match.group("name")
        is_other = bare(name) in _NO_HOMES or word_of(name.split()[0]).acts or word_of(name.split()[0]).is_kin
        if not is_other and bare(name) not in _STOPPERS:
            yield match.start("address"), _end(text, match.end("address")), "DIRECCION"
    if _DIGIT.search(text):
        for match in _PLAIN.finditer(text):
            if _is_plain_address(match):
                yield match.start("address"), _end(text, match.end("address")), "DIRECCION"
    if "s/n" in folded or "sin n" in folded or "s / n" in folded:
        for match in _WITHOUT_NUMBER.finditer(text):
            if _are_names(match.group("name")) and not _LEARNING & set(bare(match.group("name")).split()):
                yield match.start("address"), _end(text, match.end("address")), "DIRECCION"
    for match in _LOWER_HOUSING.finditer(text):
        if match.group("name") is None or _are_names(match.group("name")):
            yield match.start(), _end(text, match.end()), "DIRECCION"


_NO_HOMES = word_set(
    "de del la el las los un una mi su tu al lado donde real grande chico largo corto vecina vecino aparte igual"
    " siempre sola solo"
)


_COUNTED = re.compile(
    r"[^\S\n]+(?!(?:todos|todas|los|las|nos|es|despu[eé]s|tras|m[aá]s|antes|pues|lunes|martes|mi[eé]rcoles|jueves"
    r"|viernes|s[aá]bados|domingos|entonces|vamos|dos)\b)"
    r"[a-záéíóúñ]{2,}s\b"
)


def _is_plain_address(match: re.Match[str]) -> bool:
    """Say whether capital words and a number after a preposition are a street: no year, no course, no acronym."""
    words = match.group("name").split()
    number = match.group("number")
    if bare(match.group("name")) in phrases("comunas") | phrases("cities") | phrases("regions") | phrases("countries"):
        return len(number) < 5 and bool(match.group("more"))
    if _COUNTED.match(match.string, match.end()) and not match.group("more"):
        return False
    named = [word for word in words if bare(word) not in _PARTICLES]
    if not named or any(bare(word) in _NO_STREET_FIRST or (word.isupper() and len(word) < 6) for word in named):
        return False
    if re.fullmatch(r"(?:19|20)\d\d", number) or any(
        bare(word) in _STOPPERS or word_of(word).is_title for word in named
    ):
        return False
    return len(number) >= 3 or len(words) > 1 or bool(match.group("more"))


def _homes(text: str) -> Iterator[Found]:
    """Yield the addresses without a kind of street that somebody says to live at: «vivo en Los Tilos 1190»."""
    for match in _BARE.finditer(text):
        if _are_names(match.group("name")) and _is_number_of_house(match.group("number"), match.group("name")):
            yield match.start("address"), _end(text, match.end("address")), "DIRECCION"


def _villas(text: str) -> Iterator[Found]:
    for match in _VILLA.finditer(text):
        place = bare(match.group("place"))
        left = text[max(0, match.start() - 40) : match.start()]
        is_home = (
            re.search(rf"\b{_HOME}\b[^.;\n]{{0,25}}$|(?:domicilio|direcci[oó]n)[^.\n]{{0,15}}$", left, re.IGNORECASE)
            is not None
        )
        if match.group("more") or (is_home and place != "edificio") or (place == "sector" and is_home):
            yield match.start(), _end(text, match.end()), "DIRECCION"


def _is_street(match: re.Match[str]) -> bool:
    name = match.group("name")
    key = bare(match.group().split()[0])
    if name is None:
        return key in ("pasaje", "psje", "pje", "calle") and bool(match.group("more"))
    if key in ("camino", "ruta", "subida", "ronda", "cuesta", "barrio") and not any(char.isupper() for char in name):
        return False
    words = bare(name).split()
    if any(word in _LEARNING for word in words):
        return False
    has_capitals = any(word[0].isupper() for word in name.split() if word[0].isalpha() and bare(word) not in _PARTICLES)
    number = match.group("number")
    if not has_capitals and number.isdigit() and len(number) < 2:
        return False
    return _are_names(name)


def _are_names(name: str) -> bool:
    """Say whether the words before a number can name a street: none is a verb or one of the words that bind."""
    for word in name.split():
        key = bare(word)
        if key in _PARTICLES or not key:
            continue
        if key in _STOPPERS:
            return False
        if word[0].islower() and (word_of(word).acts or word_of(word).is_title or key in _NO_STREETS):
            return False
    return any(bare(word) not in _PARTICLES for word in name.split())


def _is_number_of_house(number: str, name: str) -> bool:
    is_named = any(word[0].isupper() for word in name.split())
    digits = re.sub(r"\D", "", number)
    if digits:
        is_year = re.fullmatch(r"(?:19|20)\d\d", digits) is not None and not is_named
        return not is_year and (is_named or len(digits) >= 2)
    return "n" in number.lower() and (number.lower().startswith("s") or len(number.split()) >= 2)


def _end(text: str, end: int) -> int:
    """Return ``end`` without the blanks and stops that were taken along."""
    while end > 0 and text[end - 1] in " ,;-–\t":
        end -= 1
    return end
