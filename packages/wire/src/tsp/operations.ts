import { createToken } from './create-token.ts';
import { healthCheck } from './health-check.ts';
import { listTokens } from './list-tokens.ts';
import { notifyCardTransaction } from './notify-card-transaction.ts';
import { notifyTokenState } from './notify-token-state.ts';
import { notifyTokenTransaction } from './notify-token-transaction.ts';
import { renewToken } from './renew-token.ts';
import { repersoToken } from './reperso-token.ts';
import { replenishmentDone } from './replenishment-done.ts';
import { requestReplenishment } from './request-replenishment.ts';
import { submitNewTokenData } from './submit-new-token-data.ts';
import { submitNewTokenDataStatus } from './submit-new-token-data-status.ts';
import { submitTokenData } from './submit-token-data.ts';
import { updateToken } from './update-token.ts';
import { updateTokenState } from './update-token-state.ts';

/** Usual path of a TSP's own endpoint; each TSP may set another. */
export const tspBasePath = '/tsp/trapi/v2.0';

/** Path under which the hub serves TSPs (TSH Token Requestor Incoming API 2.2.2). */
export const incomingBasePath = '/gtep/tsh/trapi/v2.0';

/** Path under which the hub takes transaction notifications (TSH Transaction Notification API 2.2.2). */
export const transactionBasePath = '/tns-dispatcher/tsh/tnapi/v2.0';

/** What the hub calls. */
export const outgoingOperations = [
  createToken,
  updateToken,
  updateTokenState,
  listTokens,
  requestReplenishment,
  replenishmentDone,
  repersoToken,
  submitNewTokenDataStatus,
  healthCheck,
] as const;

/** What TSPs call, by the base path each is served under. */
export const incomingOperations = {
  [incomingBasePath]: [submitTokenData, submitNewTokenData, renewToken, notifyTokenState, healthCheck],
  [transactionBasePath]: [notifyTokenTransaction, notifyCardTransaction],
} as const;
