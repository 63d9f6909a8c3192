// Headings and rows of a long list in one sequence, of which only those in view are drawn: a chunk of its own, since most
// lists are short.
import type { html as Html, TemplateResult } from 'lit';

export interface Group {
  /** First row of the group, and the one after its last. */
  from: number;
  to: number;
  /** Only its heading is shown. */
  closed: boolean;
}

/** Rows drawn beyond the window, above and below. */
const overscan = 8;
/** Until a row has been drawn and measured: those of a wide list. */
const guessedHeight = 96;
const tallestWindow = 640;

export class ListWindow<G extends Group> {
  #starts: { at: number; group: G }[] = [];
  #items = 0;
  /** At the top of the window. */
  #first = 0;
  #height = guessedHeight;
  #before = 0;
  #after = 0;
  #list: HTMLElement | undefined;
  // It is told when the page has been laid out, before it is painted. Asking for a height right after drawing would have
  // the page laid out in the task that draws.
  #sizes = typeof ResizeObserver === 'undefined' ? undefined : new ResizeObserver(() => this.#measure());

  /** Given Lit's `html`, because a chunk that imported it would make the element's script fall into two. */
  constructor(
    private readonly html: typeof Html,
    private readonly draw: () => void,
  ) {}

  top(list: Element | null): void {
    this.#first = 0;
    list?.scrollTo(0, 0);
  }

  /** `row` is given the row's index, and its place among all items. */
  render(
    groups: G[],
    heading: (group: G) => TemplateResult,
    row: (index: number, place: { at: number; of: number }) => TemplateResult,
  ): TemplateResult[] {
    const { html } = this;
    this.#items = 0;
    this.#starts = groups.map((group) => {
      const at = this.#items;
      this.#items += 1 + (group.closed ? 0 : group.to - group.from);
      return { at, group };
    });
    const visible = Math.ceil(tallestWindow / this.#height);
    const first = Math.max(0, Math.min(this.#first, this.#items - visible));
    const from = Math.max(0, first - overscan);
    const to = Math.min(this.#items, first + visible + overscan);
    this.#before = from;
    this.#after = this.#items - to;
    const drawn: TemplateResult[] = [];
    for (let at = from; at < to; at++) {
      const start = this.#starts.findLast((one) => one.at <= at)!;
      drawn.push(
        at === start.at
          ? heading(start.group)
          : row(start.group.from + at - start.at - 1, { at: at + 1, of: this.#items }),
      );
    }
    const room = (name: string) => html`<li class=${name} aria-hidden="true"></li>`;
    return [room('before'), ...drawn, room('after')];
  }

  /** After drawing. */
  place(list: HTMLElement | null): void {
    if (!list) return;
    if (this.#list !== list) {
      if (this.#list) this.#sizes?.unobserve(this.#list);
      this.#sizes?.observe((this.#list = list));
    }
    // Set as properties, since the page's CSP forbids style attributes.
    const room = (name: string, rows: number) =>
      list.querySelector<HTMLElement>(name)?.style.setProperty('--_rows', `${rows}`);
    room('.before', this.#before);
    room('.after', this.#after);
  }

  #measure(): void {
    const list = this.#list!;
    const [room, rows] = this.#after ? (['.after', this.#after] as const) : (['.before', this.#before] as const);
    const heightOf = (name: string) => list.querySelector<HTMLElement>(name)?.offsetHeight ?? 0;
    let height = heightOf(room) / rows;
    // A page may have given the rows another height: the room for those that are not drawn follows.
    const drawn = heightOf('.row:not(.open)');
    if (drawn && Math.abs(drawn - height) > 1) list.style.setProperty('--_row', `${(height = drawn)}px`);
    if (!(height > 0)) return;
    const more = height < this.#height;
    this.#height = height;
    if (more) this.draw();
  }

  readonly scroll = (event: Event): void => {
    const list = event.currentTarget as HTMLElement;
    const first = Math.floor(list.scrollTop / this.#height);
    // A few rows at a time, so that most scrolling draws nothing.
    if (Math.abs(first - this.#first) < overscan / 2) return;
    this.#first = first;
    this.draw();
  };
}
