import { ResponseCode } from '@countermark/wire/issuer-gateway/response-codes';
import type { CallKey, CallScope } from '../../ports/aggregates/accepted-calls.ts';
import type { Hub } from '../../ports/hub.ts';
import type { Aggregates } from '../../ports/store.ts';
import { canonical } from '../canonical.ts';
import { type Refused, refused } from './find-token-of-card.ts';

/** A call of an issuer that changes something, as repeats of it are told. */
export interface IssuerCall {
  issuerId: string;
  correlationId: string;
  /** Name of the operation; with its API where two have one of that name. */
  operation: string;
  /** All that was said, decrypted. Only a keyed fingerprint of it is kept. */
  content: Record<string, unknown>;
}

export type Accepted = { accepted: true; answer: null };

/** What `work` did with the call: refused it, or acted on a token or card. */
export type Work = { accepted: true; scope: CallScope } | Refused;

const hour = 60 * 60 * 1000;

/** A call is known again for this long (Issuer Gateway API, API protocol: issuers repeat what they got no answer to). */
const memory = 24 * hour;

/** Longer than any peer may take to answer; a call that is not settled by then was cut short. */
const lease = 60_000;

const accepted: Accepted = { accepted: true, answer: null };

/**
 * Carries a call out in one transaction, unless an equal one was accepted within 24 hours and nothing else since on the
 * same token or card: then it is accepted without a second effect. Refusals are never repeated from memory.
 */
export async function acceptOnce(
  hub: Pick<Hub, 'store' | 'clock' | 'vault'>,
  call: IssuerCall,
  work: (tx: Aggregates) => Promise<Work>,
): Promise<Accepted | Refused> {
  const key = keyOf(hub, call);
  return hub.store.transaction(async tx => {
    const known = await claim(hub, tx, key);
    if (known) return known;
    const result = await work(tx);
    if (!result.accepted) {
      await tx.acceptedCalls.release(key);
      return result;
    }
    await accept(hub, tx, { key, scope: result.scope });
    return accepted;
  });
}

/**
 * As acceptOnce for a call that is carried out by asking somebody else, outside of any transaction: `prepare` judges it,
 * `perform` does it. An equal call that comes meanwhile is refused with 321.
 */
export async function performOnce<Prepared>(
  hub: Pick<Hub, 'store' | 'clock' | 'vault'>,
  call: IssuerCall,
  {
    prepare,
    perform,
  }: {
    prepare: (tx: Aggregates) => Promise<{ accepted: true; scope: CallScope; prepared: Prepared } | Refused>;
    perform: (prepared: Prepared) => Promise<Accepted | Refused>;
  },
): Promise<Accepted | Refused> {
  const key = keyOf(hub, call);
  const judged = await hub.store.transaction(async tx => {
    const known = await claim(hub, tx, key);
    if (known) return known;
    const result = await prepare(tx);
    if (!result.accepted) await tx.acceptedCalls.release(key);
    return result;
  });
  if (!judged.accepted || !('prepared' in judged)) return judged;
  const outcome = await perform(judged.prepared).catch(async (fault: unknown) => {
    await hub.store.acceptedCalls.release(key);
    throw fault;
  });
  await hub.store.transaction(async tx => {
    if (!outcome.accepted) return tx.acceptedCalls.release(key);
    await tx.cards.lock(judged.scope.cardId);
    await accept(hub, tx, { key, scope: judged.scope });
  });
  return outcome;
}

/** Null for a call that is new. */
async function claim(
  { clock }: Pick<Hub, 'clock'>,
  tx: Aggregates,
  key: CallKey,
): Promise<Accepted | Refused | null> {
  const now = clock.now();
  const claimed = await tx.acceptedCalls.claim(key, { now, until: new Date(now.getTime() + lease) });
  if (claimed === 'NEW') return null;
  return claimed === 'ACCEPTED' ? accepted : refused(ResponseCode.operationOngoing);
}

async function accept(
  { clock }: Pick<Hub, 'clock'>,
  tx: Aggregates,
  { key, scope }: { key: CallKey; scope: CallScope },
): Promise<void> {
  const now = clock.now();
  await tx.acceptedCalls.accept(key, { scope, now, until: new Date(now.getTime() + memory) });
}

function keyOf({ vault }: Pick<Hub, 'vault'>, { content, ...call }: IssuerCall): CallKey {
  return { ...call, fingerprint: vault.fingerprint('call', canonical(content)) };
}
