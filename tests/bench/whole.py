"""Measures whole builds: python3 tests/bench/whole.py [--rounds 5] [--pages 1000,5000,10000,20000] [--program PATH]

For each size: a corpus in memory, one build that is not counted, then rounds of a first build into an empty folder and
of a second one over it. Printed are medians: seconds on the wall, seconds of processor time, the largest resident
memory, and how many times as long as `cp -r` of the output the first build takes. Run it on a machine that does nothing
else; figures of two runs are only to be compared where `cp -r` agrees.
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
DEFAULT = HERE.parent.parent / "target/release/firstflight"


def run(command):
    """Wall seconds, processor seconds and the largest resident set of one process, in megabytes."""
    begin = time.monotonic()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    said = child.stderr.read()
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.monotonic() - begin
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        sys.exit(f"{command[0]} ended with {child.returncode}:\n{said.decode(errors='replace')[-2000:]}")
    # Linux counts kilobytes here, macOS bytes.
    megabyte = 1024 if sys.platform != "darwin" else 1024 * 1024
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / megabyte


def medians(rounds):
    return [statistics.median(values) for values in zip(*rounds)]


def measure(program, pages, rounds, memory):
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        site, out, copy = Path(folder) / "site", Path(folder) / "out", Path(folder) / "copy"
        subprocess.run([sys.executable, HERE / "corpus.py", site, str(pages)], check=True)
        build = [program, "build", "--site", site, "--out", out, "--at", "2026-11-23"]
        first, second, copies = [], [], []
        for count in range(rounds + 1):
            shutil.rmtree(out, ignore_errors=True)
            shutil.rmtree(copy, ignore_errors=True)
            figures = run(build), run(build), run(["cp", "-r", out, copy])
            # The first round warms the caches of the system.
            if count > 0:
                for list_, figure in zip((first, second, copies), figures):
                    list_.append(figure)
        size = sum(file.stat().st_size for file in out.rglob("*") if file.is_file())
        return medians(first), medians(second), medians(copies), size


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--pages", default="1000,5000,10000,20000")
    parser.add_argument("--program", default=str(DEFAULT), help="the binary to measure [default: target/release/…]")
    parser.add_argument("--memory", default="/dev/shm" if os.path.isdir("/dev/shm") else None, help="where to work")
    arguments = parser.parse_args()
    program = shutil.which(arguments.program) or sys.exit(f"there is no program {arguments.program}; build it first")
    print(f"{os.cpu_count()} cores, {arguments.rounds} rounds, medians")
    print("| pages | output MB | first s | CPU s | peak MB | second s | CPU s | cp -r s | first / cp -r |")
    print("|------:|----------:|--------:|------:|--------:|---------:|------:|--------:|--------------:|")
    for pages in (int(count) for count in arguments.pages.split(",")):
        first, second, copied, size = measure(os.path.abspath(program), pages, arguments.rounds, arguments.memory)
        print(
            f"| {pages:,} | {size / 1e6:.1f} | {first[0]:.2f} | {first[1]:.2f} | {first[2]:.0f} "
            f"| {second[0]:.2f} | {second[1]:.2f} | {copied[0]:.2f} | {first[0] / copied[0]:.1f} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
