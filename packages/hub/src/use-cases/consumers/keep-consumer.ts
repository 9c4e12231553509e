import type { ConsumerInfo } from '@countermark/wire/d1/data/consumer-info';
import type { Consumer } from '../../core/consumer.ts';
import type { Hub } from '../../ports/hub.ts';
import type { Aggregates } from '../../ports/store.ts';
import { canonical } from '../canonical.ts';
import { askedBy } from '../recorded-operations/asked-by.ts';
import { recordOperation } from '../recorded-operations/record-operation.ts';
import { keepsPersonalInformation } from './keeps-personal-information.ts';
import { openPersonalInformation, sealPersonalInformation } from './personal-information.ts';

/** A consumer as its issuer registers it, by itself or with a card. */
export interface ConsumerToKeep {
  issuerId: string;
  consumerId: string;
  /** Takes the place of all that was known; null: nothing is; absent: it stays as it is known. */
  personalInformation?: ConsumerInfo | null;
  correlationId: string;
  inputFileName?: string;
}

/**
 * The active consumer of this id, else a new one: a deleted id may be used again. Holds its row until the transaction
 * ends. What is registered again as it is known changes nothing, and makes no operation.
 */
export async function keepConsumer(
  hub: Pick<Hub, 'clock' | 'ids' | 'vault'>,
  tx: Aggregates,
  { personalInformation: told, correlationId, inputFileName, ...name }: ConsumerToKeep,
): Promise<Consumer> {
  const known = await lockActive(tx, name);
  const keeps = told === undefined || (await keepsPersonalInformation(tx, name.issuerId));
  const information = keeps ? told : null;
  if (known && (information === undefined || isKnown(hub, known, information))) return known;
  const now = hub.clock.now();
  const consumerKey = known?.consumerKey ?? hub.ids.uuid();
  const consumer: Consumer = {
    ...name,
    consumerKey,
    state: 'ACTIVE',
    sealedPersonalInformation: sealPersonalInformation(hub.vault, consumerKey, information ?? null),
    createdAt: known?.createdAt ?? now,
    updatedAt: now,
  };
  await (known ? tx.consumers.save(consumer) : tx.consumers.insert(consumer));
  await recordOperation(hub, tx, {
    issuerId: name.issuerId,
    target: { kind: 'CONSUMER', key: consumerKey, id: name.consumerId },
    operation: 'REGISTER',
    ...askedBy({ correlationId, inputFileName }),
    end: { status: 'SUCCESSFUL' },
  });
  return consumer;
}

/** Null too when it was deleted while its row was waited for. */
async function lockActive(
  tx: Pick<Aggregates, 'consumers'>,
  name: { issuerId: string; consumerId: string },
): Promise<Consumer | null> {
  const found = await tx.consumers.findActive(name);
  const locked = found && (await tx.consumers.lock(found.consumerKey));
  return locked?.state === 'ACTIVE' ? locked : null;
}

function isKnown({ vault }: Pick<Hub, 'vault'>, known: Consumer, information: ConsumerInfo | null): boolean {
  return canonical(openPersonalInformation(vault, known)) === canonical(information);
}
