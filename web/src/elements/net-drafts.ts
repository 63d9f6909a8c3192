// Nets as they are typed, and as the API has them. What is right is the core's to say; this only tells it which line
// or field stands for what, so that an error can be shown where it was made.
import type { Core, ErrorInfo, Net } from '../client.js';
import type { I18n } from '../i18n.js';

/** In the order in which they are shown. */
const fields = ['ranges', 'domains', 'start', 'end'] as const;
export type NetField = (typeof fields)[number];
export type TimeField = 'start' | 'end';

export interface Draft {
  id: number;
  /** One a line, as typed. */
  ranges: string;
  domains: string;
  /** As <input type="datetime-local"> has it; empty: no limit. */
  start: string;
  end: string;
  loginRequired: boolean;
  /** The server's times. They may be finer than the fields, and are kept where those were not touched. */
  startTime?: number | undefined;
  endTime?: number | undefined;
  /** As the server has it, with members that nobody knows yet: they go back as they came, and nothing of it is asked about. */
  original?: Net | undefined;
  /** Questions that were answered with yes. */
  confirmed: string[];
  /** Fields in which a date or a time is filled in halfway. */
  unfinished: TimeField[];
  isNew: boolean;
  isOpen: boolean;
  isRemoved: boolean;
}

export interface Problem {
  draft: Draft;
  field: NetField;
  /** In a field with lines; 0 elsewhere. */
  line: number;
  text: string;
  /** It can be right; then this is what is confirmed. */
  question?: string | undefined;
}

type IpRange = Net['ipRanges'][number];

/** One piece of a field: a line of its own, or one of several in a line. */
export interface Line<T> {
  line: number;
  text: string;
  value: T | undefined;
  error: ErrorInfo | undefined;
  question: ErrorInfo | undefined;
}

interface Lines {
  ranges: Line<IpRange>[];
  domains: Line<string>[];
}

let lastId = 0;

export function newDraft(): Draft {
  return {
    id: ++lastId,
    ranges: '',
    domains: '',
    start: '',
    end: '',
    loginRequired: false,
    confirmed: [],
    unfinished: [],
    isNew: true,
    isOpen: true,
    isRemoved: false,
  };
}

export function toDraft(net: Net): Draft {
  return {
    ...newDraft(),
    ranges: net.ipRanges.map((range) => showRange(range, ' - ')).join('\n'),
    domains: net.domains.map(({ domain }) => domain).join('\n'),
    start: toLocal(net.startTime),
    end: toLocal(net.endTime),
    startTime: net.startTime,
    endTime: net.endTime,
    loginRequired: net.loginRequired,
    original: net,
    isNew: false,
    isOpen: false,
  };
}

/** What a draft says, without how it is shown: equal text, equal drafts. */
export function contentOf({ ranges, domains, start, end, loginRequired, unfinished }: Draft): unknown[] {
  return [ranges, domains, start, end, loginRequired, unfinished];
}

export function showRange({ ipRangeStart, ipRangeEnd }: IpRange, dash = ' – '): string {
  return ipRangeStart === ipRangeEnd ? ipRangeStart : ipRangeStart + dash + ipRangeEnd;
}

// --- Times: the fields are in the reader's own time zone, the API's in epoch milliseconds.

export function isTime(epochMs: number | undefined): epochMs is number {
  return epochMs !== undefined && !Number.isNaN(new Date(epochMs).getTime());
}

function toLocal(epochMs: number | undefined): string {
  if (!isTime(epochMs)) return '';
  const local = new Date(epochMs - new Date(epochMs).getTimezoneOffset() * 60_000);
  return isTime(local.getTime()) ? local.toISOString().slice(0, 16) : '';
}

/** NaN where it is no date. Browsers without the field leave it to the person to type one. */
function toEpoch(text: string): number {
  const [, date, time = '00:00'] = /^(\d{4}-\d\d-\d\d)(?:[T ]+(\d\d:\d\d))?(?::\d\d(?:\.\d+)?)?$/.exec(text.trim()) ?? [];
  const epochMs = date ? new Date(`${date}T${time}`).getTime() : NaN;
  // 31 February is a day in March to some.
  return toLocal(epochMs).slice(0, 10) === date ? epochMs : NaN;
}

/** The time that a field stands for; undefined for none, NaN where it cannot be read. */
export function timeOf(draft: Draft, field: TimeField): number | undefined {
  if (draft.unfinished.includes(field)) return NaN;
  const text = draft[field];
  const known = field === 'start' ? draft.startTime : draft.endTime;
  if (known !== undefined && text === toLocal(known)) return known;
  return text.trim() ? toEpoch(text) : undefined;
}

// --- Lines.

const remembered = new WeakMap<Draft, Lines & { of: string }>();

export function readLines(core: Core, draft: Draft): Lines {
  const of = `${draft.ranges}\0${draft.domains}`;
  let lines = remembered.get(draft);
  if (lines?.of !== of) {
    lines = {
      of,
      ranges: core.readIpRanges(draft.ranges).map(({ line, text, ok, start, end, error, question }) => {
        return { line, text, value: ok ? { ipRangeStart: start, ipRangeEnd: end } : undefined, error, question };
      }),
      domains: core.readDomains(draft.domains).map(({ line, text, ok, value, error, question }) => {
        return { line, text, value: ok ? value : undefined, error, question };
      }),
    };
    remembered.set(draft, lines);
  }
  return lines;
}

export function nameOf(core: Core, draft: Draft, i18n: I18n): string {
  const { ranges, domains } = readLines(core, draft);
  const range = ranges[0];
  return domains[0]?.text ?? (range?.value ? showRange(range.value) : range?.text) ?? i18n.t('newNet');
}

/** The server's own. */
function knownRange({ original }: Draft, { ipRangeStart, ipRangeEnd }: IpRange): IpRange | undefined {
  return original?.ipRanges.find((one) => one.ipRangeStart === ipRangeStart && one.ipRangeEnd === ipRangeEnd);
}

function knownDomain({ original }: Draft, domain: string): Net['domains'][number] | undefined {
  return original?.domains.find((one) => one.domain === domain);
}

// --- The whole list.

/** What would be sent, and the lines that its ranges and domains come from. Lines that cannot be read are left out. */
function toNet(core: Core, draft: Draft): { net: Net; lines: Lines } {
  const { ranges, domains } = readLines(core, draft);
  const lines = { ranges: ranges.filter(({ value }) => value), domains: domains.filter(({ value }) => value) };
  const [startTime, endTime] = [timeOf(draft, 'start'), timeOf(draft, 'end')];
  const { original } = draft;
  const { startTime: _start, endTime: _end, ...others } = original ?? {};
  // A line that says what it said is the same range or domain.
  const sameRange = ({ text, value }: Line<IpRange>) =>
    original?.ipRanges.find(
      (one) => showRange(one, ' - ') === text || (one.ipRangeStart === value!.ipRangeStart && one.ipRangeEnd === value!.ipRangeEnd),
    );
  const sameDomain = ({ text, value }: Line<string>) => original?.domains.find(({ domain }) => domain === text || domain === value);
  const net = {
    ...others,
    loginRequired: draft.loginRequired,
    ...(startTime !== undefined && !Number.isNaN(startTime) ? { startTime } : {}),
    ...(endTime !== undefined && !Number.isNaN(endTime) ? { endTime } : {}),
    ipRanges: lines.ranges.map((line) => ({ ...sameRange(line), ...line.value! })),
    domains: lines.domains.map((line) => ({ ...sameDomain(line), domain: line.value! })),
  };
  return { net, lines };
}

export function toNets(core: Core, drafts: readonly Draft[]): Net[] {
  return drafts.map((draft) => toNet(core, draft).net);
}

/** Everything that keeps these from being sent, in the order in which it is shown. */
export function checkDrafts(
  core: Core,
  i18n: I18n,
  drafts: readonly Draft[],
  explain: (error: ErrorInfo) => string,
): Problem[] {
  const problems: Problem[] = [];
  const add = (draft: Draft, field: NetField, text: string, line = 0, question?: string) => {
    const several = line && draft[field].trim().includes('\n');
    problems.push({ draft, field, line, text: several ? i18n.t('atLine', { n: line, text }) : text, question });
  };
  /** Asked about until somebody says yes, unless the server has it already. */
  const ask = (draft: Draft, field: NetField, question: ErrorInfo, value: string, line: number, known: unknown) => {
    const key = `${question.code} ${value}`;
    if (!known && !draft.confirmed.includes(key)) add(draft, field, explain(question), line, key);
  };
  for (const draft of drafts) {
    const lines = readLines(core, draft);
    for (const field of ['ranges', 'domains'] as const) {
      for (const { error, line } of lines[field]) if (error) add(draft, field, explain(error), line);
    }
    for (const { question, value, line } of lines.ranges) {
      if (question && value) ask(draft, 'ranges', question, showRange(value), line, knownRange(draft, value));
    }
    for (const { question, value, line } of lines.domains) {
      if (question && value) ask(draft, 'domains', question, value, line, knownDomain(draft, value));
    }
    for (const field of ['start', 'end'] as const) {
      if (Number.isNaN(timeOf(draft, field))) add(draft, field, i18n.t('timeIncomplete'));
    }
  }
  const all = drafts.map((draft) => toNet(core, draft));
  for (const { error, net, ipRange, domain, otherNet, otherIpRange } of core.checkNets(all.map((one) => one.net))) {
    const draft = drafts[net]!;
    const { lines } = all[net]!;
    const elsewhere = otherNet !== undefined && otherNet !== net;
    const name = elsewhere ? nameOf(core, drafts[otherNet]!, i18n) : '';
    if (ipRange !== undefined) {
      const mine = lines.ranges[ipRange]!;
      const other = otherIpRange === undefined ? undefined : all[otherNet!]!.lines.ranges[otherIpRange]!;
      const values = { range: showRange(mine.value!), other: other ? showRange(other.value!) : '', name };
      const text = !other
        ? explain(error)
        : elsewhere
          ? i18n.t('overlapThere', values)
          : i18n.t('overlapHere', { ...values, n: other.line });
      add(draft, 'ranges', text, mine.line);
    } else if (domain !== undefined) {
      const { line, value } = lines.domains[domain]!;
      add(draft, 'domains', elsewhere ? i18n.t('repeatedThere', { domain: value!, name }) : explain(error), line);
    } else if (error.code !== 'net_empty') add(draft, 'end', explain(error));
    // One that has lines, none of which can be read, is not empty to the person who typed them.
    else if (!problems.some((problem) => problem.draft === draft)) add(draft, 'ranges', explain(error));
  }
  const place = ({ draft, field }: Problem) => drafts.indexOf(draft) * fields.length + fields.indexOf(field);
  // What is wrong goes before what may be right.
  return problems.sort((a, b) => place(a) - place(b) || Number(!!a.question) - Number(!!b.question) || a.line - b.line);
}
