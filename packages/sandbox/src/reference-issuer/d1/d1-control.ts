import { randomUUID } from 'node:crypto';
import { operationNamed } from '@countermark/wire/d1/apis';
import type { FastifyInstance } from 'fastify';
import { anyObject, type Checks, readBody, text } from '../../control/read-body.ts';
import { answerFault, refuse, refuseBody } from '../control-answers.ts';
import type { ReferenceIssuer } from '../server.ts';
import { callAsD1Issuer } from './call-as-d1-issuer.ts';
import type { D1Client } from './d1-client.ts';

/** Body of `POST .../d1/calls/{api}/{operation}`; `body` absent: none is sent. Card data may be written in the clear. */
export interface CallAsD1Issuer {
  /** Those of the path, but the issuer's own id. */
  parameters?: Readonly<Record<string, string>>;
  query?: Readonly<Record<string, string>>;
  body?: Readonly<Record<string, unknown>>;
  correlationId?: string;
  userId?: string;
}

const texts = {
  is: (value: unknown): value is Readonly<Record<string, string>> =>
    anyObject.is(value) && Object.values(value).every(member => typeof member === 'string'),
  expected: 'an object of texts',
};

const callChecks: Checks<CallAsD1Issuer> = {
  parameters: texts,
  query: texts,
  body: anyObject,
  correlationId: text(/^[\x20-\x7e]{1,128}$/, 'a text of 1 to 128 ASCII characters'),
  userId: text(/^[\x20-\x7e]{1,128}$/, 'a text of 1 to 128 ASCII characters'),
};

interface OfIssuer {
  Params: { issuerId: string };
  Querystring: { of?: string };
}

interface OfOperation {
  Params: { issuerId: string; api: string; operation: string };
}

/**
 * The D1 side of the issuers in the control API, a Fastify plugin: the bank's own calls to the hub, and what it was told of
 * operations. What the hub answered is answered with 200.
 */
export async function d1Control(
  app: FastifyInstance,
  { issuer, client }: { issuer: ReferenceIssuer; client: D1Client },
): Promise<void> {
  const { d1, references } = issuer;
  app.setErrorHandler(answerFault);

  app.get<OfIssuer>('/sim/issuers/:issuerId/d1/notices', async ({ params, query }, reply) => {
    if (!d1?.serves(params.issuerId)) return refuse(reply, 404, noSuchIssuer);
    return { notices: d1.notices.of(params.issuerId, query.of) };
  });

  app.post<OfIssuer>('/sim/issuers/:issuerId/d1/token', async ({ params }, reply) => {
    if (!d1?.serves(params.issuerId)) return refuse(reply, 404, noSuchIssuer);
    return client.askToken(params.issuerId);
  });

  app.post<OfOperation>('/sim/issuers/:issuerId/d1/calls/:api/:operation', async (request, reply) => {
    const { issuerId, api, operation: name } = request.params;
    const profile = d1?.profileOf(issuerId);
    if (!d1 || !profile) return refuse(reply, 404, noSuchIssuer);
    const operation = operationNamed(`${api}/${name}`);
    if (operation?.direction !== 'inbound') return refuse(reply, 404, 'No D1 API has this operation');
    const read = readBody<CallAsD1Issuer>(request.body, { checks: callChecks, required: [] });
    if (!read.ok) return refuseBody(reply, read);
    const { parameters = {}, correlationId = randomUUID(), ...sent } = read.body;
    const answer = await callAsD1Issuer(
      { issuerId, operation, parameters, correlationId, ...sent },
      { client, issuer: profile, book: d1.book, references },
    );
    return { correlationId, ...answer };
  });
}

const noSuchIssuer = 'No issuer of this id speaks D1 here';
