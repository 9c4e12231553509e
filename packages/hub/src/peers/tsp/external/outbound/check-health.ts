import { requestIdHeader } from '@countermark/wire/tsp/headers';
import { healthCheck } from '@countermark/wire/tsp/health-check';
import { is2xx } from '../../../https-client.ts';
import { clientOf, usualLimits } from './call-tsp.ts';
import { connectionOf, type RemoteTsp } from './reach-tsp.ts';

/** Asks whether the TSP is there, down or not. Nothing of it is put on record: it is asked all day long. */
export async function checkHealth(tsp: RemoteTsp): Promise<'ANSWERS' | 'SILENT'> {
  const connection = await connectionOf(tsp);
  const result = await clientOf(tsp, connection).send({
    method: healthCheck.method,
    url: connection.settings.outboundBase + healthCheck.path,
    headers: { [requestIdHeader]: tsp.ids.uuid() },
    body: null,
    timeLimit: (tsp.limits ?? usualLimits).answerTimeout,
  });
  return result.kind === 'ANSWER' && is2xx(result.status) ? 'ANSWERS' : 'SILENT';
}
