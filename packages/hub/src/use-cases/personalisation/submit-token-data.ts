import { ResponseCode } from '@countermark/wire/issuer-gateway/response-codes';
import type { Hub } from '../../ports/hub.ts';
import {
  accepted,
  refusedCall,
  type TokenDataSubmission,
  type TspCallResult,
  takeTokenData,
} from './take-token-data.ts';

/**
 * submitTokenData: what personalises a new token has come, or a part of it. Once it is complete the device may have it.
 * It may come before the answer that tells the token's id: then the session of the enrolment leads to it.
 */
export async function submitTokenData(hub: Hub, submission: TokenDataSubmission): Promise<TspCallResult> {
  const { tsp, tspTokenId, data } = submission;
  const token = await hub.store.tokens.findAtTsp({ issuerId: data.issuerId, tsp, tspTokenId });
  const enrolmentId = token?.enrolmentId ?? submission.correlationId;
  return hub.store.transaction(async tx => {
    const enrolment = await tx.enrolments.lock(enrolmentId);
    const personalisation = await tx.personalisations.lockSession(tsp, enrolmentId);
    const isOfToken =
      personalisation?.issuerId === data.issuerId &&
      (personalisation.tspTokenId ?? tspTokenId) === tspTokenId &&
      personalisation.purpose === 'PROVISIONING';
    if (!personalisation || !isOfToken) return refusedCall(ResponseCode.unknownVirtualCard);
    const { personalisation: taken, ...result } = await takeTokenData(hub, tx, {
      personalisation,
      submission,
    });
    if (taken?.step !== 'DEVICE_DUE') return result;
    // The device is waited for as long as its session is; a token that is never made takes its data with it.
    if (taken.virtualCardId !== null) await tx.personalisations.save({ ...taken, dueAt: null });
    if (enrolment?.step === 'TOKEN_DATA_DUE') {
      await tx.enrolments.save({ ...enrolment, step: 'PROVISIONING_DUE', updatedAt: hub.clock.now() });
    }
    return accepted;
  });
}
