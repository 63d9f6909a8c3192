import { createFront } from 'subshare/server';
import { optionsFrom } from './options.mjs';

Bun.serve({ hostname: '127.0.0.1', port: Number(process.env.PORT), fetch: createFront(optionsFrom((name) => process.env[name])) });
