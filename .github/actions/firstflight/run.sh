#!/usr/bin/env bash
# Runs the action: installs the program, adds it to the PATH of later steps, and starts it. All inputs are environment
# variables.
set -euo pipefail

fail() {
  echo "::error title=Firstflight::$1"
  exit 2
}

repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)

case $INPUT_STRICT in
  true | false) ;;
  *) fail "strict must be true or false, not $INPUT_STRICT" ;;
esac
case $INPUT_COMMAND in
  build | check | none) ;;
  *) fail "command must be build, check or none, not $INPUT_COMMAND; later steps can run firstflight with any command" ;;
esac
[[ -d $INPUT_SITE ]] || fail "there is no folder $INPUT_SITE"

# A commit of the action always installs the same version, so pinning the action pins the program.
version=$INPUT_VERSION
[[ -n $version ]] || version=$(sed -n 's/^version = "\(.*\)"/\1/p' "$repository/Cargo.toml" | head -n 1)

programs=$RUNNER_TEMP/firstflight
options=(--to "$programs" --repository "$ACTION_REPOSITORY")
[[ $version == latest ]] || options+=(--version "$version")
if [[ -n $INPUT_FROM ]]; then
  options+=(--from "$INPUT_FROM")
elif [[ -n $GH_TOKEN ]] && command -v gh >/dev/null; then
  options+=(--attestation)
fi
sh "$repository/.github/packaging/install.sh" "${options[@]}" || fail "the program could not be installed"

installed=$("$programs/firstflight" --version)
echo "$programs" >>"$GITHUB_PATH"
echo "program=$programs/firstflight" >>"$GITHUB_OUTPUT"
echo "version=${installed#firstflight }" >>"$GITHUB_OUTPUT"
[[ $INPUT_COMMAND != none ]] || exit 0

arguments=(--site "$INPUT_SITE" --format "$INPUT_FORMAT")
[[ $INPUT_STRICT == false ]] || arguments+=(--strict)
if [[ $INPUT_COMMAND == build ]]; then
  out=${INPUT_OUT:-$INPUT_SITE/public}
  # The machine is discarded after the job, so waiting for the disk is unnecessary.
  arguments+=(--out "$out" --no-sync)
fi
while IFS= read -r line; do
  [[ -z $line ]] || arguments+=("$line")
done <<<"$INPUT_ARGUMENTS"

"$programs/firstflight" "$INPUT_COMMAND" "${arguments[@]}"
[[ $INPUT_COMMAND != build ]] || echo "folder=$(cd "$out" && pwd)" >>"$GITHUB_OUTPUT"
