/**
 * Where the groups of a sorted list end: one past the last row of each. `groupAt` tells the group of a row. Halving finds it
 * without reading all rows, since between two rows of one group all are of it.
 */
export function groupEnds(groups: number, count: number, groupAt: (index: number) => number): number[] {
  const ends = Array.from({ length: groups }, () => count);
  const halve = (low: number, first: number, high: number, last: number): void => {
    if (first === last) return;
    if (high - low < 2) {
      ends.fill(high, first, last);
      return;
    }
    const middle = (low + high) >> 1;
    const group = groupAt(middle);
    halve(low, first, middle, group);
    halve(middle, group, high, last);
  };
  if (count) {
    const first = groupAt(0);
    ends.fill(0, 0, first);
    halve(0, first, count - 1, groupAt(count - 1));
  }
  return ends;
}
