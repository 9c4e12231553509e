import { catalogue } from '@countermark/sandbox/scenarios/catalogue';
import type { Expectation, Story } from '@countermark/sandbox/scenarios/scenario';

/** One flow of docs/flows.md. */
export interface Flow {
  /** Its part of the page. */
  part: string;
  story: Story;
  /** What it comes to: it is waited for. */
  expect?: Expectation;
  /** So many of its first steps are not drawn, but told in words. */
  before?: { steps: number; inWords: string };
  /** Operations that are drawn here, though they are errands that other flows leave out. */
  shows?: readonly string[];
}

const green = { wallet: 'APPLE_PAY', exp: '1230' } as const;
const enrolled = { steps: 1, inWords: 'the card has an active token' } as const;
const d1Visa = { product: 'D1-VISA' } as const;
const registeredBefore = { steps: 1, inWords: 'consumer and card are registered' } as const;
const registered = [{ d1: 'registerConsumer' }, { d1: 'registerCard' }] as const;

/** Every flow of the page, in the order they are played; the one in which 100 days pass is the last. */
export const flows: readonly Flow[] = [
  fromCatalogue('enrolment, green', 'S01'),
  fromCatalogue('enrolment, yellow with a code', 'S03'),
  fromCatalogue('enrolment, yellow without a list', 'S44'),
  fromCatalogue('enrolment, in your application', 'S05'),
  fromCatalogue('enrolment, at your call centre', 'S06'),
  fromCatalogue('enrolment, red', 'S12/red'),
  fromCatalogue('enrolment, refused', 'S12/158'),
  fromCatalogue('push provisioning', 'S02/own-payload'),
  fromCatalogue('e-commerce', 'S45'),
  fromCatalogue('device binding', 'S35/sms', { steps: 1, inWords: 'a merchant has an active token' }),
  fromCatalogue('cobadged card', 'S33'),
  {
    part: 'one token suspended, resumed, deleted',
    before: enrolled,
    story: {
      id: 'one-token',
      enrol: green,
      after: [
        { updateCardState: 'SUSPEND', scope: 'token' },
        { updateCardState: 'RESUME', scope: 'token' },
        { updateCardState: 'DELETE', scope: 'token' },
      ],
    },
  },
  {
    part: 'all tokens suspended, resumed, deleted',
    before: { steps: 2, inWords: 'the card has two active tokens' },
    story: {
      id: 'all-tokens',
      enrol: green,
      after: [
        { enrol: {} },
        { updateCardState: 'SUSPEND', scope: 'card', callbacks: 2 },
        { updateCardState: 'RESUME', scope: 'card', callbacks: 2 },
        { updateCardState: 'DELETE', scope: 'card', callbacks: 2 },
      ],
    },
  },
  {
    part: 'in the wallet',
    before: enrolled,
    story: {
      id: 'in-the-wallet',
      enrol: green,
      after: [{ wallet: 'DEVICE_LOST' }, { wallet: 'DEVICE_FOUND' }, { wallet: 'DELETED_IN_WALLET' }],
    },
  },
  {
    part: 'card renewed and replaced',
    before: enrolled,
    story: {
      id: 'renewed-and-replaced',
      enrol: green,
      after: [{ replaceCard: 'new expiry date' }, { replaceCard: 'new reference' }],
    },
  },
  fromCatalogue('token renewed', 'S27', enrolled),
  fromCatalogue('enrolment failed', 'S49'),
  fromCatalogue('D1: registration', 'D01'),
  {
    part: 'D1: the hub fetches an access token',
    story: { id: 'D-oauth2', ...d1Visa, before: [{ advance: '20m' }, { d1: 'registerCard' }] },
    shows: ['D1-Public-OUT-v1-Auth2/getToken'],
  },
  fromCatalogue('D1: green', 'D16', registeredBefore),
  fromCatalogue('D1: yellow', 'D17/fetched', registeredBefore),
  fromCatalogue('D1: red', 'D18/rule', registeredBefore),
  fromCatalogue('D1: verified by the issuer', 'D20/registered'),
  {
    part: 'D1: suspended, resumed, renewed, replaced, deleted',
    before: { steps: 3, inWords: 'the card has an active digital card' },
    story: {
      id: 'D-life',
      ...d1Visa,
      before: registered,
      enrol: green,
      after: [
        { d1: 'suspendCard', body: { reasonCode: 'CARD_LOST' } },
        { d1: 'resumeCard', body: { reasonCode: 'CARD_FOUND' } },
        { d1: 'renewCard', exp: '1233' },
        { d1: 'replaceCard', by: 'b' },
        { d1: 'deleteCard', card: 'b' },
      ],
    },
    expect: {
      state: 'DELETED',
      decision: 'green',
      code: null,
      exchanges: ['< renewCard', '< replaceCard', '< deleteCard'],
      notices: [],
      digitalCards: [],
    },
  },
  fromCatalogue('D1: a digital card', 'D29', { steps: 2, inWords: 'the card has an active digital card' }),
  fromCatalogue('Click to Pay: enrolment', 'S36/enrolled', registeredBefore),
  {
    part: 'Click to Pay: update and opt-out',
    before: { steps: 3, inWords: 'the card is in Click to Pay' },
    story: {
      id: 'D-profile',
      ...d1Visa,
      before: [
        ...registered,
        { d1: 'enrolInClickToPay' },
        { d1: 'updateProfileCard' },
        { d1: 'updateProfile' },
        { d1: 'optOutCard' },
      ],
    },
  },
  fromCatalogue('Click to Pay: automatic enrolment', 'D30/ok'),
  {
    part: 'erasure',
    before: enrolled,
    story: { id: 'erasure', enrol: green, after: [{ wallet: 'DELETED_IN_WALLET' }, { advance: '101d' }] },
  },
];

function fromCatalogue(part: string, id: string, before?: Flow['before']): Flow {
  const row = catalogue.find(scenario => scenario.id === id);
  if (!row)
    throw new Error(`docs/flows/flows.ts names ${id}, and there is no such scenario in the catalogue`);
  return { part, story: row, expect: row.expect, ...(before && { before }) };
}
