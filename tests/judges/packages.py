"""Tests the packages that users install: archive, wheel, npm packages, the installer and the action, made from the program and used in
empty environments without a network.

    python packages.py PROGRAM FOLDER

FOLDER is replaced. Nothing is compiled: .github/packaging/package.py packs a program that exists.
"""

import functools
import hashlib
import http.server
import json
import os
import platform
import re
import shutil
import signal
import subprocess
import sys
import tarfile
import threading
import venv
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGING = ROOT / ".github/packaging"
ACTION = ROOT / ".github/actions/firstflight/run.sh"
VERSION = re.search(r'^version = "(.*)"$', (ROOT / "Cargo.toml").read_text(encoding="utf-8"), re.MULTILINE)[1]

checks, faults = 0, []


def check(good, what, detail=""):
    global checks
    checks += 1
    if not good:
        faults.append(f"{what}: {detail}")
    return good


def run(*command, cwd=None, code=0, **env):
    """Runs a command that must end with a code, and returns what it printed. Proxies point to a closed port, so no network is used."""
    nowhere = "http://127.0.0.1:9"
    offline = {"http_proxy": nowhere, "https_proxy": nowhere, "no_proxy": "127.0.0.1", "PIP_NO_INDEX": "1", "npm_config_offline": "true"}
    whole = {**os.environ, **offline, **{key: str(value) for key, value in env.items()}}
    done = subprocess.run([str(word) for word in command], cwd=cwd, env=whole, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", timeout=300)
    check(done.returncode == code, " ".join(map(str, command)), f"ended with {done.returncode}, not {code}:\n{done.stdout}")
    return done.stdout


def pack(kind, *arguments):
    paths = []
    for folder in ["packed", "again"]:
        (work / folder).mkdir(exist_ok=True)
        paths.append(Path(run(sys.executable, PACKAGING / "package.py", kind, *arguments, "--out", work / folder).strip()))
    check(paths[0].read_bytes() == paths[1].read_bytes(), kind, "two runs give different bytes")
    return paths[0]


def works(program, what, **env):
    """Checks that an installed program prints its version, builds a site, and returns the right exit codes."""
    said = run(program, "--version", **env)
    check(said == f"firstflight {VERSION}\n", what, f"says {said!r}")
    site = work / "site"
    shutil.rmtree(site, ignore_errors=True)
    run(program, "build", "--strict", "--no-sync", "--site", ROOT, "--out", site, **env)
    check((site / "index.html").is_file(), what, "built no site")
    run(program, "check", "--site", work / "nowhere", code=2, **env)


def wheel(program, target):
    # The machine's own tag, since its C library may be newer than the wheels of releases allow.
    path = pack("wheel", program, "--target", target, "--platform", f"linux_{platform.machine()}")
    folder = work / "python"
    venv.create(folder, with_pip=True)  # from files bundled with Python
    run(folder / "bin/pip", "install", "--no-index", "--disable-pip-version-check", path)
    works(folder / "bin/firstflight", "wheel")
    check((folder / "bin/firstflight").read_bytes() == program.read_bytes(), "wheel", "has another program")
    run(folder / "bin/pip", "check", "--disable-pip-version-check")
    run(folder / "bin/pip", "uninstall", "--yes", "--disable-pip-version-check", "firstflight")
    check(not (folder / "bin/firstflight").exists(), "wheel", "is still there after pip uninstall")


def npm(program, target):
    native = pack("npm", program, "--target", target)
    launcher = pack("npm-launcher")
    folder = work / "node"
    folder.mkdir()
    (folder / "package.json").write_text('{"private": true}\n')
    install = ["npm", "install", "--offline", "--ignore-scripts", "--no-audit", "--no-fund", "--cache", work / "npm-cache"]
    run(*install, native, launcher, cwd=folder)
    started = folder / "node_modules/.bin/firstflight"
    works(started, "npm")
    with subprocess.Popen([started, "serve", "--site", ROOT, "--port", "0"], stdout=subprocess.PIPE, encoding="utf-8") as preview:
        address = preview.stdout.readline()
        check(address.startswith("http://127.0.0.1:"), "npm", f"serve says {address!r}")
        preview.send_signal(signal.SIGTERM)
        # Ends only once the program has closed its standard output too.
        rest = preview.stdout.read()
        preview.wait(timeout=10)
    check(preview.returncode in (0, -signal.SIGTERM), "npm", f"serve ended with {preview.returncode}, {rest}")
    shutil.rmtree(folder / f"node_modules/firstflight-linux-{'x64' if 'x86' in target else 'arm64'}")
    said = run(started, "--version", code=2)
    check("is not installed" in said and "--omit=optional" in said, "npm", f"without the program, it says {said!r}")


def archive(program, target):
    note = work / "THIRD-PARTY-LICENCES.txt"
    run(sys.executable, PACKAGING / "package.py", "licences", "--target", target, "--out", note, CARGO_NET_OFFLINE="true")
    text = note.read_text(encoding="utf-8")
    # A crate, a C library inside a crate, and one that is not compiled into the program.
    check("pulldown-cmark " in text and "Google Inc" in text and "proptest " not in text, "licences", text[:500])
    path = pack("archive", program, "--target", target, "--with", note)
    with tarfile.open(path) as packed:
        names = {Path(name).name for name in packed.getnames()}
        owners = {(entry.uid, entry.uname, entry.mtime) for entry in packed}
    wanted = {"firstflight", "README.md", "CHANGELOG.md", "LICENSE-APACHE", "LICENSE-MIT", note.name}
    check(names == wanted and owners == {(0, "", 0)}, "archive", f"{names} {owners}")
    return path


def sums(folder, *lines):
    (folder / "SHA256SUMS").write_text("".join(f"{line}\n" for line in lines))


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


def releases(packed, target):
    """Starts a server with releases as on GitHub: a valid one, and broken ones."""
    root = work / "releases"
    name = f"firstflight-{{}}-{target}.tar.gz"
    content = packed.read_bytes()
    digest = hashlib.sha256(content).hexdigest()

    def release(version, content, *lines):
        folder = root / f"download/v{version}"
        folder.mkdir(parents=True)
        (folder / name.format(version)).write_bytes(content)
        sums(folder, f"{'0' * 64}  other.tar.gz", *lines)

    release(VERSION, content, f"{digest}  {name.format(VERSION)}")
    release("9.0.1", content, f"{'0' * 64}  {name.format('9.0.1')}")
    release("9.0.2", content[:-1000], f"{digest}  {name.format('9.0.2')}")
    release("9.0.3", content, f"{digest}  firstflight-9.0.3-riscv64-unknown-linux-musl.tar.gz")
    release("9.0.4", content, f"{digest}  {name.format('9.0.4')}", f"{'0' * 64}  {name.format('9.0.4')}")
    # The sum is right, but the archive is that of another version.
    release("9.0.5", content, f"{digest}  {name.format('9.0.5')}")
    # Only the sum is wrong.
    tampered = root / f"tampered/download/v{VERSION}"
    tampered.mkdir(parents=True)
    (tampered / name.format(VERSION)).write_bytes(content)
    sums(tampered, f"{'0' * 64}  {name.format(VERSION)}")
    latest = root / "latest/download"
    latest.mkdir(parents=True)
    shutil.copy(root / f"download/v{VERSION}/SHA256SUMS", latest)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(QuietHandler, directory=root))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}"


def installer(address):
    script = PACKAGING / "install.sh"

    def install(*arguments, code=0, shell="sh", script=script, **env):
        return run(shell, script, *arguments, code=code, HOME=work / "home", **env)

    def left(folder):
        return sorted(path.name for path in folder.iterdir()) if folder.exists() else []

    for shell in [it for it in ["sh", "dash", "bash"] if shutil.which(it)]:
        folder = work / f"by-{shell}"
        install("--from", address, "--to", folder, shell=shell)
        works(folder / "firstflight", f"installer with {shell}")
        check(left(folder) == ["firstflight"], shell, f"left {left(folder)}")
    said = install("--from", f"{address}/", "--version", f"v{VERSION}")
    check("is not in the PATH" in said and left(work / "home/.local/bin") == ["firstflight"], "installer", said)

    # An existing file is unchanged after every failure.
    folder = work / "kept"
    folder.mkdir()
    (folder / "firstflight").write_text("what was there\n")
    refused = {
        "9.0.1": "nothing was installed", "9.0.2": "nothing was installed", "9.0.3": "no archive for this system",
        "9.0.4": "no archive for this system", "9.0.5": "does not contain the program", "9.9.9": "cannot download", "1;2": "is not a version",
    }
    for version, why in refused.items():
        said = install("--from", address, "--version", version, "--to", folder, code=1)
        check(why in said, f"installer, {version}", said)
    said = install("--from", f"{address}/tampered", "--version", VERSION, "--to", folder, code=1)
    check(f"not {'0' * 64}; nothing was installed" in said, "installer, a wrong sum", said)
    for arguments, why in {
        (): "add --repository OWNER/NAME", ("--repository", "a"): "is not OWNER/NAME", ("--repository", "a/b/c"): "is not OWNER/NAME",
        ("--repository", "a/b?c"): "is not OWNER/NAME", ("--from", "http://mirror.example"): "does not begin with https://",
        ("--from", "http://127.0.0.1.mirror.example"): "does not begin with https://", ("--frm", "x"): "unknown option", ("--version",): "needs a value",
    }.items():
        said = install("--to", folder, *arguments, code=1)
        check(why in said, f"installer {arguments}", said)

    # `gh` verifies the attestation, for this archive and this repository.
    programs = work / "gh"
    programs.mkdir()
    gh = programs / "gh"
    for status in [0, 1]:
        gh.write_text(f'#!/bin/sh\necho "$@" >"{programs}/said"\nexit {status}\n')
        gh.chmod(0o755)
        to = work / "attested" if status == 0 else folder
        said = install("--from", address, "--to", to, "--repository", "some/one", "--attestation", code=status,
                       PATH=f"{programs}:{os.environ['PATH']}")
        asked = (programs / "said").read_text()
        check(asked.startswith("attestation verify /") and asked.endswith(".tar.gz --repo some/one\n"), "gh", asked)
        check(status == 0 or "could not be verified" in said, "gh", said)
    check(left(work / "attested") == ["firstflight"], "installer", "an attested program was not installed")
    check(left(folder) == ["firstflight"] and (folder / "firstflight").read_bytes() == b"what was there\n", "installer", "changed a file although it failed")

    # A truncated script does nothing, wherever it ends.
    text = script.read_bytes()
    cut, to = work / "cut.sh", work / "cut"
    for end in range(0, len(text) - len(b'main "$@"\n'), 97):
        cut.write_bytes(text[:end])
        subprocess.run(["sh", cut, "--from", address, "--to", to], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    check(not to.exists(), "installer", "a part of the script has installed something")


def action(address):
    given = {"INPUT_VERSION": "", "INPUT_COMMAND": "build", "INPUT_SITE": ".", "INPUT_OUT": "", "INPUT_STRICT": "true", "INPUT_FORMAT": "github",
             "INPUT_ARGUMENTS": "", "INPUT_FROM": address, "GH_TOKEN": "", "ACTION_REPOSITORY": "some/one"}

    def act(code=0, **inputs):
        files = {name: work / f"action-{name}" for name in ["GITHUB_OUTPUT", "GITHUB_PATH"]}
        for file in files.values():
            file.write_text("")
        said = run("bash", ACTION, cwd=work / "action", code=code, **{**given, **inputs}, **files, RUNNER_TEMP=work / "action-temp")
        lines = files["GITHUB_OUTPUT"].read_text().splitlines()
        return said, dict(line.split("=", 1) for line in lines), files["GITHUB_PATH"].read_text()

    shutil.copytree(ROOT / "content", work / "action/content")
    _, outputs, path = act()
    programs = work / "action-temp/firstflight"
    wanted = {"program": f"{programs}/firstflight", "version": VERSION, "folder": f"{work}/action/public"}
    check(outputs == wanted and path == f"{programs}\n", "action", f"{outputs} {path}")
    check((work / "action/public/index.html").is_file(), "action", "built no site")
    _, outputs, _ = act(INPUT_OUT="a folder", INPUT_VERSION="latest", INPUT_ARGUMENTS="--links=files\n\n--at\n2026-11-23\n")
    home = (work / "action/a folder/index.html").read_text(encoding="utf-8")
    check(outputs["folder"] == f"{work}/action/a folder" and "href=session/index.html" in home, "action", outputs)
    _, outputs, _ = act(INPUT_COMMAND="none")
    check("program" in outputs and "folder" not in outputs, "action", outputs)
    _, outputs, _ = act(INPUT_COMMAND="check", INPUT_SITE=work / "action")
    check("program" in outputs and "folder" not in outputs, "action", outputs)
    # A warning is an error unless the input says otherwise.
    (work / "action/content/en/more.md").write_text("---\ntitle: More\ndescription: More.\n---\n\nSee [nothing][nowhere].\n")
    said, _, _ = act(code=1)
    check("::error file=" in said and "more.md" in said, "action", f"no annotation:\n{said}")
    said, _, _ = act(code=1, INPUT_FORMAT="human")
    check("::error" not in said, "action", said)
    for inputs, why in [
        ({"INPUT_COMMAND": "serve"}, "command must be"), ({"INPUT_STRICT": "yes"}, "strict must be"), ({"INPUT_SITE": "nowhere"}, "there is no folder"),
        ({"INPUT_VERSION": "9.0.1"}, "could not be installed"), ({"INPUT_COMMAND": "check; touch x"}, "command must be"),
    ]:
        said, _, path = act(code=2, **inputs)
        check("::error title=Firstflight::" in said and why in said and path == "", f"action {inputs}", said)


def needs(program):
    """Tests needs.sh with the program of this machine, as one that was compiled for a C library that is too new."""
    script = PACKAGING / "needs.sh"
    listed = subprocess.run(["objdump", "-p", program], stdout=subprocess.PIPE, encoding="utf-8", check=True).stdout
    versions = {tuple(map(int, it.split("."))) for it in re.findall(r" GLIBC_([0-9.]+)$", listed, re.MULTILINE)}
    newest, floor = max(versions), (2, 17)
    run(script, program, ".".join(map(str, newest)))
    earlier = ".".join(map(str, max(versions - {newest})))
    said = run(script, program, earlier, code=1)
    check(f"GLIBC_{'.'.join(map(str, newest))}, and {earlier} is the newest" in said, "needs.sh", said)
    if newest > floor:
        said = run(script, program, "2.17", code=1)
        named = [line for line in said.splitlines() if line.startswith("  ")]
        check(named, "needs.sh", f"names no symbol:\n{said}")
    said = run(script, program, "nothing", code=1)
    check("is not static; it needs:" in said and "libc.so.6" in said, "needs.sh", said)
    # Debian's ldconfig is static.
    if Path("/sbin/ldconfig").is_file():
        run(script, "/sbin/ldconfig", "nothing")


def container(program):
    """The image holds the program, its licences, and nothing else. The program of this machine is not static, so it is not run."""
    if not shutil.which("buildah") or os.geteuid() != 0:
        print("no image was built: that needs buildah and root")
        return
    folder = work / "image"
    for cpu in ["amd64", "arm64"]:
        (folder / cpu).mkdir(parents=True)
        shutil.copy(program, folder / cpu / "firstflight")
    for name in ["LICENSE-APACHE", "LICENSE-MIT"]:
        shutil.copy(ROOT / name, folder)
    shutil.copy(work / "THIRD-PARTY-LICENCES.txt", folder)
    tool = ["buildah", "--storage-driver", "vfs", "--root", work / "storage", "--runroot", work / "storage-run"]
    image = work / "image.tar"
    for cpu in ["amd64", "arm64"]:
        run(*tool, "build", "--isolation", "chroot", "--platform", f"linux/{cpu}", "--file", PACKAGING / "Containerfile", "--tag", cpu, folder)
        run(*tool, "push", cpu, f"docker-archive:{image}")
        with tarfile.open(image) as layers:
            listed = json.load(layers.extractfile("manifest.json"))[0]
            config = json.load(layers.extractfile(listed["Config"]))
            names = set()
            for layer in listed["Layers"]:
                with tarfile.open(fileobj=layers.extractfile(layer)) as files:
                    names |= {entry.name.lstrip("./") for entry in files if entry.isfile()}
        wanted = {"firstflight", "licences/LICENSE-APACHE", "licences/LICENSE-MIT", "licences/THIRD-PARTY-LICENCES.txt"}
        check(names == wanted, f"image for {cpu}", names)
        said = config["config"]
        check((config["architecture"], said["Entrypoint"], said["WorkingDir"], said["User"]) == (cpu, ["/firstflight"], "/site", "65532:65532"),
              f"image for {cpu}", said)
        image.unlink()


def for_windows(program):
    """The packages for Windows, which are not installed here: their formats, and the name of the program in them."""
    target = "x86_64-pc-windows-gnu"
    path = pack("archive", program, "--target", target)
    name = f"firstflight-{VERSION}-{target}"
    with zipfile.ZipFile(path) as packed:
        wanted = {f"{name}/{file}" for file in ["firstflight.exe", "README.md", "CHANGELOG.md", "LICENSE-APACHE", "LICENSE-MIT"]}
        check(path.name == f"{name}.zip" and set(packed.namelist()) == wanted, "archive for Windows", packed.namelist())
        check(packed.read(f"{name}/firstflight.exe") == program.read_bytes(), "archive for Windows", "has another program")
    path = pack("wheel", program, "--target", target)
    with zipfile.ZipFile(path) as packed:
        check(path.name.endswith("-py3-none-win_amd64.whl") and f"firstflight-{VERSION}.data/scripts/firstflight.exe" in packed.namelist(),
              "wheel for Windows", f"{path.name}: {packed.namelist()}")
    path = pack("npm", program, "--target", target)
    with tarfile.open(path) as packed:
        about = json.load(packed.extractfile("package/package.json"))
        check((about["name"], about["os"], about["cpu"]) == ("firstflight-win32-x64", ["win32"], ["x64"])
              and "package/firstflight.exe" in packed.getnames(), "npm for Windows", about)
    # The launcher looks for that name there.
    folder = work / "npm-for-windows"
    (folder / "node_modules/firstflight-win32-x64").mkdir(parents=True)
    started = folder / "node_modules/firstflight-win32-x64/firstflight.exe"
    shutil.copy(program, started)
    pretend = "for (const [name, value] of [['platform', 'win32'], ['arch', 'x64']]) Object.defineProperty(process, name, { value });"
    (folder / "launcher.js").write_text((PACKAGING / "launcher.js").read_text().replace('"use strict";', f'"use strict"; {pretend}'))
    said = run("node", folder / "launcher.js", "--version")
    check(said == f"firstflight {VERSION}\n", "npm for Windows", said)


def main():
    program = Path(sys.argv[1]).resolve()
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    # The name of the static program, which installer and npm take for Linux; here, the one of this machine is inside.
    cpu = platform.machine()
    needs(program)
    wheel(program, f"{cpu}-unknown-linux-gnu")
    npm(program, f"{cpu}-unknown-linux-musl")
    packed = archive(program, f"{cpu}-unknown-linux-musl")
    address = releases(packed, f"{cpu}-unknown-linux-musl")
    installer(address)
    action(address)
    for_windows(program)
    container(program)
    for fault in faults:
        print(fault)
    sizes = [f"{path.name} {path.stat().st_size / 1e6:.1f} MB" for path in sorted((work / "packed").iterdir())]
    print(f"{checks} checks, {len(faults)} faults, {', '.join(sizes)}")
    sys.exit(1 if faults else 0)


work = Path(sys.argv[2]).resolve()
if __name__ == "__main__":
    main()
