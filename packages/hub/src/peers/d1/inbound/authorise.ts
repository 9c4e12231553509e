import type { FastifyRequest } from 'fastify';
import type { Issuer } from '../../../core/issuer.ts';
import type { Hub } from '../../../ports/hub.ts';
import { type D1Refused, refused } from '../../../use-cases/d1-call.ts';
import type { CertifiedClient } from './client-certificate.ts';
import type { AccessTokens } from './oauth2/access-tokens.ts';

/** Who calls. */
export interface D1Caller {
  /** Subject of the access token: an issuer or an aggregator. */
  clientId: string;
  /** Whom the TLS client certificate names; the same where none is asked for. */
  certifiedId: string;
}

/** Tells who calls by access token and certificate; null: 401. */
export function d1Callers(parts: {
  accessTokens: AccessTokens;
  certifiedClient: CertifiedClient | null;
}): (request: FastifyRequest) => Promise<D1Caller | null> {
  const { accessTokens, certifiedClient } = parts;
  return async request => {
    const token = /^Bearer +(?<token>\S+)$/i.exec(request.headers.authorization ?? '')?.groups?.['token'];
    const clientId = token === undefined ? null : await accessTokens.clientOf(token);
    if (clientId === null) return null;
    const certifiedId = certifiedClient ? certifiedClient(request) : clientId;
    return certifiedId === null ? null : { clientId, certifiedId };
  };
}

/** The issuer of a path, if the caller may act for it: it is the issuer itself, or an aggregator of it. */
export async function authorisedIssuer(
  { store }: Pick<Hub, 'store'>,
  { clientId, certifiedId }: D1Caller,
  issuerId: string,
): Promise<{ ok: true; issuer: Issuer } | D1Refused> {
  if (certifiedId !== clientId) return refused('ISSUER_FORBIDDEN');
  const issuer = await store.issuers.find(issuerId);
  if (!issuer) return refused('ISSUER_NOT_FOUND');
  const mayAct = clientId === issuerId || (await store.aggregators.actsFor(clientId, issuerId));
  return mayAct ? { ok: true, issuer } : refused('ISSUER_FORBIDDEN');
}
