#!/usr/bin/env bash
# help: set up, build and run every test; or only the suites named
#
#   ./dev test [suite…]     suites: the names in tools/tests.d
#
# Every suite runs, also after one has failed. Each writes to build/logs/test-SUITE.log. The last
# line is `N passed, N failed`, counting single tests; a suite that does not count is one test.
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# A suite is a file tools/tests.d/NN-name.sh, run by bash with lib.sh's variables at hand; the
# numbers give the order. `# needs:` lists what of ./dev build it wants. `# when:` names a file
# without which the suite does not exist yet, `# limit:` the seconds it may take, if not 900. `# beside:
# yes` has it run beside the others from the start, at the lowest priority: it takes the time that browsers
# leave while they wait.
declare -A file_of=()
names=()
for file in "$repo"/tools/tests.d/[0-9][0-9]-*.sh; do
  when=$(sed -n 's/^# when: //p' "$file")
  [[ -z $when || -e $repo/$when ]] || continue
  name=$(basename "$file" .sh)
  name=${name#*-}
  names+=("$name")
  file_of[$name]=$file
done
# told NAME WHAT: what the suite's file says of itself after `# WHAT:`.
told() { sed -n "s/^# $2: //p" "${file_of[$1]}"; }

wanted=("$@")
if ((${#wanted[@]} == 0)); then wanted=("${names[@]}"); fi
needs=()
for name in "${wanted[@]}"; do
  [[ -n ${file_of[$name]:-} ]] ||
    fail "there is no test suite '$name'; there are: ${names[*]}."
  read -ra more < <(told "$name" needs) || true
  needs+=("${more[@]}")
done

# counts LOG: "passed failed", summed over what the test programs in that log said of themselves.
counts() {
  sed -e 's/\x1b\[[0-9;]*m//g' "$1" | awk '
    # ctest: "98% tests passed, 1 tests failed out of 57"
    / tests? failed out of [0-9]+/ { failed += $4; passed += $NF - $4 }
    # node --test: "# pass 12", or in its other dress "ℹ pass 12"
    /^(#|ℹ) pass [0-9]+$/ { passed += $3 }
    /^(#|ℹ) fail [0-9]+$/ { failed += $3 }
    # Playwright: "  12 passed (3.4s)", "  1 failed"
    /^  [0-9]+ passed( \(.*\))?$/ { passed += $1 }
    /^  [0-9]+ failed$/ { failed += $1 }
    END { print passed + 0, failed + 0 }'
}

# start_suite NAME [COMMAND…]: under COMMAND, and within its limit, since one that hangs would keep the
# others from being heard of. In the background, because only a shell that waits hears Ctrl-C; `timeout`
# passes the end on to everything that the suite started.
declare -A pid_of=()
limit_of() {
  local limit
  limit=$(told "$1" limit)
  echo "${limit:-900}"
}
start_suite() {
  local name=$1
  shift
  "$@" timeout --kill-after=10 "$(limit_of "$name")" bash "${file_of[$name]}" </dev/null &
  pid_of[$name]=$!
}

# finish_suite NAME: with its output, whether it began now or beside the others.
finish_suite() {
  local name=$1 status=0
  if [[ -z ${pid_of[$name]:-} ]]; then start_suite "$name"; fi
  wait "${pid_of[$name]}" || status=$?
  unset "pid_of[$name]"
  if [[ -n $(told "$name" beside) ]]; then cat "$log_dir/beside-$name.log"; fi
  if ((status == 124)); then echo "The suite was ended after $(limit_of "$name") s, its limit."; fi
  return "$status"
}
# shellcheck disable=SC2317 # called by the trap
interrupted() {
  local pid
  for pid in "${pid_of[@]}"; do
    kill -TERM "$pid" 2>/dev/null || true
    wait "$pid" || true
  done
  exit 130
}
trap interrupted INT TERM HUP

start=$(now_ms)
if ! bash "$repo/tools/setup.sh"; then
  say "Set-up did not finish, so no test could run."
  say "0 passed, 1 failed"
  exit 1
fi
not_built=
if ((${#needs[@]})); then
  mapfile -t needs < <(printf '%s\n' "${needs[@]}" | sort -u)
  for part in "${needs[@]}"; do
    # A part that does not build fails the suites that need it, and no others.
    bash "$repo/tools/build.sh" "$part" || not_built="$not_built $part"
  done
fi
use_setup

# lacking NAME: the parts that the suite needs and that were not built.
lacking() {
  local part parts
  read -ra parts < <(told "$1" needs) || true
  for part in "${parts[@]}"; do
    if [[ "$not_built " == *" $part "* ]]; then printf ' %s' "$part"; fi
  done
}

tests_start=$(now_ms)
for name in "${wanted[@]}"; do
  if [[ -z $(told "$name" beside) || -n $(lacking "$name") ]]; then continue; fi
  start_suite "$name" nice -n 19 >"$log_dir/beside-$name.log" 2>&1
done

all_passed=0
all_failed=0
rows=()
for name in "${wanted[@]}"; do
  lacking=$(lacking "$name")
  suite_start=$(now_ms)
  if [[ -n ${pid_of[$name]:-} ]]; then suite_start=$tests_start; fi
  if [[ -n $lacking ]]; then
    say "• Testing $name: not possible, because$lacking was not built"
    passed=0 failed=1 word="NOT BUILT"
  else
    status=0
    step "test-$name" "Testing $name" finish_suite "$name" || status=$?
    read -r passed failed < <(counts "$log_dir/test-$name.log")
    if ((passed + failed == 0 && status == 0)); then passed=1; fi
    if ((failed == 0 && status != 0)); then failed=1; fi
    if ((failed)); then word=FAILED; else word=ok; fi
  fi
  all_passed=$((all_passed + passed))
  all_failed=$((all_failed + failed))
  rows+=("$(printf '%-12s %-10s %7d %7d %10s' "$name" "$word" "$passed" "$failed" \
    "$(seconds "$suite_start")")")
done

say ""
printf '%-12s %-10s %7s %7s %10s\n' suite result passed failed time
printf '%s\n' "${rows[@]}"
say "All of it took $(seconds "$start")."
say "$all_passed passed, $all_failed failed"
((all_failed == 0))
