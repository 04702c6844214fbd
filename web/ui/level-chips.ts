import type { ShareLevel } from '#server/contract/sharing.ts';
import { css, html } from 'lit';
import './lb-chip.ts';
import { levelWords } from './sharing-words.ts';

const levels: readonly ShareLevel[] = ['none', 'balances', 'full'];

export const levelStyles = css`
  .levels {
    display: flex;
    flex-wrap: wrap;
    gap: 8px 6px;
  }
  /* The three stand in one row on a phone. */
  @media (max-width: 499px) {
    .levels {
      --chip-inline: 8px;
      --chip-text: var(--t-small);
      gap: 8px 4px;
    }
  }
`;

interface Levels {
  /** What the household sees of what, for who does not see it: `… of Checking`. */
  name: string;
  /** Somebody else has connected it as well, and sees it whatever is chosen. */
  joint?: boolean;
  /** What holds, where it is one for all that is meant. */
  level: ShareLevel | null;
  choose: (level: ShareLevel) => void;
}

/** What the household sees, each level one press away. */
export const levelChips = ({ name, joint = false, level, choose }: Levels) =>
  html`<div class="levels" role="group" aria-label=${name}>
    ${levels.map(
      (one) =>
        html`<lb-chip
          label=${joint && one === 'none' ? 'Nobody else' : levelWords[one]}
          ?pressed=${level === one}
          @click=${() => choose(one)}
        ></lb-chip>`,
    )}
  </div>`;
