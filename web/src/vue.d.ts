// For Vue's templates: `import 'subshare/vue'` once, in a file of types.
import type { SubshareDistribution } from './elements/distribution.js';
import type { SubshareInvitation } from './elements/invitation.js';
import type { SubshareInvite } from './elements/invite.js';
import type { SubshareNets } from './elements/nets.js';
import type { SubshareEventMap } from './events.js';
import type { DefineComponent } from 'vue';

type Handlers = { [Name in keyof SubshareEventMap as `on${Capitalize<Camel<Name>>}`]?: (event: SubshareEventMap[Name]) => void };
type Camel<Text extends string> = Text extends `${infer First}-${infer Rest}` ? `${First}${Capitalize<Camel<Rest>>}` : Text;
type Element<E extends HTMLElement> = DefineComponent<Partial<Omit<E, keyof HTMLElement>> & Handlers>;

declare module 'vue' {
  interface GlobalComponents {
    'subshare-invite': Element<SubshareInvite>;
    'subshare-invitation': Element<SubshareInvitation>;
    'subshare-nets': Element<SubshareNets>;
    'subshare-distribution': Element<SubshareDistribution>;
  }
}
