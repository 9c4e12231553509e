import type { ConsumerInfo } from '@countermark/wire/d1/data/consumer-info';
import type { IdvMethod } from '@countermark/wire/issuer-gateway/data/idv-method';
import type { Card } from '../../core/card.ts';
import { contactMethods } from '../../core/contact-methods.ts';
import type { Refusal } from '../../core/enrolment.ts';
import type { Hub } from '../../ports/hub.ts';
import { openPersonalInformation } from '../consumers/personal-information.ts';
import { type AskingSession, askIssuer } from '../verification/ask-issuer.ts';
import { d1SettingsOf } from './known-facts.ts';
import { technicalRefusal } from './technical-refusal.ts';

/** Whose contacts are looked for, and in which session. */
export interface ContactSearch<Session> {
  session: Session;
  correlationId: string;
  productId: string;
  /** Null: the card is to be registered. */
  card: Card | null;
  /** Null: nobody told whose card it is. */
  consumerId: string | null;
}

/** `refusal`: the issuer, who was to be asked, did not answer. */
export interface FoundContacts<Session> {
  session: Session;
  idvMethods: IdvMethod[];
  refusal: Refusal | null;
}

/**
 * How the consumer can be sent a code: by what the issuer registered, if the product keeps it, else by what it answers now
 * (Get consumer information). A consumer that the issuer does not know has no contacts.
 */
export async function findContacts<Session extends AskingSession>(
  hub: Hub,
  search: ContactSearch<Session>,
): Promise<FoundContacts<Session>> {
  const { session, consumerId, card } = search;
  if (consumerId === null) return { session, idvMethods: [], refusal: null };
  const stored = await storedInformation(hub, search);
  if (stored) return { session, idvMethods: contactMethods(stored), refusal: null };
  const { answer, session: asked } = await askIssuer(hub, search, call =>
    hub.d1Backend.getConsumerInformation(call, { consumerId, cardId: card?.issuerCardRefId ?? null }),
  );
  if (answer.kind === 'ANSWERED')
    return { session: asked, idvMethods: contactMethods(answer.message), refusal: null };
  const isUnknown = answer.kind === 'REFUSED' && (answer.status === 403 || answer.status === 404);
  const refusal = isUnknown ? null : technicalRefusal('tell of the consumer', answer);
  return { session: asked, idvMethods: [], refusal };
}

/** Null: the product keeps none, or none was registered. */
async function storedInformation<Session>(
  hub: Hub,
  { productId, card }: ContactSearch<Session>,
): Promise<ConsumerInfo | null> {
  const { dataModel } = await d1SettingsOf(hub, { productId });
  const consumer = card?.holder && (await hub.store.consumers.find(card.holder.consumerKey));
  return dataModel === 'STORED' && consumer ? openPersonalInformation(hub.vault, consumer) : null;
}
