import { ResponseCode } from '@countermark/wire/issuer-gateway/response-codes';
import type { Card } from '../../core/card.ts';
import type { Enrolment } from '../../core/enrolment.ts';
import { failedWith } from '../../core/operation-fault.ts';
import type { Token } from '../../core/token.ts';
import type { Hub } from '../../ports/hub.ts';
import type { Aggregates } from '../../ports/store.ts';
import type { TokenNews } from '../life-cycle/token-news.ts';
import { endRecordedOperation } from '../recorded-operations/end-operation.ts';
import { recordOperation } from '../recorded-operations/record-operation.ts';

type Recording = Pick<Hub, 'ids' | 'clock'>;

/**
 * DIGITIZE of a card begins with its token, and is over when that is in use or never will be. It has the id of the session
 * that made the token, and so what is told of it is found with that.
 */
export async function beginDigitization(
  hub: Recording,
  tx: Aggregates,
  { card, token }: { card: Card; token: Token },
): Promise<void> {
  await recordOperation(hub, tx, { operationId: token.enrolmentId, ...digitizationOf(card, token) });
}

/** A token came into use, or is gone and never was. */
export async function endDigitization(
  hub: Recording,
  tx: Aggregates,
  { card, token, notice }: { card: Card; token: Token; notice: TokenNews['notice'] },
): Promise<void> {
  const end =
    notice.action === 'ACTIVATE' && notice.errorCode === undefined
      ? ({ status: 'SUCCESSFUL' } as const)
      : failedWith(notice.errorCode ?? ResponseCode.operationIncomplete);
  const operationId = token.enrolmentId;
  const begun = await tx.recordedOperations.find(operationId);
  if (begun?.status === 'PENDING') return endRecordedOperation(hub, tx, operationId, end);
  // None was begun of a token that a batch file or the Issuer Gateway brought; one is over that its network restored.
  await recordOperation(hub, tx, { ...(!begun && { operationId }), ...digitizationOf(card, token), end });
}

/** A card that is registered got no token: its issuer is told, for it was not asked. Nothing of others. */
export async function tellNoDigitization(
  hub: Recording,
  tx: Aggregates,
  enrolment: Enrolment,
): Promise<void> {
  const { enrolmentId, issuerId, productId, issuerCardRefId, decision, refusal, decisionTrace } = enrolment;
  const product = await tx.products.find(productId);
  if (product?.apiFamily !== 'D1' || issuerCardRefId === null || refusal === null) return;
  const card = await tx.cards.findByReference({ issuerId, badge: 'PRIMARY', issuerCardRefId });
  if (!card) return;
  const fault = failedWith(refusal.code);
  const error = decision === 'red' ? decisionTrace?.finding : undefined;
  const end = { ...fault, ...(error !== undefined && { error }) };
  await recordOperation(hub, tx, { operationId: enrolmentId, ...digitizationOf(card), end });
}

function digitizationOf({ issuerId, cardId, issuerCardRefId }: Card, token?: Token) {
  const target = { kind: 'CARD', key: cardId, id: issuerCardRefId } as const;
  return { issuerId, target, operation: 'DIGITIZE', ...(token && { digitalCardIds: [token.virtualCardId] }) };
}
