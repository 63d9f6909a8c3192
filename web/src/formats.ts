// Numbers and dates as Intl writes them, for the package's own languages in their own countries. Intl does it as well, but
// the first of its formats on a page looks through every language that the browser knows: 60 ms and more on a slow phone,
// in one go, in the middle of the element's first drawing.
const space = '\u00a0';
const norwegian: Format = [space, 'd. m y', 'jan. feb. mars apr. mai juni juli aug. sep. okt. nov. des.'];
const danish: Format = ['.', 'd. m y', 'jan. feb. mar. apr. maj jun. jul. aug. sep. okt. nov. dec.'];
const english: Format = [',', 'm d, y', 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'];
const finnish: Format = [space, 'd.m.y', '1 2 3 4 5 6 7 8 9 10 11 12'];
const swedish: Format = [space, 'd m y', 'jan. feb. mars apr. maj juni juli aug. sep. okt. nov. dec.'];

/** Between thousands, the order of a date, its months. */
type Format = [thousands: string, date: string, months: string];

const formats = new Map<string, Format>([
  ['da', danish],
  ['da-DK', danish],
  ['en', english],
  ['en-US', english],
  ['fi', finnish],
  ['fi-FI', finnish],
  ['nb', norwegian],
  ['nb-NO', norwegian],
  ['nn', norwegian],
  ['nn-NO', norwegian],
  ['sv', swedish],
  ['sv-FI', swedish],
  ['sv-SE', swedish],
]);

/** Undefined where Intl has to be asked. */
export function plainNumber(tag: string, value: number): string | undefined {
  const format = formats.get(tag);
  return format && value >= 0 && Number.isSafeInteger(value)
    ? `${value}`.replace(/\B(?=(\d{3})+$)/g, format[0])
    : undefined;
}

/** A date of medium length; undefined where Intl has to be asked. */
export function plainDate(tag: string, epochMs: number): string | undefined {
  const format = formats.get(tag);
  const date = new Date(epochMs);
  const year = date.getFullYear();
  if (!format || !(year > 0)) return undefined;
  const [, order, months] = format;
  return order.replace(/[dmy]/g, (part) =>
    part === 'd' ? `${date.getDate()}` : part === 'm' ? months.split(' ')[date.getMonth()]! : `${year}`,
  );
}
