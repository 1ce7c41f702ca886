"""Follows the guide's part about each host literally, from an empty folder to a published site, and checks what is served.

    guide_hosts.py PROGRAM [--only=NAME,…] [--show] [--no-selftest] [--lines]

A block of `console` or `sh` is typed into a shell as it stands. "Write `FILE`:" and "Add to `FILE`:" above another block name the file
that it is written to; "Set in `FILE`:" replaces keys. What a person does on the pages of a host is read from the sentences about
it: variables, source and domain. The judge knows nothing else about a host. The outside world is in guide_world.py, the machines that
build sites in guide_runners.py; both refuse what the real ones refuse.

At the end of each part, a strict check must pass, and at the address of the site, every page and file must arrive as `build` makes it:
also the page for missing addresses, the redirect of an old address, a content security policy, and compression as the guide's table of
hosts promises. Then a pull request with a mistake must be annotated at its line and publish nothing, and a night must publish
exactly the page whose day has come.

Last, each part is broken on purpose, in a copy of the guide, and the judge must notice. `--lines` takes every line of every
block of code away, one at a time, and lists those that were not missed.

Needs root, for namespaces, and PyYAML, moto and boto3. What is missing is said; with CI=true it must run where namespaces can be made.
"""

import gzip
import http.client
import json
import os
import re
import shlex
import shutil
import ssl
import subprocess
import sys
import tempfile
import time
import traceback
from urllib.parse import urlsplit

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from folders import tree, write  # noqa: E402
from guide_runners import GitHub, GitLab, Kept, compiled, build_on_cloudflare, build_on_netlify  # noqa: E402
from guide_world import (CERTIFICATE, GIT, HOME, REPOSITORY, SYSTEM, CloudflarePages, Fault, GitLabPages, Host, Netlify,  # noqa: E402
                         Questions, Server, Storage, build_world, enter, may_enter, run)

GUIDE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../src/guide/content/en")
SITE = "/srv/site"
TODAY = 1795392000  # 2026-11-23
DAY = 86400

# The pages, files and old address of the person who follows the guide.
OWN = {
    "content/en/moved.md": "---\ntitle: Opening hours\naliases: [/hours/old/]\n---\n\nFrom Monday to Friday. See [the list](list.csv).\n",
    "content/en/list.csv": "day,hours\nMonday,8\n",
    "content/en/.well-known/security.txt": "Contact: mailto:office@clinic.example\n",
}
# Files of a published folder that are for the host.
FOR_HOSTS = re.compile(r"_headers|_redirects|CNAME|\.nojekyll|\.htaccess|.*\.html\.(br|gz)")


# ---- The guide ------------------------------------------------------------------------------------------------------------


class Guide:
    def __init__(self, changes=()):
        self.pages = {}
        for path in ("how-to/publish", "how-to/deploy", "how-to/reports", "how-to/install", "reference/hosts"):
            with open(f"{GUIDE}/{path}.md", encoding="utf-8") as file:
                self.pages[path.rsplit("/", 1)[1]] = file.read()
        for page, old, new in changes:
            if old not in self.pages[page]:
                raise RuntimeError(f"{page}.md does not hold {old!r}")
            self.pages[page] = self.pages[page].replace(old, new)

    def part(self, page, title=None, inner=None):
        """The text below a heading, with the headings inside it; or only with the one named `inner`. Without a title, the beginning
        of the page."""
        sections, fenced = [[0, None, ""]], False
        for line in self.pages[page].split("---\n", 2)[2].splitlines(keepends=True):
            fenced ^= line.startswith("```")
            heading = None if fenced else re.match(r"(#+) (.*)", line)
            if heading:
                sections.append([len(heading[1]), heading[2], ""])
            else:
                sections[-1][2] += line
        if title is None:
            return sections[0][2]
        at = next((at for at, section in enumerate(sections) if section[1] == title), None)
        if at is None:
            raise Fault(f"{page}.md has no part {title}")
        found = [sections[at]]
        for section in sections[at + 1:]:
            if section[0] <= sections[at][0]:
                break
            found.append(section)
        if inner is not None:
            found = [section for section in found if section[1] in (title, inner)]
            if len(found) < 2:
                raise Fault(f"{page}.md has no part {inner}")
        return "".join(section[2] for section in found)

    def row(self, host):
        """What the table of hosts promises: how a page is sent."""
        for line in self.pages["hosts"].splitlines():
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            if line.startswith("|") and f"`{host}`" in cells[0].split(", "):
                return cells[1]
        raise Fault(f"the table of hosts has no {host}")


def blocks(text):
    """The blocks of code of a part, each with its language and the paragraph above it."""
    found, paragraph, code, ended = [], "", None, True
    for line in text.splitlines():
        if line.startswith("```"):
            if code is None:
                code = []
                found.append((line[3:], code, paragraph.strip()))
            else:
                code, paragraph = None, ""
        elif code is not None:
            code.append(line)
        elif not line.strip():
            ended = True
        else:
            paragraph = line if ended else f"{paragraph} {line}"
            ended = False
    return [(language, "\n".join(code) + "\n", above) for language, code, above in found]


class Settings:
    """What a part tells a person to do on the pages of a host."""

    def __init__(self, text):
        prose = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
        prose = re.sub(r"\s+", " ", prose)
        self.variables = {name: REPOSITORY for name in re.findall(r"variable `(\w+)`", prose)}
        self.variables |= {name: REPOSITORY for name in re.findall(r"\| Environment variable \| `(\w+)`", prose)}
        source = re.search(r"choose \"([^\"]+)\"(?: as source| and the branch `([^`]+)`)", prose)
        self.source, self.branch = source.groups() if source else (None, None)
        self.has_domain = re.search(r"your domain|domain of your own", prose) is not None
        self.table = {}
        for line in text.splitlines():
            cells = [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line.strip().strip("|"))]
            if line.startswith("|") and len(cells) == 2 and cells[1].startswith("`"):
                self.table[cells[0]] = cells[1].split("`")[1]


# ---- The person -------------------------------------------------------------------------------------------------------------


class Person:
    """Somebody in an empty folder, who types what the guide says."""

    def __init__(self, secrets):
        shutil.rmtree(SITE, ignore_errors=True)
        os.makedirs(SITE)
        self.secrets, self.commands = secrets, 0
        write("/srv/shell", f"export PATH=/srv/bin/me:{SYSTEM} CURL_CA_BUNDLE={CERTIFICATE} SOURCE_DATE_EPOCH={TODAY}\ncd {SITE}\n")
        self.type("firstflight new site .")
        for path, text in OWN.items():
            write(f"{SITE}/{path}", text)

    def type(self, command, fails=False):
        self.commands += 1
        command = re.sub(r"(\w+)=…", lambda found: f"{found[1]}={self.secrets.get(found[1], '')}", command)
        script = f". /srv/shell\nset -e\n{command}\n(export -p; echo cd \"'$PWD'\") >/srv/shell\n"
        done = subprocess.run(["bash", "-c", script], env={"HOME": HOME, "LANG": "C.UTF-8"}, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, errors="replace", timeout=60)
        if SHOW:
            print(f"$ {command}\n{done.stdout}", end="")
        if done.returncode and not fails:
            raise Fault(f"`{command.strip()}` fails with code {done.returncode}:\n{done.stdout}")
        return done.returncode, done.stdout

    def follow(self, text):
        for language, code, above in blocks(text):
            named = re.search(r"(Set in|Add to|add to|Write|write|In|in) `([^`]+)`:$", above)
            if language == "console":
                for typed in f"\n{code}".split("\n$ ")[1:]:
                    self.type(typed.split("\n")[0])
            elif language == "sh":
                self.type(code)
            elif not named:
                raise Fault(f"nothing says where this block of {language} belongs:\n{code}")
            elif named[1] == "Set in":
                self.set(named[2], code)
            else:
                path, before = f"{SITE}/{named[2]}", ""
                if named[1] in ("Add to", "add to"):
                    before = open(path, encoding="utf-8").read() + "\n" if os.path.exists(path) else ""
                write(path, before + code)

    def set(self, path, code):
        """Replaces lines that begin with the same keys, also in a comment; new ones go to the end."""
        with open(f"{SITE}/{path}", encoding="utf-8") as file:
            lines = file.read().splitlines()
        for line in code.splitlines():
            key = line.split(":")[0]
            at = next((at for at, old in enumerate(lines) if re.match(rf"(# )?{re.escape(key)}:", old)), None)
            if at is None:
                lines.append(line)
            else:
                lines[at] = line
        write(f"{SITE}/{path}", "\n".join(lines) + "\n")

    def setting(self, key, default=None):
        with open(f"{SITE}/content/site.yaml", encoding="utf-8") as file:
            found = re.search(rf"^{key}: *([^\s#]+)", file.read(), re.MULTILINE)
        return found[1] if found else default


# ---- What is served -----------------------------------------------------------------------------------------------------------


def fetch(address, accept=""):
    where = urlsplit(address)
    if where.scheme == "https":
        link = http.client.HTTPSConnection(where.hostname, timeout=10, context=ssl.create_default_context(cafile=CERTIFICATE))
    else:
        link = http.client.HTTPConnection(where.hostname, timeout=10)
    try:
        link.request("GET", where.path or "/", headers={"Accept-Encoding": accept} if accept else {"Accept-Encoding": "identity"})
        answer = link.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    except OSError as error:
        raise Fault(f"{address} cannot be fetched: {error}") from None
    finally:
        link.close()


def demand(good, message):
    global checks
    checks += 1
    if not good:
        raise Fault(message)


def check_served(guide, person, expected=None):
    """Everything that `build` makes now is served, whole, at the address of the site."""
    base, host = person.setting("base_url"), person.setting("host", "generic")
    demand(base, "content/site.yaml has no base_url")
    if expected is None:
        shutil.rmtree("/srv/expected", ignore_errors=True)
        person.type("firstflight build --strict --out /srv/expected --state /srv/expected-state")
        expected = tree("/srv/expected")
    sent = guide.row(host)
    pages = 0
    for path, content in expected.items():
        if FOR_HOSTS.fullmatch(path):
            continue
        address = base + re.sub(r"(^|/)index\.html$", r"\1", path)
        is_page = path.endswith(".html") and path != "404.html"
        is_old = is_page and b"http-equiv=refresh" in content.lower().replace(b'"', b"")
        status, headers, body = fetch(address)
        if is_old:
            to = re.search(rb"url=([^\"'> ]+)", content)[1].decode()
            moved = status in (301, 308) and headers["location"].rstrip("/").endswith(to.rstrip("/").rsplit("/", 1)[-1])
            demand(moved or status == 200 and body == content, f"{address}, an old address, does not lead on: {status} {headers.get('location')}")
            demand(moved or host in ("generic", "github-pages", "gitlab-pages", "s3"), f"{address} is not answered with a redirect: {status}")
            continue
        if status in (301, 302, 308) and path == "404.html":
            address = base + "404"
            status, headers, body = fetch(address)
        demand(status == 200, f"{address}: status {status}: {body[:200]!r}")
        demand(body == content, f"{address}: {len(body)} bytes that differ from the {len(content)} of {path}")
        if is_page:
            pages += 1
            demand("text/html" in headers.get("content-type", ""), f"{address}: type {headers.get('content-type')}")
            policy(host, address, headers, body)
            encoded(sent, address, path, content, expected)
    demand(pages >= 3, f"only {pages} pages were made")
    status, headers, body = fetch(f"{base}nothing/here/")
    demand(status == 404, f"a missing address: status {status}")
    demand(body == expected["404.html"], f"a missing address: {body[:200]!r} is not 404.html")
    if host in ("nginx", "caddy", "apache"):
        policy(host, "a missing address", headers, body)
    return expected


def policy(host, address, headers, body):
    if host == "generic":
        return
    header = headers.get("content-security-policy", "")
    meta = re.search(rb"<meta[^>]*Content-Security-Policy[^>]*content=\"([^\"]+)", body, re.IGNORECASE)
    found = meta[1].decode() if meta else header
    demand(found.startswith("default-src 'none'"), f"{address} has no content security policy, neither as a header nor in the page")
    if not meta:
        demand(headers.get("x-content-type-options") == "nosniff", f"{address}: no nosniff")


def encoded(sent, address, path, content, expected):
    """As the table of hosts says: brotli or gzip made by us, gzip made by the host, or not compressed."""
    _, headers, body = fetch(address, "br, gzip")
    encoding = headers.get("content-encoding")
    if "our own" in sent and f"{path}.br" in expected:
        demand(encoding == "br" and body == expected[f"{path}.br"], f"{address} is sent as {encoding}, not as our brotli")
        _, headers, body = fetch(address, "gzip")
        demand(headers.get("content-encoding") == "gzip" and body == expected[f"{path}.gz"], f"{address} is not sent as our gzip")
    elif "not compressed" in sent:
        demand(encoding is None and body == content, f"{address} is sent as {encoding}")
    elif "our own" not in sent:
        demand(encoding == "gzip" and gzip.decompress(body) == content, f"{address} is sent as {encoding}, not as gzip")


# ---- The parts -------------------------------------------------------------------------------------------------------------------


def repository():
    """An empty one, which everybody can reach as the user `git`."""
    shutil.rmtree(f"{GIT}/clinic", ignore_errors=True)
    os.makedirs(f"{GIT}/clinic")
    run("git", "init", "--quiet", "--bare", "-b", "main", f"{GIT}/clinic/site.git")
    run("chown", "-R", "git:git", GIT)
    return f"{GIT}/clinic/site.git"


def head(place, branch="main"):
    try:
        return run("git", "--git-dir", place, "rev-parse", branch).strip()
    except RuntimeError:
        raise Fault(f"the repository has no branch {branch}: nothing was pushed") from None


def ask(program, words, at, env):
    if program == "aws":
        return STATE["storage"].aws(words, at, env)
    if program == "gh":
        github = STATE["github"]
        if words[:2] != ["workflow", "run"] or not env.get("GH_TOKEN"):
            raise Fault("set the GH_TOKEN environment variable" if not env.get("GH_TOKEN") else "unknown command")
        if not isinstance(github.permissions, dict) or github.permissions.get("actions") != "write":
            raise Fault("HTTP 403: Resource not accessible by integration: permissions lack actions: write")
        github.run.dispatched.append(words[2])
        return 0, ""
    if program == "npx" and words[:1] == ["wrangler"]:
        return wrangler(words[1:], at)
    raise Fault("this program is not here")


def wrangler(words, at):
    state = STATE["wrangler"]
    options = {words[at][2:]: words[at + 1] for at in range(len(words) - 1) if words[at].startswith("--")}
    if words == ["login"]:
        state["in"] = True
    elif not state.get("in"):
        raise Fault("in a non-interactive environment, it's necessary to set a CLOUDFLARE_API_TOKEN environment variable, or to log in")
    elif words[:3] == ["pages", "project", "create"]:
        state[words[3]] = options["production-branch"]
    elif words[:2] == ["pages", "deploy"]:
        if options.get("project-name") not in state:
            raise Fault("Project not found. The specified project name does not match any of your existing projects")
        if options.get("branch") == state[options["project-name"]]:
            state["host"].publish(os.path.join(at, words[2]))
    else:
        raise Fault(f"unknown command {' '.join(words)}")
    return 0, ""


class Part:
    """One way to publish. `text` is followed after the beginning of publish.md."""

    secrets = {}
    host_name = None  # of the table of hosts
    beside = None  # the part that it adds to

    def __init__(self, guide, without=None):
        """`without` is the number of a line that is taken away."""
        self.guide = guide
        self.before = guide.part("publish")
        self.text = self.read()
        if without is not None:
            lines = self.text.splitlines(keepends=True)
            self.text = "".join(lines[:without] + lines[without + 1:])
        self.settings = Settings(self.text)

    def open(self):
        pass

    def after(self):
        pass

    def check(self):
        check_served(self.guide, self.person)

    def close(self):
        pass

    def go(self):
        self.open()
        try:
            self.person = Person(self.secrets)
            self.person.follow(self.before)
            self.person.follow(self.text)
            if self.host_name:
                found = self.person.setting("host")
                demand(found == self.host_name, f"content/site.yaml has the host {found}, not {self.host_name}")
            self.after()
            self.check()
            self.person.type("firstflight check --strict")
            self.more()
        finally:
            self.close()

    def more(self):
        pass


class OnHost(Part):
    """Served by a stand-in, which knows the domain only if the guide says where to enter it."""

    kind = Host

    def open(self):
        self.place = repository()
        self.host = self.kind()
        if self.settings.has_domain:
            self.host.domains.add("clinic.example")

    def close(self):
        self.host.stop()

    def pushed(self):
        """The last commit of the repository, which must be all that the person has."""
        here = self.person.type("git status --porcelain && git rev-parse HEAD")[1].strip()
        demand(head(self.place) == here, "what is on this computer has not all been committed and pushed")
        return here


class GitHubActions(OnHost):
    host_name = "github-pages"

    def read(self):
        return self.guide.part("publish", "GitHub Pages")

    def open(self):
        super().open()
        self.github = STATE["github"] = GitHub(self.place, self.host, self.settings.variables, self.settings.source)

    def event(self, name, ref="refs/heads/main", branch="main", at=TODAY):
        return self.github.event(name, ref, head(self.place, branch), at)

    def after(self):
        self.pushed()
        for done in self.event("push"):
            demand(done.passed, f"{done.name}, after the push, fails:\n{done.said}")

    def commit(self, message, push=True):
        self.person.type(f"git add . && git commit --quiet -m {shlex.quote(message)}" + (" && git push --quiet origin HEAD" if push else ""))

    def pull_request(self):
        """A pull request with a broken link: its line and file, what each workflow says of it, and that nothing is published."""
        path, line = mistake(self.person)
        self.commit("Prices")
        before = self.github.deployments
        runs = self.event("pull_request", "refs/pull/1/merge", "mistake")
        demand(runs, "no workflow runs on a pull request")
        for done in runs:
            demand(not done.passed, f"{done.name} passes a pull request with a broken link")
            found = [(it["level"], it.get("file"), it.get("line")) for it in done.annotations]
            demand(("error", path, str(line)) in found, f"{done.name} does not annotate {path}, line {line}: {done.annotations}\n{done.said}")
        demand(self.github.deployments == before, "a pull request was published")
        return runs, path, line

    def corrected(self):
        self.person.type("git revert --no-edit HEAD >/dev/null && git push --quiet origin HEAD")
        before = self.github.deployments
        for done in self.event("pull_request", "refs/pull/1/merge", "mistake"):
            demand(done.passed, f"{done.name} fails for a pull request without mistakes:\n{done.said}")
        demand(self.github.deployments == before, "a pull request was published")
        self.person.type("git switch --quiet main && git merge --quiet mistake && git push --quiet origin main")

    def more(self):
        demand(steps_of(self.text, "site.yml") <= 10, "the steps of site.yml have more than ten lines")
        self.pull_request()
        self.corrected()
        self.after()
        check_served(self.guide, self.person)
        self.night()
        self.alone("push", "site.yml")
        self.alone("schedule", "nightly.yml")

    def alone(self, name, workflow):
        ref = "refs/pull/1/merge" if name == "pull_request" else "refs/heads/main"
        self.github.alone(name, ref, head(self.place), TODAY, workflow)

    def night(self):
        """A page for the day after tomorrow: nothing happens tonight, and in the second night it is published."""
        write(f"{SITE}/content/en/soon.md", "---\ntitle: Vaccination day\npublish: 2026-11-25\n---\n\nFrom eight o'clock.\n")
        self.commit("Vaccination day")
        self.after()
        demand(fetch("https://clinic.example/soon/")[0] == 404, "a page is published before its day")
        for day, expected in ((1, 0), (2, 1), (3, 0)):
            before = self.github.deployments
            runs = self.event("schedule", at=TODAY + day * DAY + 300)
            demand(runs, "no workflow has a schedule")
            for done in runs:
                demand(done.passed, f"{done.name}, at night, fails:\n{done.said}")
            demand(self.github.deployments - before == expected, f"night {day} before the change published {self.github.deployments - before} times")
        demand(fetch("https://clinic.example/soon/")[0] == 200, "a page is not published on its day")


def mistake(person):
    """Writes a broken link on a branch of its own: where."""
    person.type("git switch --quiet -c mistake")
    path = "content/en/moved.md"
    with open(f"{SITE}/{path}", "a", encoding="utf-8") as file:
        file.write("\n[Prices](prices.md)\n")
    with open(f"{SITE}/{path}", encoding="utf-8") as file:
        return path, len(file.read().splitlines())


def steps_of(text, name):
    """The number of lines below `steps:` in a workflow."""
    code = next(code for _, code, above in blocks(text) if above.endswith(f"{name}`:"))
    lines, count, depth = code.splitlines(), 0, None
    for line in lines:
        indent = len(line) - len(line.lstrip())
        if line.strip() == "steps:":
            depth = indent
        elif depth is not None and indent > depth:
            count += 1
        else:
            depth = None
    return count


class Reports(GitHubActions):
    """The workflows of reports.md that look at pull requests and send SARIF, beside that of publish.md."""

    beside = GitHubActions

    def read(self):
        return self.guide.part("publish", "GitHub Pages") + self.guide.part("reports", "GitHub") + SEND

    def more(self):
        runs, path, line = self.pull_request()
        demand({"check.yml", "site.yml"} <= {done.name for done in runs}, "check.yml does not run on a pull request")
        scans = [done for done in self.event("push", "refs/heads/main", "mistake") if done.sarif]
        demand(scans, "no report reaches code scanning")
        results = [result for one in json.loads(scans[0].sarif[0])["runs"] for result in one["results"]]
        places = [place["physicalLocation"] for result in results for place in result["locations"]]
        demand(any(it["artifactLocation"]["uri"] == path and it["region"]["startLine"] == line for it in places), f"SARIF names {places}")
        self.corrected()
        self.alone("pull_request", "check.yml")
        self.alone("push", "scan.yml")


class Action(GitHubActions):
    """The workflow of install.md, which uses the action of this repository."""

    beside = GitHubActions

    def read(self):
        return self.guide.part("publish", "GitHub Pages") + self.guide.part("install", "GitHub Actions") + SEND

    def more(self):
        runs, _, _ = self.pull_request()
        demand("check.yml" in {done.name for done in runs}, "check.yml does not run on a pull request")
        self.corrected()


# What the two pages above leave to those who have a repository already.
SEND = '\n```sh\ngit add .\ngit commit --quiet -m "Check"\ngit push --quiet\n```\n'


class GitHubBranch(OnHost):
    host_name = "github-pages"

    def read(self):
        return self.guide.part("deploy", "GitHub Pages, from a branch")

    def after(self):
        self.pushed()
        demand(self.settings.source == "Deploy from a branch", "nothing says that a branch is the source of Pages")
        folder = "/srv/branch"
        shutil.rmtree(folder, ignore_errors=True)
        head(self.place, self.settings.branch)
        run("git", "clone", "--quiet", "--branch", self.settings.branch, self.place, folder)
        shutil.rmtree(f"{folder}/.git")
        if not os.path.exists(f"{folder}/.nojekyll"):
            for name in [name for name in os.listdir(folder) if name[0] in "._"]:
                shutil.rmtree(f"{folder}/{name}") if os.path.isdir(f"{folder}/{name}") else os.unlink(f"{folder}/{name}")
        # Only a branch has its domain in a file.
        self.host.domains = {open(f"{folder}/CNAME").read().strip()} if os.path.exists(f"{folder}/CNAME") else set()
        self.host.publish(folder)


class OnGitLab(OnHost):
    kind = GitLabPages
    host_name = "gitlab-pages"

    def read(self):
        return self.guide.part("publish", "GitLab Pages")

    def open(self):
        super().open()
        self.gitlab = GitLab(self.place, self.host, self.settings.variables)

    def after(self):
        demand(self.gitlab.push("main", self.pushed(), TODAY)[0], "no job published pages")

    def more(self):
        demand(not self.gitlab.push("draft", head(self.place), TODAY)[0], "a branch other than main was published")
        before = compiled()
        self.after()
        demand(compiled() == before, "the program is compiled for each run")


class GitLabReports(OnGitLab):
    """The job of reports.md, beside that of publish.md."""

    beside = OnGitLab

    def read(self):
        return self.guide.part("publish", "GitLab Pages") + self.guide.part("reports", "GitLab") + SEND

    def more(self):
        path, line = mistake(self.person)
        self.person.type("git add . && git commit --quiet -m Prices && git push --quiet origin HEAD")
        self.gitlab.kept = Kept()  # as if this were the only job
        published, reports = self.gitlab.push("mistake", head(self.place, "mistake"), TODAY)
        demand(not published, "a branch other than main was published")
        found = [(it["location"]["path"], it["location"]["lines"]["begin"]) for report in reports for it in report]
        demand((path, line) in found, f"the report of code quality does not name {path}, line {line}: {found}")
        self.person.type("git revert --no-edit HEAD >/dev/null && git push --quiet origin HEAD")
        for times in (1, 0):
            before = compiled()
            self.gitlab.push("mistake", head(self.place, "mistake"), TODAY)
            demand(compiled() - before <= times, "the program is compiled for each run")


class OnNetlify(OnHost):
    kind = Netlify
    host_name = "netlify"

    def read(self):
        return self.guide.part("publish", "Netlify")

    def after(self):
        build_on_netlify(self.place, self.pushed(), self.host, self.settings.variables)


class OnCloudflare(OnHost):
    kind = CloudflarePages
    host_name = "cloudflare-pages"

    def read(self):
        return self.guide.part("publish", "Cloudflare Pages", "Built by Cloudflare")

    def after(self):
        head(self.place, self.settings.table.get("Production branch"))
        build_on_cloudflare(self.place, self.pushed(), self.host, self.settings.variables, self.settings.table)


class Wrangler(OnHost):
    kind = CloudflarePages
    host_name = "cloudflare-pages"

    def read(self):
        return self.guide.part("publish", "Cloudflare Pages", "Sent from your computer")

    def open(self):
        super().open()
        STATE["wrangler"] = {"host": self.host}


class OwnServer(Part):
    kind = None

    def read(self):
        return self.guide.part("publish", {"nginx": "nginx", "caddy": "Caddy", "apache": "Apache"}[self.kind])

    def open(self):
        self.host_name = self.kind
        self.server = Server(self.kind)

    def check(self):
        # A server that was told to read its configuration again needs a moment.
        for _ in range(100):
            try:
                fetch("https://clinic.example/")
                break
            except Fault:
                time.sleep(0.03)
        expected = check_served(self.guide, self.person)
        for path in (".firstflight/deployed.json", ".htaccess"):
            status, _, body = fetch(f"https://clinic.example/{path}")
            demand(status in (403, 404) or path in expected, f"everybody can read /{path}: {status}: {body[:80]!r}")

    def close(self):
        self.server.stop()


class Nginx(OwnServer):
    kind = "nginx"


class Caddy(OwnServer):
    kind = "caddy"


class Apache(OwnServer):
    kind = "apache"


class Sent(Part):
    """A web server of somebody else shows a folder."""

    folder = None

    def open(self):
        shutil.rmtree("/srv/www/clinic", ignore_errors=True)
        os.makedirs("/srv/www/clinic")
        os.chown("/srv/www/clinic", 7001, 7001)
        for name in os.listdir("/srv/sftp/htdocs"):
            path = f"/srv/sftp/htdocs/{name}"
            shutil.rmtree(path) if os.path.isdir(path) else os.unlink(path)
        self.host = Host()
        self.host.domains.add("clinic.example")
        self.host.folder = self.folder

    def close(self):
        self.host.stop()


class Rsync(Sent):
    folder = "/srv/www/clinic"

    def read(self):
        return self.guide.part("deploy", "A server, with rsync")


class Sftp(Sent):
    folder = "/srv/sftp/htdocs"

    def read(self):
        return self.guide.part("deploy", "A hosting company, with sftp")


class S3(Part):
    host_name = "s3"

    def read(self):
        return self.guide.part("publish", "S3")

    def open(self):
        self.storage = STATE["storage"] = Storage()
        self.secrets = self.storage.key

    def close(self):
        self.storage.stop()


class Stick(Part):
    """Opened from a folder: every link leads to a file."""

    def read(self):
        return self.guide.part("publish", "A folder on a stick")

    def check(self):
        folder = f"{SITE}/stick"
        demand(os.path.isdir(folder), "there is no folder stick")
        self.person.type("firstflight build --strict --links files --out /srv/expected-stick --state /srv/expected-stick-state")
        files = tree(folder)
        demand(files == tree("/srv/expected-stick"), "the folder on the stick is not what build makes")
        links = 0
        for path, content in files.items():
            for link in re.findall(rb"<a[^>]* href=\"?([^\"> #]+)", content) if path.endswith(".html") and path != "404.html" else []:
                if not re.match(rb"[a-z]+:", link):
                    links += 1
                    aim = os.path.normpath(os.path.join(os.path.dirname(path), link.decode()))
                    demand(aim in files, f"stick/{path} leads to {aim}, which is not a file")
        demand(links >= 5, f"only {links} links")


PARTS = {"github-actions": GitHubActions, "github-branch": GitHubBranch, "reports": Reports, "action": Action, "gitlab": OnGitLab, "gitlab-reports": GitLabReports,
         "netlify": OnNetlify, "cloudflare": OnCloudflare, "wrangler": Wrangler, "nginx": Nginx, "caddy": Caddy, "apache": Apache, "rsync": Rsync,
         "sftp": Sftp, "s3": S3, "stick": Stick}

# Mistakes in the guide that the judge must notice: the part, the page, the text and what is there instead.
BROKEN = [
    ("github-actions", "publish", "base_url: https://clinic.example/", "base_url: https://example.org/"),
    ("github-actions", "publish", "site.yml`:", "site.text`:"),
    ("github-actions", "publish", "pages: write, id-token", "id-token"),
    ("github-actions", "publish", "    environment: github-pages\n", ""),
    ("github-actions", "publish", "choose \"GitHub Actions\" as source", "choose a source"),
    ("github-actions", "publish", "add the variable `FIRSTFLIGHT`", "go on"),
    ("github-actions", "publish", " --format github", ""),
    ("github-actions", "publish", "    if: github.ref == 'refs/heads/main'\n", ""),
    ("github-actions", "publish", "actions: write", "actions: read"),
    ("github-actions", "publish", "-d yesterday ", ""),
    ("github-branch", "deploy", "#gh-pages --build", " --build"),
    ("reports", "reports", "check --format github", "check"),
    ("reports", "reports", ", security-events: write", ""),
    ("action", "install", "command: check", "command: chek"),
    ("gitlab", "publish", "Write `.gitlab-ci.yml`", "Write `gitlab-ci.yml`"),
    ("gitlab", "publish", "  image: rust:1\n", ""),
    ("gitlab-reports", "reports", "    when: always\n", ""),
    ("netlify", "publish", "rustup default stable && ", ""),
    ("netlify", "publish", "host: netlify\n", "host: github-pages\n"),
    ("cloudflare", "publish", "curl -fsSL https://sh.rustup.rs \\| sh -s -- -y --profile minimal && . ~/.cargo/env && ", ""),
    ("wrangler", "publish", "npx wrangler pages project create clinic --production-branch main\n", ""),
    ("nginx", "publish", "    ssl_certificate /etc/letsencrypt/live/clinic.example/fullchain.pem;\n", ""),
    ("nginx", "publish", "    brotli_static on;   # needs the package libnginx-mod-http-brotli-static\n", ""),
    ("caddy", "publish", "\timport clinic.caddy\n", ""),
    ("apache", "publish", "        AllowOverride All\n", ""),
    ("apache", "publish", "a2enmod headers rewrite ssl", "a2enmod headers ssl"),
    ("rsync", "deploy", "www@clinic.example:/srv/www/clinic --build", "www@clinic.example:/srv/www --build"),
    ("sftp", "deploy", ":/htdocs", ":htdocs/site"),
    ("s3", "publish", "aws s3 website s3://clinic.example --index-document index.html --error-document 404.html\n", ""),
    ("s3", "publish", "aws s3api delete-public-access-block --bucket clinic.example\n", ""),
    ("stick", "publish", " --links files", ""),
]


def follow(name, guide, without=None):
    """What is wrong, or None."""
    try:
        PARTS[name](guide, without).go()
    except Fault as fault:
        return str(fault)
    except Exception as error:  # the other parts are followed all the same
        return f"{BY_ITSELF}{type(error).__name__}: {error}\n{traceback.format_exc()}"
    return None


BY_ITSELF = "the judge failed: "


def is_noticed(fault, change):
    """Whether a mistake was met. That the judge itself fails does not count."""
    by_itself = (fault or "").startswith(BY_ITSELF)
    if SHOW or by_itself:
        print(f"{change}: {fault}")
    return fault is not None and not by_itself


def lines(names):
    """Takes each line of code away, and says which of them the judge did not miss."""
    found, count = [], 0
    for name in names:
        part = PARTS[name](Guide())
        others = [code for _, code, _ in blocks(part.beside(Guide()).text)] if part.beside else []
        fenced, text, block = False, part.text.splitlines(), []
        for at, line in enumerate(text):
            if line.startswith("```"):
                fenced = not fenced
                block = "\n".join(text[at + 1:text.index("```", at + 1)]) + "\n" if fenced else ""
            elif fenced and line.strip() not in ("...", "") and block not in others:
                count += 1
                if not is_noticed(follow(name, Guide(), at), f"{name} without {line!r}"):
                    found.append(f"{name}: not missed: {line}")
    print("\n".join([*found, f"{count} lines taken away, {len(found)} not missed"]))


def selftest(names):
    """Mistakes that were not noticed."""
    found = []
    for name, page, old, new in BROKEN:
        if name in names and not is_noticed(follow(name, Guide([(page, old, new)])), f"{name}: {old!r} as {new!r}"):
            found.append(f"{name}: not noticed: {old!r} as {new!r} in {page}.md")
    return found


def main():
    program = os.path.abspath(sys.argv[1])
    option = next((word.split("=", 1)[1] for word in sys.argv if word.startswith("--only=")), None)
    names = option.split(",") if option else list(PARTS)
    folder = tempfile.mkdtemp(prefix="firstflight-world-")
    began = time.monotonic()
    try:
        build_world(program, folder)
        questions = Questions()
        questions.answer = ask
        faults = []
        for name in names:
            start = time.monotonic()
            fault = follow(name, Guide())
            print(f"{name}: {'passed' if fault is None else 'FAILED'} in {time.monotonic() - start:.1f} s", flush=True)
            if fault:
                faults.append(f"{name}: {fault}")
        noticed = 0
        if "--no-selftest" not in sys.argv:
            missed = selftest(names)
            noticed = sum(name in names for name, *_ in BROKEN) - len(missed)
            faults += missed
        if "--lines" in sys.argv:
            lines(names)
        faults += questions.errors
        for fault in faults:
            print(fault)
        print(f"{len(names)} parts of the guide followed, {checks} checks, {noticed} mistakes noticed, {len(faults)} faults, "
              f"in {time.monotonic() - began:.0f} s")
        return 1 if faults or not checks else 0
    finally:
        os.chdir("/")
        subprocess.run(["umount", "-l", folder], check=False)
        shutil.rmtree(folder, ignore_errors=True)


def halves():
    """Follows one half of the parts beside the other, each in a world of its own."""
    # These take half of the time.
    first = ["github-actions", "github-branch", "gitlab", "gitlab-reports", "netlify", "cloudflare", "wrangler", "stick"]
    groups = [first, [name for name in PARTS if name not in first]]
    running = [subprocess.Popen([sys.executable, "-B", os.path.abspath(__file__), *sys.argv[1:], f"--only={','.join(names)}"],
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) for names in groups]
    sums, words = [0] * 5, []
    for process in running:
        *said, last = process.communicate()[0].splitlines() or [""]
        print("\n".join(said))
        numbers = re.findall(r"\d+", last)
        if process.returncode or len(numbers) != len(sums):
            print(last)
        if len(numbers) == len(sums):
            words = re.split(r"\d+", last)
            sums = [sum(pair) for pair in zip(sums, map(int, numbers))][:4] + [max(sums[4], int(numbers[4]))]
    if words:
        print("".join(f"{word}{number}" for word, number in zip(words, sums)) + words[-1])
    return max((abs(process.returncode) for process in running), default=1)


def missing():
    """Programs and packages that this machine lacks."""
    path = os.environ["PATH"] + ":/usr/sbin:/sbin"
    names = ["unshare", "ip", "openssl", "git", "ssh", "ssh-keygen", "sftp", "sshd", "rsync", "curl", "nginx", "caddy", "apache2"]
    found = [name for name in names if not shutil.which(name, path=path)]
    for package in ("yaml", "moto", "boto3", "flask"):
        try:
            __import__(package)
        except ImportError:
            found.append(package)
    return found


checks, STATE, SHOW = 0, {}, "--show" in sys.argv
if os.environ.pop("GUIDE_WORLD", None):
    sys.exit(main())
lacking = missing()
if not may_enter():
    # Not even root may in some containers.
    print("Nothing was followed: this machine lets nobody make namespaces")
    sys.exit(0)
if lacking:
    print("Nothing was followed: this machine lacks " + ", ".join(lacking))
    sys.exit(1 if os.environ.get("CI") == "true" else 0)
if not any(word.startswith("--only=") for word in sys.argv):
    sys.exit(halves())
enter([os.path.abspath(__file__), *sys.argv[1:]])
