// Made by endpoints.mjs of the core's endpoint table. Do not edit.
export type Operation =
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
  | 'changeDistributionLevel';
