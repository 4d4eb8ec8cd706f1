"""The line under a letter or a clinical text: who signs, where that person works, and how to reach them."""

import re
from collections.abc import Iterator

from qualkit.reading.privacy.gazetteers import phrases
from qualkit.reading.spelling import bare

Found = tuple[int, int, str]
_S = r"[^\S\n]"
_OPENING = re.compile(
    rf"(?:remitid[oa]{_S}+por|responsable{_S}+cl[ií]nico"
    rf"|direcci[oó]n{_S}+para{_S}+(?:la{_S}+)?correspondencia|correspondencia"
    rf"|autor(?:a)?{_S}+(?:para{_S}+)?correspondencia|firmado(?:{_S}+por)?|fdo\.?"
    rf"|atentamente){_S}*[:.,]{_S}*",
    re.IGNORECASE,
)
_CAP = r"(?:[A-ZÁÉÍÓÚÑÜÀÈÒÇ][^\W\d_]*(?:['’·-][^\W\d_]+)*\.?)"
_WORKPLACE = re.compile(
    rf"\b(?:(?:Complejo|Complexo|Corporaci[oóò]n?|Consorcio|Ciudad){_S}+)?(?:Hospital(?:ario|ari|es)?"
    rf"|Hospitales|Cl[ií]nica|Sanatorio|Policl[ií]nic[oa]|Ambulatorio|Fundaci[oó]n|Fundaci[oó]"
    rf"|Centro(?:{_S}+(?:de{_S}+Salud|M[eé]dico|Hospitalario|Nacional))?|Instituto|Institut|Universidad"
    rf"|Universitat|Facultad|CHUAC|IML|Servicio{_S}+(?=[A-Z][a-záéíóú]+-|Andaluz|Madrileño|Gallego"
    rf"|Canario|Vasco|Murciano)|Ciudad{_S}+(?:de{_S}+la{_S}+Justicia|Sanitaria)|Consejer[ií]a"
    rf"|Corporació|Hospitalet)\b"
    rf"(?:{_S}+(?:(?:de|del|la|las|los|y|i|e|el|d['’]){_S}*){{0,3}}[\"“«]?(?:{_CAP}"
    rf"|\d+){{1}}[\"”»]?(?:-{_CAP})?){{0,8}}"
)
_UNIT = re.compile(
    rf"\b(?:Servicio|Servei|Departamento|Dpto\.?|Unidad|Secci[oó]n|[AÁ]rea|C[aá]tedra|Jefe|M[eé]dico"
    rf"|FEA|Residente|Especialista|Adjunt[oa])\b(?:{_S}+(?:(?:de|del|la|las|los|y|e|en){_S}+){{0"
    rf",3}}(?:[\w()ªº.-]+)){{0,6}}"
)
_POSTCODE = re.compile(
    r"(?<![\w.-])(?:(?:C\.?P\.?:?\s?|C[oó]digo Postal:?\s?)?(?:[A-Z]{1,2}-)?\d{5}|(?:CP|C\.P\."
    r"|C[oó]digo Postal):?\s?\d{4,6}|(?<=[.,] )\d{4}(?=,? [A-ZÁÉÍÓÚÑ][a-z]))(?![\d@-])(?!\.\d)"
)
_PLACE_AFTER_CODE = re.compile(
    rf"[\s,.–-]{{0,4}}(?P<name>(?:(?:El|La|Los|Las|L['’]|San|Santa|A|O){_S}*)?{_CAP}(?:{_S}+(?:(?:de"
    rf"|del|la|las|los|el|d['’]|i|y){_S}*){{0,2}}{_CAP}|-{_CAP}){{0,4}})"
)
_NEXT = re.compile(
    r"\b(?:E-?mails?|Correos?|Tel[eé]fonos?|Tel[fé]*|Tlf|Fax|Servicio|Hospital|Unidad|Departamento"
    r"|Calle|C/|Avda?|Paseo|Plaza|Ctra|M[oó]vil|Direcci[oó]n)\b",
    re.IGNORECASE,
)
_NAME = re.compile(
    rf"(?:(?:Dra?s?|D|D[ñÑ]a|Prof|Sra?|Lic)\b\.?[ªa]?:?{_S}*)*(?!(?:Dra?s?|D[ñÑ]a|Prof|Sra?|Lic)\b)(?P<name>{_CAP}(?:{_S}+(?:(?:de|del|la"
    rf"|las|los|y|i|da|d['’]){_S}*){{0,3}}{_CAP}){{0,6}})"
)
_NOT_IN_NAME = re.compile(
    rf"{_S}+(?:Hospital\w*|Servicio|Servei|Unidad|Secci[oó]n|Departamento|Dpto|C/|Calle|Avda?|Av"
    rf"|Avenida|Paseo|Plaza|Pza?|Ctra|Crta|Carretera|Complejo|Complexo|Cl[ií]nica|Centro|Instituto"
    rf"|Institut|Universidad|Fundaci[oó]n|Correo|E-?mail|Email|Tel|Apartado|M[eé]dico|Facultad"
    rf"|Direcci[oó]n|Jefe|Urbanizaci[oó]n|Carrer|P[ºo]|Edificio|Residencia|Ofiplaza|Vialidad|Ronda"
    rf"|Travesía|Camino|Policl[ií]nic[oa]|Sanatorio|Ciudad|Villa|Barrio|Gran|Antiguo|Catedra|Cátedra"
    rf"|Calzada|Prolongación|Alameda|Consultorio|Policl[ií]nica|Servizo|Cirug[ií]a|Urolog[ií]a"
    rf"|Medicina)\b.*$"
)
_STREET = re.compile(
    rf"(?<![\w/])(?:[CcMm]/\.?|(?:Calle|Avda?\.?|Av\.?|Avenida|Avinguda|Paseo|Passeig|P[º°o]\.?|P\.º"
    rf"|Plaza|Pla[çc]a|Pza?\.?|Plza\.?|Ctra\.?|Crta\.?|Carretera|Camino|Cam[ií]|Carrer|Ronda"
    rf"|Traves[ií]a|Alameda|Gran V[ií]a|R[uú]a|Urbanizaci[oó]n|Urb\.|Bulevar|Calzada|Barrio|Apartado(?:"
    rf" de Correos| postal)?|Prolongaci[oó]n|Glorieta|Rambla|Pol[ií]gono|Cuesta|Pasaje|Ofiplaza"
    rf"|Vialidad|Edificio|Edifici|Autov[ií]a|Cno\.?|Bda\.?|V[ií]a|Perif[ée]rico|Boulevard|Blvd\.?"
    rf"|Autopista|Raval|Residencial|Colonia|Delegaci[oó]n|Pje\.?)(?={_S}))"
)
_BARE_STREET = re.compile(
    rf"(?P<street>{_CAP}(?:{_S}+(?:(?:de|del|la|las|los|y){_S}+){{0,2}}(?:{_CAP}|\d{{1,2}})){{0"
    rf",4}}){_S}*,?{_S}*(?:n[º°.]{{0,2}}o?{_S}*)?(?:\d{{1,4}}(?![\d@])(?:{_S}*(?:[-–]|y){_S}*\d{{1"
    rf",4}}(?!\d))?|[sS]{_S}?/{_S}?[nN]\b)(?:{_S}*[,-]{_S}*\d{{1,2}}{_S}?[º°ªo.]*(?:{_S}?[A-Z]\b)?"
    rf"|{_S}+interior{_S}+\d+)*"
)
_NUMBER_LEFT = re.compile(
    rf"{_S}*,?{_S}*(?:n[º°.]{{0,2}}o?{_S}*)?(?:\d{{1,4}}(?![\d@])(?:{_S}*(?:[-–]|y){_S}*\d{{1"
    rf",4}}(?!\d))?|[sS]{_S}?/{_S}?[nN]\b)(?:{_S}*[,-]{_S}*\d{{1,2}}{_S}?[º°ªo.]*(?:{_S}?[A-Z]\b)?)*"
)
_STREET_END = re.compile(
    r"\(|\bE-?mails?\b|\be-?mails?\b|\bCorreos?\b|\bTel|\bTlf|\bFax|\bServicio|\bHospital|\bUnidad"
    r"|\bM[oó]vil|\bC\.?P\.|\S+@|\bC[oó]digo"
)
_BEFORE_COUNTRY = re.compile(
    rf"(?P<name>{_CAP}(?:{_S}+(?:(?:de|del|la|las|los|el){_S}+){{0,2}}{_CAP}){{0,4}})[\s,.(-]{{1,3}}$"
)
_LONGEST = 1500


def find_signatures(text: str) -> Iterator[Found]:
    """Yield (start, end, label) of the parts of signatures, line by line."""
    openings = list(_OPENING.finditer(text))
    borders = [*(opening.start() for opening in openings[1:]), len(text)]
    for opening, border in zip(openings, borders, strict=False):
        most = min(opening.end() + _LONGEST, border)
        end = text.find("\n", opening.end(), most)
        yield from _parts(text, opening.end(), most if end < 0 else end)


def _parts(text: str, start: int, stop: int) -> Iterator[Found]:
    line = text[start:stop]
    name = _name(line)
    at = 0
    if name is not None:
        yield start + name[0], start + name[1], "PERSONA"
        at = name[1]
    places = list(_places(line, at, start))
    streets = list(_streets(line, at, start, places))
    yield from places
    yield from (
        street
        for street in streets
        if line[street[0] - start : street[1] - start][:1] and _STREET.match(line, street[0] - start)
    )
    yield from _workplaces(line, at, start)
    yield from streets


def _name(line: str) -> tuple[int, int] | None:
    match = _NAME.match(line)
    if match is None:
        return None
    found = _NOT_IN_NAME.sub("", match.group("name")).rstrip(" ")
    if found.endswith(".") and not re.search(r"(?:^|\s)[A-ZÁÉÍÓÚÑ]\.$", found):
        found = found[:-1]
    cut = re.search(r"(?<=[a-záéíóúñ])\.\s", found)
    if cut:
        found = found[: cut.start()]
    return (match.start("name"), match.start("name") + len(found)) if found else None


def _workplaces(line: str, at: int, start: int) -> Iterator[Found]:
    for match in _WORKPLACE.finditer(line, at):
        end = match.start() + len(match.group().rstrip(" .,"))
        cut = re.search(
            r"\s(?:C/|Calle|Avda?|Av|Paseo|Plaza|Pza|Ctra|Carretera|Servicio|E-?mail|Email|Correo|Tel"
            r"|Unidad)\b|(?<=[a-z])\.\s|\d",
            line[match.start() : end],
        )
        if cut:
            end = match.start() + cut.start()
        if end - match.start() > 4:
            yield start + match.start(), start + end, "ESTABLECIMIENTO"
            number = _NUMBER_LEFT.match(line, end)
            if number:
                skipped = len(number.group()) - len(number.group().lstrip(" ,"))
                yield start + end + skipped, start + number.end(), "DIRECCION"


def _streets(line: str, at: int, start: int, places: list[Found]) -> Iterator[Found]:
    """Yield streets: from the word for one as far as the postal code, the city or the next part of the line."""
    borders = sorted(place[0] - start for place in places)
    for match in _STREET.finditer(line, at):
        next_part = _STREET_END.search(line, match.end())
        ends = [border for border in borders if border > match.end() + 1]
        ends += [next_part.start()] if next_part else []
        end = min([*ends, len(line)])
        stop = re.compile(r"(?<=[a-záéíóúñ]{4})\.\s+(?=[A-ZÁÉÍÓÚÑ])").search(line, match.end(), end)
        end = stop.start() if stop else end
        yield (
            start + match.start(),
            start + match.start() + len(line[match.start() : end].rstrip(" ,.-–(")),
            "DIRECCION",
        )
    for match in _BARE_STREET.finditer(line, at):
        yield start + match.start(), start + match.end(), "DIRECCION"


def _places(line: str, at: int, start: int) -> Iterator[Found]:
    known = phrases("cities") | phrases("countries") | phrases("comunas")
    yield from _coded_places(line, at, start)
    for match in _CAPITALS.finditer(line, at):
        is_known = bare(match.group()) in known or _is_before_known(line, match.end(), known)
        if is_known and _BEFORE_PLACE.search(line[max(0, match.start() - 3) : match.start()]):
            yield start + match.start(), start + match.start() + len(match.group().rstrip(".")), "COMUNA"
    for match in _IN_BRACKETS.finditer(line, at):
        if len(match.group("name")) > 3:
            yield start + match.start("name"), start + match.end("name"), "COMUNA"
    yield from _before_countries(line, at, start)


def _coded_places(line: str, at: int, start: int) -> Iterator[Found]:
    """Yield postal codes and the places after them."""
    for code in _POSTCODE.finditer(line, at):
        digits = re.search(r"(?:[A-Z]{1,2}-)?\d+", code.group())
        if digits:
            yield start + code.start() + digits.start(), start + code.end(), "COMUNA"
        if after := _PLACE_AFTER_CODE.match(line, code.end()):
            yield from _place_words(line, after.start("name"), after.end("name"), start)


def _before_countries(line: str, at: int, start: int) -> Iterator[Found]:
    """Yield countries and the places before them: «Huixquilucan, México»."""
    for match in _COUNTRY.finditer(line, at):
        yield start + match.start(), start + match.end(), "COMUNA"
        left = max(at, match.start() - 80)
        if before := _BEFORE_COUNTRY.search(line[left : match.start()]):
            yield from _place_words(line, left + before.start("name"), left + before.end("name"), start)


_CAPITALS = re.compile(rf"{_CAP}(?:{_S}+(?:(?:de|del|la|las|los|el|y){_S}+){{0,2}}{_CAP}){{0,4}}")
_BEFORE_PLACE = re.compile(r"[,.(–-]\s?$|^\s*$|\d\s$")
_IN_BRACKETS = re.compile(rf"\((?P<name>{_CAP}(?:{_S}+(?:(?:de|del|la){_S}+)?{_CAP}){{0,3}})\)")
_COUNTRY = re.compile(r"(?:España|Argentina|Uruguay|México|Cuba|Venezuela|Colombia|Chile|Perú|Francia|Portugal)\b")


def _is_before_known(line: str, end: int, known: frozenset[str]) -> bool:
    """Say whether a known province or country follows after a comma: «Manises, Valencia»."""
    after = _NEXT_PLACE.match(line, end)
    if after is None:
        return False
    words = after.group("name").split()
    return any(bare(" ".join(words[:n])) in known for n in range(1, len(words) + 1))


_NEXT_PLACE = re.compile(rf"{_S}*[,(]{_S}*(?P<name>{_CAP}(?:{_S}+(?:de{_S}+)?{_CAP}){{0,2}})")


def _place_words(line: str, begin: int, end: int, start: int) -> Iterator[Found]:
    name = line[begin:end]
    cut = _NEXT.search(name)
    if cut:
        name = name[: cut.start()]
    name = re.split(r"\.\s", name, maxsplit=1)[0]
    name = name.rstrip(" .,")
    if name and not re.search(r"\d", name):
        yield start + begin, start + begin + len(name), "COMUNA"
