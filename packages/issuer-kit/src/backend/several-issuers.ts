import type { Backend, IssuerBackend } from './issuer-backend.ts';

/**
 * The backends of several issuers as one, for a processor that serves them all on one port. A call goes to the issuer it
 * names; one that names none of them is refused as the first that serves such calls refuses it.
 *
 * @throws RangeError when there is none
 */
export function severalIssuers(backends: readonly IssuerBackend[]): Backend {
  const [first] = backends;
  if (first === undefined) throw new RangeError('There is no issuer: give at least one backend.');
  const routes = backends.flatMap(backend => backend.routes);
  return {
    routes: [...new Map(routes.map(route => [`${route.method} ${route.path}`, route])).values()],
    serves: call => backends.some(backend => backend.serves(call)),
    answer(call) {
      const backend =
        backends.find(candidate => candidate.isMeantBy(call)) ??
        backends.find(candidate => candidate.serves(call)) ??
        first;
      return backend.answer(call);
    },
  };
}
