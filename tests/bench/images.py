"""Measures what images cost: python3 tests/bench/images.py PHOTOGRAPHS [--count 40] [--formats 12] [--program PATH]

PHOTOGRAPHS are folders or files: large photographs as JPEG, PNG or WebP, such as those of the Debian packages budgie-backgrounds
and mate-backgrounds. Needs the package Pillow (11.3 or later, with AVIF), the program cwebp in the PATH, and for the comparison of
formats the package ssimulacra2.

The first part cuts `--count` pictures of about 2 MB out of them, each another part, turned over and toned differently, and builds a
site that shows them all, on one thread, with an empty cache and again with a full one. The difference is what making the images
takes. It is compared with `cwebp -m 4 -q 75` for the same pictures: for the width in which pages show them, which is what the program
makes of each in addition to a JPEG, and for their full size. Printed are seconds of processor time for each picture, and how many times
that of cwebp it is.

The second part scales `--formats` of the pictures, and maps and scans that it draws, to the width of pages, encodes them as WebP
with the quality that the program uses, scores the result with SSIMULACRA2, searches for the quality at which AVIF has the same score,
and compares bytes and processor time.
"""

import argparse
import io
import os
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageFont, ImageOps

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
# As in src/media/picture.rs.
WIDTH, QUALITY = 640, 75
BYTES = 2_000_000
SPEEDS = (6, 8)


def photographs(named):
    files = []
    for path in map(Path, named):
        files += sorted(path.rglob("*")) if path.is_dir() else [path]
    files = [path for path in files if path.suffix.lower() in (".jpg", ".jpeg", ".png", ".webp")]
    return [path for path in files if min(Image.open(path).size) >= 1_000]


def cut(path, number):
    """A part of a photograph with about twelve million pixels, as a JPEG of about BYTES."""
    chance = random.Random(number)
    image = Image.open(path).convert("RGB")
    size = [round(side * chance.uniform(0.75, 1)) for side in image.size]
    left, top = (chance.randint(0, whole - part) for whole, part in zip(image.size, size))
    image = image.crop((left, top, left + size[0], top + size[1]))
    image = ImageOps.mirror(image) if number % 2 else image
    image = ImageEnhance.Brightness(image).enhance(chance.uniform(0.8, 1.2))
    width = round((12_000_000 * size[0] / size[1]) ** 0.5)
    image = image.resize((width, round(width * size[1] / size[0])), Image.Resampling.LANCZOS)
    low, high = 40, 98
    while low < high:
        quality = (low + high + 1) // 2
        bytes_ = io.BytesIO()
        image.save(bytes_, "JPEG", quality=quality)
        low, high = (quality, high) if bytes_.tell() <= BYTES else (low, quality - 1)
    bytes_ = io.BytesIO()
    image.save(bytes_, "JPEG", quality=low)
    return bytes_.getvalue()


def cpu(command, **more):
    """Seconds of processor time that a command takes."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, **more)
    if done.returncode != 0:
        sys.exit(done.stderr.decode(errors="replace")[-2_000:])
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def builds(program, folder, pictures):
    content = folder / "site/content/en"
    content.mkdir(parents=True)
    (folder / "site/content/site.yaml").write_text("title: Pictures\nlanguages: { en: { at: / } }\n")
    text = "---\ntitle: Pictures\n---\n"
    for path in pictures:
        shutil.copy(path, content)
        text += f"\n![What the camera saw at place {path.stem}]({path.name})\n"
    (content / "index.md").write_text(text)
    environment = {**os.environ, "XDG_CACHE_HOME": str(folder / "cache")}
    command = [program, "build", "--site", folder / "site", "--out", folder / "out", "--at", "2026-11-23", "--jobs", "1"]
    return [cpu(command, env=environment) for _ in range(2)]


def encoding(program, files, count):
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        pictures = []
        for number in range(count):
            path = folder / f"p{number}.jpg"
            path.write_bytes(cut(files[number % len(files)], number))
            pictures.append(path)
        lengths = [path.stat().st_size for path in pictures]
        sizes = [Image.open(path).size for path in pictures]
        pixels = statistics.mean(width * height for width, height in sizes) / 1_000_000
        print(f"{count} photographs of {statistics.mean(lengths) / 1e6:.2f} MB, {pixels:.1f} megapixels; seconds of processor time for each")
        first, second = builds(program, folder, pictures)
        ours = (first - second) / count
        print(f"firstflight          {ours:.3f}   (a second build: {second / count:.3f})")
        out = folder / "out.webp"
        command = ["cwebp", "-quiet", "-m", "4", "-q", str(QUALITY)]
        for name, scale in ((f"cwebp, {WIDTH} wide", ["-resize", str(WIDTH), "0"]), ("cwebp, full size", [])):
            theirs = sum(cpu([*command, *scale, path, "-o", out]) for path in pictures) / count
            print(f"{name:20} {theirs:.3f}   firstflight: {ours / theirs:.2f} times")


def drawn_map(number):
    """A map: areas, roads, rivers and names."""
    chance = random.Random(number)
    image = Image.new("RGB", (1_600, 1_100), "#f2efe6")
    draw = ImageDraw.Draw(image)
    for _ in range(14):
        x, y = chance.randint(0, 1_600), chance.randint(0, 1_100)
        corners = [(x + chance.randint(-300, 300), y + chance.randint(-300, 300)) for _ in range(7)]
        draw.polygon(corners, fill=chance.choice(["#cfe3c0", "#dfe8cf", "#b9d3e6", "#e7d9c2"]))
    for _ in range(60):
        x, y = chance.randint(0, 1_600), chance.randint(0, 1_100)
        line = [(x := x + chance.randint(-120, 160), y := y + chance.randint(-120, 130)) for _ in range(12)]
        draw.line(line, fill=chance.choice(["#ffffff", "#e8a33d", "#7aa6cf", "#9a9a9a"]), width=chance.randint(2, 9))
    font = ImageFont.load_default(24)
    for place in range(70):
        draw.text((chance.randint(0, 1_500), chance.randint(0, 1_060)), f"Village {place}", fill="#222", font=font)
    return image


def drawn_scan(number):
    """A scanned page: text, a little askew, on paper with grain."""
    chance = random.Random(number)
    image = Image.new("L", (1_400, 1_900), 246)
    draw, font = ImageDraw.Draw(image), ImageFont.load_default(30)
    words = "the water of every well in this district was tested again after rains by two nurses with one kit".split()
    for line in range(44):
        draw.text((130, 120 + 38 * line), " ".join(chance.choice(words) for _ in range(12)), fill=30, font=font)
    image = image.rotate(chance.uniform(-1, 1), Image.Resampling.BICUBIC, fillcolor=246).filter(ImageFilter.GaussianBlur(0.8))
    noise = Image.effect_noise(image.size, 14)
    return Image.blend(image, noise, 0.06).convert("RGB")


def encoded(image, form, quality, **more):
    begin, out = time.process_time(), io.BytesIO()
    image.save(out, form, quality=quality, **more)
    return out.getvalue(), time.process_time() - begin


def formats(files, count):
    from ssimulacra2 import compute_ssimulacra2

    def scaled(image):
        return image.resize((WIDTH, round(WIDTH * image.height / image.width)), Image.Resampling.LANCZOS)

    kinds = {
        "photographs": [scaled(Image.open(io.BytesIO(cut(files[n % len(files)], n)))) for n in range(count)],
        "maps": [scaled(drawn_map(n)) for n in range(max(count // 3, 1))],
        "scans": [scaled(drawn_scan(n)) for n in range(max(count // 3, 1))],
    }
    with tempfile.TemporaryDirectory() as folder:
        original, other = Path(folder, "a.png"), Path(folder, "b.png")

        def score(image, bytes_):
            image.save(original)
            Image.open(io.BytesIO(bytes_)).convert("RGB").save(other)
            return compute_ssimulacra2(str(original), str(other))

        print(f"\nat the SSIMULACRA2 score of WebP with quality {QUALITY}; bytes and seconds of processor time for each image")
        for kind, images in kinds.items():
            webp = [encoded(image, "WEBP", QUALITY, method=4) for image in images]
            scores = [score(image, bytes_) for image, (bytes_, _) in zip(images, webp)]
            rows = {"WebP": webp}
            jpeg = [encoded(image, "JPEG", QUALITY) for image in images]
            for speed in SPEEDS:
                rows[f"AVIF, speed {speed}"] = []
                for image, wanted in zip(images, scores):
                    low, high = 20, 95
                    while low < high:
                        quality = (low + high) // 2
                        bytes_, _ = encoded(image, "AVIF", quality, speed=speed, max_threads=1)
                        low, high = (low, quality) if score(image, bytes_) >= wanted else (quality + 1, high)
                    rows[f"AVIF, speed {speed}"].append(encoded(image, "AVIF", low, speed=speed, max_threads=1))
            print(f"{kind}: {len(images)}, scores {min(scores):.0f} to {max(scores):.0f}, mean {statistics.mean(scores):.1f}")
            jpeg_scores = statistics.mean(score(image, bytes_) for image, (bytes_, _) in zip(images, jpeg))
            for name, row in {**rows, f"JPEG (score {jpeg_scores:.1f})": jpeg}.items():
                size = statistics.mean(len(bytes_) for bytes_, _ in row)
                share = statistics.mean(len(a) / len(b) for (a, _), (b, _) in zip(row, webp))
                print(f"  {name:18} {size:9,.0f} bytes, {share:5.2f} of WebP, {statistics.mean(s for _, s in row):.3f} s")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("photographs", nargs="+")
    parser.add_argument("--count", type=int, default=40)
    parser.add_argument("--formats", type=int, default=12)
    parser.add_argument("--program", default=ROOT / "target/release/firstflight")
    arguments = parser.parse_args()
    files = photographs(arguments.photographs)
    if not files:
        sys.exit("no photographs with at least 1,000 pixels on each side")
    print(f"{len(files)} photographs as a beginning")
    if arguments.count:
        encoding(arguments.program, files, arguments.count)
    if arguments.formats:
        formats(files, arguments.formats)


if __name__ == "__main__":
    main()
