// Makes core/src/phone_table.hpp out of libphonenumber's metadata: for each calling code of Europe the trunk
// prefix, and which lengths a national number can have. For the Nordic countries the lengths are told apart by
// the number's first digits (a Swedish mobile number has nine, whatever other numbers have); for the others
// they are the plan's as a whole, but for those where a prefix could be the number's own beginning (Belarus).
//
//   npm ci && node generate.mjs     writes the table, and tests/contract/phones.json, which the core's tests read
//   node generate.mjs --check       fails where those that are kept are others
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { dirname, join } from 'node:path';
import phone from 'google-libphonenumber';

const { PhoneNumberUtil, PhoneNumberFormat, PhoneNumberType } = phone;
const { ValidationResult } = PhoneNumberUtil;
const util = PhoneNumberUtil.getInstance();
const repo = join(dirname(fileURLToPath(import.meta.url)), '../..');
const version = JSON.parse(readFileSync(new URL('node_modules/google-libphonenumber/package.json', import.meta.url), 'utf8')).version;

const nordic = ['NO', 'SJ', 'SE', 'DK', 'FI', 'AX', 'IS', 'FO', 'GL'];
const others =
  'AD AL AT BA BE BG BY CH CY CZ DE EE ES FR GB GG GI GR HR HU IE IM IT JE LI LT LU LV MC MD ME MK MT NL PL PT RO RS RU SI SK SM UA VA XK'.split(
    ' ',
  );

// --- Which lengths a pattern allows after the digits that a number begins with. Patterns are regular
// expressions of digits, classes, groups, alternatives and repetitions; each is unrolled into an automaton.

/** An automaton: states with edges to others, for a digit or for nothing (-1). */
class Automaton {
  edges = [];
  state = () => this.edges.push([]) - 1;
  edge(from, digit, to) {
    this.edges[from].push([digit, to]);
  }
  /** Reads `pattern`; leads from state `from` to the state it answers. */
  read(pattern, from) {
    let at = 0;
    const alternatives = (start) => {
      const end = this.state();
      for (;;) {
        let now = start;
        while (at < pattern.length && pattern[at] !== '|' && pattern[at] !== ')') now = repeated(now);
        this.edge(now, -1, end);
        if (pattern[at] !== '|') return end;
        at++;
      }
    };
    const digitsOf = () => {
      if (pattern.startsWith('\\d', at)) {
        at += 2;
        return '0123456789';
      }
      if (pattern[at] !== '[') return pattern[at++];
      const close = pattern.indexOf(']', at);
      const inside = pattern.slice(at + 1, close).replace('\\d', '0-9');
      at = close + 1;
      return inside.replace(/(\d)-(\d)/g, (_, a, b) => '0123456789'.slice(+a, +b + 1));
    };
    const atom = (start) => {
      if (pattern[at] === '(') {
        at += pattern.startsWith('(?:', at) ? 3 : 1;
        const end = alternatives(start);
        at++;
        return end;
      }
      const digits = digitsOf();
      if (!/^\d+$/.test(digits)) throw new Error(`${pattern}: cannot read ${digits}`);
      const end = this.state();
      for (const digit of digits) this.edge(start, +digit, end);
      return end;
    };
    const repeated = (start) => {
      const began = at;
      let end = atom(start);
      const [all, question, least, comma, most] = /^(?:(\?)|\{(\d+)(,)?(\d+)?\})?/.exec(pattern.slice(at));
      at += all.length;
      const after = at;
      if (!all) return end;
      const [min, max] = question ? [0, 1] : [+least, comma ? +most : +least];
      const ends = min === 0 ? [start] : [];
      for (let times = 1; times <= max; times++) {
        if (times > 1) {
          at = began;
          end = atom(end);
        }
        if (times >= min) ends.push(end);
      }
      at = after;
      const joined = this.state();
      for (const one of ends) this.edge(one, -1, joined);
      return joined;
    };
    return alternatives(from);
  }
}

function reach(automaton, states) {
  const seen = new Set(states);
  for (const state of seen) for (const [digit, to] of automaton.edges[state]) if (digit < 0) seen.add(to);
  return seen;
}
function step(automaton, states, digit) {
  const next = new Set();
  for (const state of states) for (const [one, to] of automaton.edges[state]) if (one === digit || (digit === undefined && one >= 0)) next.add(to);
  return reach(automaton, next);
}

/** Bit n: a number of n digits that begins with `prefix`. */
function lengthsAfter(automaton, starts, ends, prefix) {
  let states = reach(automaton, starts);
  for (const digit of prefix) states = step(automaton, states, +digit);
  let mask = 0;
  for (let length = prefix.length; length <= 15 && states.size; length++) {
    if ([...states].some((state) => ends.has(state))) mask |= 1 << length;
    states = step(automaton, states);
  }
  return mask;
}

// --- The plans by calling code.

/** What may stand before a national number, the longest first: "0", "06" in Hungary, "80", "8" and "0" in Belarus. */
function trunksOf(meta) {
  const pattern = new RegExp(`^(?:${meta.getNationalPrefixForParsing() || 'none'})$`);
  return [...Array(110).keys()].map((n) => (n < 10 ? `${n}` : `${n - 10}`.padStart(2, '0'))).filter((one) => pattern.test(one)).reverse();
}

const plans = new Map();
for (const region of [...nordic, ...others]) {
  const meta = util.getMetadataForRegion(region);
  const code = meta.getCountryCode();
  // The first of several regions is the code's main country, whose trunk prefix it is.
  if (!plans.has(code)) plans.set(code, { code, regions: [], precise: nordic.includes(region) || trunksOf(meta).length > 2, trunks: trunksOf(meta).join(' '), lengths: 0, patterns: [] });
  const plan = plans.get(code);
  plan.regions.push(region);
  for (const length of meta.getGeneralDesc().possibleLengthArray()) plan.lengths |= 1 << length;
  plan.patterns.push(meta.getGeneralDesc().getNationalNumberPattern());
}

/** Ranges of the first two digits with the same lengths, by the last of each. */
function rowsOf(plan) {
  const automaton = new Automaton();
  const start = automaton.state();
  const ends = new Set(plan.patterns.map((pattern) => automaton.read(pattern, start)));
  const all = [...Array(100).keys()].map((n) => [n, lengthsAfter(automaton, [start], ends, `${n}`.padStart(2, '0'))]);
  return all.filter(([, lengths], n) => lengths !== all[n + 1]?.[1]);
}

function table() {
  const trunks = [...new Set([...plans.values()].map((plan) => plan.trunks))].sort();
  const hex = (mask) => `0x${mask.toString(16).padStart(4, '0')}`;
  let rows = [];
  const lines = [...plans.values()].map((plan) => {
    const first = plan.precise ? rows.length : 255;
    if (plan.precise) rows.push(...rowsOf(plan));
    return `    {${plan.code}, ${hex(plan.lengths)}, ${trunks.indexOf(plan.trunks)}, ${first}},  // ${plan.regions.join(' ')}`;
  });
  return `// Made by tools/phones/generate.mjs out of the metadata of google-libphonenumber ${version}
// (libphonenumber, Apache License 2.0). Do not edit: run that.
// clang-format off
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace subshare {

inline constexpr std::uint8_t no_rows = 255;

// What is dialled before a national number inside the country only; the first that fits.
inline constexpr std::array<std::string_view, ${trunks.length}> phone_trunks{${trunks.map((one) => `"${one}"`).join(', ')}};

// Bit n of \`lengths\`: a national number can have n digits.
struct PhonePlan {
  std::uint16_t code, lengths;
  std::uint8_t trunks;     // of phone_trunks, apart by spaces
  std::uint8_t first_row;  // of phone_rows; no_rows: any beginning has the same lengths
};
inline constexpr std::array<PhonePlan, ${lines.length}> phone_plans{{
${lines.join('\n')}
}};

// The lengths of numbers whose first two digits are at most \`last\`, after the row before it. A plan's last row
// has 99.
struct PhoneRow {
  std::uint8_t last;
  std::uint16_t lengths;
};
inline constexpr std::array<PhoneRow, ${rows.length}> phone_rows{{
${rows.map(([last, lengths]) => `    {${last}, ${hex(lengths)}},`).join('\n')}
}};

}  // namespace subshare
`;
}

// --- Example numbers, and how libphonenumber reads them.

function examples() {
  const found = [];
  for (const region of [...nordic, ...others]) {
    for (const [type, value] of Object.entries(PhoneNumberType)) {
      const number = value >= 0 && util.getExampleNumberForType(region, value);
      if (!number) continue;
      const e164 = util.format(number, PhoneNumberFormat.E164);
      const international = util.format(number, PhoneNumberFormat.INTERNATIONAL);
      const forms = [util.format(number, PhoneNumberFormat.NATIONAL), international, util.format(number, PhoneNumberFormat.RFC3966), international.replace('+', '00 ')];
      // Each form is what libphonenumber itself takes it for; a few (San Marino's local ones) are not.
      const read = forms.filter((form) => util.format(util.parse(form, region), PhoneNumberFormat.E164) === e164);
      const impossible = [`${e164}1`, e164.slice(0, -1)].filter((other) => {
        try {
          const result = util.isPossibleNumberWithReason(util.parse(other));
          return result !== ValidationResult.IS_POSSIBLE && result !== ValidationResult.IS_POSSIBLE_LOCAL_ONLY;
        } catch {
          return true; // too short to be read at all
        }
      });
      found.push({ region, type, code: number.getCountryCode(), e164, forms: read, impossible });
    }
  }
  return `[\n${found.map((one) => JSON.stringify(one)).join(',\n')}\n]\n`;
}

let changed = false;
for (const [file, text] of [
  ['core/src/phone_table.hpp', table()],
  ['tests/contract/phones.json', examples()],
]) {
  const path = join(repo, file);
  if (process.argv.includes('--check')) {
    if (readFileSync(path, 'utf8') === text) continue;
    console.error(`${file} is not what libphonenumber ${version} makes: run tools/phones/generate.mjs.`);
    changed = true;
  } else {
    writeFileSync(path, text);
  }
}
process.exitCode = changed ? 1 : 0;
