import type { Token, TokenLifeCycle } from '../../core/token.ts';
import { lifeCycleAtTsp } from '../../core/token-at-tsp.ts';
import type { Difference } from '../../core/token-difference.ts';
import { createdToken, type TokenEvent } from '../../core/token-life-cycle.ts';
import type { Hub } from '../../ports/hub.ts';
import type { TspToken } from '../../ports/tsp.ts';
import { registerToken, requestorOf } from '../batch-files/register-token.ts';
import { changeToken } from '../life-cycle/change-token.ts';
import { tspOf } from '../tsp/tsp-of.ts';

/** A difference between hub and TSP that was looked at twice, and both sides as they then were. */
export interface ConfirmedDifference {
  issuerId: string;
  tsp: string;
  tspTokenId: string;
  token: Token | null;
  listed: TspToken | null;
  difference: Difference;
}

/**
 * Mends one difference between hub and TSP, with the notice the issuer is owed; false when it cannot be, or when the
 * token has changed since it was found to differ.
 */
export async function mendDifference(hub: Hub, found: ConfirmedDifference): Promise<boolean> {
  const { remedy } = found.difference;
  const { token, listed } = found;
  switch (remedy?.kind) {
    case 'CATCH_UP':
      return token !== null && catchUp(hub, { token, ...remedy });
    case 'TELL_TSP': {
      const call = { correlationId: hub.ids.uuid(), reason: null };
      return (await tspOf(hub, found.tsp).setState(found.tspTokenId, remedy.state, call)).ok;
    }
    case 'CORRECT':
      return token !== null && correct(hub, { token, fields: remedy.fields });
    case 'REGISTER':
      return listed !== null && register(hub, { ...found, listed });
    default:
      return false;
  }
}

function isStill(token: Token): (current: Token) => boolean {
  return current =>
    current.state === token.state && current.updatedAt.getTime() === token.updatedAt.getTime();
}

async function catchUp(
  hub: Hub,
  { token, event, alongside }: { token: Token; event: TokenEvent; alongside?: Partial<Token> },
): Promise<boolean> {
  const { changed } = await changeToken(hub, {
    virtualCardId: token.virtualCardId,
    event,
    source: 'TSP',
    correlationId: null,
    onlyIf: isStill(token),
    alongside: () => alongside ?? {},
    reportedBy: 'TSP',
  });
  return changed;
}

async function correct(
  hub: Hub,
  { token, fields }: { token: Token; fields: Partial<Token> },
): Promise<boolean> {
  return hub.store.transaction(async tx => {
    const current = await tx.tokens.lock(token.virtualCardId);
    if (!current || !isStill(token)(current)) return false;
    await tx.tokens.save({ ...current, ...fields, updatedAt: hub.clock.now() });
    return true;
  });
}

/** A token to make known here. */
interface Unknown {
  issuerId: string;
  tsp: string;
  listed: TspToken;
}

/**
 * As a pending token first, silently; what the TSP tells beyond that is then applied, and announced, as of every other
 * token. Only on a card that is known: nobody but its issuer can tell whose it is.
 */
async function register(hub: Hub, unknown: Unknown): Promise<boolean> {
  const token = await registerPending(hub, unknown);
  if (!token) return false;
  for (const event of eventsUntil(unknown.listed)) {
    const { virtualCardId } = token;
    const change = { virtualCardId, event, source: 'TSP', correlationId: null } as const;
    if (!(await changeToken(hub, change)).changed) return false;
  }
  return true;
}

/** What happened to a token since it was pending. It is held first: activated first, the TSP would let it go. */
function eventsUntil(listed: TspToken): TokenEvent[] {
  const { suspenders, activated } = lifeCycleAtTsp(listed) ?? createdToken();
  const held = suspenders.map((by): TokenEvent => ({ type: 'SUSPENDED', by }));
  return activated ? [...held, { type: 'ACTIVATED' }] : held;
}

async function registerPending(hub: Hub, { issuerId, tsp, listed }: Unknown): Promise<Token | null> {
  const requestor = requestorOf(await hub.store.requestors.list(), listed);
  if (!requestor || listed.panFingerprint === null) return null;
  const { panFingerprint, tspTokenId } = listed;
  return hub.store.transaction(async tx => {
    const found = await tx.cards.findByFingerprint({ issuerId, badge: 'PRIMARY', panFingerprint });
    const card = found && (await tx.cards.lock(found.cardId));
    if (!card || (await tx.tokens.findAtTsp({ issuerId, tsp, tspTokenId }))) return null;
    const lifeCycle: TokenLifeCycle = { ...createdToken(), state: 'INACTIVE' };
    const correlationId = hub.ids.uuid();
    return registerToken(hub, tx, { card, tsp, tspToken: listed, lifeCycle, requestor, correlationId });
  });
}
