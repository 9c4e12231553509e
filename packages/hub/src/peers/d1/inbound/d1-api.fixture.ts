import { createPrivateKey, generateKeyPairSync, type KeyObject, sign, X509Certificate } from 'node:crypto';
import { errorResponse } from '@countermark/wire/d1/error-response';
import { jwtBearerGrant } from '@countermark/wire/d1/oauth2/get-token';
import { sealJwe } from '@countermark/wire/envelope/jwe';
import fastify, { type FastifyInstance } from 'fastify';
import { keyIdentifierOf, selfSignEcCertificate, validFor } from '../../../identity/certificates.ts';
import type { HubKey } from '../../../identity/hub-keys.ts';
import type { Hub } from '../../../ports/hub.ts';
import { anIssuer } from '../../../store/test-objects.ts';
import type { TestStore } from '../../../store/test-store.ts';
import { type HubOnStore, openHubOnStore } from '../../../use-cases/hub-on-store.fixture.ts';
import type { EnvelopeRefusal } from '../../hub-envelopes.ts';
import { hubAuthority, localhostServer } from '../../tls-identities.fixture.ts';
import { d1Envelopes } from '../d1-envelopes.ts';
import { d1Routes } from './d1-routes.ts';
import type { D1Inbound } from './operation.ts';

/** What a D1 API answered. */
export interface D1Answer {
  status: number;
  body: unknown;
  headers: Readonly<Record<string, unknown>>;
}

export interface D1Request {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'PATCH';
  /** Sent as JSON. */
  body?: unknown;
  /** Sent as it is. */
  payload?: string;
  headers?: Record<string, string>;
  /** Absent: the issuer's own; null: none. */
  token?: string | null;
}

/** The inbound D1 APIs of a hub on a store, with one issuer that has signing key `key-1`. */
export interface D1Api {
  hub: Hub;
  store: TestStore;
  time: { now: Date };
  app: FastifyInstance;
  /** Where its clock stands, in seconds since 1970. */
  seconds(): number;
  /** One call, with an access token. */
  call(path: string, request?: D1Request): Promise<D1Answer>;
  /** Asks for an access token with this body. */
  askToken(body: object): Promise<D1Answer>;
  /** An access token of the issuer or aggregator, got as it gets them. */
  tokenOf(clientId: string, signer?: Signer): Promise<string>;
  /** JWE for the hub. */
  seal(plaintext: object): Promise<string>;
  /** Why access tokens and envelopes were refused. */
  traced: string[];
  /** Forgets everything but the issuer and its key. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

/** A key that signs assertions. */
export interface Signer {
  keyIdentifier: string;
  privateKey: KeyObject;
  publicKeyPem: string;
}

export const issuerId = anIssuer().issuerId;
export const origin = 'https://hub.example';

export function newSigner(keyIdentifier: string, namedCurve = 'P-256'): Signer {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve });
  return {
    keyIdentifier,
    privateKey,
    publicKeyPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  };
}

export const issuerSigner = newSigner('key-1');

/** A compact JWS, ES256 unless another signature is made. */
export function compactJws(
  header: object,
  claims: object,
  makeSignature: (input: Buffer) => Buffer | string,
): string {
  const part = (content: object) => Buffer.from(JSON.stringify(content)).toString('base64url');
  const input = `${part(header)}.${part(claims)}`;
  const signature = makeSignature(Buffer.from(input));
  return `${input}.${typeof signature === 'string' ? signature : signature.toString('base64url')}`;
}

export function signedBy({ privateKey }: Pick<Signer, 'privateKey'>): (input: Buffer) => Buffer {
  return input => sign('sha256', input, { key: privateKey, dsaEncoding: 'ieee-p1363' });
}

export async function newHubKey(keyUsage: 'keyAgreement' | 'digitalSignature'): Promise<HubKey> {
  const validity = validFor(30, new Date());
  const certified = await selfSignEcCertificate({ commonName: 'Test hub', keyUsage, validity });
  return { keyIdentifier: keyIdentifierOf(certified.certificatePem), ...certified };
}

const encryptionKey = await newHubKey('keyAgreement');
const tokenKey = await newHubKey('digitalSignature');

export async function openD1Api(options: {
  /** The hub behind the routes; absent: one of its own. */
  onStore?: Pick<HubOnStore, 'hub' | 'store' | 'time'>;
  operations: readonly D1Inbound[];
  callsPerMinute?: number;
  tokenKeys?: readonly HubKey[];
  /** Client certificates are required: only over TLS does a call reach it. */
  tls?: true;
}): Promise<D1Api> {
  const traced: string[] = [];
  const trace = ({ diagnosis }: Pick<EnvelopeRefusal, 'diagnosis'>) => void traced.push(diagnosis);
  const { hub: parts, store, time } = options.onStore ?? (await openHubOnStore());
  const hub: Hub = {
    ...parts,
    d1Envelopes: d1Envelopes({ keys: [encryptionKey], trace }),
    record: exchange => store.exchanges.record(exchange),
  };
  const { certificatePem: cert, privateKeyPem: key } = localhostServer;
  const https = { cert, key, requestCert: true, rejectUnauthorized: false };
  const app = fastify({ routerOptions: { maxParamLength: 4096 }, https: options.tls ? https : null });
  await app.register(d1Routes, {
    hub,
    authorityPem: hubAuthority.certificatePem,
    operations: options.operations,
    mutualTls: options.tls ? 'required' : 'off',
    environment: 'PPR',
    keys: { 'd1-encryption': [encryptionKey], 'd1-token': options.tokenKeys ?? [tokenKey] },
    callsPerMinute: options.callsPerMinute ?? null,
    origins: () => [origin, 'https://other.example'],
    trace,
  });
  const seconds = () => Math.floor(time.now.getTime() / 1000);

  async function ask(path: string, request: D1Request): Promise<D1Answer> {
    const { method = 'GET', headers = {}, token = null } = request;
    const payload = request.payload ?? (request.body === undefined ? null : JSON.stringify(request.body));
    const response = await app.inject({
      method,
      url: path,
      headers: {
        ...(token !== null && { authorization: `Bearer ${token}` }),
        ...(payload !== null && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(payload !== null && { payload }),
    });
    const body = response.body === '' ? null : JSON.parse(response.body);
    return { status: response.statusCode, body, headers: response.headers };
  }

  const askToken = (body: object) => ask('/authz/v1/oauth2/token', { method: 'POST', body });

  async function tokenOf(clientId: string, signer = issuerSigner): Promise<string> {
    const claims = { iss: clientId, sub: clientId, exp: seconds() + 300 };
    const header = { alg: 'ES256', typ: 'JWT', kid: signer.keyIdentifier };
    const assertion = compactJws(header, claims, signedBy(signer));
    const { body } = await askToken({ grant_type: jwtBearerGrant, assertion });
    return (body as { access_token: string }).access_token;
  }

  async function reset(): Promise<void> {
    await store.empty();
    traced.length = 0;
    await store.issuers.save(anIssuer());
    const { keyIdentifier, publicKeyPem } = issuerSigner;
    const createdAt = time.now;
    await store.issuers.savePublicKey({
      issuerId,
      purpose: 'SIGNING',
      keyIdentifier,
      publicKeyPem,
      createdAt,
    });
  }

  await reset();
  return {
    hub,
    store,
    time,
    app,
    seconds,
    call: async (path, request = {}) =>
      ask(path, {
        ...request,
        token: request.token === undefined ? await tokenOf(issuerId) : request.token,
      }),
    askToken,
    tokenOf,
    seal: plaintext =>
      sealJwe(plaintext, {
        keyIdentifier: encryptionKey.keyIdentifier,
        publicKey: new X509Certificate(encryptionKey.certificatePem).publicKey,
      }),
    traced,
    reset,
    async close() {
      await app.close();
      await store.close();
    },
  };
}

/** A refusal as it is answered. */
export function refusal(...[errorCode, error]: [Parameters<typeof errorResponse>[0]['errorCode'], string?]) {
  return errorResponse({ errorCode, error });
}

/** The private half of the hub's key for access tokens, to forge what only the hub may make. */
export const tokenPrivateKey = {
  keyIdentifier: tokenKey.keyIdentifier,
  privateKey: createPrivateKey(tokenKey.privateKeyPem),
};
