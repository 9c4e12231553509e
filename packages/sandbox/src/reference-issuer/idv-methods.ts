import type { IdvMethod, KnownIdvMethodType } from '@countermark/wire/issuer-gateway/data/idv-method';

export type OfferedIdvType = Exclude<KnownIdvMethodType, 'automated_call'>;

/** How the cardholder of every test card can prove to be one: kind of method -> what the user is shown. */
const values: Readonly<Record<OfferedIdvType, string>> = {
  cell_phone: '+99 ** *** ** 17',
  email: 'c***@example.com',
  bank_app: 'Demo Bank',
  customer_service: '+99 20 555 0100',
  website: 'https://bank.example/verify',
  outbound_call: '+99 ** *** ** 17',
  '3ds': '3-D Secure',
};

/** The list of ID&V methods of these kinds, in this order. The id of a method is its kind with hyphens. */
export function idvMethodList(types: readonly OfferedIdvType[]): IdvMethod[] {
  return types.map(type => ({ id: type.replaceAll('_', '-'), type, value: values[type] }));
}
