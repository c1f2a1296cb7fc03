"""The house keeps its shape: imports run one way, files stay readable, every page is known."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
# Each room may import from those before it.
ROOMS = ["lib", "households", "welfare", "market", "civic", "config"]


def python_files():
    for room in ROOMS:
        yield from sorted((ROOT / room).rglob("*.py"))


def imported_rooms(path: Path, source: str | None = None) -> set[str]:
    """The rooms that a file imports from."""
    names = set()
    for node in ast.walk(ast.parse(source or path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative imports hide the direction"
            names.add(node.module.split(".")[0])
    return names & set(ROOMS)


def wrong_directions(path: Path, source: str | None = None) -> set[str]:
    own = path.relative_to(ROOT).parts[0]
    return {room for room in imported_rooms(path, source) if ROOMS.index(room) > ROOMS.index(own)}


def test_imports_run_one_way():
    assert {str(p): found for p in python_files() if (found := wrong_directions(p))} == {}


def test_a_wrong_direction_would_be_noticed():
    assert wrong_directions(ROOT / "lib" / "money.py", "from market.models import Shop") == {"market"}


def test_lib_has_no_models():
    assert not (ROOT / "lib" / "models").exists()
    assert not (ROOT / "lib" / "models.py").exists()


@pytest.mark.parametrize(
    ("pattern", "most"), [("**/*.py", 400), ("templates/**/*.html", 150), ("static/css/*.css", 400)]
)
def test_files_can_be_read_in_one_sitting(pattern, most):
    roots = [ROOT / room for room in ROOMS] if pattern == "**/*.py" else [ROOT]
    files = [path for root in roots for path in root.glob(pattern) if "migrations" not in path.parts]
    assert files
    assert {str(p.relative_to(ROOT)): n for p in files if (n := len(p.read_text().splitlines())) > most} == {}


def functions(path: Path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef):
            yield node


def test_views_stay_short():
    long = {}
    for path in python_files():
        if "views" in path.parts:
            for function in functions(path):
                if function.end_lineno - function.lineno + 1 > 35:
                    long[f"{path.relative_to(ROOT)}:{function.name}"] = (
                        function.end_lineno - function.lineno + 1
                    )
    assert long == {}


def test_public_functions_say_what_they_do():
    silent = []
    for path in python_files():
        if "migrations" in path.parts:
            continue
        for node in ast.parse(path.read_text()).body:
            is_public = isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith("_")
            if is_public and path.name != "apps.py" and ast.get_docstring(node) is None:
                silent.append(f"{path.relative_to(ROOT)}:{node.name}")
    assert silent == []


def test_only_the_removal_of_names_opens_tables_that_only_grow():
    openers = {
        str(path.relative_to(ROOT))
        for path in python_files()
        for node in ast.walk(ast.parse(path.read_text()))
        if (isinstance(node, ast.Attribute) and node.attr == "lifted")
        or (isinstance(node, ast.ImportFrom) and any(alias.name == "lifted" for alias in node.names))
    }
    assert openers == {"households/erasures.py"}
