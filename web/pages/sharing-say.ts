import { sentenceOf } from '#web/api.ts';
import { share } from '#web/state/sharing.ts';
import type { Answer } from '#web/state/sharing.ts';
import { toast } from '#web/ui/lb-toast.ts';

/**
 * Shares accounts as was chosen, and says what holds now, with the way back to `former`. A choice
 * that another followed at once says nothing: what it says would not hold any more.
 */
export async function shareAndSay(
  next: readonly Answer[],
  former: readonly Answer[] | null,
  words: () => string,
): Promise<void> {
  try {
    const last = await share(next);
    if (!last) return;
    toast(words(), former ? { undo: () => shareAndSay(former, null, words) } : {});
  } catch (error) {
    toast(`Not saved: ${sentenceOf(error)}`, { failed: true });
  }
}
