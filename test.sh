#!/usr/bin/env bash
# Builds everything and runs every test that this machine can run. Prints what was skipped and why, and ends with the counts.
# With CI=true a skip is a failure unless its reason says that the thing cannot be had there ("not obtainable: …").
set -uo pipefail
cd "$(dirname "$0")"

# Started in the background of a script, a shell ignores Ctrl+C's signal, and so does all that it starts; some tests send it.
if [ -z "${LOCALAI_SIGNALS_RESET:-}" ] && env --default-signal=INT true 2>/dev/null; then
  exec env --default-signal=INT,QUIT LOCALAI_SIGNALS_RESET=1 ./test.sh "$@"
fi

results=artifacts/test-results
rm -rf "$results"

# A container engine for the tests that need one; it ends with them unless it was running before.
if [ "$(id -u)" = 0 ] && command -v dockerd >/dev/null && ! docker version >/dev/null 2>&1; then
  eng/real-services.sh engine-start && trap 'eng/real-services.sh engine-stop' EXIT
fi

dotnet build LocalAi.sln --nologo -v quiet || exit 1

arguments=("$@")

# run_tests MODULE…: one TRX a module, the platform's own report, and the exit code beside it.
run_tests() {
  local module
  for module in "$@"; do
    dotnet test --test-modules "artifacts/bin/LocalAi.$module/debug/LocalAi.$module.dll" --results-directory "$results/$module" --report-xunit-trx "${arguments[@]}"
    echo $? > "$results/$module.exit"
  done
}

# Two at a time; those with browsers alone at the end: two cores beside whole stacks are too slow for their limits, and Chromium gives up
# what it is loading when a container of another test starts.
mkdir -p "$results"
run_tests IntegrationTests Cli.Tests &
# shellcheck disable=SC2046
run_tests $(ls tests | sed -nE 's/^LocalAi\.(.*Tests|Evaluations)$/\1/p' | grep -vxE 'IntegrationTests|Cli.Tests|Dashboard.Tests|BrowserTests')
wait $!
run_tests Dashboard.Tests BrowserTests

count() { grep -oh '<Counters [^>]*>' "$results"/*/*.trx 2>/dev/null | grep -oE " $1=\"[0-9]+\"" | grep -oE '[0-9]+' | awk '{ sum += $1 } END { print sum + 0 }'; }
passed=$(count passed) failed=$(count failed) skipped=$(count notExecuted) status=0

# A few failures run once more, with nothing beside them: what fails again is broken, what passes is named, for somebody to look at.
for code in "$results"/*.exit; do
  [ "$(cat "$code")" = 0 ] && continue
  module=$(basename "$code" .exit)
  names=$(grep -oh '<UnitTestResult [^>]*outcome="Failed"' "$results/$module"/*.trx 2>/dev/null | grep -oE 'testName="[^"(]*' | cut -d'"' -f2)
  number=$(printf '%s' "$names" | grep -c .)
  # shellcheck disable=SC2046
  if [ "$(cat "$code")" = 2 ] && [ "$number" -le 5 ] && dotnet test --test-modules "artifacts/bin/LocalAi.$module/debug/LocalAi.$module.dll" \
    --results-directory "$results/$module.second" $(printf '%s\n' "$names" | sort -u | sed 's/^/--filter-method /'); then
    printf '\nFailed at first, passed alone:\n%s\n' "$(printf '%s\n' "$names" | sed 's/^/  /')"
    passed=$((passed + number)) failed=$((failed - number))
  else
    status=1
  fi
done

skips=$(grep -oh '<UnitTestResult [^>]*outcome="NotExecuted"[^>]*><Output><StdOut>[^<]*' "$results"/*/*.trx 2>/dev/null |
  sed -E 's/.*testName="([^"]*)".*<StdOut>/  \1: /')
if [ -n "$skips" ]; then
  printf '\nSkipped:\n%s\n\n' "$skips"
  if [ "${CI:-}" = true ] && printf '%s\n' "$skips" | grep -qv ': not obtainable: '; then
    echo 'In CI nothing that can be had may be skipped.'
    status=1
  fi
fi

[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ] || status=1
echo "$passed passed, $failed failed, $skipped skipped"
exit "$status"
