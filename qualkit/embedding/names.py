"""How an embedder is named in ``qualkit.toml``, and how it is opened."""

from pathlib import Path

from qualkit.errors import InputError
from qualkit.i18n import _
from qualkit.protocols import Embedder

LOCAL = "local"
SENTENCE_TRANSFORMERS = "sentence-transformers"
OPENAI = "openai"
FORMS = (LOCAL, f"{SENTENCE_TRANSFORMERS}:NAME", f"{OPENAI}:MODEL")


def parse_embedder_name(name: str) -> tuple[str, str]:
    """Return the kind of embedder and its model (``""`` for ``local``; it may hold colons and slashes).

    Raises ``InputError`` that lists what there is.
    """
    kind, _colon, model = (part.strip() for part in name.strip().partition(":"))
    if (kind == LOCAL and not model) or (kind in (SENTENCE_TRANSFORMERS, OPENAI) and model):
        return kind, model
    raise InputError(
        _("There is no embedder called “%(name)s”. There are: %(known)s.") % {"name": name, "known": ", ".join(FORMS)}
    )


def sends_texts(name: str) -> bool:
    """Say whether the embedder of that name or identity sends texts to a server."""
    return name.strip().startswith(f"{OPENAI}:")


def open_embedder(
    name: str,
    *,
    folder: Path | None = None,
    batch_size: int = 128,
    base_url: str | None = None,
    dimensions: int | None = None,
    timeout: float = 60,
    max_retries: int = 3,
) -> Embedder:
    """Return the embedder called ``name``; models are loaded when the first text is embedded.

    A path of a sentence-transformers model may start from ``folder``. ``base_url``, ``dimensions``, ``timeout`` and
    ``max_retries`` are for servers. Raises ``InputError`` where nothing goes by that name on this machine.
    """
    kind, model = parse_embedder_name(name)
    if kind == OPENAI:
        from qualkit.embedding.openai_embeddings import OpenAIEmbedder

        return OpenAIEmbedder(
            model,
            base_url=base_url,
            dimensions=dimensions,
            batch_size=batch_size,
            timeout=timeout,
            max_retries=max_retries,
        )
    if kind == SENTENCE_TRANSFORMERS:
        from qualkit.embedding.sentence_transformer import SentenceTransformerEmbedder

        return SentenceTransformerEmbedder(model, folder=folder, batch_size=batch_size)
    from qualkit.embedding.local import LocalEmbedder

    return LocalEmbedder.open()
