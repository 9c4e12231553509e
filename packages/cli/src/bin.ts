#!/usr/bin/env node
import { enableCompileCache } from 'node:module';

// Sources run as TypeScript: what was stripped and compiled once is not stripped again.
enableCompileCache();
const { run } = await import('./run.ts');
process.exitCode = await run(process.argv);
