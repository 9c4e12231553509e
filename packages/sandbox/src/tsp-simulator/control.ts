import type { FastifyInstance } from 'fastify';
import { type Check, either, objectOf, oneOf, readBody, text, wholeNumber } from '../control/read-body.ts';
import { dataManners, type InjectedTspFault, namedTspFaults } from './tsp-faults.ts';
import type { TspSimulator } from './tsp-server.ts';
import type { TspState, TspTokenRecord } from './tsp-tokens.ts';

/** What the simulated TSP knows of a token, as far as anybody may see it. */
export interface TspTokenView {
  tokenId: string;
  state: TspState;
  atc: number;
  keySets: { made: number; confirmed: number };
}

const faultRules = {
  checks: {
    operation: text(/^(\*|[A-Za-z]{1,40})$/, 'the name of an operation, or *'),
    fault: either(oneOf(namedTspFaults), objectOf({ errorCode: wholeNumber(1, 999_999) })),
    times: wholeNumber(1, 1000),
  },
  required: ['operation', 'fault'],
} as const;

/** `/sim/tsp/…`: how the TSP behaves, and what it does of itself. */
export async function tspSimulatorControl(
  scope: FastifyInstance,
  { simulator }: { simulator: TspSimulator },
): Promise<void> {
  const { tokens, conduct, hub } = simulator;
  const token = (request: { params: unknown }) =>
    tokens.find((request.params as { tokenId: string }).tokenId);
  const unknown = { message: 'The TSP knows no such token' };

  scope.put('/sim/tsp/faults', async (request, reply) => {
    const reading = readBody<InjectedTspFault>(request.body, faultRules as never);
    if (!reading.ok)
      return reply.code(400).send({ message: `${reading.member ?? 'The body'} ${reading.problem}` });
    conduct.inject(reading.body);
    return reply.code(204).send();
  });
  scope.put('/sim/tsp/data', async (request, reply) => {
    const manner: Check<(typeof dataManners)[number]> = oneOf(dataManners);
    const reading = readBody<{ manner: (typeof dataManners)[number] }>(request.body, {
      checks: { manner },
      required: ['manner'],
    });
    if (!reading.ok)
      return reply.code(400).send({ message: `${reading.member ?? 'The body'} ${reading.problem}` });
    conduct.dataManner = reading.body.manner;
    return reply.code(204).send();
  });
  scope.delete('/sim/tsp/conduct', async (_, reply) => {
    conduct.reset();
    return reply.code(204).send();
  });
  scope.get('/sim/tsp/tokens/:tokenId', async (request, reply) => {
    const found = token(request);
    return found ? view(found) : reply.code(404).send(unknown);
  });
  scope.post('/sim/tsp/tokens/:tokenId/transactions', async (request, reply) => {
    const found = token(request);
    if (!found) return reply.code(404).send(unknown);
    await tokens.change(found, { atc: found.atc + 1 });
    return hub.tellTransaction(found, simulator.now());
  });
  scope.post('/sim/tsp/tokens/:tokenId/renewal', async (request, reply) => {
    const found = token(request);
    if (!found) return reply.code(404).send(unknown);
    const year = (Number(found.tokenExp.slice(2)) + 5) % 100;
    await tokens.change(found, { tokenExp: found.tokenExp.slice(0, 2) + String(year).padStart(2, '0') });
    return hub.renew(found, found.tokenExp);
  });
  scope.put('/sim/tsp/tokens/:tokenId/state', async (request, reply) => {
    const found = token(request);
    if (!found) return reply.code(404).send(unknown);
    const states = ['ACTIVE', 'SUSPENDED', 'DELETED'] as const;
    const reading = readBody<{ state: TspState }>(request.body, {
      checks: { state: oneOf(states) as Check<TspState> },
      required: ['state'],
    });
    if (!reading.ok)
      return reply.code(400).send({ message: `${reading.member ?? 'The body'} ${reading.problem}` });
    await tokens.change(found, reading.body);
    return hub.tellState(found);
  });
}

function view({ tokenId, state, atc, keySets }: TspTokenRecord): TspTokenView {
  return { tokenId, state, atc, keySets };
}
