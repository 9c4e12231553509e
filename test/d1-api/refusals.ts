import { deleteCard } from '@countermark/wire/d1/card-v2/delete-card';
import { suspendCard } from '@countermark/wire/d1/card-v2/suspend-card';
import { deleteConsumer } from '@countermark/wire/d1/consumer-v2/delete-consumer';
import { deleteDigitalCard } from '@countermark/wire/d1/digital-card-v1/delete-digital-card';
import type { D1ErrorCode } from '@countermark/wire/d1/error-codes';
import type { D1Operation } from '@countermark/wire/d1/operation';
import {
  authorisedProductId,
  barrenProductId,
  type D1Ground,
  type D1Sent,
  gatewayProductId,
  otherIssuerId,
} from './ground.ts';
import { cardOf, consumer, exampleIn, perform, type World, worldFor } from './worlds.ts';

type Change = (sent: D1Sent) => D1Sent;

/** Does what must be done before, and tells how the example is to be sent so that it is refused. */
type Provocation = (world: World, operation: D1Operation) => Promise<Change> | Change;

const withParameter =
  (name: string, value: string): Change =>
  sent => ({ ...sent, parameters: { ...sent.parameters, [name]: value } });

/** Also of the first card of a list. */
const withMember =
  (name: string, value: unknown): Change =>
  sent => {
    const body = sent.body as { cards?: [object] };
    const [first] = body.cards ?? [];
    return { ...sent, body: first ? { cards: [{ ...first, [name]: value }] } : { ...body, [name]: value } };
  };

const asItIs: Change = sent => sent;

/** By the error code of the table; of those that are not here the example itself is refused. */
const provocations: Readonly<Partial<Record<D1ErrorCode, Provocation>>> = {
  FIELD_INVALID_FORMAT: (_, { request }) =>
    request === null
      ? sent => ({ ...sent, headers: { 'x-correlation-id': 'a/b' } })
      : sent => ({ ...sent, body: '{' }),
  FIELD_INVALID_VALUE: (_, operation) => invalidValue(operation) ?? asItIs,
  ISSUER_FORBIDDEN: async ({ ground }) => {
    const token = await ground.tokenOf(otherIssuerId);
    return sent => ({ ...sent, token });
  },
  ISSUER_NOT_FOUND: async ({ ground }, { example }) => {
    const { issuerId } = example.parameters as { issuerId: string };
    const token = await ground.tokenOf(issuerId);
    return sent => withParameter('issuerId', 'NoBank0001')({ ...sent, token });
  },
  CONSUMER_NOT_FOUND: (_, { example }) =>
    'consumerId' in example.parameters
      ? withParameter('consumerId', 'nobody')
      : withMember('consumerId', 'nobody'),
  CARD_NOT_FOUND: () => withParameter('cardId', 'none'),
  DIGITAL_CARD_NOT_FOUND: () => withParameter('digitalCardId', 'none'),
  OPERATION_NOT_FOUND: () => withParameter('operationId', 'none'),
  CARD_PRODUCT_NOT_FOUND: () => withMember('cardProductId', 'none'),
  CARD_PRODUCT_NOT_ALLOWED: async (world, operation) => {
    switch (operation.name) {
      case 'enrolCard':
        return about(await cardOf(world, { cardProductId: barrenProductId }));
      case 'createCard':
        return withMember('cardProductId', gatewayProductId);
      default:
        return withMember('cardProductId', authorisedProductId);
    }
  },
  CARD_ID_ALREADY_USED: async (world, operation) => {
    const other = await cardOf(world);
    if (operation.name === 'replaceCard') return withMember('newCardId', other.cardId);
    return operation.name === 'registerCard'
      ? withParameter('cardId', other.cardId)
      : withMember('cardId', other.cardId);
  },
  CARD_PAN_NOT_ALLOWED: async (world, operation) => {
    const pan = operation.name === 'renewCard' ? world.ground.newPan() : (await cardOf(world)).pan;
    return withMember('encryptedData', await world.ground.seal({ pan, exp: '1234' }));
  },
  REASON_CODE_NOT_ALLOWED: async world => {
    await perform(world, suspendCard, { reasonCode: 'FRAUD' });
    return asItIs;
  },
  INVALID_STATE: async (world, operation) => {
    await endOf(world, operation);
    return asItIs;
  },
  CLICK_TO_PAY_PROFILE_NOT_FOUND: async world => about(await cardOf(world)),
};

/** The call of this operation that is refused with this code. */
export async function provoked(
  ground: D1Ground,
  operation: D1Operation,
  errorCode: D1ErrorCode,
): Promise<D1Sent> {
  const world = await worldFor(ground, operation);
  const change = await provocations[errorCode]?.(world, operation);
  const sent = await exampleIn(world, operation);
  return change ? change(sent) : sent;
}

/** Whether a call of this operation has anything that a value could be wrong in. */
export function takesValues(operation: D1Operation): boolean {
  return invalidValue(operation) !== null;
}

function about({ cardId, consumerId }: World): Change {
  return ({ parameters, ...sent }) => ({
    ...sent,
    parameters: {
      ...parameters,
      ...('cardId' in parameters && { cardId }),
      ...('consumerId' in parameters && { consumerId }),
    },
  });
}

/** A value that is not on a list, or beyond a limit; null: the operation takes no such member. */
function invalidValue({ request, query }: D1Operation): Change | null {
  const { properties: members = {} } = (request ?? {}) as { properties?: Readonly<Record<string, object>> };
  const [listed] = Object.entries(members).find(([, member]) => 'enum' in member) ?? [];
  if (listed !== undefined) return withMember(listed, 'NONE');
  if ('cards' in members) return withMember('state', 'NONE');
  return query === null ? null : sent => ({ ...sent, query: { ...sent.query, limit: 0 } });
}

/** Puts an end to what the call is about. */
async function endOf(world: World, { name, example: { parameters } }: D1Operation): Promise<void> {
  if ('digitalCardId' in parameters) await perform(world, deleteDigitalCard);
  else if (name === 'enrolCard') await perform(world, suspendCard);
  else if ('cardId' in parameters && name !== 'registerCard') await perform(world, deleteCard);
  else {
    await consumer(world);
    await perform(world, deleteConsumer);
  }
}
