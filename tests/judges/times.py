"""One instant, wherever it is said: 50,000 random events, built by the program, and each read back from its page, from its
calendar file by two independent parsers, and from its description for machines; Python's own zone data are the judge.

    python times.py PROGRAM FOLDER [--events=50000] [--seed=1]

FOLDER is replaced. Needs the packages of requirements.txt, and ical.js by way of times.mjs beside this file.
"""

import json
import multiprocessing
import random
import re
import shutil
import subprocess
import sys
import time
import zoneinfo
from datetime import date, datetime, timedelta, timezone
from html.parser import HTMLParser
from pathlib import Path

import icalendar
import tzdata

HERE = Path(__file__).parent
PER_PAGE = 100
FIRST, LAST = date(1990, 1, 1), date(2037, 12, 31)
UTC = timezone.utc
# Zones of the database that Firstflight refuses on purpose: offsets and abbreviations are not places.
REFUSED = {
    "CET", "CST6CDT", "EET", "EST", "EST5EDT", "Factory", "GMT", "GMT+0", "GMT-0", "GMT0", "Greenwich", "HST", "MET", "MST",
    "MST7MDT", "PST8PDT", "WET",
}
ALSO_UTC = {"UTC", "UCT", "Zulu", "Universal", "Etc/UTC", "Etc/UCT", "Etc/Zulu", "Etc/Universal"}

# The machine's own database may be of another day.
zoneinfo.reset_tzpath(to=[])


def zones():
    names = tzdata.__path__[0]
    listed = (Path(names) / "zones").read_text().split()
    fixed = {name for name in listed if name.startswith("Etc/G")}
    return sorted(set(listed) - REFUSED - fixed)


def instants(wall, zone):
    """The instants at which clocks of a zone show a time: none in a gap, two in a fold."""
    both = {wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)}
    return [instant for instant in both if instant.astimezone(zone).replace(tzinfo=None) == wall]


def events(number, seed):
    """Random triples of zone, date and wall time, with an end and a second zone; what clocks skip or repeat is left out,
    as it is a finding."""
    rng = random.Random(seed)
    names = zones()
    known = {name: zoneinfo.ZoneInfo(name) for name in names}
    days = (LAST - FIRST).days
    made, skipped = [], 0
    while len(made) < number:
        # Each zone first once, then at random.
        name = names[len(made)] if len(made) < len(names) else rng.choice(names)
        day = FIRST + timedelta(days=rng.randint(0, days))
        start = datetime(day.year, day.month, day.day, rng.randrange(24), rng.randrange(60))
        end = start + timedelta(minutes=rng.choice([rng.randint(1, 240), rng.randint(1, 4000)]))
        starts, ends = instants(start, known[name]), instants(end, known[name])
        if len(starts) != 1 or len(ends) != 1 or ends[0] <= starts[0] or end.date() > LAST:
            skipped += 1
            continue
        made.append({
            "id": f"e{len(made)}", "zone": name, "also": rng.choice(names), "wall": (start, end),
            "instant": (starts[0], ends[0]),
        })
    return made, skipped


def write_site(folder, made):
    if folder.exists():
        shutil.rmtree(folder)
    pages = folder / "content" / "en"
    pages.mkdir(parents=True)
    # No page is weighed against a budget here: a hundred events are more than anybody would put on one.
    (folder / "content" / "site.yaml").write_text(
        "title: Times\nbase_url: https://example.org/\nlanguages: { en: { at: / } }\nbudget: { page: 1000000 }\n"
    )
    records = []
    for event in made:
        start, end = event["wall"]
        last = f", end_date: {end:%Y-%m-%d}" if end.date() != start.date() else ""
        records.append(
            f'- {{id: {event["id"]}, title: T, date: {start:%Y-%m-%d}, start: "{start:%H:%M}", end: "{end:%H:%M}"{last}, '
            f'zone: {event["zone"]}, also_show: [{event["also"]}]}}\n'
        )
    (folder / "content" / "events.yaml").write_text("".join(records))
    (pages / "index.md").write_text("---\ntitle: Home\n---\nHome.\n")
    for at in range(0, len(made), PER_PAGE):
        calls = "\n\n".join(f'{{{{ event(id="{event["id"]}") }}}}' for event in made[at:at + PER_PAGE])
        (pages / f"p{at // PER_PAGE}.md").write_text(f"---\ntitle: Page\n---\n{calls}\n")


# Tags at which a paragraph ends: minified pages leave out its own.
BLOCKS = ("p", "div", "main", "h1", "h2", "footer", "blockquote")


class Rows(HTMLParser):
    """The clocks of each event on a page: text row by row, and the values of its `time` elements."""

    def __init__(self):
        super().__init__()
        self.found, self.rows, self.inside = [], None, False

    def end(self):
        """Ends a paragraph: the clocks of the event's own city begin an event, and those of others follow in small type."""
        rows, self.rows = self.rows, None
        if rows and rows["kind"] == "when":
            self.found.append(rows)
        elif rows and self.found and all(ROW.match(" ".join(text.split())) for text in rows["text"]):
            self.found[-1]["text"] += rows["text"]
            self.found[-1]["times"] += rows["times"]

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag in BLOCKS:
            self.end()
        if tag == "main":
            self.inside = True
        elif tag == "p" and self.inside and attributes.get("class") in ("when", "small"):
            self.rows = {"kind": attributes["class"], "times": [], "text": [""]}
        elif tag == "br" and self.rows:
            self.rows["text"].append("")
        elif tag == "time" and self.rows:
            self.rows["times"].append(attributes["datetime"])

    def handle_endtag(self, tag):
        if tag in BLOCKS:
            self.end()
        if tag == "main":
            self.inside = False

    def handle_data(self, text):
        if self.rows:
            self.rows["text"][-1] += text


# As the theme writes it: "Tue, 1 December 2026".
DAY = r"[A-Z][a-z]{2}, \d{1,2} [A-Z][a-z]+ \d{4}"
ROW = re.compile(
    rf"(?:(?P<day>{DAY}), )?(?P<start>\d\d:\d\d)"
    rf"(?:–| – (?P<last>{DAY}), )(?P<end>\d\d:\d\d) (?P<city>[^(]+?)(?: \((?P<setting>[^)]+)\))?$"
)


def iso(day):
    """A day in ISO 8601; its day of the week must be right."""
    read = datetime.strptime(day, "%a, %d %B %Y")
    if f"{read:%a}" != day[:3]:
        raise ValueError(f"not a {day[:3]}: {day!r}")
    return f"{read:%Y-%m-%d}"


def row(text, own):
    """A row as wall times, the day that it leaves out being the record's; and the rest of it."""
    match = ROW.match(" ".join(text.split()))
    if not match:
        raise ValueError(f"not a row: {text!r}")
    day = iso(match["day"]) if match["day"] else own
    last = iso(match["last"]) if match["last"] else day
    read = [datetime.fromisoformat(f"{on}T{at}") for on, at in ((day, match["start"]), (last, match["end"]))]
    return read, match["city"], match["setting"]


def offset_name(instant, zone):
    """`UTC−4`, by Python's data."""
    seconds = int(instant.astimezone(zone).utcoffset().total_seconds())
    if not seconds:
        return "UTC±0"
    hours, minutes = divmod(abs(seconds) // 60, 60)
    return f"UTC{'+' if seconds > 0 else '−'}{hours}" + (f":{minutes:02}" if minutes else "")


def judge_page(event, rows):
    zone, also = zoneinfo.ZoneInfo(event["zone"]), zoneinfo.ZoneInfo(event["also"])
    start, end = event["instant"]
    own = f"{event['wall'][0]:%Y-%m-%d}"
    wanted = [("record", zone)]
    if event["zone"] not in ALSO_UTC:
        wanted.append(("UTC", UTC))
    if event["also"] != event["zone"] and event["also"] not in ALSO_UTC:
        wanted.append(("also", also))
    if len(rows["text"]) != len(wanted):
        yield f"{len(rows['text'])} rows instead of {len(wanted)}: {rows['text']}"
        return
    for text, (name, clock) in zip(rows["text"], wanted):
        read, city, setting = row(text, own)
        right = [instant.astimezone(clock).replace(tzinfo=None) for instant in (start, end)]
        if read != right:
            yield f"{name}: the page says {text!r}, clocks show {right}"
        if name == "UTC" and (city, setting) != ("UTC", None):
            yield f"the row of UTC is {text!r}"
        if setting:
            offsets = [part.split(", ")[-1] for part in setting.split(" → ")]
            right = [offset_name(start, clock)]
            if offset_name(end, clock) != right[0]:
                right.append(offset_name(end, clock))
            # A name may change where the offset does not.
            if list(dict.fromkeys(offsets)) != right:
                yield f"{name}: the page says {setting!r}, clocks are at {right}"
    read = [datetime.fromisoformat(value) for value in rows["times"]]
    if read != [start, end]:
        yield f"<time> says {rows['times']}, clocks {start} {end}"


def judge_files(job):
    """Faults in the calendar file and the description of one event."""
    folder, event = job
    faults = []
    start, end = event["instant"]
    data = (folder / f"{event['id']}.ics").read_bytes()
    if any(len(line) > 75 for line in data.split(b"\r\n")) or b"\n" in data.replace(b"\r\n", b""):
        faults.append("a line of the calendar file is too long, or ends otherwise than with CR LF")
    calendar = icalendar.Calendar.from_ical(data)
    [entry] = calendar.walk("VEVENT")
    read = [entry.decoded("dtstart"), entry.decoded("dtend")]
    if read != [start, end] or any(value.utcoffset() for value in read):
        faults.append(f"icalendar reads {read}, clocks show {start} {end}")
    if str(entry["uid"]) != f"{event['id']}@example.org":
        faults.append(f"the name is {entry['uid']}")
    described = json.loads((folder / f"{event['id']}.jsonld").read_text())
    read = [datetime.fromisoformat(described[key]) for key in ("startDate", "endDate")]
    wall = [value.replace(tzinfo=None) for value in read]
    if read != [start, end]:
        faults.append(f"the description says {described}, clocks {start} {end}")
    own = zoneinfo.ZoneInfo(event["zone"]).utcoffset(start.astimezone(zoneinfo.ZoneInfo(event["zone"])))
    if own.total_seconds() % 60 == 0 and wall != list(event["wall"]):
        faults.append(f"the description says {described}, the record {event['wall']}")
    return [f"{event['id']} {event['zone']} {event['wall'][0]}: {fault}" for fault in faults]


def blind_readers(event, public, second):
    """Readers that would not notice an event a minute later than it is: a judge that finds nothing is useless."""
    later = [instant + timedelta(minutes=1) for instant in event["instant"]]
    wrong = {**event, "instant": later}
    reader = Rows()
    reader.feed((public / "p0" / "index.html").read_text())
    on_page = list(judge_page(wrong, reader.found[0]))
    in_files = judge_files((public / "events", wrong))
    notices = {
        "the page's text": any("the page says" in fault for fault in on_page),
        "<time>": any("<time>" in fault for fault in on_page),
        "icalendar": any("icalendar" in fault for fault in in_files),
        "JSON-LD": any("description" in fault for fault in in_files),
        "ical.js": second[event["id"]] != "\t".join(f"{instant:%Y-%m-%dT%H:%M:%S}Z" for instant in later),
    }
    return [f"whoever reads {name} would not notice a minute" for name, notice in notices.items() if not notice]


def main():
    words = [word for word in sys.argv[1:] if not word.startswith("--")]
    options = dict(word[2:].split("=") for word in sys.argv[1:] if word.startswith("--"))
    program, folder = Path(words[0]).resolve(), Path(words[1]).resolve()
    number, seed = int(options.get("events", 50_000)), int(options.get("seed", 1))

    made, skipped = events(number, seed)
    write_site(folder, made)
    began = time.monotonic()
    subprocess.run([program, "build", "--site", folder, "--out", folder / "public", "--at", "2026-11-23"],
                   check=True, stdout=subprocess.DEVNULL)
    built = time.monotonic() - began
    public = folder / "public"

    faults = []
    for at in range(0, number, PER_PAGE):
        reader = Rows()
        reader.feed((public / f"p{at // PER_PAGE}" / "index.html").read_text())
        page = made[at:at + PER_PAGE]
        if len(reader.found) != len(page):
            faults.append(f"p{at // PER_PAGE}: {len(reader.found)} events instead of {len(page)}")
            continue
        for event, rows in zip(page, reader.found):
            faults += [f"{event['id']} {event['zone']} {event['wall'][0]}: {fault}" for fault in judge_page(event, rows)]
    with multiprocessing.Pool() as pool:
        for found in pool.imap(judge_files, ((public / "events", event) for event in made), chunksize=500):
            faults += found
    # The second parser of calendar files.
    read = subprocess.run(["node", HERE / "times.mjs", public / "events"], check=True, capture_output=True, text=True).stdout
    second = dict(line.split("\t", 1) for line in read.splitlines())
    for event in made:
        right = "\t".join(f"{instant:%Y-%m-%dT%H:%M:%S}Z" for instant in event["instant"])
        if second.get(event["id"]) != right:
            faults.append(f"{event['id']} {event['zone']}: ical.js reads {second.get(event['id'])}, clocks show {right}")
    faults += blind_readers(made[0], public, second)
    for fault in faults[:50]:
        print(fault)
    zone_count = len({event["zone"] for event in made})
    print(f"{number} events in {zone_count} zones ({skipped} left out: clocks skip or repeat them, or end first), built in "
          f"{built:.1f} s, read from pages, icalendar {icalendar.__version__}, ical.js and JSON-LD; tzdata "
          f"{tzdata.IANA_VERSION}; {len(faults)} faults")
    sys.exit(1 if faults or not made else 0)


if __name__ == "__main__":
    main()
