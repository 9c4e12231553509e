import { randomUUID } from 'node:crypto';
import type { HubAnswer } from '@countermark/issuer-kit/client/hub-answer';
import * as d1 from '@countermark/wire/d1/apis';
import { qualifiedName as d1QualifiedName } from '@countermark/wire/d1/operation';
import { qualifiedName } from '@countermark/wire/issuer-gateway/operation';
import { outboundOperations } from '@countermark/wire/issuer-gateway/operations';
import * as auxiliary from '@countermark/wire/issuer-gateway-auxiliary/operations';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  anyObject,
  type Check,
  type Checks,
  either,
  oneOf,
  readBody,
  text,
  wholeNumber,
} from '../control/read-body.ts';
import type { CardReferences } from './card-references.ts';
import { answerFault, refuse, refuseBody } from './control-answers.ts';
import {
  brokenAnswers,
  type Fault,
  type FaultyOperation,
  type InjectedFault,
  spoiledAnswers,
} from './faults.ts';
import type { HubCall, HubClient } from './hub-client.ts';
import type { ReferenceIssuer } from './server.ts';
import { type UpdateCardInClear, updateCard, updateCardOperations } from './update-card.ts';

/** Body of `POST .../calls/{operation}`: what to send, and in which session; a new one unless given. */
export interface CallAsIssuer {
  correlationId?: string;
  body: Readonly<Record<string, unknown>>;
}

/** A fault that is told by one number: an object of that member alone. */
function numbered<Name extends string>(
  name: Name,
  { is, expected }: Check<number>,
): Check<Record<Name, number>> {
  return {
    is: (value): value is Record<Name, number> =>
      anyObject.is(value) && is(value[name]) && Object.keys(value).length === 1,
    expected: `an object with "${name}", ${expected}`,
  };
}

const injectable: Check<Fault> = either(
  oneOf([...brokenAnswers, ...spoiledAnswers]),
  either(
    numbered('responseCode', wholeNumber(0, 999_999)),
    either(numbered('status', wholeNumber(400, 599)), numbered('delay', wholeNumber(1, 60_000))),
  ),
);

const faultyOperations = [
  ...[...outboundOperations, ...auxiliary.outboundOperations].map(qualifiedName),
  ...d1.outboundOperations.map(d1QualifiedName),
] as FaultyOperation[];

const faultChecks: Checks<InjectedFault> = {
  operation: oneOf([...faultyOperations, '*']),
  fault: injectable,
  times: wholeNumber(1, 1_000_000),
};

const callChecks: Checks<CallAsIssuer> = {
  correlationId: text(/^[\x20-\x7e]{1,128}$/, 'a text of 1 to 128 ASCII characters'),
  body: anyObject,
};

interface OfIssuer {
  Params: { issuerId: string };
}

interface OfCorrelation {
  Params: { issuerId: string; correlationId: string };
}

interface OfOperation {
  Params: { issuerId: string; operation: string };
}

/**
 * The issuer side of the control API, a Fastify plugin: what cardholder and bank got to see, what shall go wrong, and
 * the bank's own calls to the hub. Whoever mounts it checks who calls.
 */
export async function referenceIssuerControl(
  app: FastifyInstance,
  { issuer, hub }: { issuer: ReferenceIssuer; hub: HubClient },
): Promise<void> {
  const { inbox, journal, faults, references } = issuer;
  app.setErrorHandler(answerFault);
  app.addHook('onRequest', async (request, reply) => {
    const { issuerId } = request.params as OfIssuer['Params'];
    if (!issuer.serves(issuerId)) return refuse(reply, 404, 'No issuer of this id is played here');
  });

  app.get<OfCorrelation>('/sim/issuers/:issuerId/inbox/:correlationId', async ({ params }) => {
    const codes = inbox.ofCorrelation(params.correlationId);
    return { codes: codes.filter(code => code.issuerId === params.issuerId) };
  });

  app.get<OfCorrelation>('/sim/issuers/:issuerId/journal/:correlationId', async ({ params }) => {
    return { calls: journal.ofCorrelation(params.issuerId, params.correlationId) };
  });

  app.get<OfIssuer>('/sim/issuers/:issuerId/notifications', async ({ params }) => {
    return { notifications: journal.notifications(params.issuerId) };
  });

  app.put<OfIssuer>('/sim/issuers/:issuerId/faults', async ({ params, body }, reply) => {
    const read = readBody<InjectedFault>(body, { checks: faultChecks, required: ['operation', 'fault'] });
    if (!read.ok) return refuseBody(reply, read);
    faults.inject(params.issuerId, read.body);
    return { faults: faults.pending(params.issuerId) };
  });

  app.delete<OfIssuer>('/sim/issuers/:issuerId/faults', async ({ params }) => {
    faults.clear(params.issuerId);
    return { faults: [] };
  });

  const call = async (request: FastifyRequest<OfOperation>, reply: FastifyReply, operation: string) => {
    const read = readBody<CallAsIssuer>(request.body, { checks: callChecks, required: ['body'] });
    if (!read.ok) return refuseBody(reply, read);
    const { issuerId } = request.params;
    const { correlationId = randomUUID(), body } = read.body;
    const { status, body: answer } = await callAsIssuer(
      { issuerId, operation, correlationId, body },
      { hub, references },
    );
    return { correlationId, status, body: answer };
  };
  app.post<OfOperation>('/sim/issuers/:issuerId/calls/:operation', (request, reply) =>
    call(request, reply, request.params.operation),
  );
  app.post<OfOperation>('/sim/issuers/:issuerId/calls/auxiliary/:operation', (request, reply) =>
    call(request, reply, `auxiliary/${request.params.operation}`),
  );
}

function callAsIssuer(
  call: HubCall,
  means: { hub: HubClient; references: CardReferences },
): Promise<HubAnswer> {
  const operation = updateCardOperations.find(name => name === call.operation);
  if (operation === undefined) return means.hub.callHub(call);
  return updateCard({ ...call, operation, body: call.body as UpdateCardInClear }, means);
}
