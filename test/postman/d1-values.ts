import assert from 'node:assert/strict';
import { sign, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sandboxPanPrefixes } from '@countermark/sandbox/test-cards';
import * as examples from '@countermark/wire/d1/examples';
import { getToken } from '@countermark/wire/d1/outbound/get-token';
import { sealJwe } from '@countermark/wire/envelope/jwe';
import { openRawLine } from '../support/raw-https.ts';
import { readIdentity, type TestParties } from '../support/test-parties.ts';
import type { TestSandbox } from '../support/test-sandbox.ts';
import { until } from '../support/until.ts';
import type { Values } from './run-collection.ts';

const issuerId = 'D1ISSUER01';
const product = 'D1-VISA';
const v2Card = 'D1-Public-IN-v2-Card';

/** A sandbox in which cards and consumers of an issuer that speaks D1 are made. */
export interface D1Preparation {
  sandbox: TestSandbox;
  parties: TestParties;
  /** An access token of the issuer. */
  bearerToken: string;
}

export async function prepareD1(sandbox: TestSandbox, parties: TestParties): Promise<D1Preparation> {
  const { body } = await sandbox.client.d1Token(issuerId);
  return { sandbox, parties, bearerToken: (body as { access_token: string }).access_token };
}

/** What one call is about. */
interface World {
  consumerId: string;
  cardId: string;
  pan: string;
  digitalCardId: string;
  operationId: string;
}

let worlds = 0;

function newWorld({ parties }: D1Preparation): World {
  const n = ++worlds;
  const none = { digitalCardId: `digital-card-${n}`, operationId: `operation-${n}` };
  return { consumerId: `consumer-${n}`, cardId: `card-${n}`, pan: parties.newPan(product), ...none };
}

type Step = (d1: D1Preparation, world: World) => Promise<unknown>;

/** What a call needs to be there; whatever is not named needs a card. */
const needs: Readonly<Record<string, Step>> = {
  getToken: nothing,
  registerConsumer: nothing,
  registerConsumerWithCards: nothing,
  registerCard: nothing,
  createCard: consumer,
  updateConsumer: consumer,
  getConsumer: consumer,
  listConsumerOperations: consumer,
  getConsumerOperation: async (d1, world) => {
    await consumer(d1, world);
    await newestOperation(d1, world, 'D1-Public-IN-v2-Consumer/listConsumerOperations');
  },
  activateCard: (d1, world) => card(d1, world, { state: 'INACTIVE' }),
  resumeCard: async (d1, world) => {
    await card(d1, world);
    await call(d1, world, `${v2Card}/suspendCard`, { reasonCode: 'CARD_LOST' });
  },
  getCardOperation: async (d1, world) => {
    await card(d1, world);
    await newestOperation(d1, world, `${v2Card}/listCardOperations`);
  },
  suspendDigitalCard: digitalCard,
  deleteDigitalCard: digitalCard,
  getDigitalCard: digitalCard,
  listDigitalCards: digitalCard,
  resumeDigitalCard: suspendedDigitalCard,
  getDigitalCardOperation: suspendedDigitalCard,
  'D1-Public-IN-v1-ClickToPay/updateCard': enrolledCard,
  'D1-Public-IN-v1-ClickToPay/updateConsumer': enrolledCard,
  optOutCard: enrolledCard,
  optOutConsumer: enrolledCard,
  getProfiles: enrolledCard,
};

/** The variables of a call at the hub, when all that it is about is there. */
export async function d1InboundValues(d1: D1Preparation, qualifiedName: string): Promise<Values> {
  const world = newWorld(d1);
  const [, name = ''] = qualifiedName.split('/');
  await (needs[qualifiedName] ?? needs[name] ?? card)(d1, world);
  const pan = name === 'replaceCard' ? d1.parties.newPan(product) : world.pan;
  return {
    ...world,
    issuerId,
    cardProductId: name === 'createCard' ? 'D1-CREATED' : product,
    newCardId: `${world.cardId}-new`,
    encryptedData: await sealForHub(d1, { pan, exp: '1234' }),
    assertion: await assertionOf(d1),
  };
}

/** The variables of the calls at the issuer, and what they are authorised with. */
export async function d1OutboundValues(d1: D1Preparation): Promise<{ values: Values; environment: Values }> {
  const world = newWorld(d1);
  await card(d1, world);
  const folder = join(d1.sandbox.folder, 'issuers', issuerId);
  const [certificatePem, clientSecret] = await Promise.all([
    readFile(join(folder, 'cards.pem'), 'utf8'),
    readFile(join(folder, 'client-secret'), 'utf8'),
  ]);
  const { publicKey } = new X509Certificate(certificatePem);
  const credentials = { pan: world.pan, exp: '1230', cvv: '123' };
  const encryptedData = await sealJwe(credentials, { keyIdentifier: 'cards', publicKey });
  return {
    values: { ...world, issuerId, encryptedData, cardBin: sandboxPanPrefixes[product].slice(0, 6) },
    environment: {
      basicAuthUsername: issuerId,
      basicAuthPassword: clientSecret.trim(),
      bearerToken: await tokenOfIssuer(d1, clientSecret.trim()),
    },
  };
}

async function nothing(): Promise<void> {}

async function call(d1: D1Preparation, world: World, operation: string, body?: object): Promise<unknown> {
  const { consumerId, cardId, digitalCardId } = world;
  const answer = await d1.sandbox.client.callD1(issuerId, operation, {
    parameters: { consumerId, cardId, digitalCardId },
    ...(body && { body: body as Readonly<Record<string, unknown>> }),
  });
  assert.ok(answer.status < 300, `${operation}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body;
}

function consumer(d1: D1Preparation, world: World): Promise<unknown> {
  const personalInformation = examples.consumerInfo;
  return call(d1, world, 'D1-Public-IN-v2-Consumer/registerConsumer', { personalInformation });
}

function card(d1: D1Preparation, world: World, more: object = {}): Promise<unknown> {
  const { consumerId, pan } = world;
  const encryptedData = { pan, exp: '1230' };
  return call(d1, world, `${v2Card}/registerCard`, {
    consumerId,
    cardProductId: product,
    encryptedData,
    ...more,
  });
}

async function newestOperation(d1: D1Preparation, world: World, list: string): Promise<void> {
  const { operations } = (await call(d1, world, list)) as { operations: { operationId: string }[] };
  world.operationId = operations[0]?.operationId ?? assert.fail('no operation');
}

async function digitalCard(d1: D1Preparation, world: World): Promise<void> {
  await card(d1, world);
  const { enrolment } = await d1.sandbox.client.enrol({ wallet: 'APPLE_PAY', pan: world.pan, exp: '1230' });
  world.digitalCardId = enrolment?.token?.virtualCardId ?? assert.fail('no token');
}

async function suspendedDigitalCard(d1: D1Preparation, world: World): Promise<void> {
  await digitalCard(d1, world);
  const api = 'D1-Public-IN-v1-DigitalCard';
  const { operationId } = (await call(d1, world, `${api}/suspendDigitalCard`, {})) as { operationId: string };
  world.operationId = operationId;
  await until('the suspension', async () => {
    const { state } = (await call(d1, world, `${api}/getDigitalCard`)) as { state: string };
    return state === 'INACTIVE';
  });
}

async function enrolledCard(d1: D1Preparation, world: World): Promise<void> {
  await card(d1, world);
  const { clickToPayConsumer: consumerInfo, address: billingAddress } = examples;
  const body = { consumerInfo, cardholderName: 'JOHN SMITH', billingAddress };
  const begun = await call(d1, world, 'D1-Public-IN-v1-ClickToPay/enrolCard', body);
  const { operationId } = begun as { operationId: string };
  await until('the end of the enrolment', async () => {
    const answer = await call(d1, world, `${v2Card}/listCardOperations`);
    const { operations } = answer as { operations: { operationId: string; status: string }[] };
    const enrolment = operations.find(operation => operation.operationId === operationId);
    assert.notEqual(enrolment?.status, 'FAILED');
    return enrolment?.status === 'SUCCESSFUL';
  });
}

async function sealForHub({ sandbox }: D1Preparation, credentials: object): Promise<string> {
  const { keyIdentifier, certificate } = sandbox.description.d1.hubEncryption;
  const { publicKey } = new X509Certificate(await readFile(certificate, 'utf8'));
  return sealJwe(credentials, { keyIdentifier, publicKey });
}

async function assertionOf({ sandbox }: D1Preparation): Promise<string> {
  const { signing } = sandbox.description.d1.issuers[issuerId] ?? assert.fail();
  const { now } = await sandbox.client.clock();
  const part = (content: object) => Buffer.from(JSON.stringify(content)).toString('base64url');
  const exp = Math.floor(Date.parse(now) / 1000) + 300;
  const input = `${part({ alg: 'ES256', typ: 'JWT', kid: signing.keyIdentifier })}.${part({ iss: issuerId, sub: issuerId, exp })}`;
  const key = { key: await readFile(signing.key, 'utf8'), dsaEncoding: 'ieee-p1363' } as const;
  return `${input}.${sign('sha256', Buffer.from(input), key).toString('base64url')}`;
}

/** An access token that the issuer gives the hub. */
async function tokenOfIssuer({ sandbox }: D1Preparation, clientSecret: string): Promise<string> {
  const hub = join(sandbox.folder, 'hub');
  const line = openRawLine({
    baseUrl: new URL(sandbox.description.d1.issuers[issuerId]?.url ?? '').origin,
    authority: await readFile(join(sandbox.folder, 'issuers', 'server.pem'), 'utf8'),
    identity: await readIdentity({ certificate: join(hub, 'client.pem'), key: join(hub, 'client.key') }),
  });
  const { json } = await line.call(getToken.path, {
    headers: {
      authorization: `Basic ${Buffer.from(`${issuerId}:${clientSecret}`).toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: 'grant_type=client_credentials',
  });
  line.close();
  return (json as { access_token: string }).access_token;
}
