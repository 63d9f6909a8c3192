// What a front counts: calls by operation and outcome, waiting, renewals, the line. Prometheus' text format, and nothing personal in it.
import type { Line } from './line.js';
import type { FrontEvent } from './options.js';

const bounds = [0.05, 0.25, 1, 5, 15, 60, 300, 900];

class Histogram {
  readonly #counts = new Array<number>(bounds.length + 1).fill(0);
  #sum = 0;
  #count = 0;

  add(seconds: number): void {
    let at = bounds.findIndex((bound) => seconds <= bound);
    if (at < 0) at = bounds.length;
    this.#counts[at]!++;
    this.#sum += seconds;
    this.#count++;
  }

  lines(name: string): string[] {
    let below = 0;
    const buckets = [...bounds, '+Inf'].map((bound, i) => `${name}_bucket{le="${bound}"} ${(below += this.#counts[i]!)}`);
    return [...buckets, `${name}_sum ${Number(this.#sum.toFixed(3))}`, `${name}_count ${this.#count}`];
  }
}

export class Metrics {
  readonly #counts = new Map<string, number>();
  readonly #waits = new Histogram();
  readonly #answers = new Histogram();

  saw({ what, operation, status, milliseconds, waited, reason }: FrontEvent): void {
    if (what === 'call') {
      this.#add('calls', { operation, status: String(status ?? 0) });
      if (milliseconds !== undefined) this.#answers.add(milliseconds / 1000);
      if (waited !== undefined) this.#waits.add(waited / 1000);
    } else if (what === 'renewal') this.#add('renewals', { outcome: reason });
    else if (what === 'login') this.#add('logins', { outcome: reason });
    else if (what === 'refusal') this.#add('refusals', { reason });
    else this.#add('troubles', {});
  }

  #add(name: string, labels: Record<string, string | undefined>): void {
    const text = Object.entries(labels).map(([label, value]) => `${label}="${(value ?? '').replace(/[\\"\n]/g, '_')}"`);
    const key = `subshare_front_${name}_total${text.length ? `{${text.join(',')}}` : ''}`;
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
  }

  text(line: Line | false): string {
    const help: Record<string, string> = {
      calls: 'Calls, by operation and the status that the reader got.',
      renewals: "Renewals of readers' tokens.",
      logins: 'Logins that came back.',
      refusals: 'Requests that were not let in, and why.',
      troubles: 'What the API or the login host did not do, and what is set up wrong.',
    };
    const lines: string[] = [];
    for (const [name, text] of Object.entries(help)) {
      const full = `subshare_front_${name}_total`;
      const rows = [...this.#counts].filter(([key]) => key === full || key.startsWith(`${full}{`));
      lines.push(`# HELP ${full} ${text}`, `# TYPE ${full} counter`, ...rows.sort().map(([key, count]) => `${key} ${count}`));
    }
    const histograms = [
      ['wait_seconds', 'How long calls stood in the line, here and at home.', this.#waits],
      ['answer_seconds', 'From a request to the head of its answer.', this.#answers],
    ] as const;
    for (const [name, text, histogram] of histograms) {
      const full = `subshare_front_${name}`;
      lines.push(`# HELP ${full} ${text}`, `# TYPE ${full} histogram`, ...histogram.lines(full));
    }
    if (line) {
      lines.push('# HELP subshare_front_line_length Calls that were told a moment and have not come for it yet.', '# TYPE subshare_front_line_length gauge');
      lines.push(`subshare_front_line_length ${line.length()}`);
      lines.push('# HELP subshare_front_line_whole 0 while other servers cannot be reached and this one goes by its share.', '# TYPE subshare_front_line_whole gauge');
      lines.push(`subshare_front_line_whole ${line.isWhole?.() === false ? 0 : 1}`);
    }
    return `${lines.join('\n')}\n`;
  }
}
