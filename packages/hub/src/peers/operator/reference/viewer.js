/** Shows the document that the page names, as light or dark as everything else on the reader's screen. */

const dark = matchMedia('(prefers-color-scheme: dark)');
const follow = () => document.documentElement.classList.toggle('dark-mode', dark.matches);
follow();
dark.addEventListener('change', follow);

const place = document.querySelector('#document');

window.SwaggerUIBundle({
  url: place.dataset.url,
  domNode: place,
  deepLinking: true,
  docExpansion: 'list',
  defaultModelsExpandDepth: 0,
  // A browser has no client certificate of an issuer and no key to seal with: the calls are for reading.
  supportedSubmitMethods: [],
  // No document leaves the hub to be checked elsewhere.
  validatorUrl: null,
});
