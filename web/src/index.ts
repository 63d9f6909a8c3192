// The package's root: what a script needs. It registers no element and touches no browser global.
export { loadSubshare, type LoadOptions } from './loader.js';
export { PeopleClient, userChanged } from './client.js';
export { Client, createClient, sharedClient } from './whole-client.js';
export type * from './client.js';
export type { TokenAnswer, TokenRequest, Tokens } from './tokens.js';
export { addLocale } from './i18n.js';
export { addWords } from './words.js';
export type { CompanyMessages, Messages, Words } from './i18n.js';
export type * from './events.js';
export type { AskConsents, Consent, ConsentRequest, SaveConsents } from './elements/consents.js';
