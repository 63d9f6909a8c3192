// What a publisher's own script does about consents: it has the texts of the issuer that the page names, and takes the
// answers. The Norwegian page asks through this function, the English one with form controls of its own in the slot.
const invitation = document.querySelector('subshare-invitation');
const told = document.getElementById('told');
const norwegian = document.documentElement.lang === 'nb';

const texts = {
  FJORD: [
    { id: 'terms', required: true, text: 'Jeg godtar vilkårene for Fjordposten Pluss.', url: '/article.html' },
    { id: 'offers', text: 'Kan Fjordposten sende deg nyheter om tilbud på e-post? Du kan ombestemme deg når som helst.' },
  ],
};

if (norwegian) invitation.consents = ({ issuer }) => texts[issuer] ?? [];

invitation.saveConsents = (answers, { issuer, issuerConsentGroupId }) => {
  const list = answers.map(({ id, given }) => `${id}: ${given ? (norwegian ? 'ja' : 'yes') : norwegian ? 'nei' : 'no'}`);
  told.textContent = `${norwegian ? 'Fjordposten fikk vite' : 'Fjordposten was told'} (${issuer}, ${issuerConsentGroupId}): ${list.join(', ')}.`;
  told.hidden = false;
};
