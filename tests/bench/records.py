"""What records cost: python3 tests/bench/records.py [--rounds 5] [--pages 10000] [--program PATH]

Two sites in memory that differ in one sentence of each page: in one it shows a number of a record, in the other it has a word in
its place. Rounds of both builds, one after the other; printed are the medians and how much longer the first takes.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from whole import DEFAULT, HERE, run

RECORDS = 100


def site(folder, pages, shows):
    subprocess.run([sys.executable, HERE / "corpus.py", folder, str(pages)], check=True)
    content = folder / "content"
    with open(content / "statistics.yaml", "a") as file:
        for number in range(RECORDS):
            file.write(f"- id: bench-{number}\n  value: {number}\n  unit: percent\n  of: households\n")
            file.write('  period: "2025"\n  source: bench\n')
    with open(content / "sources.yaml", "a") as file:
        file.write("- id: bench\n  title: A source of the benchmark\n")
    for count, page in enumerate(sorted(content.rglob("*.md"))):
        number = f'{{{{ stat(id="bench-{count % RECORDS}") }}}}' if shows else "many"
        with open(page, "a") as file:
            file.write(f"\nOf all households, {number} have a radio.\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--pages", type=int, default=10_000)
    parser.add_argument("--program", default=str(DEFAULT))
    arguments = parser.parse_args()
    program = shutil.which(arguments.program) or sys.exit(f"there is no program {arguments.program}; build it first")
    memory = "/dev/shm" if os.path.isdir("/dev/shm") else None
    figures = {"with": [], "without": []}
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        for name in figures:
            site(Path(folder) / name, arguments.pages, name == "with")
        for count in range(arguments.rounds + 1):
            for name, rounds in figures.items():
                out = Path(folder) / f"{name}-out"
                shutil.rmtree(out, ignore_errors=True)
                command = [program, "build", "--site", Path(folder) / name, "--out", out, "--at", "2026-11-23"]
                figure = run(command)
                # The first round warms the caches of the system.
                if count > 0:
                    rounds.append(figure)
    for name, rounds in figures.items():
        wall, cpu, memory = (statistics.median(values) for values in zip(*rounds))
        print(f"{name:8} {wall:.2f} s on the wall, {cpu:.2f} s of processor time, {memory:.0f} MB")
    ratios = [[a / b for a, b in zip(*pair)] for pair in zip(figures["with"], figures["without"])]
    wall, cpu, _ = (statistics.median(values) for values in zip(*ratios))
    print(f"with a record on every page: {wall:.2f} times the wall time, {cpu:.2f} times the processor time")


if __name__ == "__main__":
    main()
