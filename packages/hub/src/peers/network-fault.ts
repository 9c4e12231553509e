/** Error codes of Node.js, OpenSSL and undici, and what they mean to a person; the first that fits counts. */
const meanings: readonly (readonly [RegExp, string])[] = [
  [/^ECONNREFUSED$/, 'connection refused'],
  [/^(ENOTFOUND|EAI_[A-Z]+)$/, 'host name not found'],
  [/^(EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|ENETDOWN|ETIMEDOUT)$/, 'host not reachable'],
  [/^(ECONNRESET|ECONNABORTED|EPIPE|UND_ERR_SOCKET)$/, 'connection closed by the other side'],
  [/^ERR_TLS_CERT_ALTNAME_INVALID$/, 'server certificate is for another host name'],
  [/^CERT_HAS_EXPIRED$/, 'server certificate expired'],
  [/^CERT_NOT_YET_VALID$/, 'server certificate not yet valid'],
  [
    /^(CERT_\w+|\w+_IN_CHAIN|DEPTH_ZERO_\w+|UNABLE_TO_\w+|INVALID_(CA|PURPOSE))$/,
    'server certificate not trusted',
  ],
  [/^ERR_SSL_\w*ALERT_(\w*CERTIFICATE\w*|UNKNOWN_CA|ACCESS_DENIED)$/, 'client certificate refused'],
  [/^(EPROTO|ERR_SSL_\w+)$/, 'TLS handshake failed'],
  [/^(HPE_\w+|UND_ERR_HEADERS_OVERFLOW)$/, 'answer is not HTTP as it should be'],
];

/**
 * Why a call to a peer failed, in a few plain words; nothing of the message or the answer is in them.
 *
 * @throws the error itself when it is none of the network's
 */
export function reasonOf(error: unknown): string {
  const code = networkCodeOf(error);
  const known = meanings.find(([pattern]) => pattern.test(code));
  return known?.[1] ?? `connection failed (${code})`;
}

function networkCodeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (typeof code !== 'string' || isProgrammingFault(code)) throw error;
  return code;
}

function isProgrammingFault(code: string): boolean {
  return code.startsWith('ERR_INVALID_') || code.startsWith('UND_ERR_INVALID_');
}
