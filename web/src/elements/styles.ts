// Looks that the elements share. Everything follows the page: its font, its text colour, its colour scheme. What a
// publisher may set are the --subshare-* properties below and the parts; the rest is private.
import { css } from 'lit';

export const styles = css`
  :host {
    --_accent: var(--subshare-accent, light-dark(#17457a, #a9cbf5));
    --_on-accent: var(--subshare-on-accent, light-dark(#fff, #0b1a2b));
    --_bad: var(--subshare-danger, light-dark(#a4161a, #ffb3ab));
    --_good: var(--subshare-success, light-dark(#1b6b3a, #8fd6a8));
    --_text: var(--subshare-text, inherit);
    --_muted: var(--subshare-muted, color-mix(in srgb, currentcolor 70%, transparent));
    --_line: var(--subshare-line, color-mix(in srgb, currentcolor 18%, transparent));
    --_edge: var(--subshare-edge, color-mix(in srgb, currentcolor 55%, transparent));
    --_tint: var(--subshare-tint, color-mix(in srgb, currentcolor 5%, transparent));
    --_field: var(--subshare-field, transparent);
    --_radius: var(--subshare-radius, 4px);
    --_heading: var(--subshare-heading-font, inherit);
    display: block;
    /* What room there is, margins of the page's taken off. */
    inline-size: 100%;
    inline-size: -moz-available;
    inline-size: -webkit-fill-available;
    inline-size: stretch;
    min-inline-size: 0;
    color: var(--_text);
    font-family: var(--subshare-font, inherit);
    line-height: 1.5;
    /* What a column of text inherits is not for fields and lists; nor does a page mean these by resetting everything in it. */
    text-align: start !important;
    text-indent: 0 !important;
    text-transform: none !important;
    white-space: normal !important;
    word-spacing: normal !important;
    -webkit-hyphens: manual !important;
    hyphens: manual !important;
    -webkit-text-size-adjust: 100%;
    /* Ends when the page's text has got another colour: see base.ts. */
    transition: color 1ms;
  }
  /* A container has no width of its own: in a dialog, a float or a table the element would be 0 px wide. These two words, that nobody
     sees, ask for a column's width between them, and break where there is less. */
  :host::before {
    content: 'm m';
    display: block;
    block-size: 0;
    overflow: hidden;
    visibility: hidden;
    white-space: normal;
    word-spacing: 30rem;
  }
  :host([hidden]),
  [hidden] {
    display: none !important;
  }
  *,
  ::before,
  ::after {
    box-sizing: border-box;
  }
  p,
  ul,
  h2,
  h3,
  form {
    margin: 0;
    padding: 0;
  }
  ul {
    list-style: none;
  }
  h2,
  h3 {
    font-family: var(--_heading);
    font-weight: 600;
    font-size: 1.2em;
    line-height: 1.3;
    text-wrap: balance;
  }
  .hidden {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .muted {
    color: var(--_muted);
  }
  .small {
    font-size: 0.875em;
  }
  bdi,
  button,
  h2,
  h3,
  p,
  strong {
    overflow-wrap: anywhere;
  }
  /* What runs the other way, a name or a sentence, begins where all else does. */
  .all {
    container-type: inline-size;
    text-align: -webkit-match-parent;
    text-align: match-parent;
  }
  /* By the colour of the text, since a page's dark theme may be a class and nothing else. */
  .dark {
    color-scheme: dark;
  }
  .light {
    color-scheme: light;
  }
  p,
  h2,
  h3,
  span,
  label,
  li,
  button {
    unicode-bidi: plaintext;
  }
  button,
  input,
  textarea {
    font: inherit;
    color: inherit;
    letter-spacing: inherit;
    margin: 0;
  }
  button,
  .primary {
    min-block-size: 2.75rem;
    padding: 0.55rem 1.15rem;
    border: 1px solid transparent;
    border-radius: var(--_radius);
    background: none;
    font-weight: 600;
    line-height: 1.3;
    text-align: center;
    text-decoration: none;
    cursor: pointer;
    touch-action: manipulation;
    -webkit-tap-highlight-color: transparent;
  }
  .primary {
    display: inline-block;
    background: var(--_accent);
    color: var(--_on-accent);
  }
  .plain {
    border-color: var(--_edge);
  }
  .danger {
    border-color: var(--_bad);
    color: var(--_bad);
  }
  .link {
    min-inline-size: 1.5rem;
    padding-inline: 0;
    border: 0;
    color: var(--_accent);
    font-weight: inherit;
    text-decoration: underline;
    text-decoration-thickness: 1px;
    text-underline-offset: 0.2em;
  }
  .inline {
    min-block-size: 1.8em;
    padding-block: 0;
    font-size: inherit;
    line-height: inherit;
  }
  @media (hover: hover) {
    .primary:hover {
      filter: brightness(1.12);
    }
    .plain:hover,
    .danger:hover {
      background: var(--_tint);
    }
    .link:hover {
      text-decoration-thickness: 2px;
    }
  }
  [aria-disabled='true'] {
    opacity: 0.6;
    cursor: default;
  }
  /* WebKit does not call a radio button :focus-visible that an arrow key went to, nor Chromium a date field whose calendar
     button has the focus. */
  :focus-visible,
  input:focus-within {
    outline: 3px solid var(--subshare-focus, var(--_accent));
    outline-offset: 2px;
  }
  .link:focus-visible {
    outline-offset: -3px;
  }
  :focus:not(:focus-visible, input) {
    outline: none;
  }
  input,
  textarea {
    display: block;
    inline-size: 100%;
    min-block-size: 3rem;
    padding: 0.65rem 0.8rem;
    border: 1px solid var(--_edge);
    border-radius: var(--_radius);
    background: var(--_field);
    /* 16 px at least: below that, iOS zooms in. */
    font-size: max(1em, 16px);
    line-height: 1.4;
  }
  ::placeholder {
    color: var(--_muted);
    opacity: 1;
  }
  [aria-invalid='true'] {
    border-color: var(--_bad);
    box-shadow: inset 0 0 0 1px var(--_bad);
  }
  .error {
    color: var(--_bad);
  }
  .error:empty {
    display: none;
  }
  .buttons {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.6rem;
  }
  .note {
    display: grid;
    justify-items: start;
    gap: 0.8rem;
    padding: 0.9rem 1.1rem;
    border-inline-start: 3px solid var(--_accent);
    border-start-end-radius: var(--_radius);
    border-end-end-radius: var(--_radius);
    background: var(--_tint);
  }
  .bad {
    border-color: var(--_bad);
  }
  .good {
    border-color: var(--_good);
  }
  /* --- Lists: a row has what it is and, beside or below it, what can be done with it. */
  .row {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    align-items: center;
    column-gap: 1.5rem;
    border-block-start: 1px solid var(--_line);
  }
  .row:last-child {
    border-block-end: 1px solid var(--_line);
  }
  .name {
    font-weight: 600;
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    column-gap: clamp(0.9rem, 4cqi, 1.4rem);
    font-size: 0.9375em;
  }
  .wide {
    grid-column: 1 / -1;
  }
  .panel {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.8rem;
    margin-block: 0.5rem 0.8rem;
    padding: 1rem;
    border-radius: var(--_radius);
    background: var(--_tint);
  }
  @container (min-width: 34rem) {
    .row {
      grid-template-columns: minmax(0, 1fr) auto;
    }
  }
  .bone {
    border-radius: var(--_radius);
    background: var(--_line);
    animation: breathe 1.6s ease-in-out infinite alternate;
  }
  @keyframes breathe {
    to {
      opacity: 0.45;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    * {
      animation: none !important;
      transition: none !important;
    }
  }
  @media (forced-colors: active) {
    .primary {
      border-color: currentcolor;
    }
  }
  /* Safari before 17.5 and Chrome before 123; then before 16.2 and 111. */
  @supports not (color: light-dark(red, red)) {
    .all {
      --_accent: var(--subshare-accent, #17457a);
      --_on-accent: var(--subshare-on-accent, #fff);
      --_bad: var(--subshare-danger, #a4161a);
      --_good: var(--subshare-success, #1b6b3a);
    }
    .dark {
      --_accent: var(--subshare-accent, #a9cbf5);
      --_on-accent: var(--subshare-on-accent, #0b1a2b);
      --_bad: var(--subshare-danger, #ffb3ab);
      --_good: var(--subshare-success, #8fd6a8);
    }
  }
  @supports not (color: color-mix(in srgb, red, red)) {
    :host {
      --_muted: var(--subshare-muted, inherit);
      --_line: var(--subshare-line, #80808059);
      --_edge: var(--subshare-edge, #757575);
      --_tint: var(--subshare-tint, #80808014);
    }
  }
  @media print {
    button,
    form,
    input,
    .actions,
    a.primary {
      display: none !important;
    }
    .row {
      break-inside: avoid;
    }
  }
`;
