import type { DigitalCardOperationName } from '@countermark/wire/d1/operation-names';
import { failedWith } from '../../core/operation-fault.ts';
import type { Token } from '../../core/token.ts';
import type { Hub } from '../../ports/hub.ts';
import type { Aggregates } from '../../ports/store.ts';
import { endDigitization } from '../d1-decision/digitization.ts';
import { recordOperation } from '../recorded-operations/record-operation.ts';
import type { TokenNews } from './token-news.ts';

/**
 * What an issuer is told of a digital card (D1 API, notify digital card operation): each change is an operation of its own,
 * unless the issuer asked for it and follows the one it got. How it came into use, or did not, DIGITIZE of its card tells.
 */
export async function notifyDigitalCardChange(
  hub: Pick<Hub, 'ids' | 'clock'>,
  tx: Aggregates,
  news: TokenNews,
): Promise<void> {
  const { token, notice } = news;
  if (notice.action === 'ACTIVATE' || isGoneUnused(token, notice)) return endDigitization(hub, tx, news);
  const operation = operationNames[notice.action];
  if (operation === null || (await isFollowed(tx, news))) return;
  const { issuerId, virtualCardId } = token;
  await recordOperation(hub, tx, {
    issuerId,
    target: { kind: 'DIGITAL_CARD', key: virtualCardId, id: virtualCardId },
    operation,
    end: notice.errorCode === undefined ? { status: 'SUCCESSFUL' } : failedWith(notice.errorCode),
  });
}

function isGoneUnused({ state, activated }: Token, { action }: TokenNews['notice']): boolean {
  return state === 'DELETED' && !activated && (action === 'DELETE' || action === 'DELETE_FROM_APP');
}

/** Null: D1 has no word for it. */
const operationNames: Readonly<
  Record<Exclude<TokenNews['notice']['action'], 'ACTIVATE'>, DigitalCardOperationName | null>
> = {
  SUSPEND: 'SUSPEND',
  RESUME: 'RESUME',
  DELETE: 'DELETE',
  DELETE_FROM_APP: 'DELETE',
  UPDATE: 'UPDATE',
  RENEW: 'RENEW',
  ERASE: null,
  DEVICE_BOUND: null,
  DEVICE_UNBOUND: null,
};

/** An operation of the digital card itself was told when its TSP had done it; one of its card tells of the card. */
async function isFollowed(
  { recordedOperations }: Pick<Aggregates, 'recordedOperations'>,
  { recordedOperationId = null }: TokenNews,
): Promise<boolean> {
  if (recordedOperationId === null) return false;
  const followed = await recordedOperations.find(recordedOperationId);
  return followed?.target.kind === 'DIGITAL_CARD';
}
