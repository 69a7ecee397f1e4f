// A link carries its token in the fragment, which never reaches a server's log; here it is exchanged by POST.
// The page holds <… data-when="entering|missing|refused|full|offline">; only one of them shows.

const show = (when, words) => {
  for (const node of document.querySelectorAll('[data-when]')) node.hidden = node.dataset.when !== when;
  const place = document.querySelector(`[data-when="${when}"] [data-refusal]`);
  if (place && words) {
    place.textContent = words;
    place.hidden = false;
  }
};

async function exchange() {
  const token = location.hash.slice(1);
  if (!token) return show('missing');
  show('entering');
  try {
    const answer = await fetch('/enter', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
      body: JSON.stringify({ token }),
    });
    const told = await answer.json().catch(() => ({}));
    if (answer.ok && told.location) return location.replace(told.location);
    if (!told.location) return show('refused', told.words);
    document.querySelector('[data-part="back"]').href = told.location; // a full table: the way back to one's place
    return show('full', told.words);
  } catch {
    return show('offline');
  }
}

document.querySelector('[data-retry]')?.addEventListener('click', exchange);
addEventListener('hashchange', exchange);
exchange();
