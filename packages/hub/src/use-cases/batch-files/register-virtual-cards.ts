import { type RecordErrorCode, recordErrorCodes } from '@countermark/wire/batch-file/error-codes';
import {
  VirtualCardRegistrationRecord,
  type VirtualCardRegistrationResult,
} from '@countermark/wire/batch-file/virtual-card-registration';
import { ResponseCode } from '@countermark/wire/issuer-gateway/response-codes';
import { readMessage } from '@countermark/wire/reading';
import { type BatchFile, type BatchRecord, mostFaults, tspPatience } from '../../core/batch-file.ts';
import type { CardProduct } from '../../core/card-product.ts';
import { faultOf } from '../../core/fault.ts';
import type { Issuer } from '../../core/issuer.ts';
import { lifeCycleAtTsp } from '../../core/token-at-tsp.ts';
import type { TokenRequestor } from '../../core/token-requestor.ts';
import type { Hub } from '../../ports/hub.ts';
import { type Aggregates, violates } from '../../ports/store.ts';
import type { TspAnswer, TspToken } from '../../ports/tsp.ts';
import { keepCard } from '../enrolment/keep-card.ts';
import { tokensAtTsp } from '../tsp/tokens-at-tsp.ts';
import { isBeingEnrolled, registerToken, requestorOf } from './register-token.ts';

/** How many records are opened, and registered, at once. */
const lanes = 8;

/** What came of some records: how many have their result now, whether a TSP is out of order, and the first fault. */
export interface RecordRound {
  settled: number;
  tsp: 'WORKS' | 'DOWN';
  fault: { error: unknown } | null;
}

/**
 * Carries out records of a batch file (VIRTUAL_CARD_REGISTRATION): the tokens that the TSP holds of each card become
 * known here, with the card. Each record is settled in one transaction with what it registers, so that whatever breaks,
 * none is lost and none done twice. Records that a TSP keeps waiting stay as they are, and so do those that end with a
 * fault, until there were too many: then they have failed.
 */
export async function registerVirtualCards(
  hub: Hub,
  { file, records }: { file: BatchFile; records: readonly BatchRecord[] },
): Promise<RecordRound> {
  const issuer = await hub.store.issuers.find(file.issuerId ?? '');
  if (!issuer) throw new Error(`Issuer ${file.issuerId} of batch file ${file.fileId} is gone`);
  const round = { file, issuer, requestors: await hub.store.requestors.list() };
  const result: RecordRound = { settled: 0, tsp: 'WORKS', fault: null };
  const caught = async (record: BatchRecord, cardId: string | null, error: unknown) => {
    result.fault ??= { error };
    if (await countFault(hub, round, { record, cardId, error })) result.settled += 1;
  };
  const read: ReadRecord[] = [];
  await inLanes(records, record =>
    readRecord(hub, { issuer, record }).then(
      entry => void read.push(entry),
      (error: unknown) => caught(record, null, error),
    ),
  );
  // Two records of one card would both find it unknown: they go one after the other.
  const cards = Map.groupBy(read, entry =>
    entry.ok ? entry.panFingerprint : `record ${entry.record.position}`,
  );
  await inLanes([...cards.values()], async ofCard => {
    for (const entry of ofCard.sort((a, b) => a.record.position - b.record.position)) {
      try {
        if (await settle(hub, round, entry)) result.settled += 1;
        else result.tsp = 'DOWN';
      } catch (error) {
        await caught(entry.record, entry.cardId, error);
      }
    }
  });
  return result;
}

/** True when that was one too many, and the record has its result. */
async function countFault(
  hub: Hub,
  { file }: Round,
  { record, cardId, error }: { record: BatchRecord; cardId: string | null; error: unknown },
): Promise<boolean> {
  const { fileId } = file;
  const { position } = record;
  const { name, at } = faultOf(error);
  const faults = await hub.store.batchFiles.countFault(fileId, { position, fault: `${name} ${at}` });
  if (faults < mostFaults) return false;
  const result = failed({ cardId, errorCode: recordErrorCodes.TSP_ERROR });
  await hub.store.batchFiles.settle(fileId, { position, result });
  return true;
}

interface Round {
  file: BatchFile;
  issuer: Issuer;
  requestors: readonly TokenRequestor[];
}

/** A record and the card it means, or why it means none. `cardId` is null when even that could not be read. */
type ReadRecord = { record: BatchRecord } & (
  | { ok: true; cardId: string; product: CardProduct; pan: string; panFingerprint: string }
  | { ok: false; cardId: string | null; errorCode: RecordErrorCode }
);

/** A fault is thrown once every lane has come to an end. */
async function inLanes<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const waiting = items.values();
  const lane = async () => {
    for (const item of waiting) await work(item);
  };
  const ends = await Promise.allSettled(Array.from({ length: lanes }, lane));
  const fault = ends.find(end => end.status === 'rejected');
  if (fault) throw fault.reason;
}

async function readRecord(
  hub: Hub,
  { issuer, record }: { issuer: Issuer; record: BatchRecord },
): Promise<ReadRecord> {
  const reading = readMessage(VirtualCardRegistrationRecord, JSON.parse(record.record ?? 'null'));
  if (!reading.ok) {
    const missing = reading.code === ResponseCode.missingParameter;
    const errorCode = recordErrorCodes[missing ? 'MANDATORY_PARAMETER_MISSING' : 'FIELD_INVALID_FORMAT'];
    return { ok: false, record, cardId: null, errorCode };
  }
  const { id: cardId, encryptedData, scheme } = reading.message.virtualCardRegistrationRequest.card;
  const opening = await hub.envelopes.openRegisteredFpan(issuer, { text: encryptedData });
  if (!opening.opened) return { ok: false, record, cardId, errorCode: recordErrorCodes.DECRYPTION_FAILED };
  const product = await hub.store.products.findByPan(opening.fpan);
  if (product?.issuerId !== issuer.issuerId || product.scheme !== scheme)
    return { ok: false, record, cardId, errorCode: recordErrorCodes.UNKNOWN_CARD };
  const pan = opening.fpan;
  return { ok: true, record, cardId, product, pan, panFingerprint: hub.vault.fingerprint('pan', pan) };
}

/** False when the TSP is to be asked again later. */
async function settle(hub: Hub, round: Round, entry: ReadRecord): Promise<boolean> {
  if (!entry.ok) {
    await settleAs(hub, round, { entry, result: failed(entry) });
    return true;
  }
  const listed = await liveTokens(hub, entry);
  if (!listed.ok) {
    if (listed.code === ResponseCode.serverError && mayWait(hub, round.file)) return false;
    await settleAs(hub, round, {
      entry,
      result: failed({ ...entry, errorCode: recordErrorCodes.TSP_ERROR }),
    });
    return true;
  }
  const register = () => registerCard(hub, round, { entry, tokens: listed.value });
  try {
    await register().catch((error: unknown) => {
      // An enrolment of this card stored it first: now it is known.
      if (violates(error, 'card_reference_unique')) return register();
      throw error;
    });
  } catch (error) {
    const errorCode = refusalFor(error);
    if (errorCode === null) throw error;
    await settleAs(hub, round, { entry, result: failed({ ...entry, errorCode }) });
  }
  return true;
}

function mayWait(hub: Hub, { createdAt }: BatchFile): boolean {
  return hub.clock.now().getTime() - createdAt.getTime() < tspPatience;
}

/** Refusals that only the store can find: the reference is another card's, or the device has another token already. */
function refusalFor(error: unknown): RecordErrorCode | null {
  if (violates(error, 'card_reference_unique')) return recordErrorCodes.FIELD_INVALID_FORMAT;
  if (violates(error, 'token_live_unique') || error instanceof NotManageable)
    return recordErrorCodes.TSP_ERROR;
  return null;
}

/** The TSP has a token of a requestor that is not known here. */
class NotManageable extends Error {}

async function settleAs(
  hub: Hub,
  { file }: Round,
  { entry, result }: { entry: ReadRecord; result: VirtualCardRegistrationResult },
): Promise<void> {
  await hub.store.batchFiles.settle(file.fileId, { position: entry.record.position, result });
}

function failed(refused: {
  cardId: string | null;
  errorCode: RecordErrorCode;
}): VirtualCardRegistrationResult {
  const { cardId, errorCode } = refused;
  const card = cardId !== null && { card: { id: cardId, status: 'KO' as const, virtualCardIds: [] } };
  return { status: 'KO', ...card, errorCode };
}

/** All tokens of the card that live at its TSP, but those whose enrolment at this hub is under way. */
async function liveTokens(
  hub: Hub,
  { product, pan }: { product: CardProduct; pan: string },
): Promise<TspAnswer<TspToken[]>> {
  const live: TspToken[] = [];
  for await (const answer of tokensAtTsp(hub, { tsp: product.tsp, issuerId: product.issuerId, pan })) {
    if (!answer.ok) return answer;
    const token = answer.value;
    if (lifeCycleAtTsp(token) && !(await isBeingEnrolled(hub, token))) live.push(token);
  }
  return { ok: true, value: live };
}

async function registerCard(
  hub: Hub,
  round: Round,
  { entry, tokens }: { entry: ReadRecord & { ok: true }; tokens: readonly TspToken[] },
): Promise<void> {
  const { position } = entry.record;
  const { fileId } = round.file;
  await hub.store.transaction(async tx => {
    if (!(await tx.batchFiles.lockOpenRecord(fileId, position))) return;
    const virtualCardIds =
      tokens.length === 0 ? [] : await keepCardAndTokens(hub, tx, { round, entry, tokens });
    const card = { id: entry.cardId, status: 'OK' as const, virtualCardIds };
    await tx.batchFiles.settle(fileId, { position, result: { status: 'OK', card } });
  });
}

async function keepCardAndTokens(
  hub: Hub,
  tx: Aggregates,
  context: { round: Round; entry: ReadRecord & { ok: true }; tokens: readonly TspToken[] },
): Promise<string[]> {
  const { round, entry, tokens } = context;
  const { issuerId } = round.issuer;
  const { product, pan, panFingerprint } = entry;
  const card = await keepCard(hub, tx, {
    primaryCardId: null,
    issuerId,
    issuerCardRefId: entry.cardId,
    productId: product.productId,
    panFingerprint,
    pan,
    expiry: null,
  });
  const register = async (tspToken: TspToken) => {
    const requestor = requestorOf(round.requestors, tspToken);
    const lifeCycle = lifeCycleAtTsp(tspToken);
    if (!requestor || !lifeCycle)
      throw new NotManageable(`No requestor has TRID ${tspToken.tokenRequestorId}`);
    const correlationId = round.file.fileId;
    return registerToken(hub, tx, { card, tsp: product.tsp, tspToken, lifeCycle, requestor, correlationId });
  };
  const virtualCardIds: string[] = [];
  for (const tspToken of tokens) {
    const { tspTokenId } = tspToken;
    const known = await tx.tokens.findAtTsp({ issuerId, tsp: product.tsp, tspTokenId });
    const token = known ?? (await register(tspToken));
    virtualCardIds.push(token.virtualCardId);
  }
  return virtualCardIds;
}
