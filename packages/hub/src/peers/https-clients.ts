import { isDeepStrictEqual } from 'node:util';
import type { CertifiedKey } from '../identity/certificates.ts';
import { type HttpsClient, httpsClient, type PeerConnection } from './https-client.ts';

/** One HTTPS client per peer, each with connections of its own: a slow peer slows no other. */
export interface HttpsClients {
  /**
   * The client of a peer. Changed settings bring a new one; the former is closed once its calls are done.
   *
   * @param peer as in the exchange log: `issuer:BANKONE001`, `requestor:applepay`
   */
  of(peer: string, connection: PeerConnection): HttpsClient;
  /** Waits for the calls under way, then closes every connection. */
  close(): Promise<void>;
}

/** @param identity the hub's client certificate and its key */
export function httpsClients(identity: CertifiedKey): HttpsClients {
  const clients = new Map<string, { connection: PeerConnection; client: HttpsClient }>();
  const closing = new Set<Promise<void>>();

  function retire(client: HttpsClient): void {
    const closed = client.close().finally(() => closing.delete(closed));
    closing.add(closed);
  }

  return {
    of(peer, connection) {
      const current = clients.get(peer);
      if (current && isDeepStrictEqual(current.connection, connection)) return current.client;
      if (current) retire(current.client);
      const client = httpsClient(identity, connection);
      clients.set(peer, { connection, client });
      return client;
    },
    async close() {
      for (const { client } of clients.values()) retire(client);
      clients.clear();
      await Promise.all(closing);
    },
  };
}
