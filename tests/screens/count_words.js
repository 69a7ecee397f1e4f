// The words a screen shows, besides what people wrote (and the kind they gave it). A repeated control counts once; what
// is only heard counts not.
() => {
  const peoples = '[data-text], [translate=no], textarea, input, .voice, blockquote:not(.aloud blockquote), svg, .card .kind, .helps, script, template, noscript, .only-heard, #plus';
  const seen = new Set();
  const words = [];
  const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const owner = node.parentElement;
    if (owner.closest(peoples) || !owner.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true })) continue;
    const text = node.textContent.trim();
    const control = owner.closest('button, a, label, summary');
    if (!text || (control && seen.has(text))) continue;
    seen.add(text);
    words.push(...text.split(/[\s\u00a0\u202f]+/).filter((word) => /[\p{L}\p{N}]/u.test(word)));
  }
  return words;
}
