// Registers <subshare-nets>. A second registration, by another copy on the page, is left alone.
import { SubshareNets } from '../elements/nets.js';

if (!customElements.get('subshare-nets')) customElements.define('subshare-nets', SubshareNets);

export { SubshareNets };
