import { type Reading, readMessage } from '@countermark/wire/reading';
import { ApplyTokenChange } from '@countermark/wire/token-requestor/apply-token-change';
import { ApplyTokenData } from '@countermark/wire/token-requestor/apply-token-data';
import { ShowMessage } from '@countermark/wire/token-requestor/show-message';
import type { FastifyReply } from 'fastify';
import { listen, mutualTlsApp } from '../mutual-tls-app.ts';
import type { Devices } from './devices.ts';
import type { TlsIdentity } from './requestor-client.ts';

export interface CallbackServer {
  /** Under which the hub finds the callbacks, `https://localhost:8444`. */
  callbackBase: string;
  /** Ends connections and whatever is under way at once. */
  close(): Promise<void>;
}

/**
 * Serves what the hub calls at a wallet, `POST /token-changes`, `POST /token-data` and `POST /messages`, to client certificates of the
 * hub's authority only; others do not get through the TLS handshake.
 */
export async function startCallbackServer(options: {
  host: string;
  /** 0: any free one. */
  port: number;
  identity: TlsIdentity;
  /** The hub's authority. */
  caPem: string;
  devices: Devices;
}): Promise<CallbackServer> {
  const { host, port, identity, caPem, devices } = options;
  const server = mutualTlsApp({ server: identity, hubCaPem: caPem });
  server.post('/token-changes', (request, reply) => {
    const reading = readMessage(ApplyTokenChange, request.body);
    return take(reply, { devices, reading, act: change => devices.apply(change) });
  });
  server.post('/token-data', (request, reply) => {
    const reading = readMessage(ApplyTokenData, request.body);
    return take(reply, { devices, reading, act: data => devices.personalise(data) });
  });
  server.post('/messages', (request, reply) => {
    const reading = readMessage(ShowMessage, request.body);
    return take(reply, { devices, reading, act: message => devices.show(message) });
  });
  const { url } = await listen(server, { host, port });
  return {
    callbackBase: url,
    close: () => server.close(),
  };
}

function take<Message extends { virtualCardId: string }>(
  reply: FastifyReply,
  { devices, reading, act }: { devices: Devices; reading: Reading<Message>; act: (message: Message) => void },
): FastifyReply {
  if (!reading.ok) {
    return reply
      .code(400)
      .send({ errorCode: reading.code, errorMessage: `Wrong or missing: ${reading.parameter}` });
  }
  switch (devices.condition(reading.message.virtualCardId)) {
    case 'unreachable':
      reply.raw.destroy();
      return reply.hijack();
    case 'refusing':
      return reply.code(503).send({ errorCode: 231, errorMessage: 'The device refuses' });
    case 'reachable':
      act(reading.message);
      return reply.code(204).send();
  }
}
