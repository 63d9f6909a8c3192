// Medians with their spread. A mean would follow whatever else the machine did meanwhile.
//
// A ratio is taken within a round, so that what slowed a round down slowed both, and its median is shown with a 95 % interval by
// bootstrap: as many rounds as there were are drawn from them again and again, with replacement. Rounds go on until it is narrow enough.
import { random } from '../../browser/lib/random.ts';

export interface Summary {
  median: number;
  /** First and third quartile; of ratios, the interval of the median. */
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

const resamples = 2000;

/** The median, and the interval in which 95 % of the medians lie of samples drawn from these values. */
export function medianOf(values: number[]): Summary {
  const next = random(values.length);
  const medians = Array.from({ length: resamples }, () =>
    quantile(values.map(() => values[Math.floor(next() * values.length)]!).sort((a, b) => a - b), 0.5),
  ).sort((a, b) => a - b);
  return { median: summarise(values).median, low: quantile(medians, 0.025), high: quantile(medians, 0.975) };
}

/** Whether the interval lies within so much of the median on both sides: 0.03 for ±3 %. */
export const isNarrow = ({ median, low, high }: Summary, width: number): boolean => median - low <= width * median && high - median <= width * median;

/** Samples by variant, in the order of the rounds: the i-th of each were taken one after the other. */
export type Samples = Record<string, number[]>;

export interface Measure {
  name: string;
  unit: string;
  rounds: number;
  samples: Samples;
  summary: Record<string, Summary>;
  /** Ours through theirs, round by round; low and high are those of the median's interval. */
  ratios: Record<string, Summary>;
}

export function measure(name: string, unit: string, samples: Samples, ours = 'subshare'): Measure {
  const mine = samples[ours] ?? [];
  const others = Object.keys(samples).filter((variant) => variant !== ours && mine.length > 0);
  const ratio = (variant: string): Summary =>
    medianOf(mine.map((value, i) => value / samples[variant]![i]!).filter((value) => Number.isFinite(value)));
  return {
    name,
    unit,
    rounds: Math.max(0, ...Object.values(samples).map(({ length }) => length)),
    samples,
    summary: Object.fromEntries(Object.entries(samples).map(([variant, values]) => [variant, summarise(values)])),
    ratios: Object.fromEntries(others.filter((variant) => samples[variant]!.some((value) => value > 0)).map((variant) => [variant, ratio(variant)])),
  };
}
