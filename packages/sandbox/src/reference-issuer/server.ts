import type { CertifiedKey } from '@countermark/hub/identity/certificates';
import { importSealingKey, sealEnvelope } from '@countermark/wire/envelope/cms';
import * as singleBadge from '@countermark/wire/issuer-gateway/operations';
import { ResponseCode } from '@countermark/wire/issuer-gateway/response-codes';
import * as auxiliary from '@countermark/wire/issuer-gateway-auxiliary/operations';
import type { FastifyError, FastifyReply } from 'fastify';
import { listen, type MutualTlsApp, mutualTlsApp } from '../mutual-tls-app.ts';
import { refusal } from './answer-call.ts';
import { sendBrokenAnswer } from './broken-answers.ts';
import { openCardReferences } from './card-references.ts';
import { checkCardEligibility } from './check-card-eligibility.ts';
import type { D1Backend } from './d1/d1-backend.ts';
import { serveD1 } from './d1/d1-routes.ts';
import { type D1Setup, openD1Backend } from './d1/open-d1-backend.ts';
import { getIDnVMethodList } from './get-idnv-method-list.ts';
import { IssuerBackend } from './issuer-backend.ts';
import type { IssuerProfile } from './issuer-profile.ts';
import { notifyAuxiliaryCardChange, notifyVirtualCardChange } from './notify-virtual-card-change.ts';
import { requestCardDigitization } from './request-card-digitization.ts';
import { requestCoBadgeDigitization } from './request-co-badge-digitization.ts';
import { requestDeviceBinding } from './request-device-binding.ts';
import { sendOTP } from './send-otp.ts';
import type { SealForHub, ServedOperation } from './serve-operation.ts';
import { TcpConnections } from './tcp-connections.ts';

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
export interface ReferenceIssuer
  extends Pick<IssuerBackend, 'serves' | 'inbox' | 'journal' | 'faults' | 'references'> {
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

/** What is served under which path. */
const apis: readonly { basePath: string; operations: readonly ServedOperation[] }[] = [
  {
    basePath: singleBadge.outboundBasePath,
    operations: [
      checkCardEligibility,
      requestCardDigitization,
      getIDnVMethodList,
      sendOTP,
      requestDeviceBinding,
      notifyVirtualCardChange,
    ],
  },
  {
    basePath: auxiliary.outboundBasePath,
    operations: [requestCoBadgeDigitization, notifyAuxiliaryCardChange],
  },
];

/** Far more than any message of the API. */
const bodyLimit = 64 * 1024;

/** Starts the backends of one or more issuers, as banks would write them, behind one HTTPS port. */
export async function startReferenceIssuer(options: ReferenceIssuerOptions): Promise<ReferenceIssuer> {
  const { host, port, issuers, stateFile, now } = options;
  const references = await openCardReferences(stateFile);
  const backend = new IssuerBackend({ issuers, references, now, sealForHub: sealer(options.hubEnvelope) });
  const app = mutualTlsApp(options, { bodyLimit });
  const connections = new TcpConnections(app.server);
  serveOperations(app, { backend, connections });
  const d1 = options.d1 && (await openD1Backend(options.d1, { shared: backend, now }));
  if (d1) serveD1(app, { backend: d1, connections });
  const bound = await listen(app, { host, port });
  const { url } = bound;
  const { inbox, journal, faults } = backend;
  return {
    outboundBase: url + singleBadge.outboundBasePath,
    auxiliaryBase: url + auxiliary.outboundBasePath,
    d1,
    d1Base: url,
    port: bound.port,
    serves: issuerId => backend.serves(issuerId) || (d1?.serves(issuerId) ?? false),
    inbox,
    journal,
    faults,
    references,
    close: () => app.close(),
  };
}

function serveOperations(
  app: MutualTlsApp,
  { backend, connections }: { backend: IssuerBackend; connections: TcpConnections },
): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'string' },
    async (_: unknown, body: string) => body,
  );
  app.setErrorHandler<FastifyError>((error, _request, reply) => refuse(reply, error.statusCode ?? 500));
  app.setNotFoundHandler((_request, reply) => refuse(reply, 404));
  for (const { basePath, operations } of apis) {
    app.post<{ Params: { method: string }; Body: string }>(`${basePath}/:method`, async (request, reply) => {
      const name = wireName(request.params.method);
      const operation = operations.find(served => served.name === name);
      if (operation === undefined) return refuse(reply, 404);
      const answer = await backend.receive(operation, request);
      if ('status' in answer) return reply.code(answer.status).send(answer.body);
      sendBrokenAnswer(reply.hijack().raw, { fault: answer.fault, connections });
      return reply;
    });
  }
}

function sealer({ keyIdentifier, certificatePem }: ReferenceIssuerOptions['hubEnvelope']): SealForHub {
  const key = importSealingKey({ keyIdentifier, certificatePem });
  return async ({ sealing }, plaintext) => {
    const text = await sealEnvelope(plaintext, { ...sealing, padding: 'RSAES-OAEP-SHA-256', key });
    return { text, keyIdentifier };
  };
}

/** Deployed issuers serve some methods under a name with a capital: both are taken. */
function wireName(method: string): string {
  return method.slice(0, 1).toLowerCase() + method.slice(1);
}

/** What HTTP refuses. A fault of our own has no code: HTTP 500 has no schema. */
function refuse(reply: FastifyReply, status: number): FastifyReply {
  if (status >= 500) return reply.code(500).send();
  return reply.code(status).send(refusal(ResponseCode.badParameterFormat).body);
}
