import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { itemsAdmin } from './items.ts';
import { webhooksAdmin } from './webhooks.ts';
import type { FaultRule } from '#server/sandbox/api/faults.ts';
import type { Api } from '#server/sandbox/api/serve.ts';
import { scheduleNextPhase } from '#server/sandbox/bank/items.ts';
import { recordSettings } from '#server/sandbox/bank/memory.ts';
import { BankError, isErrorCode } from '#server/sandbox/errors.ts';

interface ClockOrder {
  readonly now?: string;
  readonly advance_ms?: number;
  readonly speed?: number;
}

/**
 * The control plane: whoever holds it owns the bank. It answers only to programs on this machine:
 * to nobody whose words were handed on by a proxy, and to no page in a browser here, which says
 * where it comes from, or calls us by a name that is not this machine's.
 */
export function adminRoutes(api: Api, clockChanged: () => void): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>();
  app.use(async (c, next) => {
    const address = c.env.incoming.socket.remoteAddress ?? '';
    const near = /^(::ffff:)?127\.|^::1$/.test(address);
    const named = /^(localhost|127(\.\d+){3}|\[::1\])(:\d+)?$/.test(c.req.header('host') ?? '');
    const relayed = ['x-forwarded-for', 'forwarded', 'origin'].some((name) => c.req.header(name));
    if (!near || !named || relayed) {
      return c.json({ error: 'the control plane answers to this machine only' }, 403);
    }
    await next();
    api.counter.bank.journal.flush();
  });
  app.onError((error, c) => {
    if (!(error instanceof BankError) && !(error instanceof SyntaxError)) throw error;
    const code = error instanceof BankError ? error.code : 'INVALID_BODY';
    return c.json({ error_code: code, error_message: error.message }, 400);
  });
  app.route('/', timeAdmin(api, clockChanged));
  app.route('/', faultsAdmin(api));
  app.route('/', itemsAdmin(api.counter));
  app.route('/', webhooksAdmin(api.counter));
  return app;
}

function timeAdmin({ counter: { bank } }: Api, clockChanged: () => void): Hono {
  const app = new Hono();
  const show = () => ({
    elapsed_ms: Math.round(bank.clock.elapsed()),
    now: bank.clock.now().toISOString(),
    speed: bank.clock.setting().speed,
    today: bank.clock.today(),
  });
  app.get('/clock', (c) => c.json(show()));
  app.post('/clock', async (c) => {
    const { now, advance_ms, speed } = await c.req.json<ClockOrder>();
    if (now !== undefined && Number.isNaN(Date.parse(now))) {
      throw new BankError('INVALID_FIELD', 'now must be an ISO 8601 instant');
    }
    if (now !== undefined) bank.clock.setNow(new Date(now));
    if (speed !== undefined) bank.clock.setSpeed(speed);
    if (advance_ms !== undefined) bank.clock.advance(advance_ms);
    clockChanged();
    return c.json(show());
  });
  app.post('/lifecycle', async (c) => {
    Object.assign(bank.settings.lifecycle, await c.req.json());
    recordSettings(bank);
    for (const item of bank.items.values()) scheduleNextPhase(bank, item);
    return c.json(bank.settings.lifecycle);
  });
  app.post('/settings', async (c) => {
    Object.assign(bank.settings, await c.req.json());
    recordSettings(bank);
    return c.json(bank.settings);
  });
  return app;
}

function faultsAdmin({ faults, requests }: Api): Hono {
  const app = new Hono();
  app.get('/faults', (c) => c.json(faults.list()));
  app.post('/faults', async (c) => {
    const order = await c.req.json<FaultRule | FaultRule[]>();
    const rules = Array.isArray(order) ? order : [order];
    for (const { code } of rules) {
      if (code !== undefined && !isErrorCode(code)) {
        throw new BankError('INVALID_FIELD', `no such error code: ${String(code)}`);
      }
    }
    faults.add(rules);
    return c.json(faults.list());
  });
  app.delete('/faults', (c) => {
    faults.clear();
    return c.json([]);
  });
  app.get('/requests', (c) => {
    const open = [...requests.open.entries()].map(([request_id, one]) => ({ ...one, request_id }));
    const counts = Object.fromEntries(requests.counts);
    return c.json({ counts, in_flight: open, past: requests.past });
  });
  app.delete('/requests', (c) => {
    requests.counts.clear();
    requests.past.length = 0;
    return c.json({});
  });
  return app;
}
