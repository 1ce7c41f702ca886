"""The outside world of tests/judges/guide_hosts.py, on this machine: names, users, certificates, programs and hosts.

Everything is in namespaces of its own: /etc and /var are copies on a file system in memory, and the network has no other machine. So
the guide's own names, paths and ports are used, and nothing of this machine changes.

A host that is a stand-in does what the documentation of the real one says about the files that it reads. nginx, Caddy, Apache, sshd,
rsync and git are the real ones.
"""

import contextlib
import gzip
import http.server
import io
import json
import os
import posixpath
import re
import shutil
import signal
import socket
import socketserver
import ssl
import subprocess
import sys
import tarfile
import threading
import time
from urllib.parse import unquote, urlsplit

from folders import write

HOME = "/srv/home"  # of the person who follows the guide, who is root here
GIT = "/srv/git"
NAMES = ["clinic.example", "ftp.host.example", "github.com", "gitlab.com", "s3.eu-central-1.amazonaws.com",
         "clinic.example.s3-website.eu-central-1.amazonaws.com"]
# What the variable FIRSTFLIGHT is: the address of the program's git repository.
REPOSITORY = "https://git.example/firstflight"
CERTIFICATE, KEY = "/srv/certificate.pem", "/srv/key.pem"
SYSTEM = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
TYPES = {"html": "text/html; charset=utf-8", "xml": "application/xml", "svg": "image/svg+xml", "txt": "text/plain; charset=utf-8",
         "ics": "text/calendar", "csv": "text/csv", "json": "application/json", "jsonld": "application/ld+json", "png": "image/png",
         "webp": "image/webp", "pdf": "application/pdf"}


class Fault(Exception):
    """What somebody who follows the guide would meet."""


def run(*command, **options):
    done = subprocess.run(command, capture_output=True, text=True, **options)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}: {done.stdout}{done.stderr}")
    return done.stdout


SPACES = ["unshare", "--mount", "--net", "--pid", "--fork", "--kill-child", "--mount-proc"]


def may_enter():
    """Whether this process may make namespaces."""
    return os.geteuid() == 0 and subprocess.run([*SPACES, "true"], capture_output=True).returncode == 0


def enter(arguments):
    """Becomes this program in namespaces of its own, with which all that it starts ends."""
    sys.stdout.flush()
    os.execvpe(SPACES[0], [*SPACES, sys.executable, "-B", *arguments], {**os.environ, "GUIDE_WORLD": "1"})


def build_world(program, folder):
    """Makes the file systems, users, names and programs. `folder` is an empty one on disk."""
    run("mount", "--make-rprivate", "/")
    run("mount", "-t", "tmpfs", "world", folder)
    for place in ("etc", "var"):
        upper, work = f"{folder}/{place}", f"{folder}/work-{place}"
        os.makedirs(upper), os.makedirs(work)
        run("mount", "-t", "overlay", "world", "-o", f"lowerdir=/{place},upperdir={upper},workdir={work}", f"/{place}")
    for place in ("srv", "run"):
        run("mount", "-t", "tmpfs", "-o", "mode=755", "world", f"/{place}")
    run("ip", "link", "set", "lo", "up")
    write("/etc/hosts", "127.0.0.1 localhost\n" + "".join(f"127.0.0.1 {name}\n" for name in NAMES))
    users = [("www", 7001, "/srv/users/www"), ("clinic", 7002, "/srv/users/clinic"), ("git", 7003, GIT)]
    kept = [line for line in open("/etc/passwd") if line.split(":")[0] not in ("root", "www", "clinic", "git")]
    write("/etc/passwd", f"root:x:0:0:root:{HOME}:/bin/bash\n" + "".join(kept)
          + "".join(f"{name}:x:{user}:{user}::{home}:/bin/sh\n" for name, user, home in users))
    with open("/etc/group", "a", encoding="utf-8") as groups:
        groups.writelines(f"{name}:x:{user}:\n" for name, user, _ in users)
    write("/etc/shadow", "".join(f"{name}:*:19000:0:99999:7:::\n" for name in ("root", "www", "clinic", "git", "sshd")))
    os.chmod("/etc/shadow", 0o600)
    for _, user, home in users:
        os.makedirs(home)
        os.chown(home, user, user)
    for place in ("/srv/www", "/run/sshd", "/run/lock", "/run/apache2", "/var/log/nginx", "/var/log/apache2", "/var/lib/nginx"):
        os.makedirs(place, exist_ok=True)
    os.environ.clear()
    os.environ.update(HOME=HOME, PATH=SYSTEM, LANG="C.UTF-8")
    write(f"{HOME}/.gitconfig", "[user]\n\tname = A person\n\temail = person@clinic.example\n[safe]\n\tdirectory = *\n[init]\n"
          "\tdefaultBranch = main\n[advice]\n\tdetachedHead = false\n")
    names = ",".join(f"DNS:{name}" for name in NAMES)
    run("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "60", "-subj", "/CN=clinic.example",
        "-addext", f"subjectAltName={names}", "-keyout", KEY, "-out", CERTIFICATE)
    programs(program)
    start_sshd()


def programs(program):
    """Programs that stand in for those of the person's computer (`me`) and of the machines that build sites."""
    asked = f"#!/bin/sh\nexec {sys.executable} -I /srv/ask.py \"${{0##*/}}\" \"$@\"\n"
    write("/srv/ask.py", ASK)
    shutil.copy(program, "/srv/firstflight")
    for path, text in {
        "me/firstflight": "#!/bin/sh\nexec /srv/firstflight \"$@\"\n", "me/npx": asked, "me/aws": asked,
        "me/sudo": "#!/bin/sh\nexec \"$@\"\n",
        "ubuntu-latest/cargo": CARGO, "ubuntu-latest/gh": asked, "ubuntu-latest/date": DATE,
        "rust/cargo": CARGO, "rust/date": DATE,
        "netlify/rustup": RUSTUP, "netlify/cargo": "#!/bin/sh\ntest -e ~/.rustup/stable || { echo 'error: rustup could not choose a version of "
        "cargo to run, because one was not specified explicitly, and no default is configured' >&2; exit 1; }\n" + CARGO,
        "cloudflare/curl": CURL, "cloudflare/cargo": "#!/bin/sh\necho 'cargo: not found' >&2\nexit 127\n", "cargo": CARGO,
    }.items():
        write(f"/srv/bin/{path}", text)
        os.chmod(f"/srv/bin/{path}", 0o755)


ASK = """
import json, os, socket, sys
asked = socket.socket(socket.AF_UNIX)
asked.connect("/run/judge")
asked.sendall(json.dumps({"program": sys.argv[1], "words": sys.argv[2:], "at": os.getcwd(), "env": dict(os.environ)}).encode() + b"\\n")
code, said = json.loads(asked.makefile().readline())
print(said, file=sys.stderr if code else sys.stdout)
sys.exit(code)
"""
CARGO = f"""#!/bin/sh
test "$1" = install || {{ echo "cargo: this world only has cargo install" >&2; exit 101; }}
shift
root=$HOME/.cargo
while test $# -gt 0; do
  case $1 in
    --locked) ;;
    --root) root=$2; shift ;;
    --git) url=$2; shift ;;
    *) echo "cargo: unknown argument $1" >&2; exit 101 ;;
  esac
  shift
done
test "$url" = {REPOSITORY} || {{ echo "error: failed to fetch into: '$url'" >&2; exit 101; }}
mkdir -p "$root/bin" && cp /srv/firstflight "$root/bin/firstflight" && echo compiled >>/srv/compiled
"""
DATE = """#!/bin/bash
# With the clock of the judge.
now="$(/bin/date -u -d "@${SOURCE_DATE_EPOCH-$(/bin/date +%s)}" "+%F %T") UTC"
words=()
while (($#)); do
  case $1 in
    -d | --date) words+=(-d "$now $2"); has=1; shift ;;
    *) words+=("$1") ;;
  esac
  shift
done
[[ ${has-} ]] || words+=(-d "$now")
exec /bin/date "${words[@]}"
"""
RUSTUP = """#!/bin/sh
test "$*" = "default stable" || { echo "rustup: this world only has rustup default stable" >&2; exit 1; }
mkdir -p ~/.rustup && touch ~/.rustup/stable
"""
CURL = """#!/bin/sh
for word; do url=$word; done
test "$url" = https://sh.rustup.rs || exec /usr/bin/curl "$@"
cat <<'END'
case " $* " in *" -y "*) ;; *) echo "rustup: unable to run interactively. Run with -y to accept defaults" >&2; exit 1 ;; esac
mkdir -p "$HOME/.cargo/bin" && cp /srv/bin/cargo "$HOME/.cargo/bin/cargo"
echo 'export PATH="$HOME/.cargo/bin:$PATH"' >"$HOME/.cargo/env"
END
"""


def start_sshd():
    """The one server for `ssh`, `rsync`, `sftp` and git, at every name; the user `clinic` may only use sftp, in a folder of its own."""
    os.makedirs(f"{HOME}/.ssh", mode=0o700)
    for path in ("/srv/host_key", f"{HOME}/.ssh/id_ed25519"):
        run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", path)
    shutil.copy(f"{HOME}/.ssh/id_ed25519.pub", "/srv/authorized")
    write(f"{HOME}/.ssh/known_hosts", "* " + open("/srv/host_key.pub").read())
    # One connection serves for all that is sent: a server of one's own is fast, this machine may not be.
    write(f"{HOME}/.ssh/config", "ControlMaster auto\nControlPath /run/connection-%C\nControlPersist 600\n")
    os.makedirs("/srv/sftp/htdocs")
    os.chown("/srv/sftp/htdocs", 7002, 7002)
    write("/srv/sshd_config", "Port 22\nListenAddress 127.0.0.1\nHostKey /srv/host_key\nPidFile /run/sshd.pid\nAuthorizedKeysFile /srv/authorized\n"
          "PasswordAuthentication no\nStrictModes no\nUsePAM no\nPermitRootLogin yes\nMaxStartups 100\nSubsystem sftp internal-sftp\n"
          "Match User clinic\n  ChrootDirectory /srv/sftp\n  ForceCommand internal-sftp\n")
    subprocess.Popen([shutil.which("sshd") or "/usr/sbin/sshd", "-D", "-E", "/srv/sshd.log", "-f", "/srv/sshd_config"])
    await_port(22)


def await_port(port, host="127.0.0.1", ended=lambda: None):
    for _ in range(400):
        if why := ended():
            raise RuntimeError(why)
        try:
            socket.create_connection((host, port), 1).close()
            return
        except OSError:
            time.sleep(0.025)
    raise RuntimeError(f"nothing answers at port {port}")


# ---- Programs that ask the judge ---------------------------------------------------------------------------------------


class Questions:
    """Answers the programs of `ASK`: `answer` takes the program, its arguments, its folder and its environment."""

    def __init__(self):
        self.answer, self.errors = None, []
        questions = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self):
                asked = json.loads(self.rfile.readline())
                try:
                    code, said = questions.answer(asked["program"], asked["words"], asked["at"], asked["env"])
                except Fault as fault:
                    code, said = 1, f"{asked['program']}: {fault}"
                except Exception as error:  # the answer is a failure; guide_hosts.py counts it as a fault of its own
                    questions.errors.append(f"{asked['program']}: {type(error).__name__}: {error}")
                    code, said = 70, questions.errors[-1]
                self.wfile.write(json.dumps([code, said]).encode() + b"\n")

        server = socketserver.ThreadingUnixStreamServer("/run/judge", Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()


# ---- Hosts ----------------------------------------------------------------------------------------------------------------


class Host:
    """A host that serves `folder` under the names in `domains`."""

    precompressed = False
    compresses = True
    folder = None

    def __init__(self, secure=True):
        self.domains = set()
        host = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                status, headers, body = host.respond(self.headers["host"].split(":")[0], urlsplit(self.path).path,
                                                     self.headers.get("accept-encoding", ""))
                self.send_response(status)
                for name, value in {**headers, "Content-Length": str(len(body))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        class Server(http.server.ThreadingHTTPServer):
            allow_reuse_address = True
            daemon_threads = True

        self.server = Server(("127.0.0.1", 443 if secure else 80), Handler)
        if secure:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(CERTIFICATE, KEY)
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()

    def publish(self, folder):
        """Takes a copy, as a host does."""
        if not os.path.isdir(folder):
            raise Fault(f"there is no folder {folder}")
        self.folder = f"/srv/hosted/{time.monotonic_ns()}"
        shutil.copytree(folder, self.folder, symlinks=True)

    def read(self, path):
        """The bytes of a file, or None."""
        full = f"{self.folder}/{path}"
        if not os.path.isfile(full):
            return None
        with open(full, "rb") as file:
            return file.read()

    def find(self, path):
        """The file for an address, and where an address leads instead."""
        path = posixpath.normpath("/" + unquote(path)).lstrip("/") + ("/" if path.endswith("/") and path != "/" else "")
        if path.endswith("/") or not path:
            return (f"{path}index.html", None) if self.read(f"{path}index.html") is not None else (None, None)
        if self.read(path) is not None:
            return path, None
        if self.read(f"{path}/index.html") is not None:
            return None, f"/{path}/"
        return (f"{path}.html", None) if self.read(f"{path}.html") is not None else (None, None)

    def respond(self, name, path, accept):
        if name not in self.domains:
            return 404, {}, f"There is no site at {name}".encode()
        if self.folder is None:
            return 404, {}, b"Nothing has been published here"
        early = self.early(path)
        if early:
            return early
        file, to = self.find(path)
        if to:
            return 301, {"Location": to}, b""
        headers = self.headers(path)
        if file:
            return self.send(200, file, headers, accept)
        late = self.late(path)
        if late:
            return late
        return self.send(404, "404.html", headers, accept) if self.read("404.html") is not None else (404, headers, b"Not found")

    def send(self, status, file, headers, accept):
        body = self.read(file)
        headers = {"Content-Type": TYPES.get(file.rsplit(".", 1)[-1], "application/octet-stream"), **headers}
        encodings = [word.split(";")[0].strip() for word in accept.split(",")]
        for encoding, ending in (("br", ".br"), ("gzip", ".gz")):
            if self.precompressed and encoding in encodings and (ready := self.read(file + ending)) is not None:
                return status, {**headers, "Content-Encoding": encoding}, ready
        if self.compresses and "gzip" in encodings and re.match(r"text/|application/(json|xml|ld)|image/svg", headers["Content-Type"]):
            return status, {**headers, "Content-Encoding": "gzip"}, gzip.compress(body, 6)
        return status, headers, body

    # What Netlify and Cloudflare Pages do besides.
    def early(self, path):
        return None

    def late(self, path):
        return None

    def headers(self, path):
        return {}


class GitLabPages(Host):
    precompressed = True
    compresses = False


class Rules(Host):
    """A host that reads `_headers` and `_redirects`."""

    redirects_first = False
    status = 301

    def publish(self, folder):
        super().publish(folder)
        self.rules, self.redirects = [], []
        for line in (super().read("_headers") or b"").decode().splitlines():
            if not line.strip() or line.startswith("#"):
                continue
            if not line[0].isspace():
                self.rules.append((pattern(line.strip()), []))
            elif not self.rules or ":" not in line:
                raise Fault(f"_headers: {line!r} is neither an address nor a header")
            else:
                self.rules[-1][1].append([part.strip() for part in line.split(":", 1)])
            self.limit(line)
        for line in (super().read("_redirects") or b"").decode().splitlines():
            if line.strip() and not line.startswith("#"):
                old, new, *status = line.split()
                self.redirects.append((pattern(old), new, int(status[0].rstrip("!")) if status else self.status, status and status[0].endswith("!")))
                self.limit(line)

    def limit(self, line):
        pass

    def read(self, path):
        return None if path in ("_headers", "_redirects") else super().read(path)

    def headers(self, path):
        found = {}
        for matches, headers in self.rules:
            if matches.fullmatch(path):
                for name, value in headers:
                    found[name] = f"{found[name]}, {value}" if name in found else value
        return found

    def redirected(self, path, forced):
        for matches, new, status, force in self.redirects:
            if matches.fullmatch(path) and (force or not forced):
                return status, {"Location": new, **self.headers(path)}, b""
        return None

    def early(self, path):
        return self.redirected(path, not self.redirects_first)

    def late(self, path):
        return self.redirected(path, False)


class Netlify(Rules):
    pass


class CloudflarePages(Rules):
    """Redirects come before files; addresses without `.html` and `index.html` are the real ones."""

    redirects_first = True
    status = 302

    def limit(self, line):
        if len(self.rules) > 100 or len(line) > 2000:
            raise Fault(f"_headers: beyond 100 rules or 2,000 characters: {line[:60]}")

    def find(self, path):
        if path.endswith("/index.html") or path.endswith(".html"):
            bare = re.sub(r"(/index)?\.html$", lambda found: "/" if found[1] else "", path)
            if self.read(unquote(path).lstrip("/")) is not None:
                return None, bare
        return super().find(path)


def pattern(address):
    return re.compile(re.sub(r":\w+", "[^/]+", re.escape(address).replace(r"\*", ".*").replace(r"\:", ":")))


# ---- Servers of one's own --------------------------------------------------------------------------------------------------


class Server:
    """A server with Debian's nginx, Caddy or Apache as it is after it was installed, with a certificate for `clinic.example`."""

    def __init__(self, kind):
        self.kind, self.folder = kind, None
        shutil.rmtree("/srv/www/clinic", ignore_errors=True)
        os.makedirs("/srv/www/clinic")
        os.chown("/srv/www/clinic", 7001, 7001)
        live = "/etc/letsencrypt/live/clinic.example"
        for name, source in (("fullchain", CERTIFICATE), ("privkey", KEY)):
            write(f"{live}/{name}.pem", open(source, "rb").read())
        self.kept = {path: self.files(path) for path in ("/etc/nginx", "/etc/caddy", "/etc/apache2")}
        self.process = None
        {"nginx": self.nginx, "caddy": self.caddy, "apache": self.apache}[kind]()
        await_port(80, ended=lambda: self.process and self.process.poll() and f"{kind} does not start: {open('/srv/server.log').read()}")

    def files(self, path):
        packed = io.BytesIO()
        if os.path.isdir(path):
            with tarfile.open(fileobj=packed, mode="w") as archive:
                archive.add(path, arcname=".")
        return packed.getvalue()

    def nginx(self):
        self.process = subprocess.Popen(["nginx", "-g", "daemon off;"], stderr=open("/srv/server.log", "w"))

    def caddy(self):
        store = "/srv/caddy/caddy/certificates/acme-v02.api.letsencrypt.org-directory/clinic.example"
        write(f"{store}/clinic.example.crt", open(CERTIFICATE).read())
        write(f"{store}/clinic.example.key", open(KEY).read())
        write(f"{store}/clinic.example.json", json.dumps({"sans": ["clinic.example"], "issuer_data": {}}))
        self.process = subprocess.Popen(["caddy", "run", "--config", "/etc/caddy/Caddyfile"], stderr=open("/srv/server.log", "w"),
                                        env={**os.environ, "XDG_DATA_HOME": "/srv/caddy", "XDG_CONFIG_HOME": "/srv/caddy"})

    def apache(self):
        write("/etc/apache2/conf-enabled/name.conf", "ServerName localhost\n")
        run("apachectl", "start")
        for _ in range(200):
            if os.path.exists("/run/apache2/apache2.pid"):
                break
            time.sleep(0.02)

    def stop(self):
        if self.process:
            self.process.terminate()
            self.process.wait()
        else:
            # By its process: with a wrong configuration, it could not be told to stop. One that has died leaves its number.
            number = "/run/apache2/apache2.pid"
            with contextlib.suppress(FileNotFoundError, ProcessLookupError), open(number, encoding="utf-8") as file:
                process = int(file.read())
                with open(f"/proc/{process}/comm", encoding="utf-8") as name:
                    if name.read() == "apache2\n":
                        os.kill(process, signal.SIGTERM)
                        # This is the first process of the namespace, so that one is its child.
                        with contextlib.suppress(ChildProcessError):
                            os.waitpid(process, 0)
            with contextlib.suppress(FileNotFoundError):
                os.unlink(number)
        for path, packed in self.kept.items():
            if packed:
                for name in os.listdir(path):
                    full = f"{path}/{name}"
                    shutil.rmtree(full) if os.path.isdir(full) and not os.path.islink(full) else os.unlink(full)
                with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
                    archive.extractall(path, filter="fully_trusted")
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", 80), 1).close()
                time.sleep(0.02)
            except OSError:
                return


# ---- Amazon S3 -------------------------------------------------------------------------------------------------------------


class Storage(Host):
    """Buckets that check every signature, and their web addresses, as `aws` has set them up."""

    compresses = False
    place = None
    region = "eu-central-1"

    @classmethod
    def start(cls):
        """The server of buckets, once; with TLS, at Amazon's name."""
        import boto3
        import logging
        import requests
        from moto.server import ThreadedMotoServer
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        logging.getLogger("werkzeug").setLevel(logging.ERROR)
        ThreadedMotoServer(port=port, verbose=False).start()
        await_port(port)
        cls.place = f"http://127.0.0.1:{port}"
        requests.post(f"{cls.place}/moto-api/reset", timeout=10)
        requests.post(f"{cls.place}/moto-api/reset-auth", data="100", timeout=10)  # these calls are not checked
        cls.client = staticmethod(lambda kind, key, secret: boto3.client(
            kind, endpoint_url=cls.place, aws_access_key_id=key, aws_secret_access_key=secret, region_name=cls.region))
        people = cls.client("iam", "x", "y")
        people.create_user(UserName="site")
        policy = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
        people.put_user_policy(UserName="site", PolicyName="all", PolicyDocument=json.dumps(policy))
        key = people.create_access_key(UserName="site")["AccessKey"]
        cls.key = {"AWS_ACCESS_KEY_ID": key["AccessKeyId"], "AWS_SECRET_ACCESS_KEY": key["SecretAccessKey"]}
        cls.s3 = cls.client("s3", *cls.key.values())
        requests.post(f"{cls.place}/moto-api/reset-auth", data="0", timeout=10)
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(CERTIFICATE, KEY)

        class Forward(socketserver.BaseRequestHandler):
            def handle(self):
                try:
                    with tls.wrap_socket(self.request, server_side=True) as here, socket.create_connection(("127.0.0.1", port)) as there:
                        back = threading.Thread(target=copy, args=(there, here), daemon=True)
                        back.start()
                        copy(here, there)
                        back.join(5)
                except OSError:
                    pass

        class Server(socketserver.ThreadingTCPServer):
            allow_reuse_address = True
            daemon_threads = True

        server = Server(("127.0.0.1", 443), Forward)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        cls.server = server

    def __init__(self):
        if Storage.place is None:
            Storage.start()
        super().__init__(secure=False)
        self.bucket = None

    def stop(self):
        super().stop()
        Storage.server.shutdown()
        Storage.server.server_close()
        Storage.place = None

    def aws(self, words, at, env):
        """Does what the program of this name does, as far as the guide uses it."""
        from botocore.exceptions import ClientError
        try:
            return self.done(words, at, env)
        except ClientError as error:
            raise Fault(str(error)) from None
        except (KeyError, ValueError) as error:
            raise Fault(f"{type(error).__name__}: {error}") from None

    def done(self, words, at, env):
        if {name: env.get(name) for name in self.key} != self.key:
            raise Fault("InvalidAccessKeyId: the key is not in the environment")
        service, what, *rest = words
        options = {rest[at][2:]: rest[at + 1] for at in range(len(rest) - 1) if rest[at].startswith("--")}
        bucket = options.get("bucket") or rest[0].removeprefix("s3://")
        if (service, what) == ("s3", "mb"):
            self.s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": options["region"]})
            block = dict.fromkeys(("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"), True)
            self.s3.put_public_access_block(Bucket=bucket, PublicAccessBlockConfiguration=block)
            self.bucket = bucket
        elif (service, what) == ("s3", "website"):
            self.s3.put_bucket_website(Bucket=bucket, WebsiteConfiguration={
                "IndexDocument": {"Suffix": options["index-document"]}, "ErrorDocument": {"Key": options["error-document"]}})
            self.domains.add(f"{bucket}.s3-website.{self.region}.amazonaws.com")
        elif (service, what) == ("s3api", "delete-public-access-block"):
            self.s3.delete_public_access_block(Bucket=bucket)
        elif (service, what) == ("s3api", "put-bucket-policy"):
            if self.blocked(bucket):
                raise Fault("AccessDenied when calling the PutBucketPolicy operation: public policies are blocked")
            with open(os.path.join(at, options["policy"].removeprefix("file://")), encoding="utf-8") as file:
                self.s3.put_bucket_policy(Bucket=bucket, Policy=json.dumps(json.load(file)))
        else:
            raise Fault(f"unknown command {service} {what}")
        return 0, ""

    def blocked(self, bucket):
        try:
            return self.s3.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"]["BlockPublicPolicy"]
        except self.s3.exceptions.ClientError:
            return False

    def is_open(self):
        try:
            policy = json.loads(self.s3.get_bucket_policy(Bucket=self.bucket)["Policy"])
        except self.s3.exceptions.ClientError:
            return False
        wanted = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{self.bucket}/*"}
        return any(wanted.items() <= statement.items() for statement in policy["Statement"])

    def get(self, key):
        try:
            return self.s3.get_object(Bucket=self.bucket, Key=key)
        except self.s3.exceptions.NoSuchKey:
            return None

    def respond(self, name, path, accept):
        if name not in self.domains:
            return 404, {}, b"NoSuchWebsiteConfiguration"
        if not self.is_open():
            return 403, {}, b"AccessDenied"
        site = self.s3.get_bucket_website(Bucket=self.bucket)
        index, missing = site["IndexDocument"]["Suffix"], site["ErrorDocument"]["Key"]
        key = unquote(path).lstrip("/")
        found = self.get(f"{key}{index}" if not key or key.endswith("/") else key)
        if found is None and key and not key.endswith("/") and self.get(f"{key}/{index}"):
            return 302, {"Location": f"/{key}/"}, b""
        status = 200 if found else 404
        found = found or self.get(missing)
        if found is None:
            return 404, {}, b"NoSuchKey"
        headers = {"Content-Type": found["ContentType"], "Content-Encoding": found.get("ContentEncoding"), "Cache-Control": found.get("CacheControl")}
        return status, {name: value for name, value in headers.items() if value}, found["Body"].read()


def copy(source, target):
    try:
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        pass
