"""Fields of forms: «Nombre: …», «Domicilio: …», «N° de matrícula: …», one a line or several."""

import re
from collections.abc import Iterator

from qualkit.reading.privacy.birth_dates import DATE
from qualkit.reading.privacy.context import passage_of
from qualkit.reading.privacy.gazetteers import ALWAYS, phrases
from qualkit.reading.spelling import bare, word_set

Found = tuple[int, int, str]
_S = r"[^\S\n]"
_OF = (
    rf"(?:{_S}+(?:del?|de{_S}+la|de{_S}+los|\(?[ao]s?/?[ao]?\)?)?{_S}*(?:estudiante|alumn[oa]|niñ[oa]"
    rf"|apoderad[oa](?:{_S}+(?:titular|suplente))?|paciente|docente|profesor(?:a)?|contacto|tutor(?:a)?"
    rf"|responsable|padre|madre|funcionari[oa]|postulante|director(?:a)?|conductor(?:a)?|encargad[oa]"
    rf"|sujeto|facultativo|pupil[oa]|menor))"
)
_KEYS: tuple[tuple[str, str], ...] = (
    (
        "NOMBRE",
        rf"(?:nombres?(?:{_S}+(?:y|e){_S}+apellidos?|{_S}+complet[oa]|{_S}+social|{_S}+registral|{_S}+legal"
        rf"|{_S}+de{_S}+pila)?{_OF}?|apellidos?(?:{_S}+(?:y{_S}+nombres?|paterno|materno))?{_OF}?"
        rf"|primer{_S}+apellido|segundo{_S}+apellido|paciente|m[eé]dico(?:{_S}+responsable|{_S}+tratante)?"
        rf"|facultativo|remitid[oa]{_S}+por|responsable{_S}+cl[ií]nico|firmado(?:{_S}+por)?"
        rf"|firma{_S}+(?:apoderad[oa]|docente|director[a]?|de(?:l|{_S}la){_S}+\w+))",
    ),
    (
        "QUIZAS",
        rf"(?:apoderad[oa](?:{_S}+(?:titular|suplente))?|docentes?(?:{_S}+(?:responsables?|observad[oa]"
        rf"|gu[ií]a|a{_S}+cargo|participantes?))?|profesor(?:a|\(a\)|/a)?(?:{_S}+(?:jefe|gu[ií]a"
        rf"|a{_S}+cargo))?|responsables?|director(?:a|\(a\)|/a)?|observador(?:a|\(a\)|/a)?"
        rf"|contacto(?:{_S}+de{_S}+emergencia)?|tutor(?:a|\(a\))?|recibid[oa]{_S}+por|elaborad[oa]{_S}+por"
        rf"|postulante|estudiantes?|alumn[oa]s?|representante{_S}+legal"
        rf"|encargad[oa](?:\([ao]\))?(?:{_S}+de{_S}+\w+)?|expositor(?:a)?(?:{_S}+extern[oa])?"
        rf"|conductor(?:a)?|entrevistad[oa]r?|entrevista{_S}+a(?:{_S}+\w+)?|cr[eé]ditos?|fotograf[ií]as?"
        rf"|dise[ñn]o(?:{_S}+de)?|autor(?:a|es|as)?|escribe|relator(?:a)?|moderador(?:a)?|facilitador(?:a)?"
        rf"|invitad[oa]|madre|padre|hij[oa]|herman[oa]|equipo|participantes?|asistentes?"
        rf"|n[oó]mina(?:{_S}+de{_S}+\w+)?|integrantes?|firma|psic[oó]log[oa]"
        rf"|educador(?:a)?(?:{_S}+diferencial)?|secretari[oa]|inspector(?:a)?|sostenedor(?:a)?"
        rf"|coordinador(?:a)?|atentamente|saluda|dra?\.?|prof\.?)",
    ),
    (
        "DIRECCION",
        rf"(?:domicilio(?:{_S}+(?:actual|particular|laboral))?|direcci[oó]n(?:{_S}+(?:particular|postal"
        rf"|actual|(?:del?|de{_S}+la|de{_S}+los|de{_S}+su){_S}+\w+))?|calle|dir\.)",
    ),
    (
        "COMUNA",
        rf"(?:localidad(?:{_S}*/{_S}*provincia)?|provincia|comuna(?:{_S}+de{_S}+residencia)?"
        rf"|ciudad(?:{_S}+de{_S}+\w+)?|poblaci[oó]n|municipio|lugar{_S}+de{_S}+nacimiento|c\.?p\.?"
        rf"|c[oó]digo{_S}+postal)",
    ),
    ("PAIS", rf"(?:pa[ií]s(?:{_S}+de{_S}+nacimiento)?)"),
    ("FECHA", rf"(?:fecha{_S}+(?:de{_S}+)?nac(?:imiento|\.)?|f\.?{_S}?nac(?:imiento)?\.?|nacimiento)"),
    ("INGRESO", rf"(?:fecha{_S}+(?:de{_S}+)?(?:ingreso|alta|consulta))"),
    ("EDAD", rf"(?:edad(?:{_S}+(?:actual|del?{_S}+\w+))?)"),
    (
        "ID",
        rf"(?:nhc|nass|nss|cipa|n[uº°ú]*\.?{_S}?hist(?:oria)?\.?(?:{_S}+cl[ií]nica)?"
        rf"|historia{_S}+cl[ií]nica|hc|nuhsa|n[º°o]\.?{_S}?(?:de{_S}+)?(?:col(?:egiad[oa])?|historia|ss"
        rf"|afiliaci[oó]n|socio)\.?|episodio|n[uú]mero{_S}+de{_S}+(?:historia|episodio|colegiado"
        rf"|afiliaci[oó]n)|dni|nie|pasaporte|n[º°]{_S}+(?:de{_S}+)?(?:ficha|registro|serie)"
        rf"|id(?:{_S}+(?:estudiante|alumno|alumna|interno))?|c[oó]digo|folio|rbd|matr[ií]cula"
        rf"|n[º°]{_S}+(?:de{_S}+)?matr[ií]cula)",
    ),
    (
        "TELEFONO",
        rf"(?:tel[eé]fonos?(?:{_S}+(?:de{_S}+contacto|m[oó]vil|fijo))?|telf?\.?|fonos?|tlf\.?|fax|celular"
        rf"|m[oó]vil|whatsapp)",
    ),
    (
        "ESTABLECIMIENTO",
        rf"(?:establecimiento(?:{_S}+(?:educacional|educativo|de{_S}+(?:origen|procedencia|destino)))?"
        rf"|escuela(?:{_S}+de{_S}+(?:origen|procedencia|destino))?"
        rf"|colegio(?:{_S}+(?:de{_S}+(?:origen|procedencia|destino)|anterior))?|liceo|jard[ií]n(?:{_S}+infantil)?"
        rf"|procedencia|unidad{_S}+educativa|sala{_S}+cuna"
        rf"|nombre{_S}+del?{_S}+(?:la{_S}+)?(?:escuela|establecimiento|colegio|liceo|jard[ií]n))",
    ),
    (
        "OTRO",
        rf"(?:sexo|g[eé]nero|servicio|especialidad|e-?mail(?:{_S}+autora?)?"
        rf"|correos?(?:{_S}+electr[oó]nicos?)?|informe{_S}+cl[ií]nico(?:{_S}+del{_S}+paciente)?|curso|cargo"
        rf"|rut|run|datos{_S}+\w+|motivo|antecedentes|nacionalidad|estado|plazo|fecha|hora|horas|rol|nivel"
        rf"|asignatura|instituci[oó]n|centro|hospital|dependencia|rbd-dv|regi[oó]n|asistencia|capacidad)",
    ),
)
_FIELD = re.compile(
    r"(?:(?<![\w/])|(?<=[a-zñáéíóú])(?=N[º°o]Col))(?:"
    + "|".join(f"(?P<{label}>{pattern})" for label, pattern in _KEYS)
    + rf"){_S}*(?:\([^)\n]{{1,30}}\){_S}*)?(?:[:=]+|(?<=NHC)\b|(?<=NASS)\b)\.?{_S}*(?:\n{_S}*(?=\S))?",
    re.IGNORECASE,
)
_VALUE_END = re.compile(
    r"\n|\||;|\t|"
    + (
        rf"{_S}{{3,}}|\.(?=\s|$)(?<!\b[A-ZÁÉÍÓÚÑ]\.)(?<!\b[Dd]ra\.)(?<!\b[Dd]r\.)(?<!\b[Ss]ra\.)"
        rf"(?<!\b[Ss]r\.)(?<!\b[Dd][ñÑ]a\.)(?<!\bM[ªa]\.)(?<!\bN[º°]\.)(?<!\bAv\.)(?<!\bAvda\.)"
        rf"(?<!\bCtra\.)(?<!\bGral\.)(?<!\bPza\.)(?<!\bC\.)(?<!\bDpto\.)(?<!\b[Dd]epto\.)(?<!\bSta\.)"
        rf"(?<!\bSto\.)(?<!\bPso\.)(?<!\bn\.)"
    )
)
_ID_VALUE = re.compile(r"(?=[^\n]{0,24}\d)[A-Za-z]{0,5}[-. ]?\d[\w]*(?:[ ./\-–]{1,2}\w*\d\w*|[-/.][A-Za-z]\b){0,6}")
_AGE_VALUE = re.compile(
    r"(?:\d{1,3}(?:[,.]\d)?|[a-záéíóú]+)\s?(?:años?|a\b|meses|mes|d[ií]as?|semanas?)?(?:\s(?:y|"
    r",)?\s?\d{1,2}\s?(?:meses|m\b|d[ií]as))?",
    re.IGNORECASE,
)
_ENROLLED = re.compile(r"\d{1,4}(?:\s+(?:[^\W\d]|\()|[^\S\n]*$|[,;])(?<!0\d{3}.)")
_PHONE_VALUE = re.compile(r"\+?\(?\d(?:[ .()/-]{0,2}\d){5,14}")
_DATE_VALUE = re.compile(DATE + r"(?!\w)", re.IGNORECASE)
_TITLES = re.compile(
    r"(?:(?:dr|dra|d|dñ?a|sr|sra|srta|prof|lic|ing|don|doña|señor|señora|señorita|profesora?|t[ií]a"
    r"|t[ií]o|director|directora|ma?estr[oa]|colg?\.?)\b\.?[ªa]?:?\s*)+",
    re.IGNORECASE,
)
_PLACE_VALUE = re.compile(r"(?P<code>(?:[A-Z]-?)?\d{4,7})?[\s,.-]*(?P<name>[^\W\d_][^\d\n]*)?")


def find_fields(text: str) -> Iterator[Found]:
    """Yield (start, end, label) of the values of fields that lead to somebody."""
    if ":" not in text and "=" not in text:
        return
    matches = [match for start, end in _before_colons(text) for match in _FIELD.finditer(text, start, end)]
    for i, match in enumerate(matches):
        limit = matches[i + 1].start() if i + 1 < len(matches) else len(text)
        if match.lastgroup == "DIRECCION":
            line_end = re.compile(r"\n|\||;").search(text, match.end(), limit)
            yield from _address(text, match.end(), line_end.start() if line_end else limit)
            continue
        end = _VALUE_END.search(text, match.end(), limit)
        stop = end.start() if end else limit
        if stop > match.end() and match.lastgroup:
            yield from _values(text, match.lastgroup, match.end(), stop, bare(match.group(match.lastgroup)))


def _before_colons(text: str) -> list[tuple[int, int]]:
    """Return the stretches in which the name of a field can stand: the words before each colon, none over another."""
    stretches: list[tuple[int, int]] = []
    for match in _COLON.finditer(text):
        start, end = max(0, match.start() - _LONGEST_KEY), match.end() + 12
        if stretches and start <= stretches[-1][1]:
            stretches[-1] = (stretches[-1][0], end)
        else:
            stretches.append((start, end))
    return stretches


_COLON = re.compile(r"[:=]|NHC|NASS")
_LONGEST_KEY = 75


def _values(text: str, kind: str, start: int, stop: int, key: str) -> Iterator[Found]:
    if kind in ("NOMBRE", "QUIZAS"):
        yield from _people(text, start, stop, is_sure=kind == "NOMBRE", key=key)
    elif kind == "ESTABLECIMIENTO":
        yield from _school(text, start, stop)
    elif kind in ("COMUNA", "PAIS"):
        yield from _place(text, start, stop)
    elif kind == "ID":
        if not (key == "matricula" and _ENROLLED.match(text, start, stop)):  # how many there are, not who
            yield from _first(_ID_VALUE, text, start, stop, "ID")
    elif kind == "EDAD":
        yield from _first(_AGE_VALUE, text, start, stop, "EDAD")
    elif kind == "FECHA":
        yield from _first(_DATE_VALUE, text, start, stop, "FECHA")
    elif kind == "TELEFONO":
        yield from _first(_PHONE_VALUE, text, start, stop, "TELEFONO")


def _first(pattern: re.Pattern[str], text: str, start: int, stop: int, label: str) -> Iterator[Found]:
    match = pattern.match(text, start, stop)
    if match and any(char.isdigit() for char in match.group()):
        yield start, match.end() - (len(match.group()) - len(match.group().rstrip(" .-/"))), label


def _people(text: str, start: int, stop: int, *, is_sure: bool, key: str) -> Iterator[Found]:
    """Yield the name that a field of names opens with: a run of capital words that is no role and no sentence."""
    value = text[start:stop]
    title = _TITLES.match(value)
    at = start + (title.end() if title else 0)
    name = text[at:stop]
    run = _NAME_RUN.match(name)
    if run is None:
        return
    found = run.group().rstrip(" ,")
    tokens = passage_of(found).tokens
    words = [token.word for token in tokens if token.word.bare not in ("de", "del", "la", "las", "los", "y")]
    if not words or not any(len(word.text) > 1 for word in words):
        return
    if (
        (words[0].is_stop and not (is_sure and words[0].is_name))
        or words[0].is_role
        or words[0].is_title
        or words[0].is_kin
    ):
        return
    is_person = any(word.certainty or word.surname for word in words) or not any(word.is_ordinary for word in words)
    if is_sure and "experiencia" not in key:
        if is_person or (len(words) >= 2 and all(word.is_capital for word in words if len(word.text) > 3)):
            yield at, at + len(found), "PERSONA"
    elif (
        is_person
        and (words[0].is_name or not words[0].is_ordinary)
        and (words[0].certainty != ALWAYS or len(words) > 1 or at + len(found) == stop)
    ):
        yield at, at + len(found), "PERSONA"


_CAP = r"(?:[A-ZÁÉÍÓÚÑÜÀÈÒÇ][^\W\d_]*(?:['’-][^\W\d_]+)*|[A-ZÁÉÍÓÚÑ]\.(?:ª|a)?)"
_NAME_RUN = re.compile(
    rf"(?:(?:De|Del|La|De{_S}+[Ll]a){_S}+)?{_CAP}(?:\.?{_S}+(?:(?:de|del|la|las|los|y|i|da|di|von"
    rf"|van){_S}+){{0,2}}{_CAP}){{0,6}}(?:{_S}*,{_S}*{_CAP}(?:{_S}+{_CAP}){{0"
    rf",2}}(?={_S}*$))?(?:(?<=\s[A-ZÁÉÍÓÚÑ])\.)?"
)


def _address(text: str, start: int, stop: int) -> Iterator[Found]:
    value = text[start:stop]
    end = re.search(rf"(?:(?<=\d)|(?<=[a-záéíóúñ]{{5}}))\.{_S}(?=[A-ZÁÉÍÓÚÑ])|{_S}[–-]{_S}?\d{{5}}|@|https?:", value)
    found = value[: end.start()] if end and "@" not in end.group() and "http" not in end.group() else value
    if end and ("@" in end.group() or "http" in end.group()):
        return
    last = re.search(rf",{_S}*(?:a{_S}+\d|frente|al lado|cerca|comuna|acceso|[a-záéíóú]+{_S}+[a-záéíóú]+)", found)
    if last:
        found = found[: last.start()]
    found = found.rstrip(" ,;-.\n")
    head, comma, tail = found.rpartition(",")
    if comma and bare(tail) in phrases("comunas") | phrases("cities"):
        at = start + len(head) + 1 + len(tail) - len(tail.lstrip())
        yield at, start + len(found), "COMUNA"
        found = head.rstrip(" ,;-")
    if len(found) > 3 and re.search(r"[A-ZÁÉÍÓÚÑ]|\d", found) and not found.lower().startswith(("de ", "electr")):
        yield start, start + len(found), "DIRECCION"


_SCHOOL_VALUE = re.compile(
    rf"(?:{_CAP}\.?|[A-H]-?\d{{1,4}})(?:{_S}(?:(?:de|del|la|las|los|el|y|e|DE|DEL|LA|LAS|LOS|EL"
    rf"|Y){_S})*(?:{_CAP}\.?|[A-H]-?\d{{1,4}}|N[°º]{_S}?\d{{1,4}}|\d{{1,4}}(?!\w)"
    rf"|[\"«“][^\"»”\n]{{2,40}}[\"»”])){{0,9}}"
)


def _school(text: str, start: int, stop: int) -> Iterator[Found]:
    """Yield the name that a field of schools holds: its first run of capital words."""
    match = _SCHOOL_VALUE.match(text, start, stop)
    if match is None:
        return
    found = match.group().rstrip(" .,")
    words = [word for word in bare(found).split() if word not in _NO_SCHOOL_NAMES]
    if words and not all(word in phrases("comunas") for word in words):
        yield start, start + len(found), "ESTABLECIMIENTO"


_NO_SCHOOL_NAMES = word_set(
    "escuela liceo colegio jardin infantil rural basica municipal particular subvencionado urbano urbana publico"
    " publica si no mixta"
    " unidocente multigrado especial slep daem la el de del los las con sin sala cuna medio mayor tecnico profesional"
)


def _place(text: str, start: int, stop: int) -> Iterator[Found]:
    value = text[start:stop].rstrip(" .,;")
    match = _PLACE_VALUE.match(value)
    if not value or match is None or not re.match(r"[A-ZÁÉÍÓÚÑL\d]", value):
        return
    if match.group("code"):
        yield start + match.start("code"), start + match.end("code"), "COMUNA"
    name = (match.group("name") or "").rstrip(" .,;(-")
    offset = match.start("name")
    for piece in re.finditer(r"[^,/()]+", name):
        found = piece.group().strip()
        if found and re.match(r"[A-ZÁÉÍÓÚÑ]|[dl]['’][A-Z]", found) and len(found) > 1 and len(found.split()) <= 7:
            at = start + offset + piece.start() + (len(piece.group()) - len(piece.group().lstrip()))
            yield at, at + len(found), "COMUNA"
