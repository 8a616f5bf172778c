"""Writes the JSON Schemas of all documents into `reports/schemas`: `python -m pcicloud.render.schemas`."""

from __future__ import annotations

from pcicloud import resources
from pcicloud.render.schemas import files


def main() -> None:
    """Write every schema and print its path."""
    folder = resources.folder("reports") / "schemas"
    folder.mkdir(exist_ok=True)
    for name, text in files().items():
        (folder / name).write_bytes(text)
        print(folder / name)


if __name__ == "__main__":
    main()
