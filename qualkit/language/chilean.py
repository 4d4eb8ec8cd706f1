"""Forms of Chilean speech and the lemma of each: the verbs of «tú» as Chileans say them, and words cut or joined.

The verb forms are made from a list of verbs, because their endings are regular: «-ái» for «-áis» and «-éis», «-ís» for
«-éis» and «-ís» («hablái», «tenís», «querái»). Forms that standard Spanish or a name has for
something else («tenis», «París») are left out. Typed for qualkit; nothing was copied.
"""

from collections.abc import Iterator
from functools import lru_cache

_IN_AR = """
hablar trabajar estudiar enseñar mirar pensar estar dar cachar llegar llevar llamar quedar dejar pasar contar entrar
empezar comenzar encontrar usar buscar esperar escuchar preguntar contestar ayudar necesitar tomar sacar mandar ganar
terminar acordar acostar levantar sentar parar caminar andar jugar comprar pagar gastar probar mostrar cambiar mejorar
evaluar planificar postular participar compartir conversar anotar grabar apretar armar arreglar avanzar bajar subir
cantar cerrar cocinar cortar criar cuidar demorar descansar echar enfermar enojar entregar equivocar explicar faltar
felicitar fijar firmar gritar imaginar importar intentar invitar juntar lavar limpiar lograr manejar matar molestar
notar olvidar pelear practicar preocupar preparar prestar quejar reclamar recordar regalar reparar respetar retar
soltar soñar tocar topar tratar viajar volar votar atinar achacar apurar aguantar atrasar bancar carretear copuchar
pololear tincar taquillar webear huevear sapear pitutear cabrear funar ubicar alcanzar analizar aplicar aprovechar
calificar colaborar comentar controlar coordinar crear desarrollar diagnosticar disfrutar guardar implementar innovar
motivar observar organizar presentar reforzar retomar revisar tirar trasladar valorar
"""
_IN_ER = """
tener querer poder saber hacer creer ver leer poner traer volver perder entender aprender comer correr conocer deber
crecer parecer ofrecer agradecer prometer meter romper vender responder resolver mover nacer merecer reconocer
establecer mantener comprender recoger escoger proponer suponer devolver aparecer
"""
_IN_IR = """
venir decir salir vivir sentir pedir seguir servir dormir escribir abrir recibir asistir decidir compartir subir
definir elegir medir repetir conseguir construir incluir oír reír preferir sufrir existir permitir discutir consumir
imprimir reunir dividir sugerir convertir
"""
_IRREGULAR = """
erís ser · eris ser · erí ser · soi ser · seái ser · seai ser · érai ser · erai ser · vai ir ·
vái ir · vayái ir · vayai ir · íbai ir · ibai ir · ibái ir · hai haber · habíai haber · habiai haber ·
habríai haber · habriai haber · hayái haber · hayai haber · hubierai haber · hubiérai haber · estái estar ·
estai estar · estís estar · estabai estar · estábai estar · estuvierai estar · dai dar · veí ver · veís ver ·
veis ver · veai ver · veái ver · fuerai ser · fuérai ser · tuvierai tener · tuviérai tener · teníai tener ·
teniai tener · tengái tener · tengai tener · hagái hacer · hagai hacer · digái decir · digai decir · vengái venir ·
vengai venir · pongái poner · pongai poner · salgái salir · salgai salir · traigái traer · traigai traer ·
sepái saber · sepai saber · pudierai poder · pudiérai poder · quisierai querer · quisiérai querer ·
supierai saber · hicierai hacer · dijerai decir · podríai poder · podriai poder · deberíai deber · deberiai deber ·
queríai querer · queriai querer · sabíai saber · sabiai saber · podíai poder · podiai poder · hacíai hacer ·
decíai decir · tendríai tener · haríai hacer · conozcái conocer · conozcai conocer · oigái oír · oigai oír ·
sigái seguir · sigai seguir · pidái pedir · pidai pedir · sirvái servir · sirvai servir · repitái repetir ·
midái medir · consigái conseguir ·
durmái dormir · elijái elegir · prefirái preferir · sintái sentir · construyái construir ·
incluyái incluir · agradezcái agradecer · crezcái crecer · parezcái parecer · recojái recoger · escojái escoger
"""
_OTHER = """
po pues · poh pues · pueh pues · pu pues · altiro altiro · altirito altiro · cachái cachar · cachai cachar ·
cachay cachar · cachaste cachar · cachó cachar · cacharon cachar · caché cachar · profe profe ·
profes profe · cabro cabro · cabros cabro · chiquillo chiquillo · chiquillos chiquillo · chiquilla chiquillo ·
chiquillas chiquillo · guagua guagua · guaguas guagua · guaguita guagua · guaguitas guagua · pega pega · pegas pega ·
pololo pololo · polola pololo · pololos pololo · pololas pololo · fome fome · fomes fome · piola piola · piolas piola ·
caleta caleta · caletas caleta · ene ene · harto harto · harta harto · hartos harto · hartas harto · hartazo harto ·
hartito harto · hartita harto · cuático cuático · cuática cuático · cuáticos cuático · cuáticas cuático ·
bacán bacán · bacanes bacán · bakán bacán · weón huevón · weon huevón · huevón huevón · weones huevón · weá huevada ·
wea huevada · weás huevada · weas huevada · huevá huevada · guasap whatsapp · wasap whatsapp ·
guatsap whatsapp · whatsap whatsapp · wsp whatsapp · pa para · pal para · pá para · na nada · toa todo ·
toos todo · onde donde · ónde dónde · aonde adonde · entonce entonces · entoces entonces · sipo sí · sipú sí ·
nopo no · yapo ya · bueh bueno · luca luca · gamba gamba · gambas gamba · copucha copucha ·
copuchas copucha · pituto pituto · pitutos pituto · liceano liceano · liceana liceano ·
liceanos liceano · liceanas liceano · nomás nomás · nomá nomás · denante denantes · denantes denantes · ayá allá
"""
_NOT_CHILEAN = frozenset(("tenis", "parís", "perdis", "vendis", "vis"))
"""What standard Spanish, or a name, has for itself: no table of ours decides it."""
_BEFORE_I = (("c", "qu"), ("g", "gu"), ("z", "c"))
"""How the end of a stem in «-ar» is spelled before «-ís»."""


def _entries(table: str) -> Iterator[tuple[str, str]]:
    for entry in " ".join(table.split()).split(" · "):
        form, lemma = entry.split()
        yield form, lemma


def _voseo() -> Iterator[tuple[str, str]]:
    """Yield the forms of «tú» of the listed verbs: present, imperfect, conditional and subjunctive."""
    for verb in _IN_AR.split():
        stem = verb[:-2]
        yield from ((stem + end, verb) for end in ("ái", "ai", "abai", "ábai", "aríai", "ariai"))
        yield _before_i(stem) + "ís", verb
    for verb in (*_IN_ER.split(), *_IN_IR.split()):
        stem, vowel = verb[:-2], verb[-2].replace("í", "i")
        yield from (
            (stem + end, verb) for end in ("ís", "is", "íai", "iai", f"{vowel}ríai", f"{vowel}riai", "ái", "ai")
        )


def _before_i(stem: str) -> str:
    return next((stem[:-1] + after for before, after in _BEFORE_I if stem.endswith(before)), stem)


_CUT = "tení tener · querí querer · sabí saber · podí poder · hacís hacer · hací hacer · creí creer · decí decir"
"""Without the «s», where it cannot be taken for «yo» of the past («viví»)."""


@lru_cache(maxsize=1)
def chilean_lemmas() -> dict[str, str]:
    """Return the lemma of each Chilean form, both in lower case; a form written with and without accent is there twice.

    What is not here says nothing: standard forms are the business of ``lemmas``.
    """
    table = dict(_voseo()) | dict(_entries(_CUT)) | dict(_entries(_OTHER)) | dict(_entries(_IRREGULAR))
    return {form: lemma for form, lemma in sorted(table.items()) if form not in _NOT_CHILEAN}
