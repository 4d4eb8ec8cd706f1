"""What the tests read out of a page."""

import re
from html.parser import HTMLParser


class _Quotes(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[dict[str, str]] = []
        self._open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {key: value or "" for key, value in attrs}
        if tag == "q" and values.get("class") == "cita":
            self.found.append({**values, "text": ""})
            self._open = True

    def handle_endtag(self, tag: str) -> None:
        if tag == "q":
            self._open = False

    def handle_data(self, data: str) -> None:
        if self._open:
            self.found[-1]["text"] += data


def quotes_in(page: str) -> list[dict[str, str]]:
    """Return the attributes and the text of every quote of a page."""
    reader = _Quotes()
    reader.feed(page)
    return reader.found


def fetched(page: str) -> list[str]:
    """Return everything in a page that could make a browser ask the network."""
    addresses = re.findall(r"(?:https?:)?//[a-z0-9.-]+\.[a-z]{2,}[^\s\"'<)]*", page, re.IGNORECASE)
    tags = re.findall(r"<(?:link|iframe|object|embed|base|script src|img src=\"(?!data:))[^>]*>", page)
    return addresses + tags + re.findall(r"@import[^;]*|url\((?!#|data:)[^)]*\)", page)
