import { generateKeyPairSync } from 'node:crypto';
import type { D1OAuth2Settings, D1Settings, Issuer, IssuerPublicKey } from '../../../core/issuer.ts';
import type { D1Backend } from '../../../ports/d1-backend.ts';
import { d1Settings } from '../../../store/test-objects.ts';
import { httpsClients } from '../../https-clients.ts';
import { answerJson, type Script, startHttpsPeer } from '../../https-peer.fixture.ts';
import { issuerAt } from '../../issuers.fixture.ts';
import { recordedExchanges } from '../../recorded-exchanges.fixture.ts';
import { hubClient } from '../../tls-identities.fixture.ts';
import { d1Backend } from './d1-backend.ts';

/** Its base64 has characters that base64url writes otherwise. */
export const secret = 'the secret of a client ??>';

const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });

/** With which the issuer opens what was sealed for it. */
export const { privateKey } = pair;
export const encryptionKey: IssuerPublicKey = {
  issuerId: 'TESTBANK01',
  purpose: 'ENCRYPTION',
  keyIdentifier: 'enc-1',
  publicKeyPem: pair.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  createdAt: new Date('2026-11-22T02:45:00Z'),
};

const tokenPath = '/as/token';

/** An issuer's D1 backend and OAuth2 server as one real HTTPS server, and the hub's side of it. */
export async function startD1Peer() {
  const peer = await startHttpsPeer();
  const clients = httpsClients(hubClient);
  const at = { now: new Date('2026-11-22T02:45:00Z') };

  /** A backend that has no token yet, and what it puts on record. */
  function openBackend(parts: { secret?: string | null; keys?: IssuerPublicKey[] } = {}) {
    const { log, exchanges } = recordedExchanges();
    const backend: D1Backend = d1Backend({
      clients,
      log,
      clock: { now: () => at.now },
      clientSecret: async () => (parts.secret === undefined ? secret : parts.secret),
      encryptionKeys: async () => parts.keys ?? [encryptionKey],
    });
    return { backend, exchanges };
  }

  const oauth2 = (settings: Partial<D1OAuth2Settings> = {}): D1OAuth2Settings => ({
    tokenUrl: peer.base + tokenPath,
    clientId: 'hub',
    scope: null,
    basicAlphabet: 'base64',
    ...settings,
  });

  return {
    peer,
    openBackend,
    oauth2,
    issuer: (d1: Partial<D1Settings> = {}, settings: Partial<Issuer['settings']> = {}): Issuer =>
      issuerAt(peer.base, { d1: { ...d1Settings, outboundBase: peer.base, ...d1 }, ...settings }),
    pass(milliseconds: number) {
      at.now = new Date(at.now.getTime() + milliseconds);
    },
    /** What the two servers do; `api`: with calls, `token`: with requests for a token. */
    will({ api = noContent, token = numbered() }: { api?: Script; token?: Script }) {
      peer.will((response, request) => (request.path === tokenPath ? token : api)(response, request));
    },
    tokenRequests: () => peer.received.filter(({ path }) => path === tokenPath),
    calls: () => peer.received.filter(({ path }) => path !== tokenPath),
    async close() {
      await clients.close();
      await peer.close();
    },
  };
}

export const noContent: Script = response => void response.writeHead(204).end();

/** An OAuth2 server that gives `token-1`, `token-2`, ... */
export function numbered(answer: Record<string, unknown> = { expires_in: 900 }): Script {
  let given = 0;
  return response => {
    given += 1;
    answerJson(response, { access_token: `token-${given}`, token_type: 'Bearer', ...answer });
  };
}
