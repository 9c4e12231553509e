import type { X509Certificate } from 'node:crypto';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { FastifyRequest } from 'fastify';

/** A client certificate as presented on this connection: proven by the handshake, pinned or not. */
export interface PeerCertificate {
  /** SHA-256, colon-separated upper-case hex. */
  fingerprint: string;
  validFrom: Date;
  validTo: Date;
  x509: X509Certificate;
}

const bySocket = new WeakMap<Socket, PeerCertificate | null>();

/** The certificate of the caller, read once per connection; null when none was presented. */
export function peerCertificate(request: FastifyRequest): PeerCertificate | null {
  const { socket } = request.raw;
  const known = bySocket.get(socket);
  if (known !== undefined) return known;
  const certificate = readCertificate(socket);
  bySocket.set(socket, certificate);
  return certificate;
}

function readCertificate(socket: Socket): PeerCertificate | null {
  const certificate = socket instanceof TLSSocket ? socket.getPeerX509Certificate() : undefined;
  if (!certificate) return null;
  return {
    fingerprint: certificate.fingerprint256,
    validFrom: new Date(certificate.validFrom),
    validTo: new Date(certificate.validTo),
    x509: certificate,
  };
}

/** Certificates are judged by the real time, whatever the hub's clock says. */
export function isCurrent(certificate: PeerCertificate): boolean {
  const now = Date.now();
  return certificate.validFrom.getTime() <= now && now <= certificate.validTo.getTime();
}

/** The certificate of the caller if there is one that is valid now. */
export function currentCertificate(request: FastifyRequest): PeerCertificate | null {
  const certificate = peerCertificate(request);
  return certificate && isCurrent(certificate) ? certificate : null;
}
