import { type IdvMethod, isOtpMethod } from '@countermark/wire/issuer-gateway/data/idv-method';

/** Methods that need more than a code: shown alone when the wallet asked for a strong step-up. */
const strongTypes: ReadonlySet<string> = new Set(['bank_app', 'customer_service']);

/** The methods shown to the user: with a strong step-up asked for, codes are hidden when something stronger is offered. */
export function offeredMethods(
  methods: readonly IdvMethod[],
  { strongVerification }: { strongVerification: boolean },
): IdvMethod[] {
  const codesHidden = strongVerification && methods.some(method => strongTypes.has(method.type));
  return methods.filter(method => !(codesHidden && isOtpMethod(method.type)));
}
