import type { FastifyInstance } from 'fastify';
import type { D1Environment } from '../../../identity/d1-client-name.ts';
import type { HubKey, HubKeyKind } from '../../../identity/hub-keys.ts';
import { d1PublicKeys } from '../../../identity/jwk-set.ts';
import type { Hub } from '../../../ports/hub.ts';
import { d1Callers } from './authorise.ts';
import { bankingPrefix, bankingRoutes } from './banking-routes.ts';
import { callLimit } from './call-limit.ts';
import { certifiedClients } from './client-certificate.ts';
import { accessTokens } from './oauth2/access-tokens.ts';
import {
  type AuthorisationParts,
  authorisationPrefix,
  authorisationRoutes,
} from './oauth2/authorisation-routes.ts';
import type { D1Inbound } from './operation.ts';

/** What the D1 APIs need beside the hub. */
export interface D1Parts extends Pick<AuthorisationParts, 'origins' | 'trace'> {
  /** Whether issuers show a client certificate that names them. */
  mutualTls: 'required' | 'off';
  environment: D1Environment;
  keys: Pick<Record<HubKeyKind, readonly HubKey[]>, 'd1-encryption' | 'd1-token'>;
  /** Of one issuer; null: no limit. */
  callsPerMinute: number | null;
}

/** Serves the inbound D1 APIs: access tokens, and the operations that need one. */
export async function d1Routes(
  scope: FastifyInstance,
  {
    hub,
    authorityPem,
    operations,
    ...parts
  }: D1Parts & { hub: Hub; authorityPem: string; operations: readonly D1Inbound[] },
): Promise<void> {
  const { keys, origins, trace, environment } = parts;
  const certifiedClient =
    parts.mutualTls === 'required' ? certifiedClients({ authorityPem, environment }) : null;
  const tokens = accessTokens({
    keys: keys['d1-token'],
    clock: hub.clock,
    ids: hub.ids,
    origin: () => origins()[0] ?? '',
  });
  await scope.register(authorisationRoutes, {
    prefix: authorisationPrefix,
    hub,
    accessTokens: tokens,
    certifiedClient,
    origins,
    publicKeys: d1PublicKeys(keys),
    trace,
  });
  await scope.register(bankingRoutes, {
    prefix: bankingPrefix,
    hub,
    operations,
    callerOf: d1Callers({ accessTokens: tokens, certifiedClient }),
    waitOf: callLimit(parts.callsPerMinute, hub.clock),
  });
}
