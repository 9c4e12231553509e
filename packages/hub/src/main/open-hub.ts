import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import packageJson from '../../package.json' with { type: 'json' };
import { directoryNames } from '../core/directory.ts';
import { faultOf } from '../core/fault.ts';
import { ageBindings } from '../deadlines/age-bindings.ts';
import { ageEnrolments } from '../deadlines/age-enrolments.ts';
import { ageTokens } from '../deadlines/age-tokens.ts';
import { runBatchFiles } from '../deadlines/batch-worker.ts';
import { carryOutForProfile, claimDueProfiles } from '../deadlines/click-to-pay-worker.ts';
import { forgetCalls } from '../deadlines/forget-calls.ts';
import { forgetDetokenizations } from '../deadlines/forget-detokenizations.ts';
import { forgetPushUses } from '../deadlines/forget-push-uses.ts';
import { carryOutOperation, claimDueOperations } from '../deadlines/operation-worker.ts';
import { carryDuePersonalisations } from '../deadlines/personalisation-worker.ts';
import type { Consignment } from '../delivery/consignment.ts';
import { attemptDeliveries, claimDueDeliveries } from '../delivery/delivery-worker.ts';
import { d1PublicKeys } from '../identity/jwk-set.ts';
import { batchFolder } from '../peers/batch-folder/batch-folder.ts';
import { d1Envelopes } from '../peers/d1/d1-envelopes.ts';
import { d1Backend } from '../peers/d1/outbound/d1-backend.ts';
import { outboundLog } from '../peers/exchange-log.ts';
import { httpsClients } from '../peers/https-clients.ts';
import { hubEnvelopes } from '../peers/hub-envelopes.ts';
import { issuerGatewayBackend } from '../peers/issuer-gateway/outbound/issuer-gateway-backend.ts';
import type { HubFacts, OperatorClock } from '../peers/operator/inbound/operator-access.ts';
import { pushTexts } from '../peers/push-provisioning/push-texts.ts';
import { walletCallbacks } from '../peers/token-requestor/outbound/wallet-callbacks.ts';
import { domesticTsp } from '../peers/tsp/domestic/domestic-tsp.ts';
import { externalTsps } from '../peers/tsp/external/outbound/external-tsp.ts';
import { networkProfiles } from '../peers/tsp/network/network-profiles.ts';
import { type SimulatedNetworkParts, simulatedNetwork } from '../peers/tsp/network/simulated-network.ts';

import type { ProfileClaim } from '../ports/aggregates/click-to-pay.ts';
import type { Exchange } from '../ports/aggregates/exchanges.ts';
import { clientSecretAddress } from '../ports/aggregates/issuers.ts';
import type { OperationClaim } from '../ports/aggregates/operations.ts';
import type { Hub } from '../ports/hub.ts';
import type { Tsp } from '../ports/tsp.ts';
import { type OpenStore, openStore } from '../store/store.ts';
import { vaultedTokens } from '../store/vaulted-tokens.ts';
import { checkTspHealth } from '../use-cases/tsp/check-tsp-health.ts';
import { fileKeyProvider } from '../vault/key-providers/file.ts';
import { openVault } from '../vault/vault.ts';
import { sandboxClock, systemClock } from './clock.ts';
import { type Config, type Listener, refuseInProduction } from './config.ts';
import { detokenizationServer } from './detokenization-server.ts';
import { connectDirectories } from './directories.ts';
import { type IdentityFiles, readIdentity } from './identity-files.ts';
import { secureIds } from './ids.ts';
import { createLogger, type Logger } from './logger.ts';
import { operatorServer } from './operator-server.ts';
import { peersServer } from './peers-server.ts';
import { startWorkerLoop, type WorkerLoop } from './worker-loop.ts';
import { startWorkerPool } from './worker-pool.ts';

/** `production`: real time, PostgreSQL only. `sandbox`: a clock that can be moved, the embedded database allowed. */
export type Mode = 'production' | 'sandbox';

export interface RunningHub {
  /** Where issuers and token requestors call. */
  peersUrl: string;
  operatorUrl: string;
  /** Where acquirers and networks ask for cards; null: this hub does not serve them. */
  detokenizationUrl: string | null;
  /** Finishes what is under way and frees everything. */
  close(): Promise<void>;
}

/** How often workers look for what is due without being woken, in milliseconds. */
const workerInterval = 1_000;

/**
 * Starts a hub: the one place that knows every part of it.
 *
 * @param around what stands between the ports and everybody who uses them: a test that has the hub end at a given point
 */
export async function openHub(
  config: Config,
  mode: Mode,
  around: (hub: Hub) => Hub = hub => hub,
): Promise<RunningHub> {
  if (mode === 'production') refuseInProduction(config);
  const logger = createLogger(config.logLevel);
  const { simulatedNetworks } = config;
  if (mode === 'production' && simulatedNetworks.length > 0)
    logger.warn({ simulatedNetworks }, 'this hub plays payment networks: their tokens pay nowhere');
  const identity = await readIdentity(config.identityFolder);
  const store = await openStore({ url: config.database });
  const loops: WorkerLoop[] = [];
  const clock = mode === 'sandbox' ? await sandboxClock(store.settings, () => wakeAll(loops)) : systemClock;
  const { hub: ports, closeClients } = await compose({
    store,
    identity,
    clock,
    logger,
    loops,
    simulatedNetworks,
    directories: config.directories,
  });
  const hub = around(ports);
  loops.push(...startWorkers(hub, { logger, batchFolder: config.batchFolder }));
  const peers = await peersServer(hub, {
    listener: config.listen.peers,
    logger,
    authorityPem: identity.authorityPem,
    d1: {
      ...config.d1,
      keys: identity.keys,
      origins: () => config.d1.origins ?? [peersUrl()],
      trace: refusal => logger.warn(refusal, 'access token refused'),
    },
  });
  const peersUrl = () => config.publicUrl ?? `https://localhost:${portOf(peers)}`;
  const listener = config.listen.detokenization;
  const detokenization = listener && (await detokenizationServer(hub, { listener, logger }));
  const detokenizationUrl = () => detokenization && `https://localhost:${portOf(detokenization)}`;
  const urls = () => ({ peersUrl: peersUrl(), detokenizationUrl: detokenizationUrl() });
  const operator = await operatorServer(hub, {
    listener: config.listen.operator,
    logger,
    operator: { token: identity.operatorToken, clock, facts: () => factsOf(identity, urls()) },
  });
  const close = async () => {
    await Promise.all([peers.close(), operator.close(), detokenization?.close()]);
    await Promise.all(loops.map(loop => loop.stop()));
    await closeClients();
    await store.close();
  };
  try {
    await peers.listen(addressOf(config.listen.peers));
    if (detokenization && listener) await detokenization.listen(addressOf(listener));
    await operator.listen(addressOf(config.listen.operator));
  } catch (error) {
    await close();
    throw error;
  }
  const scheme = config.listen.operator.tls ? 'https' : 'http';
  return {
    ...urls(),
    operatorUrl: `${scheme}://localhost:${portOf(operator)}`,
    close,
  };
}

interface Parts {
  store: OpenStore;
  identity: IdentityFiles;
  clock: OperatorClock;
  logger: Logger;
  /**
   * Deliveries first, then operations and bindings, which are work accepted alike, then batch files, then
   * personalisations, then Click to Pay, a loop for each directory.
   */
  loops: WorkerLoop[];
  simulatedNetworks: Config['simulatedNetworks'];
  directories: Config['directories'];
}

async function compose({ store, identity, clock, logger, loops, simulatedNetworks, directories }: Parts) {
  const ids = secureIds(clock);
  const vault = await openVault({
    keyProvider: await fileKeyProvider(identity.vaultKeyFile),
    keyStore: store.vaultKeys,
  });
  const clients = httpsClients(identity.client);
  const report = (fault: unknown) => logger.error(faultOf(fault), 'exchange not recorded');
  const record = (exchange: Exchange) => store.exchanges.record(exchange).catch(report);
  const log = outboundLog({ clock, ids, record, report });
  const connected = await connectDirectories(directories, { identity: identity.client, log });
  const hub: Hub = {
    clock,
    ids,
    elapse: milliseconds => setTimeout(milliseconds, undefined, { ref: false }),
    vault,
    store,
    tsps: tspsWithinHub({ store, vault, clock, ids, record }, simulatedNetworks),
    externalTsp: externalTsps({
      connections: store.tspConnections,
      tokens: store.remoteTokens,
      clients,
      log,
      vault,
      clock,
      ids,
    }),
    issuerBackend: issuerGatewayBackend({ clients, log, keys: issuerId => store.issuers.keys(issuerId) }),
    d1Backend: d1Backend({
      clients,
      log,
      clock,
      encryptionKeys: issuerId => store.issuers.publicKeys(issuerId, 'ENCRYPTION'),
      async clientSecret(issuerId) {
        const sealed = await store.issuers.sealedClientSecret(issuerId);
        return sealed && vault.open(clientSecretAddress(issuerId), sealed);
      },
    }),
    envelopes: hubEnvelopes({
      keys: identity.keys.envelope,
      trace: refusal => logger.warn(refusal, 'envelope refused'),
    }),
    d1Envelopes: d1Envelopes({
      keys: identity.keys['d1-encryption'],
      trace: refusal => logger.warn(refusal, 'envelope refused'),
    }),
    pushTexts: pushTexts({
      keys: identity.keys.envelope,
      trace: refusal => logger.warn(refusal, 'push refused'),
    }),
    wallet: walletCallbacks({ clients, log }),
    directories: connected.directories,
    record,
    wake: {
      deliveries: () => loops[0]?.wake(),
      operations: () => wakeAll(loops.slice(1, 3)),
      batchFiles: () => loops[3]?.wake(),
      personalisations: () => loops[4]?.wake(),
      clickToPay: () => wakeAll(loops.slice(5, 5 + directoryNames.length)),
    },
  };
  return { hub, closeClients: () => Promise.all([clients.close(), connected.close()]) };
}

/** The built-in TSP, and the networks that this hub was told to play. */
function tspsWithinHub(
  { store, ...parts }: { store: OpenStore } & Omit<SimulatedNetworkParts, 'tokens'>,
  simulatedNetworks: Config['simulatedNetworks'],
): Map<string, Tsp> {
  const networks = simulatedNetworks.map((name): [string, Tsp] => {
    const tokens = vaultedTokens(store.database, name);
    return [name, simulatedNetwork(networkProfiles[name], { ...parts, tokens })];
  });
  return new Map([['DOMESTIC', domesticTsp({ ...parts, tokens: store.domesticTokens })], ...networks]);
}

function startWorkers(
  hub: Hub,
  { logger, batchFolder: folder }: { logger: Logger; batchFolder: string | null },
): WorkerLoop[] {
  const onFault = (name: string, error: unknown) =>
    logger.error({ worker: name, ...faultOf(error) }, 'round failed');
  const worker = (name: string, round: () => Promise<number>) =>
    startWorkerLoop({ name, round, interval: workerInterval, onFault });
  return [
    startWorkerPool<Consignment>({
      name: 'deliveries',
      claim: underWay => claimDueDeliveries(hub, underWay),
      carryOut: consignment => attemptDeliveries(hub, consignment),
      interval: workerInterval,
      onFault,
    }),
    startWorkerPool<OperationClaim>({
      name: 'operations',
      claim: underWay => claimDueOperations(hub, underWay),
      carryOut: claim => carryOutOperation(hub, claim),
      interval: workerInterval,
      onFault,
    }),
    worker('bindings', () => ageBindings(hub)),
    worker('batch files', () => runBatchFiles(hub)),
    worker('personalisations', () => carryDuePersonalisations(hub)),
    ...directoryNames.map(directory =>
      startWorkerPool<ProfileClaim>({
        name: `Click to Pay at ${directory}`,
        claim: underWay => claimDueProfiles(hub, directory, underWay),
        carryOut: claim => carryOutForProfile(hub, claim),
        interval: workerInterval,
        onFault,
      }),
    ),
    worker('TSP health', () => checkTspHealth(hub)),
    ...(folder === null ? [] : [worker('batch folder', batchFolder(hub, folder).work)]),
    worker('sessions', () => ageEnrolments(hub)),
    worker('tokens', () => ageTokens(hub)),
    worker('calls', () => forgetCalls(hub)),
    worker('detokenizations', () => forgetDetokenizations(hub)),
    worker('push uses', () => forgetPushUses(hub)),
  ];
}

function factsOf(identity: IdentityFiles, urls: Pick<HubFacts, 'peersUrl' | 'detokenizationUrl'>): HubFacts {
  return {
    version: packageJson.version,
    ...urls,
    authorityCertificatePem: identity.authorityPem,
    clientCertificatePem: identity.client.certificatePem,
    envelopeCertificates: identity.keys.envelope.map(({ keyIdentifier, certificatePem }) => ({
      keyIdentifier,
      certificatePem,
    })),
    d1Keys: d1PublicKeys(identity.keys),
  };
}

function wakeAll(loops: readonly WorkerLoop[]): void {
  for (const loop of loops) loop.wake();
}

function addressOf({ host, port }: Listener): { host: string; port: number } {
  return { host, port };
}

function portOf(server: { server: { address(): AddressInfo | string | null } }): number {
  const address = server.server.address();
  if (address === null || typeof address === 'string') throw new Error('The server does not listen');
  return address.port;
}
