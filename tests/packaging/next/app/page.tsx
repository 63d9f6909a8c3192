// Rendered on the server; the element comes to life in the browser.
import { Share } from './share';

export default function Page() {
  return (
    <main>
      <h1>Share</h1>
      <Share />
    </main>
  );
}
