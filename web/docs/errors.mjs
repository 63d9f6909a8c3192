// What a developer does about each code. What a person sees comes from the sentences (web/src/locales), so that it stands nowhere twice; make.mjs puts
// both together, and fails where a code is in one and not in the other.

const typed = 'Nothing: it is said beside the field.';
const net = 'Nothing: it is said beside the line, and nothing is sent until it is put right. `fragment` has the piece.';
const question = 'Nothing: the element asks once more before it sends. From a script, ask, and send it with the confirmation.';
const stale = 'Nothing: the picture was older than the truth, and is read anew.';
const setup = 'Yours to mend. ';
const answer = 'Look at what the API, or something before it, answers: `npx subshare probe` shows it. `fragment` names the member.';
const product = 'Look at the share rule of the product with the vendor, and at the `product-code` of the page.';

export const groups = [
  {
    title: 'What a person typed',
    text: 'Refused before anything is sent, and said beside the field. A script of yours that calls the client shows it there itself.',
    codes: {
      required: typed + ' From a script, an argument is missing: `field` says which.',
      not_utf8: 'The text has half a character in it, mostly cut off by a script. Give it whole.',
      control_character: typed,
      too_long: typed,
      contact_unreadable: typed,
      contact_repeated: typed,
      email_local_part_missing: typed,
      email_local_part_invalid: typed,
      email_local_part_foreign: typed + ' The API takes ASCII there alone.',
      email_local_part_too_long: typed,
      email_domain_missing: typed,
      email_domain_invalid: typed,
      email_domain_incomplete: typed,
      email_too_long: typed,
      phone_character: typed,
      phone_too_short: typed,
      phone_too_long: typed,
      phone_wrong_length: typed,
      phone_calling_code_needed: 'Set `calling-code`, or the `lang` of the page, so that numbers without a country code can be read.',
      phone_calling_code_invalid: typed,
      phone_trunk_zero: typed,
      phone_extension: typed,
      first_name_required: 'Nothing: the product\'s rule wants names (`isCustomerNameRequired`), and the form has fields for them.',
      last_name_required: 'As `first_name_required`.',
    },
  },
  {
    title: 'Rules and seats',
    text: 'Decided by the product\'s share rule and the list of who has it.',
    codes: {
      product_code_invalid: setup + 'Look at `product-code`.',
      rule_missing: product,
      rule_not_for_users: product + ' Its share type is for companies.',
      rule_not_for_companies: product + ' Its share type is for people.',
      seats_full: 'Give a way to more: `more-seats-url`, or the slot `full`, or listen to `subshare-full`.',
      seats_too_few: 'As `seats_full`. `fragment` has the number that is left.',
      under_way: 'Nothing in a page with elements. A script has asked for the same twice: wait for the first outcome.',
      invitation_missing: stale,
      invitation_pending: stale,
      invitation_accepted: stale,
      invitation_declined: stale,
      invitation_ended: stale,
    },
  },
  {
    title: 'Networks',
    text: 'Of `<subshare-nets>` and `changeNets`.',
    codes: {
      ip_invalid: net, ip_prefix_invalid: net, ip_mask_invalid: net, ip_families_differ: net, ip_range_reversed: net, ip_ranges_overlap: net,
      domain_invalid: net, domain_with_scheme: net, domain_with_path: net, domain_top_level_only: net, domain_repeated: net,
      ip_whole_internet: question, ip_private: question, domain_public_mail: question, domain_public_suffix: question,
      time_range_reversed: net, net_empty: net,
    },
  },
  {
    title: 'How the page is set up',
    text: 'Nobody but you can mend these.',
    codes: {
      base_url_invalid: setup + 'Look at `base-url`: a path of this origin where a front is, or the API\'s whole address.',
      base_url_insecure: setup + 'Use https; http is for this computer only, since a token goes there.',
      path_invalid: setup + 'Look at `paths`: the name of an operation, a path with one slash first, and `{productCode}` where the documented one has it.',
      argument_invalid: setup + 'A script passes something else than a text, or a getter of yours threw. `field` names the argument.',
    },
  },
  {
    title: 'What the server answered',
    text: 'It answered, and it could not be used.',
    codes: {
      answer_too_large: 'More than 16 MB came: look at what answers there.',
      answer_too_many: 'More rows came than the API can have: look at what answers there.',
      answer_empty: answer,
      answer_not_json: answer + ' Mostly a login page, or a proxy\'s error page, in the place of the answer.',
      answer_wrong_type: answer,
      answer_missing_member: answer,
      answer_out_of_range: answer,
      login_required: 'Nothing: the element sends to `login-url` and comes back. If it happens to people who are logged in, your token route or `userToken` gives an old token when asked with `fresh`.',
      forbidden: 'The token is of another account or mode than the operation needs. Ask the vendor what your client may do.',
      rate_limited: 'Nothing for one: it waits and goes on. For many, see [Rate limits and campaigns](./campaigns).',
      request_refused: 'The API refused the request as such (400 and the like). `serverMessage` of the outcome says why; the front logs the status.',
      server_failed: 'The API has a problem (5xx). What can be asked again was; tell the vendor where it lasts.',
      unexpected_answer: 'A status that nobody documents, a redirect, or a page in the answer\'s place. `npx subshare probe` shows it.',
      change_refused: 'The API answered `success: false`. For networks and levels: the company has received no subscription of this kind.',
    },
  },
  {
    title: 'On the way',
    text: 'The request, or its answer, did not arrive.',
    codes: {
      network_failed: 'Mostly the reader\'s line. If it is everybody\'s: a policy without `connect-src` for the address, an API that allows no cross-origin calls, a name that does not resolve. The browser\'s console says which.',
      timed_out: 'Nothing came for 15 s, or not all of it within 5 minutes. Look at what is slow; the front has `timeout`.',
      aborted: 'Nothing: the person, or a signal of your script\'s, has stopped it.',
      offline: 'Nothing: it goes on when the connection is back.',
      outcome_unclear: 'Nothing: the list was looked at and does not tell. Never send it again by a script without looking.',
    },
  },
  {
    title: 'The element\'s own files',
    text: 'Told by `subshare-failed` with the operation `load`, and of the module also as the outcome of a call.',
    codes: {
      module_failed: 'Look in the network panel for the `.wasm` file: not there, another host without CORS, HTML in its place, a policy without `wasm-unsafe-eval`, an `integrity` of another release.',
      webassembly_missing: 'Nothing can be done from the page. What you put into the element stands; tell there how else to share.',
      out_of_memory: 'Nothing from the page: the browser gave the module no more memory.',
      language_failed: 'The file of the language could not be had: your own of `addLocale`, or one that is missing of `dist`. The element says in English that it could not be loaded.',
      part_failed: 'A script that is loaded later could not be had, mostly since a release took its place: see [Upgrading](./upgrading).',
    },
  },
];

/** What is said where there are no sentences. */
export const said = {
  language_failed: 'Subshare could not be loaded. Try again',
  part_failed: 'Nothing, or that it could not be loaded, where it was asked for.',
};

/** Status words of the API: how an invitation ended, by its own telling. */
export const statuses = {
  SHARE_OK: 'Nothing: it is done.',
  NO_SUBSCRIPTION: 'Is the reader logged in with the account that pays, and is `product-code` what they have?',
  SUBSCRIPTION_STOPPED: 'Nothing: it is for the owner to start it again.',
  REQUEST_ACCEPTED: 'Nothing.',
  REQUEST_DECLINED: 'Nothing.',
  SHARING_ENDED: 'Nothing.',
  SHARE_CODE_NOT_FOUND: 'If it is many: does your login or your mail program cut the link, or lose `?shareCode=` on the way?',
  SHARE_CHANGE_TYPE_NOT_SUPPORTED: 'Nothing: mostly an owner who opens an own invitation.',
  ALREADY_IN_USE: 'Nothing.',
  SHARE_LIMIT: 'Nothing: one person has one share of a product at a time.',
  INVITATIONS_POOL_EXHAUSTED: 'Give a way to more seats: `more-seats-url`, or listen to `subshare-full`.',
};
