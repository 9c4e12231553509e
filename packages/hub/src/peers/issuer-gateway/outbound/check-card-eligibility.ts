import {
  type CheckCardEligibilityRequest,
  checkCardEligibility as operation,
} from '@countermark/wire/issuer-gateway/check-card-eligibility';
import type { IssuerBackend } from '../../../ports/issuer-backend.ts';
import { ask, type IssuerOutbound } from './post-message.ts';

/** Asks whether a card may be tokenized (Issuer Gateway API, outbound methods). */
export function checkCardEligibility(outbound: IssuerOutbound): IssuerBackend['checkCardEligibility'] {
  return (call, { cardData, captureMethod, ...rest }) => {
    const body: CheckCardEligibilityRequest = {
      ...cardData,
      ...rest,
      ...(captureMethod !== null && { captureMethod }),
    };
    return ask(outbound, call, { operation, body });
  };
}
