import {
  type IdvMethod,
  isKnownIdvMethodType,
  type KnownIdvMethodType,
} from '@countermark/wire/issuer-gateway/data/idv-method';

/** Short names of the methods a cardholder can choose, and the types each stands for (activation options). */
export const idvChoices = {
  sms: ['cell_phone'],
  email: ['email'],
  app: ['bank_app'],
  call: ['customer_service', 'automated_call'],
  web: ['website'],
  'outbound-call': ['outbound_call'],
  '3ds': ['3ds'],
} as const satisfies Record<string, readonly KnownIdvMethodType[]>;

/**
 * The method the cardholder takes: by short name, by id, or without a choice the first one of a known type. A method
 * of an unknown type is taken by its id only.
 */
export function findIdvMethod(
  offered: readonly IdvMethod[],
  choice: string | undefined,
): IdvMethod | undefined {
  if (choice === undefined) return offered.find(method => isKnownIdvMethodType(method.type));
  const types: readonly string[] = Object.hasOwn(idvChoices, choice)
    ? idvChoices[choice as keyof typeof idvChoices]
    : [];
  return offered.find(method => types.includes(method.type)) ?? offered.find(method => method.id === choice);
}
