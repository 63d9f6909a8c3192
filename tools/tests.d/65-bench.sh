#!/usr/bin/env bash
# needs: release web
# when: tests/bench/assertions.test.ts
# The invite element and its JavaScript equivalents do the same, or the bench would compare nothing; and the documentation shows what was
# measured. No timing.
# shellcheck source-path=SCRIPTDIR source=../lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"
cd "$repo/tests/bench/js-equivalent"
npm run --silent types
node build.mjs
cd "$repo/tests/bench"
exec node --test --test-force-exit --test-reporter=spec assertions.test.ts report.test.ts
