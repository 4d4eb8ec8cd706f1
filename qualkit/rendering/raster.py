"""From SVG to PNG and from typst to PDF: offline, with the same fonts everywhere, the same bytes each time."""

from typing import Literal

from qualkit.rendering import fonts


def svg_to_png(svg: str, *, ppi: int = 200) -> bytes:
    """Return the drawing as PNG; one unit of the SVG is one CSS pixel, 96 to the inch."""
    source = f'#set page(width: auto, height: auto, margin: 0pt)\n#image(bytes({quoted(svg)}), format: "svg")\n'
    return _compile(source, "png", ppi=ppi)


def typst_to_pdf(source: str) -> bytes:
    """Return the typst document as PDF. Nothing is fetched, and it holds no time of its own."""
    return _compile(source, "pdf")


def quoted(text: str) -> str:
    """Return ``text`` as a typst string literal."""
    escaped = (
        text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")
    )
    return f'"{"".join(c if c.isprintable() or c == " " else _code(c) for c in escaped)}"'


def _code(char: str) -> str:
    return f"\\u{{{ord(char):x}}}"


def _compile(source: str, output: Literal["png", "pdf"], *, ppi: int | None = None) -> bytes:
    import typst

    made = typst.Compiler(font_paths=typst.Fonts(include_system_fonts=False, font_paths=[str(fonts.folder())])).compile(
        source.encode("utf-8"), format=output, ppi=ppi, timestamp=0
    )
    assert made is not None
    return made[0] if isinstance(made, list) else made
