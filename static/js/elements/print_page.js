// <print-page> round a button: the browser's own printing.

class PrintPage extends HTMLElement {
  connectedCallback() {
    this.addEventListener('click', this);
  }

  handleEvent(event) {
    if (event.target.closest('button')) window.print();
  }
}

customElements.define('print-page', PrintPage);
