import type { RecordRefusal, RecordResult, RunnableBatchFile } from '../../core/batch-file.ts';
import type { Issuer } from '../../core/issuer.ts';
import type { TokenRequestor } from '../../core/token-requestor.ts';
import type { Hub } from '../../ports/hub.ts';
import type { Aggregates } from '../../ports/store.ts';

/** What a batch file asks for with each of its records, as the runner of batch files sees it. */
export interface RecordOperation {
  /** Reads the text of a record; asks nobody and changes nothing. */
  read(hub: Hub, file: FileUnderWay, text: string): Promise<RecordReading>;
  /** The result of a record that came to nothing. */
  failed(names: RecordNames, refusal: RecordRefusal): RecordResult;
  /** Why the record came to nothing, by what its transaction threw; null: that was a fault. */
  refusalOf(error: unknown): RecordRefusal | null;
}

/** A file whose records are carried out, and what all of them need. */
export interface FileUnderWay {
  file: RunnableBatchFile;
  issuer: Issuer;
  requestors: readonly TokenRequestor[];
}

/** Whom a record is about, in the words of the issuer, as far as it could be read. */
export interface RecordNames {
  consumerId?: string;
  cardId?: string;
}

export type RecordReading = { names: RecordNames } & (
  | { ok: true; task: RecordTask }
  | { ok: false; refusal: RecordRefusal }
);

/** A record that can be carried out. */
export interface RecordTask {
  /** Consumer and card it is about: of two records on one of them the later one waits for the earlier one. */
  subjects: readonly string[];
  /** Asks other parties what must be known before; changes nothing. */
  prepare(): Promise<Preparation>;
}

export type Preparation =
  | {
      ok: true;
      /** Does what the record asks for, in the transaction that keeps its result. */
      carryOut(tx: Aggregates): Promise<RecordResult>;
    }
  /** `mayPass`: another time the answer may be better. */
  | { ok: false; refusal: RecordRefusal; mayPass: boolean };

/** Thrown by `carryOut` when the record comes to nothing: what it did before is undone. */
export class RecordRefused extends Error {
  readonly refusal: RecordRefusal;

  constructor(refusal: RecordRefusal) {
    super(refusal.error ?? refusal.errorCode);
    this.name = 'RecordRefused';
    this.refusal = refusal;
  }
}
