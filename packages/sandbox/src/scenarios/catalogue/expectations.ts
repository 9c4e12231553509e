import type { Expectation } from '../scenario.ts';

/** Issuer Gateway operations as rows name them. */
export const check = 'checkCardEligibility';
export const digitization = 'requestCardDigitization';
export const notify = 'notifyVirtualCardChange';
export const methods = 'getIDnVMethodList';

/** The wallet of rows where any would do. */
export const apple = { wallet: 'APPLE_PAY' } as const;

/** A token that ends active, told once. */
export const active = (decision: string, exchanges: readonly string[], source = 'TSP'): Expectation => ({
  state: 'RESUMED',
  decision,
  code: null,
  exchanges: [...exchanges, notify],
  notices: [`ACTIVATE ${source}`],
});

/** No token: declined with a code, nothing notified. */
export const declined = (
  code: number,
  exchanges: readonly string[],
  decision: string | null = null,
): Expectation => ({
  state: null,
  decision,
  code,
  exchanges,
  notices: [],
});

/** The issuer activates the token by its own call. */
export const issuerActivates = { updateCardState: 'RESUME', scope: 'token' } as const;
