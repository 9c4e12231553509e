import { X509Certificate } from 'node:crypto';
import { PinCertificate, PinnedCertificateView } from '@countermark/wire/operator/certificate';
import { closedObject } from '@countermark/wire/operator/closed-object';
import { PutTsp, TspDetails, TspList, TspName, type TspView } from '@countermark/wire/operator/tsp';
import { isDown, type TspConnection, untestedHealth } from '../../../core/tsp-connection.ts';
import { envelopeCertificateFaults } from '../../../identity/certificate-rules.ts';
import type { Hub } from '../../../ports/hub.ts';
import { type Operation, operation } from './operation.ts';
import { created, isRefused, type Outcome, ok, type Refused, refuse } from './outcome.ts';
import { readHttpsBase, readServerTrust } from './peer-server.ts';
import { pinCertificate, viewCertificate } from './pin-certificate.ts';

const ofTsp = closedObject({ tsp: TspName });

export const tspOperations: readonly Operation[] = [
  operation({
    name: 'listTsps',
    method: 'GET',
    path: '/tsps',
    response: TspList,
    async act({ hub }) {
      const connections = await hub.store.tspConnections.list();
      return ok({ tsps: connections.map(viewTsp) } satisfies TspList);
    },
  }),
  operation({
    name: 'getTsp',
    method: 'GET',
    path: '/tsps/:tsp',
    params: ofTsp,
    response: TspDetails,
    async act({ hub, params }) {
      const connection = await hub.store.tspConnections.find(params.tsp);
      return connection ? ok(await detailsOf(hub, connection)) : unknownTsp(params.tsp);
    },
  }),
  operation({
    name: 'putTsp',
    method: 'PUT',
    path: '/tsps/:tsp',
    params: ofTsp,
    body: PutTsp,
    response: TspDetails,
    async act({ hub, params, body }) {
      const connection = readConnection(params.tsp, body);
      return isRefused(connection) ? connection : save(hub, connection);
    },
  }),
  operation({
    name: 'pinTspCertificate',
    method: 'POST',
    path: '/tsps/:tsp/certificates',
    params: ofTsp,
    body: PinCertificate,
    response: PinnedCertificateView,
    act: ({ hub, params, body }) => pinCertificate(hub, { owner: { kind: 'TSP', id: params.tsp }, ...body }),
  }),
];

function unknownTsp(tsp: string): Refused {
  return refuse('not-found', `There is no TSP ${tsp}. \`countermark tsp list\` shows all.`);
}

type Connection = Omit<TspConnection, 'health'>;

function readConnection(tsp: string, sent: PutTsp): Connection | Refused {
  const outboundBase = readHttpsBase(sent.url, 'url');
  if (isRefused(outboundBase)) return outboundBase;
  const serverTrust = readServerTrust(sent.serverTrust, 'serverTrust');
  if (isRefused(serverTrust)) return serverTrust;
  const faults = envelopeCertificateFaults(sent.envelope.certificatePem, new Date());
  if (faults.length > 0) return refuse('bad-certificate', faults.join(' '), 'envelope.certificatePem');
  const certificatePem = new X509Certificate(sent.envelope.certificatePem).toString();
  return {
    tsp,
    customer: sent.customer,
    settings: {
      outboundBase,
      serverTrust,
      envelope: { ...sent.envelope, certificatePem },
      padding: sent.padding ?? 'RSAES-OAEP-SHA-256',
    },
  };
}

async function save(hub: Hub, connection: Connection): Promise<Outcome> {
  const { tsp, customer } = connection;
  if (hub.tsps.has(tsp)) {
    return refuse('bad-parameter', `${tsp} is the name of a TSP that is built in. Choose another.`, 'tsp');
  }
  return hub.store.transaction(async tx => {
    const holder = await tx.tspConnections.findByCustomer(customer);
    if (holder && holder.tsp !== tsp) {
      return refuse('bad-parameter', `Customer ${customer} is TSP ${holder.tsp} already.`, 'customer');
    }
    const known = await tx.tspConnections.find(tsp);
    await tx.tspConnections.save(connection);
    const view = await detailsOf({ store: tx }, { health: untestedHealth, ...known, ...connection });
    return known ? ok(view) : created(view);
  });
}

function viewTsp({ tsp, customer, settings, health }: TspConnection): TspView {
  const { outboundBase, serverTrust, envelope, padding } = settings;
  return {
    tsp,
    url: outboundBase,
    customer,
    ...(serverTrust !== null && { serverTrust }),
    envelope,
    padding,
    connection: isDown(health) ? 'DOWN' : 'UP',
    failedChecks: health.failedChecks,
    ...(health.checkedAt !== null && { checkedAt: health.checkedAt.toISOString() }),
  };
}

async function detailsOf(
  { store }: { store: Pick<Hub['store'], 'tspConnections'> },
  connection: TspConnection,
): Promise<TspDetails> {
  const certificates = await store.tspConnections.certificates(connection.tsp);
  return { ...viewTsp(connection), certificates: certificates.map(viewCertificate) };
}
