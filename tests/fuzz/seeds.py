#!/usr/bin/env python3
"""Writes inputs that fuzzing starts from, taken from the gallery: `python3 tests/fuzz/seeds.py TARGET FOLDER`."""
import hashlib
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
# The first byte of the input of `records` and of `imports` says which file, or which generator, it is for.
RECORDS = {"content/statistics.yaml": b"0", "content/sources.yaml": b"1", "content/events.yaml": b"2", "content/site.yaml": b"3"}


def cases(folder):
    """The cases of the archives in a folder of the tests: for each, its files by path."""
    for archive in sorted((ROOT / "tests" / folder).glob("*.txt")):
        for case in archive.read_bytes().split(b"\n=== "):
            sections = case.split(b"\n--- ")[1:]
            named = (section.partition(b"\n") for section in sections)
            yield {name.decode("utf-8", "replace").strip(): text + b"\n" for name, _, text in named if not name.startswith(b"expected")}


def seeds(target):
    files = [(path, text) for case in cases("gallery") for path, text in case.items() if "/" in path]
    pages = [text for path, text in files if path.endswith(".md")]
    if target == "front_matter":
        for page in pages:
            parts = page.split(b"---\n", 2)
            if len(parts) == 3 and not parts[0]:
                yield parts[1]
    elif target == "pages":
        for page in pages:
            parts = page.split(b"---\n", 2)
            yield parts[2] if len(parts) == 3 and not parts[0] else page
    elif target == "records":
        for path, text in files:
            if path in RECORDS:
                yield RECORDS[path] + text
    elif target == "imports":
        for case in cases("import"):
            parts = [b"=== " + path.encode() + b"\n" + text for path, text in case.items() if not path.startswith("=>")]
            # Without a generator's name, it is detected.
            yield b"\xff\n" + b"\n".join(parts)
    elif target == "requests":
        for line in (b"GET / HTTP/1.1", b"HEAD /a%20b/?x HTTP/1.1", b"GET /_firstflight/ HTTP/1.0", b"GET http://HOST/moved HTTP/1.1",
                     b"POST / HTTP/1.1\r\nContent-Length: 3", b"GET /_firstflight/events HTTP/1.1\r\nRange: bytes=0-1"):
            yield line + b"\r\nHost: HOST\r\nConnection: close\r\n\r\n"
    elif target == "manifests":
        yield (b'{"version":1,"files":{"a/index.html":{"address":"/a/","sha256":"' + b"0" * 64
               + b'","size":5,"type":"text/html","encodings":[{"encoding":"br","sha256":"' + b"1" * 64 + b'","size":3}]}}}')
        yield b'{"version":1,"addresses":{"https://a.example/":{"asked":1,"state":"dead","why":"404","dead_since":1}}}'


def main():
    target, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    for seed in seeds(target):
        (folder / hashlib.sha256(seed).hexdigest()[:16]).write_bytes(seed)


if __name__ == "__main__":
    main()
