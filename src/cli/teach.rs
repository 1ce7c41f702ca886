//! The longer texts of `--help`: what each command is for, with examples.

pub(super) const FIRST_FIVE_MINUTES: &str = "\
A static microsite generator for readers on slow links. It turns Markdown and statistics into pages of one file each, \
which arrive complete in the first round trip and work without scripts.

The first five minutes:
  firstflight new site my-site    creates a small example site
  cd my-site
  firstflight build               builds it into public/ and reports what each page weighs
  firstflight serve               shows it in a browser and reloads it whenever a file is saved
  ...                             edit a line in content/en/index.md
  firstflight check               reports every mistake at once and writes nothing
  firstflight fix                 fixes what can be fixed without doubt
  firstflight explain CODE        explains a finding
  firstflight guide               opens the guide, which needs no network";

pub(super) const EXIT_CODES: &str = "\
Exit codes:
  0  success
  1  the site has errors (or warnings, with --strict); nothing was published
  2  a file, folder or port cannot be used, or the command line is wrong

Help for one command:  firstflight build --help";

pub(super) const BUILD: &str = "\
Builds the site and publishes it into a folder, completely or not at all: if there is an error, the folder keeps the \
last good site. Files in it that Firstflight did not write are left alone. When the build ends, the site is safely on \
disk and survives a power failure.

The new site is written next to the folder, and the two are exchanged in one step. If that is not possible, or would \
change files of other people, files are replaced one by one, and a note says why.

Findings go to standard error, the table of weights and the totals to standard output.";

pub(super) const BUILD_EXAMPLES: &str = "\
Examples:
  firstflight build
  firstflight build --site my-site --out /srv/www/my-site
  firstflight build --links files               for a USB stick, opened without a server
  firstflight build --drafts --at 2027-01-15    the site as of that day, with drafts
  firstflight build --in-place                  for a folder mounted by a container or NFS client
  firstflight build --strict --no-sync --report json=report.jsonl
  firstflight build --strict --format github    annotates the lines of a pull request on GitHub";

pub(super) const SERVE: &str = "\
Builds the site, serves it to this computer only, and rebuilds it whenever a file is saved; open pages update \
themselves. The pages are what `build` would publish, plus a small panel that shows what the page weighs and how long \
readers wait for it. Nothing is written to disk.

If a page has an error, its last good version stays, and the error is shown over it until it is fixed. /_firstflight/ \
lists all pages and all findings. Press Ctrl-C to stop.";

pub(super) const SERVE_EXAMPLES: &str = "\
Examples:
  firstflight serve --open
  firstflight serve --drafts --at 2027-01-15    the site as of that day, with drafts
  firstflight serve --link gprs                 as slow as on a 2G phone
  firstflight serve --link \"100kbit,300ms\"
  firstflight serve --editor vscode             findings link to the file in the editor
  firstflight serve --exact                     exactly the published bytes";

pub(super) const CHECK: &str = "\
Does everything that `build` does except publishing: reports every mistake, weighs every page, and writes no file.

With --next-change, standard output is a date such as 2026-12-01, or `none`: the next day on which a page is published or \
expires, on which the banner disappears, or on which an event that pages show is over. Build the site again on that day.

With --languages, a table in place of the weights shows which pages, texts of records and settings, and texts of the theme \
each language has, lacks, or has from an older version of the original; with --format json, objects that say the same.";

pub(super) const CHECK_EXAMPLES: &str = "\
Examples:
  firstflight check
  firstflight check --strict                before a merge
  firstflight check --format json           for programs; also sarif, github and gitlab
  firstflight check --report sarif=findings.sarif --report json=report.jsonl
  firstflight check --baseline main.jsonl --report growth=growth.md --max-growth 5%
  firstflight check --next-change           for schedulers
  firstflight check --languages             what is translated, missing or stale";

pub(super) const FIX: &str = "\
Changes files in content/ and themes/ where a finding has only one possible fix, for example a link in the wrong letter \
case or a key that is one letter off, and shows the changes as a diff. Other findings stay for `check`. Findings that a \
page expects or that are switched off are left alone.

Each file is replaced in one step, and only if nobody has changed it in the meantime. In a git repository, files with \
uncommitted changes are refused, so that every change can be undone; files that git ignores are not. Files that cannot be \
written are left as they are and named. Links are never followed to write a file. Running the command again changes \
nothing.";

pub(super) const FIX_EXAMPLES: &str = "\
Examples:
  firstflight fix --dry-run       shows the changes and writes nothing
  firstflight fix
  firstflight fix --suggest       also shows changes that a person must decide about
  firstflight fix --format json   for programs: a line for each changed file, then the findings that are left

Exit codes:
  0  every certain change was made, or there was none; other findings may be left
  1  changes are left: with --dry-run, or because a file cannot be changed
  2  nothing can be read or written, git has no copy of a file, or the command line is wrong";

pub(super) const IMPORT: &str = "\
Makes a new Firstflight site from an existing site of Hugo, Zola, Jekyll, mdBook or Eleventy, or from a folder of Markdown as \
GitHub shows it. The existing site is never changed, and nothing outside its folder is read.

Front matter, titles, dates, drafts, addresses, menus and languages come along, links become relative paths to Markdown \
files, and files that pages link to are copied. What cannot be brought over is listed with its place.

Importing again gives the same files. A folder that is not empty is refused, unless an import wrote all that is in its \
content/ and nobody has changed it.";

pub(super) const IMPORT_EXAMPLES: &str = "\
Examples:
  firstflight import site my-blog
  firstflight import site docs --to my-site --from markdown
  firstflight import site my-blog --format json > not-imported.jsonl

Then:
  firstflight fix --site my-blog-firstflight --allow-dirty
  firstflight build --site my-blog-firstflight";

pub(super) const NEW: &str = "Creates a site, a page, a theme or a language. Existing files are never overwritten.";

pub(super) const NEW_EXAMPLES: &str = "\
Examples:
  firstflight new site my-site
  firstflight new page content/en/news/first-meeting.md
  firstflight new theme local
  firstflight new language fr";

pub(super) const NEW_SITE_EXAMPLES: &str = "\
Examples:
  firstflight new site my-site && cd my-site && firstflight build
  firstflight new site conference --kind event       sessions, registration, practical information
  firstflight new site health --kind bulletin        news, tags, numbers with their source
  firstflight new site clinic --kind handbook        chapters in order, questions, contact";

pub(super) const NEW_PAGE: &str = "\
Creates a page with its first lines.

With --translate, the page is a copy of another to translate: with its text, shortcodes and front matter, but without its old \
addresses. Links lead to the translations of the pages that they led to, or to those pages themselves; images are shared. The copy is \
a draft until you remove `draft: true`. Nothing is translated by a machine.";

pub(super) const NEW_PAGE_EXAMPLES: &str = "\
Examples:
  firstflight new page content/en/contact.md
  firstflight new page content/en/news/index.md      the index page of the section news
  firstflight new page --site my-site content/fr/contact.md
  firstflight new page content/fr/contact.md --translate content/en/contact.md";

pub(super) const MARK_TRANSLATED: &str = "\
Notes in content/translations.yaml that pages are translations of their originals as these are now: for each page, the original \
and a short hash of each paragraph. When words of the original change later, `check` reports the translation as `stale-translation` \
and names the paragraphs; other white space, emphasis or code formatting does not count. Run it again when the translation is up to date.

The original is the page that it was marked with before; else the page with the same path, or of `translation_of`, in the language \
that is at /, or in the first language that has one which is not a translation itself. --from names another language.";

pub(super) const MARK_TRANSLATED_EXAMPLES: &str = "\
Examples:
  firstflight mark-translated content/fr/about.md
  firstflight mark-translated content/ar/*.md --from en
  firstflight check --languages                     what is translated, missing or stale";

pub(super) const NEW_THEME_EXAMPLES: &str = "\
Examples:
  firstflight new theme local                    adds to the theme plain
  firstflight new theme ministry --from plain    copies all of it
  firstflight new theme days --from programme    copies the theme for conferences";

pub(super) const NEW_LANGUAGE: &str = "\
Adds a language to `languages` in content/site.yaml, at an address such as /fr/, and writes its home page. All else in \
content/site.yaml stays as it is; where it cannot be edited with certainty, what to write is printed. If the theme has no texts in \
the language, its English texts are written into a theme of the site, to be translated. Nothing is translated by a machine.";

pub(super) const NEW_LANGUAGE_EXAMPLES: &str = "\
Examples:
  firstflight new language fr
  firstflight new language sv                     with the texts of the theme, to be translated
  firstflight new language zh-Hans --site my-site";

pub(super) const STATEMENT: &str = "\
Checks the site and prints an accessibility statement in Markdown, to be put into content/: which checks were made and what they \
found, which criteria were not checked, and how to reach you (`footer: { contact: … }` in site.yaml). It claims nothing that was \
not checked; read it, and add what people have tested.";

pub(super) const STATEMENT_EXAMPLES: &str = "\
Examples:
  firstflight statement > content/en/accessibility.md";

pub(super) const HOST_CONFIG: &str = "\
Prints what a server of your own needs to know of the site: redirects for old addresses, and headers, among them a content \
security policy for each page. The policies change with the pages, so print it again after each build, with the same options. \
Other hosts read files that `build` writes into the folder of the site.";

pub(super) const HOST_CONFIG_EXAMPLES: &str = "\
Examples:
  firstflight host-config caddy > clinic.caddy
  firstflight host-config nginx --part http > clinic-http.conf       for http { }
  firstflight host-config nginx > clinic-server.conf                 for server { }";

pub(super) const DEPLOY: &str = "\
Sends what the last `build` published to a host: first new files, then pages, then removals, so that no reader meets a page whose \
parts are missing. It refuses a site that `check` would refuse, and a published folder that changed since the build. Only \
files that differ are sent. A record at the target (.firstflight/deployed.json) names what was sent: nothing else is ever replaced or \
removed. After a cut, run it again. Two deployments at once refuse each other.

Keys, agents and known hosts are those of your own rsync, sftp, ssh, git and curl. For S3, set AWS_ACCESS_KEY_ID, \
AWS_SECRET_ACCESS_KEY and AWS_REGION, and AWS_ENDPOINT_URL for storage of others.";

pub(super) const DEPLOY_EXAMPLES: &str = "\
Examples:
  firstflight deploy /srv/www/example.org --build
  firstflight deploy anna@example.org:/srv/www --dry-run      rsync over ssh
  firstflight deploy sftp:anna@example.org:/htdocs
  firstflight deploy git:origin#gh-pages                      GitHub Pages
  firstflight deploy s3://my-bucket/site

Exit codes:
  0  the target has the site
  1  the site has errors; nothing was sent
  2  the target refused, cannot be reached, or the command line is wrong";

pub(super) const WHY: &str = "\
Builds the site in memory and shows what is published at an address: the files that it is made from, its templates and the \
shortcodes that it calls, the records that it shows, its dates, the pages that lead to it, and what each part of it weighs. \
Nothing is written.";

pub(super) const WHY_EXAMPLES: &str = "\
Examples:
  firstflight why /about/
  firstflight why https://example.org/about/    as a reader sees the address
  firstflight why data.csv
  firstflight why /about/ --format json         for programs";

pub(super) const CHECK_EXTERNAL: &str = "\
Asks other sites whether the addresses that pages name are still there: links, sources of numbers, images and whatever else \
the finished pages name. It is the only command besides `deploy` that uses the network, and runs your `curl` for it.

An address is dead if its server says so (404, 410) or no host has its name, and an error only if that is still so 20 hours \
later. A server that refuses programs, or does not answer, is a note. What is there is asked again after three days. A host is \
asked once a second at most; hosts of private networks are not asked.";

pub(super) const CHECK_EXTERNAL_EXAMPLES: &str = "\
Examples:
  firstflight check-external
  firstflight check-external --cache .cache --format github    once a day, in a workflow that keeps .cache

Exit codes:
  0  no address is dead, or only since less than 20 hours
  1  an address is dead
  2  curl is missing, a file or folder cannot be used, or the command line is wrong";

pub(super) const DIFF: &str = "\
Compares two published folders, or their manifests: which files were added, removed or changed, how their sizes changed, and \
for pages in folders the words that differ. Sizes are those of the smallest form that is published: brotli, gzip or plain.";

pub(super) const DIFF_EXAMPLES: &str = "\
Examples:
  firstflight build --out before                on the main branch
  firstflight build --out after                 on yours
  firstflight diff before after
  firstflight diff before after --format markdown > comment.md
  firstflight diff .before.firstflight/files.json .after.firstflight/files.json

Exit codes:
  0  the sites were compared; with --exit-code, nothing differs
  1  with --exit-code: something differs
  2  a site cannot be read, or the command line is wrong";

pub(super) const EXPLAIN: &str = "\
Explains what a finding means, why it matters to readers, and how to fix it. Without a code, lists all findings.";

pub(super) const EXPLAIN_EXAMPLES: &str = "\
Examples:
  firstflight explain
  firstflight explain broken-link";

pub(super) const SCHEMA: &str = "\
Prints the JSON Schema of a file that you write, so that an editor completes keys and checks values while you type. Without a \
name, the files that have a schema are listed. The guide explains how editors find a schema.";

pub(super) const SCHEMA_EXAMPLES: &str = "\
Examples:
  firstflight schema
  firstflight schema site > site.schema.json
  firstflight schema front-matter --site .      with the taxonomies of a site";

pub(super) const GUIDE: &str = "\
Serves the guide to this computer only, prints its address and opens a browser where there is one. The guide is inside the \
program and needs no network: a tutorial, how-to pages for editors, CI engineers and theme authors, and a reference.";

pub(super) const GUIDE_EXAMPLES: &str = "\
Examples:
  firstflight guide
  firstflight guide --print tutorial            as Markdown, in the terminal
  firstflight guide --out guide                 writes guide/index.html, which opens without a server";

pub(super) const COMPLETIONS: &str = "\
Writes a script to standard output that lets a shell complete commands and flags.";

pub(super) const COMPLETIONS_EXAMPLES: &str = "\
Examples:
  firstflight completions bash > ~/.local/share/bash-completion/completions/firstflight
  firstflight completions zsh > ~/.zfunc/_firstflight
  firstflight completions fish > ~/.config/fish/completions/firstflight.fish";
