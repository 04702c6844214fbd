import { eventually } from './bank.ts';
import type { TestHome } from './home.ts';

interface Delivery {
  webhook_code: string;
  http_status: number | null;
}

/** Has the bank send one webhook. @returns the status of our answer */
export async function ring(
  home: TestHome,
  order: { webhook_type: string; webhook_code: string } & Record<string, unknown>,
): Promise<number | null> {
  await home.bank.delete('webhooks');
  await home.bank.post('webhooks/fire', order);
  const found = await eventually(async () => {
    const { deliveries } = await home.bank.get<{ deliveries: Delivery[] }>('webhooks');
    return deliveries.find((delivery) => delivery.webhook_code === order.webhook_code);
  });
  return found.http_status;
}

/** Has the bank sign and send any body at all. */
export const ringWith = (
  home: TestHome,
  body: { webhook_code?: string } & Record<string, unknown>,
) =>
  ring(home, {
    webhook_type: '',
    webhook_code: body.webhook_code ?? '',
    url: `${home.url}/api/webhooks/plaid`,
    body,
  });
