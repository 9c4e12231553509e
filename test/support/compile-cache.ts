import { enableCompileCache } from 'node:module';

// Loaded before every test file, and before all else: the sources of the house are stripped of their types once, not by
// each of several hundred processes.
enableCompileCache();
