"""Examples of W3C's rules for accessibility tests (ACT): what a rule calls failed has the finding, what it calls passed has not.

    act.py PROGRAM ACT WORK

ACT is a folder with the repository act-rules/act-rules.github.io, none of whose text is part of this one. Each example of a rule is
the template of a page. Examples that need a browser, a script or more than one page are left out, each with its reason.
"""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

# Rules by their number, with the codes of findings.
RULES = {
    "b5c3f8": ["wrong-language"],
    "bf051a": ["wrong-language"],
    "de46e4": ["wrong-language"],
    "2779a5": ["missing-title"],
    "23a2a8": ["missing-alt"],
    "7d6734": ["missing-alt"],
    "59796f": ["missing-alt", "broken-reference"],
    "8fc3b6": ["missing-alt", "broken-reference"],
    "97a4e1": ["unnamed-control"],
    "c487ae": ["empty-link", "missing-alt", "broken-reference"],
    "e086e5": ["unnamed-control"],
    "cae760": ["unnamed-control"],
    "ffd0e9": ["missing-heading"],
    "bc659a": ["unrequested-change"],
    "80f0bf": ["unrequested-change"],
    "b4f0c3": ["no-zoom"],
    "674b10": ["invalid-attribute"],
    "5f99a7": ["invalid-attribute"],
    "6a7281": ["invalid-attribute", "broken-reference"],
    "73f2c2": ["invalid-attribute"],
    "6cfa84": ["focus-order"],
    "a25f45": ["broken-reference"],
    "3ea0c8": ["duplicate-id"],
}

# Examples that are left out, with the reason.
SCRIPT = "a script moves the focus, or stops the sound"
EXCEPT = {
    ("6cfa84", "Passed", 4): SCRIPT,
    ("80f0bf", "Passed", 2): "the length of a recording is not known",
    ("80f0bf", "Passed", 3): SCRIPT,
    ("7d6734", "Failed", 3): "parts of drawings are not checked",
}

FRAME = """<!doctype html>
<html lang="en">
<head><title>{{ page.title }}</title></head>
<body><main><h1>{{ page.title }}</h1>
%s
</main></body>
</html>
"""


def rules(folder):
    """Each rule with its examples: kind, number and HTML."""
    for path in sorted((folder / "_rules").glob("*.md")):
        text = path.read_text(encoding="utf-8")
        number = re.search(r"^id: (\w+)$", text, re.M)
        if number and number[1] in RULES:
            pattern = r"#### (Passed|Failed) Example (\d+)\n(.*?)(?=\n#### |\n### |\Z)"
            examples = []
            for kind, count, body in re.findall(pattern, text, re.S):
                html = re.search(r"```(?:html|svg)\n(.*?)```", body, re.S)
                if html:
                    examples.append((kind, int(count), html[1]))
            yield number[1], examples


def codes(program, site, html):
    """The codes of the findings of a site whose home page is this HTML."""
    whole = html if re.search(r"<html", html, re.I) else FRAME % html
    template = site / "themes/own/templates/section.html"
    template.write_text("{% raw %}" + whole.replace("{% endraw %}", "") + "{% endraw %}", encoding="utf-8")
    command = [program, "check", "--site", site, "--format", "json"]
    lines = subprocess.run(command, capture_output=True, text=True, check=False).stdout.splitlines()
    # That an example is not in the language of the site around it is not what its rule is about.
    own = "the page says it is in `"
    return {line["code"] for line in map(json.loads, lines) if not line.get("message", own).startswith(own)}


def main():
    program, folder, work = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    shutil.rmtree(work, ignore_errors=True)
    (work / "content/en").mkdir(parents=True)
    (work / "themes/own/templates").mkdir(parents=True)
    settings = "title: A site\nbase_url: https://example.org/\nlanguages: { en: { at: / } }\ntheme: [own, plain]\n"
    (work / "content/site.yaml").write_text(settings)
    (work / "content/en/index.md").write_text("---\ntitle: Home\n---\n\nText.\n")
    faults, checks, agreed = [], 0, 0
    for rule, examples in rules(folder):
        before = len(faults)
        for kind, number, html in examples:
            if (rule, kind, number) in EXCEPT:
                continue
            checks += 1
            found = codes(program, work, html) & set(RULES[rule])
            if bool(found) != (kind == "Failed"):
                faults.append(f"{rule}: {kind} Example {number}: {', '.join(sorted(found)) or 'nothing'} found")
        agreed += before == len(faults) and bool(examples)
    print("\n".join(faults))
    print(f"{checks} examples of {agreed} rules, {len(EXCEPT)} left out, {len(faults)} faults")
    return 1 if faults or agreed < 15 else 0


sys.exit(main())
