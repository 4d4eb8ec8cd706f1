"""Words around names: what tells that a name follows or precedes, and what a capital does not turn into a name.

The names themselves stand in ``gazetteers``.
"""

from qualkit.reading.privacy.gazetteers import ALWAYS, SURE, names, phrases
from qualkit.reading.spelling import word_set

FIRST_NAMES = frozenset({*names("first_names"), *(name for name, mark in names("nicknames").items() if mark == SURE)})
"""First names and their short forms, without accents, in lower case (``bare``)."""

ALSO_WORDS = frozenset(name for name in FIRST_NAMES if names("first_names").get(name) == ALWAYS)
"""Names that are also words, places or months: a capital alone does not make them a person."""

SURNAMES = frozenset(names("surnames"))

PUBLIC_FIGURES = tuple(sorted(name.title() for name in phrases("public_figures") if " " in name))
"""Authors and figures that sessions quote: they are nobody's personal data."""

NOT_NAMES = word_set(
    """
    persona personas escuela escuelas esc liceo colegio jardin instituto facilitador facilitadora moderador
    moderadora relator relatora host usuario participante hablante jefe jefa director directora presidente
    presidenta ministro ministra alcalde alcaldesa seremi utp pie pme pei slep daem dem deprov simce dia cesfam
    junji integra inspector inspectora profesor profesora profe profes docente docentes educadora coordinador
    coordinadora encargado encargada sostenedor red redes territorio sesion bueno buena buenas buenos entonces si
    no pero ya gracias hola porque que y o el la los las un una yo tu ella nosotros ustedes usted este esta eso
    esto mi su se lo le me te nos chile chilena ministerio mineduc agencia superintendencia municipalidad
    fundacion universidad convencional constituyente convencion comision dios virgen señor señora don doña dona
    muchas muchos aqui ahora despues tambien igual claro perfecto mira miren oye bien listo vamos todos todas como
    cuando donde en de del a al con por para es son hay lenguaje matematica matematicas historia ciencias ingles
    musica religion tecnologia artes lunes martes miercoles jueves viernes sabado enero febrero marzo mayo junio
    agosto septiembre octubre noviembre diciembre navidad zoom teams meet google drive whatsapp facebook instagram
    youtube rut rbd covid jefatura psicologo psicologa sin ni nadie nada cada muy mas solo sola aunque ademas aca
    alla ahi ese esa esos esas otro otra otros otras todo toda algo alguien quien cual cuanto han habia fue sera
    tengo tiene tenemos creo digo dice dijo partimos tampoco mientras hasta desde sobre entre segun contra hacia
    durante mejor peor mal mucho mucha poco poca tanto tan menos siempre nunca jamas quizas talvez ojala obvio
    exacto cierto verdad dale ok okey chao buen gran dos tres cuatro cinco seis siete ocho nueve diez marzo he ha
    hemos soy eres somos estoy esta estamos estan estaba puede puedo podemos quiero quieren hace hacer hicimos ver
    vi vemos va voy van ir dar sigue falta queda acuerdo compromiso alto bajo uno les nos los las le asistente
    dupla convivencia orientador orientadora paradocente kinder prekinder basico medio primero ud uds vd mamita
    mamitas papito
    papitos chiquillos chiquillas cabros amigos amigas colegas papelografo lamina foto imagen figura grafico afiche
    mural
    nota obs observacion pd ps atte
    """
)
"""Words that a capital or a «señora» before them does not turn into a name (``bare``)."""

HONORIFICS = word_set(
    """
    don doña dona señor señora señorita señores señoras sr sra srta sta tia tio tias profe profes miss mister seño tata
    doctora doctor dra dr maestro maestra mtro hermana hermano sor padre pastor pastora machi lonko longko lamngen
    peñi papay papai chachay ñaña ñaño lamien lamgen lagmien dire secre inspe profesor profesora director directora
    inspector inspectora abuelo abuela
    educadora psicologa psicologo orientadora orientador coordinadora coordinador kine fono enfermera enfermero
    """
)
"""Straight before a name, in capitals or not, they say that it is one."""

KIN = word_set(
    """
    hijo hija hijito hijita sobrino sobrina prima primo abuela abuelo abuelita abuelito nieta nieto mama papa madre
    padre padrastro madrastra hermano hermana hermanito hermanita esposo esposa marido pareja polola pololo suegra
    suegro cuñada cuñado madrina padrino vecina vecino alumno alumna alumnos alumnas estudiante niño niña niñito
    niñita chico chica cabro cabra chiquillo chiquilla joven guagua bebe apoderado apoderada pupilo pupila compañero
    compañera colega amiga amigo
    """
)
"""Before a capital word they say that it is a name."""

ROLES = word_set(
    """
    asistente auxiliar paradocente parvularia educador diferencial docente docentes psicopedagoga psicopedagogo
    fonoaudiologa fonoaudiologo kinesiologa kinesiologo terapeuta trabajador trabajadora social jefe jefa encargado
    encargada subdirector subdirectora utp inspectora inspector sostenedor sostenedora alcalde alcaldesa concejal
    concejala seremi supervisor supervisora asesor asesora facilitador facilitadora relator relatora presidente
    presidenta secretario secretaria tesorero tesorera tutor tutora monitor monitora conductor conductora chofer
    furgonista manipuladora portero portera abogado abogada medico medica matrona dentista carabinero paramedico
    entrevistador entrevistadora bibliotecaria bibliotecario dupla tens tio coordinadora coordinador orientador
    orientadora psicologo psicologa curriculista evaluadora evaluador observadora observador invitada invitado
    """
)

EPITHETS = word_set(
    """
    flaca flaco negra negro gorda gordo guaton guatona chino china turco turca rucio rucia colorin colorina pelao
    pelado chico chica chueco cholo chola gringo gringa viejo vieja loco loca mono peluca ñato ñata cabezon cabezona
    guagua bicho moncho gato rata pollo pelusa huaso huasa tata guacha guacho zurdo chascon chascona lolo lola
    """
)
"""Nicknames that are words: «el Chino Barrientos», «la Flaca»."""

BIRTH_WORDS = word_set(
    """
    martita rosita florcita estrellita lucecita solcito palomita perlita
    """
) - frozenset(("martita", "rosita", "florcita"))
"""Diminutives of words rather than of names."""

SPEECH_VERBS = word_set(
    """
    dijo dice dicen decia contaba conto cuenta comento comenta comentaba pregunto pregunta preguntaba respondio responde
    respondia contesto contesta explico explica explicaba planteo plantea planteaba propuso propone proponia menciono
    menciona señalo señala opino opina hablo habla hablaba levanto lloro llora lloraba grito grita escribio escribe leyo
    lee vino viene venia falto falta faltaba vive vivia trabaja trabajaba trabajo cumple cumplio nacio estudia estudiaba
    conto insistio insiste pidio pide pedia quiso quiere queria sabe sabia cree creia piensa pensaba siente sentia avisa
    aviso llamo llama llamaba saludo saluda recuerda recordo nota anoto anota maneja se me te nos le les sento paro
    callo
    rio enojo porto cayo golpeo
    """
) - word_set(
    "se me te nos le les nota trabajo recuerda falta llama rio paro cayo viene venia quiere queria sabe cuenta vino lee"
)
"""Verbs whose subject speaks or feels: before them a name that is also a word is a person."""

LIVELY_VERBS = word_set(
    """
    dijo dice decia vino fue hizo puso quiso trajo tuvo estuvo anduvo supo pudo dio vio es esta era tiene tenia va iba
    viene quiere puede sabe anda vive trabaja lee escribe propone plantea comenta pregunta pide responde habla explica
    cree piensa siente lleva maneja falta llega sale entra juega llora rie estudia cumple quedo queda sigue da hace ve
    estaba venia queria sabia podia hacia decia vivia salia entra come duerme canta baila aprende enseña muestra
    presenta
    encarga jubila reemplaza coordina dirige acompaña apoya prefiere sugiere comparte retira lloraba corre gana pierde
    entiende aparece lidera sube baja escucha mira necesita logra comparte ayuda trae manda pasa avanza dibuja
    firma recibe solicita informa relata señala indica manifiesta participa asiste cuenta
    """
)
"""Verbs in the third person of which anybody may be the subject."""

FUNCTION_WORDS = word_set(
    """
    a al ante bajo con contra de del desde durante en entre hacia hasta mediante para por segun sin sobre tras el la lo
    los las un una unos unas y e o u ni que quien cuyo como cuando donde cual si no ya pero sino porque aunque pues mas
    me te se nos os le les mi tu su mis tus sus este esta estos estas ese esa esos esas eso esto aquel aquella muy tan
    tanto todo toda todos todas algo nada nadie otra otro otros otras igual asi ahi alli aca aqui alla hoy ayer mañana
    siempre nunca tambien tampoco solo entonces despues antes luego es son era eran fue ser estar esta estan estaba hay
    ha han he hemos había habia va van voy vamos vaya po pos pue pues oye mira ya bueno claro eh mmm ah oh cierto verdad
    gracias hola chao buenas buenos nosotros ustedes ellos ellas ella usted yo tú vos uno dos tres cuatro cinco seis
    siete ocho nueve diez onde pa q x xq tb tmb tmbn
    """
)

PLACE_WORDS = word_set(
    """
    san santa santo sto sta calle avenida av pasaje pje plaza poblacion villa sector cerro rio lago volcan isla puerto
    ciudad comuna provincia region hospital cesfam universidad fundacion parque estadio puente caleta playa ruta
    camino premio teatro museo biblioteca condominio campamento bahia valle laguna iglesia parroquia virgen fiesta
    dia ley metodo sindrome test escala prueba editorial radio club liga copa instituto centro caso proyecto programa
    plan corporacion tipo tecnica tincion aguja plataforma aplicacion app pagina sistema software libro pelicula
    serie marca empresa cancion juego modelo caleta cordillera viña ruta fundo estancia estero ribera termas pasaje
    psje manzana
    """
)
"""Before a capital word they say that it is a place, not a person."""

WITH_ARTICLE = word_set(
    """
    araucania biobio maule ñuble serena loa elqui limari choapa aconcagua maipo mapocho tinguiririca itata cautin
    imperial tolten villarrica baker aysen ligua quisco tabo tamarugal malleco arauco patagonia pacifico antartica
    antartida atlantico caribe amazonas florida pintana granja cisterna union calera carmen moneda bosque magallanes
    europa asia oceania eurasia skype sharepoint onedrive outlook pinterest twitter linkedin wordpress edpuzzle
    liveworksheets kahootit nearpod blogger tinkercad geogebra photoshop cancun pachamama principito benz chevrolet
    toyota nissan hyundai suzuki
    psicosocial psicopedagogico psicopedagogica altiplano atacama wallmapu huascar mediterraneo brasil peru ecuador
    uruguay paraguay argentina salvador
    conadi conaf corfo onemi senapred cepal ocde onu unesco unicef junaeb fosis sename mejorniñez cpeip sence
    fonasa isapre servel indap sernam sernameg senda inacap duoc teleton sernapesca sag serviu cesfam cosam codelco
    cenabast conicyt anid fondecyt fondart fnd umce puc usach
    kahoot canva padlet mentimeter menti jamboard classroom excel word powerpoint ppt drive gmail moodle genially
    quizizz scratch lego netflix spotify tiktok chatgpt gpt gemini copilot wikipedia minecraft roblox guasap wasap
    whatsap wsp telegram messenger fanpage facebook instagram youtube google zoom meet teams outlook windows android
    iphone ipad notebook tablet chromebook webinar podcast lirmi webclass napsis syscol sige dia simce paes psu kimche
    mindep senama senadis injuv minsal minvu mop minagri dipres segpres sercotec mideso subdere sernac sii cnn emol
    contraloria bio laja cairo haya lancet ius open day workshop feedback coaching online kick check mail newsletter
    halloween wetripantu tripantu mapudungun mapuzungun ruka lof palin machi longko lonko werken nguillatun kultrun
    selknam kawesqar kaweskar yagan yamana diaguita kolla lickanantay
    aymara quechua rapanui rapa pewenche lafkenche williche mapuche
    estado gobierno constitucion republica congreso senado biblia internet covid
    link links web wifi show kit sticker stickers hobby marketing hardware streaming bullying grooming sexting
    ciberbullying hockey rock rap trap reggaeton kinder prekinder play ranking training team staff stock ticket
    tickets brunch break snack snacks spot test tests post posts like likes followers influencer gamer youtuber
    selfie playlist app apps tablet tablets laptop mouse router pendrive qr pdf spam chip chips software blog vlog
    slime tik tok reel reels story stories hashtag emoji emojis meme memes sketch collage stop motion focus group
    flyer flayer banner stand stands lunch box skate skater bmx judo karate taekwondo yoga mindfulness fitness gym
    krill kiwi kuchen kermesse kiosko kayak walkie talkie sandwich whisky wc water living hall lobby cowork
    design thinking stem steam scrum kanban flipped learning service visual thinking minecraft kahoots quiz quizz
    puzzle puzzles lego legos bingo sudoku spinner fidget pop it santillana caligrafix lexium sm zigzag puntaje
    nacional mineduc epja cormun corporaciones we feria unir kultrung trutruka pifilka trarilonko chamal epew
    pewma newen kimun kimvn feyentun az mapu ñuke trapelakucha nütram nutram pentukun mizagun wüñoy
    wetripantü purrun choike wiñol nguillatún
    """
)
"""What stands after an article with a capital, is in no dictionary and is nobody: places, services, brands, peoples."""


STRONG_TITLES = word_set(
    "don doña dona señor señora señorita sr sra srta sta tia tio profe miss mister seño tata dra dr sor lamngen mtro"
)
"""Titles after which only a name can follow."""

WEEK_AND_MONTHS = word_set("domingo abril julio marzo mayo junio agosto")
"""Names that are days or months."""

PLACE_NAMES = word_set(
    """
    santiago florencia victoria israel america africa lourdes fatima guadalupe mercedes concepcion trinidad
    asuncion salvador libertad lautaro galvarino fresia caupolican paris milan kenia jordan darwin jordania
    """
)
"""Names that are places more often than people where «en», «de», «a» stands before them."""

ABSTRACTIONS = word_set(
    """
    paz luz esperanza victoria gloria gracia libertad felicidad amparo consuelo dolores remedios soledad justicia piedad
    caridad concepcion candelaria milagros milagro encarnacion socorro alba aurora alegria salud angeles pilar cruz
    norma sol luna mercedes estrella cielo patria
    """
)
"""Names that are also what people talk about: «la paz», «la esperanza»."""

FIGURES = phrases("school_figures")
"""Public figures (``bare``) whose names schools bear: with an article before them they are a school."""

SCHOOL_NOUNS = word_set(
    """
    san santa santo aromos notros maquis boldos copihues copihue canelos canelo pinos alamos robles coigues coigue
    araucarias araucaria pehuen pewen avellanos ulmos peumos quillayes naranjos olivos cipreses castaños almendros
    palmas tilos laureles lingues mañios alerces lengas ñirres aguas valle cerro rio lago puente altos alto nido
    rayito rayo semillita semillitas nuevo nueva villa puerto monte montes estrella estrellita arcoiris manantial
    mirador cumbres cordillera volcan estero laguna isla playa bahia caleta costa mar pacifico horizonte amanecer
    alborada esperanza luz sol lunita luna angelitos pasitos gotitas burbujitas caracolito campanita duende duendes
    mundo magico sueños jardin bosque bosques flor flores piedra piedras quebrada trigales trigal pradera prado
    granja molino estacion paso cruce hermoso hermosa grande chico claro verde verdes azul blanco blanca negro
    condor condores aguila aguilas golondrinas pajaritos picaflor bandurrias cisnes delfines ballenas trebol
    america chile españa republica padre madre presidente general capitan sargento teniente almirante sagrado
    corazon inmaculada virgen divino jesus maria cristo rey nazareno salvador carmelo new saint kings queen royal
    college school english british american rene montessori waldorf steiner pumahue puelche raices semillas brotes
    manzano manzanos nogal nogales sauce sauces quillay peumo boldo maiten maitenes litre espino espinos ciruelo cerezo
    cerezos durazno duraznos limonar higuera hualle hualles rauli alerce maqui chilco notro ulmo temu arrayan arrayanes
    michay romero lavanda jazmines lirios rosas dalias claveles violetas girasoles girasol amapolas encina encinas
    retoños colores palabras letras caminito caminemos juntos creciendo aprendiendo jugando sembrando
    """
)
"""Words (``bare``) that schools are called by, also in lower case."""

NOUNS_IN_LOWER_CASE = word_set("salvador libertad concepcion trinidad asuncion victoria mercedes america")
"""Names of places that are common nouns, in lower case too."""

FEASTS = word_set(
    """
    virgen fiesta dia señora semana mes premio calle avenida plaza iglesia capilla parroquia cerro valle cuesta canal
    puente copa liga ley poblacion villa estadio sierra monte cruz santuario procesion
    """
)
"""Before «de» or «del» they make a saint, a day or a place of a name: «la Virgen del Carmen»."""

SPOKEN_EPITHETS = word_set(
    "flaca flaco negra negro gorda gordo guaton rucio rucia colorin colorina pelao pelado turco"
    " gringo gringa cholo chueco ñato"
)
"""Nicknames that stand for somebody in lower case too, where a verb follows: «la flaca no vino»."""

COMMON_AFTER_ARTICLE = word_set(
    """
    pato nena nene pepa gato mona coco paco mono nana nano tata rulo pipa poncho pacha perico chelo memo chela cata
    vale caro marco marcos lina lisa mina tina tono toto viola mora male pelusa toti chica queno junior lady guido
    martin roman cesar severo marcial lino said fita fito pola poli popi mela mica tota tuto maca luca lucas leo cuca
    cuco lola lolo chico chicha chicho choli anto mati domi vica gera cote pia dina mar julia regla gala gata nato
    german mateo tomas simon newen olivo pere rex paca pancha nina lens daniel douglas olga vera candida benito frida
    """
)
"""Names that after an article, in lower case, are as likely another word."""

HEAVY_NOUNS = word_set("norma salud paz gloria cruz")
"""Names that are nouns of which things are said: «la norma dice»."""

ADJECTIVES_OF_SCHOOLS = word_set(
    "nuevo nueva nuevos nuevas grande grandes chico chica claro clara verde verdes azul blanco blanca"
    " negro alto alta altos "
    "hermoso hermosa magico magica juntos rey madre padre general presidente virgen"
)
"""Words that schools are called by only beside another one: «Nueva Esperanza», never «escuela nueva»."""
