"""Compares builds with those of Zola and Hugo: python3 tests/bench/peers.py [SITE…] [--pages 10000] [--zola COMMAND] [--hugo COMMAND]

Takes sites of Firstflight (an existing one is brought over with `firstflight import site`) and the invented one of corpus.py, and
writes the pages of their largest language for each generator: the same bodies, with its own front matter and its own links to
pages. Calls and other signs of templates are replaced by words in all of them. Zola and Hugo get plain templates: a menu, the style
sheet of the default theme, title, description, date, body, and in sections the list of their pages; no list of headings,
which Firstflight also writes. All of them minify. Each builds once, and the pages and their words are counted; then
come rounds in which each builds into an empty folder in memory, in another order each time. Printed are medians: seconds on the
wall, seconds of processor time, the largest resident memory, and how many times the processor time of Zola that is, as the median of
the ratios within a round. `--zola` and `--hugo` are commands to which arguments are added.
"""

import argparse
import html
import json
import os
import re
import shlex
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from whole import DEFAULT, HERE, run

STYLE = HERE.parent.parent / "themes/plain/style.css"
CALL = re.compile(r"\{\{\s*[\w-]+\(.*?\)\s*\}\}", re.S)
FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,}).*?(?:^ {0,3}\1[`~]*\s*$|\Z)", re.S | re.M)
LINK = re.compile(r"(\]\(<?|^ {0,3}\[[^\]]+\]:\s+<?)([^\s()<>#?:]+\.md)(#[^\s()<>]*)?", re.M)
PART = re.compile(r"page-[0-9]+")
MENU = 6
# How much the words of two generators may differ: they read rare signs of Markdown in different ways.
ALLOWED = 0.01

FRAME = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>@TITLE@ – @SITE@</title>
<meta name="description" content="@DESCRIPTION@">
<style>@STYLE@</style>
</head>
<body>
<nav aria-label="Menu">
<ul>
  <li><a href="/">@SITE@</a></li>
  @MENU@
</ul>
</nav>
<main id="main">
<h1>@TITLE@</h1>
<p class="lead">@DESCRIPTION@</p>
<p class="small">@DATE@</p>
@BODY@
@CHILDREN@
</main>
<footer>
<p>@SITE@</p>
</footer>
</body>
</html>
"""


class Page:
    """A page of the site: its path below the folder of the language, front matter and body."""

    def __init__(self, path, text):
        self.path = path
        _, front, body = text.split("---\n", 2)
        self.front = front
        self.body = CALL.sub("many", body).replace("{{", "{ {").replace("{%", "{ %")
        lines = re.findall(r"^(\w+): *(.*)$", front, re.M)
        self.fields = {key: scalar(value) for key, value in lines}

    @property
    def is_section(self):
        return self.path.name == "index.md"

    def with_links(self, pages, write):
        """The body, with links to pages written as `write(path, fragment)`."""

        def replaced(match):
            path = Path(os.path.normpath(self.path.parent / match[2]))
            return match[1] + write(path, match[3] or "") if path in pages else match[0]

        parts, at = [], 0
        for fence in FENCE.finditer(self.body):
            parts += [LINK.sub(replaced, self.body[at : fence.start()]), fence[0]]
            at = fence.end()
        return "".join(parts) + LINK.sub(replaced, self.body[at:])


def scalar(value):
    value = value.strip()
    if value.startswith('"'):
        return json.loads(value)
    return value[1:-1].replace("''", "'") if value.startswith("'") else value


def read(site):
    """The pages of the largest language of a site by their paths, and its other files."""
    languages = [folder for folder in (site / "content").iterdir() if folder.is_dir()]
    folder = max(languages, key=lambda folder: sum(1 for _ in folder.rglob("*.md")))
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    texts = {path.relative_to(folder): path.read_text(encoding="utf-8") for path in files if path.suffix == ".md"}
    return folder.name, {path: Page(path, text) for path, text in texts.items()}, [path for path in files if path.suffix != ".md"]


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def frame(style, **values):
    text = FRAME.replace("@STYLE@", style)
    for name, value in values.items():
        text = text.replace(f"@{name}@", value)
    return text


def firstflight(site, folder, language, pages):
    shutil.copytree(site, folder, ignore=shutil.ignore_patterns("public", ".public.firstflight"))
    for path, page in pages.items():
        write(folder / "content" / language / path, f"---\n{page.front}---\n{page.body}")


def for_zola(folder, pages, files, root, style):
    link = lambda path, fragment: f"@/{named(path)}{fragment}"
    for path, page in pages.items():
        fields = page.fields
        front = [f"title = {json.dumps(fields.get('title', ''))}"]
        if "description" in fields:
            front.append(f"description = {json.dumps(fields['description'])}")
        if page.is_section:
            front.append(f"weight = {fields.get('order', 1000)}\nsort_by = \"title\"")
        elif fields.get("date") or fields.get("updated"):
            front.append(f"date = {(fields.get('date') or fields['updated'])[:10]}")
        write(folder / "content" / named(path), "+++\n" + "\n".join(front) + "\n+++\n" + page.with_links(pages, link))
    static(folder, files, root)
    write(
        folder / "config.toml",
        'base_url = "https://measured.example"\ntitle = "Measured"\ncompile_sass = false\nbuild_search_index = false\n'
        'minify_html = true\ngenerate_feeds = false\n[slugify]\npaths = "safe"\n[link_checker]\ninternal_level = "warn"\n',
    )
    for name, it in (("page", "page"), ("section", "section"), ("index", "section")):
        children = (
            "<ul>{% for child in section.pages %}<li><a href=\"{{ child.permalink }}\">{{ child.title }}</a> "
            "{% if child.date %}<time>{{ child.date }}</time>{% endif %} {{ child.description }}</li>\n{% endfor %}"
            "{% for path in section.subsections %}{% set child = get_section(path=path, metadata_only=true) %}"
            "<li><a href=\"{{ child.permalink }}\">{{ child.title }}</a> {{ child.description }}</li>\n{% endfor %}</ul>"
        )
        date = "{% if page.date %}<time>{{ page.date }}</time>{% endif %}" if it == "page" else ""
        values = {"TITLE": f"{{{{ {it}.title }}}}", "SITE": "{{ config.title }}", "DESCRIPTION": f"{{{{ {it}.description }}}}"}
        menu = "".join(f'<li><a href="{address}">{html.escape(title)}</a></li>\n' for address, title in menu_of(pages))
        values |= {"MENU": menu, "DATE": date, "BODY": f"{{{{ {it}.content | safe }}}}"}
        write(folder / f"templates/{name}.html", frame(style, **values, CHILDREN=children if it == "section" else ""))


def for_hugo(folder, pages, files, root, style):
    link = lambda path, fragment: f'{{{{< relref "/{named(path).with_suffix("")}{fragment}" >}}}}'
    link_to_section = lambda path, fragment: f'{{{{< relref "/{path.parent}{fragment}" >}}}}'
    of = lambda path, fragment: (link_to_section if path.name == "index.md" else link)(path, fragment)
    for path, page in pages.items():
        front = {key: page.fields[key] for key in ("title", "description") if key in page.fields}
        if page.is_section:
            front["weight"] = int(page.fields.get("order", 1000))
        elif page.fields.get("date") or page.fields.get("updated"):
            front["date"] = (page.fields.get("date") or page.fields["updated"])[:10]
        write(folder / "content" / named(path), json.dumps(front) + "\n" + page.with_links(pages, of))
    # Hugo makes a page for each of these folders by itself.
    for top in {path.parts[0] for path in pages if len(path.parts) > 1}:
        if Path(top, "index.md") not in pages:
            write(folder / f"content/{top}/_index.md", '{"build": {"render": "never"}}\n')
    static(folder, files, root)
    write(
        folder / "hugo.toml",
        'baseURL = "https://measured.example/"\ntitle = "Measured"\ndisableKinds = ["taxonomy", "term", "RSS", "404"]\n'
        "enableGitInfo = false\nbuildFuture = true\n[markup.goldmark.renderer]\nunsafe = true\n[markup.highlight]\ncodeFences = false\n"
        "[markup.goldmark.extensions]\ntypographer = false\n[markup.goldmark.parser.attribute]\ntitle = true\n"
        "[outputs]\nhome = [\"html\"]\nsection = [\"html\"]\n",
    )
    menu = "".join(f'<li><a href="{address}">{html.escape(title)}</a></li>\n' for address, title in menu_of(pages))
    date = '{{ if not .Date.IsZero }}<time>{{ .Date.Format "2006-01-02" }}</time>{{ end }}'
    children = (
        '<ul>{{ range .Pages }}<li><a href="{{ .Permalink }}">{{ .Title }}</a> '
        f"{date} {{{{ .Description }}}}</li>\n{{{{ end }}}}</ul>"
    )
    values = {"TITLE": "{{ .Title }}", "SITE": "{{ site.Title }}", "DESCRIPTION": "{{ .Description }}", "MENU": menu}
    values |= {"BODY": "{{ .Content }}"}
    # Nothing in the sheet is meant for the template language.
    write(folder / "layouts/single.html", frame(style, **values, DATE=date, CHILDREN=""))
    write(folder / "layouts/list.html", frame(style, **values, DATE="", CHILDREN=children))


def named(path):
    return path.with_name("_index.md") if path.name == "index.md" else path


def menu_of(pages):
    first = [page for path, page in pages.items() if len(path.parts) == 2 and page.is_section and "order" in page.fields]
    first.sort(key=lambda page: int(page.fields["order"]))
    return [(f"/{page.path.parent}/", page.fields["title"]) for page in first[:MENU]]


def static(folder, files, root):
    for file in files:
        target = folder / "static" / file.relative_to(root)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, target)


def published(out, names):
    """How many pages are published, and how many words their bodies have, with those of lists of pages.

    Firstflight writes long lists in several parts, which count as one page; `names` are the pages that only look like one."""
    pages = words = 0
    for path in out.rglob("*.html"):
        if path.name == "404.html":
            continue
        text = path.read_text(encoding="utf-8")
        body = text[text.index("</h1>") : text.rindex("<footer")]
        body = re.sub(r"<nav\b.*?</nav>|^</h1>\s*<p class=[\"']?small[\"']?>\s*([^<]*<time.*?</time>)?", " ", body, flags=re.S)
        pages += not (PART.fullmatch(path.parent.name) and path.parent.relative_to(out) not in names)
        words += len(re.findall(r"\w+", html.unescape(re.sub(r"<[^>]*>", " ", body))))
    return pages, words


def measure(name, site, commands, rounds):
    language, pages, files = read(site)
    root = site / "content" / language
    style = re.sub(r"/\*.*?\*/", "", STYLE.read_text(encoding="utf-8"), flags=re.S)
    with tempfile.TemporaryDirectory(dir="/dev/shm" if os.path.isdir("/dev/shm") else None) as work:
        work = Path(work)
        firstflight(site, work / "firstflight", language, pages)
        for_zola(work / "zola", pages, files, root, style)
        for_hugo(work / "hugo", pages, files, root, style)
        out = work / "out"

        def build(generator):
            shutil.rmtree(out, ignore_errors=True)
            return run([part.format(site=work / generator.split()[0], out=out) for part in commands[generator]])

        print(f"\n{name}: {len(pages):,} pages, {rounds} rounds\n", flush=True)
        counts = {}
        for generator in commands:
            build(generator)
            if out.exists():
                counts[generator] = published(out, {path.with_suffix("") for path in pages})
        for generator, (count, words) in counts.items():
            print(f"{generator}: {count:,} pages, {words:,} words")
        (count, words), *others = counts.values()
        if any(other[0] != count or abs(other[1] - words) > ALLOWED * words for other in others):
            sys.exit("they do not publish the same pages and words")
        figures = {generator: [] for generator in commands}
        order = list(commands)
        for _ in range(rounds):
            for generator in order:
                figures[generator].append(build(generator))
            order = order[1:] + order[:1]
    base = figures.get("zola") or next(iter(figures.values()))
    print("\n| generator | wall s | CPU s | CPU, of Zola's | peak MB |")
    print("|-----------|-------:|------:|---------------:|--------:|")
    for generator, rows in figures.items():
        wall, cpu, memory = (statistics.median(values) for values in zip(*rows))
        ratio = statistics.median(row[1] / other[1] for row, other in zip(rows, base))
        print(f"| {generator} | {wall:.2f} | {cpu:.2f} | {ratio:.2f} | {memory:.0f} |", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sites", nargs="*", type=Path, metavar="SITE")
    parser.add_argument("--pages", default="10000", help="sizes of the invented site; empty for none")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--program", default=str(DEFAULT), help="the binary to measure [default: target/release/…]")
    parser.add_argument("--zola", help="the command that runs Zola")
    parser.add_argument("--hugo", help="the command that runs Hugo")
    arguments = parser.parse_args()
    program = shutil.which(arguments.program) or sys.exit(f"there is no program {arguments.program}; build it first")
    program = os.path.abspath(program)
    ours = ["--site", "{site}", "--at", "2026-11-23"]
    commands = {"firstflight": [program, "build", *ours, "--out", "{out}"], "firstflight check": [program, "check", *ours]}
    if arguments.zola:
        commands["zola"] = [*shlex.split(arguments.zola), "--root", "{site}", "build", "--output-dir", "{out}"]
    if arguments.hugo:
        commands["hugo"] = [*shlex.split(arguments.hugo), "--quiet", "--minify", "--source", "{site}", "--destination", "{out}"]
    for site in arguments.sites:
        measure(site.name, site.resolve(), commands, arguments.rounds)
    for pages in arguments.pages.split(","):
        if pages:
            with tempfile.TemporaryDirectory(dir="/dev/shm" if os.path.isdir("/dev/shm") else None) as folder:
                site = Path(folder) / "site"
                subprocess.run([sys.executable, HERE / "corpus.py", site, pages], check=True)
                measure("generated", site, commands, arguments.rounds)


if __name__ == "__main__":
    main()
