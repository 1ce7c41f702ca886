#!/usr/bin/env python3
"""Packs a program that has been compiled. It compiles nothing and needs no network, so that the program in every package is, byte
for byte, the one that was tested and attested. The output is reproducible: it contains no times, users or folders of this machine.

    package.py archive  PROGRAM --target TARGET --out DIR [--with FILE...]   a .tar.gz, or for Windows a .zip, with the licences
    package.py wheel    PROGRAM --target TARGET --out DIR [--platform TAG]   a wheel for pip, uv and pipx
    package.py npm      PROGRAM --target TARGET --out DIR                    the npm package with the program for one platform
    package.py npm-launcher --out DIR                                        the npm package that users install
    package.py licences --target TARGET --out FILE                           licences of everything inside the program

Each command prints the path of the file that it writes. `--version` defaults to the version in Cargo.toml.
"""

import argparse
import base64
import gzip
import hashlib
import io
import json
import re
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
LICENCES = ["LICENSE-APACHE", "LICENSE-MIT"]

# The platform tag of the wheel for each target, by the oldest system that the program runs on. `needs.sh` checks the first two.
WHEELS = {
    "x86_64-unknown-linux-gnu": "manylinux_2_17_x86_64.manylinux2014_x86_64",
    "aarch64-unknown-linux-gnu": "manylinux_2_17_aarch64.manylinux2014_aarch64",
    "x86_64-unknown-linux-musl": "musllinux_1_1_x86_64",
    "aarch64-unknown-linux-musl": "musllinux_1_1_aarch64",
    "x86_64-apple-darwin": "macosx_10_12_x86_64",
    "aarch64-apple-darwin": "macosx_11_0_arm64",
    "x86_64-pc-windows-gnu": "win_amd64",
}

# The names of processors in npm. The npm package for Linux contains the static program, which runs with any C library.
NPM_CPUS = {"x86_64": "x64", "aarch64": "arm64"}
NPM_PLATFORMS = [*((system, cpu) for system in ["darwin", "linux"] for cpu in ["arm64", "x64"]), ("win32", "x64")]


def manifest(key):
    """Returns a text value of the section [package] in Cargo.toml."""
    package = (ROOT / "Cargo.toml").read_text(encoding="utf-8").split("\n[")[0]
    return re.search(rf'^{key} = "(.*)"$', package, re.MULTILINE)[1]


def npm_platform(target):
    system = next((system for part, system in [("apple", "darwin"), ("windows", "win32")] if part in target), "linux")
    return system, NPM_CPUS[target.split("-")[0]]


def program_name(target):
    return "firstflight.exe" if "windows" in target else "firstflight"


def tar(path, files):
    """Writes a .tar.gz of (name, bytes, whether it can be run)."""
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name, content, is_program in files:
            entry = tarfile.TarInfo(name)
            entry.size, entry.mode = len(content), 0o755 if is_program else 0o644
            archive.addfile(entry, io.BytesIO(content))
    with open(path, "wb") as out, gzip.GzipFile(filename="", fileobj=out, mode="wb", mtime=0) as packed:
        packed.write(data.getvalue())
    print(path)


def pack_zip(path, files):
    """Writes a .zip of (name, bytes, whether it can be run)."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for file, content, is_program in files:
            entry = zipfile.ZipInfo(file, (1980, 1, 1, 0, 0, 0))
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 3
            entry.external_attr = (0o100755 if is_program else 0o100644) << 16
            packed.writestr(entry, content)
    print(path)


def texts(*names):
    return [(name, (ROOT / name).read_bytes(), False) for name in names]


def archive(options):
    name = f"firstflight-{options.version}-{options.target}"
    files = [(program_name(options.target), options.program.read_bytes(), True), *texts("README.md", "CHANGELOG.md", *LICENCES)]
    files += [(file.name, file.read_bytes(), False) for file in options.extra]
    files = [(f"{name}/{file}", content, is_program) for file, content, is_program in files]
    if "windows" in options.target:
        pack_zip(options.out / f"{name}.zip", files)
    else:
        tar(options.out / f"{name}.tar.gz", files)


def wheel(options):
    """Writes a wheel as the specification of binary distributions defines it: the program is in `scripts`, which pip copies to the PATH."""
    platform = options.platform or WHEELS[options.target]
    name = f"firstflight-{options.version}"
    metadata = [
        "Metadata-Version: 2.4",
        "Name: firstflight",
        f"Version: {options.version}",
        f"Summary: {manifest('description')}",
        f"License-Expression: {manifest('license')}",
        *[f"License-File: {file}" for file in LICENCES],
        "Requires-Python: >=3.8",
        "Description-Content-Type: text/markdown",
    ]
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    tags = [f"Tag: py3-none-{tag}" for tag in platform.split(".")]
    about = ["Wheel-Version: 1.0", "Generator: package.py of Firstflight", "Root-Is-Purelib: false", *tags]
    files = [
        (f"{name}.data/scripts/{program_name(options.target)}", options.program.read_bytes(), True),
        *[(f"{name}.dist-info/licenses/{file}", content, False) for file, content, _ in texts(*LICENCES)],
        (f"{name}.dist-info/METADATA", ("\n".join(metadata) + "\n\n" + readme).encode(), False),
        (f"{name}.dist-info/WHEEL", ("\n".join(about) + "\n").encode(), False),
    ]
    record = f"{name}.dist-info/RECORD"
    lines = []
    for file, content, _ in files:
        digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
        lines.append(f"{file},sha256={digest},{len(content)}\n")
    files.append((record, ("".join(lines) + f"{record},,\n").encode(), False))
    path = options.out / f"{name}-py3-none-{platform}.whl"
    pack_zip(path, files)


def npm_package(options, name, about, files):
    about = {
        "name": name,
        "version": options.version,
        "description": manifest("description"),
        "license": f"({manifest('license')})",
        **about,
    }
    # Provenance at npm needs the address; without one, the field is left out.
    if options.repository:
        about["repository"] = {"type": "git", "url": f"git+{options.repository}.git"}
    described = (json.dumps(about, indent=2) + "\n").encode()
    files = [("package.json", described, False), *files, *texts("README.md", *LICENCES)]
    files = [(f"package/{file}", content, is_program) for file, content, is_program in files]
    tar(options.out / f"{name}-{options.version}.tgz", files)


def npm(options):
    system, cpu = npm_platform(options.target)
    about = {"os": [system], "cpu": [cpu], "preferUnplugged": True}
    npm_package(options, f"firstflight-{system}-{cpu}", about, [(program_name(options.target), options.program.read_bytes(), True)])


def npm_launcher(options):
    programs = {f"firstflight-{system}-{cpu}": options.version for system, cpu in NPM_PLATFORMS}
    about = {"bin": {"firstflight": "launcher.js"}, "engines": {"node": ">=18"}, "optionalDependencies": programs}
    launcher = (HERE / "launcher.js").read_bytes()
    npm_package(options, "firstflight", about, [("launcher.js", launcher, True)])


def licences(options):
    """Collects the licence files of every crate that is compiled into the program."""
    command = ["cargo", "metadata", "--locked", "--format-version=1", "--filter-platform", options.target]
    data = json.loads(subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True).stdout)
    nodes = {node["id"]: node for node in data["resolve"]["nodes"]}
    # Only linked crates: tests, build scripts and macros are not part of the program.
    wanted, queue = set(), [data["resolve"]["root"]]
    while queue:
        each = queue.pop()
        if each not in wanted:
            wanted.add(each)
            normal = [it for it in nodes[each]["deps"] if any(kind["kind"] is None for kind in it["dep_kinds"])]
            queue.extend(it["pkg"] for it in normal)
    wanted.remove(data["resolve"]["root"])
    texts_of, missing = {}, []
    for package in sorted(data["packages"], key=lambda it: (it["name"], it["version"])):
        is_macro = any("proc-macro" in target["kind"] for target in package["targets"])
        if package["id"] not in wanted or is_macro:
            continue
        folder = Path(package["manifest_path"]).parent
        # Includes the licences of C libraries that are bundled with a crate.
        kinds = r"(licen[cs]es?|copying|copyright|notice|unlicense)([-_.](?!rs$|c$|h$).*)?$"
        files = [file for file in folder.rglob("*") if file.is_file() and re.match(kinds, file.name, re.IGNORECASE)]
        title = f"{package['name']} {package['version']} ({package['license']})"
        if not files:
            missing.append(title)
        for file in sorted(files):
            texts_of.setdefault(file.read_text(encoding="utf-8", errors="replace").strip(), []).append(title)
    with open(options.out, "w", encoding="utf-8") as out:
        out.write("Firstflight contains the crates below, each under the licence that is given with it.\n")
        for text, titles in texts_of.items():
            out.write("\n" + "=" * 80 + "\n" + "\n".join(titles) + "\n" + "-" * 80 + "\n" + text + "\n")
        if missing:
            out.write("\n" + "=" * 80 + "\nCrates without a file of their own; the name of the licence is in brackets:\n")
            out.write("\n".join(missing) + "\n")
    print(options.out)


def arguments():
    parser = argparse.ArgumentParser(description="Packs a program that has been compiled.")
    commands = parser.add_subparsers(dest="command", required=True)
    for name, run in [("archive", archive), ("wheel", wheel), ("npm", npm), ("npm-launcher", npm_launcher), ("licences", licences)]:
        command = commands.add_parser(name)
        command.set_defaults(run=run)
        if run in (archive, wheel, npm):
            command.add_argument("program", type=Path)
        if run is not npm_launcher:
            command.add_argument("--target", required=True, choices=sorted(WHEELS))
        command.add_argument("--out", required=True, type=Path)
        command.add_argument("--version", default=manifest("version"))
        command.add_argument("--repository", help="the address of the repository, for npm")
        command.add_argument("--platform", help="the platform tag of the wheel")
        command.add_argument("--with", dest="extra", metavar="FILE", nargs="*", default=[], type=Path)
    return parser.parse_args()


if __name__ == "__main__":
    chosen = arguments()
    chosen.run(chosen)
