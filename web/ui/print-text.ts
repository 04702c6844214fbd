/** Prints a text, and nothing else of the page. */
export function printText(text: string): void {
  const style = new CSSStyleSheet();
  style.replaceSync(`
    .printed { display: none; }
    @media print {
      body > :not(.printed) { display: none !important; }
      .printed { display: block; font: 12pt/1.6 ui-monospace, monospace; color: #000; }
    }`);
  const sheet = document.createElement('pre');
  sheet.className = 'printed';
  sheet.textContent = text;
  document.adoptedStyleSheets.push(style);
  document.body.append(sheet);
  const clear = () => {
    sheet.remove();
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== style);
  };
  // On phones the page goes on while the person chooses a printer.
  addEventListener('afterprint', clear, { once: true });
  window.print();
}
