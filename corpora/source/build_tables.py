"""Build the tables of the demo corpus from its human-editable YAML source.

Reads ``demo/*.yaml`` next to this script and writes ``fichas.xlsx``, ``encuesta_cierre.xlsx``,
``asistencia.csv`` and ``miembros.csv`` into ``../demo/``. The output is deterministic: two runs
over the same source give the same bytes, workbooks included.

Usage: python build_tables.py [--out FOLDER]
"""

from __future__ import annotations

import argparse
import csv
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

HERE = Path(__file__).resolve().parent
SOURCE = HERE / "demo"
DEFAULT_OUT = HERE.parent / "demo"

WORKBOOK_DATE = datetime(2025, 12, 9, 12, 0, 0)
ZIP_DATE = (1980, 1, 1, 0, 0, 0)

# Column titles as a person would have typed them in a form, not the field names of the toolkit.
FICHA_TITLES: dict[str, str] = {
    "experiencia_id": "ID experiencia",
    "fecha": "Fecha",
    "territorio": "Territorio",
    "establecimiento": "Establecimiento",
    "nombre": "Nombre de la experiencia",
    "resumen": "Resumen",
    "necesidad": "Necesidad",
    "vinculo_estudiantes": "Vínculo con estudiantes",
    "vinculo_aprendizajes": "Vínculo con aprendizajes",
    "vinculo_territorio": "VÍNCULO CON EL TERRITORIO",
    "que_la_hizo_posible": "¿Qué la hizo posible?",
    "resultados": "Resultados",
    "evidencia": "Evidencia",
    "facilitadores": "Facilitadores",
    "oportunidades_mejora": "Oportunidades de mejora",
    "transferibilidad": "Transferibilidad",
    "foco": "FOCO",
    "escala": "Escala",
    "niveles": "Niveles",
    "participantes": "Participantes",
    "inicio": "Inicio",
}
ITEM_COLUMNS = ("codigo", "enunciado", "tipo", "favorable", "negativo")
ATTENDANCE_COLUMNS = (
    "evento_id", "fecha", "tipo", "modalidad", "territorio", "rbd", "establecimiento", "comuna",
    "persona_id", "cargo", "asiste", "minutos", "primera_vez", "reemplazo",
)  # fmt: skip

Row = Sequence[Any]


def load(name: str) -> dict[str, Any]:
    """Return the parsed source file ``name`` (with its extension)."""
    return yaml.safe_load((SOURCE / name).read_text(encoding="utf-8"))


def check_width(rows: Iterable[Row], columns: Sequence[str], where: str) -> None:
    """Raise ValueError at the first row that does not have one value per column."""
    for number, row in enumerate(rows, start=1):
        if len(row) != len(columns):
            raise ValueError(f"{where}, row {number}: {len(row)} values for {len(columns)} columns")


# ---------------------------------------------------------------------------------- rows


def ficha_rows(data: dict[str, Any]) -> list[Row]:
    """Return one row per ficha in the order of FICHA_TITLES; unknown or missing fields are errors."""
    rows = []
    for ficha in data["fichas"]:
        if set(ficha) != set(FICHA_TITLES):
            wrong = sorted(set(ficha) ^ set(FICHA_TITLES))
            raise ValueError(f"fichas.yaml, {ficha.get('experiencia_id')}: check fields {wrong}")
        rows.append([ficha[field] for field in FICHA_TITLES])
    return rows


def item_rows(data: dict[str, Any]) -> list[Row]:
    """Return one row per survey item: code, wording, type and polarity."""
    return [
        [
            item["code"],
            item["wording"],
            item["type"],
            item["favourable"],
            "sí" if item["negative"] else "no",
        ]
        for item in data["items"]
    ]


def attendance_rows(data: dict[str, Any], members: dict[str, Any]) -> list[Row]:
    """Join events, people and schools to the attendance records.

    A record without ``rbd`` is an external guest: school and comuna stay empty. A national event
    has no territory of its own, so the territory of the school is written.
    """
    schools = {row[0]: dict(zip(members["columnas"], row, strict=True)) for row in members["filas"]}
    events = {event[0]: event for event in data["eventos"]}
    rows = []
    for event_id, person, rbd, present, minutes, first, replacement in data["registros"]:
        _, date, kind, mode, territory = events[event_id]
        school = schools[rbd] if rbd else {}
        rows.append(
            [
                event_id, date.isoformat(), kind, mode, territory or school["territorio"], rbd,
                school.get("establecimiento"), data["comunas"].get(rbd), person,
                data["personas"][person], present, minutes, first, replacement,
            ]
        )
    return rows


# ---------------------------------------------------------------------------------- writers


def csv_bytes(
    columns: Row, rows: Iterable[Row], *, delimiter: str, newline: str, bom: bool
) -> bytes:
    """Return a table as CSV bytes; None becomes an empty cell."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator=newline)
    writer.writerow(columns)
    writer.writerows(rows)
    return buffer.getvalue().encode("utf-8-sig" if bom else "utf-8")


def fill_sheet(sheet: Worksheet, columns: Row, rows: Iterable[Row], width: int) -> None:
    """Write a header and rows; text stays text even when it starts with a formula sign."""
    sheet.append(list(columns))
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for number, row in enumerate(rows, start=2):
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(row=number, column=column, value=value)
            if isinstance(value, str):
                cell.data_type = "s"
                cell.alignment = Alignment(wrap_text=True, vertical="top")
            elif isinstance(value, datetime):
                cell.number_format = "yyyy-mm-dd hh:mm:ss"
    for column in range(1, len(columns) + 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "A2"


def workbook_bytes(workbook: Workbook) -> bytes:
    """Return the workbook as bytes that depend on its content alone.

    openpyxl stamps the current time on the document properties and on the zip members; both are
    replaced by fixed dates.
    """
    workbook.properties.creator = "qualkit demo corpus"
    workbook.properties.created = WORKBOOK_DATE
    raw = io.BytesIO()
    workbook.save(raw)
    return with_fixed_dates(raw.getvalue())


def with_fixed_dates(office_file: bytes) -> bytes:
    """Return a workbook or a Word file whose document properties and zip members bear fixed dates."""
    stamp = WORKBOOK_DATE.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(office_file)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"(<dcterms:(?:modified|created)[^>]*>)[^<]*", rb"\g<1>" + stamp, content)
            info = zipfile.ZipInfo(name, date_time=ZIP_DATE)
            info.create_system = 3
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            target.writestr(info, content)
    return out.getvalue()


# ---------------------------------------------------------------------------------- tables


def build_fichas() -> bytes:
    """Return fichas.xlsx: one sheet, one row per ficha."""
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = "Fichas"
    fill_sheet(sheet, list(FICHA_TITLES.values()), ficha_rows(load("fichas.yaml")), width=32)
    return workbook_bytes(workbook)


def build_survey() -> bytes:
    """Return encuesta_cierre.xlsx: sheets «Respuestas» and «Items»."""
    data = load("encuesta_cierre.yaml")
    check_width(data["filas"], data["columnas"], "encuesta_cierre.yaml")
    workbook = Workbook()
    answers = workbook.active
    answers.title = "Respuestas"
    fill_sheet(answers, data["columnas"], data["filas"], width=24)
    fill_sheet(workbook.create_sheet("Items"), ITEM_COLUMNS, item_rows(data), width=30)
    return workbook_bytes(workbook)


def build_attendance() -> bytes:
    """Return asistencia.csv as a Chilean Excel writes it: BOM, semicolons, CRLF."""
    data = load("asistencia.yaml")
    check_width(data["registros"], data["columnas"], "asistencia.yaml")
    rows = attendance_rows(data, load("miembros.yaml"))
    return csv_bytes(ATTENDANCE_COLUMNS, rows, delimiter=";", newline="\r\n", bom=True)


def build_members() -> bytes:
    """Return miembros.csv: plain UTF-8, commas."""
    data = load("miembros.yaml")
    check_width(data["filas"], data["columnas"], "miembros.yaml")
    return csv_bytes(data["columnas"], data["filas"], delimiter=",", newline="\n", bom=False)


def build_all(out: Path) -> list[Path]:
    """Write the four tables into ``out`` and return their paths."""
    out.mkdir(parents=True, exist_ok=True)
    tables = {
        "fichas.xlsx": build_fichas,
        "encuesta_cierre.xlsx": build_survey,
        "asistencia.csv": build_attendance,
        "miembros.csv": build_members,
    }
    paths = []
    for name, build in tables.items():
        path = out / name
        path.write_bytes(build())
        paths.append(path)
    return paths


def main() -> None:
    """Parse the command line and build the tables."""
    parser = argparse.ArgumentParser(description="Build the tables of the demo corpus.")
    parser.add_argument("--out", type=Path, default=DEFAULT_OUT, help="folder to write into")
    for path in build_all(parser.parse_args().out):
        print(path.name)


if __name__ == "__main__":
    main()
