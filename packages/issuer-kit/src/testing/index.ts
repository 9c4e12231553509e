export * from './answering-hub.ts';
export * from './call-as-d1.ts';
export * from './call-as-hub.ts';
export type * from './stand-in-hub.ts';
export * from './transport.ts';
