// For Svelte's templates: `import 'subshare/svelte'` once, in a file of types.
import type { SubshareDistribution } from './elements/distribution.js';
import type { SubshareInvitation } from './elements/invitation.js';
import type { SubshareInvite } from './elements/invite.js';
import type { SubshareNets } from './elements/nets.js';
import type { SubshareEventMap } from './events.js';
import type { HTMLAttributes } from 'svelte/elements';

type Handlers = { [Name in keyof SubshareEventMap as `on${Name}`]?: (event: SubshareEventMap[Name]) => void };
type Kebab<Text extends string> = Text extends `${infer First}${infer Rest}` ? (First extends Lowercase<First> ? `${First}${Kebab<Rest>}` : `-${Lowercase<First>}${Kebab<Rest>}`) : Text;
type Own<E extends HTMLElement> = Omit<E, keyof HTMLElement>;
type Element<E extends HTMLElement> = HTMLAttributes<E> & Handlers & { [Name in keyof Own<E> as Name | Kebab<Name & string>]?: Own<E>[Name] | undefined };

declare module 'svelte/elements' {
  interface SvelteHTMLElements {
    'subshare-invite': Element<SubshareInvite>;
    'subshare-invitation': Element<SubshareInvitation>;
    'subshare-nets': Element<SubshareNets>;
    'subshare-distribution': Element<SubshareDistribution>;
  }
}
