// What stands in for the elements where there is no browser: importing them during server rendering does nothing.
export class SubshareInvite {}
export class SubshareInvitation {}
export class SubshareNets {}
export class SubshareDistribution {}
