import { createFront } from 'subshare/server';
import { optionsFrom } from './options.mjs';

Deno.serve({ hostname: '127.0.0.1', port: Number(Deno.env.get('PORT')) }, createFront(optionsFrom((name) => Deno.env.get(name))));
