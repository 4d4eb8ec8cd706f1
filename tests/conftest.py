"""What every test starts from: English, whatever the machine speaks and whatever the test before it spoke."""

import gettext
from collections.abc import Iterator

import pytest

from qualkit.i18n import speaking


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("QUALKIT_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANGUAGE", "en")
    domain = gettext.textdomain()
    with speaking("en"):
        yield
    gettext.textdomain(domain)
