"""Cuts the power while the program publishes, and looks at what is left.

    power.py PROGRAM [FILE-SYSTEM...]

On each file system (ext4, btrfs and xfs unless some are named) an old site is published and synced; then new sites are
published in each of several ways while the disk keeps a log of its writes (power_disk.py says how, and why so). The disk
is made again as it was at many moments of that log, is mounted, so that its journal is replayed, and must hold

- wholly the old or wholly the new site, byte for byte; in place: each file wholly old or wholly new;
- the new one, if the build had reported success by then;
- a site on which the next build succeeds and ends with wholly the new one.

Meanwhile a neighbour, a program that has nothing to do with ours, fsyncs a file of its own on the same file system again
and again, as databases and mail servers do: that brings the journal to the disk at moments which nobody chose.

That the test can fail is tested too: with `--no-sync`, ext4 has to show a broken site.

Needs root, loop devices, FUSE, and the mkfs of each file system. Everything is mounted in a mount namespace of this process,
from loop devices that clear themselves, so nothing is left, however it ends. Without root or loop devices it says so and
passes; with CI=true, as root, it has to run.
"""

import collections
import fcntl
import os
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, os.path.dirname(__file__))
from folders import differences, tree, write  # noqa: E402
from power_disk import Disk, Replay  # noqa: E402

PAGES = 40
# How many moments of a build are checked; each twice, with and without a cache in the disk.
MOMENTS = int(os.environ.get("MOMENTS", "8"))

System = collections.namedtuple("System", "size make mount wait")
SYSTEMS = {
    "ext4": System(64, ["mkfs.ext4", "-q", "-F", "-E", "nodiscard"], "commit=1", 0.3),
    # A transaction is committed once a second, whatever the neighbour does.
    "btrfs": System(128, ["mkfs.btrfs", "-q", "-K"], "commit=1,nodiscard", 1.5),
    "xfs": System(300, ["mkfs.xfs", "-q", "-K"], "nodiscard", 0.3),
}

# What is published over the old site: its pages, the flags of the build, and whether there is an old site at all.
Case = collections.namedtuple("Case", "name new flags first in_place")
CASES = [
    Case("every page changed", range(PAGES), [], False, False),
    Case("one page of 40 changed", range(1), [], False, False),
    Case("the first build", range(PAGES), [], True, False),
    Case("every page changed, in place", range(PAGES), ["--in-place"], False, True),
    Case("one page of 40 changed, in place", range(1), ["--in-place"], False, True),
]
UNSYNCED = Case("every page changed, without syncing", range(PAGES), ["--no-sync"], False, False)

# A published site at a moment: whether the build had ended by then.
Moment = collections.namedtuple("Moment", "case at ended")


class Trouble(Exception):
    """A step of the test itself that did not work."""


def run(*command):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode:
        raise Trouble(f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout}")


def make_site(site, new, is_new):
    """Writes the sources of a site of which the pages `new` say that they are new; each version has a page of its own."""
    write(f"{site}/content/site.yaml", "title: Power\nbase_url: https://example.org/\nlanguages: { en: { at: / } }\n")
    version = "new" if is_new else "old"
    for page in range(PAGES):
        word = "new" if is_new and page in new else "old"
        name = "index" if page == 0 else f"p{page}"
        write(f"{site}/content/en/{name}.md", "---\ntitle: Page\n---\n" + f"{word} " * 300)
    if len(new) > 1 or not is_new:
        other = "old" if is_new else "new"
        shutil.rmtree(f"{site}/content/en/only-{other}", ignore_errors=True)
        write(f"{site}/content/en/only-{version}/index.md", f"---\ntitle: Only {version}\n---\n{version}\n")
        write(f"{site}/content/en/photo.bin", random.Random(version).randbytes(300_000))


def build(program, site, flags, ended=(0,)):
    command = [program, "build", "--site", site, *flags]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, text=True)
    if done.returncode not in ended:
        raise Trouble(f"{' '.join(command)} ended with {done.returncode}: {done.stdout[-500:]}")


def folder_of(case):
    return case.name.replace(" ", "-").replace(",", "")


def neighbour(path, stop):
    """Fsyncs a file of its own until it is told to stop."""
    with open(path, "wb") as file:
        while not stop.is_set():
            os.pwrite(file.fileno(), os.urandom(64), 0)
            os.fsync(file.fileno())
            time.sleep(0.005)


class Judge:
    def __init__(self, program, work):
        self.program, self.work = program, work
        self.disk_at, self.mounted = f"{work}/disk", f"{work}/mounted"
        self.copy, self.opened = f"{work}/copy", f"{work}/opened"
        os.mkdir(self.mounted)
        os.mkdir(self.opened)
        self.trees = {}
        self.wrong = []

    def references(self, case):
        """The old and the new site, as they are when nothing goes wrong."""
        key = len(case.new)
        if key not in self.trees:
            site = f"{self.work}/reference-{key}"
            both = []
            for is_new in (False, True):
                make_site(site, case.new, is_new)
                build(self.program, site, [])
                both.append(tree(f"{site}/public"))
            self.trees[key] = both
        old, new = self.trees[key]
        if case.first:
            return {}, new
        return {"CNAME": b"example.org", **old}, {"CNAME": b"example.org", **new}

    def look_at(self, name, cases):
        system = SYSTEMS[name]
        base = f"{self.work}/base"
        with open(base, "wb") as file:
            file.truncate(system.size << 20)
        run(*system.make, base)
        disk = Disk(self.disk_at, base)
        try:
            mount(name, self.disk_at, self.mounted)
            try:
                moments = []
                for case in cases:
                    try:
                        moments += self.publish(disk, case, system)
                    except Trouble as trouble:
                        self.wrong.append(f"{name}, {case.name}: {trouble}")
            finally:
                run("umount", self.mounted)
        finally:
            disk.close()
        # Only now: two disks with one name at once would confuse btrfs.
        replay = Replay(disk, self.work)
        chance = random.Random(1)
        outcomes = {case.name: collections.Counter() for case in cases}
        for moment in moments:
            for cache in (None, chance):
                if not replay.image(moment.at, self.copy, cache) and cache:
                    continue  # all was flushed; it is the same disk again
                what = f"{name}, {moment.case.name}, after write {moment.at}"
                what += " with a cache in the disk" if cache else ""
                outcomes[moment.case.name][self.judge(name, moment, what)] += 1
        return outcomes

    def publish(self, disk, case, system):
        """Publishes over the old site, and returns the moments to look at."""
        site = f"{self.mounted}/{folder_of(case)}"
        make_site(site, case.new, False)
        if not case.first:
            build(self.program, site, [])
            write(f"{site}/public/CNAME", "example.org")
        make_site(site, case.new, True)
        run("sync", "--file-system", self.mounted)
        stop = threading.Event()
        busy = threading.Thread(target=neighbour, args=(f"{self.mounted}/neighbour", stop))
        begin = len(disk.log)
        busy.start()
        try:
            build(self.program, site, case.flags)
            end = len(disk.log)
            time.sleep(system.wait)
        finally:
            stop.set()
            busy.join()
        last = len(disk.log)
        chosen = {begin + (end - begin) * step // MOMENTS for step in range(MOMENTS + 1)}
        chosen |= {end + (last - end) * step // 4 for step in range(5)}
        return [Moment(case, at, at >= end) for at in sorted(chosen)]

    def judge(self, name, moment, what):
        """Looks at one copy: `old`, `new`, `mixed` (in place) or `BROKEN`."""
        mount(name, self.copy, self.opened)
        try:
            return self.judge_mounted(moment, what)
        finally:
            run("umount", self.opened)

    def judge_mounted(self, moment, what):
        case = moment.case
        site = f"{self.opened}/{folder_of(case)}"
        old, new = self.references(case)
        found = tree(f"{site}/public")
        outcome = "old" if found == old else "new" if found == new else "BROKEN"
        if outcome == "BROKEN" and case.in_place:
            found = {path: held for path, held in found.items() if not path.startswith(".firstflight.")}
            if not differences(found, old, new):
                outcome = "mixed"
        if outcome == "BROKEN":
            self.wrong.append(f"{what}: {describe(found, old, new, case.in_place)}")
        elif moment.ended and outcome != "new":
            self.wrong.append(f"{what}: the build had reported success, but the site is {outcome}")
            outcome = "BROKEN"
        try:
            build(self.program, site, [flag for flag in case.flags if flag != "--no-sync"])
        except Trouble as trouble:
            self.wrong.append(f"{what}: then the next build failed: {trouble}")
            return "BROKEN"
        after = tree(f"{site}/public")
        # What is foreign is the disk's to keep: without syncing, the empty CNAME of a broken copy stays as it is.
        if after != new:
            self.wrong.append(f"{what}: after the next build, {describe(after, new, new, False)}")
            return "BROKEN"
        return outcome


def describe(found, old, new, in_place):
    """In what a site differs from both others."""
    wrong = differences(found, old, new)
    if not wrong:
        word = lambda path: "new" if found.get(path) == new.get(path) else "old"  # noqa: E731
        counts = collections.Counter(word(path) for path in old.keys() | new.keys() if old.get(path) != new.get(path))
        return f"{counts['old']} files are old and {counts['new']} are new"
    state = lambda path: "missing" if path not in found else f"{len(found[path])} bytes"  # noqa: E731
    empty = sum(1 for path in wrong if found.get(path) == b"")
    examples = ", ".join(f"{path} ({state(path)})" for path in wrong[:3])
    return f"{len(wrong)} files are neither old nor new, {empty} of them empty: {examples}"


def mount(name, image, at):
    if name == "btrfs":
        # It remembers disks of the same name, and would refuse an older copy of one.
        with open("/dev/btrfs-control", "rb") as control:
            fcntl.ioctl(control, (1 << 30) | (4096 << 16) | (0x94 << 8) | 5, bytearray(4096))
    run("mount", "-t", name, "-o", f"loop,{SYSTEMS[name].mount}", image, at)


def main():
    program, names = os.path.abspath(sys.argv[1]), sys.argv[2:] or list(SYSTEMS)
    is_root, has_loops = os.geteuid() == 0, os.path.exists("/dev/loop-control")
    may_mount = subprocess.run(["unshare", "--mount", "true"], stderr=subprocess.DEVNULL).returncode == 0
    needs = {"root": is_root, "/dev/loop-control": has_loops, "/dev/fuse": os.path.exists("/dev/fuse")}
    lacking = [what for what, is_there in {**needs, "the right to mount": may_mount}.items() if not is_there]
    if lacking:
        print(f"The power was NOT cut; missing here: {', '.join(lacking)}")
        # In CI, as root and with loop devices, there is no excuse.
        return os.environ.get("CI") == "true" and is_root and has_loops
    if "POWER_NAMESPACE" not in os.environ:
        command = ["unshare", "--mount", "--propagation", "private", sys.executable, *sys.argv]
        os.execvpe("unshare", command, {**os.environ, "POWER_NAMESPACE": "1"})
    memory = "/dev/shm" if os.path.isdir("/dev/shm") else None
    with tempfile.TemporaryDirectory(dir=memory) as work:
        judge = Judge(program, work)
        powerless = []
        for name in names:
            start = time.monotonic()
            for case, outcomes in judge.look_at(name, CASES).items():
                print(f"{name:6} {case:34} {dict(sorted(outcomes.items()))}")
            print(f"{name:6} {time.monotonic() - start:.1f} s", flush=True)
        wrong, judge.wrong = judge.wrong, []
        if "ext4" in names:
            [outcomes] = judge.look_at("ext4", [UNSYNCED]).values()
            print(f"ext4   {UNSYNCED.name:34} {dict(sorted(outcomes.items()))}")
            if not outcomes["BROKEN"]:
                powerless = ["with --no-sync no copy was broken either, so this test proves nothing"]
    for line in wrong + powerless:
        print(f"wrong: {' '.join(line.split())}")
    wrong += powerless
    print(f"{len(wrong)} wrong" if wrong else f"{', '.join(names)}: always wholly the old or wholly the new site")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
