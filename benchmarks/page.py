"""The page of figures: each benchmark keeps its own block of it, between two marks."""

from pathlib import Path


def write_block(path: Path, name: str, content: str) -> None:
    """Put ``content`` between the marks of ``name`` in ``path``; a block that is not there yet is added at the end."""
    start, end = f"<!-- {name}:start -->", f"<!-- {name}:end -->"
    text = path.read_text(encoding="utf-8") if path.exists() else "# Benchmarks\n"
    marked = f"{start}\n{content.strip()}\n{end}"
    if start in text and end in text:
        text = text[: text.index(start)] + marked + text[text.index(end) + len(end) :]
    else:
        text = f"{text.rstrip()}\n\n{marked}\n"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
