import type { ConsumerInfo } from '@countermark/wire/d1/data/consumer-info';
import type { Page } from '@countermark/wire/d1/data/page';
import type { Card } from '../core/card.ts';
import type { CardProduct } from '../core/card-product.ts';
import type { Hub } from '../ports/hub.ts';
import { aD1Product, anIssuer, d1Settings } from '../store/test-objects.ts';
import { activateCard } from './cards/activate-card.ts';
import { listCardOperations } from './cards/card-operations.ts';
import { createCard } from './cards/create-card.ts';
import { deleteCard } from './cards/delete-card.ts';
import { findCard } from './cards/find-card.ts';
import { getCardDetails } from './cards/get-card-details.ts';
import { registerCard } from './cards/register-card.ts';
import { renewCard } from './cards/renew-card.ts';
import { replaceCard } from './cards/replace-card.ts';
import { resumeCard } from './cards/resume-card.ts';
import { suspendCard } from './cards/suspend-card.ts';
import { deleteConsumer } from './consumers/delete-consumer.ts';
import { getConsumer } from './consumers/get-consumer.ts';
import { listConsumerCards } from './consumers/list-consumer-cards.ts';
import { registerConsumer } from './consumers/register-consumer.ts';
import type { D1Answer, D1Call, D1Refused, D1Result } from './d1-call.ts';
import { type HubOnStore, openHubOnStore } from './hub-on-store.fixture.ts';

export const { issuerId } = anIssuer();

/** Published test numbers of the product. */
export const pans = ['4111111111111111', '4111111111111129', '4111111111111137', '4111111111111145'] as const;
export const [pan, otherPan, thirdPan] = pans;
export const exp = '1230';

export const john: ConsumerInfo = { firstName: 'John', lastName: 'Smith', email: 'john@example.com' };

/** One word for the answer of a call: its error code, with the field to blame, or `done`. */
export function inShort(result: D1Result): string {
  if (result.ok) return 'done';
  return [result.errorCode, result.error].filter(part => part !== undefined).join(' ');
}

export function answerOf<Result extends { ok: true; body: unknown }>(
  result: Result | D1Refused,
): Result['body'] {
  if (!result.ok) throw new Error(result.errorCode);
  return result.body;
}

/** What a card is registered with. */
export interface Registration {
  cardId?: string;
  consumerId?: string;
  cardProductId?: string;
  state?: 'ACTIVE' | 'INACTIVE';
  pan?: string;
  exp?: string;
}

/** D1 use cases on a real store, each by what tells its calls apart. */
export interface D1OnStore extends HubOnStore {
  /** A call with all that the use case reads. */
  call(parameters: object, body?: object, query?: Page): D1Call<never>;
  register(card?: Registration): Promise<string>;
  registerConsumer(consumerId?: string, personalInformation?: ConsumerInfo): Promise<string>;
  deleteConsumer(consumerId?: string): Promise<string>;
  create(card?: { consumerId?: string; cardProductId?: string }): ReturnType<typeof createCard>;
  suspend(reasonCode?: string, cardId?: string): Promise<string>;
  resume(reasonCode?: string, cardId?: string): Promise<string>;
  activate(cardId?: string): Promise<string>;
  remove(cardId?: string): Promise<string>;
  renew(
    told?: { pan?: string; exp?: string } | null,
    more?: { cardId?: string; reasonCode?: string },
  ): ReturnType<typeof renewCard>;
  replace(told?: {
    cardId?: string;
    newCardId?: string;
    cardProductId?: string;
    state?: string;
    pan?: string;
    exp?: string;
  }): ReturnType<typeof replaceCard>;
  card(cardId?: string): Promise<Card>;
  details(cardId?: string): Promise<D1Answer['body']>;
  /** State of a card as it is shown, and why it is suspended. */
  cardState(cardId?: string): Promise<string>;
  /** States of a consumer's cards by id, newest first. */
  cardsOf(consumerId?: string): Promise<string[]>;
  consumer(consumerId?: string): Promise<unknown>;
  /** Operations of a card, newest first. */
  operationsOf(cardId?: string): Promise<string[]>;
  /** All that D1 owes the issuer, oldest first: `REGISTER SUCCESSFUL card-1`. */
  owed(): Promise<string[]>;
}

export async function openD1OnStore(): Promise<D1OnStore> {
  return d1OnStore(await openHubOnStore(), aD1Product());
}

export function d1OnStore(onStore: HubOnStore, product: CardProduct): D1OnStore {
  let draws = 0;
  const digits = (count: number) => String(draws++).padStart(count, '7').slice(-count);
  const base = { ...onStore, hub: { ...onStore.hub, ids: { ...onStore.hub.ids, digits } } };
  const { hub, store } = base;
  let calls = 0;
  const call = (parameters: object, body: object = {}, query: Page = {}) =>
    ({
      issuer: anIssuer(),
      parameters: { issuerId, ...parameters },
      body,
      query,
      correlationId: `call-${++calls}`,
      userId: null,
    }) as never;
  const sealed = (credentials: { pan: string; exp: string }) => JSON.stringify(credentials);
  const onCard = async (
    useCase: (hub: Hub, call: never) => Promise<D1Result>,
    [cardId, body]: [string | undefined, object],
  ) => inShort(await useCase(hub, call({ cardId: cardId ?? 'card-1' }, body)));

  return {
    ...base,
    call,
    async reset(settings = {}) {
      await base.reset({ d1: d1Settings, ...settings });
      await store.products.save(product);
    },
    register: async ({
      cardId = 'card-1',
      consumerId = 'consumer-1',
      cardProductId = 'visa',
      pan: number = pan,
      exp: expiry = exp,
      ...more
    } = {}) => {
      const encryptedData = sealed({ pan: number, exp: expiry });
      const body = { consumerId, cardProductId, encryptedData, ...more };
      return inShort(await registerCard(hub, call({ cardId }, body)));
    },
    registerConsumer: async (consumerId = 'consumer-1', personalInformation) =>
      inShort(
        await registerConsumer(hub, call({ consumerId }, personalInformation && { personalInformation })),
      ),
    deleteConsumer: async (consumerId = 'consumer-1') =>
      inShort(
        await deleteConsumer(hub, call({ consumerId }, { reason: 'moved', reasonCode: 'CLOSED_ACCOUNT' })),
      ),
    create: ({ consumerId = 'consumer-1', cardProductId = 'visa' } = {}) =>
      createCard(hub, call({}, { consumerId, cardProductId })),
    suspend: (reasonCode, cardId) => onCard(suspendCard, [cardId, reasonCode ? { reasonCode } : {}]),
    resume: (reasonCode, cardId) => onCard(resumeCard, [cardId, reasonCode ? { reasonCode } : {}]),
    activate: cardId => onCard(activateCard, [cardId, {}]),
    remove: cardId => onCard(deleteCard, [cardId, { reason: 'no use', reasonCode: 'CLOSED_CARD' }]),
    renew: (told = {}, { cardId = 'card-1', reasonCode } = {}) => {
      const encryptedData = told && sealed({ pan, exp: '1234', ...told });
      const body = { ...(encryptedData !== null && { encryptedData }), ...(reasonCode && { reasonCode }) };
      return renewCard(hub, call({ cardId }, body));
    },
    replace: ({
      cardId = 'card-1',
      newCardId = 'card-2',
      pan: number = otherPan,
      exp: expiry = '1234',
      ...more
    } = {}) => {
      const body = { newCardId, encryptedData: sealed({ pan: number, exp: expiry }), ...more };
      return replaceCard(hub, call({ cardId }, body));
    },
    async card(cardId = 'card-1') {
      const found = await findCard(store, { issuerId, cardId });
      if (!found) throw new Error(`no ${cardId}`);
      return found;
    },
    details: async (cardId = 'card-1') => answerOf(await getCardDetails(hub, call({ cardId }))),
    async cardState(cardId = 'card-1') {
      const { state } = answerOf(await getCardDetails(hub, call({ cardId })));
      const suspendReason = (await findCard(store, { issuerId, cardId }))?.suspendReason;
      return suspendReason ? `${state} for ${suspendReason}` : state;
    },
    async cardsOf(consumerId = 'consumer-1') {
      const { cards } = answerOf(await listConsumerCards(hub, call({ consumerId })));
      return cards.map(({ cardId, state }) => `${cardId} ${state}`);
    },
    consumer: async (consumerId = 'consumer-1') => answerOf(await getConsumer(hub, call({ consumerId }))),
    async operationsOf(cardId = 'card-1') {
      const { operations } = answerOf(await listCardOperations(hub, call({ cardId })));
      return operations.map(({ operation, status }) => `${operation} ${status}`);
    },
    async owed() {
      const deliveries = await store.deliveries.list({ issuerId, limit: 99 });
      return deliveries
        .filter(({ operation }) => operation.startsWith('d1/'))
        .map(({ body, parameters }) => {
          const about = { ...parameters, ...body } as Record<string, string>;
          const { operation, status, cardId, consumerId, digitalCardId } = about;
          return `${operation} ${status} ${cardId ?? consumerId ?? digitalCardId}`;
        })
        .reverse();
    },
  };
}
