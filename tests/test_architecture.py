"""The house: who may import whom, where heavy libraries may be loaded, how long files and functions may be."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent
FILES = sorted(p for p in PROJECT.rglob("*.py") if p.relative_to(PROJECT).parts[0] in {"app.py", "ui", "rag", "index"})
BELOW = {"app": {"ui", "rag", "index"}, "ui": {"rag", "index"}, "rag": {"index"}, "index": set()}

LEAVES = {
    "index": {
        *("types", "errors", "settings", "words", "schema", "lock", "command", "database", "load.fields"),
        *("files", "packing", "rows", "check", "matrix", "beside", "shelf", "holdings", "leftout"),
    },
    "rag": {
        "types",
        "errors",
        "asked",
        "dates",
        "settings",
        "topic",
        "context",
        "compound",
        "signals",
        "focus",
        "speech",
        "same",
        "turns",
        "shown",
        "wishes",
        "limits",
        *("standing", "version", "footnotes"),
        *("export.types", "export.words", "export.escape", "export.names"),
        *("quotes.types", "quotes.folding", "quotes.align", "quotes.found", "quotes.partial", "quotes.altered"),
        *("story.types", "story.marks", "story.quoted", "story.details", "story.reports.notes"),
    },
    "ui": {
        "html",
        "turn",
        "phrases",
        "wiring",
        "diff",
        "verdict",
        "filters",
        "exports",
        "clipping",
        "hits",
        "uploads",
        "library_html",
    },
}
CONDUCTORS = {
    "index": {"__init__", "__main__", "store", "reader", "build", "load.__init__", "generations", "repair", "undo"},
    "rag": {
        "__init__",
        "__main__",
        "assistant",
        "llamaindex",
        "receipt_command",
        "story.command",
        "story.reports.__init__",
        "export.__init__",
    },
    "ui": {"__init__", "page", "server", "desk", "ask", "quotes", "search", "library", "library_desk", "library_routes"},
}
HEAVY = {
    "torch": {"index/embed.py"},
    "sentence_transformers": {"index/embed.py", "rag/rerank.py"},
    "chromadb": {"index/vectors.py"},
    "llama_index": {"rag/llamaindex.py"},
    "datasketch": {"index/copies.py"},
    "gradio": {"ui/page.py", "ui/server.py", "ui/ask.py", "ui/quotes.py", "ui/search.py", "ui/library.py"},
    "docx": {"rag/story/file.py", "rag/footnotes.py"},
    "bibtexparser": {"rag/export/bibtex.py"},
    "rispy": {"rag/export/ris.py"},
}


def name_of(path: Path) -> str:
    """A module's name within its package: 'load.text' for index/load/text.py."""
    return ".".join(path.relative_to(PROJECT).with_suffix("").parts[1:]) or path.stem


def imports(path: Path):
    """(module, level, is at module level and not for types only) of every import in a file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for_types = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if id(node) in for_types:
            continue
        if isinstance(node, ast.ImportFrom):
            names = [node.module] if node.module else [alias.name for alias in node.names]
            for name in names:
                yield name, node.level, node in tree.body
        elif isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, 0, node in tree.body


def house_imports(path: Path):
    """(package, module within it) of what a file imports of its own package, relative imports resolved."""
    package = path.relative_to(PROJECT).parts[0]
    inside = path.relative_to(PROJECT).parts[1:-1]
    for module, level, _ in imports(path):
        if level:
            base = inside[: len(inside) - (level - 1)]
            yield package, ".".join([*base, module])


def test_packages_import_only_downwards_and_through_the_front_door():
    for path in FILES:
        package = path.relative_to(PROJECT).parts[0].removesuffix(".py")
        for module, level, _ in imports(path):
            top, *rest = module.split(".")
            if level == 0 and top in BELOW and top != package:
                assert top in BELOW[package], f"{path} imports upwards: {module}"
                assert not rest, f"{path} goes past the front door: {module}"


def test_a_step_imports_only_types_errors_settings_and_leaves_of_its_package():
    for path in FILES:
        package = path.relative_to(PROJECT).parts[0]
        if package not in LEAVES or name_of(path) in CONDUCTORS[package]:
            continue
        allowed = LEAVES[package]
        for _, module in house_imports(path):
            exceptions = {("catalogue", "facts"), ("facts", "writer")}
            short = module.split(".")[-1] if module not in allowed else module
            assert module in allowed or short in allowed or (name_of(path), module) in exceptions, (
                f"{path} knows the step {module}"
            )


def test_leaves_import_no_step():
    for package, leaves in LEAVES.items():
        for leaf in leaves - {"load.fields"}:
            for _, module in house_imports(PROJECT / package / f"{leaf.replace('.', '/')}.py"):
                assert module in leaves | {""}, f"{package}/{leaf}.py imports {module}"


def test_there_are_no_import_cycles():
    graph: dict[str, set[str]] = {}
    for path in FILES:
        package = path.relative_to(PROJECT).parts[0]
        name = f"{package}.{name_of(path)}".removesuffix(".__init__")
        graph[name] = {f"{package}.{module}".rstrip(".") for _, module in house_imports(path)}

    def visit(name: str, on_the_way: tuple[str, ...]) -> None:
        assert name not in on_the_way, f"a cycle: {' -> '.join([*on_the_way, name])}"
        for further in graph.get(name, ()):
            visit(further, (*on_the_way, name))

    for name in graph:
        visit(name, ())


def test_heavy_libraries_are_imported_inside_functions_of_few_files():
    for path in FILES:
        for module, level, at_module_level in imports(path):
            top = module.split(".")[0]
            if level == 0 and top in HEAVY:
                relative = path.relative_to(PROJECT).as_posix()
                assert relative in HEAVY[top], f"{relative} imports {module}"
                assert not at_module_level, f"{relative} imports {module} when it is loaded"


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.relative_to(PROJECT).as_posix())
def test_files_and_functions_are_short_and_documented(path):
    source = path.read_text(encoding="utf-8")
    assert len(source.splitlines()) <= 300, f"{path} is too long"
    tree = ast.parse(source)
    assert ast.get_docstring(tree), f"{path} does not say what it is for"
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            lines = (node.end_lineno or 0) - node.lineno + 1
            assert isinstance(node, ast.ClassDef) or lines <= 60, f"{path}: {node.name} has {lines} lines"
    for node in [*tree.body, *(n for c in tree.body if isinstance(c, ast.ClassDef) for n in c.body)]:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node), f"{path}: {node.name} has no docstring"


def test_every_type_ignore_and_noqa_gives_its_reason():
    for path in [*FILES, *(PROJECT / "tests").rglob("*.py")]:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if re.search(r"#\s*(type: ignore|noqa)", line) and "re.search" not in line:
                assert re.search(r"(?:type: ignore\[[\w, -]+\]|noqa: [A-Z0-9, ]+?)\s+(?:#|-)\s*\S", line), f"{path}:{number}"


def test_importing_rag_loads_nothing_heavy():
    code = "import sys, rag; print(','.join(sorted(m for m in sys.modules if '.' not in m)))"
    loaded = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True).stdout
    heavy = {*HEAVY, "numpy", "pydantic", "transformers", "sqlalchemy"}
    assert not heavy & set(loaded.strip().split(",")), loaded
