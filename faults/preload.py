"""The small C libraries that stand between a server and its system, compiled where they are needed."""

import shutil
import subprocess
from pathlib import Path


class NoCompiler(RuntimeError):
    """The library cannot be built here; the message says what is needed."""


def library(name: str, folder: Path) -> Path:
    """``name``.c of this package as a library in ``folder``. Raises NoCompiler."""
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if compiler is None:
        raise NoCompiler("a C compiler (apt install gcc libc6-dev)")
    source, made = Path(__file__).with_name(f"{name}.c"), folder / f"{name}.so"
    words = [compiler, "-shared", "-fPIC", "-O2", "-o", str(made), str(source), "-ldl", "-lpthread"]
    done = subprocess.run(words, capture_output=True, text=True, timeout=60)
    if done.returncode:
        raise NoCompiler(f"a C compiler with headers (apt install gcc libc6-dev): {done.stderr[:200]}")
    return made
