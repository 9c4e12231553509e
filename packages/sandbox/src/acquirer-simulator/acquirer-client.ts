import { randomUUID } from 'node:crypto';
import { requestIdHeader } from '@countermark/wire/detokenization/error-response';
import { messageMac, messageMacHeader } from '@countermark/wire/detokenization/message-mac';
import { Agent, request } from 'undici';
import type { TlsIdentity } from '../wallet-simulator/requestor-client.ts';

export interface AcquirerClientOptions {
  /** Where the hub is asked for cards: `https://localhost:8445`. */
  detokenizationUrl: string;
  /** The authority behind the hub's server certificate. */
  caPem: string;
  /** The certificate the hub knows this acquirer by. */
  identity: TlsIdentity;
  /** 32 bytes. */
  macKey: Uint8Array;
}

/** The detokenization API over mutual TLS, every message with its authentication code. */
export interface AcquirerClient {
  post(operation: 'detokenize' | 'notify', body: object): Promise<AcquirerAnswer>;
  close(): Promise<void>;
}

export interface AcquirerAnswer {
  requestId: string;
  status: number;
  /** Null when there is no body. */
  json: unknown;
}

/** Milliseconds a call may take. */
const timeLimit = 10_000;

export function createAcquirerClient(options: AcquirerClientOptions): AcquirerClient {
  const { detokenizationUrl, caPem, identity, macKey } = options;
  const agent = new Agent({
    connect: { ca: caPem, cert: identity.certificatePem, key: identity.privateKeyPem },
  });
  return {
    async post(operation, message) {
      const requestId = randomUUID();
      const body = Buffer.from(JSON.stringify(message));
      const response = await request(`${detokenizationUrl}/${operation}`, {
        dispatcher: agent,
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          [requestIdHeader]: requestId,
          [messageMacHeader]: messageMac(macKey, { requestId, body }),
        },
        body,
        signal: AbortSignal.timeout(timeLimit),
      });
      const text = await response.body.text();
      return { requestId, status: response.statusCode, json: text === '' ? null : JSON.parse(text) };
    },
    close: () => agent.destroy(),
  };
}
