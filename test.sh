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
run_tests() {
  local module failures=0
  for module in "$@"; do
    dotnet test --test-modules "artifacts/bin/LocalAi.$module/debug/LocalAi.$module.dll" --results-directory "$results/$module" --report-xunit-trx "${arguments[@]}" || failures=1
  done
  return $failures
}

# Two at a time; the browsers alone at the end, since two cores beside whole stacks are too slow for their limits.
run_tests IntegrationTests &
stacks=$!
# shellcheck disable=SC2046
run_tests $(ls tests | sed -nE 's/^LocalAi\.(.*Tests|Evaluations)$/\1/p' | grep -vxE 'IntegrationTests|BrowserTests')
status=$?
wait "$stacks" || status=1
run_tests BrowserTests || status=1

# The platform's own reports: one TRX per test project.
count() { grep -oh '<Counters [^>]*>' "$results"/*/*.trx 2>/dev/null | grep -oE " $1=\"[0-9]+\"" | grep -oE '[0-9]+' | awk '{ sum += $1 } END { print sum + 0 }'; }
passed=$(count passed) failed=$(count failed) skipped=$(count notExecuted)

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
