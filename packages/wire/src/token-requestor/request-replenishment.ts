import Type from 'typebox';

/** `POST /tokens/{virtualCardId}/replenishment`: new payment keys, please; they come by the callback `token-data`. */
export const RequestReplenishment = Type.Object({});
export type RequestReplenishment = Type.Static<typeof RequestReplenishment>;
