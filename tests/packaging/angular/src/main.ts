import { Component, CUSTOM_ELEMENTS_SCHEMA, provideZonelessChangeDetection } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import 'subshare/inside/people.js';
import 'subshare/define/invite.js';

/** What the page has been told of. */
const heard: string[] = [];
Object.assign(window, { heard });

@Component({
  selector: 'app-share',
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `
    <subshare-invite product-code="NAT" [baseUrl]="api" [tokens]="tokens" (subshare-invited)="invited($event)">
      <p>Share the paper with those you like to talk to about it.</p>
    </subshare-invite>
  `,
})
class Share {
  api = `${location.origin}/capi`;
  tokens = { user: async () => (await (await fetch('/subshare/token')).json()).access_token };
  invited(event: Event) {
    heard.push(event.type);
  }
}

void bootstrapApplication(Share, { providers: [provideZonelessChangeDetection()] });
