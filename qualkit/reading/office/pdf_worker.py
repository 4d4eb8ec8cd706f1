"""The process that reads a PDF which could take all memory and time: ``-m …office.pdf_worker LANG FILE``.

It writes one JSON document: the pages, or the sentence that says why there are none.
"""

import json
import sys
from pathlib import Path

from qualkit.errors import InputError
from qualkit.i18n import speaking
from qualkit.reading.office.pdf_pages import packed, read_pages

_MEMORY = 800 << 20


def main(arguments: list[str]) -> int:
    """Read the file that the arguments name and write its pages; returns the exit code."""
    language, file = arguments
    _hold_memory()
    with speaking(language):
        try:
            answer = packed(read_pages(Path(file)))
        except InputError as error:
            answer = {"error": str(error)}
    sys.stdout.write(json.dumps(answer))
    return 0


def _hold_memory() -> None:
    """Have the system refuse memory beyond what a session's PDF needs, where it can: not on Windows."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
