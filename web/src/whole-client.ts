// The client with all operations. A file of its own: what people's elements load has nothing of it.
import { textsOf } from './arguments.js';
import {
  PeopleClient,
  share,
  type CallOptions,
  type ClientOptions,
  type LevelsOutcome,
  type NetsOutcome,
  type Outcome,
} from './client.js';
import { netsOf, toNets } from './nets-argument.js';
import type * as core from './core.js';

export function createClient(options: ClientOptions): Client {
  return new Client(options);
}

/** One client for all who give the same options: they share one list, one read under way and one token. */
export function sharedClient(options: ClientOptions): Client {
  const client = share(Client, options);
  client.keep();
  return client;
}

/** All eleven operations: with those of companies, which the module for people lacks. */
export class Client extends PeopleClient {
  static override get forPeople(): boolean {
    return false;
  }

  listDistributionLevels(product: { productCode: string }, options?: CallOptions): Promise<LevelsOutcome> {
    return this.call(options, () => {
      const [productCode] = textsOf(product, 'productCode') as [string];
      return (m, s, hooks) => m.listDistributionLevels(s, productCode, hooks);
    });
  }

  changeDistributionLevel(
    change: { productCode: string; distributionLevel: string },
    options?: CallOptions,
  ): Promise<Outcome> {
    return this.call(options, () => {
      const texts = textsOf(change, 'productCode distributionLevel') as [string, string];
      return (m, s, hooks) => m.changeDistributionLevel(s, ...texts, hooks);
    });
  }

  /** Members of a net that are not documented yet are among its own, and go back in `changeNets` as they came. */
  async listNets(options?: CallOptions): Promise<NetsOutcome> {
    const outcome = await this.call(options, () => (m, s, hooks) => m.listNets(s, hooks));
    return outcome.nets ? { ...outcome, nets: toNets(outcome.nets) } : outcome;
  }

  /** The whole list replaces the one on the server. */
  changeNets(change: { nets: core.Net[] }, options?: CallOptions): Promise<Outcome> {
    return this.call(options, () => {
      const nets = netsOf(change);
      return (m, s, hooks) => m.changeNets(s, nets, hooks);
    });
  }
}
