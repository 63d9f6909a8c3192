// Made by endpoints.mjs of the core's endpoint table. Do not edit.
export interface Endpoint {
  name: OperationName;
  method: 'GET' | 'POST' | 'PATCH';
  path: string;
  /** Whose token the API wants: the reader's, or the client's own. */
  mode: 'user' | 'client';
  /** Concluded from documented neighbours, not documented. */
  inferred: boolean;
}

export type OperationName =
  | 'sendInvitation'
  | 'acceptInvitation'
  | 'declineInvitation'
  | 'listShareRules'
  | 'listDistributionLevels'
  | 'changeInvitationDetails'
  | 'listSharedSubscribers'
  | 'cancelSharing'
  | 'listNets'
  | 'changeNets'
  | 'changeDistributionLevel'
  | 'listSubscriptions';

export const endpoints: readonly Endpoint[] = [
  { name: 'sendInvitation', method: 'POST', path: '/v1/subscription/share/invitation', mode: 'user', inferred: false },
  { name: 'acceptInvitation', method: 'PATCH', path: '/v1/subscription/share/invitation', mode: 'user', inferred: false },
  { name: 'declineInvitation', method: 'PATCH', path: '/v1/client/subscription/share/invitation', mode: 'client', inferred: false },
  { name: 'listShareRules', method: 'GET', path: '/v1/customer/product/share/rule/{productCode}', mode: 'user', inferred: false },
  { name: 'listDistributionLevels', method: 'GET', path: '/v1/subscription/share/distribution/level/{productCode}', mode: 'user', inferred: true },
  { name: 'changeInvitationDetails', method: 'PATCH', path: '/v1/subscription/share/invitation/data', mode: 'user', inferred: false },
  { name: 'listSharedSubscribers', method: 'GET', path: '/v1/subscription/share', mode: 'user', inferred: true },
  { name: 'cancelSharing', method: 'PATCH', path: '/v1/subscription/share', mode: 'user', inferred: false },
  { name: 'listNets', method: 'GET', path: '/v1/subscription/share/net', mode: 'user', inferred: true },
  { name: 'changeNets', method: 'POST', path: '/v1/subscription/share/net', mode: 'user', inferred: true },
  { name: 'changeDistributionLevel', method: 'PATCH', path: '/v1/subscription/share/distribution/level', mode: 'user', inferred: true },
];

/** None of the eleven: documented, read-only, and only fronts have it. */
export const beside: Endpoint = { name: 'listSubscriptions', method: 'GET', path: '/v1/subscription', mode: 'user', inferred: false };
