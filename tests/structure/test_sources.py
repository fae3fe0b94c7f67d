"""Files and functions are short, named plainly, and documented; nothing names a machine or a fetching place."""

import ast
import re
from collections.abc import Iterator

MOST_LINES_OF_A_FILE = 400
MOST_LINES_OF_A_FUNCTION = 40
FORBIDDEN_NAMES = {"utils", "util", "core", "helpers", "helper", "common", "base", "misc", "manager", "stuff"}
FORBIDDEN_WORDS = re.compile(  # written so that this file does not name them either
    r"(?<![\w.-])/wor[k]/|/roo[t]/|/home/[a-z]+/"
    r"|py[p]i\.(org|python)|pythonh[o]sted|npmj[s]\.|anac[o]nda\.(org|com)|(mirrors?|pypi)\.[\w.]+\.(edu|com)\.c[n]",
)
FORBIDDEN_IN_DOCS = re.compile(r"(?<![\w.])/tm[p]\b")
TEXT = {
    ".py",
    ".toml",
    ".md",
    ".yml",
    ".yaml",
    ".ipynb",
    ".html",
    ".css",
    ".js",
    ".typ",
    ".csv",
    ".json",
    ".lock",
    "",
}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(module: ast.Module) -> Iterator[Function]:
    for node in ast.walk(module):
        if isinstance(node, Function):
            yield node


def body_lines(function: Function) -> int:
    """Count the lines after the signature and the docstring."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return (function.end_lineno or 0) - body[0].lineno + 1 if body else 0


def test_no_file_is_too_long(root, modules):
    long = {path: len((root / path).read_text(encoding="utf-8").splitlines()) for path in modules}
    assert {path: lines for path, lines in long.items() if lines > MOST_LINES_OF_A_FILE} == {}


def test_no_function_is_too_long(modules):
    long = {
        f"{path}:{function.lineno} {function.name}": body_lines(function)
        for path, module in modules.items()
        for function in functions(module)
        if body_lines(function) > MOST_LINES_OF_A_FUNCTION
    }
    assert long == {}


def test_every_public_module_class_and_function_is_documented(modules):
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    bare = [
        f"{path}:{getattr(node, 'lineno', 1)} {getattr(node, 'name', 'module')}"
        for path, module in modules.items()
        for node in (module, *_public_members(module))
        if isinstance(node, documented) and not ast.get_docstring(node)
    ]
    assert bare == []


def _public_members(parent: ast.Module | ast.ClassDef) -> Iterator[ast.AST]:
    for node in parent.body:
        if isinstance(node, ast.ClassDef | Function) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from _public_members(node)


def test_no_module_has_a_name_that_says_nothing(modules):
    vague = [path for path in modules if FORBIDDEN_NAMES & set(re.split(r"[/._]", path.removesuffix(".py")))]
    assert vague == []


def test_no_error_is_caught_wholesale_and_no_data_is_asserted(modules):
    loose = [
        f"{path}:{node.lineno}"
        for path, module in modules.items()
        for node in ast.walk(module)
        if isinstance(node, ast.Assert)
        or (
            isinstance(node, ast.ExceptHandler) and (node.type is None or ast.unparse(node.type) == "Exception")
        )
    ]
    assert loose == []


def _catches_all(handler: ast.ExceptHandler) -> bool:
    return handler.type is None or ast.unparse(handler.type) in ("Exception", "BaseException")


def test_no_file_names_a_machine_or_a_fetching_place(project_files, root):
    found = [
        f"{path.relative_to(root)}: {hit.group()}"
        for path in project_files
        if path.suffix in TEXT
        for hit in [FORBIDDEN_WORDS.search(path.read_text(encoding="utf-8", errors="replace"))]
        if hit
    ]
    assert found == []


def test_no_document_names_a_temporary_folder(project_files, root):
    found = [
        str(path.relative_to(root))
        for path in project_files
        if path.suffix in {".md", ".ipynb"} and FORBIDDEN_IN_DOCS.search(path.read_text(encoding="utf-8"))
    ]
    assert found == []
