"""A project of the invented network with everything done, copied for each test that wants one."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from qualkit.project import Project

from . import network


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Return the folder of a finished project; ``material`` lies beside it."""
    return network.built(tmp_path / "todo")


@pytest.fixture
def finished(place: Path) -> Iterator[Project]:
    """Return a finished project, open."""
    with Project.open(place) as project:
        yield project


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Project]:
    """Return a project with nothing in it."""
    with network.start(tmp_path / "vacía") as project:
        yield project
