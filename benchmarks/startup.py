"""How long `pcicloud --help` takes beside a bare typer program, in the same run, and how large an install is.

Run: .venv/bin/python benchmarks/startup.py
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from machine import Cost, cost, describe, installed

BARE = """
import typer
app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)
noun = typer.Typer()
app.add_typer(noun, name="noun")
@app.command()
def one(number: int = 1): ...
@noun.command()
def two(number: int = 1): ...
app()
"""


def main() -> None:
    print(describe())
    with tempfile.TemporaryDirectory() as folder:
        bare = Path(folder) / "bare.py"
        bare.write_text(BARE)
        words = {
            "python -c pass": ["-c", "pass"],
            "bare typer --help": [str(bare), "--help"],
            "pcicloud --help": ["-m", "pcicloud", "--help"],
        }
        seen = {name: measured(rest, Path(folder)) for name, rest in words.items()}
        for name, one in seen.items():
            print(f"{name:20} {one.wall_s:.3f} s wall, {one.cpu_s:.3f} s CPU")
        ratio = seen["pcicloud --help"].wall_s / seen["bare typer --help"].wall_s
        print(f"pcicloud --help takes {ratio:.2f} of bare typer (wanted: at most 0.15 / 0.11 = 1.36)")
        install_size(Path(folder))


def measured(words: list[str], folder: Path) -> Cost:
    """The middle cost of fifteen runs of Python with these words, after one that compiles."""
    env = installed(folder)
    cost([sys.executable, *words], env=env)
    return cost([sys.executable, *words], times=15, env=env)


def install_size(folder: Path) -> None:
    """Install the core from the checkout into a new environment and say how large it is, without pip."""
    place = folder / "core"
    root = Path(__file__).parent.parent
    subprocess.run([sys.executable, "-m", "venv", str(place)], check=True)
    subprocess.run(
        [str(place / "bin" / "pip"), "install", "--quiet", "--disable-pip-version-check", str(root)], check=True
    )
    subprocess.run([str(place / "bin" / "pip"), "uninstall", "--quiet", "--yes", "setuptools", "pip"], check=True)
    size = sum(path.stat().st_size for path in place.rglob("*") if path.is_file() and not path.is_symlink())
    print(f"core install: {size / 1e6:.0f} MB (wanted: below 100)")


if __name__ == "__main__":
    main()
