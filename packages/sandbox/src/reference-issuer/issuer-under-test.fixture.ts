import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type CertifiedKey,
  createAuthority,
  issueTlsCertificate,
  keyIdentifierOf,
  selfSignEnvelopeCertificate,
  selfSignTlsCertificate,
  validFor,
} from '@countermark/hub/identity/certificates';
import { importSealingKey, type SealingOptions, sealEnvelope } from '@countermark/wire/envelope/cms';
import { writeCardInfo } from '@countermark/wire/issuer-gateway/plaintext/card-info';
import { Agent, request } from 'undici';
import { sandboxPanPrefixes, testPan } from '../test-cards.ts';
import type { D1Setup } from './d1/open-d1-backend.ts';
import type { EnvelopeIdentity, IssuerProfile } from './issuer-profile.ts';
import { type ReferenceIssuer, startReferenceIssuer } from './server.ts';

const validity = validFor(30, new Date());
const loopback = { role: 'server', hosts: ['localhost', '127.0.0.1', '::1'] } as const;

const authority = await createAuthority({ commonName: 'Hub authority', validity });

/** Certificates of a hub, as the issuer is told of them. */
export const hub = {
  authority,
  server: await issueTlsCertificate(authority, { commonName: 'Hub', use: loopback, validity }),
  client: await issueTlsCertificate(authority, {
    commonName: 'Hub client',
    use: { role: 'client' },
    validity,
  }),
  envelope: await envelopeIdentity('Hub envelope'),
};

const signing = await selfSignEnvelopeCertificate({ commonName: 'Signer', modulusLength: 2048, validity });

/** OAEP, base64, key identifier, ID&V; and an issuer that differs in all of it. */
export const bank: IssuerProfile = {
  issuerId: 'CMISSUER01',
  client: await selfSignTlsCertificate({ commonName: 'CMISSUER01', use: { role: 'client' }, validity }),
  envelope: await envelopeIdentity('CMISSUER01'),
  signing,
  sealing: { padding: 'RSAES-OAEP-SHA-256', encoding: 'base64', recipient: 'subjectKeyIdentifier' },
  products: [
    { productId: 'DEMO-DEBIT', panPrefix: sandboxPanPrefixes['DEMO-DEBIT'] },
    {
      productId: 'DEMO-COBADGED',
      panPrefix: sandboxPanPrefixes['DEMO-COBADGED'],
      domesticProductId: 'DEMO-DOMESTIC',
    },
    { productId: 'DEMO-DOMESTIC', panPrefix: sandboxPanPrefixes['DEMO-DOMESTIC'] },
  ],
  hasIdv: true,
};
export const plainBank: IssuerProfile = {
  issuerId: 'CMISSUER02',
  client: await selfSignTlsCertificate({ commonName: 'CMISSUER02', use: { role: 'client' }, validity }),
  envelope: await envelopeIdentity('CMISSUER02'),
  signing,
  sealing: { padding: 'RSAES-PKCS1-v1_5', encoding: 'hex', recipient: 'issuerAndSerialNumber' },
  products: [{ productId: 'DEMO-PLAIN', panPrefix: sandboxPanPrefixes['DEMO-PLAIN'] }],
  hasIdv: false,
};

/** What every issuer under test is known by. */
export const issuerServer = await selfSignTlsCertificate({
  commonName: 'localhost',
  use: loopback,
  validity,
});

/** A test card of {@link bank}. */
export const bankPan = (index = 0) => testPan({ prefix: sandboxPanPrefixes['DEMO-DEBIT'], index });
/** A test card of {@link plainBank}. */
export const plainPan = (index = 0) => testPan({ prefix: sandboxPanPrefixes['DEMO-PLAIN'], index });

/** The instant at which every issuer under test lives. */
export const now = new Date('2026-11-22T10:00:00Z');

export interface Answer {
  status: number;
  contentType: string | undefined;
  /** Parsed JSON; the text when it is no JSON, null when there is no body. */
  body: unknown;
}

/** One call of the hub; whatever is not given is as the API wants it. */
export interface HubSideCall {
  issuerId?: string;
  headers?: Record<string, string>;
  /** Sent as it is when a text. */
  body: unknown;
}

/** A reference issuer on a free port, and a hub's means of calling it. */
export interface IssuerUnderTest {
  issuer: ReferenceIssuer;
  call: (operation: string, call: HubSideCall) => Promise<Answer>;
  /** The same by the auxiliary API. */
  callAuxiliary: (operation: string, call: HubSideCall) => Promise<Answer>;
  close: () => Promise<void>;
}

/**
 * @param profiles {@link bank} and {@link plainBank} unless given
 * @param d1 issuers that speak D1, and what card data is sealed for the hub with
 */
export async function startIssuerUnderTest(
  profiles: readonly IssuerProfile[] = [bank, plainBank],
  d1?: Omit<D1Setup, 'stateFile'>,
): Promise<IssuerUnderTest> {
  const folder = await mkdtemp(join(tmpdir(), 'countermark-reference-issuer-'));
  const issuer = await startReferenceIssuer({
    host: '127.0.0.1',
    port: 0,
    server: issuerServer,
    issuers: profiles,
    hubCaPem: hub.authority.certificatePem,
    hubEnvelope: hub.envelope,
    stateFile: join(folder, 'reference-issuer.json'),
    ...(d1 && { d1: { ...d1, stateFile: join(folder, 'reference-issuer-d1.json') } }),
    now: () => now,
  });
  const agent = agentTowardsIssuer(hub.client);
  return {
    issuer,
    call: (operation, call) => send(`${issuer.outboundBase}/${operation}`, { ...call, agent }),
    callAuxiliary: (operation, call) => send(`${issuer.auxiliaryBase}/${operation}`, { ...call, agent }),
    async close() {
      await agent.destroy();
      await issuer.close();
      await rm(folder, { recursive: true });
    },
  };
}

/** Connects with this client certificate, or with none. */
export function agentTowardsIssuer(client?: CertifiedKey): Agent {
  const identity = client && { cert: client.certificatePem, key: client.privateKeyPem };
  return new Agent({ connect: { ca: issuerServer.certificatePem, ...identity } });
}

/** Seals as a hub does that was set up with this issuer. */
export async function sealFor(
  profile: IssuerProfile,
  plaintext: Uint8Array,
  settings: Partial<SealingOptions> = {},
): Promise<string> {
  const key = importSealingKey(profile.envelope);
  return sealEnvelope(plaintext, { ...profile.sealing, key, ...settings });
}

/** The members that name a card to this issuer. */
export async function sealedCard(
  profile: IssuerProfile,
  card: { fpan: string; exp?: string },
): Promise<{ cipheredCardInfo: string; publicKeyIdentifier: string }> {
  const cipheredCardInfo = await sealFor(profile, writeCardInfo(card));
  return { cipheredCardInfo, publicKeyIdentifier: profile.envelope.keyIdentifier };
}

async function envelopeIdentity(commonName: string): Promise<EnvelopeIdentity> {
  const certified = await selfSignEnvelopeCertificate({ commonName, modulusLength: 2048, validity });
  return { ...certified, keyIdentifier: keyIdentifierOf(certified.certificatePem) };
}

/** Sends one call and reads the answer to its end. */
export async function send(url: string, call: HubSideCall & { agent: Agent }): Promise<Answer> {
  const { agent, body, headers, issuerId = bank.issuerId } = call;
  const response = await request(url, {
    dispatcher: agent,
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-correlation-id': 'session-1',
      'x-issuer-id': issuerId,
      ...headers,
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const text = await response.body.text();
  const contentType = response.headers['content-type'];
  return {
    status: response.statusCode,
    contentType: Array.isArray(contentType) ? contentType.join() : contentType,
    body: contentType?.includes('json') ? JSON.parse(text) : text || null,
  };
}
