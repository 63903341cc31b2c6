"""Finds text for people that is no message: a literal with words in it that nobody has marked."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

#: Where everything that a person reads on the mirror or in the log comes from.
ROOMS: Final = ("mirror/screen", "mirror/therapy", "mirror/diary/report")
WRITERS: Final = (
    *("mirror/movement/estimate_text.py", "mirror/movement/grading.py", "mirror/grammar.py"),
    *(f"mirror/caregiver/{name}.py" for name in ("words", "attention", "day_view", "week", "pages")),
    *("mirror/diary/today.py", "mirror/diary/beside.py", "mirror/diary/wording.py", "mirror/diary/trend_words.py"),
)
#: Modules with words in them that no patient reads, and why.
NOT_FOR_PATIENTS: Final = {
    "mirror/screen/display.py": "says to who builds the mirror that no screen answers",
    "mirror/screen/gallery.py": "a command for who works on the screens",
    "mirror/screen/shots_phones.py": "names of phones, as people give them",
    "mirror/screen/type.py": "names of typefaces and their files",
    "mirror/therapy/plan.py": "keys of a plan, for who writes it",
    "mirror/therapy/plan_reading.py": "faults of a plan, for who writes it",
    "mirror/therapy/plan_rules.py": "faults of a plan, for who writes it",
    "mirror/therapy/plan_text.py": "a plan's file, whose words are keys and comments",
    "mirror/therapy/catalogue.py": "faults of the catalogue, for who adds to it",
    "mirror/therapy/cards.py": "faults of the cards, for who adds to them",
    "mirror/therapy/shipped.py": "faults of shipped files, for who adds to them",
    "mirror/diary/report/pdf.py": "styles of the report, and what it lacks, for who installs it",
}
#: Single texts of other modules.
NOT_FOR_PATIENTS_TEXTS: Final = {
    ("mirror/therapy/following.py", " is not there; `mirror plan new` writes one."): "for who mends the plan",
    ("mirror/therapy/stage.py", " to "): "in a fault of a plan",
    ("mirror/caregiver/pages.py", "the inbox cannot be read: %s"): "for the journal",
    ("mirror/diary/beside.py", "put off"): "a word of the log, compared with",
}
#: What stands in these calls is a message already, a sentence for makers, or a statement of SQL.
_CALLS: Final = ("N_", "translate", "plural", "Problem", "compile", "execute", "rows")
#: Two words, or one that begins a sentence.
_WORDS: Final = re.compile(r"[^\W\d_]{2,}[,;:]? [^\W\d_]|^[A-Z][a-z]+| [a-z]{2,}")
_FILLED: Final = re.compile(r"\{[^}]*\}")


def unmarked(root: Path) -> list[str]:
    """Every such text as ``file:line: text``."""
    paths = [path for room in ROOMS for path in sorted((root / room).glob("*.py"))]
    paths += [root / writer for writer in WRITERS if (root / writer).exists()]
    return [
        f"{where}:{line}: {text}"
        for path in paths
        if (where := path.relative_to(root).as_posix()) not in NOT_FOR_PATIENTS
        for line, text in _texts(ast.parse(path.read_text(encoding="utf-8")))
        if (where, text) not in NOT_FOR_PATIENTS_TEXTS
    ]


def _texts(tree: ast.Module) -> Iterator[tuple[int, str]]:
    passed = {id(inner) for node in ast.walk(tree) for outer in _known(node) for inner in ast.walk(outer)}
    for node in ast.walk(tree):
        known = not isinstance(node, ast.Constant) or not isinstance(node.value, str) or id(node) in passed
        if not known and _WORDS.search(_FILLED.sub("", node.value)):
            yield node.lineno, node.value


def _known(node: ast.AST) -> Iterator[ast.AST]:
    """What is no text for people: docstrings, words of enumerations (the log's), names of types, and calls above."""
    match node:
        case ast.Expr(value=ast.Constant()):
            yield node
        case ast.ClassDef(bases=bases) if any(ast.unparse(base).endswith("Enum") for base in bases):
            yield from (part for part in node.body if isinstance(part, ast.Assign))
        case ast.Call(func=ast.Name(id=name)) | ast.Call(func=ast.Attribute(attr=name)) if name in _CALLS:
            yield node
        case ast.FunctionDef(args=arguments, returns=returns):
            yield from ([returns] if returns is not None else [])
            yield from (one.annotation for one in ast.walk(arguments) if isinstance(one, ast.arg) and one.annotation)
        case ast.AnnAssign(annotation=annotation):
            yield annotation
