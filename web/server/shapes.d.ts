// Made at build time of tests/contract/schemas.json, by ajv: a function for each body that is sent, and for the reads' answers (build-server.mjs).
type Check = (body: unknown) => boolean;
export declare const SendInvitation: Check;
export declare const AcceptInvitation: Check;
export declare const DeclineInvitation: Check;
export declare const CancelSharing: Check;
export declare const ChangeInvitationDetails: Check;
export declare const ChangeNets: Check;
export declare const ChangeDistributionLevel: Check;
export declare const ProductCode: Check;
export declare const ShareRulesAnswer: Check;
export declare const DistributionLevelsAnswer: Check;
export declare const SharedSubscribersAnswer: Check;
export declare const NetsAnswer: Check;
/** The words and digits of a share's status that are documented. */
export declare const statusWords: readonly string[];
