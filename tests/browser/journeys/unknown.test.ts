// What the vendor adds tomorrow is not lost by whoever saves today's networks: through the client, and through the element.
import assert from 'node:assert/strict';

import { OtherDevice } from '../lib/api.ts';
import { Script } from '../lib/client.ts';
import { engineName, journey, useBrowser } from '../lib/journey.ts';

if (engineName === 'chromium') {
  useBrowser();

  const nets = `[{"loginRequired":false,"priority":9007199254740993,"tags":["a",{"b":null}],"__proto__x":1.50,
    "ipRanges":[{"ipRangeStart":"10.0.0.1","ipRangeEnd":"10.0.0.2","site":"Oslo"},{"ipRangeStart":"10.0.1.1","ipRangeEnd":"10.0.1.1"}],
    "domains":[{"domain":"a.no","since":{"year":2027}},{"domain":"b.no","note":"æ"}]}]`;

  /** The list as the server has it, as text: numbers that JavaScript cannot hold are compared too. */
  const stored = async (other: OtherDevice): Promise<string> => (await other.text('GET', '/v1/subscription/share/net')).replace(/\s/g, '');

  const seeded = async (scene: Parameters<typeof Script.open>[0]): Promise<OtherDevice> => {
    const { sandbox } = scene;
    const answer = await fetch(new URL('/sandbox/nets', sandbox.api), { method: 'POST', body: `{"user":"bedrift","nets":${nets}}` });
    assert.ok(answer.ok);
    return OtherDevice.of(sandbox, 'bedrift');
  };

  journey('nets read by the client and sent back are what they were', async (scene) => {
    const other = await seeded(scene);
    const before = await stored(other);
    const script = await Script.open(scene, 'bedrift');
    const told = await script.person.page.evaluate(async () => {
      type Net = { loginRequired: boolean; priority?: unknown; domains: { domain: string; note?: string }[]; ipRanges: { site?: string }[] };
      const { client } = window as unknown as { client: { listNets(): Promise<{ nets: Net[] }>; changeNets(change: { nets: Net[] }): Promise<{ kind: string }> } };
      const { nets: read } = await client.listNets();
      const seen = [read[0]!.domains[1]!.note, read[0]!.ipRanges[0]!.site];
      const { kind } = await client.changeNets({ nets: read });
      // And with what the page knows changed, in a copy.
      const again = await client.changeNets({ nets: (await client.listNets()).nets.map((net) => ({ ...net, loginRequired: true })) });
      return [...seen, kind, again.kind];
    });
    assert.deepEqual(told, ['æ', 'Oslo', 'done', 'done']);
    assert.equal(await stored(other), before.replace('"loginRequired":false', '"loginRequired":true'));
  }, { contract: /^(listNets|changeNets), / });

  journey('and through the element, where a line is changed the others are what they were', async (scene) => {
    const other = await seeded(scene);
    const before = await stored(other);
    const company = await scene.person('bedrift');
    await company.opens(scene.page('nets' as 'invite'));
    await company.sees('a.no');
    await company.presses('Change: a.no');
    await company.types('Domains', '');
    await company.hits('Control+a');
    await company.page.type('a.no\nb.no\nc.no');
    await company.hits('Tab');
    await company.presses('Save changes');
    await company.sees('The networks are saved.');
    const after = await stored(other);
    assert.ok(after.includes('c.no'), after);
    assert.equal(after.replace(',{"domain":"c.no"}', '').replace('{"domain":"c.no"},', ''), before);
  }, { contract: /^(listNets|changeNets), / });
}
