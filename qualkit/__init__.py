"""qualkit: turns the talk of school networks into a report that others can trust.

``qualkit.Project`` is the Python twin of the command line; it is loaded when it is first asked for.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qualkit.project import Project

__version__ = "0.1.0"
__all__ = ["Project", "__version__"]


def __getattr__(name: str) -> Any:
    """Load ``Project`` when it is first asked for."""
    if name == "Project":
        from qualkit.project import Project

        return Project
    raise AttributeError(f"module 'qualkit' has no attribute {name!r}")
