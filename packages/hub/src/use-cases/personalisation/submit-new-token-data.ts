import { ResponseCode } from '@countermark/wire/issuer-gateway/response-codes';
import type { Hub } from '../../ports/hub.ts';
import {
  refusedCall,
  type TokenDataSubmission,
  type TspCallResult,
  takeTokenData,
} from './take-token-data.ts';

/** submitNewTokenData: the existing data of a token, asked for again, have come, or a part of them. */
export async function submitNewTokenData(hub: Hub, submission: TokenDataSubmission): Promise<TspCallResult> {
  const { tsp, tspTokenId, correlationId, data } = submission;
  const token = await hub.store.tokens.findAtTsp({ issuerId: data.issuerId, tsp, tspTokenId });
  if (!token) return refusedCall(ResponseCode.unknownVirtualCard);
  const result = await hub.store.transaction(async tx => {
    const personalisation = await tx.personalisations.lockSession(tsp, correlationId);
    // Nobody asked for them in this session.
    if (personalisation?.virtualCardId !== token.virtualCardId) {
      return refusedCall(ResponseCode.operationNotAllowed);
    }
    if (personalisation.purpose !== 'REPERSONALISATION') return refusedCall(ResponseCode.operationNotAllowed);
    const { personalisation: taken, ...outcome } = await takeTokenData(hub, tx, {
      personalisation,
      submission,
    });
    if (taken?.step === 'DEVICE_DUE') await tx.personalisations.save({ ...taken, dueAt: hub.clock.now() });
    return outcome;
  });
  hub.wake.personalisations();
  return result;
}
