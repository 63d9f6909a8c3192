#!/usr/bin/env bash
# help: fuzz every reader of outside text: ./dev fuzz [--seed S] [seconds each] [target…]
#
#   ./dev fuzz [--seed S] [SECONDS] [TARGET…]    60 seconds each; targets: the names in tests/fuzz/targets
#
# The same seed tries the same inputs in the same order, as long as the corpus is the same; without one
# each run tries others.
# As many run at once as there are processors (SUBSHARE_JOBS). What leads somewhere new is kept in
# build/fuzz/corpus for the next time. An input that breaks a promise is put into
# build/fuzz/findings/TARGET; once it is understood it belongs into tests/fuzz/regressions/TARGET,
# under a name that says what it is, and is replayed by ./dev test from then on.
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

seed=0 # libFuzzer's word for one of its own choice
if [[ ${1:-} == --seed ]]; then
  seed=${2:-}
  [[ $seed =~ ^[1-9][0-9]*$ ]] || fail "a seed is a number of 1 and more, as in './dev fuzz --seed 1'."
  shift 2
fi
each=60
if [[ ${1:-} =~ ^[0-9]+$ ]]; then
  each=$1
  shift
fi
((each > 0)) || fail "'./dev fuzz 0' would try nothing: give the seconds for each target, as in './dev fuzz 60'."
mapfile -t targets < <(cd "$repo/tests/fuzz/targets" && printf '%s\n' *.cpp | sed 's/\.cpp$//')
for name in "$@"; do
  [[ " ${targets[*]} " == *" $name "* ]] ||
    fail "there is no fuzz target '$name'; there are: ${targets[*]}."
done
if (($#)); then targets=("$@"); fi
bash "$repo/tools/build.sh" fuzz
cd "$repo"

# The seconds that one input may take. Beside the browsers a fuzzer has what they leave, so this is for what
# never ends; what takes too long for its size, the core's tests find.
slowest=120

# fuzz_one TARGET: quiet; its last words are in build/logs/fuzz-TARGET.log.
fuzz_one() {
  local name=$1 words=text log=$log_dir/fuzz-$1.log found=build/fuzz/findings/$1
  case $name in
    nets | rules | status | subscribers) words=json ;;
  esac
  mkdir -p "build/fuzz/corpus/$name" "$found"
  local kept=("tests/fuzz/corpus/$name")
  if [[ -d tests/fuzz/regressions/$name ]]; then kept+=("tests/fuzz/regressions/$name"); fi
  if in_debian13 "build/fuzz/tests/fuzz/fuzz_$name" -max_total_time="$each" -max_len=2048 \
    -seed="$seed" -timeout="$slowest" -rss_limit_mb=2000 -dict="tests/fuzz/dictionaries/$words.dict" \
    -artifact_prefix="$found/" -print_final_stats=1 \
    "build/fuzz/corpus/$name" "${kept[@]}" >"$log" 2>&1; then
    say "ok: $name, $(sed -n 's/^stat::number_of_executed_units: //p' "$log") inputs"
  else
    say "FAILED: $name"
    grep -aE 'does not hold|runtime error|ERROR:|SUMMARY:|Test unit written' "$log" || tail -n 20 "$log"
    return 1
  fi
}

say "• Fuzzing ${#targets[@]} targets, $each s each, $jobs at once …"
passed=0
failed=0
running=()
# Started one by one as others end, and asked for in the order in which they were started.
for name in "${targets[@]}"; do
  while (($(jobs -rp | wc -l) >= jobs)); do wait -n || true; done
  fuzz_one "$name" &
  running+=($!)
done
for process in "${running[@]}"; do
  if wait "$process"; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
done
say "# pass $passed"
say "# fail $failed"
((failed == 0)) || fail "a promise was broken: the input that does it is in build/fuzz/findings."
