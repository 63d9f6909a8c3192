// Medians with their spread. A mean would follow whatever else the machine did meanwhile.

export interface Summary {
  median: number;
  /** First and third quartile. */
  low: number;
  high: number;
}

function quantile(sorted: number[], q: number): number {
  const at = (sorted.length - 1) * q;
  const below = sorted[Math.floor(at)]!;
  return below + (sorted[Math.ceil(at)]! - below) * (at - Math.floor(at));
}

export function summarise(values: number[]): Summary {
  const sorted = values.toSorted((a, b) => a - b);
  return { median: quantile(sorted, 0.5), low: quantile(sorted, 0.25), high: quantile(sorted, 0.75) };
}

/** Samples by variant, in the order of the rounds: the i-th of each were taken one after the other. */
export type Samples = Record<string, number[]>;

export interface Measure {
  name: string;
  unit: string;
  samples: Samples;
  summary: Record<string, Summary>;
  /** Ours through theirs, round by round, so that what slowed a round down slowed both. */
  ratios: Record<string, Summary>;
}

export function measure(name: string, unit: string, samples: Samples, ours = 'subshare'): Measure {
  const mine = samples[ours] ?? [];
  const others = Object.keys(samples).filter((variant) => variant !== ours && mine.length > 0);
  const ratio = (variant: string): Summary =>
    summarise(mine.map((value, i) => value / samples[variant]![i]!).filter((value) => Number.isFinite(value)));
  return {
    name,
    unit,
    samples,
    summary: Object.fromEntries(Object.entries(samples).map(([variant, values]) => [variant, summarise(values)])),
    ratios: Object.fromEntries(others.filter((variant) => samples[variant]!.some((value) => value > 0)).map((variant) => [variant, ratio(variant)])),
  };
}
