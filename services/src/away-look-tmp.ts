import { startTestService } from '/work/main/services/src/testing/service.ts';
import { openTestCity } from '/work/main/services/src/testing/city.ts';
import { createDatabase } from '/work/main/services/src/testing/database.ts';
import { startFaultyPostgres } from '/work/main/services/src/testing/faulty-postgres.ts';
const between = await startFaultyPostgres(await createDatabase());
const s = await startTestService({ env: { DATABASE_URL: between.url, COUNTERFOIL_PATIENCE_MS: '200' } });
await openTestCity(s);
await new Promise(r=>setTimeout(r,4000));
between.leadTo(undefined);
for (const p of ['/follow','/about','/receipt-check','/desk','/','/inputs/new?process=request','/checkpoint','/ledger.json','/api/v1/obligations','/openapi.json','/metrics','/takedowns','/inputs/new?case=3', '/tile/0/000.p/2', '/tile/entries/000.p/2','/self-check.json']) {
  const r = await fetch(s.address+p); const t = await r.text();
  console.log(p, r.status, r.headers.get('content-type'), r.headers.get('retry-after'), r.headers.get('cache-control'), r.status>=400&&!t.startsWith('<') ? t.slice(0,200):'');
  if (p==='/') (await import('node:fs')).writeFileSync('/tmp/away.html', t);
}
const r = await fetch(s.address+'/follow',{method:'POST',body:new URLSearchParams({code:'x'})}); console.log('POST follow', r.status);
await s[Symbol.asyncDispose](); await between[Symbol.asyncDispose](); process.exit(0);
