// Takes the picture in the README: the built site as a phone shows it. On the left the start of one page in light, on
// the right the first chart of another in dark.
//
//   node tests/screenshots/take.mjs public/index.html public/digital-divide/index.html picture.png
//
// The picture in the repository was cut to 24 colours afterwards, which nobody sees and which makes it a quarter as big.
// Needs playwright-core (found from the folder it is run in) and a Chromium, named by CHROMIUM or at /usr/bin/chromium.

import { createRequire } from "node:module";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const { chromium } = createRequire(resolve("package.json"))("playwright-core");
const [, , light, dark, picture] = process.argv;
const PHONE = { width: 360, height: 640 };
const GAP = 12;

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium" });
const shots = [];
for (const [page, colorScheme] of [[light, "light"], [dark, "dark"]]) {
  const context = await browser.newContext({ viewport: PHONE, colorScheme, deviceScaleFactor: 1.25 });
  const tab = await context.newPage();
  await tab.goto(pathToFileURL(resolve(page)).href);
  await tab.evaluate(() => {
    const chart = document.querySelector("figure");
    if (chart) scrollTo(0, chart.getBoundingClientRect().top - 150);
  });
  shots.push((await tab.screenshot()).toString("base64"));
}

const both = await browser.newPage({
  viewport: { width: 2 * PHONE.width + GAP, height: PHONE.height },
  deviceScaleFactor: 1.25,
});
const images = shots.map((shot) => `<img width=${PHONE.width} height=${PHONE.height} src="data:image/png;base64,${shot}">`);
await both.setContent(`<body style="margin:0;display:flex;gap:${GAP}px;background:#888">${images.join("")}`);
await both.screenshot({ path: picture });
await browser.close();
