"""Makes each system call of publishing fail once, and looks at what is left.

    faults.py PROGRAM

A new site is published over an old one, again and again: each time, one call to the kernel that has to do with the published
folder or with what the program keeps beside it fails, with an error that it may have (no space, a broken disk, a signal that
interrupts it), or the program is killed in its place. strace does this, since the program calls the kernel without the C
library. After each fault

- the published site is wholly the old or wholly the new one, byte for byte, with the file that the program did not write;
  in place: each file is wholly old or wholly new;
- if the build has reported success, it is the new one; if not, it says what failed, as a finding, and did not panic;
- the next build succeeds, ends with wholly the new site, and leaves nothing else.

Needs strace and the right to trace. Without them it says so; with CI=true and strace it has to run.
"""

import collections
import concurrent.futures
import os
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(__file__))
from folders import differences, tree, write  # noqa: E402

# Calls that change something: they can find the disk full, and a kill in their place leaves things half done.
CHANGING = {
    "copy_file_range", "fallocate", "fchmod", "fchmodat", "fchown", "fdatasync", "fremovexattr", "fsetxattr", "fsync", "ftruncate",
    "linkat", "mkdirat", "pwrite64", "renameat", "renameat2", "sendfile", "symlinkat", "sync_file_range", "syncfs", "unlinkat",
    "utimensat", "write", "writev",
}
# Calls that neither fail nor change anything in a way that a program could answer.
HARMLESS = {"close", "lseek", "fcntl", "ioctl"}
KILL = "KILL"
PAGES = ["index", "a", "b", "c"]
FOREIGN = {"CNAME": b"example.org"}
# What lies beside the published folder between two builds.
KEPT = {".gitignore", "files.json", "lock", "manifest"}
CALL = re.compile(r"(\d+) +(\w+)\((.*)")

Case = collections.namedtuple("Case", "name flags in_place")
CASES = [Case("exchanged", [], False), Case("in place", ["--in-place"], True)]
Fault = collections.namedtuple("Fault", "case call number error")


def make_site(site, version):
    """Writes the sources: three pages change, one stays, and each version has a page and a large file of its own."""
    write(f"{site}/content/site.yaml", b"title: Faults\nbase_url: https://example.org/\nlanguages: { en: { at: / } }\n")
    for page in PAGES:
        word = "same" if page == "c" else version
        write(f"{site}/content/en/{page}.md", f"---\ntitle: Page\n---\n[Data](data.bin) {word}\n".encode())
    for other in ("old", "new"):
        shutil.rmtree(f"{site}/content/en/only-{other}", ignore_errors=True)
    write(f"{site}/content/en/only-{version}/index.md", f"---\ntitle: Only {version}\n---\n{version}\n".encode())
    write(f"{site}/content/en/data.bin", version.encode() * 60_000)


def build(program, site, flags, before=()):
    # One worker, so that calls come in one order.
    command = [*before, program, "build", "--site", site, "--jobs", "1", *flags]
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, timeout=120)


def is_of_publishing(arguments):
    return "/public" in arguments or ".public.firstflight" in arguments or '"public"' in arguments


def faults(program, work, case):
    """Each call of publishing with each error that it may have."""
    site = fresh(work, case, "trace")
    done = build(program, site, case.flags, ["strace", "-f", "-y", "-o", f"{work}/calls.txt"])
    if done.returncode:
        sys.exit(f"{case.name}: a build under strace failed: {done.stdout.decode()}")
    counts, found = collections.Counter(), []
    with open(f"{work}/calls.txt", errors="replace") as trace:
        for line in trace:
            call = CALL.match(line)
            if not call or "resumed" in line.split("(")[0]:
                continue
            thread, name, arguments = call.groups()
            counts[thread, name] += 1
            if name in HARMLESS or not is_of_publishing(arguments):
                continue
            is_changing = name in CHANGING or "O_CREAT" in arguments
            errors = ["ENOSPC", "EIO", "EINTR", KILL] if is_changing else ["EIO", "EINTR"]
            found += [Fault(case, name, counts[thread, name], error) for error in errors]
    return found


def fresh(work, case, name):
    """A copy of the sources of the new site over the published old one."""
    site = f"{work}/{name}/site"
    shutil.rmtree(f"{work}/{name}", ignore_errors=True)
    subprocess.run(["cp", "-a", f"{work}/{case.name}/.", f"{work}/{name}"], check=True)
    return site


class Judge:
    def __init__(self, program, work):
        self.program, self.work = program, work
        self.old, self.new = ({**FOREIGN, **self.reference(version)} for version in ("old", "new"))

    def reference(self, version):
        site = f"{self.work}/reference-{version}"
        make_site(site, version)
        done = build(self.program, site, [])
        assert done.returncode == 0, done.stdout.decode()
        return tree(f"{site}/public")

    def prepare(self, case):
        site = f"{self.work}/{case.name}/site"
        make_site(site, "old")
        assert build(self.program, site, case.flags).returncode == 0
        write(f"{site}/public/CNAME", FOREIGN["CNAME"])
        make_site(site, "new")

    def look_at(self, fault):
        """Lets one call fail. Returns what the site is then, whether the call failed, and what is wrong."""
        case, call, number, error = fault
        name = f"{case.name}-{call}-{number}-{error}".replace(" ", "-")
        site = fresh(self.work, case, name)
        what = "signal=KILL" if error == KILL else f"error={error}"
        log = f"{self.work}/{name}.log"
        before = ["strace", "-f", "-y", "-o", log, "-e", f"trace={call}", "-e", f"inject={call}:{what}:when={number}"]
        done = build(self.program, site, case.flags, before)
        said = done.stdout.decode(errors="replace")
        with open(log, errors="replace") as lines:
            hit = [line for line in lines if "(INJECTED)" in line or "killed by SIGKILL" in line]
        is_hit = any("killed" in line or is_of_publishing(line) for line in hit)
        wrong = []
        found = {path: held for path, held in tree(f"{site}/public").items() if not path.startswith(".firstflight.")}
        outcome = "old" if found == self.old else "new" if found == self.new else "BROKEN"
        if outcome == "BROKEN" and case.in_place and not differences(found, self.old, self.new):
            outcome = "mixed"
        if outcome == "BROKEN":
            wrong.append(f"neither old nor new: {', '.join(differences(found, self.old, self.new)) or 'a mixture'}")
        killed = error == KILL and done.returncode in (-9, 137)
        if done.returncode == 0 and outcome != "new":
            wrong.append(f"success was reported, but the site is {outcome}")
        if "panicked" in said:
            wrong.append("a panic")
        if done.returncode and not killed and not re.search(r"^error: .", said, re.M):
            wrong.append(f"ended with {done.returncode} and no finding")
        again = build(self.program, site, case.flags)
        if again.returncode:
            wrong.append(f"the next build failed: {again.stdout.decode(errors='replace').strip()[:300]}")
        elif tree(f"{site}/public") != self.new:
            wrong.append("after the next build the site is not the new one")
        else:
            left = {entry for entry in os.listdir(f"{site}/.public.firstflight")} - KEPT
            if left:
                wrong.append(f"left over: {', '.join(sorted(left))}")
        if not wrong:
            shutil.rmtree(f"{self.work}/{name}")
        label = f"{case.name}: {call} number {number}, {error}"
        return outcome, is_hit, [f"{label}: {line}" for line in wrong], said if wrong else ""


def main():
    program = os.path.abspath(sys.argv[1])
    may_trace = shutil.which("strace") and subprocess.run(["strace", "-f", "-o", "/dev/null", "true"]).returncode == 0
    if not may_trace:
        print("No call was made to fail; missing here: strace, or the right to trace")
        return os.environ.get("CI") == "true" and bool(shutil.which("strace"))
    memory = "/dev/shm" if os.path.isdir("/dev/shm") else None
    with tempfile.TemporaryDirectory(dir=memory) as work:
        judge = Judge(program, work)
        wrong = []
        for case in CASES:
            judge.prepare(case)
            chosen = faults(program, work, case)
            outcomes, missed = collections.Counter(), []
            with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
                for fault, (outcome, is_hit, lines, said) in zip(chosen, pool.map(judge.look_at, chosen)):
                    outcomes[outcome] += 1
                    missed += [] if is_hit else [fault]
                    wrong += lines
                    if lines and "-v" in sys.argv:
                        print(lines, said)
            print(f"{case.name:10} {len(chosen)} faults: {dict(sorted(outcomes.items()))}, {len(missed)} not reached", flush=True)
            # Where a call is not reached, the program took another way. A test that reaches few calls would prove little.
            if len(chosen) < 100 or len(missed) * 10 > len(chosen):
                wrong.append(f"{case.name}: {len(missed)} of {len(chosen)} faults were not reached")
    for line in wrong:
        print(f"wrong: {line}")
    print(f"{len(wrong)} wrong" if wrong else "each fault left wholly the old or wholly the new site")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
