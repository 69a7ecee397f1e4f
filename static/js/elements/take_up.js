// <button type="button" data-takes="plan_action.what" data-attr="data-words:item.text">: begins that field of a new line with
// somebody's words. What is already typed there stays before them, and nothing is sent: the client says it in their own way.

/** Listen below `root`. */
export function listenToTakeUp(root) {
  root.addEventListener('click', ({ target }) => {
    const button = target.closest('button[data-takes]');
    if (!button) return;
    const [command, name] = button.dataset.takes.split('.');
    const form = [...root.querySelectorAll(`form[data-command="${command}"]:not([data-draft])`)].find(isShown);
    if (form) takeUp(form.elements[name], button.dataset.words ?? '');
  });
}

function isShown(form) {
  return !form.closest('[hidden]');
}

function takeUp(field, words) {
  if (!field.value.includes(words)) field.value = [field.value.trim(), words].filter(Boolean).join('\n');
  field.focus();
  field.dispatchEvent(new Event('input', { bubbles: true }));
}
