"""Which command lives where, what it is called in Spanish and what ``--help`` says of it, without importing it."""

from typing import NamedTuple

N_ = str  # marks a sentence for the catalogue; it is translated when it is shown


class Entry(NamedTuple):
    """Where a command is (``module:function`` under ``qualkit.cli``) and its line in ``qualkit --help``."""

    place: str
    help: str


COMMANDS = {
    "demo": Entry("demo:demo", N_("Walk the whole way on the bundled synthetic corpus.")),
    "init": Entry("projects:init", N_("Start a project in a folder.")),
    "status": Entry("projects:status", N_("Say what is in the project and what comes next.")),
    "doctor": Entry("projects:doctor", N_("Say what is installed, configured and missing.")),
    "ingest": Entry("files:ingest", N_("Read transcripts, forms, surveys and attendance into the project.")),
    "read": Entry("files:read", N_("Show what a file says, without a project.")),
    "pseudonymize": Entry("renaming:pseudonymize", N_("Show what is hidden in a file; hide or put back a name.")),
    "session": Entry("sessions:session", N_("Propose the phases of each session and say who took part.")),
    "agreements": Entry("sessions:agreements", N_("Propose the register of agreements: who, what, until when.")),
    "speakers": Entry("sessions:speakers", N_("Say which labels may be one person, and merge them.")),
    "forget": Entry("rights:forget", N_("Take a person out of the whole project, for good (law 21.719).")),
    "disclose": Entry("rights:disclose", N_("Show what is kept of a person, for that person (law 21.719).")),
    "analyze": Entry("analysis:analyze", N_("Show what a text is understood to say, word by word.")),
    "locate": Entry("evidence:locate", N_("Check that quotes stand word for word in their source.")),
    "code": Entry("coding:code", N_("Suggest codes with evidence for the segments of the project.")),
    "index": Entry("indexing:index", N_("Bring the search index up to date, or build it again.")),
    "embed": Entry("indexing:embed", N_("Write the vectors of texts, without a project.")),
    "search": Entry("searching:search", N_("Find segments by words and by meaning.")),
    "review": Entry("coding:review", N_("Accept or reject suggested codings, one by one.")),
    "orphans": Entry("orphans:orphans", N_("List codings whose words changed when a file was edited.")),
    "score": Entry("scoring:score", N_("Give each experience a level per criterion, with evidence.")),
    "select": Entry("scoring:select", N_("Propose a shortlist balanced by territory and focus.")),
    "agreement": Entry("auditing:agreement", N_("Compute agreement between coders from a CSV file.")),
    "audit": Entry("auditing:audit", N_("Compare the codings with labels given by people.")),
    "map": Entry("reports:concept_map", N_("Draw the concept map.")),
    "cloud": Entry("reports:cloud", N_("Draw the word cloud.")),
    "report": Entry("reports:report", N_("Write the closing report (HTML, DOCX, PDF).")),
    "export": Entry("exchange:export", N_("Write codings and scores as xlsx, csv or jsonl.")),
    "import": Entry("exchange:import_", N_("Bring in labels that people gave.")),
    "codebook": Entry("instruments:codebook", N_("List, show and validate codebooks.")),
    "rubric": Entry("instruments:rubric", N_("List, show and validate rubrics.")),
    "run": Entry("demo:run", N_("Do what qualkit.toml says, from files to report.")),
}

SPANISH = {
    "iniciar": "init",
    "estado": "status",
    "diagnostico": "doctor",
    "ingresar": "ingest",
    "leer": "read",
    "seudonimizar": "pseudonymize",
    "sesion": "session",
    "acuerdos": "agreements",
    "hablantes": "speakers",
    "olvidar": "forget",
    "mostrar-datos": "disclose",
    "analizar": "analyze",
    "ubicar": "locate",
    "codificar": "code",
    "indexar": "index",
    "vectorizar": "embed",
    "buscar": "search",
    "revisar": "review",
    "huerfanas": "orphans",
    "puntuar": "score",
    "seleccionar": "select",
    "acuerdo": "agreement",
    "auditar": "audit",
    "mapa": "map",
    "nube": "cloud",
    "informe": "report",
    "exportar": "export",
    "importar": "import",
    "libro": "codebook",
    "pauta": "rubric",
    "correr": "run",
}
