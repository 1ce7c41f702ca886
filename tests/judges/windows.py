"""Runs the program for Windows under Wine, and compares what it writes with what the program for this system writes.

    python windows.py PROGRAM PROGRAM.exe FOLDER

FOLDER is replaced. Sites are built from the same files by both programs: the published files must have the same bytes. Then the
commands that editors use: `new site`, `check`, `build` twice, `serve` with requests, `guide`, `deploy` to a folder, and the program
without arguments, as a double click starts it.
"""

import os
import pty
import re
import select
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import folders

# Programs of Rust take random numbers from this library of Windows, which Wine has from version 9 on only.
RANDOM = """
#include <windows.h>
BOOLEAN NTAPI SystemFunction036(PVOID buffer, ULONG length);
__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE data, SIZE_T length) { return SystemFunction036(data, (ULONG)length); }
"""

ROOT = Path(__file__).resolve().parents[2]
DAY = "2026-11-23"
PATIENCE = 120

checks, faults = 0, []


def check(good, what, detail=""):
    global checks
    checks += 1
    if not good:
        faults.append(f"{what}: {detail}")
    return good


def environment():
    """Wine with a prefix of its own, without its messages, a window or a browser."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "WAYLAND")) and name != "DISPLAY"}
    return {**kept, "WINEPREFIX": str(work / "wine"), "WINEDEBUG": "-all", "WINEDLLOVERRIDES": "mscoree=;mshtml="}


def install(folder):
    """Copies the program into a folder, with the library that an old Wine lacks. Returns the command that starts it."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(program_for_windows, folder / "firstflight.exe")
    library = work / "bcryptprimitives.dll"
    if not library.exists():
        source = work / "random.c"
        source.write_text(RANDOM)
        subprocess.run(["x86_64-w64-mingw32-gcc", "-shared", "-o", library, source, "-ladvapi32"], check=True)
    shutil.copy(library, folder)
    return ["wine", folder / "firstflight.exe"]


def run(program, *arguments, cwd=None, code=0):
    """Runs a program that must end with a code, and returns what it printed."""
    command = list(map(str, [*program, *arguments]))
    done = subprocess.run(command, cwd=cwd, env=environment(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, timeout=600)
    said = done.stdout.decode("utf-8", "replace").replace("\r\n", "\n")
    check(done.returncode == code, " ".join(map(str, arguments)), f"ended with {done.returncode}, not {code}:\n{said}")
    return said


def copy(site, name):
    """A copy of the sources of a site, because programs write beside them."""
    target = work / "sites" / name
    for part in ["content", "themes"]:
        if (site / part).exists():
            shutil.copytree(site / part, target / part)
    return target


def same_tree(name, linux, windows):
    ours, theirs = folders.tree(linux), folders.tree(windows)
    different = folders.differences(theirs, ours, ours)
    return check(ours and not different, f"{name}: files differ", ", ".join(different[:10]))


def sites():
    """Each site by its name: the project's own, the guide, and every site of the tests that is meant to be published."""
    yield "own", ROOT
    yield "guide", ROOT / "src/guide"
    for folder in ["tests/sites", "tests/golden"]:
        for settings in sorted((ROOT / folder).glob("*/content/site.yaml")):
            yield settings.parts[-3], settings.parents[1]


def builds():
    total = 0
    for name, site in sites():
        place = copy(site, name)
        for program, out in [(linux, "public"), (windows, "public-windows")]:
            run(program, "build", "--site", place, "--at", DAY, "--out", place / out)
        if same_tree(name, place / "public", place / "public-windows"):
            total += len(folders.tree(place / "public"))
    return total


def second_build():
    """A second build changes what is different, keeps what others put there, and says that it is not done in one step."""
    place = work / "sites/bulletin"
    out = place / "public-windows"
    (out / "by-hand.txt").write_text("keep")
    edited = place / "content/en/index.md"
    edited.write_text(edited.read_text(encoding="utf-8") + "\nAnother line for the second build.\n", encoding="utf-8")
    said = run(windows, "build", "--site", place, "--at", DAY, "--out", out)
    check("updated in place (this system cannot exchange two folders)" in said, "second build", said)
    check((out / "by-hand.txt").read_text() == "keep", "second build", "a file of somebody else is gone")
    (out / "by-hand.txt").unlink()
    run(linux, "build", "--site", place, "--at", DAY, "--out", place / "public")
    same_tree("second build", place / "public", out)
    said = run(windows, "build", "--site", place, "--at", DAY, "--out", out)
    check(re.search(r": 0 files written, \d+ kept, 0 removed", said) is not None, "third build", said)
    check("\\" not in (place / ".public-windows.firstflight/files.json").read_text(encoding="utf-8"),
          "files.json", "it has paths with a backslash")


def line_ends():
    """Sources with the line ends of Windows give the same bytes."""
    place = copy(ROOT / "tests/sites/bulletin", "bulletin-crlf")
    for path in (place / "content").rglob("*"):
        if path.suffix in [".md", ".yaml", ".csv", ".svg", ".html", ".css"]:
            path.write_bytes(path.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
    plain = copy(ROOT / "tests/sites/bulletin", "bulletin-lf")
    run(windows, "build", "--site", place, "--at", DAY, "--out", place / "public")
    run(linux, "build", "--site", plain, "--at", DAY, "--out", plain / "public")
    same_tree("line ends", plain / "public", place / "public")


def commands():
    """The commands of an editor, from an empty folder."""
    place = work / "new"
    place.mkdir()
    run(windows, "new", "site", "bulletin", "--kind", "bulletin", cwd=place)
    run(linux, "new", "site", "same", "--kind", "bulletin", cwd=place)
    same_tree("new site", place / "same", place / "bulletin")
    site = place / "bulletin"
    said = run(windows, "check", "--at", DAY, cwd=site)
    check("error" not in said, "check", said)
    run(windows, "new", "page", "content/en/water/wells.md", cwd=site)
    run(linux, "new", "page", "content/en/water/wells.md", cwd=place / "same")
    same_tree("new page", place / "same", site)
    broken = site / "content/en/broken.md"
    broken.write_text("---\ntitle: Broken\n---\n\n[nowhere](missing/page.md)\n", encoding="utf-8")
    wanted = place / "same/content/en/broken.md"
    wanted.write_bytes(broken.read_bytes())
    reports = [run(program, "check", "--format", "json", "--at", DAY, cwd=folder, code=1)
               for program, folder in [(windows, site), (linux, place / "same")]]
    # Times and the position of the link in the site are the same; only how long it took may differ.
    plain = [re.sub(r'"(took|milliseconds|ms)":\s*[\d.]+', "", text).replace("same", "bulletin") for text in reports]
    check(plain[0] == plain[1], "check --format json", f"{plain[0][:600]}\n{plain[1][:600]}")
    broken.unlink()
    said = run(windows, "build", "--at", DAY, cwd=site)
    check("published in" in said and (site / "public/index.html").is_file(), "build", said)
    said = run(windows, "deploy", "../served", cwd=site)
    check((place / "served/index.html").read_bytes() == (site / "public/index.html").read_bytes(), "deploy", said)
    for name in ["index", "how-to/install"]:
        check(run(windows, "guide", "--print", name) == run(linux, "guide", "--print", name), "guide --print", name)
    run(windows, "guide", "--out", "guide-windows", cwd=place)
    run(linux, "guide", "--out", "guide-linux", cwd=place)
    same_tree("guide --out", place / "guide-linux", place / "guide-windows")


class Running:
    """A program in a terminal, until it is closed."""

    def __init__(self, *arguments, cwd, program=None):
        self.here, there = pty.openpty()
        self.process = subprocess.Popen(list(map(str, [*(program or windows), *arguments])), cwd=cwd, env=environment(),
                                        stdin=there, stdout=there, stderr=there, start_new_session=True)
        os.close(there)
        self.said = b""

    def address(self):
        """The address that it prints."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and self.process.poll() is None:
            if select.select([self.here], [], [], 1)[0]:
                try:
                    self.said += os.read(self.here, 65536)
                except OSError:
                    break
            # Wine draws a terminal: the text has escape sequences in it.
            plain = re.sub(rb"\x1b\[[\d;?]*[A-Za-z]|\x1b\][^\x07]*\x07", b"", self.said)
            if found := re.search(rb"http://127\.0\.0\.1:\d+/", plain):
                return found[0].decode()
        return None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        os.close(self.here)


def get(address):
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(address, timeout=30) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def preview():
    """Requests, and a new version after an edit."""
    site = work / "new/bulletin"
    with Running("serve", "--exact", "--port", "0", cwd=site) as server:
        address = server.address()
        if not check(address, "serve", server.said.decode("utf-8", "replace")):
            return
        status, page = get(address)
        check(status == 200 and b"<html" in page and b"\\" not in page, "serve", f"{status}: {page[:300]}")
        check(get(f"{address}..%5Csite.yaml")[0] in (400, 404), "serve", "a path with a backslash is answered")
        check(get(f"{address}%2e%2e/content/site.yaml")[0] in (400, 404), "serve", "a path out of the site is answered")
        index = site / "content/en/index.md"
        before = index.read_bytes()
        index.write_bytes(before + b"\nA line that the preview must show.\n")
        end = time.monotonic() + 30
        while time.monotonic() < end and b"A line that the preview must show" not in get(address)[1]:
            time.sleep(0.2)
        check(b"A line that the preview must show" in get(address)[1], "serve", "an edit is not shown")
        index.write_bytes(before)


def double_click():
    """Without arguments, in the folder of the program: the preview of a site there, or the guide."""
    for name, holds in [("clicked-site", "bulletin"), ("clicked-guide", None)]:
        folder = work / name
        folder.mkdir()
        if holds:
            shutil.copytree(work / "new" / holds / "content", folder / "content")
        clicked = install(folder)
        title = re.search(rb"<title>[^<]*", (work / "new" / ("bulletin/public" if holds else "guide-linux") / "index.html").read_bytes())[0]
        with Running(cwd=folder, program=clicked) as program:
            address = program.address()
            if check(address, f"double click in {name}", program.said.decode("utf-8", "replace")):
                check(title in get(address)[1], f"double click in {name}", "another site is shown")
    # Somebody who types the name of the program elsewhere gets help, as on other systems.
    said = run(windows, cwd=work / "new", code=2)
    check("Usage" in said, "no arguments", said)


def main():
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    windows.extend(install(work / "program"))
    run(windows, "--version")
    files = builds()
    second_build()
    line_ends()
    commands()
    preview()
    double_click()
    subprocess.run(["wineserver", "-k"], env=environment(), check=False)
    for fault in faults:
        print(fault)
    print(f"{checks} checks, {files} files with the same bytes, {len(faults)} faults")
    return 1 if faults else 0


program, program_for_windows, work = (Path(path).resolve() for path in sys.argv[1:4])
linux, windows = [program], []
sys.exit(main())
