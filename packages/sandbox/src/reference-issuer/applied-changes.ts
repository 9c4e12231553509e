import type { FastifyInstance } from 'fastify';
import type { Journal, ReceivedCall } from './journal.ts';

/** A change that an issuer has applied to a token. */
export interface AppliedChange {
  action: string;
  /** Of the session that it belongs to. */
  correlationId: string;
}

interface OfToken {
  Params: { issuerId: string; virtualCardId: string };
}

/**
 * What certification runs ask an issuer for, a Fastify plugin: the changes applied to a token, oldest first. Whoever
 * mounts it checks who calls.
 */
export async function observationsControl(
  app: FastifyInstance,
  { issuer }: { issuer: { journal: Journal } },
): Promise<void> {
  app.get<OfToken>('/sim/issuers/:issuerId/tokens/:virtualCardId', async ({ params }) => ({
    changes: appliedChanges(issuer.journal, params),
  }));
}

/**
 * The books of the issuer are its journal: what it acknowledged is applied, once for each correlation id, token and
 * action, however often it came (Issuer Gateway API, notifyVirtualCardChange). What failed changes nothing.
 */
function appliedChanges(journal: Journal, { issuerId, virtualCardId }: OfToken['Params']): AppliedChange[] {
  const changes = new Map<string, AppliedChange>();
  for (const call of journal.notifications(issuerId)) {
    const { action, errorCode } = told(call, virtualCardId);
    const { correlationId } = call;
    if (action !== undefined && errorCode === undefined && wasAcknowledged(call)) {
      changes.set(`${correlationId} ${action}`, { action, correlationId });
    }
  }
  return [...changes.values()];
}

function told({ request }: ReceivedCall, virtualCardId: string): { action?: string; errorCode?: number } {
  const notification = request as { virtualCardId?: string; action?: string; errorCode?: number } | null;
  return notification?.virtualCardId === virtualCardId ? notification : {};
}

function wasAcknowledged({ answer }: ReceivedCall): boolean {
  return 'status' in answer && answer.status >= 200 && answer.status < 300;
}
