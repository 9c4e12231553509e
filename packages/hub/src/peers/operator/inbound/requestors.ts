import { PinCertificate, PinnedCertificateView } from '@countermark/wire/operator/certificate';
import { closedObject } from '@countermark/wire/operator/closed-object';
import {
  PutRequestor,
  RequestorId,
  RequestorList,
  type RequestorSummary,
  RequestorView,
} from '@countermark/wire/operator/requestor';
import type { TokenRequestor } from '../../../core/token-requestor.ts';
import type { Hub } from '../../../ports/hub.ts';
import { type Operation, operation } from './operation.ts';
import { created, isRefused, ok, type Refused, refuse } from './outcome.ts';
import { readHttpsBase, readServerTrust } from './peer-server.ts';
import { pinCertificate, viewCertificate } from './pin-certificate.ts';

const ofRequestor = closedObject({ requestorId: RequestorId });

export const requestorOperations: readonly Operation[] = [
  operation({
    name: 'listRequestors',
    method: 'GET',
    path: '/requestors',
    response: RequestorList,
    async act({ hub }) {
      const requestors = await hub.store.requestors.list();
      return ok({ requestors: requestors.map(summarise) } satisfies RequestorList);
    },
  }),
  operation({
    name: 'getRequestor',
    method: 'GET',
    path: '/requestors/:requestorId',
    params: ofRequestor,
    response: RequestorView,
    async act({ hub, params: { requestorId } }) {
      const requestor = await hub.store.requestors.find(requestorId);
      return requestor
        ? ok(await viewRequestor(hub, requestor))
        : refuse(
            'not-found',
            `There is no token requestor ${requestorId}. \`countermark requestor list\` shows all.`,
          );
    },
  }),
  operation({
    name: 'putRequestor',
    method: 'PUT',
    path: '/requestors/:requestorId',
    params: ofRequestor,
    body: PutRequestor,
    response: RequestorView,
    async act({ hub, params, body }) {
      const requestor = readRequestor(params.requestorId, body);
      if (isRefused(requestor)) return requestor;
      const known = await hub.store.requestors.find(requestor.requestorId);
      await hub.store.requestors.save(requestor);
      const view = await viewRequestor(hub, requestor);
      return known ? ok(view) : created(view);
    },
  }),
  operation({
    name: 'pinRequestorCertificate',
    method: 'POST',
    path: '/requestors/:requestorId/certificates',
    params: ofRequestor,
    body: PinCertificate,
    response: PinnedCertificateView,
    act: ({ hub, params, body }) =>
      pinCertificate(hub, { owner: { kind: 'requestor', id: params.requestorId }, ...body }),
  }),
];

function readRequestor(requestorId: string, sent: PutRequestor): TokenRequestor | Refused {
  const twice = tridTwice(sent);
  if (twice) return twice;
  const { callbackBase: base } = sent;
  const callbackBase = base === undefined ? null : readHttpsBase(base, 'callbackBase');
  if (isRefused(callbackBase)) return callbackBase;
  const callbackTrust = readServerTrust(sent.callbackTrust, 'callbackTrust');
  if (isRefused(callbackTrust)) return callbackTrust;
  return {
    requestorId,
    name: sent.name ?? requestorId,
    tokenRequestorIds: sent.tokenRequestorIds.map(({ id, walletProviderId = null }) => ({
      id,
      walletProviderId,
    })),
    callbackBase,
    callbackTrust,
  };
}

function tridTwice({ tokenRequestorIds }: PutRequestor): Refused | null {
  const trids = tokenRequestorIds.map(({ id }) => id);
  const index = trids.findIndex((trid, at) => trids.indexOf(trid) < at);
  if (index < 0) return null;
  return refuse(
    'bad-parameter',
    `TRID ${trids[index]} is there twice; name it once.`,
    `tokenRequestorIds.${index}.id`,
  );
}

function summarise(requestor: TokenRequestor): RequestorSummary {
  const { requestorId, name, tokenRequestorIds, callbackBase, callbackTrust } = requestor;
  return {
    requestorId,
    name,
    tokenRequestorIds: tokenRequestorIds.map(({ id, walletProviderId }) => ({
      id,
      ...(walletProviderId !== null && { walletProviderId }),
    })),
    ...(callbackBase !== null && { callbackBase }),
    ...(callbackTrust !== null && { callbackTrust }),
  };
}

async function viewRequestor(hub: Hub, requestor: TokenRequestor): Promise<RequestorView> {
  const certificates = await hub.store.requestors.certificates(requestor.requestorId);
  return { ...summarise(requestor), certificates: certificates.map(viewCertificate) };
}
