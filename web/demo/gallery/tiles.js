// What hangs in the gallery. A tile says which element it shows, as whom, what stands in the way of its calls, and what
// a person does to bring the state about.
//
//   way      fault in the path of the tile's calls: /capi/rehearsal/{way}, see the sandbox's README
//   hold     what never comes, so that the element goes on loading: 'token' or 'language'
//   steps    {type, into}, {file, into} and {press}, by selector within the element
//   reached  selector of what tells that the state is there

const field = '.person:last-child textarea';
const send = 'form .primary';
const people = (text) => [{ type: text, into: field }, { press: send }];

const invite = [
  { id: 'invite-loading', title: 'Loading', note: 'As high as what comes, so that nothing jumps.', hold: 'token', reached: '.skeleton' },
  { id: 'invite-empty', title: 'Nobody yet', reached: '[part=people]' },
  { id: 'invite-full', title: 'Full', attributes: { 'product-code': 'FUL' }, reached: '[part=full]' },
  {
    id: 'invite-some', title: 'Some', wide: true, reached: '.row',
    note: 'Has access, invited, declined, ended, and a status that is not known.', attributes: { 'product-code': 'MIX' },
  },
  { id: 'invite-unlimited', title: 'No limit', attributes: { 'product-code': 'OPN' }, reached: '.row' },
  {
    id: 'invite-many', title: 'Many', wide: true, note: '32,767 people; only those in view are in the page.',
    as: 'sofie', attributes: { 'product-code': 'BIG' }, reached: '.row',
  },
  { id: 'invite-world', title: 'Long names and many scripts', attributes: { 'product-code': 'VRD' }, reached: '.row' },
  {
    id: 'invite-typing', title: 'Checked as it is typed', reached: '.message .inline',
    steps: [{ type: 'kari@gmial.com, liv@example, 99 88 77 66,', into: field }],
  },
  {
    id: 'invite-list', title: 'A list with mistakes in it', note: 'Only those are drawn that need a look.', attributes: { 'product-code': 'OPN' }, reached: '#read',
    steps: [{ type: Array.from({ length: 15 }, (_, i) => (i === 2 ? 'kari@example' : i === 9 ? '+47 412 34' : `n${i + 1}@example.com`)).join('\n'), into: field }],
  },
  {
    id: 'invite-left-over', title: 'More people than seats', reached: '#limit button',
    steps: [{ type: 'nora@example.com\nida@example.com\nola@example.com\nLiv Berg <liv@example.com>\nper@example.com', into: field }],
  },
  {
    id: 'invite-progress', title: 'Sending many', way: 'send_invitation/status_429/58', attributes: { 'product-code': 'OPN' }, reached: 'progress',
    steps: people('nora@example.com, ida@example.com, ola@example.com, per@example.com'),
  },
  { id: 'invite-file', title: 'A file that is no list', reached: '#fileTrouble:not(:empty)', steps: [{ file: 'people.xlsx', into: '[type=file]' }] },
  {
    id: 'invite-names', title: 'A name is missing', attributes: { 'product-code': 'FAM' }, reached: '#sent',
    steps: people('Kari Nordmann <kari@example.com>, per@example.com'),
  },
  {
    id: 'invite-one-failing', title: 'One failing among several', attributes: { 'product-code': 'MIX' }, reached: '#sent',
    steps: people('nora@example.com, kari@example.com, Ida Dahl <ida@example.com>'),
  },
  {
    id: 'invite-rate-limit', title: 'Waiting for the rate limit', way: 'send_invitation/status_429/58', reached: 'form .buttons p',
    steps: people('nora@example.com, ida@example.com'),
  },
  { id: 'invite-busy', title: 'Loading, and it takes a while', way: 'list_shared_subscribers/status_429/58', reached: 'form ~ p:not(.hidden)' },
  { id: 'invite-offline', title: 'Offline', way: 'any/drop_request', reached: 'form ~ p:not(.hidden)' },
  { id: 'invite-expired', title: 'The session has expired', way: 'send_invitation/expire_token', reached: '[part=login]', steps: people('nora@example.com') },
  { id: 'invite-no-rule', title: 'The rule is missing', attributes: { 'product-code': 'NON' }, reached: '[part=full]' },
  { id: 'invite-not-shareable', title: 'Not for people', attributes: { 'product-code': 'B2B' }, reached: '[part=full]' },
  { id: 'invite-stopped', title: 'Stopped', attributes: { 'product-code': 'STP' }, reached: '[aria-invalid=true]', steps: people('nora@example.com') },
  { id: 'invite-unknown', title: 'An answer nobody knows', way: 'send_invitation/force_status/UNDER_REVIEW', reached: '[aria-invalid=true]', steps: people('nora@example.com') },
  { id: 'invite-failed', title: 'It could not be loaded', way: 'list_shared_subscribers/status_500', reached: '[part=problem]' },
  { id: 'invite-question', title: 'Ending: the question', attributes: { 'product-code': 'MIX' }, reached: '.panel', steps: [{ press: '[data-state=accepted] [data-do=end]' }] },
  {
    id: 'invite-ended', title: 'Ended', note: 'After the five seconds in which it can be undone.', attributes: { 'product-code': 'MIX' }, reached: '#told',
    steps: [{ press: '[data-state=accepted] [data-do=end]' }, { press: '.panel .danger' }],
  },
  { id: 'invite-rename', title: 'Another name', attributes: { 'product-code': 'MIX' }, reached: '.panel', steps: [{ press: '[data-state=pending] [data-do=rename]' }] },
  { id: 'invite-link', title: 'The link', attributes: { 'product-code': 'MIX' }, reached: '.panel', steps: [{ press: '[data-state=pending] [data-do=link]' }] },
  {
    id: 'invite-qr', title: 'The link as a QR code', attributes: { 'product-code': 'MIX' }, reached: '.qr',
    steps: [{ press: '[data-state=pending] [data-do=link]' }, { press: '.panel [data-do=qr]' }],
  },
  { id: 'invite-rtl', title: 'In a part that runs from right to left', dir: 'rtl', attributes: { 'product-code': 'VRD' }, reached: '.row' },
];

const accept = [{ press: '#yes' }];

const invitation = [
  { id: 'invitation-loading', title: 'Loading', hold: 'language', picture: true, reached: '.bone' },
  { id: 'invitation-offered', title: 'Offered', picture: true, reached: '#yes' },
  { id: 'invitation-plain', title: 'Offered, and the page knows only the code', attributes: { 'product-name': null, 'inviter-name': null }, reached: '#yes' },
  { id: 'invitation-sure', title: 'Declining: the question', reached: '#sure', steps: [{ press: '#no' }] },
  { id: 'invitation-accepted', title: 'Accepted', reached: '#result', steps: accept },
  { id: 'invitation-declined', title: 'Declined', reached: '#result', steps: [{ press: '#no' }, { press: '#yes.danger' }] },
  { id: 'invitation-consents', title: 'Consents', note: 'Accept was pressed, and an answer is missing.', consents: true, reached: '[aria-invalid=true]', steps: accept },
  { id: 'invitation-consents-failed', title: 'Consents that cannot be had', attributes: { issuer: 'FJORD' }, reached: '[part=problem]', steps: accept },
  { id: 'invitation-login', title: 'Login needed', as: 'nobody', reached: '[part=login]', steps: accept },
  { id: 'invitation-used', title: 'Used', attributes: { code: 'GROMIX01' }, reached: '#result', steps: accept },
  { id: 'invitation-ended', title: 'Ended', attributes: { code: 'GROMIX07' }, reached: '#result', steps: accept },
  { id: 'invitation-declined-before', title: 'Declined before', attributes: { code: 'GROMIX06' }, reached: '#result', steps: accept },
  { id: 'invitation-stopped', title: 'The subscription is stopped', attributes: { code: 'STOP-NAT-01' }, reached: '#result', steps: accept },
  { id: 'invitation-limit', title: 'Another sharing stands in the way', as: 'kari', reached: '#result', steps: accept },
  { id: 'invitation-unknown-code', title: 'Unknown code', attributes: { code: 'NO-SUCH-CODE' }, reached: '#result', steps: accept },
  { id: 'invitation-no-code', title: 'No code', attributes: { code: '' }, reached: '[part=problem]' },
  { id: 'invitation-unknown', title: 'An answer nobody knows', way: 'accept_invitation/force_status/UNDER_REVIEW', reached: '#result', steps: accept },
  { id: 'invitation-failed', title: 'It failed', way: 'accept_invitation/status_500', reached: '#result', steps: accept },
  { id: 'invitation-rate-limit', title: 'Waiting for the rate limit', way: 'accept_invitation/status_429/58', reached: '.choice ~ p:not(.hidden)', steps: accept },
  { id: 'invitation-rtl', title: 'In a part that runs from right to left', dir: 'rtl', attributes: { 'inviter-name': 'أحمد الطيب' }, reached: '#yes' },
];

const save = '[part=save] .primary';

const nets = [
  { id: 'nets-loading', title: 'Loading', hold: 'token', reached: '.skeleton' },
  { id: 'nets-empty', title: 'None yet', as: 'hege', reached: '#add' },
  { id: 'nets-some', title: 'Some', wide: true, reached: '[part=net]' },
  {
    id: 'nets-invalid', title: 'What is wrong, line by line', as: 'hege', reached: '[aria-invalid=true]',
    steps: [
      { press: '#add' },
      { type: '192.0.2.1\n192.0.2.300\n10.0.0.0/40', into: 'textarea[id^=ranges]' },
      { type: 'com', into: 'textarea[id^=domains]' },
      { press: save },
    ],
  },
  {
    id: 'nets-question', title: 'What is surely a mistake', as: 'hege', reached: '[data-do=confirm]',
    steps: [
      { press: '#add' },
      { type: '10.0.0.0/24', into: 'textarea[id^=ranges]' },
      { type: 'gmail.com', into: 'textarea[id^=domains]' },
      { press: save },
    ],
  },
  {
    id: 'nets-overlap', title: 'Two that overlap', reached: '[aria-invalid=true]',
    steps: [{ press: '#add' }, { type: '198.51.100.10 - 198.51.100.99', into: 'textarea[id^=ranges]' }, { press: save }],
  },
  { id: 'nets-saved', title: 'Saved', reached: '#saved', steps: [{ press: '[data-do=removeNet]' }, { press: save }] },
  {
    id: 'nets-not-received', title: 'No company subscription', as: 'gro', reached: '[part=save].bad',
    steps: [{ press: '#add' }, { type: 'example.com', into: 'textarea[id^=domains]' }, { press: save }],
  },
  { id: 'nets-login', title: 'Login needed', as: 'nobody', reached: '[part=login]' },
];

const choose = [{ press: '[part=level]:nth-child(2) button' }];

const distribution = [
  { id: 'distribution-loading', title: 'Loading', hold: 'token', reached: '.skeleton' },
  { id: 'distribution-levels', title: 'On offer', reached: '[part=level]' },
  { id: 'distribution-question', title: 'The question', reached: '.panel', steps: choose },
  { id: 'distribution-chosen', title: 'Chosen', reached: '#switched', steps: [...choose, { press: '.panel .primary' }] },
  { id: 'distribution-refused', title: 'Refused', way: 'change_distribution_level/refuse', reached: '.panel [part=problem]', steps: [...choose, { press: '.panel .primary' }] },
  { id: 'distribution-none', title: 'No company subscription', as: 'gro', reached: 'h2' },
];

export const groups = [
  {
    id: 'invite', title: 'The owner', element: 'subshare-invite', as: 'gro', tiles: invite,
    attributes: { 'product-code': 'NAT', 'landing-url': '/invitation.html?code={shareCode}', 'calling-code': '+47' },
  },
  {
    id: 'invitation', title: 'The recipient', element: 'subshare-invitation', as: 'per', tiles: invitation,
    attributes: {
      code: 'GROMIX03', 'product-name': 'Fjordposten Kultur', 'inviter-name': 'Gro Galleri',
      'accepted-url': '/article.html', 'decline-url': '/rehearsal/decline',
    },
  },
  { id: 'nets', title: 'A company’s networks', element: 'subshare-nets', as: 'ivar', tiles: nets, attributes: {} },
  {
    id: 'distribution', title: 'A company’s distribution', element: 'subshare-distribution', as: 'ivar', tiles: distribution,
    attributes: { 'product-code': 'B2B', 'level-names': '{"N": "No delivery", "D": "Every day", "W": "Weekends"}' },
  },
];
