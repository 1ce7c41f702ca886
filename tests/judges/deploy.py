"""Deploys a site with `sftp`, `rsync` and to storage like Amazon S3, with real servers on this machine.

    deploy.py PROGRAM [PYTHON]

An OpenSSH server with a key and a user of its own process serves a folder; PYTHON, which has the package `moto`, serves a bucket
that checks every signature. For each of them

- the first deployment sends the whole site, a second one nothing, and one after an edit only what differs;
- a file of somebody else stays, and one in the way is refused; nothing is changed by `--dry-run`;
- a deployment that is cut, again and again, at a random time leaves no page without its parts, and the next one completes it;
- two deployments at once refuse each other;
- storage has the right types, encodings and cache headers, and the key is never an argument of a program or part of a message.

What is missing on this machine is said; with CI=true it has to run.
"""

import json
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, os.path.dirname(__file__))
from folders import tree, write  # noqa: E402

CUTS = 6
PAGES = 30
OWN = ".firstflight/"


def say(text):
    print(text, flush=True)


def make_site(site, version, marks="[é]'"):
    shutil.rmtree(os.path.join(site, "content"), ignore_errors=True)
    write(f"{site}/content/site.yaml", "title: Test\nhost: nginx\nlanguages: { en: { at: / } }\n")
    pages = [page for page in range(PAGES) if page % 5 != version]
    links = "".join(f"- [Page {page}](p{page}.md)\n" for page in pages)
    write(f"{site}/content/en/index.md", f"---\ntitle: Home\n---\nVersion {version}.\n\n{links}")
    for page in pages:
        which = 0 if page % 3 == 0 else version
        # A name that would mean something to a shell or to sftp.
        name = f"list {marks} {page} {which}.txt"
        write(f"{site}/content/en/{name}", f"{page} {which}\n")
        write(f"{site}/content/en/p{page}.md", f"---\ntitle: Page {page}\n---\nText {which} with [a list](<{name}>).\n")


class Runner:
    def __init__(self, program, site, target, environment, secrets, marks="[é]'"):
        self.marks = marks
        self.program, self.site, self.target = program, site, target
        self.environment, self.secrets = environment, secrets

    def start(self, *options):
        command = [self.program, "deploy", self.target, "--site", self.site, "--at", "2026-11-23", *options]
        return subprocess.Popen(command, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                                start_new_session=True)

    def run(self, *options, code=0):
        process = self.start(*options)
        said = process.communicate()[0]
        assert process.returncode == code, f"{self.target} {options}: {process.returncode}\n{said}"
        for secret in self.secrets:
            assert secret not in said, "a secret was shown"
        return said

    def build(self):
        command = [self.program, "build", "--site", self.site, "--at", "2026-11-23", "--no-sync"]
        subprocess.run(command, env=self.environment, check=True, capture_output=True)
        return tree(f"{self.site}/public")


def without_own(files):
    return {path: content for path, content in files.items() if not path.startswith(OWN)}


def check_sound(files, at):
    """No page leads to a file that is missing."""
    from urllib.parse import unquote
    for path, html in files.items():
        if not path.endswith(".html"):
            continue
        for link in re.findall(r"href=\"?([^\" >]+\.txt)", html.decode()):
            aim = os.path.normpath(os.path.join(os.path.dirname(path), unquote(link)))
            assert aim in files, f"{at}: {path} leads to {aim}, which is missing"


def judge(name, runner, read, put, busy):
    """`read` returns the files at the target, `put` puts one there, `busy` takes the lock and returns what releases it."""
    site = runner.site
    make_site(site, 1, runner.marks)
    wanted = runner.build()
    runner.run("--dry-run")
    assert not read(), "a dry run changed the target"
    said = runner.run()
    assert f"{len(wanted)} files sent" in said, said
    assert without_own(read()) == wanted, f"{name}: the target differs"
    said = runner.run("--dry-run")
    assert "\n" not in said.strip(), said
    assert "0 files sent (0 bytes), 0 removed" in runner.run()
    put("own.txt", b"not ours")
    make_site(site, 2, runner.marks)
    wanted = runner.build()
    said = runner.run()
    assert without_own(read()) == {**wanted, "own.txt": b"not ours"}, f"{name}: the target differs after an edit"
    assert not re.search(rf"\b{len(wanted)} files sent", said), said
    release = busy()
    assert "another deployment to" in runner.run(code=2)
    release()
    # A file of somebody else in the way.
    write(f"{site}/content/en/own.txt", "ours")
    write(f"{site}/content/en/index.md", "---\ntitle: Home\n---\n[own](own.txt) [one](p0.md)\n")
    runner.build()
    assert "own.txt" in runner.run(code=2)
    assert read()["own.txt"] == b"not ours"
    runner.run("--adopt")
    assert read()["own.txt"] == b"ours"
    for cut in range(CUTS):
        make_site(site, cut % 3 + 1, runner.marks)
        wanted = runner.build()
        began = time.monotonic()
        process = runner.start("--take-lock")
        time.sleep(random.uniform(0.05, 1.5))
        # With the programs that it started, as when a machine loses power.
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        time.sleep(0.3)  # Servers see that the connection has ended.
        check_sound(read(), f"{name}, cut {cut} after {time.monotonic() - began:.1f} s")
        runner.run("--take-lock")
        assert without_own(read()) == wanted, f"{name}: the target differs after cut {cut}"
    say(f"{name}: passed, with {CUTS} cuts")


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def start_sshd(folder):
    """An OpenSSH server for this user; programs named `ssh` and `sftp` that reach it come first in the returned PATH."""
    port = free_port()
    for key in ("host", "user"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", f"{folder}/{key}"], check=True)
    shutil.copy(f"{folder}/user.pub", f"{folder}/authorized")
    if os.geteuid() == 0:
        os.makedirs("/run/sshd", exist_ok=True)
    write(f"{folder}/sshd_config", f"Port {port}\nListenAddress 127.0.0.1\nHostKey {folder}/host\nPidFile {folder}/pid\n"
          f"AuthorizedKeysFile {folder}/authorized\nPasswordAuthentication no\nStrictModes no\nUsePAM no\n"
          "PermitRootLogin yes\nMaxStartups 100\nSubsystem sftp internal-sftp\n")
    write(f"{folder}/known", f"[127.0.0.1]:{port} " + open(f"{folder}/host.pub").read())
    write(f"{folder}/config", f"Host place\n  HostName 127.0.0.1\n  Port {port}\n  IdentityFile {folder}/user\n"
          f"  IdentitiesOnly yes\n  UserKnownHostsFile {folder}/known\n  StrictHostKeyChecking yes\n")
    for name in ("ssh", "sftp"):
        write(f"{folder}/bin/{name}", f"#!/bin/sh\nexec {shutil.which(name)} -F {folder}/config \"$@\"\n")
        os.chmod(f"{folder}/bin/{name}", 0o755)
    sshd = shutil.which("sshd") or "/usr/sbin/sshd"
    server = subprocess.Popen([sshd, "-D", "-e", "-f", f"{folder}/sshd_config"], stderr=open(f"{folder}/sshd.log", "w"))
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return server
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the OpenSSH server does not answer:\n" + open(f"{folder}/sshd.log").read())


def judge_ssh(program, folder):
    server = start_sshd(folder)
    environment = {**os.environ, "PATH": f"{folder}/bin:" + os.environ["PATH"]}
    try:
        for name in ("sftp", "rsync"):
            place = f"{folder}/www [1] {name}"
            target = f"sftp:place:{place}" if name == "sftp" else f"place:{place}"
            lock = f"{place}/.firstflight/lock"

            def busy():
                os.makedirs(lock) if name == "sftp" else write(lock, "somebody")
                return lambda: os.rmdir(lock) if name == "sftp" else os.unlink(lock)

            runner = Runner(program, f"{folder}/site-{name}", target, environment, [])
            judge(name, runner, lambda: tree(place), lambda path, content: write(f"{place}/{path}", content), busy)
    finally:
        server.terminate()
        server.wait()


SERVER = """
import json, sys
import boto3, requests
from moto.server import ThreadedMotoServer
server = ThreadedMotoServer(port=int(sys.argv[1]))
server.start()
place = "http://127.0.0.1:" + sys.argv[1]
def client(kind, key, secret):
    return boto3.client(kind, endpoint_url=place, aws_access_key_id=key, aws_secret_access_key=secret, region_name="eu-test-1")
iam = client("iam", "x", "y")
iam.create_user(UserName="site")
policy = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
iam.put_user_policy(UserName="site", PolicyName="all", PolicyDocument=json.dumps(policy))
key = iam.create_access_key(UserName="site")["AccessKey"]
storage = client("s3", key["AccessKeyId"], key["SecretAccessKey"])
storage.create_bucket(Bucket="bucket", CreateBucketConfiguration={"LocationConstraint": "eu-test-1"})
requests.post(place + "/moto-api/reset-auth", data="0")
print(json.dumps([key["AccessKeyId"], key["SecretAccessKey"]]), flush=True)
for line in sys.stdin:
    what, *rest = json.loads(line)
    if what == "read":
        found, pages = {}, storage.get_paginator("list_objects_v2").paginate(Bucket="bucket")
        for item in (item for page in pages for item in page.get("Contents", [])):
            answer = storage.get_object(Bucket="bucket", Key=item["Key"])
            headers = [answer.get(name) for name in ("ContentType", "ContentEncoding", "CacheControl")]
            found[item["Key"]] = [answer["Body"].read().hex(), headers]
        print(json.dumps(found), flush=True)
    elif what == "put":
        storage.put_object(Bucket="bucket", Key=rest[0], Body=bytes.fromhex(rest[1]))
        print("[]", flush=True)
    else:
        storage.delete_object(Bucket="bucket", Key=rest[0])
        print("[]", flush=True)
"""


def judge_storage(program, folder, python):
    port = free_port()
    server = subprocess.Popen([python, "-c", SERVER, str(port)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, text=True)
    lock = threading.Lock()

    def ask(*question):
        with lock:
            server.stdin.write(json.dumps(question) + "\n")
            server.stdin.flush()
            return json.loads(server.stdout.readline())

    # The server says other things first.
    key, secret = json.loads(next(line for line in server.stdout if line.startswith("[\"")))
    environment = {**os.environ, "AWS_ACCESS_KEY_ID": key, "AWS_SECRET_ACCESS_KEY": secret, "AWS_REGION": "eu-test-1",
                   "AWS_ENDPOINT_URL_S3": f"http://127.0.0.1:{port}"}
    # Every program that is started while the judge runs: the secret must not be among its arguments.
    write(f"{folder}/bin/curl", f"#!/bin/sh\nprintf '%s\\n' \"$*\" >>{folder}/arguments\nexec {shutil.which('curl')} \"$@\"\n")
    os.chmod(f"{folder}/bin/curl", 0o755)
    environment["PATH"] = f"{folder}/bin:" + environment["PATH"]
    prefix = "some/where/"

    def read():
        found = ask("read")
        assert all(path.startswith(prefix) or path == "other" for path in found), sorted(found)
        return {path[len(prefix):]: bytes.fromhex(content) for path, (content, _) in found.items() if path != "other"}

    def put(path, content):
        ask("put", prefix + path, content.hex())

    def busy():
        put(".firstflight/lock", b"somebody")
        return lambda: ask("delete", prefix + ".firstflight/lock")

    try:
        ask("put", "other", b"x".hex())
        site = f"{folder}/site-s3"
        # moto refuses signatures for names with other characters, also those of Amazon's own client.
        runner = Runner(program, site, f"s3://bucket/{prefix}", environment, [secret, key], "-")
        judge("s3", runner, read, put, busy)
        headers = {path: headers for path, (_, headers) in ask("read").items()}
        page = headers[prefix + "p1/index.html" if prefix + "p1/index.html" in headers else prefix + "p4/index.html"]
        assert page == ["text/html; charset=utf-8", None, "no-cache"], page
        forms = {path: values for path, values in headers.items() if path.endswith((".html.br", ".html.gz"))}
        assert forms and all(values[0] == "text/html; charset=utf-8" for values in forms.values()), forms
        assert all(values[1] == ("br" if path.endswith(".br") else "gzip") for path, values in forms.items()), forms
        arguments = open(f"{folder}/arguments").read()
        assert secret not in arguments and key not in arguments, "a key was an argument"
        environment["AWS_SECRET_ACCESS_KEY"] = "wrong"
        assert "SignatureDoesNotMatch" in Runner(program, site, f"s3://bucket/{prefix}", environment, [key]).run(code=2)
    finally:
        server.kill()
        server.wait()


def main():
    program = os.path.abspath(sys.argv[1])
    python = sys.argv[2] if len(sys.argv) > 2 else sys.executable
    random.seed(20261128)
    missing = [name for name in ("ssh", "ssh-keygen", "sftp", "rsync", "curl") if not shutil.which(name)]
    if not (shutil.which("sshd") or os.path.exists("/usr/sbin/sshd")):
        missing.append("sshd")
    if subprocess.run([python, "-c", "import moto, boto3, flask"], capture_output=True).returncode:
        missing.append("moto")
    if missing:
        say("Nothing was deployed: this machine lacks " + ", ".join(missing))
        sys.exit(1 if os.environ.get("CI") == "true" else 0)
    folder = tempfile.mkdtemp(prefix="firstflight-deploy-")
    try:
        judge_ssh(program, folder)
        judge_storage(program, folder, python)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


main()
