import { css } from 'lit';

export const inviteStyles = css`
  .all {
    display: grid;
    align-content: start;
    gap: 2.25rem;
    /* Loading or not, as high as with two people in the list: what follows on the page stays where it is. */
    min-block-size: 40em;
  }
  /* --- Seats */
  .meter h2 {
    font-size: 1.45em;
    font-variant-numeric: tabular-nums;
  }
  .marks {
    display: flex;
    gap: 0.35rem;
    block-size: 0.6rem;
    margin-block: 0.9rem 0.7rem;
  }
  .meter .bone {
    inline-size: fit-content;
    min-inline-size: 40%;
  }
  .meter .bone span {
    visibility: hidden;
  }
  .marks i {
    flex: 1 1 0;
    border: 1.5px solid var(--_accent);
    border-radius: var(--_radius);
  }
  .marks .has,
  .bar .has {
    background: var(--_accent);
    fill: var(--_accent);
  }
  .marks .asked {
    background: linear-gradient(135deg, var(--_accent) 25%, transparent 0 50%, var(--_accent) 0 75%, transparent 0)
      0 0 / 6px 6px;
  }
  .marks .free {
    border-color: var(--_edge);
  }
  .bar {
    display: block;
    inline-size: 100%;
    block-size: 0.6rem;
    margin-block: 0.9rem 0.7rem;
    border: 1px solid var(--_edge);
    border-radius: var(--_radius);
  }
  .bar .asked {
    fill: var(--_accent);
    opacity: 0.45;
  }
  .legend {
    margin-block-start: 0.5rem;
    display: flex;
    flex-wrap: wrap;
    gap: 0.2rem clamp(0.7rem, 3.5cqi, 1.4rem);
  }
  .legend span::before {
    content: '';
    display: inline-block;
    inline-size: 0.7em;
    block-size: 0.7em;
    margin-right: 0.5em;
    border: 1.5px solid var(--_accent);
    border-radius: 50%;
  }
  .legend .has::before {
    background: var(--_accent);
  }
  .legend .asked::before {
    background: linear-gradient(90deg, var(--_accent) 50%, transparent 0);
  }
  .legend .free::before {
    border-color: var(--_edge);
  }
  /* --- Form */
  form[part] > .small {
    margin-block: 0.2rem 0.9rem;
    max-inline-size: 60ch;
  }
  .people {
    display: grid;
    gap: 0.35rem;
  }
  .entry {
    position: relative;
  }
  .person textarea {
    resize: none;
    overflow: hidden;
    field-sizing: content;
    padding-inline-end: 2.9rem;
    overflow-wrap: anywhere;
  }
  .person textarea[data-good] {
    border-color: var(--_good);
  }
  .person[data-sending] {
    opacity: 0.8;
  }
  .remove {
    position: absolute;
    inset: 0.125rem 0.125rem auto auto;
    inline-size: 2.75rem;
    block-size: 2.75rem;
    padding: 0;
  }
  .remove:dir(rtl) {
    inset: 0.125rem auto auto 0.125rem;
  }
  .remove svg {
    inline-size: 0.9rem;
    vertical-align: middle;
    fill: none;
    stroke: currentcolor;
    stroke-width: 1.5;
  }
  .message {
    min-block-size: 1.5em;
    margin-block-start: 0.15rem;
  }
  .names {
    display: grid;
    gap: 0.4rem 0.75rem;
    margin-block-end: 0.6rem;
  }
  .more {
    margin-block-end: 0.35rem;
  }
  .ways {
    display: flex;
    flex-wrap: wrap;
    gap: 0 1.4rem;
  }
  /* A file is held over it. */
  [data-over] {
    outline: 2px dashed var(--_accent);
    outline-offset: 0.5rem;
  }
  #fileTrouble {
    margin-block: 0 0.6rem;
  }
  #read,
  #interrupted {
    gap: 0.3rem;
    margin-block-end: 0.9rem;
  }
  #read .link {
    text-align: start;
  }
  #read ol {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .progress {
    display: flex;
    align-items: center;
    gap: 0.8rem;
    margin-block-end: 0.6rem;
    font-variant-numeric: tabular-nums;
  }
  progress {
    flex: 1;
    min-inline-size: 0;
    accent-color: var(--_accent);
  }
  form .primary {
    flex: 1 0 100%;
  }
  #limit {
    margin-block-end: 0.9rem;
  }
  #sent ul {
    max-block-size: 12em;
    overflow: auto;
    inline-size: 100%;
  }
  #sent {
    gap: 0.2rem;
  }
  /* --- People */
  #told,
  .search {
    margin-block-start: 0.75rem;
  }
  .rows {
    margin-block-start: 0.6rem;
  }
  .group h3 {
    padding-block: 1rem 0.35rem;
    font-family: var(--subshare-font, inherit);
    font-size: 0.875em;
  }
  .group .muted {
    font-weight: 400;
    font-variant-numeric: tabular-nums;
  }
  .group .link {
    min-block-size: 2rem;
    padding-block: 0;
    font-weight: inherit;
  }
  .row {
    padding-block: 0.7rem 0.35rem;
  }
  .who {
    display: grid;
  }
  .state::before {
    content: '';
    display: inline-block;
    inline-size: 0.6em;
    block-size: 0.6em;
    margin-right: 0.5em;
    border: 1.5px solid var(--_edge);
    border-radius: 50%;
  }
  [data-state='accepted'] .state::before {
    border-color: var(--_good);
    background: var(--_good);
  }
  [data-state='pending'] .state::before {
    border-color: var(--_accent);
    background: linear-gradient(90deg, var(--_accent) 50%, transparent 0);
  }
  .panel .names {
    margin: 0;
  }
  .qr {
    max-inline-size: 100%;
    block-size: auto;
    forced-color-adjust: none;
  }
  .long {
    --_row: 8.25rem;
    block-size: min(36rem, 75vh);
    overflow-y: auto;
    overscroll-behavior: contain;
    border-block: 1px solid var(--_line);
  }
  .long > :is(.row:not(.open), .group) {
    block-size: var(--_row);
    overflow: hidden;
  }
  /* For the rows that are not drawn. */
  .long > :is(.before, .after) {
    block-size: calc(var(--_rows) * var(--_row));
  }
  .long .row :is(.name, .who .small) {
    white-space: nowrap;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .long .group {
    display: flex;
    align-items: center;
  }
  /* --- Loading: as high as what comes. */
  .skeleton .title {
    inline-size: 55%;
    block-size: 1.7em;
  }
  .skeleton .meter {
    block-size: 0.6rem;
    margin-block: 1.05rem 0.85rem;
  }
  .skeleton .line {
    inline-size: 70%;
    block-size: 1em;
  }
  .skeleton .gap {
    inline-size: 40%;
    block-size: 1.5em;
    margin-block: 2.4rem 0.3rem;
  }
  .skeleton .line:has(+ .field) {
    inline-size: 95%;
    block-size: 2.6em;
  }
  .skeleton .field {
    block-size: 3rem;
    margin-block: 0.9rem 1.45em;
    opacity: 0.6;
  }
  .skeleton .button {
    block-size: 2.75rem;
  }
  @container (min-width: 34rem) {
    .names {
      grid-template-columns: 1fr 1fr;
    }
    form .primary {
      flex: 0 1 auto;
      min-inline-size: 9rem;
    }
    .row {
      padding-block: 0.6rem;
    }
    .long {
      --_row: 6rem;
    }
    .skeleton .button {
      inline-size: 9rem;
    }
  }
  @media (forced-colors: active) {
    .marks .asked,
    .legend .asked::before,
    [data-state='pending'] .state::before {
      border-style: dashed !important;
    }
    .marks .has,
    .legend .has::before,
    [data-state='accepted'] .state::before {
      background: CanvasText;
      forced-color-adjust: none;
    }
  }
`;
