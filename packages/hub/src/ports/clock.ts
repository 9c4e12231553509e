/** The time the hub lives in. In a sandbox it can be moved forward; TLS keeps real time. */
export interface Clock {
  now(): Date;
}
