import { hasElements } from './has-elements.js';
import { SubshareDistribution } from './distribution.js';

if (hasElements && !customElements.get('subshare-distribution')) customElements.define('subshare-distribution', SubshareDistribution as CustomElementConstructor);

export { SubshareDistribution };
