import type { ConsumerInfo } from '@countermark/wire/d1/data/consumer-info';
import type { Consumer } from '../../core/consumer.ts';
import type { FieldAddress, Vault } from '../../ports/vault.ts';

/** What the hub keeps of a consumer, for the vault alone to read. */
export function sealPersonalInformation(
  vault: Pick<Vault, 'seal'>,
  consumerKey: string,
  information: ConsumerInfo | null,
): Uint8Array | null {
  return information && vault.seal(addressOf(consumerKey), JSON.stringify(information));
}

/** Null: nothing is kept. */
export function openPersonalInformation(
  vault: Pick<Vault, 'open'>,
  { consumerKey, sealedPersonalInformation: sealed }: Consumer,
): ConsumerInfo | null {
  return sealed && (JSON.parse(vault.open(addressOf(consumerKey), sealed)) as ConsumerInfo);
}

function addressOf(consumerKey: string): FieldAddress {
  return { table: 'consumer', column: 'personalInformation', rowId: consumerKey };
}
