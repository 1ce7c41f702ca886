"""Machines that build sites, for tests/judges/guide_hosts.py: they read the workflow of GitHub, `.gitlab-ci.yml`, `netlify.toml`, and
the settings of Cloudflare Pages, and run the commands in them as bash would there, with no other variables or programs than those hosts
give. What those hosts refuse is a Fault.
"""

import fnmatch
import glob
import hashlib
import json
import os
import re
import shutil
import subprocess
import tomllib

try:
    import yaml
except ImportError:
    yaml = None  # guide_hosts.py says that it is missing

from guide_world import SYSTEM, Fault, run

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PLACE = "/srv/machine"


class Machine:
    """A fresh machine with a clone of the site's repository; `name` is the folder of its programs in /srv/bin."""

    def __init__(self, name, repository, commit, epoch=None, variables=()):
        shutil.rmtree(PLACE, ignore_errors=True)
        os.makedirs(f"{PLACE}/home")
        os.makedirs(f"{PLACE}/temp")
        self.repository, self.commit = repository, commit
        self.at = f"{PLACE}/site"
        self.env = {"HOME": f"{PLACE}/home", "LANG": "C.UTF-8", "CI": "true", **dict(variables)}
        self.env["PATH"] = f"/srv/bin/{name}:{PLACE}/home/.cargo/bin:{SYSTEM}"
        if epoch is not None:
            self.env["SOURCE_DATE_EPOCH"] = str(epoch)
        self.said = ""

    def checkout(self):
        run("git", "clone", "--quiet", self.repository, self.at)
        run("git", "-C", self.at, "checkout", "--quiet", self.commit)

    def bash(self, script, env=(), options="-e"):
        os.makedirs(self.at, exist_ok=True)
        done = subprocess.run(["bash", "--noprofile", "--norc", options, "-c", script], cwd=self.at, env={**self.env, **dict(env)}, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
        self.said += f"$ {script}\n{done.stdout}"
        return done.returncode, done.stdout

    def path(self, name):
        """A path in a file of the host, from the folder of the site."""
        home = self.env["HOME"]
        return os.path.normpath(os.path.join(self.at, name.replace("~", home, 1) if name.startswith("~") else name))


class Kept:
    """What a host keeps between runs, by key."""

    def __init__(self):
        self.folders = {}

    def restore(self, machine, key, paths):
        """Whether there was something."""
        if key not in self.folders:
            return False
        for at, path in enumerate(paths):
            kept, to = f"{self.folders[key]}/{at}", machine.path(path)
            if os.path.exists(kept):
                os.makedirs(os.path.dirname(to), exist_ok=True)
                shutil.copytree(kept, to, dirs_exist_ok=True) if os.path.isdir(kept) else shutil.copy(kept, to)
        return True

    def save(self, machine, key, paths):
        folder = f"/srv/kept/{id(self)}/{key}"
        shutil.rmtree(folder, ignore_errors=True)
        os.makedirs(folder)
        for at, path in enumerate(paths):
            source = machine.path(path)
            if os.path.isdir(source):
                shutil.copytree(source, f"{folder}/{at}")
            elif os.path.exists(source):
                shutil.copy(source, f"{folder}/{at}")
        self.folders[key] = folder


def compiled():
    """How often the program has been compiled."""
    if not os.path.exists("/srv/compiled"):
        return 0
    with open("/srv/compiled", encoding="utf-8") as file:
        return len(file.readlines())


def read_yaml(path):
    with open(path, encoding="utf-8") as file:
        try:
            read = yaml.safe_load(file)
        except yaml.YAMLError as error:
            raise Fault(f"{os.path.basename(path)} is not valid YAML: {error}") from None
    if not isinstance(read, dict):
        raise Fault(f"{os.path.basename(path)} holds no keys")
    return read


def need(mapping, key, kind=object):
    """A value that a host does not do without."""
    if not isinstance(mapping, dict) or mapping.get(key) is None or not isinstance(mapping[key], kind):
        raise Fault(f"the key {key} is missing, or of the wrong kind")
    return mapping[key]


# ---- GitHub Actions ---------------------------------------------------------------------------------------------------------


class Expressions:
    """GitHub's expressions, as far as the guide and the action use them."""

    TOKEN = re.compile(r"\s*(?:('(?:[^']|'')*')|(==|!=|&&|\|\||[!()])|([A-Za-z_][\w.-]*))")

    def __init__(self, contexts):
        self.contexts = contexts

    def value(self, text):
        tokens, at = [], 0
        text = text.strip()
        while at < len(text):
            found = self.TOKEN.match(text, at)
            if not found:
                raise Fault(f"an expression that cannot be read: {text}")
            tokens.append(found[0].strip())
            at = found.end()
        self.tokens = tokens
        value = self.any()
        if self.tokens:
            raise Fault(f"an expression that cannot be read: {text}")
        return value

    def any(self):
        value = self.all()
        while self.take("||"):
            other = self.all()
            value = value or other
        return value

    def all(self):
        value = self.compared()
        while self.take("&&"):
            other = self.compared()
            value = value and other
        return value

    def compared(self):
        value = self.one()
        if self.take("=="):
            return value == self.one()
        if self.take("!="):
            return value != self.one()
        return value

    def one(self):
        if self.take("!"):
            return not self.one()
        if self.take("("):
            value = self.any()
            self.take(")")
            return value
        token = self.tokens.pop(0)
        if token.startswith("'"):
            return token[1:-1].replace("''", "'")
        if self.take("("):
            self.take(")")
            if token not in ("always", "success", "failure"):
                raise Fault(f"unknown function {token}()")
            return {"always": True, "success": not self.contexts["failed"], "failure": self.contexts["failed"]}[token]
        value = self.contexts
        for name in token.split("."):
            if token.startswith("vars.") and name not in value:
                raise Fault(f"{token} is used, but nothing says that this variable is to be added")
            value = value.get(name, "") if isinstance(value, dict) else ""
        return value

    def take(self, token):
        if self.tokens and self.tokens[0] == token:
            self.tokens.pop(0)
            return True
        return False

    def text(self, text):
        def plain(value):
            return str(value).lower() if isinstance(value, bool) else str(value)
        return re.sub(r"\$\{\{(.*?)\}\}", lambda found: plain(self.value(found[1])), plain(text), flags=re.DOTALL)


class Run:
    """What came of a workflow."""

    def __init__(self, name):
        self.name, self.jobs, self.annotations, self.said, self.dispatched, self.sarif = name, {}, [], "", [], []

    @property
    def passed(self):
        return all(result != "failed" for result in self.jobs.values())


class GitHub:
    """A repository with its settings, caches and Pages."""

    def __init__(self, repository, host, variables, source):
        self.repository, self.host, self.variables, self.source = repository, host, variables, source
        self.kept, self.deployments, self.run = Kept(), 0, None

    def alone(self, name, ref, commit, epoch, only):
        """Runs one workflow twice, as if it were the only one: the second time, the program must have been kept."""
        self.kept = Kept()
        for times in (1, 0):
            before = compiled()
            for done in self.event(name, ref, commit, epoch, only):
                if only in (None, done.name) and not done.passed:
                    raise Fault(f"{done.name} fails where it is the only workflow:\n{done.said}")
            if compiled() - before > times:
                raise Fault(f"{only} compiles the program each time")

    def event(self, name, ref, commit, epoch=None, only=None):
        """Runs every workflow that this event starts, and those that they start."""
        head = f"{PLACE}-head"
        shutil.rmtree(head, ignore_errors=True)
        run("git", "clone", "--quiet", self.repository, head)
        run("git", "-C", head, "checkout", "--quiet", commit)
        runs = []
        for path in sorted(glob.glob(f"{head}/.github/workflows/*.y*ml")):
            workflow = read_yaml(path)
            if (only is None or os.path.basename(path) == only) and self.starts(workflow, name, ref):
                self.run = Run(os.path.basename(path))
                runs.append(self.run)
                self.jobs(workflow, name, ref, commit, epoch)
        for started in [each for done in list(runs) for each in done.dispatched]:
            runs += self.event("workflow_dispatch", ref, commit, epoch, only=started)
        return runs

    @staticmethod
    def starts(workflow, name, ref):
        on = workflow.get("on", workflow.get(True))  # YAML 1.1 reads the key `on` as true
        if not on:
            raise Fault("the workflow has no key `on`")
        on = {on: None} if isinstance(on, str) else dict.fromkeys(on) if isinstance(on, list) else on
        if name not in on:
            return False
        branches = (on[name] or {}).get("branches") if isinstance(on[name], dict) else None
        return name != "push" or not branches or any(fnmatch.fnmatch(ref, f"refs/heads/{branch}") for branch in branches)

    def jobs(self, workflow, name, ref, commit, epoch):
        waiting = dict(need(workflow, "jobs", dict))
        for job in waiting.values():
            need(job, "steps", list), need(job, "runs-on", str)
        # A job sees the artifacts of those that it needs; others may run at the same time.
        artifacts, results = {}, self.run.jobs
        while waiting:
            ready = next((job for job, it in waiting.items() if all(need in results for need in listed(it.get("needs")))), None)
            if ready is None:
                raise Fault(f"{self.run.name}: jobs need one another: {', '.join(waiting)}")
            job = waiting.pop(ready)
            contexts = {"failed": False, "vars": self.variables, "env": {}, "steps": {}, "inputs": {}, "runner": {"temp": f"{PLACE}/temp"},
                        "github": {"ref": ref, "event_name": name, "token": "a token", "sha": commit, "repository": "clinic/site",
                                   "ref_name": ref.removeprefix("refs/heads/")}}
            needed = all(results[need] == "passed" for need in listed(job.get("needs")))
            if not needed or not self.holds(job.get("if", True), contexts):
                results[ready] = "skipped"
                continue
            permissions = job.get("permissions", workflow.get("permissions", {"contents": "read"}))
            environment = job.get("environment")
            environment = environment.get("name") if isinstance(environment, dict) else environment
            if environment == "github-pages" and ref != "refs/heads/main":
                results[ready] = "failed"
                self.run.said += f"{ref} is not allowed to deploy to github-pages due to environment protection rules\n"
                continue
            machine = Machine(str(job["runs-on"]), self.repository, commit, epoch)
            machine.env.update(GITHUB_ACTIONS="true", GITHUB_REF=ref, GITHUB_EVENT_NAME=name, GITHUB_REPOSITORY="clinic/site", RUNNER_TEMP=f"{PLACE}/temp",
                               GITHUB_WORKSPACE=machine.at)
            if not os.path.isdir(f"/srv/bin/{job['runs-on']}"):
                raise Fault(f"there is no runner {job['runs-on']}")
            artifacts[ready] = {name: path for need in listed(job.get("needs")) for name, path in artifacts[need].items()}
            one = Job(self, machine, contexts, permissions, environment, artifacts[ready])
            results[ready] = "passed" if one.steps(job["steps"]) else "failed"
            self.run.said += machine.said

    @staticmethod
    def holds(condition, contexts):
        if isinstance(condition, bool):
            return condition
        condition = re.sub(r"^\$\{\{(.*)\}\}$", r"\1", condition.strip())
        value = Expressions(contexts).value(condition)
        return bool(value) and (not contexts["failed"] or re.search(r"\b(always|failure)\(\)", condition) is not None)


def listed(value):
    return [] if value is None else [value] if isinstance(value, str) else value


class Job:
    def __init__(self, github, machine, contexts, permissions, environment, artifacts):
        self.github, self.machine, self.contexts, self.permissions = github, machine, contexts, permissions
        self.environment, self.artifacts, self.ends = environment, artifacts, []

    def steps(self, steps):
        for step in steps:
            if not GitHub.holds(step.get("if", "success()"), self.contexts):
                continue
            try:
                passed = self.step(step)
            except Fault as fault:
                self.machine.said += f"{step.get('uses', step.get('run'))}: {fault}\n"
                passed = False
            self.contexts["failed"] |= not passed
        if not self.contexts["failed"]:
            for end in self.ends:
                end()
        return not self.contexts["failed"]

    def may(self, permission, level):
        given = self.permissions.get(permission, "none") if isinstance(self.permissions, dict) else "none"
        if level not in (given, "read" if given == "write" else given):
            raise Fault(f"Resource not accessible by integration: permissions lack {permission}: {level}")

    def step(self, step):
        read = Expressions(self.contexts)
        env = {name: read.text(value) for name, value in (step.get("env") or {}).items()}
        if "run" in step:
            return self.script(read.text(step["run"]), {**self.contexts["env"], **env}, step.get("id"))
        given = {name: read.text(value) for name, value in (step.get("with") or {}).items()}
        action, _, version = need(step, "uses", str).partition("@")
        if not version:
            raise Fault(f"{action} has no version")
        known = {"actions/checkout": self.checkout, "actions/cache": self.cache, "actions/upload-pages-artifact": self.upload,
                 "actions/deploy-pages": self.deploy, "github/codeql-action/upload-sarif": self.sarif}
        if action == "OWNER/NAME/.github/actions/firstflight":
            return self.own_action(given)
        if action not in known:
            raise Fault(f"unknown action {action}")
        known[action](given)
        return True

    def script(self, script, env, name=None):
        files = {f"GITHUB_{kind}": f"{PLACE}/temp/{kind.lower()}" for kind in ("ENV", "OUTPUT", "PATH", "STEP_SUMMARY")}
        for path in files.values():
            open(path, "w", encoding="utf-8").close()
        self.github.permissions = self.permissions
        code, said = self.machine.bash(script, {**env, **files})
        for line in said.splitlines():
            found = re.match(r"::(error|warning|notice) ?(.*?)::(.*)", line)
            if found:
                values = dict(pair.split("=", 1) for pair in found[2].split(",") if "=" in pair)
                self.github.run.annotations.append({"level": found[1], "text": found[3], **values})
        pairs = {kind: dict(line.rstrip("\n").split("=", 1) for line in open(files[f"GITHUB_{kind}"], encoding="utf-8")) for kind in ("ENV", "OUTPUT")}
        self.contexts["env"].update(pairs["ENV"])
        self.contexts["steps"][name] = {"outputs": pairs["OUTPUT"]}
        with open(files["GITHUB_PATH"], encoding="utf-8") as added:
            for line in added:
                self.machine.env["PATH"] = f"{line.strip()}:{self.machine.env['PATH']}"
        return code == 0

    def checkout(self, _):
        self.may("contents", "read")
        self.machine.checkout()

    def cache(self, given):
        key, paths, kept = need(given, "key"), need(given, "path").split("\n"), self.github.kept
        if not kept.restore(self.machine, key, paths):
            self.ends.append(lambda: kept.save(self.machine, key, paths))

    def upload(self, given):
        folder = self.machine.path(given.get("path", "_site/"))
        if not os.path.isdir(folder):
            raise Fault(f"there is no folder {given.get('path')}")
        self.artifacts["github-pages"] = kept = f"{PLACE}-artifact"
        shutil.rmtree(kept, ignore_errors=True)
        hidden = given.get("include-hidden-files", "false") == "true"
        shutil.copytree(folder, kept, ignore=None if hidden else shutil.ignore_patterns(".*"))

    def deploy(self, _):
        self.may("pages", "write")
        self.may("id-token", "write")
        if self.environment != "github-pages":
            raise Fault("the job does not have the environment github-pages")
        if self.github.source != "GitHub Actions":
            raise Fault("Failed to create deployment: ensure that GitHub Pages has GitHub Actions as its source")
        if "github-pages" not in self.artifacts:
            raise Fault("No artifacts named github-pages were found for this workflow run")
        self.github.host.publish(self.artifacts["github-pages"])
        self.github.deployments += 1

    def sarif(self, given):
        self.may("security-events", "write")
        path = self.machine.path(need(given, "sarif_file"))
        if not os.path.exists(path):
            raise Fault(f"Path does not exist: {given['sarif_file']}")
        with open(path, encoding="utf-8") as file:
            self.github.run.sarif.append(file.read())

    def own_action(self, given):
        """The action of this repository, with an installer that copies the program."""
        taken = f"{PLACE}/action"
        for path in (".github/actions/firstflight/action.yml", ".github/actions/firstflight/run.sh", "Cargo.toml"):
            os.makedirs(os.path.dirname(f"{taken}/{path}"), exist_ok=True)
            shutil.copy(f"{ROOT}/{path}", f"{taken}/{path}")
        os.makedirs(f"{taken}/.github/packaging")
        with open(f"{taken}/.github/packaging/install.sh", "w", encoding="utf-8") as installer:
            installer.write("test \"$1\" = --to && mkdir -p \"$2\" && cp /srv/firstflight \"$2/firstflight\"\n")
        with open(f"{taken}/.github/actions/firstflight/action.yml", encoding="utf-8") as file:
            action = yaml.safe_load(file)
        unknown = set(given) - set(action["inputs"])
        if unknown:
            raise Fault(f"the action has no input {', '.join(unknown)}")
        read = Expressions(self.contexts)
        self.contexts["inputs"] = {name: given.get(name, read.text(it["default"])) for name, it in action["inputs"].items()}
        passed = True
        for step in action["runs"]["steps"]:
            env = {name: read.text(value) for name, value in step["env"].items()}
            env["GITHUB_ACTION_PATH"] = f"{taken}/.github/actions/firstflight"
            passed = passed and self.script(read.text(step["run"]), env, step.get("id"))
        return passed


# ---- Others -------------------------------------------------------------------------------------------------------------------


class GitLab:
    def __init__(self, repository, host, variables):
        self.repository, self.host, self.variables, self.kept = repository, host, variables, Kept()

    def push(self, branch, commit, epoch=None):
        """Runs a pipeline: whether Pages were published, and the reports of code quality. A failed job is a Fault, unless it reports."""
        variables = {**self.variables, "CI_COMMIT_BRANCH": branch, "CI_DEFAULT_BRANCH": "main", "GITLAB_CI": "true"}
        machine = Machine("none", self.repository, commit, epoch, variables)
        try:
            machine.checkout()
            jobs = read_yaml(f"{machine.at}/.gitlab-ci.yml")
        except FileNotFoundError:
            raise Fault("the repository has no .gitlab-ci.yml, so nothing is built") from None
        published, reports = False, []
        for name, job in jobs.items():
            need(jobs, name, dict)
            if not any(self.holds(need(rule, "if"), variables) for rule in job.get("rules", [{"if": "$CI_COMMIT_BRANCH"}])):
                continue
            shutil.rmtree(machine.at)
            machine.checkout()
            machine.env["PATH"] = f"/srv/bin/{job.get('image', 'ruby:3.1').split(':')[0]}:{SYSTEM}"
            cache, artifacts = job.get("cache", {}), job.get("artifacts", {})
            key = self.key(machine, cache.get("key"))
            self.kept.restore(machine, key, cache.get("paths", []))
            code, said = machine.bash("set -eo pipefail\n" + "\n".join(need(job, "script", list)))
            report = artifacts.get("reports", {}).get("codequality")
            if report and (not code or artifacts.get("when") == "always") and os.path.exists(machine.path(report)):
                with open(machine.path(report), encoding="utf-8") as file:
                    reports.append(json.load(file))
            elif code:
                raise Fault(f"the job {name} failed:\n{said}")
            if not code:
                self.kept.save(machine, key, cache.get("paths", []))
            if name == "pages" and "public" in artifacts.get("paths", []):
                if not os.path.isdir(f"{machine.at}/public"):
                    raise Fault("the artifact has no folder public")
                self.host.publish(f"{machine.at}/public")
                published = True
        return published, reports

    @staticmethod
    def key(machine, key):
        """The key of a cache: text, or files with whose contents it changes."""
        if not isinstance(key, dict):
            return key
        digest = hashlib.sha256()
        for name in need(key, "files", list):
            with open(machine.path(name), "rb") as file:
                digest.update(file.read())
        return digest.hexdigest()

    @staticmethod
    def holds(rule, variables):
        sides = [variables.get(side.strip()[1:], "") for side in re.split("[!=]=", rule)]
        return bool(sides[0]) if len(sides) == 1 else (sides[0] == sides[1]) == ("==" in rule)


def build_on_netlify(repository, commit, host, variables):
    machine = Machine("netlify", repository, commit, variables={**variables, "NETLIFY": "true"})
    machine.checkout()
    try:
        with open(f"{machine.at}/netlify.toml", "rb") as file:
            build = tomllib.load(file)
    except tomllib.TOMLDecodeError as error:
        raise Fault(f"netlify.toml is not valid TOML: {error}") from None
    except FileNotFoundError:
        raise Fault("the repository has no netlify.toml, so nothing is built") from None
    build = need(build, "build", dict)
    deliver(machine, need(build, "command"), need(build, "publish"), host)


def build_on_cloudflare(repository, commit, host, variables, settings):
    machine = Machine("cloudflare", repository, commit, variables={**variables, "CF_PAGES": "1"})
    machine.checkout()
    deliver(machine, need(settings, "Build command"), need(settings, "Build output directory"), host)


def deliver(machine, command, folder, host):
    code, said = machine.bash(command)
    if code:
        raise Fault(f"the build failed:\n{said}")
    if not os.path.isdir(f"{machine.at}/{folder}"):
        raise Fault(f"there is no folder {folder} to publish")
    host.publish(f"{machine.at}/{folder}")
