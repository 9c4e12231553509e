import assert from 'node:assert/strict';
import { aToken, aVaultedToken } from '@countermark/hub/store/test-objects';
import { listCardOperations } from '@countermark/wire/d1/card-v2/list-card-operations';
import { registerCard } from '@countermark/wire/d1/card-v2/register-card';
import { suspendCard } from '@countermark/wire/d1/card-v2/suspend-card';
import { enrolCard } from '@countermark/wire/d1/click-to-pay-v1/enrol-card';
import { listConsumerOperations } from '@countermark/wire/d1/consumer-v2/list-consumer-operations';
import { registerConsumer } from '@countermark/wire/d1/consumer-v2/register-consumer';
import { suspendDigitalCard } from '@countermark/wire/d1/digital-card-v1/suspend-digital-card';
import * as examples from '@countermark/wire/d1/examples';
import type { D1Operation } from '@countermark/wire/d1/operation';
import { until } from '../support/until.ts';
import type { D1Ground, D1Sent } from './ground.ts';

/** What one call of an example is about: everything is its own, and nothing of another call's. */
export interface World {
  ground: D1Ground;
  consumerId: string;
  cardId: string;
  newCardId: string;
  digitalCardId: string;
  operationId: string;
  pan: string;
}

let worlds = 0;

function newWorld(ground: D1Ground): World {
  const n = ++worlds;
  return {
    ground,
    consumerId: `consumer-${n}`,
    cardId: `card-${n}`,
    newCardId: `card-${n}-new`,
    digitalCardId: `digital-card-${n}`,
    operationId: `operation-${n}`,
    pan: ground.newPan(),
  };
}

/** What a call needs to be there, by the name of its operation; what it makes itself is not. */
const needs: Readonly<Record<string, (world: World) => Promise<unknown>>> = {
  registerConsumer: nothing,
  registerConsumerWithCards: nothing,
  registerCard: nothing,
  createCard: consumer,
  updateConsumer: consumer,
  deleteConsumer: card,
  getConsumer: consumer,
  listConsumerCards: card,
  getConsumerOperation: consumerOperation,
  listConsumerOperations: consumer,
  resumeCard: suspendedCard,
  activateCard: world => card(world, { state: 'INACTIVE' }),
  getCardOperation: cardOperation,
  suspendDigitalCard: digitalCard,
  resumeDigitalCard: suspendedDigitalCard,
  deleteDigitalCard: digitalCard,
  getDigitalCard: digitalCard,
  getDigitalCardOperation: digitalCardOperation,
  listDigitalCards: digitalCard,
  'D1-Public-IN-v1-ClickToPay/updateCard': enrolledCard,
  'D1-Public-IN-v1-ClickToPay/updateConsumer': enrolledCard,
  optOutCard: enrolledCard,
  optOutConsumer: enrolledCard,
  getProfiles: enrolledCard,
};

/** A world in which the example of an operation succeeds. */
export async function worldFor(ground: D1Ground, { api, name }: D1Operation): Promise<World> {
  const world = newWorld(ground);
  await (needs[`${api}/${name}`] ?? needs[name] ?? card)(world);
  return world;
}

/** The example of an operation, about this world. */
export async function exampleIn(world: World, operation: D1Operation): Promise<D1Sent> {
  const { parameters, query, request } = operation.example;
  const pan = operation.name === 'replaceCard' ? world.ground.newPan() : world.pan;
  const encryptedData = await world.ground.seal({ pan, exp: '1234' });
  const own = new Map<unknown, string>([
    [examples.consumerId, world.consumerId],
    [examples.cardId, world.cardId],
    ['card-20c5', world.newCardId],
    [examples.digitalCardId, world.digitalCardId],
    [examples.operationId, world.operationId],
    [examples.encryptedData, encryptedData],
  ]);
  const about = <Part>(part: Part): Part =>
    JSON.parse(JSON.stringify(part), (_, value: unknown) => own.get(value) ?? value);
  return {
    parameters: about(parameters) as D1Sent['parameters'],
    ...(query !== undefined && { query: about(query) as NonNullable<D1Sent['query']> }),
    ...(request !== undefined && { body: about(request) }),
  };
}

/** Carries out the example of an operation, which must succeed. */
export async function perform(world: World, operation: D1Operation, changes: object = {}): Promise<unknown> {
  const { body, ...sent } = await exampleIn(world, operation);
  const changed = body === undefined ? {} : { body: { ...(body as object), ...changes } };
  const answer = await world.ground.call(operation, { ...sent, ...changed });
  assert.equal(answer.status, operation.response.status, JSON.stringify(answer.body));
  return answer.body;
}

/** Another card, of another consumer. */
export async function cardOf({ ground }: World, changes: object = {}): Promise<World> {
  const world = newWorld(ground);
  await card(world, changes);
  return world;
}

async function nothing(): Promise<void> {}

export function consumer(world: World): Promise<unknown> {
  return perform(world, registerConsumer);
}

export function card(world: World, changes: object = {}): Promise<unknown> {
  return perform(world, registerCard, changes);
}

async function suspendedCard(world: World): Promise<void> {
  await card(world);
  await perform(world, suspendCard);
}

async function consumerOperation(world: World): Promise<void> {
  await consumer(world);
  const { operations } = (await perform(world, listConsumerOperations)) as Operations;
  world.operationId = operations[0]?.operationId ?? assert.fail('no operation');
}

async function cardOperation(world: World): Promise<void> {
  await card(world);
  const { operations } = (await perform(world, listCardOperations)) as Operations;
  world.operationId = operations[0]?.operationId ?? assert.fail('no operation');
}

interface Operations {
  operations: { operationId: string }[];
}

/** A token of the card, which a wallet got some time ago. */
async function digitalCard(world: World): Promise<void> {
  await card(world);
  const { hub } = world.ground;
  const { issuerId } = examples;
  const found = await hub.store.cards.findByReference({
    issuerId,
    issuerCardRefId: world.cardId,
    badge: 'PRIMARY',
  });
  const tspTokenId = world.digitalCardId;
  const told = { issuerId, tspTokenId, tokenStorageId: `storage of ${tspTokenId}` };
  await hub.store.domesticTokens.insert(
    aVaultedToken({ ...told, correlationId: tspTokenId, tokenFingerprint: tspTokenId }),
  );
  await hub.store.tokens.insert(
    aToken({
      ...told,
      virtualCardId: world.digitalCardId,
      cardId: found?.cardId ?? assert.fail('no card'),
      productId: examples.cardProductId,
      tsp: 'DOMESTIC',
      tokenExpiryDate: '1299',
    }),
  );
}

async function suspendedDigitalCard(world: World): Promise<void> {
  await digitalCard(world);
  await perform(world, suspendDigitalCard);
}

async function digitalCardOperation(world: World): Promise<void> {
  await digitalCard(world);
  const { operationId } = (await perform(world, suspendDigitalCard)) as { operationId?: string };
  world.operationId = operationId ?? assert.fail('no operation');
}

async function enrolledCard(world: World): Promise<void> {
  await card(world);
  const { operationId } = (await perform(world, enrolCard)) as { operationId: string };
  await until('the end of the enrolment', async () => {
    const { operations } = (await perform(world, listCardOperations)) as {
      operations: { operationId: string; status: string; errorCode?: string }[];
    };
    const enrolment = operations.find(operation => operation.operationId === operationId);
    assert.notEqual(enrolment?.status, 'FAILED', enrolment?.errorCode);
    return enrolment?.status === 'SUCCESSFUL';
  });
}
