import type { RequestOf, ResponseOf } from '@countermark/wire/d1/operation';
import { verifyCard as operation } from '@countermark/wire/d1/outbound/verify-card';
import {
  readVerifyCardCredentials,
  type VerifyCardCredentials,
} from '@countermark/wire/d1/plaintext/verify-card-credentials';
import { explainJweDiagnosis } from '@countermark/wire/envelope/jwe-diagnosis';
import type { JweKeys } from '../../keys/jwe-keys.ts';
import { D1CallRefusal } from './refusal.ts';
import {
  type D1Call,
  type D1Handler,
  type D1Means,
  type ServedD1Operation,
  serveD1Operation,
} from './serve-d1-operation.ts';

export interface VerifyCardCall extends D1Call {
  /** In the clear, and beginning with `request.cardBin`. */
  card: VerifyCardCredentials;
  request: Omit<RequestOf<typeof operation>, 'encryptedData'>;
}

/** Are these card data right, and is nothing wrong with the card (Outbound Card API)? Name the consumer of a valid card only. */
export type VerifyCard = D1Handler<VerifyCardCall, ResponseOf<typeof operation>>;

export function serveVerifyCard(handler: VerifyCard, keys: JweKeys): ServedD1Operation {
  return serveD1Operation(operation, async ({ request: { encryptedData, ...request } }, means) => {
    const card = await openCard(encryptedData, keys, means);
    if (card === undefined) return new D1CallRefusal(400, 'encryptedData');
    if (!card.pan.startsWith(request.cardBin)) return new D1CallRefusal(400, 'cardBin');
    return handler({ ...means.call, card, request });
  });
}

/** `undefined` whatever is wrong: whoever seals learns from the answer whether an envelope is good, and nothing else. */
async function openCard(
  encryptedData: string,
  keys: JweKeys,
  { onUnopened }: D1Means,
): Promise<VerifyCardCredentials | undefined> {
  const member = 'encryptedData';
  const opened = await keys.open(encryptedData);
  const reading = opened.opened
    ? readVerifyCardCredentials(opened.plaintext)
    : ({ ok: false, diagnosis: explainJweDiagnosis(opened.why) } as const);
  if (reading.ok) return reading.content;
  onUnopened({ member, diagnosis: reading.diagnosis });
  return undefined;
}
