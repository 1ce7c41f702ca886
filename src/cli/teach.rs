//! The longer texts of `--help`: what a command is for, and what to type.

pub(super) const FIRST_FIVE_MINUTES: &str = "\
A static microsite generator for readers on slow links: Markdown and statistics in; out come pages of one file each, \
which arrive whole in the first round trip and work without script.

The first five minutes:
  firstflight new site my-site    writes a small site that shows how things are done
  cd my-site
  firstflight build               builds it into public/, and says what each page weighs
  firstflight serve               shows it in a browser, and anew whenever a file is saved
  ...                             change a line in content/en/index.md
  firstflight check               finds every mistake at once, and writes nothing
  firstflight explain CODE        tells the story behind a finding";

pub(super) const EXIT_CODES: &str = "\
Exit codes:
  0  all is well
  1  the site has mistakes (with --strict: or warnings); nothing was published
  2  trouble with the machine, or a wrong use of the command line

The text of one command:  firstflight build --help";

pub(super) const BUILD: &str = "\
Builds the site and publishes it into a folder, wholly or not at all: where there is a mistake, the folder keeps the \
last good site. Files in it that Firstflight did not write are left alone. When the build ends, the site is on disk and \
survives a power failure.

The new site is made beside the folder, and the two are exchanged in one step. Where that is not possible, or would change \
what belongs to other people, files are replaced one by one, and a note says why.

Findings go to standard error, the table of weights and the totals to standard output.";

pub(super) const BUILD_EXAMPLES: &str = "\
Examples:
  firstflight build
  firstflight build --site my-site --out /srv/www/my-site
  firstflight build --links files               for a folder on a stick, opened without a server
  firstflight build --drafts --at 2027-01-15    the site as it will be on that day, with drafts
  firstflight build --in-place                  for a folder mounted by a container or NFS client
  firstflight build --strict --no-sync --format json > findings.jsonl";

pub(super) const SERVE: &str = "\
Builds the site, shows it at an address of this machine alone, and builds it again whenever a file is saved; open pages \
follow by themselves. What is shown is what `build` would publish, with a small panel added that says what the page \
weighs and how long readers wait for it. Nothing is written to the disk.

A mistake keeps what was good last, and stands over the page until it is mended. /_firstflight/ lists all pages and all \
findings. Ctrl-C ends it.";

pub(super) const SERVE_EXAMPLES: &str = "\
Examples:
  firstflight serve --open
  firstflight serve --drafts --at 2027-01-15    the site as it will be on that day, with drafts
  firstflight serve --link gprs                 as slow as for a reader on a 2G phone
  firstflight serve --link \"100kbit,300ms\"
  firstflight serve --editor vscode             places of findings open the file in the editor
  firstflight serve --exact                     the bytes that are published and nothing else";

pub(super) const CHECK: &str = "\
Does all that `build` does except publishing: every mistake is found and every page weighed, and no file is written.";

pub(super) const CHECK_EXAMPLES: &str = "\
Examples:
  firstflight check
  firstflight check --strict                before a merge
  firstflight check --format json           for editors and continuous integration";

pub(super) const NEW: &str = "Starts a site or a page. No file that exists is ever overwritten.";

pub(super) const NEW_EXAMPLES: &str = "\
Examples:
  firstflight new site my-site
  firstflight new page content/en/news/first-meeting.md";

pub(super) const NEW_SITE_EXAMPLES: &str = "\
Example:
  firstflight new site my-site && cd my-site && firstflight build";

pub(super) const NEW_PAGE_EXAMPLES: &str = "\
Examples:
  firstflight new page content/en/contact.md
  firstflight new page content/en/news/index.md      the page of the section news
  firstflight new page --site my-site content/fr/contact.md";

pub(super) const EXPLAIN: &str = "\
Tells what a finding means, why it matters to readers, and what to do about it. Without a code, lists all of them.";

pub(super) const EXPLAIN_EXAMPLES: &str = "\
Examples:
  firstflight explain
  firstflight explain broken-link";

pub(super) const COMPLETIONS: &str = "\
Writes a script to standard output with which a shell completes commands and flags.";

pub(super) const COMPLETIONS_EXAMPLES: &str = "\
Examples:
  firstflight completions bash > ~/.local/share/bash-completion/completions/firstflight
  firstflight completions zsh > ~/.zfunc/_firstflight
  firstflight completions fish > ~/.config/fish/completions/firstflight.fish";
