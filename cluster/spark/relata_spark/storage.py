"""Where the project, the parts and the tables lie: a folder that all workers see, or a store that is asked by address.

What is asked by address (`hdfs://`, `s3://`, `gs://`) is copied for each task: of the files that are cut only the bytes of
its part and what tells the file from others, so that a file is read over the network about once, however many parts there
are.
"""

from __future__ import annotations

import os
import posixpath
import shutil
from pathlib import Path

# What tells one file from others: relata looks at the first line and at 4 KiB at either end.
HEAD = 1 << 20
TAIL = 1 << 12
# A line that begins in a part is read to its end, which may lie in the next one.
BEHIND = 1 << 20
# Bytes copied at once.
BLOCK = 1 << 22


def is_address(place: str) -> bool:
    """Whether a place is asked by address, and is no path."""
    return "://" in place and not place.startswith("file://")


def path_of(place: str) -> Path:
    """The path that a place is."""
    return Path(place.removeprefix("file://"))


def _store(place: str):
    from pyarrow import fs

    return fs.FileSystem.from_uri(place)


def files_below(place: str) -> list[tuple[str, int]]:
    """The files below an address, by their paths relative to it, with their lengths in bytes."""
    from pyarrow import fs

    store, root = _store(place)
    found = store.get_file_info(fs.FileSelector(root, recursive=True, allow_not_found=True))
    files = [(posixpath.relpath(one.path, root), one.size) for one in found if one.is_file]
    return sorted((name, size) for name, size in files if not name.startswith(".relata/"))


def outline(place: str, files: list[tuple[str, int]], folder: Path) -> None:
    """Copies the beginnings and ends of files; between them is a hole, which takes no room."""
    for name, size in files:
        copy_range(place, name, size, [(0, min(HEAD, size)), (max(0, size - TAIL), size)], folder)


def copy_range(place: str, name: str, size: int, ranges: list[tuple[int, int]], folder: Path) -> None:
    """Copies ranges of bytes of a file to where they stand in it."""
    store, root = _store(place)
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    with path.open("r+b") as out, store.open_input_file(posixpath.join(root, name)) as source:
        out.truncate(size)
        for start, end in ranges:
            source.seek(start)
            out.seek(start)
            left = min(end, size) - start
            while left > 0:
                block = source.read(min(BLOCK, left))
                if not block:
                    raise OSError(f"{name} ends at byte {size - left}, although it has {size}")
                out.write(block)
                left -= len(block)


def fetch(place: str, names: list[str], folder: Path) -> None:
    """Copies whole files from an address into a folder."""
    store, root = _store(place)
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with store.open_input_stream(posixpath.join(root, name)) as source, path.open("wb") as out:
            shutil.copyfileobj(source, out, BLOCK)


def publish(folder: Path, place: str, last: str | None) -> None:
    """Copies a folder to an address. The file `last` comes behind all others: without it, they do not count."""
    store, root = _store(place)
    names = [str(path.relative_to(folder)) for path in sorted(folder.rglob("*")) if path.is_file()]
    for name in sorted(names, key=lambda name: name == last):
        target = posixpath.join(root, name.replace(os.sep, "/"))
        store.create_dir(posixpath.dirname(target), recursive=True)
        with (folder / name).open("rb") as source, store.open_output_stream(target) as out:
            shutil.copyfileobj(source, out, BLOCK)
