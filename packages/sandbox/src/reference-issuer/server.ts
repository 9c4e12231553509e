import { once } from 'node:events';
import { createServer, type Server } from 'node:https';
import { type AddressInfo, isIPv6 } from 'node:net';
import type { CertifiedKey } from '@countermark/hub/identity/certificates';
import {
  type Backend,
  mutualTls,
  readHttpCall,
  severalIssuers,
  writeHttpAnswer,
} from '@countermark/issuer-kit';
import * as singleBadge from '@countermark/wire/issuer-gateway/operations';
import * as auxiliary from '@countermark/wire/issuer-gateway-auxiliary/operations';
import { sendBrokenAnswer } from './broken-answers.ts';
import { type CardReferences, openCardReferences } from './card-references.ts';
import type { D1Backend } from './d1/d1-backend.ts';
import { type D1Setup, openD1Backend } from './d1/open-d1-backend.ts';
import { Faults } from './faults.ts';
import { Inbox } from './inbox.ts';
import { openIssuerBackend } from './issuer-backend.ts';
import type { IssuerProfile } from './issuer-profile.ts';
import { Journal } from './journal.ts';
import { TcpConnections } from './tcp-connections.ts';
import { isBroken } from './under-faults.ts';
import { watchCalls } from './watch-calls.ts';

export interface ReferenceIssuerOptions {
  host: string;
  /** 0: any free one. */
  port: number;
  /** The TLS server of all the issuers: they share one port and are told apart by `x-issuer-id`. */
  server: CertifiedKey;
  issuers: readonly IssuerProfile[];
  /** Issuers that speak D1, on the same port; none unless given. */
  d1?: D1Setup;
  /** The hub's authority: other clients do not get through the TLS handshake. */
  hubCaPem: string;
  /** The hub's PKCS#7 certificate. */
  hubEnvelope: { keyIdentifier: string; certificatePem: string };
  /** Where the secret behind the card references is kept, and what they refer to. */
  stateFile: string;
  now: () => Date;
}

/** A running reference issuer, and what it knows of the hub's calls. */
export interface ReferenceIssuer {
  /** Whether it plays this issuer. */
  serves(issuerId: string): boolean;
  inbox: Inbox;
  journal: Journal;
  faults: Faults;
  references: CardReferences;
  /** The backends that speak D1; undefined: there are none. */
  d1: D1Backend | undefined;
  /** Base of all that they serve: `outboundBase` of their D1 settings at the hub. */
  d1Base: string;
  /** Base of all operations: the hub's `outboundBase` for each of the issuers. */
  outboundBase: string;
  /** The same of the auxiliary API. */
  auxiliaryBase: string;
  port: number;
  /** Ends connections and whatever is under way at once. */
  close(): Promise<void>;
}

/** Starts the backends of one or more issuers, as banks would write them, behind one HTTPS port. */
export async function startReferenceIssuer(options: ReferenceIssuerOptions): Promise<ReferenceIssuer> {
  const { issuers, hubEnvelope, now } = options;
  const [inbox, journal, faults] = [new Inbox(), new Journal(), new Faults()];
  const references = await openCardReferences(options.stateFile);
  const around = watchCalls({ faults, journal, now });
  const shared = { inbox, references, now, around };
  const d1 = options.d1 && (await openD1Backend(options.d1, shared));
  const backends = issuers.map(issuer => openIssuerBackend({ ...shared, issuer }, { around, hubEnvelope }));
  const server = serve(severalIssuers([...backends, ...(d1?.backends ?? [])]), options);
  const { url, port } = await listen(server, options);
  return {
    outboundBase: url + singleBadge.outboundBasePath,
    auxiliaryBase: url + auxiliary.outboundBasePath,
    d1,
    d1Base: url,
    port,
    serves: issuerId =>
      issuers.some(issuer => issuer.issuerId === issuerId) || (d1?.serves(issuerId) ?? false),
    inbox,
    journal,
    faults,
    references,
    close: () => close(server),
  };
}

/** Serves all of them, and sends broken answers where some are due. */
function serve(
  backend: Backend,
  { server: { certificatePem, privateKeyPem }, hubCaPem }: ReferenceIssuerOptions,
): Server {
  const server = createServer(mutualTls({ certificatePem, privateKeyPem, hubCertificatePems: [hubCaPem] }));
  const connections = new TcpConnections(server);
  server.on('request', async (request, response) => {
    const call = await readHttpCall(request);
    if (call === undefined) return;
    const answer = await backend.answer(call);
    if (isBroken(answer)) sendBrokenAnswer(response, { fault: answer.fault, connections });
    else writeHttpAnswer(response, answer);
  });
  return server;
}

async function listen(
  server: Server,
  { host, port }: ReferenceIssuerOptions,
): Promise<{ url: string; port: number }> {
  server.listen(port, host);
  await once(server, 'listening');
  const bound = (server.address() as AddressInfo).port;
  return { url: `https://${isIPv6(host) ? `[${host}]` : host}:${bound}`, port: bound };
}

async function close(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}
