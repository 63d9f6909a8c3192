// Registers <subshare-distribution>. A second registration, by another copy on the page, is left alone.
import { SubshareDistribution } from '../elements/distribution.js';

if (!customElements.get('subshare-distribution')) customElements.define('subshare-distribution', SubshareDistribution);

export { SubshareDistribution };
