"""First names and surnames that are common in Chile, typed from general knowledge, and words that only look like
names.
"""

from qualkit.reading.spelling import word_set

FIRST_NAMES = word_set(
    """
    aaron abigail adela adolfo adrian adriana agustin agustina aida alan albert alberto aldo alejandra alejandro
    alex alexander alexandra alexis alfonso alfredo alicia alma alondra alonso alvaro amalia amanda amelia ameria
    ana anahi anais andrea andres angela angelica angelina anibal anita antonella antonia antonio araceli ariel
    armando arturo astrid augusto aurelio axel ayleen bartolome bastian beatriz benedicto benito benjamin bernarda
    bernardita bernardo berta boris brandon braulio brenda bruno camila camilo carla carlos carmen carol carola
    carolina catalina catherine cecilia celia cesar christian christopher clara clarisa claudia claudio clemente
    constantino constanza cristian cristina cristobal cynthia dafne damaris damian daniel daniela danilo danitza
    dario david dayana deborah denis denisse diana diego dominga dominique edgardo edith eduardo edwin elba elena
    eliana elias elisa elizabeth eloisa elsa elvira emilia emiliano emilio emma enrique erica erick erika erna
    ernestina ernesto esteban estefania estela ester eugenia eugenio eva evelyn fabian fabiola facundo felipe
    felix fernanda fernando filomena flavia florencia francesca francisca francisco franco franz fredy freddy
    gabriel gabriela gaston genoveva georgina gerardo german gilda gino giovanni gisela giselle gladys gloria
    gonzalo graciela gregorio guadalupe guillermo gustavo hector heidi helena hernan hilda hortensia hugo humberto
    ian ibar ida ignacia ignacio ines ingrid irene iris irma isaac isabel isabella isidora ismael italo ivan
    ivania ivonne jacqueline jaime janet javier javiera jazmin jeannette jennifer jenny jeremy jessica jimena joan
    joaquin joel johanna john jonathan jorge jose josefa josefina joselyn josue juan juana juanita judith julia
    julian juliana julieta karen karin karina karla katherine kevin kimberly lautaro laura leandro leo leonardo
    leonel leonor leontina leticia lidia lilian liliana lisandro lissette loreto lorena lorenza lucas lucia
    luciano lucila lucrecia lucy luis luisa lukas luz macarena magaly magdalena maite manuel manuela marcela
    marcelo marcia marco marcos margarita maria mariana mariano maribel maricel mariela mario marisol maritza
    marlen marta martha martin martina mateo matias matilde mauricio max maximiliano mayra melania melissa
    mercedes micaela michael michelle miguel mila millaray miriam mirta moises monica monserrat montserrat nadia
    nancy natalia natalie nayareth nelly nelson nestor nicolas nicole nidia noelia noemi nolberto nora norma
    octavio olga olivia omar orlando oscar osvaldo pablo pamela paola paolo pascal pascuala patricia patricio
    paula paulina paulo paz pedro pia pilar priscila priscilla rafael rafaela ramiro ramon ramona raquel raul
    rayen rebeca renata renato rene ricardo rigoberto rita robert roberto rocio rodolfo rodrigo rogelio rolando
    roman romina romulo ronald rosa rosalia rosana rosario rosemarie roxana ruben rufino ruth salome samuel sandra
    santiago sara sebastian sergio silvana silvia simon sofia sol soledad solange sonia stefano stephanie susana
    tamara tania tatiana teodoro teresa thiago tomas trinidad ulises valentin valentina valeria vanesa vanessa
    vania veronica vicente victor victoria vilma violeta virginia viviana vladimir waldo walter wanda wilma wilson
    ximena yanet yasna yenny yesenia yessica yolanda zoe zulema abril esperanza consuelo dolores angel leon alba
    aurora flor jacinto domingo julio salvador segundo modesto justo belen milagros amparo socorro marina celeste
    america israel concepcion lourdes fatima lorenzo bianca blanca barbara dante rosendo dulce estrella gracia
    jesus patria fidel claro inocencia prudencio clementina perla reina narciso placido primitivo angeles remedios
    rosita paolita pancho pepe lalo nano coni caro pame vale seba rodri javi nacho tere lucho memo toño checho
    maxi benja sofi nico maca cami anto mati tomi agus isi domi rafa santi facu beto tito quique kike chelo pato
    yareli ailin aylin maicol maykol brayan bryan brian yeison jeison jason dylan kiara thiare ayelen nahuel yoselin
    josselyn joselin scarlett nayaret yerko yerson jeremias gaspar yuliana yulissa emely kendra maite danae
    """
)
"""Without accents, in lower case (``bare``)."""

ALSO_WORDS = word_set(
    """
    rosa paz luz esperanza abril consuelo pilar dolores mercedes angel leon victoria gloria alba aurora flor
    violeta margarita jacinto domingo julio salvador segundo modesto justo belen trinidad milagros amparo socorro
    rocio marina celeste america israel concepcion lourdes fatima santiago florencia lorenzo bianca blanca barbara
    dante dulce estrella gracia jesus patria fidel claro inocencia clara marco marcos franco bruno sol soledad
    alma max leo angela constanza clemente virginia asuncion guadalupe perla reina narciso placido primitivo
    remedios rosario angeles caro vale memo lalo nano coni pepe iris mila norma julia lidia emma loreto augusto
    max ian pato tito beto chelo rafa anto
    """
)
"""Names that are also words, places or months: a capital alone does not make them a person."""

NEVER_AFTER_ARTICLE = word_set(
    """
    paz luz esperanza victoria gloria salvador domingo concepcion santiago america israel julio abril segundo
    belen trinidad florencia lourdes fatima gracia patria sol estrella norma loreto angel jesus socorro amparo
    consuelo alba aurora marina mercedes soledad claro justo reina guadalupe dulce asuncion remedios rosario
    angeles
    """
)

SURNAMES = word_set(
    """
    gonzalez muñoz rojas diaz perez soto contreras silva martinez sepulveda morales rodriguez lopez fuentes
    hernandez torres araya flores espinoza valenzuela castillo ramirez reyes gutierrez castro vargas alvarez
    vasquez tapia fernandez sanchez carrasco gomez cortes herrera nuñez jara vergara rivera figueroa riquelme
    garcia miranda bravo vera molina vega campos sandoval orellana zuñiga olivares alarcon gallardo ortiz garrido
    salazar guzman henriquez saavedra navarro aguilera parra romero aravena vidal pizarro alvarado cardenas
    salinas leiva ruiz medina maldonado bustos godoy ortega caceres escobar valdes arias donoso cabrera cifuentes
    paredes leon toro pavez catalan inostroza venegas villarroel arriagada moya mendoza salas peña palma lagos
    ulloa pino yañez carvajal acuña lara velasquez acevedo farias san martin mora fuentealba troncoso ibañez
    quezada quiroz ramos burgos escalona arancibia poblete calderon zamora cisternas villegas moreno barria duran
    mancilla neira oyarzun barraza opazo espinosa gajardo jimenez suarez cerda pereira santana lobos astudillo
    montecinos novoa ojeda barrera benitez becerra ponce hidalgo gatica nahuelpan huenchuman catrileo curin
    antileo marileo painemal quilodran llancapan millan paillal calfin huaiquil cayuqueo manquilef lienlaf melin
    curihuentru tralma colipi ancamil marin mellado merino meza bello blanco rosas rios prado montes puga urrutia
    urra uribe varas tello tobar solis serrano roman rebolledo quintana ruz santibañez sáez saez segura concha cid
    cuevas duarte esparza faundez fierro gaete galvez guerra guerrero jaramillo jofre labra letelier lillo mella
    monsalve montoya ocampo olea olguin osorio pacheco padilla pardo peralta pinto
    """
)

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
    dupla convivencia orientador orientadora paradocente kinder prekinder basico medio primero
    """
)
"""Words that a capital or a «señora» before them does not turn into a name (``bare``)."""

HONORIFICS = word_set(
    """
    don doña dona señor señora señorita sr sra srta tia tio tias profe profesor profesora miss mister seño
    director directora inspector inspectora sor hermana hermano hijo hija sobrino sobrina prima primo abuela
    abuelo nieta nieto mama papa alumno alumna estudiante niño niña apoderada apoderado compañero compañera colega
    amiga amigo jefa educadora psicologa psicologo coordinadora coordinador orientadora orientador doctora doctor
    dra dr
    """
)

PLACE_WORDS = word_set(
    """
    san santa santo calle avenida av pasaje pje plaza poblacion villa sector cerro rio lago volcan isla puerto
    ciudad comuna provincia region hospital cesfam universidad fundacion parque estadio puente caleta playa ruta
    camino premio teatro museo biblioteca condominio campamento bahia valle laguna iglesia parroquia
    """
)
"""Before a capital word they say that it is a place, not a person."""

LOWER_CASE_WORDS = word_set(
    """
    lucas tomas mateo german roman simon martin pino pepe pato
    """
)
"""Names that are other words in lower case («quince lucas», «tomas de liceos»): only an article makes them names."""

WITH_ARTICLE = word_set(
    """
    araucania biobio maule ñuble serena loa elqui limari choapa aconcagua maipo mapocho tinguiririca itata cautin
    imperial tolten villarrica baker aysen ligua quisco tabo tamarugal malleco arauco patagonia pacifico antartica
    antartida atlantico caribe amazonas florida pintana granja cisterna union calera carmen moneda bosque magallanes
    altiplano atacama wallmapu huascar mediterraneo brasil peru ecuador uruguay paraguay argentina salvador
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
    aymara quechua rapanui rapa pewenche lafkenche williche mapuche
    estado gobierno constitucion republica congreso senado biblia internet covid
    """
)
"""What stands after an article with a capital, is in no dictionary and is nobody: places, services, brands, peoples."""

PUBLIC_FIGURES = (
    "Gabriela Mistral", "Pablo Neruda", "Violeta Parra", "Paulo Freire", "Humberto Maturana", "Francisco Varela",
    "Jean Piaget", "Lev Vygotsky", "María Montessori", "Bernardo O'Higgins", "Arturo Prat", "Nicanor Parra",
    "Víctor Jara", "Michael Fullan", "Santiago Rincón-Gallardo", "Peter Senge", "John Hattie", "Paulo Coelho",
)  # fmt: skip
"""Authors and figures that sessions quote: they are nobody's personal data."""
