#!/bin/sh
# Installs firstflight from a release, for Linux and macOS:
#
#   sh install.sh [--version VERSION] [--to DIR] [--repository OWNER/NAME] [--attestation]
#
# The archive is compared with the sums of its release before anything in it is used. Nothing that was downloaded is given to a
# shell, no other program is installed, and nothing outside DIR is changed. Needs curl or wget, tar, and sha256sum, shasum or
# openssl.
#
#   --version VERSION        a version such as 0.1.0; without it, the latest release
#   --to DIR                 where to put the program; without it, ~/.local/bin
#   --repository OWNER/NAME  the repository on GitHub that has the releases
#   --from URL               a copy of the releases elsewhere: URL/download/vVERSION/ and URL/latest/download/ hold the files
#   --attestation            also verify with `gh` that the workflow of the repository built the archive
set -eu

# The release workflow writes the name of its repository here, in the copy that belongs to a release.
repository=

fail() {
  printf 'error: %s\n' "$1" >&2
  [ $# = 1 ] || printf 'help: %s\n' "$2" >&2
  exit 1
}

has() { command -v "$1" >/dev/null 2>&1; }

# Prints the target to download for this system: for Linux, the static program, which runs with any C library.
target() {
  case $(uname -s) in
    Linux) system=unknown-linux-musl ;;
    Darwin) system=apple-darwin ;;
    *) fail "there is no program for the system $(uname -s)" "compile it with cargo" ;;
  esac
  case $(uname -m) in
    x86_64 | amd64) cpu=x86_64 ;;
    aarch64 | arm64) cpu=aarch64 ;;
    *) fail "there is no program for the processor $(uname -m)" "compile it with cargo" ;;
  esac
  # In a terminal that runs under Rosetta, `uname` reports x86_64.
  if [ "$system-$cpu" = apple-darwin-x86_64 ] && [ "$(sysctl -n sysctl.proc_translated 2>/dev/null)" = 1 ]; then
    cpu=aarch64
  fi
  echo "$cpu-$system"
}

# Downloads a URL into a file. Only TLS is allowed, except from this machine itself; redirects from TLS to plain HTTP are
# refused.
download() {
  case $1 in
    https://*) scheme='=https' ;;
    http://127.0.0.1[:/]* | http://localhost[:/]*) scheme='=http' ;;
    *) fail "$1 does not begin with https://" ;;
  esac
  if has curl; then
    curl --proto "$scheme" --proto-redir "$scheme" --tlsv1.2 -fsSL --retry 2 -o "$2" "$1"
  elif [ "$scheme" = '=http' ] && has wget; then
    wget -q -O "$2" "$1"
  elif has wget; then
    wget --https-only -q -O "$2" "$1"
  else
    fail "neither curl nor wget is installed"
  fi || fail "cannot download $1" "check that the release exists, and check the network"
}

# Prints the SHA-256 of a file.
sum() {
  if has sha256sum; then
    sha256sum <"$1"
  elif has shasum; then
    shasum -a 256 <"$1"
  elif has openssl; then
    openssl dgst -sha256 -r <"$1"
  else
    fail "no program can compute SHA-256" "install sha256sum, shasum or openssl"
  fi | cut -d ' ' -f 1
}

main() {
  version='' to=${HOME:-}/.local/bin from='' attestation=no
  while [ $# -gt 0 ]; do
    case $1 in
      --version | --to | --repository | --from)
        [ $# -ge 2 ] && [ -n "$2" ] || fail "$1 needs a value"
        case $1 in
          --version) version=${2#v} ;;
          --to) to=$2 ;;
          --repository) repository=$2 ;;
          --from) from=${2%/} ;;
        esac
        shift 2
        ;;
      --attestation) attestation=yes && shift ;;
      -h | --help)
        echo "usage: sh install.sh [--version VERSION] [--to DIR] [--repository OWNER/NAME] [--from URL] [--attestation]"
        return
        ;;
      *) fail "unknown option $1" "run sh install.sh --help" ;;
    esac
  done
  case $version in *[!0-9A-Za-z.+-]*) fail "$version is not a version" "write one such as 0.1.0" ;; esac
  case $repository in
    '') [ -n "$from" ] || fail "the repository with the releases is unknown" "add --repository OWNER/NAME" ;;
    */*/* | /* | */ | *[!0-9A-Za-z._/-]*) fail "$repository is not OWNER/NAME" ;;
    */*) ;;
    *) fail "$repository is not OWNER/NAME" ;;
  esac
  [ -n "$from" ] || from=https://github.com/$repository/releases
  target=$(target)
  has tar || fail "tar is not installed"

  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  trap 'exit 1' HUP INT TERM

  sums=$work/SHA256SUMS
  if [ -n "$version" ]; then
    download "$from/download/v$version/SHA256SUMS" "$sums"
  else
    download "$from/latest/download/SHA256SUMS" "$sums"
    # The latest version is that of the archive in its list.
    version=$(sed -n "s/^[0-9a-f]\{64\}  firstflight-\([0-9A-Za-z.+-]*\)-$target\.tar\.gz\$/\1/p" "$sums")
  fi
  name=firstflight-$version-$target
  expected=$(awk -v name="$name.tar.gz" '$2 == name { print $1 }' "$sums")
  case $expected in
    *[!0-9a-f]* | '') fail "the release has no archive for this system ($target)" "compile it with cargo" ;;
  esac
  [ ${#expected} = 64 ] || fail "SHA256SUMS does not have one sum of $name.tar.gz"

  download "$from/download/v$version/$name.tar.gz" "$work/$name.tar.gz"
  actual=$(sum "$work/$name.tar.gz")
  [ "$actual" = "$expected" ] || fail "the sum of $name.tar.gz is $actual, not $expected; nothing was installed" \
    "try again later, and report it to the maintainers if it happens again"
  if [ $attestation = yes ]; then
    [ -n "$repository" ] || fail "--attestation needs --repository OWNER/NAME"
    has gh || fail "gh is not installed, so the attestation cannot be verified"
    gh attestation verify "$work/$name.tar.gz" --repo "$repository" >&2 ||
      fail "the attestation of $name.tar.gz could not be verified; nothing was installed"
  fi

  # Only the program is taken from the archive.
  tar -xzf "$work/$name.tar.gz" -C "$work" "$name/firstflight" || fail "$name.tar.gz does not contain the program"
  runs=$("$work/$name/firstflight" --version) || fail "the program does not run on this system" "compile it with cargo"
  [ "$runs" = "firstflight $version" ] || fail "the program reports its version as $runs, not firstflight $version"

  mkdir -p "$to" || fail "cannot create the folder $to" "name another with --to DIR"
  # Copy into the folder first, so that the replacement is atomic and a running program is not changed.
  new=$to/.firstflight.$$
  if ! { cp "$work/$name/firstflight" "$new" && chmod 755 "$new" && mv -f "$new" "$to/firstflight"; }; then
    rm -f "$new"
    fail "cannot write into the folder $to" "name another with --to DIR"
  fi
  echo "installed firstflight $version in $to"
  case :$PATH: in
    *:"$to":*) ;;
    *) echo "note: $to is not in the PATH" ;;
  esac
}

# The only call is in the last line, so that a truncated script does nothing.
main "$@"
