// Numbers and dates as Intl writes them, for the package's own languages in their own countries. Intl does it as well, but
// the first of its formats on a page looks through every language that the browser knows: 60 ms and more on a slow phone,
// in one go, in the middle of the element's first drawing.

/** How a language writes them. */
export interface Formats {
  /** The countries in which it is so: "SE FI". And where the tag names no country. */
  countries: string;
  /** Between thousands. */
  thousands: string;
  /** Of a date of medium length: "d. m y". */
  date: string;
  /** From January on, with spaces between them. */
  months: string;
}

/** Whether they are those of this tag, and not of the language elsewhere in the world. */
export function areOf(formats: Formats, language: string, tag: string): boolean {
  return tag === language || formats.countries.split(' ').some((country) => tag === `${language}-${country}`);
}

/** Undefined where Intl has to be asked. */
export function plainNumber({ thousands }: Formats, value: number): string | undefined {
  return value >= 0 && Number.isSafeInteger(value)
    ? `${value}`.replace(/\B(?=(\d{3})+$)/g, thousands)
    : undefined;
}

/** A date of medium length; undefined where Intl has to be asked. */
export function plainDate({ date: order, months }: Formats, epochMs: number): string | undefined {
  const date = new Date(epochMs);
  const year = date.getFullYear();
  if (!(year > 0)) return undefined;
  return order.replace(/[dmy]/g, (part) =>
    part === 'd' ? `${date.getDate()}` : part === 'm' ? months.split(' ')[date.getMonth()]! : `${year}`,
  );
}
