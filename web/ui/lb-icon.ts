import type { IconNode } from 'lucide';
import { LitElement, css } from 'lit';
import { customElement, property } from 'lit/decorators.js';

const svgNamespace = 'http://www.w3.org/2000/svg';

/**
 * One lucide icon, as tall as 1.25 of the text around it. Decoration: what it means must also be
 * said in words beside it or in the name of its button.
 *
 * `import { House } from 'lucide'` … `<lb-icon .icon=${House}></lb-icon>`
 */
@customElement('lb-icon')
export class LbIcon extends LitElement {
  static override styles = css`
    :host {
      display: inline-block;
      width: 1.25em;
      height: 1.25em;
      flex: none;
      vertical-align: -0.25em;
    }
    svg {
      display: block;
      width: 100%;
      height: 100%;
    }
  `;

  @property({ attribute: false }) accessor icon: IconNode | undefined;

  override render() {
    if (!this.icon) return null;
    const svg = document.createElementNS(svgNamespace, 'svg');
    set(svg, {
      viewBox: '0 0 24 24',
      fill: 'none',
      stroke: 'currentColor',
      'stroke-width': 1.75,
      'stroke-linecap': 'round',
      'stroke-linejoin': 'round',
      'aria-hidden': 'true',
    });
    for (const [tag, attributes] of this.icon) {
      const part = document.createElementNS(svgNamespace, tag);
      set(part, attributes);
      svg.append(part);
    }
    return svg;
  }
}

function set(element: Element, attributes: Record<string, string | number | undefined>): void {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
}

declare global {
  interface HTMLElementTagNameMap {
    'lb-icon': LbIcon;
  }
}
