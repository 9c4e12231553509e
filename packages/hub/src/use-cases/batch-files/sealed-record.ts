import type { BatchRecord } from '../../core/batch-file.ts';
import type { FieldAddress, Vault } from '../../ports/vault.ts';

/** The text of a record as it waits in the database. */
export function sealRecord(
  vault: Vault,
  record: { fileId: string; position: number; text: string },
): Uint8Array {
  return vault.seal(addressOf(record), record.text);
}

/** The text that was signed; null when the record has its result already. */
export function openRecord(
  vault: Vault,
  fileId: string,
  { position, sealedRecord }: Pick<BatchRecord, 'position' | 'sealedRecord'>,
): string | null {
  return sealedRecord && vault.open(addressOf({ fileId, position }), sealedRecord);
}

function addressOf({ fileId, position }: { fileId: string; position: number }): FieldAddress {
  return { table: 'batch_record', column: 'record', rowId: `${fileId} ${position}` };
}
