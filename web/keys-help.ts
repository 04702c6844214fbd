import { LitElement, css, html } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { setSingleKeys, singleKeys } from './state/shortcuts.ts';
import { base } from './ui/base.ts';
import './ui/lb-dialog.ts';

const command = /mac|iphone|ipad/i.test(navigator.platform) ? '⌘' : 'Ctrl';

const everywhere: readonly (readonly [keys: readonly string[], what: string])[] = [
  [[command, 'K'], 'Go anywhere, do anything'],
  [['/'], 'Search'],
  [['g', 'd'], 'Overview'],
  [['g', 't'], 'Transactions'],
  [['g', 'r'], 'To review'],
  [['g', 'i'], 'Spending'],
  [['g', 'a'], 'Accounts'],
  [['g', 'b'], 'Banks'],
  [['g', 'm'], 'More'],
  [[command, 'Z'], 'Undo'],
  [['Shift', command, 'Z'], 'Do again'],
  [['?'], 'These keys'],
];
const inTheList: typeof everywhere = [
  [['j'], 'Next, as ↓'],
  [['k'], 'The one before, as ↑'],
  [['Enter'], 'Open'],
  [['e'], 'Open at its name'],
  [['c'], 'Open at its category'],
  [['n'], 'Open at its note'],
  [['t'], 'Open at its date'],
  [['x'], 'Choose, with Shift up to here'],
];

/** Shows which keys do what, and lets whoever is bothered by single letters switch them off. */
export function showKeys(): void {
  if (document.querySelector('lb-keys-help')) return;
  document.body.append(document.createElement('lb-keys-help'));
}

@customElement('lb-keys-help')
export class LbKeysHelp extends LitElement {
  static override styles = [
    base,
    css`
      table {
        width: 100%;
        border-collapse: collapse;
      }
      caption {
        padding: 12px 0 6px;
        font-weight: 650;
        text-align: start;
      }
      th {
        width: 9.5em;
        padding: 5px 0;
        font-weight: 400;
        text-align: start;
        white-space: nowrap;
      }
      kbd {
        display: inline-block;
        min-width: 1.8em;
        padding: 1px 6px;
        border: 1px solid var(--line-strong);
        border-radius: 6px;
        background: var(--hover);
        font: inherit;
        font-size: var(--t-small);
        text-align: center;
      }
      label {
        display: flex;
        align-items: center;
        gap: 10px;
        min-height: max(40px, var(--target));
        margin-top: 12px;
      }
      input {
        width: 18px;
        height: 18px;
        accent-color: var(--accent);
      }
    `,
  ];

  @state() private accessor open = true;
  @state() private accessor letters = singleKeys();

  override render() {
    return html`<lb-dialog heading="Keyboard" .open=${this.open} @lb-close=${this.#close}>
      ${this.#table('Everywhere', everywhere)}
      ${this.#table('In the list of transactions', inTheList)}
      <label
        ><input type="checkbox" .checked=${this.letters} @change=${this.#switch} />Single letters
        and signs are shortcuts on this device</label
      >
    </lb-dialog>`;
  }

  #table(caption: string, rows: typeof everywhere) {
    return html`<table>
      <caption>
        ${caption}
      </caption>
      <tbody>
        ${rows.map(
          ([keys, what]) =>
            html`<tr>
              <th scope="row">${keys.map((key, n) => html`${n ? ' ' : ''}<kbd>${key}</kbd>`)}</th>
              <td>${what}</td>
            </tr>`,
        )}
      </tbody>
    </table>`;
  }

  #switch = (event: Event) => {
    this.letters = (event.target as HTMLInputElement).checked;
    setSingleKeys(this.letters);
  };

  #close = async () => {
    this.open = false;
    await this.updateComplete;
    this.remove();
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-keys-help': LbKeysHelp;
  }
}
