// A company's pages: its networks (endpoints 9 and 10) and how a subscription that it has received is distributed (5 and 11).
import assert from 'node:assert/strict';

import type { ChromiumPage } from '../lib/chromium.ts';
import { journey, useBrowser } from '../lib/journey.ts';
import { copies } from '../lib/lists.ts';
import { drafts, type Person } from '../lib/person.ts';
import type { Sandbox } from '../lib/sandbox.ts';

useBrowser();

interface Net {
  loginRequired: boolean;
  startTime?: number;
  endTime?: number;
  ipRanges: { ipRangeStart: string; ipRangeEnd: string }[];
  domains: { domain: string }[];
}

/** The one that the sandbox begins with. */
const seeded: Net = {
  loginRequired: false,
  startTime: 1767222000000,
  endTime: 2051218800000,
  ipRanges: [{ ipRangeStart: '192.168.0.1', ipRangeEnd: '192.168.0.2' }],
  domains: [{ domain: 'example.com' }],
};
const always = { loginRequired: false, ipRanges: [], domains: [] };

const at = (sandbox: Sandbox, element: string, parameters = ''): string => `${sandbox.publisher}/${element}.html${parameters}`;

/** What the server holds, asked beside the page. */
async function netsOf(sandbox: Sandbox, user = 'bedrift', change?: Net[]): Promise<Net[]> {
  const { access_token } = await sandbox.control<{ access_token: string }>('session', { user });
  const answer = await fetch(`${sandbox.api}/v1/subscription/share/net`, {
    headers: { Authorization: `Bearer ${access_token}`, Accept: 'application/json', 'Content-Type': 'application/json' },
    ...(change ? { method: 'POST', body: JSON.stringify({ nets: change }) } : {}),
  });
  return ((await answer.json()) as { nets: Net[] }).nets;
}

const calls = async (sandbox: Sandbox): Promise<string[]> => (await sandbox.calls()).map(({ operation }) => operation);

/** Puts `text` in place of what stands in a field. */
async function fills(person: Person, label: string, text: string): Promise<void> {
  await person.types(label, '');
  await person.hits('Control+a');
  if (text) await person.page.type(text);
  else await person.hits('Delete');
  await person.hits('Tab');
}

/** A date and time, which every browser takes in its own way and language. */
async function sets(person: Person, label: string, value: string): Promise<void> {
  await person.types(label, '');
  await person.page.evaluate((time) => {
    const field = document.querySelector('subshare-nets')!.shadowRoot!.activeElement as HTMLInputElement;
    field.value = time;
    field.dispatchEvent(new Event('input', { bubbles: true }));
    field.dispatchEvent(new Event('change', { bubbles: true }));
  }, value);
}

const values = (person: Person): Promise<string[]> =>
  person.page.evaluate(() =>
    [...document.querySelector('subshare-nets')!.shadowRoot!.querySelectorAll('textarea')].map((field) => field.value),
  );

// --- Networks.

journey('nets: shown, changed, added and removed; the whole list is sent once, and the server\'s is shown', async ({ sandbox, person }) => {
  // To the millisecond, which the fields do not show.
  const startTime = seeded.startTime! + 1_234;
  await netsOf(sandbox, 'bedrift', [{ ...seeded, startTime }, { ...always, domains: [{ domain: 'old.example.org' }] }]);
  const company = await person('bedrift');
  await sandbox.forgetCalls();
  await company.opens(at(sandbox, 'nets'));
  await company.sees('Networks with access', 'example.com', '192.168.0.1 – 192.168.0.2', 'old.example.org', 'No time limit', 'No login needed');
  assert.deepEqual(await calls(sandbox), ['list_nets']);

  await company.presses('Change: example.com');
  await fills(company, 'IP ranges', '203.0.113.0/24\n2001:DB8::1');
  await company.sees('203.0.113.0/24 stands for 203.0.113.0 – 203.0.113.255', 'Your changes are not saved yet.');
  await company.presses('Readers must log in as well');
  await company.presses('Remove: old.example.org');
  await company.sees('old.example.org goes when you save.');
  await company.presses('Undo: old.example.org');
  await company.presses('Remove: old.example.org');
  await company.presses('Add a network');
  assert.equal(await company.focus(), 'textbox: IP ranges');
  await company.hits('Tab');
  await company.page.type('Blåbær.no');
  await company.hits('Tab');
  await company.sees('Blåbær.no stands for xn--blbr-roah.no');
  assert.deepEqual(await calls(sandbox), ['list_nets'], 'nothing is sent before it is saved');

  await company.presses('Save changes');
  await company.sees('The networks are saved.');
  assert.deepEqual(await calls(sandbox), ['list_nets', 'change_nets', 'list_nets']);
  await company.sees('xn--blbr-roah.no', '203.0.113.0 – 203.0.113.255', '2001:db8::1', 'Readers log in');
  await company.doesNotSee('old.example.org');
  await company.doesNotSee('not saved yet');
  assert.deepEqual(await netsOf(sandbox), [
    {
      ...seeded,
      startTime,
      loginRequired: true,
      ipRanges: [
        { ipRangeStart: '203.0.113.0', ipRangeEnd: '203.0.113.255' },
        { ipRangeStart: '2001:db8::1', ipRangeEnd: '2001:db8::1' },
      ],
    },
    { ...always, domains: [{ domain: 'xn--blbr-roah.no' }] },
  ]);
  const happened = await company.page.evaluate(() => (window as unknown as { happened: { type: string }[] }).happened.map(({ type }) => type));
  assert.deepEqual(happened, ['subshare-opened', 'subshare-ready', 'subshare-nets-changed']);
});

journey('nets: each error stands at its field and names what it is about, and nothing is sent until all is right', async ({ sandbox, person }) => {
  const company = await person('bedrift');
  await company.opens(at(sandbox, 'nets'));
  await company.presses('Add a network');
  await company.presses('Save changes');
  await company.sees('A network needs an IP range or a domain. Add one.', 'Nothing has been sent yet: one thing must be put right first.');
  assert.equal(await company.focus(), 'textbox: IP ranges');

  const wrongRanges: [string, string][] = [
    ['10.0.0.300', 'This is not an IP address: 10.0.0.300.'],
    ['10.0.0.0/33', 'The number after the slash is not possible: /33.'],
    ['10.0.0.1 - ::1', 'One address is IPv4 and the other IPv6.'],
    ['10.0.0.9 - 10.0.0.1', 'The range ends before it begins.'],
    ['192.168.0.2 - 192.168.0.9', '192.168.0.2 – 192.168.0.9 overlaps 192.168.0.1 – 192.168.0.2 in example.com.'],
    ['10.0.0.0/8\n11.0.0.1\n10.1.0.0/16', 'Line 3: 10.1.0.0 – 10.1.255.255 overlaps 10.0.0.0 – 10.255.255.255 on line 1.'],
  ];
  for (const [text, sentence] of wrongRanges) {
    await fills(company, 'IP ranges', text);
    await company.sees(sentence);
  }
  await fills(company, 'IP ranges', '');
  const wrongDomains: [string, string][] = [
    ['org', 'This is only the end of a domain: org.'],
    ['-a.example.org', 'This is not a domain: -a.example.org.'],
    ['Example.COM', 'example.com is in example.com already.'],
    ['a.example.org\nA.example.org', 'Line 2: This domain is there already: a.example.org.'],
  ];
  for (const [text, sentence] of wrongDomains) {
    await fills(company, 'Domains', text);
    await company.sees(sentence);
  }
  await fills(company, 'Domains', 'a.example.org');
  await company.sees('Your changes are not saved yet.');
  await sets(company, 'From', '2027-02-01T08:00');
  await sets(company, 'Until', '2027-01-01T08:00');
  await company.sees('The end is before the beginning.');
  await company.presses('Save changes');
  await company.sees('Nothing has been sent yet');
  assert.ok(!(await calls(sandbox)).includes('change_nets'));
  assert.deepEqual(await netsOf(sandbox), [seeded]);

  await sets(company, 'Until', '2027-03-01T08:00');
  await company.presses('Save changes');
  await company.sees('The networks are saved.');
  const [first, second] = await netsOf(sandbox);
  assert.deepEqual(first, seeded, 'times that were not touched are those of the server to the millisecond');
  assert.deepEqual(second?.domains, [{ domain: 'a.example.org' }]);
  const zoned = await company.page.evaluate(() => [Date.parse('2027-02-01T08:00'), Date.parse('2027-03-01T08:00')]);
  assert.deepEqual([second?.startTime, second?.endTime], zoned);
});

journey('nets: what was typed outlives a reload, a failure and a login, until it is discarded', async ({ sandbox, person }) => {
  const company = await person('bedrift');
  await company.opens(at(sandbox, 'nets'));
  await company.presses('Change: example.com');
  await fills(company, 'Domains', 'one.example.org\nhalf');
  await company.page.reload();
  await company.sees('Your changes are not saved yet.');
  assert.ok((await values(company)).includes('one.example.org\nhalf'));

  await fills(company, 'Domains', 'one.example.org');
  await sandbox.control('faults', { operation: 'change_nets', fault: 'status_500', times: 9 });
  await company.presses('Save changes');
  await company.sees('Something went wrong at the other end.');
  await sandbox.control('faults', undefined, 'DELETE');
  assert.ok((await values(company)).includes('one.example.org'));

  await sandbox.control('expire-tokens', { refreshTokensToo: true });
  await company.presses('Save changes');
  await company.sees('You are not logged in.');
  await company.presses('Log in', { role: 'link' });
  await company.presses('Bedrift AS received a company subscription');
  await company.sees('Your changes are not saved yet.');
  assert.ok((await values(company)).includes('one.example.org'));
  await company.presses('Discard changes');
  await company.seesNoMore('Your changes are not saved yet.');
  await company.sees('example.com');
  await company.doesNotSee('one.example.org');
  assert.deepEqual(await netsOf(sandbox), [seeded]);
  assert.equal(await drafts(company), 0);
});

journey('nets: a lost answer is asked for again, and the list is replaced all the same', async ({ sandbox, person }) => {
  const company = await person('bedrift');
  await company.opens(at(sandbox, 'nets'));
  await company.presses('Remove: example.com');
  await sandbox.control('faults', { operation: 'change_nets', fault: 'drop_answer' });
  await company.presses('Save changes');
  await company.sees('The networks are saved.', 'There are no networks yet.');
  assert.deepEqual(await netsOf(sandbox), []);
});

journey('nets: changes made elsewhere meanwhile are told before they are replaced', async ({ sandbox, person }) => {
  const company = await person('bedrift');
  await company.opens(at(sandbox, 'nets'));
  await company.presses('Change: example.com');
  await fills(company, 'Domains', 'mine.example.org');
  await netsOf(sandbox, 'bedrift', [{ ...always, domains: [{ domain: 'theirs.example.org' }] }]);
  await company.page.reload();
  await company.sees('The networks have been changed elsewhere since you began.', 'mine.example.org');
  await company.presses('Discard changes');
  await company.sees('theirs.example.org');
  await company.doesNotSee('mine.example.org');
});

journey('nets: who has received no subscription is told so, and loses nothing', async ({ sandbox, person }) => {
  const ola = await person('ola');
  await ola.opens(at(sandbox, 'nets'));
  await ola.sees('There are no networks yet.', 'It applies to a subscription that your company has received');
  await ola.presses('Add a network');
  await ola.page.type('203.0.113.1');
  await ola.presses('Save changes');
  await ola.sees('The change was not accepted. It is possible only where your company has received a subscription');
  assert.deepEqual(await values(ola), ['203.0.113.1', '']);
});

journey('nets: what is surely a mistake is asked about, and nothing is saved before somebody says yes', async ({ sandbox, person }) => {
  const company = await person('bedrift');
  await company.opens(at(sandbox, 'nets'));
  await company.presses('Add a network');
  // One line, several lines and comments, as firewalls write them.
  await fills(company, 'IP ranges', '0.0.0.0/0');
  await company.sees('This is all of the Internet, or much of it: 0.0.0.0/0.');
  await fills(company, 'IP ranges', '10.0.0.0/24, 10.0.1.0/24 # office\n203.0.113.7');
  await fills(company, 'Domains', 'gmail.com');
  await company.sees('These are private addresses', 'Anybody can have an e-mail address here: gmail.com.');
  await company.presses('Save changes');
  await company.sees('Nothing has been sent yet: 3 things must be put right first.');
  assert.ok(!(await calls(sandbox)).includes('change_nets'));
  await company.presses('Yes, that is right');
  await company.seesNoMore('These are private addresses');
  await company.presses('Yes, that is right');
  await company.presses('Save changes');
  await company.sees('The networks are saved.');
  const saved = (await netsOf(sandbox))[1];
  assert.deepEqual(saved?.ipRanges.map((range) => range.ipRangeStart), ['10.0.0.0', '10.0.1.0', '203.0.113.7']);
  assert.deepEqual(saved?.domains, [{ domain: 'gmail.com' }]);
  // What the server has is not asked about again.
  await company.presses('Change: gmail.com');
  await company.presses('Readers must log in as well');
  await company.presses('Save changes');
  await company.sees('The networks are saved.');
});

journey('nets: what firewalls and people write goes from the clipboard to the server as it is meant', async ({ sandbox, person }) => {
  const company = await person('bedrift');
  const pastes = async (label: string, text: string): Promise<void> => {
    await copies(company, text);
    await company.types(label, '');
    await company.hits('Control+a');
    await company.hits('Control+v');
    await company.hits('Tab');
  };
  await company.opens(at(sandbox, 'nets'));
  await company.presses('Add a network');
  const ranges: [string, string, string][] = [
    ['198.51.100.1, 198.51.100.3', '198.51.100.1', '198.51.100.1'],
    ['', '198.51.100.3', '198.51.100.3'],
    ['198.51.100.10-20', '198.51.100.10', '198.51.100.20'],
    ['198.51.100.32/255.255.255.240', '198.51.100.32', '198.51.100.47'],
    ['198.51.100.64 0.0.0.15', '198.51.100.64', '198.51.100.79'],
    ['198.51.100.80/28 # office', '198.51.100.80', '198.51.100.95'],
    ['range 198.51.100.100 198.51.100.110', '198.51.100.100', '198.51.100.110'],
    ['198.51.100.120 \u2013 198.51.100.125', '198.51.100.120', '198.51.100.125'],
    ['198.51.100.130 til og med 198.51.100.135', '198.51.100.130', '198.51.100.135'],
    ['\u202a198.51.100.140\u202c\u200b', '198.51.100.140', '198.51.100.140'],
    ['::ffff:198.51.100.150', '198.51.100.150', '198.51.100.150'],
    ['203.0.113.*', '203.0.113.0', '203.0.113.255'],
    ['[2001:DB8::1]', '2001:db8::1', '2001:db8::1'],
    ['ip6:2001:db8:1::/48', '2001:db8:1::', '2001:db8:1:ffff:ffff:ffff:ffff:ffff'],
  ];
  await pastes('IP ranges', ranges.map(([text]) => text).filter(Boolean).join('\n'));
  const domains: [string, string][] = [
    ['https://www.firma.no/om-oss', 'www.firma.no'],
    ['*.avis.no', 'avis.no'],
    ['Bl\u00e5b\u00e6r.NO.', 'xn--blbr-roah.no'],
    ['ra\u0308ksmo\u0308rga\u030as.se', 'xn--rksmrgs-5wao1o.se'],
    ['\uff46\uff49\uff52\uff4d\uff41\uff0e\uff53\uff45', 'firma.se'],
    ['@lab.no', 'lab.no'],
  ];
  await pastes('Domains', domains.map(([text]) => text).join('\n'));
  await company.presses('Save changes');
  await company.sees('The networks are saved.');
  const saved = (await netsOf(sandbox))[1]!;
  assert.deepEqual(saved.ipRanges.map((range) => [range.ipRangeStart, range.ipRangeEnd]), ranges.map(([, start, end]) => [start, end]));
  assert.deepEqual(saved.domains.map(({ domain }) => domain), domains.map(([, domain]) => domain));
});

journey('nets: not logged in, and not to be had', async ({ sandbox, person }) => {
  const nobody = await person();
  await nobody.opens(at(sandbox, 'nets'));
  await nobody.sees('You are not logged in. Log in to go on');
  await nobody.presses('Log in', { role: 'link' });
  await sandbox.control('faults', { operation: 'list_nets', fault: 'status_500', times: 4 });
  await nobody.presses('Bedrift AS received a company subscription');
  await nobody.sees('Something went wrong at the other end.');
  await nobody.presses('Try again');
  await nobody.sees('Networks with access', 'example.com');
});

journey('nets: a thousand ranges are checked in one go, and a hostile list is text', async ({ sandbox, person }) => {
  const markup = '<img/onerror=alert>';
  const company = await person('bedrift');
  await company.opens(at(sandbox, 'nets'));
  await company.presses('Add a network');
  await company.page.evaluate((text) => {
    const field = document.querySelector('subshare-nets')!.shadowRoot!.querySelector('textarea')!;
    field.value = text;
    field.dispatchEvent(new Event('input', { bubbles: true }));
    field.dispatchEvent(new Event('change', { bubbles: true }));
  }, [markup, ...Array.from({ length: 1000 }, (_, i) => `20.${i >> 8}.${i & 255}.0/24`)].join('\n'));
  await company.sees(markup, 'Line 1: This is not an IP address: img.');
  await company.page.evaluate(() => {
    const field = document.querySelector('subshare-nets')!.shadowRoot!.querySelector('textarea')!;
    field.value = field.value.replace(/^<.*\n/, '');
    field.dispatchEvent(new Event('input', { bubbles: true }));
  });
  await company.presses('Save changes');
  await company.sees('The networks are saved.');
  assert.equal((await netsOf(sandbox))[1]?.ipRanges.length, 1000);
});

// --- Distribution.

journey('distribution: the levels on offer, a question, the switch, and what was chosen here last', async ({ sandbox, person }) => {
  const company = await person('bedrift');
  await sandbox.forgetCalls();
  await company.opens(at(sandbox, 'distribution', '?set-product-code=B2B'));
  await company.sees('Distribution', 'Level N', 'Usage A', 'Level D', 'Usage B', 'Level W', 'We are not told which one applies now.');
  assert.deepEqual(await calls(sandbox), ['list_distribution_levels']);
  await company.presses('Choose: Level D');
  await company.sees('Switch to Level D?');
  assert.equal(await company.focus(), 'button: Switch');
  await company.presses('Cancel');
  await company.seesNoMore('Switch to Level D?');
  assert.equal(await company.focus(), 'button: Choose: Level D');
  assert.deepEqual(await calls(sandbox), ['list_distribution_levels'], 'nothing is sent without the answer');

  await company.presses('Choose: Level D');
  await company.presses('Switch');
  await company.sees('You have switched to Level D.', 'Chosen here on');
  await company.doesNotSee('We are not told which one applies now.');
  assert.deepEqual(await calls(sandbox), ['list_distribution_levels', 'change_distribution_level']);
  assert.match(JSON.stringify(await sandbox.control('levels')), /"D"/);
  await company.page.reload();
  await company.sees('Chosen here on');
  assert.ok(!(await company.controls()).includes('Choose: Level D'));
});

journey('distribution: names that the publisher gives, in place of the codes', async ({ sandbox, person }) => {
  const company = await person('bedrift');
  const names = encodeURIComponent(JSON.stringify({ D: 'Every day', W: '<b>Weekend</b>' }));
  await company.opens(at(sandbox, 'distribution', `?set-product-code=B2B&set-level-names=${names}`));
  await company.sees('Every day', '<b>Weekend</b>', 'Level N');
  await company.presses('Choose: Every day');
  await company.sees('Switch to Every day?');
});

journey('distribution: none to choose from, not logged in, and a lost answer', async ({ sandbox, person }) => {
  const ola = await person('ola');
  await ola.opens(at(sandbox, 'distribution', '?set-product-code=NAT'));
  await ola.sees('There is no distribution to choose from.', 'only for a subscription that your company has received');

  const nobody = await person();
  await nobody.opens(at(sandbox, 'distribution', '?set-product-code=B2B'));
  await nobody.sees('You are not logged in.');

  const company = await person('bedrift');
  await company.opens(at(sandbox, 'distribution', '?set-product-code=B2B'));
  await sandbox.control('faults', { operation: 'change_distribution_level', fault: 'drop_answer' });
  await company.presses('Choose: Level W');
  await company.presses('Switch');
  await company.sees('You have switched to Level W.');
  await sandbox.control('faults', { operation: 'change_distribution_level', fault: 'status_500', times: 9 });
  await company.presses('Choose: Level N');
  await company.presses('Switch');
  await company.sees('Something went wrong at the other end.', 'Switch to Level N?');
  assert.match(JSON.stringify(await sandbox.control('levels')), /"W"/);
});

// --- Another user.

journey('another user finds nothing of what the last one typed or chose', async ({ sandbox, person }) => {
  const company = await person('bedrift');
  const change = (): Promise<void> =>
    company.page.evaluate(async () => (await import('/subshare/dist/index.js' as string)).userChanged());
  await company.opens(at(sandbox, 'nets'));
  await company.presses('Change: example.com');
  await fills(company, 'Domains', 'secret.example.org');
  await company.sees('Your changes are not saved yet.');
  await change();
  await company.seesNoMore('Your changes are not saved yet.');
  await company.sees('example.com');
  await company.doesNotSee('secret.example.org');

  await company.opens(at(sandbox, 'distribution', '?set-product-code=B2B'));
  await company.presses('Choose: Level D');
  await company.presses('Switch');
  await company.sees('Chosen here on');
  await change();
  await company.sees('We are not told which one applies now.');
  await company.doesNotSee('Chosen here on');
  assert.equal(await drafts(company), 0);
});

journey('distribution: a change that is refused says what it may be, and stays asked', async ({ sandbox, person }) => {
  const company = await person('bedrift');
  const { playwright } = company.page as ChromiumPage;
  await playwright.route('**/capi/v1/subscription/share/distribution/level', (route) =>
    route.request().method() === 'PATCH' ? route.fulfill({ json: { success: false }, headers: { 'Access-Control-Allow-Origin': '*' } }) : route.fallback(),
  );
  await company.opens(at(sandbox, 'distribution', '?set-product-code=B2B'));
  await company.presses('Choose: Level D');
  await company.presses('Switch');
  await company.sees('The change was not accepted. It is possible only where your company has received a subscription', 'Switch to Level D?');
  await company.doesNotSee('Chosen here on');
  assert.doesNotMatch(JSON.stringify(await sandbox.control('levels')), /"D"/);
}, { chromiumOnly: 'answers in the server\'s place' });

journey('a company\'s words are all in six languages', async ({ sandbox, person }) => {
  const titles = { nb: 'Nettverk med tilgang', nn: 'Nettverk med tilgang', sv: 'Nätverk med tillgång', da: 'Netværk med adgang', fi: 'Verkot, joista voi lukea', en: 'Networks with access' };
  const company = await person('bedrift');
  for (const [lang, title] of Object.entries(titles)) {
    await company.opens(at(sandbox, 'nets', `?lang=${lang}`));
    await company.sees(title);
  }
}, { chromiumOnly: 'what an engine cannot change' });
