import { createHash } from 'node:crypto';
import { type FileErrorCode, fileErrorCodes } from './error-codes.ts';
import { type JsonPiece, jsonPieces } from './json-pieces.ts';

/** Largest file, in bytes (batch files of the sister products). */
export const largestBatchFile = 200 * 1024 * 1024;

/** What stands in a batch file, in the order of the file. Texts are as they were signed: without insignificant space. */
export type BatchFilePart =
  | TextPart<'HEADER'>
  | TextPart<'RECORD'>
  | TextPart<'SIGNATURE'>
  /** The file was read to its end; SHA-256 of its bytes, in hexadecimal. */
  | { kind: 'END'; digest: string }
  /** The file is no batch file; nothing follows. */
  | { kind: 'REFUSED'; errorCode: FileErrorCode };

interface TextPart<Kind> {
  kind: Kind;
  text: string;
  value: unknown;
}

const kinds = { header: 'HEADER', records: 'RECORD', signature: 'SIGNATURE' } as const;

/**
 * Reads a batch file part by part, whatever its size: never more than one record is held. Members that are not known
 * are left out. Whether header, records and signature are there and hold what they should is for the caller to judge.
 */
export async function* batchFileParts(
  chunks: AsyncIterable<Uint8Array>,
  { largest = largestBatchFile }: { largest?: number } = {},
): AsyncGenerator<BatchFilePart> {
  const digest = createHash('sha256');
  const pieces = jsonPieces({ splitArray: 'records' });
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > largest) return yield refused('FILE_TOO_BIG');
    digest.update(chunk);
    for (const piece of pieces.push(chunk)) {
      const part = partOf(piece);
      if (part) yield part;
      if (part?.kind === 'REFUSED') return;
    }
  }
  if (!pieces.complete()) return yield refused('INVALID_JSON_FILE');
  yield { kind: 'END', digest: digest.digest('hex') };
}

function partOf(piece: JsonPiece): BatchFilePart | null {
  if (piece.kind === 'BROKEN') return refused('INVALID_JSON_FILE');
  if (piece.kind === 'TOO_LONG') return refused('FIELD_INVALID_FORMAT');
  const kind = Object.hasOwn(kinds, piece.member) ? kinds[piece.member as keyof typeof kinds] : null;
  return kind && { kind, text: piece.text, value: piece.value };
}

function refused(reason: keyof typeof fileErrorCodes): BatchFilePart {
  return { kind: 'REFUSED', errorCode: fileErrorCodes[reason] };
}
