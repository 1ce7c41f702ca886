"""Writes a site of any size for measuring, the same for the same seed: python3 corpus.py FOLDER PAGES [SEED]

Pages of about 600 words, fifty to a section, with headings, lists, a table, a footnote, links to other pages and now
and then a number from a record. The words are made up from syllables, so that they compress about as text does.
"""

import random
import sys
from pathlib import Path

PER_SECTION = 50
SYLLABLES = "ba do fi ka lo mi na po ru sa te vo we ze an el ir on us thra stel gren plo".split()
LITTLE = "the a of in to and that is for on with as was by at from it or be not are this have".split()


class Words:
    """A made-up language: some words are common, most are rare, as everywhere."""

    def __init__(self, chance):
        self.chance = chance
        self.rare = ["".join(chance.choices(SYLLABLES, k=chance.randint(2, 4))) for _ in range(4000)]
        self.weights = [1 / (rank + 1) for rank in range(len(self.rare))]

    def some(self, count):
        rare = iter(self.chance.choices(self.rare, self.weights, k=count))
        return [self.chance.choice(LITTLE) if self.chance.random() < 0.45 else next(rare) for _ in range(count)]

    def sentence(self):
        words = self.some(self.chance.randint(7, 19))
        words[0] = words[0].capitalize()
        if len(words) > 12:
            words[6] += ","
        return " ".join(words) + "."

    def paragraph(self, sentences=4):
        return " ".join(self.sentence() for _ in range(sentences))

    def title(self):
        return " ".join(self.some(4)).capitalize()


def name(number):
    """A number in letters, so that each title is another and holds no number."""
    letters = ""
    while number or not letters:
        number, rest = divmod(number, len(SYLLABLES))
        letters += SYLLABLES[rest]
    return letters


def path_of(page):
    return f"section-{page // PER_SECTION}/page-{page % PER_SECTION}.md"


def link(chance, page, pages):
    """A link to a page nearby or anywhere, as an editor writes it."""
    near = page - page % PER_SECTION + chance.randrange(PER_SECTION)
    other = near if chance.random() < 0.7 and near < pages else chance.randrange(pages)
    return f"[{'this' if other == page else 'another'} page](../{path_of(other)})"


def body(chance, words, page, pages):
    parts = [words.paragraph() + " " + link(chance, page, pages)]
    for part in range(3):
        parts.append(f"## {words.title()}")
        parts.append(words.paragraph(5) + (f"[^{part}]" if part == 0 else ""))
        if part == 0:
            parts.append("\n".join(f"- **{words.some(1)[0]}**: {words.sentence()}" for _ in range(4)))
        elif part == 1:
            rows = [f"| {' '.join(words.some(2))} | {' '.join(words.some(3))} | {words.some(1)[0]} |" for _ in range(6)]
            parts.append("| Place | People | Kind |\n|:------|:------:|-----:|\n" + "\n".join(rows))
        else:
            parts.append(f"> {words.paragraph(2)}")
        parts.append(f"{words.paragraph(4)} {link(chance, page, pages)} *{words.sentence()}*")
    if page % 5 == 0:
        parts.append(f'Of all of them, {{{{ stat(id="number-{page % 20}") }}}} are counted.')
    parts.append(f"[^0]: {words.sentence()}")
    return "\n\n".join(parts)


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def main(folder, pages, seed):
    chance = random.Random(seed)
    words = Words(chance)
    content = Path(folder) / "content"
    write(
        content / "site.yaml",
        "title: A measured site\nbase_url: https://measured.example/\nlanguages: { en: { at: / } }\nshow_weight: true\n",
    )
    write(content / "sources.yaml", "- id: dice\n  title: Thrown dice\n")
    records = "".join(
        f"- {{ id: number-{n}, value: {chance.randint(1, 99)}, unit: percent, of: all of them, period: unknown, source: dice }}\n"
        for n in range(20)
    )
    write(content / "statistics.yaml", records)
    write(content / "en/index.md", f"---\ntitle: A measured site\n---\n{words.paragraph()}\n")
    for section in range((pages + PER_SECTION - 1) // PER_SECTION):
        order = f"order: {section + 1}\n" if section < 6 else ""
        head = f"---\ntitle: Section {section}\n{order}---\n{words.paragraph(2)}\n"
        write(content / f"en/section-{section}/index.md", head)
    for page in range(pages):
        date = f"20{page % 20 + 10:02}-{page % 12 + 1:02}-{page % 28 + 1:02}"
        head = f"---\ntitle: {words.title()} {name(page)}\ndescription: {words.sentence()}\ndate: {date}\n---\n"
        write(content / "en" / path_of(page), head + body(chance, words, page, pages) + "\n")


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) == 4 else 1)
