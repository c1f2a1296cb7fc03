"""One of everything for the sweeps: the village's map, the screen, the day's list and writing down without a net."""


def build(here, there, people) -> dict:
    """What the addresses below need."""
    return {}


def rows(w) -> dict:
    """Address name: (method, roles that may, arguments)."""
    return {}


def posts(w) -> list[tuple[str, str, dict]]:
    """Role, address and what its form sends."""
    return []


def places(w) -> list[tuple[str, str, str]]:
    """(who, where, in which field) files are taken."""
    return []
