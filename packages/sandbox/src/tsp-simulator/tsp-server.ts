import type { CertifiedKey } from '@countermark/hub/identity/certificates';
import { importOpeningKey, type OpeningKey } from '@countermark/wire/envelope/cms';
import { readCorrelationId } from '@countermark/wire/issuer-gateway/headers';
import { readMessage } from '@countermark/wire/reading';
import { tspBasePath } from '@countermark/wire/tsp/base-paths';
import { tspError, tspErrorTo } from '@countermark/wire/tsp/error-response';
import { healthCheck } from '@countermark/wire/tsp/health-check';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { listen, type MutualTlsApp, mutualTlsApp } from '../mutual-tls-app.ts';
import { sendBrokenAnswer } from '../reference-issuer/broken-answers.ts';
import { TcpConnections } from '../reference-issuer/tcp-connections.ts';
import { HubCalls } from './hub-calls.ts';
import { type ServedCall, servedCalls, type TspCall, type TspReply } from './tsp-calls.ts';
import { TspConduct, type TspFault } from './tsp-faults.ts';
import { openTspTokens, type TspTokenRecord, type TspTokens } from './tsp-tokens.ts';

export interface TspSimulatorOptions {
  host: string;
  /** 0: any free one. */
  port: number;
  server: CertifiedKey;
  /** What the TSP calls the hub with. */
  client: CertifiedKey;
  /** What the hub seals card data with. */
  envelope: CertifiedKey & { keyIdentifier: string };
  /** The hub's authority: other clients do not get through the TLS handshake. */
  hubCaPem: string;
  /** Where the hub faces its peers, without path. */
  peersUrl: string;
  stateFile: string;
  now: () => Date;
}

/** A running TSP. */
export interface TspSimulator {
  /** Base of all operations: the connection's `url` at the hub. */
  outboundBase: string;
  tokens: TspTokens;
  conduct: TspConduct;
  hub: HubCalls;
  now: () => Date;
  close(): Promise<void>;
}

/** Starts a token service provider of another house, which speaks the TSP API and nothing else with the hub. */
export async function startTspSimulator(options: TspSimulatorOptions): Promise<TspSimulator> {
  const { host, port, now } = options;
  const tokens = await openTspTokens(options.stateFile, now);
  const conduct = new TspConduct();
  const hub = new HubCalls({ ...options, caPem: options.hubCaPem });
  const openingKey = importOpeningKey(options.envelope);
  const app = mutualTlsApp(options);
  serveCalls(app, { tokens, conduct, hub, openingKey });
  const { url } = await listen(app, { host, port });
  return {
    outboundBase: url + tspBasePath,
    tokens,
    conduct,
    hub,
    now,
    async close() {
      await app.close();
      await hub.close();
    },
  };
}

interface Parts {
  tokens: TspTokens;
  conduct: TspConduct;
  hub: HubCalls;
  openingKey: OpeningKey;
}

function serveCalls(app: MutualTlsApp, parts: Parts): void {
  const connections = new TcpConnections(app.server);
  for (const served of servedCalls) {
    app.route({
      method: served.operation.method,
      url: tspBasePath + served.operation.path,
      async handler(request, reply) {
        const fault = parts.conduct.take(served.operation.name);
        if (fault === '503') return reply.code(503).send(tspError(921));
        if (typeof fault === 'object') return reply.code(400).send(tspError(fault.errorCode));
        if (fault !== undefined && fault !== 'missing-field') {
          sendBrokenAnswer(reply.hijack().raw, { fault, connections });
          return reply;
        }
        return answer(served, { parts, request, reply, fault });
      },
    });
  }
}

async function answer(
  served: ServedCall,
  {
    parts,
    request,
    reply,
    fault,
  }: { parts: Parts; request: FastifyRequest; reply: FastifyReply; fault: TspFault | undefined },
): Promise<unknown> {
  const call = readCall(served, { parts, request });
  if ('code' in call) return reply.code(400).send(tspErrorTo(call));
  const result = await served.reply(call);
  if (!result.ok) return reply.code(400).send(tspError(result.code));
  submitAfterwards(result, { parts, correlationId: call.correlationId });
  const body = fault === 'missing-field' && result.message !== null ? {} : result.message;
  return reply.code(served.operation.success).send(body ?? undefined);
}

function readCall(
  { operation }: ServedCall,
  { parts, request }: { parts: Parts; request: FastifyRequest },
): TspCall<unknown> | { code: number; parameter?: string } {
  const headers =
    operation === healthCheck ? { ok: true as const, correlationId: '' } : readCorrelationId(request.headers);
  if (!headers.ok) return headers;
  const message = operation.request
    ? readMessage(operation.request, request.body)
    : { ok: true as const, message: null };
  if (!message.ok) return message;
  const { tokenId } = request.params as { tokenId?: string };
  const token = tokenId === undefined ? undefined : parts.tokens.find(tokenId);
  const { issuerId } = (message.message ?? {}) as { issuerId?: string };
  if (tokenId !== undefined && token?.issuerId !== issuerId) return { code: 119 };
  return {
    tokens: parts.tokens,
    openingKey: parts.openingKey,
    correlationId: headers.correlationId,
    token: token as TspTokenRecord,
    query: request.query as Record<string, string>,
    message: message.message,
  };
}

/** The hub is called once it has its answer, or before: both is usual. */
function submitAfterwards(
  result: Extract<TspReply<unknown>, { ok: true }>,
  { parts, correlationId }: { parts: Parts; correlationId: string },
): void {
  const { afterwards: next } = result;
  if (!next) return;
  const path = next.submit === 'DATA' ? 'data' : 'newData';
  const { dataManner: manner } = parts.conduct;
  // A hub that cannot be reached gets no data; it knows how long to wait for them.
  parts.hub.submitData(next.token, { path, manner, correlationId }).catch(() => undefined);
}
