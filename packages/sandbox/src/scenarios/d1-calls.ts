import { resumeCard as resumeCardV1 } from '@countermark/wire/d1/card-v1/resume-card';
import { suspendCard as suspendCardV1 } from '@countermark/wire/d1/card-v1/suspend-card';
import { activateCard } from '@countermark/wire/d1/card-v2/activate-card';
import { createCard } from '@countermark/wire/d1/card-v2/create-card';
import { deleteCard } from '@countermark/wire/d1/card-v2/delete-card';
import { registerCard } from '@countermark/wire/d1/card-v2/register-card';
import { renewCard } from '@countermark/wire/d1/card-v2/renew-card';
import { replaceCard } from '@countermark/wire/d1/card-v2/replace-card';
import { resumeCard } from '@countermark/wire/d1/card-v2/resume-card';
import { suspendCard } from '@countermark/wire/d1/card-v2/suspend-card';
import { enrolCard } from '@countermark/wire/d1/click-to-pay-v1/enrol-card';
import { optOutCard } from '@countermark/wire/d1/click-to-pay-v1/opt-out-card';
import { optOutConsumer } from '@countermark/wire/d1/click-to-pay-v1/opt-out-consumer';
import { updateCard } from '@countermark/wire/d1/click-to-pay-v1/update-card';
import { updateConsumer as updateProfile } from '@countermark/wire/d1/click-to-pay-v1/update-consumer';
import { registerConsumerWithCards } from '@countermark/wire/d1/consumer-v1/register-consumer-with-cards';
import { deleteConsumer } from '@countermark/wire/d1/consumer-v2/delete-consumer';
import { registerConsumer } from '@countermark/wire/d1/consumer-v2/register-consumer';
import { updateConsumer } from '@countermark/wire/d1/consumer-v2/update-consumer';
import { deleteDigitalCard } from '@countermark/wire/d1/digital-card-v1/delete-digital-card';
import { resumeDigitalCard } from '@countermark/wire/d1/digital-card-v1/resume-digital-card';
import { suspendDigitalCard } from '@countermark/wire/d1/digital-card-v1/suspend-digital-card';
import type { D1Operation } from '@countermark/wire/d1/operation';
import { consumerOf } from '../reference-issuer/d1/test-consumers.ts';
import type { CardName, ConsumerKind } from './d1-cast.ts';
import type { D1Play } from './d1-play.ts';

/** What may differ from the usual in a call of the issuer. */
export interface D1CallDetails {
  /** Which of the scenario's cards; a unless said. */
  card?: CardName;
  /** By the id of this card, though the number be another's. */
  as?: CardName;
  /** The card that takes the place of a replaced one. */
  by?: CardName;
  consumer?: ConsumerKind;
  /** `MMYY`. */
  exp?: string;
  /** Members of the body over the usual ones. */
  body?: Readonly<Record<string, unknown>>;
}

interface D1CallKind {
  operation: D1Operation;
  /** What its path is about. */
  of: 'CARD' | 'CONSUMER' | 'DIGITAL_CARD' | 'ISSUER';
  body?: (d1: D1Play, details: D1CallDetails) => object;
}

const nothing = () => ({});
const card = (operation: D1Operation, body?: D1CallKind['body']): D1CallKind => ({
  operation,
  of: 'CARD',
  body: body ?? nothing,
});
const consumer = (operation: D1Operation, body?: D1CallKind['body']): D1CallKind => ({
  operation,
  of: 'CONSUMER',
  body: body ?? nothing,
});
const digitalCard = (operation: D1Operation): D1CallKind => ({
  operation,
  of: 'DIGITAL_CARD',
  body: nothing,
});

const usualExpiry = '1230';

const credentials = (d1: D1Play, { card: name = 'a', exp = usualExpiry }: D1CallDetails) => ({
  pan: d1.cast.pan(name),
  exp,
});

/** The made-up person behind a consumer. */
function personOf(d1: D1Play, kind?: ConsumerKind) {
  const known = consumerOf(d1.cast.consumerId(kind));
  return known.kind === 'KNOWN' ? known.consumer : {};
}

function profileOf(d1: D1Play, kind?: ConsumerKind) {
  const { language, firstName, lastName, email, mobilePhoneNumber } = personOf(d1, kind);
  return { language, firstName, lastName, email, mobilePhoneNumber };
}

const newCard = (d1: D1Play, details: D1CallDetails) => ({
  consumerId: d1.cast.consumerId(details.consumer),
  cardProductId: d1.cast.product,
});

/** Every call that a scenario's issuer makes, by the name that rows give it. */
export const d1Calls = {
  registerConsumer: consumer(registerConsumer, (d1, details) => ({
    personalInformation: personOf(d1, details.consumer),
  })),
  updateConsumer: consumer(updateConsumer, d1 => ({
    personalInformation: { email: `new-${d1.cast.consumerId()}@example.com` },
  })),
  deleteConsumer: consumer(deleteConsumer),
  registerConsumerWithCards: consumer(registerConsumerWithCards, (d1, { exp = usualExpiry }) => ({
    cards: (['a', 'b'] as const).map(name => ({
      cardId: d1.cardId(name),
      cardProductId: d1.cast.product,
      encryptedData: { pan: d1.cast.pan(name), exp },
    })),
  })),
  registerCard: card(registerCard, (d1, details) => ({
    ...newCard(d1, details),
    encryptedData: credentials(d1, details),
  })),
  createCard: {
    operation: createCard,
    of: 'ISSUER',
    body: (d1, details) => ({
      ...newCard(d1, details),
      accounts: [{ default: true, number: 'NO9386011117947', currencyCode: 'NOK' }],
    }),
  },
  activateCard: card(activateCard),
  suspendCard: card(suspendCard),
  suspendCardV1: card(suspendCardV1),
  resumeCard: card(resumeCard),
  resumeCardV1: card(resumeCardV1),
  deleteCard: card(deleteCard),
  renewCard: card(renewCard, (d1, details) => ({
    encryptedData: credentials(d1, { ...details, exp: details.exp ?? '1234' }),
  })),
  replaceCard: card(replaceCard, (d1, { by = 'b', as, exp = '1234' }) => ({
    newCardId: d1.cardId(as ?? by),
    encryptedData: { pan: d1.cast.pan(by), exp },
  })),
  suspendDigitalCard: digitalCard(suspendDigitalCard),
  resumeDigitalCard: digitalCard(resumeDigitalCard),
  deleteDigitalCard: digitalCard(deleteDigitalCard),
  enrolInClickToPay: card(enrolCard, (d1, { consumer: kind }) => ({
    consumerInfo: profileOf(d1, kind),
    cardholderName: 'KARI NORDMANN',
    billingAddress: personOf(d1).billingAddress,
  })),
  updateProfileCard: card(updateCard, d1 => ({
    cardholderName: 'KARI HANSEN',
    billingAddress: personOf(d1).billingAddress,
  })),
  updateProfile: consumer(updateProfile, d1 => ({
    consumerInfo: { ...profileOf(d1), lastName: 'Hansen' },
  })),
  optOutCard: card(optOutCard),
  optOutConsumer: consumer(optOutConsumer),
} as const satisfies Record<string, D1CallKind>;

export type D1CallName = keyof typeof d1Calls;

/** What is sent. */
export function composeD1Call(
  d1: D1Play,
  name: D1CallName,
  details: D1CallDetails & { digitalCardId?: string | undefined },
) {
  const kind: D1CallKind = d1Calls[name];
  const replaced = name === 'replaceCard';
  const cardId = d1.cardId((!replaced && details.as) || details.card || 'a');
  const parameters = {
    CARD: { cardId },
    CONSUMER: { consumerId: d1.cast.consumerId(details.consumer) },
    DIGITAL_CARD: { digitalCardId: details.digitalCardId ?? '' },
    ISSUER: {},
  }[kind.of];
  return {
    operation: kind.operation,
    parameters: parameters as Readonly<Record<string, string>>,
    body: { ...kind.body?.(d1, details), ...details.body },
  };
}
