import type { ConsumerInfo } from '@countermark/wire/d1/data/consumer-info';
import type { Card } from '../../core/card.ts';
import type { CardProduct } from '../../core/card-product.ts';
import type { Consumer } from '../../core/consumer.ts';
import type { DirectoryCard, DirectoryConsumer, DirectoryName } from '../../core/directory.ts';
import { carryOutForProfile, claimDueProfiles } from '../../deadlines/click-to-pay-worker.ts';
import type { D1Answer } from '../../ports/d1-backend.ts';
import type { Directory, DirectoryOutcome, EnrolledCard } from '../../ports/directory.ts';
import type { Hub } from '../../ports/hub.ts';
import { aCard, aConsumer, aD1Product, anIssuer, at, d1Settings, id } from '../../store/test-objects.ts';
import type { D1Call } from '../d1-call.ts';
import { type HubOnStore, openHubOnStore } from '../hub-on-store.fixture.ts';

/** A directory that keeps profiles in memory and does as it is told. */
export interface TestDirectory {
  /** What it was asked, in order: `enrol`, `addCard`, `poll`, ... */
  asked: string[];
  /** Consumers with their cards, by the names the hub gave them. */
  profiles: Map<string, { consumer: DirectoryConsumer; cards: DirectoryCard[] }>;
  /** Answers to come, before those that the profiles give. */
  answers: DirectoryOutcome[];
  /** What it looks like when it is read. */
  isDown: boolean;
  /** Held up here before anything is done. */
  before: (call: string) => Promise<void>;
  /** Most calls for one consumer at once, so far. */
  mostAtOnce: number;
}

/** What the issuer's backend says of consumers, and how often it was asked. */
export interface TestIssuer {
  answer: D1Answer<ConsumerInfo>;
  asked: string[];
}

export interface ClickToPayOnStore extends Omit<HubOnStore, 'reset'> {
  visa: TestDirectory;
  mastercard: TestDirectory;
  issuer: TestIssuer;
  /** Forgets everything and stores issuer, consumer, a product of each network, and a Visa card. */
  reset(): Promise<void>;
  /** Works until nothing is due now. */
  work(directory?: DirectoryName): Promise<void>;
  /** Operations of a card or consumer, newest first: `CLICK_TO_PAY_ENROLMENT FAILED SCHEME_REFUSED VIDC-2004`. */
  operations(target?: { kind: 'CARD' | 'CONSUMER'; key: string }): Promise<string[]>;
}

export const visaProduct: CardProduct = aD1Product({
  d1: { ...aD1Product().d1, services: ['TOKENIZATION', 'CLICK_TO_PAY'] } as NonNullable<CardProduct['d1']>,
});
export const mastercardProduct: CardProduct = {
  ...visaProduct,
  productId: 'mastercard',
  scheme: 'MASTERCARD',
  panRanges: [{ prefix: '555555', panLength: 16 }],
};

const bytes = (text: string) => new TextEncoder().encode(text);

export const consumer: Consumer = aConsumer({ consumerKey: id(700), sealedPersonalInformation: null });
export const holder = { consumerKey: consumer.consumerKey, consumerId: consumer.consumerId };
export const visaCard: Card = aCard({
  cardId: id(701),
  issuerCardRefId: 'CARD-1',
  productId: visaProduct.productId,
  panFingerprint: 'visa-1',
  sealedPan: bytes('4111111111111111'),
  sealedExpiry: bytes('1230'),
  lastDigits: '1111',
  holder,
  origin: 'REGISTERED',
});
export const secondCard: Card = {
  ...visaCard,
  cardId: id(702),
  issuerCardRefId: 'CARD-2',
  panFingerprint: 'visa-2',
};
export const mastercardCard: Card = {
  ...visaCard,
  cardId: id(703),
  issuerCardRefId: 'CARD-3',
  productId: mastercardProduct.productId,
  panFingerprint: 'mastercard-1',
  sealedPan: bytes('5555555555554444'),
};

export const address = { line1: 'Storgata 1', zipCode: '0155', countryCode: 'NO' };
export const consumerInfo = {
  language: 'nb-NO',
  firstName: 'Kari',
  lastName: 'Nordmann',
  email: 'kari@example.com',
  mobilePhoneNumber: { countryCode: '+47', phoneNumber: '41234567' },
};
export const enrolment = { consumerInfo, cardholderName: 'KARI NORDMANN', billingAddress: address };

/** A call of the issuer's. */
export function callOf<Call extends D1Call<never>>(
  parameters: Record<string, string>,
  body: object = {},
): Call {
  const issuer = { ...anIssuer(), settings: { ...anIssuer().settings, d1: d1Settings } };
  const names = { issuerId: issuer.issuerId, ...parameters };
  const who = { correlationId: 'call-1', userId: null };
  return { issuer, parameters: names, query: undefined, body, ...who } as unknown as Call;
}

export async function openClickToPay(): Promise<ClickToPayOnStore> {
  const onStore = await openHubOnStore();
  const { store } = onStore;
  const visa = newDirectory();
  const mastercard = newDirectory();
  const issuer: TestIssuer = { answer: answered({}), asked: [] };
  const hub: Hub = {
    ...onStore.hub,
    directories: new Map([
      ['VISA', testDirectory(visa)],
      ['MASTERCARD', testDirectory(mastercard)],
    ]),
    d1Backend: {
      async getConsumerInformation(_, { consumerId }) {
        issuer.asked.push(consumerId);
        return issuer.answer;
      },
    } as Hub['d1Backend'],
  };
  return {
    ...onStore,
    hub,
    visa,
    mastercard,
    issuer,
    async reset() {
      await onStore.reset({ d1: d1Settings });
      Object.assign(visa, newDirectory());
      Object.assign(mastercard, newDirectory());
      Object.assign(issuer, { answer: answered({}), asked: [] } satisfies TestIssuer);
      for (const product of [visaProduct, mastercardProduct]) await store.products.save(product);
      await store.consumers.insert(consumer);
      await store.cards.insert(visaCard);
    },
    async work(directory = 'VISA') {
      for (;;) {
        const claims = await claimDueProfiles(hub, directory, new Set());
        if (claims.length === 0) return;
        await Promise.all(claims.map(claim => carryOutForProfile(hub, claim)));
      }
    },
    async operations(target = { kind: 'CARD', key: visaCard.cardId }) {
      const listed = await store.recordedOperations.listOf(target, { limit: 99, offset: 0 });
      return listed.map(({ operation, status, errorCode, error }) =>
        [operation, status, errorCode, error].filter(part => part !== null).join(' '),
      );
    },
  };
}

export function answered(message: ConsumerInfo): D1Answer<ConsumerInfo> {
  return { kind: 'ANSWERED', status: 200, message };
}

export const unavailable: DirectoryOutcome = { status: 'UNAVAILABLE', reason: 'answered with HTTP 503' };

export function pending(trace: string): DirectoryOutcome {
  return { status: 'PENDING', trace };
}

/** Seconds after the moment the tests begin at. */
export const later = (seconds: number) => at(1000 + seconds);

function newDirectory(): TestDirectory {
  return {
    asked: [],
    profiles: new Map(),
    answers: [],
    isDown: false,
    before: async () => undefined,
    mostAtOnce: 0,
  };
}

function testDirectory(directory: TestDirectory): Directory {
  const successful = { status: 'SUCCESSFUL' } as const;
  const underWay = new Map<string, number>();
  const change = async (
    name: string,
    consumerKey: string,
    apply: () => DirectoryOutcome,
  ): Promise<DirectoryOutcome> => {
    const atOnce = (underWay.get(consumerKey) ?? 0) + 1;
    underWay.set(consumerKey, atOnce);
    directory.mostAtOnce = Math.max(directory.mostAtOnce, atOnce);
    directory.asked.push(name);
    try {
      await directory.before(name);
      return directory.answers.shift() ?? apply();
    } finally {
      underWay.set(consumerKey, atOnce - 1);
    }
  };
  const put = (consumer: DirectoryConsumer, cards: readonly DirectoryCard[]) => {
    const profile = directory.profiles.get(consumer.externalConsumerId) ?? { consumer, cards: [] };
    directory.profiles.set(consumer.externalConsumerId, profile);
    profile.cards.push(...cards);
    return successful;
  };
  return {
    enrol: (consumer, cards) => change('enrol', consumer.externalConsumerId, () => put(consumer, cards)),
    addCard: (consumer, card) => change('addCard', consumer.externalConsumerId, () => put(consumer, [card])),
    updateConsumer: consumer =>
      change('updateConsumer', consumer.externalConsumerId, () => {
        Object.assign(directory.profiles.get(consumer.externalConsumerId) ?? {}, { consumer });
        return successful;
      }),
    updateCards: (key, changes) =>
      change('updateCards', key, () => {
        for (const { externalCardId, billingAddress, cardholderName } of changes) {
          const card = directory.profiles
            .get(key)
            ?.cards.find(known => known.externalCardId === externalCardId);
          Object.assign(
            card ?? {},
            billingAddress && { billingAddress },
            cardholderName && { cardholderName },
          );
        }
        return successful;
      }),
    removeCard: ({ externalConsumerId, externalCardId }) =>
      change('removeCard', externalConsumerId, () => {
        const profile = directory.profiles.get(externalConsumerId);
        if (profile) profile.cards = profile.cards.filter(card => card.externalCardId !== externalCardId);
        return successful;
      }),
    removeConsumer: key =>
      change('removeConsumer', key, () => {
        directory.profiles.delete(key);
        return successful;
      }),
    poll: trace => change(`poll ${trace}`, trace, () => successful),
    async profile(key) {
      directory.asked.push('profile');
      if (directory.isDown) return { status: 'UNAVAILABLE', reason: 'connection refused' };
      const known = directory.profiles.get(key);
      const cards = known?.cards.map((card): EnrolledCard => ({ ...card, state: 'ACTIVE' })) ?? [];
      return { status: 'READ', profile: known ? { consumer: known.consumer, cards } : null };
    },
  };
}
