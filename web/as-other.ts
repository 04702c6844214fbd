import { Eye } from 'lucide';
import { html, nothing } from 'lit';
import { viewAs, viewedAs } from './state/view-as.ts';
import './ui/lb-button.ts';
import './ui/lb-icon.ts';

/** Above every page that is looked at with another's eyes: whose they are, and the way out. */
export const asOther = () => {
  const other = viewedAs();
  if (!other) return nothing;
  return html`<aside class="as-other" aria-label="With another’s eyes">
    <lb-icon .icon=${Eye}></lb-icon>
    <p>You see what ${other.name} sees of your accounts.</p>
    <lb-button label="Stop" .name=${`Stop looking as ${other.name}`} @click=${() => viewAs(null)}>
    </lb-button>
  </aside>`;
};
