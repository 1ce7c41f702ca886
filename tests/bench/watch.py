#!/usr/bin/env python3
"""How long a saved edit takes until it is served: `python3 tests/bench/watch.py [--pages 1000,10000] [--edits 30]`.

Starts `firstflight serve` on the invented site of corpus.py, saves a page again and again and asks for it until the new
words are there. First the words of a page change, then its title, which every page may show, so that all are rendered.
The clock starts when the file is closed. Standard library only; build the program first (`cargo build --release`).
"""
import argparse
import http.client
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
PROGRAM = HERE.parent.parent / "target/release/firstflight"


def main():
    ap = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    ap.add_argument("--pages", default="1000,10000")
    ap.add_argument("--edits", type=int, default=30)
    args = ap.parse_args()
    print("| pages | ready | words: median, worst | title: median, worst | peak memory |")
    print("|---|---|---|---|---|")
    for pages in args.pages.split(","):
        with tempfile.TemporaryDirectory(dir="/dev/shm" if pathlib.Path("/dev/shm").is_dir() else None) as folder:
            measure(int(pages), args.edits, pathlib.Path(folder))


def measure(pages, edits, folder):
    subprocess.run([sys.executable, HERE / "corpus.py", folder, str(pages)], check=True, stdout=subprocess.DEVNULL)
    file = sorted(path for path in (folder / "content").rglob("*.md") if path.name != "index.md")[0]
    address = "/" + str(file.relative_to(folder / "content/en").with_suffix("")) + "/"
    original = file.read_text()
    begin = time.perf_counter()
    server = subprocess.Popen([PROGRAM, "serve", "--site", folder, "--port", "0"], stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, text=True)
    try:
        port = int(server.stdout.readline().split("127.0.0.1:")[1].split("/")[0])
        ready = time.perf_counter() - begin
        asked = http.client.HTTPConnection("127.0.0.1", port)
        words = [edit(asked, file, address, original + f"\n\nEdit {n}w.\n", f"Edit {n}w.") for n in range(edits)]
        titles = [edit(asked, file, address, retitled(original, f"Title {n}t"), f"Title {n}t") for n in range(edits)]
        peak = next(int(line.split()[1]) / 1024 for line in open(f"/proc/{server.pid}/status") if "VmHWM" in line)
    finally:
        server.kill()
        server.wait()
    cells = [f"{statistics.median(times):.0f} ms, {max(times):.0f} ms" for times in (words, titles)]
    print(f"| {pages:,} | {ready:.2f} s | {cells[0]} | {cells[1]} | {peak:.0f} MB |")


def retitled(text, title):
    lines = text.split("\n")
    return "\n".join(f"title: {title}" if line.startswith("title:") else line for line in lines)


def edit(asked, file, address, text, token):
    time.sleep(0.2)
    file.write_text(text)
    begin = time.perf_counter()
    while True:
        asked.request("GET", address)
        if token.encode() in asked.getresponse().read():
            return (time.perf_counter() - begin) * 1000
        time.sleep(0.001)


if __name__ == "__main__":
    main()
