import type { Expectation } from '../scenario.ts';

/** The outcome of a row in which no wallet takes part. */
export const withoutWallet = (d1: Partial<Expectation>): Expectation => ({
  state: null,
  decision: null,
  code: null,
  exchanges: [],
  notices: [],
  ...d1,
});

/** What the issuer is told when a card and its consumer are registered. */
export const registered = 'REGISTER SUCCESSFUL';
export const consumerRegistered = 'consumer REGISTER SUCCESSFUL';
