"""Measures what durability costs: python3 tests/bench/durability.py [--rounds 5] [--pages 5,1000,10000] [--program PATH]

A build waits until its files are on the disk, unless it is run with `--no-sync`. For each size this publishes a site onto a
real disk, then builds it again with none, one and all of its pages changed: alternately with and without `--no-sync`, so
that both meet the same noise, and with an empty queue of the disk before each build. Printed are medians in milliseconds
and what waiting adds. `--disk DIR` says where to work; it has to lie on a disk, not in memory.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent


def build(program, site, out, *more):
    os.sync()
    begin = time.monotonic()
    command = [program, "build", "--site", site, "--out", out, "--at", "2026-11-23", *more]
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    if done.returncode != 0:
        sys.exit(done.stderr.decode(errors="replace")[-2000:])
    return (time.monotonic() - begin) * 1000


def change(pages, text):
    for page in pages:
        with page.open("a") as file:
            file.write(f"\n{text}\n")


def measure(program, count, rounds, disk):
    """Rows of (what changed, median without waiting, median with it)."""
    with tempfile.TemporaryDirectory(dir=disk) as folder:
        site = Path(folder) / "site"
        subprocess.run([sys.executable, HERE / "corpus.py", site, str(count)], check=True)
        pages = sorted(path for path in (site / "content/en").rglob("*.md") if path.name != "index.md")
        pages = pages or sorted((site / "content/en").rglob("*.md"))
        ways = {"waiting": (), "not waiting": ("--no-sync",)}
        outs = {way: Path(folder) / way.replace(" ", "-") for way in ways}
        for way, more in ways.items():
            build(program, site, outs[way], *more)
        for name, changed in (("none", []), ("one", pages[:1]), ("all", pages)):
            took = {way: [] for way in ways}
            for number in range(rounds + 1):
                change(changed, f"Changed again, and again ({'x' * (number + 1)}).")
                for way, more in sorted(ways.items(), reverse=number % 2 == 0):
                    took[way].append(build(program, site, outs[way], *more))
            # The first round warms the caches of the system.
            yield name, statistics.median(took["not waiting"][1:]), statistics.median(took["waiting"][1:])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--pages", default="5,1000,10000")
    parser.add_argument("--program", default=str(ROOT / "target/release/firstflight"), help="the binary to measure")
    parser.add_argument("--disk", default=str(ROOT / "target"), help="a folder on a disk [default: target/]")
    arguments = parser.parse_args()
    program = shutil.which(arguments.program) or sys.exit(f"there is no program {arguments.program}; build it first")
    print(f"{os.cpu_count()} cores, {arguments.rounds} rounds, medians in milliseconds")
    print("| pages | changed | --no-sync | waiting | adds | ratio |")
    print("|------:|---------|----------:|--------:|-----:|------:|")
    for count in (int(count) for count in arguments.pages.split(",")):
        for name, without, waiting in measure(os.path.abspath(program), count, arguments.rounds, arguments.disk):
            row = f"| {count:,} | {name} | {without:.0f} | {waiting:.0f} | {waiting - without:.0f} | {waiting / without:.2f} |"
            print(row, flush=True)


if __name__ == "__main__":
    main()
