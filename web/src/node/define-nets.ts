import { hasElements } from './has-elements.js';
import { SubshareNets } from './nets.js';

if (hasElements && !customElements.get('subshare-nets')) customElements.define('subshare-nets', SubshareNets as CustomElementConstructor);

export { SubshareNets };
