import { generateKeyPairSync, sign, X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CardProduct, D1ProductSettings } from '@countermark/hub/core/card-product';
import type { Issuer } from '@countermark/hub/core/issuer';
import { createHubIdentity } from '@countermark/hub/identity/hub-identity';
import { publicHubKeys } from '@countermark/hub/identity/hub-keys';
import { resolveConfig } from '@countermark/hub/main/config';
import { openHub } from '@countermark/hub/main/open-hub';
import type { Hub } from '@countermark/hub/ports/hub';
import type { Store } from '@countermark/hub/ports/store';
import { aD1Product, anIssuer, aProduct, d1Settings } from '@countermark/hub/store/test-objects';
import { luhnCheckDigit } from '@countermark/wire/card/pan';
import { cardProductId, issuerId } from '@countermark/wire/d1/examples';
import { getToken, jwtBearerGrant } from '@countermark/wire/d1/oauth2/get-token';
import { type D1Operation, pathOf } from '@countermark/wire/d1/operation';
import { sealJwe } from '@countermark/wire/envelope/jwe';
import { createDatabase, testEngine } from '../support/postgresql.ts';
import { openRawLine } from '../support/raw-https.ts';
import { willingDirectory } from './willing-directory.ts';

/** A hub of this process with the issuer of the examples, and one other. */
export interface D1Ground {
  hub: Hub;
  call(operation: D1Operation, sent: D1Sent): Promise<{ status: number; body: unknown }>;
  /** An access token, asked for once. */
  tokenOf(issuerId: string): Promise<string>;
  /** An assertion that gets one. */
  assertionOf(issuerId: string): string;
  /** A card number of the products that nobody had. */
  newPan(): string;
  seal(credentials: { pan: string; exp: string }): Promise<string>;
  /** From now on the database answers nothing, or answers again. */
  fail(failing: boolean): void;
  close(): Promise<void>;
}

/** A call by its parts; null: without that part. */
export interface D1Sent {
  parameters: Readonly<Record<string, string>>;
  query?: Readonly<Record<string, unknown>>;
  /** Sent as JSON; a text as it is. */
  body?: unknown;
  /** Absent: of the issuer in the path. */
  token?: string | null;
  headers?: Readonly<Record<string, string>>;
}

export const otherIssuerId = 'OtherBank1';

/** Products beside that of the examples: one whose cards D1 authorises, one that has no service. */
export const authorisedProductId = 'nord-authorised';
export const barrenProductId = 'nord-barren';

/** One that speaks through the Issuer Gateway. */
export const gatewayProductId = 'nord-gateway';

/** Of the cards of the examples' product, one digit more. */
const panPrefix = '411111';

export async function openD1Ground(options: { callsPerMinute?: number } = {}): Promise<D1Ground> {
  const folder = await mkdtemp(join(tmpdir(), 'countermark-d1-'));
  const database =
    testEngine() === 'postgresql' ? await createDatabase(`d1_${process.pid}_${Date.now()}`) : null;
  await createHubIdentity(folder);
  const listen = { host: '127.0.0.1', port: 0 };
  const config = resolveConfig(
    {
      database: database?.url ?? `pglite:${join(folder, 'database')}`,
      identity: { folder },
      listen: { peers: listen, operator: listen },
      d1: {
        mutualTls: 'off',
        ...(options.callsPerMinute !== undefined && { callsPerMinute: options.callsPerMinute }),
      },
      log: { level: 'error' },
    },
    { folder, env: {} },
  );
  const faults = { failing: false };
  let inside: Hub | null = null;
  const running = await openHub(config, 'sandbox', ports => {
    inside = { ...ports, directories: new Map([['VISA', willingDirectory()]]) };
    return { ...inside, store: failingStore(inside.store, faults) };
  });
  if (inside === null) throw new Error('The hub was not opened');
  const hub: Hub = inside;
  const signers = await provision(hub);
  const [encryptionKey] = await publicHubKeys(folder, 'd1-encryption');
  if (!encryptionKey) throw new Error('The hub has no key to seal for');
  const line = openRawLine({
    baseUrl: running.peersUrl,
    authority: await readFile(join(folder, 'ca.pem'), 'utf8'),
    identity: null,
  });

  const call: D1Ground['call'] = async (operation, { parameters, query, body, token, headers = {} }) => {
    const bearer = token === undefined ? await tokenOf(parameters['issuerId'] ?? '') : token;
    const text = typeof body === 'string' ? body : body === undefined ? '' : JSON.stringify(body);
    const answer = await line.call(pathOf(operation, parameters as never, query as never), {
      method: operation.method,
      headers: {
        ...(bearer !== null && { authorization: `Bearer ${bearer}` }),
        ...(text !== '' && { 'content-type': 'application/json' }),
        ...headers,
      },
      body: text,
    });
    return { status: answer.status, body: answer.json };
  };

  const assertionOf = (client: string) => signers(client, hub.clock.now());
  const tokens = new Map<string, Promise<string>>();
  const tokenOf = (client: string) => {
    const known = tokens.get(client) ?? askToken(client);
    tokens.set(client, known);
    return known;
  };
  async function askToken(client: string): Promise<string> {
    const body = { grant_type: jwtBearerGrant, assertion: assertionOf(client) };
    const answer = await call(getToken, { parameters: {}, body, token: null });
    return (answer.body as { access_token: string }).access_token;
  }

  let drawn = 0;
  return {
    hub,
    call,
    tokenOf,
    assertionOf,
    newPan() {
      const body = `${panPrefix}0${String(++drawn).padStart(8, '0')}`;
      return body + luhnCheckDigit(body);
    },
    seal: credentials =>
      sealJwe(credentials, {
        keyIdentifier: encryptionKey.keyIdentifier,
        publicKey: new X509Certificate(encryptionKey.certificatePem).publicKey,
      }),
    fail(failing) {
      faults.failing = failing;
    },
    async close() {
      line.close();
      await running.close();
      await database?.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Makes issuers and products; the function it gives makes their assertions. */
async function provision({ store, clock }: Hub): Promise<(client: string, now: Date) => string> {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const publicKeyPem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const settings: Issuer['settings'] = { ...anIssuer().settings, outboundBase: null, d1: d1Settings };
  for (const id of [issuerId, otherIssuerId]) {
    await store.issuers.save(anIssuer({ issuerId: id, settings }));
    const key = { issuerId: id, purpose: 'SIGNING', keyIdentifier: 'key-1', publicKeyPem } as const;
    await store.issuers.savePublicKey({ ...key, createdAt: clock.now() });
  }
  for (const product of products()) await store.products.save(product);
  const gateway = { productId: gatewayProductId, issuerId, tsp: 'DOMESTIC', tokenRanges: [] };
  await store.products.save(aProduct(gateway));
  return (client, now) => {
    const part = (content: object) => Buffer.from(JSON.stringify(content)).toString('base64url');
    const exp = Math.floor(now.getTime() / 1000) + 600;
    const input = `${part({ alg: 'ES256', typ: 'JWT', kid: 'key-1' })}.${part({ iss: client, sub: client, exp })}`;
    const signature = sign('sha256', Buffer.from(input), { key: privateKey, dsaEncoding: 'ieee-p1363' });
    return `${input}.${signature.toString('base64url')}`;
  };
}

/** Each with a range of its own; the number of a card decides nothing else here. */
function products(): CardProduct[] {
  const { d1 } = aD1Product();
  if (!d1) throw new Error('The product of the tests is none of D1');
  const settings: Record<string, D1ProductSettings> = {
    [cardProductId]: { ...d1, services: ['TOKENIZATION', 'CLICK_TO_PAY'] },
    [authorisedProductId]: { ...d1, authorisation: 'CONTROL' },
    [barrenProductId]: { ...d1, services: [], checksPan: false },
  };
  return Object.entries(settings).map(([productId, own], index) => {
    const panRanges = [{ prefix: `${panPrefix}${index}`, panLength: 16 }];
    return aD1Product({ productId, issuerId, tsp: 'DOMESTIC', panRanges, d1: own });
  });
}

/** A store of which nothing can be read or written while it fails. */
function failingStore(store: Store, faults: { failing: boolean }): Store {
  const guarded = (target: object): object =>
    new Proxy(target, {
      get(object, name) {
        const member: unknown = Reflect.get(object, name);
        if (typeof member === 'object' && member !== null) return guarded(member);
        if (typeof member !== 'function') return member;
        return (...words: unknown[]) => {
          if (faults.failing) throw new Error('The database does not answer');
          return Reflect.apply(member, object, words);
        };
      },
    });
  return guarded(store) as Store;
}
