import { sentenceOf } from './api.ts';
import { changes, redoChange, undoChange } from './state/changes.ts';
import { queries } from './state/client.ts';
import { toast } from './ui/lb-toast.ts';

/** Takes one's latest step back, or does it again, and says which it was. */
export async function step(way: 'undo' | 'redo'): Promise<void> {
  try {
    const next = (await queries.fetchQuery({ ...changes(), staleTime: 0 }))[way];
    if (!next) {
      toast(way === 'undo' ? 'There is nothing to undo.' : 'There is nothing to do again.');
    } else if (way === 'undo') {
      await undoChange(next.id);
      toast(`Undone: ${next.sentence}`);
    } else {
      await redoChange(next.id);
      toast(`Done again: ${next.sentence}`, { undo: () => undoChange(next.id) });
    }
  } catch (error) {
    toast(sentenceOf(error), { failed: true });
  }
}
