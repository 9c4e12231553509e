import { setTimeout as sleep } from 'node:timers/promises';
import type { CertifiedKey } from '@countermark/hub/identity/certificates';
import type { HttpOperation, RequestOf } from '@countermark/wire/http-operation';
import { readMessage } from '@countermark/wire/reading';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { InjectedFaults } from '../control/injected-faults.ts';
import { listen, type MutualTlsApp, mutualTlsApp } from '../mutual-tls-app.ts';
import { sendBrokenAnswer } from '../reference-issuer/broken-answers.ts';
import { TcpConnections } from '../reference-issuer/tcp-connections.ts';
import type { DirectoryFault } from './directory-faults.ts';

/** A call of the hub, read. */
export interface DirectoryCall<Message> {
  parameters: Readonly<Record<string, string>>;
  message: Message;
}

/** What a directory answers. */
export interface DirectoryReply {
  status: number;
  body: unknown;
}

/** A call as the server takes it. */
export interface ServedDirectoryCall {
  operation: HttpOperation;
  reply(call: DirectoryCall<unknown>): Promise<DirectoryReply>;
}

export function serve<Operation extends HttpOperation>(
  operation: Operation,
  reply: (call: DirectoryCall<RequestOf<Operation>>) => Promise<DirectoryReply>,
): ServedDirectoryCall {
  return { operation, reply: reply as ServedDirectoryCall['reply'] };
}

export interface DirectoryServerOptions {
  host: string;
  /** 0: any free one. */
  port: number;
  server: CertifiedKey;
  /** The hub's authority: other clients do not get through the TLS handshake. */
  hubCaPem: string;
}

/** How one network's directory answers. */
export interface DirectoryDialect {
  basePath: string;
  calls: readonly ServedDirectoryCall[];
  /** Body of what is not as the API says, and of an answer that has to wait for better times. */
  refusals: { invalid: (parameter: string) => unknown; unavailable: unknown };
}

export interface DirectoryServer {
  /** Base of all operations: the `url` of the directory in the hub's configuration. */
  url: string;
  faults: InjectedFaults<DirectoryFault>;
  close(): Promise<void>;
}

/** Serves a directory over mutual TLS. */
export async function startDirectoryServer(
  options: DirectoryServerOptions,
  dialect: DirectoryDialect,
): Promise<DirectoryServer> {
  const { host, port } = options;
  const faults = new InjectedFaults<DirectoryFault>();
  const app = mutualTlsApp(options);
  serveCalls(app, { dialect, faults });
  const { url } = await listen(app, { host, port });
  return {
    url: url + dialect.basePath,
    faults,
    close: () => app.close(),
  };
}

function serveCalls(
  app: MutualTlsApp,
  { dialect, faults }: { dialect: DirectoryDialect; faults: InjectedFaults<DirectoryFault> },
): void {
  const connections = new TcpConnections(app.server);
  for (const served of dialect.calls) {
    app.route({
      method: served.operation.method,
      url: dialect.basePath + served.operation.path,
      async handler(request, reply) {
        const fault = faults.take(served.operation.name);
        if (fault === '503') return reply.code(503).send(dialect.refusals.unavailable);
        if (typeof fault === 'string') {
          sendBrokenAnswer(reply.hijack().raw, { fault, connections });
          return reply;
        }
        if (fault !== undefined) await sleep(fault.delay, undefined, { ref: false });
        return answer(served, { dialect, request, reply });
      },
    });
  }
}

async function answer(
  { operation, reply: replyTo }: ServedDirectoryCall,
  { dialect, request, reply }: { dialect: DirectoryDialect; request: FastifyRequest; reply: FastifyReply },
): Promise<FastifyReply> {
  const reading = operation.request
    ? readMessage(operation.request, request.body)
    : { ok: true as const, message: null };
  if (!reading.ok) return reply.code(400).send(dialect.refusals.invalid(reading.parameter));
  const parameters = request.params as Record<string, string>;
  const { status, body } = await replyTo({ parameters, message: reading.message });
  return reply.code(status).send(body ?? undefined);
}
