#!/bin/sh
# Checks what a program for Linux needs from the system that it runs on:
#
#   needs.sh PROGRAM 2.17      the GNU C library, no newer than 2.17, and libraries that every such system has
#   needs.sh PROGRAM nothing   no library at all: the program is static
set -eu

[ $# = 2 ] || { echo "usage: needs.sh PROGRAM VERSION|nothing" >&2; exit 2; }
program=$1 allowed=$2
[ -f "$program" ] || { echo "no such file: $program" >&2; exit 2; }

libraries=$(readelf -d "$program" | sed -n 's/.*(NEEDED).*\[\(.*\)\].*/\1/p')

if [ "$allowed" = nothing ]; then
  interpreter=$(readelf -l "$program" | sed -n 's/.*program interpreter: \(.*\)\].*/\1/p')
  [ -z "$libraries$interpreter" ] || { printf '%s is not static; it needs:\n%s\n' "$program" "$libraries $interpreter" >&2; exit 1; }
  echo "$program needs no library"
  exit
fi

failed=0
for library in $libraries; do
  case $library in
    libc.so.6 | libm.so.6 | libdl.so.2 | libpthread.so.0 | librt.so.1 | libgcc_s.so.1 | ld-linux-*.so.[12]) ;;
    *) echo "$program needs $library, which not every system has" >&2; failed=1 ;;
  esac
done

# Versions of the C library that the loader looks for, such as GLIBC_2.34; also those that no symbol names. Weak symbols
# count: a library without their version refuses the program.
versions=$(objdump -p "$program" | sed -n 's/^ *0x.* GLIBC_\([A-Z0-9._]*\)$/\1/p' | sort -uV)
[ -n "$versions" ] || { echo "$program names no version of the C library" >&2; exit 1; }
for version in $versions; do
  # The later of the two, by the order of versions.
  later=$(printf '%s\n%s\n' "$version" "$allowed" | sort -V | tail -n 1)
  [ "$later" != "$allowed" ] || continue
  echo "$program needs GLIBC_$version, and $allowed is the newest allowed:" >&2
  objdump -T "$program" | sed -n "s/.*GLIBC_$version)\{0,1\}  */  /p" >&2
  failed=1
done
[ "$failed" = 0 ] || exit 1
echo "$program runs with the GNU C library from $(printf '%s\n' "$versions" | tail -n 1) on"
