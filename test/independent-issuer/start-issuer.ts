import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type CapturedMessage, readCapture } from './check-messages.ts';

/** What `issuer.py` says when it listens. Certificates and keys are paths of PEM files. */
export interface IssuerListening {
  issuerId: string;
  /** Base of the API; the method's name follows. */
  url: string;
  serverCertificate: string;
  clientCertificate: string;
  clientKey: string;
  envelopeCertificate: string;
  envelopeKeyIdentifier: string;
  /** Plain HTTP on loopback, `GET /test/otp/{correlationId}`. */
  testUrl: string;
}

export interface IndependentIssuer extends IssuerListening {
  /** All messages so far, oldest first. */
  received(): Promise<CapturedMessage[]>;
  /** The one-time password last sent in a session; undefined when none was. */
  readOtp(correlationId: string): Promise<string | undefined>;
  /** Resolves when the process has ended. */
  stop(): Promise<void>;
}

/** Why the issuer cannot run on this machine, in words for `skip`; false when it can. */
export function whatIssuerLacks(): string | false {
  const lacking = ['python3', 'openssl'].filter(command => spawnSync(command, ['--version']).error);
  return lacking.length > 0 && `there is no ${lacking.join(' and no ')} command here`;
}

/**
 * Starts `issuer.py` on free ports.
 *
 * @param options.folder for its keys, made on first start, and for the capture of its messages
 * @param options.hubCa PEM file of the authority behind the hub's client certificate
 * @throws Error when it ends before it listens; it has told the reason on standard error
 */
export async function startIndependentIssuer(options: {
  folder: string;
  issuerId: string;
  hubCa: string;
}): Promise<IndependentIssuer> {
  const capture = join(options.folder, 'received.jsonl');
  const python = spawn(
    'python3',
    // Without -B Python writes its compiled modules beside the sources.
    ['-B', join(import.meta.dirname, 'issuer.py')].concat(
      ['--folder', options.folder, '--issuer-id', options.issuerId],
      ['--hub-ca', options.hubCa, '--capture', capture],
    ),
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const ended = once(python, 'exit');
  const listening = await firstLine(python.stdout);
  if (listening === undefined) throw new Error('The independent issuer ended before it listened');
  const { testUrl, ...rest } = (JSON.parse(listening) as { listening: IssuerListening }).listening;
  return {
    ...rest,
    testUrl,
    received: async () => readCapture(await readFile(capture, 'utf8')),
    readOtp: correlationId => readOtp(testUrl, correlationId),
    stop: async () => {
      python.kill('SIGTERM');
      await ended;
    },
  };
}

async function firstLine(stream: NodeJS.ReadableStream): Promise<string | undefined> {
  for await (const line of createInterface({ input: stream })) return line;
  return undefined;
}

async function readOtp(testUrl: string, correlationId: string): Promise<string | undefined> {
  const response = await fetch(`${testUrl}/test/otp/${encodeURIComponent(correlationId)}`);
  if (response.status === 404) {
    await response.body?.cancel();
    return undefined;
  }
  return ((await response.json()) as { otpValue: string }).otpValue;
}
