"""A disk whose power can be cut at any write, for tests/judges/power.py.

A copy of an image file that is taken while somebody writes to it is torn in ways in which no disk tears: its first half
is older than its last. Snapshots by the device mapper are atomic, but few kernels of containers and small machines have
it, and each shows one moment only. So the image is a file that this program itself serves, by FUSE, to the loop device
that the file system is mounted from. Every write and every flush arrives here, one after the other, and is kept in a log.
Afterwards the disk can be made again as it was after any write of the log:

- with all that was written until then (a disk that loses nothing that it was given), and
- with all until the last flush, and of what came after it only a part, chosen at random (a disk with a cache of its own,
  which may write in any order until it is told to flush). A file system promises to survive both.

Only numbers and bytes are spoken here, as in <linux/fuse.h>; the one file is the root of its file system.
"""

import ctypes
import errno
import mmap
import os
import struct
import threading

GETATTR, SETATTR, OPEN, READ, WRITE, STATFS, RELEASE, FSYNC, FLUSH, INIT = 3, 4, 14, 15, 16, 17, 18, 20, 25, 26
FORGET, INTERRUPT, DESTROY, BATCH_FORGET = 2, 36, 38, 42
BIG_WRITES = 1 << 5
LARGEST_WRITE = 1 << 17

libc = ctypes.CDLL(None, use_errno=True)


class Disk:
    """A disk of `size` bytes that begins as the file `base` and keeps a log of all that is written to it."""

    def __init__(self, at, base):
        self.at, self.base = at, base
        self.size = os.path.getsize(base)
        self.bytes = mmap.mmap(-1, self.size)
        for start, end in filled(base):
            with open(base, "rb") as file:
                file.seek(start)
                self.bytes[start:end] = file.read(end - start)
        # (offset, bytes) of a write, None of a flush.
        self.log = []
        open(at, "w").close()
        self.channel = os.open("/dev/fuse", os.O_RDWR | os.O_CLOEXEC)
        options = f"fd={self.channel},rootmode=100600,user_id=0,group_id=0".encode()
        if libc.mount(b"power", os.fsencode(at), b"fuse", 0, options):
            raise OSError(ctypes.get_errno(), "cannot mount a disk of our own by FUSE")
        threading.Thread(target=self.serve, daemon=True).start()

    def close(self):
        libc.umount2(os.fsencode(self.at), 2)

    def serve(self):
        while True:
            try:
                request = os.read(self.channel, LARGEST_WRITE + 4096)
            except OSError as error:
                if error.errno in (errno.EINTR, errno.EAGAIN, errno.ENOENT):
                    continue
                return  # unmounted
            _, operation, unique = struct.unpack_from("<IIQ", request)
            if operation in (FORGET, INTERRUPT, BATCH_FORGET):
                continue
            error, answer = self.answer(operation, memoryview(request)[40:])
            try:
                os.write(self.channel, struct.pack("<IiQ", 16 + len(answer), -error, unique) + answer)
            except OSError:
                pass  # who asked has gone
            if operation == DESTROY:
                return

    def answer(self, operation, body):
        if operation == INIT:
            return 0, struct.pack("<IIIIHHIIHHI28x", 7, 31, 1 << 17, BIG_WRITES, 16, 12, LARGEST_WRITE, 1, 0, 0, 0)
        if operation in (GETATTR, SETATTR):
            times = (0, 0, 0, 0, 0, 0)
            attributes = (1, self.size, self.size // 512, *times, 0o100600, 1, 0, 0, 0, 4096, 0)
            return 0, struct.pack("<QII", 3600, 0, 0) + struct.pack("<QQQQQQIIIIIIIIII", *attributes)
        if operation == OPEN:
            return 0, struct.pack("<QIi", 0, 0, 0)
        if operation == READ:
            offset, length = struct.unpack_from("<8xQI", body)
            return 0, self.bytes[offset : offset + length]
        if operation == WRITE:
            offset, length = struct.unpack_from("<8xQI", body)
            data = bytes(body[40 : 40 + length])
            self.bytes[offset : offset + length] = data
            self.log.append((offset, data))
            return 0, struct.pack("<II", length, 0)
        if operation == FSYNC:
            self.log.append(None)
            return 0, b""
        if operation == STATFS:
            return 0, struct.pack("<QQQQQIIII24x", 1, 0, 0, 1, 0, 4096, 255, 4096, 0)
        if operation in (FLUSH, RELEASE, DESTROY):
            return 0, b""
        return errno.ENOSYS, b""


class Replay:
    """Makes a disk again as it was at moments of its log, which have to be asked for in their order."""

    def __init__(self, disk, folder):
        self.log, self.done = disk.log, 0
        self.flushed = os.path.join(folder, "flushed")
        copy(disk.base, self.flushed)

    def image(self, moment, path, random=None):
        """The disk after `moment` entries of the log; with `random`, as a disk with a cache of its own may leave it.

        Answers whether anything had been written since the last flush."""
        flush = max((at for at in range(self.done, moment) if self.log[at] is None), default=self.done)
        with open(self.flushed, "r+b") as file:
            write(file, self.log[self.done : flush])
        self.done = flush
        copy(self.flushed, path)
        rest = self.log[flush:moment]
        with open(path, "r+b") as file:
            write(file, [entry for entry in rest if random is None or random.random() < 0.5])
        return any(entry is not None for entry in rest)


def write(file, entries):
    for entry in entries:
        if entry is not None:
            os.pwrite(file.fileno(), entry[1], entry[0])


def filled(path):
    """The parts of a file that are not holes."""
    with open(path, "rb") as file:
        end, size = 0, os.path.getsize(path)
        while end < size:
            try:
                start = os.lseek(file.fileno(), end, os.SEEK_DATA)
            except OSError:
                return
            end = os.lseek(file.fileno(), start, os.SEEK_HOLE)
            yield start, end


def copy(source, target):
    """Copies a file; its holes stay holes, and what is zero becomes one."""
    parts = list(filled(source))
    with open(source, "rb") as here, open(target, "wb") as there:
        there.truncate(os.path.getsize(source))
        for start, end in parts:
            here.seek(start)
            there.seek(start)
            while part := here.read(min(end - here.tell(), LARGEST_WRITE)):
                # Some mkfs write nothing but zeros; these need no room.
                if part.count(0) < len(part):
                    there.write(part)
                else:
                    there.seek(len(part), os.SEEK_CUR)
