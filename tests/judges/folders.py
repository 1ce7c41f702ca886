"""Writes and reads folders of files, for the judges of publishing."""

import os


def write(path, content):
    """Writes a file, bytes or text, and the folders that it needs."""
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(content.encode() if isinstance(content, str) else content)


def tree(folder):
    """Every file below a folder, by its path."""
    found = {}
    for here, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(here, name)
            with open(path, "rb") as file:
                found[os.path.relpath(path, folder)] = file.read()
    return found


def differences(found, old, new):
    """Paths at which neither the old nor the new file stands."""
    missing = object()
    paths = sorted(found.keys() | old.keys() | new.keys())
    return [path for path in paths if found.get(path, missing) not in (old.get(path, missing), new.get(path, missing))]
