// <print-page> round a button: the browser's own printing. A link that ends in #print asks for it at once, once:
// the mark leaves the address, so that loading the page again does not print again.

const ASKED = '#print';

class PrintPage extends HTMLElement {
  connectedCallback() {
    this.addEventListener('click', this);
    if (location.hash !== ASKED) return;
    history.replaceState(history.state, '', location.pathname + location.search);
    if (document.readyState === 'complete') window.print();
    else window.addEventListener('load', () => window.print(), { once: true });
  }

  handleEvent(event) {
    if (event.target.closest('button')) window.print();
  }
}

customElements.define('print-page', PrintPage);
