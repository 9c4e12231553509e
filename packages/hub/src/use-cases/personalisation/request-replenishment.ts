import { ResponseCode } from '@countermark/wire/issuer-gateway/response-codes';
import type { Token } from '../../core/token.ts';
import type { TokenRequestor } from '../../core/token-requestor.ts';
import type { Hub } from '../../ports/hub.ts';
import { type CallRefused, refuseCall } from '../enrolment/enrolment-result.ts';
import { unknownToken } from '../life-cycle/apply-report.ts';
import { beginPersonalisation } from './begin-personalisation.ts';

/** The wallet of a token in a phone's software (HCE) runs short of payment keys. New ones reach it by a callback. */
export async function requestReplenishment(
  hub: Hub,
  requestor: TokenRequestor,
  virtualCardId: string,
): Promise<{ taken: true; token: Token } | CallRefused> {
  const token = await hub.store.tokens.find(virtualCardId);
  if (token?.requestorId !== requestor.requestorId || token.state === 'ERASED') return unknownToken;
  if (token.tokenType !== 'HCE') {
    return refuseCall(
      ResponseCode.operationNotAllowed,
      'Only tokens in software (HCE) have keys to replenish',
    );
  }
  const begun = await beginPersonalisation(hub, { token, purpose: 'REPLENISHMENT' });
  if (begun === 'NOT_ALLOWED') {
    return refuseCall(
      ResponseCode.operationNotAllowed,
      `Not possible in state ${token.state}, or not with this TSP`,
    );
  }
  hub.wake.personalisations();
  return { taken: true, token };
}
