/** Usual path of a TSP's own endpoint; each TSP may set another. */
export const tspBasePath = '/tsp/trapi/v2.0';

/** Path under which the hub serves TSPs (TSH Token Requestor Incoming API 2.2.2). */
export const incomingBasePath = '/gtep/tsh/trapi/v2.0';

/** Path under which the hub takes transaction notifications (TSH Transaction Notification API 2.2.2). */
export const transactionBasePath = '/tns-dispatcher/tsh/tnapi/v2.0';
