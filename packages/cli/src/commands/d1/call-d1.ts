import type { SandboxClient } from '@countermark/sandbox/sandbox-client';
import type { ErrorGeneric } from '@countermark/wire/d1/error-response';
import { type D1Operation, qualifiedName, type ResponseOf } from '@countermark/wire/d1/operation';
import { CommandFailed } from '../../command-failed.ts';
import { print } from '../../output/print.ts';
import { runningSandbox } from '../../running-sandbox.ts';
import type { Terminal } from '../../terminal.ts';
import type { D1Options } from './d1-options.ts';

/** What is sent to an operation; card data may be in the clear, the sandbox seals them. */
export interface D1CallOf {
  parameters?: Readonly<Record<string, string>>;
  body?: Readonly<Record<string, unknown>>;
}

/**
 * Calls the hub as an issuer of the running sandbox, and prints what it answered.
 *
 * @param inWords for people; an operation without an answer is told by what was done
 */
export async function callD1<Operation extends D1Operation>(
  terminal: Terminal,
  options: D1Options,
  {
    operation,
    inWords,
    ...call
  }: { operation: Operation; inWords: (answer: ResponseOf<Operation>) => string } & D1CallOf,
): Promise<void> {
  const { client } = await runningSandbox(options.folder);
  const answer = await ask(client, options.issuer, { operation, ...call });
  print(terminal, answer, { ...options, inWords: body => inWords(body as ResponseOf<Operation>) });
}

async function ask(
  client: SandboxClient,
  issuerId: string,
  { operation, ...call }: { operation: D1Operation } & D1CallOf,
): Promise<unknown> {
  const { status, body } = await client.callD1(issuerId, qualifiedName(operation), call);
  if (status >= 300) throw new CommandFailed(`The hub refused: ${refusalInWords(status, body)}`);
  return body;
}

function refusalInWords(status: number, body: unknown): string {
  const { errorCode, error } = (body ?? {}) as ErrorGeneric;
  return [`HTTP ${status}`, errorCode, error && `(${error})`].filter(Boolean).join(' ');
}
