/** Terms and conditions of every sandbox product, in two languages. */
export const sandboxTerms = [
  {
    id: 'DEMO-TERMS',
    language: 'en',
    version: '1',
    text: 'This is a demonstration card. By adding it to a wallet you agree to try everything that can go wrong.',
  },
  {
    id: 'DEMO-TERMS-FR',
    language: 'fr',
    version: '1',
    text: "Ceci est une carte de démonstration. En l'ajoutant à un portefeuille, vous acceptez de tout essayer.",
  },
];
