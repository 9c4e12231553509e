import type { Server, Socket } from 'node:net';

/** The TCP connections under a server's TLS connections: only they can be reset. */
export class TcpConnections {
  readonly #byPeer = new Map<string, Socket>();

  constructor(server: Server) {
    server.on('connection', (connection: Socket) => {
      const peer = peerOf(connection);
      this.#byPeer.set(peer, connection);
      connection.once('close', () => this.#byPeer.delete(peer));
    });
  }

  /** Breaks off the connection under a TLS one: its peer gets an RST, not a farewell. */
  reset(tlsConnection: Socket): void {
    this.#byPeer.get(peerOf(tlsConnection))?.resetAndDestroy();
  }
}

function peerOf({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress} ${remotePort}`;
}
