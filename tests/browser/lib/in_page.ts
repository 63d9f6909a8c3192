// What runs inside the page: finding things as a person does, by the words on them, through open shadow roots. One function, because it is
// sent to the browser as text; it must not use anything outside itself.

export type Command =
  | { find: 'control'; name: string; role?: string; nth?: number }
  | { find: 'field'; name: string }
  | { see: string; gone?: boolean }
  | { read: 'text' | 'focus' | 'controls' };

export interface Found {
  ok: boolean;
  x: number;
  y: number;
  text: string;
  /** What is there instead, for the message of a failure. */
  saw: string;
}

export async function inPage(command: Command, patience: number): Promise<Found> {
  const children = (node: Node): Node[] => {
    if (node instanceof Element && node.shadowRoot) return [...node.shadowRoot.childNodes];
    if (node instanceof HTMLSlotElement) {
      const assigned = node.assignedNodes({ flatten: true });
      return assigned.length > 0 ? assigned : [...node.childNodes];
    }
    return [...node.childNodes];
  };
  const hidden = (element: Element): boolean =>
    !(element instanceof HTMLSlotElement) &&
    !element.checkVisibility({ visibilityProperty: true } as CheckVisibilityOptions);
  const elements = function* (root: Node): Generator<Element> {
    for (const child of children(root)) {
      if (child instanceof Element) {
        if (hidden(child)) continue;
        yield child;
      }
      yield* elements(child);
    }
  };
  // Text as it is seen: blocks apart, white space folded.
  const seen = (node: Node): string => {
    if (node instanceof Text) return node.data;
    if (node instanceof Element) {
      if (hidden(node) || ['SCRIPT', 'STYLE', 'TEMPLATE', 'NOSCRIPT'].includes(node.tagName)) return '';
      const inline = ['inline', 'inline-block', 'contents', 'inline-flex'].includes(getComputedStyle(node).display);
      const text = children(node).map(seen).join('');
      return inline ? text : ` ${text} `;
    }
    return children(node).map(seen).join('');
  };
  const fold = (text: string): string => text.replace(/[\s\u00a0\u202f]+/g, ' ').trim();
  const text = (node: Node): string => fold(seen(node));

  const roles: Record<string, string> = { BUTTON: 'button', A: 'link', SUMMARY: 'button', TEXTAREA: 'textbox', SELECT: 'combobox', OPTION: 'option' };
  const inputRoles: Record<string, string> = { checkbox: 'checkbox', radio: 'radio', submit: 'button', button: 'button', search: 'searchbox' };
  const roleOf = (element: Element): string =>
    element.getAttribute('role') ??
    (element instanceof HTMLInputElement ? (inputRoles[element.type] ?? 'textbox') : (roles[element.tagName] ?? ''));
  const nameOf = (element: Element): string => {
    const scope = element.getRootNode() as Document | ShadowRoot;
    const labelled = (element.getAttribute('aria-labelledby') ?? '').split(/\s+/).filter(Boolean);
    if (labelled.length > 0) {
      return fold(labelled.map((id) => scope.getElementById(id)?.textContent ?? '').join(' '));
    }
    const label = element.getAttribute('aria-label');
    if (label) return fold(label);
    const labels = (element as HTMLInputElement).labels;
    if (labels && labels.length > 0) return fold([...labels].map((l) => l.textContent ?? '').join(' '));
    if (element instanceof HTMLInputElement) return fold(element.value || element.placeholder);
    return fold(element.textContent ?? '') || text(element);
  };
  const wanted = (name: string, given: string): boolean => name === given || name.toLowerCase() === given.toLowerCase();
  const controls = (role?: string): Element[] =>
    [...elements(document)].filter((element) => {
      const its = roleOf(element);
      return role ? its === role : ['button', 'link', 'checkbox', 'radio', 'tab', 'menuitem', 'option', 'switch'].includes(its);
    });
  const fields = (): Element[] =>
    [...elements(document)].filter(
      (element) =>
        ['textbox', 'searchbox', 'combobox'].includes(roleOf(element)) || (element as HTMLElement).isContentEditable,
    );
  const focused = (): Element | null => {
    let at = document.activeElement;
    while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
    return at;
  };

  const look = (): Found | null => {
    if (!document.body) return null; // it is being loaded
    const found = (ok: boolean, element?: Element | null, words = ''): Found => {
      const box = element?.getBoundingClientRect();
      return { ok, x: box ? box.x + box.width / 2 : 0, y: box ? box.y + box.height / 2 : 0, text: words, saw: '' };
    };
    if ('read' in command) {
      if (command.read === 'text') return found(true, null, text(document.body));
      if (command.read === 'controls') return found(true, null, controls().map(nameOf).join('\n'));
      const at = focused();
      return found(true, at, at ? `${roleOf(at) || at.tagName.toLowerCase()}: ${nameOf(at)}` : '');
    }
    if ('see' in command) {
      return text(document.body).toLowerCase().includes(fold(command.see).toLowerCase()) === !command.gone ? found(true) : null;
    }
    const candidates = command.find === 'field' ? fields() : controls(command.role);
    const matching = candidates.filter(
      (element) => wanted(command.name, nameOf(element)) && !(element as HTMLButtonElement).disabled,
    );
    const element = matching[command.find === 'control' ? (command.nth ?? 0) : 0];
    if (!element) return null;
    element.scrollIntoView({ block: 'center', behavior: 'instant' });
    return found(true, element, nameOf(element));
  };

  const end = performance.now() + patience;
  let last: Found | null = null;
  for (;;) {
    const found = look();
    // What is still on its way elsewhere, as the page scrolls or grows, would not be where it is pressed.
    if (found && (!('find' in command) || (found.x === last?.x && found.y === last.y))) return found;
    last = found;
    if (performance.now() > end) {
      const saw = 'find' in command
        ? (command.find === 'field' ? fields() : controls(command.role)).map((e) => `${nameOf(e)}${(e as HTMLButtonElement).disabled ? ' (disabled)' : ''}`).join(' | ')
        : document.body && text(document.body);
      return { ok: false, x: 0, y: 0, text: '', saw };
    }
    // The page's own pace: look again after it has drawn. A page in the background does not draw, so a timer stands by.
    await new Promise<void>((resolve) => {
      requestAnimationFrame(() => resolve());
      setTimeout(resolve, 50);
    });
  }
}
