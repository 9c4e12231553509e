import { ResponseCode } from '@countermark/wire/issuer-gateway/response-codes';
import type { ControlToken } from '@countermark/wire/push-provisioning/token-push-api';
import { isBarredFrom } from '../../core/card-on-file.ts';
import { acceptedOperation } from '../../core/operation.ts';
import { isForWallet } from '../../core/push-provisioning.ts';
import type { Token } from '../../core/token.ts';
import { type TokenEvent, transition } from '../../core/token-life-cycle.ts';
import type { Hub } from '../../ports/hub.ts';
import type { Aggregates } from '../../ports/store.ts';
import { type CallRefused, refuseCall } from '../enrolment/enrolment-result.ts';
import { supersede } from '../life-cycle/supersede-operation.ts';
import { readCode, refuseCode, takeCode } from './authorise-push.ts';

/** What the cardholder does in the issuer's application. */
const cardholderActions = {
  SUSPEND: { type: 'SUSPENDED', by: 'CARDHOLDER' },
  RESUME: { type: 'RESUMED', by: 'CARDHOLDER' },
  DELETE: { type: 'DELETED', action: 'DELETE' },
  ACTIVATE: { type: 'ACTIVATED' },
} as const satisfies Record<ControlToken['action'], TokenEvent>;

/** The token as it was when the change was accepted, and the session the change is carried out in. */
export type ControlResult = { taken: true; token: Token; correlationId: string } | CallRefused;

/**
 * The cardholder acts on a token in the issuer's application: the hub checks that it may be, and carries it out at TSP and
 * device like any change; the issuer is told of it with the wallet as its source.
 */
export async function controlToken(hub: Hub, request: ControlToken): Promise<ControlResult> {
  const { authorizationCode: code, action } = request;
  const read = await readCode(hub, code);
  if (!read.taken) return read;
  const { claims } = read;
  const known = await hub.store.tokens.find(claims.sub);
  if (known?.issuerId !== claims.iss || known.state === 'ERASED') return unknownToken;
  if (!isForWallet(claims, known.walletProviderId)) {
    return refuseCode(hub, claims.iss, 'the code is for another wallet than the token is in');
  }
  const refused = refusalOf(known, action, hub.clock.now());
  if (refused) return refused;
  const used = await takeCode(hub, { code, claims });
  if (used) return used;
  const result = await hub.store.transaction(tx => queue(hub, tx, { virtualCardId: claims.sub, action }));
  hub.wake.operations();
  hub.wake.deliveries();
  return result;
}

const unknownToken = refuseCall(ResponseCode.unknownVirtualCard, 'Unknown token');

function refusalOf(token: Token, action: ControlToken['action'], now: Date): CallRefused | null {
  const event = cardholderActions[action];
  // An activation is for a token that waits for the cardholder to be verified.
  const pending = action !== 'ACTIVATE' || token.state === 'INACTIVE';
  if (pending && !isBarredFrom(token, event) && transition(token, event, now).accepted) return null;
  return refuseCall(ResponseCode.operationNotAllowed, `Not possible in state ${token.state}`);
}

async function queue(
  hub: Hub,
  tx: Aggregates,
  { virtualCardId, action }: { virtualCardId: string; action: ControlToken['action'] },
): Promise<ControlResult> {
  const token = await tx.tokens.lock(virtualCardId);
  const card = token && (await tx.cards.find(token.cardId));
  if (!token || !card) return unknownToken;
  const now = hub.clock.now();
  const refused = refusalOf(token, action, now);
  if (refused) return refused;
  const running = await tx.operations.running(virtualCardId);
  if (running.length > 0 && action !== 'DELETE') {
    return refuseCall(ResponseCode.operationOngoing, 'Another operation on this token is going on');
  }
  const correlationId = hub.ids.uuid();
  for (const operation of running) await supersede(hub, tx, { card, token, operation });
  await tx.operations.insert(
    acceptedOperation(
      {
        operationId: hub.ids.uuid(),
        cardId: token.cardId,
        virtualCardId,
        issuerId: token.issuerId,
        correlationId,
        kind: 'CHANGE_STATE',
        action,
        event: cardholderActions[action],
        source: 'WALLET',
        reason: null,
      },
      now,
    ),
  );
  return { taken: true, token, correlationId };
}
