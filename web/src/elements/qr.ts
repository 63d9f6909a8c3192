// The QR code of a link: a chunk of its own, loaded when somebody asks for it.
import type { html as Html, TemplateResult } from 'lit';
import { encode } from 'uqr';

/**
 * Dark on white in every colour scheme: many a camera does not read the reverse. Given Lit's `html`, because a chunk that
 * imported it would make the element's script fall into two.
 */
export function qrCode(html: typeof Html, text: string, name: string): TemplateResult {
  // Four modules of white around it, as ISO/IEC 18004 wants. The code is as small as the text allows; what room is left
  // in it corrects errors.
  const { data, size } = encode(text, { border: 4, boostEcc: true });
  let dark = '';
  data.forEach((row, y) => {
    // One rectangle for each run of dark modules: no seams within a row.
    for (let x = 0; x < size; x++) {
      const from = x;
      while (row[x]) x++;
      if (x > from) dark += `M${from} ${y}h${x - from}v1H${from}`;
    }
  });
  return html`<svg
    class="qr"
    role="img"
    aria-label=${name}
    width="256"
    height="256"
    viewBox="0 0 ${size} ${size}"
    shape-rendering="crispEdges"
  >
    <path fill="#fff" d="M0 0h${size}v${size}H0" />
    <path d=${dark} />
  </svg>`;
}
